"""Telephone numbers in E.164: the Belgian numbering plan, and every other one as libphonenumber knows it."""

from __future__ import annotations

import re

import phonenumbers

_PLAN = re.compile(
    r"4[5-9][0-9]{7}|80[2-8][0-9]{5}|(?:1[0-69]|[23][2-8]|4[23]|5[0-9]|6[013-57-9]|71|8[1-79]|9[2-4])[0-9]{6}"
)
_COUNTRY_CODE = re.compile(r"(?:\+|00)32(?:0(?=[1-9]))?")
_KEPT_TYPES = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.PERSONAL_NUMBER,
        phonenumbers.PhoneNumberType.VOIP,
        phonenumbers.PhoneNumberType.UNKNOWN,
    }
)
_NOT_DIALED = re.compile(r"\(0\)|[^0-9+]+")


def e164(text: str) -> str | None:
    """Give a number of a person in E.164 with Belgium as the default region, or None where it is none.

    Freephone, premium and universal access numbers belong to no person and are none.
    """
    dialed = _NOT_DIALED.sub("", text)
    belgian = _COUNTRY_CODE.match(dialed)
    if belgian:
        return f"+32{dialed[belgian.end() :]}" if _PLAN.fullmatch(dialed, belgian.end()) else None
    if dialed.startswith("00"):
        return _foreign(f"+{dialed[2:]}")
    if dialed.startswith("+"):
        return _foreign(dialed)
    return f"+32{dialed[1:]}" if dialed.startswith("0") and _PLAN.fullmatch(dialed, 1) else None


def _foreign(dialed: str) -> str | None:
    try:
        number = phonenumbers.parse(dialed, None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in _KEPT_TYPES:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_phone(text: str) -> bool:
    """Tell whether the whole of a cell is a telephone number; a lost leading 0 (a number cell) is forgiven."""
    if len(text) > 24 or not text:
        return False
    if e164(text) is not None:
        return text[0] in "+(0" and not any(char.isalpha() for char in text)
    return _PLAN.fullmatch(text) is not None
