"""The label engine by itself: which label before a value is its own, told with findings put where we want them."""

from __future__ import annotations

import pytest

from recognizers.labels import DEFAULT_LABEL_SCORE, LOWERED, REACH, Label, LabelEnhancer

NRN, BIS, PHONE, IBAN, KBO, BIRTH, MAIL, PERSON, ADDRESS, EID, PLATE = (
    "BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "PHONE_NUMBER", "IBAN_CODE", "BE_ENTERPRISE_NUMBER", "DATE_OF_BIRTH", "EMAIL_ADDRESS", "PERSON", "ADDRESS",
    "BE_EID_CARD_NUMBER", "BE_LICENCE_PLATE",
)  # fmt: skip


RAISED, BARE = DEFAULT_LABEL_SCORE, 0.5


N = "85073003328"


class Known:
    """What the engine asks of a recognizer."""

    def __init__(self, name: str, entity: str, score: float | None = None, labels: tuple[str, ...] = ()) -> None:
        self.name, self.supported_entities, self.labels = name, [entity], labels
        if score is not None:
            self.label_score = score


@pytest.fixture(scope="module")
def engine() -> LabelEnhancer:
    return LabelEnhancer()


def judged(engine, text, entity=NRN, value=N, *, score=BARE, label="", others=()):
    """Judge the last place of `value` in `text`; `others` are (entity, value, score) found before it."""
    at = text.rindex(value)
    spans = [(e, text.index(v), text.index(v) + len(v), s, "r") for e, v, s in others]
    return engine.rescore(text, [*spans, (entity, at, at + len(value), score, "r")], label)[-1]


def score_of(engine, text, entity=NRN, value=N, **how):
    return judged(engine, text, entity, value, **how)[0]


def test_a_label_raises_to_the_label_score_and_is_told_beside_the_control(engine):
    assert judged(engine, f"NISS {N}") == (RAISED, ("checksum", "label"))
    assert judged(engine, "GSM 0475123456", PHONE, "0475123456") == (RAISED, ("label",))


def test_without_a_label_the_score_stays(engine):
    assert judged(engine, f"voir {N}") == (BARE, ("checksum",))
    assert judged(engine, "voir 0475123456", PHONE, "0475123456") == (BARE, ())


def test_a_label_never_lowers(engine):
    assert judged(engine, f"NISS {N}", score=0.99) == (0.99, ("checksum", "label"))


def test_the_label_of_something_else_right_before_lowers_unless_the_value_is_sure(engine):
    assert judged(engine, f"facture {N}") == (LOWERED, ("checksum", "other label"))
    assert judged(engine, f"facture {N}", score=0.2) == (0.2, ("checksum", "other label"))
    assert judged(engine, f"facture {N}", score=0.84) == (LOWERED, ("checksum", "other label"))
    assert judged(engine, f"facture {N}", score=0.85) == (0.85, ("checksum",))
    assert judged(engine, "facture 0475123456", PHONE, "0475123456") == (LOWERED, ("other label",))


def test_each_recognizer_has_its_own_label_score():
    engine = LabelEnhancer([Known("sure", NRN, 0.95), Known("plain", NRN)])
    spans = [(NRN, 5, 16, 0.5, name) for name in ("sure", "plain", "unknown")]

    assert [engine.rescore(f"NISS {N}", [span])[0][0] for span in spans] == [0.95, RAISED, RAISED]


def test_labels_of_the_recognizers_and_of_the_operator_count_too():
    engine = LabelEnhancer(
        [Known("own", "CUSTOMER_NUMBER", labels=("réf. client",))], {"BADGE": ["badge", "carte d'accès"]}
    )

    assert score_of(engine, "réf. client 123456", "CUSTOMER_NUMBER", "123456") == RAISED
    assert score_of(engine, "Carte d'accès 123456", "BADGE", "123456") == RAISED
    assert score_of(engine, "NISS 123456", "BADGE", "123456") == LOWERED
    assert score_of(engine, "NISS 123456", "CUSTOMER_NUMBER", "123456") == LOWERED
    assert score_of(engine, f"badge {N}") == LOWERED
    assert score_of(engine, f"réf. client {N}") == LOWERED
    assert score_of(LabelEnhancer([]), "badge 123456", "BADGE", "123456") == BARE


def test_a_recognizer_of_somebody_else_needs_no_labels():
    class Foreign:
        name, supported_entities = "foreign", [NRN]

    assert score_of(LabelEnhancer([Foreign()]), f"NISS {N}") == RAISED


def test_an_operator_s_label_that_is_ours_too_counts_for_both():
    engine = LabelEnhancer([], {"BADGE": ["NISS"]})

    assert score_of(engine, f"NISS {N}") == RAISED
    assert score_of(engine, "NISS 123456", "BADGE", "123456") == RAISED


def test_a_new_engine_knows_the_compounds():
    assert score_of(LabelEnhancer(), f"MijnRijksregisternummers {N}") == RAISED


def test_lines_before_the_label_and_behind_the_value_do_not_count(engine):
    assert score_of(engine, f"x\ny\n\nNISS {N}") == RAISED
    assert score_of(engine, f"NISS {N}\n\n\nx\ny") == RAISED


