"""Runs of capitalized words, the only places where a whole name can stand: found in one cheap pass."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from recognizers.name_words import Kind, is_family, is_role, kind_of


def _upper_class() -> str:
    """Give every capital letter of the Latin, Greek and Cyrillic scripts, for use in a character class."""
    codes = [*range(0x41, 0x530), *range(0x1E00, 0x1F00)]
    return "".join(chr(code) for code in codes if chr(code).isupper())


LETTER = r"A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u0370-\u0527\u1e00-\u1eff"
UPPER = _upper_class()
PARTICLE = (
    r"(?:[Vv]an(?:de[nr])?|[Dd]e[nrsl]?|[Dd]u|[Dd]i|[Dd]as?|[Dd]os?|[Dd]ella|[Ll]a|[Ll]es?|[Tt]en?|[Tt]er|[Tt]ot|[Vv]on"
    r"|[Zz]u[mr]?|[Ee]l|[Aa]l|[Bb]en|[Bb]in|[Ii]bn|['’][stT]|[Oo]p|[Hh]et)"
)
_END = rf"(?![{LETTER}0-9_@]|['’\-][{LETTER}0-9]|\.[a-z0-9\u00df-\u00f6]|\.[{LETTER}0-9.\-]{{1,64}}@)"
_WORD = rf"[{UPPER}](?:\.(?:-?[{UPPER}]\.)*|(?:['’][{UPPER}])?[{LETTER}]*(?:['’\-][{LETTER}]+)*){_END}"
_NEXT = rf",?[ ](?:{PARTICLE}[ ]){{0,3}}(?:[dl]['’])?{_WORD}"
_RUN = re.compile(rf"[{UPPER}](?<![{LETTER}0-9_@.\-][{UPPER}]){_WORD[len(UPPER) + 2 :]}(?:{_NEXT}){{1,40}}")
_COMPLEMENT = re.compile(r"[ ](?:de[nrs]?|du|van|von|zu[mr]?)[ ]")
_TOKEN = re.compile(r"[^ ,]+")


class Word(NamedTuple):
    """A word of a run, and where it stands in the text."""

    text: str
    start: int
    end: int
    kind: Kind


class Segment(NamedTuple):
    """Words with nothing but spaces between them, none of which ends a name."""

    words: list[Word]
    role: bool
    """A role stands right before, as a capitalized word."""
    listed: bool
    """A comma alone parts it from the segment before."""


def runs(text: str) -> Iterator[list[Segment]]:
    """Give the runs of two and more capitalized words, particles between them, parted at commas and stops."""
    for found in _RUN.finditer(text):
        segments = list(_segments(text, found.start(), found.end()))
        if segments:
            yield segments


def _segments(text: str, first: int, last: int) -> Iterator[Segment]:
    words: list[Word] = []
    role: Word | None = None
    listed = False
    for token in _TOKEN.finditer(text, first, last):
        word = _word(token, is_first=not words)
        comma = word.start > first and text[word.start - 2 : word.start - 1] == ","
        announces = (word.kind is Kind.STOP or not words or comma) and is_role(_bare(word.text))
        if comma or word.kind is Kind.STOP or announces:
            if words:
                yield _segment(text, words, role, listed=listed)
                words, role = [], None
            listed = comma
        if announces:
            role = word
        elif word.kind is Kind.STOP:
            role = None
        else:
            words.append(word)
    if words:
        yield _segment(text, words, role, listed=listed)


def _bare(text: str) -> str:
    """Give a word without its article: `L'assurée`."""
    return text[2:] if text[:2] in ("L'", "L’") and text[2:3].islower() else text


def _word(token: re.Match[str], *, is_first: bool) -> Word:
    text = token.group()
    kind = kind_of(text[2:] if text[:2] in {"d'", "l'", "d’", "l’"} else text)
    if text[:2] in ("L'", "L’") and text[2:3].islower() and not is_family(text):
        kind = Kind.STOP
    return Word(text, *token.span(), Kind.GIVEN if text == "Ben" and is_first else kind)


def _segment(text: str, words: list[Word], role: Word | None, *, listed: bool) -> Segment:
    """Make a segment; a role alone before a given name may be a family name as well: `Richter Volker`."""
    if role and len(words) == 1 and words[0].kind is Kind.GIVEN and is_family(role.text):
        return Segment([role, *words], role=False, listed=listed)
    return Segment(words, role is not None and not _COMPLEMENT.match(text, role.end), listed)
