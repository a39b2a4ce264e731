"""Finds blind keys in the index keys of many blocks at once."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from pii_scan.inventory.vault import BLIND_BYTES

_BATCH_BYTES = 1 << 20
_FEW = 8


class KeySearch:
    """Tells which blocks hold at least one wanted key.

    Blocks are gathered until there is enough to compare at once, by the first eight bytes of each key; what agrees
    is compared whole.
    """

    def __init__(self, wanted: AbstractSet[bytes]) -> None:
        self._wanted = wanted
        self._heads = np.unique(np.frombuffer(b"".join(key[:8] for key in wanted), dtype=np.uint64))
        self._ids: list[int] = []
        self._parts: list[bytes] = []
        self._bytes = 0

    def feed(self, block_id: int, index_keys: bytes) -> list[int]:
        """Take in a block; give the ids of blocks that are known by now to hold a wanted key, ascending."""
        self._ids.append(block_id)
        self._parts.append(index_keys)
        self._bytes += len(index_keys)
        return self.rest() if self._bytes >= _BATCH_BYTES else []

    def rest(self) -> list[int]:
        """Give the ids that `feed` has not given yet."""
        joined = b"".join(self._parts)
        ends = np.cumsum([len(part) // BLIND_BYTES for part in self._parts])
        heads = np.frombuffer(joined, dtype=np.uint64)[::2]
        found: dict[int, None] = {}
        for at in np.flatnonzero(self._agree(heads)).tolist():
            if joined[at * BLIND_BYTES : (at + 1) * BLIND_BYTES] in self._wanted:
                found[self._ids[int(np.searchsorted(ends, at, side="right"))]] = None
        self._ids, self._parts, self._bytes = [], [], 0
        return list(found)

    def _agree(self, heads: NDArray[np.uint64]) -> NDArray[np.bool_]:
        if len(self._heads) > _FEW:
            return np.isin(heads, self._heads)
        agree = np.zeros(len(heads), dtype=np.bool_)
        for head in self._heads:
            agree |= heads == head
        return agree
