"""PPTX: each slide with its notes, comments, charts and diagrams, then what all slides share, then what is embedded.

The page is the slide's number in the show, hidden slides counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.place import Where
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract.composition import Composition
from pii_scan.extract.package import Package, opened
from pii_scan.extract.prose import Prose
from pii_scan.extract.story import Story
from pii_scan.extract.xmlstream import Listener
from pii_scan.settings.settings import Limits

_MAIN = "ppt/presentation.xml"
_SLIDE = re.compile(r"ppt/slides/[^/\d]*(\d+)\.xml", re.IGNORECASE)
_AUTHORS = re.compile(r"ppt/(?:commentAuthors|authors|changesInfos/[^/]+)\.xml", re.IGNORECASE)
_SHARED = re.compile(r"ppt/(?:slideMasters|slideLayouts|notesMasters|handoutMasters)/[^/]+\.xml", re.IGNORECASE)
_NO_TEXT = re.compile(
    r"(?:.*/)?(?:theme\d*|themeOverride\d*|tableStyles|viewProps|presProps|revisionInfo|\[Content_Types\]|themeManager|"
    r"itemProps\d+|diagrams/(?:layout|quickStyle|colors|drawing)\d*|charts/(?:style|colors)\d*|LabelInfo)\.xml",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(r"ppt/(?:embeddings|media)/[^/]+", re.IGNORECASE)
_PARTS = {"notesSlide": "notes", "comments": "comment", "tags": "metadata"}
_BESIDE = frozenset({"chart", "chartEx", "chartUserShapes", "diagramData", "vmlDrawing", "drawing"})
_MOST_STEPS = 4
_MARGINS = {"hdr": "header", "ftr": "footer", "dt": "footer", "sldNum": "footer"}


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the slides in their order, then masters, layouts and properties, then embedded files as members.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the package is behind a password.
        CorruptContentError: it is no package, or holds no slides and nothing that slides share.
        TooLargeError, RatioError: it expands beyond the limits.
    """
    with opened(content, limits) as package:
        yield from _Show(package).segments()


class _Show:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._composition = Composition()
        self._authors = _Authors(self._composition)
        self._told: set[str] = set()
        self._heard: set[str] = set()
        self._is_show = False

    def segments(self) -> Iterator[Segment]:
        """Yield everything in the package; trouble with one part costs that part."""
        package = self._package
        for name in filter(_AUTHORS.fullmatch, package.names):
            yield from self._hear(name, self._authors)
        for number, name in enumerate(self._order(), 1):
            yield from self._slide(name, {"page": number})
        for name in package.names:
            if _SLIDE.fullmatch(name):
                yield from self._slide(name, {})  # in the file, and in no show
        for name in filter(_SHARED.fullmatch, package.names):
            yield from self._slide(name, {"part": "header"})
        yield from self._rest()
        yield from package.counted(self._composition.rest())
        if not self._is_show:
            raise CorruptContentError("no slides in the package")
        yield from (package.member(name) for name in package.names if _EMBEDDED.fullmatch(name))
        yield from package.unread()

    def _order(self) -> list[str]:
        """Give the slides as they are shown."""
        main = next((r.target for r in self._package.relations("") if r.kind == "officeDocument"), _MAIN)
        root = self._package.tree(main)
        targets = {r.key: r.target for r in self._package.relations(main) if r.kind == "slide"}
        ids = [] if root is None else root.findall("{*}sldIdLst/{*}sldId")
        keys = [value for element in ids for name, value in element.items() if str(name).endswith("}id")]
        names = [name for key in keys if (name := self._package.find(targets.get(str(key), "")))]
        if names:
            return list(dict.fromkeys(names))
        numbered = [(int(found[1]), name) for name in self._package.names if (found := _SLIDE.fullmatch(name))]
        return [name for _, name in sorted(numbered)]

    def _slide(self, name: str, where: Where, steps: int = 0) -> Iterator[Text]:
        """Read a slide, or what belongs to one, and whatever belongs to that."""
        if name in self._heard or steps > _MOST_STEPS:
            return
        told = self._told if where == {"part": "header"} else None
        links = self._package.links(name)
        yield from self._hear(name, _Story(self._composition, links, name, where, self._authors.names, told), where)
        for relation in self._package.relations(name):
            target = None if relation.outside else self._package.find(relation.target)
            if target is None or _NO_TEXT.fullmatch(target):
                continue
            if relation.kind in _PARTS:
                yield from self._slide(target, {**where, "part": _PARTS[relation.kind]}, steps + 1)
            elif relation.kind in _BESIDE:
                yield from self._slide(target, {**where, "part": "textbox"}, steps + 1)

    def _rest(self) -> Iterator[Text]:
        for name in self._package.names:
            if name.lower().endswith(".xml") and name not in self._heard and not _NO_TEXT.fullmatch(name):
                yield from self._slide(name, {"part": "metadata"})

    def _hear(self, name: str, listener: Listener, where: Where | None = None) -> Iterator[Text]:
        self._heard.add(name)
        yield from self._package.hear(name, listener, self._composition, where)
        self._is_show |= isinstance(listener, _Story) and listener.is_document


