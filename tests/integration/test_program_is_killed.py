"""The real program, killed at random moments of a real scan: nothing is lost, doubled or left behind.

`KILL_ROUNDS` says how many times each is killed; a few do for every change.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.commandline import CommandLine, descendants, living, stopped, wait_for

from pii_scan.app.demo import write_share

ROUNDS = int(os.environ.get("KILL_ROUNDS", "2"))
COPIES = 12


@dataclass(frozen=True)
class Quiet:
    """A share, and what a scan that nobody disturbs says of it."""

    share: Path
    seconds: float
    findings: list[str]
    coverage: dict[tuple[str, str | None], tuple[str, str | None]]


@pytest.fixture(scope="module")
def quiet(tmp_path_factory) -> Quiet:
    folder = tmp_path_factory.mktemp("killed")
    share = write_share(folder / "share" / "00").folder.parent
    for copy in range(1, COPIES):
        shutil.copytree(share / "00", share / f"{copy:02}")
        for path in (share / f"{copy:02}").rglob("*.txt"):
            path.write_bytes(path.read_bytes() + f"\n{copy}\n".encode())
    program = CommandLine(folder / "quiet")
    started = time.monotonic()
    assert program("scan", str(share)).code == 3
    return Quiet(share, time.monotonic() - started, program.findings(), program.coverage())


def assert_as_quiet(program: CommandLine, quiet: Quiet) -> None:
    assert program.coverage() == quiet.coverage
    assert program.findings() == quiet.findings
    assert list(program.temporary.iterdir()) == []
    allowed = {"inventory.db", "inventory.db-wal", "inventory.db-shm", "inventory.db.lock", "inventory.db.audit"}
    assert {path.name for path in program.inventory.parent.iterdir()} <= allowed


@pytest.mark.parametrize("number", range(ROUNDS))
def test_after_a_kill_of_the_program_the_next_scan_completes(quiet, tmp_path, number) -> None:
    program, chance = CommandLine(tmp_path), random.Random(number)
    process = program.start("scan", str(quiet.share))
    with stopped(process):
        wait_for("the inventory", program.inventory.exists)
        time.sleep(chance.uniform(0, quiet.seconds * (0.2 + 0.6 * number / ROUNDS)))
        family = descendants(process.pid)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        wait_for("the end of all processes", lambda: not living(family), seconds=5)

    again = program("scan", str(quiet.share))

    assert again.code == 3
    assert_as_quiet(program, quiet)


def test_a_kill_of_workers_costs_nothing(quiet, tmp_path) -> None:
    program, chance, killed = CommandLine(tmp_path), random.Random(7), 0
    process = program.start("scan", str(quiet.share))
    with stopped(process):
        while killed < ROUNDS and process.poll() is None:
            workers = [pid for child in descendants(process.pid) for pid in descendants(child)]
            if workers:
                with suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
                killed += 1
            time.sleep(chance.uniform(0.005, 0.05))
        out, _ = process.communicate(timeout=120)

    assert killed == ROUNDS, "the scan ended before"
    assert process.returncode == 3, out
    assert_as_quiet(program, quiet)
