"""Old accounts, BICs, creditor references, and IBANs that were misread, broken or glued to their label."""

from __future__ import annotations

import pytest

ACCOUNT, BIC, REFERENCE, IBAN, EID, OGM = (
    "BE_LEGACY_ACCOUNT_NUMBER", "BIC", "CREDITOR_REFERENCE", "IBAN_CODE", "BE_EID_CARD_NUMBER", "BE_STRUCTURED_COMMUNICATION",
)  # fmt: skip


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize("number", ["539-0075470-34", "123-4567890-02", "510-0075470-61", "539 0075470 34"])
@pytest.mark.parametrize("label", ["Compte :", "rekening", "CCP", "PCR nr.", "Konto", "n° de compte"])
def test_a_label_and_its_groups_make_an_old_account_sure(find, label, number):
    ((entity, text, score),) = find(f"{label} {number}")

    assert (entity, text) == (ACCOUNT, number)
    assert score >= 0.85


def test_groups_alone_are_an_account_or_a_card_and_glued_digits_are_nothing(find):
    ((entity, text, score),) = find("539-0075470-34")

    assert (entity, text) == (ACCOUNT, "539-0075470-34")
    assert 0.5 <= score < 0.85
    assert find("539007547034") == []


@pytest.mark.parametrize("number", ["001-0000000-97", "539-0075470-35", "539-0075470-341", "1539-0075470-34"])
def test_an_account_whose_control_or_length_is_wrong_is_none(find, number):
    assert values(find(f"compte {number}"), ACCOUNT) == []


@pytest.mark.parametrize("text", ["BIC GKCCBEBB", "SWIFT: BBRUBEBB", "BIC: BNPAFRPP", "BIC/SWIFT BNPAFRPPXXX"])
def test_a_label_makes_a_bic(find, text):
    assert values(find(text), BIC) == [text.split()[-1]]


def test_a_belgian_bank_s_bic_needs_no_label(find):
    assert values(find("GKCCBEBB"), BIC) == ["GKCCBEBB"]


@pytest.mark.parametrize("text", ["BELGIQUE", "LA BELGIQUE EN FETE", "BNPAFRPP", "MEDICAIS", "BIC gkccbebb"])
def test_words_that_have_the_form_of_a_bic_are_none(find, text):
    assert values(find(text), BIC) == []


@pytest.mark.parametrize("text", ["RF18 5390 0754 7034", "RF18539007547034"])
def test_a_creditor_reference_is_found_by_its_control(find, text):
    assert values(find(f"à payer {text} svp"), REFERENCE) == [text]
    assert values(find(f"à payer {text.replace('RF18', 'RF19')} svp"), REFERENCE) == []


@pytest.mark.parametrize(
    "text", ["BE68 539O 0754 7034", "BE6B 5390 0754 7034", "BE68 S390 O754 7O34", "BE68539OO7547034"]
)
def test_a_misread_iban_behind_its_label_is_found_and_never_sure(find, text):
    ((entity, value, score),) = find(f"IBAN : {text}")

    assert (entity, value) == (IBAN, text)
    assert 0.5 <= score <= 0.6


def test_a_misread_iban_needs_a_label_and_both_controls(find):
    assert find("voir BE68 539O 0754 7034") == []
    assert find("IBAN : BE68 539O 0754 7035") == []


@pytest.mark.parametrize(
    "text", ["BE68 5390\n0754 7034", "BE68 5390 0754\n7034", "BE68\n5390 0754 7034", "BE68 5390 \r\n  0754 7034"]
)
def test_an_iban_broken_at_a_group_is_one(find, text):
    assert values(find(f"Compte {text}."), IBAN) == [text]


@pytest.mark.parametrize("text", ["IBANBE68539007547034", "ibanbe68 5390 0754 7034"])
def test_an_iban_glued_to_its_label_is_found_without_it(find, text):
    assert values(find(text), IBAN) == [text[4:]]


@pytest.mark.parametrize("text", ["+++010/8068/\n17183+++", "+++010/8068/17183+++", "+++ 010/8068/17183 +++"])
def test_a_structured_communication_broken_at_a_group_is_one(find, text):
    assert values(find(text), OGM) == [text]
