"""Turns a template into a sample: people in its slots, values in their written forms, every offset recorded.

In a template `{p.niss}` is a value of the person in slot p (q, r, s are further people, o an organization), `{p}` that
person's name, `{p?Monsieur/Madame}` a word for a man or a woman, `[a|b]` one of several wordings, `{x.ean}` a made
look-alike,
`{=E40;ICD_CODE}` one that is written out, `{p.iban!}` a value in its normal form, and `{date}`, `{money}`, `{year}`,
`{time}`, `{n4}` what may stand in any text.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from accuracy import generator_zone as zone
from accuracy.generator_decoys import decoy
from accuracy.generator_forms import FORMS, NBSP, Piece, address, dms, written_date
from accuracy.generator_people import Person
from accuracy.samples import Decoy, Mention, Sample
from accuracy.values import BANKS

CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
SLOT = re.compile(r"\{([^{}]+)\}")
# the short name in templates: what the person keeps it as, and the entity that it is
FIELDS = {
    "niss": ("BE_NATIONAL_REGISTER_NUMBER",) * 2,
    "bis": ("BE_BIS_NUMBER",) * 2,
    "iban": ("IBAN_CODE",) * 2,
    "fiban": ("FOREIGN_IBAN", "IBAN_CODE"),
    "gsm": ("PHONE_NUMBER",) * 2,
    "tel": ("LANDLINE", "PHONE_NUMBER"),
    "mail": ("EMAIL_ADDRESS",) * 2,
    "wmail": ("WORK_EMAIL", "EMAIL_ADDRESS"),
    "card": ("CREDIT_CARD",) * 2,
    "kbo": ("BE_ENTERPRISE_NUMBER",) * 2,
    "est": ("BE_ESTABLISHMENT_UNIT_NUMBER",) * 2,
    "vat": ("VAT_NUMBER",) * 2,
    "ogm": ("BE_STRUCTURED_COMMUNICATION",) * 2,
    "rf": ("CREDITOR_REFERENCE",) * 2,
    "eid": ("BE_EID_CARD_NUMBER",) * 2,
    "pass": ("BE_PASSPORT_NUMBER",) * 2,
    "lic": ("BE_DRIVING_LICENCE_NUMBER",) * 2,
    "res": ("BE_RESIDENCE_CARD_NUMBER",) * 2,
    "sis": ("BE_SOCIAL_SECURITY_CARD_NUMBER",) * 2,
    "acc": ("BE_LEGACY_ACCOUNT_NUMBER",) * 2,
    "riziv": ("BE_HEALTH_PROVIDER_NUMBER",) * 2,
    "plate": ("BE_LICENCE_PLATE",) * 2,
    "oldplate": ("OLD_PLATE", "BE_LICENCE_PLATE"),
    "vin": ("VEHICLE_IDENTIFICATION_NUMBER",) * 2,
    "ip": ("IP_ADDRESS",) * 2,
    "mac": ("MAC_ADDRESS",) * 2,
    "imei": ("IMEI",) * 2,
    "imsi": ("IMSI",) * 2,
    "iccid": ("ICCID",) * 2,
    "cookie": ("ONLINE_IDENTIFIER",) * 2,
    "adid": ("ADVERTISING_ID", "ONLINE_IDENTIFIER"),
    "secret": ("CREDENTIAL",) * 2,
    "social": ("SOCIAL_PROFILE",) * 2,
    "cnk": ("CNK_CODE",) * 2,
    "nomen": ("NOMENCLATURE_CODE",) * 2,
    "mut": ("HEALTH_INSURANCE_NUMBER",) * 2,
    "emp": ("EMPLOYEE_NUMBER",) * 2,
    "stud": ("STUDENT_NUMBER",) * 2,
    "policy": ("POLICY_NUMBER",) * 2,
    "file": ("FILE_NUMBER",) * 2,
    "nir": ("FR_NIR",) * 2,
    "bsn": ("NL_BSN",) * 2,
    "idnr": ("DE_TAX_ID",) * 2,
    "lu": ("LU_NATIONAL_ID",) * 2,
    "cust": ("CUSTOMER_NUMBER",) * 2,
}
CODES = {
    "icd": ("ICD_CODE", "I10 E11.9 J45.0 M54.5 K21.9 N39.0 S82.6 C50.9 G35 I48.0 J18.9 M17.1 E03.9 K50.0 H25.1"),
    "micd": ("MENTAL_ICD_CODE", "F32.1 F33.2 F41.1 F43.1 F31.7 F20.0 F10.2 F50.0 F84.5 F90.0 F43.2 F60.3"),
    "atc": ("ATC_CODE", "C09AA05 A10BA02 C10AA05 B01AF01 R03AC02 J01CA04 A02BC01 H03AA01 C07AB07 M01AE01"),
    "matc": ("MENTAL_ATC_CODE", "N06AB10 N06AB06 N05AH04 N05BA12 N06AX16 N05AX08 N06BA04 N05CF02"),
}
WITHOUT_PERSON = {"o"}
IDENTIFICATION, ELECTRONIC, NATIONAL = "identification", "electronic_identification", "national_number"
CATEGORY = {
    **dict.fromkeys(
        "PERSON ADDRESS PHONE_NUMBER BE_EID_CARD_NUMBER BE_PASSPORT_NUMBER BE_DRIVING_LICENCE_NUMBER"
        " BE_RESIDENCE_CARD_NUMBER TRAVEL_DOCUMENT_NUMBER BE_LICENCE_PLATE VEHICLE_IDENTIFICATION_NUMBER"
        " CUSTOMER_NUMBER FILE_NUMBER BE_ENTERPRISE_NUMBER BE_ESTABLISHMENT_UNIT_NUMBER VAT_NUMBER".split(),
        IDENTIFICATION,
    ),
    **dict.fromkeys(
        "EMAIL_ADDRESS IP_ADDRESS MAC_ADDRESS IMEI IMSI ICCID ONLINE_IDENTIFIER CREDENTIAL SOCIAL_PROFILE".split(),
        ELECTRONIC,
    ),
    **dict.fromkeys(
        "BE_NATIONAL_REGISTER_NUMBER BE_BIS_NUMBER BE_SOCIAL_SECURITY_CARD_NUMBER FR_NIR NL_BSN DE_TAX_ID"
        " LU_NATIONAL_ID".split(),
        NATIONAL,
    ),
    **dict.fromkeys(
        "IBAN_CODE BE_LEGACY_ACCOUNT_NUMBER CREDIT_CARD BE_STRUCTURED_COMMUNICATION CREDITOR_REFERENCE BIC"
        " POLICY_NUMBER".split(),
        "financial",
    ),
    **dict.fromkeys("ICD_CODE ATC_CODE CNK_CODE NOMENCLATURE_CODE HEALTH_INSURANCE_NUMBER".split(), "physical_health"),
    **dict.fromkeys(["MENTAL_ICD_CODE", "MENTAL_ATC_CODE"], "mental_health"),
    "BE_HEALTH_PROVIDER_NUMBER": "profession",
    "EMPLOYEE_NUMBER": "profession",
    "STUDENT_NUMBER": "education",
    "GPS_COORDINATES": "electronic_location",
    "DATE_OF_BIRTH": "personal_characteristics",
}


def _gps(person: Person, rng: random.Random) -> list[Piece]:
    value = person.value("GPS_COORDINATES")
    lat, lon = value.split(",")
    shape = rng.randrange(6)
    if shape == 0:
        text, value = dms(value)
        return [Piece(text, "GPS_COORDINATES", value, person)]
    if shape == 1:
        return [Piece("geo:"), Piece(value, "GPS_COORDINATES", value, person)]
    if shape == 2:
        return [Piece("https://www.google.com/maps/@"), Piece(value, "GPS_COORDINATES", value, person), Piece(",17z")]
    text = [f"{lat}, {lon}", f"{lat},{lon}", f"{lat} {lon}"][shape - 3]
    return [Piece(text, "GPS_COORDINATES", value, person)]


def _named(person: Person, kind: str, rng: random.Random) -> Piece:
    given, family = person.given, person.family
    text = {
        "name": rng.choice([f"{given} {family}"] * 6 + [f"{given} {family.upper()}"]),
        "plain": f"{given} {family}",
        "rev": rng.choice([f"{family.upper()} {given}", f"{family}, {given}", f"{family} {given}"]),
        "last": family,
        "first": given,
    }[kind]
    return Piece(text, "PERSON", " ".join(text.split()), person)


def field(person: Person, name: str, language: str, rng: random.Random) -> list[Piece]:
    """Write one value of a person."""
    if name in ("name", "plain", "rev", "last", "first"):
        return [_named(person, name, rng)]
    if name == "dob":
        return [Piece(written_date(person, language, rng), "DATE_OF_BIRTH", person.born.isoformat(), person)]
    if name in ("addr", "addr2"):
        text = address(person, language, rng, "\n" if name == "addr2" else None)
        return [Piece(text, "ADDRESS", " ".join(text.split()), person)]
    if name == "gps":
        return _gps(person, rng)
    if name == "bic":
        bic = _bic(person)
        return [Piece(bic, "BIC", bic, person)]
    if name in CODES:
        entity, codes = CODES[name]
        code = rng.choice(codes.split())
        return [Piece(code, entity, code, person)]
    if name in ("mrzid", "mrzpass", "mrzfor"):
        maker = {"mrzid": zone.identity_card, "mrzpass": zone.passport, "mrzfor": _foreign_zone}[name]
        return maker(person, rng)
    return [_value(person, name, rng)]


def _foreign_zone(person: Person, rng: random.Random) -> list[Piece]:
    if rng.random() < 0.5:
        return zone.foreign_card(person, rng)
    return zone.passport(person, rng, rng.choice(["FRA", "NLD", "D", "LUX", "ITA", "MAR", "TUR"]))


def _bic(person: Person) -> str:
    """Give the BIC of the bank that keeps this person's account."""

    return BANKS[person.value("IBAN_CODE")[4:7]]


