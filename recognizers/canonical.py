"""Normal forms: the one spelling under which equal values meet; and whether a whole cell is a valid value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from stdnum import bic, imsi, iso11649
from stdnum.de import idnr
from stdnum.eu import vat
from stdnum.fr import nir
from stdnum.nl import bsn

from recognizers import coordinates
from recognizers.characters import compact, digits_of, normalize, unscanned
from recognizers.checks import (
    LONGEST_LIFE_YEARS,
    account_control_matches,
    compact_iban,
    is_card,
    is_enterprise_number,
    is_establishment_unit,
    is_health_provider,
    is_iban,
    is_iccid,
    is_imei,
    is_luxembourg_number,
    is_vehicle_identification,
    national_number_kind,
)
from recognizers.dates import iso_date, parse_date
from recognizers.hosts import host
from recognizers.mailbox import email_of, is_email
from recognizers.numbering import e164, is_phone
from recognizers.terms import fold


def _folded(text: str) -> str:
    return " ".join(text.split())


def _phone(text: str) -> str:
    text = unfloated(text)
    number = e164(text)
    if number is None and is_phone(text):
        number = f"+32{text}"
    return number or digits_of(text)


_FLOAT = re.compile(r"([0-9]+)[.,]0+|([0-9])[.,]([0-9]+)[Ee]\+?([0-9]{1,2})")


def unfloated(text: str) -> str:
    """Give the digits of a whole number that a sheet stored as a float: `85073003328.0`, `8.5073003328E+10`.

    Any other text comes back as it is, and so does one whose last digits were lost.
    """
    found = _FLOAT.fullmatch(text)
    if found is None:
        return text
    if found[1]:
        return found[1] if len(found[1]) > 5 else text
    power = int(found[4])
    return found[2] + found[3] + "0" * (power - len(found[3])) if 0 <= power - len(found[3]) < 3 else text


def _national_number(text: str) -> str:
    """Give the eleven digits; a sheet that took a number for a quantity lost the zeros it begins with."""
    return digits_of(unscanned(unfloated(text))).zfill(11)


def _enterprise(text: str) -> str:
    return digits_of(unfloated(text)).zfill(10)


def _iban(text: str) -> str:
    number = compact_iban(text)
    if number.startswith("BE") and not number[2:].isdigit():
        return compact_iban(text[:2] + unscanned(text[2:]))
    return number


def _plate(text: str) -> str:
    """Give a plate in capitals, a hyphen between letters and digits."""
    return "-".join(re.findall(r"[A-Z]+|[0-9]+", text.upper()))


def _mac(text: str) -> str:
    digits = "".join(char for char in text.lower() if char.isalnum())
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))


def _profile(text: str) -> str:
    """Give the address of a profile without scheme and `www`, in lower case; a handle with its sign."""
    return re.sub(r"^(?:https?://)?(?:[a-z]{1,3}\.)?(?=[a-z]+\.)", "", text.lower()).rstrip("/")


def _person(text: str) -> str:
    """Give a name with spaces folded; that of a machine-readable zone is written with `<` for them."""
    return _folded(text.replace("<", " "))


_NORMAL_FORMS: dict[str, Callable[[str], str]] = {
    "BE_NATIONAL_REGISTER_NUMBER": _national_number,
    "BE_BIS_NUMBER": _national_number,
    "BE_STRUCTURED_COMMUNICATION": digits_of,
    "CREDIT_CARD": digits_of,
    "BE_ENTERPRISE_NUMBER": _enterprise,
    "IBAN_CODE": _iban,
    "PHONE_NUMBER": _phone,
    "EMAIL_ADDRESS": email_of,
    "DATE_OF_BIRTH": iso_date,
    "PERSON": _person,
    "CREDENTIAL": lambda _: "********",
    "BE_EID_CARD_NUMBER": digits_of,
    "BE_LEGACY_ACCOUNT_NUMBER": digits_of,
    "BE_PASSPORT_NUMBER": compact,
    "BE_DRIVING_LICENCE_NUMBER": digits_of,
    "BE_RESIDENCE_CARD_NUMBER": compact,
    "BE_SOCIAL_SECURITY_CARD_NUMBER": digits_of,
    "TRAVEL_DOCUMENT_NUMBER": compact,
    "BIC": str.upper,
    "CREDITOR_REFERENCE": compact,
    "BE_ESTABLISHMENT_UNIT_NUMBER": lambda text: digits_of(unfloated(text)),
    "VAT_NUMBER": compact,
    "BE_HEALTH_PROVIDER_NUMBER": lambda text: digits_of(unfloated(text)),
    "BE_LICENCE_PLATE": _plate,
    "VEHICLE_IDENTIFICATION_NUMBER": str.upper,
    "MAC_ADDRESS": _mac,
    "IMEI": digits_of,
    "IMSI": digits_of,
    "ICCID": digits_of,
    "SOCIAL_PROFILE": _profile,
    "GPS_COORDINATES": coordinates.canonical,
    "CNK_CODE": digits_of,
    "HEALTH_INSURANCE_NUMBER": digits_of,
    "FR_NIR": compact,
    "NL_BSN": lambda text: digits_of(unfloated(text)).zfill(9),
    "DE_TAX_ID": digits_of,
    "LU_NATIONAL_ID": digits_of,
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
_DATE = re.compile(
    r"[0-9]{1,4}(?:er|ste|de|e|st|nd|rd|th|\.)?[ ./\-].{1,14}[ ./\-][0-9]{1,4}"
    r"|[^\W\d_]{3,9}\.?[ ][0-9]{1,2}(?:st|nd|rd|th)?,?[ ][0-9]{4}|[0-9]{8}"
)
_CLOCK = re.compile(r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+\-][0-9]{2}:?[0-9]{2})?$")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.\- ,]){1,60}")
_STREET = re.compile(r"(?=.{5,120}$)(?=.*[^\W\d_]{3})(?=.*[0-9]).*", re.DOTALL)


@lru_cache(maxsize=1)
def _today() -> date:
    return date.today()  # noqa: DTZ011  a birth date has no time zone


def _is_number_of(kind: str) -> Callable[[str], bool]:
    def valid(text: str) -> bool:
        text = unfloated(text)
        if len(text) > 19 or not _NUMBER.fullmatch(text):
            return False
        return national_number_kind(_national_number(text), _today()) == kind

    return valid


def _is_communication(text: str) -> bool:
    digits = digits_of(text)
    return len(digits) == 12 and bool(_MARKED.fullmatch(text)) and account_control_matches(digits)


def _is_enterprise(text: str) -> bool:
    text = unfloated(text)
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


def _shaped(expression: str) -> Callable[[str], bool]:
    """Give the check of an entity that has a form and no control."""
    shape = re.compile(expression)
    return lambda text: shape.fullmatch(text) is not None


def _digits(expression: str, control: Callable[[str], bool]) -> Callable[[str], bool]:
    """Give the check of an entity that has a form and a control over its digits."""
    shape = re.compile(expression)

    def valid(text: str) -> bool:
        text = unfloated(text)
        return shape.fullmatch(text) is not None and bool(control(digits_of(text)))

    return valid


_BIC = re.compile(r"[A-Za-z]{6}[A-Za-z0-9]{2}(?:[A-Za-z0-9]{3})?")
_BSN = re.compile(r"[0-9]{8,9}|[0-9]{4}[ .][0-9]{2}[ .][0-9]{3}|[0-9]{3}[ .][0-9]{3}[ .][0-9]{3}")
_REFERENCE = re.compile(r"(?=\S*[0-9])[\w./-]{3,24}")


def _is_reference(text: str) -> bool:
    return bool(_REFERENCE.fullmatch(text))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "BE_NATIONAL_REGISTER_NUMBER": _is_number_of("nn"),
    "BE_BIS_NUMBER": _is_number_of("bis"),
    "IBAN_CODE": lambda text: 14 < len(text) < 48 and is_iban(compact_iban(text)),
    "PHONE_NUMBER": lambda text: is_phone(unfloated(text)),
    "EMAIL_ADDRESS": is_email,
    "DATE_OF_BIRTH": _is_birth_date,
    "BE_STRUCTURED_COMMUNICATION": _is_communication,
    "CREDIT_CARD": lambda text: bool(_CARD.fullmatch(text)) and is_card(digits_of(text)),
    "BE_ENTERPRISE_NUMBER": _is_enterprise,
    "PERSON": _is_name,
    "ADDRESS": lambda text: bool(_STREET.fullmatch(text)),
    "BE_EID_CARD_NUMBER": _digits("[0-9]{3}[ -]?[0-9]{7}[ -]?[0-9]{2}", account_control_matches),
    "BE_LEGACY_ACCOUNT_NUMBER": _digits("[0-9]{3}[ -]?[0-9]{7}[ -]?[0-9]{2}", account_control_matches),
    "BE_PASSPORT_NUMBER": _shaped("[A-Za-z]{2}[ -]?[0-9]{6}"),
    "BE_DRIVING_LICENCE_NUMBER": _shaped("[0-9]{4}[ .]?[0-9]{3}[ .]?[0-9]{3}"),
    "BE_RESIDENCE_CARD_NUMBER": _shaped("[Bb][ .]?[0-9]{3}[ .]?[0-9]{4}[ .]?[0-9]{2}|[Bb][ .]?[0-9]{7}[ .]?[0-9]{2}"),
    "BE_SOCIAL_SECURITY_CARD_NUMBER": _shaped("[0-9]{3}[ ]?[0-9]{3}[ ]?[0-9]{4}"),
    "TRAVEL_DOCUMENT_NUMBER": _shaped("(?=[A-Z0-9]*[0-9])(?=[A-Z0-9]*[A-Z])[A-Z0-9]{9}"),
    "BIC": lambda text: bool(_BIC.fullmatch(text)) and bool(bic.is_valid(text)),
    "CREDITOR_REFERENCE": lambda text: text[:2].upper() == "RF" and bool(iso11649.is_valid(text)),
    "BE_ESTABLISHMENT_UNIT_NUMBER": _digits("[2-8](?:[ .]?[0-9]{3}){3}", is_establishment_unit),
    "VAT_NUMBER": lambda text: len(text) < 24 and text[:2].isalpha() and bool(vat.is_valid(compact(text))),
    "BE_HEALTH_PROVIDER_NUMBER": _digits("[1-9][ ./-]?[0-9]{5}[ ./-]?[0-9]{2}(?:[ ./-]?[0-9]{3})?", is_health_provider),
    "BE_LICENCE_PLATE": _shaped(
        "(?:[1-9][ .-]?)?[A-Za-z]{3}[ .-]?[0-9]{3}|[A-Za-z][ .-]?[A-Za-z]{3}[ .-]?[0-9]{3}|[0-9]{3}[ .-]?[A-Za-z]{3}"
    ),
    "VEHICLE_IDENTIFICATION_NUMBER": lambda text: is_vehicle_identification(text.upper()),
    "IP_ADDRESS": lambda text: len(text) < 48 and host(text) is not None,
    "MAC_ADDRESS": _shaped(
        "[0-9A-Fa-f]{2}([:-]?)[0-9A-Fa-f]{2}(?:\\1[0-9A-Fa-f]{2}){4}|[0-9A-Fa-f]{4}(?:[.][0-9A-Fa-f]{4}){2}"
    ),
    "IMEI": _digits("[0-9]{2}[ /-]?[0-9]{6}[ /-]?[0-9]{6}[ /-]?[0-9]", is_imei),
    "IMSI": _digits("[2-7][0-9]{14}", imsi.is_valid),
    "ICCID": _digits("89(?:[ ]?[0-9]){16,18}", is_iccid),
    "ONLINE_IDENTIFIER": _shaped("(?=[^ ]*[0-9])[A-Za-z0-9._%~*!-]{8,400}"),
    "CREDENTIAL": _shaped(r"\S{4,64}"),
    "SOCIAL_PROFILE": _shaped(r"@?[\w.-]{3,60}|(?:https?://)?[\w.-]+\.[a-z]{2,8}/\S{2,120}"),
    "GPS_COORDINATES": lambda text: len(text) < 60 and coordinates.parse(text) is not None,
    "ICD_CODE": _shaped("[A-EG-TV-Z][0-9][0-9AB](?:[.]?[0-9A-Z]{1,4})?"),
    "MENTAL_ICD_CODE": _shaped("F[0-9]{2}(?:[.]?[0-9A-Z]{1,4})?"),
    "ATC_CODE": _shaped("(?!N0[56])[ABCDGHJLMNPRSV][0-9]{2}[A-Z]{2}[0-9]{2}"),
    "MENTAL_ATC_CODE": _shaped("N0[56][A-Z]{2}[0-9]{2}"),
    "CNK_CODE": _shaped("[0-9]{4}[ -]?[0-9]{3}"),
    "NOMENCLATURE_CODE": _shaped("[0-9]{6}"),
    "HEALTH_INSURANCE_NUMBER": _shaped("[1-9][0-9]{2}[ /-]{0,3}[0-9][0-9 ./-]{4,17}[0-9]"),
    "EMPLOYEE_NUMBER": _is_reference,
    "STUDENT_NUMBER": _is_reference,
    "POLICY_NUMBER": _is_reference,
    "FILE_NUMBER": _is_reference,
    "FR_NIR": lambda text: len(text) < 24 and bool(nir.is_valid(compact(text))),
    "NL_BSN": lambda text: bool(_BSN.fullmatch(unfloated(text))) and bool(bsn.is_valid(digits_of(unfloated(text)))),
    "DE_TAX_ID": _digits("[1-9][0-9][ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}", idnr.is_valid),
    "LU_NATIONAL_ID": _digits("[0-9]{4}[ -]?[0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{2}", is_luxembourg_number),
}


def check(entity: str, text: str) -> bool:
    """Tell whether the whole of `text`, normalized and stripped, is a valid value of the entity.

    For names and addresses only the shape is asked. False for entities without a rule.
    """
    rule = _CHECKS.get(entity)
    return bool(rule and rule(text))
