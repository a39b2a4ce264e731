"""The words of reports, in the four languages (`messages.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from pii_scan.core.outcome import Outcome, Reason

_UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")

LANGUAGES = ("fr", "nl", "de", "en")

Catalog = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def _catalog() -> Catalog:
    return cast("Catalog", yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text("utf-8")))


class Messages:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalog = _catalog()

    def __call__(self, key: str) -> str:
        """Say a word of the catalog."""
        return self._catalog["words"][key][self.language]

    def outcome(self, outcome: Outcome) -> str:
        """Say how an item ended."""
        return self._known("outcomes", outcome.value)

    def reason(self, reason: Reason | str | None) -> str:
        """Say why; a reason that is not in the list stands as it is."""
        return "" if reason is None else self._known("reasons", str(reason)).replace("_", " ")

    def advice(self, reason: Reason | str | None) -> str:
        """Say what would mend it; empty where nothing needs mending."""
        said = self._catalog["advice"].get(str(reason))
        return said[self.language] if said else ""

    def entity(self, entity: str) -> str:
        """Name a kind of data; one that the operator or a plug-in brought stands by its own name."""
        return self._known("entities", entity)

    def part(self, part: str) -> str:
        """Name a part of a document."""
        return self._known("parts", part)

    def query_key(self, key: str) -> str:
        """Name what a question was asked with."""
        return self._known("queries", key)

    def why(self, key: str, entity: str, item: str) -> str | None:
        """Say why a place belongs to a person, or None for a reason that the catalog does not know."""
        if key not in self._catalog["whys"]:
            return None
        told = self._known("whys", key).replace("{entity}", self.entity(entity))
        return f"{told} ({self._known('whys', 'known_from').replace('{item}', item)})" if item else told

    def name(self, names: Mapping[str, str], default: str) -> str:
        """Give a name in the language, else any other, else the default."""
        return names.get(self.language) or next(iter(names.values()), default)

    def number(self, value: int) -> str:
        """Write a whole number with the thousands apart, by a space that does not break a line."""
        return f"{value:,}".replace(",", "\u202f")

    def moment(self, moment: str) -> str:
        """Write an ISO 8601 time in UTC as people read it; anything else stands as it is."""
        return f"{moment[:10]} {moment[11:16]} UTC" if _UTC.fullmatch(moment) else moment

    def _known(self, part: str, key: str) -> str:
        said = self._catalog[part].get(key)
        return said[self.language] if said else key
