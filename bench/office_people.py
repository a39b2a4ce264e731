"""People made up by seed, and the many ways in which an office writes what it knows of them."""
# ruff: noqa: E501, RUF001 - tables of expressions read best one to a line

from __future__ import annotations

import random
from dataclasses import dataclass, field

GIVEN = {
    "fr": "Bérengère Ghislain Maxence Solène Jean-Luc Anne-Catherine Thibault Aurélie Mohamed Yasmina Bilal Samira João Inês Florian Ségolène Rachid Nadège Cédric Odette".split(),
    "nl": "Bram Goedele Koenraad Veerle Anneleen Jeroen Dries Liesbet Marie-Rose Jan-Willem Emre Elif Hakan Zeynep Tine Lore Kobe Floor Godelieve Maarten".split(),
    "de": "Jürgen Annegret Hans-Peter Ulrike Björn Sabine Lutz Käthe Ingo Gisela Detlef Rolf Anja Torsten Hannelore Günther".split(),
    "en": "Oliver Charlotte Graham Fiona Nigel Siobhan Desmond Hazel Rupert Imogen Clive Harriet".split(),
}  # fmt: skip
FAMILY = {
    "fr": ["Delacroix", "Van Cauwenberghe", "Dubois-Lejeune", "de Crombrugghe", "Benali", "El Khattabi", "Da Silva Pereira", "Hardy", "Wauthier", "d'Oultremont", "Le Brun", "N'Diaye", "Poncelet", "Ferreira", "Du Bus de Warnaffe", "Lambrecht", "Ouédraogo", "Tshimanga"],
    "nl": ["Van den Broeck", "De Smedt", "Vandenbossche", "Van der Auwera", "T'Jampens", "Yılmaz", "Öztürk", "D'hondt", "Claeys", "Van de Walle", "Bogaerts", "Ter Linden", "Mertens-Celis", "Demirci", "De Keyser", "Van 't Hof", "Goossens"],
    "de": ["Schröder", "von Reth", "Königs", "Thönnissen", "Heinen-Pauls", "Groß", "Zimmermann", "Palm", "Scholzen", "Radermacher", "Zur Mühlen"],
    "en": ["O'Connor", "MacDonald", "Whitfield", "Barnes-Wright", "Ashworth", "Pemberton", "Fairclough"],
}  # fmt: skip
STREETS = {
    "fr": [("Rue du Moulin à Papier", ""), ("Avenue Reine Astrid", ""), ("Chaussée de Wavre", ""), ("Place Saint-Lambert", ""), ("Clos des Érables", ""), ("Boulevard d'Avroy", ""), ("Rue de l'Église", ""), ("Chemin Vert", "")],
    "nl": [("Kerkstraat", ""), ("Gentsesteenweg", ""), ("Lange Leemstraat", ""), ("Koning Albertlaan", ""), ("Sint-Jansplein", ""), ("Steenweg op Aalst", ""), ("Jan van Rijswijcklaan", "")],
    "de": [("Hauptstraße", ""), ("Aachener Straße", ""), ("Am Berg", ""), ("Lindenallee", ""), ("Klosterstraße", "")],
    "en": [("Rue des Colonies", ""), ("Kerkstraat", ""), ("Avenue Louise", "")],
}  # fmt: skip
TOWNS = {
    "fr": [("4000", "Liège"), ("5100", "Jambes"), ("7090", "Braine-le-Comte"), ("1400", "Nivelles"), ("6700", "Arlon"), ("1348", "Louvain-la-Neuve"), ("4500", "Huy")],
    "nl": [("9300", "Aalst"), ("2018", "Antwerpen"), ("3000", "Leuven"), ("8500", "Kortrijk"), ("9000", "Gent"), ("1860", "Meise")],
    "de": [("4700", "Eupen"), ("4780", "Sankt Vith"), ("4760", "Büllingen")],
    "en": [("1050", "Ixelles"), ("3080", "Tervuren"), ("1000", "Brussels")],
}  # fmt: skip
MAILS = ["gmail.com", "outlook.com", "hotmail.be", "telenet.be", "voo.be", "example.org", "ulb.be", "t-online.de"]
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}  # fmt: skip
NBSP = "\u00a0"
EN_DASH = "\u2013"


