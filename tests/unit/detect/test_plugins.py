from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pii_scan.core.errors import ConfigError, PluginError
from pii_scan.core.types import Text
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.detect.plugins import OwnChecks, install
from pii_scan.detect.trial import Trial, Tried
from pii_scan.settings.settings import Identifier, Settings
from recognizers import plugin

PATTERN = """
from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult

class Plugin:
    def recognizers(self, language="fr"):
        return RECOGNIZERS(language)

def member(language, name="MemberRecognizer", entity="MEMBER_NUMBER"):
    return PatternRecognizer(entity, name=name, supported_language=language,
                             patterns=[Pattern("member", "LID-[0-9]{4}", 0.9)])

class Free(EntityRecognizer):
    def __init__(self, language, answer):
        self.answer = answer
        super().__init__(["MEMBER_NUMBER"], name="FreeRecognizer", supported_language=language)

    def load(self):
        pass

    def analyze(self, text, entities, nlp_artifacts=None):
        return self.answer(text)

def broken(text):
    raise ValueError("LID-1234 is what was read")

def at(start, end, score=0.9):
    return lambda text: [RecognizerResult("MEMBER_NUMBER", start, end, score)]

plugin = Plugin()
"""
Install = Callable[..., None]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Install a distribution with one plug-in, as pip would leave it."""

    def run(recognizers: str, *, entry: str = "members_of_ours:plugin", version: str = "2.5") -> None:
        (tmp_path / "members_of_ours.py").write_text(f"{PATTERN}\nRECOGNIZERS = lambda language: {recognizers}\n")
        info = tmp_path / "members_of_ours-2.5.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: members-of-ours\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[pii_scan.recognizers]\nmembers = {entry}\n")
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(__import__("sys").modules, "members_of_ours", raising=False)

    return run


def settings(*identifiers: Identifier) -> Settings:
    return Settings(inventory="", key_file=None, identifiers=identifiers)  # type: ignore[arg-type]  # not used here


def trial(text: str) -> list[Tried]:
    return Trial(RecognizerDetector(settings()), 0.5).of(text)


def test_a_third_partys_recognizer_joins_with_its_origin(installed: Install) -> None:
    installed("[member(language)]")

    origins = {origin.name: [r.name for r in origin.recognizers] for origin in install(settings()).origins}
    found = RecognizerDetector(settings()).in_text(Text("lid LID-1234"))

    assert origins["members 2.5"] == ["MemberRecognizer"]
    assert [(one.finding.entity, one.finding.value) for one in found] == [("MEMBER_NUMBER", "LID-1234")]


@pytest.mark.parametrize(
    ("recognizers", "entry", "message"),
    [
        pytest.param("[]", "members_of_ours_gone:plugin", "'members' cannot be loaded", id="no module"),
        pytest.param("[]", "members_of_ours:gone", "'members' cannot be loaded", id="no object"),
        pytest.param("1 / 0", "members_of_ours:plugin", "gives no recognizers .ZeroDivisionError", id="it raises"),
        pytest.param("[3]", "members_of_ours:plugin", "gives a int, which is no recognizer", id="no recognizer"),
        pytest.param("None", "members_of_ours:plugin", "gives no recognizers .TypeError", id="no list"),
        pytest.param(
            "[member(language, 'BeIbanRecognizer')]",
            "members_of_ours:plugin",
            "two recognizers are named BeIban",
            id="name",
        ),
    ],
)
def test_a_plug_in_that_cannot_be_used_is_named(installed: Install, recognizers: str, entry: str, message: str) -> None:
    installed(recognizers, entry=entry)

    with pytest.raises(PluginError, match=message):
        install(settings())


def test_a_plug_in_whose_code_is_wrong_is_named(installed: Install, tmp_path: Path) -> None:
    installed("[")

    with pytest.raises(PluginError, match=r"'members' cannot be loaded \(SyntaxError\)"):
        install(settings())


def test_a_second_recognizer_of_an_entity_works_beside_the_first(installed: Install) -> None:
    installed("[member(language, entity='IBAN_CODE')]")

    found = RecognizerDetector(settings()).in_text(Text("LID-1234 en BE68 5390 0754 7034"))

    assert [(one.finding.recognizer, one.finding.entity) for one in found] == [
        ("MemberRecognizer", "IBAN_CODE"),
        ("BeIbanRecognizer", "IBAN_CODE"),
    ]


@pytest.mark.parametrize("answer", ["broken", "at(5, 99)", "at(-1, 3)", "at(3, 3)", "at(0, 3, 7)", "lambda text: 3"])
def test_a_recognizer_that_fails_is_told_and_keeps_nobody_elses_findings_back(installed: Install, answer: str) -> None:
    installed(f"[Free(language, {answer})]")

    detector = RecognizerDetector(settings())

    found = detector.in_text(Text("LID-1234 en BE68 5390 0754 7034"))

    assert [one.finding.entity for one in found] == ["IBAN_CODE"]
    assert detector.unfinished() == ("FreeRecognizer",)
    assert detector.unfinished() == ()


def test_a_check_that_raises_is_a_recognizer_that_did_not_finish(installed: Install) -> None:
    installed("[one := member(language), setattr(one, 'invalidate_result', broken)][:1]")

    detector = RecognizerDetector(settings())

    assert detector.in_text(Text("lid LID-1234")) == []
    assert detector.unfinished() == ("MemberRecognizer",)


def test_in_a_trial_the_others_go_on_when_one_fails(installed: Install) -> None:
    installed("[Free(language, broken)]")

    tried = trial("BE68 5390 0754 7034")

    assert ("failed", "FreeRecognizer", "FreeRecognizer failed (ValueError)") in {
        (one.verdict, one.recognizer, one.reason) for one in tried
    }
    assert ("found", "IBAN_CODE") in {(one.verdict, one.entity) for one in tried}


def test_an_identifier_takes_the_place_of_the_recognizers_of_its_entity(installed: Install) -> None:
    installed("[member(language)]")
    own = Identifier("MEMBER_NUMBER", "LID-9[0-9]{3}")

    found = RecognizerDetector(settings(own)).in_text(Text("LID-1234 en LID-9876"))

    assert [one.finding.value for one in found] == ["LID-9876"]


def test_what_a_column_of_the_operators_entity_may_hold_is_what_the_pattern_says() -> None:
    checks = OwnChecks(plugin, [plugin.custom("IBAN_CODE", "OFF-[0-9]{6}")])

    assert checks.check("IBAN_CODE", "OFF-000123")
    assert not checks.check("IBAN_CODE", "BE68539007547034")
    assert not checks.check("IBAN_CODE", "OFF-000123 x")
    assert checks.check("EMAIL_ADDRESS", "jan@example.org")
    assert checks.canonical("IBAN_CODE", "be68 5390 0754 7034") == "BE68539007547034"


@pytest.mark.parametrize(
    ("identifier", "message"),
    [
        pytest.param(
            Identifier("X", "A[0-9]{3}", examples=("B1",), at={"B1": "o.toml, line 4: identifier.examples"}),
            "o.toml, line 4: identifier.examples: .*an example is not matched: B1",
            id="example",
        ),
        pytest.param(
            Identifier("X", "A[0-9]{3}", counter_examples=("A123",), at={"A123": "o.toml, line 5: identifier.c"}),
            "o.toml, line 5: identifier.c: .*a counter-example is matched: A123",
            id="counter-example",
        ),
        pytest.param(
            Identifier("X", "A[0-9]{3}", checksum="crc", at={"checksum": "o.toml, line 6: identifier.checksum"}),
            "line 6: identifier.checksum: .*expected one of none, luhn, mod97",
            id="checksum",
        ),
    ],
)
def test_an_identifier_that_contradicts_itself_is_named_by_its_line(identifier: Identifier, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        install(settings(identifier))
