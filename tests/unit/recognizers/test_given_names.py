from __future__ import annotations

import pytest

from recognizers.canonical import canonical, check
from recognizers.given_name import GivenNameRecognizer


def names(text: str) -> list[str]:
    return [text[r.start : r.end] for r in GivenNameRecognizer().analyze(text, ["PERSON"])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("le dossier de Jean-Luc Dubois est clos", "Jean-Luc Dubois"),
        ("volgens Veerle Van den Broeck klopt dat", "Veerle Van den Broeck"),
        ("l'époux d'Amélie Dupont-Leroy", "Amélie Dupont-Leroy"),
        ("VAN DAMME Marie, présente", "VAN DAMME Marie"),
        ("ook JOHAN PEETERS was er", "JOHAN PEETERS"),
        ("3. Rachid Benali Rachid.Benali@example.org", "Rachid Benali"),
    ],
)
def test_a_given_name_beside_a_family_name_is_a_person(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    ["rue Jean Dubois", "Athénée Jean Dubois", "in de Jan Claeslaan", "Jean Dubois SPRL", "Marché Commun", "Jean"],
)
def test_streets_schools_and_companies_named_after_somebody_are_no_person(text: str) -> None:
    assert names(text) == []


def test_a_national_number_that_lost_its_first_zeros_in_a_sheet_is_one() -> None:
    assert check("BE_NATIONAL_REGISTER_NUMBER", "12556777")
    assert canonical("BE_NATIONAL_REGISTER_NUMBER", "12556777") == "00012556777"
    assert not check("BE_NATIONAL_REGISTER_NUMBER", "12556778")
