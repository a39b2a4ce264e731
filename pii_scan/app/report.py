"""Makes documents of what the inventory knows: the data map, and answers about one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pii_scan.app.status import moment
from pii_scan.classify.declaration import Category, Declaration
from pii_scan.core.errors import UsageError
from pii_scan.inventory import InventoryReader
from pii_scan.reports.answers import locate_html, locate_xlsx
from pii_scan.reports.datamap import CategoryInfo, DataMap, ScanInfo, build_map
from pii_scan.reports.messages import Messages
from pii_scan.reports.to_csv import map_csv
from pii_scan.reports.to_html import map_html
from pii_scan.reports.to_json import map_json
from pii_scan.reports.to_xlsx import map_xlsx
from pii_scan.reports.told import Place, Told, tell

__all__ = ["MAP_FORMATS", "Place", "Told", "answers_document", "data_map", "map_document", "told_answer"]

MAP_FORMATS = ("html", "json", "csv", "xlsx")


def data_map(reader: InventoryReader, declaration: Declaration) -> DataMap:
    """Count what the inventory holds, by system and category, in one pass."""
    latest = {run.source: run for run in reader.runs()}
    return build_map(
        reader.tallies(),
        reader.coverage(),
        _infos(declaration),
        [
            ScanInfo(run.source, moment(run.started_ns) or "", moment(run.finished_ns), run.complete)
            for run in latest.values()
        ],
        organization=declaration.organization,
        made_at=_now(),
    )


def map_document(drawn: DataMap, form: str, language: str) -> bytes:
    """Give the map's bytes in one of `MAP_FORMATS`."""
    if form == "html":
        return map_html(drawn, language)
    if form == "csv":
        return map_csv(drawn, language)
    if form == "xlsx":
        return map_xlsx(drawn, language)
    if form == "json":
        return map_json(drawn)
    raise UsageError(f"a map is written as one of {', '.join(MAP_FORMATS)}")


def answers_document(
    answers: Sequence[Mapping[str, object]], form: str, language: str, declaration: Declaration
) -> bytes:
    """Give answers of `locate` as `html` or `xlsx`."""
    if form == "html":
        return locate_html(answers, _infos(declaration), language, made_at=_now())
    if form == "xlsx":
        return locate_xlsx(answers, _infos(declaration), language)
    raise UsageError("answers are written as html or xlsx")


def told_answer(answer: Mapping[str, object], language: str, declaration: Declaration) -> Told:
    """Give one answer of `locate` in the words of a language."""
    return tell(answer, _infos(declaration), Messages(language))


def _infos(declaration: Declaration) -> list[CategoryInfo]:
    return [_info(category) for category in declaration.all_categories]


def _info(category: Category) -> CategoryInfo:
    return CategoryInfo(
        category.id, category.names, category.declared, category.special, category.article, category.condition
    )


def _now() -> str:
    return datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
