"""Parts of a name that stand alone elsewhere in the same text: `Evy Notteboom` and, further on, `Notteboom` or `Evy`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from recognizers.name_runs import LETTER
from recognizers.name_words import Kind, folded, is_of_organization, is_role, kind_of

_TOKENS = re.compile(rf"[{LETTER}]+(?:['’\-][{LETTER}]+)*")
_ARTICLES = re.compile(r"(?:d[eai][rsnm]|die|das|het|les|la)[ ]")
_MOST_TIMES = 15
"""What stands alone more often than that is rather a word: `Ester`."""
_MOST_NAMES = 60
"""In a text of more names than this a part says too little."""


def recalled(text: str, names: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Give where a given or family name stands alone that belongs to one of the names found in the text."""
    found = sorted(names)
    if not found or len(found) > _MOST_NAMES:
        return
    parts = {part for start, end in found for part in _parts(text[start:end])}
    if not parts:
        return
    longest = sorted(parts, key=lambda part: (-len(part), part))
    alone = re.compile(rf"(?<![{LETTER}0-9_@.'’\-/])(?:{'|'.join(map(re.escape, longest))})(?![{LETTER}0-9_@'’\-/]|\.[{LETTER}0-9])")
    last = 0
    matches = list(alone.finditer(text))
    times = Counter(match.group() for match in matches)
    for match in matches:
        if times[match.group()] > _MOST_TIMES:
            continue
        while last < len(found) and found[last][1] <= match.start():
            last += 1
        if (last == len(found) or match.end() <= found[last][0]) and not _is_beside_name(text, *match.span()):
            yield match.span()


def _parts(name: str) -> Iterator[str]:
    """Give the given names and the family name with its particles, as far as they are no ordinary words."""
    words = _TOKENS.findall(name)
    given = [word for word in words if kind_of(word) is Kind.GIVEN]
    yield from (word for word in given if len(word) > 2)
    others = [word for word in words if kind_of(word) is not Kind.GIVEN]
    family = name
    for word in given:
        family = family.replace(word, " ", 1)
    family = " ".join(family.replace(",", " ").split())
    cores = [word for word in others if kind_of(word) is not Kind.PARTICLE]
    if given and len(cores) == 1 and _is_own(cores[0]) and family in name and not _ARTICLES.match(family):
        yield family


def _is_own(word: str) -> bool:
    return len(word) > 3 and word[0].isupper() and kind_of(word) is Kind.OTHER and not is_of_organization(word) and not is_role(folded(word))


_CAPITAL_BESIDE = re.compile(r"[ ]([^\W\d_][^\W\d_]*)")


def _is_beside_name(text: str, start: int, end: int) -> bool:
    """Tell whether a capitalized word stands right behind, or before: then it is a part of something else."""
    behind = _CAPITAL_BESIDE.match(text, end)
    if behind and behind[1][0].isupper() and not is_of_organization(behind[1]):
        return True
    before = re.search(r"([^\W\d_]+)[ ]$", text[max(0, start - 30) : start])
    return bool(before and before[1][0].isupper() and kind_of(before[1]) is not Kind.INITIAL and not is_role(before[1]) and not is_of_organization(before[1]))

