"""The words of each category, in four languages, and how much each of them proves.

A lexicon is a YAML file of one category: `category`, then by strength and language lists of terms. How they are
written and weighed is said in docs/how-to/lexicons.md, and at the head of each file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import yaml

from pii_scan.classify.declaration import LANGUAGES
from pii_scan.core.errors import ConfigError
from pii_scan.core.names import fold

CUE, OBJECT = "C", "O"
STRENGTHS = {"strong": "S", "weak": "W", "label": "A", "header": "H", "nothing": "-", "cue": CUE, "object": OBJECT}
"""By the word of the file: strong and weak in prose, label and header only there, nothing hides the words inside.

A cue and an object count together, in one sentence.
"""

_COMPOUNDING = frozenset({"nl", "de"})
_COMPOUND_LETTERS = 7
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML was built with it: ten times as fast."""
_ALTERNATIVES = re.compile(r"[()]")
_BESIDE = "…"
_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase; `strength` is a value of `STRENGTHS`.

    `compound` says that it also counts inside a longer word (Dutch and German), `accents` that it counts only with its
    accents (`marié`, or every Marie would be married). A cue with a `side` touches its object: 1 before it (`est …`),
    -1 behind it (`… chez`).
    """

    text: str
    category: str
    strength: str
    compound: bool = False
    accents: bool = False
    side: int = 0

    @property
    def is_half(self) -> bool:
        """Tell whether it counts only together with another."""
        return self.strength in (CUE, OBJECT)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One term as it stands in a file, in one language."""

    term: Term
    language: str
    place: str


def load_lexicon(paths: Iterable[Path], categories: Collection[str]) -> tuple[Term, ...]:
    """Read lexicons of the named `categories`, in order.

    A word may stand in several languages of one category and strength; anywhere else it stands twice. A cue or an
    object may also stand in other categories, and beside the word's own strength.

    Raises:
        ConfigError: naming the file and the line that is wrong, and both places of a word that stands twice.
    """
    entries: dict[tuple[str, str], list[_Entry]] = {}
    for path in paths:
        for entry in _entries(path, categories):
            group = entry.term.category if entry.term.is_half else ""
            known = entries.setdefault((fold(entry.term.text) or entry.term.text, group), [])
            for other in known:
                _compare(entry, other)
            known.append(entry)
    return tuple(_merged(known) for known in entries.values())


def _compare(entry: _Entry, other: _Entry) -> None:
    """Refuse a word that says two things, or the same thing twice."""
    word = f"{entry.place}: {entry.term.text!r} stands twice, also in {other.place}"
    if entry.language == other.language:
        raise ConfigError(word)
    if (entry.term.category, entry.term.strength) != (other.term.category, other.term.strength):
        raise ConfigError(f"{word}, for another category or with another strength")


def _merged(known: list[_Entry]) -> Term:
    first = known[0].term
    compound = any(entry.term.compound for entry in known)
    accents = any(entry.term.accents for entry in known)
    return Term(first.text, first.category, first.strength, compound, accents=accents, side=first.side)


def _entries(path: Path, categories: Collection[str]) -> Iterator[_Entry]:
    file = _File(path)
    sections = dict(file.mapping(file.root()))
    category = file.category(sections.pop("category", None), categories)
    for strength, node in sections.items():
        if strength not in STRENGTHS:
            raise file.wrong(node, f"{strength!r} is no strength: one of {', '.join(STRENGTHS)}")
        for language, terms in file.mapping(node):
            if language not in LANGUAGES:
                raise file.wrong(terms, f"{language!r} is no language: one of {', '.join(LANGUAGES)}")
            for line, written in file.texts(terms):
                for text in _spelled_out(written):
                    yield _Entry(_term(text, category, strength, language), language, f"{path}, line {line}")


def _spelled_out(written: str) -> list[str]:
    """Give the terms that `(a|b) (c|d)` stands for, in order; any other text is itself."""
    parts = [part.split("|") for part in _ALTERNATIVES.split(written)]
    return [" ".join("".join(chosen).split()) for chosen in product(*parts)]


def _term(text: str, category: str, strength: str, language: str) -> Term:
    compound = language in _COMPOUNDING and text.isalpha() and len(text) >= _COMPOUND_LETTERS
    side = text.endswith(_BESIDE) - text.startswith(_BESIDE)
    word = text.rstrip("!=").strip(_BESIDE).strip().lower()
    return Term(word, category, STRENGTHS[strength], compound, accents=text.endswith("="), side=side)


class _File:
    """One file's YAML nodes, which know their lines."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def root(self) -> yaml.Node | None:
        """Parse the file."""
        try:
            node: yaml.Node | None = yaml.compose(self._path.read_text("utf-8"), Loader=_LOADER)
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"cannot read {self._path}: {type(error).__name__}") from error
        except yaml.MarkedYAMLError as error:
            line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
            raise ConfigError(f"{self._path}{line}: not valid YAML: {error.problem}") from error
        except yaml.YAMLError as error:
            raise ConfigError(f"{self._path}: not valid YAML") from error
        return node

    def category(self, node: yaml.Node | None, known: Collection[str]) -> str:
        """Give the category that the file is about."""
        if node is None:
            raise ConfigError(f"{self._path}: lacks the key category")
        _, name = self._text(node)
        if name not in known:
            raise self.wrong(node, f"the declaration has no category {name!r}")
        return name

    def mapping(self, node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
        """Give the keys with their values, no key twice."""
        if not isinstance(node, yaml.MappingNode):
            raise self.wrong(node, "must be a mapping")
        pairs: dict[str, yaml.Node] = {}
        for key, value in node.value:
            _, name = self._text(key)
            if name in pairs:
                raise self.wrong(key, f"the key {name!r} stands twice")
            pairs[name] = value
        return list(pairs.items())

    def texts(self, node: yaml.Node) -> Iterator[tuple[int, str]]:
        """Give line and term of each entry of a list."""
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(node, "must be a list of terms")
        for entry in node.value:
            line, text = self._text(entry)
            if not text.rstrip("!=").strip():
                raise self.wrong(entry, "an empty term")
            yield line, text

    def wrong(self, node: yaml.Node | None, what: str) -> ConfigError:
        """Give the complaint, with the line where it is known."""
        line = "" if node is None else f", line {node.start_mark.line + 1}"
        return ConfigError(f"{self._path}{line}: {what}")

    def _text(self, node: yaml.Node) -> tuple[int, str]:
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TEXT:
            raise self.wrong(node, "must be a text; put quotes around a number, yes or no")
        return node.start_mark.line + 1, str(node.value).strip()
