"""Care providers, codes of illness, medicine and treatment, and members of mutualities."""

from __future__ import annotations

import pytest

RIZIV, ICD, MENTAL, ATC, MENTAL_ATC, CNK, TREATMENT, MEMBER = (
    "BE_HEALTH_PROVIDER_NUMBER", "ICD_CODE", "MENTAL_ICD_CODE", "ATC_CODE", "MENTAL_ATC_CODE", "CNK_CODE", "NOMENCLATURE_CODE", "HEALTH_INSURANCE_NUMBER",
)  # fmt: skip


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize("label", ["INAMI", "n° INAMI :", "RIZIV-nr.", "RIZIV", "LIKIV:", "NIHDI"])
@pytest.mark.parametrize(
    "number",
    [
        "1-12345-78-123",
        "1-12345-62-123",
        "11234578",
        "11234578123",
        "1/12345/78/123",
        "1.12345.78.123",
        "1 12345 78 123",
    ],
)
def test_a_label_makes_a_care_provider(find, label, number):
    ((entity, text, score),) = find(f"{label} {number}")

    assert (entity, text) == (RIZIV, number)
    assert score >= 0.85


@pytest.mark.parametrize(
    "text",
    [
        "1-12345-78-123",
        "11234578",
        "INAMI 1-12345-12-123",
        "INAMI 0-12345-65-001",
        "INAMI 1-12345-78-1234",
        "facture 11234578123",
    ],
)
def test_without_a_label_or_with_a_wrong_control_there_is_no_care_provider(find, text):
    assert values(find(text), RIZIV) == []


@pytest.mark.parametrize("label", ["Diagnostic :", "Diagnose", "ICD-10:", "CIM-10", "ICD", "CIM"])
def test_a_label_makes_a_diagnosis_and_chapter_f_is_one_of_the_mind(find, label):
    assert values(find(f"{label} E11.9"), ICD) == ["E11.9"]
    assert values(find(f"{label} F32.1"), MENTAL) == ["F32.1"]
    assert values(find(f"{label} F32.1"), ICD) == []
    assert values(find(f"{label} E11.9"), MENTAL) == []


@pytest.mark.parametrize(
    "text", ["sur la E40 vers Liège", "la N25", "A12 richting Antwerpen", "vitamine B12", "permis M18", "E11.9", "F99"]
)
def test_roads_vitamins_and_bare_codes_are_no_diagnosis(find, text):
    assert values(find(text), ICD) + values(find(text), MENTAL) == []


def test_medicines_of_the_mind_are_told_apart(find):
    assert values(find("ATC A10BA02"), ATC) == ["A10BA02"]
    assert values(find("code ATC : N06AB04"), MENTAL_ATC) == ["N06AB04"]
    assert values(find("ATC N05BA01"), MENTAL_ATC) == ["N05BA01"]
    assert values(find("ATC N02BE01"), ATC) == ["N02BE01"]
    assert values(find("ATC N06AB04"), ATC) == []
    assert find("A10BA02") == []


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [("CNK 1234567", CNK, "1234567"), ("code CNK 1234-567", CNK, "1234-567"), ("CNK-nr: 1234 567", CNK, "1234 567"), ("1234567 (CNK)", CNK, "1234567"),
     ("code nomenclature 101032", TREATMENT, "101032"), ("prestatiecode: 101032", TREATMENT, "101032"), ("101032 (prestatiecode)", TREATMENT, "101032"),
     ("n° d'affiliation 228/1234567890123", MEMBER, "228/1234567890123"), ("aansluitingsnummer 228 1234567", MEMBER, "228 1234567")],
)  # fmt: skip
def test_codes_and_members_are_found_beside_their_label_alone(find, text, entity, value):
    assert values(find(text), entity) == [value]
    assert values(find(value), entity) == []


@pytest.mark.parametrize(
    "text",
    [
        "CNK 12345678",
        "CNK 123456",
        "CNK 0000000",
        "prestatiecode 1010321",
        "prestatiecode 000000",
        "aansluitingsnummer 028/1234567",
        "aansluitingsnummer 22",
    ],
)
def test_other_lengths_and_zeros_are_no_code(find, text):
    assert values(find(text), CNK) + values(find(text), TREATMENT) + values(find(text), MEMBER) == []
