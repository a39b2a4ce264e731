"""The package of a workbook (xlsx, xlsb): which part is which sheet, and what its parts say."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, BinaryIO

from pii_scan.core.errors import CorruptContentError
from pii_scan.extract import xlsb
from pii_scan.extract.limits import CHUNK_BYTES, Expansion, read_member
from pii_scan.extract.sheetextent import ExtentPass
from pii_scan.extract.sheetxml import DateStyles, NumberedRow, SharedTexts, feed
from pii_scan.extract.xmlstream import Listener, XmlStream
from pii_scan.settings.settings import Limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)
_SHEET_PART = re.compile(r"xl/worksheets/(?:[^/]*\.xml|sheet[^/]*\.bin)")
_SHARED_PARTS = {f"xl/{name}.{suffix}" for name in ("sharedStrings", "styles") for suffix in ("xml", "bin")}


class Workbook:
    """An open package. Whatever is read is counted against one budget."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, size_bytes: int) -> None:
        self._archive = archive
        self._limits = limits
        self.parts = set(archive.namelist())
        self.is_damaged = False
        self.expansion = Expansion(limits, size_bytes)
        self.is_binary = "xl/workbook.xml" not in self.parts
        workbook = Relations()
        main = "xl/workbook.bin" if self.is_binary else "xl/workbook.xml"
        targets: dict[str, str] = {}
        try:
            if self.is_binary:
                workbook.sheets = xlsb.sheets(self.records(main))
            else:
                self.hear(main, workbook)
            targets = self.relations(main).targets
        except CorruptContentError:
            self.is_damaged = True
        self.names = workbook.defined
        self.sheets = {name: targets[key] for name, key in workbook.sheets if key in targets}
        self._add_unnamed()

    def _add_unnamed(self) -> None:
        """Take in the sheets that the workbook does not know of, or not any more."""
        for part in sorted(self.parts.difference(self.sheets.values())):
            if _SHEET_PART.fullmatch(part):
                name = posixpath.splitext(posixpath.basename(part))[0]
                self.sheets[part if name in self.sheets else name] = part

    def open(self, part: str) -> IO[bytes]:
        """Open a part; damage is `CorruptContentError`."""
        try:
            return self._archive.open(part)
        except _BROKEN as error:
            raise CorruptContentError(type(error).__name__) from None

    def measure_texts(self) -> int:
        """Count the bytes of the parts that all sheets share against the budget, before another reader unpacks them."""
        size = 0
        for part in self.parts & _SHARED_PARTS:
            with self.open(part) as source:
                while chunk := _read(source):
                    self.expansion.count(len(chunk))
                    size += len(chunk)
        return size

    def shared_texts(self) -> list[str]:
        """Give the texts that cells point to, as far as they can be read."""
        listener = SharedTexts()
        try:
            if self.is_binary:
                listener.texts.extend(xlsb.shared_texts(self.records("xl/sharedStrings.bin")))
            self.hear("xl/sharedStrings.xml", listener)
        except CorruptContentError:
            self.is_damaged = True
        return listener.texts

    def date_styles(self) -> set[int]:
        """Give the cell styles that show a date."""
        if self.is_binary:
            return xlsb.date_styles(self.records("xl/styles.bin"))
        listener = DateStyles()
        self.hear("xl/styles.xml", listener)
        return listener.styles

    def binary_rows(self, part: str) -> Iterator[NumberedRow]:
        """Give the rows of a sheet of an xlsb workbook as a stream."""
        return xlsb.rows(self.records(part), self.shared_texts(), self.date_styles())

    def span_of_binary(self, part: str) -> int:
        """Count the cells that a sheet of an xlsb workbook has as a grid."""
        return xlsb.span(self.records(part))

    def look(self, part: str) -> ExtentPass:
        """Measure a sheet without parsing it; a damaged one is not plain."""
        seen = ExtentPass()
        try:
            with self.open(part) as source:
                while chunk := _read(source):
                    self.expansion.count(len(chunk))
                    seen.hear(chunk)
        except CorruptContentError:
            seen.extent.is_plain = False
        seen.close()
        return seen

    def bytes_of(self, part: str) -> BinaryIO:
        """Give a part as a stream of its own."""
        try:
            with self.open(part) as source:
                return read_member(source, self._limits, self.expansion)
        except _BROKEN as error:
            raise CorruptContentError(type(error).__name__) from None

    def size_of(self, part: str) -> int:
        """Tell how large a part is, as the package says."""
        return self._archive.getinfo(part).file_size

    def relations(self, part: str) -> Relations:
        """Give what a part points to."""
        folder, name = posixpath.split(part)
        return self.relations_at(f"{folder}/_rels/{name}.rels")

    def relations_at(self, part: str) -> Relations:
        """Give what a part of relations says."""
        listener = Relations(posixpath.dirname(posixpath.dirname(part)))
        self.hear(part, listener)
        return listener

    def records(self, part: str) -> Iterator[xlsb.Record]:
        """Give the records of a binary part; of one that is not there none."""
        if part in self.parts:
            with self.open(part) as source:
                try:
                    yield from xlsb.records(source, self.expansion)
                except _BROKEN as error:
                    raise CorruptContentError(type(error).__name__) from None

    def hear(self, part: str, listener: Listener) -> None:
        """Feed a part to a listener; one that is not there is silent."""
        for _ in self.feed(part, listener):
            pass

    def feed(self, part: str, listener: Listener) -> Iterator[None]:
        """Feed a part to a listener, stretch by stretch."""
        if part not in self.parts:
            return
        with self.open(part) as source:
            try:
                yield from feed(source, XmlStream(listener, self._limits.xml_depth), self.expansion)
            except _BROKEN as error:
                raise CorruptContentError(type(error).__name__) from None


def _read(source: IO[bytes]) -> bytes:
    try:
        return source.read(CHUNK_BYTES)
    except _BROKEN as error:
        raise CorruptContentError(type(error).__name__) from None


class Relations:
    """What parts say of others: the listener of `workbook.xml`, of lists of persons, and of `.rels` parts."""

    def __init__(self, folder: str = "") -> None:
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.outside: dict[str, str] = {}
        self.people: dict[str, str] = {}
        self.defined: list[str] = []
        self._folder = folder
        self._listening: Callable[[str], None] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener`."""
        if name == "sheet" and "id" in attributes:
            self.sheets.append((attributes.get("name", ""), attributes["id"]))
        elif name == "Relationship":
            key, target = attributes.get("Id", ""), attributes.get("Target", "")
            if attributes.get("TargetMode") == "External":
                self.outside[key] = target
            else:
                self.targets[key] = posixpath.normpath(
                    target.lstrip("/") if target.startswith("/") else posixpath.join(self._folder, target)
                )
        elif name == "person":
            names = (attributes.get("displayName", ""), attributes.get("userId", "").replace("::", " "))
            self.people[attributes.get("id", "")] = " ".join(filter(None, names))
        elif name == "definedName":
            comment = attributes.get("comment", "")
            self.defined.append(f"{attributes.get('name', '')} {comment + ' ' if comment else ''}")
            self._listening = self._define

    def end(self, name: str) -> None:
        """See `Listener`."""
        del name
        self._listening = None

    def data(self, text: str) -> None:
        """See `Listener`."""
        if self._listening is not None:
            self._listening(text)

    def _define(self, text: str) -> None:
        self.defined[-1] += text
