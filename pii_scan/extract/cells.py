"""Cells of bytes: text is read as text, a document becomes a member, and what is neither is told."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from pii_scan.core.types import Member
from pii_scan.extract import kinds, sniff, trades
from pii_scan.extract.encoding import decode
from pii_scan.extract.textkind import text_of, text_type

_DOCUMENTS_OF_TEXT = trades.READ_FRONT_TO_BACK | {"application/rtf", "message/rfc822", "text/html", "application/xml"}
_NO_DOCUMENT_BYTES = 64
_DOCUMENT_STARTS = frozenset({b"%", b"{", b"<", b"P", b"G", b"B", b"\x89", b"\xff", b"\xd0", b"\x1f"})
_CONTROLS = bytes(c for c in range(32) if c not in b"\0\t\n\r") + b"\x7f"
_LEAST_ZEROS = 0.2  # in text of wide characters


class BinaryCells:
    """The cells of bytes of one table.

    `members` holds the documents met since they were last taken; `unread` counts the cells that nothing can read.
    Keys and digests, which are shorter than any document, do not count.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self.members: list[Member] = []
        self.unread = 0

    def text(self, value: bytes, row: int, column: str) -> str | None:
        """Give a cell's text, or None and keep it as a member."""
        if len(value) <= _NO_DOCUMENT_BYTES and value[:1] not in _DOCUMENT_STARTS:
            return _short_text(value)
        head = value[: sniff.HEAD_BYTES]
        kind = sniff.media_type(head, "", BytesIO(value))
        if kind not in _DOCUMENTS_OF_TEXT and kind == text_type(head, ""):
            return decode(value)[0]
        if kind == kinds.UNKNOWN:
            self.unread += len(value) > _NO_DOCUMENT_BYTES
            return None
        self.members.append(Member(f"{self._table}/{row}/{column}", partial(BytesIO, value), len(value)))
        return None

    def taken(self) -> list[Member]:
        """Give the documents met since the last call."""
        members, self.members = self.members, []
        return members


def _short_text(value: bytes) -> str | None:
    """Give a cell's text where it is text; most cells as short as this are keys and digests."""
    if not value or len(value.translate(None, _CONTROLS)) < len(value):
        return None
    if value.isascii() and b"\0" not in value:
        return value.decode("ascii")
    if 0 < value.count(0) < _LEAST_ZEROS * len(value):
        return None
    return decode(value)[0] if text_of(value) is not None else None
