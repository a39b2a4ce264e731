"""The error tree: each class carries its exit code and a hint on what to do.

Errors take one string, so they survive any transport. A message never quotes what was read: a parser's
own words may hold a cell's content, so only its type is kept.
"""

from __future__ import annotations

from typing import ClassVar

from pii_scan.core.outcome import Reason


class PiiScanError(Exception):
    """The root of every error this program raises on purpose."""

    exit_code: ClassVar[int] = 1
    hint: ClassVar[str] = ""


class ConfigError(PiiScanError):
    """A setting, a lexicon or the declaration cannot be used; the message names file, line or key."""

    exit_code = 2
    hint = "correct the named setting, then run the command again"


class UsageError(PiiScanError):
    """The command line asks for something that cannot be."""

    exit_code = 2
    hint = "see the command's --help"


class PluginError(PiiScanError):
    """A recognizer plug-in cannot be loaded or contradicts another."""

    hint = "run `pii-scan doctor` to see which recognizers are installed"


class SourceError(PiiScanError):
    """A target cannot be listed at all."""

    hint = "check that the target exists and can be read by this user"


class DetectError(PiiScanError):
    """A recognizer did not finish; the item it was working on is not fully read."""


class InventoryError(PiiScanError):
    """The inventory cannot be used; subclasses say why."""

    hint = "see `pii-scan doctor`"


class NoInventoryError(InventoryError):
    """There is no inventory at the named place."""

    exit_code = 10
    hint = "run `pii-scan scan TARGET` first, or name the inventory with --inventory"


class LockedError(InventoryError):
    """Another scan writes to this inventory."""

    exit_code = 11
    hint = "wait until the other scan has ended, or name another inventory"


class KeyFileError(InventoryError):
    """The key is missing, unreadable or not the one this inventory was made with."""

    exit_code = 12
    hint = "name the right key file with --key-file or PII_SCAN_KEY_FILE"


class NewerInventoryError(InventoryError):
    """The inventory was written by a newer program."""

    exit_code = 13
    hint = "install the newer pii-scan, or name another inventory"


class DamagedInventoryError(InventoryError):
    """The inventory's bytes are not what was written; nothing it says can be trusted."""

    hint = "restore the inventory from a backup, or move it away and scan again"


class ExtractError(PiiScanError):
    """The content of one item could not be read; `reason` goes into the coverage ledger."""

    reason: ClassVar[Reason] = Reason.CORRUPT


class CorruptContentError(ExtractError):
    """The bytes are not what their format asks for."""


class EncryptedError(ExtractError):
    """The content is protected by a password."""

    reason = Reason.ENCRYPTED


class UnsupportedFormatError(ExtractError):
    """No reader knows this format."""

    reason = Reason.UNSUPPORTED


class EmptyContentError(ExtractError):
    """There is nothing to read."""

    reason = Reason.EMPTY


class TooLargeError(ExtractError):
    """A limit on bytes, cells, pages or characters was met."""

    reason = Reason.TOO_LARGE


class RatioError(ExtractError):
    """Compressed content expands beyond the allowed ratio."""

    reason = Reason.RATIO


class TooDeepError(ExtractError):
    """Containers or markup are nested beyond the limit."""

    reason = Reason.TOO_DEEP
