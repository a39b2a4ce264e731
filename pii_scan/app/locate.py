"""Answers to "where does the data of this person live?", in the contract of docs/reference/output.md.

No answer quotes a value: the subject is told by masked identifiers, a place by its item and keys.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from itertools import islice

from pii_scan.core.errors import UsageError
from pii_scan.core.masking import mask
from pii_scan.core.outcome import Outcome
from pii_scan.core.ports import FindingStore
from pii_scan.subjects.facts import NUMBER
from pii_scan.subjects.link import Subject
from pii_scan.subjects.locate import Answer, Candidate, Location, Query, locate_each

Canonical = Callable[[str, str], str]
"""Gives the normal form of a value of an entity."""

Check = Callable[[str, str], bool]
"""Tells whether a text is a valid value of an entity."""

KEYS = {
    "national_number": "BE_NATIONAL_REGISTER_NUMBER",
    "name": "PERSON",
    "birth_date": "DATE_OF_BIRTH",
    "email": "EMAIL_ADDRESS",
    "phone": "PHONE_NUMBER",
    "iban": "IBAN_CODE",
    "customer_number": "CUSTOMER_NUMBER",
}
"""The entity that each key of a query stands for; `identifiers` holds any others by entity."""

_CHECKED = {
    "national_number": ("BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER"),
    "birth_date": ("DATE_OF_BIRTH",),
    "email": ("EMAIL_ADDRESS",),
    "phone": ("PHONE_NUMBER",),
    "iban": ("IBAN_CODE",),
}

TOGETHER = 1000
"""How many queries share their look-ups; their records are held in memory meanwhile."""

MASKED_NAMES = 3


def locate_all(
    queries: Iterable[Mapping[str, object]],
    store: FindingStore,
    canonical: Canonical,
    strong: frozenset[str],
    *,
    covered: Mapping[str, object] | None = None,
    check: Check | None = None,
) -> Iterator[dict[str, object]]:
    """Give one answer a query, in order.

    `strong` names the entities of which a value belongs to one person. `covered` holds what else the statement of
    completeness says that goes with every answer: how names were searched for, and when. With `check`, an answer
    names the keys of its query whose values cannot be right.

    Raises:
        UsageError: a query has no key, an unknown key or an empty value.
    """
    completeness: dict[str, object] | None = None
    stream = iter(queries)
    while batch := list(islice(stream, TOGETHER)):
        parsed = [parse(query, canonical) for query in batch]
        if completeness is None:
            completeness = {**completeness_of(store), **(covered or {})}
        for query, answer in zip(batch, locate_each(parsed, store, strong), strict=True):
            doubtful = [] if check is None else doubtful_keys(query, check)
            yield {"query": dict(query), "doubtful": doubtful, **_told(answer), "completeness": completeness}


def parse(query: Mapping[str, object], canonical: Canonical) -> Query:
    """Turn a query as written into normal forms."""
    values: list[tuple[str, str]] = []
    for key, given in query.items():
        if key == "identifiers" and isinstance(given, Mapping):
            values.extend((str(entity), _text(str(entity), value)) for entity, value in given.items())
        elif key in KEYS:
            values.append((KEYS[key], _text(key, given)))
        else:
            raise UsageError(f"a query knows the keys {', '.join([*KEYS, 'identifiers'])}, not {key!r}")
    if not values:
        raise UsageError(f"a query needs at least one of {', '.join(KEYS)}")
    return Query(tuple((entity, canonical(entity, text) or text) for entity, text in values))


def doubtful_keys(query: Mapping[str, object], check: Check) -> list[str]:
    """Name the keys whose values cannot be right, such as a number with wrong check digits: a slip of the asker's."""
    return [
        key
        for key, entities in _CHECKED.items()
        if key in query and not any(check(e, str(query[key])) for e in entities)
    ]


def _text(key: str, value: object) -> str:
    text = value.strip() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    if not text:
        raise UsageError(f"the value of {key} in a query is empty or no text")
    return text


def completeness_of(store: FindingStore) -> dict[str, object]:
    """Say what an answer can speak for: what was read, what was not and why."""
    outcomes: Counter[Outcome] = Counter()
    reasons: Counter[str] = Counter()
    sources: set[str] = set()
    for row in store.coverage():
        sources.add(row.ref.source)
        if row.outcome is Outcome.GONE:
            continue
        outcomes[row.outcome] += 1
        if row.outcome not in (Outcome.SCANNED, Outcome.UNCHANGED):
            reasons[row.reason.value if row.reason else row.outcome.value] += 1
    return {
        "items": outcomes.total(),
        "read": outcomes[Outcome.SCANNED] + outcomes[Outcome.UNCHANGED],
        "partly_read": outcomes[Outcome.PARTIAL],
        "not_read": dict(sorted(reasons.items())),
        "sources": sorted(sources),
    }


def _told(answer: Answer) -> dict[str, object]:
    return {
        "subject": _subject(answer.person) if answer.person else None,
        "ambiguous": [_candidate(candidate) for candidate in answer.candidates],
        "locations": [_location(location) for location in answer.locations],
    }


def _subject(person: Candidate) -> dict[str, object]:
    return {"id": _opaque_id(person), **_masked(person.subject)}


def _candidate(candidate: Candidate) -> dict[str, object]:
    refs = {ref for record in candidate.records for ref in record.refs}
    sources = sorted({ref.source for ref in refs})
    return {
        **_subject(candidate),
        "sources": sources,
        "items": len({(ref.source, ref.item, ref.member) for ref in refs}),
    }


def _opaque_id(person: Candidate) -> str:
    """Give an id that is stable for one inventory and made of record numbers, not of personal data."""
    first = min(record.key for record in person.records)
    return blake2b(repr(first).encode(), digest_size=6).hexdigest()


def _masked(subject: Subject) -> dict[str, object]:
    values = [(NUMBER, number) for number in sorted(subject.numbers)]
    values += [(kind, value) for kind, found in sorted(subject.identifiers.items()) for value in sorted(found)]
    values += sorted(subject.media)
    births = sorted(subject.births)
    return {
        "names": _initials(subject.names)[:MASKED_NAMES],
        "birth_year": births[0][:4] if len(births) == 1 else None,
        "identifiers": [{"entity": kind, "value": mask(kind, value)} for kind, value in values],
    }


def _initials(names: Iterable[str]) -> list[str]:
    """Give names as initials, one for all orders and shorter forms of a name."""
    kept: dict[str, Counter[str]] = {}
    for masked in sorted({mask("PERSON", name) for name in names}, key=lambda masked: (-len(masked), masked)):
        letters = Counter(masked)
        if not any(letters <= known for known in kept.values()):
            kept[masked] = letters
    return list(kept)


def _location(location: Location) -> dict[str, object]:
    return {
        "source": location.ref.source,
        "item": location.ref.item,
        "member": location.ref.member,
        "where": list(location.where),
        "confidence": location.confidence.value,
        "entities": list(location.entities),
        "categories": list(location.categories),
        "why": [why.text for why in location.why],
        "reasons": [{"key": why.key, "entity": why.entity or None, "item": why.item or None} for why in location.why],
    }
