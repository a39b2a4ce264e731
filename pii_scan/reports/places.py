"""Tells places in words that a person can follow: `page 2`, `sheet Clients, row 12: columns NISS, Nom`.

What stands in one row, page or part is told once, with its lines or columns joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pii_scan.reports.messages import Messages

Where = Mapping[str, object]

_DETAILS = frozenset({"line", "column", "path", "start", "end", "box"})
_SPELLED = frozenset({"schema", "table", "sheet", "page", "part", "row", "key"})


def in_words(places: Iterable[Where], say: Messages) -> tuple[str, ...]:
    """Give the places of one item; where none is named, the data stand in the running text."""
    groups: dict[str, list[Where]] = {}
    for where in places:
        groups.setdefault(", ".join(_frame(where, say)), []).append(where)
    told = (_joined(frame, list(_details(group, say))) for frame, group in groups.items())
    return tuple(text or say("running_text") for text in told) or (say("running_text"),)


def _joined(frame: str, details: list[str]) -> str:
    return ": ".join(part for part in (frame, "; ".join(details)) if part)


def _frame(where: Where, say: Messages) -> Iterator[str]:
    """Tell what several findings may share."""
    if "table" in where:
        schema = f"{where['schema']}." if where.get("schema") else ""
        yield f"{say('table')} {schema}{where['table']}"
    for key in ("sheet", "page"):
        if key in where:
            yield f"{say(key)} {where[key]}"
    if "part" in where:
        yield say.part(str(where["part"]))
    if "row" in where:
        yield f"{say('row')} {where['row']}{_key(where.get('key'))}"
    for name in where.keys() - _DETAILS - _SPELLED:
        yield f"{name} {where[name]}"


def _key(key: object) -> str:
    if not isinstance(key, Mapping) or not key:
        return ""
    return f" ({', '.join(f'{name} {value}' for name, value in key.items())})"


def _details(group: Sequence[Where], say: Messages) -> Iterator[str]:
    lines = sorted({line for line in (where.get("line") for where in group) if isinstance(line, int)})
    if lines:
        yield f"{say('line' if len(lines) == 1 else 'lines')} {', '.join(_ranges(lines))}"
    columns = list(dict.fromkeys(str(where["column"]) for where in group if "column" in where))
    if columns:
        yield f"{say('column' if len(columns) == 1 else 'columns')} {', '.join(columns)}"
    yield from dict.fromkeys(str(where["path"]) for where in group if "path" in where and "line" not in where)


def _ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Join neighbors: 3, 4, 5, 9 are told as `3–5` and `9`."""
    first = last = numbers[0]
    for number in [*numbers[1:], None]:
        if number is not None and number == last + 1:
            last = number
            continue
        yield str(first) if first == last else f"{first}–{last}"
        if number is not None:
            first = last = number
