"""A share full of files that attack their reader: each costs itself only, is accounted for, and never called read unread."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes import hostile
from fakes.commandline import CommandLine, descendants, living, stopped

MIB = 1 << 20
LIMITS = {"stall_seconds": 10, "worker_memory_bytes": 700 * MIB, "expanded_bytes": 200 * MIB, "content_bytes": 64 * MIB}
COORDINATOR_BYTES = 256 * MIB
SECONDS = 240


@dataclass(frozen=True)
class Attacked:
    """The share, and what a scan of it came to."""

    share: hostile.Share
    program: CommandLine
    code: int
    out: str
    err: str
    seconds: float
    most_bytes: int
    left: list[int]
    coverage: dict[tuple[str, str | None], tuple[str, str | None]]
    found: dict[str, set[str]]

    def end_of(self, item: str) -> tuple[str, str | None]:
        return self.coverage[item, None]


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Attacked:
    folder = tmp_path_factory.mktemp("hostile")
    share = hostile.Share(folder / "share")
    hostile.write_documents(share)
    hostile.write_containers(share, zeros_gib=2)
    hostile.write_texts(share, nul_bytes=20 * MIB)
    hostile.write_names(share)
    hostile.write_deep_path(share)
    program, most, family = CommandLine(folder), 0, set()
    started = time.monotonic()
    limits = [part for name, value in LIMITS.items() for part in ("--limit", f"{name}={value}")]
    process = program.start("scan", str(share.folder), *limits)
    with stopped(process):
        while process.poll() is None and time.monotonic() - started < SECONDS:
            most = max(most, _resident(process.pid))
            family.update(descendants(process.pid))
            time.sleep(0.1)
        assert process.poll() is not None, "the scan does not end"
        out, err = process.communicate()
    seconds = time.monotonic() - started
    found: dict[str, set[str]] = {}
    for row in program("findings", "--format", "jsonl", "--reveal").rows():
        found.setdefault(row["item"], set()).add(row["value"])
    left = living(sorted(family))
    return Attacked(share, program, process.returncode, out, err, seconds, most, left, program.coverage(), found)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def test_the_scan_ends_and_says_that_not_all_was_read(attacked) -> None:
    assert attacked.code == 3
    assert attacked.err == ""
    assert "not, or not fully, read" in attacked.out


def test_every_file_has_one_row_in_the_ledger(attacked) -> None:
    items = {item for item, member in attacked.coverage if member is None}

    assert items == attacked.share.traps.keys() | attacked.share.good.keys()


def test_good_neighbors_are_found(attacked) -> None:
    lost = {name for name, value in attacked.share.good.items() if value not in attacked.found.get(name, ())}

    assert lost == set()


def test_each_file_ends_as_it_may(attacked) -> None:
    wrong = {
        name: attacked.end_of(name)
        for name, trap in attacked.share.traps.items()
        if attacked.end_of(name)[0] not in trap.outcomes
        or (trap.reasons and attacked.end_of(name)[1] not in trap.reasons | {None})
    }

    assert wrong == {}


def test_nothing_is_called_read_whose_number_was_not_found(attacked) -> None:
    silent = {
        name
        for name, trap in attacked.share.traps.items()
        if attacked.end_of(name)[0] == "scanned" and set(trap.numbers) - attacked.found.get(name, set())
    }

    assert silent == set()


def test_what_stands_within_the_limits_is_found(attacked) -> None:
    lost = {
        name: set(trap.must_find) - attacked.found.get(name, set())
        for name, trap in attacked.share.traps.items()
        if set(trap.must_find) - attacked.found.get(name, set())
    }

    assert lost == {}


def test_the_coordinator_stays_small_and_nothing_is_left(attacked) -> None:
    assert attacked.most_bytes < COORDINATOR_BYTES
    assert list(attacked.program.temporary.iterdir()) == []
    assert attacked.left == []


def test_what_killed_its_reader_is_not_tried_again_until_it_changes(attacked) -> None:
    started = time.monotonic()
    limits = [part for name, value in LIMITS.items() for part in ("--limit", f"{name}={value}")]

    again = attacked.program("scan", str(attacked.share.folder), *limits)

    assert again.code == 3
    assert time.monotonic() - started < max(20, attacked.seconds / 2)
    assert attacked.program.coverage() == attacked.coverage
