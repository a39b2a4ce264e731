"""What a word says of itself where a name may stand: a given name, a family name, a role, or none of these."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from recognizers.terms import plain_letters
from recognizers.vocabulary import family_names, given_name_rows, name_cues, name_roles

_PLAIN = str.maketrans({"ł": "l", "\u0131": "i", "ø": "o", "đ": "d", "ß": "ss", "’": "'"})
_PARTICLES = frozenset(
    """van vanden vander de den der des del du di da dos della do la le les ten ter te tot von zu zum zur el al ben bin
    ibn op het 't 's""".split()
)
_ROLE_ENDING = re.compile(
    r"[a-z]{3,}(?:nehmer|inhaber|empfanger|besitzer|vertreter|verwalter|begleiter|fuhrer|steller|leiter|berater|trager"
    r"|pfleger|lehrer|arbeiter|zahler)(?:in|s)?|[a-z]{3,}(?:berechtigte|pflichtige|beauftragte)[rn]?"
    r"|[a-z]{3,}(?:houder|nemer|gever|beheerder|begeleider|gerechtigde|plichtige|verantwoordelijke|medewerker|huurder)s?"
)
_STREET_ENDING = re.compile(
    r"[a-z]{2,}(?:straat|laan|plein|steenweg|dreef|strasse|platz|allee|gasse|weg|ung|heit|keit|schaft|werk|haus|amt)(?:en)?"
)
_FAMILY_ENDING = re.compile(
    r"(?:van(?:den|der)?|de|ver|dhae?|d'h?)[a-z]{3,}(?:broeck|berghe?|bergh|bosch|putte|walle|velde|meersch|straeten|hove|houtte"
    r"|ghem?|eynde|haeghen?|bulcke|hecke|damme|acker|steene?|poorter|maeker|cruysse|linden|heyden|kerckhove|eecke|haegen)"
    r"|(?:mc|o')[a-z]{3,}|[a-z]{2,}(?:aerts?|aers|aert|eyns|ckx|ckens|nckx|ssens|mans|uyse|uyts|ieux|oux|ieckx|owski|owska|czyk|wicz|enko"
    r"|aere|eele|oote|ynck|elinck|oors|oens|aeghe|brouck|escu|oglu|ovic|evic|shvili|yan|idis|poulos)"
)


_REGNAL = re.compile(r"[IVX]+")
_VOWEL = re.compile(r"[AEIOUYÀ-Ý]")


class Kind(Enum):
    """What a capitalized word is, as far as it tells."""

    STOP = "no part of a name"
    PARTICLE = "a particle"
    INITIAL = "an initial"
    GIVEN = "a given name"
    DOUBTFUL = "a given name that is an ordinary word as well"
    OTHER = "any word"


def folded(word: str) -> str:
    """Give a word in lower case without diacritics."""
    if word.isascii():
        return word.lower()
    return plain_letters(word.casefold().translate(_PLAIN))


def _all(kinds: tuple[str, ...]) -> frozenset[str]:
    cues = name_cues()
    return frozenset(folded(word) for kind in kinds for word in cues[kind])


_ROWS = list(given_name_rows())
_DOUBTFUL = frozenset(folded(name) for origin, names in _ROWS if origin == "word" for name in names)
_GIVEN = frozenset(folded(name) for origin, names in _ROWS if origin != "word" for name in names) - _DOUBTFUL
_FAMILY = frozenset(folded(name) for name in family_names())
_ROLES = frozenset(folded(role).rstrip(".") for _, roles in name_roles() for role in roles)
_SMALL_ROLES = frozenset(
    folded(role) for language, roles in name_roles() for role in roles if language != "de" or " " in role
)
_STOP = _all(("no name",))
_ORGANIZATION = _all(("organization",))
_VERBS = _all(("verb",))
_ABOUT = _all(("about",))


@lru_cache(maxsize=8192)
def kind_of(word: str) -> Kind:
    """Tell what a word is that stands where a name may."""
    plain = folded(word)
    if plain in _PARTICLES:
        return Kind.PARTICLE
    if word.endswith(".") or len(word) == 1:
        return Kind.INITIAL
    if plain in _STOP:
        return Kind.STOP
    first = plain.partition("-")[0]
    if plain in _GIVEN or first in _GIVEN:
        return Kind.GIVEN
    if _STREET_ENDING.fullmatch(plain) and not is_family(word):
        return Kind.STOP
    return Kind.DOUBTFUL if first in _DOUBTFUL else Kind.OTHER


@lru_cache(maxsize=8192)
def is_family(word: str) -> bool:
    """Tell whether a word is a common family name, or is built like one."""
    plain = folded(word)
    return any(part in _FAMILY or bool(_FAMILY_ENDING.fullmatch(part)) for part in (plain, *plain.split("-")))


@lru_cache(maxsize=8192)
def is_role(phrase: str) -> bool:
    """Tell whether a phrase names the part in which a person appears."""
    plain = folded(phrase).rstrip(".")
    return plain in _ROLES or _ROLE_ENDING.fullmatch(plain) is not None


def is_small_role(word: str) -> bool:
    """Tell whether a word in small letters is a role: not one of German, where it would be an adjective."""
    return folded(word).rstrip(".") in _SMALL_ROLES


def is_acronym(word: str) -> bool:
    """Tell whether a word is rather an abbreviation than a name in capitals."""
    few = (len(word) <= 3 or not _VOWEL.search(word)) and not _REGNAL.fullmatch(word)
    return few and word.isalpha() and word.isupper() and not is_family(word)


def is_of_organization(word: str) -> bool:
    """Tell whether a word is one of those that organizations, places and documents are named with."""
    return folded(word) in _ORGANIZATION


def is_verb(word: str) -> bool:
    """Tell whether a word says that somebody does something."""
    return folded(word) in _VERBS


def tells_about(phrase: str) -> bool:
    """Tell whether a phrase is one after which sentences often name a person."""
    return folded(phrase) in _ABOUT
