"""What the accuracy bench measures on: a text, what stands in it about persons, and what only looks like it.

Offsets count code points of `Sample.text`, the end excluded; `text` repeats the characters between them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One place that a careful reviewer would mark. `value` is the entity's normal form, empty for a credential."""

    entity: str
    start: int
    end: int
    text: str
    value: str
    subject: str | None = None  # the made-up person that it is about, where it is about one


@dataclass(frozen=True, slots=True)
class Decoy:
    """A look-alike: a system that reports `not_entity` over just these characters is wrong."""

    start: int
    end: int
    text: str
    not_entity: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A document with its whole truth: every mention in it, its decoys, and the categories that it is evidence of."""

    text: str
    language: str  # fr, nl, de, en; empty where it does not matter
    mentions: tuple[Mention, ...]
    decoys: tuple[Decoy, ...] = ()
    categories: frozenset[str] = frozenset()  # the declaration's ids, and `undeclared:judicial` and its like
    kind: str = ""  # letter, form, card, log, brochure, …
    source: str = ""  # the set, and what in it: `generator/fr/letter-3`

    def __post_init__(self) -> None:
        for place in (*self.mentions, *self.decoys):
            if self.text[place.start : place.end] != place.text:
                raise ValueError(f"{self.source}: characters {place.start} to {place.end} are not the marked text")
