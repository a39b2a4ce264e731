"""Parts of a name that stand alone elsewhere in the same text: `Evy Notteboom`, then `Notteboom` or `Evy`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from recognizers.name_runs import LETTER
from recognizers.name_words import Kind, is_of_organization, is_role, kind_of

_TOKENS = re.compile(rf"[{LETTER}]+(?:['’\-][{LETTER}]+)*")
_GLUED = re.compile(rf"[{LETTER}0-9_@'’/\-]")
_GLUED_BEHIND = re.compile(rf"[{LETTER}0-9_@'’/\-]|\.[{LETTER}0-9]")
_ARTICLES = re.compile(r"(?:d[eai][rsnm]|die|das|het|les|la)[ ]")
_MOST_TIMES = 15
"""What stands alone more often than that is rather a word: `Ester`."""
_MOST_NAMES = 60
"""In a text of more names than this a part says too little."""

Place = tuple[int, int]


def recalled(text: str, names: Iterable[Place]) -> Iterator[Place]:
    """Give where a given or family name stands alone that belongs to one of the names found in the text."""
    found = sorted(names)
    if not found or len(found) > _MOST_NAMES:
        return
    taken = list(found)
    for part in sorted(
        {part for start, end in found for part in _parts(text[start:end])}, key=lambda one: (-len(one), one)
    ):
        places = [place for place in _alone(text, part) if not _meets(taken, place)]
        if len(places) <= _MOST_TIMES:
            yield from places
            taken = sorted([*taken, *places]) if places else taken


def _alone(text: str, part: str) -> Iterator[Place]:
    at = text.find(part)
    while at >= 0:
        end = at + len(part)
        glued = (at and (_GLUED.match(text, at - 1) or text[at - 1] == ".")) or _GLUED_BEHIND.match(text, end)
        if not glued and not _is_beside_name(text, at, end):
            yield at, end
        at = text.find(part, end)


def _meets(taken: list[Place], place: Place) -> bool:
    at = bisect_left(taken, (place[1], 0))
    return at > 0 and taken[at - 1][1] > place[0]


def _parts(name: str) -> Iterator[str]:
    """Give the given names and the family name with its particles, as far as they are no ordinary words."""
    words = _TOKENS.findall(name)
    given = [word for word in words if kind_of(word) is Kind.GIVEN]
    yield from (word for word in given if len(word) > 2)
    family = name
    for word in given:
        family = family.replace(word, " ", 1)
    family = " ".join(family.replace(",", " ").split())
    cores = [word for word in words if kind_of(word) not in (Kind.GIVEN, Kind.PARTICLE)]
    if given and len(cores) == 1 and _is_own(cores[0]) and family in name and not _ARTICLES.match(family):
        yield family


def _is_own(word: str) -> bool:
    if len(word) < 4 or not word[0].isupper() or kind_of(word) is not Kind.OTHER:
        return False
    return not is_of_organization(word) and not is_role(word)


_CAPITAL_BEHIND = re.compile(r"[ ]([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ ]$")


def _is_beside_name(text: str, start: int, end: int) -> bool:
    """Tell whether a capitalized word stands beside it: then it is a part of something else."""
    behind = _CAPITAL_BEHIND.match(text, end)
    before = _WORD_BEFORE.search(text[max(0, start - 30) : start])
    return any(
        word and word[1][0].isupper() and not is_of_organization(word[1]) and not (word is before and is_role(word[1]))
        for word in (behind, before)
    )
