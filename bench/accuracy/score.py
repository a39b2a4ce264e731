"""Precision, recall and F1 by entity and language, with their 95 % intervals.

A mention is met by a finding of its entity that covers the same characters, or that overlaps it and has the same
normal form. Names and addresses are met from 60 % of common words on. A decoy is reported when a finding of the entity
that it is not overlaps it. Precision counts findings, recall counts mentions; F1 is that of J = TP / (TP + FP + FN),
F1 = 2J / (1 + J), and its interval is J's carried over: the relation only rises, so the interval keeps its level.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from accuracy.samples import Decoy, Mention, Sample
from accuracy.systems import Found

FUZZY = frozenset({"PERSON", "ADDRESS"})
COMMON_WORDS = 0.6
Z = 1.959964
ALL = "all"


class Ratio(NamedTuple):
    """A share of a count, with the bounds of its 95 % interval; NaN where there was nothing to count."""

    value: float
    low: float
    high: float


def wilson(hits: int, total: int) -> Ratio:
    """Give the share and its Wilson interval."""
    if not total:
        return Ratio(math.nan, math.nan, math.nan)
    share = hits / total
    base = 1 + Z * Z / total
    middle = (share + Z * Z / (2 * total)) / base
    half = Z / base * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    return Ratio(share, max(0.0, middle - half), min(1.0, middle + half))


@dataclass(slots=True)
class Tally:
    """Counts of one entity in one language."""

    expected: int = 0
    met: int = 0
    found: int = 0
    right: int = 0
    decoys: int = 0
    reported: int = 0

    def __iadd__(self, other: Tally) -> Tally:  # noqa: PYI034  no subclass
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        return self

    @property
    def precision(self) -> Ratio:
        """Give the share of findings that meet a mention."""
        return wilson(self.right, self.found)

    @property
    def recall(self) -> Ratio:
        """Give the share of mentions that are met."""
        return wilson(self.met, self.expected)

    @property
    def f1(self) -> Ratio:
        """Give 2 TP / (2 TP + FP + FN), where a mention met twice counts once."""
        share = wilson(self.met, self.expected + self.found - self.right)
        return Ratio(*(2 * j / (1 + j) for j in share))


def words(text: str) -> set[str]:
    """Give the words of a name or address, without case and accents."""
    plain = unicodedata.normalize("NFKD", text.replace("\N{LATIN SMALL LETTER DOTLESS I}", "i").replace("ß", "ss"))
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return {word for word in re.split(r"[^0-9a-z]+", bare) if word}


def alike(one: str, other: str) -> bool:
    """Tell whether most words of the longer side stand in the shorter."""
    first, second = words(one), words(other)
    return bool(first and second) and len(first & second) / max(len(first), len(second)) >= COMMON_WORDS


def overlaps(one: Mention | Decoy, found: Found) -> bool:
    """Tell whether they have a character in common."""
    return one.start < found.end and found.start < one.end


def meets(mention: Mention, found: Found) -> bool:
    """Tell whether a finding says what stands there."""
    if mention.entity != found.entity or not overlaps(mention, found):
        return False
    if mention.entity in FUZZY:
        return alike(mention.text, found.text)
    same = (mention.start, mention.end) == (found.start, found.end)
    return same or mention.value.casefold() == found.value.casefold()


def of_sample(sample: Sample, found: Sequence[Found], entities: Collection[str] | None) -> dict[str, Tally]:
    """Count one sample, for these entities or all."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    counted = [f for f in found if entities is None or f.entity in entities]
    right: set[int] = set()
    for mention in sample.mentions:
        if entities is None or mention.entity in entities:
            hits = {number for number, one in enumerate(counted) if meets(mention, one)}
            right |= hits
            tallies[mention.entity].expected += 1
            tallies[mention.entity].met += bool(hits)
    for number, one in enumerate(counted):
        tallies[one.entity].found += 1
        tallies[one.entity].right += number in right
    for decoy in sample.decoys:
        if entities is None or decoy.not_entity in entities:
            tallies[decoy.not_entity].decoys += 1
            tallies[decoy.not_entity].reported += any(
                one.entity == decoy.not_entity and number not in right and overlaps(decoy, one)
                for number, one in enumerate(counted)
            )
    return tallies


Tallies = dict[tuple[str, str], Tally]
"""By entity and language; `ALL` stands for the sum."""


def of_all(results: Iterable[tuple[Sample, Sequence[Found]]], entities: Collection[str] | None) -> Tallies:
    """Count all samples, by entity and language and over each."""
    total: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for sample, found in results:
        for entity, tally in of_sample(sample, found, entities).items():
            for key in ((entity, sample.language), (entity, ALL), (ALL, sample.language), (ALL, ALL)):
                total[key] += tally
    return dict(total)


def category_f1(expected: Sequence[Collection[str]], got: Sequence[Collection[str]]) -> tuple[dict[str, Tally], float]:
    """Count the categories of samples; give the tallies and the mean of F1 over the categories met on either side."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for wanted, given in zip(expected, got, strict=True):
        for name in {*wanted, *given}:
            both = name in wanted and name in given
            tallies[name] += Tally(name in wanted, both, name in given, both)
    scores = [tally.f1.value for tally in tallies.values()]
    return dict(tallies), sum(scores) / len(scores) if scores else math.nan
