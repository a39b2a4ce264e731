"""One page of a PDF by PDFium: its text, what else is drawn on it, and its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from pii_scan.extract.pixels import MOST_PIXELS

_HYPHEN = re.compile(r"(?<=\d)-\n(?=\d)")
_NO_CHARACTERS = ("\0", "\x02", "\uffff")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_UNMAPPED = re.compile("[\0\x01\x03-\x08\x0e-\x1f\ufffd\ue000-\uf8ff]")
_MOST_UNMAPPED = 0.2
_LETTER = re.compile(r"\w")
_DEPTH = 4
_MOST_OBJECTS = 100_000
_SMALL_PIXELS = 128
_POINTS, _BEST_DPI, _LEAST_DPI = 72, 300, 150
_FEW_LETTERS = 200  # a stamp, a page number, the head that a scanner adds
_OUTLINES = 50  # so many shapes and no text may be letters drawn as shapes


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on a page: `text`, and PDFium's objects for `paths` and `images`.

    `is_unmapped` tells of letters whose meaning the file does not give.
    """

    text: str = field(repr=False)
    paths: list[object]
    images: list[object]
    is_unmapped: bool

    @property
    def is_picture(self) -> bool:
        """Tell a page whose text nobody knows without looking: pictures alone, or letters without meaning."""
        return self.is_unmapped or (not self.text and bool(self.images))

    @property
    def is_bare(self) -> bool:
        """Tell a page on which PDFium sees neither text nor pictures."""
        return not self.text and not self.images

    @property
    def has_large_image(self) -> bool:
        """Tell whether an image is larger than an icon."""
        return any(max(_size_of(image)) >= _SMALL_PIXELS for image in self.images)

    @property
    def hides_text(self) -> bool:
        """Tell whether there may be text that only a look at the page gives."""
        if self.is_picture:
            return True
        if not self.text:
            return len(self.paths) >= _OUTLINES
        return len(_LETTER.findall(self.text)) < _FEW_LETTERS and self.has_large_image


def shown_on(page: pypdfium2.PdfPage) -> Shown:
    """Read a page.

    Raises:
        pypdfium2.PdfiumError: PDFium cannot.
    """
    text, is_unmapped = _text(page)
    paths: list[object] = []
    images: list[object] = []
    for kind, thing in _objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, _DEPTH):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            paths.append(thing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            images.append(thing)
    return Shown(text, paths, images, is_unmapped)


def picture_of(page: pypdfium2.PdfPage) -> tuple[Image.Image, float] | None:
    """Draw a page in gray; give it with the points that a pixel is, None where it is too large to be drawn.

    Raises:
        pypdfium2.PdfiumError: PDFium cannot.
    """
    width, height = page.get_size()
    dpi = min(_BEST_DPI, _POINTS * (MOST_PIXELS / max(width * height, 1)) ** 0.5 * 0.999)
    if dpi < _LEAST_DPI:
        return None
    bitmap = page.render(scale=dpi / _POINTS, grayscale=True)
    try:
        return bitmap.to_pil().convert("L"), _POINTS / dpi
    finally:
        bitmap.close()


def _text(page: pypdfium2.PdfPage) -> tuple[str, bool]:
    """Give a page's text; a hyphen at a line's end joins what it divides, since numbers are broken so too."""
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        raw = textpage.get_text_range(errors="replace") if count > 0 else ""
    finally:
        textpage.close()
    lost = count - len(raw) + len(_UNMAPPED.findall(raw))
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "-")
    for none in _NO_CHARACTERS:
        text = text.replace(none, "")
    if not text.isascii():
        text = text.translate(_LIGATURES)
    if "-\n" in text:
        text = _HYPHEN.sub("-", text)
    return ("" if text.isspace() else text), lost > _MOST_UNMAPPED * count


def _objects(holder: object, count: object, get: object, depth: int) -> Iterator[tuple[int, object]]:
    """Give the objects of a page and of the forms on it, without a Python object for each."""
    for index in range(min(count(holder), _MOST_OBJECTS)):  # type: ignore[operator]
        thing = get(holder, index)  # type: ignore[operator]
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 1:
            yield from _objects(thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth - 1)
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield kind, thing


def _size_of(image: object) -> tuple[int, int]:
    width, height = pdfium.c_uint(), pdfium.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(image, width, height)
    return width.value, height.value
