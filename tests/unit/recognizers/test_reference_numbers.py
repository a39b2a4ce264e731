"""Numbers that organizations give: at least four characters with digits, right behind their label, and never sure."""

from __future__ import annotations

import pytest

STAFF, STUDENT, POLICY, FILE = "EMPLOYEE_NUMBER", "STUDENT_NUMBER", "POLICY_NUMBER", "FILE_NUMBER"


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize(
    ("entity", "label"),
    [(STAFF, "matricule :"), (STAFF, "n° personnel"), (STAFF, "Personeelsnummer:"), (STAFF, "stamnummer"), (STAFF, "Personalnummer"), (STAFF, "employee id:"), (STUDENT, "n° étudiant"), (STUDENT, "studentennummer"),
     (STUDENT, "rolnummer:"), (STUDENT, "student id"), (POLICY, "n° police :"), (POLICY, "Polisnummer"), (POLICY, "Policenummer:"), (POLICY, "policy no."), (FILE, "dossier n°"), (FILE, "dossiernummer:"),
     (FILE, "Aktenzeichen:"), (FILE, "n° client")],
)  # fmt: skip
@pytest.mark.parametrize("value", ["P-4711", "r0123456", "12.345.678", "2024-0045", "AB/12345"])
def test_a_reference_is_found_behind_its_label_in_four_languages(find, entity, label, value):
    ((found, text, score),) = find(f"{label} {value}")

    assert (found, text) == (entity, value)
    assert 0.5 <= score < 0.85


@pytest.mark.parametrize("value", ["Jan", "A-1", "abcdef", "30/07/1985", "2024", "0475/12.34.56", "12", ""])
def test_words_years_dates_and_phones_are_no_reference(find, value):
    found = find(f"matricule : {value}")

    assert values(found, STAFF) == []


def test_the_first_group_of_a_phone_is_no_reference(find):
    assert values(find("matricule : 0475 12 34 56"), STAFF) == []


def test_a_reference_without_its_label_or_behind_other_words_is_none(find):
    assert find("P-4711") == []
    assert values(find("matricule de mon collègue Jan P-4711"), STAFF) == []


def test_a_reference_may_stand_before_its_label_in_brackets(find):
    assert values(find("P-4711 (matricule)"), STAFF) == ["P-4711"]
    assert values(find("r0123456 (studentennummer)"), STUDENT) == ["r0123456"]
