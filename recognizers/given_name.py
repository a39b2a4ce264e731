"""Names of persons in running text, told by a common given name beside a capitalized family name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from recognizers.pattern import LabelledRecognizer
from recognizers.person import NEXT, NO_TITLE, PARTICLE, STOP, WORD_END, any_of, is_no_person
from recognizers.terms import plain_letters
from recognizers.vocabulary import given_names

_BEGINNING = 4
"""So many letters tell where a name may start; the whole word is looked up only there."""

_Trie = dict[str, "_Trie"]


def _spelled(words: Iterable[str]) -> str:
    """Give one expression for many words, letter by letter: no engine reads a thousand alternatives quickly."""
    root: _Trie = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
    return _branches(root)


def _branches(node: _Trie) -> str:
    branches = [letter + _branches(rest) for letter, rest in sorted(node.items())]
    return f"(?:{'|'.join(branches)})" if len(branches) > 1 else "".join(branches)


def _short(names: Iterable[str]) -> set[str]:
    """Give the beginnings of names, each only where none of them begins it."""
    beginnings = {name[:_BEGINNING] for name in names}
    return {word for word in beginnings if not any(word[:size] in beginnings for size in range(1, len(word)))}


_GIVEN = {form for name in given_names() for form in (name, plain_letters(name))}
_KNOWN = frozenset(plain_letters(name).casefold() for name in _GIVEN)
_BEGINS = _spelled(_short(_GIVEN | {name.upper() for name in _GIVEN}))
_LETTER = r"[\p{L}\p{M}]"
_WORD = rf"{STOP}{_LETTER}{{3,14}}(?:-{_LETTER}{{2,14}})?"
_NO_WORD_BEFORE = r"(?<![\p{L}\p{M}\p{N}_@.\-])"
_NO_PLACE = rf"(?<!{any_of('named after')}[ ](?:(?:d[eu]|des|van|von)[ ])?)"
_SHOUTED = r"\p{Lu}[\p{Lu}'’\-]{0,23}\p{Lu}"
_FAMILY = rf"{NO_TITLE}{STOP}(?:{PARTICLE}[ ]){{0,3}}{_SHOUTED}(?:[ ]{_SHOUTED}){{0,2}}"


class GivenNameRecognizer(LabelledRecognizer):
    """Finds `Jan Peeters` and `PEETERS Jan` wherever they stand, by their given names.

    Streets and institutions named after somebody are left out.
    """

    ENTITY = "PERSON"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "given name first",
            rf"(?=\p{{Lu}}){_NO_WORD_BEFORE}(?={_BEGINS}){_NO_PLACE}{_WORD}(?:{NEXT}){{1,3}}{WORD_END}",
            0.6,
        ),
        ("family name first", rf"(?=\p{{Lu}}){_NO_WORD_BEFORE}{_FAMILY}[ ](?=\p{{Lu}}\p{{Ll}}){_WORD}{WORD_END}", 0.6),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "given name first": rf"^{_BEGINS}{_LETTER}{{0,11}}[ \-]",
        "family name first": r"[\p{Lu}'’\-]\p{Lu}[ ]\p{Lu}\p{Ll}",
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: one of its words is a given name, at the right end."""
        words = text.split()
        if is_no_person(text):
            return False
        return _is_given(words[0]) or (words[0].isupper() and _is_given(words[-1]))


def _is_given(word: str) -> bool:
    return plain_letters(word).casefold().partition("-")[0] in _KNOWN
