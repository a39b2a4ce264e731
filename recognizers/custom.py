"""Identifiers of the operator's own: a pattern with the borders of a word, and labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import regex
from presidio_analyzer import Pattern, PatternRecognizer

from recognizers.characters import digits_of
from recognizers.checks import luhn_matches, mod97_matches
from recognizers.pattern import LEFT, RIGHT

CHECKSUMS: dict[str, Callable[[str], bool] | None] = {"none": None, "luhn": luhn_matches, "mod97": mod97_matches}
_LITERAL = regex.compile(r"\\.|\[[^\]]*\]|\{[^}]*\}|\(\?[^)]*?[:=!>]")


class CustomRecognizer(PatternRecognizer):
    """Finds an identifier that an operator configured.

    A pattern with letters of its own (`OFF-[0-9]{6}`) is believed without a label; one of digits alone is not.
    """

    def __init__(
        self,
        supported_entity: str,
        pattern: str,
        labels: Sequence[str] = (),
        *,
        label_required: bool = False,
        case_sensitive: bool = True,
        checksum: str = "none",
        supported_language: str = "fr",
    ) -> None:
        if checksum not in CHECKSUMS:
            raise ValueError(f"checksum: expected one of {', '.join(CHECKSUMS)}")
        try:
            regex.compile(pattern)  # by itself: within the borders a missing bracket may find a partner
        except regex.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        self.checksum = checksum
        self._control = CHECKSUMS[checksum]
        self.labels = tuple(labels)
        self.label_score = 0.9
        self.telling = bool(regex.search(r"\p{L}", _LITERAL.sub("", pattern))) or self._control is not None
        """Whether a match says by itself what it is: letters of its own, or check digits."""
        score = 0.2 if label_required else 0.85 if self.telling else 0.3
        super().__init__(
            supported_entity=supported_entity,
            name=f"{supported_entity} (configured)",
            supported_language=supported_language,
            patterns=[Pattern("configured", f"{LEFT}(?:{pattern}){RIGHT}", score)],
            global_regex_flags=regex.MULTILINE if case_sensitive else regex.MULTILINE | regex.IGNORECASE,
        )

    def invalidate_result(self, pattern_text: str) -> bool:
        """See `PatternRecognizer.invalidate_result`."""
        if self._control is None:
            return False
        digits = digits_of(pattern_text)
        return not digits or not self._control(digits)
