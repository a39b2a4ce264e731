"""What goes wrong outside the files that are read: one line that says what to do, the right code, nothing lost."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from fakes.commandline import CommandLine, stopped, wait_for
from fakes.people import number
from fakes.program import Done

FILES = 3
MANY = 3000
"""Files enough for a scan to be met in the middle, however quick the machine."""


def text(counter: int) -> str:
    return f"Numero national : {number('1972-08-09', counter)}\n"


def write_share(folder: Path, files: int = FILES) -> Path:
    folder.mkdir()
    for counter in range(1, files + 1):
        (folder / f"{counter:04}.txt").write_text(text(counter))
    return folder


@pytest.fixture(scope="module")
def scanned(tmp_path_factory) -> CommandLine:
    """A small share, scanned once; tests that break something work on a copy."""
    folder = tmp_path_factory.mktemp("errors")
    program = CommandLine(folder)
    assert program("scan", str(write_share(folder / "share"))).code == 0
    return program


@pytest.fixture
def program(scanned, tmp_path) -> CommandLine:
    """A copy of the inventory and its key."""
    copy = CommandLine(tmp_path)
    shutil.copytree(scanned.inventory.parent, copy.inventory.parent)
    shutil.copytree(scanned.key_file.parent, copy.key_file.parent)
    return copy


@pytest.fixture
def share(scanned) -> Path:
    return scanned.folder / "share"


def assert_told(done: Done, code: int, *words: str) -> None:
    """One line on standard error, with a hint in brackets, and nothing of Python's."""
    assert (done.code, done.err.count("\n")) == (code, 1), done
    assert done.err.startswith("pii-scan: ")
    assert done.err.rstrip().endswith(")")
    assert "Traceback" not in done.err
    for word in words:
        assert word in done.err


def assert_whole(program: CommandLine) -> None:
    assert len(program.findings()) >= FILES


def test_a_wrong_target_is_named_and_nothing_is_begun(tmp_path) -> None:
    program = CommandLine(tmp_path)

    assert_told(program("scan", str(tmp_path / "no-such-folder")), 1, "no-such-folder", "check that the target exists")

    assert not program.inventory.exists()


