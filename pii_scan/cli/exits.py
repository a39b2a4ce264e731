"""The exit codes: what a scheduler may rely on. A code that is not here means failure."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended; the values of errors stand on their classes (`pii_scan.core.errors`)."""

    COMPLETE = 0
    FAILED = 1
    USAGE = 2
    INCOMPLETE = 3
    NO_INVENTORY = 10
    LOCKED = 11
    WRONG_KEY = 12
    NEWER_INVENTORY = 13
    INTERRUPTED = 130
    TERMINATED = 143


MEANING = {
    Exit.COMPLETE: "done; a scan has read everything",
    Exit.FAILED: "failed; the message on standard error says why",
    Exit.USAGE: "the command line or a setting cannot be used",
    Exit.INCOMPLETE: "the scan is done, but some items were not, or not fully, read: see `pii-scan coverage`",
    Exit.NO_INVENTORY: "there is no inventory at the named place",
    Exit.LOCKED: "another scan writes to this inventory",
    Exit.WRONG_KEY: "the key is missing, unreadable or not this inventory's",
    Exit.NEWER_INVENTORY: "the inventory was written by a newer program",
    Exit.INTERRUPTED: "interrupted from the keyboard; what was recorded stays recorded",
    Exit.TERMINATED: "ended by SIGTERM; what was recorded stays recorded",
}
