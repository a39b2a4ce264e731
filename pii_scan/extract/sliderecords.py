"""The records of a binary presentation: which of them are live, in which order the slides stand, whose notes are which.

Source: MS-PPT 2.1.2, 2.3.3 (edits), 2.3.4 (directory of live objects), 2.4.14.3 (list of slides).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from pii_scan.core.errors import EncryptedError

DOCUMENT, SLIDE, NOTES, MASTER, OBJECT = 1000, 1006, 1008, 1016, 4113
_NOTES_ATOM, _SLIDE_ENTRY, _SLIDE_LIST = 1009, 1011, 4080
_EDIT, _DIRECTORY = 4085, 6002
_PLAIN_EDIT_BYTES = 0x1C
_HEAD = 8


@dataclass(frozen=True, slots=True)
class Record:
    """A record; its body is `[start, end)` of the stream, and `is_cut` where the file ends before it does."""

    kind: int
    instance: int
    is_container: bool
    start: int
    end: int
    is_cut: bool

    @property
    def offset(self) -> int:
        """Where its head stands."""
        return self.start - _HEAD


@dataclass(slots=True)
class Slide:
    """A slide of the list: the number of its object, its own number, and its texts as an outline shows them."""

    reference: int
    number: int
    outline: list[Record] = field(default_factory=list)


def record_at(data: bytes, at: int, end: int) -> Record | None:
    """Give the record whose head stands at `at`, or None where there is none."""
    if at < 0 or at + _HEAD > end:
        return None
    head, kind, size = struct.unpack_from("<HHI", data, at)
    start = at + _HEAD
    return Record(kind, head >> 4, head & 0xF == 0xF, start, min(start + size, end), start + size > end)


def records_of(data: bytes, start: int, end: int) -> Iterator[Record]:
    """Yield the records that follow each other in a body."""
    while (record := record_at(data, start, end)) is not None:
        yield record
        start = record.end


class Slides:
    """The live slides of a presentation, in the order of its list."""

    def __init__(self, data: bytes, directory: dict[int, int], document: Record | None) -> None:
        self._data = data
        self._directory = directory
        self.offsets = set(directory.values())
        self.slides: list[Slide] = []
        for record in records_of(data, document.start, document.end) if document is not None else ():
            if record.kind == _SLIDE_LIST and record.instance == 0:
                self._list(record)
        self._pages = {slide.number: page for page, slide in enumerate(self.slides, start=1)}

    def offset(self, reference: int) -> int | None:
        """Give where the object of a number stands."""
        return self._directory.get(reference)

    def record(self, reference: int) -> Record | None:
        """Give the object of a number."""
        offset = self._directory.get(reference)
        return record_at(self._data, offset, len(self._data)) if offset is not None else None

    def page_of_notes(self, notes: Record) -> int:
        """Give the page whose notes these are, 0 where none is."""
        for record in records_of(self._data, notes.start, notes.end):
            if record.kind == _NOTES_ATOM and record.end - record.start >= 4:
                return self._pages.get(struct.unpack_from("<I", self._data, record.start)[0], 0)
        return 0

    def _list(self, slides: Record) -> None:
        for record in records_of(self._data, slides.start, slides.end):
            if record.kind == _SLIDE_ENTRY and record.end - record.start >= 16:
                reference, number = struct.unpack_from("<I8xI", self._data, record.start)
                self.slides.append(Slide(reference, number))
            elif self.slides:
                self.slides[-1].outline.append(record)


def live_slides(data: bytes, user: bytes) -> Slides:
    """Follow the edits from the last one back, and give the slides of the document they lead to.

    Raises:
        EncryptedError: the last edit names a password.
    """
    directory: dict[int, int] = {}
    document = 0
    at = struct.unpack_from("<I", user, 16)[0] if len(user) >= 20 else 0
    seen = set[int]()
    while at not in seen and (edit := record_at(data, at, len(data))) is not None and edit.kind == _EDIT:
        seen.add(at)
        if edit.end - edit.start < _PLAIN_EDIT_BYTES:
            break
        if edit.end - edit.start >= _PLAIN_EDIT_BYTES + 4 and struct.unpack_from("<I", data, edit.start + 28)[0]:
            raise EncryptedError("a presentation behind a password")
        at, entries, reference = struct.unpack_from("<8xIII", data, edit.start)
        document = document or reference
        for number, offset in _entries(data, entries):
            directory.setdefault(number, offset)
    found = record_at(data, directory[document], len(data)) if document in directory else None
    if found is None or found.kind != DOCUMENT:
        found = next((record for record in records_of(data, 0, len(data)) if record.kind == DOCUMENT), None)
    return Slides(data, directory, found)


def _entries(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    record = record_at(data, at, len(data))
    if record is None or record.kind != _DIRECTORY:
        return
    at = record.start
    while at + 4 <= record.end:
        first = struct.unpack_from("<I", data, at)[0]
        for number in range(first >> 20):
            at += 4
            if at + 4 > record.end:
                return
            yield (first & 0xFFFFF) + number, struct.unpack_from("<I", data, at)[0]
        at += 4
