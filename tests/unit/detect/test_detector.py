from __future__ import annotations

from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.core.types import ColumnFindings, Rows, Text
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.detect.ner import language_of
from pii_scan.settings.settings import Identifier, Settings

NUMBER, OTHER = "85073003328", "93051822361"
IBANS = ["BE68539007547034", "BE71096123456769", "BE48320070184927", "BE32123456789002", "BE30124921742111"]
CUSTOMER = Identifier("CUSTOMER_NUMBER", "OFF-[0-9]{6}", labels=("n° client",), examples=("OFF-000123",), strong=True)


def _settings(*identifiers: Identifier, models: dict[str, str] | None = None) -> Settings:
    return Settings(inventory="none", key_file=Path("none"), identifiers=identifiers, spacy_models=models or {})


@cache
def _detector() -> RecognizerDetector:
    return RecognizerDetector(_settings(CUSTOMER))


def _text(text: str, **how: object) -> list[tuple[str, str | None, dict[str, object]]]:
    found = [located.finding for located in _detector().in_text(Text(text, **how))]  # type: ignore[arg-type]
    return [(f.entity, f.value, f.where) for f in found if f.score >= 0.5]


def _rows(columns: dict[str, list[str | None]]) -> list[ColumnFindings]:
    return _detector().in_rows(Rows(pa.RecordBatch.from_pydict(columns), {}, 2))


def test_a_finding_stands_at_its_line() -> None:
    assert _text(f"a\nb\nNISS : {NUMBER}\n", first_line=10) == [("BE_NATIONAL_REGISTER_NUMBER", NUMBER, {"line": 12})]


def test_a_finding_stands_at_the_place_in_force() -> None:
    places = ((0, {"page": 1}), (5, {"page": 2}))

    assert _text(f"aaaa\nNISS {NUMBER}", places=places) == [("BE_NATIONAL_REGISTER_NUMBER", NUMBER, {"page": 2})]


def test_a_label_beside_the_text_counts_as_one_in_it() -> None:
    scores = [
        f.finding.score for label in ("", "rijksregisternummer") for f in _detector().in_text(Text(NUMBER, label=label))
    ]

    assert scores[0] < 0.85 <= scores[1]


@pytest.mark.parametrize("offset", range(-40, 41, 5))
def test_a_value_at_the_border_of_two_chunks_is_found_once(offset: int) -> None:
    text = "lorem ipsum " * 2000
    at = 8192 + offset
    text = f"{text[:at]} NISS {NUMBER} {text[at:]}"

    assert [value for _, value, _ in _text(text)] == [NUMBER]


def test_a_header_tells_what_its_cells_are() -> None:
    found = _rows({"N° national": [NUMBER, None, "98472899765", "x"], "Nom": ["Peeters", "Maes", None, ""]})

    assert [(c.column, c.entity, c.rows, c.values) for c in found] == [
        ("N° national", "BE_NATIONAL_REGISTER_NUMBER", [0], [NUMBER]),
        ("N° national", "BE_BIS_NUMBER", [2], ["98472899765"]),
        ("Nom", "PERSON", [0, 1], ["Peeters", "Maes"]),
    ]


def test_a_lying_header_does_not_hide_a_value() -> None:
    found = _rows({"telefoon": IBANS})

    assert [(c.entity, c.values) for c in found] == [("IBAN_CODE", IBANS)]


def test_a_column_without_a_name_is_known_by_its_values() -> None:
    found = _rows({"3": [NUMBER, OTHER] * 3})

    assert [(c.entity, c.score >= 0.85, "column" in c.evidence) for c in found] == [
        ("BE_NATIONAL_REGISTER_NUMBER", True, True)
    ]


def test_an_invalid_number_among_valid_ones_is_kept_below_the_cut() -> None:
    found = _rows({"niss": [NUMBER] * 20 + ["85073003329"]})

    assert [(c.score >= 0.5, c.rows) for c in found][-1] == (False, [20])


def test_nothing_reaches_from_one_cell_into_the_next() -> None:
    assert _rows({"remark": ["NISS:", NUMBER[:6], NUMBER[6:], "tel"]}) == []


def test_a_memo_is_read_as_text() -> None:
    found = _rows({"memo": [None, f"rappeler au 0475 12 34 56, NISS {NUMBER}"]})

    assert {(c.entity, c.rows[0], c.values[0]) for c in found} == {
        ("PHONE_NUMBER", 1, "+32475123456"),
        ("BE_NATIONAL_REGISTER_NUMBER", 1, NUMBER),
    }


def test_the_operators_identifier_is_found() -> None:
    assert _text("n° client OFF-000123, COFF-000123, OFF-0001234") == [("CUSTOMER_NUMBER", "OFF-000123", {})]


@pytest.mark.parametrize(
    "identifier",
    [
        pytest.param(Identifier("X", "A[0-9]{3}", examples=("B123",)), id="an example that is not matched"),
        pytest.param(Identifier("X", "A[0-9]{3}", counter_examples=("A123",)), id="a counter-example that is"),
        pytest.param(Identifier("X", "A[0-9"), id="no expression"),
    ],
)
def test_an_identifier_that_contradicts_itself_is_refused(identifier: Identifier) -> None:
    with pytest.raises(ConfigError, match="identifier X"):
        RecognizerDetector(_settings(identifier))


def test_a_pipeline_that_is_not_installed_is_told_not_fetched() -> None:
    with pytest.raises(ConfigError, match=r"names\.fr.*not installed"):
        RecognizerDetector(_settings(models={"fr": "fr_no_such_pipeline"}))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Nous vous prions de trouver la copie des documents", "fr"),
        ("Wij sturen u een kopie van het document", "nl"),
        ("Wir senden Ihnen die Kopie und das Original", "de"),
        ("This is the copy of your letter", "en"),
    ],
)
def test_the_commonest_words_tell_the_language(text: str, language: str) -> None:
    assert language_of(text) == language


def _entities(columns: list[ColumnFindings]) -> dict[str, set[str]]:
    told: dict[str, set[str]] = {}
    for column in columns:
        told.setdefault(column.column, set()).add(column.entity)
    return told


def test_names_without_a_header_are_told_by_the_addresses_beside_them() -> None:
    rows = _rows(
        {
            "1": ["Claes", "De Smedt", "Özer"],
            "2": ["rood", "geel", "groen"],
            "3": ["t.claes@a.be", "bdesmedt@b.be", "ozer9@c.be"],
        }
    )

    assert _entities(rows) == {"1": {"PERSON"}, "3": {"EMAIL_ADDRESS"}}


def test_dates_without_a_header_are_births_where_national_numbers_say_so() -> None:
    dates = {"1": [NUMBER, OTHER, NUMBER], "2": ["30/07/1985", "18/05/1993", "30/07/1985"], "3": ["01/02/2020"] * 3}

    assert _entities(_rows(dates))["2"] == {"DATE_OF_BIRTH"}
    assert "3" not in _entities(_rows(dates))
