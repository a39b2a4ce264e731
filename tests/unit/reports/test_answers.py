from __future__ import annotations

import io

import openpyxl

from pii_scan.reports.answers import locate_html, locate_xlsx, tell
from pii_scan.reports.datamap import CategoryInfo
from pii_scan.reports.messages import Messages

CATEGORIES = [
    CategoryInfo("identification", {"fr": "Identité", "nl": "Identiteit", "de": "Identität", "en": "Identity"})
]
FOUND = {
    "query": {"name": "Amélie Voorbeeld", "birth_date": "1961-08-04"},
    "subject": {
        "id": "ab12",
        "names": ["A…"],
        "birth_year": "1961",
        "identifiers": [{"entity": "IBAN_CODE", "value": "BE…02"}],
    },
    "ambiguous": [],
    "locations": [
        {
            "source": "postgresql://scan:s3cret@db/crm",
            "item": "letters/<b>a</b>.zip",
            "member": "b.docx",
            "where": [{"page": 1}, {"table": "clients", "row": 5, "key": {"id": 7}}],
            "confidence": "certain",
            "entities": ["PERSON"],
            "categories": ["identification", "unknown_one"],
            "why": ["=the number stands here\u202e"],
        }
    ],
    "completeness": {
        "items": 9,
        "read": 7,
        "partly_read": 1,
        "not_read": {"encrypted": 2},
        "names": "labels",
        "sources": ["/s"],
    },
}
HOMONYMS = {
    "query": {"name": "Jan Voorbeeld"},
    "subject": None,
    "ambiguous": [
        {
            "id": "x",
            "names": ["Jan OTHERNAME"],
            "birth_year": "1980",
            "identifiers": [{"entity": "EMAIL_ADDRESS", "value": "other@example.org"}],
            "sources": ["/s"],
            "items": 3,
        }
    ],
    "locations": [],
    "completeness": {},
}


def test_an_answer_is_spelled_out_in_the_language():
    told = tell(FOUND, CATEGORIES, Messages("nl"))
    (place,) = told.places

    assert told.query == (("name", "Amélie Voorbeeld"), ("birth date", "1961-08-04"))
    assert told.subject == "A…; geboren in 1961; IBAN_CODE BE…02"
    assert place.where == ("page 1", "table clients, row 5, key id 7")
    assert (place.confidence, place.categories) == ("zeker", ("Identiteit", "unknown_one"))
    assert place.item == "letters/<b>a</b>.zip!b.docx"
    assert "niet gelezen: 2 (beveiligd met wachtwoord)" in told.completeness


def test_other_peoples_values_are_not_shown():
    for document in (locate_html([HOMONYMS], CATEGORIES, "en", made_at="now"),):
        assert b"OTHERNAME" not in document
        assert b"other@example.org" not in document
        assert b"born in 1980; 3 items" in document
    told = tell(HOMONYMS, CATEGORIES, Messages("en"))
    assert "OTHERNAME" not in str(told.ambiguous)


def test_the_page_escapes_what_it_shows_and_hides_passwords():
    page = locate_html([FOUND, HOMONYMS], CATEGORIES, "fr", made_at="2024-05-02").decode()

    assert "letters/&lt;b&gt;a&lt;/b&gt;.zip!b.docx" in page
    assert "s3cret" not in page
    assert "\u202e" not in page
    assert '<html lang="fr">' in page


def test_an_answer_without_places_says_so():
    page = locate_html([{**HOMONYMS, "ambiguous": []}], CATEGORIES, "en", made_at="now").decode()

    assert "No data of this person were found." in page


def test_the_workbook_has_a_line_for_each_place_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(locate_xlsx([FOUND, HOMONYMS], CATEGORIES, "en")))
    places, covered = book.worksheets

    assert places.max_row == 2
    assert covered.max_row == 3
    assert places.cell(2, 8).value == "=the number stands here\ufffd"
    assert places.cell(2, 8).data_type == "s"


def test_an_answer_of_another_shape_does_not_break_the_report():
    assert locate_html([{"locations": [{}], "subject": {}}], CATEGORIES, "de", made_at="now")
