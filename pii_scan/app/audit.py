"""The audit log: who had values shown, when, and by which command; never which values.

It lies beside the inventory as `INVENTORY.audit.jsonl`, one JSON object a line. The line is on disk before the first
value is shown; where it cannot be written, nothing is shown.
"""

from __future__ import annotations

import json
import os
import pwd
from datetime import UTC, datetime
from pathlib import Path

from pii_scan.core.errors import InventoryError
from pii_scan.inventory.store import path_of


class AuditError(InventoryError):
    """The audit line cannot be written, so nothing may be shown."""

    hint = "make the audit log writable for this user; values are shown only when that is noted"


def note(inventory: str, action: str, **detail: object) -> None:
    """Write one line, durably. `detail` says how much was asked for and must name no person.

    Raises:
        AuditError: the line is not on disk.
    """
    path = path_of(inventory)
    log = path.with_name(path.name + ".audit.jsonl")
    line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "user": _user(), "action": action, **detail}
    try:
        descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(json.dumps(line).encode() + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise AuditError(f"the audit log {Path(log).name} cannot be written: {error.strerror}") from None


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
