"""What Presidio's recognizers say of one chunk, at a constant cost per match.

`Candidates.of` gives the same spans and scores as `AnalyzerEngine.analyze` with the same recognizers, the same
enhancer and the same threshold (a property test holds the two together). It asks only recognizers that the gate let
through, runs their own compiled patterns and their own `validate_result` and `invalidate_result`, and builds none of
Presidio's result objects.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import regex
from presidio_analyzer import EntityRecognizer, PatternRecognizer

from pii_scan.core.errors import DetectError
from pii_scan.detect.plugins import Enhancer, Span
from pii_scan.detect.prefilter import Gated, Window, build_gate

PATTERN_SECONDS = 20.0
"""How long one pattern may work on one chunk before the item is told as not fully read."""

CAPITAL_FIRST = r"(?=\p{Lu})"
"""A pattern that begins so is not tried where no capital stands: a look at a letter costs less than a try."""

BORDER_FIRST = r"(?<![\p{L}\p{N}])"
"""And one that begins so is not tried inside a word."""

LARGE_WINDOW = 2048
"""Windows up to this many code points are searched without a clock: reading it costs more than the search."""

Scored = tuple[Span, tuple[str, ...]]


class Candidates:
    """All recognizers, behind one gate, with one enhancer."""

    def __init__(
        self, recognizers: Sequence[Any], enhancer: Enhancer, *, threshold: float, engine: str = "auto"
    ) -> None:
        self.unfinished: set[str] = set()
        """The names of recognizers that did not finish on some chunk; for the caller to empty."""
        self._enhancer = enhancer
        self._threshold = threshold
        self._pattern_recognizers: list[_PatternRunner] = []
        self._others = []
        gated: list[Gated] = []
        for recognizer in recognizers:
            if is_plain(recognizer):
                runner = _PatternRunner(recognizer, first=len(gated))
                self._pattern_recognizers.append(runner)
                gated.extend(_gated(recognizer))
            else:
                self._others.append(recognizer)
        self._gate = build_gate(gated, engine=engine)

    def of(self, text: str, label: str = "") -> list[Scored]:
        """Give the spans of a chunk (already normalized) that reach the threshold, with their evidence.

        A recognizer that does not finish is left out and named in `unfinished`; the others are asked all the same.
        """
        spans: list[Span] = []
        windows = self._gate(text)
        if windows:
            for runner in self._pattern_recognizers:
                if not runner.numbers.isdisjoint(windows):
                    with self._noting(runner.name):
                        spans.extend(without_contained(runner.spans(text, windows)))
        for recognizer in self._others:
            with self._noting(recognizer.name):
                spans.extend(asked(recognizer, text))
        return self._rescored(text, spans, label) if spans else []

    @contextmanager
    def _noting(self, name: str) -> Iterator[None]:
        """Note a recognizer that raises, whatever: its code may be anybody's, and the content may be sound."""
        try:
            yield
        except (MemoryError, RecursionError):
            raise
        except Exception:  # noqa: BLE001  told by `unfinished`
            self.unfinished.add(name)

    def _rescored(self, text: str, spans: list[Span], label: str) -> list[Scored]:
        evidence: dict[Span, tuple[str, ...]] = {}
        kept: list[Span] = []
        for span, (score, why) in zip(spans, self._enhancer.rescore(text, spans, label), strict=True):
            if score >= self._threshold:
                new = (span[0], span[1], span[2], score, span[4])
                kept.append(new)
                evidence.setdefault(new, why)
        return [(span, evidence[span]) for span in without_contained(kept)]


