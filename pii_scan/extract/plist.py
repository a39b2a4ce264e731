"""Property lists of Apple's systems, binary and XML: a line `key: value` for each value, with its path."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import records
from pii_scan.extract.bplist import BinaryList
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion, read_whole
from pii_scan.extract.markup import LARGEST_BYTES
from pii_scan.extract.values import written
from pii_scan.settings.settings import Limits

_BROKEN = (plistlib.InvalidFileException, ExpatError, ValueError, LookupError, TypeError, AttributeError, OverflowError)
_BINARY = b"bplist"

Step = tuple[object, str, str, int]
"""A value with its path, its key and its depth."""


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the values in order; XML that is no property list is read as XML.

    Raises:
        CorruptContentError: a binary list has no table of its objects.
        TooLargeError, RatioError: it is larger than may be read, or says one value more often than it may.
    """
    is_binary = content.stream.read(len(_BINARY)) == _BINARY
    content.stream.seek(0)
    if is_binary:
        source = BinaryList(read_whole(content, limits))
        yield from _Walk(content, limits, source).segments(source.top)
        return
    root = _of_xml(content, limits) if content.size_bytes <= LARGEST_BYTES else None
    if root is None:
        content.stream.seek(0)
        yield from records.read(content, limits)
        return
    yield from _Walk(content, limits, None).segments(root)


def _of_xml(content: Content, limits: Limits) -> object:
    try:
        return plistlib.loads(read_whole(content, limits), fmt=plistlib.FMT_XML)
    except _BROKEN:
        return None


class _Walk:
    """Goes through the values; what is pointed to from several places is told once."""

    def __init__(self, content: Content, limits: Limits, source: BinaryList | None) -> None:
        self._depth = limits.xml_depth
        self._expansion = Expansion(limits, content.size_bytes)
        self._source = source
        self._seen: set[int] = set()
        self._reasons: dict[Reason, None] = {}
        self._composition = Composition()

    def segments(self, root: object) -> Iterator[Segment]:
        """Yield the values below `root`."""
        cells, number = BinaryCells("value"), 0
        waiting: list[Step] = [(root, "", "", 0)]
        while waiting:
            step = waiting.pop()
            value, path, key, depth = self._loaded(step)
            if isinstance(value, (dict, list)):
                if depth < self._depth:
                    waiting.extend(reversed(list(self._inner(value, path, key, depth + 1))))
                else:
                    self._reasons[Reason.TOO_DEEP] = None
                continue
            number += 1
            self._expansion.count(len(value) if isinstance(value, (str, bytes)) else 1)
            text = cells.text(value, number, path) if isinstance(value, bytes) else _text(value)
            if text:
                self._composition.add(f"{key}: {text}\n" if key else f"{text}\n", {"path": path})
            yield from cells.taken()
            yield from self._composition.drain()
        yield from self._composition.rest()
        yield from map(Unread, self._reasons)
        if cells.unread:
            yield Unread(Reason.UNSUPPORTED)

    def _loaded(self, step: Step) -> Step:
        """Give the step with its value; one whose value was told, or is damaged, has none."""
        value, path, key, depth = step
        mark = id(value)
        if self._source is not None and isinstance(value, int):
            mark, value = value, self._load(value)
        if isinstance(value, (dict, list)):
            if mark in self._seen:
                return None, path, key, depth
            self._seen.add(mark)
        return value, path, key, depth

    def _load(self, number: int) -> object:
        try:
            return None if self._source is None else self._source.load(number)
        except CorruptContentError:
            self._reasons[Reason.CORRUPT] = None
            return None

    def _inner(self, value: dict[object, object] | list[object], path: str, key: str, depth: int) -> Iterator[Step]:
        if isinstance(value, dict):
            self._composition.add("\n", {"path": path} if path else {})
            for said, inner in value.items():
                name = str(self._load(said) if self._source is not None and isinstance(said, int) else said)
                yield inner, f"{path}.{name}" if path else name, name, depth
        else:
            for at, inner in enumerate(value):
                yield inner, f"{path}[{at}]", key, depth


def _text(value: object) -> str | None:
    return None if isinstance(value, plistlib.UID) else written(value)
