"""Which of two overlapping findings wins: one order for everybody."""

from __future__ import annotations

from collections.abc import Sequence

Span = tuple[str, int, int, float, str]
"""(entity, start, end, score, recognizer name); offsets in code points, `[start, end)`."""

HIGH, MEDIUM = 0.85, 0.5

OVERLAP_ORDER = (
    "CREDENTIAL",
    "IBAN_CODE",
    "EMAIL_ADDRESS",
    "SOCIAL_PROFILE",
    "BE_NATIONAL_REGISTER_NUMBER",
    "BE_BIS_NUMBER",
    "BE_STRUCTURED_COMMUNICATION",
    "CREDIT_CARD",
    "BE_ENTERPRISE_NUMBER",
    "VAT_NUMBER",
    "BE_ESTABLISHMENT_UNIT_NUMBER",
    "BE_LEGACY_ACCOUNT_NUMBER",
    "BE_EID_CARD_NUMBER",
    "BE_RESIDENCE_CARD_NUMBER",
    "GPS_COORDINATES",
    "PHONE_NUMBER",
    "BE_HEALTH_PROVIDER_NUMBER",
    "CUSTOMER_NUMBER",
    "HEALTH_INSURANCE_NUMBER",
    "STUDENT_NUMBER",
    "POLICY_NUMBER",
    "EMPLOYEE_NUMBER",
    "FILE_NUMBER",
    "DATE_OF_BIRTH",
    "ADDRESS",
    "PERSON",
)
"""Of two overlapping findings of one score band (high, medium, low) the one named first here wins, entities that are
not named coming before dates; then the higher score, the longer span, the earlier one. A higher band always wins: so a
labelled telephone number beats a dotted enterprise number without a label, and the other way round."""

_RANKS = {entity: rank for rank, entity in enumerate(OVERLAP_ORDER)}
_UNKNOWN = _RANKS["CUSTOMER_NUMBER"]


def _order(span: Span) -> tuple[int, int, float, int, int]:
    entity, start, end, score, _ = span
    band = 0 if score >= HIGH else 1 if score >= MEDIUM else 2
    return band, _RANKS.get(entity, _UNKNOWN), -score, start - end, start


def resolve(spans: Sequence[Span]) -> list[Span]:
    """Keep the winner of each overlap, in order of start; what remains does not overlap."""
    by_start = sorted(spans, key=lambda span: (span[1], span[2]))
    kept: list[Span] = []
    cluster: list[Span] = []
    reach = -1
    for span in by_start:
        if span[1] >= reach and cluster:
            kept.extend(_winners(cluster))
            cluster = []
        cluster.append(span)
        reach = max(reach, span[2])
    kept.extend(_winners(cluster))
    return kept


def _winners(cluster: list[Span]) -> list[Span]:
    if len(cluster) < 2:
        return cluster
    kept: list[Span] = []
    for span in sorted(cluster, key=_order):
        if all(span[2] <= other[1] or span[1] >= other[2] for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span[1])
