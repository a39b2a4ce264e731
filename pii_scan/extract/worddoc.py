"""Binary Word documents (.doc, .dot): every part of the text with its place, tracked changes, links, properties.

Read by the pieces that make up the text, so that documents saved fast are in order; embedded files are members.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract import oleobjects, oleprops, shapes
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion
from pii_scan.extract.ole import Storage, open_compound
from pii_scan.extract.paragraph import State
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
    root = open_compound(content.stream)
    main = root.read("WordDocument")
    tables = (root.read("0Table"), root.read("1Table"))
    pieces = Pieces(main, tables)
    expansion = Expansion(limits, content.size_bytes)
    is_cut = yield from _document(pieces, expansion)
    if pieces.automatic_text:
        try:
            is_cut |= yield from _document(Pieces(main, tables, pieces.automatic_text), expansion)
        except CorruptContentError:
            is_cut = True
    yield from _beside(root, pieces)
    if _SEALED in root:
        yield Unread(Reason.ENCRYPTED)
    elif is_cut:
        yield Unread(Reason.CORRUPT)
    pool = root.storage("ObjectPool")
    for embedded in pool.storages if pool is not None else ():
        yield from oleobjects.members(embedded)


def _document(pieces: Pieces, expansion: Expansion) -> Iterator[Segment]:
    composition = Composition()
    at = 0
    rest = max(0, pieces.end - sum(max(count, 0) for count in pieces.counts))
    for number, (count, where) in enumerate(zip((*pieces.counts, rest), (*_PARTS, {}), strict=True)):
        end = at + max(count, 0)
        stretches = _margins(pieces, at, end) if number == _HEADERS else [(at, end, where)]
        for start, until, place in stretches:
            flow = Flow(composition, place)
            for text, state in pieces.text(start, until):
                expansion.count(len(text))
                yield from flow.take(text, state)
            flow.close()
        at = end
    yield from composition.rest()
    return pieces.is_cut


def _margins(pieces: Pieces, at: int, end: int) -> Iterator[tuple[int, int, Where]]:
    """Tell headers from footers."""
    starts = [at + start for start in pieces.header_starts()]
    if len(starts) < 2 or sorted(starts) != starts or starts[0] != at:
        yield at, end, _PARTS[_HEADERS]
        return
    for number, (start, until) in enumerate(pairwise(starts)):
        if start < min(until, end):
            is_footer = number >= _SEPARATORS and (number - _SEPARATORS) % 6 in _FOOTER_KINDS
            yield start, min(until, end), {"part": "footer" if is_footer else "header"}


def _beside(root: Storage, pieces: Pieces) -> Iterator[Segment]:
    """Yield properties, people who changed or commented, variables, and descriptions of pictures."""
    composition = Composition()
    told = set()
    for name, value in oleprops.properties(root):
        told.add(value)
        composition.add(f"{name}: {value}\n", {"part": "metadata"})
    for name, value in strings_of(pieces):
        if (name, value) not in told and value not in told:
            told.add(value)
            composition.add(f"{name}: {value}\n" if name else f"{value}\n", {"part": "metadata"})
    try:
        drawn = [pieces.table(_DRAWINGS), root.read("Data")]
    except ExtractError as error:
        drawn = []
        yield Unread(error.reason)
    for data in drawn:
        for text in shapes.texts_of(data):
            composition.add(f"{text}\n", {"part": "textbox"})
    yield from composition.rest()
