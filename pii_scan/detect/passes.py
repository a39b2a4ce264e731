"""Findings in text: chunks, candidates, names by a pipeline, one winner for each overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from pii_scan.core.place import place_at
from pii_scan.core.types import Finding, Text
from pii_scan.detect.candidates import Candidates, Scored
from pii_scan.detect.chunks import chunks
from pii_scan.detect.plugins import Span, Toolkit

STORED_SCORE = 0.3
"""Below this nothing is kept: a bare date, a bare ten digits. From here to 0.5 it is kept and shown on request."""


MASK = "********"
"""Stands for a password or a key: it is not even kept sealed."""


class Located(NamedTuple):
    """A finding with its span in the segment, `[start, end)` in code points."""

    finding: Finding
    start: int
    end: int


class NameFinder(Protocol):
    """Finds names in prose by a trained pipeline."""

    def __call__(self, text: str) -> list[Span]:
        """Give the spans of persons in one chunk."""


class TextPass:
    """Finds values in text."""

    def __init__(self, toolkit: Toolkit, candidates: Candidates, names: NameFinder | None = None) -> None:
        self._toolkit = toolkit
        self._candidates = candidates
        self._names = names

    def spans(self, text: str, label: str = "") -> list[Scored]:
        """Give the winning spans of a whole normalized text, in order of start."""
        found: list[Scored] = []
        for chunk in chunks(text):
            scored = self._candidates.of(chunk.text, label)
            if self._names is not None:
                scored = [*scored, *((span, ("model",)) for span in self._names(chunk.text))]
            found.extend(
                (((span[0], span[1] + chunk.offset, span[2] + chunk.offset, span[3], span[4]), why))
                for span, why in self._winners(scored)
                if chunk.first <= span[1] + chunk.offset < chunk.last
            )
        return found

    def _winners(self, scored: list[Scored]) -> list[Scored]:
        if len(scored) < 2:
            return scored
        evidence = dict(scored)
        kept = self._toolkit.resolve([span for span, _ in scored])
        return [(span, evidence[span]) for span in sorted(kept, key=lambda s: (s[1], s[2]))]

    def in_text(self, segment: Text) -> list[Located]:
        """Find values in a segment, places filled in."""
        text = self._toolkit.normalize(segment.text)
        found = self.spans(text, segment.label)
        valued = [(span, why, self.value(span[0], text[span[1] : span[2]])) for span, why in found]
        return _placed(segment, valued, self)

    def value(self, entity: str, text: str) -> str:
        """Give the normal form of a value."""
        return self._toolkit.canonical(entity, text)

    def written(self, entity: str, text: str) -> str:
        """Give a value as written, but a mask for one that nobody may see again."""
        return MASK if self._toolkit.is_secret(entity) else text

    def is_functional(self, entity: str, value: str) -> bool:
        """Tell whether a value belongs to a role."""
        return self._toolkit.is_functional(entity, value)


def _placed(segment: Text, found: Sequence[tuple[Span, tuple[str, ...], str]], by: TextPass) -> list[Located]:
    located: list[Located] = []
    line, counted = segment.first_line or 0, 0
    for (entity, start, end, score, recognizer), why, value in found:
        where = place_at(segment.places, start)
        if segment.first_line is not None:
            line += segment.text.count("\n", counted, start)
            counted = start
            where["line"] = line
        finding = Finding(
            entity,
            by.written(entity, segment.text[start:end]),
            value,
            score,
            recognizer,
            why,
            where,
            functional=by.is_functional(entity, value),
        )
        located.append(Located(finding, start, end))
    return located