def test_an_operator_s_label_that_is_an_anti_label_counts_for_its_entity_alone():
    engine = LabelEnhancer([], {"BADGE": ["référence"]})

    assert score_of(engine, "référence 123456", "BADGE", "123456") == RAISED
    assert score_of(engine, f"référence {N}") == LOWERED


@pytest.mark.parametrize(("gap", "expected"), [(REACH - 1, RAISED), (REACH, RAISED), (REACH + 1, BARE)])
def test_a_label_ends_60_characters_before_its_value_at_most(engine, gap, expected):
    assert REACH == 60
    assert score_of(engine, "NISS" + "." * gap + N) == expected


def test_a_label_reaches_over_words_that_say_nothing(engine):
    assert score_of(engine, f"Le numéro national de mon frère est le suivant : {N}") == RAISED


@pytest.mark.parametrize(
    ("between", "expected"), [("\n", RAISED), ("\r\n", RAISED), (" :\n  ", RAISED), ("\n\n", BARE), ("\nx\n", BARE)]
)
def test_a_label_stands_on_the_same_line_or_the_one_before(engine, between, expected):
    assert score_of(engine, f"Rijksregisternummer{between}{N}") == expected


def test_a_label_behind_the_value_s_start_does_not_count(engine):
    assert score_of(engine, f"{N} NISS") == BARE


@pytest.mark.parametrize("term", ["né le", "NÉ LE", "Né le"])
def test_a_term_that_is_also_a_word_counts_as_written_or_in_capitals(engine, term):
    assert score_of(engine, f"{term} 30/07/1985", BIRTH, "30/07/1985") == RAISED


@pytest.mark.parametrize("term", ["ne le", "Ne le"])
def test_a_term_that_is_also_a_word_does_not_count_without_its_accents(engine, term):
    assert score_of(engine, f"{term} 30/07/1985", BIRTH, "30/07/1985") == BARE


@pytest.mark.parametrize(
    "text",
    [
        "NUMERO NATIONAL {}",
        "n°_national {}",
        "Numéro-national: {}",
        "numero national {}",
        "MijnRijksregisternummers {}",
    ],
)
def test_case_accents_joints_and_compounds_do_not_matter(engine, text):
    assert score_of(engine, text.format(N)) == RAISED


def test_a_short_label_inside_a_word_is_none(engine):
    assert score_of(engine, f"ZINSZEN {N}") == BARE


@pytest.mark.parametrize(
    "between",
    [" ", ": ", " : ", " = ", " #", " n° ", " nr. ", " no ", " number: ", " [", " (", "\t", " - ", ". ", " id: "],
)
def test_what_is_usual_between_a_label_and_its_value_keeps_another_label_right_before_it(engine, between):
    assert score_of(engine, f"facture{between}{N}") == LOWERED


@pytest.mark.parametrize("between", [" du client ", ", le ", " payée par ", " : voir aussi le numéro "])
def test_another_label_farther_off_says_nothing(engine, between):
    assert score_of(engine, f"facture{between}{N}") == BARE


def test_another_label_within_20_characters_counts_against_and_farther_does_not(engine):
    assert score_of(engine, "facture : nr.    :   " + N) in {LOWERED, BARE}
    assert score_of(engine, "facture" + " " * 8 + N) == LOWERED
    assert score_of(engine, "facture" + " " * 8 + "nr" + " " * 6 + "BE " + N) == LOWERED
    assert score_of(engine, "facture" + " " * 8 + "nr" + " " * 6 + "xx " + N) == BARE


def test_another_label_on_the_line_before_says_nothing(engine):
    assert score_of(engine, f"facture\n{N}") == BARE


def test_another_entity_s_label_right_before_counts_against_a_number(engine):
    assert score_of(engine, f"GSM {N}") == LOWERED
    assert score_of(engine, "NISS 0475123456", PHONE, "0475123456") == LOWERED


@pytest.mark.parametrize("entity", [PERSON, MAIL, ADDRESS, IBAN, "CREDITOR_REFERENCE", "ICD_CODE"])
def test_a_value_that_looks_like_no_other_is_not_lowered(engine, entity):
    assert score_of(engine, f"facture {N}", entity) == BARE


@pytest.mark.parametrize("label", ["adresse", "nom", "e-mail", "plaque", "diagnostic", "châssis"])
def test_a_word_of_every_day_speaks_against_nothing(engine, label):
    assert score_of(engine, f"{label} {N}") == BARE


def test_an_anti_label_of_dates_speaks_against_birth_dates_alone(engine):
    assert score_of(engine, "date de facture 30/07/1985", BIRTH, "30/07/1985") == LOWERED
    assert score_of(engine, "geldig tot 30/07/1985", BIRTH, "30/07/1985") == LOWERED
    assert score_of(engine, f"geldig tot {N}") == BARE


def test_an_anti_label_of_numbers_says_nothing_of_a_date(engine):
    assert score_of(engine, "commande 30/07/1985", BIRTH, "30/07/1985") == BARE


