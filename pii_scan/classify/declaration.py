"""The privacy declaration: its categories, purposes, retention and recipients, loaded and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pii_scan.core.errors import ConfigError

LANGUAGES = ("fr", "nl", "de", "en")
SPECIAL = ("never", "conditional", "always")
UNDECLARED = "undeclared:"

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Category:
    """One category of personal data.

    `special` tells whether it is special under article 9 of the GDPR (`article` names another one), `condition`
    when, by language. With `prose` False only headers and labels are evidence beside the entities. `claims` says that
    what follows its words belongs to it: `Profession : psychologue` says nothing of anyone's mind.
    """

    id: str
    letter: str
    names: Names
    special: str = "never"
    condition: Names = field(default_factory=dict)
    article: int = 9
    entities: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    prose: bool = True
    claims: bool = False

    @property
    def declared(self) -> bool:
        """Tell whether the declaration lists it."""
        return not self.id.startswith(UNDECLARED)


@dataclass(frozen=True, slots=True)
class Named:
    """A purpose or a recipient."""

    id: str
    names: Names


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the organization declares, its categories in order, then those it does not declare.

    An entity that is `supporting` proves its categories only beside a person, or beside what proves them by itself.
    """

    organization: str
    language: str
    in_force: str
    retention_years: int
    retention_note: Names
    purposes: tuple[Named, ...]
    recipients: tuple[Named, ...]
    categories: tuple[Category, ...]
    undeclared: tuple[Category, ...]
    identifying_text: frozenset[str]
    identifying_table: frozenset[str]
    supporting: frozenset[str] = frozenset()

    @property
    def all_categories(self) -> tuple[Category, ...]:
        """Give the declared categories, then the undeclared ones."""
        return self.categories + self.undeclared


def load_declaration(path: Path) -> Declaration:
    """Read and check a declaration.

    Raises:
        ConfigError: naming the file and the line or key that is wrong.
    """
    try:
        loaded = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot read {path}: {type(error).__name__}") from error
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise ConfigError(f"{path}{line}: not valid YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: not valid YAML") from error
    return _Reader(path).declaration(loaded)


