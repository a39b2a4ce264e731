"""The workers of one engine as the coordinator sees them: born, given tasks, heard, killed."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from pii_scan.core.errors import PiiScanError
from pii_scan.engine.attempt import Attempt, Job
from pii_scan.engine.channel import Channel, frame
from pii_scan.engine.messages import Go, Task
from pii_scan.engine.watch import Watch
from pii_scan.engine.zygote import MakePipeline, Newborn, Zygote
from pii_scan.settings.settings import Settings

QUEUE_LENGTH = 3
_SMALL_BYTES = 1 << 18
_STILLBORN_PER_WORKER = 20


class Life:
    """The process of a worker, by a descriptor that never means another one."""

    def __init__(self, pidfd: int) -> None:
        self._pidfd = pidfd

    def fileno(self) -> int:
        """Give the descriptor; it can be read once the process has ended."""
        return self._pidfd

    def end(self) -> None:
        """Kill the process, wherever it hangs, and forget it."""
        with suppress(ProcessLookupError):  # it is dead already
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        os.close(self._pidfd)


class Hand:
    """One worker. The first of its jobs is the one in work."""

    def __init__(self, newborn: Newborn) -> None:
        newborn.connection.setblocking(False)  # noqa: FBT003  the standard library's own
        self.channel = Channel(newborn.connection)
        self.pid = newborn.pid
        self.life = Life(newborn.pidfd)
        self.jobs: deque[Job] = deque()
        self.attempt: Attempt | None = None
        self.is_started = False
        self.is_copied = False
        self.was_heard = False
        self.heard_at = time.monotonic()

    def has_room(self, depth: int, item_bytes: int) -> bool:
        """Tell whether a job may be queued as number `depth`; nothing waits behind, or as, a large one."""
        if len(self.jobs) != depth:
            return False
        return depth == 0 or (item_bytes <= _SMALL_BYTES and all(j.item.size_bytes <= _SMALL_BYTES for j in self.jobs))

    def give(self, job: Job, task: Task, fd: int) -> None:
        """Queue a task; the descriptor is closed here once it is sent."""
        if not self.jobs:
            self.heard_at = time.monotonic()
        self.jobs.append(job)
        self.channel.push(frame(task), fd)

    def answer(self, *, read: bool) -> None:
        """Tell the worker whether to read the item whose digest it gave."""
        self.channel.push(frame(Go(read)))

    def next_job(self) -> None:
        """Note that the job in work is done."""
        self.jobs.popleft()
        self.attempt, self.is_started, self.is_copied = None, False, False

    def close(self) -> None:
        """Kill the worker and forget it."""
        self.life.end()
        self.channel.close()


HearHand = Callable[[Hand], None]


class Crew:
    """All workers, kept at a fixed number; tells its listener what they say."""

    def __init__(self, settings: Settings, make_pipeline: MakePipeline) -> None:
        self.hands: list[Hand] = []
        self.size = max(1, settings.workers)
        self._zygote = Zygote(settings, make_pipeline)
        self._asked = 0
        self._stillborn = 0

    @property
    def offline(self) -> bool | None:
        """Tell whether the workers have no network; None while that is not known."""
        return self._zygote.offline

    def attach(self, watch: Watch, on_words: HearHand, on_death: HearHand) -> None:
        """Say who hears what workers say, those of now and those to come, and when they die."""
        watch.add(self._zygote, lambda: self._welcome(watch, on_words, on_death))
        for hand in self.hands:
            _attach(hand, watch, on_words, on_death)

    def _welcome(self, watch: Watch, on_words: HearHand, on_death: HearHand) -> None:
        for newborn in self._zygote.news():
            hand = Hand(newborn)
            self._asked -= 1
            self.hands.append(hand)
            _attach(hand, watch, on_words, on_death)

    def fill(self, wanted: int) -> None:
        """Ask for workers until there are as many as are of use.

        Raises:
            PiiScanError: workers die before they say a word.
        """
        if self._stillborn > _STILLBORN_PER_WORKER * self.size:
            raise PiiScanError("workers end as soon as they start; see `pii-scan doctor`")
        while len(self.hands) + self._asked < min(self.size, wanted):
            self._asked += 1
            self._zygote.ask()

    def dismiss(self, hand: Hand, watch: Watch) -> None:
        """Kill a worker and forget it; its jobs stay with it."""
        self._stillborn = 0 if hand.was_heard else self._stillborn + 1
        watch.drop(hand.channel)
        watch.drop(hand.life)
        hand.close()
        self.hands.remove(hand)

    def close(self) -> None:
        """Kill all workers and the zygote."""
        for hand in self.hands:
            hand.close()
        self.hands.clear()
        self._zygote.close()


def _attach(hand: Hand, watch: Watch, on_words: HearHand, on_death: HearHand) -> None:
    watch.add(hand.channel, lambda: on_words(hand))
    watch.add(hand.life, lambda: on_death(hand))