def test_a_label_before_another_that_is_farther_off_still_counts(engine):
    assert score_of(engine, f"NISS, facture du client : {N}") == RAISED
    assert score_of(engine, f"facture et son NISS : {N}") == RAISED


def test_a_date_s_anti_label_anywhere_between_cuts_the_birth_label_off(engine):
    assert score_of(engine, "né le, décédé le fameux 30/07/1985", BIRTH, "30/07/1985") == BARE


@pytest.mark.parametrize(
    "text",
    ["NISS / n° client : {}", "NISS ou n° client : {}", "NISS/facture {}", "NISS of factuur {}", "NISS und Rechnung: {}", "NISS de la commande {}",
     "NISS de l'article {}", "NISS | facture {}", "NISS et facture {}"],
)  # fmt: skip
def test_two_labels_that_are_joined_announce_one_value_together(engine, text):
    assert score_of(engine, text.format(N)) == RAISED


@pytest.mark.parametrize(
    "text", ["NISS connu facture {}", "NISS : voir commande {}", "NISS commande {}", "NISS\tcommande {}"]
)
def test_two_labels_that_are_not_joined_are_two(engine, text):
    assert score_of(engine, text.format(N)) == LOWERED


def test_another_entity_s_label_joined_without_a_word_shares_too(engine):
    assert score_of(engine, f"NISS GSM {N}") == RAISED
    assert score_of(engine, f"NISS connu GSM {N}") == LOWERED


def test_a_joint_looks_no_farther_than_the_reach(engine):
    assert score_of(engine, f"NISS / facture {N}") == RAISED
    assert score_of(engine, "NISS" + " " * 70 + f"facture {N}") == LOWERED


def test_one_label_serves_one_value(engine):
    first = "42012205181"

    assert score_of(engine, f"NISS {first}, client {N}", others=[(NRN, first, 0.5)]) == BARE
    assert score_of(engine, f"NISS {first} xx {N}", others=[(BIS, first, 0.5)]) == BARE


@pytest.mark.parametrize(
    "between",
    [
        ", ",
        " / ",
        " et ",
        " en ",
        " und ",
        " or ",
        "; ",
        " & ",
        "\n",
        ") (",
        " - ",
        " | ",
        " ou ",
        " of ",
        " oder ",
        " and ",
    ],
)
def test_one_label_serves_a_whole_list(engine, between):
    first = "42012205181"

    assert score_of(engine, f"NISS {first}{between}{N}", others=[(NRN, first, 0.5)]) == RAISED


def test_a_list_may_be_long_and_a_word_ends_it(engine):
    a, b = "42012205181", "93051822361"

    assert score_of(engine, f"NISS {a}, {b}, {N}", others=[(NRN, a, 0.5), (NRN, b, 0.5)]) == RAISED
    assert score_of(engine, f"NISS {a}, {b} pour {N}", others=[(NRN, a, 0.5), (NRN, b, 0.5)]) == BARE
    assert score_of(engine, f"NISS {a} pour {b}, {N}", others=[(NRN, a, 0.5), (NRN, b, 0.5)]) == BARE


def test_national_and_bis_numbers_are_one_list(engine):
    a, b, c = "42012205181", "98472899765", "93051822361"

    assert score_of(engine, f"NISS {a}, {b}, {N}", others=[(NRN, a, 0.5), (BIS, b, 0.5)]) == RAISED
    assert score_of(engine, f"NISS {b}, {a}, {N}", others=[(BIS, b, 0.5), (NRN, a, 0.5)]) == RAISED
    assert score_of(engine, f"NISS {a}, {b}, {c}, {N}", others=[(NRN, a, 0.5), (BIS, b, 0.5), (NRN, c, 0.5)]) == RAISED


def test_a_sure_enough_value_of_another_entity_uses_the_label_up(engine):
    text = f"NISS 0475123456 pour {N}"

    assert score_of(engine, text, others=[(PHONE, "0475123456", 0.5)]) == BARE
    assert score_of(engine, text, others=[(PHONE, "0475123456", 0.49)]) == RAISED


@pytest.mark.parametrize("entity", [PERSON, ADDRESS, MAIL])
def test_a_name_an_address_or_a_mailbox_between_uses_no_label_up(engine, entity):
    assert score_of(engine, f"NISS de Jan Peeters : {N}", others=[(entity, "Jan Peeters", 0.9)]) == RAISED


def test_a_finding_that_overlaps_the_value_uses_no_label_up(engine):
    text = f"NISS 0 {N}"
    at = text.index(N)
    spans = [(PHONE, at - 2, at + 3, 0.9, "r"), (NRN, at, at + 11, 0.5, "r")]

    assert engine.rescore(text, spans)[1][0] == RAISED


def test_a_value_before_the_label_uses_nothing_up(engine):
    assert score_of(engine, f"42012205181 NISS {N}", others=[(NRN, "42012205181", 0.5)]) == RAISED


def label(*entities: str, anti: bool = False, exact: str = "") -> Label:
    return Label(frozenset(entities), anti, exact)
