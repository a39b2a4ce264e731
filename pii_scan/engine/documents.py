"""The text of one content, put together: its findings get records, categories and evidence, then leave as a block.

Text is held until the content ends, or until it is large: a log of gigabytes goes group by group, and what belongs
together is then told within a group.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from pii_scan.classify.about import Role, is_certain
from pii_scan.classify.forms import answers
from pii_scan.classify.rules import Classifier, Evidence, Judgment
from pii_scan.classify.weighing import PROSE_REACH
from pii_scan.core.place import place_at
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, Finding, Text
from pii_scan.detect.passes import Located
from pii_scan.subjects.records import WHOLE, Placed, assign_records

GROUP_CHARS = 4_000_000
BLOCK_FINDINGS = 5_000
COLLECTIONS = frozenset(
    {
        "text/vcard",
        "text/calendar",
        "text/x-coda",
        "text/x-mt940",
        "application/x-iso20022+xml",
        "text/x-hl7v2",
        "text/x-ldif",
        "application/x-dbf-memo",
    }
)
"""Kinds of files that hold entries of several persons, each a paragraph of its own as the readers give them."""
HEAD_CHARS = 2_000
"""So much of the beginning tells whether a text calls itself general."""
_BREAK = re.compile("\n")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")


class Document:
    """Gathers the text segments of one content; `emit` takes the finished blocks."""

    def __init__(self, classifier: Classifier, strong: frozenset[str], emit: Callable[[Block], None]) -> None:
        self._classifier = classifier
        self._strong = strong
        self._emit = emit
        self.media_type = ""
        self._segments: list[tuple[Text, list[Located]]] = []
        self._chars = 0

    def add(self, segment: Text, located: list[Located]) -> None:
        """Take one segment and what was found in it."""
        self._segments.append((segment, located))
        self._chars += len(segment.text)
        if self._chars >= GROUP_CHARS:
            self.close()

    def close(self) -> None:
        """Send what was gathered."""
        findings = self._findings()
        for start in range(0, len(findings), BLOCK_FINDINGS):
            self._emit(Block(findings=findings[start : start + BLOCK_FINDINGS]))
        self._segments = []
        self._chars = 0

    def _findings(self) -> list[Finding]:
        findings, spans = self._recorded()
        if not findings:
            return []
        cast = self._cast(findings, spans)
        return self._categorized(findings, spans, cast) + self._evidence(cast)

    def judgments(self) -> Iterator[tuple[int, Judgment]]:
        """Give each term met, with its line and what was made of it; `close` is not to be called before."""
        findings, spans = self._recorded()
        cast = self._cast(findings, spans)
        for number, (segment, _) in enumerate(self._segments):
            lines = _Lines(segment)
            for judgment in self._judged(cast, number) or self._unheard(segment.text):
                yield lines.number(judgment.start), judgment

    def _unheard(self, text: str) -> Iterator[Judgment]:
        """Judge a text that is about nobody."""
        for judgment in self._classifier.judge(text, [], person_beside=True):
            yield replace(judgment, basis=None, reason=judgment.reason or "nobody")

    def _recorded(self) -> tuple[list[Finding], list[tuple[int, int, int]]]:
        """Give the findings with their records, and where they stand: segment, start and end."""
        placed: list[Placed] = []
        spans: list[tuple[int, int, int]] = []
        for number, (segment, located) in enumerate(self._segments):
            if not located:
                continue
            paragraphs = _Paragraphs(segment.text)
            for finding, start, end in located:
                line = finding.where.get("line")
                paragraph = paragraphs.at(start)
                placed.append(Placed(finding, number, start, paragraph, line if isinstance(line, int) else None))
                spans.append((number, start, end))
        records = assign_records(placed, self._strong, is_collection=self.media_type in COLLECTIONS)
        found = [replace(entry.finding, record=record) for entry, record in zip(placed, records, strict=True)]
        return found, spans

    def _categorized(
        self, findings: Sequence[Finding], spans: Sequence[tuple[int, int, int]], cast: _Cast
    ) -> list[Finding]:
        """Give the findings with their categories; some prove theirs only beside a person or another proof."""
        knows = self._classifier
        proven = {
            (finding.record, category)
            for finding in findings
            if not knows.is_supporting(finding.entity)
            for category in knows.categories_of(finding.entity)
        }
        out: list[Finding] = []
        for finding, span in zip(findings, spans, strict=True):
            categories = knows.categories_of(finding.entity)
            if knows.is_supporting(finding.entity) and not cast.is_beside(*span):
                categories = tuple(category for category in categories if (finding.record, category) in proven)
            out.append(replace(finding, categories=categories))
        return out

    def _evidence(self, cast: _Cast) -> list[Finding]:
        """Find the terms that tell a category of the persons spoken of.

        Where several are spoken of, a term belongs to the last one named before it, or to the first one.
        """
        out: list[Finding] = []
        for number, (segment, _) in enumerate(self._segments if cast.near else ()):
            inside = cast.near.get(number, ())
            lines = _Lines(segment)
            for judgment in self._judged(cast, number):
                if judgment.basis is not None:
                    record = WHOLE if cast.is_one else _nearest(inside, judgment.start)
                    text = segment.text[judgment.start : judgment.end]
                    out.append(_evidence(lines.where(judgment.start), text, judgment.evidence, record))
            if segment.label and (inside or cast.is_one) and answers(segment.text):
                record = WHOLE if cast.is_one else _nearest(inside, 0)
                label = self._classifier.evidence_in_label(segment.label)
                out.extend(_evidence(lines.where(0), segment.label, evidence, record) for evidence in label)
        return out

    def _judged(self, cast: _Cast, number: int) -> list[Judgment]:
        """Judge the terms of one segment; of none where nobody is in reach."""
        inside = cast.near.get(number, ())
        if not inside and not cast.is_one:
            return []
        return self._classifier.judge(
            self._segments[number][0].text,
            [(start, end) for start, end, _ in inside],
            person_beside=not inside,
            names=cast.names.get(number, ()),
            own_word=cast.is_own_word,
        )

    def _cast(self, findings: Sequence[Finding], spans: Sequence[tuple[int, int, int]]) -> _Cast:
        """Tell apart whom the text is about and who only signs it or may be asked."""
        by_role: dict[Role, list[int]] = {role: [] for role in Role}
        general = self._classifier.is_general(self._head())
        names: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, finding in enumerate(findings):
            if not self._is_person(finding):
                continue
            number, start, end = spans[at]
            names[number].append((start, end))
            role = self._classifier.role_of(self._segments[number][0].text, start, end, finding.entity)
            if not general or is_certain(finding.entity):
                by_role[role].append(at)
        own_word = not by_role[Role.SUBJECT]
        near: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
        people = by_role[Role.SIGNER] if own_word else by_role[Role.SUBJECT]
        for at in people:
            number, start, end = spans[at]
            near[number].append((start, end, findings[at].record))
        is_one = any(findings[at].record == WHOLE for at in people)
        ordered = {number: sorted(placed) for number, placed in near.items()}
        return _Cast(ordered, dict(names), is_one=is_one, is_own_word=own_word)

    def _is_person(self, finding: Finding) -> bool:
        knows = self._classifier
        is_one = knows.identifies(finding.entity, finding.value, functional=finding.functional)
        return is_one and not (finding.entity == "PERSON" and knows.is_word(finding.text))

    def _head(self) -> str:
        """Give the beginning of the text, the file's name first."""
        head = ""
        for segment, _ in self._segments:
            head += segment.text[: HEAD_CHARS - len(head)] + "\n"
            if len(head) >= HEAD_CHARS:
                break
        return head


