"""Addresses in networks and numbers of devices."""

from __future__ import annotations

import pytest

IP, MAC, IMEI, IMSI, ICCID = "IP_ADDRESS", "MAC_ADDRESS", "IMEI", "IMSI", "ICCID"


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize("label", ["adresse IP", "IP-adres:", "IP-Adresse", "IP address:", "ip="])
@pytest.mark.parametrize("address", ["84.199.12.7", "10.0.0.5", "1.2.3.4", "2a02:a03f:6b2e:1::1"])
def test_a_label_makes_any_address_sure(find, label, address):
    ((entity, text, score),) = find(f"{label} {address}")

    assert (entity, text) == (IP, address)
    assert score >= 0.85


@pytest.mark.parametrize(
    "text", ["84.199.12.7 - - [10/Oct/2024:13:55:36]", "from 10.0.0.5:51234 to", "via 81.82.83.84 vers"]
)
def test_a_log_or_the_public_network_is_enough(find, text):
    assert len(values(find(text), IP)) == 1


@pytest.mark.parametrize(
    "text",
    ["version 1.2.3.4", "v. 84.199.12.77", "firmware: 84.199.120.77", "rev 1.2.3.4", "section 1.2.3.4", "127.0.0.1 - x", "0.0.0.0 - x", "1.2.3.4", "10.2.10.4", "1.2.3.4.5", "300.1.1.1",
     "a::b", "std::cout", "12:30:45", "::1", "IP 127.0.0.1"],
)  # fmt: skip
def test_versions_sections_loopbacks_and_code_are_no_address(find, text):
    assert values(find(text), IP) == []


@pytest.mark.parametrize("text", ["00:1A:2B:3C:4D:5E", "00-1A-2B-3C-4D-5E", "001a.2b3c.4d5e"])
def test_a_hardware_address_with_a_letter_needs_no_label(find, text):
    assert values(find(f"poste {text} ok"), MAC) == [text]


@pytest.mark.parametrize("text", ["12-34-56-78-90-12", "12:34:56:78:90:12", "1234.5678.9012", "001A2B3C4D5E"])
def test_a_hardware_address_of_digits_or_without_marks_needs_a_label(find, text):
    assert values(find(text), MAC) == []
    assert values(find(f"MAC: {text}"), MAC) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "MAC FF:FF:FF:FF:FF:FF",
        "MAC 00:00:00:00:00:00",
        "MAC 00:1A:2B:3C:4D",
        "MAC 00:1A:2B:3C:4D:5E:6F",
        "MAC 00:1A-2B:3C:4D:5E",
    ],
)
def test_everybody_s_address_and_other_lengths_are_nobody_s(find, text):
    assert values(find(text), MAC) == []


@pytest.mark.parametrize(
    ("entity", "label", "number"),
    [(IMEI, "IMEI :", "35-686800-004141-8"), (IMEI, "imei", "356868000041418"), (IMEI, "IMEI-nummer", "35 686800 004141 8"), (IMSI, "IMSI", "206011234567890"), (IMSI, "imsi:", "206 01 1234567890"),
     (ICCID, "ICCID", "8932042000000000006"), (ICCID, "simkaart", "8932 0420 0000 0000 006")],
)  # fmt: skip
def test_a_device_s_number_is_found_behind_its_label_alone(find, entity, label, number):
    ((found, text, score),) = find(f"{label} {number}")

    assert (found, text) == (entity, number)
    assert score >= 0.85
    assert values(find(number), entity) == []


@pytest.mark.parametrize(
    "text",
    [
        "IMEI 35-417803-685978-1",
        "IMEI 35686800004141",
        "IMSI 106011234567890",
        "IMSI 20601123456789",
        "ICCID 8932042000000000007",
        "ICCID 893204200000",
    ],
)
def test_a_wrong_control_country_or_length_is_no_device(find, text):
    assert values(find(text), IMEI) + values(find(text), IMSI) + values(find(text), ICCID) == []
