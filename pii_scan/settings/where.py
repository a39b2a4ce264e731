"""Names file, line and key for an error in a settings file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

_HEADER = re.compile(r"\s*\[\[?\s*[\"']?([\w-]+)")


class Where:
    """The lines of a settings file; the line of a key is the first that starts with it, within its own table."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._lines = text.splitlines()

    def __call__(self, key: str, prefix: str = "") -> str:
        """Name a key that stands at the top of the file, or in a table of its own."""
        return self._named(self._line_of(key, 0, len(self._lines)), f"{prefix}{key}")

    def table(self, name: str, number: int) -> str:
        """Name the `[[name]]` table of a number, counted from 0."""
        return self._named(self._extent(name, number)[0], name)

    def key(self, name: str, number: int, key: str) -> str:
        """Name a key in a `[[name]]` table."""
        first, last = self._extent(name, number)
        return self._named(self._line_of(key, first, last) or first, f"{name}.{key}")

    def entry(self, name: str, number: int, key: str, value: str) -> str:
        """Name one value of a list in a `[[name]]` table: the first line from the key on that holds it."""
        first, last = self._extent(name, number)
        start = self._line_of(key, first, last) or first
        found = next((n for n in range(start, last + 1) if value in self._lines[n - 1]), start)
        return self._named(found, f"{name}.{key}")

    def _named(self, line: int, key: str) -> str:
        return f"{self.path}{f', line {line}' if line else ''}: {key}"

    def _line_of(self, key: str, first: int, last: int) -> int:
        starts = re.compile(r"\s*(\[\[?\s*)?[\"']?" + re.escape(key) + r"[\"']?\s*[\].=]")
        return next((n for n in range(max(1, first), last + 1) if starts.match(self._lines[n - 1])), 0)

    def _extent(self, name: str, number: int) -> tuple[int, int]:
        """Give the first and the last line of a table; without a header of its own, all lines."""
        headers = list(self._headers())
        own = [at for at, (_, table) in enumerate(headers) if table == name]
        if number >= len(own):
            return 0, len(self._lines)
        at = own[number]
        return headers[at][0], headers[at + 1][0] - 1 if at + 1 < len(headers) else len(self._lines)

    def _headers(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(self._lines, 1):
            if found := _HEADER.match(line):
                yield number, found[1]
