"""One scan of one source by a crew of workers: who reads what, what came of it, and what went wrong."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import msgspec

from pii_scan.core.errors import PiiScanError
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.ports import Progress, Recorder, Source
from pii_scan.engine.attempt import Attempt, BreachError, Job, Tally
from pii_scan.engine.channel import BrokenFrameError
from pii_scan.engine.crew import QUEUE_LENGTH, Crew, Hand
from pii_scan.engine.digest import MAX_DIGESTED_BYTES
from pii_scan.engine.listing import Listing
from pii_scan.engine.messages import Beat, Began, Digest, Done, Ended, Found, FromWorker, Task
from pii_scan.engine.opening import Opened, Opener
from pii_scan.engine.sealers import Sealers
from pii_scan.engine.watch import Watch
from pii_scan.settings.settings import Limits

_TURN_SECONDS = 0.25
_FLUSH_SECONDS = 0.5
_MAX_CRASHES_UNHEARD = 4
_GARBAGE = (msgspec.MsgspecError, RecursionError, UnicodeError, BreachError)
_decode = msgspec.msgpack.Decoder(FromWorker).decode

Ticket = tuple[Attempt, str | None, int]


class Round:
    """Drives the crew through one source; used once."""

    def __init__(
        self,
        limits: Limits,
        source: Source,
        recorder: Recorder,
        progress: Progress,
        *,
        crew: Crew,
        sealers: Sealers[Ticket],
        watch: Watch,
    ) -> None:
        self.tally = Tally()
        self._limits = limits
        self._recorder = recorder
        self._progress = progress
        self._crew = crew
        self._sealers = sealers
        self._watch = watch
        self._opener = Opener(source, limits.stall_seconds, QUEUE_LENGTH * crew.size)
        self._listing = Listing(source, recorder, progress, self.tally, limits.stall_seconds)
        self._attempts: set[Attempt] = set()
        self._is_paused = False
        self._looked_at = self._flushed_at = time.monotonic()

    def run(self, is_stopped: Callable[[], bool]) -> bool:
        """Work until everything listed is recorded; tell whether that came about."""
        self._crew.attach(self._watch, self._hear, self._bury_dead)
        self._watch.add(self._listing.ahead, self._listing.ahead.clear)
        self._watch.add(self._opener, self._take_opened)
        for index, channel in enumerate(self._sealers.channels):
            self._watch.add(channel, partial(self._collect, index))
        while not self._is_finished():
            if is_stopped():
                self._recorder.flush()
                return False
            self._listing.advance()
            self._hand_out()
            self._throttle()
            self._watch.wait(_TURN_SECONDS if self._listing.is_idle else 0)
            self._look_after()
        self._recorder.flush()
        return True

    def give_up(self) -> None:
        """Leave the items still in work as they were in the inventory."""
        for attempt in list(self._attempts):
            self._drop(attempt)

    def close(self) -> None:
        """End listing, opening, and the workers that still have something to do; the others serve the next round."""
        self._listing.close()
        self._opener.close()
        for hand in [hand for hand in self._crew.hands if hand.jobs]:
            self._crew.dismiss(hand, self._watch)

    def _is_finished(self) -> bool:
        is_idle = not self._attempts and not len(self._opener) and not any(hand.jobs for hand in self._crew.hands)
        return is_idle and self._listing.is_exhausted and not len(self._listing)

    # handing out

    def _hand_out(self) -> None:
        in_work = sum(len(hand.jobs) for hand in self._crew.hands)
        self._crew.fill(len(self._listing) + len(self._opener) + in_work)
        if self._sealers.is_full:
            return
        self._open_ahead()
        for depth in range(QUEUE_LENGTH):
            for hand in self._crew.hands:
                if not self._opener.ready:
                    return
                if hand.has_room(depth, self._opener.ready[0].job.item.size_bytes):
                    self._give(hand, self._opener.give())

    def _open_ahead(self) -> None:
        while (job := self._listing.peek()) is not None and self._opener.has_room(job.item.size_bytes):
            self._listing.take()
            if self._opener.has_given_up(job.item.device):
                self._end_early(job, None, Reason.UNREADABLE)
            else:
                self._opener.ask(job)

    def _take_opened(self) -> None:
        for failed in self._opener.collect():
            self._end_early(failed.job, None, _reason_of(failed))

    def _give(self, hand: Hand, opened: Opened) -> None:
        job, item = opened.job, opened.job.item
        may_be_known = job.is_fresh and not opened.is_changed and 0 < item.size_bytes <= MAX_DIGESTED_BYTES
        job.awaits_digest = may_be_known and self._recorder.size_is_known(item.size_bytes)
        name = item.path.rpartition("/")[2].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        poison = [(member, str(reason)) for member, reason in job.poison.items()]
        task = Task(job.number, name, item.size_bytes, poison, job.awaits_digest, opened.is_changed)
        hand.give(job, task, opened.descriptor())

    # hearing

    def _hear(self, hand: Hand) -> None:
        if not self._listen(hand):
            self._bury(hand, Reason.CRASHED)

    def _bury_dead(self, hand: Hand) -> None:
        """Hear the last words of a worker that has ended, then bury it."""
        while self._listen(hand, to_the_end=True):
            pass
        self._bury(hand, Reason.CRASHED)

    def _listen(self, hand: Hand, *, to_the_end: bool = False) -> bool:
        """Take in what a worker said; tell whether it may say more."""
        try:
            frames = hand.channel.pull()
            self._take_in(hand, frames or [])
        except BrokenFrameError as error:
            with suppress(*_GARBAGE):
                self._take_in(hand, error.frames)
            return False
        except _GARBAGE:
            return False
        return frames is not None and not (to_the_end and not frames)

    def _take_in(self, hand: Hand, frames: list[bytes]) -> None:
        if frames:
            hand.was_heard, hand.heard_at = True, time.monotonic()
        for data in frames:
            if not hand.jobs:
                raise BreachError("a worker speaks without a task")
            hand.is_started = True
            self._follow(hand, _decode(data))

    def _follow(self, hand: Hand, message: FromWorker) -> None:
        match message:
            case Found():
                self._have_sealed(_attempt_of(hand), message)
            case Beat():
                self._report(hand.jobs[0], message.bytes_read)
            case Began():
                self._begin(hand, message.member)
            case Ended():
                _attempt_of(hand).end(message)
            case Digest():
                self._compare(hand, message.digest)
            case Done():
                self._finish(hand, message.number)

    def _begin(self, hand: Hand, member: str | None) -> None:
        if hand.is_copied:
            raise BreachError("a worker reads what it was told to leave")
        if hand.attempt is None:
            hand.attempt = self._open_attempt(hand.jobs[0])
        hand.attempt.begin(member)

    def _compare(self, hand: Hand, digest: bytes) -> None:
        job = hand.jobs[0]
        if not job.awaits_digest or hand.attempt is not None:
            raise BreachError("a digest was not asked for, or comes after the beginning")
        job.awaits_digest = False
        hand.is_copied = self._recorder.copy(job.item, digest)
        hand.answer(read=not hand.is_copied)

    def _finish(self, hand: Hand, number: int) -> None:
        job, attempt = hand.jobs[0], hand.attempt
        if number != job.number or not (hand.is_copied or (attempt is not None and attempt.is_ended)):
            raise BreachError("a worker is done with what it has not read")
        copied = hand.is_copied
        hand.next_job()
        if copied:
            self._count_copy(job)
        elif attempt is not None:
            attempt.is_closed = True
            self._settle(attempt)

    def _count_copy(self, job: Job) -> None:
        self.tally.items += 1
        self.tally.size_bytes += job.item.size_bytes
        self.tally.outcomes[Outcome.SCANNED] += 1
        self._advance(job)

    # sealing and writing

    def _have_sealed(self, attempt: Attempt, message: Found) -> None:
        member_ordinal, ordinal = attempt.next_block(message.member)
        place = (attempt.uid, member_ordinal, ordinal)
        self._sealers.submit(attempt.job.number, (attempt, message.member, ordinal), place, message.payload)

    def _collect(self, index: int) -> None:
        for (attempt, member, ordinal), block in self._sealers.collect(index):
            if attempt.is_dropped:
                continue
            if block is None:
                self._distrust(attempt)
            else:
                attempt.add(member, ordinal, block)
                self._settle(attempt)

    def _settle(self, attempt: Attempt) -> None:
        """Commit an attempt once nothing more is to come."""
        if not attempt.is_settled:
            return
        attempt.commit()
        self._attempts.discard(attempt)
        self.tally.add(attempt.tally)
        self._advance(attempt.job)

    def _open_attempt(self, job: Job) -> Attempt:
        attempt = Attempt(job, self._recorder.draft(job.item))
        self._attempts.add(attempt)
        return attempt

    def _drop(self, attempt: Attempt) -> None:
        self._attempts.discard(attempt)
        attempt.drop()

    # trouble

    def _distrust(self, attempt: Attempt) -> None:
        """A block was malformed: nothing its worker said of the item counts."""
        self._drop(attempt)
        hand = next((hand for hand in self._crew.hands if hand.attempt is attempt), None)
        if hand is None:
            self._lose(attempt.job, None, Reason.CRASHED)
        else:
            hand.attempt = None
            self._bury(hand, Reason.CRASHED)

    def _bury(self, hand: Hand, reason: Reason) -> None:
        """Kill a worker; the item in work bears the reason, those queued behind it go back unmarked."""
        jobs, attempt = list(hand.jobs), hand.attempt
        self._crew.dismiss(hand, self._watch)
        if not jobs:
            return
        for job in jobs[1:]:
            self._listing.put_back(job)
        if hand.is_copied:
            self._count_copy(jobs[0])
        elif hand.is_started or reason is not Reason.CRASHED:
            self._lose(jobs[0], attempt, reason)
        else:
            self._return(jobs[0])

    def _return(self, job: Job) -> None:
        """A worker died before it said a word of this job: most likely not the job's doing, unless it goes on."""
        job.returns += 1
        if job.returns < _MAX_CRASHES_UNHEARD:
            self._listing.put_back(job)
        else:
            self._end_early(job, None, Reason.CRASHED)

    def _lose(self, job: Job, attempt: Attempt | None, reason: Reason) -> None:
        """An attempt was lost: read the item again, without the member that did it from the second crash on."""
        if attempt is not None and attempt.is_ended:
            attempt.is_closed = True
            self._settle(attempt)
            return
        member = attempt.at_work if attempt is not None else None
        is_first_crash = reason is Reason.CRASHED and not job.crashes
        job.crashes += reason is Reason.CRASHED
        if not is_first_crash and not job.may_poison(member):
            self._end_early(job, attempt, reason)
            return
        if not is_first_crash:
            job.poison[member] = reason
        if attempt is not None:
            self._drop(attempt)
        self._listing.put_back(job)

    def _end_early(self, job: Job, attempt: Attempt | None, reason: Reason) -> None:
        """Record an item as it stands, with the reason why it was not read to its end."""
        attempt = attempt or self._open_attempt(job)
        attempt.end_early(reason)
        self._settle(attempt)

    # keeping time

    def _throttle(self) -> None:
        """Let workers wait while the sealers have more than enough; that time is not held against them."""
        if self._sealers.is_full == self._is_paused:
            return
        self._is_paused = self._sealers.is_full
        for hand in self._crew.hands:
            if self._is_paused:
                self._watch.pause(hand.channel)
            else:
                self._watch.resume(hand.channel)
                hand.heard_at = time.monotonic()

    def _look_after(self) -> None:
        """Kill workers that stall; make durable what was committed."""
        now = time.monotonic()
        if now - self._flushed_at >= _FLUSH_SECONDS:
            self._recorder.flush()
            self._flushed_at = now
        if self._is_paused or now - self._looked_at < _TURN_SECONDS:
            return
        self._looked_at = now
        self._opener.look_after()
        self._listing.look_after()
        for hand in list(self._crew.hands):
            if hand.jobs and now - hand.heard_at > self._limits.stall_seconds:
                self._bury(hand, Reason.TIMEOUT)

    def _report(self, job: Job, bytes_read: int) -> None:
        more = min(bytes_read, job.item.size_bytes) - job.reported_bytes
        if more > 0:
            job.reported_bytes += more
            self._progress.advance(0, more)

    def _advance(self, job: Job) -> None:
        self._progress.advance(1, job.item.size_bytes - job.reported_bytes)


def _reason_of(failed: Opened) -> Reason:
    """Tell why an item could not be opened; what is nobody's trouble but ours ends the scan."""
    if failed.reason is not None:
        return failed.reason
    error = failed.error
    if isinstance(error, FileNotFoundError):
        return Reason.VANISHED
    if isinstance(error, OSError) and error.errno not in {errno.EMFILE, errno.ENFILE}:
        return Reason.UNREADABLE
    if isinstance(error, OSError) or error is None:
        raise PiiScanError("too many open files; raise the limit (ulimit -n) or lower the workers") from None
    raise error


def _attempt_of(hand: Hand) -> Attempt:
    if hand.attempt is None:
        raise BreachError("a worker speaks of what it has not begun")
    return hand.attempt
