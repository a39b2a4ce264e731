"""Pictures of letters, as scanners and telephones make them; and a Tesseract that answers what it is told."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from pii_scan.extract.ocr import TextRecognition
from pii_scan.extract.tesseract import RecognitionError, Tesseract, Word, installed

LANGUAGES = ("fra", "nld", "deu", "eng")
TESSERACT = installed()


def letter(*lines: str, dpi: int = 150) -> Image.Image:
    """A page with these lines, each 24 points below the other, at 60 points from the left; the first at 60 from the top."""
    page = Image.new("L", (round(8.27 * dpi), round(11.69 * dpi)), 255)
    font = ImageFont.load_default(round(12 * dpi / 72))
    for number, line in enumerate(lines):
        at = (60 * dpi / 72, (60 + 24 * number) * dpi / 72)
        ImageDraw.Draw(page).text(at, line, font=font, fill=0)
    return page


def saved(picture: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def word(
    text: str, box: tuple[int, int, int, int] = (10, 20, 30, 8), *, sure: float = 90, line: int = 1, block: int = 1
) -> Word:
    return Word(text, box, sure, block, (1, line))


@dataclass
class Told:
    """Answers each look by what `answers` gives for the pictures so far, and remembers them."""

    answers: Callable[[int], Sequence[Word]]
    seen: list[Image.Image] = field(default_factory=list)
    path: str = ""
    version: str = "0"
    languages: tuple[str, ...] = LANGUAGES

    def words(self, picture: Image.Image, languages: Sequence[str], timeout_seconds: float) -> list[Word]:
        self.seen.append(picture)
        return list(self.answers(len(self.seen)))


def told(*words: Word) -> Told:
    return Told(lambda _: words)


def failing(error: RecognitionError) -> Told:
    def fail(_: int) -> Sequence[Word]:
        raise error

    return Told(fail)


def recognizing(tesseract: Told | Tesseract, *, is_thorough: bool = False) -> TextRecognition:
    return TextRecognition(tesseract, LANGUAGES, confidence=20, seconds=60, is_thorough=is_thorough)  # type: ignore[arg-type]


def script(folder: Path, body: str) -> Tesseract:
    """A program in Tesseract's place."""
    path = folder / "tesseract"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return Tesseract(str(path), "0", LANGUAGES)
