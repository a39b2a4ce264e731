from __future__ import annotations

from functools import cache

import pytest

from pii_scan.core.types import Text
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.detect.trial import Trial, Tried
from pii_scan.settings.settings import Allowed, Identifier, Settings

NUMBER, IBAN = "85073003328", "BE68 5390 0754 7034"
LETTER = f"""Numéro national : {NUMBER}, GSM 0470 87 51 92. Né le 30/07/1985.
Nom : Jan Peeters, Rue de l'Exemple 16, 1000 Bruxelles, {IBAN}, jan@example.org, +++090/9337/55493+++
98472899765 klantnummer OFF-000123, 0403019261, 4111 1111 1111 1111, 12345
"""


@cache
def _detector() -> RecognizerDetector:
    return RecognizerDetector(
        Settings(
            inventory="",
            key_file=None,  # type: ignore[arg-type]  # not used here
            identifiers=(Identifier("CUSTOMER_NUMBER", "OFF-[0-9]{6}"), Identifier("STAFF_NUMBER", "[0-9]{5}")),
            allowed=(Allowed("own account", ("IBAN_CODE",), (IBAN,)),),
        )
    )


def tried(text: str, label: str = "") -> list[Tried]:
    return Trial(_detector(), 0.5).of(text, label)


@pytest.mark.parametrize("text", [LETTER, LETTER * 60], ids=["one chunk", "several chunks"])
def test_what_a_trial_finds_is_what_a_scan_finds(text: str) -> None:
    scanned = {
        (one.start, one.end, one.finding.score, one.finding.evidence)
        for one in _detector().in_text(Text(text))
        if one.finding.score >= 0.5
    }

    assert {(o.start, o.end, o.score, o.evidence) for o in tried(text) if o.verdict == "found"} == scanned
    assert scanned


def test_a_match_is_told_with_its_pattern_value_and_evidence() -> None:
    (one,) = [one for one in tried(LETTER) if one.entity == "BE_NATIONAL_REGISTER_NUMBER"]

    assert (one.verdict, one.text, one.value, one.pattern) == ("found", NUMBER, NUMBER, "dated, glued")
    assert one.evidence == ("checksum", "label")


@pytest.mark.parametrize(
    ("text", "entity", "verdict", "reason"),
    [
        pytest.param(IBAN, "IBAN_CODE", "allowed", "allowed: own account", id="an allowed value"),
        pytest.param("12345", "STAFF_NUMBER", "low", "below 0.5: kept, shown with --min-score", id="below the cut-off"),
        pytest.param("30/07/1985", "DATE_OF_BIRTH", "low", "below 0.3: not kept", id="below the floor"),
        pytest.param("85073003329", "BE_NATIONAL_REGISTER_NUMBER", "refused", "refused by the check of Be", id="check"),
    ],
)
def test_what_is_not_found_says_why(text: str, entity: str, verdict: str, reason: str) -> None:
    told = [(one.verdict, one.reason) for one in tried(text) if one.entity == entity]

    assert any(got == verdict and why.startswith(reason) for got, why in told), told


def test_who_lost_an_overlap_names_the_winner() -> None:
    lost = [(one.entity, one.reason) for one in tried("BE71-09612-34567-69") if one.verdict == "lost"]

    assert lost == [("STAFF_NUMBER", "IBAN_CODE at 0 to 19 wins the overlap")] * 2


def test_a_label_beside_the_text_counts() -> None:
    assert tried(NUMBER)[0].score < 0.85 <= tried(NUMBER, "rijksregisternummer")[0].score


def test_the_repr_shows_no_value() -> None:
    assert NUMBER not in repr(tried(LETTER))
