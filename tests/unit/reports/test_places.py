from __future__ import annotations

import pytest

from pii_scan.core.place import PARTS
from pii_scan.reports.messages import LANGUAGES, Messages
from pii_scan.reports.places import in_words

EN = Messages("en")
ROW = {"schema": "public", "table": "clients", "row": 5, "key": {"id": "7"}}


@pytest.mark.parametrize(
    ("places", "words"),
    [
        pytest.param([], ("in the text",), id="no place is named"),
        pytest.param([{}], ("in the text",), id="an empty place"),
        pytest.param([{"page": 2}], ("page 2",), id="page"),
        pytest.param([{"line": 9}, {"line": 4}, {"line": 3}], ("lines 3–4, 9",), id="lines are joined"),
        pytest.param([{"line": 7, "path": "$.a"}], ("line 7",), id="a line is enough"),
        pytest.param([{"path": "$.a"}], ("$.a",), id="a path where there is no line"),
        pytest.param(
            [{"row": 12, "column": "NISS"}, {"row": 12, "column": "Nom"}, {"row": 13, "column": "Nom"}],
            ("row 12: columns NISS, Nom", "row 13: column Nom"),
            id="columns of a row are joined",
        ),
        pytest.param([{"sheet": "Clients", "row": 2, "column": "A"}], ("sheet Clients, row 2: column A",), id="sheet"),
        pytest.param(
            [{**ROW, "column": "niss"}, {**ROW, "column": "nom"}],
            ("table public.clients, row 5 (id 7): columns niss, nom",),
            id="table",
        ),
        pytest.param([{"part": "header"}, {"part": "footnote"}], ("header", "footnote"), id="parts"),
        pytest.param([{"slide": 3}], ("slide 3",), id="a key of a later version"),
    ],
)
def test_places_are_told_as_people_follow_them(places: list[dict[str, object]], words: tuple[str, ...]) -> None:
    assert in_words(places, EN) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_a_name_in_every_language(language: str) -> None:
    catalog = Messages(language)._catalog["parts"]

    assert set(catalog) == PARTS
    assert all(catalog[part][language] for part in PARTS)


def test_every_entry_of_the_catalog_has_all_languages() -> None:
    for part, entries in EN._catalog.items():
        assert {f"{part}.{key}" for key, said in entries.items() if set(said) != set(LANGUAGES)} == set()
