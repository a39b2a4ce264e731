"""Property lists of Apple's systems, binary and XML: a line `key: value` for each value, with its path."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from pii_scan.core.errors import CorruptContentError, TooDeepError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import records
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import read_whole
from pii_scan.extract.markup import LARGEST_BYTES
from pii_scan.extract.values import written
from pii_scan.settings.settings import Limits

_BROKEN = (plistlib.InvalidFileException, ExpatError, ValueError, LookupError, TypeError, AttributeError)
_BINARY = b"bplist"

Step = tuple[object, str, str, int]
"""A value with its path, its key and its depth."""


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the values in order; XML that is no property list is read as XML.

    Raises:
        CorruptContentError: a binary list is not as it should be.
        TooDeepError: a binary list is nested beyond measure.
        TooLargeError: it is larger than may be read.
    """
    is_binary = content.stream.read(len(_BINARY)) == _BINARY
    content.stream.seek(0)
    if not is_binary and content.size_bytes > LARGEST_BYTES:
        yield from records.read(content, limits)
        return
    try:
        root = plistlib.loads(read_whole(content, limits))
    except RecursionError:
        raise TooDeepError("nested beyond measure") from None
    except (*_BROKEN, OverflowError) as error:
        if is_binary:
            raise CorruptContentError(type(error).__name__) from None
        content.stream.seek(0)
        yield from records.read(content, limits)
        return
    yield from _segments(root, limits)


def _segments(root: object, limits: Limits) -> Iterator[Segment]:
    """Walk the values; what is pointed to from several places is told once."""
    composition, cells, seen, too_deep = Composition(), BinaryCells("value"), set[int](), False
    waiting: list[Step] = [(root, "", "", 0)]
    number = 0
    while waiting:
        value, path, key, depth = waiting.pop()
        if isinstance(value, (dict, list)):
            if id(value) in seen:
                continue
            seen.add(id(value))
            too_deep |= depth >= limits.xml_depth
            if depth < limits.xml_depth:
                composition.add("\n" if isinstance(value, dict) else "", {"path": path} if path else {})
                waiting.extend(reversed(list(_inner(value, path, key, depth + 1))))
            continue
        number += 1
        text = cells.text(value, number, path) if isinstance(value, bytes) else _text(value)
        if text:
            composition.add(f"{key}: {text}\n" if key else f"{text}\n", {"path": path})
        yield from cells.taken()
        yield from composition.drain()
    yield from composition.rest()
    if too_deep:
        yield Unread(Reason.TOO_DEEP)
    if cells.unread:
        yield Unread(Reason.UNSUPPORTED)


def _inner(value: dict[object, object] | list[object], path: str, key: str, depth: int) -> Iterator[Step]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield inner, f"{path}.{name}" if path else str(name), str(name), depth
    else:
        for at, inner in enumerate(value):
            yield inner, f"{path}[{at}]", key, depth


def _text(value: object) -> str | None:
    return None if isinstance(value, plistlib.UID) else written(value)
