"""Runs ahead of the workers through what a source lists, as far as a bounded queue allows."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from pii_scan.core.outcome import Outcome, Reason, outcome_of
from pii_scan.core.ports import Progress, Recorder, Source
from pii_scan.core.types import Item, Unlisted
from pii_scan.engine.ahead import Ahead
from pii_scan.engine.attempt import Job, Tally

QUEUE_LENGTH = 4096
_ENTRIES_AT_ONCE = 128
_PATIENCE = 5
"""A folder of millions takes longer to list than a file to open: so many stalls are waited for."""
WHOLE_SOURCE = "."


class Listing:
    """What is left to be read of a source. Entries that need no reading are recorded and counted on the way."""

    def __init__(
        self, source: Source, recorder: Recorder, progress: Progress, tally: Tally, stall_seconds: float
    ) -> None:
        self.ahead = Ahead(iter(source.items()))
        self._patience_seconds = _PATIENCE * stall_seconds
        self._is_given_up = False
        self._recorder = recorder
        self._progress = progress
        self._tally = tally
        self._jobs: deque[Job] = deque()
        self._again: deque[Job] = deque()
        self._numbers = 0
        self._items = 0
        self._size_bytes = 0

    def __len__(self) -> int:
        """Count the jobs that wait."""
        return len(self._jobs) + len(self._again)

    @property
    def is_exhausted(self) -> bool:
        """Tell whether nothing more is to come from the source."""
        return self._is_given_up or self.ahead.is_exhausted

    @property
    def is_idle(self) -> bool:
        """Tell whether `advance` would do nothing now."""
        return self.is_exhausted or len(self._jobs) >= QUEUE_LENGTH or not self.ahead.has_news

    def advance(self) -> None:
        """List some entries more, if there is room for them.

        Raises:
            SourceError: the source cannot be listed any further.
        """
        if self.is_idle:
            return
        self._record(self.ahead.take(_ENTRIES_AT_ONCE))

    def look_after(self) -> None:
        """Give up a listing that hangs: what was not listed yet is told as one row, and nothing of it is gone."""
        if not self._is_given_up and self.ahead.silent_seconds() > self._patience_seconds:
            self._is_given_up = True
            self._record([Unlisted(WHOLE_SOURCE, Reason.TIMEOUT)])

    def close(self) -> None:
        """End the listing."""
        self.ahead.close()

    def _record(self, entries: list[Item | Unlisted]) -> None:
        items = [entry for entry in entries if isinstance(entry, Item)]
        self._items += len(items)
        self._size_bytes += sum(item.size_bytes for item in items)
        self._progress.total(self._items, self._size_bytes)
        for entry in entries:
            if isinstance(entry, Unlisted):
                self._recorder.unlisted(replace(entry, path=entry.path.rstrip("/")))  # a folder's name, as recorded
                self._tally.count(outcome_of(entry.reason, something_read=False), entry.reason, 0)
            else:
                self._take(entry)

    def _take(self, item: Item) -> None:
        known = self._recorder.unchanged(item)
        if known is None:
            self._jobs.append(Job(self._numbers, item))
            self._numbers += 1
            return
        outcome, reason = known
        self._tally.items += 1
        self._tally.size_bytes += item.size_bytes
        self._tally.outcomes[Outcome.UNCHANGED] += 1
        self._tally.count_unread(Outcome(outcome), Reason(reason) if reason else None, item.size_bytes)
        self._progress.advance(1, item.size_bytes)

    def peek(self) -> Job | None:
        """Give the job that is next; None if there is none now."""
        waiting = self._next()
        return waiting[0] if waiting else None

    def take(self) -> Job:
        """Take the job that is next."""
        return self._next().popleft()

    def put_back(self, job: Job) -> None:
        """Have a job read again, from the start, at the end: what killed a worker may still be about."""
        self._again.append(job)

    def _next(self) -> deque[Job]:
        return self._again if not self._jobs or len(self._again) >= QUEUE_LENGTH else self._jobs
