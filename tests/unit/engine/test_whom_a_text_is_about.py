"""What documents and tables make of persons, contacts and entities that only support."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from pii_scan.core.types import CATEGORY_EVIDENCE, ColumnFindings, Finding, Rows, Text
from pii_scan.detect.passes import Located
from pii_scan.engine.documents import Document
from pii_scan.engine.pipeline import Pipeline
from pii_scan.engine.tables import table_block
from pii_scan.settings.settings import Settings


@pytest.fixture(scope="module")
def pipeline():
    return Pipeline(Settings("unused", Path("unused")))


def located(text, entity, value):
    start = text.index(value)
    return Located(Finding(entity, value, value, 0.9, "Fake", (), {}), start, start + len(value))


def findings(pipeline, *segments):
    blocks = []
    document = Document(pipeline.classifier, pipeline.strong, blocks.append)
    for segment, found in segments:
        document.add(segment, found)
    document.close()
    return [finding for block in blocks for finding in block.findings]


def categories(pipeline, text, *values, entity):
    found = [located(text, kind, value) for kind, value in values]
    return next(f.categories for f in findings(pipeline, (Text(text), found)) if f.entity == entity)


@pytest.mark.parametrize(
    ("text", "person", "expected"),
    [
        pytest.param("Patient Luc Maes, code J45.9", "Luc Maes", ("physical_health",), id="beside a person"),
        pytest.param("Code J45.9: asthma", None, (), id="beside nobody"),
        pytest.param("Code J45.9: asthma. Author: Luc Maes", "Luc Maes", (), id="beside the author"),
    ],
)
def test_a_code_of_an_illness_is_health_data_beside_a_person_only(pipeline, text, person, expected):
    values = [("ICD_CODE", "J45.9"), *([("PERSON", person)] if person else [])]

    assert categories(pipeline, text, *values, entity="ICD_CODE") == expected


def test_a_banks_code_counts_beside_an_account(pipeline):
    text = "BE71 0961 2345 6769 GKCCBEBB"
    account, bank = ("IBAN_CODE", "BE71 0961 2345 6769"), ("BIC", "GKCCBEBB")

    assert categories(pipeline, text, account, bank, entity="BIC") == ("financial",)
    assert categories(pipeline, text, bank, entity="BIC") == ()


def test_in_a_table_a_code_counts_in_rows_with_a_person(pipeline):
    batch = pa.record_batch({"x": ["J45.9", "J45.9"], "y": ["a", "b"]})

    class Detector:
        def in_rows(self, rows):
            return [
                ColumnFindings("x", "ICD_CODE", "Fake", 0.9, (), [0, 1], ["J45.9", "J45.9"]),
                ColumnFindings("y", "PERSON", "Fake", 0.9, (), [1], ["b"]),
            ]

        def announced(self, header):
            return None

    block = table_block(Detector(), pipeline.classifier, Rows(batch, {}, 1))

    assert [(c.rows, c.categories) for c in block.columns if c.entity == "ICD_CODE"] == [
        ([1], ("physical_health",)),
        ([0], ()),
    ]


def test_a_column_counts_where_its_cells_answer(pipeline):
    batch = pa.record_batch({"Allergies": ["pollen", "néant", "-", "geen"], "y": ["a", "b", "c", "d"]})

    class Detector:
        def in_rows(self, rows):
            return [ColumnFindings("y", "PERSON", "Fake", 0.9, (), [0, 1, 2, 3], ["a", "b", "c", "d"])]

        def announced(self, header):
            return None

    block = table_block(Detector(), pipeline.classifier, Rows(batch, {}, 1))

    assert [c.rows for c in block.columns if c.entity == CATEGORY_EVIDENCE] == [[0]]


@pytest.mark.parametrize(("value", "expected"), [("boekhouder", ["Beroep"]), ("......", []), ("geen", [])])
def test_the_label_of_a_form_field_counts_when_it_is_answered(pipeline, value, expected):
    person = Text("Luc Maes")
    told = findings(pipeline, (person, [located("Luc Maes", "PERSON", "Luc Maes")]), (Text(value, label="Beroep"), []))

    assert [finding.text for finding in told if finding.entity == CATEGORY_EVIDENCE] == expected


def test_words_say_nothing_of_who_wrote_a_brochure(pipeline):
    text = "Diabète et insuline.\nVotre contact : Luc Maes"

    assert len(findings(pipeline, (Text(text), [located(text, "PERSON", "Luc Maes")]))) == 1


def test_every_term_can_be_asked_for_even_where_nobody_is_spoken_of(pipeline):
    document = Document(pipeline.classifier, pipeline.strong, lambda block: None)
    document.add(Text("Rien.\nLe diabète.", first_line=1), [])

    assert [(line, one.term, one.basis, one.reason) for line, one in document.judgments()] == [
        (2, "diabète", None, "nobody")
    ]
