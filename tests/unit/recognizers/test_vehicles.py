"""Plates and vehicle identification numbers."""

from __future__ import annotations

import pytest

PLATE, VIN = "BE_LICENCE_PLATE", "VEHICLE_IDENTIFICATION_NUMBER"


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize("plate", ["1-ABC-123", "2-XYZ-999", "8-ABC-123"])
def test_the_hyphens_of_a_new_plate_tell_without_a_label(find, plate):
    ((entity, text, score),) = find(f"zie {plate} daar")

    assert (entity, text) == (PLATE, plate)
    assert 0.5 <= score < 0.85


@pytest.mark.parametrize(
    "label",
    [
        "plaque",
        "Immatriculation :",
        "n° plaque",
        "Nummerplaat:",
        "kenteken",
        "kentekenplaat",
        "Kennzeichen:",
        "Nummernschild",
        "licence plate",
    ],
)
@pytest.mark.parametrize(
    "plate",
    ["1-ABC-123", "1ABC123", "1 ABC 123", "ABC-123", "123-ABC", "ABC123", "M-ABC-123", "Q-ABC-123", "1.ABC.123"],
)
def test_a_label_makes_every_form_of_plate_sure(find, label, plate):
    ((entity, text, score),) = find(f"{label} {plate}")

    assert (entity, text) == (PLATE, plate)
    assert score >= 0.85


@pytest.mark.parametrize(
    "text",
    [
        "ticket ABC-123",
        "123-ABC",
        "1ABC123",
        "ISO-900",
        "vol F-ABC-123",
        "1-ABC-1234",
        "1-abc-123",
        "0-ABC-123",
        "X1-ABC-123",
        "1-ABC-123-4",
        "a/1-ABC-123",
    ],
)
def test_tickets_flights_and_standards_are_no_plate(find, text):
    assert values(find(text), PLATE) == []


@pytest.mark.parametrize("plate", ["JAN-1", "1-JAN", "abc-123"])
def test_a_personal_plate_or_one_in_small_letters_is_found_behind_its_label(find, plate):
    assert values(find(f"plaque : {plate}"), PLATE) == [plate]
    assert values(find(plate), PLATE) == []


@pytest.mark.parametrize("label", ["châssis", "Chassisnummer:", "Fahrgestellnummer", "VIN"])
def test_a_label_makes_a_vehicle_identification(find, label):
    assert values(find(f"{label} WVWZZZ1JZXW000001"), VIN) == ["WVWZZZ1JZXW000001"]


@pytest.mark.parametrize(
    "text",
    [
        "WVWZZZ1JZXW000001",
        "châssis WVWZZZ1JZXW00001",
        "châssis WVWZZZIJZXW000001",
        "châssis 12345678901234567",
        "châssis WVWZZZ1JZXW00000A",
    ],
)
def test_without_a_label_or_with_another_form_there_is_no_vehicle(find, text):
    assert values(find(text), VIN) == []
