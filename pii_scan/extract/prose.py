"""Paragraphs, tables and boxes of Office markup, as text in reading order.

Runs of a paragraph are one text, whatever formats divide them; the cells of a row stand on one line, apart by tabs.
What was deleted but is still in the file comes on lines of its own, so that old and new never run into each other;
so do field codes, link targets that are not shown, and descriptions of pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pii_scan.core.place import Where
from pii_scan.extract.composition import STRETCH_CHARS, Composition
from pii_scan.extract.paragraph import FIELD_START, Paragraph, State

_CHARACTERS = {"br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "-"}
_TEXTS = frozenset({"t", "delText", "v"})
_CODES = frozenset({"instrText", "delInstrText"})
_CHANGES = {"del": State.DELETED, "moveFrom": State.DELETED, "ins": State.INSERTED, "moveTo": State.INSERTED}
_DESCRIPTIONS = ("descr", "title", "alt", "string")
_DESCRIBED = frozenset({"docPr", "cNvPr", "shape", "textpath", "rect", "imagedata"})


@dataclass(slots=True)
class _Flow:
    """Where paragraphs go: a part or a text box, with the tables open in it."""

    where: Where
    paragraphs: list[Paragraph] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list, repr=False)  # finished cells, a list for each open table
    cells: list[list[str]] = field(default_factory=list, repr=False)  # lines, a list for each open cell


class Prose:
    """Listens to the markup of one part."""

    def __init__(self, composition: Composition, where: Where, links: Mapping[str, str]) -> None:
        self._composition = composition
        self._links = links
        self._flows = [_Flow(where)]
        self._states: list[State] = []
        self._chosen: list[bool] = []  # for each open choice between equal contents, whether one was read
        self._skipping = 0
        self._take: Callable[[str], None] | None = None
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "p": self._open_paragraph,
            "tab": self._tab,
            "hyperlink": self._open_link,
            "fldSimple": self._simple_field,
            "fldChar": self._field_mark,
            "txbxContent": self._open_box,
            "tbl": lambda _: self._flows[-1].rows.append([]),
            "tc": lambda _: self._flows[-1].cells.append([]),
            "AlternateContent": lambda _: self._chosen.append(False),
            "Choice": self._choice,
            "Fallback": self._choice,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._close_paragraph,
            "hyperlink": self._close_link,
            "txbxContent": self._close_box,
            "tc": self._close_cell,
            "tr": self._close_row,
            "tbl": lambda: self._pop(self._flows[-1].rows),
            "AlternateContent": lambda: self._pop(self._chosen),
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        if self._skipping:
            self._skipping += 1
            return
        if name in _TEXTS:
            self._take = self._text
        elif name in _CODES:
            self._take = self._code
        elif name in _CHARACTERS:
            self._text(_CHARACTERS[name])
        elif name in _CHANGES:
            self._states.append(_CHANGES[name])
        elif name in self._starts:
            self._starts[name](attributes)
        elif name in _DESCRIBED:
            self._describe(attributes)

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        if self._skipping:
            self._skipping -= 1
        elif name in _TEXTS or name in _CODES:
            self._take = None
        elif name in _CHANGES:
            self._pop(self._states)
        elif name in self._ends:
            self._ends[name]()

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        if self._take is not None and not self._skipping:
            self._take(text)

    def _paragraph(self) -> Paragraph | None:
        paragraphs = self._flows[-1].paragraphs
        return paragraphs[-1] if paragraphs else None

    def _text(self, text: str) -> None:
        paragraph = self._paragraph()
        if paragraph is None:  # text outside paragraphs: the cached values of a chart
            self._say([text])
            return
        paragraph.add(text, self._states[-1] if self._states else State.KEPT)
        if paragraph.length > STRETCH_CHARS:
            self._close_paragraph()
            self._open_paragraph({})

    def _code(self, text: str) -> None:
        paragraph = self._paragraph()
        if paragraph is not None:
            paragraph.codes.append(text)

    def _simple_field(self, attributes: Mapping[str, str]) -> None:
        self._code(FIELD_START + attributes.get("instr", ""))

    def _field_mark(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("fldCharType") == "begin":
            self._code(FIELD_START)

    def _describe(self, attributes: Mapping[str, str]) -> None:
        paragraph = self._paragraph()
        said = [attributes[key] for key in _DESCRIPTIONS if attributes.get(key)]
        if paragraph is not None:
            paragraph.asides.extend(text for text in said if text not in paragraph.asides)
        else:
            self._say(said)

    def _tab(self, attributes: Mapping[str, str]) -> None:
        if "pos" not in attributes:  # else it defines a tab stop
            self._text("\t")

    def _open_paragraph(self, _: Mapping[str, str]) -> None:
        self._flows[-1].paragraphs.append(Paragraph())

    def _close_paragraph(self) -> None:
        if self._flows[-1].paragraphs:
            self._say(self._flows[-1].paragraphs.pop().lines())

    def _open_link(self, attributes: Mapping[str, str]) -> None:
        paragraph = self._paragraph()
        if paragraph is not None:
            paragraph.open_link(self._links.get(attributes.get("id", ""), ""))

    def _close_link(self) -> None:
        paragraph = self._paragraph()
        if paragraph is not None:
            paragraph.close_link()

    def _open_box(self, _: Mapping[str, str]) -> None:
        self._flows.append(_Flow({"part": "textbox"}))

    def _close_box(self) -> None:
        if len(self._flows) > 1:
            self._flows.pop()

    def _close_cell(self) -> None:
        flow = self._flows[-1]
        if flow.cells and flow.rows:
            flow.rows[-1].append("\n".join(line for line in flow.cells.pop() if line))

    def _close_row(self) -> None:
        flow = self._flows[-1]
        if flow.rows and flow.rows[-1]:
            row, flow.rows[-1] = flow.rows[-1], []
            self._say(["\t".join(row)], in_table=True)

    def _choice(self, _: Mapping[str, str]) -> None:
        """Read the first of several contents that stand for the same."""
        if self._chosen and self._chosen[-1]:
            self._skipping = 1
        elif self._chosen:
            self._chosen[-1] = True

    def _say(self, lines: list[str], *, in_table: bool = False) -> None:
        flow = self._flows[-1]
        if flow.cells:
            flow.cells[-1].extend(lines)
            return
        where = {"part": "table"} if in_table and not flow.where else flow.where
        for line in lines:
            self._composition.add(line + "\n", where)

    @staticmethod
    def _pop(stack: list[object] | list[State] | list[bool] | list[list[str]]) -> None:
        if stack:
            stack.pop()
