"""Laws of evidence in text, with the matcher that the program uses."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.lexicon import load_lexicon
from pii_scan.classify.rules import Classifier
from pii_scan.settings.bundled import config_file, lexicon_files
from recognizers.terms import TermMatcher

DECLARATION = load_declaration(config_file("declaration.yaml"))
IDS = [category.id for category in DECLARATION.all_categories]
LEXICON = load_lexicon(lexicon_files(IDS), IDS)
CLASSIFIER = Classifier(DECLARATION, LEXICON, TermMatcher)

words = st.sampled_from([term.text for term in LEXICON]) | st.text(max_size=12)
texts = st.lists(words, max_size=60).map(" ".join)
gaps = st.sampled_from([" ", "\n\n", ". ", " : ", "x" * 2000, "é" * 4000])


@st.composite
def texts_with_people(draw):
    text = draw(texts) + draw(gaps) + draw(texts)
    starts = draw(st.lists(st.integers(0, len(text)), max_size=4))
    return text, [(start, min(len(text), start + 9)) for start in starts]


@settings(deadline=None, max_examples=60)
@given(texts_with_people())
def test_evidence_lies_in_the_text_in_order_and_never_inside_a_person(drawn):
    text, people = drawn
    found = CLASSIFIER.evidence_in_text(text, people)

    assert all(evidence.term == text[evidence.start : evidence.end] != "" for evidence in found)
    assert all(a.start <= b.start for a, b in itertools.pairwise(found))
    assert all(e.end <= start or end <= e.start for e in found for start, end in people if start < end)
    assert people or not found


@settings(deadline=None, max_examples=60)
@given(texts_with_people())
def test_a_person_beside_the_text_finds_at_least_the_categories_that_people_in_it_do(drawn):
    text, people = drawn
    inside = {(evidence.category, evidence.basis) for evidence in CLASSIFIER.evidence_in_text(text, people)}
    beside = {(e.category, e.basis) for e in CLASSIFIER.evidence_in_text(text, people, person_beside=True)}

    assert {category for category, _ in inside} <= {category for category, _ in beside}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Le médecin-conseil a constaté une lombalgie chronique et de l'asthme.", "physical_health"),
        ("De patiënt is in behandeling bij een psycholoog wegens paniekaanvallen.", "mental_health"),
        ("Gezinstoestand: gescheiden, drie kinderen.", "household"),
        ("Wohnung: Reihenhaus, Mieter, 110 m².", "housing"),
        ("The client wants a savings plan.", "expressed_needs"),
        ("Beruf: Psychologe, Arbeitgeber: Klinik am Park.", "profession"),
        ("Sein Rückenleiden heißt Bandscheibenvorfall.", "physical_health"),
    ],
)
def test_sentences_of_every_language_tell_one_category(text, category):
    assert {e.category for e in CLASSIFIER.evidence_in_text(text, [], person_beside=True)} == {category}
