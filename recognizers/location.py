"""Coordinates in texts, links and logs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from recognizers import coordinates
from recognizers.characters import GAP
from recognizers.pattern import LabelledRecognizer

_LEFT, _RIGHT = r"(?<![\p{L}\p{N}.,\-])", r"(?![\p{L}\p{N}])(?![.,][0-9])"
_DEGREES = r"[+-]?[0-9]{1,3}\.[0-9]{3,15}°?"
_COMMAS = r"[+-]?[0-9]{1,3},[0-9]{3,15}°?"
_PAIR = (
    rf"{_DEGREES}(?:[{GAP}]?[,;/|][{GAP}]?|[{GAP}]{{1,2}}){_DEGREES}"
    rf"|{_COMMAS}(?:[{GAP}]?[;/|][{GAP}]?|[{GAP}]{{1,2}}){_COMMAS}"
)
_SEPARATOR = r"[\"']?[ ]?[:=]?[ ]?[\"']?"
_LATITUDE = rf"(?i:lat(?:itude)?|breedtegraad|breitengrad|breite){_SEPARATOR}"
_LONGITUDE = rf"(?i:lng|lon(?:g(?:itude)?)?|lengtegraad|l[äa]ngengrad|l[äa]nge){_SEPARATOR}"
_ONE = rf"(?:{_DEGREES}|{_COMMAS})"
_WITH_WORDS = rf"{_ONE}[\"']?[{GAP}]{{0,2}}[,;/|&]?\s{{0,4}}(?:(?:et|en|und|and)[ ])?[\"']?{_LONGITUDE}{_ONE}"
_SECONDS = rf"(?:[0-9]{{1,2}}(?:[.,][0-9]{{1,6}})?[{GAP}]?(?:[\"\u2033”]|''|’’)[{GAP}]?)?"
_MINUTES = (
    rf"[0-9]{{1,3}}[{GAP}]?[°º][{GAP}]?"
    rf"(?:[0-9]{{1,2}}(?:[.,][0-9]{{1,6}})?[{GAP}]?['\u2032’][{GAP}]?{_SECONDS})?"
)
_DECIMAL_DEGREES = rf"[0-9]{{1,3}}[.,][0-9]{{2,10}}[{GAP}]?[°º][{GAP}]?"
_HALF = rf"(?:{_DECIMAL_DEGREES}|{_MINUTES})"
_DMS = (
    rf"(?:{_HALF}[NS][{GAP}]?[,;/]?[{GAP}]{{0,2}}{_HALF}[EWO](?![\p{{L}}])"
    rf"|[NS][{GAP}]?{_HALF}[,;/]?[{GAP}]{{0,2}}[EWO][{GAP}]?{_HALF})"
)
_LINK = (
    r"(?<=(?i:geo:|maps/@|/@|[?&](?:q|ll|center|query|destination|daddr|mlat)=))"
    r"[+-]?[0-9]{1,2}\.[0-9]{2,15},[ ]?[+-]?[0-9]{1,3}\.[0-9]{2,15}"
)
_NMEA = (
    r"(?<=\$G[PNLAB](?:GGA|RMC|GLL),(?:[0-9.]{0,12},)?(?:[AV],)?)[0-9]{4}\.[0-9]{1,6},[NS],[0-9]{5}\.[0-9]{1,6},[EW]"
)


class GpsCoordinatesRecognizer(LabelledRecognizer):
    """Finds pairs of coordinates; bare decimal numbers count within Belgium, elsewhere behind a label."""

    ENTITY = "GPS_COORDINATES"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("decimal degrees", rf"{_LEFT}(?:{_PAIR}){_RIGHT}", 0.2),
        ("with its words", rf"(?<=(?<![\p{{L}}]){_LATITUDE}){_WITH_WORDS}{_RIGHT}", 0.9),
        ("degrees, minutes, seconds", rf"(?<![\p{{L}}\p{{N}}]){_DMS}(?![\p{{L}}\p{{N}}])", 0.8),
        ("link", rf"{_LINK}(?![0-9])", 0.9),
        ("NMEA", rf"{_NMEA}", 0.9),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: a pair on earth."""
        return coordinates.parse(text) is not None


class BelgianGpsCoordinatesRecognizer(GpsCoordinatesRecognizer):
    """Finds bare pairs of decimal degrees in the box around Belgium; four decimals tell them from times."""

    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("in Belgium", rf"{_LEFT}(?=(?:49|50|51)[.,][0-9]{{4}})(?:{_PAIR}){_RIGHT}", 0.6),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return coordinates.is_in_belgium(text)
