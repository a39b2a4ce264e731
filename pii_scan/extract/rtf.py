"""RTF: the text of the document and of every part that stands beside it.

striprtf turns a group into text; but it drops headers, footers, notes, comments, text boxes and properties. So the
groups are taken apart first, and each goes through striprtf as a document of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from striprtf.striprtf import rtf_to_text

from pii_scan.core.errors import CorruptContentError, EmptyContentError
from pii_scan.core.types import Content, Segment
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.limits import read_whole
from pii_scan.settings.settings import Limits

_TOKEN = re.compile(r"\\([A-Za-z]{1,32})(-?\d{1,10})?+ ?|\\'[0-9A-Fa-f]{2}|\\[^A-Za-z]|[{}]|[^\\{}]++|\\", re.DOTALL)
_STARTS_WITHIN = 1024
_INFO = ("author", "operator", "manager", "company", "title", "subject", "keywords", "category", "comment", "doccomm")
_PARTS: dict[str, str] = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    **dict.fromkeys(("shptxt", "dptxbxtext"), "textbox"),
    **dict.fromkeys((*_INFO, "staticval", "docvar", "atnauthor"), "metadata"),
    **dict.fromkeys(("xe", "tc"), "body"),
    "footnote": "footnote",
    "annotation": "comment",
    "fldinst": "link",
    "fonttbl": "fonts",
}
_DROPPED = frozenset(
    "pict objdata blipuid themedata colorschememapping datastore latentstyles stylesheet listtable rsidtbl colortbl "
    "listoverridetable nonesttables generator xmlnstbl bkmkstart bkmkend ftnsep ftnsepc aftnsep aftnsepc".split()
)
_OPEN = frozenset({"object", "result"})
"""Destinations that striprtf drops although text stands in them: without their word they are plain groups."""
_APART = (*_OPEN, "ltrch", "rtlch")
"""Words that are left out; what stands around them stays apart."""
_REWRITTEN = {"cell": "\\tab ", "nestcell": "\\tab ", "nestrow": "\\par ", **dict.fromkeys(_APART, "{}")}
_LINK = re.compile(r'(?:mailto|tel):([^"\s]+)', re.IGNORECASE)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


@dataclass(slots=True)
class _Part:
    """A group to be turned into text, and what it is."""

    kind: str
    label: str = ""
    pieces: list[str] = field(default_factory=list, repr=False)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the body, then headers, footers, notes, comments, text boxes, properties and links that are not shown.

    Raises:
        EmptyContentError: there are no bytes.
        CorruptContentError: it is not RTF.
    """
    data = read_whole(content, limits)
    if not data:
        raise EmptyContentError("no bytes")
    start = data.find(b"{\\rtf", 0, _STARTS_WITHIN)
    if start < 0:
        raise CorruptContentError("no RTF header")
    parts = _apart(data[start:].decode("latin-1"))
    yield from _composed(parts)


def _composed(parts: list[_Part]) -> Iterator[Segment]:
    source = "".join(parts[0].pieces)
    heading = _heading(source, "".join(next((part.pieces for part in parts if part.kind == "fonts"), [])))
    composition = Composition()
    shown = ""
    for part in parts:
        if part.kind == "fonts":
            continue
        text = _text(heading, "".join(part.pieces)).strip()
        if part.kind == "link":
            text = "\n".join(unquote(address) for address in _LINK.findall(text) if unquote(address) not in shown)
        elif part.kind == "body":
            shown += text
        where = {} if part.kind in ("body", "link") else {"part": part.kind}
        if text:
            composition.add(f"{part.label}{text}\n", where)
        yield from composition.drain()
    yield from composition.rest()


def _heading(source: str, fonts: str) -> str:
    """Give what every part needs to know of the document: its code page and its fonts."""
    page = re.search(r"\\ansicpg(\d{1,5})", source)
    default = re.search(r"\\deff(\d{1,5})", source)
    return (
        "{\\rtf1\\ansi"
        + (f"\\ansicpg{page[1]}" if page else "")
        + (f"\\deff{default[1]}" if default else "")
        + ("{\\fonttbl " + fonts + "}" if fonts else "")
        + " "
    )


def _text(heading: str, source: str) -> str:
    if not source.isascii():
        source = decode(source.encode("latin-1"))[0]
    try:
        text = str(rtf_to_text(f"{heading}{source}}}", errors="replace"))  # type: ignore[no-untyped-call]
    except LookupError:  # a font in an encoding that Python does not know
        text = str(rtf_to_text("{\\rtf1\\ansi " + source + "}", errors="replace"))  # type: ignore[no-untyped-call]
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)


def _apart(source: str) -> list[_Part]:
    """Split the groups of a document into its body, which comes first, and its parts."""
    splitter = _Splitter()
    at = 0
    while (token := _TOKEN.match(source, at)) is not None:
        at = token.end()
        word = token[1]
        if word is None:
            splitter.other(token[0])
        elif word == "bin":
            at += max(0, int(token[2] or 0))
        else:
            splitter.word(word, token[2], token[0])
    return splitter.parts


class _Splitter:
    def __init__(self) -> None:
        body = _Part("body")
        self.parts = [body]
        self._into: list[_Part | None] = [body]  # where the open groups go; None is nowhere

    def other(self, piece: str) -> None:
        """Take a brace, an escape or text."""
        if piece == "{":
            self._into.append(self._into[-1])
        elif piece == "}":
            if len(self._into) == 1:
                return  # closes what was never opened
            inner, outer = self._into.pop(), self._into[-1]
            if inner is not outer:
                return  # a part has its braces from the heading
        into = self._into[-1]
        if into is not None and piece != "\\":
            into.pieces.append(piece)

    def word(self, word: str, argument: str | None, token: str) -> None:
        """Take a control word."""
        into = self._into[-1]
        if into is None:
            return
        if word in _DROPPED:
            self._leave(into, None)
        elif word in _PARTS and into.kind != "fonts":
            label = f"{word.removeprefix('atn')}: " if word in _INFO or word == "atnauthor" else ""
            part = _Part(_PARTS[word], label)
            self.parts.append(part)
            self._leave(into, part)
        elif word == "ftnalt" and into.kind == "footnote":
            into.kind = "endnote"
        elif word == "u":
            into.pieces.append(f"\\u{int(argument or 32) % 0x10000} ")
        elif word != "uc" or argument is not None:
            into.pieces.append(_REWRITTEN.get(word, token))

    def _leave(self, outer: _Part, into: _Part | None) -> None:
        """Send the rest of the group elsewhere; the brace that opened it goes too."""
        for at in range(len(outer.pieces) - 1, max(-1, len(outer.pieces) - 4), -1):
            if outer.pieces[at] == "{":
                del outer.pieces[at:]
                break
        self._into[-1] = into
