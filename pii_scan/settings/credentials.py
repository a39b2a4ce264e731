"""The user and password of shares: from a file that only its owner can read, as `mount.cifs` has them."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from pii_scan.core.errors import ConfigError

PASSWORD_VARIABLE = "PII_SCAN_SMB_PASSWORD"  # noqa: S105  the name of a variable
_KEYS = frozenset({"username", "password", "domain"})
_MOST_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a credentials file says; empty where it says nothing."""

    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def read_credentials(path: Path) -> Credentials:
    """Read lines `username=…`, `password=…` and `domain=…`.

    Raises:
        ConfigError: the file cannot be read, others can read it, or a line is none of these. No line is repeated.
    """
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            text = stream.read(_MOST_BYTES).decode("utf-8") if stat.S_ISREG(mode) else ""
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__})") from None
    if mode & 0o077:
        raise ConfigError(f"{path}: others can read it; set its mode to 0600")
    values: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key, equals, value = line.partition("=")
        key = key.strip().lower()
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not equals or key not in _KEYS:
            raise ConfigError(f"{path}, line {number}: expected username=, password= or domain=")
        values[key] = value if key == "password" else value.strip()
    user, domain = values.get("username", ""), values.get("domain", "")
    return Credentials(f"{domain}\\{user}" if domain and user else user, values.get("password", ""))
