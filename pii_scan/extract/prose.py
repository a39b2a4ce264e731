"""The words of Office markup (WordprocessingML, DrawingML, charts) in reading order.

What was deleted but is still in the file comes on lines of its own, so that old and new never run into each other;
so do field codes, link targets that are not shown, and descriptions of pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pii_scan.core.place import Where
from pii_scan.extract.composition import Composition
from pii_scan.extract.flows import Flows
from pii_scan.extract.paragraph import FIELD_START, State, address_of

_CHARACTERS = {"br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "-"}
_TEXTS = frozenset({"t", "delText", "v", "pt", "text"})
_CODES = frozenset({"instrText", "delInstrText"})
_CHANGES = {"del": State.DELETED, "moveFrom": State.DELETED, "ins": State.INSERTED, "moveTo": State.INSERTED}
_DESCRIPTIONS = ("descr", "title", "alt", "string")
_DESCRIBED = frozenset({"docPr", "cNvPr", "shape", "textpath", "rect", "imagedata"})
_VALUED = frozenset("tblCaption tblDescription alias tag default listEntry helpText statusText attr".split())
_LISTED = frozenset({"listItem", "permStart"})
_TOLD_OF_LISTED = ("displayText", "value", "ed")
_MADE_UP = re.compile(r"goog_rdk_|DefaultPlaceholder_|[0-9A-F]{32}\Z")
"""What programs call a control or a piece of the glossary where people did not name it."""
_CLICKS = frozenset({"hlinkClick", "hlinkHover", "hlinkMouseOver"})


class Prose(Flows):
    """Listens to the markup of one part."""

    def __init__(self, composition: Composition, where: Where, links: Mapping[str, str]) -> None:
        super().__init__(composition, where)
        self._links = links
        self._states: list[State] = []
        self._chosen: list[bool] = []  # for each open choice between equal contents, whether one was read
        self._skipping = 0
        self._take: Callable[[str], None] | None = None
        self._loose: list[str] = []  # text outside paragraphs: the cached values of a chart
        self._starts: dict[str, Callable[[Mapping[str, str]], None]] = {
            "p": lambda _: self._open_paragraph(),
            "tab": self._tab,
            "hyperlink": self._linked,
            "fldSimple": self._simple_field,
            "fldChar": self._field_mark,
            "txbxContent": lambda _: self._open_flow({**self._flow.where, "part": "textbox"}),
            "tbl": lambda _: self._open_table(),
            "tc": lambda _: self._open_cell(),
            "AlternateContent": lambda _: self._chosen.append(False),
            "Choice": self._choice,
            "Fallback": self._choice,
            **dict.fromkeys(_CLICKS, self._click),
            **dict.fromkeys(_DESCRIBED, self._described),
            **dict.fromkeys(_VALUED, self._valued),
            **dict.fromkeys(_LISTED, self._listed),
            "name": self._named,
            "category": self._categorized,
        }
        self._ends: dict[str, Callable[[], None]] = {
            "p": self._close_paragraph,
            "hyperlink": self._close_link,
            "txbxContent": self._close_flow,
            "tc": self._close_cell,
            "tr": self._close_row,
            "tbl": self._close_table,
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

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        if self._skipping:
            self._skipping -= 1
        elif name in _TEXTS or name in _CODES:
            self._take = None
            self._say_loose()
        elif name in _CHANGES:
            self._pop(self._states)
        elif name in self._ends:
            self._ends[name]()

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        if self._take is not None and not self._skipping:
            self._take(text)

    def _text(self, text: str) -> None:
        paragraph = self._paragraph
        if paragraph is None:
            self._loose.append(text)
        else:
            self._add(paragraph, text, self._states[-1] if self._states else State.KEPT)

    def _say_loose(self) -> None:
        text = "".join(self._loose)
        self._loose.clear()
        if text and not text.isspace():
            self._say([text])

    def _code(self, text: str) -> None:
        if self._paragraph is not None:
            self._paragraph.codes.append(text)

    def _simple_field(self, attributes: Mapping[str, str]) -> None:
        self._code(FIELD_START + attributes.get("instr", ""))

    def _field_mark(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("fldCharType") == "begin":
            self._code(FIELD_START)

    def _described(self, attributes: Mapping[str, str]) -> None:
        self._describe([attributes[key] for key in _DESCRIPTIONS if attributes.get(key)])

    def _valued(self, attributes: Mapping[str, str]) -> None:
        """Tell what titles, defaults and helps of tables, controls and form fields say."""
        value = attributes.get("val", "")
        if len(value) > 2 and not _MADE_UP.match(value):  # else a number of a choice
            self._describe([value])

    def _named(self, attributes: Mapping[str, str]) -> None:
        if self._paragraph is None:  # else the name of a form field
            self._valued(attributes)

    def _categorized(self, _: Mapping[str, str]) -> None:
        """Pass over the gallery that a piece of the glossary is shown in."""
        if self._paragraph is None:
            self._skipping = 1

    def _listed(self, attributes: Mapping[str, str]) -> None:
        """Tell what may be chosen in a control, or who may edit a range."""
        told = dict.fromkeys(attributes[key] for key in _TOLD_OF_LISTED if len(attributes.get(key, "")) > 2)
        self._describe(list(told))

    def _linked(self, attributes: Mapping[str, str]) -> None:
        self._open_link(self._links.get(attributes.get("id", ""), ""))
        if attributes.get("tooltip"):
            self._describe([attributes["tooltip"]])

    def _click(self, attributes: Mapping[str, str]) -> None:
        """Tell where a click on a run or a shape leads, if it is to somebody, and the tip that is shown there."""
        target = self._links.get(attributes.get("id", ""), "")
        if self._paragraph is not None:
            self._paragraph.clicks.append(target)
        elif address := address_of(target):
            self._say([address])
        if attributes.get("tooltip"):
            self._describe([attributes["tooltip"]])

    def _tab(self, attributes: Mapping[str, str]) -> None:
        if "pos" not in attributes:  # else it defines a tab stop
            self._text("\t")

    def _choice(self, _: Mapping[str, str]) -> None:
        """Read the first of several contents that stand for the same."""
        if self._chosen and self._chosen[-1]:
            self._skipping = 1
        elif self._chosen:
            self._chosen[-1] = True

    @staticmethod
    def _pop(stack: list[State] | list[bool]) -> None:
        if stack:
            stack.pop()
