"""Connections to one SMB share: read-only, signed, encrypted where the server can, and never led elsewhere.

Each thread has a connection of its own. What the protocol library raises comes out as `OSError`, its words left out:
`ConnectionError` where another connection may help.
"""

from __future__ import annotations

import errno
import logging
import struct
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from smbprotocol import exceptions as smb
from smbprotocol.connection import Connection
from smbprotocol.open import (
    CreateDisposition,
    CreateOptions,
    ImpersonationLevel,
    Open,
    ShareAccess,
    SMB2QueryDirectoryResponse,
)
from smbprotocol.session import Session
from smbprotocol.tree import TreeConnect

from pii_scan.sources.smburl import SmbUrl

GIVE_UP_AFTER = 12
"""So many connections in a row that fail, and no further one is tried."""
_READ = 0x1 | 0x80  # FILE_READ_DATA (FILE_LIST_DIRECTORY), FILE_READ_ATTRIBUTES
_SHARED = ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE | ShareAccess.FILE_SHARE_DELETE
_NO_RECALL = 0x400000
_REPARSE_POINT = 0x400
_FULL_INFORMATION = 38  # FileIdFullDirectoryInformation, MS-FSCC 2.4.18
_LISTED_BYTES = 1 << 20
_BLOCK_BYTES = 1 << 20
_BROKEN = (smb.SMBException, OSError, ValueError, LookupError, TypeError, AttributeError, struct.error)
_ABSENT = (smb.ObjectNameNotFound, smb.ObjectPathNotFound, smb.NoSuchFile, smb.NotFound, smb.DeletePending)
_REFUSED = (
    smb.AccessDenied,
    smb.PrivilegeNotHeld,
    smb.LogonFailure,
    smb.WrongPassword,
    smb.PasswordExpired,
    smb.SMBAuthenticationError,
)
_TOLD: tuple[tuple[tuple[type[Exception], ...], Callable[[], Exception]], ...] = (
    (_ABSENT, lambda: FileNotFoundError(errno.ENOENT, "not there")),
    (_REFUSED, lambda: PermissionError(errno.EACCES, "refused")),
    ((smb.BadNetworkName,), lambda: OSError(errno.ENODEV, "no such share")),
    ((smb.EndOfFile, smb.NoMoreFiles), EOFError),
    ((smb.StoppedOnSymlink, smb.PathNotCovered), lambda: OSError(errno.ELOOP, "a link to elsewhere")),
)
_PASSING = frozenset({0xC0000203, 0xC000035C, 0xC00000C9, 0xC000020C, 0xC000020D, 0xC00000B5, 0xC0000205, 0xC0000466})
"""Sessions or shares that were taken away, timeouts and want of resources, as statuses of MS-ERREF 2.3."""

for _name in ("smbprotocol", "spnego"):  # their logs hold names of files and users
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(frozen=True, slots=True)
class Login:
    """Who connects; without a user, whoever the system's Kerberos ticket names."""

    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


class Share:
    """One share of one server."""

    def __init__(self, url: SmbUrl, login: Login, timeout_seconds: float) -> None:
        self._url = url
        self._login = login
        self._timeout_seconds = timeout_seconds
        self._local = threading.local()
        self._lock = threading.Lock()
        self._connections: list[Connection] = []
        self._failed = 0

    @contextmanager
    def opened(self, path: str, *, folder: bool | None = None, is_reparsed: bool = False) -> Iterator[Handle]:
        """Open a file or folder (None: either) for reading; others may go on doing anything with it.

        A folder that leads elsewhere is refused, unless it is known to be `is_reparsed` and to lead nowhere.

        Raises:
            ConnectionError: the server cannot be reached.
            FileNotFoundError: there is none.
            OSError: it cannot be opened.
        """
        options = _NO_RECALL
        may_lead_on = folder is not False and not is_reparsed
        if may_lead_on:
            options |= CreateOptions.FILE_OPEN_REPARSE_POINT  # a link to another folder is not followed
        if folder is not None:
            options |= CreateOptions.FILE_DIRECTORY_FILE if folder else CreateOptions.FILE_NON_DIRECTORY_FILE
        tree = self._tree()
        name = path.replace("/", "\\")
        if tree.is_dfs_share:
            name = "\\".join(filter(None, (self._url.host, self._url.share, name)))
        handle = Handle(Open(tree, name))
        with _own_errors():
            handle.file.create(
                ImpersonationLevel.Impersonation, _READ, 0, _SHARED, CreateDisposition.FILE_OPEN, options
            )
        try:
            if may_lead_on and handle.file.file_attributes & _REPARSE_POINT:
                raise OSError(errno.ELOOP, "a link to elsewhere")
            yield handle
        finally:
            with suppress(OSError), _own_errors():
                handle.file.close()

    def drop(self) -> None:
        """Forget this thread's connection; the next call makes another one."""
        connection = getattr(self._local, "connection", None)
        self._local.connection = self._local.tree = None
        if connection is not None:
            _hang_up(connection)

    def close(self) -> None:
        """End all connections."""
        with self._lock:
            connections, self._connections = self._connections, []
        self._local = threading.local()
        for connection in connections:
            _hang_up(connection)

    def _tree(self) -> TreeConnect:
        tree = getattr(self._local, "tree", None)
        if tree is not None and tree.session.connection.transport.connected:
            return tree
        self.drop()
        if self._failed >= GIVE_UP_AFTER:
            raise ConnectionError(errno.EHOSTUNREACH, "the server is given up")
        try:
            tree = self._connect()
        except ConnectionError:
            with self._lock:
                self._failed += 1
            self.drop()
            raise ConnectionError(errno.EHOSTUNREACH, "the server cannot be reached") from None
        self._failed = 0
        self._local.tree = tree
        return tree

    def _connect(self) -> TreeConnect:
        with _own_errors():
            connection = _Connection(uuid.uuid4(), self._url.host, self._url.port)
            connection.timeout_seconds = self._timeout_seconds
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
            connection.connect(timeout=max(1, int(self._timeout_seconds)))
            session = Session(
                connection, self._login.user, self._login.password, require_encryption=connection.supports_encryption
            )
            session.connect()
            tree = TreeConnect(session, f"\\\\{self._url.host}\\{self._url.share}")
            tree.connect()
            return tree


