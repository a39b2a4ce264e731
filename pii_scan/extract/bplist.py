"""Binary property lists, object by object: the reader follows what points to what, and damage costs one object."""

from __future__ import annotations

import struct
from datetime import datetime, timedelta

from pii_scan.core.errors import CorruptContentError
from pii_scan.extract.encoding import decode

_EPOCH = datetime(2001, 1, 1)  # noqa: DTZ001 - property lists have no time zones
_TRAILER = 32
_CONSTANTS = {8: False, 9: True}
_INTEGER, _REAL, _DATE, _DATA, _ASCII, _WIDE, _UID = 1, 2, 3, 4, 5, 6, 8
_ARRAYS, _DICTIONARY = frozenset({0xA, 0xB, 0xC}), 0xD

Loaded = str | bytes | int | float | datetime | list[int] | dict[int, int] | None
"""A value; a list holds the numbers of its items, a dictionary those of its keys and values."""


class BinaryList:
    """An open list; `top` is the number of its outermost object."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _TRAILER + 8:
            raise CorruptContentError("no end")
        self._data = data
        self._width, self._reference, count, self.top, self._table = struct.unpack(">6xBBQQQ", data[-_TRAILER:])
        if not 1 <= self._width <= 8 or not 1 <= self._reference <= 8 or self.top >= count:
            raise CorruptContentError("no end")
        if self._table + self._width * count > len(data):
            raise CorruptContentError("no table of objects")
        self._count = count

    def load(self, number: int) -> Loaded:
        """Give an object.

        Raises:
            CorruptContentError: it is not as it should be.
        """
        if number >= self._count:
            raise CorruptContentError("no such object")
        start = self._table + number * self._width
        at = int.from_bytes(self._data[start : start + self._width], "big")
        try:
            return self._object(self._data[at] >> 4, self._data[at] & 0xF, at + 1)
        except (IndexError, struct.error, OverflowError, ValueError) as error:
            raise CorruptContentError(type(error).__name__) from None

    def _object(self, kind: int, low: int, at: int) -> Loaded:
        if kind == _INTEGER:
            return int.from_bytes(self._data[at : at + (1 << low)], "big", signed=low >= 3)
        if kind in (_REAL, _DATE):
            number = struct.unpack_from(">f" if low == 2 else ">d", self._data, at)[0]
            return _EPOCH + timedelta(seconds=number) if kind == _DATE else float(number)
        if kind in (_DATA, _ASCII, _WIDE):
            count, at = self._size(low, at)
            raw = self._data[at : at + count * (2 if kind == _WIDE else 1)]
            return raw if kind == _DATA else raw.decode("utf-16-be", "replace") if kind == _WIDE else decode(raw)[0]
        if kind in _ARRAYS:
            count, at = self._size(low, at)
            return self._references(at, count)
        if kind == _DICTIONARY:
            count, at = self._size(low, at)
            values = self._references(at + count * self._reference, count)
            return dict(zip(self._references(at, count), values, strict=True))
        return _CONSTANTS.get(low) if kind == 0 else None

    def _size(self, low: int, at: int) -> tuple[int, int]:
        if low < 0xF:
            return low, at
        width = 1 << (self._data[at] & 0xF)
        return int.from_bytes(self._data[at + 1 : at + 1 + width], "big"), at + 1 + width

    def _references(self, at: int, count: int) -> list[int]:
        end = at + count * self._reference
        if end > len(self._data):
            raise CorruptContentError("more items than there is room for")
        return [int.from_bytes(self._data[n : n + self._reference], "big") for n in range(at, end, self._reference)]