class _Story(Story):
    """A part of a show."""

    def __init__(
        self,
        composition: Composition,
        links: Mapping[str, str],
        part: str,
        where: Where,
        names: Mapping[str, str],
        told: set[str] | None,
    ) -> None:
        super().__init__(composition, links, part)
        self._where = where
        self._names = names
        self._told = told

    def _reader_of(self, root: str) -> Listener:
        if root in ("sld", "sldLayout", "sldMaster", "notes", "notesMaster", "handoutMaster"):
            self.is_document = True
            where = {**self._where, "part": "notes"} if root == "notes" else self._where
            return _Shapes(self._composition, where, self._links, self._told)
        if root == "cmLst":
            return _Remarks(self._composition, {**self._where, "part": "comment"}, self._names)
        if root in ("chartSpace", "dataModel", "userShapes", "xml"):
            return Prose(self._composition, {**self._where, "part": "textbox"}, self._links)
        return super()._reader_of(root)


class _Shapes(Prose):
    """Shapes of a slide; placeholders of header and footer have their own part. What was `told` is not said again."""

    def __init__(
        self, composition: Composition, where: Where, links: Mapping[str, str], told: set[str] | None = None
    ) -> None:
        super().__init__(composition, where, links)
        self._told = told
        self._whole = where
        self._starts |= {"ph": self._placeholder, "sp": self._shape}
        self._ends["sp"] = lambda: self._shape({})

    def _shape(self, _: Mapping[str, str]) -> None:
        self._flow.where = self._whole

    def _placeholder(self, attributes: Mapping[str, str]) -> None:
        margin = _MARGINS.get(attributes.get("type", ""))
        if margin is not None:
            self._flow.where = {**self._whole, "part": margin}

    def _say(self, lines: Sequence[str], *, in_table: bool = False) -> None:
        if self._told is not None:
            lines = [line for line in lines if line not in self._told]
            self._told.update(lines)
        super()._say(lines, in_table=in_table)


class _Remarks(Prose):
    """Comments of either kind, each behind its author."""

    def __init__(self, composition: Composition, where: Where, names: Mapping[str, str]) -> None:
        super().__init__(composition, where, {})
        self._names = names
        self._starts |= dict.fromkeys(("cm", "reply"), self._remark)

    def _remark(self, attributes: Mapping[str, str]) -> None:
        author = self._names.get(attributes.get("authorId", ""))
        if author:
            self._say([f"Author: {author}"])


class _Authors:
    """Hears who commented or changed; tells each once."""

    def __init__(self, composition: Composition) -> None:
        self.names: dict[str, str] = {}
        self._composition = composition
        self._told: set[str] = set()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        said = attributes.get("name", "")
        if name in ("cmAuthor", "author"):
            self.names[attributes.get("id", "")] = said
        if name in ("cmAuthor", "author", "chgData"):
            self._tell(said and f"Author: {said}")
        user = attributes.get("userId", "")
        if "@" in user:
            self._tell(user.replace("::", " "))

    def _tell(self, text: str) -> None:
        if text and text not in self._told:
            self._told.add(text)
            self._composition.add(text + "\n", {"part": "metadata"})

    def end(self, name: str) -> None:
        """See `Listener.end`."""

    def data(self, text: str) -> None:
        """See `Listener.data`."""
