"""What the machine-readable zone of an identity card, a residence card or a passport says of its holder."""

from __future__ import annotations

from collections.abc import Iterator

from recognizers.mrz import fields
from recognizers.spans import Span, SpanRecognizer

SCORE = 0.97


class MachineReadableZoneRecognizer(SpanRecognizer):
    """Finds document number, national number, birth date and name in zones whose check digits all agree.

    Five or more controls make a zone sure without a label.
    """

    ENTITIES = (
        "BE_EID_CARD_NUMBER",
        "BE_RESIDENCE_CARD_NUMBER",
        "BE_PASSPORT_NUMBER",
        "TRAVEL_DOCUMENT_NUMBER",
        "BE_NATIONAL_REGISTER_NUMBER",
        "DATE_OF_BIRTH",
        "PERSON",
    )

    def spans(self, text: str) -> Iterator[Span]:
        """See `SpanRecognizer.spans`."""
        for entity, start, end in fields(text):
            yield entity, start, end, SCORE
