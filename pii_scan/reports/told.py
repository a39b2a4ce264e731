"""Spells out an answer of `locate`: who is meant, where the data stand and why, and what the answer covers.

Of other people nothing is told but their year of birth, by which kinds of data they are known, and how many items they
stand in, so that a homonym's values never reach a report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pii_scan.core.place import item_path
from pii_scan.reports.cleaning import clean, source_name
from pii_scan.reports.datamap import CategoryInfo
from pii_scan.reports.messages import Messages
from pii_scan.reports.places import in_words

Answer = Mapping[str, object]
"""An answer in the machine contract: query, subject, ambiguous, locations, completeness."""

_TONES = {"certain": "green", "probable": "", "possible": "amber"}
_TIERS = tuple(_TONES)


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
    """One answer, spelled out; places with the surest first, `tiers` says how many of each and what it means."""

    query: tuple[tuple[str, str], ...] = field(repr=False)
    subject: tuple[str, ...] = field(repr=False)
    ambiguous: tuple[str, ...] = field(repr=False)
    places: tuple[Place, ...]
    tiers: tuple[tuple[str, str, int, str], ...]
    completeness: tuple[str, ...]
    complete: bool
    advice: str
    say: Messages = field(repr=False, compare=False)


def tell(answer: Answer, categories: Sequence[CategoryInfo], say: Messages) -> Told:
    """Spell out one answer in a language."""
    names = {category.id: say.name(category.names, category.id) for category in categories}
    query, subject = _mapping(answer.get("query")), _mapping(answer.get("subject"))
    ambiguous = tuple(_candidate(_mapping(one), say) for one in _list(answer.get("ambiguous")))
    locations = [_mapping(one) for one in _list(answer.get("locations"))]
    locations.sort(key=lambda one: _rank(str(one.get("confidence"))))
    covered = _mapping(answer.get("completeness"))
    advice = [say("doubtful").format(what=say.query_key(clean(str(key)))) for key in _list(answer.get("doubtful"))]
    if ambiguous or not locations:
        advice.append(say("ambiguous_advice" if ambiguous else "no_places_help"))
    return Told(
        query=tuple((say.query_key(clean(str(key))), clean(_text(value))) for key, value in query.items()),
        subject=tuple(_subject(subject, say)),
        ambiguous=ambiguous,
        places=tuple(_place(one, names, say) for one in locations),
        tiers=tuple(_tiers(locations, say)),
        completeness=tuple(_completeness(covered, say)),
        complete=not (covered.get("not_read") or covered.get("partly_read") or covered.get("unfinished")),
        advice=" ".join(advice),
        say=say,
    )


def _rank(confidence: str) -> int:
    return _TIERS.index(confidence) if confidence in _TIERS else len(_TIERS)


def _tiers(locations: Sequence[Mapping[str, object]], say: Messages) -> Iterator[tuple[str, str, int, str]]:
    """Give name, color, count and meaning of each tier that occurs."""
    counts = Counter(str(one.get("confidence")) for one in locations)
    for tier in _TIERS:
        if counts[tier]:
            yield say(tier), _TONES[tier], counts[tier], say(f"{tier}_means")


def _place(location: Mapping[str, object], names: Mapping[str, str], say: Messages) -> Place:
    confidence = str(location.get("confidence"))
    member = location.get("member")
    return Place(
        confidence=say(confidence) if confidence in _TONES else clean(confidence),
        tone=_TONES.get(confidence, "amber"),
        source=source_name(str(location.get("source"))),
        item=clean(item_path(str(location.get("item")), None if member is None else str(member))),
        where=tuple(clean(text) for text in in_words(map(_mapping, _list(location.get("where"))), say)),
        entities=tuple(clean(say.entity(str(entity))) for entity in _list(location.get("entities"))),
        categories=tuple(names.get(str(c), clean(str(c))) for c in _list(location.get("categories"))),
        why=tuple(clean(text) for text in _reasons(location, say)),
    )


def _reasons(location: Mapping[str, object], say: Messages) -> Iterator[str]:
    """Say the reasons in the language; one that the catalog does not know stands in the words of the answer."""
    texts = [_text(why) for why in _list(location.get("why"))]
    reasons = [_mapping(reason) for reason in _list(location.get("reasons"))]
    for at, text in enumerate(texts):
        reason = reasons[at] if at < len(reasons) else {}
        told = say.why(*(str(reason.get(part) or "") for part in ("key", "entity", "item")))
        yield text if told is None else told


def _subject(subject: Mapping[str, object], say: Messages) -> Iterator[str]:
    names = [clean(str(name)) for name in _list(subject.get("names"))]
    if names:
        yield ", ".join(names)
    if subject.get("birth_year"):
        yield f"{say('birth_year')} {clean(str(subject['birth_year']))}"
    for identifier in map(_mapping, _list(subject.get("identifiers"))):
        yield clean(f"{say.entity(str(identifier.get('entity')))} {identifier.get('value')}")


def _candidate(candidate: Mapping[str, object], say: Messages) -> str:
    year = f"{say('birth_year')} {candidate['birth_year']}" if candidate.get("birth_year") else say("birth_unknown")
    sources = ", ".join(source_name(str(source)) for source in _list(candidate.get("sources")))
    known = [say.entity(str(_mapping(one).get("entity"))) for one in _list(candidate.get("identifiers"))]
    told = f"; {say('told_by')} {', '.join(dict.fromkeys(known))}" if known else ""
    return clean(f"{year}; {say('items')}: {candidate.get('items', '?')} ({sources}){told}")


def _completeness(facts: Mapping[str, object], say: Messages) -> Iterator[str]:
    """Give sentences: how much was read and when, what was not and why, and how names were searched."""
    if "items" in facts:
        when = f" {say('last_scan')}: {say.moment(clean(str(facts['last_scan'])))}." if facts.get("last_scan") else ""
        yield say("read_to_end").format(read=facts.get("read", 0), items=facts["items"]) + when
    if facts.get("partly_read"):
        yield say("partly").format(count=facts["partly_read"])
    reasons = [f"{count} {say.reason(why)}" for why, count in _mapping(facts.get("not_read")).items()]
    if reasons:
        yield clean(f"{say('not_searched')} {', '.join(reasons)}")
    unfinished = [source_name(str(one)) for one in _list(facts.get("unfinished"))]
    if unfinished:
        yield f"{say('unfinished')} {', '.join(unfinished)}"
    models = [f"{language} {model}" for language, model in _mapping(facts.get("name_models")).items()]
    if "names" in facts:
        yield clean(f"{say('names_by_model')} {', '.join(models)}.") if models else say("names_by_label")
    if facts.get("sources"):
        yield f"{say('source')}: {', '.join(source_name(str(one)) for one in _list(facts['sources']))}"


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
