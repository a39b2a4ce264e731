"""Plain text in any encoding, streamed: a log of any size costs the memory of a few blocks.

Decoding is forgiving byte by byte: in a file that is UTF-8 or western, what is not UTF-8 is read as cp1252, so a log
to which several programs wrote keeps every letter. Texts are cut at line ends; only a line that is longer than a
block is cut within, where no value is likely to stand.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from pii_scan.core.errors import EmptyContentError
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract.encoding import detect
from pii_scan.settings.settings import Limits

_BLOCK_BYTES = 1 << 20
_LONGEST = 2 * _BLOCK_BYTES
_WINDOW = 1 << 16
_MIXED = "pii-scan-western"
_WESTERN = frozenset({"utf-8", "utf-8-sig", "cp1252"})
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_WIDE = re.compile(r"(?:[^\0]\0){4,}")
_CUTS = (
    re.compile(r"[;}\]>]|[.!?]\s"),  # the end of a field, a record, a sentence
    re.compile(r"(?<=[^\W\d])\s+(?=[^\W\d])"),  # between two words
    re.compile(r"\s"),
)


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the file as texts of about a megabyte, in order, each with the number of its first line.

    Raises:
        EmptyContentError: there are no bytes.
    """
    head = content.stream.read(_BLOCK_BYTES)
    if not head:
        raise EmptyContentError("no bytes")
    yield from _numbered(_cut(_decoded(content, head)))


def texts(text: str, first_line: int = 1) -> Iterator[Text]:
    """Yield text that is already decoded, cut and numbered in the same way."""
    yield from _numbered(_cut(text[at : at + _BLOCK_BYTES] for at in range(0, len(text), _BLOCK_BYTES)), first_line)


def _decoded(content: Content, head: bytes) -> Iterator[str]:
    name = detect(head)
    codec, errors = ("utf-8-sig", _MIXED) if name in _WESTERN else (name, "replace")
    decoder = codecs.getincrementaldecoder(codec)(errors)
    block = head
    while block:
        if name == "cp1252" and not _MULTIBYTE.search(block):  # quicker by far than mending byte by byte
            yield decoder.decode(b"", final=True) + block.decode(name, _MIXED)
        else:
            yield decoder.decode(block)
        block = content.stream.read(_BLOCK_BYTES)
    yield decoder.decode(b"", final=True)


def _cut(pieces: Iterator[str]) -> Iterator[str]:
    """Put pieces together and cut them again at line ends."""
    pending, end = "", ""
    for piece in pieces:
        pending += piece
        if len(pending) < _BLOCK_BYTES:
            continue
        end = end or _line_end(pending)
        at = pending.rfind(end) + 1
        if not at and len(pending) >= _LONGEST:
            at = _gap(pending)
        if at:
            yield _with_newlines(pending[:at], end)
            pending = pending[at:]
    if pending:
        yield _with_newlines(pending, end or _line_end(pending))


def _line_end(text: str) -> str:
    return "\r" if "\n" not in text and "\r" in text else "\n"


def _with_newlines(text: str, end: str) -> str:
    return text.replace("\r", "\n") if end == "\r" else text


def _gap(line: str) -> int:
    """Tell where a line of endless length is best cut: as near its end as can be."""
    start = len(line) - _WINDOW
    for pattern in _CUTS:
        ends = [found.end() for found in pattern.finditer(line, start)]
        if ends:
            return ends[-1]
    return len(line)


def _numbered(blocks: Iterator[str], first_line: int = 1) -> Iterator[Text]:
    line = first_line
    for block in blocks:
        text = _without_nulls(block) if "\0" in block else block
        if not text.isspace():
            yield Text(text, first_line=line)
        line += text.count("\n")


def _without_nulls(text: str) -> str:
    """Read stretches of UTF-16 that stand among single bytes, and other zero bytes as blanks."""
    return _WIDE.sub(lambda match: match[0].replace("\0", ""), text).replace("\0", " ")


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    try:
        return bad.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return bad.decode("latin-1"), error.end


codecs.register_error(_MIXED, _western)
