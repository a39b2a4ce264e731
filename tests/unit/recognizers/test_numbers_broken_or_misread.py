"""National numbers, phones, cards and enterprise numbers that a line end, a label or a reading program changed."""

from __future__ import annotations

import pytest

NRN, BIS, PHONE, CARD, KBO, UNIT, VAT = (
    "BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "PHONE_NUMBER", "CREDIT_CARD", "BE_ENTERPRISE_NUMBER", "BE_ESTABLISHMENT_UNIT_NUMBER", "VAT_NUMBER",
)  # fmt: skip


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize(
    "text", ["85.07.30-\n033.28", "85.07.30\n033.28", "85.07.30-033.\n28", "850730-\n033-28", "85.07.30- \r\n  033.28"]
)
def test_a_dotted_number_broken_at_a_group_is_one(find, text):
    assert values(find(f"NISS {text}"), NRN) == [text]


def test_a_number_broken_twice_is_none(find):
    assert values(find("NISS 85.07.30-\n033.\n28"), NRN) == []


@pytest.mark.parametrize(
    "text",
    ["85.O7.30-033.28", "85.07.3O-O33.28", "B5.07.30-033.28", "85O73003328", "8S.07.30-033.28", "85.07.30-033.2B"],
)
def test_a_misread_number_behind_its_label_is_found_and_never_sure(find, text):
    ((entity, value, score),) = find(f"NISS : {text}")

    assert (entity, value) == (NRN, text)
    assert 0.5 <= score <= 0.6


@pytest.mark.parametrize(
    "text", ["85.O7.30-033.28", "NISS 85.O7.30-033.29", "NISS BS.O7.3O-O33.28", "code 85O73003328"]
)
def test_a_misread_number_needs_its_label_its_control_and_few_letters(find, text):
    assert values(find(text), NRN) == []


def test_a_misread_bis_number_is_one(find):
    assert values(find("bisnummer: 9B.47.28-997.65"), BIS) == ["9B.47.28-997.65"]


@pytest.mark.parametrize("label", ["NN", "NISS", "INSZ", "RRN", "nn"])
@pytest.mark.parametrize("number", ["85073003328", "85.07.30-033.28", "850730-033.28"])
def test_a_number_glued_to_its_label_is_sure(find, label, number):
    ((entity, text, score),) = find(f"{label}{number}")

    assert (entity, text) == (NRN, number)
    assert score >= 0.85


@pytest.mark.parametrize("text", ["X85073003328", "ANN85073003328", "NN850730033281"])
def test_a_number_glued_to_other_letters_is_none(find, text):
    assert values(find(text), NRN) == []


@pytest.mark.parametrize("text", ["0475 12\n34 56", "0475/12.34.\n56"])
def test_a_labelled_mobile_broken_at_a_group_is_one(find, text):
    assert values(find(f"GSM {text}"), PHONE) == [text]


@pytest.mark.parametrize("text", ["tél0475123456", "GSM0475/12.34.56", "fax022268888"])
def test_a_phone_glued_to_its_label_is_found(find, text):
    assert values(find(text), PHONE) == [text.lstrip("télGSMfax")]


@pytest.mark.parametrize("text", ["4111 1111\n1111 1111", "4111\n1111 1111 1111"])
def test_a_card_broken_at_a_group_is_one_and_not_sure_alone(find, text):
    ((entity, value, score),) = find(text)

    assert (entity, value) == (CARD, text)
    assert 0.5 <= score < 0.85


@pytest.mark.parametrize("text", ["0403.019.\n261", "0403.\n019.261"])
def test_an_enterprise_number_broken_behind_a_dot_is_one(find, text):
    assert values(find(f"TVA {text}"), KBO) == [text]


@pytest.mark.parametrize("text", ["BTWBE0403019261", "TVA0403019261", "KBO0403.019.261"])
def test_an_enterprise_number_glued_to_its_label_is_found(find, text):
    assert len(values(find(text), KBO)) == 1


@pytest.mark.parametrize(
    "label", ["unité d'établissement", "Vestigingseenheid:", "vestigingseenheidsnummer", "Niederlassungseinheit"]
)
@pytest.mark.parametrize("number", ["2.147.812.701", "2.147.812.897", "2147812701"])
def test_a_label_makes_an_establishment_unit(find, label, number):
    ((entity, text, score),) = find(f"{label} {number}")

    assert (entity, text) == (UNIT, number)
    assert score >= 0.5
    assert values(find(number), UNIT) == []


@pytest.mark.parametrize("number", ["FR 40 303 265 045", "FR40303265045", "NL4495445B01", "LU15027442"])
def test_a_label_makes_a_foreign_vat_number(find, number):
    assert values(find(f"TVA : {number}"), VAT) == [number]
    assert values(find(number), VAT) == []
    assert values(find("TVA : FR 40 303 265 046"), VAT) == []
