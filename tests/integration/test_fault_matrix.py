"""What a file system does to a scan: names, rights, races, changes while reading, holes (A1 to A24).

Links, special files, long paths and odd names are in `test_hostile` too, stalls in `unit/engine/test_stalled_shares`.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from fakes.commandline import CommandLine
from fakes.people import number

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Block, Item, Unlisted
from pii_scan.engine.messages import Ended, Found, Task
from pii_scan.engine.pipeline import Pipeline
from pii_scan.settings.settings import Settings
from pii_scan.sources.filesystem import FolderSource

CANARIES = [number(f"196{n % 10}-0{1 + n % 9}-11", 41 + 2 * n) for n in range(20)]


def line(canary: str) -> str:
    return f"Numéro national : {canary}\n"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline(Settings(inventory="", key_file=Path()))


def read(
    pipeline: Pipeline, path: Path, meanwhile: Callable[[], object] = lambda: None, *, is_changed: bool = False
) -> tuple[str, str | None, set[str]]:
    """Read one file as a worker does; give how it ended and what was found. `meanwhile` is done as it begins."""
    fd = os.open(path, os.O_RDONLY)
    said: list[object] = []

    def hear(message: object) -> None:
        if not said:
            meanwhile()
        said.append(message)

    pipeline.run(Task(1, path.name, os.fstat(fd).st_size, [], is_changed=is_changed), fd, hear)
    blocks = [msgspec.msgpack.decode(m.payload, type=Block) for m in said if isinstance(m, Found)]
    found = {finding.text for block in blocks for finding in block.expand()}
    end = said[-1]
    assert isinstance(end, Ended)
    return end.outcome, end.reason, found


# A4: a race between looking and opening


def test_a_file_that_turns_into_a_link_and_back_never_leads_outside(tmp_path) -> None:
    share, outside = tmp_path / "share", tmp_path / "outside"
    share.mkdir()
    outside.write_text("outside")
    (share / "file").write_text("inside")
    (share / "link").symlink_to(outside)
    source, item = FolderSource(share), Item("y", 6, 0)
    is_over = threading.Event()

    def swap() -> None:
        for at in range(10_000):
            kind = "link" if at % 2 else "file"
            os.link(share / kind, share / "next", follow_symlinks=False)
            (share / "next").rename(share / "y")
            (share / "next").unlink(missing_ok=True)  # where the two were one already
        is_over.set()

    thread = threading.Thread(target=swap)
    thread.start()
    read_as: set[bytes] = set()
    while not is_over.is_set():
        with suppress(OSError), os.fdopen(source.open(item), "rb") as stream:
            read_as.add(stream.read())
    thread.join()

    assert read_as == {b"inside"}


# A6: the same folder twice


def test_a_folder_mounted_below_itself_is_a_loop_and_other_file_systems_are_read(tmp_path) -> None:
    script = f"""
import subprocess, sys
sys.path[:0] = {sys.path!r}
from pathlib import Path
from pii_scan.sources.filesystem import FolderSource
top = Path({str(tmp_path)!r})
for name in ("loop", "other"):
    (top / name).mkdir()
