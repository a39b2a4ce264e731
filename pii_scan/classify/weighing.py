"""Which of the terms met in a text reach a person, cover others, and support each other."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pii_scan.classify.lexicon import Term

PROSE_REACH = 1500
"""So far from a person a word of prose still speaks of him, and of another word."""
LABEL_REACH = 3000
_MARGIN = 100
_ANSWERS = re.compile(r"[ \u00a0]{0,3}(?:[:=|]|\t|[ \u00a0]{3})[ \t\u00a0]*")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hit:
    """A term met in a text; `other` is the place of a cue's object."""

    start: int
    end: int
    term: Term
    other: Span | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term with the ground or the reason found so far."""

    hit: Hit
    basis: str | None
    reason: str | None = None

    @property
    def is_weak(self) -> bool:
        """Tell whether it needs support."""
        return self.basis == "prose" and self.hit.term.strength == "W"


def windows(text: str, people: Sequence[Span]) -> Iterator[Span]:
    """Give the stretches within reach of a person, merged; words at their borders are whole."""
    reach = LABEL_REACH + _MARGIN
    first = last = -1
    for start, end in people:
        begin, stop = _word_border(text, max(0, start - reach)), min(len(text), end + reach)
        if first < 0:
            first = begin
        elif begin > last:
            yield first, last
            first = begin
        last = max(last, stop)
    yield first, last


def _word_border(text: str, at: int) -> int:
    while 0 < at < len(text) and text[at - 1].isalnum():
        at += 1
    return at


def longest(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Give the hits that no longer one covers, in order."""
    end = -1
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.end > end:
            yield hit
            end = hit.end


def distance(people: Sequence[Span], hit: Hit) -> int:
    """Give the characters between a term and the nearest person; below 0 where it is part of a name or address."""
    at = bisect_left(people, (hit.start, hit.end))
    after = people[at][0] - hit.end if at < len(people) else None
    before = hit.start - people[at - 1][1] if at else None
    return min(gap for gap in (after, before) if gap is not None)


def supported(text: str, candidates: Sequence[Candidate], told: Collection[str]) -> Iterator[Candidate]:
    """Give all in order; a weak term by itself counts no more.

    What supports it is another, different term of its category within reach, or the label that it answers, if
    the label is one of the categories `told` by words: a name is no word.
    """
    by_category: dict[str, list[Candidate]] = {}
    for one in candidates:
        if one.basis is not None:
            by_category.setdefault(one.hit.term.category, []).append(one)
    places = dict.fromkeys(by_category, -1)
    before: Candidate | None = None
    for one in candidates:
        category = one.hit.term.category
        if one.basis is not None:
            places[category] += 1
        if (
            one.is_weak
            and not _answers(text, before, one, told)
            and not _has_support(by_category[category], places[category])
        ):
            yield Candidate(one.hit, None, "weak")
        else:
            yield one
        before = one


def _answers(text: str, before: Candidate | None, one: Candidate, told: Collection[str]) -> bool:
    """Tell whether a term is the value of the label right before it (`Familienstand: geschieden`)."""
    return (
        before is not None
        and before.basis == "label"
        and before.hit.term.category in told
        and _ANSWERS.fullmatch(text, before.hit.end, one.hit.start) is not None
    )


def _has_support(neighbors: Sequence[Candidate], at: int) -> bool:
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(neighbors) and abs(neighbors[other].hit.start - neighbors[at].hit.start) <= PROSE_REACH:
            if neighbors[other].hit.term.text != neighbors[at].hit.term.text:
                return True
            other += step
    return False


def once_in_reach(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Give all in order; a term that counted shortly before counts no more."""
    last: dict[tuple[str, str], int] = {}
    for one in candidates:
        key = one.hit.term.category, one.hit.term.text
        before = last.get(key)
        if one.basis is None:
            yield one
        elif before is None or one.hit.start - before > PROSE_REACH:
            last[key] = one.hit.start
            yield one
        else:
            yield Candidate(one.hit, None, "again")
