"""Names of persons as labels, titles, salutations and fixed phrases announce them. The span is the name alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import regex

from recognizers.pattern import LabelledRecognizer
from recognizers.vocabulary import name_cues

_MORE = r"[\p{L}\p{M}]"
_STEM = rf"\p{{Lu}}{_MORE}{{0,24}}"
_WORD = rf"(?:(?:[DdLOM]|Mc|Mac)['’])?{_STEM}(?:['’\-]{_MORE}{{1,24}}){{0,3}}"
_INITIAL = r"\p{Lu}\.(?:-?\p{Lu}\.){0,2}"
_CUES = name_cues()


def _any_of(kind: str) -> str:
    return "|".join(_CUES[kind])


_PARTICLE = f"(?:{_any_of('particle')})"
_TITLES = _any_of("title")
_GREETING = _any_of("greeting")
_CLOSING = _any_of("closing")
_NAME_LABELS = _any_of("name label")
_ROLE_LABELS = _any_of("role label")
_PHRASES = _any_of("phrase")
_STOP = rf"(?!(?i:{'|'.join(map(regex.escape, _CUES['no name']))})(?![\p{{L}}\p{{M}}'’\-]))"
_ONE = rf"{_STOP}{_WORD}"
_NEXT = rf"[ ](?:{_PARTICLE}[ ]){{0,3}}(?:{_INITIAL}|{_ONE})"
_FIRST = rf"(?:{_PARTICLE}[ ]){{0,3}}(?:{_INITIAL}(?=[ ]?\p{{Lu}}|[ ](?:[Vv]an|[Dd]e))|{_ONE})"
_END = r"(?![\p{L}\p{M}\p{N}_@])(?!['’\-][\p{L}\p{N}])(?![ ]?:(?!\w))"
_FULL = rf"{_FIRST}(?:{_NEXT}){{1,4}}{_END}"
_ANY = rf"{_FIRST}(?:{_NEXT}){{0,4}}{_END}"
_COMMA = rf"{_FIRST}(?:{_NEXT}){{0,2}},[ ]{_ONE}(?:{_NEXT}){{0,1}}{_END}"
_SEPARATOR = r"[\"']?(?:[ ]?\([^()\n]{1,24}\))?[ \t]{0,12}[:=][ \t]{0,12}[\"']?"
_APART = r"(?:\t{1,3}|[ ]{3,20})"
_ALONE = r"(?<![\p{L}\p{N}_'’][ ]?)(?<![\p{L}\p{N}]-)"

_BORN = (
    r"(?i:,?[ ]\(?(?:n[ée]e?(?:\([ée]\))?|geboren|geb\.|born)[ ](?:le|[àa]|te|op|am|in|on)\b"
    r"|,?[ ]\(?(?:niss|insz|rijksregister\w{0,6}|n[°º] national|num[ée]ro national|nationalregisternummer"
    r"|domicili[ée]e?|wonende|wohnhaft|demeurant|résidant|gedomicilieerd)\b)"
)
_COMPANY = regex.compile(rf"(?<![\p{{L}}])(?:{_any_of('company')})(?![\p{{L}}])")


_NO_TITLE = rf"(?!(?:{_TITLES})[ ])"
_CAPITAL = r"(?=\p{Lu})"
_SMALL = r"(?=[vdtlz'’])"
"""How a name may start: with a capital, or with a particle. One character class first, because that is what the
engine finds quickly; all else is asked only there."""


def _after(cue: str, last: str, name: str) -> list[str]:
    """Find a name right after a cue that ends in one of the characters `last`: two expressions, by first letter."""
    return [rf"(?<=[{last}]){start}(?<={cue}){_NO_TITLE}{name}" for start in (_CAPITAL, _SMALL)]


_NAME_LABEL, _NAME_LABEL_SMALL = _after(
    rf"(?:{_ALONE}(?i:{_NAME_LABELS}){_SEPARATOR}|^[ ]{{0,8}}(?i:{_NAME_LABELS}){_APART})",
    "\"' \t:=",
    rf"(?:{_COMMA}|{_ANY})",
)
_ROLE_LABEL, _ROLE_LABEL_SMALL = _after(rf"{_ALONE}(?i:{_ROLE_LABELS}){_SEPARATOR}", "\"' \t:=", _FULL)
_TITLE, _TITLE_SMALL = _after(rf"(?<![\p{{L}}\p{{N}}])(?:{_TITLES})[ ]{{1,2}}", " ", _ANY)
_PHRASE, _ = _after(rf"(?<![\p{{L}}\p{{N}}])(?i:{_PHRASES})[ ]?", " '’", _FULL)
_GREETED, _ = _after(rf"^[ \t>]{{0,8}}(?:{_GREETING})[ ]", " ", rf"(?:{_FIRST}(?:{_NEXT}){{0,3}})(?=[ ]?[,!]|[ ]?\r?$)")
_SIGNED, _ = _after(
    rf"(?i:{_CLOSING})[ ]?[,.!]?[ \t]{{0,4}}(?:\r?\n[ \t]{{0,8}}){{1,3}}", " \t\n", rf"{_FULL}(?=[ \t]{{0,8}}\r?$)"
)
_FREE = rf"{_CAPITAL}(?<![\p{{L}}\p{{M}}\p{{N}}'’\-]){_NO_TITLE}{_FIRST}(?:{_NEXT}){{1,4}}"


class PersonRecognizer(LabelledRecognizer):
    """Finds names of persons where something before or after them says that they are names.

    Free-standing names in prose are left to a trained pipeline.
    """

    ENTITY = "PERSON"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("name label", _NAME_LABEL, 0.85),
        ("name label, particle", _NAME_LABEL_SMALL, 0.85),
        ("role label", _ROLE_LABEL, 0.75),
        ("role label, particle", _ROLE_LABEL_SMALL, 0.75),
        ("title", _TITLE, 0.75),
        ("title, particle", _TITLE_SMALL, 0.75),
        ("phrase", _PHRASE, 0.75),
        ("salutation", _GREETED, 0.7),
        ("closing", _SIGNED, 0.7),
        ("before an address", rf"{_FREE}(?=[\"']?[ ]<[^\s<>@]{{1,64}}@)", 0.8),
        ("before birth or number", rf"{_FREE}(?={_BORN})", 0.75),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no company, not an acronym."""
        if _COMPANY.search(text):
            return False
        return len(text) > 2 or (len(text) == 2 and not text.isupper())