class _PatternRunner:
    """One `PatternRecognizer`: its patterns, run as Presidio runs them."""

    def __init__(self, recognizer: Any, *, first: int) -> None:  # noqa: ANN401
        self._recognizer = recognizer
        self._entity: str = recognizer.supported_entities[0]
        self.name: str = recognizer.name
        self._patterns = [(first + offset, pattern) for offset, pattern in enumerate(recognizer.patterns)]
        self._compiled: dict[int, Any] = {}
        self.numbers = frozenset(number for number, _ in self._patterns)
        self._validates = type(recognizer).validate_result is not PatternRecognizer.validate_result

    def spans(self, text: str, windows: dict[int, list[Window]]) -> list[Span]:
        """Give the matches in the windows that neither check refuses."""
        spans: list[Span] = []
        invalid = self._recognizer.invalidate_result
        entity, name = self._entity, self.name
        for number, pattern in self._patterns:
            if number in windows:
                for match in self._matches(number, pattern.regex, text, windows[number]):
                    found = match.group()
                    score = self._validated(found, pattern.score) if self._validates else pattern.score
                    if found and score > 0 and not invalid(found):
                        start, end = match.span()
                        spans.append((entity, start, end, score, name))
        return spans

    def _matches(self, number: int, pattern: str, text: str, windows: list[Window]) -> Iterator[Any]:
        """Give what `finditer` gives on the whole text, by looking only where a match can be."""
        compiled = self._regex(number, pattern)
        done = 0
        for first, last, is_start in windows:
            if not is_start:
                yield from self._timed(compiled, text, first, last)
                continue
            for start in _starts(pattern, text, max(first, done), last):
                match = compiled.match(text, start) if start >= done else None
                if match:
                    done = max(match.end(), start + 1)
                    yield match

    def _timed(self, compiled: Any, text: str, first: int, last: int) -> Iterator[Any]:  # noqa: ANN401
        """Search a window; a large one is that of a pattern without bound, which may need forever."""
        if last - first <= LARGE_WINDOW:
            yield from compiled.finditer(text, first, last)
            return
        try:
            yield from compiled.finditer(text, first, last, timeout=PATTERN_SECONDS)
        except TimeoutError as error:
            raise DetectError(f"{self.name} did not finish") from error

    def _regex(self, number: int, pattern: str) -> Any:  # noqa: ANN401  a compiled pattern
        """Compile a pattern when it is first needed: a share of tables may never ask for most of them."""
        if number not in self._compiled:
            self._compiled[number] = regex.compile(pattern, flags=self._recognizer.global_regex_flags)
        return self._compiled[number]

    def _validated(self, found: str, score: float) -> float:
        verdict = self._recognizer.validate_result(found)
        if verdict is None:
            return score
        return float(EntityRecognizer.MAX_SCORE if verdict else EntityRecognizer.MIN_SCORE)


def _starts(pattern: str, text: str, first: int, last: int) -> Iterable[int]:
    """Give the places in `[first, last]` where a pattern can begin, by what it asks for first."""
    starts = range(first, last + 1)
    if pattern.startswith(CAPITAL_FIRST):
        return [start for start in starts if text[start : start + 1].isupper()]
    if pattern.startswith(BORDER_FIRST):
        return [start for start in starts if not text[start - 1 : start].isalnum()]
    return starts


def _gated(recognizer: Any) -> list[Gated]:  # noqa: ANN401
    """Give the patterns of a recognizer, each with the simpler one that it may bring (see `recognizers.pattern`)."""
    flags = recognizer.global_regex_flags
    return [Gated(pattern.regex, flags, getattr(pattern, "gate", None)) for pattern in recognizer.patterns]


def is_plain(recognizer: Any) -> bool:  # noqa: ANN401
    """Tell whether a recognizer works by patterns alone, as Presidio's base class does."""
    return (
        bool(getattr(recognizer, "patterns", ()))
        and isinstance(recognizer, PatternRecognizer)
        and type(recognizer).analyze is PatternRecognizer.analyze
    )


def asked(recognizer: Any, text: str) -> list[Span]:  # noqa: ANN401
    """Ask a recognizer that is more than patterns, as Presidio does.

    Raises:
        DetectError: it raised, or it answered what cannot be: then nothing that it says can be trusted.
    """
    try:
        results = recognizer.analyze(text=text, entities=recognizer.supported_entities, nlp_artifacts=None) or ()
        spans = [(str(r.entity_type), int(r.start), int(r.end), float(r.score), recognizer.name) for r in results]
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        raise DetectError(f"{recognizer.name} failed ({type(error).__name__})") from error
    if not all(0 <= start < end <= len(text) and 0 <= score <= 1 for _, start, end, score, _ in spans):
        raise DetectError(f"{recognizer.name} told a place outside of the text, or a score that is none")
    return spans


def without_contained(spans: Iterable[Span]) -> list[Span]:
    """Drop zero scores, doubles, and spans inside another of the same entity with no lower score.

    The law is that of Presidio's `EntityRecognizer.remove_duplicates`; the order given back is by entity and start.
    """
    by_entity: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_entity[span[0]].append(span)
    kept: list[Span] = []
    for same in by_entity.values():
        same.sort(key=_by_start)
        if all(one[2] < two[1] for one, two in pairwise(same)):
            kept.extend(span for span in same if span[3] > 0)
        else:
            kept.extend(_sweep(same))
    return kept


def _by_start(span: Span) -> tuple[int, int, float]:
    return span[1], -span[2], -span[3]


def _sweep(same: list[Span]) -> list[Span]:
    kept: list[Span] = []
    active: list[Span] = []
    for span in same:
        if span[3] <= 0:
            continue
        active = [other for other in active if other[2] >= span[1]]
        if not any(span[2] <= other[2] and span[3] <= other[3] for other in active):
            kept.append(span)
            active.append(span)
    return kept
