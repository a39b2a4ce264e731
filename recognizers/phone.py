"""Telephone numbers: Belgian ones by the numbering plan, foreign ones by their country code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

import phonenumbers

from recognizers.characters import GAP, HYPHEN, digits_of
from recognizers.pattern import LabelledRecognizer

_SEPARATOR = rf"[{GAP}./{HYPHEN}]"
_BEFORE = rf"(?<![\p{{L}}\p{{N}}+])(?<![0-9][./{HYPHEN}])"
_AFTER = rf"(?![\p{{L}}\p{{N}}])(?![.{HYPHEN}][0-9])(?!/[0-9]{{3}})"
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


_PAIRS = rf"{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}"
_MARK = rf"(?:\){_SEPARATOR}?|[{GAP}]?[/{HYPHEN}.][{GAP}]?|[{GAP}])"
_MOBILE = "|".join(
    (
        (
            rf"\(?04[5-9][0-9](?:{_MARK}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}|{_MARK}[0-9]"
            rf"{{3}}{_SEPARATOR}[0-9]{{3}}|{_MARK}[0-9]{{6}})"
        ),
        rf"04{_SEPARATOR}[5-9][0-9]{_PAIRS}",
    )
)
_FIXED = "|".join(
    (
        rf"\(?0[2349]{_MARK}[0-9]{{3}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}",
        rf"\(?0[2349]{_MARK}[0-9]{{3}}{_SEPARATOR}?[0-9]{{4}}",
        rf"\(?0[1-9][0-9]{_MARK}[0-9]{{2}}{_SEPARATOR}?[0-9]{{2}}{_SEPARATOR}?[0-9]{{2}}",
        rf"\(?0[1-9][0-9]{_MARK}[0-9]{{3}}{_SEPARATOR}[0-9]{{3}}",
    )
)
_DIGIT = rf"{_SEPARATOR}?[0-9]"
_BELGIAN_CODE = rf"(?:\(?(?:\+|00)[{GAP}]?32\)?)(?:{_SEPARATOR}{{0,2}}\(0\))?{_SEPARATOR}{{0,2}}0?"
_ABROAD = (
    rf"{_BELGIAN_CODE}(?:4{_SEPARATOR}?[5-9](?:{_DIGIT}){{7}}"
    rf"|(?:[1235-9]{_SEPARATOR}?[0-9]|4{_SEPARATOR}?[23])(?:{_DIGIT}){{6}})"
)
_LENGTHS = {33: 9, 31: 9, 44: 10, 34: 9, 351: 9, 41: 9, 48: 9, 40: 9, 30: 10, 420: 9, 1: 10, 212: 9, 90: 10}
"""Digits after the country code, where there is one length."""


def _known_codes(opening: str) -> str:
    spellings = [
        rf"{code}(?:{_SEPARATOR}{{0,2}}\(0\))?{_SEPARATOR}?(?:{_DIGIT}){{{length}}}"
        for code, length in _LENGTHS.items()
    ]
    return rf"\(?{opening}[{GAP}]?(?:{'|'.join(spellings)})"


_OTHER = rf"\+[{GAP}]?(?!32)[1-9][0-9]{{0,2}}(?:{_SEPARATOR}{{0,2}}\(0\))?(?:{_SEPARATOR}{{0,2}}[0-9]){{6,12}}"


class PhoneRecognizer(LabelledRecognizer):
    """Finds telephone numbers of persons.

    National numbers are asked for the groupings people use, since zone and digits alone also fit dates and codes.
    """

    ENTITY = "PHONE_NUMBER"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("Belgian mobile, grouped", rf"{_BEFORE}(?:{_MOBILE}){_AFTER}", 0.7),
        ("Belgian mobile, glued", rf"{_BEFORE}04[5-9][0-9]{{7}}{_AFTER}", 0.5),
        ("Belgian fixed, grouped", rf"{_BEFORE}(?:{_FIXED}){_AFTER}", 0.6),
        ("Belgian fixed, glued", rf"{_BEFORE}0[1-9][0-9]{{7}}{_AFTER}", 0.3),
        ("country code 32", rf"{_BEFORE}{_ABROAD}{_AFTER}", 0.75),
        ("country code of one length", rf"{_BEFORE}{_known_codes(chr(92) + '+')}{_AFTER}", 0.75),
        ("other country code", rf"{_BEFORE}{_OTHER}{_AFTER}", 0.7),
        ("country code after 00", rf"{_BEFORE}{_known_codes('00')}{_AFTER}", 0.5),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return e164(text) is not None


def is_phone(text: str) -> bool:
    """Tell whether the whole of a cell is a telephone number; a lost leading 0 (a number cell) is forgiven."""
    if len(text) > 24 or not text:
        return False
    if e164(text) is not None:
        return text[0] in "+(0" and not any(char.isalpha() for char in text)
    return len(text) in (8, 9) and text.isdigit() and _PLAN.fullmatch(digits_of(text)) is not None
