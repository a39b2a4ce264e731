"""One item being recorded: its blocks are stored as they come, its rows when all of it is known."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from pii_scan.core.ports import SealedBlock
from pii_scan.core.types import Item
from pii_scan.inventory.contents import Contents, Found, can_be_shared
from pii_scan.inventory.sealer import ordinals_of

_UID_BYTES = 16
_WAITING_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Ending:
    """How one item or member ended, ready to be stored; `name` is the member's, None for the item itself."""

    name: str | None = field(repr=False)
    outcome: str
    reason: str | None
    media_type: str
    size_bytes: int
    content_id: int | None
    unread: str | None = None


@dataclass(slots=True)
class _Part:
    """A member being recorded, or the item itself: what is not stored yet, and the content that is."""

    found: Found
    waiting: list[tuple[int, SealedBlock]] = field(default_factory=list)
    content_id: int | None = None


class InventoryDraft:
    """See `core.ports.Draft`.

    `record` writes the item's rows from its endings, its own first; `pause` is called where the database may commit.
    """

    def __init__(
        self,
        item: Item,
        contents: Contents,
        record: Callable[[Item, Sequence[Ending]], None],
        pause: Callable[[], None],
    ) -> None:
        self._item = item
        self._contents = contents
        self._record = record
        self._pause = pause
        self._uid = os.urandom(_UID_BYTES)
        self._open: dict[str | None, _Part] = {}
        self._waiting_bytes = 0
        self._ended: list[tuple[_Part, Ending, bytes]] = []

    @property
    def uid(self) -> bytes:
        """See `core.ports.Draft`."""
        return self._uid

    def add(self, member: str | None, ordinal: int, block: SealedBlock) -> None:
        """See `core.ports.Draft`; `ordinal` is the one the block was sealed with.

        Raises:
            ValueError: the block was sealed for another place.
        """
        member_ordinal, sealed_ordinal = ordinals_of(block.sealed)
        part = self._open.setdefault(member, _Part(Found(self._uid, member_ordinal)))
        if (member_ordinal, sealed_ordinal) != (part.found.member_ordinal, ordinal):
            raise ValueError("a block is added where it was not sealed for")
        part.waiting.append((ordinal, block))
        part.found.add(block)
        self._waiting_bytes += len(block.index) + len(block.sealed)
        if self._waiting_bytes > _WAITING_BYTES:
            self._spill()

    def end(  # as the port has it
        self,
        member: str | None,
        outcome: str,
        reason: str | None,
        media_type: str,
        size_bytes: int,
        digest: bytes,
        unread: str = "",
    ) -> None:
        """See `core.ports.Draft`; a member that begins again under the same name is another one."""
        part = self._open.pop(member, None) or _Part(Found(self._uid))
        self._ended.append(
            (part, Ending(member, outcome, reason, media_type, size_bytes, None, unread or None), digest)
        )

    def commit(self) -> None:
        """See `core.ports.Draft`.

        Raises:
            ValueError: the item itself or a member with findings has not ended.
        """
        ended = sorted(self._ended, key=lambda entry: entry[1].name is not None)
        own = sum(ending.name is None for _, ending, _ in ended)
        if self._open or own != 1:
            raise ValueError("a draft is committed before all in it has ended")
        self._record(self._item, [self._settle(*entry) for entry in ended])

    def discard(self) -> None:
        """See `core.ports.Draft`."""
        for part in self._parts():
            if part.content_id is not None:
                self._contents.discard(part.content_id)
        self._open.clear()
        self._ended.clear()

    def _parts(self) -> list[_Part]:
        return [*self._open.values(), *(part for part, _, _ in self._ended)]

    def _spill(self) -> None:
        """Store what waits, unseen by readers, so that memory does not grow with an item."""
        for part in self._parts():
            if part.waiting:
                if part.content_id is None:
                    part.content_id = self._contents.open(part.found)
                self._store_waiting(part, part.content_id)
        self._waiting_bytes = 0
        self._pause()

    def _store_waiting(self, part: _Part, content_id: int) -> None:
        for ordinal, block in part.waiting:
            self._contents.add(content_id, ordinal, block)
        part.waiting.clear()

    def _settle(self, part: _Part, ending: Ending, digest: bytes) -> Ending:
        """Give the part its content: an equal one that is stored, or its own."""
        name = self._item.path if ending.name is None else ending.name
        key = self._contents.key(name, ending.size_bytes, digest) if can_be_shared(ending.reason) else None
        known = self._contents.find(key)
        if known is not None:
            if part.content_id is not None:
                self._contents.discard(part.content_id)
            self._contents.share(known["id"])
            return replace(ending, content_id=known["id"])
        if part.content_id is not None:
            self._contents.complete(part.content_id, part.found, key, ending.size_bytes)
        elif key is not None or part.waiting:
            part.content_id = self._contents.create(part.found, key, ending.size_bytes)
        else:
            return ending
        self._store_waiting(part, part.content_id)
        return replace(ending, content_id=part.content_id)
