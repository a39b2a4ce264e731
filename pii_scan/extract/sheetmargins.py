"""What a workbook holds beside its cells: comments, links, shapes, properties, names, caches, embedded documents."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial

from pii_scan.core.errors import ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Member, Rows, Text, Unread
from pii_scan.extract import xlsb
from pii_scan.extract.blocks import Row, Table
from pii_scan.extract.composition import Composition
from pii_scan.extract.sheetextent import ExtentPass
from pii_scan.extract.sheetparts import Comments, Drawing, Note, PivotFields, PivotRows, Words
from pii_scan.extract.sheettail import beside_cells, cell_of, margin_text
from pii_scan.extract.sheetxml import rows_of
from pii_scan.extract.story import Story
from pii_scan.extract.workbook import Relations, Workbook

_OTHER = re.compile(
    r"xl/(?!worksheets/|_rels/|theme/|printerSettings/|pivotTables/|slicers?|persons/|pivotCache/).*\.xml"
)
_DULL = re.compile(
    r"xl/(?:workbook|styles|sharedStrings|calcChain|metadata|volatileDependencies|sheetMetadata)\.xml|"
    r"xl/charts/(?:style|colors)\d*\.xml|xl/diagrams/(?:colors|layout|quickStyle|drawing)\d*\.xml|"
    r"xl/richData/(?:rdrichvaluestructure|rdRichValueTypes|richStyles|rdsupportingpropertybag\w*)\.xml"
)
_EMBEDDED = re.compile(r"xl/(?:embeddings|media)/[^/]+")
_VML_TEXT = re.compile(
    r"<(?:\w+:)?textbox\b[^>]*>(.*?)</(?:\w+:)?textbox>|<v:imagedata\b[^>]*?o:title=\"([^\"]*)\"", re.DOTALL
)
_TAG = re.compile(r"<[^>]*>")

Heads = Mapping[str, Table]
"""The table of each sheet, by the sheet's name."""


