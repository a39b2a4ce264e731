"""Places told by number, and what is no such telling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_scan.core.place import UNREAD, counted


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([], ""),
        ([{"sheet": "Peeters"}], ""),
        ([{"page": 3}], "page 3"),
        ([{"page": 9}, {"page": 3}, {"page": 4}, {"page": 5}, {"page": 4}], "page 3-5, 9"),
        ([{"line": 12, "path": "x"}], "line 12"),
        ([{"sheet": "Peeters", "row": 2}, {"sheet": "Peeters", "row": 3}], "row 2-3"),
    ],
)
def test_places_are_told_by_number_alone(places, told):
    assert counted(places) == told


@given(st.lists(st.integers(0, 10**6), max_size=400))
def test_what_is_told_is_short_and_in_the_form_that_the_coordinator_takes(pages):
    told = counted([{"page": page} for page in pages])

    assert len(told) <= 200
    assert UNREAD.fullmatch(told)
    assert UNREAD.fullmatch(f"after {told}") or not told


@pytest.mark.parametrize("said", ["Peeters", "page Jan", "page 3; drop", "page 3\n", "page 3-5,9"])
def test_nothing_else_is_taken_for_a_place(said):
    assert not UNREAD.fullmatch(said)
