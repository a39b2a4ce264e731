"""Paragraphs, tables and boxes of office markup, as text in reading order; what the markup is called is for others.

Runs of a paragraph are one text, whatever formats divide them; the cells of a row stand on one line, apart by tabs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pii_scan.core.place import Where
from pii_scan.extract.composition import STRETCH_CHARS, Composition
from pii_scan.extract.paragraph import Paragraph, State


@dataclass(slots=True)
class Flow:
    """Where paragraphs go: a part or a text box, with the tables open in it; with `kept`, there and nowhere else."""

    where: Where
    kept: list[str] | None = field(default=None, repr=False)
    paragraphs: list[Paragraph] = field(default_factory=list, repr=False)
    rows: list[list[str]] = field(default_factory=list, repr=False)  # finished cells, a list for each open table
    cells: list[list[str]] = field(default_factory=list, repr=False)  # lines, a list for each open cell


class Flows:
    """The flows open at a moment, innermost last."""

    def __init__(self, composition: Composition, where: Where) -> None:
        self._composition = composition
        self._flows = [Flow(where)]

    @property
    def _flow(self) -> Flow:
        return self._flows[-1]

    @property
    def _paragraph(self) -> Paragraph | None:
        paragraphs = self._flows[-1].paragraphs
        return paragraphs[-1] if paragraphs else None

    def _add(self, paragraph: Paragraph, text: str, state: State) -> None:
        """Append text to the paragraph at hand; one of a stretch's length is closed, and goes on as another."""
        paragraph.add(text, state)
        if paragraph.length > STRETCH_CHARS:
            self._close_paragraph()
            self._open_paragraph()

    def _open_paragraph(self) -> None:
        self._flow.paragraphs.append(Paragraph())

    def _close_paragraph(self) -> None:
        if self._flow.paragraphs:
            self._say(self._flow.paragraphs.pop().lines())

    def _describe(self, texts: Sequence[str]) -> None:
        """Tell what describes something in the paragraph at hand, behind it."""
        paragraph = self._paragraph
        if paragraph is None:
            self._say(texts)
        else:
            paragraph.asides.extend(text for text in texts if text not in paragraph.asides)

    def _open_link(self, target: str) -> None:
        if self._paragraph is not None:
            self._paragraph.open_link(target)

    def _close_link(self) -> None:
        if self._paragraph is not None:
            self._paragraph.close_link()

    def _open_flow(self, where: Where, kept: list[str] | None = None) -> None:
        self._flows.append(Flow(where, kept))

    def _close_flow(self) -> None:
        if len(self._flows) > 1:
            self._flows.pop()

    def _open_table(self) -> None:
        self._flow.rows.append([])

    def _close_table(self) -> None:
        if self._flow.rows:
            self._flow.rows.pop()

    def _open_cell(self) -> None:
        self._flow.cells.append([])

    def _close_cell(self) -> None:
        flow = self._flow
        if flow.cells and flow.rows:
            flow.rows[-1].append("\n".join(line for line in flow.cells.pop() if line))

    def _close_row(self) -> None:
        flow = self._flow
        if flow.rows and flow.rows[-1]:
            row, flow.rows[-1] = flow.rows[-1], []
            self._say(["\t".join(row)], in_table=True)

    def _say(self, lines: Sequence[str], *, in_table: bool = False) -> None:
        flow = self._flow
        if flow.cells:
            flow.cells[-1].extend(lines)
        elif flow.kept is not None:
            flow.kept.extend(lines)
        else:
            where = {**flow.where, "part": "table"} if in_table and "part" not in flow.where else flow.where
            for line in lines:
                self._composition.add(line + "\n", where)
