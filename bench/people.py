"""Generated people and their numbers: valid by the rules, belonging to nobody."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import NamedTuple

FAMILY = (
    "Peeters Janssens Maes Jacobs Willems Claes Goossens Wouters Lambert Dubois Lemaire Simon Leroy Renard Schmitz"
).split()
GIVEN = "Jan Marie Luc Sophie Pieter Elise Karim Nadia Klaus Femke Bart Chloé Hélène Noël Anneliese Ruben".split()


class Person(NamedTuple):
    """One generated person."""

    family: str
    given: str
    national_number: str
    iban: str
    phone: str
    email: str
    birth_date: str


def people(seed: int = 1) -> Iterator[Person]:
    """Give different people without end, the same ones for a seed."""
    rng = random.Random(seed)
    number = 0
    while True:
        number += 1
        year, month, day = rng.randint(1940, 2004), rng.randint(1, 12), rng.randint(1, 28)
        body = f"{year % 100:02}{month:02}{day:02}{rng.randint(1, 997):03}"
        check = 97 - (int(f"2{body}" if year >= 2000 else body) % 97)
        account = f"{rng.randint(1, 999):03}{rng.randint(0, 9_999_999):07}"
        account += f"{int(account) % 97 or 97:02}"
        iban = f"BE{98 - int(account + '111400') % 97:02}{account}"
        family, given = rng.choice(FAMILY), rng.choice(GIVEN)
        email = f"p{number}.{family.lower()}@example{rng.randint(1, 9)}.be"
        phone = f"04{rng.choice('7789')}{rng.randint(0, 9)}{rng.randint(0, 999_999):06}"
        yield Person(family, given, f"{body}{check:02}", iban, phone, email, f"{year}-{month:02}-{day:02}")