@dataclass
class Person:
    """One made-up person, as the truth's subjects.jsonl has them."""

    id: str
    given: str
    family: str
    sex: str
    birth: tuple[int, int, int]
    number: str
    is_bis: bool
    email: str
    phones: list[str]
    iban: str
    customer: str
    language: str
    street: str
    house: str
    box: str
    postcode: str
    town: str
    household: str | None = None
    role: str = "client"
    places: set[str] = field(default_factory=set)

    @property
    def iso_birth(self) -> str:
        """Give the date of birth as ISO 8601."""
        return "{:04}-{:02}-{:02}".format(*self.birth)

    def row(self) -> dict[str, object]:
        """Give the row of subjects.jsonl."""
        return {
            "id": self.id, "given_name": self.given, "family_name": self.family, "national_number": self.number, "bis": self.is_bis,
            "birth_date": self.iso_birth, "sex": self.sex, "emails": [self.email], "phones": self.phones, "ibans": [self.iban],
            "customer_number": self.customer, "language": self.language, "role": self.role, "household": self.household,
            "address": {"street": self.street, "number": self.house, "box": self.box, "postcode": self.postcode, "town": self.town},
        }  # fmt: skip


def belgian_iban(rng: random.Random) -> str:
    """Give a Belgian IBAN with both checks right."""
    account = rng.choice(["001", "068", "363", "733", "979", "750", "635", "103"]) + f"{rng.randrange(10**7):07}"
    account += f"{int(account) % 97 or 97:02}"
    return f"BE{98 - int(account + '111400') % 97:02}{account}"


def foreign_iban(rng: random.Random) -> str:
    """Give a German, French, Dutch or Luxembourg IBAN with its check right."""
    country, body = rng.choice([
        ("DE", f"{rng.randrange(10**18):018}"), ("FR", f"{rng.randrange(10**23):023}"),
        ("NL", "INGB" + f"{rng.randrange(10**10):010}"), ("LU", f"001{rng.randrange(10**13):013}"),
    ])  # fmt: skip
    digits = "".join(str(int(c, 36)) for c in body + country + "00")
    return f"{country}{98 - int(digits) % 97:02}{body}"


def national_number(rng: random.Random, birth: tuple[int, int, int], sex: str, *, bis: int = 0) -> str:
    """Give a valid number; `bis` is what is added to the month."""
    year, month, day = birth
    counter = rng.randrange(1, 996) | 1 if sex == "M" else rng.randrange(2, 998) & ~1
    body = f"{year % 100:02}{month + bis:02}{day:02}{counter:03}"
    return f"{body}{97 - int(('2' if year >= 2000 else '') + body) % 97:02}"


def plain(text: str) -> str:
    """Give the lower-case letters of a name without diacritics."""
    import unicodedata

    flat = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ß", "ss"))
    return "".join(c for c in flat.lower() if c.isascii() and c.isalpha())


