from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import re

import openpyxl
import pytest

from pii_scan.core.outcome import Outcome, Reason, is_complete, outcome_of
from pii_scan.core.types import Coverage, ItemRef
from pii_scan.reports.datamap import CategoryInfo, ScanInfo, build_map
from pii_scan.reports.messages import LANGUAGES, Messages
from pii_scan.reports.picture import SYSTEMS_SHOWN, heat_map, short_names
from pii_scan.reports.to_csv import map_csv
from pii_scan.reports.to_html import map_html, size_text
from pii_scan.reports.to_json import map_json
from pii_scan.reports.to_xlsx import map_xlsx

NAMES = {"fr": "Identité", "nl": "Identiteit", "de": "Identität", "en": "Identity"}
CATEGORIES = (
    CategoryInfo("identification", NAMES),
    CategoryInfo(
        "physical_health", {"fr": "Santé", "nl": "Gezondheid", "de": "Gesundheit", "en": "Health"}, special="always"
    ),
    CategoryInfo("leisure", {"fr": "Loisirs", "nl": "Vrije tijd", "de": "Freizeit", "en": "Leisure"}),
    CategoryInfo(
        "undeclared:beliefs", {"fr": "C", "nl": "O", "de": "Ü", "en": "Beliefs"}, declared=False, special="always"
    ),
    CategoryInfo("undeclared:judicial", {"fr": "J", "nl": "G", "de": "G", "en": "Judicial"}, declared=False),
)
LETTER = ItemRef("/mnt/share", "letters/a.zip", "b.docx")
CV = ItemRef("/mnt/share", "staff/cv.pdf")
ROOT = ItemRef("/mnt/share", "list.csv")
TALLIES = [
    (LETTER, "PERSON", "identification", 3),
    (LETTER, "CATEGORY_EVIDENCE", "physical_health", 2),
    (LETTER, "PHONE_NUMBER", "identification", 1),
    (CV, "PERSON", "identification", 5),
    (CV, "CATEGORY_EVIDENCE", "undeclared:beliefs", 1),
    (ROOT, "NOTHING_KNOWN", "", 7),
]
COVERAGE = [
    Coverage(ItemRef("/mnt/share", "letters/a.zip"), Outcome.PARTIAL, Reason.TOO_DEEP, "application/zip", 100),
    Coverage(LETTER, Outcome.SCANNED, None, "application/docx", 60),
    Coverage(CV, Outcome.SCANNED, None, "application/pdf", 50),
    Coverage(ROOT, Outcome.UNCHANGED, None, "text/csv", 5),
    Coverage(ItemRef("/mnt/share", "staff/empty.txt"), Outcome.SKIPPED, Reason.EMPTY, "", 0),
    Coverage(ItemRef("/mnt/share", "staff/locked.pdf"), Outcome.FAILED, Reason.ENCRYPTED, "application/pdf", 9),
    Coverage(ItemRef("/mnt/share", "staff/old.txt"), Outcome.GONE, Reason.VANISHED, "", 999),
]
DONE = ScanInfo("/mnt/share", "2024-05-01T08:00:00+00:00", "2024-05-01T08:20:00+00:00", complete=True)
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}\u202e\x1b[31m"


def drawn(tallies=TALLIES, coverage=COVERAGE, scans=(DONE,)):
    return build_map(tallies, coverage, CATEGORIES, scans, organization="The Office", made_at="2024-05-02 10:00")


def hostile_map():
    ref = ItemRef("/mnt/" + HOSTILE, f"=cmd|'/c calc'!A1{HOSTILE}/x.txt")
    return drawn(
        [(ref, "PERSON", "identification", 1), (ref, "X", f"=odd{HOSTILE}", 1)],
        [Coverage(ref, Outcome.FAILED, Reason.CORRUPT, "", 1)],
        [ScanInfo("/mnt/" + HOSTILE, "2024", None, complete=False)],
    )


def test_findings_and_items_are_counted_by_system_and_category():
    data_map = drawn()
    letters, root, staff = sorted(data_map.systems, key=lambda system: system.folder or "list")

    assert [system.name for system in (letters, root, staff)] == [
        "/mnt/share/letters",
        "/mnt/share",
        "/mnt/share/staff",
    ]
    assert (letters.by_category["identification"].findings, letters.by_category["identification"].items) == (4, 1)
    assert (data_map.totals["identification"].findings, data_map.totals["identification"].items) == (9, 2)
    assert (data_map.overall.findings, data_map.overall.items) == (19, 3)
    assert data_map.entities["PERSON"] == 8


def test_a_system_without_personal_data_is_on_the_map_too():
    data_map = drawn([], [Coverage(ItemRef("/s", "models/a.txt"), Outcome.SCANNED, None, "", 1)])

    assert [(system.folder, system.total.findings) for system in data_map.systems] == [("models", 0)]


def test_undeclared_categories_show_only_where_found_and_unknown_ones_are_not_lost():
    data_map = drawn([*TALLIES, (ItemRef("/z", "y"), "E", "brand_new", 1)])

    assert [category.id for category in data_map.found()] == [
        "identification", "physical_health", "leisure", "undeclared:beliefs", "brand_new",
    ]  # fmt: skip


def test_what_was_not_read_is_counted_and_named_and_what_is_harmless_is_not():
    reading = drawn().reading

    assert (reading.items, reading.read, reading.incomplete) == (6, 3, 2)
    assert [entry.name for entry in reading.unread] == ["/mnt/share/letters/a.zip", "/mnt/share/staff/locked.pdf"]
    assert reading.size_bytes == 164
    assert reading.reasons[Outcome.SKIPPED, Reason.EMPTY] == 1


@pytest.mark.parametrize(
    ("coverage", "scans", "complete"),
    [
        pytest.param(COVERAGE[1:5], (DONE,), True, id="all read"),
        pytest.param(COVERAGE, (DONE,), False, id="an encrypted file"),
        pytest.param(COVERAGE[1:5], (ScanInfo("/s", "2024", None, complete=False),), False, id="an interrupted scan"),
        pytest.param(
            COVERAGE[1:5], (ScanInfo("/s", "2024", "2024", complete=False),), False, id="an incomplete listing"
        ),
    ],
)
def test_a_map_is_complete_only_when_every_scan_ended_and_all_was_read(coverage, scans, complete):
    assert drawn(coverage=coverage, scans=scans).complete is complete


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language(language):
    page = map_html(drawn(), language).decode()

    assert f'<html lang="{language}">' in page
    assert NAMES[language] in page
    assert Messages(language)("incomplete").replace("'", "&#39;") in page


def test_the_page_refers_to_nothing_outside_and_runs_nothing():
    page = map_html(hostile_map(), "en").decode()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)

    assert style is not None
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-" + digest + "'")
    assert not re.search(r"<script|<img|<link|<iframe|href=|src=\"|url\(|javascript:", page)
    assert " style=" not in page


