"""Names by spaCy pipelines that the operator installed: one setting away, never fetched.

Each chunk goes to the pipeline of its language, told by its commonest words. Prose only: lines of a form or a table
are served by labels and headers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import spacy

from pii_scan.core.errors import ConfigError
from pii_scan.detect.plugins import Span

SCORE = 0.6
_PERSON = frozenset({"PER", "PERSON"})
_COMMON = {
    "fr": frozenset("le la les des du et est pour que qui une dans vous nous".split()),
    "nl": frozenset("de het een van en is voor dat die niet met wij uw".split()),
    "de": frozenset("der die das und ist für dass nicht mit wir ein eine Sie".split()),
    "en": frozenset("the of and to is for that with this you we not".split()),
}
_WORD = re.compile(r"[^\W\d_]+")


class SpacyNames:
    """The configured pipelines, by language."""

    def __init__(self, models: Mapping[str, str]) -> None:
        self._pipelines = {language: _load(language, model) for language, model in models.items()}

    def __call__(self, text: str) -> list[Span]:
        """See `NameFinder.__call__`."""
        pipeline = self._pipelines.get(language_of(text), next(iter(self._pipelines.values())))
        if not _WORD.search(text):
            return []
        return [
            ("PERSON", entity.start_char, entity.end_char, SCORE, "SpacyNames")
            for entity in pipeline(text).ents
            if entity.label_ in _PERSON
        ]


def language_of(text: str) -> str:
    """Name the language whose commonest words come most often; French where none do."""
    words = [word.casefold() for word in _WORD.findall(text)]
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    return max(counts, key=lambda language: counts[language])


def _load(language: str, model: str) -> Any:  # noqa: ANN401  a spaCy pipeline
    try:
        return spacy.load(model)
    except OSError as error:
        raise ConfigError(
            f"names.{language}: the spaCy pipeline {model!r} is not installed; install it, or remove the setting"
        ) from error
