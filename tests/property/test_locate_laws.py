from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

import pytest
from fakes.people import (
    BIRTH,
    CUSTOMER,
    EMAIL,
    IBAN,
    NUMBER,
    PERSON,
    PHONE,
    STRONG,
    Human,
    about,
    finding,
    human,
    letter,
    number,
    table,
)
from fakes.stores import MemoryStore
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.core.index import block_terms, term
from pii_scan.core.types import Finding
from pii_scan.subjects.locate import Query, locate_each
from pii_scan.subjects.records import Placed, assign_records

GIVEN = ["Jan", "Marie", "Hélène", "Dirk", "Sofie", "Anne-Marie", "Çem", "Luc"]
FAMILY = ["Peeters", "Van den Broeck", "Lefèvre", "Dubois", "de la Vallée", "Maes", "D'Hondt"]


@dataclass
class Office:
    """A made-up share with everything that misleads, and the paths that hold each person's data."""

    store: MemoryStore = field(default_factory=MemoryStore)
    people: list[Human] = field(default_factory=list)
    paths: dict[int, set[str]] = field(default_factory=dict)

    def add(self, path: str, block: object, *at: int) -> None:
        """Record a block under a path that holds data of the people at these positions."""
        self.store.add(path, block)  # type: ignore[arg-type]
        for one in at:
            self.paths.setdefault(one, set()).add(path)


def spelled(chance: random.Random, who: Human) -> str:
    forms = [
        who.name,
        f"{who.family.upper()} {who.given}",
        f"{who.given[0]}. {who.family}",
        f"{who.family} {who.given}",
    ]
    return chance.choice(forms)


def build(seed: int, count: int = 40) -> Office:
    """Fill an office: couples that share a phone, namesakes, fathers and sons, a clerk who signs every letter."""
    chance = random.Random(seed)
    office = Office()
    clerk = human("Sofie", "Clerckx", "1980-01-01", 900)
    signature = [(PERSON, clerk.name), (PHONE, clerk.phone), (EMAIL, clerk.email)]
    for at in range(count):
        birth = f"{chance.randrange(1935, 2004)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        who = human(chance.choice(GIVEN), chance.choice(FAMILY), birth, at + 1, customer=f"OFF-{at:06}")
        spouse = office.people[-1] if at % 5 == 4 else None
        if spouse is not None:
            who = replace(who, phone=spouse.phone, iban=spouse.iban)
        if at % 7 == 6:
            who = replace(who, given=office.people[-1].given, family=office.people[-1].family)
        office.people.append(who)
    everybody = range(count)
    office.add("crm.sql", table([replace(who, customer="") for who in office.people]), *everybody)
    office.add(
        "names.csv",
        table([replace(who, number="", phone="", iban="", customer="") for who in office.people]),
        *everybody,
    )
    for at, who in enumerate(office.people):
        office.add(f"{at}/letter.docx", about(replace(who, email=""), *signature), at)
        office.add(f"{at}/old.zip!copy.txt", letter((PERSON, spelled(chance, who)), (BIRTH, who.birth)), at)
        office.add(f"{at}/mail.eml", letter(finding(EMAIL, who.email, part="header")), at)
        office.add(f"{at}/bill.txt", letter((CUSTOMER, who.customer)), at)
    office.add("staff.csv", table([clerk]))
    office.add("guide.csv", table([replace(clerk, number="", birth="")]))
    return office


@pytest.mark.parametrize("seed", range(5))
def test_every_place_of_a_person_is_found_and_none_of_another(seed: int) -> None:
    office = build(seed)
    keys = {
        at: [(NUMBER, who.number), (CUSTOMER, who.customer), (EMAIL, who.email)] for at, who in enumerate(office.people)
    }
    asked = [(at, Query((key,))) for at, found in keys.items() for key in found]
    asked += [(at, Query(((PERSON, who.name), (BIRTH, who.birth)))) for at, who in enumerate(office.people)]

    answers = list(locate_each([query for _, query in asked], office.store, STRONG))

    for (at, query), answer in zip(asked, answers, strict=True):
        found = {
            f"{p.ref.item}!{p.ref.member}" if p.ref.member else p.ref.item
            for p in answer.locations
            if p.confidence.value != "possible"
        }
        assert found == office.paths[at], query.values[0][0]


@pytest.mark.parametrize("seed", range(3))
def test_a_question_is_answered_alike_alone_and_among_others(seed: int) -> None:
    office = build(seed, 12)
    queries = [
        Query(((kind, value),)) for who in office.people for kind, value in ((PHONE, who.phone), (IBAN, who.iban))
    ]

    together = list(locate_each(queries, office.store, STRONG))

    assert [next(locate_each([query], office.store, STRONG)) for query in queries] == together


ENTITIES = st.sampled_from([NUMBER, CUSTOMER, BIRTH, EMAIL, PHONE, PERSON, "CATEGORY_EVIDENCE"])
PLACED = st.builds(
    lambda entity, value, segment, start, functional: Placed(
        Finding(entity, value, value, 0.9, "T", (), {}, functional=functional), segment, start * 40, start // 3, start
    ),
    ENTITIES,
    st.sampled_from([number("1970-03-02", counter) for counter in range(1, 6)]),
    st.integers(0, 2),
    st.integers(0, 12),
    st.booleans(),
)


@settings(deadline=None)
@given(st.lists(PLACED, max_size=30))
def test_no_record_of_a_content_in_parts_holds_two_values_of_a_strong_kind(entries: list[Placed]) -> None:
    records = assign_records(entries, STRONG)

    assert len(records) == len(entries)
    for entity in (NUMBER, CUSTOMER, BIRTH):
        for record in set(records):
            values = {
                entry.finding.value
                for entry, name in zip(entries, records, strict=True)
                if name == record and entry.finding.entity == entity and not entry.finding.functional
            }
            assert len(values) < 2


@given(st.text(max_size=30), st.sampled_from([PERSON, EMAIL, NUMBER, "X"]))
def test_every_value_is_found_under_its_own_term(value: str, entity: str) -> None:
    block = letter((entity, value))

    assert term(entity, value) in block_terms(block)
