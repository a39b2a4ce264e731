"""TNEF, the `winmail.dat` of Outlook: a message's MAPI properties and attachments in one stream.

Its checksums are not looked at: what follows a wrong one is often sound.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.extract.mapi import (
    FIRST_NAMED,
    FIXED_BYTES,
    MESSAGE_CODE_PAGE,
    OBJECT,
    SEVERAL,
    STRING8,
    Attachment,
    Key,
    Message,
    Properties,
)

MAGIC = b"\x78\x9f\x3e\x22"
_HEAD_BYTES = 6
_ATTRIBUTE_BYTES = 9
MESSAGE, ATTACHMENT = 1, 2
CODE_PAGE, PROPERTIES, RECIPIENTS, _FROM = 0x9007, 0x9003, 0x9004, 0x8000
BEGINS, DATA, ATTACHMENT_PROPERTIES = 0x9002, 0x800F, 0x9005
_TEXTS: dict[int, Key] = {0x8004: 0x37, 0x800C: 0x1000, 0x8008: 0x1A, 0x8010: 0x3704, 0x9001: 0x3707}
"""Attributes from before MAPI that hold a text, and the property that it is."""
_SENDER_NAME, _SENDER_ADDRESS = 0xC1A, 0xC1F
DATA_OBJECT = 0x3701
IS_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")


def message_of(data: bytes | memoryview) -> Message:
    """Give the message of a stream; one that ends too early or is damaged is given as far as it goes.

    Raises:
        CorruptContentError: it is no such stream.
    """
    view = memoryview(data)
    if view[:4] != MAGIC:
        raise CorruptContentError("no TNEF")
    reader = _Reader()
    at = _HEAD_BYTES
    try:
        while at + _ATTRIBUTE_BYTES <= len(view) and view[at] in (MESSAGE, ATTACHMENT):
            number = int.from_bytes(view[at + 1 : at + 3], "little")
            end = at + _ATTRIBUTE_BYTES + int.from_bytes(view[at + 5 : at + 9], "little")
            reader.attribute(view[at], number, view[at + _ATTRIBUTE_BYTES : end])
            at = end + 2
    except ExtractError:
        return reader.message(broken=True)
    return reader.message(broken=at > len(view) + 2)


class _Reader:
    def __init__(self) -> None:
        self._code_page: int | None = None
        self._properties = Properties()
        self._recipients: list[Properties] = []
        self._attachments: list[tuple[Properties, memoryview | None]] = []
        self._legacy: list[tuple[Properties, Key, bytes]] = []

    def attribute(self, level: int, number: int, value: memoryview) -> None:
        """Take one attribute.

        Raises:
            CorruptContentError: its properties are cut off.
        """
        if level == ATTACHMENT and (number == BEGINS or not self._attachments):
            self._attachments.append((Properties(self._code_page), None))
        into = self._attachments[-1][0] if level == ATTACHMENT else self._properties
        if number == CODE_PAGE:
            self._code_page = int.from_bytes(value[:4], "little")
            self._properties.put(MESSAGE_CODE_PAGE, 0x3, [bytes(value[:4])])
        elif number in (PROPERTIES, ATTACHMENT_PROPERTIES):
            _Cursor(value).properties(into)
        elif number == RECIPIENTS:
            self._table(value)
        elif number == DATA:
            self._attachments[-1:] = [(into, value)]
        elif number == _FROM:
            self._sender(bytes(value))
        elif number in _TEXTS:
            self._legacy.append((into, _TEXTS[number], bytes(value)))

    def _table(self, value: memoryview) -> None:
        cursor = _Cursor(value)
        for _ in range(cursor.number()):
            row = Properties(self._code_page)
            self._recipients.append(row)
            cursor.properties(row)

    def _sender(self, value: bytes) -> None:
        """Keep the name and address of an old sender: four numbers, of which the third is the name's length."""
        length = int.from_bytes(value[4:6], "little")
        self._legacy.append((self._properties, _SENDER_NAME, value[8 : 8 + length]))
        kind, _, address = value[8 + length :].partition(b"\0")[0].rpartition(b":")
        self._legacy.append((self._properties, _SENDER_ADDRESS, address or kind))

    def message(self, *, broken: bool) -> Message:
        """Give what came together; an old attribute counts where no property says the same."""
        for properties, key, value in self._legacy:
            if value and key not in properties.raw:
                properties.put(key, STRING8, [value])
        return Message(self._properties, self._recipients, [_attachment(*one) for one in self._attachments], broken)


def _attachment(properties: Properties, data: memoryview | None) -> Attachment:
    kind, values = properties.raw.pop(DATA_OBJECT, (0, ()))
    value = memoryview(values[0] if values else b"")
    if kind == OBJECT and value[:16] == IS_MESSAGE:
        return Attachment(properties, message=partial(message_of, value[16:]))
    if data is None and not values:
        return Attachment(properties)
    return Attachment(
        properties, data=partial(bytes, data if data is not None else value[16 if kind == OBJECT else 0 :])
    )


class _Cursor:
    """A place in a stretch of properties."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self._at = 0

    def number(self) -> int:
        return int.from_bytes(self._take(4), "little")

    def _take(self, size: int) -> memoryview:
        """Give the next bytes, and leave out those that fill up to a multiple of four."""
        end = self._at + size
        if end > len(self._data):
            raise CorruptContentError("properties end too early")
        piece = self._data[self._at : end]
        self._at = end + -size % 4
        return piece

    def properties(self, into: Properties) -> None:
        for _ in range(self.number()):
            kind_and_number = self.number()
            kind, number = kind_and_number & 0xFFFF, kind_and_number >> 16
            key = self._name() if number >= FIRST_NAMED else number
            into.put(key, kind, self._values(kind))

    def _name(self) -> Key:
        guid = bytes(self._take(16))
        if not self.number():
            return guid, self.number()
        return guid, bytes(self._take(self.number())).decode("utf-16-le", "replace").rstrip("\0")

    def _values(self, kind: int) -> Sequence[bytes]:
        size = FIXED_BYTES.get(kind & ~SEVERAL)
        if size is not None:
            count = self.number() if kind & SEVERAL else 1
            return [bytes(self._take(size)) for _ in range(count)]
        return [bytes(self._take(self.number())) for _ in range(self.number())]
