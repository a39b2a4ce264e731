"""Values of typed tables, written as people see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

_MOST_DIGITS = 100


def number_text(number: float) -> str:
    """Write a number as people see it: no `.0` behind what is whole."""
    return str(int(number)) if number.is_integer() else repr(number)


def moment_text(moment: datetime) -> str:
    """Write a moment in ISO 8601, midnight as the date alone."""
    whole = moment.replace(microsecond=0)
    return whole.date().isoformat() if whole.time() == datetime.min.time() else whole.isoformat(" ")


def written(value: object) -> str | None:
    """Write a value that is no bytes; nothing is None."""
    if type(value) is str:
        return value or None
    if value is None:
        return None
    writer = _WRITERS.get(type(value))
    return str(value) if writer is None else writer(value)


_WRITERS: dict[type, Callable[[Any], str]] = {
    bool: lambda value: "TRUE" if value else "FALSE",
    float: number_text,
    datetime: moment_text,
    date: date.isoformat,
    time: time.isoformat,
    Decimal: lambda value: format(value, "f") if abs(value.adjusted()) < _MOST_DIGITS else str(value),
}


class Flat:
    """A nested value as cells: fields go by their path, the items of a list are lines of one cell."""

    def __init__(self, most_columns: int) -> None:
        self._lines: dict[str, list[str]] = {}
        self._most = most_columns

    @property
    def cells(self) -> dict[str, str]:
        """The cells by their paths."""
        return {path: "\n".join(lines) for path, lines in self._lines.items()}

    def add(self, path: str, value: object) -> None:
        """Take a value with all that is in it; beyond so many columns, a field goes into the cell of what holds it."""
        if isinstance(value, Mapping):
            for key, inner in value.items():
                self.add(f"{path}.{key}" if path else str(key), inner)
        elif isinstance(value, (list, tuple)):
            for inner in value:
                self.add(path, inner)
        elif text := written(value):
            self._put(path, text)

    def _put(self, path: str, text: str) -> None:
        if path not in self._lines and len(self._lines) >= self._most:
            holder, _, name = path.rpartition(".")
            path, text = holder, f"{name}: {text}"
        self._lines.setdefault(path, []).append(text)
