"""What the entry point `pii_scan.recognizers` gives: all that one needs to find Belgian personal data.

Presidio is imported when recognizers are asked for: who only needs normal forms does not wait seconds for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from recognizers.canonical import canonical, check
from recognizers.characters import normalize
from recognizers.described import Described, context_words, described
from recognizers.headers import HeaderVerdict, header_entity
from recognizers.mailbox import is_role_address
from recognizers.overlap import Span, resolve
from recognizers.terms import TermMatcher

if TYPE_CHECKING:
    from presidio_analyzer import EntityRecognizer, PatternRecognizer

    from recognizers.labels import LabelEnhancer


class BelgianPlugin:
    """The recognizers, and what belongs to them: labels, normal forms, precedence, headers."""

    name = "belgium"
    version = "1"
    TermMatcher = TermMatcher

    def recognizers(self, language: str = "fr") -> list[EntityRecognizer]:
        """Give new recognizers under a language code; their patterns know French, Dutch, German and English.

        Their `context` holds the labels of that language that are single words, for Presidio's own enhancer.
        """
        from recognizers.collection import EVERY

        made: list[EntityRecognizer] = [kind(language) for kind in EVERY]
        for recognizer in made:
            recognizer.context = context_words(recognizer.supported_entities, language)
        return made

    def custom(
        self,
        entity: str,
        pattern: str,
        labels: Sequence[str] = (),
        *,
        label_required: bool = False,
        case_sensitive: bool = True,
        checksum: str = "none",
        language: str = "fr",
    ) -> PatternRecognizer:
        """Build the recognizer of an identifier that the operator configured.

        Raises:
            ValueError: `pattern` is no regular expression, or `checksum` is not known.
        """
        from recognizers.custom import CustomRecognizer

        return CustomRecognizer(
            entity,
            pattern,
            labels,
            label_required=label_required,
            case_sensitive=case_sensitive,
            checksum=checksum,
            supported_language=language,
        )

    def enhancer(
        self, recognizers: Sequence[EntityRecognizer], extra_labels: Mapping[str, Sequence[str]] | None = None
    ) -> LabelEnhancer:
        """Build the label engine for these recognizers, with labels of the operator's own by entity."""
        from recognizers.labels import LabelEnhancer

        return LabelEnhancer(recognizers, extra_labels)

    def normalize(self, text: str) -> str:
        """See `recognizers.characters.normalize`."""
        return normalize(text)

    def canonical(self, entity: str, text: str) -> str:
        """See `recognizers.canonical.canonical`."""
        return canonical(entity, text)

    def check(self, entity: str, text: str) -> bool:
        """See `recognizers.canonical.check`."""
        return check(entity, text)

    def described(self, entity: str) -> Described:
        """See `recognizers.described.described`."""
        return described(entity)

    def resolve(self, spans: Sequence[Span]) -> list[Span]:
        """See `recognizers.overlap.resolve`."""
        return resolve(spans)

    def is_functional(self, entity: str, value: str) -> bool:
        """Tell whether a value belongs to a role, not to a person."""
        return entity == "EMAIL_ADDRESS" and is_role_address(value)

    def is_secret(self, entity: str) -> bool:
        """Tell whether a value must not be kept or shown: a password is told of, never told."""
        return entity == "CREDENTIAL"

    def header_entity(self, name: str) -> HeaderVerdict | None:
        """See `recognizers.headers.header_entity`."""
        return header_entity(name)


plugin = BelgianPlugin()
