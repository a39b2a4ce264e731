"""Which of two overlapping findings stays."""

from __future__ import annotations

import pytest

from recognizers.overlap import resolve


def span(entity: str, start: int, end: int, score: float) -> tuple[str, int, int, float, str]:
    return (entity, start, end, score, "r")


NRN, PHONE, BIRTH, MAIL, OTHER = (
    "BE_NATIONAL_REGISTER_NUMBER",
    "PHONE_NUMBER",
    "DATE_OF_BIRTH",
    "EMAIL_ADDRESS",
    "OTHER",
)


@pytest.mark.parametrize(
    ("winner", "loser"),
    [(span(PHONE, 0, 9, 0.85), span(NRN, 0, 9, 0.84)), (span(PHONE, 0, 9, 0.5), span(NRN, 0, 9, 0.49)), (span(NRN, 0, 9, 0.85), span(PHONE, 0, 9, 0.99)),
     (span(NRN, 0, 9, 0.5), span(PHONE, 0, 9, 0.84)), (span(OTHER, 0, 9, 0.9), span(BIRTH, 0, 9, 0.9)), (span(PHONE, 0, 9, 0.9), span(OTHER, 0, 9, 0.95)),
     (span("CUSTOMER_NUMBER", 0, 9, 0.9), span(BIRTH, 0, 9, 0.9)), (span(NRN, 0, 5, 0.9), span(NRN, 0, 9, 0.86)), (span(NRN, 0, 9, 0.9), span(NRN, 2, 9, 0.9)),
     (span(NRN, 0, 9, 0.9), span(NRN, 0, 5, 0.9)), (span(NRN, 0, 5, 0.9), span(NRN, 4, 9, 0.9)), (span(NRN, 0, 9, 0.2), span(PHONE, 0, 9, 0.3))],
)  # fmt: skip
def test_the_band_then_the_order_then_score_length_and_place_decide(winner, loser):
    assert resolve([winner, loser]) == [winner]
    assert resolve([loser, winner]) == [winner]


def test_findings_that_only_touch_both_stay_in_order_of_start():
    a, b, c = span(NRN, 0, 5, 0.9), span(PHONE, 5, 9, 0.9), span(MAIL, 20, 30, 0.2)

    assert resolve([c, b, a]) == [a, b, c]
    assert resolve([a]) == [a]
    assert resolve([]) == []


def test_a_chain_of_overlaps_keeps_both_ends_when_the_middle_loses():
    a, middle, c = span(NRN, 0, 6, 0.9), span(PHONE, 5, 11, 0.9), span(NRN, 10, 15, 0.9)

    assert resolve([middle, c, a]) == [a, c]


def test_winners_that_touch_under_a_loser_both_stay_in_order_of_start():
    a, b, loser = span(PHONE, 1, 5, 0.9), span(NRN, 5, 9, 0.95), span("PERSON", 1, 9, 0.9)

    assert resolve([loser, b, a]) == [a, b]
    assert resolve([span(NRN, 1, 5, 0.95), span(PHONE, 5, 9, 0.9), loser]) == [
        span(NRN, 1, 5, 0.95),
        span(PHONE, 5, 9, 0.9),
    ]


def test_a_loser_that_begins_before_its_winner_goes_too():
    assert resolve([span(PHONE, 3, 8, 0.9), span(NRN, 5, 10, 0.9)]) == [span(NRN, 5, 10, 0.9)]


def test_a_long_winner_beats_all_that_it_covers():
    long, a, b = span(NRN, 0, 20, 0.9), span(PHONE, 1, 5, 0.9), span(PHONE, 12, 18, 0.9)

    assert resolve([a, b, long]) == [long]
    assert resolve([long, a, b, span(PHONE, 20, 25, 0.9)]) == [long, span(PHONE, 20, 25, 0.9)]


def test_what_stands_free_inside_a_loser_s_reach_stays():
    winner, loser, free = span(NRN, 0, 5, 0.9), span(PHONE, 3, 20, 0.9), span(BIRTH, 10, 15, 0.3)

    assert resolve([loser, free, winner]) == [winner, free]
