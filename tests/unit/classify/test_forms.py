from __future__ import annotations

import pytest

from pii_scan.classify.forms import Answer, Page, answer_of, answers

LABELS = {"beruf", "name", "profession", "nom", "employeur"}
TERMS = LABELS | {"groupe sanguin", "marié"}


def answer(text, label, *, anywhere=False):
    start = text.index(label)
    page = Page(text, lambda t: t.strip().casefold() in TERMS, lambda t: t.strip().casefold() in LABELS)
    return page.answer(start, start + len(label), anywhere=anywhere)


@pytest.mark.parametrize("text", ["infirmière", "O+", "3", "non-fumeur", "sans emploi", "ja, 20 per dag", "1/2 temps"])
def test_a_value_is_a_value(text):
    assert answer_of(text) is Answer.VALUE


@pytest.mark.parametrize(
    "text",
    ["néant", "Geen.", "keine", "none", "n.v.t.", "N/A", "-", "/", "s.o.", "nein", "Non", "no known allergies",
     "aucune allergie connue", "geen bekend", "entfällt", "sans objet", "niet van toepassing", "[ ] oui [x] non"],
)  # fmt: skip
def test_an_answer_that_says_none_is_told_apart(text):
    assert answer_of(text) is Answer.NONE


@pytest.mark.parametrize(
    "text",
    ["", "......", "________________", "[diagnosis]", "<nom>", "{{ name }}", "xxx", "to be completed", "à compléter",
     "in te vullen", "auszufüllen", "oui / non", "ja/nee", "ledig / verheiratet / geschieden", "☐ oui ☐ non", "[ ]",
     "gehuwd/ongehuwd (schrappen wat niet past)"],
)  # fmt: skip
def test_what_was_not_filled_in_is_empty(text):
    assert answer_of(text) is Answer.EMPTY
    assert not answers(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Profession : infirmière", Answer.VALUE, id="colon"),
        pytest.param("Profession:\ninfirmière", Answer.VALUE, id="value on the next line"),
        pytest.param("Profession\ninfirmière\n", Answer.VALUE, id="label alone on its line"),
        pytest.param("Profession\tinfirmière", Answer.VALUE, id="tab"),
        pytest.param("Nom      Dupont      Profession      infirmière", Answer.VALUE, id="columns of spaces"),
        pytest.param("infirmière (Profession)", Answer.VALUE, id="behind its value"),
        pytest.param("Nom\tProfession\tEmployeur\nLuc\tmenuisier\tX", Answer.VALUE, id="header of a table"),
        pytest.param("Nom\tProfession\tEmployeur\nLuc\t\tX", Answer.EMPTY, id="header over an empty cell"),
        pytest.param("Nom\tProfession\tEmployeur\nLuc\tnéant\tX", Answer.NONE, id="header over none"),
        pytest.param("Nom\tProfession\tEmployeur\nA\t\tX\nB\tmenuisier\tY", Answer.VALUE, id="a lower row"),
        pytest.param("Nom\tEmployeur\tProfession\nA\tX\nB\tY\tmenuisier", Answer.VALUE, id="below a cut row"),
        pytest.param("Nom\tDupont\nProfession\nEmployeur\tX", Answer.EMPTY, id="row without its value"),
        pytest.param("Nom\tDupont\nProfession\t\nEmployeur\tX", Answer.EMPTY, id="row with an empty value"),
        pytest.param("Nom      Profession   Employeur\nLuc      menuisier    X", Answer.VALUE, id="header over a gap"),
        pytest.param("Documents :\n- Profession\n- Employeur", None, id="a list of names"),
        pytest.param("Profession : ........ Employeur : ......", Answer.EMPTY, id="dots"),
        pytest.param("Profession : Employeur : X", Answer.EMPTY, id="another label on the line"),
        pytest.param("Profession :\nEmployeur : X", Answer.EMPTY, id="another label below"),
        pytest.param("Profession\nEmployeur\n", Answer.EMPTY, id="another label below, without colons"),
        pytest.param("Profession :", Answer.EMPTY, id="the end"),
        pytest.param("Profession ? Oui", Answer.VALUE, id="question answered yes"),
        pytest.param("Profession ? Non", Answer.NONE, id="question answered no"),
        pytest.param("Profession ? Nous en parlerons.", None, id="question that is not answered"),
        pytest.param("[x] Profession", Answer.TICKED, id="ticked before"),
        pytest.param("[ ] Profession [x] Nom", Answer.EMPTY, id="the other one ticked"),
        pytest.param("Profession ☒  Nom ☐", Answer.TICKED, id="ticked behind"),
        pytest.param("Nom ☒  Profession ☐", Answer.EMPTY, id="not ticked behind"),
        pytest.param("La Profession compte.", None, id="prose"),
        pytest.param("Sa Profession : infirmière", None, id="inside a phrase"),
        pytest.param("Profession\nUn long paragraphe parle ici des métiers, et il y en a.\n", None, id="a heading"),
    ],
)
def test_a_label_looks_for_its_value(text, expected):
    assert answer(text, "Profession") is expected


def test_a_strong_term_is_a_label_inside_a_phrase_too():
    assert answer("Elle est en incapacité : oui", "incapacité", anywhere=True) is Answer.VALUE


def test_a_choice_needs_three_options_in_words():
    def offered(text):
        start = text.index("marié")
        return Page(text, TERMS.__contains__, LABELS.__contains__).is_choice(start, start + 5)

    assert offered("célibataire / marié / divorcé")
    assert offered("marié(e) célibataire (biffer la mention inutile)")
    assert not offered("Luc, NN 100507/471/78 est marié")
    assert not offered("marié/cohabitant")


def test_a_line_without_end_costs_no_more_than_what_is_nearby():
    text = "mot " * 200_000 + "Profession : infirmière " + "mot " * 200_000

    assert answer(text, "Profession", anywhere=True) is Answer.VALUE
