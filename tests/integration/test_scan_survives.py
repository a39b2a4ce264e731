"""A whole scan with real processes and a real inventory: killed, stopped, repeated, changed.

The pipeline is a small one of the test's own, so that a scan takes milliseconds.
"""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pii_scan.app.scan import ScanSummary, run_scan
from pii_scan.core.errors import KeyFileError, LockedError, SourceError
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.types import Block, Finding
from pii_scan.engine.messages import Beat, Began, Ended, Found, Task
from pii_scan.inventory import open_reader, open_recorder
from pii_scan.settings.settings import Settings

ITEMS = 150


class LinePipeline:
    """Finds every line of a text; lines that say how to behave are obeyed."""

    def run(self, task: Task, stream_fd: int, emit: Callable[[Began | Found | Beat | Ended], None]) -> None:
        with os.fdopen(stream_fd, "rb") as stream:
            lines = stream.read().decode().splitlines()
        emit(Began(None))
        for number, line in enumerate(lines, 1):
            if line == "abort":
                os.abort()
            if line.startswith("wait "):
                Path(line.removeprefix("wait ")).touch()
                time.sleep(3600)
            finding = Finding("EMAIL_ADDRESS", line, line, 0.9, "LinePipeline", (), {"line": number})
            emit(Found(None, msgspec.msgpack.encode(Block(findings=[finding]))))
        time.sleep(0.002)
        emit(Ended(None, "scanned", None, "text/plain", task.size_bytes, b""))


class Silence:
    def total(self, items: int, size_bytes: int) -> None:
        pass

    def advance(self, items: int, size_bytes: int) -> None:
        pass


