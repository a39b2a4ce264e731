"""HTML as people see it: blocks apart, inline markup joined, table rows on one line; each piece with its source line.

Read besides the visible text: comments, scripts, and attributes that carry data (links to addresses and numbers, values
of fields, alternative texts and titles, meta data, what pages keep for their scripts). Styles are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from pii_scan.core.errors import EmptyContentError
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract import plain
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.limits import read_whole
from pii_scan.extract.tags import Comment, Run, Tag, tokens
from pii_scan.settings.settings import MIB, Limits

LARGEST_BYTES = 64 * MIB
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_RAW = frozenset({"script", "style"})
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike "
    "strong sub sup time tt u var wbr".split()
)
_BLOCK = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol optgroup option p pre "
    "section select summary table tbody textarea tfoot thead title tr ul".split()
)
_KEPT = frozenset({"pre", "textarea"})
_TEXTS = ("alt", "title", "aria-label", "summary")
_FIELDS = frozenset({"input", "data", "param", "output"})
_BUTTONS = frozenset({"submit", "button", "reset", "image", "checkbox", "radio"})
_LINK = re.compile(r"\s*(?:mailto|tel|sms|callto|whatsapp|skype|sip):/{0,2}", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\f\n]+")
_WIDE_SPACE = re.compile(r"[\t\r\f]|  ")
_BLANKS = " \t\r\f\n"
_NOT_TOLD = re.compile(r"[\s()./+-]+")


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the document's text; one larger than 64 MB is read as the plain text of its source.

    Raises:
        EmptyContentError: there are no bytes.
    """
    if content.size_bytes > LARGEST_BYTES:
        yield from plain.read(content, limits)
        return
    data = read_whole(content, limits)
    if not data:
        raise EmptyContentError("no bytes")
    yield from rendered(decode(data, declared=declared_encoding(data))[0])


def declared_encoding(data: bytes) -> str | None:
    """Give the encoding that markup declares near its start, if it does."""
    found = _DECLARED.search(data, 0, 4096)
    return found[1].decode("ascii") if found else None


def rendered(source: str, shared: dict[str, object] | None = None) -> Iterator[Text]:
    """Yield the text of HTML; places are lines of `source`, or just `shared` where that is given."""
    if "\n" not in source:
        source = source.replace("\r", "\n")
    lined = shared is None
    scripts = _Page({"part": "metadata"} if shared is None else shared, lined=lined)
    page = _Page({} if shared is None else shared, scripts, lined=lined)
    comments = _Page({"part": "comment"} if shared is None else shared, scripts, lined=lined)
    for token in tokens(source, raw=_RAW):
        if isinstance(token, Comment):
            comments.comment(token)
            yield from comments.composition.drain()
        elif isinstance(token, Run):
            page.text(token)
        elif page.tag(token):
            yield from page.composition.drain()
    for part in (page, comments, scripts):
        yield from part.composition.rest()


