"""A share that does not answer any more costs what lies on it, and the scan goes on (A15)."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pii_scan.core.errors import SourceError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Item, Unlisted
from pii_scan.engine.ahead import Ahead
from pii_scan.sources.filesystem import FolderSource

STALLED = ("failed", "timeout")
GIVEN_UP = ("failed", "unreadable")
FOUND = ("scanned", None)


class Hanging:
    """A source of files on several devices; opening one that is named in `hangs` waits for a writer that never comes."""

    name = "hanging"

    def __init__(self, folder: Path, devices: dict[str, int], hangs: set[str]) -> None:
        self.folder = folder
        self.devices = devices
        self.hangs = hangs
        self.fifo = folder.parent / "fifo"
        os.mkfifo(self.fifo)

    def items(self) -> Iterator[Item | Unlisted]:
        for name, device in self.devices.items():
            yield Item(name, 1, 1, 0, device)

    def open(self, item, opening=None) -> int:
        if item.path in self.hangs:
            return os.open(self.fifo, os.O_RDONLY)
        return os.open(self.folder / item.path, os.O_RDONLY)

    def release(self) -> None:
        """Let the threads that hang go on."""
        for _ in range(len(self.hangs)):
            try:
                os.close(os.open(self.fifo, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                return
            time.sleep(0.01)


@pytest.fixture
def hanging(bench):
    made: list[Hanging] = []

    def make(devices: dict[str, int], hangs: set[str]) -> Hanging:
        for name in devices:
            bench.write(name, f"find {name}")
        made.append(Hanging(bench.folder, devices, hangs))
        return made[-1]

    yield make
    for source in made:
        source.release()


def test_one_file_that_cannot_be_opened_in_time_costs_itself(bench, hanging) -> None:
    bench.stall_after(0.5)

    tally = bench.scan(hanging(dict.fromkeys("abcdefgh", 1), {"c"}))

    assert bench.is_complete
    assert bench.recorder.ends("c") == {None: STALLED}
    assert all(bench.recorder.ends(name) == {None: FOUND} for name in "abdefgh")
    assert tally.unread == {Reason.TIMEOUT: 1}


def test_after_three_stalls_the_rest_of_a_mount_is_left_and_other_mounts_go_on(bench, hanging) -> None:
    bench.stall_after(0.5)
    dead = [f"dead{n:02}" for n in range(40)]
    good = [f"good{n:02}" for n in range(10)]

    bench.scan(hanging(dict.fromkeys(dead, 1) | dict.fromkeys(good, 2), set(dead)))

    ends = [bench.recorder.ends(name)[None] for name in dead]
    assert set(ends) == {STALLED, GIVEN_UP}
    assert 3 <= ends.count(STALLED) <= 8
    assert all(bench.recorder.found(name) == {None: [name.encode()]} for name in good)
    assert bench.is_complete


def test_a_mount_that_answers_now_and_then_is_not_given_up(bench, hanging) -> None:
    bench.stall_after(0.4)
    names = [f"{n:02}" for n in range(24)]
    slow = set(names[::6])

    bench.scan(hanging(dict.fromkeys(names, 1), slow))

    assert {name for name in names if bench.recorder.ends(name)[None] == FOUND} == set(names) - slow


def test_what_cannot_be_reached_three_times_in_a_row_is_not_tried_on(bench) -> None:
    class Unreachable(Hanging):
        tried = 0

        def open(self, item, opening=None) -> int:
            self.tried += 1
            raise ConnectionResetError(104, "gone")

    source = Unreachable(bench.folder, {f"{n:03}": 1 for n in range(200)}, set())
    tally = bench.scan(source)

    assert tally.unread == {Reason.UNREADABLE: 200}
    assert source.tried < 50


def test_a_fetch_that_goes_on_is_no_stall(bench) -> None:
    class Slow(Hanging):
        def open(self, item, opening=None) -> int:
            for _ in range(20):
                opening.beat()
                time.sleep(0.1)
            return super().open(item)

    bench.write("a", "find a")
    bench.stall_after(0.5)
    bench.scan(Slow(bench.folder, {"a": 1}, set()))

    assert bench.recorder.ends("a") == {None: FOUND}


def test_a_listing_that_hangs_is_one_row_and_what_was_listed_is_read(bench) -> None:
    go_on = threading.Event()

    class Endless(Hanging):
        def items(self):
            yield from super().items()
            go_on.wait(60)

    bench.write("a", "find a")
    bench.stall_after(0.2)
    tally = bench.scan(Endless(bench.folder, {"a": 1}, set()))
    go_on.set()

    assert bench.recorder.unlisted_paths == ["."]
    assert bench.recorder.ends("a") == {None: FOUND}
    assert tally.unread == {Reason.TIMEOUT: 1}


def test_a_listing_that_fails_ends_the_scan(bench) -> None:
    class Broken(Hanging):
        def items(self):
            yield from super().items()
            raise SourceError("cannot be listed")

    with pytest.raises(SourceError):
        bench.scan(Broken(bench.folder, {}, set()))


def test_a_scan_leaves_no_descriptor_of_what_it_opened_ahead(bench, hanging) -> None:
    for number in range(40):
        bench.write(f"{number:02}", "sleep 0.05")
    before = len(list(Path("/proc/self/fd").iterdir()))
    started = time.monotonic()
    bench.is_stopped = lambda: time.monotonic() - started > 1
    bench.scan(FolderSource(bench.folder))

    assert not bench.is_complete
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_listing_keeps_its_order_and_is_bounded() -> None:
    given = []

    def entries() -> Iterator[Item]:
        for number in range(5000):
            given.append(number)
            yield Item(str(number), 1, 1)

    ahead = Ahead(entries())
    time.sleep(0.2)
    assert len(given) < 2000
    taken: list[str] = []
    while not ahead.is_exhausted:
        taken += [entry.path for entry in ahead.take(100)]
    ahead.close()

    assert taken == [str(number) for number in range(5000)]
