"""Gives raw values the type of the field that they are for, or says what was expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_type_hints

from pii_scan.core.errors import ConfigError

WORDS = {
    "str": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "Path": "a path",
    "Path | None": "a path",
    "tuple[str, ...]": "a list of texts",
    "dict[str, str]": "a table of texts",
}


def hint_of(owner: type, name: str, at: str) -> str:
    """Give a field's type as it is written.

    Raises:
        ConfigError: there is no such field.
    """
    hint = get_type_hints(owner).get(name)
    if hint is None:
        raise ConfigError(f"{at}: unknown setting")
    return hint.__name__ if isinstance(hint, type) and hint in (str, bool, int, float, Path) else _spelled(hint)


def _spelled(hint: object) -> str:
    return str(hint).replace("pathlib._local.", "").replace("pathlib.", "")


def typed(owner: type, name: str, raw: object, at: str) -> object:
    """Give `raw` as the field's type.

    Raises:
        ConfigError: there is no such field, or the value is of another type.
    """
    hint = hint_of(owner, name, at)
    accepted: Mapping[str, tuple[bool, Callable[[], object]]] = {
        "str": (isinstance(raw, str), lambda: raw),
        "bool": (isinstance(raw, bool), lambda: raw),
        "int": (isinstance(raw, int) and not isinstance(raw, bool), lambda: raw),
        "float": (isinstance(raw, (int, float)) and not isinstance(raw, bool), lambda: float(str(raw))),
        "Path": (isinstance(raw, (str, Path)) and bool(str(raw)), lambda: Path(str(raw))),
        "Path | None": (isinstance(raw, (str, Path)) and bool(str(raw)), lambda: Path(str(raw))),
        "tuple[str, ...]": (_all_texts(raw), lambda: tuple(raw)),  # type: ignore[arg-type]  # checked beside
        "dict[str, str]": (
            isinstance(raw, dict) and all(isinstance(value, str) for value in raw.values()),
            lambda: raw,
        ),
    }
    fits, value = accepted[hint]
    if not fits:
        raise ConfigError(f"{at}: expected {WORDS[hint]}")
    return value()


def _all_texts(raw: object) -> bool:
    return isinstance(raw, (list, tuple)) and all(isinstance(entry, str) for entry in raw)
