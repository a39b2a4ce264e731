"""Cells of bytes: text is read as text, a document becomes a member, and what is neither is told."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from pii_scan.core.types import Member
from pii_scan.extract import sniff
from pii_scan.extract.encoding import decode
from pii_scan.extract.textkind import text_type

_DOCUMENTS_OF_TEXT = frozenset({"application/rtf", "message/rfc822", "text/html", "application/xml"})
_NO_DOCUMENT_BYTES = 64


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
        if not value:
            return None
        head = value[: sniff.HEAD_BYTES]
        kind = sniff.media_type(head, "", BytesIO(value))
        if kind not in _DOCUMENTS_OF_TEXT and kind == text_type(head, ""):
            return decode(value)[0]
        if kind == sniff.UNKNOWN:
            self.unread += len(value) > _NO_DOCUMENT_BYTES
            return None
        self.members.append(Member(f"{self._table}/{row}/{column}", partial(BytesIO, value), len(value)))
        return None

    def taken(self) -> list[Member]:
        """Give the documents met since the last call."""
        members, self.members = self.members, []
        return members
