"""Fakes of what the engine joins: a pipeline that does as the file says, a sealer, an inventory in memory."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pii_scan.core.errors import ConfigError, PiiScanError
from pii_scan.core.ports import SealedBlock
from pii_scan.core.types import Item, Unlisted
from pii_scan.engine.attempt import Tally
from pii_scan.engine.channel import frame
from pii_scan.engine.local import LocalEngine
from pii_scan.engine.messages import Beat, Began, Digest, Ended, Found, Task
from pii_scan.settings.settings import MIB, Limits, Settings
from pii_scan.sources.filesystem import FolderSource

MALFORMED = b"malformed"


class ScriptedPipeline:
    """Reads a file as a script: one command a line, each a way in which a parser can behave or misbehave."""

    def __init__(self, settings: Settings) -> None:
        self._fd = -1

    def run(self, task: Task, stream_fd: int, emit: Callable[[Began | Found | Beat | Ended], None]) -> None:
        with os.fdopen(stream_fd, "rb") as stream:
            script = stream.read().decode().splitlines()
        poison = dict(task.poison)
        emit(Began(None))
        self._member: str | None = None
        self._skipping = False
        for line in script:
            command, _, argument = line.partition(" ")
            if command == "member":
                emit(Began(argument))
                self._member = argument
                if argument in poison:
                    emit(Ended(argument, "failed", poison[argument], "", 0, b""))
                    self._member, self._skipping = None, True
            elif command == "end":
                if not self._skipping:
                    emit(Ended(self._member, "scanned", None, "text/plain", 1, b""))
                self._member, self._skipping = None, False
            elif not self._skipping:
                getattr(self, f"do_{command}")(argument, emit)
        emit(Ended(None, "scanned", None, "text/plain", task.size_bytes, b""))

    def do_find(self, text, emit):
        emit(Found(self._member, text.encode()))

    def do_flood(self, blocks, emit):
        for number in range(int(blocks)):
            emit(Found(self._member, number.to_bytes(4, "big") + bytes(MIB - 4)))

    def do_hang(self, _, emit):
        time.sleep(3600)

    def do_beat(self, seconds, emit):
        until = time.monotonic() + float(seconds)
        while time.monotonic() < until:
            emit(Beat(1))
            time.sleep(0.02)

    def do_sleep(self, seconds, emit):
        time.sleep(float(seconds))

    def do_abort(self, _, emit):
        os.abort()

    def do_abort_once(self, marker, emit):
        if not Path(marker).exists():
            Path(marker).touch()
            os.abort()

    def do_segfault(self, _, emit):
        os.kill(os.getpid(), signal.SIGSEGV)

    def do_exit(self, _, emit):
        os._exit(0)

    def do_system_exit(self, _, emit):
        sys.exit(0)

    def do_hog(self, _, emit):
        self._hoard = [bytearray(16 * MIB) for _ in range(1 << 12)]

    def do_fork(self, marker, emit):
        pid = os.fork()
        if pid == 0:
            os.close(_worker_socket())
            time.sleep(3600)
        Path(f"{marker}.{pid}").touch()
        os.abort()

    def do_write(self, path, emit):
        try:
            Path(path).write_text("written")
        except OSError:
            emit(Found(None, b"refused"))

    def do_connect(self, port, emit):
        try:
            socket.create_connection(("127.0.0.1", int(port)), timeout=1).close()
        except OSError:
            emit(Found(None, b"refused"))

    def do_speak(self, what, emit):
        garbage = {
            "noise": struct.pack(">I", 5) + b"noise",
            "pickle": struct.pack(">I", 40) + pickle.dumps("x" * 40)[:40],
            "huge": struct.pack(">I", 0xFFFFFFFF),
            "digest": bytes(frame(Digest(bytes(32)))),
            "wrong": struct.pack(">I", 8) + b"\x92\xa5found\xc0"[:8],
        }
        os.write(_worker_socket(), garbage[what])
        time.sleep(3600)

    def do_end_wrong(self, outcome, emit):
        emit(Ended(None, outcome, None, "", 0, b""))

    def do_end_naming(self, part, emit):
        emit(Ended(None, "partial", "truncated", "", 0, b"", part))

    def do_end_unknown(self, _, emit):
        emit(Ended("never begun", "scanned", None, "", 0, b""))

    def do_fds(self, _, emit):
        emit(Found(None, str(sorted(_fd_kinds())).encode()))


def _worker_socket() -> int:
    """Find the descriptor of the worker's own connection."""
    return next(fd for fd, kind in _fd_kinds() if kind == "socket")


def _fd_kinds() -> Iterator[tuple[int, str]]:
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            yield int(link.name), str(link.readlink()).partition(":")[0]


class UnloadablePipeline:
    def __init__(self, settings: Settings) -> None:
        raise ConfigError("lexicon.tsv, line 3: no such category")


class EchoSealer:
    """Keeps the payload, so that tests see it come out whole."""

    def seal(self, uid: bytes, member_ordinal: int, ordinal: int, payload: bytes) -> SealedBlock:
        if payload == MALFORMED:
            raise PiiScanError("malformed")
        return SealedBlock(uid + bytes([member_ordinal, ordinal % 256]), payload, 1, ())


