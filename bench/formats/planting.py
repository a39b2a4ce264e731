"""Made-up numbers, each for one place of one file, and what the program must tell of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from fakes.people import number


@dataclass(frozen=True)
class Plant:
    """A number (as digits) and where it stands."""

    item: str
    member: str | None
    place: str
    value: str
    where: dict[str, object]


@dataclass
class Garden:
    """Every number that was planted; no two are alike."""

    rng: random.Random
    plants: list[Plant] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)

    def number(self) -> str:
        """Give a new valid register number of somebody who does not exist, as digits."""
        while True:
            birth = f"{self.rng.randint(1935, 2004)}-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}"
            made = number(birth, self.rng.randint(1, 997))
            if made not in self._used:
                self._used.add(made)
                return made


@dataclass(frozen=True)
class Spot:
    """One content: a file, or a member of one."""

    garden: Garden
    item: str
    member: str | None = None

    def __call__(self, place: str, **where: object) -> str:
        """Give the number that is to stand at a place, as people write it."""
        digits = self.garden.number()
        self.garden.plants.append(Plant(self.item, self.member, place, digits, where))
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}-{digits[6:9]}.{digits[9:]}"

    def inside(self, member: str) -> Spot:
        """Go into a member."""
        return Spot(self.garden, self.item, f"{self.member}!{member}" if self.member else member)

    def line(self, member: str, place: str = "") -> bytes:
        """Give a text file, to be put into this content under a name."""
        return f"NISS {self.inside(member)(place or f'in {member}', line=1)}\n".encode()
