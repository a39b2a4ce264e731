"""A real mount whose server never answers: a FUSE connection that nobody serves (A15)."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes.commandline import CommandLine, living, stopped
from fakes.people import number

CANARY = number("1961-02-03", 41)
_DETACH = 2
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def dead_mount(folder: Path) -> Iterator[None]:
    """Mount a file system that answers nothing; whoever looks at it waits until the end."""
    try:
        device = os.open("/dev/fuse", os.O_RDWR)
    except OSError:
        pytest.skip("there is no FUSE here")
    options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()},allow_other"
    if _libc.mount(b"dead", bytes(folder), b"fuse", 0, options.encode()) != 0:
        os.close(device)
        pytest.skip("this system allows no mounts")
    try:
        yield
    finally:
        os.close(device)  # with it the connection, and the waiting
        _libc.umount2(bytes(folder), _DETACH)


@pytest.fixture
def shares(tmp_path) -> Iterator[tuple[Path, Path]]:
    """Give a share with a dead mount in it, and a sound one."""
    sick, sound = tmp_path / "sick", tmp_path / "sound"
    for share in (sick, sound):
        share.mkdir()
        (share / "a.txt").write_text(f"Numéro national : {CANARY}\n")
    (sick / "mount").mkdir()
    with dead_mount(sick / "mount"):
        yield sick, sound


def scan(program: CommandLine, *targets: Path) -> tuple[int, str, float]:
    started = time.monotonic()
    process = program.start("scan", *map(str, targets), "--limit", "stall_seconds=2")
    with stopped(process):
        _, err = process.communicate(timeout=120)
    assert living([process.pid]) == []
    return process.returncode, err, time.monotonic() - started


def test_a_dead_mount_below_a_target_costs_what_comes_after_it_there_and_other_targets_are_read(
    tmp_path, shares
) -> None:
    program = CommandLine(tmp_path)

    code, err, seconds = scan(program, *shares)

    rows = program("coverage", "--format", "jsonl").rows()
    ends = {(Path(row["source"]).name, row["item"]): (row["outcome"], row["reason"]) for row in rows}
    assert (code, err) == (3, "")
    assert ends == {
        ("sick", "."): ("failed", "timeout"), ("sick", "a.txt"): ("scanned", None), ("sound", "a.txt"): ("scanned", None),
    }  # fmt: skip
    assert seconds < 60


def test_a_target_that_is_a_dead_mount_is_told(tmp_path, shares) -> None:
    code, err, _ = scan(CommandLine(tmp_path), shares[0] / "mount")

    assert code == 1
    assert "does not answer" in err
