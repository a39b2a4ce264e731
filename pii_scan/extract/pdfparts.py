"""What lies beside the pages of a PDF: form fields, annotations, properties, attachments."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from urllib.parse import unquote

from pypdf import PdfReader

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Member, Segment, Text
from pii_scan.extract.composition import Composition, without_surrogates
from pii_scan.extract.pdffiles import STRANGE, PdfFiles
from pii_scan.extract.story import Values
from pii_scan.extract.xmlstream import XmlStream
from pii_scan.settings.settings import Limits

logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # it would log what it reads

_LINK = re.compile(r"\s*(?:mailto|tel|sms):([^?]*)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_NOT_TOLD = re.compile(r"[\s()./+-]+")
_DULL = re.compile(r"/?(?:.*Date|Creator|Producer|Trapped|PTEX.*|Source.?Modified)", re.IGNORECASE)
_XMP = frozenset(
    {"creator", "title", "description", "subject", "contributor", "publisher", "rights", "Author", "Keywords"}
)
_XML_DEPTH = 256
_ANCESTORS = 32


class PdfParts:
    """Reads with pypdf what PDFium does not give; `broken` once something could not be read."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self.broken = False
        self._stream = stream
        self._reader: PdfReader | None = None
        self._files = PdfFiles(limits)
        self._said: set[tuple[str, str]] = set()

    def count_pages(self) -> int:
        """Count the pages, 0 where they cannot be counted."""
        return sum(self._guarded(lambda reader: [len(reader.pages)]))

    def text_of(self, index: int) -> str:
        """Give the text of a page, where PDFium cannot; empty where nobody can."""
        return without_surrogates("".join(self._guarded(lambda reader: [reader.pages[index].extract_text()])))

    def of_page(self, index: int, shown: str) -> Iterator[Segment]:
        """Yield the form fields and annotations of a page whose visible text is `shown`."""
        fields, notes = Composition(), Composition()
        members: list[Member] = []
        for annotation in self._guarded(lambda reader: list(_annotations(reader, index))):
            try:
                if annotation.get("/Subtype") == "/Widget":
                    fields.add(self._field(annotation), {"page": index + 1, "part": "form"})
                else:
                    notes.add(_note(annotation, shown), {"page": index + 1, "part": "annotation"})
                    members += self._files.of(annotation.get("/FS"))
            except STRANGE:
                self.broken = True
        yield from fields.rest()
        yield from notes.rest()
        yield from members

    def of_document(self, properties: dict[str, str]) -> Iterator[Segment]:
        """Yield fields that stand on no page, properties (`properties` at least) and attachments."""
        yield from self._guarded(self._loose_fields)
        known = dict(properties)
        known.update(self._guarded(lambda reader: [(str(k), str(v)) for k, v in (reader.metadata or {}).items()]))
        told = {key.lstrip("/"): value for key, value in known.items() if value.strip() and not _DULL.fullmatch(key)}
        composition = Composition()
        for key, value in told.items():
            composition.add(f"{key}: {without_surrogates(value)}\n", {"part": "metadata"})
        yield from composition.rest()
        yield from self._guarded(lambda reader: _xmp(reader, set(told.values())))
        yield from self._attachments()

    def _guarded(self, ask: Callable[[PdfReader], list[Any]]) -> list[Any]:
        """Ask the reader; what it cannot answer is remembered as broken."""
        try:
            if self._reader is None:
                self._stream.seek(0)
                self._reader = PdfReader(self._stream, strict=False)
                if self._reader.is_encrypted:
                    self._reader.decrypt("")
            return ask(self._reader)
        except STRANGE:
            self.broken = True
            return []

    def _field(self, widget: Any) -> str:  # noqa: ANN401 - pypdf's objects are dictionaries of anything
        line = _field_line(widget)
        named = _inherited(widget, "/T")
        if not line or (named, line) in self._said:
            return ""
        self._said.add((named, line))
        return line

    def _loose_fields(self, reader: PdfReader) -> list[Text]:
        form = reader.root_object.get("/AcroForm")
        if form is None:
            return []
        composition = Composition()
        for entry in form.get_object().get("/Fields", []):
            for widget in _terminal(entry.get_object(), 0):
                composition.add(self._field(widget), {"part": "form"})
        said = {line.partition(": ")[2].rstrip("\n") for _, line in self._said}
        return [*composition.rest(), *_xfa(form.get_object(), said)]

    def _attachments(self) -> Iterator[Member]:
        files = iter(self._guarded(lambda reader: [self._files.of_document(reader.root_object)]))
        for members in files:
            try:
                yield from members
            except STRANGE:  # the directory breaks off
                self.broken = True


