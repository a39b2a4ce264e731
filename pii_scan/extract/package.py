"""The package of a document: a zip of parts, each streamed to a listener or handed out as a member.

Trouble with one part costs that part, and is told at the end. Nothing outside the file is ever opened.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from lzma import LZMAError
from typing import BinaryIO
from urllib.parse import unquote

from lxml import etree

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Member, Text, Unread
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import CHUNK_BYTES, Expansion, read_member
from pii_scan.extract.xmlstream import Listener, XmlStream
from pii_scan.settings.settings import MIB, Limits

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_LARGEST_TREE = 16 * MIB
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")
_PACKED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError)
BROKEN = (*_PACKED, struct.error, ValueError, OSError, KeyError)
"""What zipfile raises where a package is not whole."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says of another; `target` is a part's name, or an address where it is `outside`."""

    key: str
    kind: str
    target: str = field(repr=False)
    outside: bool


@contextmanager
def opened(content: Content, limits: Limits) -> Iterator[Package]:
    """Open a package.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the package is behind a password.
        CorruptContentError: it is no package.
        TooLargeError: it has more parts than may be read.
    """
    head = content.stream.read(4)
    if not head:
        raise EmptyContentError("no bytes")
    if head == _OLE:
        raise _ole_error(content)
    content.stream.seek(0)
    try:
        archive = zipfile.ZipFile(content.stream)
    except BROKEN as error:
        raise CorruptContentError(f"no package ({type(error).__name__})") from None
    with archive:
        yield Package(archive, limits, content.size_bytes)


def _ole_error(content: Content) -> ExtractError:
    content.stream.seek(0)
    while block := content.stream.read(CHUNK_BYTES):
        if _ENCRYPTED_STREAM in block:
            return EncryptedError("a package behind a password")
    return CorruptContentError("an older format under this name")


class Package:
    """An open package; what comes out of it is counted against one budget."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits, size_bytes: int) -> None:
        self.limits = limits
        self._unread: list[Unread] = []
        self._archive = archive
        self._size_bytes = size_bytes
        self._expansion = Expansion(limits, size_bytes)
        self._parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in archive.infolist()}
        self._spellings = {name.lower(): name for name in self._parts}
        self._chars = 0
        if len(self._parts) > limits.members:
            raise TooLargeError("more parts than may be read")
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise EncryptedError("a package behind a password")

    @property
    def names(self) -> list[str]:
        """The parts, sorted; folders are none."""
        return sorted(name for name in self._parts if not name.endswith("/"))

    def find(self, name: str) -> str | None:
        """Give the name of a part as the package spells it."""
        return name if name in self._parts else self._spellings.get(name.lower())

    def note(self, reason: Reason, where: Where | None = None) -> None:
        """Note that something at a place was not read."""
        unread = Unread(reason, where=where or {})
        if unread not in self._unread:
            self._unread.append(unread)

    def feed(
        self, name: str, listener: Listener, where: Where | None = None, *, doctype: bool = False
    ) -> Iterator[None]:
        """Stream a part, which stands at a place, to a listener by chunks; `doctype` allows a reference to a DTD."""
        stream = XmlStream(listener, self.limits.xml_depth)
        try:
            with self._archive.open(self._parts[name]) as source:
                while chunk := source.read(CHUNK_BYTES):
                    self._expansion.count(len(chunk))
                    stream.feed(_DOCTYPE.sub(b"", chunk, 1) if doctype else chunk)
                    doctype = False
                    yield
            stream.close()
        except ExtractError as error:
            self.note(error.reason, where)
        except BROKEN:
            self.note(Reason.CORRUPT, where)

    def hear(
        self,
        name: str,
        listener: Listener,
        composition: Composition,
        where: Where | None = None,
        *,
        doctype: bool = False,
    ) -> Iterator[Text]:
        """Stream a part to a listener, and give the text that comes together."""
        for _ in self.feed(name, listener, where, doctype=doctype):
            try:
                yield from self.counted(composition.drain())
            except TooLargeError as error:
                self.note(error.reason, where)
                return

    def chunks(self, name: str) -> Iterator[bytes]:
        """Give a part's bytes to be looked through before it is read, as far as they come.

        Raises:
            TooLargeError, RatioError: it expands beyond the limits.
        """
        expansion = Expansion(self.limits, self._size_bytes)
        try:
            with self._archive.open(self._parts[name]) as source:
                while chunk := source.read(CHUNK_BYTES):
                    expansion.count(len(chunk))
                    yield chunk
        except BROKEN:
            return

    def counted(self, texts: Iterator[Text]) -> Iterator[Text]:
        """Count text that is given.

        Raises:
            TooLargeError: there is more than may be read.
        """
        for text in texts:
            self._chars += len(text.text)
            if self._chars > self.limits.text_chars:
                raise TooLargeError("more text than may be read")
            yield text

    def whole(self, name: str) -> bytes:
        """Give all bytes of a part.

        Raises:
            CorruptContentError: it is damaged.
            TooLargeError, RatioError: it expands beyond the limits.
        """
        try:
            with self._archive.open(self._parts[name]) as source:
                return read_member(source, self.limits, self._expansion).read()
        except BROKEN as error:
            raise CorruptContentError(f"a damaged part ({type(error).__name__})") from None

    def tree(self, name: str) -> etree._Element | None:
        """Give a small part that says how the package hangs together; None where it is missing or broken."""
        spelled = self.find(name)
        if spelled is None or self._parts[spelled].file_size > _LARGEST_TREE:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            data = self.whole(spelled)
            return None if b"<!ENTITY" in data else etree.fromstring(_DOCTYPE.sub(b"", data, 1), parser)
        except (ExtractError, etree.XMLSyntaxError, ValueError):
            return None

    def relations(self, name: str) -> list[Relation]:
        """Give what a part says of others; the package itself is the part without a name."""
        folder, base = posixpath.split(name)
        root = self.tree(posixpath.join(folder, "_rels", base + ".rels"))
        return [] if root is None else [self._relation(element, folder) for element in root]

    def _relation(self, element: etree._Element, folder: str) -> Relation:
        target, outside = element.get("Target", ""), element.get("TargetMode") == "External"
        if not outside:
            target = self.resolve(folder + "/", target) or target
        return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, outside)

    def resolve(self, part: str, target: str) -> str | None:
        """Give the part that `part` means by a path; None where there is none."""
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), unquote(target)))
        return self.find(path.lstrip("/"))

    def links(self, name: str) -> dict[str, str]:
        """Give the targets outside the package by their ids."""
        return {relation.key: relation.target for relation in self.relations(name) if relation.outside}

    def member(self, name: str) -> Member:
        """Hand out a part as a member."""
        return Member(posixpath.basename(name), self._opener(name), self._parts[name].file_size)

    def _opener(self, name: str) -> Callable[[], BinaryIO]:
        def opener() -> BinaryIO:
            try:
                with self._archive.open(self._parts[name]) as source:
                    return read_member(source, self.limits, self._expansion)
            except BROKEN as error:
                raise CorruptContentError(f"a damaged part ({type(error).__name__})") from None

        return opener

    def unread(self) -> Iterator[Unread]:
        """Tell once each what was not read, and why."""
        yield from self._unread
