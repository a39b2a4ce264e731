"""What one record says of a person, taken from the blocks in which something asked for was found."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pii_scan.core.index import PERSON, joined_names, kind_of, term
from pii_scan.core.names import fold, name_key, name_words, same_name
from pii_scan.core.ports import Hit
from pii_scan.core.types import Block, Finding, ItemRef
from pii_scan.subjects.births import birth_date, is_valid

NUMBER = "BE_NATIONAL_REGISTER_NUMBER"
BIRTH = "DATE_OF_BIRTH"
EMAIL = "EMAIL_ADDRESS"
DOCUMENTS = frozenset(
    {"BE_EID_CARD_NUMBER", "BE_PASSPORT_NUMBER", "BE_DRIVING_LICENCE_NUMBER", "BE_RESIDENCE_CARD_NUMBER",
     "BE_SOCIAL_SECURITY_CARD_NUMBER", "TRAVEL_DOCUMENT_NUMBER", "FR_NIR", "NL_BSN", "DE_TAX_ID", "LU_NATIONAL_ID"}
)  # fmt: skip
"""Strong, but one person has several in the course of time: a difference says nothing."""

MEDIUM = DOCUMENTS | {EMAIL, "PHONE_NUMBER", "IBAN_CODE", "CREDIT_CARD", "BE_LEGACY_ACCOUNT_NUMBER", "BE_LICENCE_PLATE"}
"""What leads from record to record, but may be shared in a household."""

Value = tuple[str, str]
"""(kind of entity, normal form)."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row, or the findings of a text that belong together.

    `names` are the person's own, `bystanders` others met; `is_sure` is false where the own had to be guessed among
    several. `numbers` holds national register and BIS numbers that pass their check, `identifiers` other strong
    values, `media` the values that may be shared. What belongs to a role is in none of them.
    """

    content_id: int
    name: str = field(repr=False)
    refs: tuple[ItemRef, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    is_row: bool
    numbers: frozenset[str] = field(repr=False)
    identifiers: Mapping[str, frozenset[str]] = field(repr=False)
    births: frozenset[str] = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    bystanders: tuple[str, ...] = field(repr=False)
    media: frozenset[Value] = field(repr=False)
    is_sure: bool = True

    @property
    def key(self) -> tuple[int, str]:
        """What tells this record from all others of the inventory."""
        return self.content_id, self.name

    @property
    def all_names(self) -> tuple[str, ...]:
        """The names that may be the person's."""
        return self.names if self.is_sure else self.names + self.bystanders

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells the persons of two records apart, empty where nothing does."""
        strong = sorted(self.numbers) or sorted(value for values in self.identifiers.values() for value in values)
        return tuple(strong or [*sorted(self.births), *(name_key(name) for name in self.names[:1])])

    def terms(self) -> set[str]:
        """Give every term under which the record can be found."""
        terms = {term(finding.entity, finding.value) for finding in self.findings if finding.value is not None}
        return terms | {term(PERSON, name) for name in self.names + self.bystanders}

    def joined_with(self, other: Record, strong: frozenset[str]) -> Record:
        """Give the record with what another block of the same content says of it."""
        findings = {_fingerprint(finding): finding for finding in self.findings + other.findings}
        if self.is_row or len(findings) == len(self.findings):
            return self
        return record_of_text(self.key, self.refs, list(findings.values()), strong)


def _fingerprint(finding: Finding) -> tuple[object, ...]:
    return finding.entity, finding.text, tuple(sorted((key, str(value)) for key, value in finding.where.items()))


@lru_cache(maxsize=1 << 14)
def bearing(address: str, name: str) -> int:
    """Count the letters of an e-mail address, before the `@`, that are longer words of a name: 0 where it bears none.

    Mailboxes that lose letters with diacritics (`hlne` for `Hélène`) count too.
    """
    local = re.sub(r"[^a-z]", "", fold(address.partition("@")[0]))
    words = {*name_words(name), *(re.sub(r"[^a-z]", "", part.lower()) for part in re.split(r"[\s-]+", name))}
    return sum(len(word) for word in words if len(word) > 2 and word in local)


def best_bearing(address: str, names: Iterable[str]) -> int:
    """Give the most letters that one of the names has in an address."""
    return max((bearing(address, name) for name in names), default=0)


def matching_rows(block: Block, wanted: Collection[str]) -> dict[int, list[str]]:
    """Give the offsets of the rows in which a wanted term stands, each with its joined full name, if it has one."""
    joined: defaultdict[int, list[str]] = defaultdict(list)
    for row, name in joined_names(block):
        joined[row].append(name)
    rows = {row for row, names in joined.items() if any(term(PERSON, name) in wanted for name in names)}
    for column in block.columns:
        rows.update(
            row for row, value in zip(column.rows, column.values, strict=True) if term(column.entity, value) in wanted
        )
    return {row: joined.get(row, []) for row in rows}


def records_of(hit: Hit, wanted: Collection[str], strong: frozenset[str]) -> Iterator[Record]:
    """Give the records of a block in which a wanted term stands."""
    texts: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in hit.block.findings:
        texts[finding.record].append(finding)
    for name, findings in texts.items():
        if any(f.value is not None and term(f.entity, f.value) in wanted for f in findings):
            yield record_of_text((hit.content_id, name), tuple(hit.refs), findings, strong)
    rows = matching_rows(hit.block, wanted)
    cells: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in _narrow(hit.block, rows).expand():
        cells[finding.record].append(finding)
    for row, joined in sorted(rows.items()):
        name = hit.block.record_of(row)
        names = _names_of_row(cells[name], joined)
        yield _record((hit.content_id, name), tuple(hit.refs), cells[name], names, strong, is_row=True)


def _narrow(block: Block, rows: Collection[int]) -> Block:
    """Give the block with some of its rows only."""
    columns = []
    for column in block.columns:
        at = [place for place, row in enumerate(column.rows) if row in rows]
        texts = column.texts
        columns.append(
            replace(
                column,
                rows=[column.rows[place] for place in at],
                values=[column.values[place] for place in at],
                texts=None if texts is None else [texts[place] for place in at],
            )
        )
    return replace(block, findings=[], columns=columns)


Names = tuple[tuple[str, ...], tuple[str, ...], bool]
"""(own names, bystanders, whether that is sure)."""


def _names_of_row(findings: Sequence[Finding], joined: Sequence[str]) -> Names:
    """Take the first joined name, else the only full name; of several, none is known to be the person's own."""
    cells = _distinct([f.value or "" for f in findings if f.entity == PERSON])
    parts = {word for name in joined for word in name.split()}
    others = [cell for cell in cells if not parts.issuperset(cell.split())]
    if joined:
        return (joined[0],), (*joined[1:], *others), True
    return tuple(others[:1]), tuple(others[1:]), len(others) < 2


