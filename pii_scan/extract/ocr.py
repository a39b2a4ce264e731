"""Text recognition: what a picture shows, line by line with boxes; what was seen before is not recognized again."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby
from time import monotonic

from blake3 import blake3
from PIL import Image

from pii_scan.core.outcome import Reason
from pii_scan.core.place import Where
from pii_scan.core.types import Text, Unread
from pii_scan.extract.composition import without_surrogates
from pii_scan.extract.pixels import prepared
from pii_scan.extract.tesseract import ORIENTATION, Box, RecognitionError, Tesseract, Word, installed
from pii_scan.settings.settings import Settings

ON, OFF = "on", "off"
_POOR, _DOUBTFUL = 65.0, 3  # mean confidence, and the fewest characters that make it worth another look
_TURNS = (180, 90, 270)
_KEPT = 256
_PART_OF_STALL = 0.5
_WORD = re.compile(r"\w+")
_BROKEN_NUMBER = re.compile(r"\d-$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line as recognized."""

    text: str
    box: Box
    block: int


class TextRecognition:
    """Recognizes text with Tesseract; keeps the answers to the last pictures, in memory only.

    `is_thorough` asks for a look at the pictures of pages that have text, too.
    """

    def __init__(
        self, tesseract: Tesseract, languages: Sequence[str], *, confidence: float, seconds: float, is_thorough: bool
    ) -> None:
        self.is_thorough = is_thorough
        self._tesseract = tesseract
        self._languages = languages
        self._confidence = confidence
        self._seconds = seconds
        self._known: OrderedDict[bytes, list[Line] | Reason] = OrderedDict()

    def segments(
        self, picture: Image.Image, where: Where, *, scale: float = 1.0, shown: str = ""
    ) -> Iterator[Text | Unread]:
        """Yield the text of a gray picture, or why there is none; lines whose words `shown` has are left out.

        Each line's place is `where` with its `box`, in pixels times `scale`. A picture without text is an empty text.
        """
        found = self._recognized(picture)
        if isinstance(found, Reason):
            yield Unread(found)
            return
        have = set(_WORD.findall(shown.casefold()))
        lines = [line for line in found if not have.issuperset(_WORD.findall(line.text.casefold()))]
        yield _composed(lines, where, scale)

    def _recognized(self, picture: Image.Image) -> list[Line] | Reason:
        key = blake3(b"%d " % picture.width + picture.tobytes()).digest()
        if key not in self._known:
            self._known[key] = self._read(picture)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    def _read(self, picture: Image.Image) -> list[Line] | Reason:
        """Read a picture; turn it where that made no sense: Tesseract does so by itself for many words only."""
        ready = prepared(picture)
        until = monotonic() + self._seconds
        try:
            words = self._tesseract.words(ready.picture, self._languages, self._seconds)
        except RecognitionError as error:
            return error.reason
        if _length(words) >= _DOUBTFUL:
            words = self._turned(ready.picture, words, until)
        words = [word for word in words if word.confidence >= self._confidence]
        return [_line(list(row), ready.original) for _, row in groupby(words, key=lambda word: (word.block, word.line))]

    def _turned(self, picture: Image.Image, words: list[Word], until: float) -> list[Word]:
        for angle in _TURNS:
            left = until - monotonic()
            if _confidence(words) >= _POOR or left <= 0:
                break
            with suppress(RecognitionError):  # the looks before stay
                again = self._tesseract.words(picture.rotate(angle, expand=True), self._languages, left)
                words = max(words, [_turned_back(word, angle, picture.size) for word in again], key=_confidence)
        return words


def recognition(settings: Settings) -> TextRecognition | None:
    """Give what recognizes text as the settings say; None where it is off or not installed."""
    tesseract, languages = installed(), usable_languages(settings)
    if tesseract is None or not languages:
        return None
    return TextRecognition(
        tesseract,
        languages,
        confidence=settings.ocr.minimum_confidence,
        seconds=settings.limits.stall_seconds * _PART_OF_STALL,
        is_thorough=settings.ocr.mode == ON,
    )


def sight_of(settings: Settings) -> tuple[str, ...]:
    """Give all that decides what is recognized, for a digest; empty where nothing is."""
    tesseract, languages = installed(), usable_languages(settings)
    if tesseract is None or not languages:
        return ()
    aids = [language for language in tesseract.languages if language == ORIENTATION]
    return (settings.ocr.mode, str(settings.ocr.minimum_confidence), tesseract.version, *languages, *aids)


def usable_languages(settings: Settings) -> tuple[str, ...]:
    """Give the languages of the settings that are installed; none where text recognition is off."""
    tesseract = installed() if settings.ocr.mode != OFF else None
    return tuple(language for language in settings.ocr.languages if tesseract and language in tesseract.languages)


def _turned_back(word: Word, angle: int, size: tuple[int, int]) -> Word:
    """Give a word of a picture that was turned counterclockwise with its box in the picture of `size` before."""
    left, top, width, height = word.box
    box = {
        90: (size[0] - top - height, left, height, width),
        180: (size[0] - left - width, size[1] - top - height, width, height),
        270: (top, size[1] - left - width, height, width),
    }[angle]
    return replace(word, box=box)


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.text) for word in words)


def _confidence(words: Sequence[Word]) -> float:
    """Give how sure words are on the whole, by their lengths."""
    return sum(word.confidence * len(word.text) for word in words) / max(_length(words), 1)


def _line(words: Sequence[Word], original: Callable[[Box], Box]) -> Line:
    left, top = (min(word.box[at] for word in words) for at in (0, 1))
    right, bottom = (max(word.box[at] + word.box[at + 2] for word in words) for at in (0, 1))
    text = without_surrogates(" ".join(word.text for word in words))
    return Line(text, original((left, top, right - left, bottom - top)), words[0].block)


def _composed(lines: Sequence[Line], where: Where, scale: float) -> Text:
    """Put lines together, a blank one between blocks; a number that a hyphen breaks at a line's end stays whole."""
    text, block = "", 0
    places: list[tuple[int, Where]] = []
    for line in lines:
        if text and not (_BROKEN_NUMBER.search(text) and line.text[:1].isdigit()):
            text += "\n" if line.block == block else "\n\n"
        box = [round(value * scale) for value in line.box]
        places.append((len(text), {**where, "box": box}))
        text, block = text + line.text, line.block
    return Text(text, tuple(places))