def _value(person: Person, name: str, rng: random.Random) -> Piece:
    kept, entity = FIELDS[name.rstrip("!")]
    value = person.value(kept)
    if name == "riziv" and rng.random() < 0.25:
        value = value[:8]
    form = FORMS.get("BROKEN_IBAN" if name == "iban" and rng.random() < 0.03 else kept)
    text = form(value, rng) if form and not name.endswith("!") else value
    if entity == "CREDENTIAL":
        value = ""
    elif entity in ("HEALTH_INSURANCE_NUMBER", "IP_ADDRESS", "SOCIAL_PROFILE", "ONLINE_IDENTIFIER"):
        value = " ".join(text.split())
    return Piece(text, entity, value, person)


def _plain(name: str, language: str, rng: random.Random) -> str:
    if name == "date":
        return written_date(date(2019, 1, 1) + timedelta(days=rng.randrange(2300)), language, rng)
    if name == "year":
        return str(rng.randint(2012, 2025))
    if name == "time":
        mark = {"fr": "h", "de": "."}.get(language, ":")
        return f"{rng.randint(7, 19):02d}{mark}{rng.randrange(0, 60, 5):02d}"
    if name == "money":
        thousands, rest = rng.randint(0, 8), rng.randint(11, 990)
        mark, point = {"fr": (NBSP, ","), "nl": (".", ","), "de": (".", ","), "en": (",", ".")}[language]
        whole = f"{thousands}{mark}{rest:03d}" if thousands else str(rest)
        return f"{whole}{point}{rng.randrange(100):02d}"
    return "".join(rng.choice("123456789") for _ in range(int(name[1:])))


