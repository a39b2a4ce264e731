"""The tables of labels and headers as shipped."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources


def _rows(name: str) -> Iterator[list[str]]:
    data = resources.files("recognizers").joinpath("data", name).read_text(encoding="utf-8")
    for line in data.splitlines()[1:]:
        yield line.split("\t")


def label_rows() -> Iterator[tuple[tuple[str, ...], str, str, list[str]]]:
    """Give (entities, strength, language, terms) of each row of the table of labels.

    Strengths: a `label` announces values of the entities, an `anti` label tells that a value is none, an `anchor` is a
    label of values that are found nowhere but behind it, and a `text` anchor is not one as the header of a column.
    """
    for entities, strength, language, terms in _rows("labels.tsv"):
        yield tuple(entities.split("+")), strength, language, terms.split("|")


def header_rows() -> Iterator[tuple[str, str, list[str]]]:
    """Give (entity, role, terms) of each row of the table of column headers."""
    for entity, role, terms in _rows("headers.tsv"):
        yield entity, role, terms.split("|")


def bearer_rows() -> Iterator[tuple[str, str, list[str]]]:
    """Give (entity, strength, terms) of each row of the table of what bears numbers.

    A `strong` bearer announces a number alone, a `weak` one beside a word for numbers; `in compounds` both may be the
    last part of a longer word.
    """
    for entity, strength, terms in _rows("bearers.tsv"):
        yield entity, strength, terms.split("|")


def name_cues() -> dict[str, list[str]]:
    """Give the expressions that announce a name, or tell that a word is none, by kind."""
    cues: dict[str, list[str]] = {}
    for kind, *expressions in _rows("name_cues.tsv"):
        cues.setdefault(kind, []).extend(expressions)
    return cues


def given_name_rows() -> Iterator[tuple[str, list[str]]]:
    """Give (origin, names) of each row of the table of given names; those of origin `word` are ordinary words, too."""
    for origin, names in _rows("given_names.tsv"):
        yield origin, names.split("|")


def family_names() -> Iterator[str]:
    """Give common family names of all who live in Belgium."""
    for _, names in _rows("family_names.tsv"):
        yield from names.split("|")


def name_roles() -> Iterator[tuple[str, list[str]]]:
    """Give (language, roles) of each row of the table of roles: `locataire`, `begunstigde`, `Zeugin`, `witness`."""
    for language, roles in _rows("name_roles.tsv"):
        yield language, roles.split("|")
