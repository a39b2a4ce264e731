"""PDF: text page by page, form fields, annotations, properties, attachments.

PDFium gives the text; it is quick and survives hostile files best. It gives no field values and loses which cell
stands under which header, so pypdf reads what lies beside the pages and what PDFium refuses, and pdfplumber the pages
with ruled tables. What a page shows without a text of its own is left to text recognition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from pii_scan.core.errors import (
    CorruptContentError,
    EmptyContentError,
    EncryptedError,
    ExtractError,
    TooLargeError,
)
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.extract.ocr import TextRecognition
from pii_scan.extract.pdfpage import Shown, picture_of, shown_on
from pii_scan.extract.pdfparts import PdfParts
from pii_scan.extract.ruled import RuledPages, looks_ruled
from pii_scan.settings.settings import Limits

_BOOKMARK_DEPTH = 64
_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
_ENCRYPT = b"/Encrypt"


def read(content: Content, limits: Limits, recognition: TextRecognition | None = None) -> Iterator[Segment]:
    """Yield each page with what is attached to it, then bookmarks, properties and attachments.

    Without `recognition`, a page that holds a picture and no text is told by an `Unread`.

    Raises:
        EmptyContentError: there are no bytes.
        EncryptedError: the document asks for a password.
        CorruptContentError: it cannot be opened, or has no pages.
        TooLargeError: there are more pages or more text than the limits allow.
    """
    try:
        document = _opened(content)
    except (CorruptContentError, EncryptedError) as error:
        yield from _by_pypdf(content.stream, limits, error)
        return
    try:
        yield from _Reading(document, content.stream, limits, recognition).segments()
    finally:
        document.close()


def _by_pypdf(stream: BinaryIO, limits: Limits, refused: ExtractError) -> Iterator[Segment]:
    """Yield what pypdf gets out of a file that PDFium refused; of a damaged one, never all for certain."""
    parts, chars = PdfParts(stream, limits), 0
    pages = parts.count_pages()
    if not pages:
        raise refused
    for index in range(min(pages, limits.pages)):
        text = parts.text_of(index)
        chars += len(text)
        if chars > limits.text_chars:
            raise TooLargeError("more text than may be read")
        yield from _segments(text, index + 1)
        yield from parts.of_page(index, text)
    yield from parts.of_document({})
    if parts.broken or refused.reason is Reason.CORRUPT:
        yield Unread(Reason.CORRUPT)
    if pages > limits.pages:
        raise TooLargeError("more pages than may be read")


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
    def __init__(
        self,
        document: pypdfium2.PdfDocument,
        stream: BinaryIO,
        limits: Limits,
        recognition: TextRecognition | None,
    ) -> None:
        self._document = document
        self._recognition = recognition
        self._limits = limits
        self._parts = PdfParts(stream, limits)
        self._ruled = RuledPages(stream)
        self._chars = 0
        self._unread: dict[tuple[Reason, int], None] = {}
        """Reason and number of a page, 0 for the document."""

    def segments(self) -> Iterator[Segment]:
        """Yield everything, in the order of the pages."""
        pages = len(self._document)
        for index in range(min(pages, self._limits.pages)):
            yield from self._page(index)
        yield from self._bookmarks()
        properties = {key: str(value) for key, value in self._document.get_metadata_dict(skip_empty=True).items()}
        yield from self._parts.of_document(properties)
        self._ruled.close()
        if self._parts.broken:
            self._tell(Reason.CORRUPT)
        for reason, page in self._unread:
            yield Unread(reason, where={"page": page} if page else {})
        if pages > self._limits.pages:
            raise TooLargeError("more pages than may be read")

    def _page(self, index: int) -> Iterator[Segment]:
        try:
            page = self._document[index]
        except pypdfium2.PdfiumError:
            yield from self._refused(index)
            return
        try:
            shown = shown_on(page)
            annotated = pdfium.FPDFPage_GetAnnotCount(page.raw) > 0
            ruled = bool(shown.text) and looks_ruled(shown.paths)
            picture = self._picture(index, page, shown)
        except pypdfium2.PdfiumError:
            yield from self._refused(index)
            return
        finally:
            page.close()
        text = self._parts.text_of(index) if shown.is_bare else shown.text
        self._count(text)
        yield from (self._ruled.segments(index, text) if ruled else _segments(text, index + 1))
        if picture is not None:
            yield from self._recognized(index, text, *picture)
        if annotated:
            yield from self._parts.of_page(index, text)

    def _bookmarks(self) -> Iterator[Segment]:
        composition = Composition()
        for count, bookmark in enumerate(self._document.get_toc(max_depth=_BOOKMARK_DEPTH)):
            if count >= self._limits.members:
                self._tell(Reason.TOO_MANY)
                break
            target = bookmark.get_dest()
            page = target.get_index() if target is not None else None
            where = {"part": "outline"} if page is None else {"page": page + 1, "part": "outline"}
            composition.add(f"{bookmark.get_title()}\n", where)
        yield from composition.rest()

    def _refused(self, index: int) -> Iterator[Segment]:
        """Yield a page that PDFium cannot read, as pypdf reads it."""
        self._tell(Reason.CORRUPT, index)
        text = self._parts.text_of(index)
        self._count(text)
        yield from _segments(text, index + 1)
        yield from self._parts.of_page(index, text)

    def _picture(self, index: int, page: pypdfium2.PdfPage, shown: Shown) -> tuple[Image.Image, float] | None:
        """Draw a page if it has to be looked at."""
        if self._recognition is None:
            if shown.is_picture:
                self._tell(Reason.OCR_MISSING, index)
            return None
        if not shown.hides_text and not (self._recognition.is_thorough and shown.has_large_image):
            return None
        picture = picture_of(page)
        if picture is None:
            self._tell(Reason.TOO_LARGE, index)
        return picture

    def _recognized(self, index: int, text: str, picture: Image.Image, scale: float) -> Iterator[Segment]:
        assert self._recognition is not None  # noqa: S101  no picture is made without it
        for segment in self._recognition.segments(picture, {"page": index + 1}, scale=scale, shown=text):
            if isinstance(segment, Unread):
                self._tell(segment.reason, index)
            else:
                self._count(segment.text)
                yield segment

    def _tell(self, reason: Reason, index: int = -1) -> None:
        self._unread[reason, index + 1] = None

    def _count(self, text: str) -> None:
        self._chars += len(text)
        if self._chars > self._limits.text_chars:
            raise TooLargeError("more text than may be read")


def _segments(text: str, number: int) -> Iterator[Segment]:
    if text:
        yield Text(text, ((0, {"page": number}),))
