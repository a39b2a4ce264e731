from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pii_scan.detect.chunks import chunks


@given(st.text(alphabet="ab \n", max_size=900), st.integers(20, 80))
def test_chunks_cover_the_text_once_and_carry_it(text: str, size: int) -> None:
    cut = list(chunks(text, size=size, context=10))

    assert [c.first for c in cut] == [0, *[c.last for c in cut[:-1]]]
    assert cut[-1].last == len(text)
    assert all(text[c.offset : c.offset + len(c.text)] == c.text for c in cut)
    assert all(c.offset <= c.first <= c.last <= c.offset + len(c.text) for c in cut)


def test_a_chunk_ends_after_a_line_where_one_ends_nearby() -> None:
    text = "x" * 95 + "\n" + "y" * 200

    first = next(iter(chunks(text, size=100, context=20)))

    assert first.last == 96


def test_a_chunk_sees_context_on_both_sides() -> None:
    text = "word " * 100

    second = list(chunks(text, size=100, context=20))[1]

    assert second.offset <= second.first - 15
    assert second.offset + len(second.text) >= second.last + 15