def record_of_text(
    key: tuple[int, str], refs: tuple[ItemRef, ...], findings: Sequence[Finding], strong: frozenset[str]
) -> Record:
    """Build the record of some findings of a text, given in reading order."""
    return _record(key, refs, findings, _names_of_text(findings, strong), strong, is_row=False)


def _names_of_text(findings: Sequence[Finding], strong: frozenset[str]) -> Names:
    """Take the only name, or the one that stands nearest to what identifies."""
    met = [f for f in findings if f.value is not None and not f.functional]
    people = [(at, f.value or "") for at, f in enumerate(met) if f.entity == PERSON]
    names = _distinct([name for _, name in people])
    if len(names) < 2:
        return tuple(names), (), True
    anchors = [at for at, f in enumerate(met) if kind_of(f.entity) in strong or f.entity == BIRTH]
    distances = [
        (abs(anchor - at), at > anchor, at, name) for anchor in anchors for at, name in people if name in names
    ]
    if not distances:
        return (), tuple(names), False
    nearest = min(distances)[3]
    own = tuple(name for name in names if same_name(name, nearest))
    return own, tuple(name for name in names if name not in own), False


def _distinct(names: Iterable[str]) -> list[str]:
    """Give each name once, without the single words that are part of a longer one."""
    once = list(dict.fromkeys(names))
    words = {name: set(name_words(name)) for name in once}
    return [
        name
        for name in once
        if words[name] and not any(words[name] < words[other] for other in once if len(words[name]) == 1)
    ]


def _record(
    key: tuple[int, str],
    refs: tuple[ItemRef, ...],
    findings: Sequence[Finding],
    names: Names,
    strong: frozenset[str],
    *,
    is_row: bool,
) -> Record:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        if finding.value is not None and not finding.functional:
            values[kind_of(finding.entity)].add(finding.value)
    own, bystanders, is_sure = names
    numbers = frozenset(number for number in values.get(NUMBER, ()) if is_valid(number))
    told = {birth_date(number) for number in numbers}
    births = frozenset(values.get(BIRTH, ())) if None in told or not told else frozenset(day for day in told if day)
    return Record(
        content_id=key[0],
        name=key[1],
        refs=refs,
        findings=tuple(findings),
        is_row=is_row,
        numbers=numbers,
        identifiers={kind: frozenset(found) for kind, found in values.items() if kind in strong and kind != NUMBER},
        births=births,
        names=own,
        bystanders=bystanders,
        media=frozenset(
            (kind, value)
            for kind in values.keys() & (MEDIUM - strong | {NUMBER})
            for value in values[kind] - numbers
            if is_row or kind != EMAIL or not _is_of_another(value, own, bystanders)
        ),
        is_sure=is_sure,
    )


def _is_of_another(address: str, own: Sequence[str], bystanders: Sequence[str]) -> bool:
    return bool(own) and best_bearing(address, bystanders) > best_bearing(address, own)
