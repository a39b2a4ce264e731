"""What a part of an Office package is, by its root element, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping

from pii_scan.core.place import Where
from pii_scan.extract.composition import Composition
from pii_scan.extract.prose import Prose
from pii_scan.extract.xmlstream import Listener

_PROSE: dict[str, Where] = {
    "document": {},
    "glossaryDocument": {},
    "hdr": {"part": "header"},
    "ftr": {"part": "footer"},
    "footnotes": {"part": "footnote"},
    "endnotes": {"part": "endnote"},
    "comments": {"part": "comment"},
    "chartSpace": {"part": "textbox"},
    "dataModel": {"part": "textbox"},
    "drawing": {"part": "textbox"},
    "userShapes": {"part": "textbox"},
}
_PROPERTIES = frozenset({"coreProperties", "Properties"})
_DULL = frozenset(
    "Application AppVersion Template TotalTime Pages Words Characters DocSecurity Lines Paragraphs ScaleCrop "
    "LinksUpToDate CharactersWithSpaces SharedDoc HyperlinksChanged Slides Notes HiddenSlides MMClips "
    "PresentationFormat created modified revision lastPrinted version i4 bool TitlesOfParts HeadingPairs generator "
    "creation-date print-date editing-cycles editing-duration".split()
)
_NAMED = frozenset({"property", "user-defined"})
_NO_DATA = 2  # characters of a counter
_FLAGS = ("true", "false")
_SCHEMAS = frozenset({"contentTypeSchema", "schema", "datastoreItem", "Sources"})
_VARIABLES = frozenset({"docVar", "tag", "ocxPr"})


class Story:
    """Listens to one part, and reads it as what its root element says it is."""

    def __init__(self, composition: Composition, links: Mapping[str, str], part: str) -> None:
        self.is_document = False
        self.authors: set[str] = set()
        self._composition = composition
        self._links = links
        self._part = part
        self._reader: Listener | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        if attributes.get("author"):
            self.authors.add(attributes["author"])
        if self._reader is None:
            self._reader = self._reader_of(name)
            self.is_document |= name in _PROSE
        self._reader.start(name, attributes)

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        if self._reader is not None:
            self._reader.end(name)

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        if self._reader is not None:
            self._reader.data(text)

    def _reader_of(self, root: str) -> Listener:
        if root in _PROSE:
            return Prose(self._composition, _PROSE[root], self._links)
        if root in _PROPERTIES or self._part.startswith("customXml/"):
            is_data = root not in _PROPERTIES and root not in _SCHEMAS
            return Values(self._composition, {"part": "metadata"}, with_attributes=is_data)
        return _Settings(self._composition)


class Values:
    """Properties of a document, and data bound to it: a line `name: value` each.

    With `within`, only what stands below one of these elements is read; what was `told` already is not said again.
    """

    def __init__(
        self,
        composition: Composition,
        where: Where,
        within: frozenset[str] | None = None,
        told: set[str] | None = None,
        *,
        with_attributes: bool = False,
    ) -> None:
        self._composition = composition
        self._where = where
        self._within = within
        self._told = told or set()
        self._with_attributes = with_attributes
        self._names: list[str] = []
        self._label = ""
        self._text: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        self._flush()
        self._names.append(name)
        if name in _NAMED:
            self._label = attributes.get("name", "")
        elif self._with_attributes:
            for key, value in attributes.items():
                if len(value.strip()) > _NO_DATA and value not in _FLAGS:
                    self._composition.add(f"{key}: {value.strip()}\n", self._where)

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        self._flush()
        if self._names:
            self._names.pop()
        if name in _NAMED:
            self._label = ""

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        self._text.append(text)

    def _flush(self) -> None:
        """Say what came of the element at hand."""
        text = "".join(self._text).strip()
        self._text.clear()
        if not text or not self._names or text in self._told or not _DULL.isdisjoint(self._names):
            return
        label = self._label or self._names[-1]
        if self._within is not None:
            label = next((name for name in self._names if name in self._within), "")
        if label:
            self._composition.add(f"{label}: {text}\n", self._where)


class _Settings:
    """Variables of the document, values of controls and people known to it; the rest holds no data of persons."""

    def __init__(self, composition: Composition) -> None:
        self._composition = composition

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        said = ""
        if name in _VARIABLES:
            said = f"{attributes.get('name', '')}: {attributes.get('val') or attributes.get('value', '')}"
        elif name in ("section", "custShow"):
            said = attributes.get("name", "")
        elif name == "presenceInfo":
            said = attributes.get("userId", "").replace("::", " ")
        elif name in ("query", "connectString"):
            said = attributes.get("val", "")
        if said.strip(": "):
            self._composition.add(said + "\n", {"part": "metadata"})

    def end(self, name: str) -> None:
        """See `Listener.end`."""

    def data(self, text: str) -> None:
        """See `Listener.data`."""
