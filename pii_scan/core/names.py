"""Names of persons, folded so that spellings meet: case, diacritics, particles, order."""

from __future__ import annotations

import re
import unicodedata

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_TITLES = frozenset(
    "m mr mme mlle mrs ms miss monsieur madame mademoiselle mevr mevrouw dhr heer de heer herr frau dr docteur doctor "
    "doktor me mtr maitre meester prof professeur professor ir ing".split()
) - {"de"}


def fold(text: str) -> str:
    """Give `text` in lower case without diacritics, words apart by one space."""
    special = text.replace("ı", "i").replace("ß", "ss").replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("ø", "o")
    plain = "".join(c for c in unicodedata.normalize("NFKD", special) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", plain.casefold()).strip()


def name_words(name: str) -> tuple[str, ...]:
    """Give the folded words of a name without titles, in the order written."""
    return tuple(word for word in fold(name).split() if word not in _TITLES)


def name_key(name: str) -> str:
    """Give the one spelling under which all orders, cases and spacings of a full name meet.

    Letters only, words sorted, so that `VAN DEN BROECK Dirk` meets `Dirk Van den Broeck`.
    """
    return " ".join(sorted(name_words(name)))


def same_name(first: str, second: str) -> bool:
    """Tell whether two full names may be one: equal words, or equal but for initials (`J. Peeters`)."""
    one, two = sorted(name_words(first)), sorted(name_words(second))
    if not one or not two:
        return False
    if one == two or "".join(name_words(first)) == "".join(name_words(second)):
        return True
    return len(one) == len(two) and _covers(one, two)


def _covers(one: list[str], two: list[str]) -> bool:
    rest = list(two)
    initials = 0
    for word in one:
        if word in rest:
            rest.remove(word)
            continue
        short = next((w for w in rest if (len(w) == 1 or len(word) == 1) and w[0] == word[0]), None)
        if short is None:
            return False
        rest.remove(short)
        initials += 1
    return initials < len(one)
