"""MT940, SWIFT's account statements: fields by tag, and what `:86:` tells of a movement under labels.

The text of `:86:` goes on over lines that are cut anywhere. Banks part it by code words (`/NAME/…/IBAN/…/`) or by
numbers (`?32…`); what they do not part stays one text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from pii_scan.core.types import Content, Segment
from pii_scan.extract.encoding import detect
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.lines import text_lines
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_FULL_LINE = 60
_MOST_LINES = 50
_TAG = re.compile(r":(\d\d[A-Z]?):")
_LABELS = {
    "20": "Reference",
    "25": "Account number",
    "28C": "Statement number",
    "61": "Movement",
    "86": "Communication",
}
_WORD = re.compile(r"/([A-Z]{2,8})/")
_WORD_LABELS = {
    "NAME": "Account holder",
    "BENM": "Account holder",
    "ORDP": "Account holder",
    "ULTC": "Account holder",
    "ULTD": "Account holder",
    "ADDR": "Address",
    "IBAN": "IBAN",
    "ACCT": "Account number",
    "BIC": "BIC",
    "REMI": "Communication",
}
_FIELD = re.compile(r"[?>](\d\d)")
_FIELD_LABELS = {
    **{str(number): "Communication" for number in (*range(20, 30), *range(60, 64))},
    "30": "BIC",
    "31": "Account number",
    "32": "Account holder",
    "33": "Account holder",
    "38": "IBAN",
}
_STARTS_BY_FIELD = re.compile(r"\d{3}[?>]\d\d")


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the statements, an empty line between movements."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    statement = _Statement()
    for number, line in enumerate(text_lines(content.stream, encoding), 1):
        statement.add(line.rstrip("\r\n"), number)
        if statement.leaves.is_full:
            yield from statement.leaves.rest()
    statement.close()
    yield from statement.leaves.rest()


class _Statement:
    def __init__(self) -> None:
        self.leaves = Leaves()
        self._tag = ""
        self._lines: list[tuple[str, int]] = []

    def add(self, line: str, number: int) -> None:
        """Take one line."""
        found = _TAG.match(line)
        if found is not None:
            self.close()
            self._tag = found[1]
            self._lines.append((line[found.end() :], number))
        elif self._tag == "86" and not line.startswith("-") and len(self._lines) < _MOST_LINES:
            self._lines.append((line, number))
        else:
            self.close()
            self.leaves.add(line + "\n", number, "")

    def close(self) -> None:
        """Tell the field that came together."""
        tag, lines = self._tag, self._lines
        self._tag, self._lines = "", []
        if not lines:
            return
        if tag in ("20", "61"):
            self.leaves.add("\n", lines[0][1], "")
        if tag == "86":
            _Narrative(self.leaves, lines).tell()
            return
        label = _LABELS.get(tag, tag)
        self.leaves.add(f"{label}: {lines[0][0]}\n", lines[0][1], "")


class _Narrative:
    """The text of one `:86:`, with the line of each of its characters."""

    def __init__(self, leaves: Leaves, lines: list[tuple[str, int]]) -> None:
        self._leaves = leaves
        self._starts: list[int] = []
        self._numbers = [number for _, number in lines]
        text = ""
        for line, _ in lines:
            if text and not self._goes_on(text, line):
                text += " "
            self._starts.append(len(text))
            text += line
        self._text = text

    def _goes_on(self, text: str, line: str) -> bool:
        """Tell whether a line goes on in the middle of a word: the one before is full, or a mark begins it."""
        return len(text) - self._starts[-1] >= _FULL_LINE or line.startswith(("/", "?", ">"))

    def tell(self) -> None:
        """Tell each part under its label; numbered parts of one label that follow each other are one text."""
        text = self._text
        is_numbered = _STARTS_BY_FIELD.match(text) is not None
        pattern, labels = (_FIELD, _FIELD_LABELS) if is_numbered else (_WORD, _WORD_LABELS)
        marks = list(pattern.finditer(text))
        ends = [*(mark.start() for mark in marks), len(text)]
        self._tell("Communication", [(0, ends[0])])
        parts = [(labels.get(mark[1], mark[1]), mark.end(), end) for mark, end in zip(marks, ends[1:], strict=True)]
        for (label, _), same in groupby(parts, key=lambda part: (part[0], is_numbered or part[1])):
            self._tell(label, [(start, end) for _, start, end in same])

    def _tell(self, label: str, spans: list[tuple[int, int]]) -> None:
        """Tell one text that may stand in several places."""
        if not "".join(self._text[start:end] for start, end in spans).strip(" /"):
            return
        before = f"{label}: "
        for start, end in spans:
            value = self._text[start:end].strip(" /") if len(spans) == 1 else self._text[start:end]
            if before or value:
                self._leaves.add(before + value, self._line_at(start), "")
            before = ""
        self._leaves.add("\n", self._line_at(spans[-1][1] - 1), "")

    def _line_at(self, offset: int) -> int:
        return self._numbers[max(0, bisect_right(self._starts, offset) - 1)]
