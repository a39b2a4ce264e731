from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult

from pii_scan.detect.candidates import Candidates, without_contained
from pii_scan.detect.plugins import Span

SPANS = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(0, 12), st.integers(1, 6), st.sampled_from([0.0, 0.3, 0.5, 0.9])),
    max_size=14,
).map(lambda raw: [(entity, start, start + size, score, "r") for entity, start, size, score in raw])


@settings(max_examples=500)
@given(SPANS)
def test_what_is_contained_is_dropped_as_presidio_does(spans: list[Span]) -> None:
    expected = EntityRecognizer.remove_duplicates([RecognizerResult(e, s, t, score) for e, s, t, score, _ in spans])

    assert sorted(set(without_contained(spans))) == sorted(
        (r.entity_type, r.start, r.end, r.score, "r") for r in expected
    )


class _NoLabels:
    def rescore(self, text: str, spans: list[Span], label: str = "") -> list[tuple[float, tuple[str, ...]]]:
        return [(span[3], ()) for span in spans]


class _Validating(PatternRecognizer):
    def validate_result(self, pattern_text: str) -> bool | None:
        return {"11": True, "22": False}.get(pattern_text)


class _Own(EntityRecognizer):
    def load(self) -> None:
        """Nothing to load."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: object = None) -> list[RecognizerResult]:
        return [RecognizerResult("OWN", 0, 1, 0.7)]


def test_a_third_partys_verdict_is_presidios() -> None:
    recognizer = _Validating("PAIR", name="pairs", patterns=[Pattern("two", r"\b\d\d\b", 0.4)])

    found = Candidates([recognizer], _NoLabels(), threshold=0.3).of("11 22 33")

    assert [span[1:4] for span, _ in found] == [(0, 2, 1.0), (6, 8, 0.4)]


def test_a_recognizer_that_is_more_than_patterns_is_asked_itself() -> None:
    found = Candidates([_Own(["OWN"], name="own")], _NoLabels(), threshold=0.3).of("anything")

    assert [span for span, _ in found] == [("OWN", 0, 1, 0.7, "own")]


def test_below_the_threshold_nothing_is_kept() -> None:
    recognizer = PatternRecognizer("X", name="x", patterns=[Pattern("x", "x+", 0.2)])

    assert Candidates([recognizer], _NoLabels(), threshold=0.3).of("xx") == []
