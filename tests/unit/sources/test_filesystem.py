"""What a folder source lists, opens, and never follows."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest
from fakes.rights import bound_by_permissions

from pii_scan.core.errors import SourceError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Item, Unlisted
from pii_scan.sources.filesystem import FolderSource


def _listed(source: FolderSource) -> dict[str, Item | Reason]:
    return {entry.path: entry if isinstance(entry, Item) else entry.reason for entry in source.items()}


def _read(source: FolderSource, item: Item) -> bytes:
    with os.fdopen(source.open(item), "rb") as stream:
        return stream.read()


@pytest.fixture
def share(tmp_path: Path) -> Path:
    root = tmp_path / "share"
    (root / "b" / "c").mkdir(parents=True)
    (root / "z.txt").write_text("z")
    (root / "a.txt").write_text("a")
    (root / "b" / "c" / "deep.txt").write_text("deep")
    return root


def test_files_come_with_relative_paths_in_a_stable_order(share):
    source = FolderSource(share)

    assert [entry.path for entry in source.items()] == ["a.txt", "z.txt", "b/c/deep.txt"]
    assert [e.path for e in source.items()] == [e.path for e in FolderSource(str(share)).items()]


def test_an_item_carries_size_time_and_identity(share):
    state = (share / "a.txt").stat()
    item = _listed(FolderSource(share))["a.txt"]

    access = f"mode={state.st_mode & 0o7777:04o} uid={state.st_uid} gid={state.st_gid}"
    assert item == Item("a.txt", 1, state.st_mtime_ns, state.st_ino, state.st_dev, access)
    assert _read(FolderSource(share), item) == b"a"


def test_a_single_file_is_a_source_of_one_item(share):
    source = FolderSource(share / "b" / "c" / "deep.txt")
    listed = _listed(source)

    assert list(listed) == ["deep.txt"]
    assert _read(source, listed["deep.txt"]) == b"deep"


def test_links_fifos_and_sockets_are_listed_and_not_opened(share, monkeypatch):
    (share / "link").symlink_to(share / "a.txt")
    (share / "up").symlink_to("..")
    os.mkfifo(share / "fifo")
    monkeypatch.chdir(share)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("sock")
        listed = _listed(FolderSource(share))

    assert (listed["link"], listed["up"]) == (Reason.SYMLINK, Reason.SYMLINK)
    assert (listed["fifo"], listed["sock"]) == (Reason.SPECIAL_FILE, Reason.SPECIAL_FILE)


def test_a_file_swapped_for_a_link_is_not_followed(share, tmp_path):
    (tmp_path / "secret").write_text("outside")
    source = FolderSource(share)
    item = _listed(source)["a.txt"]
    (share / "a.txt").unlink()
    (share / "a.txt").symlink_to(tmp_path / "secret")

    with pytest.raises(OSError, match=os.strerror(errno.ELOOP)):
        source.open(item)


def test_a_folder_swapped_for_a_link_is_not_followed(share, tmp_path):
    outside = tmp_path / "outside" / "c"
    outside.mkdir(parents=True)
    (outside / "deep.txt").write_text("outside")
    source = FolderSource(share)
    item = _listed(source)["b/c/deep.txt"]
    (share / "b").rename(tmp_path / "moved")
    (share / "b").symlink_to(tmp_path / "outside")

    with pytest.raises(NotADirectoryError):
        source.open(item)


def test_a_file_swapped_for_a_fifo_does_not_hang(share):
    source = FolderSource(share)
    item = _listed(source)["a.txt"]
    (share / "a.txt").unlink()
    os.mkfifo(share / "a.txt")

    with pytest.raises(OSError, match="no regular file"):
        source.open(item)


def test_a_vanished_file_says_so(share):
    source = FolderSource(share)
    item = _listed(source)["a.txt"]
    (share / "a.txt").unlink()

    with pytest.raises(FileNotFoundError):
        source.open(item)


def test_a_tree_that_vanishes_while_listed_loses_no_row(share):
    source = FolderSource(share)
    entries = source.items()
    assert [next(entries).path, next(entries).path] == ["a.txt", "z.txt"]
    (share / "b" / "c" / "deep.txt").unlink()
    (share / "b" / "c").rmdir()
    (share / "b").rmdir()

    assert Unlisted("b/", Reason.VANISHED) in list(entries)


def test_an_unreadable_folder_is_a_row_of_its_own(share):
    (share / "b").chmod(0)
    try:
        with bound_by_permissions():
            assert _listed(FolderSource(share))["b/"] is Reason.UNREADABLE
    finally:
        (share / "b").chmod(0o755)


def test_a_folder_that_cannot_be_opened_is_a_row_of_its_own(share, monkeypatch):
    real = os.open

    def refuse(path, flags, *args, **kwargs):
        if path == "c":
            raise PermissionError(errno.EACCES, "denied")
        return real(path, flags, *args, **kwargs)

    monkeypatch.setattr(os, "open", refuse)

    assert _listed(FolderSource(share))["b/c/"] is Reason.UNREADABLE


def test_names_that_are_no_utf8_are_kept(share):
    (Path(os.fsdecode(os.fsencode(share) + b"/caf\xe9.txt"))).write_text("x")
    source = FolderSource(share)
    item = _listed(source)["caf\udce9.txt"]

    assert _read(source, item) == b"x"


def test_a_path_longer_than_the_system_takes_is_read(tmp_path):
    descriptor = os.open(tmp_path, os.O_RDONLY)
    for _ in range(250):
        os.mkdir("a" * 20, dir_fd=descriptor)
        below = os.open("a" * 20, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor = below
    file = os.open("canary.txt", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=descriptor)
    os.write(file, b"deep")
    os.close(file)
    os.close(descriptor)
    source = FolderSource(tmp_path)
    (item,) = source.items()

    assert len(item.path) > 4096
    assert _read(source, item) == b"deep"


def test_a_folder_that_is_its_own_ancestor_is_a_loop(share, monkeypatch):
    real, top = os.stat, share.stat()

    def mounted(path, *args, **kwargs):
        return top if path == "c" else real(path, *args, **kwargs)

    monkeypatch.setattr(os, "stat", mounted)

    assert _listed(FolderSource(share))["b/c/"] is Reason.LOOP


def test_excluded_paths_are_rows_and_are_not_descended(share):
    listed = _listed(FolderSource(share, ["b", "*.bak", "/z.txt"]))

    assert listed["b/"] is Reason.EXCLUDED
    assert listed["z.txt"] is Reason.EXCLUDED
    assert not any(path.startswith("b/c") for path in listed)


def test_files_of_the_scan_itself_are_left_out(share):
    state = (share / "a.txt").stat()

    assert _listed(FolderSource(share, own={(state.st_dev, state.st_ino)}))["a.txt"] is Reason.EXCLUDED


def test_a_missing_target_is_named(tmp_path):
    with pytest.raises(SourceError, match="no-such-share"):
        FolderSource(tmp_path / "no-such-share")


def test_hard_links_are_two_items(share):
    os.link(share / "a.txt", share / "twin.txt")
    listed = _listed(FolderSource(share))

    assert listed["a.txt"].inode == listed["twin.txt"].inode


def test_descriptors_are_closed(share):
    before = len(list(Path("/proc/self/fd").iterdir()))
    source = FolderSource(share)
    for item in source.items():
        os.close(source.open(item))

    assert len(list(Path("/proc/self/fd").iterdir())) == before
