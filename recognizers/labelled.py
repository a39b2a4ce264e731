"""Values that are nothing by themselves: a pattern that only matches right behind one of its labels."""

from __future__ import annotations

import re
from functools import cache

import regex

from recognizers.characters import GAP
from recognizers.pattern import LEFT
from recognizers.terms import plain_letters
from recognizers.vocabulary import label_rows

_FILLER = (
    r"(?:n[°ºo]|nr|num[ée]ro|nummer|number|code|sous|onder|unter|under|field|champ|rubriek|feld|portant|met|mit|bearing|with|having|was|war|"
    r"[ée]tait|lautend|luidend|belges?|belgisch(?:er?|es)?|belgian|est|is|ist|lautet|luidt|porte|"
    r"français|frans|französischer?|french|néerlandais|nederlands|niederländischer?|dutch|allemand|duits|deutscher?|german|"
    r"luxembourgeois|luxemburgs|luxemburgischer?|luxembourg|étrangère?|buitenlands|ausländischer?|foreign|"
    r"du|de|des|van|der|vom|the|le|la|het|client|klant|patient)"
)
NOTE = r"(?:[ ]?\([^()\n]{1,24}\))?"
LEADER = rf"(?:[{GAP}\t]{{0,3}}[.·…_]{{2,60}}[{GAP}\t]{{0,3}}|(?:[{GAP}\t]{{2,60}}|\t)(?:\|[{GAP}]?)?)"
"""What fills the line between a label and its value in a form."""
_WORDS = (
    rf"(?:(?:(?i:{_FILLER})[{GAP}:.=°º]{{1,4}}){{0,3}}"
    rf"|,?[ ][^\n:=0-9]{{1,32}}(?:[:=][ ]{{0,3}}|(?<=[ ](?i:est|est le|is|ist|lautet|luidt))[ ]"
    rf"|(?=[ ]{{2}}|[ ]?[.…·_]{{2}}|\t)))"
)
"""A few words of a known kind, or any up to a colon or a leader."""
BETWEEN = rf"{NOTE}[{GAP}\t\"':.=#°º|>\-]{{0,6}}{_WORDS}{LEADER}?(?:\r?\n[ \t]{{0,8}})?[\"'(]?"
"""What may stand between a label and its value: a note, marks, a few words, a leader, one line end."""


def _spellings(term: str) -> set[str]:
    """Give a term as it may be written: with and without accents, its words joined or parted as in keys."""
    return {
        "[ _-]?".join(regex.escape(word, special_only=True) for word in re.split("[ -]", form))
        for form in (term, plain_letters(term))
    }


@cache
def any_label(entity: str) -> str:
    """Give the labels of an entity in four languages as one expression, longest first; case is ignored."""
    terms = [term for entities, strength, _, terms in label_rows() if strength != "anti" and entity in entities
             for term in terms]  # fmt: skip
    spellings = {spelling for term in terms for spelling in _spellings(term.removesuffix("!"))}
    return rf"(?i:{'|'.join(sorted(spellings, key=lambda one: (-len(one), one)))})"


def after_label(entity: str, value: str) -> str:
    """Give an expression for `value` where it stands right behind a label of the entity.

    The value is asked for first: it fails at once nearly everywhere, and a look back costs much more.
    """
    return rf"{LEFT}(?={value})(?<=(?<![\p{{L}}\p{{N}}]){any_label(entity)}{BETWEEN})(?:{value})"


def before_label(entity: str, value: str) -> str:
    """Give an expression for `value` where a label of the entity stands right behind it, in brackets."""
    return rf"(?:{value})(?=[ \t]?(?:\r?\n[ \t]{{0,8}})?[(\[][ ]?{any_label(entity)}(?![\p{{L}}\p{{N}}]))"


def gate_behind(entity: str) -> str:
    """Give the gate of a pattern made by `before_label`."""
    return rf">[(\[][ ]?{any_label(entity)}"


def label_gate(entity: str) -> str:
    """Give the gate of a pattern made by `after_label`; see `recognizers.pattern.GatedPattern`."""
    return rf"~(?<![\p{{L}}\p{{N}}]){any_label(entity)}"
