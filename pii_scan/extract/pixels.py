"""Pictures as pixels: opened within bounds, made gray, straightened, and brought to a size that can be read."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, radians, sin
from typing import BinaryIO

import numpy as np
from PIL import Image, ImageFile, ImageFilter, ImageOps, UnidentifiedImageError

from pii_scan.core.outcome import Reason
from pii_scan.extract.tesseract import Box

MOST_PIXELS = 89_478_485
"""Pillow's own bound, above which it warns of a bomb."""
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "GIF", "WEBP", "AVIF", "JPEG2000")
_STRANGE = (
    OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, SyntaxError, EOFError, RuntimeError,
    NotImplementedError, struct.error, zlib.error,
)  # fmt: skip
"""What Pillow lets through on broken files."""
Image.init()  # all decoders; else some are known only after another was met
_WHITE = 255
_COARSE = 800  # pixels of the longer side that are enough to see how lines run
_STEEPEST, _FINE = 15.0, 0.25
_LEAST_ANGLE = 0.5
_SAMPLE, _NOISE = 1200, 30.0
_CLEARER = 1.15  # times that lines must stand out more than unturned
_SIZES = ((1000, 3), (2000, 2))


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture of a file, gray; `number` counts from 1 and is 0 where the file holds one."""

    number: int
    picture: Image.Image


def frames(stream: BinaryIO, most: int) -> Iterator[Frame | Reason]:
    """Give each picture that a file holds, turned as its EXIF says, or why one cannot be had."""
    opened = _opened(stream)
    if isinstance(opened, Reason):
        yield opened
        return
    image, count = opened
    for index in range(min(count, most)):
        picture = _frame(image, index)
        yield picture if isinstance(picture, Reason) else Frame(index + 1 if count > 1 else 0, picture)
    if count > most:
        yield Reason.TOO_LARGE


def _opened(stream: BinaryIO) -> tuple[ImageFile.ImageFile, int] | Reason:
    """Open a file of pictures and count them; nothing is decoded."""
    is_boxed = False
    try:
        is_boxed = stream.seek(4) == 4 and stream.read(4) == b"ftyp"
        stream.seek(0)
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(stream, formats=_FORMATS)
            return image, getattr(image, "n_frames", 1)
    except UnidentifiedImageError:
        return Reason.OCR_MISSING if is_boxed else Reason.CORRUPT  # HEIC has no decoder here
    except Image.DecompressionBombError:
        return Reason.TOO_LARGE
    except _STRANGE:
        return Reason.CORRUPT


def _frame(image: ImageFile.ImageFile, index: int) -> Image.Image | Reason:
    try:
        with warnings.catch_warnings(action="ignore"):
            image.seek(index)
            if image.width * image.height > MOST_PIXELS:
                return Reason.TOO_LARGE
            image.draft("L", image.size)  # JPEG need not be decoded in color
            return gray(ImageOps.exif_transpose(image))
    except MemoryError:
        return Reason.MEMORY
    except _STRANGE:
        return Reason.CORRUPT


def gray(image: Image.Image) -> Image.Image:
    """Give a picture in 256 grays, on white where it is transparent."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image, dtype=np.float32)
        low, high = float(values.min()), float(values.max())
        return Image.fromarray(((values - low) * (_WHITE / max(high - low, 1))).astype(np.uint8))
    if image.has_transparency_data:
        shown = image.convert("LA")
        ground = Image.new("L", image.size, _WHITE)
        ground.paste(shown.getchannel("L"), mask=shown.getchannel("A"))
        return ground
    return image.convert("L")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made fit to be read, and the way back from its boxes to those of the original."""

    picture: Image.Image
    size: tuple[int, int]
    angle: float = 0.0
    times: int = 1

    def original(self, box: Box) -> Box:
        """Give the box in the original that holds a box of the prepared picture."""
        left, top, width, height = (value / self.times for value in box)
        if self.angle:
            left, top, width, height = self._turned_back(left, top, width, height)
        x, y = max(0, int(left)), max(0, int(top))
        return x, y, min(self.size[0] - x, round(width)), min(self.size[1] - y, round(height))

    def _turned_back(self, left: float, top: float, width: float, height: float) -> tuple[float, ...]:
        middle_x, middle_y = (side / self.times / 2 for side in self.picture.size)
        turn_x, turn_y = cos(radians(self.angle)), sin(radians(self.angle))
        corners = [(x - middle_x, y - middle_y) for x in (left, left + width) for y in (top, top + height)]
        xs = [self.size[0] / 2 + turn_x * x - turn_y * y for x, y in corners]
        ys = [self.size[1] / 2 + turn_y * x + turn_x * y for x, y in corners]
        return min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)


def prepared(picture: Image.Image) -> Prepared:
    """Smooth noise, straighten lines that run aslant, and enlarge what is small: letters of ten pixels are misread."""
    size = picture.size
    if _is_noisy(picture):
        picture = picture.filter(ImageFilter.BoxBlur(1))
    angle = _slant(picture)
    if angle:
        picture = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=_WHITE)
    times = next((times for side, times in _SIZES if max(picture.size) < side), 1)
    if times > 1:
        picture = picture.resize((picture.width * times, picture.height * times), Image.Resampling.LANCZOS)
    return Prepared(picture, size, angle, times)


def _is_noisy(picture: Image.Image) -> bool:
    """Tell whether most pixels differ from those around them, by what a plane and an edge cancel out.

    Source: J. Immerkær, Fast noise variance estimation, 1996; the median, since letters are not noise.
    """
    left, top = (max(0, (side - _SAMPLE) // 2) for side in picture.size)
    part = picture.crop((left, top, min(picture.width, left + _SAMPLE), min(picture.height, top + _SAMPLE)))
    values = np.asarray(part, dtype=np.float32)
    if min(values.shape) < 3:
        return False
    across = values[:, :-2] - 2 * values[:, 1:-1] + values[:, 2:]
    return float(np.median(np.abs(across[:-2] - 2 * across[1:-1] + across[2:]))) > _NOISE


def _slant(picture: Image.Image) -> float:
    """Give the angle that makes lines level (or upright, on a page that lies), 0 where none stands out."""
    small = ImageOps.invert(picture)
    small.thumbnail((_COARSE, _COARSE))
    plain = _contrast(small, 0)
    coarse = max(np.arange(-_STEEPEST, _STEEPEST + 1), key=lambda angle: _contrast(small, angle))
    angle = max(np.arange(coarse - 1, coarse + 1 + _FINE, _FINE), key=lambda angle: _contrast(small, angle))
    clear = _contrast(small, angle) > _CLEARER * plain
    return float(angle) if clear and abs(angle) >= _LEAST_ANGLE else 0.0


def _contrast(picture: Image.Image, angle: float) -> float:
    """Tell how sharply rows of ink and of paper alternate once the picture is turned."""
    ink = np.asarray(picture.rotate(angle, Image.Resampling.BILINEAR), dtype=np.float32)
    return float(max(np.square(np.diff(ink.mean(axis=axis))).sum() for axis in (0, 1)))
