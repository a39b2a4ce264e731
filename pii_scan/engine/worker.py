"""The worker: reads one item after the other with the pipeline, and says what it finds.

It holds no key. It may be killed at any moment; whatever it says is checked by those who hear it.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

import msgspec

from pii_scan.core.outcome import Reason, outcome_of
from pii_scan.engine.channel import Channel, frame
from pii_scan.engine.digest import content_digest
from pii_scan.engine.messages import Beat, Began, Digest, Done, Ended, Found, Go, Task, ToWorker

Said = Began | Found | Beat | Ended

_SEND_BYTES = 1 << 16
_BEAT_SECONDS = 0.25
_RESERVE_BYTES = 1 << 20
_decode = msgspec.msgpack.Decoder(ToWorker).decode


class PipelineLike(Protocol):
    """What the worker runs; see `engine.pipeline`."""

    def run(self, task: Task, stream_fd: int, emit: Callable[[Said], None]) -> None:
        """Read one item and emit what it holds; the descriptor is the pipeline's to close."""


class Worker:
    """Serves one coordinator until that hangs up."""

    def __init__(self, channel: Channel, pipeline: PipelineLike) -> None:
        self._channel = channel
        self._pipeline = pipeline
        self._tasks: deque[Task] = deque()
        self._answers: deque[Go] = deque()
        self._unsent = bytearray()
        self._sent_at = 0.0
        self._open: list[str | None] = []
        self._began = self._found = False
        self._reserve = bytearray(_RESERVE_BYTES)

    def serve(self) -> None:
        """Read tasks until the coordinator is gone or memory has run out (a fresh worker is worth more then)."""
        while (task := self._next_task()) is not None:
            fd = self._channel.take_fd()
            self._open, self._began, self._found = [], False, False
            try:
                if self._is_wanted(task, fd):
                    self._pipeline.run(task, fd, self._emit)
                else:
                    os.close(fd)
            except MemoryError:
                self._end_for_memory(task)
                return
            self._say(Done(task.number), now=True)

    def _next_task(self) -> Task | None:
        while not self._tasks:
            if not self._listen():
                return None
        return self._tasks.popleft()

    def _listen(self) -> bool:
        frames = self._channel.pull()
        if frames is None:
            return False
        for data in frames:
            message = _decode(data)
            if isinstance(message, Task):
                self._tasks.append(message)
            else:
                self._answers.append(message)
        return True

    def _is_wanted(self, task: Task, fd: int) -> bool:
        if not task.digest_first:
            return True
        try:
            with os.fdopen(fd, "rb", closefd=False) as stream:
                digest = content_digest(stream, lambda _: self._emit(Beat(0)))
        except OSError:
            return True  # the pipeline meets the same error and words it
        self._say(Digest(digest), now=True)
        while not self._answers:
            if not self._listen():
                return False
        return self._answers.popleft().read

    def _emit(self, message: Said) -> None:
        if isinstance(message, Beat):
            if time.monotonic() - self._sent_at >= _BEAT_SECONDS:
                self._say(message, now=True)
            return
        if isinstance(message, Began):
            self._began = True
            self._open.append(message.member)
        elif isinstance(message, Ended):
            self._open.pop()
        else:
            self._found = True
        self._say(message, now=not isinstance(message, Ended))  # what follows may be the worker's end

    def _say(self, message: msgspec.Struct, *, now: bool) -> None:
        self._unsent += frame(message)
        if now or len(self._unsent) >= _SEND_BYTES:
            data, self._unsent = self._unsent, bytearray()
            self._sent_at = time.monotonic()
            self._channel.push(data)

    def _end_for_memory(self, task: Task) -> None:
        self._reserve = bytearray()  # so that there is room to say so
        if not self._began:
            self._emit(Began(None))
        for member in reversed(self._open):
            outcome = outcome_of(Reason.MEMORY, something_read=self._found)
            size_bytes = task.size_bytes if member is None else 0
            self._say(Ended(member, outcome, Reason.MEMORY, "", size_bytes, b""), now=False)
        self._say(Done(task.number), now=True)
