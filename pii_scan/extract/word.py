"""DOCX: the text of every part of the package, streamed part by part; nothing outside the file is ever opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract.composition import Composition
from pii_scan.extract.package import Package, opened
from pii_scan.extract.story import Story
from pii_scan.settings.settings import Limits

_MAIN = "word/document.xml"
_NO_TEXT = re.compile(
    r"(?:.*/)?(?:styles|stylesWithEffects|fontTable|numbering|webSettings|theme\d*|\[Content_Types\]|"
    r"themeManager|vbaData|commentsIds|commentsExtensible|commentsExtended|colors\d*|style\d+|itemProps\d+)\.xml|.*\.rels",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(
    r"(?:.*/)?(?:embeddings/[^/]+|afchunk[^/]*|media/[^/]+\.(?:png|jpe?g|gif|bmp|tiff?|webp)|"
    r"[^/]+\.(?:mht|html?|rtf|txt|doc[xm]?))",
    re.IGNORECASE,
)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the body, then the other parts by name, then embedded documents and pictures as members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the package is behind a password.
        CorruptContentError: it is no package, or holds no document.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    with opened(content, limits) as package:
        yield from _Document(package).segments()


class _Document:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._read_any = False
        self._authors: set[str] = set()

    def segments(self) -> Iterator[Segment]:
        """Yield everything in the package; trouble with one part costs that part."""
        package = self._package
        for name in sorted(package.names, key=lambda part: (part != _MAIN, part)):
            if name.lower().endswith(".xml") and not _NO_TEXT.fullmatch(name):
                yield from self._part(name)
        yield from self._people()
        if not self._read_any:
            raise CorruptContentError("no document in the package")
        yield from (package.member(name) for name in package.names if _EMBEDDED.fullmatch(name))
        yield from package.unread()

    def _part(self, name: str) -> Iterator[Text]:
        composition = Composition()
        story = Story(composition, self._package.links(name), name)
        yield from self._package.hear(name, story, composition)
        yield from self._package.counted(composition.rest())
        self._authors |= story.authors
        self._read_any |= story.is_document

    def _people(self) -> Iterator[Text]:
        """Give those who changed or commented, each once."""
        composition = Composition()
        for author in sorted(self._authors):
            composition.add(f"Author: {author}\n", {"part": "metadata"})
        yield from composition.rest()
