"""Answers of `locate` as documents: the subject by masked facts, places, and what the answer covers.

Of other people nothing is told but how many items they stand in, so that a homonym's values never reach a report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pii_scan.core.place import item_path
from pii_scan.reports.cleaning import clean, source_name
from pii_scan.reports.datamap import CategoryInfo
from pii_scan.reports.messages import Messages
from pii_scan.reports.page import render
from pii_scan.reports.workbook import Workbook

Answer = Mapping[str, object]
"""An answer in the machine contract: query, subject, ambiguous, locations, completeness."""

_TONES = {"certain": "green", "probable": "", "possible": "amber"}


@dataclass(frozen=True, slots=True)
class Place:
    """One location, spelled out."""

    confidence: str
    tone: str
    source: str = field(repr=False)
    item: str = field(repr=False)
    where: tuple[str, ...] = field(repr=False)
    entities: tuple[str, ...]
    categories: tuple[str, ...]
    why: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One answer, spelled out."""

    query: tuple[tuple[str, str], ...] = field(repr=False)
    subject: str = field(repr=False)
    ambiguous: tuple[str, ...] = field(repr=False)
    places: tuple[Place, ...]
    completeness: tuple[str, ...]


def locate_html(answers: Sequence[Answer], categories: Sequence[CategoryInfo], language: str, *, made_at: str) -> bytes:
    """Give one page with all answers."""
    say = Messages(language)
    told = [tell(answer, categories, say) for answer in answers]
    return render("locate.html.j2", say, answers=told, made_at=made_at)


def locate_xlsx(answers: Sequence[Answer], categories: Sequence[CategoryInfo], language: str) -> bytes:
    """Give a workbook: one line a place, and one sheet with what the answers cover."""
    say = Messages(language)
    told = [tell(answer, categories, say) for answer in answers]
    book = Workbook()
    heads = ("asked", "confidence", "source", "item", "where", "data", "category", "why")
    book.sheet(
        say("places"),
        [say(head) for head in heads],
        (
            [
                _query_text(one),
                place.confidence,
                place.source,
                place.item,
                "\n".join(place.where),
                ", ".join(place.entities),
                ", ".join(place.categories),
                "\n".join(place.why),
            ]
            for one in told
            for place in one.places
        ),
        widths=[30, 14, 28, 50, 36, 36, 40, 60],
    )
    book.sheet(
        say("completeness"),
        [say("asked"), say("subject"), say("completeness")],
        ([_query_text(one), one.subject, "\n".join([*one.ambiguous, *one.completeness])] for one in told),
        widths=[30, 50, 90],
    )
    return book.content()


def tell(answer: Answer, categories: Sequence[CategoryInfo], say: Messages) -> Told:
    """Spell out one answer in a language."""
    names = {category.id: say.name(category.names, category.id) for category in categories}
    query, subject = _mapping(answer.get("query")), _mapping(answer.get("subject"))
    return Told(
        query=tuple((clean(str(key)).replace("_", " "), clean(_text(value))) for key, value in query.items()),
        subject=_subject(subject, say) if subject else "",
        ambiguous=tuple(_candidate(_mapping(one), say) for one in _list(answer.get("ambiguous"))),
        places=tuple(_place(_mapping(one), names, say) for one in _list(answer.get("locations"))),
        completeness=tuple(_completeness(_mapping(answer.get("completeness")), say)),
    )


def _place(location: Mapping[str, object], names: Mapping[str, str], say: Messages) -> Place:
    confidence = str(location.get("confidence"))
    member = location.get("member")
    return Place(
        confidence=say(confidence) if confidence in _TONES else clean(confidence),
        tone=_TONES.get(confidence, "amber"),
        source=source_name(str(location.get("source"))),
        item=clean(item_path(str(location.get("item")), None if member is None else str(member))),
        where=tuple(clean(_text(where)) for where in _list(location.get("where"))),
        entities=tuple(clean(str(entity)) for entity in _list(location.get("entities"))),
        categories=tuple(names.get(str(c), clean(str(c))) for c in _list(location.get("categories"))),
        why=tuple(clean(_text(why)) for why in _list(location.get("why"))),
    )


def _subject(subject: Mapping[str, object], say: Messages) -> str:
    parts = [", ".join(str(name) for name in _list(subject.get("names")))]
    if subject.get("birth_year"):
        parts.append(f"{say('birth_year')} {subject['birth_year']}")
    identifiers = map(_mapping, _list(subject.get("identifiers")))
    parts.extend(f"{identifier.get('entity')} {identifier.get('value')}" for identifier in identifiers)
    return clean("; ".join(part for part in parts if part))


def _candidate(candidate: Mapping[str, object], say: Messages) -> str:
    year = f"{say('birth_year')} {candidate['birth_year']}; " if candidate.get("birth_year") else ""
    sources = ", ".join(source_name(str(source)) for source in _list(candidate.get("sources")))
    return clean(f"{year}{candidate.get('items', '?')} {say('items')} ({sources})")


def _completeness(facts: Mapping[str, object], say: Messages) -> list[str]:
    lines = [f"{say('items')}: {facts['items']}"] if "items" in facts else []
    lines += [f"{say(key)}: {facts[key]}" for key in ("read", "partly_read") if facts.get(key)]
    lines += [f"{say('unread')}: {count} ({say.reason(why)})" for why, count in _mapping(facts.get("not_read")).items()]
    if facts.get("names"):
        lines.append(f"{say('names_searched')}: {facts['names']}")
    if facts.get("sources"):
        lines.append(f"{say('source')}: {', '.join(source_name(str(one)) for one in _list(facts['sources']))}")
    if facts.get("last_scan"):
        lines.append(f"{say('last_scan')}: {facts['last_scan']}")
    return [clean(line) for line in lines]


def _query_text(told: Told) -> str:
    return ", ".join(f"{key} {value}" for key, value in told.query)


def _text(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_text(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    return str(value)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()
