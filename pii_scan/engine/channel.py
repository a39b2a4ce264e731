"""Length-prefixed frames over a Unix stream socket; a file descriptor may travel with a frame.

One class serves both sides: over a blocking socket `pull` waits and `push` sends all; over a non-blocking one
they do what can be done at once. What comes in is judged by its announced length before it is kept.
"""

from __future__ import annotations

import array
import os
import socket
import struct
from collections import deque

import msgspec

MAX_FRAME_BYTES = 64 << 20
_LENGTH = struct.Struct(">I")
_READ_BYTES = 1 << 18
_FDS_AT_ONCE = 8
_BUFFERS_AT_ONCE = 16
_FD = array.array("i")
_ANCILLARY_BYTES = socket.CMSG_SPACE(_FDS_AT_ONCE * _FD.itemsize)
_encode_into = msgspec.msgpack.Encoder().encode_into


class BrokenFrameError(Exception):
    """The other side announced more than a frame may hold; it cannot be trusted any more.

    `frames` are those that came whole before: they may belong to work that was done well.
    """

    def __init__(self, message: str, frames: list[bytes]) -> None:
        super().__init__(message)
        self.frames = frames


def frame(message: object) -> bytearray:
    """Give a message as one frame, its length before it."""
    buffer = bytearray(_LENGTH.size)
    _encode_into(message, buffer, _LENGTH.size)
    _LENGTH.pack_into(buffer, 0, len(buffer) - _LENGTH.size)
    return buffer


def frame_head(size_bytes: int, prefix: bytes) -> bytes:
    """Give the beginning of a frame of `prefix` and `size_bytes` more, which are pushed on their own, uncopied."""
    return _LENGTH.pack(len(prefix) + size_bytes) + prefix


class Channel:
    """One end of a connection; owns its socket and the descriptors that wait to be sent."""

    def __init__(
        self, connection: socket.socket, *, takes_fds: bool = False, max_frame_bytes: int = MAX_FRAME_BYTES
    ) -> None:
        self._socket = connection
        self._takes_fds = takes_fds
        self._max_frame_bytes = max_frame_bytes
        self._incoming = bytearray()
        self._fds: deque[int] = deque()
        self._outgoing: deque[tuple[memoryview, tuple[int, ...]]] = deque()

    def fileno(self) -> int:
        """Give the socket's descriptor, for selectors."""
        return self._socket.fileno()

    @property
    def pending(self) -> bool:
        """Tell whether something waits to be sent."""
        return bool(self._outgoing)

    def take_fd(self) -> int:
        """Give the oldest descriptor that came in and was not taken; the caller owns it.

        Raises:
            IndexError: none came.
        """
        return self._fds.popleft()

    def pull(self) -> list[bytes] | None:
        """Read once and give the frames that are whole now; None when the other side is gone.

        Raises:
            BrokenFrameError: a frame is announced that is longer than allowed.
        """
        try:
            data = self._receive()
        except (BlockingIOError, InterruptedError):
            return []
        except ConnectionError:
            return None
        if not data:
            return None
        self._incoming += data
        return self._frames()

    def _receive(self) -> bytes:
        if not self._takes_fds:
            return self._socket.recv(_READ_BYTES)
        data, ancillary, _, _ = self._socket.recvmsg(_READ_BYTES, _ANCILLARY_BYTES)
        for level, kind, content in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fds = array.array("i")
                fds.frombytes(content[: len(content) - len(content) % fds.itemsize])
                self._fds.extend(fds)
        return data

    def _frames(self) -> list[bytes]:
        incoming, at = self._incoming, 0
        frames: list[bytes] = []
        with memoryview(incoming) as view:
            while len(incoming) - at >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(incoming, at)
                if length > self._max_frame_bytes:
                    raise BrokenFrameError("a frame is longer than allowed", frames)
                end = at + _LENGTH.size + length
                if end > len(incoming):
                    break
                frames.append(bytes(view[at + _LENGTH.size : end]))
                at = end
        del incoming[:at]
        return frames

    def push(self, data: bytes | bytearray, *fds: int) -> None:
        """Send `data`, or as much as goes at once, and keep the rest; `fds` are closed once they are sent."""
        self._outgoing.append((memoryview(data), fds))
        self.flush()

    def flush(self) -> None:
        """Send what waits, as far as it goes; a vanished other side swallows it (`pull` tells)."""
        try:
            while self._outgoing:
                self._send_some()
        except (BlockingIOError, InterruptedError):
            return
        except ConnectionError:
            self._drop_outgoing()

    def _send_some(self) -> None:
        data, fds = self._outgoing[0]
        if fds:
            sent = socket.send_fds(self._socket, [data], list(fds))
            for fd in fds:
                os.close(fd)
            self._outgoing[0] = (data, ())
        else:
            sent = self._socket.sendmsg(self._next_buffers())
        while self._outgoing and sent >= len(self._outgoing[0][0]):
            sent -= len(self._outgoing.popleft()[0])
        if sent:
            data, fds = self._outgoing[0]
            self._outgoing[0] = (data[sent:], fds)

    def _next_buffers(self) -> list[memoryview]:
        buffers: list[memoryview] = []
        for data, fds in self._outgoing:
            if fds or len(buffers) == _BUFFERS_AT_ONCE:
                break
            buffers.append(data)
        return buffers

    def _drop_outgoing(self) -> None:
        for _, fds in self._outgoing:
            for fd in fds:
                os.close(fd)
        self._outgoing.clear()

    def close(self) -> None:
        """Close the socket and every descriptor that is still owned."""
        self._drop_outgoing()
        while self._fds:
            os.close(self._fds.popleft())
        self._socket.close()


def channel_pair(*, takes_fds: bool = False, max_frame_bytes: int = MAX_FRAME_BYTES) -> tuple[Channel, socket.socket]:
    """Give a non-blocking channel for this process, and the blocking socket of the other side."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    here.setblocking(False)  # noqa: FBT003  the standard library's own
    return Channel(here, takes_fds=takes_fds, max_frame_bytes=max_frame_bytes), there
