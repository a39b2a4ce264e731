"""Names of SMB shares: `smb://[user@]host[:port]/share[/path]`."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pii_scan.core.errors import UsageError

SCHEME = "smb://"
PORT = 445
_FORM = "a share is named smb://[user@]host[:port]/share[/path]"


@dataclass(frozen=True, slots=True)
class SmbUrl:
    """A share, or what lies in it. `path` has slashes, but none at its ends; `user` may have a domain before it."""

    name: str
    host: str
    port: int
    share: str
    path: str
    user: str | None


def is_smb(target: str) -> bool:
    """Tell whether a target is named as an SMB share."""
    return target.lower().startswith(SCHEME)


def parse(target: str) -> SmbUrl:
    """Read the name of a share; `%20` and the like stand for characters.

    Raises:
        UsageError: it is none, or holds a password. The message does not repeat it.
    """
    try:
        parts = urlsplit(target)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError(_FORM) from None
    if parts.password is not None:
        raise UsageError(
            "a password does not belong into the name of a share: set PII_SCAN_SMB_PASSWORD or smb_credentials"
        )
    pieces = [unquote(piece) for piece in f"{parts.path}".split("/") if piece]
    if not host or not pieces or parts.query or parts.fragment or not all(map(_is_sound, pieces)):
        raise UsageError(_FORM)
    user = unquote(parts.username).replace(";", "\\") if parts.username else None
    return SmbUrl(target.rstrip("/"), host, port or PORT, pieces[0], "/".join(pieces[1:]), user)


def _is_sound(piece: str) -> bool:
    return piece not in {".", ".."} and not set(piece) & set("/\\\0")
