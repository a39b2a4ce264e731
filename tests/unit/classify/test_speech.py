from __future__ import annotations

import pytest

from pii_scan.classify.speech import Speech, joins


def denial(text, *, own_word=False):
    """What a text says of its word in asterisks."""
    start = text.index("*")
    plain = text.replace("*", "")
    end = text.index("*", start + 1) - 1
    return Speech(plain, own_word=own_word).denial(start, end)


@pytest.mark.parametrize(
    "text",
    [
        "Il n'a pas de *casier judiciaire*.",
        "Elle n'est pas *mariée*.",
        "Aucune *allergie* connue.",
        "Sans *antécédents médicaux*.",
        "Il n'a jamais été *condamné*.",
        "Il ne *fume* pas.",
        "Geen *allergieën*.",
        "Hij is niet *gehuwd*.",
        "Zij *rookt* niet.",
        "Zonder bekende *allergie*.",
        "Keine *Vorstrafen*.",
        "Er ist nicht *verheiratet*.",
        "Sie *raucht* nicht.",
        "No known *allergies*.",
        "She does not *smoke*.",
        "He has never been *convicted*.",
    ],
)
def test_a_denial_next_to_a_term_is_heard(text):
    assert denial(text) == "negated"


@pytest.mark.parametrize(
    "text",
    [
        "Elle ne peut pas travailler en raison d'une *hernie*.",
        "Zij kan niet werken wegens een *longontsteking*.",
        "Er kann nicht arbeiten wegen einer *Depression*.",
        "He could not come because of his *asthma*.",
        "Il est sans doute *diabétique*.",
        "Hij heeft niet alleen *diabetes*.",
        "Sie ist noch *verheiratet*.",
        "He is no longer *married*.",
        "Pas de fièvre, mais une *hypertension*.",
        "Il n'est pas venu. *Diabète* connu.",
    ],
)
def test_a_denial_of_something_else_is_none(text):
    assert denial(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "En cas de *maladie*, prévenez-nous.",
        "Notre formule couvre le *cancer*.",
        "Les patients atteints de *diabète* le savent.",
        "L'assuré qui souffre d'une *dépression* a droit à une rente.",
        "*Epilepsie* is een aandoening van de hersenen.",
        "Elke *ziekte* moet worden gemeld.",
        "Bij *ziekte* belt u ons.",
        "Der Versicherte, der an *Krebs* erkrankt, erhält Geld.",
        "*Alkoholismus* ist ausgeschlossen.",
        "If you have *asthma*, tell us.",
        "*Epilepsy* is a neurological disorder.",
    ],
)
def test_a_sentence_of_any_case_is_general(text):
    assert denial(text) == "general"


def test_a_general_sentence_ends_with_its_full_stop():
    assert denial("En cas de maladie, prévenez-nous. Elle est *diabétique*.") is None


@pytest.mark.parametrize("text", ["Souffrez-vous de *diabète* ?", "Bent u *zwanger* ?", "Sind Sie *krank* ?"])
def test_a_question_to_the_reader_says_nothing(text):
    assert denial(text) == "question"


def test_a_question_about_the_writers_own_case_does():
    assert denial("Vu mon *diabète*, pouvez-vous m'aider ?") is None


def test_who_only_signs_must_speak_of_himself():
    assert denial("Le *diabète* progresse.", own_word=True) == "writer"
    assert denial("Je suis *diabétique*.", own_word=True) is None


@pytest.mark.parametrize(
    ("between", "expected"), [(", ", True), (" ni d'", True), (" oder ", True), (" mais ", False), (". ", False)]
)
def test_a_denial_goes_on_over_a_conjunction(between, expected):
    assert joins(f"diabète{between}asthme", 7, 7 + len(between)) is expected
