"""The sealers: processes that hold the keys and turn what workers found into what may be stored.

They parse nothing but blocks in a fixed schema. Blocks of one item go to one sealer and come back in order.
"""

from __future__ import annotations

import os
import signal
import socket
import struct
from collections import deque
from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

import msgspec

from pii_scan.core.errors import PiiScanError
from pii_scan.core.ports import SealedBlock
from pii_scan.engine import confinement
from pii_scan.engine.channel import MAX_FRAME_BYTES, Channel, channel_pair, frame, frame_head

IN_FLIGHT_BYTES = 32 << 20
_HEAD = struct.Struct(">16sII")
_SEALED_FRAME_BYTES = 4 * MAX_FRAME_BYTES
_decode = msgspec.msgpack.Decoder(SealedBlock | None).decode
_encode = msgspec.msgpack.Encoder().encode

Ticket = TypeVar("Ticket")


class SealerLike(Protocol):
    """What a sealer process runs; see `inventory.sealer`."""

    def seal(self, uid: bytes, member_ordinal: int, ordinal: int, payload: bytes) -> SealedBlock:
        """Seal one block.

        Raises:
            PiiScanError: the payload is no valid block.
        """


class Sealers(Generic[Ticket]):
    """The main process's side; the processes are forked at once. A ticket names who waits for a block."""

    def __init__(self, sealer: SealerLike, count: int) -> None:
        self._main_pid = os.getpid()
        self._posts = [_Post[Ticket](sealer, self._main_pid) for _ in range(count)]
        self._in_flight_bytes = 0

    @property
    def channels(self) -> list[Channel]:
        """Give the channels on which sealed blocks arrive, for selectors."""
        return [post.channel for post in self._posts]

    @property
    def is_full(self) -> bool:
        """Tell whether nothing more should be submitted for now."""
        return self._in_flight_bytes >= IN_FLIGHT_BYTES

    def submit(self, lane: int, ticket: Ticket, place: tuple[bytes, int, int], payload: bytes) -> None:
        """Have a block sealed for its place (uid, member and block ordinal); one `lane` comes back in order."""
        post = self._posts[lane % len(self._posts)]
        post.waiting.append((ticket, len(payload)))
        self._in_flight_bytes += len(payload)
        post.channel.push(frame_head(len(payload), _HEAD.pack(*place)))
        post.channel.push(payload)

    def collect(self, index: int) -> Iterator[tuple[Ticket, SealedBlock | None]]:
        """Give what one sealer has done since the last call; None where it refused the block as malformed.

        Raises:
            PiiScanError: the sealer has ended.
        """
        post = self._posts[index]
        frames = post.channel.pull()
        if frames is None:
            raise PiiScanError("a process that seals what is found has ended; run the command again")
        for data in frames:
            ticket, size_bytes = post.waiting.popleft()
            self._in_flight_bytes -= size_bytes
            yield ticket, _decode(data)

    def close(self) -> None:
        """End the processes."""
        for post in self._posts:
            post.close()


class _Post(Generic[Ticket]):
    """One sealer process and who waits for it."""

    def __init__(self, sealer: SealerLike, main_pid: int) -> None:
        self.waiting: deque[tuple[Ticket, int]] = deque()
        self.channel, there = channel_pair(max_frame_bytes=_SEALED_FRAME_BYTES)
        self._pid = os.fork()
        if self._pid == 0:
            _run(there, main_pid, sealer)
        there.close()

    def close(self) -> None:
        self.channel.close()
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _run(connection: socket.socket, main_pid: int, sealer: SealerLike) -> None:
    """Be a sealer; never return."""
    try:
        confinement.leave_network()
        confinement.settle_in(main_pid, [connection.fileno()])
        confinement.hide_memory()
        channel = Channel(connection, max_frame_bytes=2 * MAX_FRAME_BYTES)
        while (frames := channel.pull()) is not None:
            for data in frames:
                channel.push(_sealed(sealer, data))
    finally:
        os._exit(0)


def _sealed(sealer: SealerLike, data: bytes) -> bytearray:
    uid, member_ordinal, ordinal = _HEAD.unpack_from(data)
    try:
        answer: SealedBlock | None = sealer.seal(uid, member_ordinal, ordinal, data[_HEAD.size :])
    except PiiScanError:
        answer = None
    return frame(answer)
