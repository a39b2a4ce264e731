"""When a word is evidence of a category: as a column's header, as a form's label, or beside a person in prose.

A word alone proves nothing: a brochure that speaks of illness holds no health data. In running text one strong word,
or two weak ones, count when a person stands within reach, unless the sentence denies them, asks, or speaks of any case;
a label counts when a value answers it, an option when it is ticked. Whom a text is about is told in `about`, what
answers a label in `forms`, what a sentence says in `speech`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pii_scan.classify.about import Role, is_general_text, role_of
from pii_scan.classify.couples import couples
from pii_scan.classify.declaration import Category, Declaration
from pii_scan.classify.figures import figures
from pii_scan.classify.forms import Answer, Page
from pii_scan.classify.lexicon import Term
from pii_scan.classify.speech import Speech, joins
from pii_scan.classify.weighing import (
    LABEL_REACH,
    PROSE_REACH,
    Candidate,
    Hit,
    Span,
    distance,
    longest,
    once_in_reach,
    supported,
    windows,
)
from pii_scan.core.names import fold

HEADER, LABEL, PROSE = 1.0, 0.8, 0.6


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
    """A term that proves a category: where it stands, and on what ground: `header`, `label`, `box` or `prose`."""

    category: str
    term: str = field(repr=False)
    start: int
    end: int
    strength: float
    basis: str


@dataclass(frozen=True, slots=True)
class Judgment:
    """What was made of one term met in a text: the ground on which it counts, or the reason (`REASONS`) why not."""

    category: str
    term: str = field(repr=False)
    start: int
    end: int
    basis: str | None
    reason: str | None

    @property
    def evidence(self) -> Evidence:
        """Give it as evidence; it must count."""
        basis = self.basis or ""
        return Evidence(self.category, self.term, self.start, self.end, PROSE if basis == "prose" else LABEL, basis)


REASONS = (
    "nobody", "far", "name", "hides", "label", "header", "empty", "none", "negated", "general", "question",
    "identifier", "claimed", "weak", "writer", "again",
)  # fmt: skip
"""Why a term does not count; docs/reference/categories.md says what each means."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """A text with those whom it is about."""

    text: str
    people: Sequence[Span]
    names: Sequence[Span]
    page: Page
    speech: Speech
    is_beside: bool


_IDENTIFICATION = "identification"
_LABEL_CLAIM, _PHRASE_CLAIM = 40, 1
_LABEL_CHARS = 60
_COMPLETED_WITHIN = 25
_CLAUSE_END = re.compile(r"[,.;\n]")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý])")
_CAMEL_KEY = re.compile(
    r"^[ \t\"']{0,40}([A-Za-z][a-z0-9]{1,30}(?:[A-Z][a-z0-9]{1,30}){1,6})[\"']?(?=[ \t]?[:=])", re.MULTILINE
)
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
        self._told = frozenset(name for name, category in self._categories.items() if category.prose)
        by_text: dict[str, tuple[Term, ...]] = {}
        for term in lexicon:
            by_text[term.text] = (*by_text.get(term.text, ()), term)
        self._finder = find_terms_factory(by_text, compounds={term.text for term in lexicon if term.compound})
        self._by_entity = _categories_by_entity(declaration.all_categories, identifiers or {})
        self._headers = {_header_key(term.text): term for term in lexicon if not term.is_half}
        self._headers.pop("", None)
        self._own = frozenset(entity for entity, category in (identifiers or {}).items() if category == _IDENTIFICATION)

    def categories_of(self, entity: str) -> tuple[str, ...]:
        """Give the categories that this entity proves by itself."""
        return self._by_entity.get(entity, ())

    def is_supporting(self, entity: str) -> bool:
        """Tell whether this entity proves its categories only beside a person or another proof."""
        return entity in self._declaration.supporting

    def is_word(self, text: str) -> bool:
        """Tell whether a whole text is a term: then it is hardly anybody's name."""
        return self._is_term(text)

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

    def is_general(self, head: str) -> bool:
        """Tell whether a text calls itself general in its first lines; then only certain persons are its subjects."""
        return is_general_text(head)

    def role_of(self, text: str, start: int, end: int, entity: str) -> Role:
        """Tell what a person named at `[start, end)` is to the text: its subject, its signer or a contact."""
        return role_of(text, start, end, entity)

    def evidence_in_text(
        self,
        text: str,
        people: Sequence[Span],
        *,
        person_beside: bool = False,
        names: Sequence[Span] = (),
        own_word: bool = False,
    ) -> list[Evidence]:
        """Give the terms in `text` that are evidence about one of the `people`, in order.

        `people` are the spans of findings that identify whom the text is about. With `person_beside`, one stands in the
        same record outside of this text (the headers of the mail). No term counts inside one of the `names` of others.
        With `own_word` the people only signed: what they say of themselves counts. The same term counts once within
        reach of a person.
        """
        judged = self.judge(text, people, person_beside=person_beside, names=names, own_word=own_word)
        return [one.evidence for one in judged if one.basis is not None]

    def judge(
        self,
        text: str,
        people: Sequence[Span],
        *,
        person_beside: bool = False,
        names: Sequence[Span] = (),
        own_word: bool = False,
    ) -> list[Judgment]:
        """Give every term within reach of the people, in order, with what was made of it; see `evidence_in_text`."""
        if not people and not person_beside:
            return []
        page = Page(text, self._is_term, self._is_label)
        speech = Speech(text, own_word=own_word, people=sorted(people))
        scene = _Scene(text, sorted(people), sorted({*people, *names}), page, speech, person_beside)
        candidates: list[Candidate] = []
        hits = list(self._hits(scene, whole=person_beside))
        for at, hit in enumerate(hits):
            basis, reason = self._ground(scene, hit)
            if basis == "prose" and candidates and self._is_still_negated(text, hit, candidates[-1]):
                basis, reason = None, "negated"
            elif basis == "prose" and (self._is_claimed(text, hit, candidates) or _is_completed(hits, at)):
                basis, reason = None, "claimed"
            candidates.append(Candidate(hit, basis, reason))
        return [_judgment(text, one) for one in once_in_reach(supported(text, candidates, self._told))]

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

    def _hits(self, scene: _Scene, *, whole: bool) -> Iterator[Hit]:
        text = scene.text
        for start, end in [(0, len(text))] if whole else windows(text, scene.people):
            stretch = text[start:end]
            found = [*self._met(stretch), *figures(stretch)]
            for key in _CAMEL_KEY.finditer(stretch):
                found.extend(Hit(*key.span(1), term) for term in self._terms_of(key[1])[:1])
            placed = [Hit(start + hit.start, start + hit.end, hit.term) for hit in found] if start else found
            halves = (
                hit for hit in placed if hit.term.is_half and not (scene.names and distance(scene.names, hit) < 0)
            )
            yield from sorted(
                (*longest(hit for hit in placed if not hit.term.is_half), *couples(text, halves)), key=_start
            )

    def _met(self, text: str) -> Iterator[Hit]:
        """Give the terms of the lexicon that a text holds."""
        for start, end, terms in self._finder.find(text):
            for term in terms if isinstance(terms, tuple) else ():
                if not term.accents or text[start:end].lower() == term.text:
                    yield Hit(start, end, term)

    def _ground(self, scene: _Scene, hit: Hit) -> tuple[str | None, str | None]:
        """Give the ground on which a term counts, or the reason why it does not."""
        strength = hit.term.strength
        if _is_within(scene.names, hit):
            return None, "name"
        if strength == "-":
            return None, "hides"
        far = 0 if scene.is_beside or not scene.people else distance(scene.people, hit)
        if hit.other is not None:
            return self._told_together(scene, hit, hit.other, far)
        answer = None
        if strength != "H":
            answer = scene.page.answer(hit.start, hit.end, anywhere=strength == "S")
        if answer is not None:
            return self._answered(answer, far)
        return self._spoken(scene, hit, far)

    def _answered(self, answer: Answer, far: int) -> tuple[str | None, str | None]:
        if far > LABEL_REACH:
            return None, "far"
        if answer in (Answer.VALUE, Answer.TICKED):
            return "label" if answer is Answer.VALUE else "box", None
        return None, answer.value

    def _spoken(self, scene: _Scene, hit: Hit, far: int) -> tuple[str | None, str | None]:
        """Judge a term of running words."""
        strength = hit.term.strength
        if strength not in "SW":
            return None, "label" if strength == "A" else "header"
        if far > PROSE_REACH:
            return None, "far"
        if not self._categories[hit.term.category].prose:
            return None, "identifier"
        if scene.page.is_choice(hit.start, hit.end):
            return None, "empty"
        reason = scene.speech.denial(hit.start, hit.end)
        return (None, reason) if reason else ("prose", None)

    def _told_together(self, scene: _Scene, hit: Hit, other: Span, far: int) -> tuple[str | None, str | None]:
        """Judge a cue with its object: what denies or empties one of them denies both."""
        if far > PROSE_REACH:
            return None, "far"
        for start, end in sorted(((hit.start, hit.end), other)):
            answer = scene.page.answer(start, end, anywhere=False)
            if answer in (Answer.EMPTY, Answer.NONE) or scene.page.is_choice(start, end):
                return None, "none" if answer is Answer.NONE else "empty"
            reason = scene.speech.denial(start, end)
            if reason:
                return None, reason
        return "prose", None

    @staticmethod
    def _is_still_negated(text: str, hit: Hit, before: Candidate) -> bool:
        return before.reason == "negated" and joins(text, before.hit.end, hit.start)

    def _is_claimed(self, text: str, hit: Hit, candidates: Sequence[Candidate]) -> bool:
        """Tell whether a term belongs to the words before it (`Profession : psychologue`, `werkt als psycholoog`)."""
        counted = next((one for one in reversed(candidates) if one.basis is not None), None)
        if counted is None:
            return False
        before = counted.hit
        reach = _LABEL_CLAIM if counted.basis == "label" else _PHRASE_CLAIM
        return (
            before.term.category != hit.term.category
            and self._categories[before.term.category].claims
            and hit.start - before.end <= reach
            and _CLAUSE_END.search(text, before.end, hit.start) is None
        )

    def _term(self, text: str) -> Term | None:
        key = _header_key(text) if len(text) <= _LABEL_CHARS else ""
        return self._headers.get(key) if key else None

    def _is_term(self, text: str) -> bool:
        return self._term(text) is not None

    def _is_label(self, text: str) -> bool:
        term = self._term(text)
        return term is not None and (term.strength in "AH" or not self._categories[term.category].prose)

    def _terms_of(self, name: str) -> list[Term]:
        """Give the terms that a header or a key is made of."""
        exact = self._headers.get(_header_key(name))
        if exact is not None:
            return [exact] if exact.strength != "-" else []
        spoken = " ".join(_words(name))
        hits = (hit for hit in self._met(spoken) if not hit.term.is_half)
        return [hit.term for hit in longest(hits) if hit.term.strength == "S"]

    def _named(self, name: str, strength: float, basis: str) -> tuple[Evidence, ...]:
        categories = dict.fromkeys(term.category for term in self._terms_of(name))
        return tuple(Evidence(category, name, 0, len(name), strength, basis) for category in categories)


