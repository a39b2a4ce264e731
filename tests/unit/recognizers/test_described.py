from __future__ import annotations

import pytest

from recognizers import OVERLAP_ORDER, plugin
from recognizers.described import EXAMPLES, FOLDED, context_words

ENTITIES = sorted({entity for recognizer in plugin.recognizers() for entity in recognizer.supported_entities})


@pytest.mark.parametrize("entity", EXAMPLES)
def test_an_example_is_found_and_has_the_normal_form_that_is_told(find, entity):
    text, value = EXAMPLES[entity]

    found = {plugin.canonical(name, part) for name, part, _ in find(text) if name == entity}

    assert found == {value}


@pytest.mark.parametrize("entity", ENTITIES)
def test_labels_and_precedence_of_every_entity_are_told(entity):
    told = plugin.described(entity)

    assert told["named"] == len(OVERLAP_ORDER)
    assert told["precedence"] is None or OVERLAP_ORDER[told["precedence"] - 1] == entity
    assert not [term for terms in told["labels"].values() for term in terms if term.endswith("!")]


def test_an_entity_of_somebody_else_has_what_holds_of_any():
    assert plugin.described("MEMBER_NUMBER") == {
        "labels": {},
        "normal_form": FOLDED,
        "precedence": None,
        "named": len(OVERLAP_ORDER),
        "examples": [],
    }


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "niss"), ("nl", "rijksregisternummer"), ("de", "nationalregisternummer"), ("en", "ssin")],
)
def test_context_words_are_single_labels_of_the_language(language, word):
    words = context_words(["BE_NATIONAL_REGISTER_NUMBER"], language)

    assert word in words
    assert all(len(one) > 3 and one.isalpha() and one == one.lower() for one in words)
