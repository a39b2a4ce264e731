"""What stages ask of each other; `engine` and `app` bring them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pii_scan.core.types import (
    Block,
    Coverage,
    Item,
    ItemRef,
    Segment,
    Unlisted,
)


class Opening:
    """Hears how opening an item gets on, where it takes long; `is_changed` tells that it changed meanwhile."""

    is_changed = False

    def beat(self) -> None:
        """Hear that it goes on."""


class Source(Protocol):
    """Where items come from. Listing is lazy, in a stable order, and never follows a link out of the target."""

    @property
    def name(self) -> str:
        """The target as the operator named it."""

    def items(self) -> Iterator[Item | Unlisted]:
        """List everything, lazily; a folder that cannot be read is an `Unlisted`, never silence."""

    def open(self, item: Item, opening: Opening | None = None) -> int:
        """Open an item read-only and give a descriptor of its content with random access; called in any thread.

        Raises:
            FileNotFoundError: it vanished since it was listed.
            ConnectionError, TimeoutError: what it lies on cannot be reached.
            OSError: it cannot be opened, or is no regular file any more.
        """

    def close(self) -> None:
        """Let go of connections, if there are any."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A content that a reader took: its media type, and its segments, lazily.

    `is_small` tells a picture that is too small to be more than a logo or an icon.
    """

    media_type: str
    segments: Iterator[Segment] = field(repr=False)
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A block in which something asked for stands, and every item that holds its content."""

    content_id: int
    refs: Sequence[ItemRef]
    block: Block


class FindingStore(Protocol):
    """The inventory as seen by those who search it."""

    def blocks_with(self, terms: Iterable[str]) -> Iterator[Hit]:
        """Give every block in which at least one of the terms (see `core.index`) stands, each once."""

    def coverage(self) -> Iterator[Coverage]:
        """Give the coverage ledger, one row an item, in order of source, item and member."""


@dataclass(frozen=True, slots=True)
class SealedBlock:
    """A block as it is stored: nothing in it can be read without the keys.

    `index` holds the sorted 16-byte blind keys of the block's terms; `tally` counts findings by entity and category
    (category "" for findings without one).
    """

    index: bytes = field(repr=False)
    sealed: bytes = field(repr=False)
    count: int
    tally: tuple[tuple[str, str, int], ...]


class Draft(Protocol):
    """One item being recorded; nothing of it is seen by readers before `commit`."""

    @property
    def uid(self) -> bytes:
        """16 random bytes that bind the item's sealed blocks to it."""

    def add(self, member: str | None, ordinal: int, block: SealedBlock) -> None:
        """Store one block of a member (None: the item itself); may be flushed before the commit."""

    def end(
        self,
        member: str | None,
        outcome: str,
        reason: str | None,
        media_type: str,
        size_bytes: int,
        digest: bytes,
        unread: str = "",
    ) -> None:
        """Record how a member ended, and which part was not read where that is known (`Coverage.unread`)."""

    def commit(self) -> None:
        """Replace whatever was recorded of the item by this draft, all or nothing."""

    def discard(self) -> None:
        """Leave what was recorded of the item as it is, and drop the draft."""


class Recorder(Protocol):
    """The writing side of the inventory during one scan of one source. There is only one at a time."""

    def unchanged(self, item: Item) -> tuple[str, str | None] | None:
        """Give the stored outcome and reason where the item need not be read again, and count it as seen."""

    def size_is_known(self, size_bytes: int) -> bool:
        """Tell whether some complete content of this size is stored: then a digest before reading may pay."""

    def copy(self, item: Item, digest: bytes) -> bool:
        """Record `item` as a copy of a stored content with this digest and these settings, members included."""

    def draft(self, item: Item) -> Draft:
        """Begin to record an item."""

    @property
    def new(self) -> int:
        """Count the items recorded of which nothing was known, or that they were gone."""

    @property
    def changed(self) -> int:
        """Count the items recorded whose size or time of change is not the one recorded before."""

    def unlisted(self, entry: Unlisted) -> None:
        """Record what the source could not hand out."""

    def flush(self) -> None:
        """Make everything committed so far durable; called often."""

    def finish(self, *, complete: bool) -> int:
        """End the scan: with a complete listing, items not seen become `gone`; give how many did."""


class Progress(Protocol):
    """Hears how far a scan is; knows nothing of a terminal."""

    def total(self, items: int, size_bytes: int) -> None:
        """Say how much is known to be ahead in all; may grow."""

    def advance(self, items: int, size_bytes: int) -> None:
        """Say that more is done."""
