"""How reading one item ended: a closed list of outcomes and reasons, and which goes with which."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """The one way an item ended."""

    SCANNED = "scanned"
    PARTIAL = "partial"
    SKIPPED = "skipped"
    FAILED = "failed"
    GONE = "gone"
    UNCHANGED = "unchanged"


class Reason(StrEnum):
    """Why an item was not, or not fully, read."""

    EMPTY = "empty"
    UNSUPPORTED = "unsupported"
    SPECIAL_FILE = "special_file"
    EXCLUDED = "excluded"
    LOOP = "loop"
    SYMLINK = "symlink"
    MEDIA = "media"
    OFFLINE = "offline"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    TOO_DEEP = "too_deep"
    TOO_MANY = "too_many"
    RATIO = "ratio"
    RECOGNIZER = "recognizer"
    CHANGED = "changed_during_read"
    OCR_MISSING = "ocr_missing"
    VANISHED = "vanished"


_SKIPPED = frozenset(
    {
        Reason.EMPTY,
        Reason.UNSUPPORTED,
        Reason.SPECIAL_FILE,
        Reason.EXCLUDED,
        Reason.LOOP,
        Reason.SYMLINK,
        Reason.MEDIA,
        Reason.OFFLINE,
    }
)
_HARMLESS = _SKIPPED - {Reason.UNSUPPORTED}


def outcome_of(reason: Reason, *, something_read: bool) -> Outcome:
    """Tell the outcome that a reason leads to.

    Skipped reasons stay skipped whatever was read; any other trouble is `partial` once something was
    read and `failed` before.
    """
    if reason is Reason.VANISHED:
        return Outcome.GONE
    if reason in _SKIPPED:
        return Outcome.PARTIAL if something_read and reason is Reason.UNSUPPORTED else Outcome.SKIPPED
    return Outcome.PARTIAL if something_read else Outcome.FAILED


def is_complete(outcome: Outcome, reason: Reason | None) -> bool:
    """Tell whether a scan may still call itself complete (exit 0) with an item that ended so."""
    if outcome in (Outcome.SCANNED, Outcome.UNCHANGED, Outcome.GONE):
        return True
    return outcome is Outcome.SKIPPED and reason in _HARMLESS
