"""Cuts a text into chunks with overlap, so that the cost stays linear and nothing at a border is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

CHUNK_CHARS = 8192
CONTEXT_CHARS = 256
_SPACES = " \n\t\r"


class Chunk(NamedTuple):
    """A stretch of text with the context around it.

    `text` starts at `offset` in the whole; a finding belongs to this chunk when it starts in `[first, last)`,
    offsets in the whole.
    """

    text: str
    offset: int
    first: int
    last: int


def chunks(text: str, size: int = CHUNK_CHARS, context: int = CONTEXT_CHARS) -> Iterator[Chunk]:
    """Cut `text` into chunks of about `size`, at line ends or spaces where there are any nearby."""
    if len(text) <= size + context:
        yield Chunk(text, 0, 0, len(text))
        return
    first = 0
    while first < len(text):
        last = _cut(text, first + size, context)
        start = _space_after(text, max(0, first - context), first)
        stop = min(len(text), last + context)
        yield Chunk(text[start:stop], start, first, last)
        first = last


def _cut(text: str, wanted: int, context: int) -> int:
    """Give a good place to cut at or shortly before `wanted`: after a line end, else after a space."""
    if wanted >= len(text):
        return len(text)
    for mark in ("\n", " "):
        found = text.rfind(mark, wanted - context, wanted)
        if found >= 0:
            return found + 1
    return wanted


def _space_after(text: str, start: int, limit: int) -> int:
    """Give the first place from `start` on that follows a space, so that no word is cut; `limit` at the latest."""
    while 0 < start < limit and text[start - 1] not in _SPACES:
        start += 1
    return start
