"""The ways in which clerks write a value down: separators, prefixes, spaces that do not break, months in words."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from accuracy.generator_people import Person

NBSP, NARROW, EN_DASH = "\u00a0", "\u202f", "–"
FULL_WIDTH = {ord("0") + n: 0xFF10 + n for n in range(10)}
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
BOX = {
    "fr": (" bte {}", " boîte {}", " bte. {}", ", bte {}", " Bte {}"),
    "nl": (" bus {}", " bus {}", " Bus {}", ", bus {}"),
    "de": (" Bte {}", " Bus {}", "/{}"),
}
Form = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; a mention where it names an entity, a decoy where it names what it is not."""

    text: str
    entity: str = ""
    value: str = ""
    owner: Person | None = None
    not_entities: tuple[str, ...] = ()


def groups(value: str, *sizes: int) -> list[str]:
    """Cut a value into parts of these sizes; what is left over makes parts of the last one."""
    parts, at, sizes_left = [], 0, list(sizes)
    while at < len(value):
        size = sizes_left.pop(0) if len(sizes_left) > 1 else sizes_left[0]
        parts.append(value[at : at + size])
        at += size
    return parts


def _shaped(*shapes: str) -> Form:
    """Give a form that fills one of the shapes: `#` is the next character of the value, all else stands as it is."""

    def write(value: str, rng: random.Random) -> str:
        fitting = [s for s in shapes if s.count("#") == len(value)]
        characters = iter(value)
        return "".join(next(characters) if c == "#" else c for c in rng.choice(fitting))

    return write


def _national(value: str, rng: random.Random) -> str:
    written = _shaped(
        *["##.##.##-###.##"] * 6, *["###########"] * 4, "##.##.##-###-##", "######-###-##", "###### ### ##",
        "######-###.##", "## ## ## ### ##", "#########-##", "##.##.## ###.##", "##/##/##-###-##",
        f"##.##.##{EN_DASH}###.##",
        f"##{NBSP}##{NBSP}##{NBSP}###{NBSP}##", f"######{NARROW}###{NARROW}##", "##.##.##-\n###.##",
    )(value, rng)  # fmt: skip
    return written.translate(FULL_WIDTH) if rng.random() < 0.01 else written


def _iban(value: str, rng: random.Random) -> str:
    fours = groups(value, 4)
    shape = rng.randrange(12)
    if shape < 6 or (value[:2] != "BE" and shape > 8):
        return (" ", NBSP, " ", " ", " ", NARROW)[shape % 6].join(fours)
    if shape == 9:
        return f"{value[:2]} {value[2:4]} {' '.join(fours[1:])}"
    if shape == 10:
        return f"{value[:4]} {value[4:7]}-{value[7:14]}-{value[14:]}"
    if shape == 11:
        return rng.choice([".", "-", "  "]).join(fours)
    return value.lower() if shape == 8 else value


def _broken_iban(value: str, rng: random.Random) -> str:
    fours = groups(value, 4)
    cut = rng.randint(1, len(fours) - 1)
    return " ".join(fours[:cut]) + "\n" + " ".join(fours[cut:])


def _phone(value: str, rng: random.Random) -> str:
    national = "0" + value[3:]
    mobile = len(national) == 10
    zone = 4 if mobile else 2 if national[1] in "239" else 3
    rest = national[zone:]
    pairs = " ".join(groups(rest, 3, 2) if len(rest) == 7 else groups(rest, 2))
    dotted = pairs.replace(" ", ".")
    short = national[1:zone]
    forms = [
        *[f"{national[:zone]} {pairs}"] * 3, f"{national[:zone]}/{dotted}", f"{national[:zone]}/{pairs}", national,
        f"+32 {short} {pairs}", f"+32{short}{rest}", f"0032 {short} {pairs}", f"+32 (0){short} {pairs}",
        f"+32 (0) {short} {pairs}", f"{national[:zone]}.{dotted}", f"{national[:zone]}{NBSP}{pairs.replace(' ', NBSP)}",
        f"{national[:zone]}-{pairs.replace(' ', '-')}", f"({national[:zone]}) {pairs}",
    ]  # fmt: skip
    if mobile:
        forms += [
            f"{national[:4]} {rest[:3]} {rest[3:]}",
            f"{national[:4]}/{rest[:3]}.{rest[3:]}",
            f"{national[:4]}/{rest}",
        ]
        forms += [" ".join(groups(national, 2))]
    return rng.choice(forms)


