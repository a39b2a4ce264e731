"""The label engine: what stands before a value raises or lowers its score.

Presidio's own context needs lemmas and matches single words only; labels are phrases (`numéro national`), and a
label belongs to the value it announces, not to every number nearby.
"""

from __future__ import annotations

import copy
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from presidio_analyzer import ContextAwareEnhancer, EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.headers import header_entity
from recognizers.overlap import HIGH, MEDIUM, Span
from recognizers.terms import TermMatcher, fold
from recognizers.vocabulary import label_rows

REACH = 60
"""How many characters before a value its label may end."""
LOWERED = 0.3
DEFAULT_LABEL_SCORE = 0.85
"""For recognizers of others, which have no `label_score`."""

Judged = tuple[float, tuple[str, ...]]

_CONTROLLED = frozenset(
    {"BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER", "IBAN_CODE", "CREDIT_CARD", "BE_ENTERPRISE_NUMBER",
     "BE_STRUCTURED_COMMUNICATION", "BE_EID_CARD_NUMBER", "BE_LEGACY_ACCOUNT_NUMBER", "BE_ESTABLISHMENT_UNIT_NUMBER",
     "BE_HEALTH_PROVIDER_NUMBER", "IMEI", "ICCID", "CREDITOR_REFERENCE", "VAT_NUMBER", "FR_NIR", "NL_BSN", "DE_TAX_ID",
     "LU_NATIONAL_ID"}
)  # fmt: skip
"""Entities with a control digit."""
_NUMBERS = _CONTROLLED - {"IBAN_CODE", "CREDITOR_REFERENCE"} | {
    "PHONE_NUMBER",
    "DATE_OF_BIRTH",
    "BE_LICENCE_PLATE",
    "BE_RESIDENCE_CARD_NUMBER",
    "IMSI",
    "IP_ADDRESS",
    "NOMENCLATURE_CODE",
    "CNK_CODE",
}
"""Entities whose values look like those of others, so that another's label right before them counts against them."""
_UNANNOUNCED = frozenset({"ADDRESS", "PERSON", "EMAIL_ADDRESS"})
_NO_RIVALS = _UNANNOUNCED | {
    "GPS_COORDINATES", "ICD_CODE", "MENTAL_ICD_CODE", "ATC_CODE", "MENTAL_ATC_CODE", "IP_ADDRESS", "MAC_ADDRESS", "BIC",
    "VEHICLE_IDENTIFICATION_NUMBER", "HEALTH_INSURANCE_NUMBER", "BE_LICENCE_PLATE",
}  # fmt: skip
"""Entities whose labels are also words of every day, or whose values look like no others."""
_TWINS = {"BE_BIS_NUMBER": "BE_NATIONAL_REGISTER_NUMBER"}
_DIRECT = re.compile(
    r"""[\s:=#."'«(\[\-–—°º]{0,8}(?:(?:n[°ºo]|nr|no|num[eé]ro|nummer|number|id)\b[\s:=#."'(\[\-]{0,6})?(?:BE[\s.]?)?""",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"[ \t]?(?:\r?\n[ \t]{0,8})?[(\[]([^()\[\]\n]{2,40}(?:\([^()\n]{1,20}\))?[^()\[\]\n]{0,20})[)\]]"
)
_IN_SAME = re.compile(r"[ ]([^()\[\]\n]{2,20})[)\]]")
_AFTER_DASH = re.compile(r"[ ][-–—=][ ](?=[^\W\d_])([^\n,;:()]{2,40})(?=[,;.)\n]|$)")
_BEHIND = re.compile(r"[ ]?[)\]][ \t.,;]*\n")
"""The end of a line, behind a label in brackets: that label belongs to the value before it."""
_NUMBERED = re.compile(r"[0-9](?:[^0-9\n]?[0-9]){4}")
"""A number behind a label on its own line."""
_PARTS = re.compile(r"[ ]*\t[ \t]*|[ ]*\|[ ]*|[ ]*;[ ]*|[ ]{2,}")
_ROWS, _LINE = 60, 1000
"""So many lines a table in text is followed up, and so long a line of it may be."""
_NEAR = 36
_UP_TO_COLON = re.compile(r"[ ][^\n:=0-9]{1,28}[:=]\s{0,3}")
_LIST = re.compile(r"[\s,;/|&+\-–()]{0,6}(?:(?:ou|et|of|en|und|oder|or|and)\b[\s,;/|&\-–(]{0,4})?")
_JOINED = re.compile(
    r"[\s,;/|&+\-–.()]{0,4}(?:(?:ou|et|of|en|und|oder|or|and|du|des?|de la|van|van het|van de|der|des|vom|of the)\b\s?"
    r"|de l['’]|d['’])?"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A term that announces values: of `entities`, or of none that we report (`anti`)."""

    entities: frozenset[str]
    anti: bool
    exact: str = ""

    def stands_in(self, text: str, start: int, end: int) -> bool:
        """Tell whether the term stands there as written: `né` is a label, `ne` is not."""
        if not self.exact:
            return True
        written = text[start:end]
        return written.casefold() == self.exact or written.isupper()


@lru_cache(maxsize=1)
def _shipped() -> tuple[dict[str, list[Label]], frozenset[str]]:
    labels: dict[str, list[Label]] = {}
    compounds: set[str] = set()
    for entities, strength, language, terms in label_rows():
        if strength in {"anchor", "text"}:
            continue
        for marked in terms:
            term = marked.removesuffix("!")
            exact = term.casefold() if marked.endswith("!") else ""
            labels.setdefault(fold(term).decode(), []).append(Label(frozenset(entities), strength == "anti", exact))
            if language in ("nl", "de") and strength == "label":
                compounds.add(fold(term).decode())
    return {term: _united(same) for term, same in labels.items()}, frozenset(compounds)


def _united(labels: list[Label]) -> list[Label]:
    """Make one label of those of one term that announce values: a label of two entities speaks against neither.

    A term that announces anything is no `anti` label of all entities.
    """
    own = [label for label in labels if not label.anti]
    anti = [label for label in labels if label.anti and not (own and "*" in label.entities)]
    exact = own[0].exact if own and all(label.exact == own[0].exact for label in own) else ""
    entities = frozenset().union(*(label.entities for label in own))
    return [*anti, Label(entities, anti=False, exact=exact)] if own else anti


class LabelEnhancer(ContextAwareEnhancer):
    """Raises labelled values to their recognizer's `label_score`, lowers those that another label announces.

    A label must end within `REACH` characters before the value, on its line or the one before, and may not be used
    up by a value in between. It needs no lemmas, so it works with any NLP engine.
    """

    def __init__(
        self, recognizers: Sequence[EntityRecognizer] = (), extra_labels: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        super().__init__(
            context_similarity_factor=0,
            min_score_with_context_similarity=0,
            context_prefix_count=0,
            context_suffix_count=0,
        )
        self._label_scores = {
            str(getattr(r, "name", "")): float(getattr(r, "label_score", DEFAULT_LABEL_SCORE)) for r in recognizers
        }
        shipped, compounds = _shipped()
        labels = {term: list(known) for term, known in shipped.items()}
        own = [(r.supported_entities[0], getattr(r, "labels", ())) for r in recognizers]
        self._numbers = set(_NUMBERS)
        for entity, terms in [*own, *(extra_labels or {}).items()]:
            for term in (fold(term).decode() for term in terms):
                self._numbers.add(entity)
                labels[term] = _united([*labels.get(term, ()), Label(frozenset({entity}), anti=False)])
        self._matcher: TermMatcher[list[Label]] = TermMatcher(labels, compounds=compounds)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,  # noqa: ARG002  labels need no tokens
        recognizers: list[EntityRecognizer],  # noqa: ARG002  known since construction
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """See `ContextAwareEnhancer.enhance_using_context`; `context` is taken as a label before the text."""
        name = RecognizerResult.RECOGNIZER_NAME_KEY
        spans = [
            (r.entity_type, r.start, r.end, r.score, (r.recognition_metadata or {}).get(name, "")) for r in raw_results
        ]
        enhanced = []
        for result, (score, _) in zip(raw_results, self.rescore(text, spans, " ".join(context or ())), strict=True):
            changed = copy.copy(result)
            changed.score = score
            enhanced.append(changed)
        return enhanced

    def rescore(self, text: str, spans: Sequence[Span], label: str = "") -> list[Judged]:
        """Give each span's score and evidence in the light of the labels around it, in the order of `spans`.

        `label` stands before the text without being in it: the name of a form field or of a key.
        """
        if not spans:
            return []
        page = _Page(text, self._hits(text), self._announced(label), spans)
        return [self._judge(page, span) for span in spans]

    def _hits(self, text: str) -> list[tuple[int, int, Label]]:
        return [
            (start, end, label)
            for start, end, labels in self._matcher.find(text)
            for label in labels
            if label.stands_in(text, start, end)
        ]

    def _announced(self, label: str) -> list[Label]:
        if not label:
            return []
        found = [known for _, _, known in self._hits(label)]
        verdict = header_entity(label)
        if verdict:
            found.append(Label(frozenset({verdict.entity, *_twins_of(verdict.entity)}), anti=False))
        return found

    def _judge(self, page: _Page, span: Span) -> Judged:
        entity, _, _, score, name = span
        evidence = ("checksum",) if entity in _CONTROLLED else ()
        verdict = page.verdict(span, self._numbers)
        if verdict > 0:
            return max(score, self._label_scores.get(name, DEFAULT_LABEL_SCORE)), (*evidence, "label")
        if verdict < 0 and score < HIGH:
            return min(score, LOWERED), (*evidence, "other label")
        return score, evidence


def _twins_of(entity: str) -> tuple[str, ...]:
    return tuple(twin for twin, first in _TWINS.items() if first == entity)


class _Page:
    """One text with its labels and spans, ready for questions."""

    def __init__(
        self, text: str, hits: list[tuple[int, int, Label]], announced: list[Label], spans: Sequence[Span]
    ) -> None:
        self._text = text
        self._hits = sorted(hits, key=lambda hit: (hit[1], -hit[0]))
        self._ends = [end for _, end, _ in self._hits]
        self._by_start = sorted(hits, key=lambda hit: hit[0])
        self._hit_starts = [start for start, _, _ in self._by_start]
        self._announced = announced
        self._lines: list[int] = []
        self._cells_by_line: dict[int, list[tuple[int, int]]] = {}
        self._spans = sorted(spans, key=lambda span: span[1])
        self._starts = [span[1] for span in self._spans]

    def verdict(self, span: Span, numbers: set[str]) -> int:
        """Tell whether a span has a label of its own (1), another's right before it (-1), or neither (0)."""
        return self._before(span, numbers) or self._after(span) or self._above(span)

    def _before(self, span: Span, numbers: set[str]) -> int:
        entity, start = span[0], span[1]
        at = bisect_right(self._ends, start) - 1
        while at >= 0 and start - self._ends[at] <= REACH:
            answer = self._ask(at, entity, start, numbers)
            if answer is not None:
                return answer
            at -= 1
        return self._before_text(entity, start, numbers)

    def _after(self, span: Span) -> int:
        """Tell whether a label of the span's own stands right after it: `85073003328 (numéro national)`."""
        forms = (_IN_BRACKETS, _IN_SAME, _AFTER_DASH)
        after = next(filter(None, (form.match(self._text, span[2]) for form in forms)), None)
        return int(after is not None and self._is_labelled(span[0], *after.span(1)))

    def _is_labelled(self, entity: str, first: int, last: int) -> bool:
        """Tell whether a label of an entity stands in a stretch of text."""
        at = bisect_left(self._hit_starts, first)
        while at < len(self._by_start) and self._by_start[at][1] <= last:
            label = self._by_start[at][2]
            if entity in label.entities and not label.anti:
                return True
            at += 1
        return False

    def _above(self, span: Span) -> int:
        """Tell whether the span fills its cell in lines of cells, under a label of its own in the first of them."""
        if not self._lines:
            self._lines = list(accumulate(map(len, self._text.splitlines(keepends=True)), initial=0))
        number = bisect_right(self._lines, span[1]) - 1
        cells = self._cells(number)
        at = next((at for at, (start, end) in enumerate(cells) if start <= span[1] and span[2] <= end), None)
        if at is None or len(cells) < 2:
            return 0
        for above in range(number - 1, max(-1, number - _ROWS), -1):
            header = self._cells(above)
            if len(header) != len(cells):
                return 0
            if self._is_labelled(span[0], *header[at]):
                return 1
        return 0

    def _cells(self, number: int) -> list[tuple[int, int]]:
        if number not in self._cells_by_line:
            self._cells_by_line[number] = _cells(self._text, self._lines, number)
        return self._cells_by_line[number]

    def _ask(self, at: int, entity: str, start: int, numbers: set[str]) -> int | None:
        """Ask one label; None passes the question on to the one before."""
        _, end, label = self._hits[at]
        lines = self._text.count("\n", end, start)
        if lines > 1:
            return 0
        if lines and (_BEHIND.match(self._text, end) or self._is_spent(end, start)):
            return None
        if not label.anti and entity in label.entities:
            return 0 if self._used_up(end, entity, start) else 1
        if lines or not _opposes(label, entity, numbers):
            return None
        if self._announces(end, entity, start):
            return None if self._joined(at, entity, anti=label.anti) else -1
        return 0 if label.anti and entity in label.entities else None

    def _is_spent(self, end: int, start: int) -> bool:
        """Tell whether a label of the line above has a number there, and the span words of its own before it."""
        stop = self._text.index("\n", end)
        return _NUMBERED.search(self._text, end, stop) is not None and bool(self._text[stop:start].strip())

    def _announces(self, end: int, entity: str, start: int) -> bool:
        """Tell whether a label announces what begins at `start`, or a list of such values that runs up to it."""
        if _announces(self._text, end, start):
            return True
        family = _TWINS.get(entity, entity)
        first, last = bisect_left(self._starts, end), bisect_left(self._starts, start)
        return any(
            _TWINS.get(other, other) == family
            and other_end <= start
            and _LIST.fullmatch(self._text, other_end, start)
            and self._announces(end, entity, begin)
            for other, begin, other_end, _, _ in self._spans[first:last]
        )

    def _joined(self, at: int, entity: str, *, anti: bool) -> bool:
        """Tell whether an own label stands right before another's: `NISS / n° client : …`, `IMEI du téléphone : …`.

        With nothing between them, one that is nobody's counts (`please quote purchase order`).
        """
        begin = self._hits[at][0]
        for start, end, label in reversed(self._hits[:at]):
            if end <= begin:
                if anti and not self._text[end:begin].strip():
                    return False
                return entity in label.entities and not label.anti and bool(_JOINED.fullmatch(self._text, end, begin))
            if start < begin - REACH:
                break
        return False

    def _before_text(self, entity: str, start: int, numbers: set[str]) -> int:
        if not self._announced or start > REACH:
            return 0
        if any(entity in label.entities and not label.anti for label in self._announced):
            return 0 if self._used_up(0, entity, start) else 1
        opposed = any(_opposes(label, entity, numbers) for label in self._announced)
        return -1 if opposed and _DIRECT.fullmatch(self._text, 0, start) else 0

    def _used_up(self, end: int, entity: str, start: int) -> bool:
        """Tell whether a value between a label and `start` is the one that the label announces."""
        family = _TWINS.get(entity, entity)
        first, last = bisect_left(self._starts, end), bisect_left(self._starts, start)
        for other, _, other_end, score, _ in self._spans[first:last]:
            if other_end > start:
                continue
            if _TWINS.get(other, other) == family:
                if not self._listed(other_end, family, start):
                    return True
            elif score >= MEDIUM and other not in _UNANNOUNCED:
                return True
        return False

    def _listed(self, end: int, family: str, start: int) -> bool:
        """Tell whether a list of values of one family runs from `end` up to `start`."""
        if _LIST.fullmatch(self._text, end, start):
            return True
        first, last = bisect_left(self._starts, end), bisect_left(self._starts, start)
        for other, begin, other_end, _, _ in self._spans[first:last]:
            if _TWINS.get(other, other) == family and other_end <= start and _LIST.fullmatch(self._text, end, begin):
                return self._listed(other_end, family, start)
        return False


def _cells(text: str, lines: list[int], number: int) -> list[tuple[int, int]]:
    """Give the cells of a line, as tabs, bars or two spaces part them: `[start, end)` in the text."""
    if not 0 <= number < len(lines) - 1:
        return []
    begin, end = lines[number], lines[number + 1]
    if end - begin > _LINE:
        return []
    borders = [begin, *(at for mark in _PARTS.finditer(text, begin, end) for at in mark.span()), end]
    return [(a, b) for a, b in zip(borders[::2], borders[1::2], strict=True) if text[a:b].strip()]


def _announces(text: str, end: int, start: int) -> bool:
    """Tell whether a label announces what begins at `start`: between them only marks, or words and a colon."""
    return start - end <= _NEAR and bool(
        _DIRECT.fullmatch(text, end, start) or _UP_TO_COLON.fullmatch(text, end, start)
    )


def _opposes(label: Label, entity: str, numbers: set[str]) -> bool:
    """Tell whether a label says of the value after it that it is no `entity`."""
    if entity not in numbers:
        return False
    if label.anti:
        return entity in label.entities or ("*" in label.entities and entity != "DATE_OF_BIRTH")
    return entity not in label.entities and not label.entities <= _NO_RIVALS
