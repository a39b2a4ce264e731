"""The picture of the map: where each cell of the heat map stands and how dark it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log1p

from pii_scan.reports.datamap import CategoryInfo, DataMap, System
from pii_scan.reports.messages import Messages

CELL_WIDTH, CELL_HEIGHT = 46, 30
LEFT, TOP, EDGE = 230, 204, 150
SYSTEMS_SHOWN = 40
_LABEL, _COLUMN_LABEL = 34, 38
_BLUE = ((232, 240, 250), (11, 61, 122))
_RED = ((253, 236, 235), (156, 28, 19))


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its place, its color, and what is written in it."""

    x: float
    y: float
    fill: str
    ink: str
    text: str
    title: str


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a row or a column, shortened; `title` has it whole."""

    x: float
    y: float
    text: str
    title: str
    special: bool = False


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The whole picture, in the units of its view box."""

    width: int
    height: int
    columns: tuple[Label, ...]
    rows: tuple[Label, ...]
    cells: tuple[Cell, ...]


def heat_map(data_map: DataMap, say: Messages) -> HeatMap:
    """Lay out systems by categories; the smallest systems share the last row when there are too many."""
    categories = data_map.found()
    systems = _shown(data_map.systems, say)
    shorter = short_names({system.source for system in systems})
    most = max((amount.findings for system in systems for amount in system.by_category.values()), default=1)
    cells = []
    for row, system in enumerate(systems):
        for column, category in enumerate(categories):
            amount = system.by_category.get(category.id)
            findings, items = (amount.findings, amount.items) if amount else (0, 0)
            fill, ink = _color(findings, most, special=category.special == "always")
            title = (
                f"{system.name} · {category_name(category, say)} : {findings} {say('findings')}, {items} {say('items')}"
            )
            text = _short_number(findings) if findings else ""
            cells.append(Cell(LEFT + column * CELL_WIDTH, TOP + row * CELL_HEIGHT, fill, ink, text, title))
    return HeatMap(
        width=LEFT + len(categories) * CELL_WIDTH + EDGE,
        height=TOP + len(systems) * CELL_HEIGHT + 12,
        columns=tuple(_column(n, category, say) for n, category in enumerate(categories)),
        rows=tuple(_row(n, system, shorter) for n, system in enumerate(systems)),
        cells=tuple(cells),
    )


def legend(say: Messages) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Give the steps of both scales, from few to many, and what each is for."""
    scales = ((False, "legend_plain"), (True, "legend_special"))
    return tuple(
        (tuple(_mixed(step / 4, special=special)[0] for step in range(5)), say(key)) for special, key in scales
    )


def category_name(category: CategoryInfo, say: Messages) -> str:
    """Give a category's name in the report's language."""
    return say.name(category.names, category.id)


def short_names(sources: Collection[str]) -> dict[str, str]:
    """Give each source its last path component, or the whole name where two would look alike."""
    last = {source: source.rstrip("/").rsplit("/", 1)[-1] or source for source in sources}
    count = Counter(last.values())
    return {source: name if count[name] == 1 else source for source, name in last.items()}


def _row(number: int, system: System, shorter: Mapping[str, str]) -> Label:
    name = f"{shorter[system.source]}/{system.folder}" if system.folder else shorter[system.source]
    y = TOP + number * CELL_HEIGHT + CELL_HEIGHT / 2 + 4
    return Label(LEFT - 10, y, _ends(name, _LABEL), system.name)


def _column(number: int, category: CategoryInfo, say: Messages) -> Label:
    name = category_name(category, say)
    x = LEFT + number * CELL_WIDTH + CELL_WIDTH / 2 + 2
    mark = {"conditional": "°"}.get(category.special, "") + ("" if category.declared else " *")
    return Label(x, TOP - 10, _head(name, _COLUMN_LABEL) + mark, name, special=category.special == "always")


def _shown(systems: Sequence[System], say: Messages) -> list[System]:
    if len(systems) <= SYSTEMS_SHOWN:
        return list(systems)
    largest = sorted(systems, key=lambda system: -system.total.findings)[: SYSTEMS_SHOWN - 1]
    kept = {id(system) for system in largest}
    rest = System(f"{say('others')} ({len(systems) - len(largest)})", "")
    for system in systems:
        if id(system) not in kept:
            rest.absorb(system)
    return [*(system for system in systems if id(system) in kept), rest]


def _color(findings: int, most: int, *, special: bool) -> tuple[str, str]:
    if not findings:
        return "#f6f7f9", "#5b6573"
    return _mixed(log1p(findings) / log1p(most), special=special)


def _mixed(share: float, *, special: bool) -> tuple[str, str]:
    """Give the color of a share from 0 to 1, and that of what is written on it."""
    light, dark = _RED if special else _BLUE
    mixed = (round(a + (b - a) * share) for a, b in zip(light, dark, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed), "#ffffff" if share > 0.5 else "#1c2530"


def _short_number(value: int) -> str:
    for limit, unit in ((1_000_000_000, "G"), (1_000_000, "M"), (10_000, "k")):
        if value >= limit:
            scaled = value / (1000 if unit == "k" else limit)
            return f"{scaled:.1f}{unit}" if scaled < 10 else f"{scaled:.0f}{unit}"
    return str(value)


def _head(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _ends(text: str, length: int) -> str:
    """Shorten in the middle: both ends tell names apart."""
    kept = (length - 1) // 2
    return text if len(text) <= length else f"{text[: length - 1 - kept].rstrip()}…{text[-kept:].lstrip()}"
