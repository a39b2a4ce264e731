"""Opens items ahead of the workers, in threads: a share that does not answer any more holds up nothing but itself.

A thread that hangs in the system cannot be ended; it is left behind, and another one takes its place.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter, deque

from pii_scan.core.outcome import Reason
from pii_scan.core.ports import Opening, Source
from pii_scan.engine.attempt import Job

_THREADS = 4
_AHEAD_BYTES = 256 << 20
GIVE_UP_AFTER = 3
"""So many items in a row that cannot be reached, and the rest of their file system is not tried any more."""


class Wake:
    """Wakes whoever waits for its descriptor, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fd: int | None = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)

    def fileno(self) -> int:
        """Give the descriptor; it can be read after `ring`."""
        return -1 if self._fd is None else self._fd

    def ring(self) -> None:
        """Make the descriptor readable."""
        with self._lock:
            if self._fd is not None:
                os.eventfd_write(self._fd, 1)

    def clear(self) -> None:
        """Undo `ring`; called where the descriptor is readable."""
        with self._lock:
            if self._fd is not None:
                os.eventfd_read(self._fd)

    def close(self) -> None:
        """Close the descriptor; later calls do nothing."""
        with self._lock:
            if self._fd is not None:
                os.close(self._fd)
            self._fd = None


class Opened(Opening):
    """A job whose item is being opened; in the end with a descriptor, or with an error or reason why there is none."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.fd: int | None = None
        self.error: BaseException | None = None
        self.reason: Reason | None = None
        self.heard_at = 0.0

    @property
    def has_failed(self) -> bool:
        """Tell whether there is no descriptor, or none that counts."""
        return self.reason is not None or self.error is not None

    def descriptor(self) -> int:
        """Give the descriptor."""
        assert self.fd is not None  # noqa: S101  what has not failed has one
        return self.fd

    def beat(self) -> None:
        """See `Opening`."""
        self.heard_at = time.monotonic()


class Opener:
    """Opens what it is asked for, in about that order: `collect` has to be called when its descriptor can be read."""

    def __init__(self, source: Source, stall_seconds: float, most_ahead: int) -> None:
        self.ready: deque[Opened] = deque()
        self._source = source
        self._stall_seconds = stall_seconds
        self._most_ahead = most_ahead
        self._ahead = self._ahead_bytes = 0
        self._wake = Wake()
        self._changed = threading.Condition()
        self._waiting: deque[Opened] = deque()
        self._at_work: set[Opened] = set()
        self._done: deque[Opened] = deque()
        self._unreached: Counter[int] = Counter()
        self._threads = self._idle = 0
        self._is_closed = False

    def fileno(self) -> int:
        """Give the descriptor that can be read when there is something to collect."""
        return self._wake.fileno()

    def __len__(self) -> int:
        """Count the jobs that were asked for and not given."""
        return self._ahead

    def has_room(self, size_bytes: int) -> bool:
        """Tell whether one more item may be opened: what is fetched from afar takes memory."""
        if not self._ahead:
            return True
        return self._ahead < self._most_ahead and self._ahead_bytes + size_bytes <= _AHEAD_BYTES

    def has_given_up(self, device: int) -> bool:
        """Tell whether nothing on this file system is tried any more."""
        return self._unreached[device] >= GIVE_UP_AFTER

    def ask(self, job: Job) -> None:
        """Have an item opened."""
        self._ahead += 1
        self._ahead_bytes += job.item.size_bytes
        with self._changed:
            self._waiting.append(Opened(job))
            if len(self._waiting) > self._idle and self._threads < _THREADS:
                self._hire()
            self._changed.notify()

    def give(self) -> Opened:
        """Give the next of `ready`; its descriptor is then the caller's."""
        opened = self.ready.popleft()
        self._forget(opened)
        return opened

    def collect(self) -> list[Opened]:
        """Put what could be opened into `ready`, and give what could not."""
        self._wake.clear()
        with self._changed:
            done = list(self._done)
            self._done.clear()
        for opened in done:
            self._judge(opened)
        failed = [opened for opened in done if opened.has_failed]
        self.ready.extend(opened for opened in done if not opened.has_failed)
        for opened in failed:
            self._forget(opened)
        return failed

    def look_after(self) -> None:
        """Leave behind what has stalled, and end what waits for a file system that was given up."""
        now = time.monotonic()
        with self._changed:
            stalled = [opened for opened in self._at_work if now - opened.heard_at > self._stall_seconds]
            for opened in stalled:
                self._at_work.discard(opened)
                opened.reason = Reason.TIMEOUT
                self._threads -= 1
            lost = [opened for opened in self._waiting if self.has_given_up(opened.job.item.device)]
            for opened in lost:
                self._waiting.remove(opened)
                opened.reason = Reason.UNREADABLE
            for _ in range(min(len(self._waiting), _THREADS - self._threads)):
                self._hire()
            self._done.extend(stalled + lost)
        if stalled or lost:
            self._wake.ring()

    def close(self) -> None:
        """Close every descriptor that nobody took; threads end as soon as they can."""
        with self._changed:
            self._is_closed = True
            left = [o.fd for o in (*self._done, *self.ready) if o.fd is not None and not o.has_failed]
            self._waiting.clear()
            self._done.clear()
            self._changed.notify_all()
        self.ready.clear()
        for fd in left:
            os.close(fd)
        self._wake.close()

    def _forget(self, opened: Opened) -> None:
        self._ahead -= 1
        self._ahead_bytes -= opened.job.item.size_bytes

    def _judge(self, opened: Opened) -> None:
        """Count how often in a row a file system gave no answer."""
        device = opened.job.item.device
        if opened.reason is Reason.TIMEOUT or isinstance(opened.error, (ConnectionError, TimeoutError)):
            self._unreached[device] += 1
        elif opened.reason is None and not self.has_given_up(device):
            self._unreached[device] = 0

    def _hire(self) -> None:
        self._threads += 1
        threading.Thread(target=self._work, name="opener", daemon=True).start()

    def _work(self) -> None:
        while (opened := self._next()) is not None:
            try:
                opened.fd = self._source.open(opened.job.item, opened)
            except BaseException as error:  # noqa: BLE001  it is raised where the result is taken
                opened.error = error
            if not self._hand_in(opened):
                return

    def _next(self) -> Opened | None:
        with self._changed:
            self._idle += 1
            while not self._waiting and not self._is_closed:
                self._changed.wait()
            self._idle -= 1
            if self._is_closed:
                return None
            opened = self._waiting.popleft()
            opened.beat()
            self._at_work.add(opened)
            return opened

    def _hand_in(self, opened: Opened) -> bool:
        """Take in what a thread has done; tell whether it is to go on."""
        with self._changed:
            is_wanted = opened in self._at_work and not self._is_closed
            self._at_work.discard(opened)
            if is_wanted:
                self._done.append(opened)
        if is_wanted:
            self._wake.ring()
        elif opened.fd is not None:
            os.close(opened.fd)
        return is_wanted
