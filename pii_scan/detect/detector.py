"""The detector: all plug-ins, wired once per process and then asked for text and rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pii_scan.core.types import ColumnFindings, Rows, Text
from pii_scan.detect.allow import AllowLists
from pii_scan.detect.candidates import Candidates
from pii_scan.detect.columns import ColumnsPass
from pii_scan.detect.ner import SpacyNames
from pii_scan.detect.passes import STORED_SCORE, Located, TextPass
from pii_scan.detect.plugins import CONFIGURATION, OwnChecks, install
from pii_scan.settings.settings import Settings


class RecognizerDetector:
    """Finds values by recognizers; see `core.ports.Detector`. Not thread-safe.

    Building one imports Presidio and compiles every pattern: seconds, once a process.

    Raises:
        PluginError: a plug-in cannot be used.
        ConfigError: an identifier of the operator's contradicts its own examples, or a pipeline is missing.
    """

    def __init__(self, settings: Settings, *, engine: str = "auto") -> None:
        self.installed = install(settings)
        own = next(one.recognizers for one in self.installed.origins if one.name == CONFIGURATION)
        toolkit: Any = OwnChecks(self.installed.toolkit, own)
        self.recognizers = self.installed.recognizers
        labels = {identifier.entity: identifier.labels for identifier in settings.identifiers}
        self.enhancer = toolkit.enhancer(self.recognizers, labels)
        self.allowed = AllowLists(settings.allowed, toolkit.canonical)
        self._candidates = Candidates(self.recognizers, self.enhancer, threshold=STORED_SCORE, engine=engine)
        self.names = SpacyNames(settings.spacy_models) if settings.spacy_models else None
        self._text = TextPass(toolkit, self._candidates, self.names)
        self._columns = ColumnsPass(toolkit, self._text)
        self.term_finder: Callable[..., Any] = toolkit.TermMatcher

    def in_text(self, segment: Text) -> list[Located]:
        """Find values in text; categories and records are not filled in. Ask `unfinished` afterwards."""
        located = self._text.in_text(segment)
        return [one._replace(finding=self.allowed.judged(one.finding)) for one in located] if self.allowed else located

    def in_rows(self, segment: Rows) -> list[ColumnFindings]:
        """Find values in a block of rows; categories are not filled in. Ask `unfinished` afterwards."""
        columns = self._columns.in_rows(segment)
        return [part for column in columns for part in self.allowed.parted(column)] if self.allowed else columns

    def unfinished(self) -> tuple[str, ...]:
        """Name the recognizers that did not finish since this was asked last: what they would find is missing."""
        names = tuple(sorted(self._candidates.unfinished))
        self._candidates.unfinished.clear()
        return names

    def announced(self, header: str) -> str | None:
        """Tell which entity a column header announces."""
        verdict = self._columns.header(header)
        return verdict.entity if verdict else None
