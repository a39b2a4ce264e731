"""Binary Word documents (.doc, .dot): every part of the text with its place, tracked changes, links, properties.

Read by the pieces that make up the text, so that documents saved fast are in order; embedded files are members.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, pairwise

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract import oleobjects, oleprops, shapes
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion, read_whole
from pii_scan.extract.ole import Storage, open_compound
from pii_scan.extract.wordflow import Flow
from pii_scan.extract.wordpieces import Pieces
from pii_scan.extract.wordstrings import strings_of
from pii_scan.settings.settings import Limits

_PARTS: tuple[Where, ...] = (
    {},
    {"part": "footnote"},
    {"part": "header"},
    {},
    {"part": "comment"},
    {"part": "endnote"},
    {"part": "textbox"},
    {"part": "textbox"},
)
_OLDEST = (b"\xdb\xa5", b"\x9b\xa5")  # Word 2 and 1, which knew no compound files
_HEADERS = 2
_SEPARATORS = 6  # of notes; they stand before the headers
_FOOTER_KINDS = (2, 3, 5)
_DRAWINGS = 50
_SEALED = "\tDRMContent"


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the body, footnotes, headers, comments, endnotes, text boxes; then what stands beside; then members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the document is behind a password.
        CorruptContentError: it is no such document, or its head is damaged.
        TooLargeError, RatioError: its pieces make up more text than may be read.
    """
    if content.stream.read(2) in _OLDEST:
        content.stream.seek(0)
        yield from _document(Pieces(read_whole(content, limits), (b"", b"")), Expansion(limits, content.size_bytes))
        return
    root = open_compound(content.stream)
    yield from _Document(root, Expansion(limits, content.size_bytes)).segments()


class _Document:
    def __init__(self, root: Storage, expansion: Expansion) -> None:
        self._root = root
        self._expansion = expansion
        self._main = root.read("WordDocument")
        self._tables = root.read("0Table"), root.read("1Table")
        self._reasons: list[Reason] = []

    def segments(self) -> Iterator[Segment]:
        pieces = Pieces(self._main, self._tables)
        yield from self._text(pieces)
        if pieces.automatic_text:
            try:
                yield from self._text(Pieces(self._main, self._tables, pieces.automatic_text))
            except CorruptContentError as error:
                self._reasons.append(error.reason)
        yield from self._beside(pieces)
        if _SEALED in self._root:
            self._reasons = [Reason.ENCRYPTED]
        yield from (Unread(reason) for reason in dict.fromkeys(self._reasons))
        yield from oleobjects.embedded(self._root)

    def _text(self, pieces: Pieces) -> Iterator[Text]:
        yield from _document(pieces, self._expansion)
        if pieces.is_cut:
            self._reasons.append(Reason.CORRUPT)

    def _beside(self, pieces: Pieces) -> Iterator[Text]:
        """Yield properties, people who changed or commented, variables, and descriptions of pictures."""
        composition = Composition()
        told = set[str]()
        for name, value in chain(oleprops.properties(self._root), strings_of(pieces)):
            if value not in told:
                told.add(value)
                composition.add(f"{name}: {value}\n" if name else f"{value}\n", {"part": "metadata"})
        for text in chain(shapes.texts_of(pieces.table(_DRAWINGS)), shapes.texts_of(self._pictures())):
            composition.add(f"{text}\n", {"part": "textbox"})
        yield from composition.rest()

    def _pictures(self) -> bytes:
        try:
            return self._root.read("Data")
        except CorruptContentError as error:
            self._reasons.append(error.reason)
            return b""


def _document(pieces: Pieces, expansion: Expansion) -> Iterator[Text]:
    """Yield all parts of one document of the stream."""
    composition = Composition()
    at = 0
    rest = max(0, pieces.end - sum(max(count, 0) for count in pieces.counts))
    for number, (count, part) in enumerate(zip((*pieces.counts, rest), (*_PARTS, {}), strict=True)):
        end = at + max(count, 0)
        for start, until, where in _margins(pieces, at, end) if number == _HEADERS else [(at, end, part)]:
            flow = Flow(composition, where)
            for text, state in pieces.text(start, until):
                expansion.count(len(text))
                yield from flow.take(text, state)
            flow.close()
        at = end
    for text in pieces.remains():
        expansion.count(len(text))
        composition.add(f"{text}\n", {})
        yield from composition.drain()
    yield from composition.rest()


def _margins(pieces: Pieces, at: int, end: int) -> Iterator[tuple[int, int, Where]]:
    """Tell headers from footers."""
    starts = [at + start for start in pieces.header_starts()]
    if len(starts) < 2 or sorted(starts) != starts or starts[0] != at or starts[-1] < end - 1:
        yield at, end, _PARTS[_HEADERS]
        return
    for number, (start, until) in enumerate(pairwise(starts)):
        if start < min(until, end):
            is_footer = number >= _SEPARATORS and (number - _SEPARATORS) % 6 in _FOOTER_KINDS
            yield start, min(until, end), {"part": "footer" if is_footer else "header"}
