"""Tables of names, places and cues, and what is made of them."""

from __future__ import annotations

import pytest
import regex

from recognizers.localities import folded, is_locality, locality_rows
from recognizers.person import _after, any_of, is_no_person
from recognizers.vocabulary import header_rows, label_rows, name_cues


def test_tables_give_their_rows():
    rows = list(label_rows())
    headers = list(header_rows())

    assert rows[0][:3] == (("BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER"), "label", "fr")
    assert rows[0][3][0] == "numéro national"
    assert "NISS" in rows[0][3]
    assert {row[1] for row in rows} == {"label", "anti", "anchor", "text"}
    assert {row[2] for row in rows} >= {"fr", "nl", "de", "en", "key", "all"}
    assert ("PERSON", "given") in {header[:2] for header in headers}
    assert any("prénom" in terms for _, _, terms in headers)


def test_cues_are_gathered_by_kind():
    cues = name_cues()

    assert {
        "title",
        "greeting",
        "closing",
        "name label",
        "role label",
        "particle",
        "phrase",
        "company",
        "no name",
    } <= set(cues)
    assert all(len(expressions) > 1 for kind, expressions in cues.items() if kind in {"title", "greeting", "closing"})
    assert "kind" not in cues


@pytest.mark.parametrize(
    ("name", "compared"),
    [("Saint-Gilles", "st gilles"), ("Sint-Gillis", "st gillis"), ("St. Vith", "st vith"), ("Sankt Vith", "st vith"), ("Ste-Cécile", "st cecile"),
     ("LIÈGE", "liege"), ("'s Gravenbrakel", "s gravenbrakel"), ("La_Louvière", "la louviere"), ("Stavelot", "stavelot"), (" Ath ", "ath")],
)  # fmt: skip
def test_names_of_places_are_compared_without_case_accents_hyphens_and_with_one_saint(name, compared):
    assert folded(name) == compared


@pytest.mark.parametrize(
    ("postcode", "name", "belongs"),
    [("1000", "Bruxelles", True), ("1000", "BRUSSEL", True), ("4000", "Liège", True), ("4000", "Luik", True), ("4000", "Lüttich", True), ("7000", "Bergen", True),
     ("4780", "Sankt Vith", True), ("4780", "St. Vith", True), ("1060", "Sint-Gillis", True), ("1000", "Gent", False), ("0000", "Gent", False), ("9000", "", False), ("", "Gent", False)],
)  # fmt: skip
def test_a_locality_belongs_to_its_postcode_in_every_language(postcode, name, belongs):
    assert is_locality(postcode, name) is belongs


def test_every_postcode_has_four_digits_and_names():
    rows = dict(locality_rows())

    assert len(rows) > 1000
    assert all(code.isdigit() and len(code) == 4 and all(names) for code, names in rows.items())
    assert "Bruxelles" in rows["1000"]


def test_cues_of_one_kind_are_alternatives():
    for cue in ("Mme", "Dhr.", "Herr"):
        assert regex.fullmatch(any_of("title"), cue)
    assert regex.fullmatch(any_of("company"), "SA")
    assert regex.fullmatch(any_of("company"), "GmbH")


def test_a_name_behind_its_cue_starts_with_a_capital_or_with_a_particle():
    capital, small = _after(r"(?:nom: )", " ", r"[\p{L}' ]+")

    assert regex.search(capital, "nom: Jan").group() == "Jan"
    assert regex.search(small, "nom: van Dam").group() == "van Dam"
    assert regex.search(small, "nom: 't Hooft").group() == "'t Hooft"
    assert regex.search(capital, "nom: van Dam") is None
    assert regex.search(small, "nom: Jan") is None
    assert regex.search(capital, "non: Jan") is None
    assert regex.search(capital, "nom: Monsieur Jan") is None


@pytest.mark.parametrize(
    ("text", "nobody"),
    [("Jan Peeters", False), ("Acme SA", True), ("Kerkstraat", True), ("Louizalaan 5", True), ("Straatman", False), ("Telefoon", True), ("Rijksregisternummer", True),
     ("Nom", False), ("Prénom", False), ("Sarah", False)],
)  # fmt: skip
def test_companies_streets_and_labels_are_nobody(text, nobody):
    assert is_no_person(text) is nobody