@dataclass(frozen=True, slots=True)
class _Cast:
    """Whom a text is about, by segment: start, end and record; with `is_own_word`, those who signed it."""

    near: dict[int, list[tuple[int, int, str]]]
    names: dict[int, list[tuple[int, int]]]
    is_one: bool
    is_own_word: bool

    def is_beside(self, number: int, start: int, end: int) -> bool:
        """Tell whether one of those whom the text is about stands in reach of a span."""
        if self.is_own_word or not self.near:
            return False
        return self.is_one or any(
            first - end <= PROSE_REACH and start - last <= PROSE_REACH for first, last, _ in self.near.get(number, ())
        )


def _nearest(people: Sequence[tuple[int, int, str]], offset: int) -> str:
    """Give the record of the last person at or before an offset, else of the first."""
    return people[max(0, bisect_right(people, offset, key=itemgetter(0)) - 1)][2]


class _Paragraphs:
    """Numbers the stretches between blank lines of one segment."""

    def __init__(self, text: str) -> None:
        self.borders = [match.end() for match in _BLANK_LINE.finditer(text)]
        self._next = 0

    def at(self, offset: int) -> int:
        """Give the number of the paragraph at an offset; offsets come ascending."""
        while self._next < len(self.borders) and self.borders[self._next] <= offset:
            self._next += 1
        return self._next


class _Lines:
    """The places of one segment, its line breaks counted once."""

    def __init__(self, segment: Text) -> None:
        self._segment = segment
        self._breaks = [match.start() for match in _BREAK.finditer(segment.text)]

    def number(self, offset: int) -> int:
        """Give the line at an offset; the first one is 1 where the segment does not say."""
        return (self._segment.first_line or 1) + bisect_left(self._breaks, offset)

    def where(self, offset: int) -> dict[str, object]:
        """Give the place at an offset."""
        where = place_at(self._segment.places, offset)
        if self._segment.first_line is not None:
            where["line"] = self.number(offset)
        return where


def _evidence(where: dict[str, object], text: str, evidence: Evidence, record: str) -> Finding:
    return Finding(
        CATEGORY_EVIDENCE,
        text,
        None,
        evidence.strength,
        "Lexicon",
        (evidence.basis,),
        where,
        (evidence.category,),
        record,
    )
