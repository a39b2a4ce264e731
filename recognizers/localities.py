"""Belgian postcodes and the names of their communes and localities, in every language that people write them in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

_SEPARATORS = re.compile(r"[\W_]+")
_SAINTS = re.compile(r"\b(?:st|ste|saint|sainte|sankt|sint|sinte)\b")


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Give a name as it is compared: no case, no accents, no hyphens, one word for every saint."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return _SAINTS.sub("st", _SEPARATORS.sub(" ", letters).strip())


def locality_rows() -> Iterator[tuple[str, list[str]]]:
    """Give each postcode with the names of its localities as they are written."""
    data = resources.files("recognizers").joinpath("data", "localities.tsv").read_text(encoding="utf-8")
    for line in data.splitlines()[1:]:
        postcode, names = line.split("\t")
        yield postcode, names.split("|")


@lru_cache(maxsize=1)
def _names() -> dict[str, frozenset[str]]:
    return {postcode: frozenset(map(folded, names)) for postcode, names in locality_rows()}


def is_locality(postcode: str, name: str) -> bool:
    """Tell whether a Belgian postcode has a locality of that name, in any language."""
    return folded(name) in _names().get(postcode, ())
