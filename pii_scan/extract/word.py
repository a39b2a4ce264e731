"""DOCX: the text of every part of the package, streamed part by part; nothing outside the file is ever opened."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, ExtractError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import CHUNK_BYTES, Expansion, read_member
from pii_scan.extract.story import Story, links_of
from pii_scan.extract.xmlstream import XmlStream
from pii_scan.settings.settings import Limits

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MAIN = "word/document.xml"
_NO_TEXT = re.compile(
    r"(?:.*/)?(?:styles|stylesWithEffects|fontTable|numbering|webSettings|theme\d*|\[Content_Types\]|"
    r"themeManager|vbaData|commentsIds|commentsExtensible|commentsExtended|colors\d*|style\d+|itemProps\d+)\.xml|.*\.rels",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"(?:.*/)?(?:embeddings/[^/]+|afchunk[^/]*|media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp)|"
    r"[^/]+\.(?:mht|html?|rtf|docx))",
    re.IGNORECASE,
)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, ValueError, OSError, KeyError)
"""What zipfile raises where a package is not whole."""


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the body, then the other parts by name, then embedded documents and pictures as members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the package is behind a password.
        CorruptContentError: it is no package, or holds no document.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    head = content.stream.read(4)
    if not head:
        raise EmptyContentError("no bytes")
    if head == _OLE:
        raise _ole_error(content)
    content.stream.seek(0)
    try:
        package = zipfile.ZipFile(content.stream)
    except _BROKEN as error:
        raise CorruptContentError(f"no package ({type(error).__name__})") from None
    with package:
        yield from _Package(package, limits, content.size_bytes).segments()


def _ole_error(content: Content) -> ExtractError:
    content.stream.seek(0)
    while block := content.stream.read(CHUNK_BYTES):
        if _ENCRYPTED_STREAM in block:
            return EncryptedError("a package behind a password")
    return CorruptContentError("an older format under this name")


class _Package:
    def __init__(self, package: zipfile.ZipFile, limits: Limits, size_bytes: int) -> None:
        self._package = package
        self._limits = limits
        self._expansion = Expansion(limits, size_bytes)
        self._parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in package.infolist()}
        self._chars = 0
        self._read_any = False
        self._reasons: list[Reason] = []
        self._authors: set[str] = set()

    def segments(self) -> Iterator[Segment]:
        """Yield everything in the package; trouble with one part costs that part."""
        if len(self._parts) > self._limits.members:
            raise TooLargeError("more parts than may be read")
        if any(info.flag_bits & 1 for info in self._parts.values()):
            raise EncryptedError("a package behind a password")
        for name in sorted(self._parts, key=lambda part: (part != _MAIN, part)):
            if name.lower().endswith(".xml") and not _NO_TEXT.fullmatch(name):
                yield from self._part(name)
        yield from self._people()
        if not self._read_any:
            raise CorruptContentError("no document in the package")
        for name in sorted(self._parts):
            if _EMBEDDED.fullmatch(name) and not name.endswith("/"):
                info = self._parts[name]
                yield Member(posixpath.basename(name), self._opener(info), info.file_size)
        yield from (Unread(reason) for reason in dict.fromkeys(self._reasons))

    def _part(self, name: str) -> Iterator[Text]:
        composition = Composition()
        story = Story(composition, links_of(self._relations(name)), name)
        stream = XmlStream(story, self._limits.xml_depth)
        try:
            with self._package.open(self._parts[name]) as source:
                while chunk := source.read(CHUNK_BYTES):
                    self._expansion.count(len(chunk))
                    stream.feed(chunk)
                    yield from self._counted(composition.drain())
            stream.close()
        except ExtractError as error:
            self._reasons.append(error.reason)
        except _BROKEN:
            self._reasons.append(Reason.CORRUPT)
        yield from self._counted(composition.rest())
        self._authors |= story.authors
        self._read_any |= story.is_document

    def _counted(self, texts: Iterator[Text]) -> Iterator[Text]:
        for text in texts:
            self._chars += len(text.text)
            if self._chars > self._limits.text_chars:
                raise TooLargeError("more text than may be read")
            yield text

    def _relations(self, name: str) -> bytes:
        folder, base = posixpath.split(name)
        info = self._parts.get(posixpath.join(folder, "_rels", base + ".rels"))
        if info is None or info.file_size > CHUNK_BYTES * 16:
            return b""
        try:
            with self._package.open(info) as source:
                return read_member(source, self._limits, self._expansion).read()
        except _BROKEN:
            return b""

    def _people(self) -> Iterator[Text]:
        """Give those who changed or commented, each once."""
        composition = Composition()
        for author in sorted(self._authors):
            composition.add(f"Author: {author}\n", {"part": "metadata"})
        yield from composition.rest()

    def _opener(self, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
        def opened() -> BinaryIO:
            try:
                with self._package.open(info) as source:
                    return read_member(source, self._limits, self._expansion)
            except _BROKEN as error:
                raise CorruptContentError(f"a damaged part ({type(error).__name__})") from None

        return opened
