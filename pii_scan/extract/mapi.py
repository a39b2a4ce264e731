"""MAPI: what Outlook keeps of messages, contacts and appointments, in whatever file: properties by number or name.

A provider (msg, pst, tnef) makes a `Message`; nothing is decoded before it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pii_scan.extract.encoding import decode

Key = int | tuple[bytes, int | str]
"""A property: its number, or for one that has a name the property set and the number or text there."""

INTEGER, BOOLEAN, OBJECT, STRING8, UNICODE, TIME, BINARY, SEVERAL = 0x3, 0xB, 0xD, 0x1E, 0x1F, 0x40, 0x102, 0x1000
FIXED_BYTES = {0x2: 2, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 2, 0x14: 8, 0x40: 8, 0x48: 16}
MAPI_SET, STRING_SET = (UUID(f"000203{end}-0000-0000-C000-000000000046").bytes_le for end in ("28", "29"))
"""Two property sets that files know by number."""
FIRST_NAMED = 0x8000
LOST: tuple[bytes, int] = (b"pii-scan: unread", 0)
"""A property of our own: why an attachment's bytes could not be read where they stood."""
MESSAGE_CODE_PAGE, INTERNET_CODE_PAGE = 0x3FFD, 0x3FDE
_CODE_PAGES = {
    65001: "utf-8",
    20866: "koi8-r",
    21866: "koi8-u",
    10000: "mac-roman",
    50220: "iso2022_jp",
    50221: "iso2022_jp",
    50222: "iso2022_jp",
    51932: "euc_jp",
    51949: "euc_kr",
    936: "gbk",
    54936: "gb18030",
    **{28590 + number: f"iso8859-{number}" for number in range(1, 17)},
}
_SAYS_NOTHING = frozenset({0, 1200, 1201, 20127})
_EPOCH, _NEVER = datetime(1601, 1, 1, tzinfo=UTC), 4501


def codec_of(code_page: int | None) -> str | None:
    """Give Python's name of a Windows code page, None where it says nothing about bytes beyond ASCII."""
    if code_page is None or code_page in _SAYS_NOTHING:
        return None
    return _CODE_PAGES.get(code_page, f"cp{code_page}")


class Properties:
    """Properties of a message, a recipient or an attachment."""

    def __init__(self, code_page: int | None = None) -> None:
        self.raw: dict[Key, tuple[int, Sequence[bytes]]] = {}
        self._code_page = code_page

    def put(self, key: Key, kind: int, values: Sequence[bytes]) -> None:
        """Keep a property: its type (`SEVERAL` added where it has several values) and the bytes of its values."""
        self.raw[key] = (kind, values)

    @property
    def code_page(self) -> int | None:
        """The code page of its texts that are no Unicode."""
        return self.number(MESSAGE_CODE_PAGE) or self._code_page or self.number(INTERNET_CODE_PAGE)

    def number(self, key: Key) -> int | None:
        """Give a whole number."""
        kind, values = self.raw.get(key, (0, ()))
        return int.from_bytes(values[0], "little") if kind in (0x2, INTEGER, BOOLEAN, 0x14) and values else None

    def binary(self, key: Key) -> bytes:
        """Give bytes as they stand, of whatever type."""
        values = self.raw.get(key, (0, ()))[1]
        return values[0] if values else b""

    def binaries(self, key: Key) -> Sequence[bytes]:
        """Give the bytes of all values."""
        return self.raw.get(key, (0, ()))[1]

    def text(self, *keys: Key) -> str:
        """Give the first of these that is a text and not empty."""
        return next((text for key in keys if (text := " ".join(self._texts(key)))), "")

    def time(self, key: Key) -> datetime | None:
        """Give a point in time, None where there is none that a calendar holds."""
        kind, values = self.raw.get(key, (0, ()))
        try:
            when = _EPOCH + timedelta(microseconds=int.from_bytes(values[0], "little") // 10) if kind == TIME else None
        except (OverflowError, IndexError):
            return None
        return when if when is not None and _EPOCH.year < when.year < _NEVER else None

    def day(self, key: Key) -> str:
        """Give the day that a point in time stands for: its midnight here is the evening before there."""
        when = self.time(key)
        return "" if when is None else (when + timedelta(hours=12 if when.hour >= 12 else 0)).date().isoformat()

    def texts(self) -> Iterator[tuple[Key, str]]:
        """Give all texts, several values of one property one after the other."""
        for key in self.raw:
            for text in self._texts(key):
                yield key, text

    def _texts(self, key: Key) -> list[str]:
        kind, values = self.raw.get(key, (0, ()))
        shown = []
        for value in values:
            if kind & ~SEVERAL == UNICODE:
                shown.append(value.decode("utf-16-le", "replace"))
            elif kind & ~SEVERAL == STRING8:
                shown.append(decode(bytes(value), declared=codec_of(self.code_page))[0])
        return [text for piece in shown if (text := piece.rstrip("\0").replace("\0", " ").strip())]


@dataclass(slots=True)
class Attachment:
    """An attachment: bytes, a message of its own, or streams of an embedded object.

    `data` may raise `ExtractError`.
    """

    properties: Properties
    data: Callable[[], bytes] | None = field(default=None, repr=False)
    message: Callable[[], Message] | None = field(default=None, repr=False)
    streams: Sequence[tuple[str, Callable[[], bytes]]] = field(default=(), repr=False)


@dataclass(slots=True)
class Message:
    """A message, a contact, an appointment; recipients and attachments may be asked for once."""

    properties: Properties
    recipients: Iterable[Properties] = field(default=(), repr=False)
    attachments: Iterable[Attachment] = field(default=(), repr=False)
    broken: bool = False


def property_names(guids: bytes, entries: bytes, strings: bytes) -> dict[int, Key]:
    """Give what the numbers from 0x8000 on mean, from the three streams that msg and pst share."""
    names: dict[int, Key] = {}
    for at in range(0, len(entries) - 7, 8):
        value = int.from_bytes(entries[at : at + 4], "little")
        which = int.from_bytes(entries[at + 4 : at + 6], "little")
        number = FIRST_NAMED + int.from_bytes(entries[at + 6 : at + 8], "little")
        place = which >> 1
        guid = {1: MAPI_SET, 2: STRING_SET}.get(place) or guids[16 * (place - 3) : 16 * (place - 2)]
        names[number] = (guid, _string_at(strings, value) if which & 1 else value)
    return names


def _string_at(strings: bytes, at: int) -> str:
    length = int.from_bytes(strings[at : at + 4], "little")
    return strings[at + 4 : at + 4 + min(length, 1024)].decode("utf-16-le", "replace")
