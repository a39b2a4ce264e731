"""Labels behind a value, above it or outside of the text; and how the engine stands in Presidio."""

from __future__ import annotations

import pytest
from presidio_analyzer import RecognizerResult

from recognizers.labels import DEFAULT_LABEL_SCORE, LOWERED, Label, LabelEnhancer, _shipped, _twins_of, _united

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


@pytest.mark.parametrize(
    "text",
    ["{} (numéro national)", "{} [NISS]", "{}(INSZ)", "{}\n(rijksregisternummer)", "{} (son numéro national belge)", "{} – numéro national, merci", "{} - NISS.", "{} = NISS"],
)  # fmt: skip
def test_a_label_in_brackets_or_behind_a_dash_after_the_value_counts(engine, text):
    assert score_of(engine, text.format(N)) == RAISED


@pytest.mark.parametrize(
    "text",
    ["{} NISS", "{}, NISS", "{} (GSM)", "{} (facture)", "{} (x) NISS", "{} - 5 NISS", "{} (NISS", "{}\n\n(NISS)"],
)
def test_anything_else_after_the_value_does_not(engine, text):
    assert score_of(engine, text.format(N)) == BARE


@pytest.mark.parametrize(
    "text", ["{} (GSM, NISS)", "{} (facture, NISS)", "{} (facture, GSM, tél, NISS)", "{} (NISS, GSM)", "GSM, tél, facture, e-mail, adresse: voir lieu secret {} (NISS)", "voir {} (de facture et NISS)"]
)  # fmt: skip
def test_a_label_may_stand_among_others_in_the_brackets(engine, text):
    assert score_of(engine, text.format(N)) == RAISED


def test_a_bis_number_is_announced_by_what_announces_a_national_number():
    assert _twins_of(NRN) == (BIS,)
    assert _twins_of(PHONE) == ()


def test_a_label_in_front_counts_before_one_behind(engine):
    assert score_of(engine, f"facture {N} (NISS)") == LOWERED


@pytest.mark.parametrize(
    "text",
    ["Nom\tNISS\tDate\nAn\t1\t2\nBo\t3\t4\nJan\t{}\t2020", "Nom | NISS | Date\nAn | 1 | 2\nJan | {} | 2020", "Nom   NISS   Date\nAn   1   2\nJan   {}   2020",
     "Nom  NISS\nAn  1\nJan  {}", "| Nom | NISS |\n| An | 1 |\n| Jan | {} |", "NISS\tNom\n1\tAn\n{}\tJan", "xx\nNom\tNISS\nAn\t1\nJan\t{}\nxx",
     "Nom\tson NISS belge\tx\nAn\t1\tx\nJan\t{}\tx", "Nom \t NISS \nAn\t1\nJan\tn. {} ok"],
)  # fmt: skip
def test_a_label_at_the_head_of_its_column_counts(engine, text):
    assert score_of(engine, text.format(N)) == RAISED


@pytest.mark.parametrize(
    "text",
    ["NISS\tNom\tx\nAn\t1\tx\nJan\t{}\tx", "Nom\tNISS\nAn\t1\nJan\t{}\tx", "Nom\tNISS\nxx\nJan\t{}", "GSM\tNom\nAn\t1\n{}\tJan", "Jan\t{}\nAn\t1\nNom\tNISS",
     "Nom\tNISS\n\nJan\t{}", "Nom NISS\nAn 1\nJan {}", "NISS\nxx\n{}", "facture\tNom\nAn\t1\n{}\tJan", "NISS\tNom\n1\tAn\nJan\t{}"],
)  # fmt: skip
def test_a_label_of_another_column_or_another_table_does_not(engine, text):
    assert score_of(engine, text.format(N)) == BARE


def test_a_head_is_looked_for_60_lines_up_and_no_farther(engine):
    rows = "".join(f"An{n}\t{n}\n" for n in range(100, 200))

    assert score_of(engine, "Nom\tNISS\n" + "".join(rows.splitlines(keepends=True)[:58]) + f"Jan\t{N}") == RAISED
    assert score_of(engine, "Nom\tNISS\n" + "".join(rows.splitlines(keepends=True)[:60]) + f"Jan\t{N}") == BARE


def test_a_value_across_two_cells_has_no_column(engine):
    assert score_of(engine, "NISS\tNISS\n1\t2\n85073003328\t3328", NRN, "85073003328\t3328") == BARE


def test_a_very_long_line_is_no_table(engine):
    assert score_of(engine, f"Nom\tNISS\nAn\t1\nJan\t{'x' * 900} {N}") == RAISED
    assert score_of(engine, f"Nom\tNISS\nAn\t1\nJan\t{'x' * 1000} {N}") == BARE


@pytest.mark.parametrize("label", ["NISS", "numéro national", "nationalNumber", "Rijksregisternr", "klant_insz"])
def test_a_name_of_the_field_counts_as_a_label_before_the_text(engine, label):
    assert judged(engine, N, label=label) == (RAISED, ("checksum", "label"))
    assert judged(engine, N, BIS, label=label) == (RAISED, ("checksum", "label"))


