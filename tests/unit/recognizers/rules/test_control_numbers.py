"""Control numbers at the edges of their rules; every number is made by the rule or published as an example."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from stdnum import iban as stdnum_iban
from stdnum import luhn, verhoeff

from recognizers.checks import (
    account_control_matches,
    centuries,
    compact_iban,
    days_in,
    is_card,
    is_enterprise_number,
    is_establishment_unit,
    is_health_provider,
    is_iban,
    is_iccid,
    is_imei,
    is_luxembourg_number,
    is_vehicle_identification,
    luhn_matches,
    mod97_matches,
    national_number_birth_date,
    national_number_kind,
)

TODAY = date(2024, 6, 15)


def national(body: str, century: int = 1900) -> str:
    """Put the control behind the nine digits of somebody born in that century."""
    base = int(body) + (2_000_000_000 if century == 2000 else 0)
    return f"{body}{97 - base % 97:02}"


def with_luhn(body: str) -> str:
    return body + luhn.calc_check_digit(body)


def luxembourg(body: str) -> str:
    return body + luhn.calc_check_digit(body) + verhoeff.calc_check_digit(body)


@pytest.mark.parametrize("year", [1900, 1904, 1999, 2000, 2023, 2024, 2100])
def test_a_month_is_as_long_as_the_calendar_says(year):
    assert [days_in(year, month) for month in range(1, 13)] == [calendar.monthrange(year, m)[1] for m in range(1, 13)]


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("85073003328", [1900]), ("17073003384", [2000]), ("00012556777", [2000]), ("12345678901", []),
     (national("850730033"), [1900]), (national("050730033", 2000), [2000])],
)  # fmt: skip
def test_a_two_before_the_nine_digits_tells_the_century_of_birth(digits, expected):
    assert centuries(digits) == expected


@pytest.mark.parametrize("century", [1900, 2000])
def test_the_control_of_a_multiple_of_97_is_97_and_never_00(century):
    body = next(f"{n:09}" for n in range(850730001, 850731000) if (n + (century == 2000) * 2_000_000_000) % 97 == 0)

    assert centuries(f"{body}97") == [century]
    assert century not in centuries(f"{body}00")


@pytest.mark.parametrize(
    ("month", "kind"),
    [("00", "nn"), ("01", "nn"), ("12", "nn"), ("13", None), ("19", None), ("20", "bis"), ("21", "bis"), ("32", "bis"),
     ("33", None), ("39", None), ("40", "bis"), ("41", "bis"), ("52", "bis"), ("53", None), ("99", None)],
)  # fmt: skip
def test_the_month_is_a_month_or_one_raised_by_20_or_by_40(month, kind):
    assert national_number_kind(national(f"85{month}30033".replace("30", "15")), TODAY) == kind


@pytest.mark.parametrize(("counter", "kind"), [("000", None), ("001", "nn"), ("998", "nn"), ("999", None)])
def test_the_counters_000_and_999_are_not_issued(counter, kind):
    assert national_number_kind(national(f"850730{counter}"), TODAY) == kind


@pytest.mark.parametrize(
    ("month_day", "kind"),
    [("0000", "nn"), ("0015", "nn"), ("0700", "nn"), ("0732", "nn"), ("0799", "nn"), ("0731", "nn"), ("0631", None),
     ("0230", None), ("0229", None), ("0228", "nn")],
)  # fmt: skip
def test_an_unknown_or_exhausted_day_is_allowed_and_one_that_the_month_lacks_is_not(month_day, kind):
    assert national_number_kind(national(f"85{month_day}033"), TODAY) == kind


@pytest.mark.parametrize(
    ("birth", "kind"),
    [("240614", "nn"), ("240615", "nn"), ("240616", None), ("240701", None), ("250101", None), ("231231", "nn")],
)
def test_nobody_is_born_after_today(birth, kind):
    assert national_number_kind(national(f"{birth}033", 2000), TODAY) == kind


@pytest.mark.parametrize(("year", "kind"), [("03", None), ("04", "nn"), ("05", "nn")])
def test_a_life_is_120_years_long_at_most(year, kind):
    assert national_number_kind(national(f"{year}0110033"), TODAY) == kind


def test_a_birth_of_a_coming_year_with_an_unknown_day_is_refused():
    assert national_number_kind(national("250000033", 2000), TODAY) is None
    assert national_number_kind(national("240000033", 2000), TODAY) == "nn"


@pytest.mark.parametrize("digits", ["8507300332", "850730033280", "", "0"])
def test_a_national_number_has_eleven_digits(digits):
    assert national_number_kind(digits, TODAY) is None


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("85073003328", "1985-07-30"), ("17073003384", "2017-07-30"), (national("000101001", 2000), "2000-01-01"),
     (national("851231033"), "1985-12-31"), (national("850101033"), "1985-01-01"), (national("852101033"), "1985-01-01"),
     (national("853231033"), "1985-12-31"), (national("854730033"), "1985-07-30"), (national("855201033"), "1985-12-01"),
     (national("850000033"), None), (national("850700033"), None), (national("850015033"), None), (national("852015033"), None),
     (national("854015033"), None), (national("850732033"), None), (national("850631033"), None), ("85073003329", None),
     (national("040229033", 2000), "2004-02-29"), (national("850229033"), None), (national("853315033"), None)],
)  # fmt: skip
def test_the_birth_date_inside_a_number_is_given_where_it_is_known(digits, expected):
    assert national_number_birth_date(digits) == expected


@pytest.mark.parametrize(
    ("digits", "matches"),
    [("539007547034", True), ("123456789002", True), ("510007547061", True), ("010806817183", True), ("539007547035", False),
     ("000000009797", True), ("000000009700", False), ("001000000097", False), ("000000000101", True), ("000000000097", False)],
)  # fmt: skip
def test_an_account_is_controlled_modulo_97_with_97_for_0(digits, matches):
    assert account_control_matches(digits) is matches


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("0403019261", True), ("0428759497", True), ("0566988259", True), ("0419618535", True), ("0431150351", False),
     ("0403019262", False), ("403019261", False), ("00403019261", False), ("2147812701", False), ("0000000097", False),
     ("0000000196", True), (f"10000000{97 - 10000000 % 97:02}", True), (f"20000000{97 - 20000000 % 97:02}", False)],
)  # fmt: skip
def test_an_enterprise_number_begins_with_0_or_1_and_ends_in_97_less_the_remainder(digits, expected):
    assert is_enterprise_number(digits) is expected


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("2147812701", True), ("2147812897", True), ("2147812702", False), ("0403019261", False), ("214781270", False),
     ("21478127010", False), *((f"{first}0000001{97 - int(f'{first}0000001') % 97:02}", first in "2345678") for first in "0123456789")],
)  # fmt: skip
def test_an_establishment_unit_begins_with_2_to_8(digits, expected):
    assert is_establishment_unit(digits) is expected


@pytest.mark.parametrize("number", ["4111111111111111", "371449635398431", "79927398713", "0", "00", "18"])
def test_luhn_accepts_published_numbers_and_refuses_any_wrong_digit(number):
    assert luhn_matches(number)
    for at, digit in enumerate(number):
        wrong = number[:at] + str((int(digit) + 1) % 10) + number[at + 1 :]
        assert not luhn_matches(wrong), wrong


@pytest.mark.parametrize(
    ("digits", "matches"),
    [("12326", True), ("12327", False), ("101", True), ("9797", True), ("9700", False), ("000", False), ("097", True), ("12", False), ("97", False),
     ("", False), ("1", False)],
)  # fmt: skip
def test_a_control_modulo_97_needs_something_to_control(digits, matches):
    assert mod97_matches(digits) is matches


def belgian_iban(account: str) -> str:
    return "BE" + stdnum_iban.calc_check_digits(f"BE00{account}") + account


@pytest.mark.parametrize(
    ("text", "expected"),
    [("BE68539007547034", True), ("BE32123456789002", True), ("BE48320070184927", True), (belgian_iban("000000009797"), True),
     (belgian_iban("539007547035"), False), ("BE41091811735141", False), ("BE69539007547034", False), ("BE6853900754703", False),
     ("BE685390075470340", False), ("BE6853900754703A", False), ("BE", False), ("be68539007547034", False)],
)  # fmt: skip
def test_a_belgian_iban_has_fourteen_digits_and_two_controls(text, expected):
    assert is_iban(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("FR1420041010050500013M02606", True), ("FR1420041010050500013N02606", False), ("NL91ABNA0417164300", True), ("NL92ABNA0417164300", False),
     ("NL91ABN10417164300", False), ("DE89370400440532013000", True), ("DE8937040044053201300", False), ("DE893704004405320130000", False),
     ("QQ89370400440532013000", False), ("DE", False), ("MT84MALT011000012345MTLCAST001S", True), ("GB29NWBK60161331926819", True)],
)  # fmt: skip
def test_a_foreign_iban_has_its_country_s_structure_and_the_control(text, expected):
    assert is_iban(text) is expected


@pytest.mark.parametrize(
    ("text", "compact"),
    [("BE68 5390 0754 7034", "BE68539007547034"), ("be68-5390-0754-7034", "BE68539007547034"), ("IBAN BE68 5390", "BE685390"),
     ("ibanbe685390", "BE685390"), ("BE68\u00a05390", "BE685390"), ("BE68539007547034", "BE68539007547034"), ("be68.é5390", "BE685390"),
     ("BE68é5390", "BE685390"), ("MT84MALTIBAN", "MT84MALTIBAN")],
)  # fmt: skip
def test_an_iban_is_compacted_to_capitals_and_digits_without_its_label(text, compact):
    assert compact_iban(text) == compact


@pytest.mark.parametrize(
    ("body", "expected"),
    [("411111111111111", True), ("41111111111111", False), ("222100000000000", True), ("222099999999999", False), ("272099999999999", True),
     ("272100000000000", False), ("50000000000", True), ("5000000000", False), ("500000000000000000", True), ("5000000000000000000", False),
     ("37000000000000", True), ("370000000000000", False), ("123456789012345", False), ("670344444444444", True)],
)  # fmt: skip
def test_a_card_is_of_an_issuer_s_range_and_length(body, expected):
    assert is_card(with_luhn(body)) is expected


def test_a_card_has_luhn_s_control():
    assert is_card("5555555555554444")
    assert not is_card("5555555555554445")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("11234578", True), ("11234578123", True), ("11234562", True), ("11234562123", True), ("11234512123", False), ("11234512", False),
     ("112345781", False), ("1123457812", False), ("112345781234", False), ("1123457", False), ("01234571", False),
     ("01234571001", False), (f"102345{97 - 102345 % 97:02}", True), (f"912345{97 - 912345 % 97:02}", True)],
)  # fmt: skip
def test_a_care_provider_is_controlled_modulo_97_or_89_with_or_without_qualification(digits, expected):
    assert is_health_provider(digits) is expected


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("356868000041418", True), ("356868000041417", False), ("35686800004141", False), ("354178036859781", False), (with_luhn("00000000000001"), False), (with_luhn("00000000100000"), False),
     (with_luhn("00000001000001"), True), (with_luhn("3568680000414"), False), (with_luhn("356868000041418"), False)],
)  # fmt: skip
def test_an_imei_has_fifteen_digits_a_type_and_luhn_s_control(digits, expected):
    assert is_imei(digits) is expected


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("8932042000000000006", True), ("8932042000000000007", False), (with_luhn("89320420000000000"), True), (with_luhn("8932042000000000"), False),
     (with_luhn("8932042000000000000"), True), (with_luhn("89320420000000000000"), False), (with_luhn("883204200000000000"), False)],
)  # fmt: skip
def test_a_sim_card_has_18_to_20_digits_from_89_on(digits, expected):
    assert is_iccid(digits) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("WVWZZZ1JZXW000001", True), ("WVWZZZ1JZXW00001", False), ("WVWZZZ1JZXW0000012", False), ("WVWZZZIJZXW000001", False),
     ("WVWZZZOJZXW000001", False), ("WVWZZZQJZXW000001", False), ("WVWZZZ1JZXW00A001", False), ("11111111111111111", False),
     ("W1111111111111111", False), ("WV111111111111111", True), ("WVWZZZ1JZXWAA0001", True), ("WVW-ZZ1JZXW000001", False)],
)  # fmt: skip
def test_a_vehicle_has_17_characters_without_i_o_q_and_four_digits_at_the_end(text, expected):
    assert is_vehicle_identification(text) is expected


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("1893120105732", True), ("1893120105742", False), ("1893120105733", False), (luxembourg("18810101057"), True), (luxembourg("18800101057"), False),
     (luxembourg("20991231057"), True), (luxembourg("21001231057"), False), (luxembourg("19850001057"), False), (luxembourg("19850101057"), True),
     (luxembourg("19851301057"), False), (luxembourg("19851201057"), True), (luxembourg("19850700057"), False), (luxembourg("19850731057"), True),
     (luxembourg("19850631057"), False), (luxembourg("19850630057"), True), (luxembourg("20000229057"), True), (luxembourg("19000229057"), False), ("189312010573", False), ("18931201057320", False)],
)  # fmt: skip
def test_a_luxembourg_number_has_a_birth_date_and_two_controls(digits, expected):
    assert is_luxembourg_number(digits) is expected


def test_the_two_controls_of_a_luxembourg_number_are_independent():
    body = "19850730123"
    first, second = luhn.calc_check_digit(body), verhoeff.calc_check_digit(body)

    assert is_luxembourg_number(body + first + second)
    assert not is_luxembourg_number(body + str((int(first) + 1) % 10) + second)
    assert not is_luxembourg_number(body + first + str((int(second) + 1) % 10))
