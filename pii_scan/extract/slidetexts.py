"""The texts within the records of a binary presentation, each said once at its place.

Source: MS-PPT 2.9 (text), 2.4.15 (headers and footers), 2.5.17 (comments), 2.10.16 (links).
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from pii_scan.core.place import Where
from pii_scan.extract import shapes
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion
from pii_scan.extract.sliderecords import MASTER, SLIDE, Record, records_of

_CHARS, _BYTES, _STRING = 4000, 4008, 4026
_TAG_DATA = 5003
_MARGINS, _LINK, _COMMENT = 4057, 4055, 12000
_MARGIN_PARTS = {1: "header", 2: "footer"}
_COMMENT_AUTHOR, _COMMENT_TEXT = 0, 1
_PROGRAMS = (5002, 4044, 4046, 4078)  # their strings name programs and formats
_NAMED = (SLIDE, MASTER, 1040)  # and shows
_SHAPES = (0xF00B, 0xF121, 0xF122)
_BREAKS = str.maketrans({"\r": "\n", "\x0b": "\n", "\0": ""})
_NUMBER = "*"  # stands where a page's own number is shown
_DEEPEST = 64


class SlideTexts:
    """Takes records and says their texts into a composition."""

    def __init__(self, data: bytes, composition: Composition, expansion: Expansion) -> None:
        self._data = data
        self._composition = composition
        self._expansion = expansion
        self._told = set[int]()
        self.authors = set[str]()
        self.is_too_deep = False

    def take(self, records: Iterable[Record], where: Where, *, again: bool = True) -> None:
        """Say the texts of records and of all below them; with `again` false, only what was said nowhere before.

        Within one call a text is said once: an outline repeats what its slide shows.
        """
        said = set[int]() if again else self._told
        stack = [(record, 0, 0) for record in records][::-1]
        while stack:
            record, parent, depth = stack.pop()
            if record.is_container or record.kind == _TAG_DATA:
                if depth == _DEEPEST:
                    self.is_too_deep = True
                    continue
                below = records_of(self._data, record.start, record.end)
                stack += [(child, record.kind, depth + 1) for child in below][::-1]
                continue
            for text, place in self._texts(record, parent, where):
                self._say(text, place, said)

    def _say(self, text: str, where: Where, said: set[int]) -> None:
        key = hash((text, tuple(where.items())))
        text = text.translate(_BREAKS).strip()
        if text and text != _NUMBER and key not in said and (said is not self._told or hash(text) not in said):
            said.add(key)
            self._told.add(hash(text))
            self._expansion.count(len(text))
            self._composition.add(f"{text}\n", where)

    def _texts(self, record: Record, parent: int, where: Where) -> Iterable[tuple[str, Where]]:
        if record.kind in _SHAPES:
            raw = self._data[record.offset : record.end]
            return [(text, {**where, "part": "textbox"}) for text in shapes.texts_of(raw)]
        raw = self._data[record.start : record.end]
        if record.kind == _CHARS:
            return [(raw.decode("utf-16-le", "replace"), where)]
        if record.kind == _BYTES:
            return [(raw.decode("latin-1"), where)]
        if record.kind == _STRING:
            return self._string(raw.decode("utf-16-le", "replace"), record.instance, parent, where)
        return ()

    def _string(self, text: str, instance: int, parent: int, where: Where) -> Iterable[tuple[str, Where]]:
        if parent == _COMMENT and instance == _COMMENT_AUTHOR:
            self.authors.add(" ".join(text.split()))
        if parent == _COMMENT:
            return [(text, {**where, "part": "comment"})] if instance == _COMMENT_TEXT else ()
        if parent == _LINK:
            address = unquote(text.removeprefix("mailto:").partition("?")[0])
            return [(address, where)] if "@" in address or text.startswith("tel:") else ()
        if parent == _MARGINS:
            part = _MARGIN_PARTS.get(instance)
            return [(text, {**where, "part": part} if part else where)]
        is_told = parent in _NAMED or (parent not in _PROGRAMS and ("/" in text or "\\" in text))
        return [(text, {"part": "metadata"})] if is_told else ()
