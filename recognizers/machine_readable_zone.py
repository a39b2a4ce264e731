"""What the machine-readable zone of an identity card, a residence card or a passport says of its holder."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.mrz import fields

SCORE = 0.97


class MachineReadableZoneRecognizer(EntityRecognizer):
    """Finds document number, national number, birth date and name in zones whose check digits all agree.

    Five or more controls make a zone sure without a label.
    """

    name: str

    def __init__(self, supported_language: str = "fr") -> None:
        super().__init__(
            supported_entities=[
                "BE_EID_CARD_NUMBER",
                "BE_RESIDENCE_CARD_NUMBER",
                "BE_PASSPORT_NUMBER",
                "TRAVEL_DOCUMENT_NUMBER",
                "BE_NATIONAL_REGISTER_NUMBER",
                "DATE_OF_BIRTH",
                "PERSON",
            ],
            supported_language=supported_language,
            version="1",
        )

    def load(self) -> None:
        """See `EntityRecognizer.load`; there is nothing to load."""

    def analyze(
        self,
        text: str,
        entities: list[str],
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002  zones need no tokens
    ) -> list[RecognizerResult]:
        """See `EntityRecognizer.analyze`."""
        origin = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return [
            RecognizerResult(entity, start, end, SCORE, recognition_metadata=dict(origin))
            for entity, start, end in fields(text)
            if entity in entities
        ]
