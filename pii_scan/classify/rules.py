"""When a word is evidence of a category: as a column's header, as a form's label, or beside a person in prose.

A word alone proves nothing: a brochure that speaks of illness holds no health data. In running text one strong word,
or two weak ones, count when a person stands within reach; a label counts when a value follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pii_scan.classify.declaration import Category, Declaration
from pii_scan.classify.lexicon import Term
from pii_scan.core.names import fold

HEADER, LABEL, PROSE, KIND = 1.0, 0.8, 0.6, 0.9

Span = tuple[int, int]


class TermFinder(Protocol):
    """Finds many terms at once: whole words, in any case, with or without accents."""

    def find(self, text: str) -> Iterable[tuple[int, int, object]]:
        """Give (start, end, payload) of each term met in `text`, in code points."""


class TermFinderFactory(Protocol):
    """Makes a finder of terms, each with its payload."""

    def __call__(self, terms: Mapping[str, object], *, compounds: Collection[str]) -> TermFinder:
        """Make it; those of `compounds` are also met inside a longer word."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A term that proves a category: where it stands, and on what ground (`header`, `label`, `prose`, `kind`)."""

    category: str
    term: str = field(repr=False)
    start: int
    end: int
    strength: float
    basis: str


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class _Candidate:
    hit: _Hit
    basis: str

    @property
    def is_weak(self) -> bool:
        return self.basis == "prose" and self.hit.term.strength == "W"


_REACH = 1500
_LABEL_REACH = 3000
_MARGIN = 100
_IDENTIFICATION = "identification"
_LABEL_CLAIM, _PHRASE_CLAIM = 40, 1
_CLAUSE_END = re.compile(r"[,.;\n]")
_VALUE_FOLLOWS = re.compile(r"[ \u00a0\u202f]{0,3}(?:\([^()\n]{0,24}\)[ ]?)?[:=\t|]\s{0,4}(?=[^\W_]|[<+(€$«\"'])")
_LABEL_BEGINS = re.compile(r"(?:^|[\n\r\f,;.:|\t(•*>/–—-])[ \u00a0]*$")
_SENTENCE_END = re.compile(r"[.!?;•](?=\s)|\n\s*\n")
_GENERAL = re.compile(
    r"\b(?:en cas d|toute?s? (?!l[ae']|s[aoe]|not|vot)|chaque\b|si vous\b|couvr(?:e|ent)\b|in geval van\b|elke\b"
    r"|iedere?\b|indien u\b|als u\b|dekt\b|dekken\b|im fall|falls sie\b|wenn sie\b|jede[rsmn]?\b|deckt\b|in case of\b"
    r"|in the event of\b|any\b|every\b|each\b|if you\b|covers?\b)",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý])")
_FILLERS = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "van", "het", "der", "die", "das", "von", "of", "the", "a", "en")
)
_DECORATION = re.compile(
    r"logo|ic[oô]ne?s?\b|banner|banni[eè]re|sprite|favicon|pictogram|button|background", re.IGNORECASE
)
_DRAWN = frozenset({"image/svg+xml", "image/x-icon", "image/vnd.microsoft.icon"})
_AUDIOVISUAL = ("image/", "video/", "audio/")
_MOBILE = re.compile(r"\+324[5-9]")