@pytest.mark.parametrize("label", ["facture", "GSM", "invoice_no"])
def test_another_name_of_the_field_counts_against_a_value_at_the_start(engine, label):
    assert judged(engine, N, label=label) == (LOWERED, ("checksum", "other label"))
    assert judged(engine, f" : {N}", label=label) == (LOWERED, ("checksum", "other label"))
    assert judged(engine, f"voir {N}", label=label) == (BARE, ("checksum",))


@pytest.mark.parametrize("label", ["", "montant", "blabla"])
def test_a_name_that_says_nothing_changes_nothing(engine, label):
    assert judged(engine, N, label=label) == (BARE, ("checksum",))


def test_a_name_of_the_field_reaches_60_characters_and_serves_one_value(engine):
    assert score_of(engine, "x" * 59 + " " + N, label="NISS") == RAISED
    assert score_of(engine, "x" * 60 + " " + N, label="NISS") == BARE
    assert score_of(engine, f"42012205181 x {N}", label="NISS", others=[(NRN, "42012205181", 0.5)]) == BARE
    assert score_of(engine, f"42012205181, {N}", label="NISS", others=[(NRN, "42012205181", 0.5)]) == RAISED


def test_a_label_in_the_text_goes_before_the_name_of_the_field(engine):
    assert score_of(engine, f"facture {N}", label="NISS") == LOWERED


def test_no_findings_give_no_judgments(engine):
    assert engine.rescore("NISS", []) == []


def test_judgments_come_in_the_order_of_the_findings(engine):
    text = f"NISS {N}, facture 42012205181"
    spans = [(NRN, text.index("4201"), len(text), 0.5, "r"), (NRN, 5, 16, 0.5, "r")]

    assert [score for score, _ in engine.rescore(text, spans)] == [LOWERED, RAISED]


def result(entity: str, start: int, end: int, score: float, name: str | None = "r") -> RecognizerResult:
    found = RecognizerResult(entity, start, end, score)
    found.recognition_metadata = None if name is None else {RecognizerResult.RECOGNIZER_NAME_KEY: name}
    return found


def test_presidio_s_results_are_copied_with_their_new_scores():
    engine = LabelEnhancer([Known("r", NRN, 0.95)])
    text = f"NISS {N}, 42012205181"
    raw = [result(NRN, 5, 16, 0.5), result(NRN, 18, 29, 0.5, None)]

    enhanced = engine.enhance_using_context(text, raw, None, [])

    assert [r.score for r in enhanced] == [0.95, RAISED]
    assert [r.score for r in raw] == [0.5, 0.5]
    assert [(r.entity_type, r.start, r.end) for r in enhanced] == [(NRN, 5, 16), (NRN, 18, 29)]


def test_presidio_s_context_is_a_label_before_the_text(engine):
    raw = [result(NRN, 0, 11, 0.5)]

    assert engine.enhance_using_context(N, raw, None, [], ["numéro", "national"])[0].score == RAISED
    assert engine.enhance_using_context(N, raw, None, [], [])[0].score == BARE
    assert engine.enhance_using_context(N, raw, None, [])[0].score == BARE


def test_the_engine_asks_presidio_for_nothing_of_its_own():
    engine = LabelEnhancer()

    assert (engine.context_similarity_factor, engine.min_score_with_context_similarity) == (0, 0)
    assert (engine.context_prefix_count, engine.context_suffix_count) == (0, 0)


def label(*entities: str, anti: bool = False, exact: str = "") -> Label:
    return Label(frozenset(entities), anti, exact)


def test_a_term_of_two_entities_announces_both():
    assert _united([label("A"), label("B")]) == [label("A", "B")]


def test_a_term_that_announces_something_is_no_anti_label_of_everything():
    assert _united([label("A"), label("*", anti=True)]) == [label("A")]
    assert _united([label("A"), label("B", anti=True)]) == [label("B", anti=True), label("A")]
    assert _united([label("*", anti=True)]) == [label("*", anti=True)]


def test_a_term_is_exact_only_where_all_who_use_it_say_so():
    assert _united([label("A", exact="né"), label("B", exact="né")]) == [label("A", "B", exact="né")]
    assert _united([label("A", exact="né"), label("B")]) == [label("A", "B")]
    assert _united([label("A"), label("B", exact="né")]) == [label("A", "B")]


def test_a_label_stands_as_written_in_capitals_or_anyhow_where_it_is_not_exact():
    exact, free = label("A", exact="né"), label("A")

    assert [exact.stands_in(f"x {word} y", 2, 4) for word in ("né", "Né", "NÉ", "NE", "ne", "Ne")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert free.stands_in("x ne y", 2, 4)


def test_the_shipped_labels_are_folded_without_their_mark():
    labels, compounds = _shipped()

    assert all("!" not in term for term in labels)
    assert labels["ne le"][-1].exact == "né le"
    assert labels["niss"][0].entities >= {NRN, BIS}
    assert labels["facture"][0].anti
    assert "rijksregisternummer" in compounds
    assert "nationalregisternummer" in compounds
    assert "numero national" not in compounds
    assert "factuurnummer" not in compounds
    assert "studentennummer" not in compounds
