"""Names of persons, folded so that spellings meet: case, diacritics, particles, order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_SPECIAL = str.maketrans(
    {"\u0131": "i", "ß": "ss", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ø": "o", "Ø": "o", "ł": "l"}
)
TITLES = (
    "m mr mme mlle mrs ms miss monsieur madame mademoiselle mevr mevrouw mw dhr heer herr frau dr docteur doctor "
    "doktor me mtr maitre meester prof professeur professor ir ing"
)
PARTICLES = "de den der des d du la le les l van vande vanden vander von zu ver ter ten t el al di da"
_TITLES = frozenset(TITLES.split())
_PARTICLES = frozenset(PARTICLES.split())
_GLUED = re.compile(r"^(?:van(?:de[nr]?)?|von|ver|te[nr]|de(?:la|n|r|s)?|du|la|le|el|al)(?=[a-z]{3})")


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Give `text` in lower case without diacritics, words apart by one space."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_SPECIAL))
        text = "".join([c for c in text if not unicodedata.combining(c)]).casefold()
    return _NOT_WORD.sub(" ", text.lower()).strip()


def name_words(name: str) -> tuple[str, ...]:
    """Give the folded words of a name without titles, in the order written."""
    words = [word for word in fold(name).split() if word not in _TITLES]
    if words and words[0] == "de" and fold(name).startswith("de heer "):
        del words[0]
    return tuple(words)


def _main_words(name: str) -> tuple[str, ...]:
    words = name_words(name)
    return tuple(word for word in words if word not in _PARTICLES) or words


@lru_cache(maxsize=1 << 16)
def key_words(name: str) -> tuple[str, ...]:
    """Give the words of a name that its key is made of: no titles, no particles, not even glued ones."""
    return tuple([_GLUED.sub("", word, count=1) for word in _main_words(name)])


def name_key(name: str) -> str:
    """Give the one spelling under which all orders, cases and spacings of a full name meet.

    `VAN DEN BROECK Dirk`, `Dirk Vandenbroeck` and `Dirk van den Broeck` do. Some different names do too
    (`Vos`, `De Vos`): the key is for finding; `same_name` judges what was found.
    """
    return " ".join(sorted(key_words(name)))


def initial_keys(name: str) -> set[str]:
    """Give the keys under which a full name stands where one of its words is cut to an initial (`J. Peeters`)."""
    words, main = key_words(name), _main_words(name)
    if len(words) < 2:
        return set()
    return {" ".join(sorted([*words[:at], main[at][0], *words[at + 1 :]])) for at in range(len(words))}


@lru_cache(maxsize=1 << 16)
def same_name(first: str, second: str) -> bool:
    """Tell whether two full names may be one: equal words, spaced or ordered otherwise, or equal but for initials."""
    return any(_is_same(one, two) for one in _readings(first) for two in _readings(second))


@lru_cache(maxsize=1 << 16)
def near_name(first: str, second: str) -> bool:
    """Tell whether two full names may be one if something else says so too.

    Besides `same_name`: one has a further given name, in full or as an initial, or one word has one typing error.
    """
    if same_name(first, second):
        return True
    if any(_is_part(one, two) or _is_part(two, one) for one in _readings(first) for two in _readings(second)):
        return True
    one, two = set(_main_words(first)), set(_main_words(second))
    odd_one, odd_two = sorted(one - two), sorted(two - one)
    return len(one) == len(two) > 1 and len(odd_one) == len(odd_two) == 1 and _one_slip(odd_one[0], odd_two[0])


@lru_cache(maxsize=1 << 16)
def could_be(first: str, second: str) -> bool:
    """Tell whether two names do not contradict each other: `near_name`, or one is a lone word of the other."""
    one, two = _main_words(first), _main_words(second)
    lone = 1 in (len(one), len(two)) and bool(set(one) & set(two))
    return lone or near_name(first, second)


def _readings(name: str) -> list[tuple[str, ...]]:
    """Give the words of a name; a leading `M.` may be a title or an initial."""
    words = name_words(name)
    return [words, ("m", *words)] if fold(name).startswith("m ") else [words]


def _is_same(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    if not one or not two:
        return False
    return sorted(one) == sorted(two) or _respaced(one, two) or (len(one) == len(two) and _covers(one, two))


def _is_part(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether one name, of two words at least, leaves out words of the other."""
    main_one = [word for word in one if word not in _PARTICLES]
    main_two = [word for word in two if word not in _PARTICLES]
    return 1 < len(main_one) < len(main_two) and _covers(main_one, main_two)


def _respaced(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Tell whether the letters run alike once a block of words is moved to the other end: `Van Den Broeck Dirk`."""
    letters = "".join(two)
    return any("".join(one[at:] + one[:at]) == letters for at in range(len(one))) or any(
        "".join(two[at:] + two[:at]) == "".join(one) for at in range(len(two))
    )


def _covers(one: Sequence[str], two: Sequence[str]) -> bool:
    """Tell whether each word of one stands in two, in full or as an initial, and one at least in full."""
    rest = [word for word in two if word not in one]
    short = [word for word in one if word not in two]
    if not any(len(word) > 1 and word not in _PARTICLES for word in one if word in two):
        return False
    for word in short:
        other = next((w for w in rest if w[0] == word[0] and 1 in (len(w), len(word))), None)
        if other is None:
            return False
        rest.remove(other)
    return True


def _one_slip(one: str, two: str) -> bool:
    """Tell whether two words of some length differ by one letter too many, too few, wrong or swapped."""
    if min(len(one), len(two)) < 4 or abs(len(one) - len(two)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    left, right = one[start:], two[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