class Classifier:
    """Knows the declaration's categories, the identifiers that prove them, and the words that do."""

    def __init__(
        self,
        declaration: Declaration,
        lexicon: Sequence[Term],
        find_terms_factory: TermFinderFactory,
        identifiers: Mapping[str, str] | None = None,
    ) -> None:
        """Prepare the terms; `identifiers` gives the category of each entity that the operator configured."""
        self._declaration = declaration
        self._categories = {category.id: category for category in declaration.all_categories}
        self._finder = find_terms_factory(
            {term.text: term for term in lexicon}, compounds={term.text for term in lexicon if term.compound}
        )
        self._by_entity = _categories_by_entity(declaration.all_categories, identifiers or {})
        self._headers = {_header_key(term.text): term for term in lexicon}
        self._own = frozenset(entity for entity, category in (identifiers or {}).items() if category == _IDENTIFICATION)

    def categories_of(self, entity: str) -> tuple[str, ...]:
        """Give the categories that this entity proves by itself."""
        return self._by_entity.get(entity, ())

    def identifies(self, entity: str, value: str | None = None, *, functional: bool = False) -> bool:
        """Tell whether such a finding in running text says which person the text is about."""
        if functional:
            return False
        if entity == "PHONE_NUMBER":
            return value is not None and _MOBILE.match(value) is not None
        return entity in self._declaration.identifying_text or entity in self._own

    def identifies_in_table(self, entity: str) -> bool:
        """Tell whether a column of such values says that a table's rows are about persons."""
        return entity in self._declaration.identifying_table or self.identifies(entity)

    def evidence_in_text(self, text: str, people: Sequence[Span], *, person_beside: bool = False) -> list[Evidence]:
        """Give the terms in `text` that are evidence about one of the `people`, in order.

        `people` are the spans of findings that identify someone. With `person_beside`, one stands in the same record
        outside of this text (the headers of the mail). The same term counts once within reach of a person.
        """
        if not people and not person_beside:
            return []
        ordered = sorted(people)
        candidates: list[_Candidate] = []
        for hit in self._hits(text, ordered, whole=person_beside):
            distance = _distance(ordered, hit) if ordered else 0
            basis = self._basis(text, hit, min(distance, 0) if person_beside else distance)
            if basis is not None and not (basis == "prose" and self._is_claimed(text, hit, candidates)):
                candidates.append(_Candidate(hit, basis))
        return [_evidence(text, one) for one in _once_in_reach(_supported(candidates))]

    def evidence_in_label(self, label: str) -> tuple[Evidence, ...]:
        """Give the evidence of a label that stands before a text without being in it."""
        return self._named(label, LABEL, "label")

    def evidence_in_header(self, column: str) -> tuple[Evidence, ...]:
        """Give the evidence of a column's name; it counts where the column has values and the table has persons."""
        return self._named(column, HEADER, "header")

    def file_evidence(self, media_type: str, name: str, *, is_small: bool = False) -> tuple[str, ...]:
        """Give the categories that the kind of a file proves: a film, an account statement, a track of positions.

        Logos and icons prove none: what is drawn, what is so called, and what is small.
        """
        is_drawn = is_small or media_type in _DRAWN or _DECORATION.search(name) is not None
        if is_drawn and media_type.startswith(_AUDIOVISUAL):
            return ()
        return tuple(
            category.id
            for category in self._declaration.all_categories
            if any(media_type.startswith(prefix) for prefix in category.media_types)
        )

    def _hits(self, text: str, people: Sequence[Span], *, whole: bool) -> Iterator[_Hit]:
        for start, end in [(0, len(text))] if whole else _windows(text, people):
            yield from _longest(
                _Hit(start + a, start + b, term)
                for a, b, term in self._finder.find(text[start:end])
                if isinstance(term, Term) and (not term.accents or text[start + a : start + b].casefold() == term.text)
            )

    def _basis(self, text: str, hit: _Hit, distance: int) -> str | None:
        if distance < 0 or hit.term.strength == "-":
            return None
        if distance <= _LABEL_REACH and _is_label(text, hit):
            return "label"
        if hit.term.strength not in "SW" or distance > _REACH or not self._categories[hit.term.category].prose:
            return None
        return None if _is_general(text, hit) else "prose"

    def _is_claimed(self, text: str, hit: _Hit, candidates: Sequence[_Candidate]) -> bool:
        """Tell whether a term belongs to the words before it (`Profession : psychologue`, `werkt als psycholoog`)."""
        if not candidates:
            return False
        before = candidates[-1].hit
        reach = _LABEL_CLAIM if candidates[-1].basis == "label" else _PHRASE_CLAIM
        return (
            before.term.category != hit.term.category
            and self._categories[before.term.category].claims
            and hit.start - before.end <= reach
            and _CLAUSE_END.search(text, before.end, hit.start) is None
        )

    def _named(self, name: str, strength: float, basis: str) -> tuple[Evidence, ...]:
        exact = self._headers.get(_header_key(name))
        if exact is not None:
            terms = [exact] if exact.strength != "-" else []
        else:
            spoken = " ".join(_words(name))
            hits = (_Hit(a, b, term) for a, b, term in self._finder.find(spoken) if isinstance(term, Term))
            terms = [hit.term for hit in _longest(hits) if hit.term.strength == "S"]
        categories = dict.fromkeys(term.category for term in terms)
        return tuple(Evidence(category, name, 0, len(name), strength, basis) for category in categories)


