"""Tells what is made of a text now: the categories that it holds, and the words that did not count."""

from __future__ import annotations

from collections.abc import Iterator

from pii_scan.app.categories import Ground, category_cells, gather, ground_rows
from pii_scan.app.findings import Row
from pii_scan.app.grounds import reason
from pii_scan.classify.declaration import Category, load_declaration
from pii_scan.classify.rules import Judgment
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, ItemRef, Text
from pii_scan.engine.documents import Document
from pii_scan.engine.pipeline import Pipeline
from pii_scan.extract.encoding import decode
from pii_scan.settings.bundled import config_file
from pii_scan.settings.settings import Settings

_ITEM = frozenset({"source", "item", "member"})


def explained_text(settings: Settings, data: bytes, language: str) -> Iterator[Row]:
    """Give the categories that a text tells, each with its ground, then the terms that did not count, with the reason.

    Raises:
        PluginError: a plug-in cannot be loaded.
        ConfigError: declaration, lexicon or identifier cannot be used.
    """
    pipeline = Pipeline(settings)
    blocks: list[Block] = []
    document = Document(pipeline.classifier, pipeline.strong, blocks.append)
    segment = Text(decode(data)[0], first_line=1)
    document.add(segment, pipeline.detector.in_text(segment))
    left_out = [(line, one) for line, one in document.judgments() if one.basis is None and one.reason != "again"]
    document.close()
    grounds: dict[tuple[object, ...], Ground] = {}
    for block in blocks:
        gather(grounds, ItemRef("", ""), block.expand())
    declaration = load_declaration(config_file("declaration.yaml", settings.configs))
    for row in ground_rows(grounds.values(), declaration, language):
        yield {**{key: row[key] for key in row if key not in _ITEM}, "counts": True}
    names = {category.id: category for category in declaration.all_categories}
    for line, judgment in left_out:
        yield _left_out(judgment, line, names.get(judgment.category), language)


def _left_out(judgment: Judgment, line: int, category: Category | None, language: str) -> Row:
    code = judgment.reason or ""
    return {
        **category_cells(judgment.category, category, language),
        "basis": None,
        "reason": code,
        "why": reason(code, language),
        "entity": CATEGORY_EVIDENCE,
        "text": judgment.term,
        "where": {"line": line},
        "findings": 0,
        "counts": False,
    }
