"""Coordinates in texts, links and logs."""

from __future__ import annotations

import pytest

GPS = "GPS_COORDINATES"


def values(found):
    return [text for e, text, _ in found if e == GPS]


@pytest.mark.parametrize(
    "text", ["50.8467, 4.3525", "50.8467 4.3525", "50.8467;4.3525", "50,8467; 4,3525", "51.5099, 2.5412"]
)
def test_a_bare_pair_counts_within_belgium_and_is_sure_behind_a_label(find, text):
    ((entity, value, score),) = find(f"op {text} daar")

    assert (entity, value) == (GPS, text)
    assert 0.5 <= score < 0.85
    assert find(f"GPS : {text}")[0][2] >= 0.85


@pytest.mark.parametrize("text", ["48.8566, 2.3522", "52.3676, 4.9041"])
def test_a_pair_elsewhere_needs_a_label(find, text):
    assert values(find(text)) == []
    assert values(find(f"coordonnées GPS : {text}")) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "50.84, 4.35",
        "50.8467",
        "1.50.8467, 4.3525",
        "99.8467, 4.3525 GPS",
        "prix 50.123, 104.3525",
        "1250.8467, 4.3525",
    ],
)
def test_prices_short_decimals_and_versions_are_no_coordinates(find, text):
    assert values(find(text)) == []


@pytest.mark.parametrize(
    "text",
    ["50°51'01\"N 4°21'06\"E", "50° 51' 01\" N, 4° 21' 06\" E", "N 50°51'01\" E 4°21'06\"", "50°51'01\"N 4°21'06\"O", "50.8467°N 4.3525°E", "50°51’01”N 4°21’06”E", "40°42'46\"N 74°00'22\"W"],
)  # fmt: skip
def test_degrees_with_their_letters_need_no_label(find, text):
    assert values(find(f"op {text}.")) == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [("geo:50.84,4.35", "50.84,4.35"), ("https://www.google.com/maps/@50.84,4.35,17z", "50.84,4.35"), ("?q=48.85,2.35", "48.85,2.35"), ("&ll=-33.86,151.20", "-33.86,151.20"),
     ("$GPGGA,120000,5030.000,N,00415.000,E,1", "5030.000,N,00415.000,E"), ("$GPRMC,120000,A,5030.000,N,00415.000,E,0", "5030.000,N,00415.000,E")],
)  # fmt: skip
def test_links_and_receivers_are_read(find, text, value):
    assert values(find(text)) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "latitude: 48.8566, longitude: 2.3522",
        "lat=48.8566 lon=2.3522",
        "breedtegraad 48.8566 en lengtegraad 2.3522",
        "Breite: 48.8566\nLänge: 2.3522",
        "lat 48.8566, lng 2.3522",
    ],
)
def test_both_words_make_a_pair_anywhere_on_earth_sure(find, text):
    ((entity, _, score),) = find(text)

    assert entity == GPS
    assert score >= 0.85


@pytest.mark.parametrize(
    "text",
    [
        '{"lat": 50.8467, "lon": 4.3525}',
        '{"latitude": "48.8566", "longitude": "2.3522"}',
        "{'lat': 48.8566, 'lng': 2.3522}",
    ],
)
def test_the_words_may_be_keys_in_quotes(find, text):
    ((entity, _, score),) = find(text)

    assert entity == GPS
    assert score >= 0.85
