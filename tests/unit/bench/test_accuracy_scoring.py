from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parents[3] / "bench"))

from accuracy import measure, negatives, report
from accuracy.samples import Decoy, Mention, Sample
from accuracy.score import ALL, Tally, alike, category_f1, of_all, of_sample, wilson
from accuracy.sets import Missing, Set
from accuracy.stdnum_vectors import number_samples
from accuracy.systems import Found

TEXT = "Tel 0475 12 34 56, TVA 0403.019.261"
PHONE = Mention("PHONE_NUMBER", 4, 17, "0475 12 34 56", "+32475123456")
TRAP = Decoy(23, 35, "0403.019.261", "PHONE_NUMBER")
SAMPLE = Sample(TEXT, "fr", (PHONE,), (TRAP,))


def _found(start: int, end: int, value: str, entity: str = "PHONE_NUMBER") -> Found:
    return Found(entity, start, end, TEXT[start:end], value, 0.9)


def _counts(*found: Found, sample: Sample = SAMPLE) -> Tally:
    return of_sample(sample, found, None)["PHONE_NUMBER"]


def test_a_mention_is_met_by_the_same_characters_whatever_the_normal_form() -> None:
    assert _counts(_found(4, 17, "0475123456")) == Tally(expected=1, met=1, found=1, right=1, decoys=1)


def test_a_mention_is_met_by_an_overlap_of_equal_normal_form() -> None:
    assert _counts(_found(0, 17, "+32475123456")).met == 1


@pytest.mark.parametrize(
    "found",
    [_found(0, 17, "+32475123457"), _found(18, 22, "+32475123456"), _found(4, 17, "+32475123456", "CREDIT_CARD")],
    ids=["another value", "elsewhere", "another entity"],
)
def test_a_mention_is_not_met_by_another_value_place_or_entity(found: Found) -> None:
    assert _counts(found).met == 0


def test_a_decoy_is_reported_by_a_finding_of_its_entity_over_it() -> None:
    assert _counts(_found(23, 35, "+32403019261")) == Tally(expected=1, found=1, decoys=1, reported=1)
    assert _counts(_found(23, 35, "0403019261", "BE_ENTERPRISE_NUMBER")).reported == 0


def test_a_right_finding_that_touches_a_decoy_does_not_report_it() -> None:
    sample = Sample(TEXT, "fr", (PHONE,), (Decoy(0, 6, TEXT[:6], "PHONE_NUMBER"),))

    assert _counts(_found(4, 17, PHONE.value), sample=sample).reported == 0


def test_two_findings_of_one_mention_count_it_once() -> None:
    tally = _counts(_found(4, 17, PHONE.value), _found(3, 17, PHONE.value))

    assert (tally.met, tally.right, tally.f1.value) == (1, 2, 1.0)


def test_entities_that_are_not_asked_for_count_nothing() -> None:
    assert of_sample(SAMPLE, [_found(4, 17, PHONE.value)], {"IBAN_CODE"}) == {}


def test_counts_are_summed_over_entities_and_languages() -> None:
    other = Sample(TEXT, "nl", (PHONE,))
    tallies = of_all([(SAMPLE, [_found(4, 17, PHONE.value)]), (other, [])], None)

    assert tallies["PHONE_NUMBER", "fr"].recall.value == 1
    assert tallies["PHONE_NUMBER", "nl"].recall.value == 0
    assert tallies[ALL, ALL] == Tally(expected=2, met=1, found=1, right=1, decoys=1)


def test_names_are_alike_from_six_words_in_ten_on() -> None:
    assert alike("Rue du Moulin 12, 5000 Namur", "rue du moulin 12 5000 NAMUR")
    assert alike("Jan De Smet", "de SMET jan")
    assert alike("a b c d e", "a b c")
    assert not alike("Jan Peeters", "Jan")
    assert not alike("", "")


def test_the_interval_is_wilsons() -> None:
    ratio = wilson(8, 10)

    assert [round(one, 4) for one in ratio] == [0.8, 0.4902, 0.9433]
    assert [round(one, 4) for one in wilson(10, 10)] == [1, 0.7225, 1]
    assert report.share(wilson(0, 0)) == "–"


def test_f1_is_the_harmonic_mean_and_lies_in_its_interval() -> None:
    tally = Tally(expected=10, met=6, found=8, right=6)
    precision, recall = tally.precision.value, tally.recall.value

    assert tally.f1.value == pytest.approx(2 * precision * recall / (precision + recall))
    assert tally.f1.low < tally.f1.value < tally.f1.high


def test_a_share_is_never_rounded_up() -> None:
    assert report.share(wilson(9999, 10000)).startswith("0.999 ")


def test_the_mean_of_categories_counts_one_that_only_the_program_names() -> None:
    tallies, mean = category_f1([{"a"}, {"a"}], [{"a"}, {"a", "b"}])

    assert tallies["a"].f1.value == 1
    assert tallies["b"].f1.value == 0
    assert mean == 0.5


def test_what_is_left_among_negatives_is_shown_hidden(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\nid 1234567 call 0475 12 34 56 now\n", "utf-8")

    assert negatives.hidden("0475 12 34") == "047• •• ••"
    assert negatives.around(path, "0475 12 34 56", 2) == "id 123•••• call 047• •• •• •• now"


def test_a_number_that_stdnum_refuses_is_a_decoy_behind_its_label() -> None:
    samples = {sample.source: sample for sample in number_samples(None, ("fr", "nl", "de", "en"))}
    valid = samples["stdnum/BE_EID_CARD_NUMBER/591-1917064-58"]
    invalid = samples["stdnum/BE_EID_CARD_NUMBER/000-0011032-25"]

    assert [(m.entity, m.value) for m in valid.mentions] == [("BE_EID_CARD_NUMBER", "591191706458")]
    assert [d.not_entity for d in invalid.decoys] == ["BE_EID_CARD_NUMBER"]
    assert not valid.decoys
    assert not invalid.mentions


class _Half:
    """Finds the telephone of French samples only."""

    name = "half"

    def find(self, text: str, language: str) -> list[Found]:
        return [_found(4, 17, PHONE.value)] if language == "fr" else []


@pytest.mark.parametrize(("key", "told"), [("generator", True), ("generator3", False), ("practice", False)])
def test_the_raw_results_keep_no_text_of_a_set_that_nobody_is_to_tune_on(key: str, told: bool) -> None:
    one = Set(key, "made", "none", "nobody", (SAMPLE,))

    (row,) = measure._wrong([(SAMPLE, [])], one)

    assert ("text" in row) is told


def test_the_page_tells_each_system_and_what_is_missing() -> None:
    samples = (SAMPLE, Sample(TEXT, "nl", (PHONE,)))
    one = Set("x", "made", "none", "nobody", samples, frozenset({"PHONE_NUMBER"}))
    data = {
        "date": "2026-01-01",
        "commit": "abc",
        "command": "run",
        "versions": {},
        "sets": [{**measure.of_set(one, [_Half()]), "all": [], "wrong": []}, asdict(Missing("y", "gone", "no file"))],
        "random": [],
        "negatives": {"missing": "no folder"},
    }
    text = report.page(data)

    assert "| made | 2 | half | 1.000 [0.206–1.000] | 0.500 [0.094–0.905] | 0.666 [" in text
    assert "Not measured: gone (no file)." in text
    assert "Not measured: no folder." in text
