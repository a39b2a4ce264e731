"""Rows of findings and of coverage, as programs read them (see docs/reference/output.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pii_scan.core.masking import mask
from pii_scan.core.outcome import Outcome, is_complete
from pii_scan.core.types import Block, ColumnFindings, Coverage, Finding, ItemRef
from pii_scan.reports.messages import Messages

Row = dict[str, object]
_SHORT_KEY = 8


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the findings is asked for; an empty set asks for all."""

    minimum_score: float = 0.5
    entities: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    items: tuple[str, ...] = ()

    def wants_item(self, ref: ItemRef) -> bool:
        """Tell whether the item or its member matches one of the patterns."""
        names = (ref.item, ref.member or "")
        return not self.items or any(fnmatchcase(name, pattern) for pattern in self.items for name in names)

    def wants(self, found: Finding | ColumnFindings) -> bool:
        """Tell whether a finding, or a whole column of them, is asked for."""
        return (
            found.score >= self.minimum_score
            and (not self.entities or found.entity in self.entities)
            and (not self.categories or not self.categories.isdisjoint(found.categories))
        )

    def narrow(self, block: Block) -> Block:
        """Give the block with the asked findings only."""
        return Block(
            [finding for finding in block.findings if self.wants(finding)],
            block.where,
            block.first_row,
            [column for column in block.columns if self.wants(column)],
            block.keys,
        )


def finding_rows(blocks: Iterable[tuple[ItemRef, Block]], chosen: Filter, *, reveal: bool) -> Iterator[Row]:
    """Give one row a finding, lazily; without `reveal`, texts and values are masked."""
    for ref, block in blocks:
        if not chosen.wants_item(ref):
            continue
        for finding in chosen.narrow(block).expand():
            yield _revealed(ref, finding) if reveal else _masked(ref, finding)


def _revealed(ref: ItemRef, finding: Finding) -> Row:
    return {
        "source": ref.source,
        "item": ref.item,
        "member": ref.member,
        "where": finding.where,
        "entity": finding.entity,
        "text": finding.text,
        "value": finding.value,
        "score": round(finding.score, 3),
        "recognizer": finding.recognizer,
        "evidence": finding.evidence,
        "categories": finding.categories,
        "record": finding.record,
        "functional": finding.functional,
    }


def _masked(ref: ItemRef, finding: Finding) -> Row:
    row = _revealed(ref, finding)
    row["text"] = mask(finding.entity, finding.text)
    row["value"] = None if finding.value is None else mask(finding.entity, finding.value)
    key = finding.where.get("key")
    if isinstance(key, dict):
        row["where"] = {**finding.where, "key": {name: _masked_key(value) for name, value in key.items()}}
    return row


def _masked_key(value: object) -> object:
    """Keep a short number, which only counts rows; a longer key may itself name a person."""
    text = str(value)
    return value if value is None or (text.isdecimal() and len(text) <= _SHORT_KEY) else mask("", text)


def coverage_rows(
    ledger: Iterable[Coverage], outcomes: frozenset[Outcome], language: str, *, unread: bool = False
) -> Iterator[Row]:
    """Give one row an item of the coverage ledger, lazily; with `unread` only what keeps a scan from being complete.

    `advice` says, in the language, what would mend what was not read.
    """
    say = Messages(language)
    for entry in ledger:
        if unread and is_complete(entry.outcome, entry.reason):
            continue
        if not outcomes or entry.outcome in outcomes:
            yield {
                "source": entry.ref.source,
                "item": entry.ref.item,
                "member": entry.ref.member,
                "outcome": entry.outcome,
                "reason": entry.reason,
                "media_type": entry.media_type,
                "bytes": entry.size_bytes,
                "unread": entry.unread or None,
                "access": entry.access or None,
                "advice": say.advice(entry.reason),
            }