(top / "a").write_text("a")
subprocess.run(["mount", "--bind", top, top / "loop"], check=True)
subprocess.run(["mount", "-t", "tmpfs", "none", top / "other"], check=True)
(top / "other" / "b").write_text("b")
print([(entry.path, str(getattr(entry, "reason", ""))) for entry in FolderSource(top).items()])
"""
    done = subprocess.run(
        ["unshare", "--mount", sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    if "Operation not permitted" in done.stderr or "permission denied" in done.stderr.lower():
        pytest.skip("this system allows no mounts")

    assert done.stdout.strip() == "[('a', ''), ('loop/', 'loop'), ('other/b', '')]", done.stderr


# A8: many names


def test_a_folder_of_very_many_files_takes_little_memory(tmp_path, monkeypatch) -> None:
    (tmp_path / "a").touch()
    count, state = 200_000, (tmp_path / "a").stat()
    names = [f"document {n:07}.txt" for n in range(count)]
    real = os.stat
    monkeypatch.setattr(os, "listdir", lambda descriptor: list(names))
    monkeypatch.setattr(
        os, "stat", lambda path, **options: state if str(path).startswith("document") else real(path, **options)
    )
    source = FolderSource(tmp_path)
    tracemalloc.start()
    listed = sum(1 for _ in source.items())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert listed == count
    assert peak < 64 * count


# A9 to A12: names


def test_names_of_every_kind_are_found_each_under_its_own(tmp_path) -> None:
    names = [
        b"caf\xe9.txt", b"a\x1b]0;pwned\x07\n\r.txt", "\u202ecod.fdp".encode(), b"-rf", b"--output=x", b"$(id).pdf.txt",
        b";reboot.doc.txt", "\u00e9.txt".encode(), "e\u0301.txt".encode(), b"A.txt", b"a.txt", b" .txt", b"'\"`.txt",
    ]  # fmt: skip
    share = tmp_path / "share"
    share.mkdir()
    expected = {}
    for name, canary in zip(names, CANARIES, strict=False):
        (share / os.fsdecode(name)).write_text(line(canary))
        expected[os.fsdecode(name)] = canary
    program = CommandLine(tmp_path)

    done = program("scan", str(share))
    rows = program("findings", "--format", "jsonl", "--reveal").rows()
    found = {canary: {row["item"] for row in rows if row["value"] == canary} for canary in expected.values()}

    assert (done.code, done.err) == (0, "")
    assert all(len(items) == 1 for items in found.values())
    assert len({item for items in found.values() for item in items}) == len(names)
    shown = program("coverage").out
    assert not {"\x1b", "\x07", "\u202e", "\r"} & set(shown)


# A13 and A24: rights, and nothing touched


def test_what_may_not_be_read_is_told_and_nothing_is_touched(tmp_path) -> None:
    share = tmp_path / "share"
    (share / "closed").mkdir(parents=True)
    (share / "closed" / "below.txt").write_text(line(CANARIES[0]))
    (share / "denied.txt").write_text(line(CANARIES[1]))
    (share / "open.txt").write_text(line(CANARIES[2]))
    before = _state(share)
    (share / "denied.txt").chmod(0)
    (share / "closed").chmod(0)
    program = CommandLine(tmp_path)
    try:
        done = program("scan", str(share))
    finally:
        (share / "closed").chmod(0o755)
        (share / "denied.txt").chmod(0o644)

    assert done.code == 3
    ends = {item: end for (item, _), end in program.coverage().items()}
    assert ends == {
        "closed": ("failed", "unreadable"), "denied.txt": ("failed", "unreadable"), "open.txt": ("scanned", None),
    }  # fmt: skip
    assert _state(share) == before


def _state(folder: Path) -> dict[str, tuple[int, int, str]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_below_the_target_is_ever_opened_for_writing(tmp_path) -> None:
    share = tmp_path / "share"
    (share / "d").mkdir(parents=True)
    (share / "d" / "a.txt").write_text(line(CANARIES[0]))
    source, modes = FolderSource(share), []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and is_watched:
            modes.append(arguments[2])

    is_watched = True
    sys.addaudithook(hook)
    try:
        for item in source.items():
            os.close(source.open(item))
    finally:
        is_watched = False

    assert modes
    assert not any(int(str(mode)) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC) for mode in modes)


# A14: errors of the disk


def test_a_disk_that_fails_is_told(pipeline) -> None:
    outcome, reason, _ = read(pipeline, Path("/proc/self/mem"))  # which gives an error wherever nothing is mapped

    assert (outcome, reason) == ("failed", "unreadable")


# A16: files that vanish meanwhile


def test_files_that_vanish_while_listed_and_opened_are_told_and_never_lost(tmp_path) -> None:
    names = [f"{n:04}" for n in range(1000)]
    for name in names:
        (tmp_path / name).write_text("x")
    source = FolderSource(tmp_path)
    ends: dict[str, str] = {}

    def vanish() -> None:
        for name in reversed(names):
            (tmp_path / name).unlink()

    thread = threading.Thread(target=vanish)
    entries = source.items()
    first = next(entries)
    thread.start()
    for entry in [first, *entries]:
        if isinstance(entry, Unlisted):
            ends[entry.path] = entry.reason
            continue
        try:
            os.close(source.open(entry))
            ends[entry.path] = "read"
        except FileNotFoundError:
            ends[entry.path] = Reason.VANISHED
    thread.join()

    assert list(ends) == names
    assert set(ends.values()) <= {"read", Reason.VANISHED}


# A17 and A18: changing while read


def test_a_file_that_grows_while_it_is_read_is_partial(pipeline, tmp_path) -> None:
    log = tmp_path / "a.log"
    log.write_text(line(CANARIES[0]))

    def grow() -> None:
        with log.open("a") as stream:
            stream.write("more\n")

    outcome, reason, found = read(pipeline, log, grow)

    assert (outcome, reason) == ("partial", "changed_during_read")
    assert CANARIES[0] in found


def test_a_file_that_is_cut_while_it_is_read_is_told_and_costs_no_worker(pipeline, tmp_path) -> None:
    log = tmp_path / "a.log"
    log.write_text(line(CANARIES[0]) * 100_000)

    outcome, reason, _ = read(pipeline, log, lambda: os.truncate(log, 0))

    assert outcome in {"partial", "failed", "skipped"}
    assert reason in {"changed_during_read", "empty"}


def test_a_file_that_changed_while_it_was_fetched_is_partial(pipeline, tmp_path) -> None:
    (tmp_path / "a.txt").write_text(line(CANARIES[0]))

    outcome, reason, found = read(pipeline, tmp_path / "a.txt", is_changed=True)

    assert (outcome, reason) == ("partial", "changed_during_read")
    assert CANARIES[0] in found


# A19: locks of others


def test_a_file_that_another_program_has_locked_is_read(pipeline, tmp_path) -> None:
    (tmp_path / "a.txt").write_text(line(CANARIES[0]))
    with (tmp_path / "a.txt").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        assert read(pipeline, tmp_path / "a.txt")[0] == "scanned"


# A20 and A21: holes and zeros


def test_what_stands_behind_ten_gigabytes_of_nothing_is_found(pipeline, tmp_path) -> None:
    with (tmp_path / "sparse").open("wb") as stream:
        stream.seek(10 << 30)
        stream.write(line(CANARIES[0]).encode())

    outcome, reason, found = read(pipeline, tmp_path / "sparse")

    assert (outcome, reason) == ("scanned", None)
    assert CANARIES[0] in found


def test_zeros_alone_are_read_to_their_end(pipeline, tmp_path) -> None:
    with (tmp_path / "zeros.txt").open("wb") as stream:
        for _ in range(64):
            stream.write(bytes(1 << 20))

    assert read(pipeline, tmp_path / "zeros.txt")[:2] == ("scanned", None)


# A23: what the scan itself writes


def test_inventory_key_and_settings_below_the_target_are_left_out(tmp_path) -> None:
    program = CommandLine(tmp_path)
    (tmp_path / "a.txt").write_text(line(CANARIES[0]))
    program("scan", str(tmp_path))
    done = program("scan", str(tmp_path))

    assert done.err == ""
    ends = {item: end for (item, _), end in program.coverage().items()}
    own = {item for item in ends if item.startswith(("inventory/", "key/"))}
    assert own
    assert {ends[item] for item in own} <= {("skipped", "excluded"), ("gone", "vanished")}
