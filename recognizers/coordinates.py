"""Coordinates as people and machines write them, and their normal form `lat,lon` in decimal degrees."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+-]?[0-9]{1,5}(?:[.,][0-9]+)?")
_LETTER = re.compile(r"(?<![^\W\d_])([NSEWOZ])(?![^\W\d_])", re.IGNORECASE)
_SIGNS = {"N": 1, "S": -1, "E": 1, "O": -1, "W": -1}
_DMS = re.compile(r"[°º]")
_NMEA = re.compile(r"([0-9]{2})([0-9]{2}\.[0-9]+),([NS]),([0-9]{3})([0-9]{2}\.[0-9]+),([EW])")
LATITUDES, LONGITUDES = (49.49, 51.51), (2.54, 6.41)
"""The box around Belgium, in degrees."""


def parse(text: str) -> tuple[str, str] | None:
    """Give latitude and longitude in decimal degrees as written, or reckoned from degrees, minutes and seconds.

    None where the text holds no pair on earth.
    """
    nmea = _NMEA.search(text)
    if nmea:
        pair = _reckoned((nmea[1], nmea[2]), nmea[3]), _reckoned((nmea[4], nmea[5]), nmea[6])
    elif _DMS.search(text):
        pair = _from_degrees(text)
    else:
        numbers = [number.replace(",", ".") for number in _pair_of(text)]
        pair = (numbers[0].lstrip("+"), numbers[1].lstrip("+")) if len(numbers) == 2 else ("", "")
    if not all(pair) or abs(float(pair[0])) > 90 or abs(float(pair[1])) > 180:
        return None
    return pair


def _pair_of(text: str) -> list[str]:
    """Give the two decimal numbers; a comma is a decimal mark where the text has no point."""
    if "." in text:
        return re.findall(r"[+-]?[0-9]{1,3}\.[0-9]+", text)
    return re.findall(r"[+-]?[0-9]{1,3},[0-9]+", text)


def _from_degrees(text: str) -> tuple[str, str]:
    """Read `50°51'01"N 4°21'06"E`, also with the letter before, and with decimals in any part."""
    letters = [letter.upper() for letter in _LETTER.findall(text)]
    if len(letters) != 2:
        return "", ""
    halves = _halves(text)
    parts = [[part.replace(",", ".") for part in _NUMBER.findall(half)] for half in halves]
    if not all(1 <= len(part) <= 3 for part in parts):
        return "", ""
    first, second = (_reckoned(tuple(part), letter) for part, letter in zip(parts, letters, strict=True))
    return (first, second) if letters[0] in "NS" else (second, first)


def _halves(text: str) -> tuple[str, str]:
    """Part two coordinates, each with its letter before or behind it."""
    first, second = (match.start() for match in _LETTER.finditer(text))
    if text[:first].strip(" (["):
        return text[:first], text[first + 1 :]
    return text[first + 1 : second], text[second + 1 :]


def _reckoned(parts: tuple[str, ...], letter: str) -> str:
    degrees = sum(float(part) / 60**power for power, part in enumerate(parts))
    return f"{_SIGNS[letter] * degrees:.6f}".rstrip("0").rstrip(".")


def canonical(text: str) -> str:
    """Give `lat,lon`, or the text with spaces folded where it holds no pair."""
    pair = parse(text)
    return ",".join(pair) if pair else " ".join(text.split())


def is_in_belgium(text: str) -> bool:
    """Tell whether a pair lies in the box around Belgium."""
    pair = parse(text)
    return (
        pair is not None
        and LATITUDES[0] <= float(pair[0]) <= LATITUDES[1]
        and LONGITUDES[0] <= float(pair[1]) <= LONGITUDES[1]
    )
