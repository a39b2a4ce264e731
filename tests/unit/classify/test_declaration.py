from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pii_scan.classify.declaration import LANGUAGES, load_declaration
from pii_scan.core.errors import ConfigError
from pii_scan.settings.bundled import config_file

DECLARED = [
    "identification",
    "electronic_identification",
    "electronic_location",
    "financial",
    "personal_characteristics",
    "physical",
    "household",
    "leisure",
    "housing",
    "education",
    "profession",
    "national_number",
    "physical_health",
    "mental_health",
    "expressed_needs",
    "audiovisual",
    "external_sources",
]


def bundled() -> dict:
    return yaml.safe_load(config_file("declaration.yaml").read_text("utf-8"))


def write(folder: Path, content: object) -> Path:
    path = folder / "declaration.yaml"
    path.write_text(content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


def test_the_bundled_declaration_has_the_seventeen_categories_in_order():
    declaration = load_declaration(config_file("declaration.yaml"))

    assert [category.id for category in declaration.categories] == DECLARED
    assert [category.letter for category in declaration.undeclared] == list("EIJQRSTU")
    assert declaration.retention_years == 10


def test_every_name_is_written_in_every_language():
    declaration = load_declaration(config_file("declaration.yaml"))
    named = [*declaration.all_categories, *declaration.purposes, *declaration.recipients]

    assert all(one.names[language] for one in named for language in LANGUAGES)


def test_health_is_always_special_and_undeclared_beliefs_too():
    by_id = {category.id: category for category in load_declaration(config_file("declaration.yaml")).all_categories}

    assert {c.id for c in by_id.values() if c.special == "always" and c.declared} == {
        "physical_health",
        "mental_health",
    }
    assert by_id["undeclared:beliefs"].special == "always"
    assert (by_id["undeclared:judicial"].article, by_id["external_sources"].article) == (10, 10)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        pytest.param(
            lambda d: d["categories"][3].update(special="maybe"), "categories[3] (financial).special", id="unknown word"
        ),
        pytest.param(lambda d: d["categories"][0]["names"].pop("de"), "names: lacks de", id="missing language"),
        pytest.param(lambda d: d["categories"][0].update(entites=[]), "entites", id="misspelled key"),
        pytest.param(lambda d: d["categories"].append(d["categories"][0]), "identification: stands twice", id="twice"),
        pytest.param(lambda d: d["categories"][0].update(prose="yes please"), "prose", id="no flag"),
        pytest.param(
            lambda d: d.update(supporting=["BIC", "WEATHER"]), "supporting (WEATHER)", id="supporting of no category"
        ),
        pytest.param(lambda d: d["retention"].update(years="ten"), "retention.years", id="no number"),
        pytest.param(lambda d: d.update(language="it"), "language", id="unknown language"),
        pytest.param(lambda d: d.update(categories=[]), "categories", id="no category"),
        pytest.param(
            lambda d: d["undeclared"][0].update(id="lifestyle"), "lifestyle", id="undeclared without its prefix"
        ),
        pytest.param(
            lambda d: d["categories"][1].update(id="undeclared:x"), "undeclared:x", id="declared with the prefix"
        ),
    ],
)
def test_a_wrong_declaration_is_refused_by_file_and_key(tmp_path, change, named):
    content = bundled()
    change(content)

    with pytest.raises(ConfigError) as error:
        load_declaration(write(tmp_path, content))

    assert named in str(error.value)
    assert "declaration.yaml" in str(error.value)


def test_broken_yaml_is_refused_by_line(tmp_path):
    with pytest.raises(ConfigError, match="line 2"):
        load_declaration(write(tmp_path, "organization: x\ncategories: [}\n"))


@pytest.mark.parametrize("content", ["", "- a\n", "1: 2\n"])
def test_a_file_that_is_no_mapping_is_refused(tmp_path, content):
    with pytest.raises(ConfigError, match="must be a mapping"):
        load_declaration(write(tmp_path, content))


def test_a_missing_file_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigError, match="FileNotFoundError"):
        load_declaration(tmp_path / "none.yaml")


def test_what_supports_only_is_named():
    declaration = load_declaration(config_file("declaration.yaml"))

    assert {"BIC", "ICD_CODE", "MENTAL_ATC_CODE"} <= declaration.supporting
    assert not declaration.supporting & (declaration.identifying_text | declaration.identifying_table)


def test_no_identifier_of_enterprises_proves_a_category():
    proving = {
        entity
        for category in load_declaration(config_file("declaration.yaml")).all_categories
        for entity in category.entities
    }

    assert not proving & {"BE_ENTERPRISE_NUMBER", "BE_ESTABLISHMENT_UNIT_NUMBER", "VAT_NUMBER"}
