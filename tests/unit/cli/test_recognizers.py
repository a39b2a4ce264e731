from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from pii_scan.cli import run

NUMBER = "85073003328"
Capture = pytest.CaptureFixture[str]

OFFICE = """
[[identifier]]
entity = "CUSTOMER_NUMBER"
pattern = 'OFF-[0-9]{6}'
labels = ["klantnummer"]
examples = ["OFF-000123"]
counter_examples = ["OFF-12"]

[[identifier]]
entity = "STAFF_NUMBER"
pattern = '[0-9]{5}'
category = "profession"

[[allow]]
entity = "IBAN_CODE"
values = ["BE68 5390 0754 7034"]
reason = "own account"
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "pii-scan.toml"
    path.write_text(OFFICE, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return path


def rows(capfd: Capture, *arguments: str) -> list[dict]:
    assert run([*arguments, "--format", "jsonl"]) == 0
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


@pytest.mark.parametrize("command", [["recognizers"], ["recognizers", "list"]])
def test_the_list_tells_origin_means_and_labels(office: Path, capfd: Capture, command: list[str]) -> None:
    told = {(row["entity"], row["recognizer"]): row for row in rows(capfd, *command)}

    own = told["CUSTOMER_NUMBER", "CUSTOMER_NUMBER (configured)"]
    assert own == {
        "entity": "CUSTOMER_NUMBER",
        "recognizer": "CUSTOMER_NUMBER (configured)",
        "origin": "configuration",
        "patterns": 1,
        "labels": {"own": 1},
        "checksum": False,
        "note": "",
    }
    number = told["BE_NATIONAL_REGISTER_NUMBER", "BeNationalRegisterNumberRecognizer"]
    assert number["checksum"]
    assert number["origin"].startswith("belgium ")
    assert {"fr", "nl", "de", "en"} <= set(number["labels"])
    assert {name for (_, name), row in told.items() if not row["patterns"]} == {
        "MachineReadableZoneRecognizer",
        "AnnouncedNumberRecognizer",
        "GivenNameRecognizer",
        "NameListRecognizer",
        "NameTableRecognizer",
    }


def test_digits_alone_without_a_required_label_are_remarked(office: Path, capfd: Capture) -> None:
    notes = {row["entity"]: row["note"] for row in rows(capfd, "recognizers")}

    assert "label_required = true" in notes["STAFF_NUMBER"]


def test_a_text_is_tried_with_all_that_is_told_of_a_match(office: Path, capfd: Capture) -> None:
    tried = rows(capfd, "recognizers", "test", f"NISS {NUMBER}, BE68 5390 0754 7034, OFF-000123 12345")
    told = {row["entity"]: row for row in reversed(tried)}

    assert told["BE_NATIONAL_REGISTER_NUMBER"] == {
        "verdict": "found",
        "entity": "BE_NATIONAL_REGISTER_NUMBER",
        "start": 5,
        "end": 16,
        "text": NUMBER,
        "value": NUMBER,
        "score": 0.95,
        "recognizer": "BeNationalRegisterNumberRecognizer",
        "pattern": "dated, glued",
        "evidence": ["checksum", "label"],
        "reason": "",
    }
    assert (told["IBAN_CODE"]["verdict"], told["IBAN_CODE"]["reason"]) == ("allowed", "allowed: own account")
    assert told["CUSTOMER_NUMBER"]["verdict"] == "found"
    assert told["STAFF_NUMBER"]["verdict"] == "low"


def test_a_text_on_the_command_line_is_warned_of_and_one_from_a_file_is_not(
    office: Path, capfd: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["recognizers", "test", f"NISS {NUMBER}"]) == 0
    assert "shell history" in capfd.readouterr().err

    monkeypatch.setattr(sys, "stdin", io.StringIO(f"NISS {NUMBER}"))
    assert run(["recognizers", "test", "--from-file", "-"]) == 0
    shown = capfd.readouterr()
    assert shown.err == ""
    assert NUMBER in shown.out


@pytest.mark.parametrize("given", [[], ["text", "--from-file", "-"]])
def test_a_trial_needs_one_text(office: Path, capfd: Capture, given: list[str]) -> None:
    assert run(["recognizers", "test", *given]) == 2
    assert "either a text or --from-file" in capfd.readouterr().err


def test_an_entity_is_explained(office: Path, capfd: Capture) -> None:
    (told,) = rows(capfd, "recognizers", "explain", "BE_NATIONAL_REGISTER_NUMBER")

    assert told["normal_form"] == "the 11 digits"
    assert told["categories"] == ["national_number"]
    assert told["precedence"].endswith("in OVERLAP_ORDER")
    assert "rijksregisternummer" in told["labels"]["nl"]
    assert told["examples"]
    first = next(one for one in told["recognizers"] if one["recognizer"] == "BeNationalRegisterNumberRecognizer")
    assert {"name": "dated, dotted", "score": 0.85} in first["patterns"]
    assert first["check"].startswith("control number")


def test_an_identifier_is_explained_by_its_table(office: Path, capfd: Capture) -> None:
    assert run(["recognizers", "explain", "CUSTOMER_NUMBER"]) == 0

    lines = capfd.readouterr().out.splitlines()
    assert [line.split(maxsplit=1)[1] for line in lines if line.startswith(("Example", "Not", "Labels"))] == [
        "OFF-000123",
        "OFF-12",
        "configured: klantnummer",
    ]


def test_an_entity_that_nothing_recognizes_is_told_with_its_neighbors(office: Path, capfd: Capture) -> None:
    assert run(["recognizers", "explain", "iban"]) == 2
    assert "nothing recognizes iban; did you mean IBAN_CODE" in capfd.readouterr().err


def test_a_category_that_does_not_exist_is_told_with_those_that_do(office: Path, capfd: Capture) -> None:
    office.write_text("[[identifier]]\nentity='AB'\npattern='x'\ncategory='money'\n", "utf-8")

    assert run(["recognizers"]) == 2
    told = capfd.readouterr().err
    assert f"{office}, line 4: identifier.category: no category money; there are identification, " in told


def test_an_option_before_the_command_is_refused_rather_than_ignored(office: Path, capfd: Capture) -> None:
    assert run(["recognizers", "--format", "json", "explain", "IBAN_CODE"]) == 2
    assert "options stand behind explain" in capfd.readouterr().err


def test_a_settings_file_that_is_named_counts_alone(office: Path, capfd: Capture) -> None:
    good = office.with_name("good.toml")
    good.write_text(OFFICE, "utf-8")
    office.write_text("[", "utf-8")

    assert run(["recognizers", "explain", "--config", str(good), "CUSTOMER_NUMBER"]) == 0
    assert run(["recognizers", "--config", str(good)]) == 0
    assert run(["recognizers"]) == 2


def test_allowed_findings_are_not_asked_for_by_entity(office: Path, capfd: Capture) -> None:
    assert run(["findings", "--allowed", "--entity", "IBAN_CODE"]) == 2
    assert "--allowed goes with --item only" in capfd.readouterr().err
