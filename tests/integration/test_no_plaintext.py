"""Nothing that was read can be read again without the key: not in the inventory, not beside it, not on the way."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Self
from urllib.parse import quote

import pytest
from fakes.commandline import CommandLine, descendants, stopped, wait_for

from pii_scan.app.demo import DemoShare, write_share
from pii_scan.app.demo_people import PEOPLE

NUMBERED = f"CV {PEOPLE[0].dotted_number}.txt"
SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def share(tmp_path_factory) -> DemoShare:
    """The demo share, with a file whose name holds a number, and folders full of copies that a scan takes time for."""
    made = write_share(tmp_path_factory.mktemp("plain") / "share")
    (made.folder / "Candidats").mkdir()
    (made.folder / "Candidats" / NUMBERED).write_text("Lettre de motivation\n")
    for copy in range(4):
        for name in ("Courrier", "Clients", "Archives"):
            shutil.copytree(made.folder / name, made.folder / "Copies" / str(copy) / name)
        for path in (made.folder / "Copies" / str(copy)).rglob("*.txt"):
            path.write_bytes(path.read_bytes() + f"\n{copy}\n".encode())
    return made


def secrets(share: DemoShare) -> list[str]:
    """Give every planted value in each way it is written, the names of people, and the file name with a number."""
    values = {planted.value for planted in share.planted}
    for person in PEOPLE:
        values |= {person.dotted_number, person.spaced_iban, person.local_phone, person.marked_communication}
        values |= {name for name in (person.given, person.family, person.name) if len(name) >= 5}
    return sorted(values | {NUMBERED, NUMBERED.removesuffix(".txt")} - {p.birth.isoformat() for p in PEOPLE})


def forms(text: str) -> Iterable[bytes]:
    """Give a text as it may lie somewhere: plain, in UTF-16, base64 at any offset, hexadecimal, in a URL."""
    raw = text.encode()
    yield raw
    yield text.encode("utf-16-le")
    yield text.encode("utf-16-be")
    for phase in range(3):
        shifted = base64.b64encode(bytes(phase) + raw)
        yield shifted[4 if phase else 0 : -4].rstrip(b"=")
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    if quote(text) != text:
        yield quote(text).encode()


def traces(texts: list[str], heap: dict[str, bytes]) -> list[str]:
    """Name the places where one of the texts stands in some form."""
    needles = {form for text in texts for form in forms(text) if len(form) >= 5}
    return sorted({f"{place}: {needle!r}" for place, data in heap.items() for needle in needles if needle in data})


def left_behind(program: CommandLine, since: float) -> dict[str, bytes]:
    """Give every file that a scan may have written, by path; also the paths themselves."""
    files = [path for path in program.folder.rglob("*") if path.is_file()]
    files += [path for path in SHARED_MEMORY.rglob("*") if path.is_file() and path.stat().st_mtime >= since]
    heap = {str(path): path.read_bytes() for path in files}
    return {**heap, "names of files": "\n".join(heap).encode()}


class Onlooker:
    """Keeps what other users of the machine see of a program while it runs: arguments, names of open files."""

    def __init__(self, pid: int) -> None:
        self.seen: set[bytes] = set()
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            for pid in (self._pid, *descendants(self._pid)):
                for name in ("cmdline", "comm", "environ"):
                    try:
                        self.seen.add(Path(f"/proc/{pid}/{name}").read_bytes())
                    except OSError:
                        continue


def test_the_search_itself_finds_what_is_there(share) -> None:
    value = PEOPLE[0].dotted_number
    hidden = {
        "raw": b"x" + value.encode(),
        "wide": value.encode("utf-16-le"),
        "hex": value.encode().hex().encode(),
        "one": base64.b64encode(b"abc" + value.encode()),
        "two": base64.b64encode(b"abcd" + value.encode() + b"efg"),
        "three": base64.b64encode(b"abcde" + value.encode() + b"f"),
        "none": os.urandom(1000),
    }

    assert {trace.partition(":")[0] for trace in traces([value], hidden)} == hidden.keys() - {"none"}
    assert NUMBERED in secrets(share)
    assert PEOPLE[0].iban in secrets(share)


def test_a_scan_leaves_no_readable_value_or_name_anywhere(share, tmp_path) -> None:
    program, since = CommandLine(tmp_path), time.time() - 1
    process = program.start("scan", str(share.folder), "--progress")
    with stopped(process), Onlooker(process.pid) as onlooker:
        out, err = process.communicate(timeout=120)

    heap = left_behind(program, since)

    assert process.returncode == 3
    assert str(program.inventory) in heap
    assert NUMBERED in program("findings", "--format", "jsonl", "--reveal").out
    assert traces(secrets(share), heap) == []
    assert traces(secrets(share), {"process list": b"\0".join(onlooker.seen), "err": err.encode()}) == []
    assert traces([NUMBERED], {"out": out.encode()}) == []


def test_a_scan_killed_on_its_way_leaves_no_readable_value_either(share, tmp_path) -> None:
    program, since = CommandLine(tmp_path), time.time() - 1
    process = program.start("scan", str(share.folder))
    log = program.inventory.with_name("inventory.db-wal")
    with stopped(process):
        wait_for("the first commit", lambda: log.exists() and log.stat().st_size > 100_000)
        os.kill(process.pid, signal.SIGKILL)
    heap = left_behind(program, since)

    assert str(log) in heap
    assert traces(secrets(share), heap) == []


def test_questions_about_a_person_leave_no_readable_value(share, tmp_path) -> None:
    program, since = CommandLine(tmp_path), time.time() - 1
    program("scan", str(share.folder))
    query = tmp_path / "query.jsonl"
    query.write_text(f'{{"national_number": "{PEOPLE[0].national_number}"}}\n')

    answer = program("locate", "--from-file", str(query))
    query.unlink()

    assert PEOPLE[0].iban in answer.out or "clients.csv" in answer.out
    assert traces(secrets(share), left_behind(program, since)) == []
    assert traces(secrets(share), {"err": answer.err.encode()}) == []
