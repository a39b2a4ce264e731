"""Bytes with a few changes, as hypothesis draws them."""

from __future__ import annotations

from hypothesis import strategies as st


@st.composite
def mutated(draw: st.DrawFn, seed: bytes) -> bytes:
    """Replace, cut, repeat or end, up to six times."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(0, 6))):
        at, length = draw(st.integers(0, len(data))), draw(st.integers(0, 12))
        match draw(st.sampled_from(["replace", "cut", "repeat", "end"])):
            case "replace":
                data[at : at + length] = draw(st.binary(max_size=12))
            case "cut":
                del data[at : at + length]
            case "repeat":
                data[at:at] = data[max(0, at - length) : at] * draw(st.integers(1, 30))
            case _:
                del data[max(at, 1) :]
    return bytes(data)
