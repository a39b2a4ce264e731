"""The base of our recognizers: patterns and one check, nothing that a plain Presidio engine would not do too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

import regex
from presidio_analyzer import Pattern, PatternRecognizer

LEFT = r"(?<![\p{L}\p{N}])"
"""No letter or digit right before: numbers glued to letters are parts of something else."""
RIGHT = r"(?![\p{L}\p{N}])"


class GatedPattern(Pattern):
    """A pattern with a simpler expression that matches in every text in which it does itself, or None.

    Engines that look for candidates first may compile the `gate` instead of a large expression. It matches within the
    match, at its start when it begins with `^`, ends at most 96 characters before it when it begins with `~`, or after
    its end when it begins with `>`.
    """

    def __init__(self, name: str, regex: str, score: float, gate: str | None = None) -> None:
        super().__init__(name, "", score)  # it would compile the expression to see whether it can be: seconds for all
        self.regex = regex
        self.gate = gate


class LabelledRecognizer(PatternRecognizer):
    """A recognizer whose score rises to `label_score` when a label of its entity stands before the value.

    It works by `patterns` and `invalidate_result` alone; the score of a match is its pattern's. `validate_result` would
    make Presidio answer 1.0 for any number whose control fits by chance, so it is never overridden.
    """

    ENTITY: ClassVar[str]
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]]
    """Name, expression and bare score of each pattern."""
    GATES: ClassVar[Mapping[str, str]] = {}
    """The gates of large patterns, by name; see `GatedPattern`."""
    LABEL_SCORE: ClassVar[float] = 0.95
    FLAGS: ClassVar[int] = regex.MULTILINE
    VERSION: ClassVar[str] = "1"

    def __init__(self, supported_language: str = "fr", *, today: date | None = None) -> None:
        self.label_score = self.LABEL_SCORE
        self.labels: tuple[str, ...] = ()
        self.today = today or date.today()  # noqa: DTZ011  a birth date has no time zone
        super().__init__(
            supported_entity=self.ENTITY,
            supported_language=supported_language,
            patterns=[
                GatedPattern(name, expression, score, self.GATES.get(name)) for name, expression, score in self.PATTERNS
            ],
            global_regex_flags=self.FLAGS,
            version=self.VERSION,
        )

    def invalidate_result(self, pattern_text: str) -> bool:
        """See `PatternRecognizer.invalidate_result`; the whole rule is `is_valid`."""
        return not self.is_valid(pattern_text)

    def is_valid(self, text: str) -> bool:
        """Tell whether a match is a value of the entity, by all that the value says of itself."""
        raise NotImplementedError