def test_names_of_strangers_are_escaped_and_cleaned_in_the_page():
    page = map_html(hostile_map(), "en").decode()

    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in page
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", page)


def test_the_same_map_gives_the_same_page():
    assert map_html(drawn(), "fr") == map_html(drawn(), "fr")


def test_a_map_with_nothing_found_says_so():
    assert "No personal data found." in map_html(drawn([]), "en").decode()


def test_the_darkest_cell_is_the_fullest_and_special_ones_are_red():
    picture = heat_map(drawn(), Messages("en"))
    by_text = {cell.text: cell for cell in picture.cells}

    assert by_text["5"].fill == "#0b3d7a"
    assert by_text["2"].fill > by_text["5"].fill
    assert [label.special for label in picture.columns] == [False, True, False, True]


def test_a_row_is_named_by_its_source_and_folder_the_whole_name_on_demand():
    rows = heat_map(drawn(), Messages("en")).rows

    assert [row.text for row in rows] == ["share", "share/letters", "share/staff"]
    assert rows[1].title == "/mnt/share/letters"
    assert short_names({"/a/x", "/b/x", "/c/y/"}) == {"/a/x": "/a/x", "/b/x": "/b/x", "/c/y/": "y"}


def test_many_systems_share_the_last_row_and_no_finding_is_lost():
    tallies = [(ItemRef("/s", f"f{n:03}/x"), "PERSON", "identification", n) for n in range(1, 61)]
    picture = heat_map(drawn(tallies, []), Messages("en"))
    column = [cell for cell in picture.cells if cell.x == picture.cells[0].x]

    assert len(picture.rows) == SYSTEMS_SHOWN
    assert picture.rows[-1].title == "other systems (21)"
    assert sum(int(cell.text) for cell in column) == sum(range(1, 61))


def test_csv_has_a_line_for_each_system_and_category_and_no_formula():
    rows = list(csv.reader(io.StringIO(map_csv(drawn(), "nl").decode("utf-8-sig"))))
    hostile = map_csv(hostile_map(), "en").decode("utf-8-sig")

    assert ["/mnt/share", "letters", "physical_health", "Gezondheid", "yes", "always", "2", "1"] in rows
    assert len(rows) == 1 + 4
    assert all(not cell.startswith("=") for row in csv.reader(io.StringIO(hostile)) for cell in row)


def test_the_workbook_holds_figures_as_numbers_and_names_as_text():
    book = openpyxl.load_workbook(io.BytesIO(map_xlsx(hostile_map(), "en")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert len(book.sheetnames) == 5
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert any(str(cell.value).startswith("=cmd|") and cell.data_type == "s" for cell in cells)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_opens_in_every_language(language):
    book = openpyxl.load_workbook(io.BytesIO(map_xlsx(drawn(), language)))

    assert book.worksheets[0].cell(3, 3).value == 4


def test_json_tells_all_a_program_needs():
    told = json.loads(map_json(drawn()))

    assert told["complete"] is False
    assert [(entry["id"], entry["findings"]) for entry in told["categories"]] == [
        ("identification", 9), ("physical_health", 2), ("leisure", 0), ("undeclared:beliefs", 1),
    ]  # fmt: skip
    assert told["coverage"]["not_read_items"] == 2
    assert told["systems"][1]["categories"]["physical_health"] == {"findings": 2, "items": 1}


def test_names_do_not_stand_in_reprs():
    assert "letters" not in repr(drawn())
    assert "share" not in repr(drawn())


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1500, "1.5 kB"), (12_345_678, "12 MB"), (5e12, "5.0 TB")]
)
def test_sizes_are_written_for_people(size, text):
    assert size_text(size).replace("\u202f", " ") == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_and_reason_has_words(language):
    say = Messages(language)

    assert all(say.outcome(outcome) for outcome in Outcome)
    assert all("_" not in say.reason(reason) for reason in Reason)
    assert say.reason("brand_new") == "brand new"
    assert say.reason(None) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_keeps_a_scan_from_being_complete_has_its_advice(language):
    say = Messages(language)
    keeping = [reason for reason in Reason if not is_complete(outcome_of(reason, something_read=True), reason)]

    assert all(say.advice(reason) for reason in keeping)
    assert not say.advice(Reason.EMPTY)


def test_the_map_says_what_to_do_about_what_was_not_read():
    page = map_html(drawn(), "nl").decode()

    assert "geef het wachtwoord (--passwords BESTAND)" in page
