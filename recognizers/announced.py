"""Announcements put together by grammar: what bears a number, a word for numbers, and the value.

A table of labels knows phrases; people make new ones of the same words: `agent communal n°`, `Nr. der Hausratpolice`,
`known to HR under no.`. The bearers of numbers stand in `bearers.tsv`: a `strong` one announces a value that
follows at once, if its form tells that it is a reference; a `weak` one needs a word for numbers.
"""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import regex

from recognizers.bearers import NUMBER, OF, WHOLE, Bearers
from recognizers.characters import HYPHEN, digits_of
from recognizers.documents import LICENCE
from recognizers.health import MEMBER
from recognizers.labelled import BETWEEN, LEADER
from recognizers.reference_number import REFERENCE, is_reference, is_roll
from recognizers.spans import Span, SpanRecognizer

_BREAK = (
    r"(?!(?:factu(?:re|ur)|rechnung|invoice|commande|bestelling|bestellung|order|version|versie|page|pagina|seite|articles?|artikel"
    r"|tickets?|form(?:ulaire|ulier|ular)?|march[ée]|offre|offerte|angebot|t[ée]l|gsm|iban|bic|swift|isin|cve|ip|code[ ]postal"
    r"|conditions?|voorwaarden|bedingungen|terms|proc[ée]dure|instructions?|norme?|mod[èe]les?|model|lot|s[ée]rie|build|release|kernel"
    r"|notes?|service|dienst|helpdesk|desk|hotline|centre|center|from|to|name|path|format|size|system|server|version|sensitive|study|law|folder|type|types|descriptor|transfer)\b)"
)
"""Words that announce something else."""
_WORD = rf"(?:[ ]{_BREAK}[\p{{L}}][\p{{L}}'’\-]{{0,22}})"
_LINK = (
    r"(?:[ ]?[(,;–][ ]?|[ ][–-][ ]|[ ](?:sous|portant|avec|onder|met|unter|mit|under|with|bearing|in)"
    r"[ ](?:(?:la|le|l['’]|het|de|der|dem|den|the|son|sa|haar|zijn|ihrer|seiner)[ ]?)?)"
)
_UNIT = (
    r"(?![ ]?(?:€|EUR\b|euros?\b|USD\b|£|\$|%|km\b|kg\b|m²|m2\b|pages?\b|pagina|bladzijden|Seiten|p\.|jours|dagen|Tage|days|heures|uur"
    r"|Stunden|hours|ans\b|jaar|Jahre|years|fois|keer|mal\b|times|bytes|[kMG]o\b|[kMG]B\b|personnes|personen|people|,[0-9])|[ ][0-9]{2,3}(?![0-9]))"
)
_FORM = r"(?:formulaires?|formulier|formular|form|type|mod[èe]le|date|id|notes?|timestamp|time|size|name|hash)[ ](?:(?:de|du|des|d['’]|van|voor|for|zum|zur|für)[ ]?)?(?:(?:la|de|het|the)[ ])?"
"""What makes a bearer the complement of a thing that bears no person's number."""
_JOINT = rf"[./_{HYPHEN}]"
_STRICT = (
    rf"(?!(?:EUR|USD|GBP|CHF|BEF)(?![\p{{L}}]))(?:[\p{{Lu}}]{{1,5}}[ ]?[0-9]{{3,12}}(?:{_JOINT}[\p{{Lu}}0-9]{{1,8}}){{0,4}}"
    rf"|[\p{{Lu}}]{{1,5}}(?:{_JOINT}?[0-9]{{1,10}}){{1,5}}(?<=[0-9][^ ]{{0,6}}[0-9][^ ]{{0,6}}[0-9])(?:{_JOINT}?[\p{{Lu}}]{{1,3}})?"
    rf"|[0-9]{{1,8}}(?:[/{HYPHEN}][\p{{Lu}}0-9]{{1,10}}){{1,4}}(?<=[0-9][^ ]{{0,12}}[0-9][^ ]{{0,12}}[0-9][^ ]{{0,12}}[\p{{N}}\p{{Lu}}])"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,4}}|[0-9]{{6,13}})"
    rf"(?![\p{{L}}\p{{N}}])(?!{_JOINT}[\p{{L}}\p{{N}}]){_UNIT}"
)
"""The form of a reference that nothing but a strong bearer announces: letters with digits, or many digits."""


