"""Birth dates: any date that can be one, told from others by its label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN
from recognizers.checks import LONGEST_LIFE_YEARS
from recognizers.dates import MONTH_NAME, parse_date
from recognizers.pattern import LabelledRecognizer

_BEFORE = rf"(?<![\p{{L}}\p{{N}}])(?<![0-9][./{HYPHEN}])"
_AFTER = r"(?![\p{L}\p{N}])(?![./-][0-9])"
_DAY = "[0-9][0-9]?"
_MONTH = "[0-9][0-9]?"
_YEAR = "(?:18|19|20)[0-9]{2}"
_NUMERIC_REST = "|".join(
    rf"[{GAP}]?{mark}[{GAP}]?{_MONTH}[{GAP}]?{mark}[{GAP}]?{_YEAR}" for mark in (r"\.", "/", f"[{HYPHEN}]")
)
_NUMERIC = rf"{_DAY}(?:{_NUMERIC_REST})"
_SPACED = rf"[0-3][0-9][{GAP}][01][0-9][{GAP}]{_YEAR}"
_ISO = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])-|/(?:0[1-9]|1[0-2])/|\.(?:0[1-9]|1[0-2])\.)(?:0[1-9]|[12][0-9]|3[01])"
_COMPACT = r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_SHORT = rf"{_DAY}(?:\.{_MONTH}\.|/{_MONTH}/|-{_MONTH}-)[0-9]{{2}}"
_TEXTUAL = (
    rf"{_DAY}(?:er|e|ste|de|\.|st|nd|rd|th)?[{GAP}{HYPHEN}](?:of[ ]|de[ ])?{MONTH_NAME}\.?,?[{GAP}{HYPHEN}]{_YEAR}"
)
_MONTH_FIRST = (
    rf"[JFMASOND](?<=[{GAP}\n(].)(?i:anuary|ebruary|arch|pril|ay|une|uly|ugust|eptember|ctober|ovember|ecem"
    rf"ber|an|eb|ar|pr|un|ul|ug|ept?|ct|ov|ec)\.?[ ]{_DAY}(?:st|nd|rd|th)?,?[ ]{_YEAR}"
)


class BirthDateRecognizer(LabelledRecognizer):
    """Finds dates of the last 120 years; only a label, or the genealogist's `°`, makes one a birth date."""

    ENTITY = "DATE_OF_BIRTH"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("day first", rf"{_BEFORE}{_NUMERIC}{_AFTER}", 0.2),
        ("day first, spaces", rf"{_BEFORE}{_SPACED}{_AFTER}", 0.2),
        ("year first", rf"{_BEFORE}{_ISO}(?![0-9])(?!-[0-9])", 0.2),
        ("month by name", rf"{_BEFORE}{_TEXTUAL}{_AFTER}", 0.2),
        ("month first", rf"{_BEFORE}{_MONTH_FIRST}{_AFTER}", 0.2),
        ("two-digit year", rf"{_BEFORE}{_SHORT}{_AFTER}", 0.1),
        ("glued", rf"{_BEFORE}{_COMPACT}{_AFTER}", 0.1),
        (
            "field 3 of a driving licence",
            rf"(?<=^[ \t]{{0,4}}2[.)][^\n]{{1,60}}\n[ \t]{{0,4}}3[.)][ \t]{{1,4}})(?:{_NUMERIC}){_AFTER}",
            0.85,
        ),
        ("birth sign", rf"(?<=[°{GAP}])(?=[0-9])(?<=(?<![nN])°[{GAP}]?)(?:{_NUMERIC}|{_TEXTUAL}){_AFTER}", 0.85),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the date exists, is not to come, and is a life long ago at most."""
        found = parse_date(text, self.today)
        if found is None:
            return False
        today = self.today
        return found <= (today.year, today.month, today.day) and today.year - found[0] <= LONGEST_LIFE_YEARS
