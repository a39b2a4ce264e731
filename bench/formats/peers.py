"""Reads real files beside other readers: `peers.py --corpora DIR [--only pdf,docx] [--misses N] [--write]`.

Of each folder below DIR: how every item ended, and the memory of each process. Of each kind: which words we and the
peers see, and how quick we are. Peers that are not installed are named; `--misses` shows words that we do not see.
"""
# ruff: noqa: E402, E501 - the folders of our own modules come first; rows of tables read best one to a line

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from format_speed import speeds
from ledger import Scanned, scan
from peer_tools import OFFICE_KINDS, PEERS, asked, converted, ours

FOLDERS = ("docs", "mail", "archives", "tabular", "sql")
WANTED = (
    "pypdfium2 pypdf pdfplumber python-docx openpyxl xlrd pyxlsb python-pptx odfpy extract-msg catdoc antiword catppt xls2csv LibreOffice"
).split()


def kind_of(path: Path) -> str:
    kind = path.suffix.lower().lstrip(".")
    if kind == "txt" and "mail" in path.parts:
        return ""  # samples of mails, whose own bytes are no text
    return {"htm": "html", "xhtml": "html"}.get(kind, kind)


def outcomes(name: str, scanned: Scanned) -> list[str]:
    """Tell how every item and member of a folder ended."""
    total = Counter(str(row["outcome"]) for row in scanned.rows)
    rows = [
        f"### {name}: {len(scanned.rows)} items and members in {scanned.seconds:.0f} s, {len(scanned.silent)} without an outcome\n",
        ", ".join(f"{count} {outcome}" for outcome, count in total.most_common()) + ". Peak memory: "
        + ", ".join(f"{role} {peak >> 20} MiB" for role, peak in scanned.peaks.items()) + ".\n",
        "| kind | items | read to the end | else |",
        "| --- | ---: | ---: | --- |",
    ]  # fmt: skip
    for kind, counts in sorted(scanned.by_kind.items(), key=lambda item: -item[1].total()):
        rest = ", ".join(f"{outcome} {count}" for outcome, count in counts.most_common() if outcome != "scanned")
        rows.append(f"| {kind} | {counts.total()} | {counts['scanned']} | {rest} |")
    return [*rows, ""]


class Compared:
    """The words of one kind of file."""

    def __init__(self, kind: str, files: list[Path], misses: int) -> None:
        self.tools = {"pii-scan": ours, **PEERS[kind]}
        self.kind, self.files = kind, files
        self.read: Counter[str] = Counter()
        self.in_common: Counter[str] = Counter()
        self.reference = 0
        self.pairs: dict[str, Counter[str]] = defaultdict(Counter)
        with tempfile.TemporaryDirectory() as folder:
            if kind in OFFICE_KINDS:
                self.tools["LibreOffice"] = converted(files, Path(folder))
            for path in files:
                self._look(path, misses)

    def _look(self, path: Path, misses: int) -> None:
        seen = {name: found for name, tool in self.tools.items() if (found := asked(tool, path)) is not None}
        for name, found in seen.items():
            self.read[name] += bool(found)
        mine = seen.get("pii-scan", set())
        counts = Counter(word for found in seen.values() for word in found)
        shared = {word for word, count in counts.items() if count >= 2}
        self.reference += len(shared)
        for name, found in seen.items():
            self.in_common[name] += len(found & shared)
            if name != "pii-scan":
                self.pairs[name].update(theirs=len(found), both=len(found & mine), ours=len(mine))
        missed = sorted(set().union(*seen.values()) - mine)
        if misses and missed:
            print(f"{self.kind}\t{path}\t{len(missed)} of {len(counts)}: {' '.join(missed[:misses])}", flush=True)

    def rows(self) -> list[str]:
        """Give the table's rows: ours first."""
        share = self.in_common["pii-scan"] / self.reference if self.reference else 1
        rows = [f"| {self.kind} | pii-scan | {len(self.files)} | {self.read['pii-scan']} | {share:.2%} | | |"]
        for name, pair in self.pairs.items():
            share = self.in_common[name] / self.reference if self.reference else 1
            of_theirs = pair["both"] / pair["theirs"] if pair["theirs"] else 1
            of_ours = pair["both"] / pair["ours"] if pair["ours"] else 1
            rows.append(f"| | {name} | | {self.read[name]} | {share:.2%} | {of_theirs:.2%} | {of_ours:.2%} |")
        return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--only", default="", help="kinds to compare, with commas between; nothing else is measured")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    today = dt.datetime.now(tz=dt.UTC).date()
    told = [
        f"# {today}: {os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, real files beside other readers\n",
        "`python bench/formats/peers.py --corpora DIR --write`; DIR holds "
        + ", ".join(name for name in FOLDERS if (options.corpora / name).is_dir()) + ". Without text recognition; others used the machine at the same time.\n",
    ]  # fmt: skip
    if not options.only:
        with tempfile.TemporaryDirectory() as work:
            for name in FOLDERS:
                if (options.corpora / name).is_dir():
                    told += outcomes(name, scan(options.corpora / name, Path(work) / name, workers=2))
        told += ["## Speed, whole processes on one core\n", *speeds(), ""]
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(path for name in FOLDERS for path in (options.corpora / name).rglob("*") if path.is_file()):
        files[kind_of(path)].append(path)
    found = {name for peers in PEERS.values() for name in peers} | ({"LibreOffice"} if OFFICE_KINDS else set())
    missing = [name for name in WANTED if name not in found]
    told += [
        "## Words beside those of other readers\n",
        "Of each file the different words of two letters or more. *In common*: the share of the words that at least two",
        "tools (we among them) see. *Of its words we see*: all of its words, noise among them. Embedded files count for us only.",
        f"Not installed: {', '.join(missing) or 'none'}.\n",
        "| kind | tool | files | with words | in common | of its words we see | of our words it sees |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for kind in PEERS:
        if files[kind] and (not options.only or kind in options.only.split(",")):
            told += Compared(kind, files[kind], options.misses).rows()
    print("\n".join(told))
    if options.write:
        (ROOT / "bench" / "results" / f"formats-{today}.md").write_text("\n".join(told) + "\n", "utf-8")


if __name__ == "__main__":
    main()
