"""Outlook data files (PST, OST): every message of every folder a member, named by folder and number.

libpff reads the file as it stands, whatever password it asks of people: that is no encryption. A member is written as
TNEF, which `outlook` reads; names of properties are looked up here, where the binding does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

import pypff

from pii_scan.core.errors import CorruptContentError, ExtractError, TooDeepError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Unread
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.extract.mapi import (
    BINARY,
    FIRST_NAMED,
    Attachment,
    Key,
    Message,
    Properties,
    property_names,
)
from pii_scan.extract.pstmessages import Inner, values
from pii_scan.extract.pstnodes import Node, Nodes
from pii_scan.extract.tnefwriting import written
from pii_scan.settings.settings import Limits

_Item = Any
"""A folder, message or attachment of libpff: the binding has no types."""
_BROKEN = (OSError, ValueError, TypeError, AttributeError, OverflowError, MemoryError)
"""What the binding raises on damaged files: the last, where it cannot make an object of what it found."""
_NAME_MAP, _NAME_STREAMS = 0x61, (2, 3, 4)
_NODE_KIND, _MESSAGE = 0x1F, 4
_ATTACHED = 0x3701
_BY_MESSAGE = 5
_HAS_ATTACHMENTS = 0xE1B
_METHOD = 0x3705
_ORPHANS = "Orphans"
_MOST_FOLDERS_DEEP = 64


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the messages folder by folder, then those that stand in none; what is damaged costs only itself.

    Where libpff cannot open the file, its nodes are gone through one by one, and an `Unread` says so.

    Raises:
        CorruptContentError: the file cannot be opened at all.
    """
    store = pypff.file()
    root = _root(store, content.stream)
    if root is None:
        yield from _salvaged(content.stream, limits)
        return
    try:
        yield from _Store(store, content.stream, limits).segments(root)
    finally:
        store.close()


def _root(store: _Item, stream: BinaryIO) -> _Item:
    """Open a file and give its outermost folder, None where that cannot be."""
    try:
        store.open_file_object(stream)
        return store.get_root_folder()
    except _BROKEN:
        return None


