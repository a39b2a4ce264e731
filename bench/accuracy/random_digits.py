"""False findings among random numbers: how often chance alone looks like an identifier.

Every number is drawn uniformly from all numbers of its length, leading zeros included. Bare numbers stand on lines of
their own, an empty line between; the others stand in a sentence that names nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from accuracy.score import Ratio, wilson
from accuracy.systems import REPORTED_SCORE
from pii_scan.core.types import Text
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.settings.settings import Settings

LENGTHS = (10, 11, 12, 16)
HIGH_SCORE = 0.85
SENTENCES = {
    "bare": "{}\n\n",
    "fr": "Le relevé indique {} pour la période écoulée.\n\n",
    "nl": "Het overzicht vermeldt {} voor de voorbije periode.\n\n",
    "de": "Die Übersicht zeigt {} für den vergangenen Zeitraum.\n\n",
    "en": "The overview shows {} for the past period.\n\n",
}
CHANCE = {
    10: (frozenset({"BE_ENTERPRISE_NUMBER"}), "enterprise number: first digit 0 or 1, check digits", 2_080),
    11: (frozenset({"BE_NATIONAL_REGISTER_NUMBER"}), "national register number by the strict rule", 1_600),
    12: (
        frozenset({"BE_EID_CARD_NUMBER", "BE_STRUCTURED_COMMUNICATION", "BE_LEGACY_ACCOUNT_NUMBER"}),
        "check digits modulo 97: eID card, structured communication, account",
        9_800,
    ),
    16: (frozenset({"CREDIT_CARD"}), "card: Luhn", 100_000),
}
"""Per length: entities, and how many of a million numbers pass their rule by chance."""
BLOCK = 5_000


@dataclass(frozen=True, slots=True)
class Chance:
    """False findings of one entity among `count` numbers; `high` of them with a high score."""

    length: int
    where: str
    entity: str
    count: int
    reported: int
    high: int

    @property
    def rate(self) -> Ratio:
        """Give the share of numbers reported."""
        return wilson(self.reported, self.count)


def chances(seed: int, millions: float) -> Iterator[Chance]:
    """Count for each length and surrounding; the entity `any` stands for the numbers with any finding."""
    detector = RecognizerDetector(Settings(inventory="none", key_file=Path("none")))
    count = max(1, round(millions * 1_000_000))
    for length in LENGTHS:
        for where, sentence in SENTENCES.items():
            rng = random.Random(f"{seed} {length} {where}")
            reported: Counter[str] = Counter()
            high: Counter[str] = Counter()
            for first in range(0, count, BLOCK):
                numbers = [f"{rng.randrange(10**length):0{length}}" for _ in range(min(BLOCK, count - first))]
                _count(detector, sentence, numbers, reported, high)
            for entity in ("any", *sorted(reported.keys() - {"any"})):
                yield Chance(length, where, entity, count, reported[entity], high[entity])


def _count(
    detector: RecognizerDetector, sentence: str, numbers: list[str], reported: Counter[str], high: Counter[str]
) -> None:
    found = [one.finding for one in detector.in_text(Text("".join(map(sentence.format, numbers)), first_line=0))]
    for counter, least in ((reported, REPORTED_SCORE), (high, HIGH_SCORE)):
        kept = [finding for finding in found if finding.score >= least]
        counter.update(finding.entity for finding in kept)
        counter["any"] += len({finding.where["line"] for finding in kept})
