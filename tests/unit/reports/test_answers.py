from __future__ import annotations

import io

import openpyxl

from pii_scan.reports.answers import locate_html, locate_xlsx
from pii_scan.reports.datamap import CategoryInfo
from pii_scan.reports.messages import Messages
from pii_scan.reports.told import tell

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

    assert told.query == (("naam", "Amélie Voorbeeld"), ("geboortedatum", "1961-08-04"))
    assert told.subject == ("A…", "geboren in 1961", "IBAN-rekening BE…02")
    assert place.where == ("pagina 1", "tabel clients, rij 5 (id 7)")
    assert place.entities == ("naam",)
    assert (place.confidence, place.categories) == ("zeker", ("Identiteit", "unknown_one"))
    assert place.item == "letters/<b>a</b>.zip!b.docx"
    assert told.completeness[:3] == (
        "7 van 9 items werden tot het einde gelezen.",
        "1 werden deels gelezen.",
        "Niet of niet volledig gelezen: 2 beveiligd met wachtwoord",
    )
    assert not told.complete


def test_reasons_are_told_in_the_language_and_unknown_ones_in_the_words_of_the_answer():
    reasons = [{"key": "link", "entity": "EMAIL_ADDRESS", "item": "a.csv"}, {"key": "new_one"}]
    answer = {"locations": [{"why": ["linked by e-mail address", "a new reason"], "reasons": reasons}]}

    (place,) = tell(answer, [], Messages("fr")).places

    assert place.why == ("lié par : adresse e-mail (connu par a.csv)", "a new reason")


def test_the_catalog_knows_every_reason_of_the_search_in_the_same_english_words():
    from pii_scan.subjects.link import ENTITY_NAMES, MESSAGES, Why

    for key in MESSAGES:
        assert (
            Messages("en").why(key, "BE_NATIONAL_REGISTER_NUMBER", "a") == Why(key, next(iter(ENTITY_NAMES)), "a").text
        )
        assert Messages("de").why(key, "X", "") != Messages("fr").why(key, "X", "")


def test_the_surest_places_come_first_and_each_tier_is_explained():
    tiers = ["possible", "certain", "probable", "certain"]
    told = tell(
        {"locations": [{"confidence": tier, "item": str(n)} for n, tier in enumerate(tiers)]}, [], Messages("en")
    )

    assert [place.item for place in told.places] == ["1", "3", "2", "0"]
    assert [(name, count) for name, _, count, _ in told.tiers] == [("certain", 2), ("probable", 1), ("possible", 1)]
    assert all(meaning for *_, meaning in told.tiers)


def test_several_persons_come_with_what_would_decide():
    told = tell(HOMONYMS, CATEGORIES, Messages("fr"))

    assert told.ambiguous == ("né(e) en 1980; éléments: 3 (/s); connu par adresse e-mail",)
    assert "date de naissance" in told.advice


def test_other_peoples_values_are_not_shown():
    for document in (locate_html([HOMONYMS], CATEGORIES, "en", made_at="now"),):
        assert b"OTHERNAME" not in document
        assert b"other@example.org" not in document
        assert b"born in 1980; items: 3" in document
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
