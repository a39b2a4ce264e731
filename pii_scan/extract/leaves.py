"""Values one below the other as text, with line and path of each, at the price of some list entries a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import overload

from pii_scan.core.place import Where
from pii_scan.core.types import Text
from pii_scan.extract.composition import STRETCH_CHARS, without_surrogates


class Leaves:
    """A text of values in the making; `rest` gives what came together, and is due once `is_full`."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._lines: list[int] = []
        self._paths: list[str] = []
        self._parts: dict[int, str] = {}
        self._length = 0

    @property
    def is_full(self) -> bool:
        """Tell whether a stretch came together."""
        return self._length >= STRETCH_CHARS

    def add_part(self, text: str, line: int, part: str) -> None:
        """Append what is no value: a comment."""
        self._parts[len(self._pieces)] = part
        self.add(text, line, "")

    def add(self, text: str, line: int, path: str) -> None:
        """Append a value that stands on `line` of the source; `path` may be empty."""
        self._pieces.append(text)
        self._lines.append(line)
        self._paths.append(path)
        self._length += len(text)

    def rest(self) -> Iterator[Text]:
        """Give what is left, if it is more than blanks."""
        text = "".join(self._pieces)
        starts = list(accumulate(map(len, self._pieces), initial=0))[:-1]
        places = _Places(starts, self._lines, self._paths, self._parts)
        self._pieces, self._lines, self._paths, self._parts, self._length = [], [], [], {}, 0
        if text and not text.isspace():
            yield Text(without_surrogates(text), places)


class _Places(Sequence[tuple[int, Where]]):
    """Places that are put together when they are asked for: few of them ever are."""

    def __init__(self, starts: list[int], lines: list[int], paths: list[str], parts: dict[int, str]) -> None:
        self._starts = starts
        self._lines = lines
        self._paths = paths
        self._parts = parts

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> tuple[int, Where]: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[tuple[int, Where]]: ...
    def __getitem__(self, index: int | slice) -> tuple[int, Where] | Sequence[tuple[int, Where]]:
        if isinstance(index, slice):
            return [self._at(n) for n in range(*index.indices(len(self)))]
        return self._at(range(len(self))[index])

    def _at(self, index: int) -> tuple[int, Where]:
        where: dict[str, object] = {"line": self._lines[index]}
        if self._paths[index]:
            where["path"] = self._paths[index]
        if self._parts and index in self._parts:
            where["part"] = self._parts[index]
        return self._starts[index], where
