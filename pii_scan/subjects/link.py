"""What ties a record to a person, and what speaks against it.

One strong identifier in common settles it. A value that may be shared leads on as long as nothing contradicts; where
another person has it too, the name or the date of birth must agree as well. A name alone never leads on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pii_scan.core.index import PERSON, name_terms, term
from pii_scan.core.names import could_be, near_name, same_name
from pii_scan.core.types import Finding
from pii_scan.subjects.births import birth_date, is_bis
from pii_scan.subjects.facts import BIRTH, DOCUMENTS, EMAIL, NUMBER, Record, Value, best_bearing

OFFICE = 5
"""More different persons than this share only what belongs to an office, which ties nobody."""


class Confidence(StrEnum):
    """How sure it is that a place holds data of the person."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


_IN_LETTERHEADS = frozenset({"PHONE_NUMBER", "IBAN_CODE"})

RANK = {confidence: rank for rank, confidence in enumerate(Confidence)}
"""Order of the tiers, the surest first."""

MESSAGES = {
    "strong": "{entity} stands here",
    "name_and_birth": "name and date of birth agree",
    "link": "linked by {entity}",
    "household": "linked by {entity}, which others share, and name or date of birth agrees",
    "mentioned": "mentioned in a record about somebody else, by {entity}",
    "bystander": "a person of this name is mentioned in a record about somebody else",
    "name": "the name alone agrees",
    "rival": "name and date of birth agree, but those of another person too",
    "replaced": "name and date of birth agree, but one number is a BIS number and the other is not",
    "several": "several persons with different numbers fit",
}
"""Reasons by key, for people; reports may translate them by key."""

ENTITY_NAMES = {
    NUMBER: "national number",
    "CUSTOMER_NUMBER": "customer number",
    EMAIL: "e-mail address",
    "PHONE_NUMBER": "telephone number",
    "IBAN_CODE": "bank account",
    "CREDIT_CARD": "payment card",
}


@dataclass(frozen=True, slots=True)
class Why:
    """A reason: a key of `MESSAGES`, the kind of value it is about, and the item from which that value is known."""

    key: str
    entity: str = ""
    item: str = field(default="", repr=False)

    @property
    def text(self) -> str:
        """The reason in English; it quotes no value."""
        told = MESSAGES[self.key].format(entity=ENTITY_NAMES.get(self.entity, self.entity))
        return f"{told} (known from {self.item})" if self.item else told


@dataclass(frozen=True, slots=True)
class Tie:
    """How a record is tied to the person.

    `is_whole` tells whether all of the record is about the person, else only what is the person's counts; `grows`
    whether the record may teach more of the person's identifiers.
    """

    confidence: Confidence
    why: tuple[Why, ...]
    is_whole: bool = True
    grows: bool = False


