"""Which findings of one content belong together.

A content that speaks of one person is one record, so that a letter's phone belongs to the letter's national number.
One that speaks of several is parted by paragraph, a paragraph of several by line, and a form or a line of several
where the next person begins: a wrong link costs more than a missing one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pii_scan.core.index import kind_of
from pii_scan.core.names import fold, name_key
from pii_scan.core.types import CATEGORY_EVIDENCE, Finding
from pii_scan.subjects.births import is_valid

WHOLE = "doc"
"""The record of a content that speaks of one person."""

STRONG = frozenset({"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "CUSTOMER_NUMBER"})
_BIRTH = "DATE_OF_BIRTH"
_PERSON = "PERSON"
_NUMBER = "BE_NATIONAL_REGISTER_NUMBER"
_EMAIL = "EMAIL_ADDRESS"
_CONTENT_SPEAKS_OF_ONE = {_EMAIL: 3, "IBAN_CODE": 3, "PHONE_NUMBER": 5, _PERSON: 8}
_PARAGRAPH_SPEAKS_OF_ONE = {_EMAIL: 2, "IBAN_CODE": 2, "PHONE_NUMBER": 3, _PERSON: 4}
"""How many different values of what is not strong one person's letter, or paragraph, may still hold."""

_OF_ONE = frozenset({_BIRTH, _EMAIL, "PHONE_NUMBER", "IBAN_CODE"})
_NEVER_MATTER = frozenset({CATEGORY_EVIDENCE, "BE_STRUCTURED_COMMUNICATION"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding, and where it stands in its content.

    `start` counts within the segment, `paragraph` the stretches between blank lines of the segment; `line` is None
    where the content has no lines.
    """

    finding: Finding = field(repr=False)
    segment: int
    start: int
    paragraph: int
    line: int | None


def assign_records(
    placed: Sequence[Placed], strong: frozenset[str] = STRONG, *, is_collection: bool = False
) -> list[str]:
    """Name the record of each finding in the text of one content, in the order given.

    `strong` names the entities of which one person has one value; dates of birth count likewise. A collection (an
    account statement, cards) has a paragraph for each of its entries, however few. Time is linear but for sorting.
    """
    names = [WHOLE] * len(placed)
    strong = frozenset(kind_of(entity) for entity in strong)
    headers = _foreign_headers(placed)
    for number, at in enumerate(headers):
        names[at] = f"header:{number}"
    rest = sorted(set(range(len(placed))).difference(headers), key=lambda at: _position(placed[at]))
    entries = [placed[at] for at in rest]
    is_parted = is_collection and len({(entry.segment, entry.paragraph) for entry in entries}) > 1
    if is_parted or _several(entries, strong, _CONTENT_SPEAKS_OF_ONE) or _is_list(entries, strong):
        _by_paragraph(placed, rest, strong, names)
    return names


def _position(entry: Placed) -> tuple[int, int]:
    return entry.segment, entry.start


def _matters(finding: Finding) -> bool:
    return not finding.functional and finding.value is not None and finding.entity not in _NEVER_MATTER


def _several(entries: Iterable[Placed], strong: frozenset[str], most: dict[str, int]) -> bool:
    """Tell whether more than one person is spoken of."""
    values: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        kind = kind_of(entry.finding.entity)
        if _matters(entry.finding) and (kind != _NUMBER or is_valid(entry.finding.value or "")):
            values[kind].add(_same(entry.finding))
    return any(
        len(found) > (1 if kind in strong or kind == _BIRTH else most.get(kind, len(found)))
        for kind, found in values.items()
    )


def _is_list(entries: Iterable[Placed], strong: frozenset[str]) -> bool:
    """Tell a list of people, each in a paragraph of their own with something of theirs, from one person's letter.

    A letter may hold two such paragraphs: about the client, and the signature of who wrote it.
    """
    names: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    owners: set[tuple[int, int]] = set()
    for entry in entries:
        paragraph = (entry.segment, entry.paragraph)
        if entry.finding.entity == _PERSON:
            names[paragraph].add(_same(entry.finding))
        elif _matters(entry.finding) and kind_of(entry.finding.entity) in strong | _OF_ONE:
            owners.add(paragraph)
    alone = {min(found) for paragraph, found in names.items() if len(found) == 1 and paragraph in owners}
    return len({name for name in alone if " " in name}) > 2


def _same(finding: Finding) -> str:
    """Give what two findings of one value have in common."""
    value = finding.value or ""
    return name_key(value) if finding.entity == _PERSON else value


def _foreign_headers(placed: Sequence[Placed]) -> list[int]:
    """Give the addresses in a mail's headers that need not be those of the person written about.

    The only address is; of several, one that stands in the text too, or resembles a name there.
    """
    addresses = [at for at, entry in enumerate(placed) if _in_header(entry.finding) and _matters(entry.finding)]
    if len({placed[at].finding.value for at in addresses}) < 2:
        return []
    inside = {
        entry.finding.value for entry in placed if entry.finding.entity == _EMAIL and not _in_header(entry.finding)
    }
    words = {
        word
        for entry in placed
        if entry.finding.entity == _PERSON and entry.finding.where.get("part") != "header"
        for word in fold(entry.finding.value or "").split()
        if len(word) > 3
    }
    return [at for at in addresses if not _is_inside(placed[at].finding.value or "", inside, words)]


def _in_header(finding: Finding) -> bool:
    return finding.entity == _EMAIL and finding.where.get("part") == "header"


def _is_inside(address: str, inside: set[str | None], words: set[str]) -> bool:
    local = fold(address.partition("@")[0]).replace(" ", "")
    return address in inside or any(word in local for word in words)


def _by_paragraph(placed: Sequence[Placed], order: Sequence[int], strong: frozenset[str], names: list[str]) -> None:
    paragraphs: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for at in order:
        paragraphs[placed[at].segment, placed[at].paragraph].append(at)
    for (segment, paragraph), members in paragraphs.items():
        name = f"p{segment}.{paragraph}"
        if not _several([placed[at] for at in members], strong, _PARAGRAPH_SPEAKS_OF_ONE):
            _name(members, name, names)
        elif _is_form(placed, members, strong):
            _by_person(placed, members, name, strong, names)
        else:
            _by_line(placed, members, name, strong, names)


def _name(members: Iterable[int], name: str, names: list[str]) -> None:
    for at in members:
        names[at] = name


def _is_form(placed: Sequence[Placed], members: Sequence[int], strong: frozenset[str]) -> bool:
    """Tell a run of forms, each value on a line of its own and a name for each person, from a list."""
    findings = [placed[at] for at in members if _matters(placed[at].finding)]
    lines = {entry.line for entry in findings}
    people = {_same(entry.finding) for entry in findings if entry.finding.entity == _PERSON}
    numbers = {(kind_of(e.finding.entity), e.finding.value) for e in findings if kind_of(e.finding.entity) in strong}
    anchors = numbers or {(e.finding.entity, e.finding.value) for e in findings if e.finding.entity in {_BIRTH, _EMAIL}}
    has_lines = None not in lines and len(findings) <= len(lines) * 1.25
    return has_lines and len(people) > 1 and 0 < len(anchors) <= 2 * len(people)


def _by_line(
    placed: Sequence[Placed], members: Sequence[int], name: str, strong: frozenset[str], names: list[str]
) -> None:
    lines: defaultdict[int | None, list[int]] = defaultdict(list)
    for at in members:
        lines[placed[at].line].append(at)
    for line, inside in lines.items():
        place = name if line is None else f"{name}.l{line}"
        if _several([placed[at] for at in inside], strong, _PARAGRAPH_SPEAKS_OF_ONE):
            _by_person(placed, inside, place, strong, names)
        else:
            _name(inside, place, names)


def _by_person(
    placed: Sequence[Placed], members: Sequence[int], name: str, strong: frozenset[str], names: list[str]
) -> None:
    """Begin a record wherever the next person begins.

    That is at another value of a strong kind or date of birth; at another e-mail address where no name was met; and at
    another name once one of these was met.
    """
    number = 0
    met: dict[str, str] = {}
    for at in members:
        finding = placed[at].finding
        if _matters(finding) and _opens(finding, met, strong):
            number += 1
            met = {}
        if _matters(finding):
            met.setdefault(kind_of(finding.entity), _same(finding))
        names[at] = f"{name}.{number}"


def _opens(finding: Finding, met: dict[str, str], strong: frozenset[str]) -> bool:
    kind = kind_of(finding.entity)
    if met.get(kind, _same(finding)) == _same(finding):
        return False
    if kind == _EMAIL:
        return _PERSON not in met
    if kind == _PERSON:
        return not met.keys().isdisjoint(strong | {_BIRTH, _EMAIL})
    return kind in strong or kind == _BIRTH