class _Reader:
    """Turns loaded YAML into values; every complaint names the file and the key."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def declaration(self, loaded: object) -> Declaration:
        top = self._map(loaded, "the file")
        retention = self._map(top.get("retention"), "retention")
        identifying = self._map(top.get("identifying"), "identifying")
        language = self._text(top, "language", "language")
        if language not in LANGUAGES:
            raise self._wrong("language", f"must be one of {', '.join(LANGUAGES)}")
        categories = self._categories(top, "categories")
        undeclared = self._categories(top, "undeclared")
        self._check(categories, undeclared)
        return Declaration(
            organization=self._text(top, "organization", "organization"),
            language=language,
            in_force=str(top.get("in_force", "")),
            retention_years=self._number(retention, "years", "retention.years"),
            retention_note=self._names(retention.get("note"), "retention.note"),
            purposes=self._named(top, "purposes"),
            recipients=self._named(top, "recipients"),
            categories=categories,
            undeclared=undeclared,
            identifying_text=frozenset(self._strings(identifying, "text", "identifying.text")),
            identifying_table=frozenset(self._strings(identifying, "table", "identifying.table")),
            supporting=self._supporting(top, categories + undeclared),
        )

    def _check(self, categories: tuple[Category, ...], undeclared: tuple[Category, ...]) -> None:
        if not categories:
            raise self._wrong("categories", "must not be empty")
        seen: set[str] = set()
        for category in categories + undeclared:
            for word in (category.id, category.letter):
                if word in seen:
                    raise self._wrong(word, "stands twice")
                seen.add(word)
        if wrong := next((c.id for c in categories if not c.declared), None):
            raise self._wrong(wrong, f"a declared category's id must not begin with {UNDECLARED}")
        if wrong := next((c.id for c in undeclared if c.declared), None):
            raise self._wrong(wrong, f"an undeclared category's id must begin with {UNDECLARED}")

    def _supporting(self, top: Mapping[str, object], categories: tuple[Category, ...]) -> frozenset[str]:
        supporting = self._strings(top, "supporting", "supporting")
        known = {entity for category in categories for entity in category.entities}
        if wrong := next((entity for entity in supporting if entity not in known), None):
            raise self._wrong(f"supporting ({wrong})", "no category has this entity")
        return frozenset(supporting)

    def _categories(self, top: Mapping[str, object], key: str) -> tuple[Category, ...]:
        return tuple(self._category(entry, f"{key}[{n}]") for n, entry in enumerate(self._list(top, key, key)))

    def _category(self, entry: object, where: str) -> Category:
        one = self._map(entry, where)
        where = f"{where} ({one.get('id', 'no id')})"
        if unknown := set(one) - _CATEGORY_KEYS:
            raise self._wrong(f"{where}.{min(unknown)}", "unknown key")
        special = str(one.get("special", "never"))
        if special not in SPECIAL:
            raise self._wrong(f"{where}.special", f"must be one of {', '.join(SPECIAL)}")
        return Category(
            id=self._text(one, "id", f"{where}.id"),
            letter=self._text(one, "letter", f"{where}.letter"),
            names=self._names(one.get("names"), f"{where}.names"),
            special=special,
            condition=self._names(one["condition"], f"{where}.condition") if "condition" in one else {},
            article=self._number(one, "article", f"{where}.article") if "article" in one else 9,
            entities=self._strings(one, "entities", f"{where}.entities"),
            media_types=self._strings(one, "media_types", f"{where}.media_types"),
            prose=self._flag(one, "prose", where, default=True),
            claims=self._flag(one, "claims", where, default=False),
        )

    def _named(self, top: Mapping[str, object], key: str) -> tuple[Named, ...]:
        named = []
        for n, entry in enumerate(self._list(top, key, key)):
            one = self._map(entry, f"{key}[{n}]")
            names = self._names(one.get("names"), f"{key}[{n}].names")
            named.append(Named(self._text(one, "id", f"{key}[{n}].id"), names))
        return tuple(named)

    def _names(self, value: object, where: str) -> Names:
        names = self._map(value, where)
        missing = [language for language in LANGUAGES if not isinstance(names.get(language), str)]
        if missing:
            raise self._wrong(where, f"lacks {', '.join(missing)}")
        return {language: str(names[language]) for language in LANGUAGES}

    def _map(self, value: object, where: str) -> Mapping[str, object]:
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise self._wrong(where, "must be a mapping of names to values")
        return value

    def _list(self, holder: Mapping[str, object], key: str, where: str) -> list[object]:
        value = holder.get(key, [])
        if not isinstance(value, list):
            raise self._wrong(where, "must be a list")
        return value

    def _strings(self, holder: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
        values = self._list(holder, key, where)
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(where, "must be a list of words")
        return tuple(str(value) for value in values)

    def _text(self, holder: Mapping[str, object], key: str, where: str) -> str:
        value = holder.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(where, "must be a text")
        return value

    def _number(self, holder: Mapping[str, object], key: str, where: str) -> int:
        value = holder.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._wrong(where, "must be a whole number")
        return value

    def _flag(self, holder: Mapping[str, object], key: str, where: str, *, default: bool) -> bool:
        value = holder.get(key, default)
        if not isinstance(value, bool):
            raise self._wrong(f"{where}.{key}", "must be true or false")
        return value

    def _wrong(self, where: str, what: str) -> ConfigError:
        return ConfigError(f"{self._path}: {where}: {what}")


_CATEGORY_KEYS = {
    "id",
    "letter",
    "names",
    "special",
    "condition",
    "article",
    "entities",
    "media_types",
    "prose",
    "claims",
}
