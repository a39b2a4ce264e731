"""An inventory in memory, for tests of what searches it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pii_scan.core.index import block_terms
from pii_scan.core.outcome import Outcome
from pii_scan.core.ports import Hit
from pii_scan.core.types import Block, Coverage, ItemRef


@dataclass
class MemoryStore:
    """Keeps blocks by the terms that stand in them, and counts the passes it was asked for."""

    source: str = "share"
    rows: list[Coverage] = field(default_factory=list)
    passes: int = 0

    def __post_init__(self) -> None:
        self._hits: list[Hit] = []
        self._by_term: dict[str, list[int]] = {}

    def add(self, paths: str | Sequence[str], *blocks: Block) -> None:
        """Record the blocks of one content, met under one path or several (`item!member`)."""
        refs = []
        for path in [paths] if isinstance(paths, str) else paths:
            item, _, member = path.partition("!")
            refs.append(ItemRef(self.source, item, member or None))
        content_id = len(self._hits) + 1000
        for block in blocks:
            for term in block_terms(block):
                self._by_term.setdefault(term, []).append(len(self._hits))
            self._hits.append(Hit(content_id, refs, block))
        self.rows += [Coverage(ref, Outcome.SCANNED, None, "text/plain", 1) for ref in refs]

    def blocks_with(self, terms: Iterable[str]) -> Iterator[Hit]:
        """See `FindingStore.blocks_with`."""
        self.passes += 1
        numbers = {number for term in terms for number in self._by_term.get(term, ())}
        for number in sorted(numbers):
            yield self._hits[number]

    def coverage(self) -> Iterator[Coverage]:
        """See `FindingStore.coverage`."""
        yield from self.rows
