"""Values as they may be shown to anybody: enough to recognize one's own, too little to learn another's."""

from __future__ import annotations

import re
from collections.abc import Callable

_ALNUM = re.compile(r"[^\W_]")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_][\w'\u2019.]*")
KEEP = 2
"""How many letters and digits of a value of any other kind stay."""


def mask(entity: str, text: str) -> str:
    """Give `text` with all but a few characters starred; separators stay, so that the kind can be seen.

    What is left never identifies: the year and month of a national register number, the first four and last four
    characters of an IBAN, the first letters of an e-mail's parts, the initials of a name, the year of a birth.
    """
    return _MASKS.get(entity, _keep_first)(text)


def _starred(text: str, keep: Callable[[int, int], bool], characters: re.Pattern[str] = _ALNUM) -> str:
    """Star each of the `characters` unless `keep(position, count)`, positions counted among them alone."""
    count = len(characters.findall(text))
    at = iter(range(count))
    return characters.sub(lambda match: match.group() if keep(next(at), count) else "*", text)


def _keep_first(text: str) -> str:
    return _starred(text, lambda at, count: at < min(KEEP, count - 1))


def _national_number(text: str) -> str:
    digits = _DIGIT.findall(text)
    if len(digits) != 11:
        return _keep_first(text)
    pair = "".join(digits[:4])
    return f"{pair[:2]}.{pair[2:]}.**-***.**"


def _iban(text: str) -> str:
    compact = "".join(_ALNUM.findall(text))
    if len(compact) < 12:
        return _keep_first(text)
    hidden = compact[:4] + "*" * (len(compact) - 8) + compact[-4:]
    return " ".join(hidden[at : at + 4] for at in range(0, len(hidden), 4))


def _email(text: str) -> str:
    local, at, domain = text.rpartition("@")
    host, dot, top = domain.rpartition(".")
    if not (local and at and host):
        return _keep_first(text)
    return f"{local[0]}***@{host[0]}***{dot}{top}"


def _name(text: str) -> str:
    return _WORD.sub(lambda match: f"{match.group()[0]}.", text)


def _date(text: str) -> str:
    """Keep the year, where it stands as four digits."""
    year = re.search(r"(?<!\d)\d{4}(?!\d)", text)
    if year is None:
        return _hide(text)
    return _hide(text[: year.start()]) + year.group() + _hide(text[year.end() :])


def _hide(text: str) -> str:
    return _starred(text, lambda _at, _count: False)


def _phone(text: str) -> str:
    start = 3 if text.startswith("+") else 2
    return _starred(text, lambda at, count: at < start or at >= count - 2, _DIGIT)


def _card(text: str) -> str:
    return _starred(text, lambda at, count: at >= count - 4, _DIGIT)


def _address(text: str) -> str:
    return _starred(text, lambda at, _count: at == 0)


_MASKS: dict[str, Callable[[str], str]] = {
    "BE_NATIONAL_REGISTER_NUMBER": _national_number,
    "BE_BIS_NUMBER": _national_number,
    "IBAN_CODE": _iban,
    "EMAIL_ADDRESS": _email,
    "PERSON": _name,
    "DATE_OF_BIRTH": _date,
    "PHONE_NUMBER": _phone,
    "CREDIT_CARD": _card,
    "ADDRESS": _address,
}
