"""What people may want to know of an entity: its labels, its normal form, its place among others, an example."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from recognizers.overlap import OVERLAP_ORDER
from recognizers.vocabulary import label_rows

_DIGITS = "the {} digits"
_UPPER = "capitals without separators"
NORMAL_FORMS = {
    "BE_NATIONAL_REGISTER_NUMBER": _DIGITS.format(11),
    "BE_BIS_NUMBER": _DIGITS.format(11),
    "IBAN_CODE": _UPPER,
    "PHONE_NUMBER": "E.164: +32475123456",
    "EMAIL_ADDRESS": "small letters",
    "DATE_OF_BIRTH": "ISO 8601: 1985-07-30",
    "CREDIT_CARD": "the digits",
    "BE_ENTERPRISE_NUMBER": _DIGITS.format(10),
    "BE_STRUCTURED_COMMUNICATION": _DIGITS.format(12),
    "BE_EID_CARD_NUMBER": _DIGITS.format(12),
    "BE_PASSPORT_NUMBER": "two capitals, six digits: EA123456",
    "BE_DRIVING_LICENCE_NUMBER": _DIGITS.format(10),
    "BE_RESIDENCE_CARD_NUMBER": "a capital, nine digits: B012345678",
    "TRAVEL_DOCUMENT_NUMBER": _UPPER,
    "BE_SOCIAL_SECURITY_CARD_NUMBER": _DIGITS.format(10),
    "BE_LEGACY_ACCOUNT_NUMBER": _DIGITS.format(12),
    "BIC": "capitals",
    "CREDITOR_REFERENCE": _UPPER,
    "BE_ESTABLISHMENT_UNIT_NUMBER": _DIGITS.format(10),
    "VAT_NUMBER": _UPPER,
    "BE_HEALTH_PROVIDER_NUMBER": "the 11 digits, or 8 where the qualification is missing",
    "BE_LICENCE_PLATE": "capitals and digits in groups: 1-ABC-123",
    "VEHICLE_IDENTIFICATION_NUMBER": "17 capitals and digits",
    "MAC_ADDRESS": "small letters, parted by colons",
    "IMEI": _DIGITS.format(15),
    "IMSI": _DIGITS.format(15),
    "ICCID": "the digits",
    "GPS_COORDINATES": "latitude,longitude in degrees",
    "CREDENTIAL": "none: the value is never kept",
}
"""By entity; any other keeps its text, spaces folded."""
FOLDED = "the text, spaces folded"

EXAMPLES: dict[str, tuple[str, str]] = {
    "BE_NATIONAL_REGISTER_NUMBER": ("85.07.30-033.28", "85073003328"),
    "BE_BIS_NUMBER": ("BIS 98.47.28-997.65", "98472899765"),
    "IBAN_CODE": ("BE68 5390 0754 7034", "BE68539007547034"),
    "PHONE_NUMBER": ("0475 12 34 56", "+32475123456"),
    "EMAIL_ADDRESS": ("Jan.Peeters@example.org", "jan.peeters@example.org"),
    "DATE_OF_BIRTH": ("geboren op 30/07/1985", "1985-07-30"),
    "CREDIT_CARD": ("4111 1111 1111 1111", "4111111111111111"),
    "BE_ENTERPRISE_NUMBER": ("BE 0403.019.261", "0403019261"),
    "BE_STRUCTURED_COMMUNICATION": ("+++090/9337/55493+++", "090933755493"),
    "PERSON": ("Nom : Jan Peeters", "Jan Peeters"),
    "BE_EID_CARD_NUMBER": ("carte d'identité 591-1917064-58", "591191706458"),
    "BE_PASSPORT_NUMBER": ("paspoortnummer EA 123456", "EA123456"),
    "BE_DRIVING_LICENCE_NUMBER": ("Führerschein Nr. 1234567890", "1234567890"),
    "BE_RESIDENCE_CARD_NUMBER": ("titre de séjour B 0123456 78", "B012345678"),
    "BE_SOCIAL_SECURITY_CARD_NUMBER": ("SIS-kaart 123 456 7890", "1234567890"),
    "TRAVEL_DOCUMENT_NUMBER": ("passeport français 12AB34567", "12AB34567"),
    "BE_LEGACY_ACCOUNT_NUMBER": ("compte 539-0075470-34", "539007547034"),
    "BIC": ("BIC GKCCBEBB", "GKCCBEBB"),
    "CREDITOR_REFERENCE": ("RF18 5390 0754 7034", "RF18539007547034"),
    "BE_ESTABLISHMENT_UNIT_NUMBER": ("vestigingseenheid 2.147.812.701", "2147812701"),
    "VAT_NUMBER": ("TVA FR 40 303 265 045", "FR40303265045"),
    "BE_HEALTH_PROVIDER_NUMBER": ("RIZIV 1-12345-78-123", "11234578123"),
    "BE_LICENCE_PLATE": ("nummerplaat 1ABC123", "1-ABC-123"),
    "VEHICLE_IDENTIFICATION_NUMBER": ("châssis WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001"),
    "IP_ADDRESS": ("IP-adres 84.199.12.7", "84.199.12.7"),
    "MAC_ADDRESS": ("MAC 00-1A-2B-3C-4D-5E", "00:1a:2b:3c:4d:5e"),
    "IMEI": ("IMEI 35-686800-004141-8", "356868000041418"),
    "IMSI": ("IMSI 206011234567890", "206011234567890"),
    "ICCID": ("simkaart 8932 0420 0000 0000 006", "8932042000000000006"),
    "ONLINE_IDENTIFIER": ("_ga=GA1.2.1234567890.1234567890", "GA1.2.1234567890.1234567890"),
    "CREDENTIAL": ("wachtwoord: Zonnig77", "********"),
    "SOCIAL_PROFILE": ("https://www.linkedin.com/in/jan-peeters", "linkedin.com/in/jan-peeters"),
    "GPS_COORDINATES": ("50°51'01\"N 4°21'06\"E", "50.850278,4.351667"),
    "ICD_CODE": ("diagnose E11.9", "E11.9"),
    "MENTAL_ICD_CODE": ("Diagnostic : F32.1", "F32.1"),
    "ATC_CODE": ("ATC A10BA02", "A10BA02"),
    "MENTAL_ATC_CODE": ("ATC N06AB04", "N06AB04"),
    "CNK_CODE": ("CNK 1234-567", "1234567"),
    "NOMENCLATURE_CODE": ("prestatiecode 101032", "101032"),
    "HEALTH_INSURANCE_NUMBER": ("n° d'affiliation 228/1234567890123", "2281234567890123"),
    "EMPLOYEE_NUMBER": ("matricule : P-4711", "P-4711"),
    "STUDENT_NUMBER": ("studentennummer r0123456", "r0123456"),
    "POLICY_NUMBER": ("polisnummer 12.345.678", "12.345.678"),
    "FILE_NUMBER": ("dossier n° 2024-0045", "2024-0045"),
    "FR_NIR": ("NIR 1 85 05 78 006 084 91", "185057800608491"),
    "NL_BSN": ("BSN 111222333", "111222333"),
    "DE_TAX_ID": ("Steuer-ID 36 574 261 809", "36574261809"),
    "LU_NATIONAL_ID": ("Luxemburger Matrikel 1893120105732", "1893120105732"),
    "ADDRESS": ("Rue de l'Exemple 16, 1000 Bruxelles", "Rue de l'Exemple 16, 1000 Bruxelles"),
}
"""Made-up text in which the entity is found, and the normal form of its value."""


class Described(TypedDict):
    """What is known of an entity; `precedence` counts from 1, None for one that `OVERLAP_ORDER` does not name."""

    labels: dict[str, list[str]]
    normal_form: str
    precedence: int | None
    named: int
    examples: list[str]


def labels_of(entity: str) -> dict[str, list[str]]:
    """Give the terms that announce an entity, by language."""
    found: dict[str, list[str]] = {}
    for entities, strength, language, terms in label_rows():
        if strength != "anti" and entity in entities:
            found.setdefault(language, []).extend(term.removesuffix("!") for term in terms)
    return found


def described(entity: str) -> Described:
    """Give what is known of an entity; of one that this package does not know, what holds of any."""
    return {
        "labels": labels_of(entity),
        "normal_form": NORMAL_FORMS.get(entity, FOLDED),
        "precedence": OVERLAP_ORDER.index(entity) + 1 if entity in OVERLAP_ORDER else None,
        "named": len(OVERLAP_ORDER),
        "examples": [EXAMPLES[entity][0]] if entity in EXAMPLES else [],
    }


def context_words(entities: Iterable[str], language: str) -> list[str]:
    """Give those labels of entities that Presidio's own enhancer can look for: one word of four letters or more.

    It looks for them inside of words, so shorter ones would be met everywhere.
    """
    labels = [labels_of(entity) for entity in entities]
    terms = [term for known in labels for spoken in (language, "all") for term in known.get(spoken, ())]
    return sorted({term.lower() for term in terms if len(term) > 3 and term.isalpha()})
