"""One item on its way through the engine, and one attempt at reading it."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import dataclass, field

from pii_scan.core.outcome import Outcome, Reason, is_complete, outcome_of
from pii_scan.core.place import UNREAD
from pii_scan.core.ports import Draft, SealedBlock
from pii_scan.core.types import Item
from pii_scan.engine.messages import Ended

MAX_POISON = 16
_MAX_OPEN = 256
_ENDS = frozenset({Outcome.SCANNED, Outcome.PARTIAL, Outcome.SKIPPED, Outcome.FAILED})


class BreachError(Exception):
    """A worker said what no sound worker says; it cannot be trusted any more."""


@dataclass(slots=True)
class Tally:
    """What a scan came to so far.

    `outcomes` counts the rows of the ledger, members included; `unread` gives count and bytes by reason of what
    keeps the scan from being complete. `items` and `size_bytes` count whole items.
    """

    items: int = 0
    size_bytes: int = 0
    findings: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    unread: Counter[Reason] = field(default_factory=Counter)
    unread_bytes: Counter[Reason] = field(default_factory=Counter)

    def count(self, outcome: Outcome, reason: Reason | None, size_bytes: int) -> None:
        """Count one row of the ledger."""
        self.outcomes[outcome] += 1
        self.count_unread(outcome, reason, size_bytes)

    def count_unread(self, outcome: Outcome, reason: Reason | None, size_bytes: int) -> None:
        """Count what a row lacks, if it lacks something."""
        if reason is not None and not is_complete(outcome, reason):
            self.unread[reason] += 1
            self.unread_bytes[reason] += size_bytes

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.items += other.items
        self.size_bytes += other.size_bytes
        self.findings += other.findings
        self.outcomes.update(other.outcomes)
        self.unread.update(other.unread)
        self.unread_bytes.update(other.unread_bytes)


@dataclass(slots=True, eq=False)
class Job:
    """An item to be read, however many attempts that takes.

    `returns` counts how often a worker died with it queued, before it was begun. `awaits_digest` tells that its
    worker was asked for a digest and has not answered.
    """

    number: int
    item: Item
    poison: dict[str | None, Reason] = field(default_factory=dict)
    crashes: int = 0
    returns: int = 0
    awaits_digest: bool = False
    reported_bytes: int = 0

    @property
    def is_fresh(self) -> bool:
        """Tell whether no attempt went wrong so far."""
        return not self.crashes and not self.poison

    def may_poison(self, member: str | None) -> bool:
        """Tell whether the item can be read again without this member."""
        return member is not None and member not in self.poison and len(self.poison) < MAX_POISON


class Attempt:
    """One reading of an item: its draft, the members in work, and the blocks that are being sealed.

    What a worker says must nest: a member begins once, inside another, and ends before that one does.
    """

    def __init__(self, job: Job, draft: Draft) -> None:
        self.job = job
        self.tally = Tally()
        self.is_closed = False
        self.is_dropped = False
        self._draft = draft
        self._open: list[str | None] = []
        self._ordinals: dict[str | None, int] = {}
        self._blocks: Counter[str | None] = Counter()
        self._submitted = 0
        self._returned = 0
        self._endings: deque[tuple[int, Ended]] = deque()

    @property
    def uid(self) -> bytes:
        """See `Draft.uid`."""
        return self._draft.uid

    @property
    def at_work(self) -> str | None:
        """Give the member that is being read now; None for the item itself."""
        return self._open[-1] if self._open else None

    @property
    def is_ended(self) -> bool:
        """Tell whether the item itself has ended."""
        return bool(self._ordinals) and not self._open

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing more is to come, from worker or sealer."""
        return self.is_closed and self._returned == self._submitted

    def begin(self, member: str | None) -> None:
        """Note that a member is being read.

        Raises:
            BreachError: it was read before, the item has not begun or has ended, or members nest beyond reason.
        """
        is_first = not self._ordinals
        if member in self._ordinals or is_first != (member is None) or self.is_ended or len(self._open) == _MAX_OPEN:
            raise BreachError("a member begins out of order")
        self._ordinals[member] = len(self._ordinals)
        self._open.append(member)

    def next_block(self, member: str | None) -> tuple[int, int]:
        """Give the member ordinal and block ordinal of a block that is now being sealed.

        Raises:
            BreachError: the member is not being read.
        """
        if member not in self._open:
            raise BreachError("something is found where nothing is read")
        ordinal = self._blocks[member]
        self._blocks[member] += 1
        self._submitted += 1
        return self._ordinals[member], ordinal

    def add(self, member: str | None, ordinal: int, block: SealedBlock) -> None:
        """Store a block that was sealed; they come in the order in which they were submitted."""
        self._returned += 1
        self.tally.findings += block.count
        self._draft.add(member, ordinal, block)
        self._write_endings()

    def end(self, message: Ended) -> None:
        """Record how a member ended, once its blocks are sealed.

        Raises:
            BreachError: it is not the one in work, or outcome or reason are none that a worker may give.
        """
        try:
            outcome = Outcome(message.outcome)
            reason = None if message.reason is None else Reason(message.reason)
        except ValueError:
            raise BreachError("an outcome or reason is unknown") from None
        if not self._open or message.member != self._open[-1] or outcome not in _ENDS or message.size_bytes < 0:
            raise BreachError("a member ends out of order, or as it cannot")
        if not UNREAD.fullmatch(message.unread):
            raise BreachError("a part is named as none is")
        self._close_one(message, outcome, reason)

    def end_early(self, reason: Reason) -> None:
        """Record the members in work, and the item, as ended by `reason`; what was found so far is kept."""
        if not self._ordinals:
            self.begin(None)
        while self._open:
            member = self._open[-1]
            seen = self._submitted if member is None else self._blocks[member]
            outcome = outcome_of(reason, something_read=bool(seen))
            size_bytes = self.job.item.size_bytes if member is None else 0
            self._close_one(Ended(member, outcome, reason, "", size_bytes, b""), outcome, reason)
        self.is_closed = True

    def _close_one(self, message: Ended, outcome: Outcome, reason: Reason | None) -> None:
        self._open.pop()
        self.tally.count(outcome, reason, message.size_bytes)
        self._endings.append((self._submitted, message))
        self._write_endings()

    def _write_endings(self) -> None:
        while self._endings and self._endings[0][0] <= self._returned:
            _, ended = self._endings.popleft()
            self._draft.end(
                ended.member,
                ended.outcome,
                ended.reason,
                ended.media_type,
                ended.size_bytes,
                ended.digest,
                ended.unread,
            )

    def commit(self) -> None:
        """Make the draft what the inventory says of the item."""
        self.tally.items = 1
        self.tally.size_bytes = self.job.item.size_bytes
        self._draft.commit()

    def drop(self) -> None:
        """Leave the inventory as it was; blocks still being sealed will be passed over."""
        self.is_dropped = True
        self._draft.discard()
