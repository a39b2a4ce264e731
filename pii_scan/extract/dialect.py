"""How a delimited file is written: delimiter, quotes, escapes."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass

import clevercsv

_DELIMITERS = ";\t,|"
_NO_DELIMITER = "\x1f"
_SAMPLE_CHARS = 1 << 16
_SLOW_SAMPLE_CHARS = 1 << 13
_SAMPLE_LINES = 200
_SEP_LINE = re.compile(r"\s*sep=(.)\s*\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """The marks of one delimited file. `escape` is a mark before a quote that is data; None where quotes double."""

    delimiter: str
    quote: str = '"'
    escape: str | None = None

    def rows(self, lines: list[str], *, strict: bool = False) -> list[list[str]]:
        """Parse lines by the csv module; `strict` refuses text behind a closing quote."""
        return list(
            csv.reader(
                lines,
                delimiter=self.delimiter,
                quotechar=self.quote,
                escapechar=self.escape,
                doublequote=self.escape is None,
                strict=strict,
            )
        )


def find_dialect(text: str, suffix: str) -> Dialect:
    """Find the marks from the first 64 KB.

    A delimiter that gives nearly all lines the same number of cells wins; where none does, clevercsv is asked, and its
    answer taken only if it splits most lines. What no delimiter splits is a table of one column.
    """
    text = text[:_SAMPLE_CHARS]
    said = _SEP_LINE.match(text)
    quote, escape = _quoting(text)
    if said:
        return Dialect(said[1], quote, escape)
    lines = text.splitlines(keepends=True)[:_SAMPLE_LINES]
    if len(lines) > 1 and len(text) == _SAMPLE_CHARS:
        del lines[-1]
    found = _by_width(lines, quote, escape, "\t" if suffix in (".tsv", ".tab") else "")
    return found or _by_clevercsv(text[:_SLOW_SAMPLE_CHARS], lines) or Dialect(_NO_DELIMITER, quote, escape)


def _quoting(text: str) -> tuple[str, str | None]:
    double = len(re.findall(r'(?:^|[;,\t|])"', text, re.MULTILINE))
    single = len(re.findall(r"(?:^|[;,\t|])'[^'\n]*'(?=$|[;,\t|\r])", text, re.MULTILINE))
    quote = "'" if single > 2 * double and single > 4 else '"'
    escaped = f"\\{quote}" in text and f"{quote}{quote}" not in text.replace(f"{quote}{quote}{quote}", "")
    return quote, "\\" if escaped and double + single else None


def _by_width(lines: list[str], quote: str, escape: str | None, likely: str) -> Dialect | None:
    best: tuple[float, Dialect] | None = None
    for delimiter in likely + _DELIMITERS.replace(likely or "\0", ""):
        dialect = Dialect(delimiter, quote, escape)
        share = _agreement(dialect, lines)
        if share >= 0.7 and (best is None or share > best[0] + 0.05):
            best = share, dialect
    return best[1] if best else None


def _agreement(dialect: Dialect, lines: list[str]) -> float:
    """Give the share of lines that have the most frequent number of cells, 0 where that is one cell."""
    try:
        widths = Counter(len(row) for row in dialect.rows(lines) if row)
    except csv.Error:
        return 0.0
    widths_of_tables = [(count, width) for width, count in widths.items() if width > 1]
    return max(widths_of_tables)[0] / widths.total() if widths_of_tables else 0.0


def _by_clevercsv(sample: str, lines: list[str]) -> Dialect | None:
    try:
        found = clevercsv.Sniffer().sniff(sample, delimiters=_DELIMITERS)
    except (clevercsv.exceptions.NoDetectionResult, clevercsv.exceptions.Error):
        return None
    if found is None or not found.delimiter:
        return None
    quote = found.quotechar if found.quotechar in ('"', "'") else '"'
    dialect = Dialect(found.delimiter, quote)
    split = sum(found.delimiter in line for line in lines)
    return dialect if split >= 0.7 * len(lines) else None