def _email(value: str, rng: random.Random) -> str:
    if rng.random() < 0.85:
        return value if rng.random() < 0.85 else value.capitalize()
    local, domain = value.split("@")
    return rng.choice(
        [
            f"{local} (at) {domain}",
            f"{local}(at){domain}",
            f"{local}[at]{domain}",
            f"{local} [at] {domain.replace('.', ' [dot] ')}",
            f"{local} @ {domain}",
            f"{local} (at) {domain.replace('.', ' (dot) ')}",
        ]
    )


def _enterprise(value: str, rng: random.Random) -> str:
    dotted = ".".join(groups(value, 4, 3))
    spaced = dotted.replace(".", " ")
    plain = [dotted, f"BE {dotted}", f"BE{value}", f"BE {spaced}", f"BE{dotted}", f"BE-{dotted}", f"BE {value}", dotted]
    return rng.choice(plain)


def _card(value: str, rng: random.Random) -> str:
    parts = groups(value, 4, 6, 5) if len(value) == 15 else groups(value, 4)
    return rng.choice([" ", " ", " ", "-", NBSP, ""]).join(parts)


def _vat(value: str, rng: random.Random) -> str:
    return rng.choice([value, value, f"{value[:2]} {value[2:]}"])


def _mac(value: str, rng: random.Random) -> str:
    bare = value.replace(":", "")
    forms = [value, value.upper(), value.replace(":", "-"), value.upper().replace(":", "-"), ".".join(groups(bare, 4))]
    return rng.choice(forms)


def dms(value: str) -> tuple[str, str]:
    """Give a place in degrees, minutes and seconds, and what that is in decimals."""
    parts, decimals = [], []
    for number, side in zip(value.split(","), "NE", strict=True):
        tenths = round(float(number) * 36000)
        parts.append(f"{tenths // 36000}°{tenths % 36000 // 600:02d}'{tenths % 600 / 10:04.1f}\"{side}")
        decimals.append(f"{tenths / 36000:.6f}")
    return " ".join(parts), ",".join(decimals)


