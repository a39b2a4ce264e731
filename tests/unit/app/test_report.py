from __future__ import annotations

from types import SimpleNamespace

import pytest

from pii_scan.app.report import MAP_FORMATS, answers_document, data_map, map_document
from pii_scan.classify.declaration import load_declaration
from pii_scan.core.errors import UsageError
from pii_scan.core.outcome import Outcome
from pii_scan.core.types import Coverage, ItemRef
from pii_scan.settings.bundled import config_file

REF = ItemRef("/mnt/share", "letters/a.txt")


class Reader:
    def tallies(self):
        return iter([(REF, "PERSON", "identification", 2)])

    def coverage(self):
        return iter([Coverage(REF, Outcome.SCANNED, None, "text/plain", 10)])

    def runs(self):
        return [
            SimpleNamespace(source="/mnt/share", started_ns=0, finished_ns=None, complete=False),
            SimpleNamespace(source="/mnt/share", started_ns=10**9, finished_ns=2 * 10**9, complete=True),
        ]


@pytest.fixture
def declaration():
    return load_declaration(config_file("declaration.yaml"))


def test_the_map_counts_the_inventory_under_the_declarations_categories(declaration):
    drawn = data_map(Reader(), declaration)

    assert drawn.totals["identification"].findings == 2
    assert [category.id for category in drawn.categories] == [c.id for c in declaration.all_categories]
    assert drawn.organization == declaration.organization


def test_only_the_last_scan_of_a_source_counts(declaration):
    drawn = data_map(Reader(), declaration)

    assert [scan.started for scan in drawn.scans] == ["1970-01-01T00:00:01+00:00"]
    assert drawn.complete


@pytest.mark.parametrize("form", MAP_FORMATS)
def test_every_format_is_written(declaration, form):
    assert len(map_document(data_map(Reader(), declaration), form, "de")) > 100


def test_unknown_formats_are_refused(declaration):
    with pytest.raises(UsageError):
        map_document(data_map(Reader(), declaration), "pdf", "en")
    with pytest.raises(UsageError):
        answers_document([], "pdf", "en", declaration)


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_answers_become_documents(declaration, form):
    assert len(answers_document([{"query": {"name": "x"}, "locations": []}], form, "fr", declaration)) > 100
