"""A recognizer of somebody else's in a whole scan: found by its entry point, told where it fails, digested."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes.commandline import CHECKOUT, CommandLine

MODULE = """
from presidio_analyzer import EntityRecognizer, RecognizerResult

class Members(EntityRecognizer):
    def __init__(self, language):
        super().__init__(["MEMBER_NUMBER"], name="MemberRecognizer", supported_language=language)

    def load(self):
        pass

    def analyze(self, text, entities, nlp_artifacts=None):
        at = text.find("LID-")
        if "trouble" in text:
            raise ValueError(text)
        return [RecognizerResult("MEMBER_NUMBER", at, at + 8, 0.9)] if at >= 0 else []

class plugin:
    version = "7"

    @staticmethod
    def recognizers(language):
        return [Members(language)]
"""


@pytest.fixture
def program(tmp_path: Path) -> CommandLine:
    site, share = tmp_path / "site", tmp_path / "share"
    info = site / "members_of_ours-1.0.dist-info"
    info.mkdir(parents=True)
    share.mkdir()
    (site / "members_of_ours.py").write_text(MODULE, "utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: members-of-ours\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text("[pii_scan.recognizers]\nmembers = members_of_ours:plugin\n", "utf-8")
    (share / "good.txt").write_text("lid LID-1234", "utf-8")
    (share / "bad.txt").write_text("trouble: NISS 85073003328", "utf-8")
    return CommandLine(tmp_path, environment={"PYTHONPATH": f"{CHECKOUT}:{site}"})


def test_where_it_fails_the_item_is_partial_and_all_else_is_found(program: CommandLine, tmp_path: Path) -> None:
    done = program("scan", str(tmp_path / "share"))

    assert done.code == 3
    assert program.coverage() == {("good.txt", None): ("scanned", None), ("bad.txt", None): ("partial", "recognizer")}
    found = {(row["item"], row["entity"]) for row in program("findings", "--format", "jsonl").rows()}
    assert {("good.txt", "MEMBER_NUMBER"), ("bad.txt", "BE_NATIONAL_REGISTER_NUMBER")} <= found
    assert "members 7" in program("recognizers").out


def test_a_change_of_its_code_has_everything_read_again(program: CommandLine, tmp_path: Path) -> None:
    program("scan", str(tmp_path / "share"))
    assert "2 unchanged" in program("refresh").out

    module = tmp_path / "site" / "members_of_ours.py"
    module.write_text(MODULE.replace("trouble", "other"), "utf-8")

    assert "2 scanned" in program("refresh").out
    assert program.coverage()["bad.txt", None] == ("scanned", None)


def test_one_that_cannot_be_loaded_stops_the_scan_and_is_named(program: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "site" / "members_of_ours.py").write_text("raise RuntimeError", "utf-8")

    for command in (["scan", str(tmp_path / "share")], ["recognizers"]):
        done = program(*command)
        assert done.code == 1
        assert "recognizer plug-in 'members' cannot be loaded (RuntimeError)" in done.err
