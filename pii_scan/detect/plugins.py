"""Recognizers from the entry point group `pii_scan.recognizers`: ours, and any third party's.

A plug-in is an object with `name`, `version` and `recognizers(language)`. One of them also brings the label
enhancer, normal forms, header verdicts and the order in which overlapping findings win (see `recognizers.plugin`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from importlib.metadata import entry_points
from typing import Any, Protocol

from pii_scan.core.errors import ConfigError, PluginError
from pii_scan.settings.settings import Identifier

os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")  # Presidio's e-mail check would fetch the list
for _name in ("presidio-analyzer", "decision_process"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)  # their messages quote what was matched

GROUP = "pii_scan.recognizers"
LANGUAGE = "fr"
"""The language code under which all pattern recognizers run: their patterns and labels know all four."""

Span = tuple[str, int, int, float, str]
"""(entity, start, end, score, recognizer name); offsets in code points, `[start, end)`."""


class HeaderVerdict(Protocol):
    """What a column header announces."""

    entity: str
    role: str | None


class Enhancer(Protocol):
    """The label engine, as Presidio's `ContextAwareEnhancer` and as a light batch."""

    def rescore(self, text: str, spans: Sequence[Span], label: str = "") -> list[tuple[float, tuple[str, ...]]]:
        """Give each span's score and evidence in the light of the labels around it."""


class Toolkit(Protocol):
    """What the main plug-in brings besides recognizers; see the `recognizers` package."""

    name: str
    version: str
    TermMatcher: Any

    def recognizers(self, language: str = LANGUAGE) -> list[Any]:
        """Give new recognizers."""

    def custom(self, entity: str, pattern: str, **options: object) -> Any:  # noqa: ANN401  a Presidio class
        """Build a recognizer for an identifier of the operator's own."""

    def enhancer(self, recognizers: Sequence[Any], extra_labels: Mapping[str, Sequence[str]]) -> Enhancer:
        """Build the label engine for these recognizers."""

    def normalize(self, text: str) -> str:
        """Give `text` with look-alike spaces, dashes and digits replaced, one for one."""

    def canonical(self, entity: str, text: str) -> str:
        """Give the normal form of a value."""

    def resolve(self, spans: Sequence[Span]) -> list[Span]:
        """Keep the winner of each overlap."""

    def is_functional(self, entity: str, value: str) -> bool:
        """Tell whether a value belongs to a role, not to a person."""

    def is_secret(self, entity: str) -> bool:
        """Tell whether a value of the entity must not be kept or shown, only that it stands there."""

    def header_entity(self, name: str) -> HeaderVerdict | None:
        """Tell what a column header announces."""

    def check(self, entity: str, text: str) -> bool:
        """Tell whether the whole of `text` is a valid value of the entity."""


def load_toolkit() -> tuple[Toolkit, list[Any]]:
    """Load all plug-ins; give the main one and the recognizers of the others.

    Raises:
        PluginError: none is installed, or one cannot be loaded.
    """
    main: Toolkit | None = None
    others: list[Any] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        try:
            plugin = entry.load()
        except (ImportError, AttributeError) as error:
            raise PluginError(f"recognizer plug-in {entry.name!r} cannot be loaded ({type(error).__name__})") from error
        if hasattr(plugin, "enhancer") and main is None:
            main = plugin
        else:
            others.extend(plugin.recognizers(LANGUAGE))
    if main is None:
        raise PluginError("no recognizer plug-in is installed")
    return main, others


def custom_recognizers(toolkit: Toolkit, identifiers: Sequence[Identifier]) -> list[Any]:
    """Build the operator's recognizers and hold them to their own examples.

    Raises:
        ConfigError: a pattern is no regular expression, or an example or counter-example is not met.
    """
    made = []
    for identifier in identifiers:
        try:
            recognizer = toolkit.custom(
                identifier.entity,
                identifier.pattern,
                labels=identifier.labels,
                label_required=identifier.label_required,
                case_sensitive=identifier.case_sensitive,
                checksum=identifier.checksum,
                language=LANGUAGE,
            )
        except ValueError as error:
            raise ConfigError(f"identifier {identifier.entity}: pattern cannot be used") from error
        _hold_to_examples(recognizer, identifier)
        made.append(recognizer)
    return made


def _hold_to_examples(recognizer: Any, identifier: Identifier) -> None:  # noqa: ANN401
    for example in identifier.examples:
        found = recognizer.analyze(example, [identifier.entity])
        if not any((r.start, r.end) == (0, len(example)) for r in found):
            raise ConfigError(f"identifier {identifier.entity}: an example is not matched: {example}")
    for example in identifier.counter_examples:
        if recognizer.analyze(example, [identifier.entity]):
            raise ConfigError(f"identifier {identifier.entity}: a counter-example is matched: {example}")
