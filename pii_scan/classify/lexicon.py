"""The words of each category, in four languages, and how much each of them proves.

A lexicon is a tab-separated table: category letter, strength, then one column a language with variants separated by
`|`. Strengths: `S` strong, in running words too; `W` weak, two different ones are needed; `A` ambiguous, only as a
header or a label; `H` only as a header; `-` proves nothing and hides the words inside it. A Dutch or German word of
seven letters or more also counts inside a longer word, unless a `!` after it keeps it whole; a `=` after a word asks
for its accents. A later line for the same word replaces an earlier one, so an operator corrects the lexicon without
touching it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pii_scan.core.errors import ConfigError
from pii_scan.core.names import fold

STRENGTHS = ("S", "W", "A", "H", "-")
COLUMNS = ("category", "strength", "fr", "nl", "de", "en")
_COMPOUNDING = frozenset({"nl", "de"})
_COMPOUND_LETTERS = 7


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase.

    `compound` says that it also counts inside a longer word (Dutch and German), `accents` that it counts only with its
    accents (`marié`, or every Marie would be married).
    """

    text: str
    category: str
    strength: str
    compound: bool = False
    accents: bool = False


def load_lexicon(paths: Iterable[Path], letters: dict[str, str]) -> tuple[Term, ...]:
    """Read lexicons in order; `letters` gives the category id of each letter.

    Raises:
        ConfigError: naming the file and the line that is wrong.
    """
    terms: dict[str, Term] = {}
    for path in paths:
        for term in _terms(path, letters):
            key = fold(term.text)
            before = terms.get(key)
            same = before is not None and (before.category, before.strength) == (term.category, term.strength)
            terms[key] = replace(term, compound=term.compound or (same and before is not None and before.compound))
    return tuple(terms.values())


def _terms(path: Path, letters: dict[str, str]) -> Iterator[Term]:
    for number, row in _rows(path):
        if number == 1:
            if tuple(row) != COLUMNS:
                raise ConfigError(f"{path}, line 1: columns must be {', '.join(COLUMNS)}")
        elif row and not row[0].startswith("#"):
            if wrong := _complaint(row, letters):
                raise ConfigError(f"{path}, line {number}: {wrong}")
            yield from _row_terms(row, letters[row[0]])


def _complaint(row: list[str], letters: dict[str, str]) -> str:
    if not 2 < len(row) <= len(COLUMNS):
        return f"{len(row)} columns instead of {len(COLUMNS)}"
    if row[0] not in letters:
        return f"no category of the declaration has the letter {row[0]!r}"
    return "" if row[1] in STRENGTHS else f"strength must be one of {' '.join(STRENGTHS)}"


def _row_terms(row: list[str], category: str) -> Iterator[Term]:
    for language, cell in zip(COLUMNS[2:], row[2:], strict=False):
        for text in filter(None, (word.strip() for word in cell.split("|"))):
            compound = language in _COMPOUNDING and text.isalpha() and len(text) >= _COMPOUND_LETTERS
            yield Term(text.rstrip("!=").casefold(), category, row[1], compound, accents=text.endswith("="))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 1)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {type(error).__name__}") from error
