"""The data map as a workbook: the map itself, the categories, what was not read, and the scans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pii_scan.reports.datamap import Amount, DataMap
from pii_scan.reports.messages import Messages
from pii_scan.reports.picture import category_name
from pii_scan.reports.workbook import Workbook


def map_xlsx(data_map: DataMap, language: str) -> bytes:
    """Give the workbook's bytes; no cell is a formula or a link."""
    say = Messages(language)
    book = Workbook()
    categories = data_map.found()
    names = [category_name(category, say) for category in categories]
    book.sheet(
        say("heatmap"),
        [say("source"), say("folder"), *names, say("total")],
        (
            [
                system.source,
                system.folder,
                *(system.by_category.get(category.id, Amount()).findings for category in categories),
                system.total.findings,
            ]
            for system in data_map.systems
        ),
        widths=[36, 24, *[14] * (len(names) + 1)],
        shaded=range(2, 2 + len(names)),
    )
    book.sheet(
        say("by_category"),
        [say("category"), "id", say("declared"), say("special"), say("findings"), say("items")],
        (
            [
                name,
                category.id,
                say("yes") if category.declared else say("no"),
                say(category.special),
                data_map.totals.get(category.id, Amount()).findings,
                data_map.totals.get(category.id, Amount()).items,
            ]
            for name, category in zip(names, categories, strict=True)
        ),
        widths=[48, 28, 12, 22, 12, 12],
    )
    book.sheet(
        say("coverage"),
        [say("outcome"), say("reason"), say("count"), say("advice")],
        _reading_rows(data_map, say),
        widths=[24, 40, 12, 60],
    )
    book.sheet(
        say("first_unread"),
        [say("item"), say("outcome"), say("reason"), say("size")],
        (
            [entry.name, say.outcome(entry.outcome), say.reason(entry.reason), entry.size_bytes]
            for entry in data_map.reading.unread
        ),
        widths=[70, 18, 36, 14],
    )
    book.sheet(
        say("scans"),
        [say("source"), say("started"), say("finished")],
        ([scan.source, scan.started, scan.finished or say("interrupted")] for scan in data_map.scans),
        widths=[50, 24, 24],
    )
    return book.content()


def _reading_rows(data_map: DataMap, say: Messages) -> Iterable[Sequence[str | int]]:
    statement = say("complete") if data_map.complete else say("incomplete")
    yield [statement, "", "", ""]
    yield [say("read"), "", data_map.reading.read, ""]
    for (outcome, reason), count in data_map.reading.reasons.most_common():
        yield [say.outcome(outcome), say.reason(reason), count, say.advice(reason)]
