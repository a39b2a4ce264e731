"""The words of reports, in the four languages (`messages.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import cast

import yaml

from pii_scan.core.outcome import Outcome, Reason

LANGUAGES = ("fr", "nl", "de", "en")

Catalog = Mapping[str, Mapping[str, Mapping[str, str]]]


@cache
def _catalog() -> Catalog:
    return cast("Catalog", yaml.safe_load(Path(__file__).with_name("messages.yaml").read_text("utf-8")))


class Messages:
    """Says things in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words, self._outcomes, self._reasons = (_catalog()[part] for part in ("words", "outcomes", "reasons"))

    def __call__(self, key: str) -> str:
        """Say a word of the catalog."""
        return self._words[key][self.language]

    def outcome(self, outcome: Outcome) -> str:
        """Say how an item ended."""
        return self._outcomes[outcome.value][self.language]

    def reason(self, reason: Reason | str | None) -> str:
        """Say why; a reason that is not in the list stands as it is."""
        if reason is None:
            return ""
        known = self._reasons.get(str(reason))
        return known[self.language] if known else str(reason).replace("_", " ")

    def name(self, names: Mapping[str, str], default: str) -> str:
        """Give a name in the language, else any other, else the default."""
        return names.get(self.language) or next(iter(names.values()), default)

    def number(self, value: int) -> str:
        """Write a whole number with the thousands apart, by a space that does not break a line."""
        return f"{value:,}".replace(",", "\u202f")
