"""What stands beside a local file: who may read it, and whether its content lies elsewhere."""

from __future__ import annotations

import errno
import os
import stat
import struct
from pathlib import Path

OFFLINE = 0x1000
"""FILE_ATTRIBUTE_OFFLINE of MS-FSCC 2.6."""
RECALL_ON_OPEN = 0x40000
RECALL_ON_DATA_ACCESS = 0x400000
ELSEWHERE = OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS
"""Attributes of a placeholder: reading it would fetch its content from a cloud or a tape."""

_ACL = "system.posix_acl_access"
_ACL_HEAD = struct.Struct("<I")
_ACL_ENTRY = struct.Struct("<HHI")
_TAGS = {0x01: "user:", 0x02: "user:{}", 0x04: "group:", 0x08: "group:{}", 0x10: "mask:", 0x20: "other:"}
_DOS = dict.fromkeys(("cifs", "smb3"), "user.cifs.dosattrib") | dict.fromkeys(
    ("ntfs", "ntfs3", "fuseblk"), "system.ntfs_attrib"
)
"""The extended attribute that holds the DOS attributes, by type of file system."""
_NONE_THERE = frozenset({errno.ENODATA, errno.ENOTSUP})


class Attributes:
    """Reads attributes; remembers which file systems have none."""

    def __init__(self) -> None:
        self._without_acl: set[int] = set()
        self._dos: dict[int, str | None] = {}

    def access(self, state: os.stat_result, path: str) -> str:
        """Tell owner, mode and, where there is one, the POSIX ACL of a file, all in numbers."""
        told = f"mode={stat.S_IMODE(state.st_mode):04o} uid={state.st_uid} gid={state.st_gid}"
        acl = self._acl(state.st_dev, path)
        return f"{told} acl={acl}" if acl else told

    def is_elsewhere(self, state: os.stat_result, path: str) -> bool:
        """Tell whether a file is a placeholder, as far as the file system shows it to Linux."""
        if state.st_dev not in self._dos:
            self._dos[state.st_dev] = _DOS.get(file_system(state.st_dev))
        name = self._dos[state.st_dev]
        if name is None:
            return False
        try:
            value = os.getxattr(path, name, follow_symlinks=False)
        except OSError:
            return False
        return bool(int.from_bytes(value[:4], "little") & ELSEWHERE)

    def _acl(self, device: int, path: str) -> str:
        if device in self._without_acl:
            return ""
        try:
            value = os.getxattr(path, _ACL, follow_symlinks=False)
        except OSError as error:
            if error.errno == errno.ENOTSUP:
                self._without_acl.add(device)
            return "" if error.errno in _NONE_THERE else "?"
        return spelled_acl(value)


def spelled_acl(value: bytes) -> str:
    """Spell out an ACL as the kernel stores it. Source: linux/posix_acl_xattr.h."""
    if len(value) < _ACL_HEAD.size or (len(value) - _ACL_HEAD.size) % _ACL_ENTRY.size:
        return "?"
    entries = []
    for tag, rights, number in _ACL_ENTRY.iter_unpack(value[_ACL_HEAD.size :]):
        letters = "".join(letter if rights & bit else "-" for letter, bit in (("r", 4), ("w", 2), ("x", 1)))
        entries.append(f"{_TAGS.get(tag, '?:').format(number)}:{letters}")
    return ",".join(entries)


def file_system(device: int) -> str:
    """Give the type of the file system on a device, "" where it is not known."""
    number = f"{os.major(device)}:{os.minor(device)}"
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        if before.split(" ")[2:3] == [number]:
            return after.split(" ")[0]
    return ""
