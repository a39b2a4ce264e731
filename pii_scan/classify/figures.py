"""Facts that no list of words holds: ages, heights, amounts, doses, and names of drugs by their endings."""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

import re
from collections.abc import Iterator

from pii_scan.classify.lexicon import OBJECT, STRENGTHS, Term
from pii_scan.classify.weighing import Hit

_AGE = r"\b\d{1,3}(?:[.,]5)?(?:\sans\b(?!\s(?:de\s|d['’]|plus|après|avant))(?<!\b[0-2]\sans)|-jarige?\b|-?jährige?[rsnm]?\b|\sjaar\s(?:en\s)?oud\b|\sjahre\salt\b|[\s-]years?[\s-]old\b)"
_HEIGHT = r"\b[12]\s?m\s?\d{2}\b|\b[12][.,]\d{2}\s?m\b(?![²2])|\b1[4-9]\d\s?cm\b|\b[4-6]\s?(?:ft|feet|foot)\s?\d{0,2}\b"
_AMOUNT = r"(?:€|\beur\b|\beuros?\b)\s?\d[\d., \u00a0]*|\b\d[\d., \u00a0]*(?:€|\beuros?\b|\beur\b|,-\s?(?:€|euros?))"
_DOSE = r"\b\d{1,4}(?:[.,]\d{1,2})?\s?(?:mg|µg|mcg|ml|IE|UI|IU)\b"
_POSOLOGY = r"\b\d\s?(?:x|fois|maal|keer|mal|times)\s?(?:/|par\s|per\s|pro\s|a\s|am\s|an?\s)\s?(?:jour|dag|tag|day|j\b|d\b)|\b\dx\stäglich"
_POSOLOGY_IN_WORDS = (
    r"\b(?:(?:once|twice|three\stimes)\s(?:a\sday|daily)"
    r"|matin\set\ssoir|'s\s(?:morgens|avonds)|ochtend\sen\savond|morgens\sund\sabends|morning\sand\sevening|nüchtern|à\sjeun|nuchter)\b"
)
_DRUG = (
    r"(?<=\w\w)(?:cilline?|prazole?|sartan|statine?|mycine?|cycline?|floxacine?|xaban|gliptine?|gliflozine?|formine?|olol|(?<=o|a|i)pril|dipine|semide?|parine?|profen|profène|cetamol|ométhacine|pred(?:nison|nisolon)e?"
    r"|tadine|triptane?|codone?|morphine|tamoxif[eè]ne?|azolam?\b|nazole?|ciclovir|limumab|ximab|zumab|thyroxine?|salbutamol|tropium|setron)\b"
)
_MIND_DRUG = r"(?<=\w\w)(?:az[eé]pam|zolam|triptyline?|oxetine?|oxétine|alopram|(?:tal|cital)opram|peridole?|péridol|lanzapine?|tiapine?|tazapine?|razodone?|traline?|faxine?|piprazole?|zapine|idone?(?<=peridone|periidon)|zolpidem|bupropione?|phenidate?|phénidate|lithium(?:carbonate?)?)\b"
_IN_WORDS = ("day", "daily", "matin", "'s", "ochtend", "morg", "morning", "nüchtern", "jeun", "nuchter")
_PATTERNS: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = (
    ("personal_characteristics", STRENGTHS["strong"], "age", (), _AGE),
    ("physical", STRENGTHS["weak"], "height", (), _HEIGHT),
    ("financial", OBJECT, "amount", ("€", "eur"), _AMOUNT),
    ("physical_health", STRENGTHS["weak"], "dose", (), _DOSE),
    ("physical_health", STRENGTHS["weak"], "posology", (), _POSOLOGY),
    ("physical_health", STRENGTHS["weak"], "posology", _IN_WORDS, _POSOLOGY_IN_WORDS),
    ("mental_health", STRENGTHS["strong"], "drug of the mind", (), _MIND_DRUG),
    ("physical_health", STRENGTHS["strong"], "drug", (), _DRUG),
)
"""Category, strength, name, words of which one stands in every match (to look for them costs less), expression."""
_DOSES = frozenset({"dose", "posology"})
_COMPILED = [
    (Term(name, category, strength), words, re.compile(expression, re.IGNORECASE))
    for category, strength, name, words, expression in _PATTERNS
]
_DRUG_REACH = 2_000


def figures(text: str) -> Iterator[Hit]:
    """Give the figures of a text by kind; names of drugs are looked for in reach of a dose."""
    small = text.lower()
    doses: list[int] = []
    for term, words, expression in _COMPILED:
        if term.text.startswith("drug"):
            for first, last in _around(doses, len(text)):
                for found in expression.finditer(text, first, last):
                    yield Hit(_word_start(text, found.start()), found.end(), term)
        elif not words or any(word in small for word in words):
            for found in expression.finditer(text):
                if term.text in _DOSES:
                    doses.append(found.start())
                yield Hit(*found.span(), term)


def _around(places: list[int], size: int) -> Iterator[tuple[int, int]]:
    """Give the stretches within reach of some places, merged."""
    first = last = -1
    for at in sorted(places):
        if at - _DRUG_REACH > last:
            if last >= 0:
                yield first, last
            first = max(0, at - _DRUG_REACH)
        last = min(size, at + _DRUG_REACH)
    if last >= 0:
        yield first, last


def _word_start(text: str, at: int) -> int:
    while at and text[at - 1].isalpha():
        at -= 1
    return at
