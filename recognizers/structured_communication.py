"""The structured communication of a Belgian transfer (OGM-VCS)."""

from __future__ import annotations

from recognizers.characters import GAP, LINE_BREAK, digits_of
from recognizers.checks import account_control_matches
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_GROUPS = rf"[0-9]{{3}}[{GAP}]?/[{GAP}]?[0-9]{{4}}[{GAP}]?/[{GAP}]?[0-9]{{5}}"
_MARK = rf"(?:[{GAP}/]{{0,3}}|/?{LINE_BREAK})"
_INSIDE = rf"[{GAP}]?[0-9]{{3}}{_MARK}[0-9]{{4}}{_MARK}[0-9]{{5}}[{GAP}]?"


class BeStructuredCommunicationRecognizer(LabelledRecognizer):
    """Finds structured communications; without their marks they need a label."""

    ENTITY = "BE_STRUCTURED_COMMUNICATION"
    PATTERNS = (
        ("plus signs", rf"(?<!\+)\+{{3}}{_INSIDE}\+{{3}}(?!\+)", 0.9),
        ("asterisks", rf"(?<!\*)\*{{3}}{_INSIDE}\*{{3}}(?!\*)", 0.9),
        ("slashes", rf"(?<![/+*]){LEFT}{_GROUPS}{RIGHT}(?![/+*])", 0.3),
        ("glued", rf"(?<![/+*.\-]){LEFT}[0-9]{{12}}{RIGHT}(?![/+*\-])(?!\.[0-9])", 0.1),
    )

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        digits = digits_of(text)
        return len(digits) == 12 and account_control_matches(digits)
