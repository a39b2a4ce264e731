from __future__ import annotations

import pytest

from pii_scan.subjects.births import birth_date, is_bis, is_valid


@pytest.mark.parametrize(
    ("number", "born", "bis"),
    [
        ("85073003328", "1985-07-30", False),
        ("17073003384", "2017-07-30", False),
        ("00012556777", "2000-01-25", False),
        ("85473003317", "1985-07-30", True),
        ("85273003371", "1985-07-30", True),
    ],
)
def test_a_number_tells_the_date_of_birth(number: str, born: str, *, bis: bool) -> None:
    assert is_valid(number)
    assert birth_date(number) == born
    assert is_bis(number) is bis


@pytest.mark.parametrize("number", ["85073003329", "8507300332", "850730033280", "", "8507300332x", "²5073003328"])
def test_what_fails_its_check_tells_nothing(number: str) -> None:
    assert not is_valid(number)
    assert birth_date(number) is None


def test_a_number_without_a_date_is_valid_and_tells_none() -> None:
    number = f"000000001{97 - 1}"

    assert is_valid(number)
    assert birth_date(number) is None
