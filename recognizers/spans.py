"""The base of our recognizers that are more than patterns: they give spans with scores, and need no tokens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

Span = tuple[str, int, int, float]
"""Entity, start, end and score."""


class SpanRecognizer(EntityRecognizer):
    """A recognizer whose whole rule is `spans`."""

    ENTITIES: ClassVar[Sequence[str]]
    VERSION: ClassVar[str] = "1"
    name: str

    def __init__(self, supported_language: str = "fr") -> None:
        super().__init__(
            supported_entities=list(self.ENTITIES), supported_language=supported_language, version=self.VERSION
        )

    def load(self) -> None:
        """See `EntityRecognizer.load`; there is nothing to load."""

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002  nothing here needs tokens
    ) -> list[RecognizerResult]:
        """See `EntityRecognizer.analyze`."""
        if set(self.ENTITIES).isdisjoint(entities):
            return []
        origin = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return [
            RecognizerResult(entity, start, end, score, recognition_metadata=dict(origin))
            for entity, start, end, score in self.spans(text)
            if entity in entities
        ]

    def spans(self, text: str) -> Iterable[Span]:
        """Give what stands in a text, all entities among each other."""
        raise NotImplementedError
