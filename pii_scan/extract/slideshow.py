"""Binary PowerPoint (.ppt, .pps): the texts of each slide at its page, notes, comments, masters, links, properties.

What an older saving left in the file is read too; embedded files are members.
Source: MS-PPT 2.1.2 (the live documents), 2.4 (slides), 2.9 (text).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from functools import partial
from itertools import takewhile

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import oleobjects, oleprops
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion, read_member
from pii_scan.extract.ole import Storage, open_compound
from pii_scan.extract.sliderecords import (
    DOCUMENT,
    MASTER,
    NOTES,
    OBJECT,
    SLIDE,
    Record,
    Slides,
    live_slides,
    records_of,
)
from pii_scan.extract.slidetexts import SlideTexts
from pii_scan.settings.settings import Limits

_STREAM, _USER = "PowerPoint Document", "Current User"
_ENCRYPTED_TOKEN = 0xF3D1C4DF
_COMPRESSED = 1
_MACROS = "VBA"


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield slides in order with their notes, then masters and what stands beside, older savings, then members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the presentation is behind a password.
        CorruptContentError: it is no such presentation.
        TooLargeError, RatioError: it holds or expands to more than may be read.
    """
    root = open_compound(content.stream)
    if _STREAM not in root:
        root = root.storage("PP97_DUALSTORAGE") or root
    data = root.read(_STREAM)
    user = root.read(_USER)
    if "EncryptedSummary" in root or (len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED_TOKEN):
        raise EncryptedError("a presentation behind a password")
    if not data:
        raise CorruptContentError("no presentation in it")
    yield from _Slideshow(data, user, limits, Expansion(limits, content.size_bytes)).segments(root)


class _Slideshow:
    def __init__(self, data: bytes, user: bytes, limits: Limits, expansion: Expansion) -> None:
        self._data = data
        self._limits = limits
        self._expansion = expansion
        self._slides: Slides = live_slides(data, user)
        self._composition = Composition()
        self._texts = SlideTexts(data, self._composition, expansion)

    def segments(self, root: Storage) -> Iterator[Segment]:
        top = list(takewhile(lambda record: record.kind, records_of(self._data, 0, len(self._data))))  # 0: filler
        for number, slide in enumerate(self._slides.slides, start=1):
            record = self._slides.record(slide.reference)
            self._texts.take([*slide.outline, *([record] if record is not None else [])], {"page": number})
            yield from self._composition.drain()
        yield from self._others(top)
        for name, value in oleprops.properties(root):
            self._composition.add(f"{name}: {value}\n", {"part": "metadata"})
        for author in sorted(self._texts.authors):
            self._composition.add(f"Author: {author}\n", {"part": "metadata"})
        yield from self._composition.rest()
        if not top or top[-1].is_cut or max(self._slides.offsets, default=0) >= top[-1].end:
            yield Unread(Reason.CORRUPT)
        if self._texts.is_too_deep:
            yield Unread(Reason.TOO_DEEP)
        yield from oleobjects.embedded(root)
        for number, record in enumerate((r for r in top if r.kind == OBJECT), start=1):
            yield from self._object(record, f"object{number}")

    def _others(self, top: list[Record]) -> Iterator[Text]:
        """Yield what no live slide is: notes, masters, the document itself, and at last what is in use no more."""
        taken = {
            offset for slide in self._slides.slides if (offset := self._slides.offset(slide.reference)) is not None
        }
        rest = [record for record in top if record.offset not in taken]
        live = self._slides.offsets
        for record in sorted(rest, key=lambda r: (r.offset not in live, (NOTES, MASTER).count(r.kind) == 0)):
            if record.kind in (SLIDE, NOTES, MASTER, DOCUMENT) or record.is_container:
                self._texts.take([record], self._where(record), again=record.offset in live and record.kind != DOCUMENT)
                yield from self._composition.drain()

    def _where(self, record: Record) -> Where:
        if record.kind != NOTES:
            return {}
        page = self._slides.page_of_notes(record)
        return {"page": page, "part": "notes"} if page else {"part": "notes"}

    def _object(self, record: Record, name: str) -> Iterator[Member | Text | Unread]:
        try:
            data = self._unpacked(record)
            storage = open_compound(io.BytesIO(data))
        except ExtractError as error:
            yield Unread(error.reason, name)
            return
        if _MACROS in storage:
            return
        if oleobjects.is_wrapped(storage):
            yield from oleobjects.members(storage, name)
        else:
            yield Member(name, partial(io.BytesIO, data), len(data))

    def _unpacked(self, record: Record) -> bytes:
        body = self._data[record.start : record.end]
        if record.instance != _COMPRESSED:
            return body
        packed = oleobjects.Unpacked(body[4:], int.from_bytes(body[:4], "little"))
        return read_member(packed, self._limits, self._expansion).read()
