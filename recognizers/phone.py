"""Telephone numbers: Belgian ones by the numbering plan, foreign ones by their country code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN, LINE_BREAK, digits_of
from recognizers.checks import is_enterprise_number
from recognizers.numbering import e164
from recognizers.pattern import LabelledRecognizer

_SEPARATOR = rf"[{GAP}./{HYPHEN}]"
_BEFORE = rf"(?<![\p{{L}}\p{{N}}+])(?<![0-9][./{HYPHEN}])"
_AFTER = rf"(?![\p{{L}}\p{{N}}])(?![.{HYPHEN}][0-9])(?!/[0-9]{{3}})"
_PAIRS = rf"{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}"
_MARK = rf"(?:\){_SEPARATOR}?|[{GAP}]?[/{HYPHEN}.][{GAP}]?|[{GAP}])"
_OPENS = r"(?:\((?=[0-9]{2,4}\)))?"
"""A bracket before the area code, where one stands behind it."""
_MOBILE = "|".join(
    (
        (
            rf"{_OPENS}04[5-9][0-9](?:{_MARK}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}|{_MARK}[0-9]"
            rf"{{3}}{_SEPARATOR}[0-9]{{3}}|{_MARK}[0-9]{{6}})"
        ),
        rf"(?<![0-9][{GAP}])04{_SEPARATOR}[5-9][0-9]{_PAIRS}(?![{GAP}][0-9]{{1,2}}(?![0-9]))",
    )
)
_FIXED = "|".join(
    (
        rf"{_OPENS}0[2349]{_MARK}[0-9]{{3}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}",
        rf"{_OPENS}0[2349]{_MARK}[0-9]{{3}}{_SEPARATOR}?[0-9]{{4}}",
        rf"{_OPENS}0[1-9][0-9]{_MARK}[0-9]{{2}}{_SEPARATOR}?[0-9]{{2}}{_SEPARATOR}?[0-9]{{2}}",
        rf"{_OPENS}0[1-9][0-9]{_MARK}[0-9]{{3}}{_SEPARATOR}[0-9]{{3}}",
    )
)
_MOBILE_BROKEN = (
    rf"04[5-9][0-9][{GAP}/]?(?:{LINE_BREAK}[0-9]{{2}}[{GAP}.][0-9]{{2}}[{GAP}.][0-9]{{2}}"
    rf"|[0-9]{{2}}[{GAP}.]?{LINE_BREAK}[0-9]{{2}}[{GAP}.][0-9]{{2}}|[0-9]{{2}}[{GAP}.][0-9]{{2}}[{GAP}.]?{LINE_BREAK}[0-9]{{2}})"
)
_LABEL_BEFORE = r"(?<=(?<![\p{L}\p{N}])(?i:t[ée]l|gsm|fax|mobile?))"
_DIGIT = rf"{_SEPARATOR}?[0-9]"
_BELGIAN_CODE = rf"(?:\((?:\+|00)[{GAP}]?32\)|(?:\+|00)[{GAP}]?32)(?:{_SEPARATOR}{{0,2}}\(0\))?{_SEPARATOR}{{0,2}}0?"
_ABROAD = (
    rf"{_BELGIAN_CODE}(?:4{_SEPARATOR}?[5-9](?:{_DIGIT}){{7}}"
    rf"|(?:[1235-9]{_SEPARATOR}?[0-9]|4{_SEPARATOR}?[23])(?:{_DIGIT}){{6}})"
)
_LENGTHS = {33: 9, 31: 9, 44: 10, 34: 9, 351: 9, 41: 9, 48: 9, 40: 9, 30: 10, 420: 9, 1: 10, 212: 9, 90: 10}
"""Digits after the country code, where there is one length."""


def _known_codes(opening: str) -> str:
    spellings = [
        rf"{code}\)?(?:{_SEPARATOR}{{0,2}}\(0\))?{_SEPARATOR}?(?:{_DIGIT}){{{length}}}"
        for code, length in _LENGTHS.items()
    ]
    return rf"(?:\((?={opening}[{GAP}]?[0-9]{{1,4}}\)))?{opening}[{GAP}]?(?:{'|'.join(spellings)})"


_OTHER = rf"\+[{GAP}]?(?!32)[1-9][0-9]{{0,2}}(?:{_SEPARATOR}{{0,2}}\(0\))?(?:{_SEPARATOR}{{0,2}}[0-9]){{6,12}}"


class BePhoneRecognizer(LabelledRecognizer):
    """Finds telephone numbers of persons.

    National numbers are asked for the groupings people use, since zone and digits alone also fit dates and codes.
    """

    ENTITY = "PHONE_NUMBER"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("Belgian mobile, grouped", rf"{_BEFORE}(?:{_MOBILE}){_AFTER}", 0.7),
        ("Belgian mobile, broken line", rf"{_BEFORE}(?:{_MOBILE_BROKEN}){_AFTER}", 0.4),
        ("behind a label without a space", rf"{_LABEL_BEFORE}(?:{_MOBILE}|{_FIXED}|0[1-9][0-9]{{7,8}}){_AFTER}", 0.85),
        ("Belgian fixed, grouped", rf"{_BEFORE}(?:{_FIXED}){_AFTER}", 0.6),
        ("Belgian fixed, glued", rf"{_BEFORE}0[1-9][0-9]{{7}}{_AFTER}", 0.3),
        ("country code 32", rf"{_BEFORE}(?!(?<=[0-9][{GAP}])00){_ABROAD}{_AFTER}", 0.75),
        ("country code of one length", rf"{_BEFORE}{_known_codes(chr(92) + '+')}{_AFTER}", 0.75),
        ("other country code", rf"{_BEFORE}{_OTHER}{_AFTER}", 0.7),
        ("country code after 00", rf"{_BEFORE}{_known_codes('00')}{_AFTER}", 0.5),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return e164(text) is not None


class GluedMobileRecognizer(BePhoneRecognizer):
    """Finds Belgian mobile numbers without any mark; one in a hundred is also an enterprise number, and left out."""

    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("Belgian mobile, glued", rf"{_BEFORE}04[5-9][0-9]{{7}}{_AFTER}", 0.5),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return super().is_valid(text) and not is_enterprise_number(digits_of(text))


class AmbiguousMobileRecognizer(BePhoneRecognizer):
    """Finds ten glued digits that are a mobile and an enterprise number: kept, and only a label makes them more."""

    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("mobile or enterprise number", rf"{_BEFORE}04[5-9][0-9]{{7}}{_AFTER}", 0.4),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return super().is_valid(text) and is_enterprise_number(digits_of(text))
