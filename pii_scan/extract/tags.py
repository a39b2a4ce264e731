"""Markup taken apart into tags, text and comments, each with its line in the source.

It never fails, is linear in the length of the source whatever is broken in it, expands no entity but characters, and
opens nothing. Parsers of markup give no lines, or lines of elements only and none above 65,535.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from html import unescape

_NAME = re.compile(r"[A-Za-z_][^\s/>]*+")
_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s=>/\"'<][^\s=>/]*+)"
    r"(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>]*+)))?"
)
_REGULAR = re.compile(  # text and the tag behind it, as nearly all markup is written
    r"([^<]*+)<(/)?+([A-Za-z_][^\s/><]*+)((?:\s++[A-Za-z_:][\w:.-]*+=(?:\"[^\"<>]*+\"|'[^'<>]*+'))*+)\s*+(/)?+>"
)
_PAIR = re.compile(r"([A-Za-z_:][\w:.-]*+)=(?:\"([^\"]*+)\"|'([^']*+)')")
_BLANKS = re.compile(r"[\s/\"'=<]*+")


@dataclass(slots=True)
class Tag:
    """A start tag, or an end tag where `closing`; names as written."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    closing: bool = False
    empty: bool = False


@dataclass(slots=True)
class Run:
    """Text between tags, with characters for their entities; `line` is that of its first character."""

    text: str = field(repr=False)
    line: int


@dataclass(slots=True)
class Comment:
    """The inside of a comment, as written."""

    text: str = field(repr=False)
    line: int


Token = Tag | Run | Comment


def tokens(source: str, first_line: int = 1, *, raw: frozenset[str] = frozenset()) -> Iterator[Token]:
    """Yield the tokens of `source` in order.

    Line breaks stay in texts, one for one (character references that make one become blanks), so that lines inside a
    text can be counted. The content of the elements in `raw` is one text, as written.
    """
    scanner = _Scanner(source, first_line)
    while True:
        tag: Token | None = yield from scanner.regular(raw)
        if tag is None:
            tag = scanner.next()
            if tag is None:
                return
            if not isinstance(tag, Run) or tag.text:
                yield tag
        if isinstance(tag, Tag) and not tag.closing and tag.name.lower() in raw:
            yield scanner.raw_text(tag.name)


class _Scanner:
    def __init__(self, source: str, first_line: int) -> None:
        self._source = source
        self._at = 0
        self._line = first_line
        self._counted = 0
        self._open_end = False  # a tag that begins here is known not to end
        self._open_subset = False  # nor does a declaration's subset

    def regular(self, raw: frozenset[str]) -> Generator[Token, None, Tag | None]:
        """Give tags and the texts before them while they are written as most are, up to a start tag in `raw`."""
        source, at = self._source, self._at
        line = self._line_at(at)
        last = None
        while (found := _REGULAR.match(source, at)) is not None:
            text, closing, name, pairs, empty = found.groups()
            if text:
                yield Run(unescaped(text), line)
                line += text.count("\n")
            tag = Tag(name, line, _attributes(pairs) if pairs else {}, closing is not None, empty is not None)
            yield tag
            at = found.end()
            line += source.count("\n", found.end(1), at)
            if closing is None and name.lower() in raw:
                last = tag
                break
        self._at = self._counted = at
        self._line = line
        return last

    def next(self) -> Token | None:
        """Give the next token, None at the end."""
        source, start = self._source, self._at
        if start >= len(source):
            return None
        begin = source.find("<", start)
        while begin >= 0:
            if begin == start:
                token = self._markup()
                if token is not None:
                    return token
            elif self._is_markup(begin):
                return self._text(start, begin)
            begin = source.find("<", begin + 1)
        return self._text(start, len(source))

    def raw_text(self, name: str) -> Run:
        """Give what stands before the end tag of `name`, as one text."""
        found = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(self._source, self._at)
        start, end = self._at, found.start() if found else len(self._source)
        line = self._line_at(start)
        self._at = end
        return Run(self._source[start:end], line)

    def _line_at(self, offset: int) -> int:
        self._line += self._source.count("\n", self._counted, offset)
        self._counted = offset
        return self._line

    def _is_markup(self, at: int) -> bool:
        after = self._source[at + 1 : at + 3]
        return bool(after) and (after[0] in "!?" or after.lstrip("/")[:1].isalpha() or after.lstrip("/")[:1] == "_")

    def _text(self, start: int, end: int) -> Run:
        self._at = end
        return Run(unescaped(self._source[start:end]), self._line_at(start))

    def _markup(self) -> Token | None:
        source, at = self._source, self._at
        if not self._is_markup(at):
            return None
        if source.startswith("<!--", at):
            return self._enclosed(at + 4, "-->", comment=True)
        if source.startswith("<![CDATA[", at):
            return self._enclosed(at + 9, "]]>", comment=False)
        if source[at + 1] in "!?":
            return self._declaration(at)
        return None if self._open_end else self._tag(at)

    def _enclosed(self, start: int, end_mark: str, *, comment: bool) -> Token:
        end = self._source.find(end_mark, start)
        line = self._line_at(start)
        text = self._source[start : end if end >= 0 else len(self._source)]
        self._at = end + len(end_mark) if end >= 0 else len(self._source)
        return Comment(text, line) if comment else Run(text, line)

    def _declaration(self, at: int) -> Token:
        """Read `<!DOCTYPE …>`, `<?xml …?>` and the like: what programs are told (`<?php …`) is a comment."""
        source = self._source
        end = source.find(">", at)
        if end < 0:
            return self._text(at, len(source))
        line = self._line_at(at)
        subset = source.find("[", at, end)
        if subset < 0 or self._open_subset:
            self._at = end + 1
            told = source[at + 1] == "?" and not source.startswith("<?xml", at)
            return Comment(source[at + 2 : end].rstrip("?"), line) if told else Run("", line)
        closing = source.find("]>", subset)
        self._open_subset = closing < 0
        self._at = (end if closing < 0 else closing + 1) + 1
        return Comment(source[at + 2 : self._at - 1], line)

    def _tag(self, at: int) -> Token | None:
        source = self._source
        closing = source.startswith("/", at + 1)
        name = _NAME.match(source, at + 1 + closing)
        if name is None:
            return None
        attributes: dict[str, str] = {}
        place = name.end()
        while (found := _ATTRIBUTE.match(source, place)) is not None:
            key, double, single, bare = found.groups()
            attributes.setdefault(key.lower(), unescaped(double or single or bare or ""))
            place = found.end()
        blanks = _BLANKS.match(source, place)
        place = blanks.end() if blanks else place
        while place < len(source) and source[place] != ">":  # a quote that is out of place
            found = _ATTRIBUTE.match(source, place)
            place = found.end() if found else place + 1
        if place >= len(source):
            self._open_end = True
            return None
        line = self._line_at(at)
        self._at = place + 1
        return Tag(name[0], line, attributes, closing, source[place - 1] == "/")


def _attributes(pairs: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for key, double, single in _PAIR.findall(pairs):
        attributes.setdefault(key.lower(), unescaped(double or single))
    return attributes


def unescaped(text: str) -> str:
    """Give text with characters for its entities, its line breaks kept as they are."""
    if "&" not in text:
        return text
    return "\n".join(unescape(line).replace("\n", " ") for line in text.split("\n"))