class SlowSealer(EchoSealer):
    def seal(self, uid: bytes, member_ordinal: int, ordinal: int, payload: bytes) -> SealedBlock:
        time.sleep(0.01)
        return super().seal(uid, member_ordinal, ordinal, payload[:4])


@dataclass
class MemoryDraft:
    recorder: MemoryRecorder
    item: Item
    uid: bytes = field(default_factory=lambda: os.urandom(16))
    blocks: dict[str | None, list[bytes]] = field(default_factory=dict)
    ends: dict[str | None, tuple[str, str | None]] = field(default_factory=dict)

    def add(self, member: str | None, ordinal: int, block: SealedBlock) -> None:
        assert member not in self.ends
        assert block.index.startswith(self.uid)
        blocks = self.blocks.setdefault(member, [])
        assert ordinal == len(blocks)
        blocks.append(block.sealed)

    def end(self, member, outcome, reason, media_type, size_bytes, digest, unread="") -> None:
        assert member not in self.ends
        self.ends[member] = (str(outcome), None if reason is None else str(reason))

    def commit(self) -> None:
        assert set(self.blocks) <= set(self.ends)
        assert None in self.ends
        self.recorder.open.remove(self.uid)
        self.recorder.drafts[self.item.path] = self

    def discard(self) -> None:
        self.recorder.open.remove(self.uid)


@dataclass
class MemoryRecorder:
    """See `core.ports.Recorder`; keeps all in memory."""

    known: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    digests: set[bytes] = field(default_factory=set)
    sizes: set[int] = field(default_factory=set)
    drafts: dict[str, MemoryDraft] = field(default_factory=dict)
    open: set[bytes] = field(default_factory=set)
    copies: list[str] = field(default_factory=list)
    unlisted_paths: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0

    def unchanged(self, item: Item) -> tuple[str, str | None] | None:
        return self.known.get(item.path)

    def size_is_known(self, size_bytes: int) -> bool:
        return size_bytes in self.sizes

    def copy(self, item: Item, digest: bytes) -> bool:
        if digest in self.digests:
            self.copies.append(item.path)
        return digest in self.digests

    def draft(self, item: Item) -> MemoryDraft:
        draft = MemoryDraft(self, item)
        self.open.add(draft.uid)
        return draft

    def unlisted(self, entry: Unlisted) -> None:
        self.unlisted_paths.append(entry.path)

    def flush(self) -> None:
        pass

    def finish(self, *, complete: bool) -> int:
        return 0

    def ends(self, item: str) -> dict[str | None, tuple[str, str | None]]:
        return self.drafts[item].ends

    def found(self, item: str) -> dict[str | None, list[bytes]]:
        return self.drafts[item].blocks


@dataclass
class CountingProgress:
    totals: list[tuple[int, int]] = field(default_factory=list)
    items: int = 0
    size_bytes: int = 0

    def total(self, items: int, size_bytes: int) -> None:
        self.totals.append((items, size_bytes))

    def advance(self, items: int, size_bytes: int) -> None:
        self.items += items
        self.size_bytes += size_bytes


class Bench:
    """A folder of scripts, and everything needed to scan it with fakes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "scripts"
        self.folder.mkdir()
        self.recorder = MemoryRecorder()
        self.progress = CountingProgress()
        self.limits = Limits(stall_seconds=30, worker_memory_bytes=256 * MIB)
        self.workers = 2
        self.sealer: EchoSealer = EchoSealer()
        self.make_pipeline: type = ScriptedPipeline
        self.is_stopped: Callable[[], bool] = lambda: False

    def stall_after(self, seconds: float) -> None:
        self.limits = replace(self.limits, stall_seconds=seconds)

    def write(self, name: str, *commands: str) -> None:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("\n".join(commands))

    @property
    def settings(self) -> Settings:
        return Settings(inventory="", key_file=Path(), workers=self.workers, limits=self.limits)

    def engine(self) -> LocalEngine:
        return LocalEngine(self.settings, self.make_pipeline)

    def scan(self, source=None) -> Tally:
        with self.engine() as engine:
            engine.open_sealers(self.sealer)
            return self.scan_with(engine, source)

    def scan_with(self, engine: LocalEngine, source=None) -> Tally:
        source = source or FolderSource(self.folder)
        self.tally, self.is_complete = engine.scan(source, self.recorder, self.progress, self.is_stopped)
        return self.tally


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def unloadable() -> type:
    return UnloadablePipeline


@pytest.fixture
def slow_sealer() -> EchoSealer:
    return SlowSealer()


@pytest.fixture
def children() -> Callable[[], list[int]]:
    """Give the living processes below this one, all generations, zombies left out."""

    def listed() -> list[int]:
        table = subprocess.run(["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True).stdout
        parents = {
            int(pid): int(ppid) for pid, ppid, stat in (line.split() for line in table.splitlines()) if stat[0] != "Z"
        }
        return [pid for pid in parents if _descends(pid, os.getpid(), parents)]

    return listed


def _descends(pid: int, ancestor: int, parents: dict[int, int]) -> bool:
    seen = parents.get(pid, 0)
    while seen not in {0, ancestor}:
        seen = parents.get(seen, 0)
    return seen == ancestor
