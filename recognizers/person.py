"""Names of persons as labels, titles, salutations and fixed phrases announce them. The span is the name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

import regex

from recognizers.pattern import LabelledRecognizer
from recognizers.terms import plain_letters
from recognizers.vocabulary import given_names, name_cues

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
_LONE_LABELS = _any_of("lone label")
_PHRASES = _any_of("phrase")
_STOP = rf"(?!(?i:{'|'.join(map(regex.escape, _CUES['no name']))})(?![\p{{L}}\p{{M}}'’\-]))"
_ONE = rf"{_STOP}{_WORD}"
_NEXT = rf"[ ](?:{_PARTICLE}[ ]){{0,3}}(?:{_INITIAL}|{_ONE})"
_FIRST = rf"(?:{_PARTICLE}[ ]){{0,3}}(?:{_INITIAL}(?=[ ]?\p{{Lu}}|[ ](?:[Vv]an|[Dd]e))|{_ONE})"
_WORD_END = r"(?![\p{L}\p{M}\p{N}_@])(?!['’\-][\p{L}\p{N}])"
_END = rf"{_WORD_END}(?![ ]?:(?!\w))"
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
_STREET_END = regex.compile(r"(?:straat|laan|plein|steenweg|dreef|straße|strasse|platz|allee|gasse)(?![\p{L}])")
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
_LABEL_ABOVE, _ = _after(
    rf"^[ \t]{{0,8}}(?i:{_NAME_LABELS}|{_LONE_LABELS})[ ]?:?[ \t]{{0,4}}(?:\r?\n[ \t]{{0,8}}){{1,2}}",
    " \t\n",
    rf"(?:{_COMMA}|{_FULL})(?=[ \t]{{0,8}}\r?$)",
)
_FREE = rf"{_CAPITAL}(?<![\p{{L}}\p{{M}}\p{{N}}'’\-]){_NO_TITLE}{_FIRST}(?:{_NEXT}){{1,4}}"


_Trie = dict[str, "_Trie"]


def _spelled(names: Iterable[str]) -> str:
    """Give one expression for many words, letter by letter: no engine reads a thousand alternatives quickly."""
    root: _Trie = {}
    for name in names:
        node = root
        for letter in name:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(root)


def _branches(node: _Trie) -> str:
    branches = [letter + _branches(rest) for letter, rest in sorted(node.items()) if letter]
    if not branches:
        return ""
    if len(branches) == 1 and "" not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if '' in node else ''}"


_GIVEN = {form for name in given_names() for form in (name, plain_letters(name))}
_GIVEN_NAME = _spelled(_GIVEN | {name.upper() for name in _GIVEN})
_NO_PLACE = rf"(?<!{_any_of('named after')}[ ](?:(?:d[eu]|des|van|von)[ ])?)"
_NO_WORD_BEFORE = r"(?<![\p{L}\p{M}\p{N}_@.\-])"
_GIVEN_FIRST = rf"{_NO_WORD_BEFORE}{_CAPITAL}{_NO_PLACE}{_GIVEN_NAME}(?:-{_STEM})?(?:{_NEXT}){{1,3}}{_WORD_END}"
_GIVEN_FIRST_GATE = rf"^{_GIVEN_NAME}[ \-]"
_SHOUTED = r"\p{Lu}[\p{Lu}'’\-]{1,24}"
_FAMILY_FIRST = (
    rf"{_NO_WORD_BEFORE}{_CAPITAL}{_NO_TITLE}{_STOP}(?:{_PARTICLE}[ ]){{0,3}}{_SHOUTED}(?:[ ]{_SHOUTED}){{0,2}}"
    rf"[ ]{_GIVEN_NAME}(?:-{_STEM})?{_WORD_END}"
)
_FAMILY_FIRST_GATE = rf"[A-Z][ ]{_GIVEN_NAME}"


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
        ("label above", _LABEL_ABOVE, 0.8),
        ("given name first", _GIVEN_FIRST, 0.6),
        ("family name first", _FAMILY_FIRST, 0.6),
        ("before birth or number", rf"{_FREE}(?={_BORN})", 0.75),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        "given name first": _GIVEN_FIRST_GATE,
        "family name first": _FAMILY_FIRST_GATE,
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no company, no street, not an acronym."""
        if _COMPANY.search(text) or _STREET_END.search(text):
            return False
        return len(text) > 2 or (len(text) == 2 and not text.isupper())
