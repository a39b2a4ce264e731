"""Made-up people for the demo share: valid numbers that nobody has.

National register numbers carry the last serials of a day, 997 for men and 998 for women, which no day has needed: fewer
than 400 children are born a day. Mail addresses use domains reserved for examples; names, streets and telephone
numbers are invented.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """One made-up person; `number` makes all their identifiers differ from everybody else's."""

    number: int
    given: str = field(repr=False)
    family: str = field(repr=False)
    language: str
    birth: date = field(repr=False)
    street: str = field(repr=False)
    town: str = field(repr=False)
    serial: int
    household: int = 0

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def national_number(self) -> str:
        """11 digits."""
        body = f"{self.birth:%y%m%d}{self.serial}"
        base = int(body) + (2_000_000_000 if self.birth.year >= 2000 else 0)
        return f"{body}{97 - base % 97:02d}"

    @property
    def dotted_number(self) -> str:
        """The national register number as it is printed."""
        n = self.national_number
        return f"{n[:2]}.{n[2:4]}.{n[4:6]}-{n[6:9]}.{n[9:]}"

    @property
    def iban(self) -> str:
        """A Belgian IBAN, compact; people of one household share theirs."""
        body = f"001{9990000 + (self.household or self.number) * 17:07d}"
        account = f"{body}{int(body) % 97 or 97:02d}"
        return f"BE{98 - int(account + '111400') % 97:02d}{account}"

    @property
    def spaced_iban(self) -> str:
        """The IBAN in groups of four."""
        return " ".join(self.iban[at : at + 4] for at in range(0, 16, 4))

    @property
    def phone(self) -> str:
        """A mobile number in E.164."""
        return f"+3247000{self.number:02d}{self.number * 7 % 100:02d}"

    @property
    def local_phone(self) -> str:
        """The mobile number as people write it."""
        p = self.phone
        return f"0{p[3:6]} {p[6:8]} {p[8:10]} {p[10:]}"

    @property
    def email(self) -> str:
        """An address under a domain reserved for examples."""
        plain = f"{self.given}.{self.family}".lower().replace(" ", "").translate(str.maketrans("éèüîïç", "eeuiic"))
        return f"{plain}@example.org"

    @property
    def communication(self) -> str:
        """A structured communication: 12 digits, the last two controlling the rest."""
        body = f"99{self.number:03d}{self.birth:%y%m}0"
        return f"{body}{int(body) % 97 or 97:02d}"

    @property
    def marked_communication(self) -> str:
        """The structured communication between its marks."""
        c = self.communication
        return f"+++{c[:3]}/{c[3:7]}/{c[7:]}+++"


PEOPLE = (
    Person(1, "Amélie", "Vandervoort", "fr", date(1984, 3, 17), "Rue des Saules 12", "5000 Namur", 998, 1),
    Person(2, "Benoît", "Lacroisy", "fr", date(1979, 11, 2), "Rue des Saules 12", "5000 Namur", 997, 1),
    Person(3, "Chantal", "Mertens-Dubreucq", "fr", date(1958, 6, 29), "Avenue du Verger 4", "4000 Liège", 998),
    Person(4, "Dieter", "Kronenfels", "de", date(1991, 1, 8), "Lindenweg 7", "4700 Eupen", 997),
    Person(5, "Elke", "Van den Bossaert", "nl", date(1988, 9, 23), "Kersenlaan 31", "9000 Gent", 998),
    Person(6, "Femke", "De Wildeman", "nl", date(2001, 4, 14), "Molenstraat 5", "2800 Mechelen", 998),
    Person(7, "Gustav", "Ahrweiler", "de", date(1966, 12, 5), "Am Hügel 19", "4780 Sankt Vith", 997),
    Person(8, "Hendrik", "Stoelmans", "nl", date(1973, 8, 30), "Visserskaai 88", "8400 Oostende", 997),
    Person(9, "Inès", "Taquet", "fr", date(2003, 2, 11), "Rue du Moulin 3", "7000 Mons", 998),
    Person(10, "Joris", "Peerdeman", "nl", date(1995, 5, 19), "Dorpsplein 1", "3500 Hasselt", 997),
    Person(11, "Katrin", "Moosbach", "de", date(1982, 10, 27), "Bergstraße 44", "4720 Kelmis", 998),
    Person(12, "Léon", "Quintart", "fr", date(1949, 7, 6), "Place du Marché 9", "1300 Wavre", 997),
)
