"""Identity numbers of the neighboring countries: their control, and mostly a label."""

from __future__ import annotations

import pytest

NIR, BSN, TAX, LUX = "FR_NIR", "NL_BSN", "DE_TAX_ID", "LU_NATIONAL_ID"


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize(
    ("entity", "label", "number"),
    [(NIR, "NIR", "1 85 05 78 006 084 91"), (NIR, "numéro INSEE :", "185057800608491"), (NIR, "NIR", "2 95 10 99 126 111 93"), (NIR, "NIR", "253072A07300443"), (NIR, "NIR", "253072B07300470"),
     (BSN, "BSN", "111222333"), (BSN, "burgerservicenummer:", "1112.22.333"), (BSN, "BSN", "111 222 333"), (TAX, "Steuer-ID", "36 574 261 809"), (TAX, "Steuer-Identifikationsnummer:", "36574261809"),
     (LUX, "Luxemburger Matrikel", "1893120105732"), (LUX, "matricule luxembourgeois :", "1893 12 01 057 32")],
)  # fmt: skip
def test_a_label_makes_a_number_sure(find, entity, label, number):
    ((found, text, score),) = find(f"{label} {number}")

    assert (found, text) == (entity, number)
    assert score >= 0.85


def test_only_the_printed_groups_of_a_french_number_are_sure_without_a_label(find):
    assert find("1 85 05 78 006 084 91") == [(NIR, "1 85 05 78 006 084 91", 0.85)]
    for number in ("185057800608491", "111222333", "36574261809"):
        assert find(number) == []


def test_a_date_and_two_controls_make_a_bare_luxembourg_number_probable(find):
    assert find("1893120105732") == [("LU_NATIONAL_ID", "1893120105732", 0.6)]


@pytest.mark.parametrize(
    "text",
    ["NIR 1 85 05 78 006 084 92", "NIR 18505780060849", "BSN 111222334", "BSN 11122233", "Steuer-ID 36 574 261 808", "Steuer-ID 06574261809", "matricule luxembourgeois 1893120105733", "BSN 12.111222333",
     "NIR 1 85 13 78 006 084 91"],
)  # fmt: skip
def test_a_wrong_control_or_length_is_none(find, text):
    found = find(text)

    assert values(found, NIR) + values(found, BSN) + values(found, TAX) + values(found, LUX) == []