class _Store:
    def __init__(self, store: _Item, stream: BinaryIO, limits: Limits) -> None:
        self._store = store
        self._limits = limits
        self._has_failed = False
        self._names = self._named()
        self._inner = Inner(Nodes(stream), self._names, limits.content_bytes)
        self._count = 0

    def segments(self, root: _Item) -> Iterator[Segment]:
        """Yield all messages, until there are too many."""
        for name, fetch in self._found(root):
            self._count += 1
            if self._count > self._limits.members:
                yield Unread(Reason.TOO_MANY)
                return
            try:
                item = fetch()
            except ExtractError as error:
                yield Unread(error.reason, name)
            except _BROKEN:
                yield Unread(Reason.CORRUPT, name)
            else:
                yield Member(name, partial(self._written, item))

    def _found(self, root: _Item) -> Iterator[tuple[str, Callable[[], _Item]]]:
        waiting: list[tuple[tuple[str, ...], _Item]] = [((), root)]
        seen: set[int] = set()
        while waiting:
            path, folder = waiting.pop()
            inner = []
            number = 0
            for fetch in self._each(folder, "sub_item"):
                item = self._or_none(fetch)
                if not isinstance(item, pypff.folder):
                    number += 1
                    yield "/".join((*path, f"{number:05}.msg")), fetch
                elif len(path) >= _MOST_FOLDERS_DEEP:
                    yield "/".join((*path, self._folder_name(item))), _too_deep
                elif item.identifier not in seen:
                    seen.add(item.identifier)
                    inner.append(((*path, self._folder_name(item)), item))
            waiting.extend(reversed(inner))
        for number, fetch in enumerate(self._each(self._store, "orphan_item"), 1):
            yield f"{_ORPHANS}/{number:05}.msg", fetch

    def _written(self, item: _Item) -> BytesIO:
        try:
            return written(self._message(item), self._limits)
        except _BROKEN:
            raise CorruptContentError("a damaged message") from None

    def _message(self, item: _Item) -> Message:
        self._has_failed = False
        properties = self._properties(item)
        recipients, attachments = list(self._recipients(item)), list(self._attachments(item))
        is_short = not attachments and bool(properties.number(_HAS_ATTACHMENTS))
        return Message(properties, recipients, attachments, broken=is_short or self._has_failed)

    def _properties(self, item: _Item) -> Properties:
        properties = Properties()
        for fetch in self._each(item, "record_set"):
            record_set = self._or_none(fetch)
            if record_set is not None:
                self._fill(properties, record_set)
        return properties

    def _recipients(self, item: _Item) -> Iterator[Properties]:
        table = self._or_none(lambda: item.recipients if isinstance(item, pypff.message) else None)
        for fetch in self._each(table, "record_set"):
            record_set = self._or_none(fetch)
            if record_set is not None:
                row = Properties()
                self._fill(row, record_set)
                yield row

    def _fill(self, properties: Properties, record_set: _Item) -> None:
        for fetch in self._each(record_set, "entry"):
            entry = self._or_none(fetch)
            number, kind = (entry.entry_type, entry.value_type) if entry is not None else (None, None)
            if number is None or kind is None or number == _ATTACHED:
                continue
            data = self._or_none(entry.get_data)
            if data:
                key: Key = self._names.get(number, number) if number >= FIRST_NAMED else number
                properties.put(key, kind, values(kind, data))

    def _attachments(self, item: _Item) -> Iterator[Attachment]:
        for fetch in self._each(item, "attachment"):
            attached = self._or_none(fetch)
            if attached is None:
                yield Attachment(Properties())
                continue
            properties = self._properties(attached)
            if properties.number(_METHOD) == _BY_MESSAGE:
                yield Attachment(properties, message=partial(self._inner.message, item.identifier, attached.identifier))
            else:
                yield Attachment(properties, data=partial(self._bytes, attached))

    def _each(self, item: _Item, what: str) -> Iterator[Callable[[], _Item]]:
        """Give what fetches each of the things of one kind in an item; where they cannot be counted, what fails."""
        count = getattr(item, f"get_number_of_{what}s".replace("entrys", "entries"), None)
        number = self._or_none(count) if count is not None else 0
        if number is None:
            yield _unreachable
        for at in range(number or 0):
            yield partial(getattr(item, f"get_{what}"), at)

    def _or_none(self, fetch: Callable[[], _Item]) -> _Item:
        try:
            return fetch()
        except (*_BROKEN, ExtractError):
            self._has_failed = True
            return None

    def _folder_name(self, folder: _Item) -> str:
        name = self._or_none(folder.get_name) or f"folder {folder.identifier}"
        return str(name).replace("/", "_").replace("!", "_")

    def _named(self) -> dict[int, Key]:
        """Give what the numbers of named properties mean."""
        table = self._or_none(self._store.get_name_to_id_map)
        streams = dict.fromkeys(_NAME_STREAMS, b"")
        for fetch in self._each(table, "record_set"):
            for fetch_entry in self._each(self._or_none(fetch), "entry"):
                entry = self._or_none(fetch_entry)
                if entry is not None and entry.entry_type in streams and entry.value_type == BINARY:
                    streams[entry.entry_type] = self._or_none(entry.get_data) or b""
        return property_names(*(streams[number] for number in _NAME_STREAMS))

    def _bytes(self, attached: _Item) -> bytes:
        kept = bytearray()
        try:
            size = attached.get_size()
            if size > self._limits.content_bytes:
                raise TooLargeError("larger than the limit for one content")
            while len(kept) < size and (piece := attached.read_buffer(min(CHUNK_BYTES, size - len(kept)))):
                kept += piece
        except _BROKEN:
            raise CorruptContentError("a damaged attachment") from None
        return bytes(kept)


def _salvaged(stream: BinaryIO, limits: Limits) -> Iterator[Segment]:
    """Yield the messages that nodes lead to, under their folders' numbers where no names do.

    Raises:
        CorruptContentError: there are none.
    """
    nodes = Nodes(stream)
    inner = Inner(nodes, _names_in(nodes), limits.content_bytes)
    count = 0
    for number, parent, node in nodes.all():
        if number & _NODE_KIND != _MESSAGE:
            continue
        count += 1
        if count > limits.members:
            yield Unread(Reason.TOO_MANY)
            return
        yield Member(f"folder {parent}/{count:05}.msg", partial(_salvaged_message, inner, node, limits))
    if not count:
        raise CorruptContentError("a damaged Outlook data file")
    yield Unread(Reason.CORRUPT)


def _salvaged_message(inner: Inner, node: Node, limits: Limits) -> BytesIO:
    return written(inner.message_of(node), limits)


def _names_in(nodes: Nodes) -> dict[int, Key]:
    try:
        properties = Inner(nodes, {}, 0).properties_of(nodes.node(_NAME_MAP))
    except ExtractError:
        return {}
    return property_names(*(properties.binary(number) for number in _NAME_STREAMS))


def _unreachable() -> _Item:
    raise CorruptContentError("what cannot be counted")


def _too_deep() -> _Item:
    raise TooDeepError("folders without end")
