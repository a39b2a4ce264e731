"""Where the data of a person live: from what is asked, along the links between records, until nothing new is met.

Many questions walk together: each round asks the inventory once for the terms of them all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace

from pii_scan.core.index import PERSON, kind_of, term
from pii_scan.core.names import near_name, same_name
from pii_scan.core.ports import FindingStore
from pii_scan.core.types import CATEGORY_EVIDENCE, Finding, ItemRef
from pii_scan.subjects.births import birth_date, is_valid
from pii_scan.subjects.facts import BIRTH, EMAIL, NUMBER, Record, best_bearing, records_of
from pii_scan.subjects.link import (
    OFFICE,
    RANK,
    Confidence,
    Subject,
    Surroundings,
    Tie,
    Why,
    contradiction,
    judge,
    surroundings,
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is known of one person: (entity, normal form), in any number."""

    values: tuple[tuple[str, str], ...] = field(repr=False)

    def of(self, entity: str) -> tuple[str, ...]:
        """Give the values of a kind."""
        return tuple(value for kind, value in self.values if kind_of(kind) == entity)


@dataclass(frozen=True, slots=True)
class Location:
    """One item or member in which data of the person stand."""

    ref: ItemRef
    confidence: Confidence
    where: tuple[dict[str, object], ...] = field(repr=False)
    entities: tuple[str, ...]
    categories: tuple[str, ...]
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several persons that a question fits, and the records that told so."""

    subject: Subject
    records: tuple[Record, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was found and where; `candidates` instead of both where more than one person fits."""

    person: Candidate | None
    candidates: tuple[Candidate, ...] = ()
    locations: tuple[Location, ...] = ()


class Library:
    """The records met so far, by the terms that stand in them."""

    def __init__(self, store: FindingStore, strong: Collection[str]) -> None:
        self._store = store
        self.strong = frozenset(kind_of(entity) for entity in strong) | {NUMBER}
        self._asked: set[str] = set()
        self._records: dict[tuple[int, str], Record] = {}
        self._by_term: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)

    def fetch(self, terms: set[str]) -> None:
        """Look up the terms that were not looked up before, in one pass over the inventory."""
        new = terms - self._asked
        if not new:
            return
        self._asked |= new
        for hit in self._store.blocks_with(sorted(new)):
            for record in records_of(hit, new, self.strong):
                self._add(record)

    def holding(self, terms: Iterable[str]) -> list[Record]:
        """Give the records in which one of the terms stands, in a stable order."""
        keys = {key for wanted in terms for key in self._by_term.get(wanted, ())}
        return [self._records[key] for key in sorted(keys)]

    def _add(self, record: Record) -> None:
        known = self._records.get(record.key)
        if known is not None:
            record = known.joined_with(record, self.strong)
        self._records[record.key] = record
        for wanted in record.terms():
            self._by_term[wanted].add(record.key)


def locate(query: Query, store: FindingStore, strong: frozenset[str]) -> Answer:
    """Answer one question; see `locate_each`."""
    return next(locate_each([query], store, strong))


def locate_each(queries: Sequence[Query], store: FindingStore, strong: frozenset[str]) -> Iterator[Answer]:
    """Answer each question, in order; `strong` names the entities of which a value belongs to one person."""
    library = Library(store, strong)
    walks = [_Walk(query, library) for query in queries]
    open_walks = walks
    while open_walks:
        library.fetch({wanted for walk in open_walks for wanted in walk.wanted})
        open_walks = [walk for walk in open_walks if walk.step()]
    for walk in walks:
        yield walk.answer()


class _Walk:
    """The way of one question through the records."""

    def __init__(self, query: Query, library: Library) -> None:
        self._library = library
        self._asked = _as_subject(query, library.strong)
        self._subject: Subject | None = None
        self._candidates: tuple[Candidate, ...] = ()
        self.wanted = self._asked.terms() | {term(BIRTH, day) for day in query.of(BIRTH)}

    def step(self) -> bool:
        """Go one round on with what the library holds; tell whether there is more to look up."""
        if self._subject is None and not self._begin():
            return False
        assert self._subject is not None  # noqa: S101  `_begin` has set it
        for record, tie in self._ties():
            again = judge(self._subject, record, Surroundings()) if tie.grows else None
            if again is not None and again.grows:
                self._subject.absorb(record, is_certain=again.confidence is Confidence.CERTAIN)
        wanted = self._subject.terms()
        has_more = not wanted <= self.wanted
        self.wanted |= wanted
        return has_more

    def answer(self) -> Answer:
        """Give what was found."""
        if self._subject is None:
            return Answer(None, self._candidates)
        ties = self._ties()
        locations = _locations(self._subject, ties)
        records = tuple(record for record, tie in ties if tie.confidence is not Confidence.POSSIBLE)
        return Answer(Candidate(self._subject, records) if records else None, (), locations)

    def _begin(self) -> bool:
        """Decide who is meant; more than one person leaves the question open."""
        records = self._library.holding(self.wanted)
        fitting = _fitting(self._asked, records)
        persons = [] if self._asked.numbers else _persons(self._asked, fitting)
        if len(persons) > 1:
            persons = _by_address(self._asked, persons)
        if len(persons) > 1:
            self._candidates = tuple(persons)
            return False
        self._subject = persons[0].subject if persons else self._asked
        return True

    def _ties(self) -> list[tuple[Record, Tie]]:
        """Judge all records met, the surest first; records that offer different numbers tie nobody."""
        subject = self._subject or self._asked
        records = self._library.holding(self.wanted)
        around = surroundings(subject, records)
        judged = [(record, judge(subject, record, around)) for record in records]
        ties = [(record, tie) for record, tie in judged if tie is not None]
        offers = {number for record, tie in ties if tie.grows and len(record.numbers) == 1 for number in record.numbers}
        if not subject.numbers and len(offers) > 1:
            doubt = Tie(Confidence.POSSIBLE, (Why("several"),), is_whole=False)
            ties = [(record, doubt if record.numbers else tie) for record, tie in ties]
        return sorted(ties, key=lambda pair: (RANK[pair[1].confidence], pair[0].key))