FORMS: dict[str, Form] = {
    "BE_NATIONAL_REGISTER_NUMBER": _national,
    "BE_BIS_NUMBER": _national,
    "IBAN_CODE": _iban,
    "FOREIGN_IBAN": _iban,
    "BROKEN_IBAN": _broken_iban,
    "PHONE_NUMBER": _phone,
    "LANDLINE": _phone,
    "EMAIL_ADDRESS": _email,
    "WORK_EMAIL": _email,
    "CREDIT_CARD": _card,
    "BE_ENTERPRISE_NUMBER": _enterprise,
    "BE_ESTABLISHMENT_UNIT_NUMBER": _shaped("#.###.###.###", "##########", "#.###.###.###", "# ### ### ###"),
    "BE_STRUCTURED_COMMUNICATION": _shaped(
        "+++###/####/#####+++", "+++###/####/#####+++", "***###/####/#####***", "+++ ###/####/##### +++"
    ),
    "BE_EID_CARD_NUMBER": _shaped("###-#######-##", "###-#######-##", "### ####### ##", "############"),
    "BE_LEGACY_ACCOUNT_NUMBER": _shaped(
        "###-#######-##", "###-#######-##", "### ####### ##", f"###{EN_DASH}#######{EN_DASH}##"
    ),
    "BE_PASSPORT_NUMBER": _shaped("########", "########", "## ######"),
    "BE_RESIDENCE_CARD_NUMBER": _shaped("##########", "# ####### ##", "# #########", "##########"),
    "VAT_NUMBER": _vat,
    "CREDITOR_REFERENCE": lambda value, rng: rng.choice(["", " "]).join(groups(value, 4)),
    "BE_HEALTH_PROVIDER_NUMBER": _shaped(
        "#-#####-##-###",
        "#-#####-##-###",
        "#/#####/##/###",
        "#.#####.##.###",
        "###########",
        "# ##### ## ###",
        "#-#####-##",
        "#/#####/##",
        "########",
    ),
    "BE_LICENCE_PLATE": lambda value, rng: rng.choice(
        [value, value, value, value.replace("-", " "), value.replace("-", "")]
    ),
    "OLD_PLATE": lambda value, rng: rng.choice([value, value, value.replace("-", " ")]),
    "MAC_ADDRESS": _mac,
    "IMEI": _shaped("###############", "###############", "##-######-######-#", "## ###### ###### #"),
    "ICCID": lambda value, rng: rng.choice(["", "", " "]).join(groups(value, 4)),
    "FR_NIR": _shaped("# ## ## ## ### ### ##", "###############", "############# ##"),
    "NL_BSN": _shaped("#########", "#########", "####.##.###", "### ### ###"),
    "DE_TAX_ID": _shaped("## ### ### ###", "###########"),
    "LU_NATIONAL_ID": _shaped("#############", "########-#####", "#### #### #####"),
    "ADVERTISING_ID": lambda value, rng: rng.choice([value, value.upper()]),
}


def written_date(person_or_date: object, language: str, rng: random.Random) -> str:
    """Write a date as people of this language do."""
    day = getattr(person_or_date, "born", person_or_date)
    month = MONTHS[language][day.month - 1]  # type: ignore[attr-defined]
    number = day.day  # type: ignore[attr-defined]
    first = (
        {"fr": "1er", "de": f"{number}."}.get(language, str(number)) if number == 1 or language == "de" else str(number)
    )
    words = f"{first} {month} {day.year}"  # type: ignore[attr-defined]
    if language == "en" and rng.random() < 0.3:
        ending = "th" if 10 < number < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        words = f"{number}{ending} {month} {day.year}"  # type: ignore[attr-defined]
    forms = [
        "{0:%d/%m/%Y}",
        "{0:%d/%m/%Y}",
        "{0:%d.%m.%Y}",
        "{0:%d-%m-%Y}",
        "{0.day}/{0.month}/{0.year}",
        "{0:%Y-%m-%d}",
    ]
    if language == "de":
        forms += ["{0:%d.%m.%Y}"] * 3
    return words if rng.random() < 0.35 else rng.choice(forms).format(day)


def address(person: Person, language: str, rng: random.Random, separator: str | None = None) -> str:
    """Write the address on one line, or with line breaks as separator."""
    home, street = person.home, person.street
    town = person.town(language if rng.random() < 0.8 else home)
    box = ""
    if person.box:
        shapes = BOX[language] if language in BOX else BOX[home]
        if "/" in person.box or (separator and "\n" in separator):
            shapes = shapes[:2]  # `46/4/7` says no more which is the house
        box = rng.choice(shapes).format(person.box)
    if separator and "\n" in separator and box and rng.random() < 0.15:
        box = "\n" + box.strip(" ,/")
    line = f"{street} {person.number}{box}"
    if home == "fr" and "\n" not in box and rng.random() < 0.1:
        line = f"{person.number}, {street[0].lower()}{street[1:]}{box}"
    code = rng.choice(["{}", "{}", "{}", "{}", "{}", "B-{}", "BE-{}"]).format(person.postcode)
    joint = separator or rng.choice([", ", ", ", ", ", " - ", f" {EN_DASH} ", " "])
    if joint == " " and not person.number[-1].isdigit():
        joint = ", "
    return f"{line}{joint}{code} {town.upper() if rng.random() < 0.12 else town}"
