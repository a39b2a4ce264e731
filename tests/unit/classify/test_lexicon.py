from __future__ import annotations

import pytest

from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.lexicon import load_lexicon
from pii_scan.core.errors import ConfigError
from pii_scan.settings.bundled import config_file, configs_folder, lexicon_files

CATEGORIES = ["identification", "physical_health", "household"]


def write(folder, *lines, name="physical_health.yaml", category="physical_health"):
    path = folder / name
    path.write_text("\n".join([f"category: {category}", *lines]) + "\n", "utf-8")
    return path


def load(*paths):
    return load_lexicon(paths, CATEGORIES)


def test_every_word_of_every_language_is_a_term(tmp_path):
    terms = load(write(tmp_path, "strong:", "  fr: [grossesse, enceinte]", "  nl: [zwanger]", "  de:", "  - schwanger"))

    assert {term.text for term in terms} == {"grossesse", "enceinte", "zwanger", "schwanger"}
    assert {(term.category, term.strength) for term in terms} == {("physical_health", "S")}


def test_each_word_for_a_strength_has_its_sign(tmp_path):
    lines = [f"{word}: {{fr: [{word}]}}" for word in ("strong", "weak", "label", "header", "nothing", "cue", "object")]

    assert [term.strength for term in load(write(tmp_path, *lines))] == ["S", "W", "A", "H", "-", "C", "O"]


def test_long_dutch_and_german_words_count_inside_words_unless_kept_whole(tmp_path):
    terms = load(
        write(
            tmp_path, "strong: {fr: [maladie], nl: [ziekenfonds, kort], de: [Krankenkasse, operiert!], en: [illnesses]}"
        )
    )

    assert {term.text for term in terms if term.compound} == {"ziekenfonds", "krankenkasse"}
    assert "operiert" in {term.text for term in terms}


def test_an_equals_sign_asks_for_the_accents(tmp_path):
    (term,) = load(write(tmp_path, "strong: {fr: [marié=]}", category="household"))

    assert (term.text, term.accents) == ("marié", True)


def test_alternatives_in_brackets_stand_for_every_phrase(tmp_path):
    terms = load(write(tmp_path, "strong: {en: ['(client|customer) (wants|seeks) a quote', plain]}"))

    assert [term.text for term in terms] == [
        "client wants a quote",
        "client seeks a quote",
        "customer wants a quote",
        "customer seeks a quote",
        "plain",
    ]


def test_one_word_of_several_languages_is_one_term(tmp_path):
    terms = load(write(tmp_path, "strong: {fr: [diabète], nl: [diabetes], de: [Diabetes], en: [diabetes]}"))

    assert [term.text for term in terms] == ["diabète", "diabetes"]
    assert [term.compound for term in terms] == [False, True]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        pytest.param(["stark: {fr: [mot]}"], "line 2: 'stark' is no strength", id="strength"),
        pytest.param(["strong:", "  it: [parola]"], "line 3: 'it' is no language", id="language"),
        pytest.param(["strong:", "  fr: [mot,", "    '']"], "line 4: an empty term", id="empty"),
        pytest.param(["strong:", "  fr: [mot, '!']"], "line 3: an empty term", id="only a mark"),
        pytest.param(["strong:", "  fr:", "  - mot", "  - 12"], "line 5: must be a text", id="number"),
        pytest.param(["strong:", "  en: [no]"], "line 3: must be a text", id="what YAML takes for false"),
        pytest.param(["strong:", "  fr: mot"], "line 3: must be a list", id="no list"),
        pytest.param(["strong: mot"], "line 2: must be a mapping", id="no languages"),
        pytest.param(["strong: {fr: [mot]}", "strong: {fr: [autre]}"], "line 3: the key 'strong'", id="key twice"),
        pytest.param(["strong: {fr: [mot}"], "line 2: not valid YAML", id="broken"),
        pytest.param(["strong:", "  fr: [mot,", "    Mot]"], "line 4: 'mot' stands twice, also in ", id="twice"),
        pytest.param(["strong: {fr: [mot]}", "weak: {nl: [mot]}"], "line 3: 'mot' stands twice", id="of two strengths"),
    ],
)
def test_a_wrong_line_is_refused_by_file_and_line(tmp_path, lines, complaint):
    with pytest.raises(ConfigError) as error:
        load(write(tmp_path, *lines))

    assert f"physical_health.yaml, {complaint}" in str(error.value)


def test_a_category_that_the_declaration_lacks_is_refused(tmp_path):
    with pytest.raises(ConfigError, match=r"other\.yaml, line 1: the declaration has no category 'weather'"):
        load(write(tmp_path, name="other.yaml", category="weather"))


def test_a_lexicon_names_its_category(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("strong: {fr: [mot]}\n", "utf-8")

    with pytest.raises(ConfigError, match="lacks the key category"):
        load(path)


@pytest.mark.parametrize("content", ["", "- a\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, content):
    path = tmp_path / "x.yaml"
    path.write_text(content, "utf-8")

    with pytest.raises(ConfigError, match=r"x\.yaml.*must be a mapping"):
        load(path)


def test_a_word_in_two_files_is_refused_with_both_places(tmp_path):
    first = write(tmp_path, "strong: {fr: [mariée]}")
    second = write(tmp_path, "strong:", "  en: [mariee]", name="household.yaml", category="household")

    with pytest.raises(ConfigError) as error:
        load(first, second)

    assert "household.yaml, line 3" in str(error.value)
    assert "physical_health.yaml, line 2" in str(error.value)


def test_a_missing_lexicon_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigError, match="FileNotFoundError"):
        load(tmp_path / "none.yaml")


def bundled():
    ids = [category.id for category in load_declaration(config_file("declaration.yaml")).all_categories]
    return load_lexicon(lexicon_files(ids), ids), ids


def test_the_bundled_lexicons_cover_every_category_of_the_bundled_declaration():
    terms, ids = bundled()

    assert {term.category for term in terms} == set(ids)
    assert len(terms) > 6000


def test_no_bundled_lexicon_is_left_out():
    _, ids = bundled()

    assert len(lexicon_files(ids)) == len(list((configs_folder() / "lexicons").iterdir())) == len(ids)


def test_a_cue_or_an_object_may_also_stand_in_another_category_or_with_its_own_strength(tmp_path):
    first = write(tmp_path, "label: {fr: [photo]}", "object: {fr: [photo]}")
    second = write(tmp_path, "cue: {fr: [photo]}", name="household.yaml", category="household")

    assert sorted(term.strength for term in load(first, second)) == ["A", "C", "O"]


def test_dots_say_on_which_side_the_object_stands(tmp_path):
    terms = load(write(tmp_path, "cue: {fr: [est …, … chez, opéré]}"))

    assert {term.text: term.side for term in terms} == {"est": 1, "chez": -1, "opéré": 0}


def test_a_sharp_s_stays_one_letter(tmp_path):
    (term,) = load(write(tmp_path, "strong: {de: [Fußbruch!]}"))

    assert term.text == "fußbruch"
