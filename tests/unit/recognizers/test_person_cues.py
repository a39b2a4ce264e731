from __future__ import annotations

import pytest

from recognizers.given_name import GivenNameRecognizer
from recognizers.name_context import is_label
from recognizers.name_table import NameTableRecognizer
from recognizers.name_words import is_role
from recognizers.vocabulary import name_roles


def names(text: str) -> list[str]:
    return [text[r.start : r.end] for r in GivenNameRecognizer().analyze(text, ["PERSON"])]


def in_cells(text: str) -> list[str]:
    return [text[r.start : r.end] for r in NameTableRecognizer().analyze(text, ["PERSON"])]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le requérant Xavion Zurbrock conteste.", "Xavion Zurbrock"),
        ("De verzoekster Xavia Zurbrock betwist dat.", "Xavia Zurbrock"),
        ("Die Zeugin Xavia Peeters schweigt.", "Xavia Peeters"),
        ("The applicant Xavion Zurbrock left.", "Xavion Zurbrock"),
        ("Data subject: Xavion Zurbrock", "Xavion Zurbrock"),
        ("Leerling ......... Xavion Zurbrock", "Xavion Zurbrock"),
        ("Bénéficiaire de l'allocation\nXavion Zurbrock\nRue Haute 3", "Xavion Zurbrock"),
        ("Xavion Zurbrock (huurder)", "Xavion Zurbrock"),
        ("Nom de la victime : Xavion Zurbrock", "Xavion Zurbrock"),
        ("The tenant J. Zurbrock has not paid", "J. Zurbrock"),
    ],
)
def test_a_role_before_above_or_behind_makes_a_name_of_unknown_words(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "La cliente Banque Nationale refuse.",
        "Der Kunde Deutsche Bank AG zahlt.",
        "De huurder Sociale Woningen betaalt.",
        "The employer British Airways agreed.",
        "Le locataire rue Jean Dubois",
        "Le titulaire Directeur Général signe.",
        "Présents : Service Juridique, Direction Générale",
        "falls nicht berechtigte Personen Zugang haben",
        "Inhaber der Aufenthaltskarte B Nr. 3",
    ],
)
def test_a_role_before_an_organization_a_street_or_a_job_is_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Peeters Jan werd gehoord", "Peeters Jan"),
        ("Wouters, Elke", "Wouters, Elke"),
        ("Van den Broeck Anna", "Van den Broeck Anna"),
        ("van den Broeck Anna", "van den Broeck Anna"),
        ("zag Ben Aerts daar", "Ben Aerts"),
        ("Zurbrock Jan    0475 12 34 56", "Zurbrock Jan"),
        ("A12;Zurbrock Jan;RH", "Zurbrock Jan"),
        ("DE JONG Marc", "DE JONG Marc"),
        ("ook Marc De Kleermaeker, en", "Marc De Kleermaeker"),
        ("wie is Karel De Grote", "Karel De Grote"),
        ("Richter Volker", "Richter Volker"),
        ("Aan Fleur Vandamme", "Fleur Vandamme"),
        ("betreft Xavion Peeters en", "Xavion Peeters"),
    ],
)
def test_a_family_name_first_or_a_known_one_behind_an_unknown_word(text: str, name: str) -> None:
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text", ["Maar Jan zei niets.", "Toen Marie kwam", "Sint Jan Berchmans", "Max PV 0", "Le Mars"]
)
def test_an_ordinary_word_beside_a_given_name_is_no_family_name(text: str) -> None:
    assert names(text) == []


def test_a_list_under_a_label_is_a_list_of_names() -> None:
    assert names("Inscrits\n1) Zurbrock Jan\n2) Hotyat Basil\n3) Xavia Peeters") == [
        "Zurbrock Jan",
        "Hotyat Basil",
        "Xavia Peeters",
    ]


def test_a_name_in_a_list_ends_at_the_comma() -> None:
    assert names("Présents : Lucie Hanquet, Piotr Kowalczyk, Mamadou Diallo") == [
        "Lucie Hanquet",
        "Piotr Kowalczyk",
        "Mamadou Diallo",
    ]


def test_every_role_of_the_table_is_a_label() -> None:
    assert [role for _, roles in name_roles() for role in roles if not is_role(role) or not is_label(role)] == []


@pytest.mark.parametrize(
    "label", ["Adresse du locataire", "Numéro de client", "Date", "Bank", "Beneficiary account 12"]
)
def test_the_label_of_something_else_is_none_of_a_name(label: str) -> None:
    assert not is_label(label)


@pytest.mark.parametrize(
    "text",
    [
        "Nom\tPrénom\tNé le\nZurbrock\tXavion\t04/05/1990",
        "NOM        PRENOM      CLASSE\nZurbrock   Xavion      3A",
        "| Nom | Prénom | Poste |\n|---|---|---|\n| Zurbrock | Xavion | 214 |",
        "Family;Given;Born\nZurbrock;Xavion;1990-02-03",
        "A;Naam;Voornaam\n1;Zurbrock;Xavion",
    ],
)
def test_cells_under_the_two_parts_of_a_name_are_names(text: str) -> None:
    assert in_cells(text) == ["Zurbrock", "Xavion"]


def test_cells_under_a_full_name_are_names() -> None:
    assert in_cells("Nom et prénom;Téléphone\nZurbrock Xavion;0475 11 22 33") == ["Zurbrock Xavion"]


@pytest.mark.parametrize(
    "text",
    [
        "Name;Version;License\nOpen Office;4.1;Apache\nLibre Office;7.0;MPL",
        "Nom du produit;Prix\nMarteau Rouge;12",
        "Nom\tPrénom\nTotal\t12",
        "Nom : Dupont\nPrénom : Jean",
        "Name  Wert\n",
    ],
)
def test_other_tables_hold_no_names(text: str) -> None:
    assert in_cells(text) == []


def test_a_table_ends_where_its_lines_do() -> None:
    assert in_cells("Nom\tPrénom\nZurbrock\tXavion\nRemarque\n\nPage\tDeux") == ["Zurbrock", "Xavion"]
