"""XPS and OpenXPS: the words of each page in the order in which they are drawn, then properties and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Segment
from pii_scan.extract.composition import Composition
from pii_scan.extract.package import Package, opened
from pii_scan.extract.paragraph import address_of
from pii_scan.extract.story import Story
from pii_scan.settings.settings import Limits

_PICTURE = re.compile(r".+\.(?:jpe?g|png|tiff?|wdp|jxr)", re.IGNORECASE)
_THUMBNAIL = re.compile(r"(?:.*/)?(?:thumbnail[^/]*|metadata/[^/]+)", re.IGNORECASE)
_PROPERTIES = re.compile(r"(?:docProps|Metadata|package)/.*\.(?:xml|psmdcp)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d+)\.fpage", re.IGNORECASE)
_DESCRIPTIONS = ("AutomationProperties.Name", "AutomationProperties.HelpText")
_SAME_LINE = 0.3  # of the size of the letters
_WORD_GAP = 0.15
_USUAL_WIDTH = 0.5


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the pages in their order, then properties, then pictures as members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the package is behind a password.
        CorruptContentError: it is no package, or has no pages.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    with opened(content, limits) as package:
        composition = Composition()
        pages = _pages(package)
        if not pages:
            raise CorruptContentError("no pages")
        for number, name in enumerate(pages, 1):
            page = _Page(composition, {"page": number})
            yield from package.hear(name, page, composition, {"page": number})
            page.finish()
        for name in filter(_PROPERTIES.fullmatch, package.names):
            yield from package.hear(name, Story(composition, {}, name), composition)
        yield from package.counted(composition.rest())
        for name in package.names:
            if _PICTURE.fullmatch(name) and not _THUMBNAIL.fullmatch(name):
                yield package.member(name)
        yield from package.unread()


def _pages(package: Package) -> list[str]:
    """Give the pages as the documents of the package list them, then those that none lists."""
    found = {name: None for name in package.names if _NUMBER.search(name)}
    listed: dict[str, None] = {}
    for name in package.names:
        root = package.tree(name) if name.lower().endswith(".fdoc") else None
        for entry in () if root is None else root.iter("{*}PageContent"):
            page = package.resolve(name, entry.get("Source", ""))
            if page is not None:
                listed[page] = None
    rest = sorted(found.keys() - listed.keys(), key=lambda name: (len(name), name))
    return [*listed, *rest]


class _Page:
    """The runs of letters of one page, joined to lines by where they stand."""

    def __init__(self, composition: Composition, where: Where) -> None:
        self._composition = composition
        self._where = where
        self._line: list[str] = []
        self._y = self._end = 0.0
        self._last = ("", 0.0, 0.0)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        asides = [attributes[key] for key in _DESCRIPTIONS if attributes.get(key)]
        asides.append(address_of(attributes.get("FixedPage.NavigateUri", "")))
        text = attributes.get("UnicodeString", "").removeprefix("{}")
        if name == "Glyphs" and text:
            self._put(text, attributes)
        shown = "".join(self._line)
        for aside in filter(None, asides):
            if aside not in shown:
                self.finish()
                self._composition.add(aside + "\n", self._where)

    def end(self, name: str) -> None:
        """See `Listener.end`."""

    def data(self, text: str) -> None:
        """See `Listener.data`."""

    def finish(self) -> None:
        """End the line at hand."""
        if self._line:
            self._composition.add("".join(self._line) + "\n", self._where)
        self._line = []

    def _put(self, text: str, attributes: Mapping[str, str]) -> None:
        x, y, size = (_number(attributes.get(key, "")) for key in ("OriginX", "OriginY", "FontRenderingEmSize"))
        if (text, x, y) == self._last:
            return  # drawn twice, to look bold
        self._last = (text, x, y)
        if self._line and (abs(y - self._y) > _SAME_LINE * size or x < self._end - size):
            self.finish()
        elif self._line and x > self._end + _WORD_GAP * size:
            self._line.append(" ")
        self._line.append(text)
        self._y, self._end = y, x + _width(text, attributes.get("Indices", "")) * size


def _number(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0


def _width(text: str, indices: str) -> float:
    """Give the width of a run in letters' sizes: what is said of each letter, else as wide as letters mostly are."""
    said = [index.split(",")[1] if "," in index else "" for index in indices.split(";")[: len(text)]]
    widths = [_number(width) / 100 if width else _USUAL_WIDTH for width in said]
    return sum(widths) + _USUAL_WIDTH * (len(text) - len(widths))
