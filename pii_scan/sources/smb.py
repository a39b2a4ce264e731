"""Shares of SMB servers, by URL: listed and fetched here, since workers have no network.

Nothing is followed that leads elsewhere and can be seen to do so: symbolic links and junctions of Windows, links of
DFS. Links that the server follows itself (Samba's `follow symlinks`) look like what they lead to; one that leads back
into a folder above is a loop.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pii_scan.core.errors import SourceError
from pii_scan.core.outcome import Reason
from pii_scan.core.ports import Opening
from pii_scan.core.types import Item, Unlisted
from pii_scan.sources.attributes import ELSEWHERE
from pii_scan.sources.selection import Selection
from pii_scan.sources.smburl import SmbUrl
from pii_scan.sources.smbwire import Handle, Login, Share
from pii_scan.sources.spool import Spool
from pii_scan.sources.walking import walked

RETRY_AFTER_SECONDS = (0.5, 3.0, 10.0)
_ENTRY = struct.Struct("<II6QIIIIQ")
_FOLDER = 0x10
_REPARSE_POINT = 0x400
_SHOWN = {0x1: "readonly", 0x2: "hidden", 0x4: "system", 0x4000: "encrypted"}
_LINKS = frozenset({0xA000000C, 0xA0000003, 0xA000001D, 0x8000000A, 0x80000012})
"""Tags of MS-FSCC 2.1.2.1: symbolic link, mount point, link of Linux, DFS, DFS replication."""
_AS_FILES = frozenset({0x80000013, 0x80000017, 0x80000007, 0xC0000004, 0x80000006})
"""Deduplicated, compressed, single-instance and archived files: the server hands out their content."""
_CLOUD, _CLOUD_MASK = 0x9000001A, 0xFFFF0FFF
_PROJECTED = 0x9000001C
_EPOCH_100NS = 116_444_736_000_000_000
_LATEST_NS = (1 << 63) - 1

T = TypeVar("T")
Identity = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a server says of one name in a folder."""

    name: str
    size_bytes: int
    created: int
    written: int
    attributes: int
    tag: int
    number: int

    @property
    def identity(self) -> Identity | None:
        """Number and times of creation and change."""
        return (self.number, self.created, self.written) if self.number else None


@dataclass(slots=True)
class _Folder:
    """A folder still to be listed, and the way to it; its own listing says best which one it is."""

    path: str
    parent: _Folder | None
    identity: Identity | None
    is_reparsed: bool = False

    def is_own_ancestor(self) -> bool:
        above = self.parent
        while above is not None and self.identity is not None:
            if above.identity is not None and _are_one(above.identity, self.identity):
                return True
            above = above.parent
        return False


def _are_one(one: Identity, other: Identity) -> bool:
    """Tell whether two folders are one.

    Numbers alone may repeat beyond a mount on the server, and Samba may make up a time of creation.
    """
    return one[0] == other[0] and (one[1] == other[1] or one[2] == other[2])


