"""The one door for the command line: settings in, use cases out.

Each use case loads the stages that it needs when it is called, so that a look into the inventory loads no recognizer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from pii_scan.app.findings import Filter, Row, coverage_rows, finding_rows
from pii_scan.app.scan import ScanSummary
from pii_scan.app.status import moment, status_of
from pii_scan.app.targets import AskPassword, nobody_to_ask
from pii_scan.classify.declaration import Declaration, load_declaration
from pii_scan.core.outcome import Outcome
from pii_scan.core.place import item_path
from pii_scan.core.ports import Progress
from pii_scan.inventory import InventoryReader, create_key_file, open_audit, open_reader
from pii_scan.inventory.audit import AuditTrail
from pii_scan.inventory.store import path_of
from pii_scan.reports.told import Told
from pii_scan.settings.bundled import config_file
from pii_scan.settings.settings import Settings

_NAMES_BY_LABEL = "labels, headers, titles, roles and given names: a rare name in running text may have been missed"
_EXAMPLES = 2
_SEARCHED_ITEMS = 100_000


class Application:
    """The use cases under given settings."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def initialize(self) -> Iterator[str]:
        """Make the key file where there is none, and tell where key and inventory stand."""
        if self.settings.key_file.exists():
            yield f"key file, kept: {self.settings.key_file}"
        else:
            create_key_file(self.settings.key_file)
            yield f"key file, new: {self.settings.key_file} (keep a copy apart: without it nothing can be read again)"
        made = "" if path_of(self.settings.inventory).exists() else " (none yet; the first scan makes it)"
        yield f"inventory: {path_of(self.settings.inventory)}{made}"

    def scan(
        self, targets: Sequence[str], progress: Progress, ask_password: AskPassword = nobody_to_ask
    ) -> ScanSummary:
        """Scan targets; what did not change since the last scan is not read again."""
        from pii_scan.app.scan import run_scan

        return run_scan(self.settings, targets, progress, ask_password=ask_password)

    def refresh(
        self, targets: Sequence[str], progress: Progress, ask_password: AskPassword = nobody_to_ask
    ) -> ScanSummary:
        """Scan again the given targets, or all that the inventory knows."""
        from pii_scan.app.scan import run_scan

        targets = targets or self._reader().sources()
        return run_scan(self.settings, targets, progress, refresh=True, ask_password=ask_password)

    def unread_examples(self, summary: ScanSummary) -> dict[str, list[str]]:
        """Name a few items for each reason that kept the scan from being complete; none of a very large scan."""
        examples: dict[str, list[str]] = {unread.reason: [] for unread in summary.unread}
        if not examples or summary.items > _SEARCHED_ITEMS:
            return {}
        for entry in self._reader().coverage():
            names = examples.get(entry.reason or "", [])
            if entry.outcome is not Outcome.GONE and len(names) < _EXAMPLES:
                names.append(item_path(entry.ref.item, entry.ref.member))
        return examples

    def findings(self, chosen: Filter, *, reveal: bool) -> Iterator[Row]:
        """Give rows of findings, lazily; `reveal` stands in the audit trail before the first row is given."""
        reader = self._reader()
        if reveal:
            at_most = sum(count for _, _, _, count in reader.tallies())
            self._audit().record("findings --reveal", repr(chosen), at_most)
        return finding_rows(reader.findings(), chosen, reveal=reveal)

    def coverage(self, outcomes: frozenset[Outcome], language: str = "en", *, unread: bool = False) -> Iterator[Row]:
        """Give rows of the coverage ledger, lazily; no outcome chosen means all, `unread` those that need a look."""
        return coverage_rows(self._reader().coverage(), outcomes, language, unread=unread)

    def status(self) -> dict[str, object]:
        """Give what the inventory knows, in figures."""
        return status_of(self.settings.inventory, self._reader())

    def locate(self, queries: Sequence[Mapping[str, object]]) -> Iterator[dict[str, object]]:
        """Answer each query in turn, lazily; each stands in the audit trail before it is given.

        Raises:
            UsageError: a query has no key, an unknown key or an empty value.
        """
        from pii_scan.app.locate import locate_all
        from pii_scan.detect.plugins import load_toolkit

        reader = self._reader()
        toolkit, _ = load_toolkit()
        strong = frozenset(identifier.entity for identifier in self.settings.identifiers if identifier.strong)
        answers = locate_all(
            queries, reader, toolkit.canonical, strong, covered=self._covered(reader), check=toolkit.check
        )
        trail = self._audit()
        for answer in answers:
            trail.record("locate", repr(answer["query"]), len(cast("list[object]", answer["locations"])))
            yield answer

    def told(self, answer: Mapping[str, object], language: str) -> Told:
        """Spell out one answer of `locate` for people."""
        from pii_scan.app.report import told_answer

        return told_answer(answer, language, self._declaration())

    def locate_report(self, answers: Sequence[Mapping[str, object]], form: str, language: str) -> bytes:
        """Give answers of `locate` as a page (`html`) or a workbook (`xlsx`)."""
        from pii_scan.app.report import answers_document

        return answers_document(answers, form, language, self._declaration())

    def data_map(self, form: str, language: str) -> bytes:
        """Draw the map of personal data as `html`, `json`, `csv` or `xlsx`."""
        from pii_scan.app.report import data_map, map_document

        return map_document(data_map(self._reader(), self._declaration()), form, language)

    def recognizers(self) -> list[Row]:
        """Give what can be recognized, and by what."""
        from pii_scan.app.recognizers import recognizer_rows

        return recognizer_rows(self.settings)

    def tried(self, text: str, label: str) -> Iterator[Row]:
        """Give what every recognizer says of a text, and what becomes of it."""
        from pii_scan.app.recognizers import tried

        return tried(self.settings, text, label)

    def explained(self, entity: str) -> Row:
        """Tell all there is to know of an entity."""
        from pii_scan.app.recognizers import explained

        return explained(self.settings, entity)

    def categories(self, language: str) -> list[Row]:
        """Give the categories of the declaration."""
        from pii_scan.app.recognizers import category_rows

        return category_rows(self.settings, language)

    def explained_item(self, item: str, language: str) -> Iterator[Row]:
        """Tell why an item has its categories."""
        from pii_scan.app.categories import explained_item

        return explained_item(self._reader(), self._declaration(), item, language)

    def explained_text(self, data: bytes, language: str) -> Iterator[Row]:
        """Tell which categories a text holds, and which words did not count."""
        from pii_scan.app.trial import explained_text

        return explained_text(self.settings, data, language)

    def doctor(self) -> list[Row]:
        """Give what was looked at, and in which state it is."""
        from pii_scan.app.doctor import examine

        return [{"check": check.name, "state": check.state, "detail": check.detail} for check in examine(self.settings)]

    def _covered(self, reader: InventoryReader) -> dict[str, object]:
        """Say how names were searched for, when the sources were last read, and which of them not to the end."""
        latest = {run.source: run for run in reader.runs()}
        finished = [run.finished_ns for run in latest.values() if run.finished_ns is not None]
        models = dict(sorted(self.settings.spacy_models.items()))
        told = ", ".join(f"{language}: {model}" for language, model in models.items())
        return {
            "names": f"labels, headers, titles, salutations and models ({told})" if models else _NAMES_BY_LABEL,
            "name_models": models,
            "last_scan": moment(max(finished, default=None)),
            "unfinished": sorted(run.source for run in latest.values() if run.finished_ns is None or not run.complete),
        }

    def _declaration(self) -> Declaration:
        return load_declaration(config_file("declaration.yaml", self.settings.configs))

    def _audit(self) -> AuditTrail:
        return open_audit(self.settings.inventory, self.settings.key_file)

    def _reader(self) -> InventoryReader:
        return open_reader(self.settings.inventory, self.settings.key_file)
