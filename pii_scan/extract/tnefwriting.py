"""Messages that stand inside a file of Outlook, written as TNEF: a content of their own, which is read like any other.

Checksums are not made. A damaged message is written with an end that is missing, so that its reader says so.
"""

from __future__ import annotations

from io import BytesIO

from pii_scan.core.errors import ExtractError, TooLargeError
from pii_scan.extract.mapi import (
    FIRST_NAMED,
    FIXED_BYTES,
    LOST,
    MESSAGE_CODE_PAGE,
    OBJECT,
    SEVERAL,
    UNICODE,
    Attachment,
    Message,
    Properties,
)
from pii_scan.extract.tnef import (
    ATTACHMENT,
    ATTACHMENT_PROPERTIES,
    BEGINS,
    CODE_PAGE,
    DATA,
    DATA_OBJECT,
    IS_MESSAGE,
    MAGIC,
    MESSAGE,
    PROPERTIES,
    RECIPIENTS,
)
from pii_scan.settings.settings import Limits

_HEAD = MAGIC + b"\1\0"
_BYTES = b"\6\0"
_TEXT, _FILE_NAME = b"\1\0", 0x9001


def written(message: Message, limits: Limits) -> BytesIO:
    """Give a message as a stream, with the messages in it as deep as any may be; what cannot be read is noted in it.

    Raises:
        TooLargeError: it is larger than `content_bytes`, or has more in it than `members`.
    """
    return BytesIO(_Writer(limits).message(message, limits.depth))


class _Writer:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._size = 0
        self._count = 0

    def message(self, message: Message, depth: int) -> bytes:
        """Give one message, and those in it down to `depth`: no reader goes below."""
        out = BytesIO()
        out.write(_HEAD)
        page = message.properties.code_page
        if page:
            message.properties.put(MESSAGE_CODE_PAGE, 0x3, [page.to_bytes(4, "little")])
            self._write(out, MESSAGE, CODE_PAGE, page.to_bytes(8, "little"))
        self._write(out, MESSAGE, PROPERTIES, _packed(message.properties))
        rows = [_packed(row) for row in message.recipients]
        self._write(out, MESSAGE, RECIPIENTS, len(rows).to_bytes(4, "little") + b"".join(rows))
        for attachment in message.attachments:
            self._attachment(out, attachment, depth)
        if message.broken:
            out.write(_start(MESSAGE, PROPERTIES, 0xFFFF))
        return out.getvalue()

    def _attachment(self, out: BytesIO, attachment: Attachment, depth: int) -> None:
        self._count += 1
        if self._is_spent():
            raise TooLargeError("more in one message than any container may hold")
        properties, data = attachment.properties, None
        try:
            data = self._held(attachment, depth)
        except ExtractError as error:
            if self._is_spent():
                raise
            properties.put(LOST, UNICODE, [error.reason.encode("utf-16-le")])
        self._write(out, ATTACHMENT, BEGINS, bytes(14))
        if data is not None:
            self._write(out, ATTACHMENT, DATA, data)
        self._write(out, ATTACHMENT, ATTACHMENT_PROPERTIES, _packed(properties))
        for name, stream in attachment.streams:
            self._write(out, ATTACHMENT, BEGINS, bytes(14))
            self._write(out, ATTACHMENT, _FILE_NAME, name.encode(), _TEXT)
            self._write(out, ATTACHMENT, DATA, stream())

    def _held(self, attachment: Attachment, depth: int) -> bytes | None:
        """Give an attachment's bytes; a message that it is goes into its properties."""
        if attachment.message is not None:
            inner = self.message(attachment.message(), depth - 1) if depth > 0 else _HEAD
            attachment.properties.put(DATA_OBJECT, OBJECT, [IS_MESSAGE + inner])
        return None if attachment.data is None else attachment.data()

    def _is_spent(self) -> bool:
        return self._size > self._limits.content_bytes or self._count > self._limits.members

    def _write(self, out: BytesIO, level: int, number: int, value: bytes, kind: bytes = _BYTES) -> None:
        self._size += len(value)
        if self._is_spent():
            raise TooLargeError("larger than the limit for one content")
        out.write(_start(level, number, len(value), kind))
        out.write(value)
        out.write(b"\0\0")


def _start(level: int, number: int, size: int, kind: bytes = _BYTES) -> bytes:
    return bytes((level,)) + number.to_bytes(2, "little") + kind + size.to_bytes(4, "little")


def _packed(properties: Properties) -> bytes:
    pieces = [len(properties.raw).to_bytes(4, "little")]
    for key, (kind, values) in properties.raw.items():
        number = FIRST_NAMED if isinstance(key, tuple) else min(key, FIRST_NAMED)
        pieces.append(kind.to_bytes(2, "little") + number.to_bytes(2, "little"))
        if isinstance(key, tuple):
            pieces.append(_packed_name(*key))
        elif key >= FIRST_NAMED:
            pieces.append(_packed_name(bytes(16), key))
        if kind & SEVERAL or kind not in FIXED_BYTES:
            pieces.append(len(values).to_bytes(4, "little"))
        for value in values:
            size = FIXED_BYTES.get(kind & ~SEVERAL)
            if size is None:
                pieces += (len(value).to_bytes(4, "little"), value, bytes(-len(value) % 4))
            else:
                pieces.append(value[:size].ljust(size + -size % 4, b"\0"))
    return b"".join(pieces)


def _packed_name(guid: bytes, name: int | str) -> bytes:
    if isinstance(name, int):
        return guid.ljust(16, b"\0") + bytes(4) + name.to_bytes(4, "little")
    text = name.encode("utf-16-le", "replace")
    return guid.ljust(16, b"\0") + b"\1\0\0\0" + len(text).to_bytes(4, "little") + text + bytes(-len(text) % 4)
