"""The detector: all plug-ins, wired once per process and then asked for text and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pii_scan.core.types import ColumnFindings, Rows, Text
from pii_scan.detect.candidates import Candidates
from pii_scan.detect.columns import ColumnsPass
from pii_scan.detect.ner import SpacyNames
from pii_scan.detect.passes import STORED_SCORE, Located, TextPass
from pii_scan.detect.plugins import LANGUAGE, custom_recognizers, load_toolkit
from pii_scan.settings.settings import Settings


class RecognizerDetector:
    """Finds values by recognizers; see `core.ports.Detector`. Not thread-safe.

    Building one imports Presidio and compiles every pattern: seconds, once a process.

    Raises:
        PluginError: a plug-in cannot be used.
        ConfigError: an identifier of the operator's contradicts its own examples, or a pipeline is missing.
    """

    def __init__(self, settings: Settings, *, engine: str = "auto") -> None:
        toolkit, others = load_toolkit()
        self.recognizers: list[Any] = [
            *toolkit.recognizers(LANGUAGE),
            *custom_recognizers(toolkit, settings.identifiers),
            *others,
        ]
        labels = {identifier.entity: identifier.labels for identifier in settings.identifiers}
        self.enhancer = toolkit.enhancer(self.recognizers, labels)
        candidates = Candidates(self.recognizers, self.enhancer, threshold=STORED_SCORE, engine=engine)
        names = SpacyNames(settings.spacy_models) if settings.spacy_models else None
        self._text = TextPass(toolkit, candidates, names)
        self._columns = ColumnsPass(toolkit, self._text)
        self.term_finder: Callable[..., Any] = toolkit.TermMatcher

    def in_text(self, segment: Text) -> list[Located]:
        """Find values in text; categories and records are not filled in."""
        return self._text.in_text(segment)

    def in_rows(self, segment: Rows) -> list[ColumnFindings]:
        """Find values in a block of rows; categories are not filled in."""
        return self._columns.in_rows(segment)

    def announced(self, header: str) -> str | None:
        """Tell which entity a column header announces."""
        verdict = self._columns.header(header)
        return verdict.entity if verdict else None
