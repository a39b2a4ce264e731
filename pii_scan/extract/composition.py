"""Text put together piece by piece, each piece with its place, and handed out in stretches of bounded length."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pii_scan.core.place import Where
from pii_scan.core.types import Text

STRETCH_CHARS = 1 << 20
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Composition:
    """A text in the making.

    A reader adds pieces, and after each block (a paragraph, a row, an object) yields from `drain`, which gives a
    text only once enough has come together; at the end it yields from `rest`.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._places: list[tuple[int, Where]] = []
        self._length = 0

    def __len__(self) -> int:
        """Count the characters that were added and not handed out."""
        return self._length

    @property
    def is_full(self) -> bool:
        """Tell whether a stretch came together."""
        return self._length >= STRETCH_CHARS

    def add(self, text: str, where: Where) -> None:
        """Append `text`, which stands at `where`."""
        if not text:
            return
        if not self._places or self._places[-1][1] != where:
            self._places.append((self._length, where))
        self._pieces.append(text)
        self._length += len(text)

    def drain(self) -> Iterator[Text]:
        """Give what came together if it is a stretch; call it only where no value can be cut."""
        if self._length >= STRETCH_CHARS:
            yield from self.rest()

    def rest(self) -> Iterator[Text]:
        """Give what is left, if it is more than blanks."""
        text = "".join(self._pieces)
        places = tuple(self._places)
        self._pieces, self._places, self._length = [], [], 0
        if text and not text.isspace():
            yield Text(without_surrogates(text), places)


def without_surrogates(text: str) -> str:
    """Replace each half of a pair that has lost the other half: it is no character and cannot be encoded."""
    try:
        text.encode()  # quicker by far than a look at every character
    except UnicodeEncodeError:
        return _LONE_SURROGATE.sub("\ufffd", text)
    return text
