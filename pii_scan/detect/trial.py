"""What every recognizer says of one text, and what becomes of it: for people who ask why something was found, or not.

It goes the way of `candidates` and `passes` step by step, without the gate, and notes at each what is left behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import regex

from pii_scan.core.errors import DetectError
from pii_scan.core.types import ALLOWED
from pii_scan.detect.candidates import PATTERN_SECONDS, asked, is_plain, without_contained
from pii_scan.detect.chunks import chunks
from pii_scan.detect.detector import RecognizerDetector
from pii_scan.detect.passes import MASK, STORED_SCORE
from pii_scan.detect.plugins import Span

FOUND, LOW, LOST, REFUSED, FAILED = "found", "low", "lost", "refused", "failed"


@dataclass(frozen=True, slots=True)
class Tried:
    """One match, and what became of it: `found`, `low`, `lost`, `refused`, `allowed`, or a recognizer that `failed`."""

    entity: str
    start: int
    end: int
    text: str = field(repr=False)
    value: str | None = field(repr=False)
    score: float
    recognizer: str
    pattern: str
    evidence: tuple[str, ...]
    verdict: str
    reason: str

    @property
    def span(self) -> Span:
        """Give it as recognizers tell it."""
        return self.entity, self.start, self.end, self.score, self.recognizer


class Trial:
    """Tries texts with the recognizers of a detector."""

    def __init__(self, detector: RecognizerDetector, minimum_score: float) -> None:
        self._detector = detector
        self._toolkit = detector.installed.toolkit
        self._minimum = minimum_score

    def of(self, text: str, label: str = "") -> list[Tried]:
        """Give every match in a text, in order of place, the winner of each place first."""
        normal = self._toolkit.normalize(text)
        tried: list[Tried] = []
        for chunk in chunks(normal):
            for one in self._in_chunk(chunk.text, label):
                if chunk.first <= one.start + chunk.offset < chunk.last:
                    start, end = one.start + chunk.offset, one.end + chunk.offset
                    tried.append(replace(one, start=start, end=end, text=self._written(one.entity, text[start:end])))
        return sorted(tried, key=lambda one: (one.start, one.verdict != FOUND, one.end, one.entity))

    def _written(self, entity: str, text: str) -> str:
        return MASK if self._toolkit.is_secret(entity) else text

    def _in_chunk(self, text: str, label: str) -> list[Tried]:
        matches: list[Tried] = []
        done: list[Tried] = []
        for recognizer in self._detector.recognizers:
            own: list[Tried] = []
            try:
                for one in self._matches(recognizer, text):
                    (done if one.verdict else own).append(one)
            except Exception as error:  # noqa: BLE001  a third party's code: told, and the others go on
                done.append(_failed(recognizer, error))
                continue
            kept, rest = _parted(own, without_contained([one.span for one in own]))
            matches.extend(kept)
            again = {one.span[:3] for one in kept}
            done.extend(
                replace(one, verdict=LOST, reason="the same recognizer has a longer or surer one")
                for one in rest
                if one.span[:3] not in again
            )
        matches.extend(self._names(text))
        judged = self._judged(text, matches, label)
        taken = {one.span[:3] for one in judged}
        return judged + [one for one in done if one.verdict != REFUSED or one.span[:3] not in taken]

    def _matches(self, recognizer: Any, text: str) -> Iterator[Tried]:  # noqa: ANN401
        if not is_plain(recognizer):
            for entity, start, end, score, name in asked(recognizer, text):
                yield self._tried((entity, start, end, score, name), text, "")
            return
        entity, checked = recognizer.supported_entities[0], type(recognizer)
        for pattern in recognizer.patterns:
            compiled = regex.compile(pattern.regex, flags=recognizer.global_regex_flags)
            for match in compiled.finditer(text, timeout=PATTERN_SECONDS):
                if not match.group():
                    continue
                valid = recognizer.validate_result(match.group())
                score = pattern.score if valid is None else float(valid)
                one = self._tried((entity, *match.span(), score, recognizer.name), text, pattern.name)
                if score <= 0 or recognizer.invalidate_result(match.group()):
                    one = replace(one, score=0.0, verdict=REFUSED, reason=f"refused by the check of {checked.__name__}")
                yield one

    def _names(self, text: str) -> list[Tried]:
        names = self._detector.names
        return [replace(self._tried(span, text, ""), evidence=("model",)) for span in names(text)] if names else []

    def _tried(self, span: Span, text: str, pattern: str) -> Tried:
        entity, start, end, score, recognizer = span
        value = self._toolkit.canonical(entity, text[start:end])
        return Tried(entity, start, end, text[start:end], value, score, recognizer, pattern, (), "", "")

    def _judged(self, text: str, matches: list[Tried], label: str) -> list[Tried]:
        """Bring in labels, then the floor, then the order of overlaps, then allow lists and the cut-off."""
        by_labels = [one for one in matches if not one.evidence]
        scores = self._detector.enhancer.rescore(text, [one.span for one in by_labels], label)
        scored = [replace(one, score=score, evidence=why) for one, (score, why) in zip(by_labels, scores, strict=True)]
        floor = [replace(one, verdict=LOW, reason=f"below {STORED_SCORE}: not kept") for one in scored
                 if one.score < STORED_SCORE]  # fmt: skip
        left = [one for one in scored if one.score >= STORED_SCORE]
        kept, covered = _parted(left, without_contained([one.span for one in left]))
        kept += [one for one in matches if one.evidence]
        winners, losers = _parted(kept, self._toolkit.resolve([one.span for one in kept]))
        lost = [_lost_to(one, winners) for one in covered + losers]
        return floor + lost + [self._last_word(one) for one in winners]

    def _last_word(self, one: Tried) -> Tried:
        reason = self._detector.allowed.reason(one.entity, one.value)
        if reason is not None:
            return replace(one, verdict=ALLOWED.lower(), reason=f"allowed: {reason}")
        if one.score < self._minimum:
            return replace(one, verdict=LOW, reason=f"below {self._minimum:g}: kept, shown with --min-score")
        return replace(one, verdict=FOUND)


def _parted(matches: Sequence[Tried], kept: Sequence[Span]) -> tuple[list[Tried], list[Tried]]:
    """Part matches into those whose spans were kept and the others; of equal spans the first is kept."""
    spans = set(kept)
    inside: list[Tried] = []
    outside: list[Tried] = []
    for one in matches:
        (inside if one.span in spans else outside).append(one)
        spans.discard(one.span)
    return inside, outside


def _lost_to(one: Tried, winners: Sequence[Tried]) -> Tried:
    over = next((w for w in winners if w.start < one.end and one.start < w.end), None)
    reason = f"{over.entity} at {over.start} to {over.end} wins the overlap" if over else "lost an overlap"
    return replace(one, verdict=LOST, reason=reason)


def _failed(recognizer: Any, error: Exception) -> Tried:  # noqa: ANN401
    entity = recognizer.supported_entities[0]
    reason = str(error) if isinstance(error, DetectError) else f"{recognizer.name} failed ({type(error).__name__})"
    return Tried(entity, 0, 0, "", None, 0.0, recognizer.name, "", (), FAILED, reason)
