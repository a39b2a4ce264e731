"""EPUB: the chapters in their order as HTML, each piece with the chapter's path and its line there, then the rest.

Fonts, styles and scripts hold nothing that people read; pictures, sound and whatever else a book carries are members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from pii_scan.core.errors import CorruptContentError, EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.markup import declared_encoding, rendered
from pii_scan.extract.package import Package, opened
from pii_scan.extract.story import Values
from pii_scan.settings.settings import Limits

_CONTAINER, _LOCKS = "META-INF/container.xml", "META-INF/encryption.xml"
_HTML = frozenset({"application/xhtml+xml", "text/html", "text/x-oeb1-document"})
_CONTENTS = frozenset({"application/x-dtbncx+xml"})
_NO_DATA = re.compile(
    r"mimetype|META-INF/(?:container|encryption|manifest|rights|signatures)\.xml|.*\.(?:css|js|ttf|otf|woff2?|ncx|opf)|"
    r"META-INF/com\.apple\.[^/]*|iTunesMetadata\.plist",
    re.IGNORECASE,
)
_SCRAMBLED_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield what is said of the book, its chapters, and what else is in it as members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: every chapter is locked.
        CorruptContentError: it is no package, or has no chapters.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    with opened(content, limits) as package:
        yield from _Book(package).segments()


class _Book:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._chapters: dict[str, None] = {}
        self._contents: list[str] = []

    def segments(self) -> Iterator[Segment]:
        """Yield everything in the book; trouble with one part costs that part."""
        package = self._package
        locked = self._locked()
        yield from self._said_of_it()
        chapters = [name for name in self._chapters if name not in locked]
        if not self._chapters:
            raise CorruptContentError("a book without chapters")
        if not chapters:
            raise EncryptedError("every chapter is locked")
        for name in chapters:
            yield from package.counted(self._chapter(name))
        for name in package.names:
            if name not in self._chapters and name not in locked and not _NO_DATA.fullmatch(name):
                yield package.member(name)
        for name in sorted(locked):
            package.note(Reason.ENCRYPTED, {"path": name})
        yield from package.unread()

    def _locked(self) -> set[str]:
        """Give the parts that are encrypted; fonts are only scrambled."""
        root = self._package.tree(_LOCKS)
        found = set()
        for entry in () if root is None else root.iter("{*}EncryptedData"):
            method, reference = entry.find("{*}EncryptionMethod"), entry.find(".//{*}CipherReference")
            if reference is not None and (method is None or method.get("Algorithm") not in _SCRAMBLED_FONTS):
                name = unquote(reference.get("URI", "")).lstrip("/")
                found.add(self._package.find(name) or name)
        return found

    def _said_of_it(self) -> Iterator[Text]:
        """Read the package documents: what is said of the book, and which parts are chapters, in which order."""
        composition = Composition()
        container = self._package.tree(_CONTAINER)
        roots = [] if container is None else [e.get("full-path", "") for e in container.iter("{*}rootfile")]
        names = [found for name in roots if (found := self._package.find(name))]
        for name in names or [name for name in self._package.names if name.lower().endswith(".opf")]:
            root = self._package.tree(name)
            if root is not None:
                self._list(root, name)
            yield from self._package.hear(name, _Said(composition, {"part": "metadata"}), composition, doctype=True)
        if not self._chapters:
            self._chapters = dict.fromkeys(
                n for n in self._package.names if n.lower().endswith((".xhtml", ".html", ".htm"))
            )
        for name in self._contents:
            listener = Values(composition, {"part": "metadata"})
            yield from self._package.hear(name, listener, composition, doctype=True)
        yield from self._package.counted(composition.rest())

    def _list(self, root: etree._Element, part: str) -> None:
        parts = {}
        for item in root.findall("{*}manifest/{*}item"):
            name, kind = self._package.resolve(part, item.get("href", "")), item.get("media-type", "").lower()
            if name is not None:
                parts[item.get("id", "")] = name, kind
        order = [parts[key][0] for e in root.findall("{*}spine/{*}itemref") if (key := e.get("idref", "")) in parts]
        chapters = [name for name, kind in parts.values() if kind in _HTML]
        self._chapters |= dict.fromkeys([name for name in order if name in chapters] + chapters)
        self._contents += [name for name, kind in parts.values() if kind in _CONTENTS]

    def _chapter(self, name: str) -> Iterator[Text]:
        try:
            data = self._package.whole(name)
        except ExtractError as error:
            self._package.note(error.reason, {"path": name})
            return
        for text in rendered(decode(data, declared=declared_encoding(data))[0]):
            yield Text(text.text, [(start, {"path": name, **where}) for start, where in text.places])


class _Said(Values):
    """The metadata of a package document, also what stands in attributes."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        super().start(name, attributes)
        if name == "meta" and attributes.get("name") and attributes.get("content"):
            self._composition.add(f"{attributes['name']}: {attributes['content']}\n", self._where)