@dataclass(slots=True)
class Subject:
    """What is known of the person so far.

    `media` holds the item from which each value is known, empty for what was asked. `guesses` are names that stood
    nearest to the person's identifiers among several; they count only while no name is known. `doubted` holds the
    strong values that are known from records which are only probably the person's, each with its item;
    `letterheads` phones and accounts known from texts alone, where they may be the sender's.
    """

    numbers: set[str] = field(default_factory=set, repr=False)
    identifiers: dict[str, set[str]] = field(default_factory=dict, repr=False)
    births: set[str] = field(default_factory=set, repr=False)
    sure_names: list[str] = field(default_factory=list, repr=False)
    guesses: list[str] = field(default_factory=list, repr=False)
    media: dict[Value, str] = field(default_factory=dict, repr=False)
    doubted: dict[Value, str] = field(default_factory=dict, repr=False)
    letterheads: set[Value] = field(default_factory=set, repr=False)

    @property
    def names(self) -> list[str]:
        """The names of the person, in all spellings met."""
        return self.sure_names or self.guesses

    def terms(self) -> set[str]:
        """Give all terms under which more of the person may be found; dates of birth only beside a name."""
        terms = {term(NUMBER, number) for number in self.numbers}
        terms.update(term(kind, value) for kind, values in self.identifiers.items() for value in values)
        terms.update(term(kind, value) for kind, value in self.media)
        for name in self.names:
            terms |= name_terms(name)
        if self.names:
            terms.update(term(BIRTH, day) for day in self.births)
        return terms

    def absorb(self, record: Record, *, is_certain: bool = True) -> None:
        """Learn from a record that is the person's own."""
        item = record.refs[0].item if record.refs else ""
        if not self.numbers and len(record.numbers) == 1:
            self._learn(NUMBER, record.numbers, self.numbers, "" if is_certain else item)
            self.births = {day for day in map(birth_date, record.numbers) if day} or self.births
        for kind, values in record.identifiers.items():
            if len(values) == 1:
                self._learn(kind, values, self.identifiers.setdefault(kind, set()), "" if is_certain else item)
        if not self.births and len(record.births) == 1:
            self.births |= record.births
        names = self.sure_names if record.is_sure else self.guesses
        names.extend(name for name in record.names if name not in names)
        if record.is_row:
            self.letterheads -= record.media
        else:
            self.letterheads |= {value for value in record.media - self.media.keys() if value[0] in _IN_LETTERHEADS}
        for value in sorted(record.media):
            self.media.setdefault(value, item)

    def _learn(self, kind: str, values: frozenset[str], known: set[str], doubtful_item: str) -> None:
        for value in values:
            if not doubtful_item:
                self.doubted.pop((kind, value), None)
            elif value not in known:
                self.doubted[kind, value] = doubtful_item
        known |= values

    def owns(self, entity: str, value: str) -> bool:
        """Tell whether a value (entity as kind) is one of the person's."""
        if entity == NUMBER:
            return value in self.numbers
        if entity == PERSON:
            return any(could_be(value, name) for name in self.names)
        return (
            (entity, value) in self.media
            or value in self.identifiers.get(entity, ())
            or (entity == BIRTH and value in self.births)
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The other persons near the subject: who shares which value, and names of those born on the same day."""

    sharers: Mapping[Value, Mapping[tuple[str, ...], tuple[str, ...]]] = field(default_factory=dict, repr=False)
    rivals: tuple[str, ...] = field(default=(), repr=False)


def surroundings(subject: Subject, records: Iterable[Record]) -> Surroundings:
    """Gather the other persons among the records that hold something of the subject's."""
    sharers: defaultdict[Value, dict[tuple[str, ...], tuple[str, ...]]] = defaultdict(dict)
    rivals: list[str] = []
    for record in records:
        against = contradiction(subject, record)
        is_other = against and (record.is_row or against != PERSON) and not _strong_kind(subject, record)
        if not is_other or _replaced(subject, record):
            continue
        for value in record.media & subject.media.keys():
            sharers[value][record.identity] = record.names
        if _agrees(near_name, subject, record) and not subject.births.isdisjoint(record.births):
            rivals.extend(record.all_names)
    return Surroundings(sharers, tuple(rivals))


def contradiction(subject: Subject, record: Record) -> str:
    """Give the kind of value in which a record differs from the subject, empty where it may be the same person."""
    if subject.numbers and record.numbers and subject.numbers.isdisjoint(record.numbers):
        return NUMBER
    for kind, values in record.identifiers.items():
        known = subject.identifiers.get(kind, set())
        if kind not in DOCUMENTS and known and known.isdisjoint(values):
            return kind
    if subject.births and record.births and subject.births.isdisjoint(record.births):
        return BIRTH
    if subject.names and record.all_names and not _agrees(could_be, subject, record):
        return PERSON
    return ""


def judge(subject: Subject, record: Record, around: Surroundings) -> Tie | None:
    """Tell how a record is tied to the subject; None where it is not."""
    strong = _by_strong(subject, record)
    if strong is not None:
        return strong
    against = contradiction(subject, record)
    if against:
        return _replaced(subject, record) or _mentioned(subject, record, around)
    return (
        _by_media(subject, record, around) or _by_name(subject, record, around) or _mentioned(subject, record, around)
    )


def _agrees(test: Callable[[str, str], bool], subject: Subject, record: Record) -> bool:
    return any(test(name, known) for name in record.all_names for known in subject.names)


def _strong_kind(subject: Subject, record: Record) -> str:
    """Give the kind of a strong value that both have, the national number first."""
    if not subject.numbers.isdisjoint(record.numbers):
        return NUMBER
    kinds = (k for k, values in record.identifiers.items() if not values.isdisjoint(subject.identifiers.get(k, ())))
    return min(kinds, default="")


def _by_strong(subject: Subject, record: Record) -> Tie | None:
    kind = _strong_kind(subject, record)
    if not kind:
        return None
    if kind != NUMBER and _is_other_holder(subject, record):
        return None
    values = record.numbers if kind == NUMBER else record.identifiers[kind]
    is_whole = len(values) == 1 and len(record.numbers) < 2
    doubts = [subject.doubted.get((kind, value)) for value in sorted(values) if subject.owns(kind, value)]
    if doubts and doubts[0] and all(doubts):
        return Tie(Confidence.PROBABLE, (Why("link", kind, doubts[0]),), is_whole=is_whole, grows=is_whole)
    return Tie(Confidence.CERTAIN, (Why("strong", kind),), is_whole=is_whole, grows=is_whole)


def _is_other_holder(subject: Subject, record: Record) -> bool:
    """Tell whether a record that has an identifier in common is nevertheless another person's: a couple's number."""
    if subject.numbers and record.numbers:
        return subject.numbers.isdisjoint(record.numbers)
    other_birth = subject.births and record.births and subject.births.isdisjoint(record.births)
    other_name = subject.names and record.all_names and not _agrees(could_be, subject, record)
    return bool(other_birth and other_name)


def _by_media(subject: Subject, record: Record, around: Surroundings) -> Tie | None:
    common = (value for value in record.media & subject.media.keys() if not _is_of_another(subject, record, value))
    held = sorted(common, key=lambda value: (value in subject.letterheads, value))
    same = _agrees(near_name, subject, record) or not subject.births.isdisjoint(record.births)
    own = next((value for value in held if not around.sharers.get(value)), None)
    if own is not None:
        why = (Why("link", own[0], subject.media[own]),)
        if own in subject.letterheads and not same:
            return Tie(Confidence.POSSIBLE, why, is_whole=False)
        is_bare = not record.all_names and bool(record.numbers or record.identifiers)
        return Tie(Confidence.PROBABLE, why, grows=same or is_bare)
    for value in held:
        sharers = around.sharers[value]
        if len(sharers) <= OFFICE and _told_apart(subject, record, value, sharers.values()):
            return Tie(Confidence.PROBABLE, (Why("household", value[0], subject.media[value]),), grows=same)
    return None


def _is_of_another(subject: Subject, record: Record, value: Value) -> bool:
    """Tell an address that bears another name of the record: a clerk's under every mail ties nobody they wrote to."""
    kind, text = value
    return (
        kind == EMAIL
        and not record.is_row
        and best_bearing(text, record.names + record.bystanders) > best_bearing(text, subject.names)
    )


def _told_apart(subject: Subject, record: Record, value: Value, others: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether a record with a shared value is the subject's and not that of those who share it."""
    if not subject.births.isdisjoint(record.births):
        return True
    names = [name for other in others for name in other]
    own = [name for name in record.all_names if any(near_name(name, known) for known in subject.names)]
    if own:
        return not any(near_name(name, other) for name in own for other in names)
    kind, text = value
    return kind == EMAIL and not record.all_names and best_bearing(text, subject.names) > best_bearing(text, names)


def _by_name(subject: Subject, record: Record, around: Surroundings) -> Tie | None:
    if _agrees(near_name, subject, record) and not subject.births.isdisjoint(record.births):
        if around.rivals and not _is_told_from(around.rivals, subject, record):
            return Tie(Confidence.POSSIBLE, (Why("rival"),))
        return Tie(Confidence.PROBABLE, (Why("name_and_birth"),), grows=True)
    if _agrees(same_name, subject, record):
        return Tie(Confidence.POSSIBLE, (Why("name"),))
    return None


def _is_told_from(rivals: Iterable[str], subject: Subject, record: Record) -> bool:
    """Tell whether the name in a record is the subject's and not that of somebody born on the same day."""
    as_rival = any(same_name(name, rival) for name in record.all_names for rival in rivals)
    return _agrees(same_name, subject, record) and not as_rival


def _replaced(subject: Subject, record: Record) -> Tie | None:
    """Tell a BIS number that a national register number may have replaced."""
    kinds = {is_bis(number) for number in subject.numbers | record.numbers}
    agrees = _agrees(near_name, subject, record) and not subject.births.isdisjoint(record.births)
    return Tie(Confidence.POSSIBLE, (Why("replaced"),)) if len(kinds) == 2 and agrees else None


def _mentioned(subject: Subject, record: Record, around: Surroundings) -> Tie | None:
    """Tell a mention beside somebody else's data: the name with a value of the subject's, or an address that names."""
    is_named = any(same_name(name, known) for name in record.bystanders for known in subject.names)
    for found in record.findings:
        value = (found.entity, found.value or "")
        if value not in subject.media or found.functional:
            continue
        if is_named or (found.entity == EMAIL and _is_addressed(subject, record, found, around)):
            return Tie(Confidence.PROBABLE, (Why("mentioned", found.entity, subject.media[value]),), is_whole=False)
    return Tie(Confidence.POSSIBLE, (Why("bystander"),), is_whole=False) if is_named else None


def _is_addressed(subject: Subject, record: Record, found: Finding, around: Surroundings) -> bool:
    """Tell an address that bears the subject's name, in a mail's headers or as that of an office's clerk.

    Elsewhere it may be an address that a couple shares.
    """
    if record.is_row:
        return False
    address = found.value or ""
    sharers = around.sharers.get((EMAIL, address), ())
    is_header = found.where.get("part") == "header"
    if is_header and not (sharers or record.numbers or record.identifiers):
        return True
    others = best_bearing(address, record.names + record.bystanders)
    return (is_header or len(sharers) > OFFICE) and best_bearing(address, subject.names) > others
