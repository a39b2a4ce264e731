"""OpenDocument texts, presentations, drawings and sheets, in a package or flat, and OpenOffice's format before it.

Cells of a sheet are read by calamine, which is quick; what it does not give, and files that it cannot read, are read
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import cast

from lxml import etree
from pyarrow import RecordBatch

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract import sheets
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion, base64_stream
from pii_scan.extract.odf import OdfText
from pii_scan.extract.odfsheets import OdfSheets
from pii_scan.extract.package import Package, opened
from pii_scan.extract.sheetxml import NumberedRow, feed
from pii_scan.extract.story import Values
from pii_scan.extract.xmlstream import XmlStream
from pii_scan.settings.settings import Limits

_MAIN = "content.xml"
_TEXT = re.compile(r"(?:.*/)?(?:content|styles|meta)\.xml", re.IGNORECASE)
_CODE = re.compile(r"Basic/.+\.(?:xml|xba)", re.IGNORECASE)
_VERSIONS = "VersionList.xml"
_NO_DATA = re.compile(
    r"mimetype|layout-cache|manifest\.rdf|(?:.*/)?settings\.xml|(?:.*/)?current\.xml|Dialogs/.+|"
    r"(?:META-INF|Thumbnails|Configurations2|ObjectReplacements|Fonts)/.*|(?:.*/)?mimetype",
    re.IGNORECASE,
)
_BESIDE_CELLS = re.compile(
    rb"[<:](?:annotation|tracked-changes|frame|custom-shape|text-box|rect|line|polyline|polygon|path|circle|ellipse|"
    rb"connector|caption|measure|form|a|title|desc|content-validation|data-pilot-member)[\s>]"
)
_SHEETS = (".spreadsheet", ".calc", ".calc.template")


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the content, then headers, footers and properties, then what is embedded as members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the document is behind a password.
        CorruptContentError: it is no OpenDocument, or its content cannot be read.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    head = content.stream.read(4)
    content.stream.seek(0)
    if not head:
        raise EmptyContentError("no bytes")
    if head.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        with opened(content, limits) as package:
            yield from _Document(content, package).segments()
    else:
        yield from _flat(content, limits)


class _Document:
    """A document in a package."""

    def __init__(self, content: Content, package: Package) -> None:
        self._content = content
        self._package = package
        self._composition = Composition()

    def segments(self) -> Iterator[Segment]:
        """Yield everything in the package; trouble with one part costs that part."""
        package = self._package
        locked = self._locked()
        main = package.find(_MAIN)
        if not locked.isdisjoint((main, "encrypted-package")):
            raise EncryptedError("a document behind a password")
        if main is None:
            raise CorruptContentError("no content in the package")
        yield from self._sheets(main) if self._has_sheets() else self._part(main)
        members = []
        for name in package.names:
            if name in locked or name == main or _NO_DATA.fullmatch(name):
                continue
            if _TEXT.fullmatch(name):
                yield from self._part(name)
            elif _CODE.fullmatch(name) or name == _VERSIONS:
                yield from package.hear(
                    name, _Told(self._composition, {"part": "metadata"}), self._composition, doctype=True
                )
            else:
                members.append(package.member(name))
        yield from package.counted(self._composition.rest())
        yield from members
        if locked:
            package.note(Reason.ENCRYPTED)
        yield from package.unread()

    def _locked(self) -> set[str | None]:
        """Give the parts that are behind a password."""
        entries = (entry for entry in self._entries() if entry.find("{*}encryption-data") is not None)
        names = [_attribute(entry, "full-path") for entry in entries]
        return {self._package.find(name) or name for name in names}

    def _part(self, name: str) -> Iterator[Text]:
        listener = OdfText(self._composition, {"part": "textbox"} if "/" in name else None)
        yield from self._package.hear(name, listener, self._composition, doctype=True)
        listener.finish()

    def _has_sheets(self) -> bool:
        name = self._package.find("mimetype")
        said = next(self._package.chunks(name), b"")[:100].decode("latin-1") if name else ""
        kinds = [
            said.strip(),
            *(_attribute(e, "media-type") for e in self._entries() if _attribute(e, "full-path") == "/"),
        ]
        return any(kind.removesuffix("-template").endswith(_SHEETS) for kind in kinds)

    def _entries(self) -> list[etree._Element]:
        root = self._package.tree("META-INF/manifest.xml")
        return [] if root is None else root.findall("{*}file-entry")

    def _sheets(self, main: str) -> Iterator[Segment]:
        columns: dict[str, Sequence[str]] = {}
        try:
            beside, with_cells = self._has_beside_cells(main), False
        except ExtractError as error:  # nothing that others should lay out
            self._package.note(error.reason)
            return
        try:
            for segment in sheets.read(self._content, self._package.limits):
                yield _noted(segment, columns)
        except CorruptContentError:
            with_cells = True
        if with_cells or beside:
            listener = OdfSheets(self._composition, self._package.limits.cells, with_cells=with_cells)
            ticks = self._package.feed(main, listener, doctype=True)
            yield from _Stream(ticks, listener, self._composition, columns).segments()

    def _has_beside_cells(self, main: str) -> bool:
        """Look whether there is anything but cells: to read a sheet twice takes its time."""
        tail = b""
        for chunk in self._package.chunks(main):
            if _BESIDE_CELLS.search(tail + chunk):
                return True
            tail = chunk[-32:]
        return False


class _Stream:
    """A document that streams by: its sheets as tables, and between them what else is heard."""

    def __init__(
        self,
        ticks: Iterator[None],
        listener: OdfSheets,
        composition: Composition,
        columns: dict[str, Sequence[str]] | None = None,
    ) -> None:
        self._ticks = ticks
        self._listener = listener
        self._composition = composition
        self._columns = {} if columns is None else columns
        self._embedded = 0

    def segments(self) -> Iterator[Segment]:
        """Yield what is heard until the end; what is left to say stays in the composition."""
        listener = self._listener
        while listener.rows or self._heard_more():
            if listener.rows:
                row = listener.rows[0]
                for segment in sheets.tables_of(self._rows(row.sheet), {"sheet": row.name}, {}):
                    yield _noted(segment, self._columns)
            if not listener.in_sheet:
                listener.tell(self._columns)
            yield from self._composition.drain()
            yield from self._members(1)
        listener.tell(self._columns)
        listener.finish()
        yield from self._members(0)

    def _heard_more(self) -> bool:
        if self._listener.holds_much:
            self._listener.tell(self._columns)
        return next(self._ticks, self) is None

    def _rows(self, sheet: int) -> Iterator[NumberedRow]:
        rows = self._listener.rows
        while True:
            while rows and rows[0].sheet == sheet:
                row = rows.popleft()
                yield from ((row.number + further, row.cells) for further in range(row.repeated))
            if rows or not self._listener.in_sheet or not self._heard_more():
                return

    def _members(self, unfinished: int) -> Iterator[Member]:
        binaries = self._listener.binaries
        while len(binaries) > unfinished:
            self._embedded += 1
            yield Member(f"object{self._embedded}", partial(base64_stream, "".join(binaries.pop(0))))


def _flat(content: Content, limits: Limits) -> Iterator[Segment]:
    composition = Composition()
    listener = OdfSheets(composition, limits.cells, with_cells=True)
    ticks = feed(content.stream, XmlStream(listener, limits.xml_depth), Expansion(limits, content.size_bytes))
    read_any = False
    try:
        for segment in _Stream(ticks, listener, composition).segments():
            read_any = True
            yield segment
    except ExtractError as error:
        listener.tell({})
        if not read_any and not len(composition):
            raise
        yield from composition.rest()
        yield Unread(error.reason)
    yield from composition.rest()


class _Told(Values):
    """Code of macros, and what is said of earlier versions of a document."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        super().start(name, attributes)
        if name == "version-entry":
            for key, label in (("creator", "Author"), ("title", "title"), ("comment", "comment")):
                if attributes.get(key):
                    self._composition.add(f"{label}: {attributes[key]}\n", self._where)


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")


def _noted(segment: Segment, columns: dict[str, Sequence[str]]) -> Segment:
    """Note how the columns of a sheet are called."""
    if isinstance(segment, Rows) and segment.header_row is not None:
        columns.setdefault(str(segment.where.get("sheet")), cast("RecordBatch", segment.batch).schema.names)
    return segment