_MORE = regex.compile(rf"[ ]?(?:,|/|&|;|et|en|und|and)[ ]({_STRICT})")
_REACH = 110
_DIGITS = regex.compile(r"[0-9]{2}")
_FORM_BEFORE = regex.compile(rf"(?i:{_FORM})$")
_KEY_BEFORE = regex.compile(rf"(?i:(?<![\p{{L}}\p{{N}}\-]){NUMBER}[ ](?:{OF}(?:[\p{{L}}]{{1,14}}[ ])?|[(]))$")
_NAMED = regex.compile(
    rf"(?![\p{{L}}])(?i:{_WORD}{{0,2}}(?:{LEADER}|[ ]?(?:[:(=][ ]?)?)|[ ]?:?[ \t]{{0,3}}\r?\n[ \t]{{0,8}})(?<=[ :(=.…_\t\n])({_STRICT})"
)
_VALUE_BEFORE = regex.compile(rf"(?<![^\s])({REFERENCE})[ \t]?[(\[][ ]?$")
_CLOSED = regex.compile(r"[ ]?[)\]]")


class _Kind(NamedTuple):
    """How the numbers of an entity are announced and told."""

    label: regex.Pattern[str]
    told: regex.Pattern[str]
    key: regex.Pattern[str]
    is_valid: Callable[[str], bool]
    score: float


def _kind(value: str, is_valid: Callable[[str], bool], score: float) -> _Kind:
    behind = rf"{WHOLE}{BETWEEN}({value})"
    return _Kind(
        regex.compile(rf"(?i:(?:{_WORD}{{0,2}}[ ]|(?:s|n|en)?(?:\.(?:[ ](?=n[°ºor]))?)?[{HYPHEN}]?){NUMBER}){behind}"),
        regex.compile(
            rf"(?![\p{{L}}])(?:(?!\.[ ]\p{{Lu}})[^\n;!?]){{0,56}}?(?i:{_LINK}{NUMBER}){WHOLE}[ :.=#]{{0,4}}({value})"
        ),
        regex.compile(rf"[)]?(?![\p{{L}}]){BETWEEN}({value})"),
        is_valid,
        score,
    )


_KINDS = {
    "POLICY_NUMBER": _kind(REFERENCE, is_reference, 0.5),
    "EMPLOYEE_NUMBER": _kind(REFERENCE, is_reference, 0.5),
    "STUDENT_NUMBER": _kind(REFERENCE, lambda text: is_reference(text) and not is_roll(text), 0.5),
    "FILE_NUMBER": _kind(REFERENCE, is_reference, 0.5),
    "HEALTH_INSURANCE_NUMBER": _kind(MEMBER, lambda text: 8 <= len(digits_of(text)) <= 16, 0.65),
    "BE_DRIVING_LICENCE_NUMBER": _kind(rf"(?:{LICENCE})", lambda text: int(digits_of(text)) > 0, 0.7),
}


class AnnouncedNumberRecognizer(SpanRecognizer):
    """Finds numbers that their bearer and a word for numbers announce.

    They make one label (`agent n°`, `Nr. der Police`), or the word stands free in a sentence that speaks of the bearer
    (`known to the staff service under no.`). Behind a strong bearer no word is needed, if the value tells.
    """

    ENTITIES = tuple(_KINDS)
    label_score = 0.5

    def __init__(self, supported_language: str = "fr") -> None:
        self._bearers = Bearers()
        super().__init__(supported_language)

    def spans(self, text: str) -> Iterator[Span]:
        """See `SpanRecognizer.spans`."""
        for start, end, (entity, strong) in self._bearers.find(text):
            kind = _KINDS[entity]
            if not _DIGITS.search(text, max(0, start - 30), end + _REACH):
                continue
            for first, last in _announced(text, start, end, kind, strong=strong):
                if kind.is_valid(text[first:last]):
                    yield entity, first, last, kind.score


def _form(value: str) -> str:
    """Give what a value is written like: each letter and each digit as one of its kind."""
    return "".join("A" if char.isalpha() else "9" if char.isdigit() else char for char in value)


def _announced(text: str, start: int, end: int, kind: _Kind, *, strong: bool) -> Iterator[tuple[int, int]]:
    """Give the values that a bearer announces: those behind it, else the one before its brackets."""
    before = text[max(0, start - 48) : start]
    of_form = _FORM_BEFORE.search(before) is not None
    whole = start == 0 or not text[start - 1].isalpha()
    found = None
    if not of_form:
        found = kind.label.match(text, end)
        if not found and whole and _KEY_BEFORE.search(before):
            found = kind.key.match(text, end)
        if not found and strong:
            found = _NAMED.match(text, end)
    found = found or kind.told.match(text, end)
    if found:
        yield found.span(1)
        more = found.end(1)
        form = _form(found[1])
        while (following := _MORE.match(text, more)) and _form(following[1]) == form:
            yield following.span(1)
            more = following.end(1)
    elif strong and before.endswith(("(", "[", "( ", "[ ")) and _CLOSED.match(text, end):
        earlier = _VALUE_BEFORE.search(before)
        if earlier:
            offset = start - len(before)
            yield offset + earlier.start(1), offset + earlier.end(1)