def make_people(rng: random.Random, count: int) -> list[Person]:
    """Make people: some couples who share phone, account and address, some namesakes, some with a bis number."""
    people: list[Person] = []
    for n in range(count):
        language = rng.choices(["fr", "nl", "de", "en"], [8, 7, 3, 2])[0]
        sex = rng.choice("MF")
        birth = (
            rng.choice([rng.randint(1938, 1999), rng.randint(1938, 1999), rng.randint(2000, 2010)]),
            rng.randint(1, 12),
            rng.randint(1, 28),
        )
        is_bis = rng.random() < 0.08
        given, family = rng.choice(GIVEN[language]), rng.choice(FAMILY[language])
        street, _ = rng.choice(STREETS[language])
        postcode, town = rng.choice(TOWNS[language])
        phones = [f"+324{rng.choice(['70', '75', '77', '86', '95', '99', '56', '65', '68'])}{rng.randrange(10**6):06}"]
        if rng.random() < 0.4:
            phones.append(
                rng.choice(["+322", "+323", "+324", "+329"]) + f"{rng.randint(2, 7)}{rng.randrange(10**6):06}"
                if rng.random() < 0.5
                else rng.choice(["+3210", "+3281", "+3287", "+3267", "+3253"])
                + f"{rng.randint(2, 8)}{rng.randrange(10**5):05}"
            )
        person = Person(
            f"S{n + 1:04}", given, family, sex, birth, national_number(rng, birth, sex, bis=rng.choice([20, 40]) if is_bis else 0), is_bis,
            f"{plain(given)}.{plain(family)}{n}@{rng.choice(MAILS)}", phones,
            foreign_iban(rng) if rng.random() < 0.08 else belgian_iban(rng), f"OFF-{(n + 1) * 1031:06}", language,
            street, str(rng.randint(1, 250)) + rng.choice(["", "", "", "A", "b"]), rng.choice(["", "", "", "3", "12"]), postcode, town,
        )  # fmt: skip
        kind = rng.random()
        if people and kind < 0.12:  # a couple
            other = people[-1]
            person.household = other.household = other.household or f"H{n:03}"
            person.phones, person.iban = [other.phones[0]], other.iban
            person.street, person.house, person.box, person.postcode, person.town = (
                other.street,
                other.house,
                other.box,
                other.postcode,
                other.town,
            )
        elif len(people) > 3 and kind < 0.2:  # a namesake
            other = people[-3]
            person.given, person.family, person.language = other.given, other.family, other.language
            person.email = f"{plain(person.given)[0]}{plain(person.family)}{n}@{rng.choice(MAILS)}"
        people.append(person)
    return people


def write_number(rng: random.Random, value: str) -> str:
    """Write a national register number."""
    a, b, c, d, e = value[:2], value[2:4], value[4:6], value[6:9], value[9:]
    return rng.choice([
        value, f"{a}.{b}.{c}-{d}.{e}", f"{a}.{b}.{c}-{d}-{e}", f"{a} {b} {c} {d} {e}", f"{a}{b}{c}-{d}.{e}", f"{a}{b}{c} {d} {e}", f"{a}{b}{c}{d}-{e}",
        f"{a}.{b}.{c}{EN_DASH}{d}.{e}", f"{a}{NBSP}{b}{NBSP}{c}{NBSP}{d}{NBSP}{e}", f"{a}/{b}/{c}-{d}/{e}", f"{a}{b}{c}/{d}/{e}", f"{a}-{b}-{c}-{d}-{e}", f"{a}{b}{c}-{d}-{e}", f"{a}.{b}.{c} - {d}.{e}",
    ])  # fmt: skip


def write_iban(rng: random.Random, value: str) -> str:
    """Write an IBAN."""
    fours = [value[i : i + 4] for i in range(0, len(value), 4)]
    options = [
        value,
        " ".join(fours),
        "-".join(fours),
        ".".join(fours),
        NBSP.join(fours),
        EN_DASH.join(fours),
        " ".join(fours).lower(),
        value.lower(),
    ]
    if value.startswith("BE"):
        options += [
            f"BE {value[2:4]} {value[4:8]} {value[8:12]} {value[12:]}",
            f"{value[:4]} {value[4:7]}-{value[7:14]}-{value[14:]}",
        ]
    return rng.choice(options)


