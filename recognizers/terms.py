"""Many terms found at once: case and accents folded, whole words, long compounds also inside words.

Text is folded to one byte a character, so that an offset in the bytes is an offset in the text. Hyperscan finds
all terms in one pass; where it cannot be imported, an Aho-Corasick automaton does.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")

COMPOUND_LETTERS = 7
"""From so many letters on a term that may stand in a compound is found inside words."""

_FOLDING = "pii-scan-fold"
_SPECIAL = {
    "œ": "o",
    "Œ": "o",
    "’": "'",
    "‘": "'",
    "´": "'",
    "ß": "s",
    "æ": "a",
    "Æ": "a",
    "ø": "o",
    "Ø": "o",
    "°": ".",
    "º": ".",
}
_AS_SPACE = "_-\t\r\n\x0b\x0c\u00a0\u00ad"


def _fold_char(char: str) -> int:
    if char in _AS_SPACE:
        return 0x20
    if char in _SPECIAL:
        return ord(_SPECIAL[char])
    plain = unicodedata.normalize("NFKD", char)[0].lower()
    if plain.isascii():
        return 0x20 if plain in _AS_SPACE else ord(plain)
    return ord("z") if char.isalnum() else 0x20


_LATIN = bytes(_fold_char(chr(code)) for code in range(256))
_OTHER: dict[str, int] = {}


def _fold_others(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    run = error.object[error.start : error.end]
    for char in run:
        if char not in _OTHER:
            _OTHER[char] = _fold_char(char)
    return bytes(_OTHER[char] for char in run), error.end


codecs.register_error(_FOLDING, _fold_others)


def fold(text: str) -> bytes:
    """Give `text` in lower case without diacritics, one byte for one character; hyphens and blanks become spaces."""
    return text.encode("latin-1", _FOLDING).translate(_LATIN)


def plain_letters(text: str) -> str:
    """Give `text` without diacritics, in its own case."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


class TermMatcher(Generic[T]):
    """Finds terms in text, each with its payload.

    Terms meet text after `fold`, so `N° national` is met in `n°_national`. A term matches between word borders;
    one of `compounds` with enough `letters` also inside a word (`bankrekeningnummer`). Not thread-safe.
    """

    def __init__(
        self, terms: Mapping[str, T], *, compounds: Collection[str] = (), letters: int = COMPOUND_LETTERS
    ) -> None:
        self._payloads: dict[bytes, list[T]] = defaultdict(list)
        inside: set[bytes] = set()
        for term, payload in terms.items():
            folded = fold(term).strip(b" .:")
            if folded:
                self._payloads[folded].append(payload)
                if term in compounds and sum(char.isalpha() for char in term) >= letters:
                    inside.add(folded)
        self._terms = list(self._payloads)
        self._spans = _engine(self._terms, inside) if self._terms else _nothing

    def find(self, text: str) -> list[tuple[int, int, T]]:
        """Give (start, end, payload) in order of start; a hit inside a longer one is left out."""
        found = self._spans(fold(text))
        if not found:
            return []
        found.sort(key=lambda hit: (hit[0], -hit[1]))
        kept: list[tuple[int, int, T]] = []
        last = (-1, -1)
        for start, end, number in found:
            if end > last[1] or (start, end) == last:
                last = (start, end)
                kept.extend((start, end, payload) for payload in self._payloads[self._terms[number]])
        return kept


Spans = Callable[[bytes], list[tuple[int, int, int]]]


def _nothing(_: bytes) -> list[tuple[int, int, int]]:
    return []


def _engine(terms: list[bytes], inside: Collection[bytes]) -> Spans:
    try:
        return _hyperscan(terms, inside)
    except ImportError:
        return _aho_corasick(terms, inside)


_WORD = tuple(chr(byte) in "0123456789abcdefghijklmnopqrstuvwxyz" for byte in range(256))


def _bordered(data: bytes, start: int, end: int) -> bool:
    """Tell whether neither end of a span lies inside a word."""
    if start and _WORD[data[start]] and _WORD[data[start - 1]]:
        return False
    return end == len(data) or not (_WORD[data[end]] and _WORD[data[end - 1]])


def _hyperscan(terms: list[bytes], inside: Collection[bytes]) -> Spans:
    import hyperscan  # noqa: PLC0415  only where there is a wheel

    database = hyperscan.Database()
    database.compile(expressions=terms, ids=list(range(len(terms))), elements=len(terms), flags=0, literal=True)
    lengths = [len(term) for term in terms]
    free = [term in inside for term in terms]

    def spans(data: bytes) -> list[tuple[int, int, int]]:
        hits: list[tuple[int, int, int]] = []

        def on_match(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            start = end - lengths[number]
            if free[number] or _bordered(data, start, end):
                hits.append((start, end, number))

        database.scan(data, on_match)
        return hits

    return spans


def _aho_corasick(terms: list[bytes], inside: Collection[bytes]) -> Spans:
    import ahocorasick_rs  # noqa: PLC0415  only where Hyperscan is missing

    automaton = ahocorasick_rs.BytesAhoCorasick(terms)
    free = [term in inside for term in terms]

    def spans(data: bytes) -> list[tuple[int, int, int]]:
        found: Iterable[tuple[int, int, int]] = automaton.find_matches_as_indexes(data, overlapping=True)
        return [(start, end, number) for number, start, end in found if free[number] or _bordered(data, start, end)]

    return spans
