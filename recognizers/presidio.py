"""For people who only want recognizers in their own Presidio: a helper for Python, classes for YAML, labels.

Presidio finds a class that a YAML file names among all classes that were imported, by its bare name, and its loader
gives every recognizer the registry's flags; so each of ours has a class for YAML,
`belgium.BeIbanRecognizer` and so on, that takes what the loader passes and keeps its own flags. Importing this module
makes them; `REGISTRY` and `ENGINE` are files that name them all.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

from recognizers.belgium import plugin
from recognizers.collection import EVERY
from recognizers.described import context_words

LANGUAGES = ("fr", "nl", "de", "en")
PREFIX = "belgium."
_FOLDER = Path(__file__).parent / "conf"
REGISTRY = _FOLDER / "belgium.yaml"
"""A registry of every recognizer in four languages, for `RecognizerRegistryProvider(conf_file=REGISTRY)`."""
ENGINE = _FOLDER / "engine.yaml"
"""An engine for it without any language model, for `AnalyzerEngineProvider(ENGINE, None, REGISTRY)`."""


def add_to(registry: RecognizerRegistry, languages: Sequence[str] = LANGUAGES) -> RecognizerRegistry:
    """Add all recognizers to a registry under each language, and give the registry back.

    The languages join those that the registry supports already.
    """
    for language in languages:
        for recognizer in plugin.recognizers(language):
            registry.add_recognizer(recognizer)
    registry.supported_languages = list(dict.fromkeys([*registry.supported_languages, *languages]))
    return registry


def with_labels(engine: AnalyzerEngine, labels: Mapping[str, Sequence[str]] | None = None) -> AnalyzerEngine:
    """Put the label engine in the place of an engine's own context enhancer, and give the engine back.

    `labels` are labels of your own by entity.
    """
    engine.context_aware_enhancer = plugin.enhancer(list(engine.registry.recognizers), labels)
    return engine


def _class_for_yaml(kind: type[Any]) -> type[Any]:
    def prepared(
        self: Any,  # noqa: ANN401  a class that is only just being made
        supported_language: str = "fr",
        name: str | None = None,
        context: list[str] | None = None,
    ) -> None:
        kind.__init__(self, supported_language)
        self.name = name or kind.__name__
        self.context = context or context_words(self.supported_entities, supported_language)

    def flags(self: Any) -> int:  # noqa: ANN401
        return int(getattr(self, "FLAGS", 0))

    def keep(self: Any, given: int) -> None:  # noqa: ANN401
        """Take no notice: our patterns say themselves where case does not matter."""

    members = {"__init__": prepared, "__doc__": kind.__doc__, "global_regex_flags": property(flags, keep)}
    return type(f"{PREFIX}{kind.__name__}", (kind,), members)


CLASSES = tuple(_class_for_yaml(kind) for kind in EVERY)
"""The classes that a YAML file may name; held here, since Presidio forgets classes that nobody holds."""


def registry_yaml() -> str:
    """Write the registry's file anew: `python -m recognizers.presidio > recognizers/conf/belgium.yaml`."""
    head = (
        "# Every recognizer of this package for Presidio's registry. Needs `import recognizers.presidio` beforehand.\n"
        "# Written by `python -m recognizers.presidio`; leave out what you do not want with `enabled: false`.\n"
        f"supported_languages: [{', '.join(LANGUAGES)}]\n"
        "recognizers:\n"
    )
    entries = (
        f"  - name: {kind.__name__}\n    class_name: {PREFIX}{kind.__name__}\n    type: predefined\n" for kind in EVERY
    )
    return head + "".join(entries)


if __name__ == "__main__":
    sys.stdout.write(registry_yaml())
