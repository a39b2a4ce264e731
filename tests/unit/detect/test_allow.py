from __future__ import annotations

from functools import cache

import pyarrow as pa
import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.core.types import ALLOWED, ColumnFindings, Finding, Rows, Text
from pii_scan.detect.allow import AllowLists
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.settings.settings import Allowed, Settings
from recognizers import plugin

OWN, OTHER = "BE68539007547034", "BE71096123456769"


def lists(*given: Allowed) -> AllowLists:
    return AllowLists(given, plugin.canonical)


@pytest.mark.parametrize(
    ("entity", "listed", "value"),
    [
        pytest.param("IBAN_CODE", "be68 5390 0754 7034", OWN, id="an account in any spelling"),
        pytest.param("PHONE_NUMBER", "02/555.12.34", "+3225551234", id="a telephone in any spelling"),
        pytest.param("EMAIL_ADDRESS", "Info@Example.org", "info@example.org", id="a mail address in capitals"),
        pytest.param("ADDRESS", "RUE DE L'EGLISE 1 1000 BRUXELLES", "Rue de l’Église 1, 1000 Bruxelles", id="address"),
        pytest.param("PERSON", "Jean-Élie Exemple", "JEAN ELIE EXEMPLE", id="a name of test data"),
        pytest.param("CUSTOMER_NUMBER", "off-000123", "OFF-000123", id="an identifier of the operator's own"),
    ],
)
def test_values_meet_by_their_normal_form(entity: str, listed: str, value: str) -> None:
    assert lists(Allowed("ours", (entity,), (listed,))).reason(entity, value) == "ours"
    assert lists(Allowed("ours", (), (listed,))).reason(entity, value) == "ours"


@pytest.mark.parametrize(
    ("entity", "listed", "value"),
    [
        pytest.param("IBAN_CODE", OWN, OTHER, id="another account"),
        pytest.param("EMAIL_ADDRESS", "jan.peeters@example.org", "janpeeters@example.org", id="dots part mailboxes"),
        pytest.param("ADDRESS", "Rue de l'Exemple 1", "Rue de l'Exemple 11", id="a longer house number"),
        pytest.param("PERSON", "Ελένη", "Γιώργος", id="names that fold to nothing"),
        pytest.param("IBAN_CODE", OWN, None, id="no value"),
    ],
)
def test_what_only_looks_alike_is_not_allowed(entity: str, listed: str, value: str | None) -> None:
    assert lists(Allowed("ours", (), (listed,))).reason(entity, value) is None


def test_a_list_holds_for_its_entities_only() -> None:
    assert lists(Allowed("ours", ("PHONE_NUMBER",), (OWN,))).reason("IBAN_CODE", OWN) is None


def test_a_pattern_matches_the_whole_normal_form() -> None:
    ours = lists(Allowed("switchboard", ("PHONE_NUMBER",), (), r"\+322555[0-9]{4}"))

    assert ours.reason("PHONE_NUMBER", "+3225551234") == "switchboard"
    assert ours.reason("PHONE_NUMBER", "+32255512345") is None


def test_the_first_list_gives_the_reason() -> None:
    assert lists(Allowed("one", (), (OWN,)), Allowed("two", (), (OWN,))).reason("IBAN_CODE", OWN) == "one"


def test_an_allowed_finding_keeps_place_and_value_and_is_nobodys() -> None:
    found = Finding("IBAN_CODE", "BE68 5390 0754 7034", OWN, 0.99, "BeIbanRecognizer", ("checksum",), {"line": 3})

    allowed = lists(Allowed("own account", (), (OWN,))).judged(found)

    assert (allowed.entity, allowed.score, allowed.functional) == (ALLOWED, 0.0, True)
    assert allowed.evidence == ("allowed: own account", "IBAN_CODE")
    assert (allowed.text, allowed.value, allowed.where) == (found.text, OWN, {"line": 3})
    assert lists(Allowed("own account", (), (OTHER,))).judged(found) is found


def test_a_column_is_parted_and_no_row_is_lost_or_doubled() -> None:
    column = ColumnFindings("c", "IBAN_CODE", "r", 0.9, (), [0, 2, 5], [OWN, OTHER, OWN], ["a", "b", "c"])

    parts = list(lists(Allowed("own account", (), (OWN,))).parted(column))

    assert [(p.entity, p.rows, p.values, p.texts) for p in parts] == [
        (ALLOWED, [0, 5], [OWN, OWN], ["a", "c"]),
        ("IBAN_CODE", [2], [OTHER], ["b"]),
    ]
    assert list(lists(Allowed("x", (), ("y",))).parted(column)) == [column]


def _settings(*allowed: Allowed) -> Settings:
    return Settings(inventory="", key_file=None, allowed=allowed)  # type: ignore[arg-type]  # not used here


@cache
def _detector() -> RecognizerDetector:
    return RecognizerDetector(_settings(Allowed("own account", ("IBAN_CODE",), ("BE68 5390 0754 7034",))))


def test_text_and_rows_are_told_what_is_allowed() -> None:
    in_text = _detector().in_text(Text(f"compte {OWN} ou {OTHER}"))
    in_rows = _detector().in_rows(Rows(pa.RecordBatch.from_pydict({"IBAN": [OTHER, OWN]}), {}, 2))

    assert [(one.finding.entity, one.finding.value) for one in in_text] == [(ALLOWED, OWN), ("IBAN_CODE", OTHER)]
    assert {(c.entity, *c.rows, *c.values) for c in in_rows} == {(ALLOWED, 1, OWN), ("IBAN_CODE", 0, OTHER)}


def test_a_list_for_what_nothing_recognizes_is_refused() -> None:
    with pytest.raises(ConfigError, match="nothing recognizes IBAN"):
        RecognizerDetector(_settings(Allowed("own account", ("IBAN",), (OWN,))))
