"""PDF: text page by page, form fields, annotations, properties, attachments.

PDFium gives the text; it is quick and survives hostile files best. It gives no field values and loses which cell
stands under which header, so pypdf reads what lies beside the pages, and pdfplumber the pages with ruled tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium

from pii_scan.core.errors import CorruptContentError, EmptyContentError, EncryptedError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.extract.pdfparts import PdfParts
from pii_scan.extract.ruled import RuledPages, looks_ruled
from pii_scan.settings.settings import Limits

_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_ENCRYPT = b"/Encrypt"
_HYPHEN = re.compile(r"(?<=\d)-\n(?=\d)")
_NO_CHARACTERS = re.compile("[\0\x02\ufffe\uffff\ud800-\udfff]")
_IMAGE_DEPTH = 4


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield each page with what is attached to it, then properties and attachments.

    A page that holds a picture and no text is told by an `Unread`, once.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the document asks for a password.
        CorruptContentError: it cannot be opened, or has no pages.
        TooLargeError: there are more pages or more text than the limits allow.
    """
    document = _opened(content)
    try:
        yield from _Reading(document, content.stream, limits).segments()
    finally:
        document.close()


def _opened(content: Content) -> pypdfium2.PdfDocument:
    if not content.stream.read(1):
        raise EmptyContentError("no bytes")
    content.stream.seek(0)
    try:
        document = pypdfium2.PdfDocument(content.stream)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in _LOCKED and _says_encrypted(content.stream):
            raise EncryptedError("asks for a password") from None
        raise CorruptContentError("PDFium cannot open it") from None
    if len(document) == 0:
        document.close()
        raise CorruptContentError("no pages")
    return document


def _says_encrypted(stream: BinaryIO) -> bool:
    """Tell whether the file itself speaks of encryption: PDFium's error may be that of an earlier document."""
    stream.seek(0)
    before = b""
    while block := stream.read(CHUNK_BYTES):
        if _ENCRYPT in before + block:
            return True
        before = block[-len(_ENCRYPT) :]
    return False


class _Reading:
    def __init__(self, document: pypdfium2.PdfDocument, stream: BinaryIO, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._parts = PdfParts(stream)
        self._ruled = RuledPages(stream)
        self._chars = 0
        self._reasons: set[Reason] = set()

    def segments(self) -> Iterator[Segment]:
        """Yield everything, in the order of the pages."""
        pages = len(self._document)
        for index in range(min(pages, self._limits.pages)):
            yield from self._page(index)
        properties = {key: str(value) for key, value in self._document.get_metadata_dict(skip_empty=True).items()}
        yield from self._parts.of_document(properties)
        self._ruled.close()
        if self._parts.broken:
            self._reasons.add(Reason.CORRUPT)
        yield from (Unread(reason) for reason in sorted(self._reasons))
        if pages > self._limits.pages:
            raise TooLargeError("more pages than may be read")

    def _page(self, index: int) -> Iterator[Segment]:
        try:
            page = self._document[index]
        except pypdfium2.PdfiumError:
            self._reasons.add(Reason.CORRUPT)
            return
        try:
            text = _text(page)
            annotated = pdfium.FPDFPage_GetAnnotCount(page.raw) > 0
            ruled = bool(text) and looks_ruled(page)
            if not text and _has_image(page):
                self._reasons.add(Reason.OCR_MISSING)
        except pypdfium2.PdfiumError:
            self._reasons.add(Reason.CORRUPT)
            return
        finally:
            page.close()
        self._count(text)
        yield from (self._ruled.segments(index, text) if ruled else _segments(text, index + 1))
        if annotated:
            yield from self._parts.of_page(index, text)

    def _count(self, text: str) -> None:
        self._chars += len(text)
        if self._chars > self._limits.text_chars:
            raise TooLargeError("more text than may be read")


def _segments(text: str, number: int) -> Iterator[Segment]:
    if text:
        yield Text(text, ((0, {"page": number}),))


def _text(page: pypdfium2.PdfPage) -> str:
    """Give a page's text; a hyphen at a line's end joins what it divides, since numbers are broken so too."""
    textpage = page.get_textpage()
    try:
        raw = textpage.get_text_range(errors="replace")
    finally:
        textpage.close()
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")
    text = _HYPHEN.sub("-", _NO_CHARACTERS.sub("", text))
    return "" if text.isspace() else text


def _has_image(page: pypdfium2.PdfPage) -> bool:
    images = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_IMAGE_DEPTH)
    return next(iter(images), None) is not None