def _annotations(reader: PdfReader, index: int) -> Iterator[Any]:
    entries = reader.pages[index].get("/Annots")
    for entry in entries.get_object() if entries is not None else ():
        annotation = entry.get_object()
        if hasattr(annotation, "get"):
            yield annotation


def _inherited(widget: Any, key: str) -> str:  # noqa: ANN401
    """Give a field's own or inherited entry as text."""
    for _ in range(_ANCESTORS):
        value = widget.get(key)
        if value is not None:
            value = value.get_object()
            if isinstance(value, list):
                return ", ".join(str(entry) for entry in value)
            return value.get_data().decode("latin-1") if hasattr(value, "get_data") else str(value)
        parent = widget.get("/Parent")
        if parent is None:
            break
        widget = parent.get_object()
    return ""


def _field_line(widget: Any) -> str:  # noqa: ANN401
    value = _inherited(widget, "/V").strip()
    if not value or value in ("/Off", "/") or _inherited(widget, "/FT") == "/Sig":
        return ""
    label = (_inherited(widget, "/TU") or _inherited(widget, "/T")).strip()
    shown = value.removeprefix("/") if _inherited(widget, "/FT") == "/Btn" else _choice(widget, value)
    return f"{label}: {shown}\n" if label else f"{shown}\n"


def _choice(widget: Any, value: str) -> str:  # noqa: ANN401
    """Give a choice as people see it: fields may keep a code for it."""
    options = widget.get("/Opt")
    for option in options.get_object() if options is not None else ():
        pair = option.get_object()
        if isinstance(pair, list) and len(pair) == 2 and str(pair[0]) == value:
            return str(pair[1])
    return value


def _terminal(node: Any, depth: int) -> Iterator[Any]:  # noqa: ANN401
    """Give the fields below a node of the form."""
    kids = [kid.get_object() for kid in node.get("/Kids", [])] if depth < _ANCESTORS else []
    named = [kid for kid in kids if "/T" in kid]
    if not named:
        yield node
    for kid in named:
        yield from _terminal(kid, depth + 1)


def _note(annotation: Any, shown: str) -> str:  # noqa: ANN401
    """Give what an annotation says, and the address it leads to unless the page shows it."""
    if annotation.get("/Subtype") == "/Popup":
        return ""
    said = [_inherited_once(annotation, key) for key in ("/T", "/Subj", "/Contents")]
    if not said[-1].strip():
        said.append(_TAG.sub(" ", _inherited_once(annotation, "/RC")))
    action = annotation.get("/A")
    target = str(action.get_object().get("/URI", "")) if action is not None else ""
    link = _LINK.match(target)
    if link is not None and _bare(unquote(link[1])) not in _bare(shown):
        said.append(unquote(link[1]))
    return "".join(f"{text}\n" for text in said if text.strip())


def _inherited_once(annotation: Any, key: str) -> str:  # noqa: ANN401
    value = annotation.get(key)
    return str(value.get_object()) if value is not None else ""


def _bare(text: str) -> str:
    return _NOT_TOLD.sub("", text).casefold()


def _xfa(form: Any, said: set[str]) -> list[Text]:  # noqa: ANN401
    """Give the data of a form that is XML, but for values that its fields said."""
    entries = form.get("/XFA")
    if entries is None:
        return []
    entries = entries.get_object()
    packets = (
        dict(zip(map(str, entries[::2]), entries[1::2], strict=False))
        if isinstance(entries, list)
        else {"datasets": entries}
    )
    if "datasets" not in packets:
        return []
    return _values(packets["datasets"].get_object().get_data(), {"part": "form"}, None, said)


def _xmp(reader: PdfReader, told: set[str]) -> list[Text]:
    metadata = reader.root_object.get("/Metadata")
    if metadata is None:
        return []
    return _values(metadata.get_object().get_data(), {"part": "metadata"}, _XMP, told)


def _values(
    data: bytes, where: dict[str, object], within: frozenset[str] | None, told: set[str] | None = None
) -> list[Text]:
    composition = Composition()
    stream = XmlStream(Values(composition, where, within, told), _XML_DEPTH)
    try:
        stream.feed(data)
        stream.close()
    except ExtractError:
        pass  # what was heard before stays
    return list(composition.rest())
