"""Owner, rights and whereabouts of local files."""

from __future__ import annotations

import errno
import os
import struct
from pathlib import Path

import pytest

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Item
from pii_scan.sources import attributes
from pii_scan.sources.attributes import Attributes, file_system, spelled_acl
from pii_scan.sources.filesystem import FolderSource

ANY = 0xFFFFFFFF
ACL = struct.pack("<I", 2) + b"".join(
    struct.pack("<HHI", *entry)
    for entry in ((0x01, 6, ANY), (0x02, 4, 1001), (0x04, 4, ANY), (0x08, 5, 50), (0x10, 5, ANY), (0x20, 0, ANY))
)
SPELLED = "user::rw-,user:1001:r--,group::r--,group:50:r-x,mask::r-x,other::---"


def listed(folder: Path) -> dict[str, Item | Reason]:
    return {e.path: e if isinstance(e, Item) else e.reason for e in FolderSource(folder).items()}


def test_an_acl_is_spelled_as_getfacl_does() -> None:
    assert spelled_acl(ACL) == SPELLED


@pytest.mark.parametrize("value", [b"", b"\2", ACL[:-3]])
def test_an_acl_that_is_none_is_a_question_mark(value) -> None:
    assert spelled_acl(value) == "?"


def test_mode_owner_and_acl_come_with_the_item(tmp_path) -> None:
    (tmp_path / "plain").touch(mode=0o640)
    (tmp_path / "shared").touch()
    try:
        os.setxattr(tmp_path / "shared", "system.posix_acl_access", ACL)
    except OSError:
        pytest.skip("this file system has no ACLs")
    state = (tmp_path / "plain").stat()
    found = listed(tmp_path)

    assert found["plain"].access == f"mode={state.st_mode & 0o7777:04o} uid={state.st_uid} gid={state.st_gid}"
    assert found["shared"].access.endswith(f" acl={SPELLED}")


def test_a_single_file_has_its_rights_too(tmp_path) -> None:
    (tmp_path / "a").touch(mode=0o600)
    (item,) = FolderSource(tmp_path / "a").items()

    assert item.access.startswith("mode=0600 ")


def test_a_file_system_without_acls_is_asked_once(tmp_path, monkeypatch) -> None:
    for name in "abc":
        (tmp_path / name).touch()
    asked = []

    def none_there(path, name, **options):
        asked.append(path)
        raise OSError(errno.ENOTSUP, "no such thing here")

    monkeypatch.setattr(os, "getxattr", none_there)
    listed(tmp_path)

    assert len(asked) == 1


@pytest.mark.parametrize(("kind", "name"), [("cifs", "user.cifs.dosattrib"), ("ntfs3", "system.ntfs_attrib")])
@pytest.mark.parametrize(("bits", "is_there"), [(0x20, True), (0x1000, False), (0x40000, False), (0x400020, False)])
def test_a_placeholder_is_not_recalled(tmp_path, monkeypatch, kind, name, bits, is_there) -> None:
    (tmp_path / "a").touch()

    def attribute(path, asked, **options):
        if asked != name:
            raise OSError(errno.ENODATA, "none")
        return struct.pack("<I", bits)

    monkeypatch.setattr(os, "getxattr", attribute)
    monkeypatch.setattr(attributes, "file_system", lambda device: kind)
    found = listed(tmp_path)["a"]

    assert isinstance(found, Item) if is_there else found is Reason.OFFLINE


def test_an_attribute_that_cannot_be_read_hides_nothing(tmp_path, monkeypatch) -> None:
    (tmp_path / "a").touch()

    def refuse(path, name, **options):
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(os, "getxattr", refuse)
    monkeypatch.setattr(attributes, "file_system", lambda device: "cifs")

    assert listed(tmp_path)["a"].access.endswith(" acl=?")


def test_the_type_of_a_file_system_is_known() -> None:
    assert file_system(Path("/proc").stat().st_dev) == "proc"
    assert file_system(os.makedev(4095, 4095)) == ""
    assert not Attributes().is_elsewhere(Path("/proc/version").stat(), "/proc/version")