def _categories_by_entity(categories: Iterable[Category], own: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    by_entity: dict[str, list[str]] = {}
    for category in categories:
        for entity in category.entities:
            by_entity.setdefault(entity, []).append(category.id)
    for entity, chosen in own.items():
        by_entity[entity] = [chosen]
    return {entity: tuple(ids) for entity, ids in by_entity.items()}


def _windows(text: str, people: Sequence[Span]) -> Iterator[Span]:
    """Give the stretches within reach of a person, merged; words at their borders are whole."""
    reach = _LABEL_REACH + _MARGIN
    first = last = -1
    for start, end in people:
        begin, stop = _word_border(text, max(0, start - reach)), min(len(text), end + reach)
        if first < 0:
            first = begin
        elif begin > last:
            yield first, last
            first = begin
        last = max(last, stop)
    yield first, last


def _word_border(text: str, at: int) -> int:
    while 0 < at < len(text) and text[at - 1].isalnum():
        at += 1
    return at


def _longest(hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Give the hits that no longer one covers, in order."""
    end = -1
    for hit in sorted(hits, key=lambda one: (one.start, -one.end)):
        if hit.end > end:
            yield hit
            end = hit.end


def _distance(people: Sequence[Span], hit: _Hit) -> int:
    """Give the characters between a term and the nearest person; below 0 where it is part of a name or address."""
    at = bisect_left(people, (hit.start, hit.end))
    after = people[at][0] - hit.end if at < len(people) else None
    before = hit.start - people[at - 1][1] if at else None
    return min(gap for gap in (after, before) if gap is not None)


def _is_label(text: str, hit: _Hit) -> bool:
    if hit.term.strength == "H" or not _VALUE_FOLLOWS.match(text, hit.end):
        return False
    return hit.term.strength == "S" or _LABEL_BEGINS.search(text, max(0, hit.start - 8), hit.start) is not None


def _is_general(text: str, hit: _Hit) -> bool:
    """Tell whether the sentence speaks of any case, not of this person's (`en cas de maladie`, `elke ziekte`)."""
    before = text[max(0, hit.start - 200) : hit.start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    return _GENERAL.search(before, ends[-1] if ends else 0) is not None


def _supported(candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    """Drop weak terms that no other, different term of their category supports within reach; keep the order."""
    ordered = list(candidates)
    by_category: dict[str, list[_Candidate]] = {}
    for one in ordered:
        by_category.setdefault(one.hit.term.category, []).append(one)
    places = dict.fromkeys(by_category, -1)
    for one in ordered:
        category = one.hit.term.category
        places[category] += 1
        if not one.is_weak or _has_support(by_category[category], places[category]):
            yield one


def _has_support(neighbors: Sequence[_Candidate], at: int) -> bool:
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(neighbors) and abs(neighbors[other].hit.start - neighbors[at].hit.start) <= _REACH:
            if neighbors[other].hit.term.text != neighbors[at].hit.term.text:
                return True
            other += step
    return False


def _once_in_reach(candidates: Iterable[_Candidate]) -> Iterator[_Candidate]:
    last: dict[str, int] = {}
    for one in candidates:
        before = last.get(one.hit.term.text)
        if before is None or one.hit.start - before > _REACH:
            last[one.hit.term.text] = one.hit.start
            yield one


def _evidence(text: str, one: _Candidate) -> Evidence:
    start, end, term = one.hit.start, one.hit.end, one.hit.term
    return Evidence(term.category, text[start:end], start, end, LABEL if one.basis == "label" else PROSE, one.basis)


def _words(name: str) -> list[str]:
    return fold(_CAMEL.sub(" ", name)).split()


def _header_key(name: str) -> str:
    return " ".join(word for word in _words(name) if word not in _FILLERS)