class Desk:
    """A share, and an inventory for it."""

    def __init__(self, folder: Path) -> None:
        self.share = folder / "share"
        self.share.mkdir()
        self.settings = Settings(inventory=str(folder / "inv" / "inventory.db"), key_file=folder / "key", workers=2)

    def write(self, name: str, *lines: str) -> None:
        (self.share / name).write_text("\n".join(lines))

    def fill(self) -> None:
        for number in range(ITEMS):
            self.write(f"{number:03}.txt", *[f"p{number}.{line}@example.be" for line in range(number % 5)])

    def scan(self, *targets: str, refresh: bool = False) -> ScanSummary:
        chosen = targets or (() if refresh else (str(self.share),))
        return run_scan(self.settings, chosen, Silence(), refresh=refresh, make_pipeline=lambda _: LinePipeline())

    def scan_apart(self) -> int:
        """Scan in a process of its own and give its number."""
        pid = os.fork()
        if pid == 0:
            status = 1
            try:
                summary = self.scan()
                status = 0 if summary.interrupted_by is None else 128 + summary.interrupted_by
            finally:
                os._exit(status)
        return pid

    def findings(self) -> list[tuple[str, str | None]]:
        reader = open_reader(self.settings.inventory, self.settings.key_file)
        return sorted((ref.item, f.value) for ref, block in reader.findings() for f in block.expand())

    def coverage(self) -> dict[str, tuple[Outcome, Reason | None]]:
        reader = open_reader(self.settings.inventory, self.settings.key_file)
        return {row.ref.item: (row.outcome, row.reason) for row in reader.coverage()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def expected() -> list[tuple[str, str | None]]:
    return sorted((f"{n:03}.txt", f"p{n}.{line}@example.be") for n in range(ITEMS) for line in range(n % 5))


def test_a_scan_records_every_item_once(desk) -> None:
    desk.fill()

    summary = desk.scan()

    assert desk.findings() == expected()
    assert (summary.items, summary.findings, summary.complete) == (ITEMS, len(expected()), True)
    assert summary.new_key_file == desk.settings.key_file
    assert desk.settings.key_file.stat().st_mode & 0o777 == 0o600


def test_killing_the_whole_program_at_random_moments_loses_and_doubles_nothing(desk) -> None:
    desk.fill()
    chance = random.Random(9)
    for _ in range(8):
        pid = desk.scan_apart()
        time.sleep(chance.uniform(0.05, 0.4))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    summary = desk.scan()

    assert desk.findings() == expected()
    assert summary.complete


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_scan_in_order_and_the_next_one_goes_on(desk, number) -> None:
    desk.write("first.txt", "a@example.be")
    mark = desk.share.parent / "waiting"
    desk.write("second.txt", "b@example.be", f"wait {mark}")
    pid = desk.scan_apart()
    until = time.monotonic() + 60
    while not mark.exists() and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(3)  # the other worker has read the first one by now, also on a busy machine

    os.kill(pid, number)
    _, status = os.waitpid(pid, 0)

    assert os.waitstatus_to_exitcode(status) == 128 + number
    assert desk.findings() == [("first.txt", "a@example.be")]
    desk.write("second.txt", "b@example.be")
    assert desk.scan().outcomes == {Outcome.UNCHANGED: 1, Outcome.SCANNED: 1}


def test_refresh_reads_what_changed_and_tells_what_is_gone(desk) -> None:
    for name in ("same", "changed", "gone"):
        desk.write(name, f"{name}@example.be")
    desk.scan()
    desk.write("changed", "other-one@example.be")
    desk.write("new", "new@example.be")
    (desk.share / "gone").unlink()

    summary = desk.scan(refresh=True)

    assert summary.outcomes == {Outcome.UNCHANGED: 1, Outcome.SCANNED: 2}
    assert (summary.gone, summary.new, summary.changed) == (1, 1, 1)
    assert desk.coverage()["gone"] == (Outcome.GONE, Reason.VANISHED)
    assert [value for _, value in desk.findings()] == ["other-one@example.be", "new@example.be", "same@example.be"]


def test_an_item_that_crashes_its_reader_is_not_tried_again_until_it_changes(desk) -> None:
    desk.write("bad", "abort")
    first = desk.scan()
    again = desk.scan()
    desk.write("bad", "mended@example.be")
    mended = desk.scan()

    assert [(unread.reason, unread.count) for unread in first.unread] == [(Reason.CRASHED, 1)]
    assert again.outcomes == {Outcome.UNCHANGED: 1}
    assert not again.complete
    assert mended.complete


def test_what_lies_below_a_folder_that_cannot_be_listed_is_not_gone(desk, monkeypatch) -> None:
    folder = desk.share / "folder"
    folder.mkdir()
    (folder / "file").write_text("a@example.be")
    desk.scan()
    listdir = os.listdir
    identity = folder.stat().st_ino

    def refuse(descriptor):
        if isinstance(descriptor, int) and os.fstat(descriptor).st_ino == identity:
            raise PermissionError(13, "no")
        return listdir(descriptor)

    monkeypatch.setattr("pii_scan.sources.filesystem.os.listdir", refuse)

    summary = desk.scan()

    assert summary.gone == 0
    assert [unread.reason for unread in summary.unread] == [Reason.UNREADABLE]
    assert desk.findings() == [("folder/file", "a@example.be")]


def test_the_inventory_and_key_are_not_scanned_themselves(tmp_path) -> None:
    desk = Desk(tmp_path)
    desk.settings = Settings(inventory=str(desk.share / "i.db"), key_file=desk.share / "key")
    desk.write("file", "a@example.be")

    desk.scan()
    desk.scan()

    assert [name for name, end in desk.coverage().items() if end[1] is not Reason.EXCLUDED] == ["file"]


def test_a_wrong_target_is_told_before_anything_is_scanned(desk) -> None:
    desk.fill()

    with pytest.raises(SourceError):
        desk.scan(str(desk.share), str(desk.share / "no such folder"))

    assert not Path(desk.settings.inventory).exists()


def test_a_missing_key_is_not_replaced_once_there_is_an_inventory(desk) -> None:
    desk.write("file", "a@example.be")
    desk.scan()
    desk.settings.key_file.unlink()

    with pytest.raises(KeyFileError):
        desk.scan()

    assert not desk.settings.key_file.exists()


def test_a_second_scan_at_the_same_time_is_refused(desk) -> None:
    desk.write("file", "a@example.be")
    desk.scan()

    with (
        open_recorder(desk.settings.inventory, desk.settings.key_file, "other", b""),
        pytest.raises(LockedError),
    ):
        desk.scan()


def test_a_scan_leaves_signals_and_descriptors_as_they_were(desk) -> None:
    desk.write("file", "a@example.be")
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    before = len(list(Path("/proc/self/fd").iterdir()))

    desk.scan()

    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == handlers


def test_a_scan_may_run_in_a_thread(desk) -> None:
    desk.write("file", "a@example.be")
    summaries: list[ScanSummary] = []
    thread = threading.Thread(target=lambda: summaries.append(desk.scan()))
    thread.start()
    thread.join()

    assert summaries[0].complete
