"""A real Samba server on loopback, scanned by URL: found, refreshed, refused, dropped, and never written to."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.commandline import CommandLine
from fakes.people import number
from fakes.samba import PASSWORD, USER, Samba, samba_server

from pii_scan.core.errors import SourceError
from pii_scan.core.ports import Opening
from pii_scan.core.types import Item
from pii_scan.sources import smb
from pii_scan.sources.smb import SmbSource
from pii_scan.sources.smburl import parse
from pii_scan.sources.smbwire import Login

pytestmark = pytest.mark.integration

CANARY = number("1961-02-03", 41)
LATE_CANARY = number("1962-03-04", 43)
BIG_BYTES = 40 << 20


@pytest.fixture(scope="module")
def samba() -> Iterator[Samba]:
    with samba_server(
        cold={"vfs objects": "offline"}, dfs={"msdfs root": "yes"}, closed={"smb encrypt": "required"}
    ) as server:
        yield server


@pytest.fixture
def share(samba) -> Iterator[Path]:
    """Give the folder behind the share, empty; what a test puts there, the scanning user may read."""
    yield samba.share
    for path in sorted(samba.share.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


@pytest.fixture
def program(tmp_path, samba) -> CommandLine:
    return CommandLine(tmp_path, environment={"PII_SCAN_SMB_PASSWORD": PASSWORD})


def source_of(samba: Samba, path: str = "", share: str = "files", seconds: float = 20) -> SmbSource:
    return SmbSource(parse(samba.url(path, share)), Login(USER, PASSWORD), timeout_seconds=seconds)


def ends(program: CommandLine) -> dict[str, tuple[str, str | None]]:
    return {item: end for (item, member), end in program.coverage().items() if member is None}


def values(program: CommandLine) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in program("findings", "--format", "jsonl", "--reveal").rows():
        found.setdefault(row["item"], set()).add(row["value"])
    return found


def state_of(folder: Path) -> dict[str, tuple[int, int, str]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_ctime_ns, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in folder.rglob("*")
        if path.is_file() and os.access(path, os.R_OK)
    }


def test_a_share_is_scanned_by_url_and_left_as_it_was(samba, share, program) -> None:
    (share / "Klanten" / "été").mkdir(parents=True)
    (share / "Klanten" / "été" / "fiche.txt").write_text(f"Numéro national : {CANARY}\n")
    (share / "big.log").write_bytes(b"-" * BIG_BYTES + f"\nNuméro national : {LATE_CANARY}\n".encode())
    (share / "empty.txt").touch()
    before = state_of(share)

    done = program("scan", samba.url())

    assert (done.code, done.err) == (0, "")
    assert ends(program)["Klanten/été/fiche.txt"] == ("scanned", None)
    assert CANARY in values(program)["Klanten/été/fiche.txt"]
    assert LATE_CANARY in values(program)["big.log"]
    assert state_of(share) == before
    assert list(program.temporary.iterdir()) == []


def test_a_refresh_by_the_inventory_alone_reads_what_changed(samba, share, program) -> None:
    for name in ("same", "changed", "gone"):
        (share / f"{name}.txt").write_text(f"Numéro national : {CANARY}\n")
    program("scan", samba.url())
    (share / "changed.txt").write_text(f"Rijksregisternummer: {LATE_CANARY}\n")
    (share / "gone.txt").unlink()

    done = program("refresh")

    assert done.code == 0
    assert "1 changed" in done.out
    assert ends(program)["gone.txt"] == ("gone", "vanished")
    assert LATE_CANARY in values(program)["changed.txt"]


def test_the_password_stands_nowhere(samba, share, program) -> None:
    (share / "a.txt").write_text(f"Numéro national : {CANARY}\n")
    process = program.start("scan", samba.url())
    arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    out, err = process.communicate(timeout=120)

    files = [path.read_bytes() for path in program.folder.rglob("*") if path.is_file()]
    texts = [arguments, out.encode(), err.encode(), program("status").out.encode(), *files]
    assert process.returncode == 0
    assert not any(PASSWORD.encode() in text or PASSWORD.encode("utf-16-le") in text for text in texts)


def test_a_wrong_password_is_told_before_anything_is_scanned(samba, share, tmp_path) -> None:
    program = CommandLine(tmp_path, environment={"PII_SCAN_SMB_PASSWORD": "not it"})
    done = program("scan", samba.url())

    assert done.code == 1
    assert "refuses this user or password" in done.err
    assert "not it" not in done.err
    assert not program.inventory.exists()


@pytest.mark.parametrize(("path", "share_name"), [("", "none"), ("no/such/folder", "files")])
def test_what_is_not_there_is_told(samba, share, path, share_name) -> None:
    with pytest.raises(SourceError, match="cannot list"):
        source_of(samba, path, share_name)


def test_what_is_denied_is_told_with_all_below_it(samba, share, program) -> None:
    (share / "secret").mkdir()
    (share / "secret" / "a.txt").write_text("x")
    (share / "locked.txt").write_text("x")
    program("scan", samba.url())
    for path in (share / "secret", share / "locked.txt"):
        path.chmod(0)
    (share / "locked.txt").write_text("xy")

    done = program("scan", samba.url())

    assert done.code == 3
    assert ends(program)["secret"] == ends(program)["locked.txt"] == ("failed", "unreadable")
    assert ends(program)["secret/a.txt"][0] != "gone"


def test_links_are_not_followed_out_and_loops_end(samba, share, tmp_path) -> None:
    (tmp_path / "outside.txt").write_text("outside")
    (share / "a.txt").write_text("a")
    (share / "loop").symlink_to(".")
    (share / "out.txt").symlink_to(tmp_path / "outside.txt")
    (share / "link").symlink_to("msdfs:elsewhere\\share")
    source = source_of(samba, share="dfs")

    paths = {entry.path: entry for entry in source.items()}
    source.close()

    assert isinstance(paths["a.txt"], Item)
    assert "link/" in paths, paths
    assert paths["link/"].reason == "symlink"
    assert "out.txt" not in paths
    assert paths["loop/"].reason == "loop"


def test_placeholders_are_not_recalled(samba, share) -> None:
    (share / "a.txt").write_text("a")
    source = source_of(samba, share="cold")

    assert [(entry.path, entry.reason) for entry in source.items()] == [("a.txt", "offline")]
    source.close()


def test_a_share_that_asks_for_encryption_is_read(samba, share) -> None:
    (share / "a.txt").write_text("a")
    source = source_of(samba, share="closed")
    (item,) = source.items()

    assert content(source, item) == b"a"
    source.close()


def test_a_single_file_and_a_folder_are_targets(samba, share) -> None:
    (share / "d").mkdir()
    (share / "d" / "a.txt").write_text("a")
    for path, expected in (("d/a.txt", "a.txt"), ("d", "a.txt"), ("", "d/a.txt")):
        source = source_of(samba, path)
        (item,) = source.items()
        assert (item.path, content(source, item)) == (expected, b"a")
        source.close()


def content(source: SmbSource, item: Item, opening: Opening | None = None) -> bytes:
    with os.fdopen(source.open(item, opening), "rb") as stream:
        return stream.read()


class During(Opening):
    """Does something once while a content is fetched."""

    def __init__(self, action) -> None:
        self.action = action

    def beat(self) -> None:
        action, self.action = self.action, lambda: None
        action()


def test_a_connection_dropped_while_reading_is_made_again(samba, share, monkeypatch) -> None:
    data = os.urandom(1 << 20) * 8
    (share / "a.bin").write_bytes(data)
    monkeypatch.setattr(smb, "RETRY_AFTER_SECONDS", (0.1, 0.1))
    source = source_of(samba)
    (item,) = source.items()

    assert content(source, item, During(samba.drop_connections)) == data
    source.close()


def test_a_connection_that_drops_each_time_is_an_error_in_the_end(samba, share, monkeypatch) -> None:
    (share / "a.bin").write_bytes(bytes(b"x" * (8 << 20)))
    monkeypatch.setattr(smb, "RETRY_AFTER_SECONDS", (0.1, 0.1))
    source = source_of(samba)
    (item,) = source.items()
    always = Opening()
    always.beat = samba.drop_connections  # type: ignore[method-assign]

    with pytest.raises(ConnectionError):
        source.open(item, always)
    source.close()


def test_a_file_that_grows_while_it_is_fetched_is_read_as_it_was_and_told(samba, share) -> None:
    (share / "a.log").write_bytes(b"x" * (4 << 20))
    source = source_of(samba)
    (item,) = source.items()

    def grow() -> None:
        with (share / "a.log").open("ab") as stream:
            stream.write(b"more")

    opening = During(grow)

    assert len(content(source, item, opening)) == 4 << 20
    assert opening.is_changed
    source.close()


def test_a_file_that_is_cut_while_it_is_fetched_is_told(samba, share) -> None:
    (share / "a.log").write_bytes(b"x" * (4 << 20))
    source = source_of(samba)
    (item,) = source.items()
    opening = During(lambda: os.truncate(share / "a.log", 0))

    assert len(content(source, item, opening)) < 4 << 20
    assert opening.is_changed
    source.close()


def test_a_file_that_vanished_says_so(samba, share) -> None:
    (share / "a.txt").write_text("a")
    source = source_of(samba)
    (item,) = source.items()
    (share / "a.txt").unlink()

    with pytest.raises(FileNotFoundError):
        source.open(item)
    source.close()


def test_a_server_that_hangs_is_noticed(samba, share, monkeypatch) -> None:
    (share / "a.txt").write_text("a")
    monkeypatch.setattr(smb, "RETRY_AFTER_SECONDS", (0.1,))
    source = source_of(samba, seconds=1)
    (item,) = source.items()
    hung = [samba.process.pid, *samba.serving()]
    try:
        for pid in hung:
            os.kill(pid, signal.SIGSTOP)
        started = time.monotonic()
        with pytest.raises(ConnectionError):
            source.open(item)
        assert time.monotonic() - started < 30
    finally:
        for pid in hung:
            os.kill(pid, signal.SIGCONT)
    source.close()


def test_a_whole_scan_survives_connections_that_drop(samba, share, program) -> None:
    for at in range(300):
        (share / f"{at:03}.txt").write_text(f"Numéro national : {CANARY}\n")
        os.utime(share / f"{at:03}.txt", (1_700_000_000, 1_700_000_000))  # else the server may still tell a later time
    process = program.start("scan", samba.url())
    is_over = threading.Event()

    def disturb() -> None:
        for _ in range(4):
            if is_over.wait(4):
                return
            samba.drop_connections()

    thread = threading.Thread(target=disturb)
    thread.start()
    try:
        out, err = process.communicate(timeout=300)
    finally:
        is_over.set()
        thread.join()

    assert (process.returncode, err) == (0, ""), out
    assert set(ends(program).values()) == {("scanned", None)}
    assert len(ends(program)) == 300


def test_odd_names_are_read_and_told_apart(samba, share) -> None:
    names = ["é.txt", "e\u0301.txt", "-rf", "$(id).txt", "a b%20c.txt", "\u202etxt.fdp"]
    for name in names:
        (share / name).write_text(name)
    source = source_of(samba)

    assert {item.path: content(source, item).decode() for item in source.items()} == {name: name for name in names}
    source.close()
