"""An allow list from scan to answer: told with its reason, nobody's data, and a scan again when it changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.commandline import CommandLine

LIST = '[[allow]]\nentity = "IBAN_CODE"\nvalues = ["BE68 5390 0754 7034"]\nreason = "own account"\n'


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    share = tmp_path / "share"
    share.mkdir()
    (share / "brief.txt").write_text("Nom : Jan Peeters. Compte BE68539007547034 ou BE71 0961 2345 6769.", "utf-8")
    (share / "leden.csv").write_text("naam,rekening\nAn Maes,BE68539007547034\nJan Claes,BE71096123456769\n", "utf-8")
    return CommandLine(tmp_path)


def test_allowed_values_are_told_with_their_reason_and_are_nobodys(program: CommandLine, tmp_path: Path) -> None:
    (program.home / "pii-scan.toml").write_text(LIST, "utf-8")
    assert program("scan", str(tmp_path / "share")).code == 0

    allowed = program("findings", "--allowed", "--format", "jsonl", "--reveal")
    found = program("findings", "--entity", "IBAN_CODE", "--format", "jsonl", "--reveal").rows()
    own = program("locate", "--iban", "BE68539007547034", "--format", "json")
    other = program("locate", "--iban", "BE71096123456769", "--format", "json")

    assert {(row["item"], row["value"], *row["evidence"]) for row in allowed.rows()} == {
        (name, "BE68539007547034", "allowed: own account", "IBAN_CODE") for name in ("brief.txt", "leden.csv")
    }
    assert "allowed: own account: 2" in allowed.err
    assert {row["value"] for row in found} == {"BE71096123456769"}
    assert '"locations":[]' in own.out
    assert "leden.csv" in other.out
    assert "ALLOWED" in program("status").out
    assert "ALLOWED" not in program("map", "--format", "json").out


def test_a_changed_list_has_everything_read_again(program: CommandLine, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("BE68 5390 0754 7034\n", "utf-8")
    settings = program.home / "pii-scan.toml"
    settings.write_text(f'[[allow]]\nfile = "{own}"\nreason = "own account"\n', "utf-8")
    assert program("scan", str(tmp_path / "share")).code == 0

    settings.write_text(f'# moved down by a line\n[[allow]]\nfile = "{own}"\nreason = "own account"\n', "utf-8")
    unchanged = program("refresh")
    own.write_text("BE71 0961 2345 6769\n", "utf-8")
    changed = program("refresh")

    assert "2 unchanged" in unchanged.out
    assert "2 scanned" in changed.out
    allowed = program("findings", "--allowed", "--format", "jsonl", "--reveal").rows()
    assert {row["value"] for row in allowed} == {"BE71096123456769"}