class Margins:
    """Reads what stands beside the cells; `heads` tells the columns of the sheets read so far."""

    def __init__(self, workbook: Workbook, heads: Heads) -> None:
        self._workbook = workbook
        self._heads = heads
        self._people: Mapping[str, str] = {}
        self._readers = (
            (re.compile(r"(?!xl/worksheets/).*\.rels"), self._links),  # a sheet's own are told with their cells
            (re.compile(r"xl/(?:comments[^/]*|threadedComments/.*|comments/.*)\.xml"), self._comments),
            (re.compile(r"xl/comments[^/]*\.bin"), self._binary_comments),
            (re.compile(r"xl/drawings/[^/]*\.xml"), self._drawing),
            (re.compile(r"xl/drawings/[^/]*\.vml"), self._vml),
            (re.compile(r"xl/pivotCache/pivotCacheDefinition[^/]*\.xml"), self._pivot),
            (re.compile(r"(?:docProps|customXml)/[^/]*\.xml"), self._properties),
            (re.compile(r"xl/(?:charts|diagrams|chartsheets|dialogsheets)/[^/]*\.xml"), self._boxes),
            (_OTHER, self._other),
        )

    def of_sheet(self, name: str, seen: ExtentPass) -> Iterator[Text | Unread]:
        """Yield what a sheet has besides its cells: links, headers and footers, lists, texts in formulas."""
        outside = self._workbook.relations(self._workbook.sheets[name]).outside
        composition, head = Composition(), self._heads.get(name)
        for reference, part, text in [*beside_cells(bytes(seen.extent.tail), outside), *seen.literals.found]:
            if text.strip():
                composition.add(f"{text}\n\n", _place(name, head, reference, part))
        yield from composition.rest()
        if not seen.extent.is_tail_whole:
            yield Unread(Reason.TOO_LARGE)

    def of_binary_sheet(self, name: str) -> Iterator[Text]:
        """Yield headers, footers and links of a sheet of an xlsb workbook."""
        composition, part = Composition(), self._workbook.sheets[name]
        for kind, text in xlsb.margins(self._workbook.records(part)):
            composition.add(f"{margin_text(text)}\n" if text else "", _place(name, None, "", kind))
        for link in self._workbook.relations(part).outside.values():
            composition.add(f"{link}\n", _place(name, None, "", ""))
        yield from composition.rest()

    def of_workbook(self) -> Iterator[Text | Rows | Unread]:
        """Yield what belongs to the workbook, or is kept in parts of its own."""
        composition = Composition()
        for name in self._workbook.sheets:
            composition.add(f"{name}\n", {"sheet": name})
        for defined in self._workbook.names:
            composition.add(f"{defined}\n", {"part": "metadata"})
        yield from composition.rest()
        owners, self._people = self._owners(), self._persons()
        for part in sorted(self._workbook.parts):
            read = next((read for pattern, read in self._readers if pattern.fullmatch(part)), None)
            if read is None or _DULL.fullmatch(part):
                continue
            try:
                yield from read(part, owners.get(part, ""))
            except ExtractError as error:
                yield Unread(error.reason)

    def members(self) -> Iterator[Member]:
        """Yield embedded documents and pictures."""
        for part in sorted(self._workbook.parts):
            if _EMBEDDED.fullmatch(part):
                yield Member(
                    posixpath.basename(part), partial(self._workbook.bytes_of, part), self._workbook.size_of(part)
                )

    def _links(self, part: str, sheet: str) -> Iterator[Text]:
        return _said("\n".join(self._workbook.relations_at(part).outside.values()), sheet, "metadata")

    def _comments(self, part: str, sheet: str) -> Iterator[Text]:
        comments = Comments(self._people)
        self._workbook.hear(part, comments)
        return self._noted(comments.notes, sheet, "comment")

    def _binary_comments(self, part: str, sheet: str) -> Iterator[Text]:
        notes = [Note(*found) for found in xlsb.comments(self._workbook.records(part))]
        return self._noted(notes, sheet, "comment")

    def _drawing(self, part: str, sheet: str) -> Iterator[Text]:
        drawing = Drawing()
        self._workbook.hear(part, drawing)
        drawing.close()
        return self._noted(drawing.notes, sheet, "textbox")

    def _vml(self, part: str, sheet: str) -> Iterator[Text]:
        found = _VML_TEXT.findall(self._workbook.bytes_of(part).read().decode("utf-8", "replace"))
        texts = (" ".join(_TAG.sub(" ", text).split()) or title for text, title in found)
        return _said("\n".join(filter(None, texts)), sheet, "textbox")

    def _properties(self, part: str, sheet: str) -> Iterator[Text]:
        del sheet
        properties = Composition()
        self._workbook.hear(part, Story(properties, {}, part))
        return properties.rest()

    def _boxes(self, part: str, sheet: str) -> Iterator[Text]:
        return _said(self._words(part), sheet, "textbox")

    def _other(self, part: str, sheet: str) -> Iterator[Text]:
        return _said(self._words(part), sheet, "metadata")

    def _words(self, part: str) -> str:
        words = Words()
        self._workbook.hear(part, words)
        return "\n".join(words.lines)

    def _pivot(self, part: str, sheet: str) -> Iterator[Rows]:
        """Yield the copy of its source that a pivot table keeps, also where the source is gone."""
        del sheet
        fields = PivotFields()
        self._workbook.hear(part, fields)
        where = {"part": "table", "table": posixpath.basename(part).removesuffix(".xml")}
        table = Table.of_header(fields.names, len(fields.names), where, None)
        targets = self._workbook.relations(part).targets.values()
        records = next((target for target in targets if target in self._workbook.parts), None)
        yield from table.blocks(fields.columns() if records is None else self._pivot_rows(records, fields), 1)

    def _pivot_rows(self, part: str, fields: PivotFields) -> Iterator[Row]:
        listener = PivotRows(fields)
        return rows_of(self._workbook.feed(part, listener), listener)

    def _persons(self) -> dict[str, str]:
        """Give the names of those who comment, by their ids."""
        listener = Relations()
        for part in sorted(self._workbook.parts):
            if part.startswith("xl/persons/") and part.endswith(".xml"):
                try:
                    self._workbook.hear(part, listener)
                except ExtractError:
                    continue  # then comments have no author
        return listener.people

    def _owners(self) -> dict[str, str]:
        """Tell of which sheet a comment, drawing or chart is."""
        owners: dict[str, str] = {}
        for name, sheet in self._workbook.sheets.items():
            for target in self._workbook.relations(sheet).targets.values():
                owners[target] = name
                for chart in self._workbook.relations(target).targets.values():
                    owners.setdefault(chart, name)
        return owners

    def _noted(self, notes: list[Note], sheet: str, part: str) -> Iterator[Text]:
        composition = Composition()
        for note in notes:
            composition.add(f"{note.text}\n", _place(sheet, self._heads.get(sheet), note.reference, part))
            yield from composition.drain()
        yield from composition.rest()


def _said(text: str, sheet: str, part: str) -> Iterator[Text]:
    if text.strip():
        yield Text(text, ((0, _place(sheet, None, "", part)),))


def _place(sheet: str, head: Table | None, reference: str, part: str) -> dict[str, object]:
    cell = cell_of(reference) if sheet else None
    return place_of(sheet, head, cell, part)


def place_of(sheet: str, head: Table | None, cell: tuple[int, int] | None, part: str) -> dict[str, object]:
    """Give the place of a text in a sheet or at a cell of it, whose column is named as the table's rows name it."""
    where: dict[str, object] = {"sheet": sheet} if sheet else {}
    if cell is not None:
        row, column = cell
        where |= {"row": row, "column": head.column_of(row, column) if head is not None else str(column)}
    return {**where, "part": part} if part else where