def _categories_by_entity(categories: Iterable[Category], own: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    by_entity: dict[str, list[str]] = {}
    for category in categories:
        for entity in category.entities:
            by_entity.setdefault(entity, []).append(category.id)
    for entity, chosen in own.items():
        by_entity[entity] = [chosen]
    return {entity: tuple(ids) for entity, ids in by_entity.items()}


def _is_completed(hits: Sequence[Hit], at: int) -> bool:
    """Tell whether the words behind an open phrase (`suffers from …`) tell another category."""
    hit = hits[at]
    if hit.other is not None or hit.term.side <= 0:
        return False
    behind = (one for one in hits[at + 1 : at + 4] if one.start - hit.end <= _COMPLETED_WITHIN)
    return any(one.term.category != hit.term.category and one.term.strength in "SW" for one in behind)


def _is_within(names: Sequence[Span], hit: Hit) -> bool:
    return bool(names) and distance(names, hit) < 0


def _start(hit: Hit) -> tuple[int, bool]:
    """Order hits so that a label comes after the couple whose cue it is, and claims what follows."""
    return hit.start, hit.other is None


def _judgment(text: str, one: Candidate) -> Judgment:
    start, end = one.hit.start, one.hit.end
    return Judgment(one.hit.term.category, text[start:end], start, end, one.basis, one.reason)


def _words(name: str) -> list[str]:
    return fold(_CAMEL.sub(" ", name)).split()


def _header_key(name: str) -> str:
    return " ".join(word for word in _words(name) if word not in _FILLERS)
