"""One paragraph of Office markup: what stands in it now, and what is in the file besides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote

_LINK = re.compile(r"\s*(?:mailto|tel|sms|callto):([^\s\"]+)", re.IGNORECASE)
_DULL_CODE = re.compile(
    r"\s*(?:TOC|PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|SEQ|TIME|DATE|STYLEREF|FORM\w+|CREATEDATE|SAVEDATE|PRINTDATE|"
    r"ADVANCE|INDEX|MERGEFIELD|HYPERLINK|SYMBOL|SECTION|NOTEREF|AUTHOR|TITLE|EDITTIME|NUMWORDS|"
    r"EMBED|FILENAME|FILESIZE|LISTNUM|NUMCHARS|SHAPE|TEMPLATE|=)(?![A-Za-z])",
    re.IGNORECASE,
)
_CODE_LINK = re.compile(r"\bHYPERLINK\s+\"?([^\s\"]+)", re.IGNORECASE)
FIELD_START = "\x13"
"""Stands between the codes of several fields of a paragraph."""
_NOT_TOLD = re.compile(r"[\s()./+-]+")
_LABEL = re.compile(r"[^\n\t;.\d@]{0,60}\Z")


class State(Enum):
    """Whether a run stood there before the tracked changes, after them, or both."""

    KEPT = 0
    INSERTED = 1
    DELETED = 2


@dataclass(slots=True)
class Paragraph:
    """A paragraph in the making."""

    length: int = 0
    codes: list[str] = field(default_factory=list, repr=False)
    asides: list[str] = field(default_factory=list, repr=False)
    clicks: list[str] = field(default_factory=list, repr=False)  # where a click on what stands in it leads
    _runs: list[tuple[str, State]] = field(default_factory=list, repr=False)
    _links: list[tuple[str, int]] = field(default_factory=list, repr=False)
    _deleted: bool = False

    def add(self, text: str, state: State) -> None:
        """Append text of a run."""
        self._runs.append((text, state))
        self._deleted = self._deleted or state is State.DELETED
        self.length += len(text)

    def text(self, start: int = 0) -> str:
        """Give what stands there now, from a run on."""
        return "".join(text for text, state in self._runs[start:] if state is not State.DELETED)

    def open_link(self, target: str) -> None:
        """Remember that the runs from here on are a link."""
        self._links.append((target, len(self._runs)))

    def close_link(self) -> None:
        """Add the link's address to the asides, unless its text shows it."""
        if self._links:
            target, start = self._links.pop()
            self._link(target, self.text(start))

    def open_field(self, code: str) -> None:
        """Take the whole code of a field; the runs from here on are what it shows, up to where the link is closed."""
        linked = _CODE_LINK.search(code)
        self.open_link(linked[1] if linked else "")
        self._code(code)

    def lines(self) -> list[str]:
        """Give the paragraph, then what is not seen in it, each on a line of its own."""
        while self._links:
            self.close_link()
        shown = self.text()
        for target in self.clicks:
            self._link(target, shown)
        for code in "".join(self.codes).split(FIELD_START):
            for linked in _CODE_LINK.finditer(code):
                self._link(linked[1], shown)
            self._code(code)
        return [shown, *self._removed(), *self.asides]

    def _code(self, code: str) -> None:
        """Keep the code of a field that may say more than what it shows."""
        if code.strip() and not _CODE_LINK.search(code) and not _DULL_CODE.match(code):
            self.asides.append(" ".join(code.split()))

    def _link(self, target: str, shown: str) -> None:
        address = address_of(target)
        if address and address not in self.asides and not _told(address, shown):
            self.asides.append(address)

    def _removed(self) -> list[str]:
        """Give each deleted stretch with the rest of the words it was in, and the label that stood before it."""
        if not self._deleted:
            return []
        before = [(text, state) for text, state in self._runs if state is not State.INSERTED]
        spans: list[tuple[int, int]] = []
        at = 0
        for text, state in before:
            if state is State.DELETED and spans and spans[-1][1] == at:
                spans[-1] = (spans[-1][0], at + len(text))
            elif state is State.DELETED:
                spans.append((at, at + len(text)))
            at += len(text)
        was = "".join(text for text, _ in before)
        return [_with_its_words(was, start, end) for start, end in spans]


def address_of(target: str) -> str:
    """Give the address or number of somebody that a link leads to, nothing where it leads elsewhere."""
    found = _LINK.match(target)
    address = unquote(found[1] if found else target)
    return address if found or "@" in address else ""


def _with_its_words(text: str, start: int, end: int) -> str:
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    label = _LABEL.search(text[max(0, start - 60) : start])
    return (label[0] if label else "") + text[start:end]


def _told(address: str, text: str) -> bool:
    bare = _NOT_TOLD.sub("", address.partition("?")[0]).casefold()
    return bare in _NOT_TOLD.sub("", text).casefold()
