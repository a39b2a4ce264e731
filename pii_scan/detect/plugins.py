"""Recognizers from the entry point group `pii_scan.recognizers`: ours, and any third party's.

A plug-in is an object with `name`, `version` and `recognizers(language)`. One of them also brings the label
enhancer, normal forms, header verdicts and the order in which overlapping findings win (see `recognizers.plugin`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any, Protocol

from pii_scan.core.errors import ConfigError, PluginError
from pii_scan.settings.settings import Identifier, Settings

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

    def described(self, entity: str) -> Mapping[str, Any]:
        """Give what people may want to know of an entity; see the `recognizers` package."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A plug-in, where it comes from, and what it recognizes."""

    name: str
    recognizers: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Installed:
    """All recognizers in force: the main plug-in's toolkit, and every recognizer by origin, the operator's included."""

    toolkit: Toolkit
    origins: tuple[Origin, ...]

    @property
    def recognizers(self) -> list[Any]:
        """Give all recognizers, in the order in which they are asked."""
        return [recognizer for origin in self.origins for recognizer in origin.recognizers]


CONFIGURATION = "configuration"
"""The origin of the operator's own identifiers."""


def install(settings: Settings) -> Installed:
    """Load all plug-ins and build the operator's identifiers; one of these takes the place of all others of its entity.

    Raises:
        PluginError: a plug-in cannot be loaded, or two recognizers bear one name.
        ConfigError: an identifier contradicts its examples, or a list allows what nothing recognizes.
    """
    plugins = _plugins()
    toolkit: Toolkit = plugins[0][1]
    own = custom_recognizers(toolkit, settings.identifiers)
    replaced = {identifier.entity for identifier in settings.identifiers}
    origins = [Origin(name, _without(_recognizers_of(name, plugin), replaced)) for name, plugin in plugins]
    origins.insert(1, Origin(CONFIGURATION, tuple(own)))
    installed = Installed(toolkit, tuple(origins))
    _check_names(installed)
    known = {entity for recognizer in installed.recognizers for entity in recognizer.supported_entities}
    for allowed in settings.allowed:
        for entity in allowed.entity:
            if entity not in known:
                place = allowed.at.get("entity", "allow.entity")
                raise ConfigError(f"{place}: nothing recognizes {entity}; see `pii-scan recognizers`")
    return installed


def _without(recognizers: Sequence[Any], replaced: set[str]) -> tuple[Any, ...]:
    return tuple(one for one in recognizers if not replaced or not set(one.supported_entities) <= replaced)


def _check_names(installed: Installed) -> None:
    """Refuse two recognizers of one name: findings, labels and scores are told apart by it."""
    seen: dict[str, str] = {}
    for origin in installed.origins:
        for recognizer in origin.recognizers:
            if recognizer.name in seen:
                raise PluginError(
                    f"two recognizers are named {recognizer.name}: of {seen[recognizer.name]} and of {origin.name}"
                )
            seen[recognizer.name] = origin.name


def load_toolkit() -> tuple[Toolkit, list[Any]]:
    """Load all plug-ins; give the main one and the recognizers of the others.

    Raises:
        PluginError: none is installed, or one cannot be loaded.
    """
    plugins = _plugins()
    return plugins[0][1], [one for name, plugin in plugins[1:] for one in _recognizers_of(name, plugin)]


def _plugins() -> list[tuple[str, Any]]:
    """Load every plug-in, whatever it does when it is imported; give them with their origins, the main one first."""
    loaded = []
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        try:
            plugin = entry.load()
        except Exception as error:
            raise PluginError(f"recognizer plug-in {entry.name!r} cannot be loaded ({type(error).__name__})") from error
        version = getattr(plugin, "version", "") or (entry.dist.version if entry.dist else "")
        loaded.append((f"{entry.name} {version}".strip(), plugin))
    main = next((number for number, (_, plugin) in enumerate(loaded) if hasattr(plugin, "enhancer")), None)
    if main is None:
        raise PluginError("no recognizer plug-in is installed")
    return [loaded[main], *loaded[:main], *loaded[main + 1 :]]


def _recognizers_of(name: str, plugin: Any) -> tuple[Any, ...]:  # noqa: ANN401
    """Ask a plug-in for its recognizers, and look whether they are some."""
    try:
        recognizers = tuple(plugin.recognizers(LANGUAGE))
    except Exception as error:
        raise PluginError(f"recognizer plug-in {name!r} gives no recognizers ({type(error).__name__})") from error
    for recognizer in recognizers:
        entities = getattr(recognizer, "supported_entities", None)
        if not (entities and callable(getattr(recognizer, "analyze", None)) and getattr(recognizer, "name", "")):
            raise PluginError(
                f"recognizer plug-in {name!r} gives a {type(recognizer).__name__}, which is no recognizer"
            )
    return recognizers


def custom_recognizers(toolkit: Toolkit, identifiers: Sequence[Identifier]) -> list[Any]:
    """Build the operator's recognizers and hold them to their own examples.

    Raises:
        ConfigError: a pattern or checksum cannot be used, or an example or counter-example is not met.
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
            place = identifier.at.get(
                "checksum" if "checksum" in str(error) else "pattern", f"identifier {identifier.entity}"
            )
            raise ConfigError(f"{place}: {error}") from error
        _hold_to_examples(recognizer, identifier)
        made.append(recognizer)
    return made


def _hold_to_examples(recognizer: Any, identifier: Identifier) -> None:  # noqa: ANN401
    def place(example: str) -> str:
        return f"{identifier.at[example]}: " if example in identifier.at else ""

    for example in identifier.examples:
        found = recognizer.analyze(example, [identifier.entity])
        if not any((r.start, r.end) == (0, len(example)) for r in found):
            raise ConfigError(f"{place(example)}identifier {identifier.entity}: an example is not matched: {example}")
    for example in identifier.counter_examples:
        if recognizer.analyze(example, [identifier.entity]):
            raise ConfigError(
                f"{place(example)}identifier {identifier.entity}: a counter-example is matched: {example}"
            )


class OwnChecks:
    """The toolkit, but for the operator's entities: what their columns may hold is what their pattern says."""

    def __init__(self, toolkit: Toolkit, recognizers: Sequence[Any]) -> None:
        self._toolkit = toolkit
        self._own = {recognizer.supported_entities[0]: recognizer for recognizer in recognizers}

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the toolkit has
        return getattr(self._toolkit, name)

    def check(self, entity: str, text: str) -> bool:
        """See `Toolkit.check`."""
        own = self._own.get(entity)
        if own is None:
            return self._toolkit.check(entity, text)
        return any((r.start, r.end) == (0, len(text)) for r in own.analyze(text, [entity]))