class Handle:
    """A file or folder that is open on the server."""

    def __init__(self, file: Open) -> None:
        self.file = file

    def state(self) -> tuple[int, int]:
        """Give size and time of the last change, as they were when it was opened."""
        return self.file.end_of_file, self.file.last_write_time

    def final_state(self) -> tuple[int, int]:
        """Close, and give size and time of the last change by now."""
        with _own_errors():
            self.file.close(get_attributes=True)
        return self.file.end_of_file, self.file.last_write_time

    @property
    def attributes(self) -> int:
        """Give the DOS attributes."""
        return int(self.file.file_attributes)

    def blocks(self, size_bytes: int) -> Iterator[bytes]:
        """Read so many bytes, or fewer where the file ends before."""
        offset, connection = 0, self.file.connection
        while offset < size_bytes:
            wanted = min(size_bytes - offset, connection.max_read_size, _BLOCK_BYTES)
            try:
                with _own_errors():
                    block = self.file.read(offset, wanted)
            except EOFError:
                return
            if not block or len(block) > wanted:
                return
            offset += len(block)
            yield block

    def listings(self) -> Iterator[bytes]:
        """Give what the server lists of a folder, as `FileIdFullDirectoryInformation`."""
        tree = self.file.tree_connect
        connection, size = tree.session.connection, min(_LISTED_BYTES, self.file.connection.max_transact_size)
        while True:
            try:
                with _own_errors():
                    query, _ = self.file.query_directory("*", _FULL_INFORMATION, max_output=size, send=False)
                    request = connection.send(query, tree.session.session_id, tree.tree_connect_id)
                    answer = SMB2QueryDirectoryResponse()
                    answer.unpack(connection.receive(request)["data"].get_value())
                    listed = answer["buffer"].get_value()
            except EOFError:
                return
            yield listed


class _Connection(Connection):  # type: ignore[misc]  # the library has no types
    """A connection that waits for an answer so long only, and goes no other way than it was told."""

    timeout_seconds = 60.0

    def receive(
        self,
        request: Any,  # noqa: ANN401  as the library's
        wait: bool = True,  # noqa: FBT001, FBT002
        timeout: float | None = None,
        resolve_symlinks: bool = True,  # noqa: ARG002, FBT001, FBT002
    ) -> Any:  # noqa: ANN401
        return super().receive(request, wait, timeout or self.timeout_seconds, resolve_symlinks=False)


def _hang_up(connection: Connection) -> None:
    with suppress(*_BROKEN):
        connection.disconnect(close=False)


@contextmanager
def _own_errors() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise _told(error) from None


def _told(error: Exception) -> Exception:
    """Give an error of the system's kind for one of the library's."""
    for kinds, told in _TOLD:
        if isinstance(error, kinds):
            return told()
    if isinstance(error, smb.SMBResponseException) and error.status not in _PASSING:
        return OSError(errno.EIO, f"status {error.status:#010x}")
    return ConnectionResetError(errno.ECONNRESET, f"no sound answer ({type(error).__name__})")