def pieces(template: str, people: Mapping[str, Person], language: str, rng: random.Random) -> list[Piece]:
    """Fill a template."""
    out: list[Piece] = []
    text, at = CHOICE.sub(lambda m: rng.choice(m[1].split("|")), template), 0
    for slot in SLOT.finditer(text):
        out.append(Piece(text[at : slot.start()]))
        out.extend(_slot(slot[1], people, language, rng))
        at = slot.end()
    return [*out, Piece(text[at:])]


def _slot(name: str, people: Mapping[str, Person], language: str, rng: random.Random) -> list[Piece]:
    if name.startswith("="):
        text, _, wrong = name[1:].rpartition(";")
        return [Piece(text, not_entities=tuple(wrong.split(",")))]
    if name.startswith("x."):
        return [decoy(name[2:], rng)]
    if name[1:2] == "?":
        man, woman = name[2:].split("/")
        return [Piece(man if people[name[0]].sex == "M" else woman)]
    if name[0] in people and name[1:2] in ("", "."):
        return field(people[name[0]], name[2:] or "name", language, rng)
    return [Piece(_plain(name, language, rng))]


def categories(written: Iterable[Piece], people: Mapping[str, Person]) -> set[str]:
    """Give the categories that the values themselves are evidence of."""
    nobody = [people[slot] for slot in WITHOUT_PERSON if slot in people]
    return {
        CATEGORY[piece.entity]
        for piece in written
        if piece.entity in CATEGORY
        and (CATEGORY[piece.entity] == "financial" or not any(piece.owner is owner for owner in nobody))
    }


def sample(
    written: Iterable[Piece], language: str, kind: str, source: str, found: Iterable[str], nobody: Iterable[Person] = ()
) -> Sample:
    """Join the pieces to a text with its truth."""
    text, mentions, decoys, at = [], [], [], 0
    owners = list(nobody)
    for piece in written:
        text.append(piece.text)
        end = at + len(piece.text)
        if piece.entity:
            known = piece.owner is not None and not any(piece.owner is owner for owner in owners)
            subject = piece.owner.ident if known and piece.owner else None
            mentions.append(Mention(piece.entity, at, end, piece.text, piece.value, subject))
        decoys.extend(Decoy(at, end, piece.text, wrong) for wrong in piece.not_entities)
        at = end
    return Sample("".join(text), language, tuple(mentions), tuple(decoys), frozenset(found), kind, source)
