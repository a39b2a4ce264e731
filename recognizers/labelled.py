"""Values that are nothing by themselves: a pattern that only matches right behind one of its labels."""

from __future__ import annotations

import regex

from recognizers.characters import GAP
from recognizers.terms import plain_letters
from recognizers.vocabulary import label_rows

_FILLER = (
    r"(?:n[°ºo]|nr|num[ée]ro|nummer|number|code|belges?|belgisch(?:er?|es)?|belgian|est|is|ist|lautet|luidt|porte|"
    r"français|frans|französischer?|french|néerlandais|nederlands|niederländischer?|dutch|allemand|duits|deutscher?|german|"
    r"luxembourgeois|luxemburgs|luxemburgischer?|luxembourg|étrangère?|buitenlands|ausländischer?|foreign|"
    r"du|de|des|van|der|vom|the|le|la|het|client|klant|patient)"
)
BETWEEN = rf"[{GAP}\t\"'():.=#°º\-]{{0,8}}(?:{_FILLER}[{GAP}:.=°º]{{1,4}}){{0,3}}(?:\r?\n[ \t]{{0,8}})?[\"'(]?"
"""What may stand between a label and its value: marks, a few words, one line end."""


def _spellings(term: str) -> set[str]:
    """Give a term as it may be written: with and without accents, its words joined or parted as in keys."""
    return {
        "[ _-]?".join(regex.escape(word, special_only=True) for word in form.split())
        for form in (term, plain_letters(term))
    }


def any_label(entity: str) -> str:
    """Give the labels of an entity in four languages as one expression, longest first; case is ignored."""
    terms = [term for entities, strength, _, terms in label_rows() if strength != "anti" and entity in entities
             for term in terms]  # fmt: skip
    spellings = {spelling for term in terms for spelling in _spellings(term.removesuffix("!"))}
    return rf"(?i:{'|'.join(sorted(spellings, key=lambda one: (-len(one), one)))})"


def after_label(entity: str, value: str) -> str:
    """Give an expression for `value` where it stands right behind a label of the entity."""
    return rf"(?<=(?<![\p{{L}}\p{{N}}]){any_label(entity)}{BETWEEN})(?:{value})"


def label_gate(entity: str) -> str:
    """Give the gate of a pattern made by `after_label`; see `recognizers.pattern.GatedPattern`."""
    return rf"~(?<![\p{{L}}\p{{N}}]){any_label(entity)}"
