"""Reads what is the operator's own: identifiers (`[[identifier]]`) and values that are none of anybody's (`[[allow]]`).

Everything that can be said without a recognizer is checked here; recognizers meet the examples in `detect.plugins`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import regex

from pii_scan.core.errors import ConfigError
from pii_scan.core.types import ALLOWED, CATEGORY_EVIDENCE
from pii_scan.settings.settings import Allowed, Identifier
from pii_scan.settings.typed import typed
from pii_scan.settings.where import Where

IDENTIFIER_KEYS = tuple(f.name for f in fields(Identifier) if f.name != "at")
FILE = "file"
ALLOW_KEYS = (*(f.name for f in fields(Allowed) if f.name != "at"), FILE)
_RESERVED = frozenset({ALLOWED, CATEGORY_EVIDENCE})
_ENTITY = re.compile(r"[A-Z][A-Z0-9_]{1,63}")
_QUIET = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""What holds no quantifier: escapes and character classes."""
_UNBOUNDED = re.compile(r"\*|(?<![}?*+])\+|\{[0-9]*,\}")
_PROBE_CHARS = 400
_PROBE_SECONDS = 1.0

Table = dict[str, object]


def as_table(raw: object, at: str) -> Table:
    """Give `raw` as a table.

    Raises:
        ConfigError: it is none.
    """
    if not isinstance(raw, dict):
        raise ConfigError(f"{at}: expected a table")
    return raw


def _tables(raw: object, name: str, at: Where) -> list[Table]:
    if not isinstance(raw, list):
        raise ConfigError(f"{at(name)}: expected [[{name}]] tables")
    return [as_table(entry, at(name)) for entry in raw]


# --- identifiers ------------------------------------------------------------------------------------------------------


def identifiers(raw: object, at: Where) -> tuple[Identifier, ...]:
    """Read all `[[identifier]]` tables.

    Raises:
        ConfigError: naming file, line and key.
    """
    found = tuple(_identifier(table, at, number) for number, table in enumerate(_tables(raw, "identifier", at)))
    names = [identifier.entity for identifier in found]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise ConfigError(f"{at.key('identifier', number, 'entity')}: {name} is defined twice")
    return found


def _identifier(table: Table, at: Where, number: int) -> Identifier:
    places = {key: at.key("identifier", number, key) for key in (*IDENTIFIER_KEYS, *table)}
    for required in ("entity", "pattern"):
        if required not in table:
            raise ConfigError(f"{at.table('identifier', number)}: {required} is missing")
    values = {key: _typed_in(Identifier, key, value, places[key]) for key, value in table.items()}
    for key in ("examples", "counter_examples"):
        for example in values.get(key) or ():  # type: ignore[attr-defined]  # a tuple of texts, as typed above
            places[example] = at.entry("identifier", number, key, example)
    identifier = Identifier(**values, at=places)  # type: ignore[arg-type]  # typed one by one above
    _check_entity(identifier.entity, places["entity"])
    if identifier.entity in _RESERVED:
        raise ConfigError(f"{places['entity']}: {identifier.entity} means something else in the inventory")
    if identifier.label_required and not identifier.labels:
        raise ConfigError(f"{places['label_required']}: needs labels beside it, or nothing is ever found")
    check_pattern(identifier.pattern, places["pattern"], identifier.examples)
    return identifier


def _typed_in(owner: type, key: str, value: object, place: str) -> object:
    if key == "at":
        raise ConfigError(f"{place}: unknown setting")
    return typed(owner, key, value, place)


def _check_entity(entity: str, place: str) -> None:
    if not _ENTITY.fullmatch(entity):
        raise ConfigError(f"{place}: expected capitals, digits and underscores, like CUSTOMER_NUMBER")


def check_pattern(pattern: str, place: str, examples: tuple[str, ...] = ()) -> None:
    """Refuse a pattern that is none, matches nothing at all, has no greatest length, or needs too long.

    Raises:
        ConfigError: naming the place and what is wrong.
    """
    try:
        compiled = regex.compile(pattern)
    except regex.error as error:
        raise ConfigError(f"{place}: not a regular expression: {error}") from None
    if compiled.fullmatch(""):
        raise ConfigError(f"{place}: matches the empty text")
    unbounded = _UNBOUNDED.search(_QUIET.sub("x", pattern))
    if unbounded:
        raise ConfigError(f"{place}: {unbounded[0]} has no upper bound; write how often at most, as in {{1,20}}")
    bordered = regex.compile(rf"(?:{pattern})(?![\p{{L}}\p{{N}}]|$)")
    for probe in _probes(pattern, examples):
        try:
            bordered.search(probe, timeout=_PROBE_SECONDS)
        except TimeoutError:
            raise ConfigError(
                f"{place}: needs too long on some texts; avoid repetitions in repetitions, as in ([0-9]{{1,9}}){{1,9}}"
            ) from None


def _probes(pattern: str, examples: tuple[str, ...]) -> Iterator[str]:
    """Give texts on which a pattern that explodes does: long runs of what it may match, and nothing that ends them.

    The pattern's own signs stand behind, since a text that lacks one of them is refused at once.
    """
    signs = pattern.replace("\\", "")
    for unit in dict.fromkeys(["0", "1", "a", "A", *examples, *re.findall(r"[^\W_]", pattern)]):
        if unit:
            yield f"{(unit * _PROBE_CHARS)[:_PROBE_CHARS]} {signs}"


# --- allow lists ------------------------------------------------------------------------------------------------------


def allowances(raw: object, at: Where) -> tuple[Allowed, ...]:
    """Read all `[[allow]]` tables, and the files that they name.

    Raises:
        ConfigError: naming file, line and key.
    """
    return tuple(_allowance(table, at, number) for number, table in enumerate(_tables(raw, "allow", at)))


def _allowance(table: Table, at: Where, number: int) -> Allowed:
    places = {key: at.key("allow", number, key) for key in (*ALLOW_KEYS, *table)}
    given = dict(table)
    file = given.pop(FILE, None)
    if isinstance(given.get("entity"), str):
        given["entity"] = [given["entity"]]
    values = {key: _typed_in(Allowed, key, value, places[key]) for key, value in given.items()}
    if not str(values.get("reason", "")).strip():
        raise ConfigError(f'{places["reason"]}: say why these values are no personal data, as in "own account"')
    allowed = Allowed(**values, at=places)  # type: ignore[arg-type]  # typed one by one above
    for entity in allowed.entity:
        _check_entity(entity, places["entity"])
    if allowed.pattern:
        check_pattern(allowed.pattern, places["pattern"])
    if file is not None:
        listed = (*allowed.values, *_listed(file, at, places[FILE]))
        allowed = Allowed(allowed.reason, allowed.entity, listed, allowed.pattern, places)
    if not allowed.values and not allowed.pattern:
        raise ConfigError(f"{at.table('allow', number)}: values, pattern or file is missing")
    if not all(value.strip() for value in allowed.values):
        raise ConfigError(f"{places['values']}: an empty value")
    return allowed


def _listed(file: object, at: Where, place: str) -> list[str]:
    """Read a file of values, one a line; what follows `#` at the start of a line is a comment."""
    if not isinstance(file, str) or not file:
        raise ConfigError(f"{place}: expected a path")
    path = at.path.parent / Path(file).expanduser()
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{place}: {path} cannot be read ({type(error).__name__})") from None
    listed = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not listed:
        raise ConfigError(f"{place}: {path} holds no value")
    return listed