def _as_subject(query: Query, strong: frozenset[str]) -> Subject:
    subject = Subject()
    for entity, value in query.values:
        kind = kind_of(entity)
        if kind == NUMBER and is_valid(value):
            subject.numbers.add(value)
        elif kind == BIRTH:
            subject.births.add(value)
        elif kind == PERSON:
            subject.sure_names.append(value)
        elif kind in strong and kind != NUMBER:
            subject.identifiers.setdefault(kind, set()).add(value)
        else:
            subject.media[kind, value] = ""
    subject.births |= {day for day in map(birth_date, subject.numbers) if day}
    return subject


def _fitting(asked: Subject, records: Sequence[Record]) -> list[Record]:
    """Give the records that hold the most telling of what was asked, and contradict none of it."""
    by_strong = [
        r for r in records if any(not v.isdisjoint(r.identifiers.get(k, ())) for k, v in asked.identifiers.items())
    ]
    by_media = [r for r in records if not asked.media.keys().isdisjoint(r.media)]
    by_birth = [r for r in records if not asked.births.isdisjoint(r.births)]
    by_name = [r for r in records if _is_named(r, asked, same_name)]
    by_both = [r for r in by_birth if _is_named(r, asked, near_name)] if asked.names else by_birth
    spelled = [r for r in by_both if _is_named(r, asked, same_name)]
    for found in (by_strong, by_media, spelled, by_both, by_name):
        fitting = [record for record in found if not contradiction(asked, record)]
        if fitting:
            return fitting
    return []


def _is_named(record: Record, asked: Subject, test: Callable[[str, str], bool]) -> bool:
    return any(test(name, known) for name in record.all_names for known in asked.names)


def _persons(asked: Subject, records: Sequence[Record]) -> list[Candidate]:
    """Sort records by the persons they speak of; those that tell nobody apart make no person."""
    ranked = sorted(records, key=lambda r: (not r.numbers, not r.identifiers, not r.births, not r.is_row, r.key))
    telling = [r for r in ranked if r.numbers or r.identifiers or r.births or (r.is_row and r.names)]
    if not telling and asked.media:
        telling = [r for r in ranked if r.is_sure and r.names]
    persons: list[Candidate] = []
    for record in telling:
        if len(record.numbers) > 1:
            continue
        at = next((at for at, person in enumerate(persons) if _is_of(person.subject, record)), None)
        person = Candidate(deepcopy(asked), ()) if at is None else persons[at]
        person.subject.absorb(record)
        person = replace(person, records=(*person.records, record))
        persons[len(persons) if at is None else at : len(persons) if at is None else at + 1] = [person]
    return persons


def _is_of(subject: Subject, record: Record) -> bool:
    tie = judge(subject, record, Surroundings())
    return tie is not None and tie.confidence is not Confidence.POSSIBLE and tie.is_whole


def _by_address(asked: Subject, persons: list[Candidate]) -> list[Candidate]:
    """Of an office's many, choose the only one whose name the asked e-mail address bears."""
    addresses = [value for kind, value in asked.media if kind == EMAIL]
    if len(persons) <= OFFICE or not addresses:
        return persons
    letters = [max(best_bearing(address, person.subject.names) for address in addresses) for person in persons]
    named = [person for person, count in zip(persons, letters, strict=True) if count == max(letters)]
    return named if len(named) == 1 else persons


def _locations(subject: Subject, ties: Sequence[tuple[Record, Tie]]) -> tuple[Location, ...]:
    """Bring the records of each item or member together; the surest tier of an item counts, and its reasons."""
    groups: defaultdict[ItemRef, list[tuple[Record, Tie]]] = defaultdict(list)
    for record, tie in ties:
        for ref in record.refs:
            groups[ref].append((record, tie))
    ordered = sorted(groups.items(), key=lambda group: (group[0].source, group[0].item, group[0].member or ""))
    return tuple(_location(subject, ref, found) for ref, found in ordered)


def _location(subject: Subject, ref: ItemRef, found: Sequence[tuple[Record, Tie]]) -> Location:
    best = min((tie.confidence for _, tie in found), key=RANK.__getitem__)
    counted = [
        (record, tie) for record, tie in found if tie.confidence is best or tie.confidence is not Confidence.POSSIBLE
    ]
    findings = [finding for record, tie in counted for finding in _own_findings(subject, record, tie)]
    places = {tuple(sorted((key, str(value)) for key, value in f.where.items())): f.where for f in findings if f.where}
    return Location(
        ref=ref,
        confidence=best,
        where=tuple(places.values()),
        entities=tuple(sorted({f.entity for f in findings} - {CATEGORY_EVIDENCE})),
        categories=tuple(sorted({category for f in findings for category in f.categories})),
        why=tuple(dict.fromkeys(why for _, tie in counted for why in tie.why)),
    )


def _own_findings(subject: Subject, record: Record, tie: Tie) -> list[Finding]:
    """Give the findings of a record that are about the person."""
    if tie.is_whole and tie.confidence is not Confidence.POSSIBLE:
        return [f for f in record.findings if not (f.entity == PERSON and f.value in record.bystanders)]
    return [f for f in record.findings if f.value is not None and subject.owns(kind_of(f.entity), f.value)]
