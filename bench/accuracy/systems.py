"""The systems that are compared, each asked for the same texts; none of them loads a model or uses the network."""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

os.environ.setdefault("TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS", "")  # Presidio's e-mail check would fetch the list

import presidio_analyzer.predefined_recognizers as predefined
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from pii_scan.core.types import Text
from pii_scan.detect.chunks import chunks
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.detect.plugins import load_toolkit
from pii_scan.settings.settings import Settings

LANGUAGES = ("fr", "nl", "de", "en")
REPORTED_SCORE = 0.5
"""What `pii-scan findings` shows unasked."""

PRESIDIO_NAMES = {
    "CREDIT_CARD": "CREDIT_CARD",
    "DE_TAX_ID": "DE_TAX_ID",
    "EMAIL_ADDRESS": "EMAIL_ADDRESS",
    "IBAN_CODE": "IBAN_CODE",
    "IP_ADDRESS": "IP_ADDRESS",
    "MAC_ADDRESS": "MAC_ADDRESS",
    "PHONE_NUMBER": "PHONE_NUMBER",
    "DE_VAT_ID": "VAT_NUMBER",
}
"""Presidio's entities without a model that mean what one of ours means. Its other names have no counterpart here."""

SHARED = frozenset(PRESIDIO_NAMES.values()) - {"DE_TAX_ID", "VAT_NUMBER"}
"""What all systems claim to find: the entities on which they are compared."""

TUNED_SCORE = 0.4
"""What Presidio gives a telephone; below are patterns that nothing confirmed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a system reports: `[start, end)` in code points, and the normal form of what stands there."""

    entity: str
    start: int
    end: int
    text: str
    value: str
    score: float


class System(Protocol):
    """Something that finds personal data in a text."""

    name: str

    def find(self, text: str, language: str) -> list[Found]:
        """Give what it reports of a text."""


class PiiScan:
    """This program's own detection of text, as a scan runs it with default settings."""

    name = "pii-scan"

    def __init__(self) -> None:
        self._detector = RecognizerDetector(Settings(inventory="none", key_file=Path("none")))

    def find(self, text: str, _language: str) -> list[Found]:
        """Give what a scan of this text would report."""
        return [
            Found(f.entity, one.start, one.end, f.text, f.value or "", f.score)
            for one in self._detector.in_text(Text(text, first_line=1))
            for f in (one.finding,)
            if f.score >= REPORTED_SCORE
        ]


class Presidio:
    """Presidio's `AnalyzerEngine`, one a language, fed chunks of 8 KB with the overlap that ours get.

    Build it before any other recognizers are loaded: Presidio finds its default ones by the bare names of classes.
    """

    def __init__(self, name: str, *, patterns: bool) -> None:
        self.name = name
        self._patterns = patterns
        self._threshold = TUNED_SCORE if patterns else 0.0
        self._canonical = load_toolkit()[0].canonical
        for logger in ("presidio-analyzer", "decision_process"):
            logging.getLogger(logger).setLevel(logging.CRITICAL + 1)
        self._engines = {language: self._built(language) for language in LANGUAGES}

    def find(self, text: str, language: str) -> list[Found]:
        """Give what its engine reports, entities named as ours are."""
        found = []
        for chunk in chunks(text):
            for result in self._engines[language].analyze(
                chunk.text, language=language, entities=self._names(language)
            ):
                start, end = result.start + chunk.offset, result.end + chunk.offset
                if chunk.first <= start < chunk.last:
                    entity, written = PRESIDIO_NAMES[result.entity_type], text[start:end]
                    value = self._canonical(entity, written)
                    found.append(Found(entity, start, end, written, value, result.score))
        return found

    def _names(self, language: str) -> list[str]:
        return sorted(set(self._engines[language].get_supported_entities(language)) & PRESIDIO_NAMES.keys())

    def _built(self, language: str) -> AnalyzerEngine:
        registry = RecognizerRegistry(supported_languages=[language])
        if self._patterns:
            for recognizer in _all_patterns(language):
                registry.add_recognizer(recognizer)
        else:
            registry.load_predefined_recognizers(languages=[language])
            registry.remove_recognizer("SpacyRecognizer")  # without a model it finds nothing, and is refused
        if any(not type(one).__module__.startswith("presidio_analyzer.") for one in registry.recognizers):
            raise RuntimeError("recognizers that are not Presidio's were loaded first")
        return AnalyzerEngine(
            registry=registry,
            nlp_engine=NoOpNlpEngine(models=[{"lang_code": language, "model_name": "none"}]),
            supported_languages=[language],
            default_score_threshold=self._threshold,
        )


def _all_patterns(language: str) -> Iterable[Any]:
    """Give every pattern recognizer that Presidio ships, whatever its country, and telephones of Belgium."""
    for _, kind in inspect.getmembers(predefined, inspect.isclass):
        if issubclass(kind, PatternRecognizer):
            yield kind(supported_language=language)
    yield predefined.PhoneRecognizer(supported_language=language, supported_regions=("BE",))


def all_systems() -> list[System]:
    """Build the three, pii-scan first."""
    others = [
        Presidio("Presidio, default", patterns=False),
        Presidio("Presidio, patterns + BE", patterns=True),
    ]
    return [PiiScan(), *others]
