from __future__ import annotations

import pytest

from pii_scan.reports.cleaning import clean, defused, source_name


@pytest.mark.parametrize(
    "code", [0x00, 0x07, 0x0A, 0x1B, 0x7F, 0x9B, 0x200B, 0x200F, 0x202E, 0x2066, 0xFEFF, 0xDC80, 0xFFFE]
)
def test_what_steers_or_hides_is_replaced(code):
    assert clean(f"cod{chr(code)}fdp") == "cod\ufffdfdp"


def test_ordinary_letters_of_any_script_stay():
    assert clean("Çelik Müller Йов 名前 – l’été") == "Çelik Müller Йов 名前 – l’été"


@pytest.mark.parametrize("text", ["=1+1", "+32", "-1", "@SUM(A1)", " =1", "＝1"])
def test_a_cell_that_could_be_a_formula_is_defused(text):
    assert defused(text) == "'" + text


@pytest.mark.parametrize("first", ["\t", "\r", "\0"])
def test_control_characters_do_not_carry_a_formula(first):
    assert defused(f"{first}=1") == "\ufffd=1"


def test_a_password_in_a_url_is_never_shown():
    assert source_name("postgresql://scan:s3cret@db.example/crm") == "postgresql://scan@db.example/crm"
    assert source_name("/mnt/a:b@c") == "/mnt/a:b@c"