def test_a_single_file_is_a_target_too(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share")

    assert program("scan", str(share / "0002.txt")).code == 0

    assert program.coverage() == {("0002.txt", None): ("scanned", None)}


def test_a_target_that_may_not_be_read_is_told(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share")
    share.chmod(0)

    assert_told(program("scan", str(share)), 1, "Permission denied")


def test_what_may_not_be_read_in_a_share_costs_nothing_else_and_is_told(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share")
    (share / "folder").mkdir()
    (share / "folder" / "file.txt").write_text(text(9))
    (share / "folder").chmod(0)
    (share / "0002.txt").chmod(0)

    done = program("scan", str(share))

    assert (done.code, done.err) == (3, "")
    assert "unreadable" in done.out
    assert program.coverage() == {
        ("0001.txt", None): ("scanned", None),
        ("0002.txt", None): ("failed", "unreadable"),
        ("0003.txt", None): ("scanned", None),
        ("folder", None): ("failed", "unreadable"),
    }


@pytest.mark.parametrize("command", ["scan", "findings"])
def test_a_missing_key_is_told_and_not_replaced(program, share, command) -> None:
    kept = program.key_file.read_bytes()
    program.key_file.unlink()

    assert_told(program(command, *([str(share)] if command == "scan" else [])), 12, "missing")

    assert not program.key_file.exists()
    program.key_file.write_bytes(kept)
    program.key_file.chmod(0o600)
    assert_whole(program)


@pytest.mark.parametrize("command", ["scan", "findings"])
def test_a_wrong_key_is_told(program, share, command) -> None:
    kept = program.key_file.read_bytes()
    program.key_file.unlink()
    assert program("init", "--inventory", str(program.folder / "other.db")).code == 0

    assert_told(program(command, *([str(share)] if command == "scan" else [])), 12, "another key")

    program.key_file.write_bytes(kept)
    assert_whole(program)


def test_a_key_that_others_may_read_is_refused(program, share) -> None:
    program.key_file.chmod(0o644)

    assert_told(program("scan", str(share)), 12, "chmod 600")

    program.key_file.chmod(0o600)
    assert_whole(program)


def test_a_damaged_inventory_is_never_taken_for_an_empty_one(program, share) -> None:
    whole = program.inventory.read_bytes()
    flipped = bytearray(whole)
    for at in range(0, len(whole), 1024):
        flipped[at + 700 if at + 700 < len(whole) else at] ^= 0x10
    damages = {
        "flipped": bytes(flipped),
        "cut": whole[: len(whole) // 2],
        "text": b"This is a text of more than a hundred bytes, and no inventory at all. " * 3,
    }
    for data in damages.values():
        for rest in program.inventory.parent.glob("inventory.db-*"):
            rest.unlink()
        program.inventory.write_bytes(data)
        for command in (["findings"], ["scan", str(share)]):
            assert_told(program(*command), 1, "damaged", "restore")


def test_an_inventory_of_zero_bytes_holds_nothing_and_is_filled_by_a_scan(program, share) -> None:
    program.inventory.write_bytes(b"")

    assert_told(program("findings"), 10, "pii-scan scan")
    assert program("scan", str(share)).code == 0
    assert_whole(program)


@pytest.mark.parametrize("command", ["scan", "status"])
def test_an_inventory_of_a_newer_program_is_left_alone(program, share, command) -> None:
    with closing(sqlite3.connect(program.inventory)) as base:
        base.execute("UPDATE meta SET value = '999' WHERE name = 'schema_version'")
        base.commit()

    assert_told(program(command, *([str(share)] if command == "scan" else [])), 13, "newer")


def test_an_inventory_that_cannot_be_written_is_told(program, share) -> None:
    (share / "added.txt").write_text(text(20))
    for path in program.inventory.parent.iterdir():
        path.chmod(0o400)
    program.inventory.parent.chmod(0o500)

    done = program("scan", str(share))

    for path in (program.inventory.parent, *program.inventory.parent.iterdir()):
        path.chmod(0o700)
    (share / "added.txt").unlink()
    assert_told(done, 1, "cannot be written")
    assert_whole(program)


def test_a_full_disk_ends_the_scan_in_words_and_the_next_one_completes(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share", 700)
    script = "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    script += "resource.setrlimit(resource.RLIMIT_FSIZE, (200000, 200000)); "
    script += "from pii_scan.__main__ import main; sys.argv[0] = 'pii-scan'; main()"
    process = program.start_python("-c", script, "scan", str(share))
    out, err = process.communicate(timeout=120)

    assert_told(Done(process.returncode, out, err), 1, "make room" if "full" in err else "disk")
    assert program("scan", str(share)).code == 0
    assert len(program.coverage()) == 700


def test_a_second_scan_is_refused_at_once_and_the_first_goes_on(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share", MANY)
    first = program.start("scan", str(share))
    with stopped(first):
        wait_for("the lock", program.inventory.with_name("inventory.db.lock").exists)
        started = time.monotonic()
        second = program("scan", str(share))
        seconds = time.monotonic() - started
        running = first.poll() is None
        first.communicate(timeout=120)

    assert running, "the first scan ended before"
    assert_told(second, 11, "another scan")
    assert seconds < 5
    assert first.returncode == 0
    assert len(program.coverage()) == MANY


@pytest.mark.parametrize("number_", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_scan_in_time_and_the_next_one_goes_on(tmp_path, number_) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share", MANY)
    log = program.inventory.with_name("inventory.db-wal")
    process = program.start("scan", str(share))
    with stopped(process):
        wait_for("the first commit", lambda: log.exists() and log.stat().st_size > 250_000)
        started = time.monotonic()
        process.send_signal(number_)
        out, err = process.communicate(timeout=60)
        seconds = time.monotonic() - started

    assert process.returncode == 128 + number_
    assert seconds < 10
    assert "Traceback" not in err
    assert "interrupted" in out
    recorded = len(program.coverage())
    assert 0 < recorded < MANY
    assert program("scan", str(share)).code == 0
    assert len(program.coverage()) == MANY


def test_a_signal_before_the_scan_has_begun_ends_it_too(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share")
    process = program.start("scan", str(share))
    with stopped(process):
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=10)

    assert process.returncode in {130, -signal.SIGINT}
    assert "Traceback" not in err


def test_files_that_vanish_or_grow_meanwhile_are_told_and_cost_nothing_else(tmp_path) -> None:
    program, share = CommandLine(tmp_path), write_share(tmp_path / "share", 600)
    ended = threading.Event()

    def disturb() -> None:
        for counter in range(600, 400, -1):
            (share / f"{counter:04}.txt").unlink()
        while not ended.wait(0.001):
            with (share / "0001.txt").open("a") as stream:
                stream.write("x\n")

    process = program.start("scan", str(share))
    with stopped(process):
        wait_for("the inventory", program.inventory.exists)
        meanwhile = threading.Thread(target=disturb)
        meanwhile.start()
        _, err = process.communicate(timeout=120)
        ended.set()
        meanwhile.join()

    coverage = program.coverage()
    ends = {coverage.get((f"{counter:04}.txt", None)) for counter in range(401, 601)}
    assert err == ""
    assert ends <= {None, ("gone", "vanished"), ("scanned", None)}
    assert {coverage[f"{counter:04}.txt", None] for counter in range(2, 401)} == {("scanned", None)}
    assert coverage["0001.txt", None] in {("scanned", None), ("partial", "changed_during_read")}