class _Page:
    """The text of one document, or of all its comments or scripts, as it comes together."""

    def __init__(self, where: dict[str, object], scripts: _Page | None = None, *, lined: bool) -> None:
        self.composition = Composition()
        self._where = where
        self._scripts = scripts
        self._lined = lined
        self._kept = 0  # how many open elements keep their line breaks
        self._raw = ""  # the element at hand whose text is no text of the page
        self._gap = ""  # what is due before the next text
        self._blank = True
        self._cells = [0]  # in the row at hand, for each open table
        self._link = ""
        self._link_ended = False  # and no text came since
        self._since: list[str] = []  # texts since the link began

    def comment(self, comment: Comment) -> None:
        """Add a comment, which may be markup itself (kept for old mail programs)."""
        self._gap = "\n"
        if "<" not in comment.text:
            self._lines(Run(comment.text, comment.line))
            return
        for token in tokens(comment.text, comment.line, raw=_RAW):
            if isinstance(token, Run):
                self.text(token)
            elif isinstance(token, Tag):
                self.tag(token)

    def text(self, run: Run) -> None:
        """Add a text node."""
        if self._raw:
            self._script(run)
        elif self._kept:
            self._lines(run)
        else:
            self._words(run)

    def _script(self, run: Run) -> None:
        if self._raw == "script" and self._scripts is not None:
            self._scripts.source(run)
        self._raw = ""

    def source(self, run: Run) -> None:
        """Add lines of a script, or of an attribute, as they stand."""
        self._gap = "\n"
        self._lines(run)

    def _lines(self, run: Run) -> None:
        for number, piece in enumerate(run.text.split("\n")):
            if number:
                self._gap = "\n"
            self._put(piece.rstrip("\r"), run.line + number)

    def _words(self, run: Run) -> None:
        if not run.text.strip(_BLANKS):
            self._gap = self._gap or " "
            return
        for number, piece in enumerate(run.text.split("\n")):
            words = _SPACES.sub(" ", piece) if _WIDE_SPACE.search(piece) else piece
            if number or words.startswith(" "):
                self._gap = self._gap or " "
            self._put(words.strip(" "), run.line + number)
            if words.endswith(" "):
                self._gap = self._gap or " "

    def tag(self, tag: Tag) -> bool:
        """Follow a tag; tell whether a block ended with it."""
        name = tag.name.lower()
        if name in _RAW:
            self._raw = "" if tag.closing or "json" in tag.attributes.get("type", "").lower() else name
            self._break()
            return False
        if name in ("td", "th"):
            self._cell(tag)
        elif name in _BLOCK:
            self._block(name, tag)
        elif name not in _INLINE and ":" not in name:
            self._gap = self._gap or " "
        if tag.attributes and not tag.closing:
            self._attributes(name, tag)
        if name == "a":
            self._anchor(tag)
        return name in _BLOCK

    def _cell(self, tag: Tag) -> None:
        if not tag.closing:
            self._gap = "\t" if self._cells[-1] else "\n"
            self._cells[-1] += 1

    def _block(self, name: str, tag: Tag) -> None:
        if name in _KEPT:
            self._kept = max(0, self._kept + (-1 if tag.closing else 1))
        elif name == "table":
            self._table(tag)
        elif name == "tr":
            self._cells[-1] = 0
        if tag.closing and name in ("tr", "table"):
            self._gap = "\n"
        else:
            self._break()

    def _table(self, tag: Tag) -> None:
        if not tag.closing:
            self._cells.append(0)
        elif len(self._cells) > 1:
            self._cells.pop()

    def _break(self) -> None:
        """Begin a line; but a block that opens a cell stays on the line of its row."""
        if self._gap != "\t":
            self._gap = "\n"

    def _attributes(self, name: str, tag: Tag) -> None:
        attributes = tag.attributes
        if name == "meta":
            key = attributes.get("name") or attributes.get("property")
            if key and attributes.get("content"):
                self._aside(f"{key}: {attributes['content']}", tag.line, "\n")
            return
        if name in _FIELDS and attributes.get("value") and attributes.get("type", "").lower() not in _BUTTONS:
            label = attributes.get("name", "")
            self._aside(f"{label}: {attributes['value']}" if label else attributes["value"], tag.line, " ")
        for key in _TEXTS:
            if attributes.get(key):
                self._aside(attributes[key], tag.line, " ")
        for key, value in attributes.items():
            if key.startswith("data-"):
                self._keep_for_scripts(f"{key[5:]}: {value}" if value else "", tag.line)

    def _keep_for_scripts(self, text: str, line: int) -> None:
        if self._scripts is not None:
            self._scripts.source(Run(text, line))

    def _anchor(self, tag: Tag) -> None:
        """Add a link's address or number after its text, unless the text shows it; part it from the link before."""
        if self._link_ended and not tag.closing:
            self._gap = self._gap or " "
        if self._link and not _told(self._link, "".join(self._since)):
            self._aside(self._link, tag.line, " ")
        target = tag.attributes.get("href", "")
        scheme = None if tag.closing else _LINK.match(target)
        self._link = unquote(target[scheme.end() :], errors="replace").strip() if scheme else ""
        self._since = []
        self._link_ended = tag.closing

    def _aside(self, text: str, line: int, gap: str) -> None:
        if not self._gap:
            self._gap = gap
        self._put(_SPACES.sub(" ", text).strip(), line)
        self._gap = gap

    def _put(self, text: str, line: int) -> None:
        if not text:
            return
        where = {**self._where, "line": line} if self._lined else self._where
        self.composition.add(text if self._blank else self._gap + text, where)
        self._gap, self._blank, self._link_ended = "", False, False
        if self._link:
            self._since.append(text)


def _told(link: str, text: str) -> bool:
    return _NOT_TOLD.sub("", link.partition("?")[0]).casefold() in _NOT_TOLD.sub("", text).casefold()
