"""Dates as people write them: day first, month by number or by name in four languages."""

from __future__ import annotations

from datetime import date

import pytest

from recognizers.dates import iso_date, parse_date

TODAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30/07/1985", (1985, 7, 30)), ("30-7-1985", (1985, 7, 30)), ("3.6.1975", (1975, 6, 3)), ("30 07 1985", (1985, 7, 30)), ("1985-07-30", (1985, 7, 30)),
     ("1985/07/30", (1985, 7, 30)), ("19850730", (1985, 7, 30)), ("850730", (1985, 7, 30)), ("240101", (2024, 1, 1)), ("250101", (1925, 1, 1)),
     ("01/01/24", (2024, 1, 1)), ("01/01/25", (1925, 1, 1)), ("01/01/00", (2000, 1, 1)), ("31/12/99", (1999, 12, 31)), ("01/12/1985", (1985, 12, 1)),
     ("01/13/1985", None), ("01/00/1985", None), ("00/01/1985", None), ("01/01/1985", (1985, 1, 1)), ("31/04/1985", None), ("30/04/1985", (1985, 4, 30)),
     ("29/02/1985", None), ("29/02/1984", (1984, 2, 29)), ("31/02/2020", None), ("19851330", None), ("8507301", None), ("198507", None), ("30", None), ("", None),
     ("1/2/3/1985", None), ("19850730 x", None), ("850730 x", None), ("x 19850730", None), ("1985730", None), ("30/07/985", (985, 7, 30))],
)  # fmt: skip
def test_a_date_of_numbers_is_day_first_unless_the_year_leads(text, expected):
    assert parse_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("month", "names"),
    [(1, "janvier januari Januar January jan janv Jänner"), (2, "février februari Februar February fév févr feb"), (3, "mars maart März March mrt mar"),
     (4, "avril april April avr apr"), (5, "mai mei Mai May"), (6, "juin juni Juni June jun"), (7, "juillet juli Juli July juil jul"),
     (8, "août augustus August aug aout"), (9, "septembre september September sept sep"), (10, "octobre oktober Oktober October oct okt"),
     (11, "novembre november November nov"), (12, "décembre december Dezember December déc dec dez")],
)  # fmt: skip
def test_months_have_names_in_four_languages_in_any_case(month, names):
    for name in names.split():
        assert parse_date(f"12 {name} 1980", TODAY) == (1980, month, 12), name
        assert parse_date(f"12 {name.upper()} 1980", TODAY) == (1980, month, 12), name


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1er février 1980", (1980, 2, 1)), ("30. Juli 1985", (1985, 7, 30)), ("May 3, 1980", (1980, 5, 3)), ("1980 mai 3", (1980, 5, 3)), ("3 mai 80", (1980, 5, 3)),
     ("3 mai 24", (2024, 5, 3)), ("3rd of May 1980", (1980, 5, 3)), ("le 3 mai 1980", (1980, 5, 3)), ("3 foo 1980", None), ("31 avril 1980", None), ("0 mai 1980", None)],
)  # fmt: skip
def test_a_month_by_name_stands_between_or_before_day_and_year(text, expected):
    assert parse_date(text, TODAY) == expected


def test_a_year_of_two_digits_is_the_last_one_not_to_come():
    assert parse_date("01/01/50", date(2049, 1, 1)) == (1950, 1, 1)
    assert parse_date("01/01/50", date(2050, 1, 1)) == (2050, 1, 1)
    assert parse_date("01/01/99", date(2100, 1, 1)) == (2099, 1, 1)
    assert parse_date("01/01/00", date(2100, 1, 1)) == (2100, 1, 1)
    assert parse_date("3 mai 99", date(2100, 1, 1)) == (2099, 5, 3)
    assert parse_date("01/01/00") == (2000, 1, 1)


def test_a_date_is_given_as_iso_8601_and_what_is_none_as_it_is():
    assert iso_date("3-6-1975", TODAY) == "1975-06-03"
    assert iso_date("1 1 25", TODAY) == "1925-01-01"
    assert iso_date("3/6/985", TODAY) == "0985-06-03"
    assert iso_date("31/02/1985", TODAY) == "31/02/1985"
