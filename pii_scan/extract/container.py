"""What archives of every kind share: names given so far, one budget for all members, and what ended the giving."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError, ExtractError, RatioError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Member, Segment, Unread
from pii_scan.extract.limits import Expansion, Readable, read_member
from pii_scan.settings.settings import Limits


class CutShortError(CorruptContentError):
    """An archive ends before it should."""

    reason = Reason.TRUNCATED


class Container:
    """One archive being read. After `_cut` is set, nothing more is given."""

    def __init__(self, limits: Limits, size_bytes: int) -> None:
        self._limits = limits
        self._members = Expansion(limits, size_bytes)
        self._names: Counter[str] = Counter()
        self._entries = 0
        self._cut: Reason | None = None

    def _goes_on(self) -> bool:
        """Count one more entry; tell whether it may still be given."""
        self._entries += 1
        if self._entries > self._limits.members:
            self._cut = self._cut or Reason.TOO_MANY
        return self._cut is None

    def _unique(self, name: str) -> str:
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}#{self._names[name]}"

    def _passing(self, name: str, opened: Callable[[], Readable], size_bytes: int = -1) -> Member:
        """Give a member that goes by once; where its bytes are broken, so is all that follows it."""
        return Member(name, partial(self._read_passing, opened), size_bytes)

    def _read_passing(self, opened: Callable[[], Readable]) -> BinaryIO:
        try:
            return read_member(opened(), self._limits, self._members)
        except (RatioError, TooLargeError) as met:
            if self._members.is_spent:
                self._cut = met.reason
            raise
        except CutShortError as met:
            self._cut = met.reason
            raise

    def _ends_by(self, error: ExtractError) -> None:
        """Note what ended the archive before its end.

        Raises:
            ExtractError: nothing of it was read before.
        """
        if not self._entries:
            raise error
        self._cut = self._cut or error.reason

    def _rest(self) -> Iterator[Segment]:
        if self._cut is not None:
            yield Unread(self._cut)
