"""Texts about a person and texts about nobody, in four languages, through detector and classifier as a scan does."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from pii_scan.core.types import CATEGORY_EVIDENCE, Text
from pii_scan.engine.documents import Document
from pii_scan.engine.pipeline import Pipeline
from pii_scan.settings.settings import Settings

HERE = Path(__file__).parent
ABOUT_A_PERSON = yaml.safe_load((HERE / "about_a_person.yaml").read_text("utf-8"))
ABOUT_NOBODY = yaml.safe_load((HERE / "about_nobody.yaml").read_text("utf-8"))
SITUATIONS = [
    (f"{path.stem} {entry['id']}", entry)
    for path in sorted(HERE.glob("*situations_*.yaml"))
    for entry in yaml.safe_load(path.read_text("utf-8"))
]
CONTACT = {"identification", "electronic_identification", "national_number"}


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(Settings("unused", Path("unused")))


def told(pipeline, text):
    """The categories that a text's findings and words tell."""
    blocks = []
    document = Document(pipeline.classifier, pipeline.strong, blocks.append)
    segment = Text(text, first_line=1)
    document.add(segment, pipeline.detector.in_text(segment))
    document.close()
    return [finding for block in blocks for finding in block.findings]


@pytest.mark.parametrize("entry", ABOUT_A_PERSON, ids=lambda entry: entry["id"])
def test_a_text_about_a_person_tells_its_categories_and_no_other(pipeline, entry):
    categories = {category for finding in told(pipeline, entry["text"]) for category in finding.categories} - CONTACT

    assert categories - set(entry.get("also", ())) == set(entry["holds"]) - set(entry.get("misses", ()))


@pytest.mark.parametrize("entry", ABOUT_NOBODY, ids=lambda entry: entry["id"])
def test_a_text_about_nobody_tells_no_category(pipeline, entry):
    evidence = [finding for finding in told(pipeline, entry["text"]) if finding.entity == CATEGORY_EVIDENCE]

    assert {finding.categories for finding in evidence if not CONTACT.issuperset(finding.categories)} == set()


@pytest.mark.parametrize("entry", [entry for _, entry in SITUATIONS], ids=[name for name, _ in SITUATIONS])
def test_a_text_of_a_new_situation_tells_what_it_holds(pipeline, entry):
    """A text about nobody (`holds: []`) may name an office, its clerk and a street."""
    findings = told(pipeline, entry["text"])
    if not entry["holds"]:
        findings = [finding for finding in findings if finding.entity == CATEGORY_EVIDENCE]
    categories = {category for finding in findings for category in finding.categories} - CONTACT

    assert categories - set(entry.get("also", ())) == set(entry["holds"]) - set(entry.get("misses", ()))
