from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from pii_scan.app.report import (
    MAP_FORMATS,
    ReportError,
    answers_document,
    data_map,
    declaration_of,
    map_document,
    write_map,
)
from pii_scan.core.errors import UsageError
from pii_scan.core.outcome import Outcome
from pii_scan.core.types import Coverage, ItemRef
from pii_scan.settings.settings import Settings

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
def declaration(tmp_path):
    return declaration_of(Settings(inventory="sqlite://", key_file=tmp_path / "key"))


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
def test_every_format_is_written(declaration, tmp_path, form):
    write_map(data_map(Reader(), declaration), form, "de", tmp_path / "map")

    assert (tmp_path / "map").stat().st_size > 100


def test_without_a_file_the_map_goes_to_standard_output(declaration, capfdbinary):
    write_map(data_map(Reader(), declaration), "json", "en", None)

    assert json.loads(capfdbinary.readouterr().out)["items"] == 1


def test_a_file_that_cannot_be_written_is_one_clear_error(declaration, tmp_path):
    with pytest.raises(ReportError, match="No such file"):
        write_map(data_map(Reader(), declaration), "csv", "en", tmp_path / "none" / "map.csv")


def test_unknown_formats_are_refused(declaration):
    with pytest.raises(UsageError):
        map_document(data_map(Reader(), declaration), "pdf", "en")
    with pytest.raises(UsageError):
        answers_document([], "pdf", "en", declaration)


@pytest.mark.parametrize("form", ["html", "xlsx"])
def test_answers_become_documents(declaration, form):
    assert len(answers_document([{"query": {"name": "x"}, "locations": []}], form, "fr", declaration)) > 100
