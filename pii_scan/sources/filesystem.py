"""Local and mounted folders.

Every folder is opened component by component from the target, never through a symbolic link, so nothing outside the
target is ever read, whoever renames what meanwhile. Only one folder is open at a time and paths are never handed to
the system whole: neither depth nor a path beyond 4,096 bytes is a limit.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pii_scan.core.errors import SourceError
from pii_scan.core.outcome import Reason
from pii_scan.core.ports import Opening
from pii_scan.core.types import Item, Unlisted
from pii_scan.sources.attributes import Attributes
from pii_scan.sources.selection import Selection
from pii_scan.sources.walking import walked

_SAFE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = _SAFE | os.O_DIRECTORY

Identity = tuple[int, int]
"""Device and inode."""


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder still to be listed, and the way to it."""

    path: str
    parent: _Folder | None
    identity: Identity

    def is_own_ancestor(self) -> bool:
        above = self.parent
        while above is not None:
            if above.identity == self.identity:
                return True
            above = above.parent
        return False


class FolderSource:
    """A folder with all it holds, or a single file.

    `exclude` holds globs (see `Selection`); `own` the identities of files that the scan itself writes. It is asked
    while listing, so its owner may still add to it.
    """

    def __init__(self, root: str | Path, exclude: Iterable[str] = (), own: AbstractSet[Identity] = frozenset()) -> None:
        self._root = Path(root)
        self._selection = Selection(exclude)
        self._own = own
        self._attributes = Attributes()
        try:
            self._real = self._root.resolve(strict=True)
            self._is_folder = stat.S_ISDIR(self._real.stat().st_mode)
        except OSError as error:
            raise self._unusable(error) from None

    @property
    def name(self) -> str:
        """See `Source.name`."""
        return str(self._root)

    def items(self) -> Iterator[Item | Unlisted]:
        """See `Source.items`. Files of a folder come before its folders, both by name.

        Raises:
            SourceError: the target itself can no longer be listed.
        """
        if not self._is_folder:
            yield self._single()
            return
        yield from walked(self._top(), self._list)

    def open(self, item: Item, opening: Opening | None = None) -> int:  # noqa: ARG002  nothing to tell, it is one call
        """See `Source.open`."""
        if self._is_folder:
            parent, _, name = item.path.rpartition("/")
            folder = self._open_folder(parent)
            try:
                descriptor = os.open(name, _SAFE, dir_fd=folder)
            finally:
                os.close(folder)
        else:
            descriptor = os.open(self._real, _SAFE)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError(errno.EINVAL, "no regular file any more")
        return descriptor

    def close(self) -> None:
        """See `Source.close`: there is nothing to let go of."""

    def _unusable(self, error: OSError) -> SourceError:
        return SourceError(f"cannot list {self._root}: {error.strerror or type(error).__name__}")

    def _top(self) -> _Folder:
        try:
            state = self._real.stat()
            os.close(self._open_folder(""))
        except OSError as error:
            raise self._unusable(error) from None
        return _Folder("", None, (state.st_dev, state.st_ino))

    def _single(self) -> Item | Unlisted:
        try:
            state = self._real.stat()
        except OSError as error:
            raise self._unusable(error) from None
        return self._entry(self._root.name or self._real.name, state, str(self._real))

    def _open_folder(self, path: str) -> int:
        descriptor = os.open(self._real, _FOLDER)
        for name in filter(None, path.split("/")):
            try:
                below = os.open(name, _FOLDER, dir_fd=descriptor)
            finally:
                os.close(descriptor)
            descriptor = below
        return descriptor

    def _list(self, folder: _Folder, found: list[_Folder]) -> Iterator[Item | Unlisted]:
        """Give what lies in one folder, and put its folders into `found`."""
        try:
            descriptor = self._open_folder(folder.path)
        except FileNotFoundError:
            yield Unlisted(f"{folder.path}/", Reason.VANISHED)
            return
        except OSError:
            yield Unlisted(f"{folder.path}/", Reason.UNREADABLE)
            return
        try:
            yield from self._entries(descriptor, folder, found)
        except OSError:  # the listing itself broke off
            yield Unlisted(f"{folder.path}/", Reason.UNREADABLE)
        finally:
            os.close(descriptor)

    def _entries(self, descriptor: int, folder: _Folder, found: list[_Folder]) -> Iterator[Item | Unlisted]:
        for name in sorted(os.listdir(descriptor)):
            path = f"{folder.path}/{name}" if folder.path else name
            try:
                state = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
            except FileNotFoundError:
                yield Unlisted(path, Reason.VANISHED)
                continue
            except OSError:
                yield Unlisted(path, Reason.UNREADABLE)
                continue
            if not stat.S_ISDIR(state.st_mode):
                yield self._entry(path, state, f"/proc/self/fd/{descriptor}/{name}")
            elif self._selection.excludes(path, folder=True):
                yield Unlisted(f"{path}/", Reason.EXCLUDED)
            else:
                found.append(_Folder(path, folder, (state.st_dev, state.st_ino)))

    def _entry(self, path: str, state: os.stat_result, here: str) -> Item | Unlisted:
        if stat.S_ISLNK(state.st_mode):
            return Unlisted(path, Reason.SYMLINK)
        if not stat.S_ISREG(state.st_mode):
            return Unlisted(path, Reason.SPECIAL_FILE)
        if (state.st_dev, state.st_ino) in self._own or self._selection.excludes(path, folder=False):
            return Unlisted(path, Reason.EXCLUDED)
        if self._attributes.is_elsewhere(state, here):
            return Unlisted(path, Reason.OFFLINE)
        access = self._attributes.access(state, here)
        return Item(path, state.st_size, state.st_mtime_ns, state.st_ino, state.st_dev, access)
