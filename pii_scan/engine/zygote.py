"""The warmed parent of all workers: loads what workers need once, then forks one whenever it is asked.

It is forked from the main process before a key is read, so that no worker can ever hold one.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

import msgspec

from pii_scan.core import errors
from pii_scan.core.errors import PiiScanError
from pii_scan.engine import confinement
from pii_scan.engine.channel import Channel, channel_pair, frame
from pii_scan.engine.worker import PipelineLike, Worker
from pii_scan.settings.settings import Settings

MakePipeline = Callable[[Settings], PipelineLike]

_REAP_SECONDS = 0.5
_CLOSE_SECONDS = 2.0
_LOAD_ERRORS = (ImportError, OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError)


class Birth(msgspec.Struct, tag="birth", array_like=True, frozen=True):
    """Main to zygote: fork one worker."""


class Ready(msgspec.Struct, tag="ready", array_like=True, frozen=True):
    """Zygote to main: the pipeline is loaded. `offline` tells whether workers have no network."""

    offline: bool


class Failed(msgspec.Struct, tag="failed", array_like=True, frozen=True):
    """Zygote to main: the pipeline cannot be loaded, by an error of `core.errors`."""

    kind: str
    text: str


class Born(msgspec.Struct, tag="born", array_like=True, frozen=True):
    """Zygote to main: a worker lives; the socket to it and its process descriptor come along."""

    pid: int


_decode = msgspec.msgpack.Decoder(Ready | Failed | Born).decode


@dataclass(frozen=True, slots=True)
class Newborn:
    """A worker as the zygote hands it over."""

    pid: int
    connection: socket.socket
    pidfd: int


class Zygote:
    """The main process's side; the process is forked at once."""

    def __init__(self, settings: Settings, make_pipeline: MakePipeline) -> None:
        self.offline: bool | None = None
        self._channel, there = channel_pair(takes_fds=True)
        main_pid = os.getpid()
        self._pid = os.fork()
        if self._pid == 0:
            _run(there, main_pid, settings, make_pipeline)
        there.close()

    def fileno(self) -> int:
        """Give the descriptor on which news arrive, for selectors."""
        return self._channel.fileno()

    def ask(self) -> None:
        """Ask for one more worker."""
        self._channel.push(frame(Birth()))

    def news(self) -> list[Newborn]:
        """Give the workers born since the last call; does not wait.

        Raises:
            PiiScanError: the pipeline cannot be loaded, or the process has ended.
        """
        frames = self._channel.pull()
        if frames is None:
            raise PiiScanError("the process that starts the readers has ended; run the command again")
        born = []
        for data in frames:
            message = _decode(data)
            if isinstance(message, Born):
                connection = socket.socket(fileno=self._channel.take_fd())
                born.append(Newborn(message.pid, connection, self._channel.take_fd()))
            elif isinstance(message, Ready):
                self.offline = message.offline
            else:
                raise _error_of(message)
        return born

    def close(self) -> None:
        """End the process and every worker with it."""
        self._channel.close()
        until = time.monotonic() + (_CLOSE_SECONDS if self.offline is not None else 0)
        while os.waitpid(self._pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > until:
                os.kill(self._pid, signal.SIGKILL)
            time.sleep(_CLOSE_SECONDS / 1000)


def _error_of(failed: Failed) -> PiiScanError:
    kind = getattr(errors, failed.kind, PiiScanError)
    return kind(failed.text) if isinstance(kind, type) and issubclass(kind, PiiScanError) else PiiScanError(failed.text)


def _run(connection: socket.socket, main_pid: int, settings: Settings, make_pipeline: MakePipeline) -> None:
    """Be the zygote; never return."""
    try:
        offline = confinement.leave_network()
        confinement.settle_in(main_pid, [connection.fileno()])
        confinement.use_few_arenas()
        channel = Channel(connection)
        try:
            pipeline = make_pipeline(settings)
        except PiiScanError as error:
            channel.push(frame(Failed(type(error).__name__, str(error))))
            return
        except _LOAD_ERRORS as error:  # nothing was read yet, so its words quote no content
            text = f"the readers cannot be loaded: {type(error).__name__}: {error}"
            channel.push(frame(Failed(PiiScanError.__name__, text)))
            return
        gc.collect()
        gc.freeze()
        channel.push(frame(Ready(offline)))
        confinement.outlive_parent()  # for as long as it takes to end what workers have started
        _serve(channel, pipeline, settings)
    finally:
        os._exit(0)


def _serve(channel: Channel, pipeline: PipelineLike, settings: Settings) -> None:
    """Bear workers until the main process hangs up."""
    living: set[int] = set()
    frames: list[bytes] | None = []
    while frames is not None:
        if select.select([channel], [], [], _REAP_SECONDS)[0]:
            frames = channel.pull()
            living.update(_bear(channel, pipeline, settings) for _ in frames or ())
        living -= set(_bury_dead())
    for pid in living:
        _end_group(pid)


def _bear(channel: Channel, pipeline: PipelineLike, settings: Settings) -> int:
    """Fork a worker and hand it over; give its number."""
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    zygote_pid = os.getpid()
    pid = os.fork()
    if pid == 0:
        try:
            here.close()
            channel.close()
            _live(there, zygote_pid, pipeline, settings)
        finally:
            os._exit(0)
    there.close()
    channel.push(frame(Born(pid)), here.detach(), os.pidfd_open(pid))
    return pid


def _live(connection: socket.socket, zygote_pid: int, pipeline: PipelineLike, settings: Settings) -> None:
    """Be a worker. It leads a process group of its own, so that what it starts ends with it."""
    os.setpgid(0, 0)
    confinement.die_with(zygote_pid)
    confinement.be_mute()
    confinement.cap_memory(settings.limits.worker_memory_bytes)
    confinement.write_no_files()
    Worker(Channel(connection, takes_fds=True), pipeline).serve()


def _bury_dead() -> Iterator[int]:
    """Bury dead workers, after ending whatever they had started, and give their numbers."""
    with suppress(ChildProcessError):
        while (dead := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) is not None:
            _end_group(dead.si_pid)
            os.waitpid(dead.si_pid, 0)
            yield dead.si_pid


def _end_group(pid: int) -> None:
    with suppress(ProcessLookupError, PermissionError):  # nothing was left of it
        os.killpg(pid, signal.SIGKILL)