def write_phone(rng: random.Random, value: str, *, bare: bool = False) -> str:
    """Write a Belgian phone number; `bare` leaves out what only a label makes a phone."""
    rest = value[3:]
    if rest[0] == "4" and len(rest) == 9:
        a, n = rest[:3], rest[3:]
        return rng.choice([
            f"0{a} {n[:2]} {n[2:4]} {n[4:]}", f"0{a}/{n[:2]}.{n[2:4]}.{n[4:]}", f"0{a}/{n[:2]} {n[2:4]} {n[4:]}", f"0{a} {n[:3]} {n[3:]}", f"0{a}/{n[:3]}.{n[3:]}", f"0{a}{n}" if not bare else f"0{a}/{n}",
            f"04{rest[1]}{rest[2]}.{n[:2]}.{n[2:4]}.{n[4:]}", f"0{a}-{n[:2]}-{n[2:4]}-{n[4:]}", f"+32{rest}", f"+32 {a} {n[:2]} {n[2:4]} {n[4:]}", f"+32 (0){a} {n[:3]} {n[3:]}", f"+32(0){a}/{n[:2]}.{n[2:4]}.{n[4:]}",
            f"0032 {a} {n}", f"0032{rest}", f"(+32) {a} {n[:2]} {n[2:4]} {n[4:]}", f"+32-{a}-{n}", f"+32{NBSP}{a}{NBSP}{n[:2]}{NBSP}{n[2:4]}{NBSP}{n[4:]}", f"+32/{a}.{n[:2]}.{n[2:4]}.{n[4:]}", f"0{rest[:1]}{rest[1:3]} / {n[:2]} {n[2:4]} {n[4:]}",
        ])  # fmt: skip
    zone = 1 if rest[0] in "2349" else 2
    a, n = rest[:zone], rest[zone:]
    p = [n[:3], n[3:5], n[5:]] if len(n) == 7 else [n[:2], n[2:4], n[4:]]
    return rng.choice(
        [
            f"0{a}/{'.'.join(p)}",
            f"0{a} {' '.join(p)}",
            f"0{a}/{' '.join(p)}",
            f"+32 {a} {' '.join(p)}",
            f"+32 (0){a} {' '.join(p)}",
            f"0{a}-{'.'.join(p)}",
            f"0032 {a} {' '.join(p)}",
            f"(0{a}) {' '.join(p)}",
            f"0{a}.{'.'.join(p)}",
        ]
    )


def write_date(rng: random.Random, birth: tuple[int, int, int], language: str, *, labelled: bool = True) -> str:
    """Write a date of birth."""
    y, m, d = birth
    name = MONTHS[language][m - 1]
    day = {"fr": "1er" if d == 1 else str(d), "nl": str(d), "de": f"{d}.", "en": str(d)}[language]
    options = [
        f"{d:02}/{m:02}/{y}",
        f"{d:02}.{m:02}.{y}",
        f"{d}-{m}-{y}",
        f"{d}/{m}/{y}",
        f"{y}-{m:02}-{d:02}",
        f"{day} {name} {y}",
        f"{day} {name} {y}",
        f"{d:02} {m:02} {y}",
        f"{d:02}-{name}-{y}",
    ]
    if language == "en":
        options += [f"{name} {d}, {y}"]
    if labelled:
        options += [f"{d:02}/{m:02}/{y % 100:02}"] if y % 100 > 30 else []
    return rng.choice(options)


def write_name(rng: random.Random, p: Person) -> str:
    """Write a full name."""
    return rng.choice(
        [
            f"{p.given} {p.family}",
            f"{p.given} {p.family}",
            f"{p.family.upper()} {p.given}",
            f"{p.given} {p.family.upper()}",
            f"{p.family} {p.given}",
        ]
    )


def write_address(rng: random.Random, p: Person) -> str:
    """Write an address on one line."""
    word = {"fr": "bte", "nl": "bus", "de": "Bfk.", "en": "box"}[p.language]
    box = f" {word} {p.box}" if p.box else ""
    sep = rng.choice([", ", ", ", " - ", f" {EN_DASH} ", " "])
    zip_ = rng.choice(["", "", "B-", "BE-"]) + p.postcode
    if p.street.split()[0] in ("Rue", "Avenue", "Place", "Boulevard", "Chaussée") and rng.random() < 0.15:
        return f"{p.house}, {p.street}{box}{sep}{zip_} {p.town}"
    return f"{p.street} {p.house}{box}{sep}{zip_} {p.town}"
