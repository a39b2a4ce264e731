"""Samples from an office share with its truth: every file of text, mentions found again where the truth says.

Files are read as a scan reads them, so that a mail is its text and a page its words; a table's row is written as a form
(`column: value`, a line each), for all systems alike.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from accuracy.samples import Decoy, Mention, Sample
from accuracy.score import FUZZY
from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Rows, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

KINDS = frozenset(".txt .md .csv .html .eml .json .xml .log .sql .py .rtf".split())
OPERATORS = frozenset({"CUSTOMER_NUMBER"})


def share_samples(folder: Path) -> tuple[tuple[Sample, ...], int]:
    """Give a sample a file, and how many rows of the truth are left out."""
    truth = {name: _rows(folder / "truth" / f"{name}.jsonl") for name in ("mentions", "decoys", "files")}
    by_path: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: {"mentions": [], "decoys": []})
    for name in ("mentions", "decoys"):
        for row in truth[name]:
            if not row.get("member") and Path(row["path"]).suffix in KINDS and row.get("entity") not in OPERATORS:
                by_path[row["path"]][name].append(row)
    samples, told = [], 0
    for file in truth["files"]:
        path = folder / "share" / file["path"]
        if path.suffix in KINDS and file["expect"] == "scanned" and (read := _text(path)) is not None:
            sample = _sample(file, *read, **by_path[file["path"]])
            samples.append(sample)
            told += sum(map(len, by_path[file["path"]].values()))
    return tuple(samples), len(truth["mentions"]) + len(truth["decoys"]) - told


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


Anchors = Mapping[tuple[str, str], int]
"""Where a line or a row begins."""


def _text(path: Path) -> tuple[str, Anchors] | None:
    """Give the text of a file and where its lines and rows begin; None for a file without text of its own."""
    data = path.read_bytes()
    parts: list[str] = []
    anchors: dict[tuple[str, str], int] = {}
    at = 0
    try:
        for segment in open_reading(Content(path.name, BytesIO(data), len(data)), Limits()).segments:
            if isinstance(segment, Member | Unread):
                continue
            for part, keys in _parts(segment):
                for key in keys:
                    anchors.setdefault((key[0], key[1]), at + key[2])
                parts.append(part)
                at += len(part)
    except ExtractError:
        return None
    return "".join(parts), anchors


def _parts(segment: Text | Rows) -> Iterator[tuple[str, list[tuple[str, str, int]]]]:
    """Give pieces of text, each with (kind, number, offset in the piece) of what begins in it."""
    if isinstance(segment, Text):
        text = f"{segment.label}: {segment.text}" if segment.label else segment.text
        keys = []
        if segment.first_line is not None:
            offset = 0
            for number, line in enumerate(text.split("\n"), segment.first_line):
                keys.append(("line", str(number), offset))
                offset += len(line) + 1
        yield text + "\n\n", keys
        return
    table: Any = segment.batch
    for number, row in enumerate(table.to_pylist(), segment.first_row):
        cells = "".join(f"{name}: {value}\n" for name, value in row.items() if value is not None)
        yield cells + "\n", [("row", str(number), 0)]


def _sample(
    file: dict[str, Any], text: str, anchors: Anchors, mentions: list[dict[str, Any]], decoys: list[dict[str, Any]]
) -> Sample:
    taken: set[tuple[str, int]] = set()
    made, traps = [], []
    for row in mentions:
        at = _place(text, anchors, row, row["entity"], taken)
        if at >= 0:
            made.append(
                Mention(row["entity"], at, at + len(row["text"]), row["text"], row["value"], row.get("subject"))
            )
    made.extend(_again(text, made, taken))
    for row in decoys:
        at = _place(text, anchors, row, row["not"], taken)
        if at >= 0:
            traps.append(Decoy(at, at + len(row["text"]), row["text"], row["not"]))
    return Sample(
        text,
        file["language"] or "",
        tuple(made),
        tuple(traps),
        frozenset(file["categories"]),
        file["kind"],
        f"share/{file['path']}",
    )


def _again(text: str, mentions: list[Mention], taken: set[tuple[str, int]]) -> Iterator[Mention]:
    """Mark a value wherever else it stands: the truth names it once a part, as in a mail's header and text."""
    for entity, value, normal, subject in sorted({(m.entity, m.text, m.value, m.subject or "") for m in mentions}):
        for match in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", text):
            if entity not in FUZZY and (entity, match.start()) not in taken:
                taken.add((entity, match.start()))
                yield Mention(entity, match.start(), match.end(), value, normal, subject or None)


def _place(text: str, anchors: Anchors, row: dict[str, Any], entity: str, taken: set[tuple[str, int]]) -> int:
    """Find the first place of a value from its line or row on that no other row of the truth has; -1 if none."""
    where = row.get("where") or {}
    keys = [(kind, str(where[kind])) for kind in ("line", "row") if kind in where]
    at = next((anchors[key] for key in keys if key in anchors), 0) - 1
    while (at := text.find(row["text"], at + 1)) >= 0:
        if (entity, at) not in taken:
            taken.add((entity, at))
            return at
    return -1