class SmbSource:
    """A share, a folder in it with all it holds, or a single file.

    `spool` is the folder for contents that are too large for memory (see `Spool`); `exclude` holds globs. No answer
    within `timeout_seconds` counts as a lost connection.
    """

    def __init__(
        self,
        url: SmbUrl,
        login: Login,
        exclude: Iterable[str] = (),
        spool: Path | None = None,
        timeout_seconds: float = 60.0,
    ) -> None:
        self._url = url
        self._selection = Selection(exclude)
        self._spool = spool
        self._share = Share(url, login, timeout_seconds)
        try:
            self._is_folder = self._tried(self._looked_at, lambda: None, RETRY_AFTER_SECONDS[:1])
        except PermissionError:
            raise SourceError(f"{url.name}: the server refuses this user or password") from None
        except OSError as error:
            raise self._unusable(error) from None
        finally:
            self._share.close()  # no connection is open while other processes are forked

    @property
    def name(self) -> str:
        """See `Source.name`."""
        return self._url.name

    def close(self) -> None:
        """See `Source.close`."""
        self._share.close()

    def items(self) -> Iterator[Item | Unlisted]:
        """See `Source.items`. Files of a folder come before its folders, both by name.

        Raises:
            SourceError: the target itself can no longer be listed.
        """
        if not self._is_folder:
            yield self._single()
            return
        yield from walked(_Folder("", None, None), self._list)

    def open(self, item: Item, opening: Opening | None = None) -> int:
        """See `Source.open`: fetches the content whole, again from the start where the connection is lost."""
        heard = opening or Opening()
        path = self._remote(item.path) if self._is_folder else self._url.path
        return self._tried(lambda: self._fetched(path, heard), heard.beat)

    def _fetched(self, path: str, heard: Opening) -> int:
        with self._share.opened(path, folder=False) as handle:
            size_bytes, _ = before = handle.state()
            with Spool(size_bytes, self._spool) as spool:
                for block in handle.blocks(size_bytes):
                    spool.write(block)
                    heard.beat()
                heard.is_changed = handle.final_state() != before or spool.size_bytes != size_bytes
                return spool.reader()

    def _looked_at(self) -> bool:
        with self._share.opened(self._url.path) as handle:
            return bool(handle.attributes & _FOLDER)

    def _tried(
        self, attempt: Callable[[], T], beat: Callable[[], None], after_seconds: tuple[float, ...] | None = None
    ) -> T:
        """Do something on the server, again on another connection where it is lost."""
        for seconds in (*(RETRY_AFTER_SECONDS if after_seconds is None else after_seconds), None):
            try:
                return attempt()
            except ConnectionError:
                self._share.drop()
                if seconds is None:
                    raise
                beat()
                time.sleep(seconds)
        raise AssertionError

    def _unusable(self, error: OSError) -> SourceError:
        return SourceError(f"cannot list {self._url.name}: {error.strerror or type(error).__name__}")

    def _remote(self, path: str) -> str:
        return "/".join(filter(None, (self._url.path, path)))

    def _single(self) -> Item | Unlisted:
        """List the file that is the target, by way of the folder in which it lies."""
        above, _, name = self._url.path.rpartition("/")
        try:
            entries = self._entries(above)
        except OSError as error:
            raise self._unusable(error) from None
        for entry in entries:
            if entry.name.lower() == name.lower():
                return self._item(name, entry)
        return Unlisted(name, Reason.VANISHED)

    def _entries(self, remote: str, *, is_reparsed: bool = False) -> list[_Entry]:
        """List a folder, by name."""

        def attempt() -> list[_Entry]:
            with self._share.opened(remote, folder=True, is_reparsed=is_reparsed) as handle:
                return sorted(_entries(handle), key=lambda entry: entry.name)

        return self._tried(attempt, lambda: None)

    def _list(self, folder: _Folder, found: list[_Folder]) -> Iterator[Item | Unlisted]:
        """Give what lies in one folder, and put its folders into `found`."""
        try:
            entries = self._entries(self._remote(folder.path), is_reparsed=folder.is_reparsed)
        except OSError as error:
            if not folder.path:
                raise self._unusable(error) from None
            is_gone = isinstance(error, FileNotFoundError)
            yield Unlisted(f"{folder.path}/", Reason.VANISHED if is_gone else Reason.UNREADABLE)
            return
        folder.identity = next((entry.identity for entry in entries if entry.name == "."), folder.identity)
        for entry in entries:
            if entry.name not in {".", ".."}:
                yield from self._entry(folder, entry, found)

    def _entry(self, folder: _Folder, entry: _Entry, found: list[_Folder]) -> Iterator[Item | Unlisted]:
        name = entry.name if _is_name(entry.name) else _spelled(entry.name)
        path = f"{folder.path}/{name}" if folder.path else name
        listed = self._item(path, entry) if name == entry.name else Unlisted(path, Reason.UNREADABLE)
        if not entry.attributes & _FOLDER:
            yield listed
        elif isinstance(listed, Unlisted):
            yield Unlisted(f"{path}/", listed.reason)
        else:
            found.append(_Folder(path, folder, entry.identity, bool(entry.tag)))

    def _item(self, path: str, entry: _Entry) -> Item | Unlisted:
        if self._selection.excludes(path, folder=bool(entry.attributes & _FOLDER)):
            return Unlisted(path, Reason.EXCLUDED)
        reason = _reason_not_to_open(entry)
        if reason is not None:
            return Unlisted(path, reason)
        shown = ",".join(word for bit, word in _SHOWN.items() if entry.attributes & bit)
        access = f"attributes={shown}" if shown else ""
        return Item(path, entry.size_bytes, _unix_ns(entry.written), entry.number, 0, access)


def _entries(handle: Handle) -> Iterator[_Entry]:
    """Read listings as the server sends them.

    Raises:
        ConnectionError: they are not what the protocol asks for.
    """
    for listed in handle.listings():
        at = 0
        while True:
            try:
                step, _, created, _, written, _, size, _, attributes, length, tag, _, number = _ENTRY.unpack_from(
                    listed, at
                )
            except struct.error:
                raise ConnectionError("a listing is cut") from None
            raw = listed[at + _ENTRY.size : at + _ENTRY.size + length]
            if len(raw) != length or length % 2 or (step and step < _ENTRY.size) or size > _LATEST_NS:
                raise ConnectionError("a listing is no listing")
            is_reparse = attributes & _REPARSE_POINT
            name = raw.decode("utf-16-le", "surrogatepass")
            yield _Entry(name, size, created, written, attributes, tag if is_reparse else 0, number)
            if not step:
                break
            at += step


def _reason_not_to_open(entry: _Entry) -> Reason | None:
    if entry.attributes & ELSEWHERE or entry.tag == _PROJECTED:
        return Reason.OFFLINE
    if entry.tag in _LINKS:
        return Reason.SYMLINK
    if entry.tag and entry.tag not in _AS_FILES and entry.tag & _CLOUD_MASK != _CLOUD:
        return Reason.SPECIAL_FILE
    return None


def _is_name(name: str) -> bool:
    """Tell whether a server may call a file so: text, and no way to another folder."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return bool(name) and not set(name) & set("/\\\0")


def _spelled(name: str) -> str:
    """Spell out what cannot be in a name, so that it is another one."""
    for character in "\\/\0":
        name = name.replace(character, f"\\x{ord(character):02x}")
    return name.encode("utf-8", "backslashreplace").decode() or "?"


def _unix_ns(filetime: int) -> int:
    """Give nanoseconds since 1970 for the 100 ns since 1601 of Windows."""
    return max(0, min((filetime - _EPOCH_100NS) * 100, _LATEST_NS))
