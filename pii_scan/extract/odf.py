"""The words of OpenDocument markup in reading order, whichever part or flat file it stands in.

What was deleted under tracked changes comes where it stood, on lines of its own; so do descriptions, link targets and
values of fields that are not shown. Elements go by their local names, so the older format of OpenOffice is read too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial

from pii_scan.core.place import Where
from pii_scan.extract.composition import STRETCH_CHARS, Composition
from pii_scan.extract.flows import Flows
from pii_scan.extract.paragraph import State, address_of
from pii_scan.extract.story import Values

_BOXES = frozenset(
    "text-box custom-shape rect line polyline polygon regular-polygon path circle ellipse connector caption measure "
    "object".split()
)
_DRAWN = _BOXES | {"frame", "g", "image", "control", "area-rectangle", "area-circle", "area-polygon"}
_CHARACTERS = {"tab": "\t", "tab-stop": "\t", "line-break": "\n"}
_MARGINS = {"header": "header", "header-left": "header", "header-first": "header"}
_MARGINS |= {"footer": "footer", "footer-left": "footer", "footer-first": "footer"}
_DECLARED = {"header-decl": "header", "footer-decl": "footer", "date-time-decl": "footer"}
_NOTES = {"note": "footnote", "footnote": "footnote", "endnote": "endnote"}
_MASTERS = ("master-page", "handout-master")
_SHOWS = ("presentation", "drawing", "body")
_DOCUMENTS = ("document", "document-meta")
_HIDDEN = ("string-value", "string-value-if-true", "string-value-if-false", "description", "author")
_VALUES = ("current-value", "value", "string-value", "label", "title")
_KEPT_CHARS = 16 * STRETCH_CHARS
_WIDEST_GAP = 100
_SPACES = re.compile(r"\s+")
_METADATA: Where = {"part": "metadata"}


class OdfText(Flows):
    """Listens to the content, the styles or the properties of a document, or to a flat one that is all of them."""

    def __init__(self, composition: Composition, where: Where | None = None) -> None:
        super().__init__(composition, where or {})
        self.binaries: list[list[str]] = []  # what a flat document embeds, in base64
        self._names: list[str] = []
        self._people: set[str] = set()
        self._pages = 0
        self._forms = 0
        self._region = ""
        self._inserted: set[str] = set()
        self._insertions = 0  # how many are open
        self._deleted: dict[str, list[str]] = {}
        self._deleted_chars = 0
        self._loose: list[str] | None = None
        self._meta: Values | None = None
        self._starts = self._openers()
        self._ends = self._closers()

    def _openers(self) -> dict[str, Callable[[Mapping[str, str]], None]]:
        listen = self._listen
        return {
            **dict.fromkeys(("p", "h"), lambda _: self._open_paragraph()),
            **dict.fromkeys(_BOXES, lambda _: self._open_box()),
            **dict.fromkeys(("table-cell", "covered-table-cell"), lambda _: self._open_cell()),
            **{name: partial(self._open_note, kind) for name, kind in _NOTES.items()},
            **{name: partial(self._open_part, _MASTERS, kind) for name, kind in _MARGINS.items()},
            **dict.fromkeys(_MASTERS, lambda _: self._open_flow({"part": "header"})),
            **dict.fromkeys(_DECLARED, lambda _: listen()),
            **dict.fromkeys(("user-field-decl", "variable-decl"), self._variable),
            **dict.fromkeys(("forms", "form"), lambda _: self._count_form(1)),
            **dict.fromkeys(("title", "desc"), lambda _: listen(_DRAWN)),
            **dict.fromkeys(("creator", "sender-initials"), lambda _: listen(("annotation", "change-info"))),
            "s": self._gap,
            "a": self._link,
            "table": lambda _: self._open_table(),
            "page": lambda _: self._open_page(),
            "notes": lambda _: self._open_flow({"part": "notes", **self._flow.where}),
            "annotation": lambda _: self._open_flow({**self._here(), "part": "comment"}),
            "changed-region": self._open_region,
            "insertion": lambda _: self._inserted.add(self._region),
            "deletion": lambda _: self._open_flow(self._flow.where, []),
            "change": self._change,
            "change-start": partial(self._count_insertion, 1),
            "change-end": partial(self._count_insertion, -1),
            "binary-data": lambda _: self._embed(),
            "content-validation": lambda said: self._tell(said.get("condition", "") if '"' in str(said) else ""),
            "data-pilot-member": lambda said: self._tell(said.get("name", "")),
        }

    def _closers(self) -> dict[str, Callable[[], None]]:
        return {
            **dict.fromkeys(("p", "h"), self._close_paragraph),
            **dict.fromkeys((*_BOXES, *_NOTES, *_MASTERS, "notes", "annotation"), self._close_flow),
            **dict.fromkeys(("table-cell", "covered-table-cell"), self._close_cell),
            **dict.fromkeys(_MARGINS, partial(self._close_part, _MASTERS)),
            **{name: partial(self._declared, kind) for name, kind in _DECLARED.items()},
            **dict.fromkeys(("forms", "form"), lambda: self._count_form(-1)),
            **dict.fromkeys(("title", "desc"), lambda: self._describe([text] if (text := self._heard()) else [])),
            **dict.fromkeys(("creator", "sender-initials"), self._wrote),
            "a": self._close_link,
            "table-row": self._close_row,
            "table": self._close_table,
            "page": partial(self._close_part, _SHOWS),
            "deletion": self._close_deletion,
            "binary-data": self._embedded,
        }

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        if name == "meta" and self._parent in _DOCUMENTS:
            self._meta = Values(self._composition, _METADATA)
        if self._meta is not None:
            self._meta.start(name, attributes)
        elif name in self._starts:
            self._starts[name](attributes)
        elif name in _CHARACTERS:
            self._text(_CHARACTERS[name])
        elif self._forms:
            self._control(attributes)
        elif attributes and self._flows[-1].paragraphs:
            self._describe([attributes[key] for key in _HIDDEN if attributes.get(key)])
        self._names.append(name)

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        self._names.pop()
        if self._meta is not None:
            self._meta.end(name)
            if name == "meta" and self._parent in _DOCUMENTS:
                self._meta = None
        elif name in self._ends:
            self._ends[name]()

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        if self._meta is not None:
            self._meta.data(text)
        elif self._loose is not None:
            self._loose.append(text)
        elif self._flows[-1].paragraphs:
            self._text(collapsed(text))

    def finish(self) -> None:
        """Say what was kept for a place that never came, and who made changes."""
        for lines in self._deleted.values():
            self._say(lines)
        self._deleted.clear()
        for name in sorted(self._people):
            self._tell(f"Author: {name}")

    @property
    def _parent(self) -> str:
        return self._names[-1] if self._names else ""

    def _here(self) -> Where:
        """Give the place of what hangs at this point."""
        return self._flow.where

    def _say(self, lines: Sequence[str], *, in_table: bool = False) -> None:
        if self._flow.where.get("part") == "header":  # masters are full of empty paragraphs
            lines = [line for line in lines if line]
        super()._say(lines, in_table=in_table)

    def _tell(self, text: str) -> None:
        if text:
            self._composition.add(text + "\n", _METADATA)

    def _text(self, text: str) -> None:
        paragraph = self._paragraph
        if paragraph is not None:
            self._add(paragraph, text, State.INSERTED if self._insertions > 0 else State.KEPT)

    def _gap(self, attributes: Mapping[str, str]) -> None:
        said = attributes.get("c", "")
        self._text(" " * min(int(said) if said.isdecimal() and len(said) < 9 else 1, _WIDEST_GAP))

    def _close_paragraph(self) -> None:
        paragraph = self._paragraph
        if paragraph is not None and paragraph.asides:
            shown = paragraph.text()
            paragraph.asides[:] = [text for text in paragraph.asides if text not in shown]
        super()._close_paragraph()

    def _link(self, attributes: Mapping[str, str]) -> None:
        target = attributes.get("href", "")
        if self._paragraph is None and (address := address_of(target)):
            self._say([address])
        self._open_link(target)

    def _open_part(self, parents: Collection[str], part: str, _: Mapping[str, str]) -> None:
        if self._parent in parents:
            self._open_flow({"part": part})

    def _close_part(self, parents: Collection[str]) -> None:
        if self._parent in parents:
            self._close_flow()

    def _open_page(self) -> None:
        if self._parent in _SHOWS:
            self._pages += 1
            self._open_flow({"page": self._pages})

    def _open_box(self) -> None:
        where = self._here()
        self._open_flow(where if "page" in where or "part" in where else {**where, "part": "textbox"})

    def _open_note(self, kind: str, attributes: Mapping[str, str]) -> None:
        self._open_flow({**self._flow.where, "part": "endnote" if attributes.get("note-class") == "endnote" else kind})

    def _listen(self, parents: Collection[str] | None = None) -> None:
        if parents is None or self._parent in parents:
            self._loose = []

    def _embed(self) -> None:
        self._loose = []
        self.binaries.append(self._loose)

    def _embedded(self) -> None:
        self._loose = None

    def _heard(self) -> str:
        text = " ".join("".join(self._loose or ()).split())
        self._loose = None
        return text

    def _declared(self, part: str) -> None:
        if text := self._heard():
            self._composition.add(text + "\n", {"part": part})

    def _wrote(self) -> None:
        text = self._heard()
        if text and self._parent == "change-info":
            self._people.add(text)
        elif text:
            self._say([f"Author: {text}"])

    def _variable(self, attributes: Mapping[str, str]) -> None:
        value = next((attributes[key] for key in _VALUES if attributes.get(key)), "")
        self._tell(value and f"{attributes.get('name', '')}: {value}")

    def _count_form(self, change: int) -> None:
        self._forms += change

    def _control(self, attributes: Mapping[str, str]) -> None:
        """Tell what a control of a form shows, is called or would say."""
        label = attributes.get("name") or attributes.get("property-name", "")
        values = dict.fromkeys(attributes[key].strip() for key in _VALUES if attributes.get(key))
        told = [value for value in values if value and not value.startswith("com.sun.star.")]
        self._open_flow({**self._here(), "part": "form"})
        self._say([f"{label}: {value}" if label else value for value in told])
        self._close_flow()

    def _open_region(self, attributes: Mapping[str, str]) -> None:
        self._region = attributes.get("id", "")

    def _close_deletion(self) -> None:
        """Keep what was deleted until its place comes; say it here where that would be too much to keep."""
        kept = self._flow.kept
        self._close_flow()
        if kept is not None:
            self._deleted_chars += sum(map(len, kept))
            if self._deleted_chars > _KEPT_CHARS:
                self._say(kept)
            else:
                self._deleted.setdefault(self._region, []).extend(kept)

    def _change(self, attributes: Mapping[str, str]) -> None:
        lines = self._deleted.pop(attributes.get("change-id", ""), [])
        if self._paragraph is None:
            self._say(lines)
        else:
            self._add(self._paragraph, "\n".join(lines), State.DELETED)

    def _count_insertion(self, change: int, attributes: Mapping[str, str]) -> None:
        if attributes.get("change-id") in self._inserted:
            self._insertions += change


def collapsed(text: str) -> str:
    """Give text as it is shown: any blanks are one."""
    return _SPACES.sub(" ", text) if "\n" in text or "  " in text or "\t" in text else text
