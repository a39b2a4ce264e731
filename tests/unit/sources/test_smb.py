"""SMB shares without a server: names, what a listing says, where a content lies, who may read the password."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pii_scan.app.targets import Targets
from pii_scan.core.errors import ConfigError, SourceError, UsageError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Item
from pii_scan.settings.credentials import read_credentials
from pii_scan.settings.settings import Settings
from pii_scan.sources import smb, spool
from pii_scan.sources.filesystem import FolderSource
from pii_scan.sources.smburl import SmbUrl, parse
from pii_scan.sources.smbwire import Login
from pii_scan.sources.spool import Spool

SECRET = "geheim-4711"
FOLDER, REPARSE, OFFLINE, RECALL, ARCHIVE = 0x10, 0x400, 0x1000, 0x400000, 0x20
SYMLINK, JUNCTION, DFS, DEDUP, CLOUD, SOCKET = (
    0xA000000C, 0xA0000003, 0x8000000A, 0x80000013, 0x9000601A, 0x80000023,
)  # fmt: skip
Y2K = 116_444_736_000_000_000 + 946_684_800 * 10_000_000


def entry(name: str | bytes, attributes: int = ARCHIVE, tag: int = 0, number: int = 0, size: int = 3) -> bytes:
    raw = name if isinstance(name, bytes) else name.encode("utf-16-le")
    return struct.pack("<II6QIIIIQ", 0, 0, 7, 0, Y2K, 0, size, 0, attributes, len(raw), tag, 0, number) + raw


def listing(*entries: bytes) -> bytes:
    padded = [one + bytes(-len(one) % 8) for one in entries]
    linked = [struct.pack("<I", len(one)) + one[4:] for one in padded[:-1]]
    return b"".join([*linked, padded[-1]])


class FakeShare:
    """Folders by path, each a list of answers; a file is told by its absence."""

    folders: dict[str, list[bytes | OSError]] = {}  # noqa: RUF012  a test puts its own

    def __init__(self, url: SmbUrl, login: Login, timeout_seconds: float) -> None:
        self.drops = 0

    @contextmanager
    def opened(self, path: str, *, folder: bool | None = None, is_reparsed: bool = False) -> Iterator[FakeShare]:
        self.answers = self.folders.get(path, [])
        self.attributes = FOLDER if path in self.folders else 0
        if self.answers and isinstance(self.answers[0], OSError):
            raise self.answers.pop(0)
        yield self

    def listings(self) -> Iterator[bytes]:
        yield from self.answers

    def drop(self) -> None:
        self.drops += 1

    def close(self) -> None:
        pass


@pytest.fixture
def listed(monkeypatch):
    monkeypatch.setattr(smb, "Share", FakeShare)
    monkeypatch.setattr(smb, "RETRY_AFTER_SECONDS", (0.0, 0.0))

    def give(folders: dict[str, list[bytes | OSError]], exclude: tuple[str, ...] = ()) -> dict[str, Item | Reason]:
        monkeypatch.setattr(FakeShare, "folders", folders)
        source = smb.SmbSource(parse("smb://h/s"), Login(), exclude)
        return {e.path: e if isinstance(e, Item) else e.reason for e in source.items()}

    return give


# names


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("smb://srv/files", ("srv", 445, "files", "", None)),
        ("smb://jan@srv:1445/files/a/b/", ("srv", 1445, "files", "a/b", "jan")),
        ("SMB://CORP;jan@srv/my%20files/caf%C3%A9", ("srv", 445, "my files", "café", "CORP\\jan")),
        ("smb://jan%40corp.be@[::1]/f", ("::1", 445, "f", "", "jan@corp.be")),
    ],
)
def test_a_share_is_named_by_url(target, expected) -> None:
    url = parse(target)

    assert (url.host, url.port, url.share, url.path, url.user) == expected


@pytest.mark.parametrize(
    "target", ["smb://", "smb://srv", "smb:///share", "smb://srv:x/share", "smb://srv/s/../t", "smb://srv/s%2Ft/x?y"]
)
def test_what_names_no_share_is_refused(target) -> None:
    with pytest.raises(UsageError, match="a share is named"):
        parse(target)


def test_a_password_in_a_name_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError) as caught:
        parse(f"smb://jan:{SECRET}@srv/share")

    assert SECRET not in str(caught.value)
    assert "PII_SCAN_SMB_PASSWORD" in str(caught.value)


# listings


def test_a_listing_tells_size_time_number_and_attributes(listed) -> None:
    found = listed(
        {"": [listing(entry(".", FOLDER), entry("..", FOLDER), entry("b.txt", 0x3, number=9, size=1 << 40))]}
    )

    assert found == {"b.txt": Item("b.txt", 1 << 40, 946_684_800 * 10**9, 9, 0, "attributes=readonly,hidden")}


@pytest.mark.parametrize(
    ("attributes", "tag", "reason"),
    [
        (REPARSE, SYMLINK, Reason.SYMLINK),
        (REPARSE | FOLDER, JUNCTION, Reason.SYMLINK),
        (REPARSE | FOLDER, DFS, Reason.SYMLINK),
        (REPARSE, SOCKET, Reason.SPECIAL_FILE),
        (OFFLINE, 0, Reason.OFFLINE),
        (RECALL | REPARSE, CLOUD, Reason.OFFLINE),
        (RECALL | FOLDER, 0, Reason.OFFLINE),
        (REPARSE, 0x9000001C, Reason.OFFLINE),
        (0x40000, 0, Reason.OFFLINE),
    ],
)
def test_what_lies_or_leads_elsewhere_is_a_row_and_is_not_opened(listed, attributes, tag, reason) -> None:
    path = "x/" if attributes & FOLDER else "x"

    assert listed({"": [listing(entry("x", attributes, tag))]}) == {path: reason}


def test_what_the_server_keeps_in_its_own_way_is_read_like_any_other(listed) -> None:
    folders = {
        "": [
            listing(entry("dedup", REPARSE, DEDUP), entry("cloud", REPARSE, CLOUD), entry("f", REPARSE | FOLDER, CLOUD))
        ],
        "f": [listing(entry("a"))],
    }

    assert list(listed(folders)) == ["cloud", "dedup", "f/a"]


def test_a_folder_comes_in_order_after_the_files_beside_it_however_the_server_parts_it(listed) -> None:
    folders = {
        "": [listing(entry("z"), entry("b", FOLDER)), listing(entry("a", FOLDER), entry("m"))],
        "a": [listing(entry("1"))],
        "b": [listing(entry("2"))],
    }

    assert list(listed(folders)) == ["m", "z", "a/1", "b/2"]


def test_a_folder_that_is_its_own_ancestor_is_a_loop(listed) -> None:
    folders = {
        "": [listing(entry(".", FOLDER, number=5), entry("a", FOLDER, number=6))],
        "a": [listing(entry(".", FOLDER, number=6), entry("up", FOLDER, number=5), entry("x"))],
    }

    assert list(listed(folders).items())[1:] == [("a/up/", Reason.LOOP)]


def test_a_folder_that_cannot_be_listed_is_a_row_of_its_own(listed) -> None:
    folders: dict[str, list[bytes | OSError]] = {
        "": [listing(entry("denied", FOLDER), entry("gone", FOLDER), entry("ok", FOLDER))],
        "denied": [PermissionError(13, "no")],
        "gone": [FileNotFoundError(2, "no")],
        "ok": [ConnectionResetError(104, "lost"), listing(entry("a"))],
    }

    found = listed(folders)

    assert (found["denied/"], found["gone/"]) == (Reason.UNREADABLE, Reason.VANISHED)
    assert isinstance(found["ok/a"], Item)


def test_a_target_that_cannot_be_listed_is_told(listed) -> None:
    with pytest.raises(SourceError, match="refuses this user"):
        listed({"": [PermissionError(13, "no")]})


def test_names_that_are_none_are_rows_and_lead_nowhere(listed) -> None:
    names = [b"a\x00\x00\xd8", "x/y", "..\\z"]
    found = listed({"": [listing(*[entry(n) for n in names], entry("ok"))], "..": [listing(entry("outside"))]})

    assert [path for path, end in found.items() if end is Reason.UNREADABLE] == ["..\\x5cz", "a\\ud800", "x\\x2fy"]


@pytest.mark.parametrize("damage", [lambda data: data[:50], lambda data: data[:-3], lambda data: b"\x01" + data[1:]])
def test_a_damaged_listing_counts_as_a_lost_connection(listed, damage) -> None:
    data = listing(entry("a", FOLDER), entry("name"))
    found = listed({"": [listing(entry("d", FOLDER))], "d": [damage(data)]})

    assert found == {"d/": Reason.UNREADABLE}


def test_excluded_paths_are_rows_and_are_not_descended(listed) -> None:
    folders = {"": [listing(entry("a.bak"), entry("tmp", FOLDER))], "tmp": [listing(entry("x"))]}

    assert listed(folders, ("*.bak", "tmp/")) == {"a.bak": Reason.EXCLUDED, "tmp/": Reason.EXCLUDED}


# contents


@pytest.mark.parametrize("most", [1 << 20, 1])
def test_a_content_can_be_read_anywhere_and_not_be_changed(tmp_path, monkeypatch, most) -> None:
    monkeypatch.setattr(spool, "MEMORY_BYTES", most)
    with Spool(3000, tmp_path) as kept:
        for block in (b"a" * 1000, bytes(1000), b"b" * 1000):
            kept.write(block)
        fd = kept.reader()

    assert os.pread(fd, 3, 999) == b"a\0\0"
    assert os.pread(fd, 9999, 2999) == b"b"
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.write(fd, b"x")
    assert list(tmp_path.iterdir()) == []
    os.close(fd)


def test_a_content_in_memory_is_sealed_for_good() -> None:
    with Spool(1, None) as kept:
        kept.write(b"a")
        fd = kept.reader()
    again = os.open(f"/proc/self/fd/{fd}", os.O_RDWR)

    with pytest.raises(PermissionError):
        os.write(again, b"x")
    os.close(again)
    os.close(fd)


def test_zeros_take_no_memory() -> None:
    with Spool(1, None) as kept:
        for _ in range(64):
            kept.write(bytes(1 << 20))
        fd = kept.reader()

    assert (os.fstat(fd).st_size, os.fstat(fd).st_blocks) == (64 << 20, 0)
    os.close(fd)


# passwords


@pytest.fixture
def credentials(tmp_path) -> Path:
    path = tmp_path / "credentials"
    path.write_text(f"# for the scan\nusername=jan\npassword={SECRET}\ndomain=CORP\n")
    path.chmod(0o600)
    return path


def test_a_credentials_file_is_read_as_mount_cifs_reads_it(credentials) -> None:
    given = read_credentials(credentials)

    assert (given.user, given.password) == ("CORP\\jan", SECRET)
    assert SECRET not in repr(given)


def test_a_credentials_file_that_others_can_read_is_refused(credentials) -> None:
    credentials.chmod(0o640)

    with pytest.raises(ConfigError, match="0600"):
        read_credentials(credentials)


def test_a_wrong_line_is_named_and_not_repeated(credentials) -> None:
    credentials.write_text(f"username=jan\n{SECRET}\n")

    with pytest.raises(ConfigError, match="line 2") as caught:
        read_credentials(credentials)
    assert SECRET not in str(caught.value)


def logins(settings: Settings, target: str, monkeypatch, variable: str | None = None, asked: list[str] | None = None):
    if variable is not None:
        monkeypatch.setenv("PII_SCAN_SMB_PASSWORD", variable)
    seen: list[Login] = []

    class Seen(FakeShare):
        folders = {"": [listing(entry("a"))]}  # noqa: RUF012

        def __init__(self, url, login, timeout_seconds) -> None:
            super().__init__(url, login, timeout_seconds)
            seen.append(login)

    def ask(whose: str) -> str:
        (asked if asked is not None else []).append(whose)
        return "asked"

    monkeypatch.setattr(smb, "Share", Seen)
    targets = Targets(settings, frozenset(), ask)
    sources = [targets.source(target), targets.source(target)]
    assert "PII_SCAN_SMB_PASSWORD" not in os.environ
    assert all(SECRET not in repr(vars(source)) for source in sources)
    return seen[0].user, seen[0].password


def test_a_password_comes_from_the_environment_before_the_file_before_a_question(
    tmp_path, credentials, monkeypatch
) -> None:
    bare = Settings(inventory="", key_file=tmp_path)
    with_file = Settings(inventory="", key_file=tmp_path, smb_credentials=credentials)
    asked: list[str] = []

    assert logins(with_file, "smb://srv/s", monkeypatch, SECRET) == ("CORP\\jan", SECRET)
    assert logins(with_file, "smb://srv/s", monkeypatch) == ("CORP\\jan", SECRET)
    assert logins(with_file, "smb://piet@srv/s", monkeypatch, asked=asked) == ("piet", "asked")
    assert logins(bare, "smb://srv/s", monkeypatch) == (None, None)
    assert asked == ["piet at srv"]


def test_a_target_of_another_scheme_is_refused_and_a_folder_stays_one(tmp_path) -> None:
    targets = Targets(Settings(inventory="", key_file=tmp_path), frozenset(), lambda _: None)

    assert isinstance(targets.source(str(tmp_path)), FolderSource)
    with pytest.raises(UsageError, match="smb://"):
        targets.source("ftp://srv/x")
