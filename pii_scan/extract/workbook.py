"""The package of an xlsx workbook: which part is which sheet, and every text that stands in no cell."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.types import Text, Unread, Where
from pii_scan.extract.limits import CHUNK_BYTES, Expansion
from pii_scan.extract.sheetxml import DateStyles, SharedTexts, feed
from pii_scan.extract.xmlstream import Listener, XmlStream
from pii_scan.settings.settings import Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)
_SHEET_CODES = re.compile(r'&(?:"[^"]*"|[A-Z]|\d+|&)')
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"docProps/.*\.xml"), "metadata"),
    (re.compile(r"xl/(?:comments[^/]*|threadedComments/.*|comments/.*)\.xml"), "comment"),
    (re.compile(r"xl/(?:drawings|charts|diagrams)/[^/]*\.xml"), "textbox"),
    (re.compile(r"xl/(?:externalLinks|pivotCache|persons|queryTables)/[^/]*\.xml|xl/connections\.xml"), "metadata"),
)
_TOLD = frozenset({"v", "displayName", "userId", "name", "connection", "command", "author"})
_WIDE_COLUMN, _WIDER_COLUMN = re.compile(rb'r="[A-Z]{2}\d'), re.compile(rb'r="[A-Z]{3}\d')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="(\d+)"')
_MARGIN = re.compile(rb"<(?:odd|even|first)(Header|Footer)>(.*?)</", re.DOTALL)
_OVERLAP = 4096


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a sheet would be as a grid, at most, and how many cells it has."""

    span: int
    cells: int
    margins: tuple[tuple[str, str], ...] = field(repr=False)


class Workbook:
    """An open package. Whatever is read is counted against one budget."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, size_bytes: int) -> None:
        self._archive = archive
        self._limits = limits
        self._parts = set(archive.namelist())
        self.expansion = Expansion(limits, size_bytes)
        workbook = _Relations()
        self._hear("xl/workbook.xml", workbook)
        targets = self._targets("xl/workbook.xml")
        self.sheets = {name: targets[key] for name, key in workbook.sheets if key in targets}
        self._names = workbook.defined

    def open(self, part: str) -> IO[bytes]:
        """Open a part; damage is `CorruptContentError`."""
        try:
            return self._archive.open(part)
        except _BROKEN as error:
            raise CorruptContentError(type(error).__name__) from None

    def shared_texts(self) -> list[str]:
        """Give the texts that cells point to."""
        listener = SharedTexts()
        self._hear("xl/sharedStrings.xml", listener)
        return listener.texts

    def date_styles(self) -> set[int]:
        """Give the cell styles that show a date."""
        listener = DateStyles()
        self._hear("xl/styles.xml", listener)
        return listener.styles

    def extent(self, part: str) -> Extent:
        """Measure a sheet without parsing it."""
        cells = last_row = 0
        columns, tail = 26, b""
        with self.open(part) as source:
            while chunk := _read(source):
                self.expansion.count(len(chunk))
                cells += chunk.count(b"<c ")
                data = tail[-_OVERLAP:] + chunk
                last_row = max(map(int, _ROW.findall(data)), default=last_row)
                columns = _columns(data, columns)
                tail = data[-(1 << 16) :]
        margins = tuple((kind.decode().lower(), _plain(text)) for kind, text in _MARGIN.findall(tail))
        return Extent(max(last_row, 1) * columns, cells, margins)

    def texts(self) -> Iterator[Text | Unread]:
        """Yield every text beside the cells: comments, boxes, properties, links, names, caches."""
        if self._names:
            yield Text("\n".join(self._names), ((0, {"part": "metadata"}),))
        owners = self._owners()
        for part in sorted(self._parts):
            kind = next((kind for pattern, kind in _PARTS if pattern.fullmatch(part)), None)
            if kind is not None:
                yield from self._part_text(part, {**owners.get(part, {}), "part": kind})
            elif part.endswith(".rels") and part.startswith("xl/worksheets/"):
                yield from self._links(part)

    def _part_text(self, part: str, where: Where) -> Iterator[Text | Unread]:
        listener = _Words()
        try:
            self._hear(part, listener)
        except ExtractError as error:
            yield Unread(error.reason)
        if listener.lines:
            yield Text("\n".join(listener.lines), ((0, where),))

    def _links(self, part: str) -> Iterator[Text]:
        listener = _Relations()
        self._hear(part, listener)
        if listener.outside:
            name = self._sheet_of(part.replace("/_rels", "").removesuffix(".rels"))
            yield Text("\n".join(listener.outside), ((0, {"sheet": name} if name else {}),))

    def _owners(self) -> dict[str, dict[str, object]]:
        """Tell of which sheet a comment or drawing is."""
        owners: dict[str, dict[str, object]] = {}
        for name, sheet in self.sheets.items():
            for target in self._targets(sheet).values():
                owners[target] = {"sheet": name}
                for chart in self._targets(target).values():
                    owners.setdefault(chart, {"sheet": name})
        return owners

    def _sheet_of(self, part: str) -> str | None:
        return next((name for name, sheet in self.sheets.items() if sheet == part), None)

    def _targets(self, part: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        listener = _Relations()
        self._hear(f"{folder}/_rels/{name}.rels", listener)
        return {
            key: posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
            for key, target in listener.targets.items()
        }

    def _hear(self, part: str, listener: Listener) -> None:
        if part not in self._parts:
            return
        with self.open(part) as source:
            try:
                for _ in feed(source, XmlStream(listener, self._limits.xml_depth), self.expansion):
                    pass
            except _BROKEN as error:
                raise CorruptContentError(type(error).__name__) from None


def _read(source: IO[bytes]) -> bytes:
    try:
        return source.read(CHUNK_BYTES)
    except _BROKEN as error:
        raise CorruptContentError(type(error).__name__) from None


def _columns(data: bytes, so_far: int) -> int:
    if so_far < 16384 and _WIDER_COLUMN.search(data):
        return 16384
    return 702 if so_far < 702 and _WIDE_COLUMN.search(data) else so_far


def _plain(raw: bytes) -> str:
    text = raw.decode("utf-8", "replace")
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#10;", "\n"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return _SHEET_CODES.sub(" ", text)


class _Relations:
    """The listener of `workbook.xml` and of `.rels` parts."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.outside: list[str] = []
        self.defined: list[str] = []
        self._listening: Callable[[str], None] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet" and "id" in attributes:
            self.sheets.append((attributes.get("name", ""), attributes["id"]))
        elif name == "Relationship" and attributes.get("TargetMode") == "External":
            self.outside.append(attributes.get("Target", ""))
        elif name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name == "definedName":
            self.defined.append(f"{attributes.get('name', '')} ")
            self._listening = self._define

    def end(self, name: str) -> None:
        del name
        self._listening = None

    def data(self, text: str) -> None:
        if self._listening is not None:
            self._listening(text)

    def _define(self, text: str) -> None:
        self.defined[-1] += text


class _Words:
    """The listener of a part whose texts are wanted, whatever its elements: a line an element that has some."""

    _BREAKS = frozenset({"p", "comment", "text", "si", "threadedComment", "br", "author"})

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._open = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name not in ("t", "r", "rPr"):
            self._open = False
        self.lines.extend(value for key, value in attributes.items() if key in _TOLD and value.strip())

    def end(self, name: str) -> None:
        if name in self._BREAKS or name not in ("t", "r", "rPr"):
            self._open = False

    def data(self, text: str) -> None:
        if self._open:
            self.lines[-1] += text
        elif text.strip():
            self.lines.append(text)
            self._open = True
