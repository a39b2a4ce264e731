"""FictionBook (FB2): the book's text paragraph by paragraph with its lines, and what it embeds as members."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from pii_scan.core.errors import EmptyContentError
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Member, Segment
from pii_scan.extract import plain
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.limits import base64_stream, read_whole
from pii_scan.extract.markup import LARGEST_BYTES, declared_encoding
from pii_scan.extract.paragraph import address_of
from pii_scan.extract.tags import Comment, Run, Tag, tokens
from pii_scan.settings.settings import Limits

_INLINE = frozenset("a strong emphasis style strikethrough sub sup code".split())
_CELLS = frozenset({"td", "th"})
_NAMES = frozenset({"first-name", "middle-name", "last-name"})
_NOTES = ("notes", "comments", "footnotes")
_TOLD = ("alt", "title")
_RAW = frozenset({"binary", "stylesheet"})


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the text in order, what is said of the book among it; one larger than 64 MB is read as plain text.

    Raises:
        EmptyContentError: there are no bytes.
    """
    if content.size_bytes > LARGEST_BYTES:
        yield from plain.read(content, limits)
        return
    data = read_whole(content, limits)
    if not data:
        raise EmptyContentError("no bytes")
    source = decode(data, declared=declared_encoding(data))[0]
    book = _Book()
    for token in tokens(source if "\n" in source else source.replace("\r", "\n"), raw=_RAW):
        yield from book.take(token)
    yield from book.composition.rest()


class _Book:
    def __init__(self) -> None:
        self.composition = Composition()
        self._part = ""
        self._gap = ""
        self._started = False
        self._is_style = False
        self._binary: str | None = None

    def take(self, token: Tag | Run | Comment) -> Iterator[Segment]:
        """Follow one token."""
        if isinstance(token, Comment):
            self._aside(token.text, token.line, {"part": "comment"})
        elif isinstance(token, Tag):
            self._tag(token)
            yield from self.composition.drain()
        elif self._binary is not None:
            yield Member(self._binary, partial(base64_stream, token.text))
        elif not self._is_style:
            self._text(token)

    def _tag(self, tag: Tag) -> None:
        name = tag.name.rpartition(":")[2]
        self._is_style = name == "stylesheet" and not tag.closing
        self._binary = (tag.attributes.get("id") or name) if name == "binary" and not tag.closing else None
        if name == "description":
            self._part = "" if tag.closing else "metadata"
        elif name == "body":
            self._part = "footnote" if tag.attributes.get("name") in _NOTES else ""
        if name in _CELLS or name in _NAMES:
            self._gap = self._gap or ("\t" if name in _CELLS else " ")
        elif name not in _INLINE:
            self._gap = "\n"
        for key, value in tag.attributes.items():
            said = address_of(value) if key.endswith("href") else value if key in _TOLD else ""
            if said:
                self._aside(said, tag.line, {"part": self._part} if self._part else {})

    def _text(self, run: Run) -> None:
        for line, text in enumerate(run.text.split("\n"), run.line):
            words = " ".join(text.split())
            if text[:1].isspace() or line > run.line or not words:
                self._gap = self._gap or " "
            self._put(words, {"line": line, **({"part": self._part} if self._part else {})})
            if words and text[-1:].isspace():
                self._gap = " "

    def _aside(self, text: str, line: int, where: Where) -> None:
        self._gap = "\n"
        self._put(" ".join(text.split()), {"line": line, **where})
        self._gap = "\n"

    def _put(self, text: str, where: Where) -> None:
        if text:
            self.composition.add(self._gap + text if self._started else text, where)
            self._gap, self._started = "", True
