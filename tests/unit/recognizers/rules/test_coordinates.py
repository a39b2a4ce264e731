"""Coordinates: every spelling of one place meets in `lat,lon`."""

from __future__ import annotations

import pytest

from recognizers.coordinates import canonical, is_in_belgium, parse


@pytest.mark.parametrize(
    ("text", "pair"),
    [("50.8467, 4.3525", ("50.8467", "4.3525")), ("50.8467 4.3525", ("50.8467", "4.3525")), ("50,8467; 4,3525", ("50.8467", "4.3525")),
     ("+50.8467, +4.3525", ("50.8467", "4.3525")), ("-33.8688, 151.2093", ("-33.8688", "151.2093")), ("40.7128,-74.0060", ("40.7128", "-74.0060")),
     ("50.8467 longitude: 4.3525", ("50.8467", "4.3525")), ("+50,8467 | +4,3525", ("50.8467", "4.3525")), ("50.8467, 4,3525", None),
     ("90.0, 180.0", ("90.0", "180.0")), ("-90.0, -180.0", ("-90.0", "-180.0")), ("90.1, 4.0", None), ("-90.1, 4.0", None), ("50.0, 180.1", None),
     ("50.0, -180.1", None), ("50.8467", None), ("50.8467, 4.3525, 17.0", None), ("50, 4", None), ("", None), ("noord", None)],
)  # fmt: skip
def test_decimal_degrees_are_given_as_written_with_a_point(text, pair):
    assert parse(text) == pair


@pytest.mark.parametrize(
    ("text", "pair"),
    [("50°51'01\"N 4°21'06\"E", ("50.850278", "4.351667")), ("N 50°51'01\" E 4°21'06\"", ("50.850278", "4.351667")),
     ("4°21'06\"E 50°51'01\"N", ("50.850278", "4.351667")), ("50°30'N 4°15'E", ("50.5", "4.25")), ("50.5°N 4.25°E", ("50.5", "4.25")),
     ("50,5° N, 4,25° E", ("50.5", "4.25")), ("50°30.3'N 4°15.6'E", ("50.505", "4.26")), ("33°52'S 151°12'E", ("-33.866667", "151.2")),
     ("40°42'N 74°00'W", ("40.7", "-74")), ("40°42'N 74°00'O", ("40.7", "-74")), ("50°51’01”N 4°21’06”E", ("50.850278", "4.351667")),
     ("50\u00b051\u203201\u2033n 4\u00b021\u203206\u2033e", ("50.850278", "4.351667")), ("50º51'N 4º21'E", ("50.85", "4.35")),
     ("(50°30'N, 4°15'E)", ("50.5", "4.25")), ("( N50°30' E4°15' )", ("50.5", "4.25")), ("[N50°30' E4°15']", ("50.5", "4.25")),
     ("0°00'N 0°00'E", ("0", "0")), ("50°N 100°E", ("50", "100")), ("50°30N 4°15E", ("50.5", "4.25")), ("50°30'N4°15'E", ("50.5", "4.25")), ("N50°30E4°15", ("50.5", "4.25")), ("10°N 20°E", ("10", "20")), ("90°N 180°E", ("90", "180")), ("91°N 4°E", None), ("50°N 181°E", None),
     ("50°51'01\" 4°21'06\"", None), ("50°51'01\"N", None), ("50°51'01\"N 4°21'06\"E Nord", ("50.850278", "4.351667")), ("50°51'01\"N 4°21'06\"E E", None),
     ("° N E", None), ("50°51'01\"9\"N 4°21'06\"E", None), ("50°51'N E", None), ("5°30'36\"N 5°30'36\"E", ("5.51", "5.51"))],
)  # fmt: skip
def test_degrees_minutes_and_seconds_are_reckoned_with_the_letter_before_or_behind(text, pair):
    assert parse(text) == pair


@pytest.mark.parametrize(
    ("text", "pair"),
    [("5030.000,N,00415.000,E", ("50.5", "4.25")), ("3352.128,S,15112.558,E", ("-33.8688", "151.2093")), ("4042.768,N,07400.360,W", ("40.7128", "-74.006")),
     ("$GPGGA,120000,5030.000,N,00415.000,E,1", ("50.5", "4.25")), ("9030.000,N,00415.000,E", None), ("5030.000,N,18015.000,E", None)],
)  # fmt: skip
def test_a_sentence_of_a_receiver_holds_degrees_and_minutes(text, pair):
    assert parse(text) == pair


def test_the_normal_form_is_latitude_comma_longitude_or_the_text_folded():
    assert canonical("50°30'N 4°15'E") == canonical("50.5, 4.25") == "50.5,4.25"
    assert canonical("rue \n Haute") == "rue Haute"


@pytest.mark.parametrize(
    ("text", "inside"),
    [("50.8467, 4.3525", True), ("49.49, 2.54", True), ("51.51, 6.41", True), ("49.48, 4.0", False), ("51.52, 4.0", False), ("50.0, 2.53", False),
     ("50.0, 6.42", False), ("4.3525, 50.8467", False), ("48.8566, 2.3522", False), ("geen", False), ("", False)],
)  # fmt: skip
def test_belgium_lies_within_its_box(text, inside):
    assert is_in_belgium(text) is inside
