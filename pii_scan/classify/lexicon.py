"""The words of each category, in four languages, and how much each of them proves.

A lexicon is a tab-separated table: category letter, strength, then one column a language with variants separated
by `|`. Strengths: `S` strong, in running words too; `W` weak, two different ones are needed; `A` ambiguous, only as a
header or a label; `H` only as a header; `-` not used. A Dutch or German word of seven letters or more also counts inside
a longer word, unless a `!` after it keeps it whole; `=` after a word asks for its accents. A later line for the same word replaces an earlier one, so an
operator corrects the lexicon without touching it.
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
    return tuple(term for term in terms.values() if term.strength != "-")


def _terms(path: Path, letters: dict[str, str]) -> Iterator[Term]:
    for number, row in _rows(path):
        if number == 1:
            if tuple(row) != COLUMNS:
                raise ConfigError(f"{path}, line 1: columns must be {', '.join(COLUMNS)}")
            continue
        if not row or row[0].startswith("#"):
            continue
        if len(row) < 3 or len(row) > len(COLUMNS):
            raise ConfigError(f"{path}, line {number}: {len(row)} columns instead of {len(COLUMNS)}")
        letter, strength, *cells = row
        if letter not in letters:
            raise ConfigError(f"{path}, line {number}: no category of the declaration has the letter {letter!r}")
        if strength not in STRENGTHS:
            raise ConfigError(f"{path}, line {number}: strength must be one of {' '.join(STRENGTHS)}")
        for language, cell in zip(COLUMNS[2:], cells, strict=False):
            for text in filter(None, (word.strip() for word in cell.split("|"))):
                compound = language in _COMPOUNDING and text.isalpha() and len(text) >= _COMPOUND_LETTERS
                plain = text.rstrip("!=").casefold()
                yield Term(plain, letters[letter], strength, compound, accents=text.endswith("="))


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 1)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {type(error).__name__}") from error
