"""Where a value lies inside an item: the keys that a person can follow.

The keys are always the same (see ARCHITECTURE.md): `line`, `path`, `page`, `sheet`, `schema`, `table`, `row`,
`column`, `key`, `part`, `box` (of recognized text), and offsets `start`/`end` where they mean something.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

Where = Mapping[str, object]

PARTS = frozenset(
    {
        "header",
        "footer",
        "body",
        "html",
        "table",
        "textbox",
        "footnote",
        "endnote",
        "comment",
        "notes",
        "metadata",
        "exif",
        "filename",
        "form",
        "annotation",
        "outline",
    }
)


def place_at(places: Sequence[tuple[int, Where]], offset: int) -> dict[str, object]:
    """Give the place in force at `offset`: the last one that starts at or before it.

    `places` is sorted by start; an offset before the first start has the empty place.
    """
    at = bisect_right(places, offset, key=lambda entry: entry[0])
    return dict(places[at - 1][1]) if at else {}


def item_path(item: str, member: str | None) -> str:
    """Join an item and its member as people and programs name them: `share/a.zip!b/c.docx`."""
    return f"{item}!{member}" if member else item
