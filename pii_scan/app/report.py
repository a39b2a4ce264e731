"""Makes documents of what the inventory knows: the data map, and answers about one person."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pii_scan.app.status import moment
from pii_scan.classify.declaration import Category, Declaration, load_declaration
from pii_scan.core.errors import PiiScanError, UsageError
from pii_scan.inventory import InventoryReader
from pii_scan.reports.answers import locate_html, locate_xlsx
from pii_scan.reports.datamap import CategoryInfo, DataMap, ScanInfo, build_map
from pii_scan.reports.to_csv import map_csv
from pii_scan.reports.to_html import map_html
from pii_scan.reports.to_json import map_json
from pii_scan.reports.to_xlsx import map_xlsx
from pii_scan.settings.bundled import config_file
from pii_scan.settings.settings import Settings

MAP_FORMATS = ("html", "json", "csv", "xlsx")


class ReportError(PiiScanError):
    """A document could not be written."""

    hint = "name a file in a folder that this user may write to, with --output"


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


def write_map(drawn: DataMap, form: str, language: str, output: Path | None) -> None:
    """Write the map to a file, or to standard output.

    Raises:
        ReportError: the file cannot be written.
    """
    content = map_document(drawn, form, language)
    if output is None:
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise ReportError(f"cannot write the map: {error.strerror}") from error


def answers_document(
    answers: Sequence[Mapping[str, object]], form: str, language: str, declaration: Declaration
) -> bytes:
    """Give answers of `locate` as `html` or `xlsx`."""
    if form == "html":
        return locate_html(answers, _infos(declaration), language, made_at=_now())
    if form == "xlsx":
        return locate_xlsx(answers, _infos(declaration), language)
    raise UsageError("answers are written as html or xlsx")


def declaration_of(settings: Settings) -> Declaration:
    """Load the declaration that these settings name, or the bundled one."""
    return load_declaration(config_file("declaration.yaml", settings.configs))


def _infos(declaration: Declaration) -> list[CategoryInfo]:
    return [_info(category) for category in declaration.all_categories]


def _info(category: Category) -> CategoryInfo:
    return CategoryInfo(
        category.id, category.names, category.declared, category.special, category.article, category.condition
    )


def _now() -> str:
    return datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
