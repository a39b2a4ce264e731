from __future__ import annotations

import pytest

from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.lexicon import COLUMNS, load_lexicon
from pii_scan.core.errors import ConfigError
from pii_scan.settings.bundled import config_file

LETTERS = {"C1": "identification", "C13": "physical_health", "C7": "household"}


def write(folder, *lines, name="lexicon.tsv"):
    path = folder / name
    path.write_text("\n".join(["\t".join(COLUMNS), *lines]) + "\n", "utf-8")
    return path


def test_every_variant_of_every_language_is_a_term(tmp_path):
    terms = load_lexicon([write(tmp_path, "C13\tS\tgrossesse|enceinte\tzwanger\tschwanger\tpregnant")], LETTERS)

    assert {term.text for term in terms} == {"grossesse", "enceinte", "zwanger", "schwanger", "pregnant"}
    assert {(term.category, term.strength) for term in terms} == {("physical_health", "S")}


def test_long_dutch_and_german_words_count_inside_words_unless_kept_whole(tmp_path):
    terms = load_lexicon(
        [write(tmp_path, "C13\tS\tmaladie chronique\tziekenfonds\tKrankenkasse|operiert!\tillness")], LETTERS
    )

    assert {term.text for term in terms if term.compound} == {"ziekenfonds", "krankenkasse"}
    assert "operiert" in {term.text for term in terms}


def test_an_equals_sign_asks_for_the_accents(tmp_path):
    (term,) = load_lexicon([write(tmp_path, "C7\tS\tmarié=")], LETTERS)

    assert (term.text, term.accents) == ("marié", True)


def test_a_later_line_replaces_an_earlier_one_whatever_its_case(tmp_path):
    first = write(tmp_path, "C13\tS\tcancer\t\t\tcancer")
    second = write(tmp_path, "# a remark", "C13\tA\tCancer", name="lexicon-extra.tsv")

    assert [(term.text, term.strength) for term in load_lexicon([first, second], LETTERS)] == [("cancer", "A")]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("C99\tS\tmot", "line 2: no category of the declaration has the letter 'C99'"),
        ("C1\tX\tmot", "line 2: strength"),
        ("C1\tS", "line 2: 2 columns"),
        ("C1\tS\ta\tb\tc\td\te", "line 2: 7 columns"),
    ],
)
def test_a_wrong_line_is_refused_by_file_and_line(tmp_path, line, complaint):
    with pytest.raises(ConfigError) as error:
        load_lexicon([write(tmp_path, line)], LETTERS)

    assert f"lexicon.tsv, {complaint}" in str(error.value)


def test_a_table_without_its_header_is_refused(tmp_path):
    path = tmp_path / "lexicon.tsv"
    path.write_text("C1\tS\tnom\n", "utf-8")

    with pytest.raises(ConfigError, match="line 1"):
        load_lexicon([path], LETTERS)


def test_a_missing_lexicon_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigError, match="FileNotFoundError"):
        load_lexicon([tmp_path / "none.tsv"], LETTERS)


def test_the_bundled_lexicons_cover_every_category_of_the_bundled_declaration():
    categories = load_declaration(config_file("declaration.yaml")).all_categories
    files = [config_file("lexicon.tsv"), config_file("lexicon-extra.tsv")]

    terms = load_lexicon(files, {category.letter: category.id for category in categories})

    assert {term.category for term in terms} == {category.id for category in categories}
    assert len(terms) > 3000
