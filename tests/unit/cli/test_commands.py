from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from pii_scan.app.scan import ScanSummary, Unread
from pii_scan.cli import run
from pii_scan.cli.summary import exit_code, print_summary
from pii_scan.core.outcome import Outcome, Reason

Capture = pytest.CaptureFixture[str]


def summary(*unread: Unread, interrupted_by: int | None = None) -> ScanSummary:
    return ScanSummary(
        items=3,
        size_bytes=2048,
        findings=7,
        seconds=1.0,
        outcomes={Outcome.SCANNED: 2, Outcome.FAILED: 1},
        unread=unread,
        gone=0,
        new=3,
        changed=0,
        new_key_file=None,
        interrupted_by=interrupted_by,
        offline=True,
    )


def test_a_summary_ends_with_what_was_not_read_and_why(capsys: Capture) -> None:
    unread = Unread(Reason.ENCRYPTED, 1, 1024)

    print_summary(summary(unread), {"encrypted": ["a\x1b.pdf"]})

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "3 items, 2.0 KiB, in 1.0 s (2.0 KiB/s): 7 findings"
    assert lines[-2].split()[:4] == ["encrypted", "1", "1.0", "KiB"]
    assert lines[-1] == r"    a\x1b.pdf"


def test_a_summary_counts_what_it_does_not_name(capsys: Capture) -> None:
    print_summary(summary(Unread(Reason.ENCRYPTED, 1200, 1024)), {"encrypted": ["a.pdf", "b.pdf"]})

    assert capsys.readouterr().out.splitlines()[-3:] == ["    a.pdf", "    b.pdf", "    and 1,198 more"]


def test_a_source_that_is_suddenly_empty_is_doubted(capsys: Capture) -> None:
    print_summary(dataclasses.replace(summary(), items=0, gone=9), {})

    assert "still mounted?" in capsys.readouterr().out


def test_a_complete_scan_says_so(capsys: Capture) -> None:
    print_summary(summary(), {})

    assert capsys.readouterr().out.splitlines()[-1].startswith("read completely")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        pytest.param(summary(), 0, id="complete"),
        pytest.param(summary(Unread(Reason.CORRUPT, 1, 1)), 3, id="incomplete"),
        pytest.param(summary(interrupted_by=2), 130, id="SIGINT"),
        pytest.param(summary(interrupted_by=15), 143, id="SIGTERM"),
    ],
)
def test_the_exit_code_of_a_scan(given: ScanSummary, code: int) -> None:
    assert exit_code(given) == code


def test_every_reason_that_a_summary_may_name_is_explained() -> None:
    from pii_scan.cli.summary import WORDS
    from pii_scan.core.outcome import is_complete, outcome_of

    named = {
        r.value for r in Reason for read in (True, False) if not is_complete(outcome_of(r, something_read=read), r)
    }
    assert named <= set(WORDS)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param("not json", "line 1: not JSON", id="no JSON"),
        pytest.param('{"name": "x"}\n[1]', "line 2: expected an object", id="no object"),
        pytest.param('{"nmae": "x"}', "line 1: unknown key", id="unknown key"),
        pytest.param("{}", "line 1: expected an object", id="nothing known"),
        pytest.param('{"birth_date": "1985-07-30"}', "line 1: a date of birth alone", id="a date alone"),
    ],
)
def test_a_wrong_query_is_named_by_its_line(tmp_path: Path, capsys: Capture, lines: str, message: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(lines, "utf-8")

    assert run(["locate", "--from-file", str(path)]) == 2
    assert message in capsys.readouterr().err


def test_a_wrong_pair_is_not_repeated(capsys: Capture) -> None:
    assert run(["locate", "--identifier", "85073099928"]) == 2
    assert "85073099928" not in capsys.readouterr().err


def test_a_date_of_birth_alone_names_nobody(capsys: Capture) -> None:
    assert run(["locate", "--birth-date", "1985-07-30"]) == 2
    assert "give a name beside it" in capsys.readouterr().err


def test_nothing_to_look_for_is_a_usage_error(capsys: Capture) -> None:
    assert run(["locate"]) == 2
    assert "nothing to look for" in capsys.readouterr().err


def test_reading_commands_say_that_there_is_no_inventory(tmp_path: Path, capsys: Capture) -> None:
    for command in (["findings"], ["coverage"], ["status"], ["map"], ["locate", "--name", "A B"], ["refresh"]):
        assert run([*command, "--inventory", str(tmp_path / "none.db"), "--key-file", str(tmp_path / "key")]) == 10
    assert "no inventory" in capsys.readouterr().err


def test_without_a_command_the_help_is_shown_as_it_is(capsys: Capture) -> None:
    assert run([]) == 2
    assert capsys.readouterr().err.startswith("Usage: pii-scan")


@pytest.mark.parametrize("command", [["map"], ["locate", "--name", "A B"]])
def test_an_output_whose_ending_says_nothing_is_refused(tmp_path: Path, capsys: Capture, command: list[str]) -> None:
    assert run([*command, "--output", str(tmp_path / "answer.doc")]) == 2
    assert ".html, " in capsys.readouterr().err


def test_outcomes_are_chosen_by_the_words_of_the_ledger(tmp_path: Path) -> None:
    for outcome in Outcome:
        given = ["coverage", "--outcome", outcome.value, "--inventory", str(tmp_path / "none.db")]
        assert run(given) == 10


def test_init_makes_a_key_once(tmp_path: Path, capsys: Capture) -> None:
    key = tmp_path / "k" / "key"

    assert run(["init", "--key-file", str(key)]) == 0
    made = key.read_bytes()
    assert run(["init", "--key-file", str(key)]) == 0

    assert key.read_bytes() == made
    assert key.stat().st_mode & 0o777 == 0o600
    assert "kept" in capsys.readouterr().out


def test_categories_lists_the_seventeen_of_the_declaration(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["categories", "--format", "jsonl", "--language", "fr"]) == 0

    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    declared = [row["category"] for row in rows if row["declared"]]
    assert len(declared) == 17
    assert declared[0] == "identification"
    assert declared[-1] == "external_sources"
