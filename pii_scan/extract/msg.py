"""Messages of Outlook in compound files (`.msg`, `.oft`) as MAPI messages.

Texts and bytes are taken from their own streams, whatever the table of properties says: where that is damaged, they
are still there.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO

import olefile

from pii_scan.core.errors import CorruptContentError, TooDeepError
from pii_scan.extract.mapi import (
    FIRST_NAMED,
    FIXED_BYTES,
    SEVERAL,
    Attachment,
    Key,
    Message,
    Properties,
    property_names,
)

_Entry = Any
"""An entry of olefile's directory: it has no types."""
_TABLE = "__properties_version1.0"
_VALUE = re.compile(r"__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(-[0-9a-f]{8})?", re.IGNORECASE)
_NAMES = "__nameid_version1.0"
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_", "__attach_version1.0_"
_DATA, _OBJECT = "__substg1.0_37010102", "__substg1.0_3701000d"
_OWN = "\1"
"""With what the names of streams begin that say of an embedded object only which program it is of."""
_HEAD_BYTES, _HEAD_BYTES_WITHIN, _HEAD_BYTES_OF_ROW = 32, 24, 8
_BROKEN = (OSError, ValueError, LookupError, TypeError, struct.error, OverflowError, EOFError)
"""What olefile lets through on damaged files."""


def message_of(stream: BinaryIO) -> Message:
    """Give the message of a compound file; the stream must stay open while it is used.

    Raises:
        CorruptContentError: the file cannot be opened at all.
    """
    try:
        ole = olefile.OleFileIO(stream, raise_defects=olefile.DEFECT_FATAL)
    except RecursionError:
        raise TooDeepError("a directory without end") from None
    except _BROKEN:
        raise CorruptContentError("a damaged compound file") from None
    box = _Box(ole)
    return box.message(box.root, _HEAD_BYTES, None)


class _Box:
    """A compound file: its storages by name, and what the numbers of named properties mean in it."""

    def __init__(self, ole: olefile.OleFileIO) -> None:
        self._ole = ole
        self._is_broken = False
        self.root: _Entry = ole.root
        streams = _kids(_kids(self.root).get(_NAMES))
        guids, entries, strings = (self._bytes(streams.get(f"__substg1.0_000{n}0102")) for n in (2, 3, 4))
        self._names = property_names(guids, entries, strings)

    def _bytes(self, entry: _Entry | None) -> bytes:
        """Give a stream's bytes, none where they cannot be reached."""
        if entry is None:
            return b""
        try:
            data = bytes(self._ole._open(entry.isectStart, entry.size).read())  # noqa: SLF001 - by name it searches
        except _BROKEN:
            data = b""
        self._is_broken = self._is_broken or len(data) < entry.size
        return data

    def message(self, storage: _Entry, head_bytes: int, code_page: int | None) -> Message:
        """Give the message that a storage holds."""
        properties = self._properties(storage, head_bytes, code_page)
        kids = _kids(storage)
        page = properties.code_page
        return Message(
            properties,
            [
                self._properties(kid, _HEAD_BYTES_OF_ROW, page)
                for name, kid in kids.items()
                if name.startswith(_RECIPIENT)
            ],
            self._attachments([kid for name, kid in kids.items() if name.startswith(_ATTACHMENT)], page),
            self._is_broken,
        )

    def _properties(self, storage: _Entry, head_bytes: int, page: int | None) -> Properties:
        properties = Properties(page)
        kids = _kids(storage)
        table = self._bytes(kids.get(_TABLE))
        for at in range(head_bytes, len(table) - 15, 16):
            kind, number = struct.unpack_from("<HH", table, at)
            if kind in FIXED_BYTES and FIXED_BYTES[kind] <= 8:
                properties.put(self._key(number), kind, [table[at + 8 : at + 8 + FIXED_BYTES[kind]]])
        for name, kid in kids.items():
            found = _VALUE.fullmatch(name)
            if found is not None and name not in (_DATA, _OBJECT):
                self._put(properties, int(found[1], 16), int(found[2], 16), self._bytes(kid), is_one=bool(found[3]))
        return properties

    def _put(self, properties: Properties, number: int, kind: int, value: bytes, *, is_one: bool) -> None:
        key = self._key(number)
        size = FIXED_BYTES.get(kind & ~SEVERAL)
        if is_one:
            properties.put(key, kind, [*properties.binaries(key), value])
        elif kind & SEVERAL and size is not None:
            properties.put(key, kind, [value[at : at + size] for at in range(0, len(value), size)])
        elif not kind & SEVERAL:
            properties.put(key, kind, [value])

    def _key(self, number: int) -> Key:
        return self._names.get(number, number) if number >= FIRST_NAMED else number

    def _attachments(self, storages: list[_Entry], page: int | None) -> Iterator[Attachment]:
        for storage in storages:
            properties = self._properties(storage, _HEAD_BYTES_OF_ROW, page)
            kids = _kids(storage)
            inner = kids.get(_OBJECT)
            if inner is not None and _TABLE in _kids(inner):
                yield Attachment(properties, message=partial(self.message, inner, _HEAD_BYTES_WITHIN, page))
            elif inner is not None:
                yield Attachment(properties, streams=list(self._streams(inner)))
            else:
                data = kids.get(_DATA)
                yield Attachment(properties, data=None if data is None else self._opener(data))

    def _streams(self, storage: _Entry) -> Iterator[tuple[str, Callable[[], bytes]]]:
        for kid in _kids(storage).values():
            if kid.entry_type == olefile.STGTY_STREAM and not kid.name.startswith(_OWN) and kid.size:
                yield kid.name, self._opener(kid)

    def _opener(self, entry: _Entry) -> Callable[[], bytes]:
        return lambda: self._whole(entry)

    def _whole(self, entry: _Entry) -> bytes:
        data = self._bytes(entry)
        if entry.size and not data:
            raise CorruptContentError("an attachment that cannot be reached")
        return data


def _kids(entry: _Entry | None) -> dict[str, _Entry]:
    return {} if entry is None else {name.lower(): kid for name, kid in entry.kids_dict.items()}
