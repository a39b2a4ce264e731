"""What a target is: a folder or file of this machine, or a share by URL, with the password it needs."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path

from pii_scan.core.errors import ConfigError, SourceError, UsageError
from pii_scan.core.ports import Source
from pii_scan.settings.credentials import PASSWORD_VARIABLE, Credentials, read_credentials
from pii_scan.settings.settings import Settings
from pii_scan.sources.filesystem import FolderSource, Identity
from pii_scan.sources.smburl import SmbUrl, is_smb, parse

AskPassword = Callable[[str], str | None]
"""Asks for the password of a share that is named; None where there is nobody to ask."""
_ANSWERS = 3
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]+://")


def nobody_to_ask(_whose: str) -> None:
    """Be an `AskPassword` that knows nobody to ask."""


class Targets:
    """Makes a source of each target; asks for each password once.

    The variable with the password is taken out of the environment, so that no process started later inherits it.
    """

    def __init__(self, settings: Settings, own: AbstractSet[Identity], ask_password: AskPassword) -> None:
        self._settings = settings
        self._own = own
        self._ask_password = ask_password
        self._password = os.environ.pop(PASSWORD_VARIABLE, None)
        self._asked: dict[tuple[str, str | None], str | None] = {}

    def source(self, target: str) -> Source:
        """Make the source of a target.

        Raises:
            SourceError: it cannot be listed.
            UsageError: it is named as none can be.
            ConfigError: credentials cannot be read, or the library for shares is missing.
        """
        if is_smb(target):
            return self._share(parse(target))
        if _SCHEME.match(target):
            raise UsageError("a target is a folder, a file, or a share named smb://[user@]host[:port]/share[/path]")
        path, settings = Path(target).absolute(), self._settings
        make = partial(FolderSource, path, settings.exclude, self._own)
        return _in_time(make, settings.limits.stall_seconds, f"cannot list {path}: it does not answer")

    def _share(self, url: SmbUrl) -> Source:
        try:
            from pii_scan.sources.smb import SmbSource  # noqa: PLC0415  an extra that may be missing
            from pii_scan.sources.smbwire import Login  # noqa: PLC0415
        except ImportError:
            raise ConfigError("shares by URL need the extra smb: pip install 'pii-scan[smb]'") from None
        settings = self._settings
        user, password = self._login(url)
        timeout_seconds = settings.limits.stall_seconds / _ANSWERS  # before the opening itself counts as stalled
        return SmbSource(url, Login(user, password), settings.exclude, settings.spool, timeout_seconds)

    def _login(self, url: SmbUrl) -> tuple[str | None, str | None]:
        path = self._settings.smb_credentials
        given = read_credentials(path) if path else Credentials()
        user = url.user or given.user or None
        if self._password is not None:
            return user, self._password
        if given.password and user == (given.user or user):
            return user, given.password
        if user is None:
            return None, None
        key = (url.host.lower(), user)
        if key not in self._asked:
            self._asked[key] = self._ask_password(f"{user} at {url.host}")
        return user, self._asked[key]


def _in_time(make: Callable[[], FolderSource], seconds: float, message: str) -> FolderSource:
    """Make a source; a mount whose server is gone would be waited for without an end."""
    made: list[FolderSource | SourceError] = []

    def attempt() -> None:
        try:
            made.append(make())
        except SourceError as error:
            made.append(error)

    thread = threading.Thread(target=attempt, name="target", daemon=True)
    thread.start()
    thread.join(seconds)
    if not made:
        raise SourceError(message)
    if isinstance(made[0], SourceError):
        raise made[0]
    return made[0]
