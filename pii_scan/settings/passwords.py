"""Reads the file of passwords that are tried on what is encrypted; nothing of it is kept anywhere else."""

from __future__ import annotations

import stat
from pathlib import Path

from pii_scan.core.errors import ConfigError

MOST_PASSWORDS = 200
"""Each is tried on each encrypted item, at up to half a second."""


def read_passwords(path: Path) -> tuple[str, ...]:
    """Give the passwords of a file, one a line, each once; spaces belong to a password, empty lines are none.

    Raises:
        ConfigError: the file cannot be read, is no UTF-8, or holds no password or too many.
    """
    try:
        lines = path.read_bytes().decode("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"passwords_file: {path} cannot be read ({type(error).__name__})") from None
    passwords = tuple(dict.fromkeys(line.removesuffix("\r") for line in lines if line.strip("\r")))
    if not passwords:
        raise ConfigError(f"passwords_file: {path} holds no password")
    if len(passwords) > MOST_PASSWORDS:
        raise ConfigError(f"passwords_file: {path} holds more than {MOST_PASSWORDS} passwords")
    return passwords


def others_may_read(path: Path) -> bool:
    """Tell whether the file's mode lets anybody but its owner read it."""
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)
    except OSError:
        return False
