from __future__ import annotations

import pytest

from pii_scan.classify.about import Role, is_general_text, role_of


def role(text, name="Jan Peeters", entity="PERSON"):
    start = text.index(name)
    return role_of(text, start, start + len(name), entity)


@pytest.mark.parametrize(
    "text",
    [
        "Votre contact : Jan Peeters",
        "Votre contact : Els Maes, els@office.example, Jan Peeters",
        "Uw contactpersoon: Jan Peeters",
        "Ihr Ansprechpartner: Jan Peeters",
        "Author: Dr Jan Peeters",
        "Verantwoordelijke uitgever: Jan Peeters",
        "Vragen? Mail Jan Peeters",
        "Formulaire à renvoyer à Jan Peeters",
        "Contact :\nJan Peeters",
        "Merci.\n\nCordialement,\nJan Peeters\nDirecteur commercial",
        "Met vriendelijke groeten\nJan Peeters\nDossierbeheerder",
        "Demandez une offre.\nJan Peeters, courtier",
        "Chaque membre paie 120 euros.\nLe président, Jan Peeters",
    ],
)
def test_who_may_be_asked_or_signs_for_the_office_is_a_contact(text):
    assert role(text) is Role.CONTACT


@pytest.mark.parametrize(
    "text",
    [
        "Nom : Jan Peeters",
        "Nous avons contacté Jan Peeters hier.",
        "Monsieur Jan Peeters,",
        "Entretien avec Jan Peeters",
        "Questions médicales. Jan Peeters répond.",
    ],
)
def test_who_is_spoken_of_is_the_subject(text):
    assert role(text) is Role.SUBJECT


def test_who_signs_without_a_function_is_the_writer():
    assert role("Je suis malade.\n\nBien à vous,\nJan Peeters\nRue Haute 3") is Role.SIGNER


def test_a_number_that_identifies_is_always_a_subjects():
    assert role("Contact : 42.01.22-999.06", "42.01.22-999.06", "BE_NATIONAL_REGISTER_NUMBER") is Role.SUBJECT


@pytest.mark.parametrize(
    "text",
    [
        "CONDITIONS GÉNÉRALES\nArticle 1",
        "conditions_générales_2024\nX",
        "L'Office\n\nAlgemene voorwaarden hospitalisatie",
        "Chers clients,\nNotre formule",
        "Liebe Kunden,",
        "Vacature: boekhouder",
        "Job description: clerk",
        "Privacy notice",
        "Formation : le burn-out",
    ],
)
def test_a_text_that_calls_itself_general_is_general(text):
    assert is_general_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Objet : conditions générales",
        "Monsieur,\nvous trouverez nos conditions générales.",
        "Curriculum vitae\nFormation : bachelier",
        "Manuel Garcia\nrue Haute",
        "Nom : Jan Peeters",
        "",
    ],
)
def test_a_letter_that_mentions_one_is_not(text):
    assert not is_general_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "Wir suchen einen Schweißer (m/w/x). Sie haben ein technisches Diplom und drei Jahre Erfahrung in der Tagschicht.",
        "Nous cherchons un soudeur (h/f/x). Vous avez un diplôme technique et trois ans d'expérience, de jour, à Namur.",
    ],
)
def test_who_seeks_both_sexes_has_a_vacancy_however_long_the_line(text):
    assert is_general_text(text)
