"""Where a value lies inside an item: the keys that a person can follow.

The keys are always the same (see ARCHITECTURE.md): `line`, `path`, `page`, `sheet`, `schema`, `table`, `row`,
`column`, `key`, `part`, `box` (of recognized text), and offsets `start`/`end` where they mean something.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

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


COUNTED = ("page", "line", "row")
"""The keys of places that are mere numbers, so that they may be kept in clear."""

_UNREAD_CHARS = 200
UNREAD = re.compile(
    rf"(?:after )?(?:(?:{'|'.join(COUNTED)}) \d{{1,12}}(?:-\d{{1,12}})?(?:, \d{{1,12}}(?:-\d{{1,12}})?)*(?:, …)?)?"
)
"""What `counted` gives, with or without `after`; anything else comes from nobody who may be trusted."""


def counted(places: Iterable[Where]) -> str:
    """Tell places by number, without names: `page 3-5, 9`; empty where they have none. At most 200 characters."""
    for key in COUNTED:
        numbers = sorted({number for where in places if isinstance(number := where.get(key), int)})
        if numbers:
            told = f"{key} {', '.join(_ranges(numbers))}"
            return told if len(told) <= _UNREAD_CHARS else f"{told[: told.rfind(',', 0, _UNREAD_CHARS - 3)]}, …"
    return ""


def _ranges(numbers: Sequence[int]) -> Iterable[str]:
    first = last = numbers[0]
    for number in [*numbers[1:], None]:
        if number is not None and number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}-{last}"
        if number is not None:
            first = last = number


def item_path(item: str, member: str | None) -> str:
    """Join an item and its member as people and programs name them: `share/a.zip!b/c.docx`."""
    return f"{item}!{member}" if member else item
