"""Names of persons as labels, titles, salutations and fixed phrases announce them. The span is the name alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import regex

from recognizers.headers import header_entity
from recognizers.name_words import Kind, is_family, is_of_organization, is_role, kind_of
from recognizers.pattern import LabelledRecognizer
from recognizers.vocabulary import name_cues

_MORE = r"[\p{L}\p{M}]"
_STEM = rf"\p{{Lu}}{_MORE}{{0,24}}"
_WORD = rf"(?:(?:[DdLOM]|Mc|Mac)['’])?{_STEM}(?:['’\-]{_MORE}{{1,24}}){{0,3}}"
_INITIAL = r"\p{Lu}\.(?:-?\p{Lu}\.){0,2}"
_CUES = name_cues()


def any_of(kind: str) -> str:
    """Give the cues of one kind as alternatives."""
    return "|".join(_CUES[kind])


PARTICLE = f"(?:{any_of('particle')})"
_TITLES = any_of("title")
_GREETING = any_of("greeting")
_CLOSING = any_of("closing")
_NAME_LABELS = any_of("name label")
_ROLE_LABELS = any_of("role label")
_LONE_LABELS = any_of("lone label")
_PHRASES = any_of("phrase")
STOP = rf"(?!(?i:{'|'.join(map(regex.escape, _CUES['no name']))})(?![\p{{L}}\p{{M}}'’\-]))"
_ONE = rf"{STOP}{_WORD}"
NEXT = rf"[ ](?:{PARTICLE}[ ]){{0,3}}(?:{_INITIAL}|{_ONE})"
_FIRST = rf"(?:{PARTICLE}[ ]){{0,3}}(?:{_INITIAL}(?=[ ]?\p{{Lu}}|[ ](?:[Vv]an|[Dd]e))|{_ONE})"
WORD_END = r"(?![\p{L}\p{M}\p{N}_@])(?!['’\-][\p{L}\p{N}])(?!\.[\p{Ll}\p{N}]|\.[\p{L}\p{N}.\-]{1,64}@)"
_END = rf"{WORD_END}(?![ ]?:(?!\w))"
_FULL = rf"{_FIRST}(?:{NEXT}){{1,4}}{_END}"
_ANY = rf"{_FIRST}(?:{NEXT}){{0,4}}{_END}"
_COMMA = rf"{_FIRST}(?:{NEXT}){{0,2}},[ ]{_ONE}(?:{NEXT}){{0,1}}{_END}"
_LEADER = r"[ \t]{0,3}[.·…_]{2,60}[ \t]{0,3}"
_SEPARATOR = rf"[\"']?(?:[ ]?\([^()\n]{{1,24}}\))?(?:[ \t]{{0,12}}[:=][ \t]{{0,12}}|{_LEADER})[\"']?"
_APART = r"(?:\t{1,3}|[ ]{3,40})"
_ALONE = r"(?<![\p{L}\p{N}_'’][ ]?)(?<![\p{L}\p{N}]-)"

_BORN = (
    r"(?i:,?[ ]\(?(?:n[ée]e?(?:\([ée]\))?|geboren|geb\.|born)[ ](?:le|[àa]|te|op|am|in|on)\b"
    r"|,?[ ]\(?(?:niss|insz|rijksregister\w{0,6}|n[°º] national|num[ée]ro national|nationalregisternummer"
    r"|domicili[ée]e?|wonende|wohnhaft|demeurant|résidant|gedomicilieerd)\b)"
)
_STREET_END = regex.compile(
    r"(?:straat|laan|plein|steenweg|dreef|straße|strasse|platz|allee|gasse|nummer|kaart)(?![\p{L}])"
)
_COMPANY = regex.compile(rf"(?<![\p{{L}}])(?:{any_of('company')})(?![\p{{L}}])")


def is_no_person(text: str) -> bool:
    """Tell whether what looks like a name is that of a company or of a street, or the label of something else."""
    if _COMPANY.search(text) or _STREET_END.search(text):
        return True
    verdict = header_entity(text)
    return verdict is not None and verdict.entity != "PERSON"


def _is_of_forms(text: str) -> bool:
    """Tell whether it is the header of the next column, or has a word of organizations and no given name."""
    if " " in text:
        words = [word for word in text.replace(",", " ").split() if kind_of(word) is not Kind.PARTICLE]
        odd = any(is_of_organization(word) and not is_family(word) for word in words)
        return odd and not any(kind_of(word) is Kind.GIVEN for word in words)
    verdict = header_entity(text)
    return (verdict is not None and verdict.role in {"family", "given"}) or (
        is_of_organization(text) and not is_family(text)
    )


def _is_name_and_more(text: str) -> bool:
    """Tell whether a whole name stands before a comma: `Jan Peeters, Oude Baan`. It is found without what follows."""
    before, comma, after = text.partition(", ")
    words = [kind for kind in map(kind_of, before.split()) if kind is not Kind.PARTICLE]
    if not comma or len(words) < 2:
        return False
    return words[0] is Kind.GIVEN or kind_of(after.split()[0]) in (Kind.OTHER, Kind.STOP, Kind.PARTICLE)


_SMALL_ARTICLE = regex.compile(r"(?:de[rmn]|die|das|les|aux|en|of|the)[ ]\p{Lu}|L['’]\p{Ll}")


def _is_of_something(text: str) -> bool:
    """Tell whether a noun and its complement stand there (`Suivi de Jan Peeters`), or a role or article first."""
    words = text.split()
    if len(words) > 3 and words[1] in {"de", "van", "von", "of", "du"} and words[2][0].isupper():
        return kind_of(words[0]) is Kind.OTHER and not is_family(words[0])
    given = next((at for at, word in enumerate(words) if kind_of(word) is Kind.GIVEN), 0)
    if given + 1 < len(words) and any(is_role(word.rstrip(",")) and not is_family(word) for word in words[:given]):
        return True
    return _SMALL_ARTICLE.match(text) is not None and not any(map(is_family, words))


def _is_function(text: str) -> bool:
    """Tell whether all words are roles or words of organizations: `Kollegin`, `Algemeen Directeur`, `Mayor`."""
    cores = [word for word in text.split() if kind_of(word) is not Kind.PARTICLE]
    if any(map(is_family, cores)):
        return False
    return all(is_role(word) or (is_of_organization(word) and kind_of(word) is not Kind.GIVEN) for word in cores)


NO_TITLE = rf"(?!(?:{_TITLES})[ ])"
_CAPITAL = r"(?=\p{Lu})"
_SMALL = r"(?=[vdtlz'’])"
"""How a name may start: with a capital, or with a particle. One character class first, because that is what the
engine finds quickly; all else is asked only there."""


def _after(cue: str, last: str, name: str) -> list[str]:
    """Find a name right after a cue that ends in one of the characters `last`: two expressions, by first letter."""
    return [rf"(?<=[{last}]){start}(?<={cue}){NO_TITLE}{name}" for start in (_CAPITAL, _SMALL)]


_NAME_LABEL, _NAME_LABEL_SMALL = _after(
    rf"(?:{_ALONE}(?i:{_NAME_LABELS}){_SEPARATOR}|^[ ]{{0,8}}(?i:{_NAME_LABELS}){_APART}|<(?i:{_NAME_LABELS})>)",
    "\"' \t:=._…·>",
    rf"(?:{_COMMA}|{_ANY})",
)
_ROLE_LABEL, _ROLE_LABEL_SMALL = _after(
    rf"(?:{_ALONE}(?i:{_ROLE_LABELS}|{_LONE_LABELS}){_SEPARATOR}|^[ ]{{0,8}}(?i:{_LONE_LABELS}){_APART})",
    "\"' \t:=._…·",
    rf"(?:{_COMMA}|{_FULL})",
)
_TITLE, _TITLE_SMALL = _after(rf"(?<![\p{{L}}\p{{N}}])(?<!D[eE][ ])(?:{_TITLES})[ ]{{1,2}}", " ", _ANY)
_PHRASE, _ = _after(rf"(?<![\p{{L}}\p{{N}}])(?i:{_PHRASES})[ ]?", " '’", _FULL)
_GREETED, _ = _after(rf"^[ \t>]{{0,8}}(?:{_GREETING})[ ]", " ", rf"(?:{_FIRST}(?:{NEXT}){{0,3}})(?=[ ]?[,!]|[ ]?\r?$)")
_SIGNED, _ = _after(
    rf"(?i:{_CLOSING})[ ]?[,.!]?[ \t]{{0,4}}(?:\r?\n[ \t]{{0,8}}){{1,3}}", " \t\n", rf"{_FULL}(?=[ \t]{{0,8}}\r?$)"
)
_LABEL_ABOVE, _ = _after(
    rf"^[ \t]{{0,8}}(?i:{_NAME_LABELS}|{_LONE_LABELS})[ ]?:?[ \t]{{0,4}}(?:\r?\n[ \t]{{0,8}}){{1,2}}",
    " \t\n",
    rf"(?:{_COMMA}|{_FULL})(?=[ \t]{{0,8}}\r?$)",
)
_BEHIND = rf"(?=[ \t]?(?:\r?\n[ \t]{{0,8}})?[(\[][ ]?(?i:{_NAME_LABELS}|{_LONE_LABELS})[ ]?[)\]])"
_FREE = rf"{_CAPITAL}(?<![\p{{L}}\p{{M}}\p{{N}}'’\-]){NO_TITLE}{_FIRST}(?:{NEXT}){{1,4}}"

_ADDRESS_AHEAD = r"(?=[\p{L}\p{M}.'’\- ]{2,160}[\"']?[ ]<)"
"""What every name before an address is followed by, cheaper to ask than the name."""


class PersonRecognizer(LabelledRecognizer):
    """Finds names of persons where something before or after them says that they are names.

    Free-standing names in prose are left to `GivenNameRecognizer` and to a trained pipeline.
    """

    ENTITY = "PERSON"
    LABEL_SCORE = 0.85
    GATES: ClassVar[Mapping[str, str]] = {"before its label": rf">[(\[][ ]?(?i:{_NAME_LABELS}|{_LONE_LABELS})[ ]?[)\]]"}
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
        ("before an address", rf"{_CAPITAL}{_ADDRESS_AHEAD}{_FREE}(?=[\"']?[ ]<[^\s<>@]{{1,64}}@)", 0.8),
        ("label above", _LABEL_ABOVE, 0.8),
        (
            "before its label",
            rf"{_CAPITAL}(?<![\p{{L}}\p{{M}}\p{{N}}'’\-]){NO_TITLE}(?:{_COMMA}|{_FULL}){_BEHIND}",
            0.8,
        ),
        ("before birth or number", rf"{_FREE}(?={_BORN})", 0.75),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no company, no street, not an acronym."""
        refused = (is_no_person, _is_of_forms, _is_name_and_more, _is_of_something, _is_function)
        if any(is_none(text) for is_none in refused):
            return False
        return len(text) > 2 or (len(text) == 2 and not text.isupper())
