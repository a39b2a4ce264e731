from __future__ import annotations

from datetime import date

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban
from stdnum import luhn
from stdnum.be import ogm_vcs, ssn, vat

from recognizers import plugin
from recognizers.checks import (
    account_control_matches,
    is_enterprise_number,
    is_iban,
    luhn_matches,
    national_number_birth_date,
    national_number_kind,
)
from recognizers.numbering import e164

TODAY = date(2024, 6, 1)


def number_of(birth: date, counter: int, shift: int = 0) -> str:
    """Make a number by the rule: what every test here uses instead of a person's."""
    body = f"{birth.year % 100:02}{birth.month + shift:02}{birth.day:02}{counter:03}"
    base = int(("2" if birth.year >= 2000 else "") + body)
    return f"{body}{97 - base % 97:02}"


births = st.dates(date(1910, 1, 1), date(2024, 5, 31))
counters = st.integers(1, 998)


@given(births, counters)
def test_a_number_made_by_the_rule_is_one_and_stdnum_agrees(birth, counter):
    number = number_of(birth, counter)

    assert national_number_kind(number, TODAY) == "nn"
    assert ssn.is_valid(number)
    assert national_number_birth_date(number) in {birth.isoformat(), *_other_century(number)}


def _other_century(number):
    return {f"{century + int(number[:2])}-{number[2:4]}-{number[4:6]}" for century in (1900, 2000)}


@given(births, counters, st.sampled_from([20, 40]))
def test_a_raised_month_makes_a_bis_number_whose_birth_date_is_the_real_month(birth, counter, shift):
    number = number_of(birth, counter, shift)

    assert national_number_kind(number, TODAY) == "bis"
    assert ssn.guess_type(number) == "bis"
    assert (national_number_birth_date(number) or "")[5:7] == f"{birth.month:02}"


@given(st.from_regex(r"[0-9]{11}", fullmatch=True))
def test_what_is_accepted_is_accepted_by_stdnum_too(digits):
    if national_number_kind(digits, TODAY):
        assert ssn.is_valid(digits)


@pytest.mark.parametrize(
    "digits",
    [
        "12345678901",
        "8507300332",
        "850730033280",
        "85133303377",
        "30123100106",
        "85073000061",
        "85073099932",
        "85023100192",
        "85733000137",
    ],
)
def test_length_month_counter_day_and_future_are_refused(digits):
    assert national_number_kind(digits, TODAY) is None


@pytest.mark.parametrize(
    ("digits", "kind"),
    [("85073003328", "nn"), ("17073003384", "nn"), ("42012205181", "nn"), ("93051822361", "nn"), ("73011136173", "nn"),
     ("00012556777", "nn"), ("98472899765", "bis"), ("01490700185", "bis"), ("85473003317", "bis"), ("85273003371", "bis")],
)  # fmt: skip
def test_published_numbers_are_told_apart(digits, kind):
    assert national_number_kind(digits, TODAY) == kind


def test_nobody_is_older_than_120_years():
    assert national_number_kind(number_of(date(1903, 5, 5), 1), TODAY) is None
    assert national_number_kind(number_of(date(1907, 5, 5), 1), TODAY) == "nn"


@given(st.integers(1, 10**10 - 1))
def test_the_account_rule_is_that_of_structured_communications(body):
    digits = f"{body:010}{body % 97 or 97:02}"

    assert account_control_matches(digits)
    assert ogm_vcs.is_valid(digits)


@given(st.from_regex(r"[01][0-9]{9}", fullmatch=True))
def test_enterprise_numbers_agree_with_stdnum(digits):
    if int(digits[:8]) and digits[8:] != "00":  # stdnum takes 00 for 97, which the rule never gives
        assert is_enterprise_number(digits) == vat.is_valid(digits)


@given(st.from_regex(r"[0-9]{12,19}", fullmatch=True))
def test_luhn_agrees_with_stdnum(digits):
    assert luhn_matches(digits) == luhn.is_valid(digits)


@given(st.sampled_from(["FR", "NL", "DE", "LU", "GB", "ES", "IT", "CH", "PL", "MT"]), st.data())
def test_foreign_ibans_agree_with_stdnum(country, data):
    lengths = {"FR": 23, "NL": 14, "DE": 18, "LU": 16, "GB": 18, "ES": 20, "IT": 23, "CH": 17, "PL": 24, "MT": 27}
    account = data.draw(st.text("0123456789ABCDEF", min_size=lengths[country], max_size=lengths[country]))
    text = country + stdnum_iban.calc_check_digits(f"{country}00{account}") + account

    assert is_iban(text) == stdnum_iban.is_valid(text, check_country=False)


@pytest.mark.parametrize(
    "text",
    [
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
        "LU280019400644750000",
        "DE89370400440532013000",
        "BE68539007547034",
    ],
)
def test_published_ibans_are_accepted(text):
    assert is_iban(text)


@pytest.mark.parametrize(
    "text",
    ["BE41091811735141", "BE68539007547035", "DE89370400440532013001", "BE6853900754703", "XX68539007547034", ""],
)
def test_a_wrong_control_length_or_country_is_refused(text):
    assert not is_iban(text)


@given(st.from_regex(r"0[1-9][0-9]{7,8}", fullmatch=True))
def test_the_belgian_numbering_plan_agrees_with_phonenumbers(dialed):
    number = phonenumbers.parse(dialed, "BE")
    kept = {phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE}
    theirs = phonenumbers.is_valid_number(number) and phonenumbers.number_type(number) in kept

    assert (e164(dialed) is not None) == theirs
    if theirs:
        assert e164(dialed) == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@pytest.mark.parametrize(
    ("written", "normal"),
    [("0475/12.34.56", "+32475123456"), ("+32 (0)475 12 34 56", "+32475123456"), ("0032475123456", "+32475123456"),
     ("02 226 88 88", "+3222268888"), ("(02) 226 88 88", "+3222268888"), ("+33 6 12 34 56 78", "+33612345678"),
     ("0031 20 123 45 67", "+31201234567"), ("067/21 30 40", "+3267213040")],
)  # fmt: skip
def test_phones_meet_in_e164(written, normal):
    assert plugin.canonical("PHONE_NUMBER", written) == normal
    assert plugin.check("PHONE_NUMBER", written)


@pytest.mark.parametrize(
    "dialed", ["080012345", "070123456", "078123456", "090012345", "091234567", "112", "0800 12 345", "+3280012345"]
)
def test_free_premium_and_unknown_numbers_are_nobodys(dialed):
    assert e164(dialed) is None
