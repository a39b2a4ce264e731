"""Two words that tell a fact together: a cue (`broke`, `painful`) and its object (`wrist`, `hip`) in one sentence.

Each of them is too common to prove anything alone. A few cues with many objects know far more ways to say a thing than
any list of phrases.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pii_scan.classify.lexicon import CUE, OBJECT, Term
from pii_scan.classify.weighing import Hit

COUPLE = "P"
"""The strength of two words that were met together."""
REACH = 80
"""So many characters may stand between the two."""
_BESIDE = re.compile(r"(?!\s+(?:de[rmn]?|the)\s)[\w\s'’()/-]{1,20}")
"""What may stand between an object and a cue that touches it; a definite article points to somebody else."""
_BREAK = re.compile(r"[!?;•\t](?=\s|\Z)|(?<![ .]\w)(?<!\b\w\w)(?<!\b[Mm]me)\.(?=\s|\Z)|\n\s*\n|\t")


def couples(text: str, hits: Iterable[Hit]) -> Iterator[Hit]:
    """Give each cue that has an object of its category beside it, with the place of the nearest one."""
    cues: dict[str, list[Hit]] = defaultdict(list)
    objects: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        side = {CUE: cues, OBJECT: objects}.get(hit.term.strength)
        if side is not None:
            side[hit.term.category].append(hit)
    for category, found in cues.items():
        others = sorted(objects.get(category, ()), key=_start)
        for cue in found if others else ():
            nearest = _nearest(text, cue, others)
            if nearest is not None:
                yield _joined(cue, nearest)


def _start(hit: Hit) -> int:
    return hit.start


def _nearest(text: str, cue: Hit, others: Sequence[Hit]) -> Hit | None:
    at = bisect_left(others, cue.start, key=_start)
    near = [(abs(_gap(cue, other)), other) for other in others[max(0, at - 2) : at + 2] if _is_near(text, cue, other)]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _gap(one: Hit, other: Hit) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _is_near(text: str, cue: Hit, other: Hit) -> bool:
    first, second = min(cue.end, other.end), max(cue.start, other.start)
    if cue.term.side:
        follows = cue.start < other.start
        return follows == (cue.term.side > 0) and _BESIDE.fullmatch(text, first, second) is not None
    return 0 < second - first <= REACH and _BREAK.search(text, first, second) is None


def _joined(cue: Hit, other: Hit) -> Hit:
    term = Term(f"{cue.term.text} {other.term.text}", cue.term.category, COUPLE)
    return Hit(cue.start, cue.end, term, other=(other.start, other.end))
