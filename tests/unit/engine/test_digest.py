from __future__ import annotations

from dataclasses import replace

import pytest

from pii_scan.engine.digest import settings_digest
from pii_scan.extract import ocr
from pii_scan.extract.tesseract import Tesseract
from pii_scan.settings.settings import Allowed, Identifier, Ocr, Settings

PLAIN = Settings(inventory="", key_file=None)  # type: ignore[arg-type]  # not used here
OWN = Allowed("own account", ("IBAN_CODE",), ("BE68539007547034",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param((), (OWN,), id="a list"),
        pytest.param((OWN,), (replace(OWN, values=("BE71096123456769",)),), id="its values"),
        pytest.param((OWN,), (replace(OWN, reason="test data"),), id="its reason, which findings tell"),
        pytest.param((OWN,), (replace(OWN, entity=()),), id="its entity"),
        pytest.param((OWN,), (replace(OWN, pattern="BE.{14}"),), id="its pattern"),
    ],
)
def test_whatever_an_allow_list_says_changes_the_digest(one: tuple[Allowed, ...], other: tuple[Allowed, ...]) -> None:
    assert settings_digest(replace(PLAIN, allowed=one)) != settings_digest(replace(PLAIN, allowed=other))


def test_the_place_of_a_table_in_its_file_does_not_change_the_digest() -> None:
    here = replace(PLAIN, allowed=(OWN,), identifiers=(Identifier("AB", "x"),))
    there = replace(
        here,
        allowed=(replace(OWN, at={"reason": "line 9"}),),
        identifiers=(Identifier("AB", "x", at={"entity": "line 3"}),),
    )

    assert settings_digest(here) == settings_digest(there)


def test_how_text_is_recognized_and_by_what_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = {settings_digest(replace(PLAIN, ocr=Ocr("off")))}
    for languages in (("eng",), ("eng", "fra"), ("eng", "fra", "osd")):
        monkeypatch.setattr(ocr, "installed", lambda known=languages: Tesseract("", "5", known))
        seen |= {settings_digest(replace(PLAIN, ocr=Ocr(mode))) for mode in ("off", "auto", "on")}
    monkeypatch.setattr(ocr, "installed", lambda: None)
    seen.add(settings_digest(PLAIN))

    assert len(seen) == 1 + 3 * 2
