"""Normal forms: the one spelling under which equal values meet; and whether a whole cell is a valid value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from recognizers.characters import digits_of, normalize
from recognizers.checks import (
    LONGEST_LIFE_YEARS,
    account_control_matches,
    compact_iban,
    is_card,
    is_enterprise_number,
    is_iban,
    national_number_kind,
)
from recognizers.dates import iso_date, parse_date
from recognizers.mailbox import email_of, is_email
from recognizers.numbering import e164, is_phone
from recognizers.terms import fold


def _folded(text: str) -> str:
    return " ".join(text.split())


def _phone(text: str) -> str:
    number = e164(text)
    if number is None and is_phone(text):
        number = f"+32{text}"
    return number or digits_of(text)


def _national_number(text: str) -> str:
    """Give the eleven digits; a sheet that took a number for a quantity lost the zeros it begins with."""
    return digits_of(text).zfill(11)


def _enterprise(text: str) -> str:
    return digits_of(text).zfill(10)


_NORMAL_FORMS: dict[str, Callable[[str], str]] = {
    "BE_NATIONAL_REGISTER_NUMBER": _national_number,
    "BE_BIS_NUMBER": _national_number,
    "BE_STRUCTURED_COMMUNICATION": digits_of,
    "CREDIT_CARD": digits_of,
    "BE_ENTERPRISE_NUMBER": _enterprise,
    "IBAN_CODE": compact_iban,
    "PHONE_NUMBER": _phone,
    "EMAIL_ADDRESS": email_of,
    "DATE_OF_BIRTH": iso_date,
}


def canonical(entity: str, text: str) -> str:
    """Give the normal form of a value; of an entity that has none of its own, the text with spaces folded."""
    form = _NORMAL_FORMS.get(entity)
    return form(normalize(text)) if form else _folded(normalize(text))


_NUMBER = re.compile(r"[0-9][0-9 .\-/]{9,17}[0-9]|[1-9][0-9]{7,9}")
_MARKED = re.compile(r"[+*]{0,3}[ ]?[0-9]{3}[ /]{0,3}[0-9]{4}[ /]{0,3}[0-9]{5}[ ]?[+*]{0,3}")
_CARD = re.compile(r"[0-9](?:[ .\-]?[0-9]){11,18}")
_ENTERPRISE = re.compile(
    r"(?:(?:TVA|BTW|MwSt|VAT)\.?[ ]?)?(?:BE[ .\-]?)?\(?[01]?\)?[0-9]{3}(?:[ .]?[0-9]{3}){2}", re.IGNORECASE
)
_DATE = re.compile(r"[0-9]{1,4}[ ./\-].{1,12}[ ./\-][0-9]{1,4}|[0-9]{8}")
_CLOCK = re.compile(r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+\-][0-9]{2}:?[0-9]{2})?$")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\- ,]){1,60}")
_STREET = re.compile(r"(?=.{5,120}$)(?=.*[^\W\d_]{3})(?=.*[0-9]).*", re.DOTALL)


@lru_cache(maxsize=1)
def _today() -> date:
    return date.today()  # noqa: DTZ011  a birth date has no time zone


def _is_number_of(kind: str) -> Callable[[str], bool]:
    def valid(text: str) -> bool:
        if len(text) > 19 or not _NUMBER.fullmatch(text):
            return False
        return national_number_kind(_national_number(text), _today()) == kind

    return valid


def _is_communication(text: str) -> bool:
    digits = digits_of(text)
    return len(digits) == 12 and bool(_MARKED.fullmatch(text)) and int(digits) > 0 and account_control_matches(digits)


def _is_enterprise(text: str) -> bool:
    return len(text) < 24 and bool(_ENTERPRISE.fullmatch(text)) and is_enterprise_number(_enterprise(text))


def _is_birth_date(text: str) -> bool:
    text = _CLOCK.sub("", text)
    if len(text) > 24 or not _DATE.fullmatch(text):
        return False
    found, today = parse_date(text), _today()
    return (
        found is not None
        and found <= (today.year, today.month, today.day)
        and today.year - found[0] <= LONGEST_LIFE_YEARS
    )


_NO_NAMES = frozenset(
    b"n a|na|none|null|unknown|inconnu|inconnue|onbekend|unbekannt|anonyme|test|nvt|nihil|neant|todo|tbd".split(b"|")
)


def _is_name(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and fold(text).strip() not in _NO_NAMES


_CHECKS: dict[str, Callable[[str], bool]] = {
    "BE_NATIONAL_REGISTER_NUMBER": _is_number_of("nn"),
    "BE_BIS_NUMBER": _is_number_of("bis"),
    "IBAN_CODE": lambda text: 14 < len(text) < 48 and is_iban(compact_iban(text)),
    "PHONE_NUMBER": is_phone,
    "EMAIL_ADDRESS": is_email,
    "DATE_OF_BIRTH": _is_birth_date,
    "BE_STRUCTURED_COMMUNICATION": _is_communication,
    "CREDIT_CARD": lambda text: bool(_CARD.fullmatch(text)) and is_card(digits_of(text)),
    "BE_ENTERPRISE_NUMBER": _is_enterprise,
    "PERSON": _is_name,
    "ADDRESS": lambda text: bool(_STREET.fullmatch(text)),
}


def check(entity: str, text: str) -> bool:
    """Tell whether the whole of `text`, normalized and stripped, is a valid value of the entity.

    For names and addresses only the shape is asked. False for entities without a rule.
    """
    rule = _CHECKS.get(entity)
    return bool(rule and rule(text))
