"""Addresses in networks, and the devices behind them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import regex
from stdnum import imsi

from recognizers.characters import GAP, digits_of
from recognizers.checks import is_iccid, is_imei
from recognizers.hosts import host, is_public
from recognizers.pattern import LEFT, RIGHT, LabelledRecognizer

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_VERSION = (
    r"(?i:v|vs|ver|vers|version|versie|release|rev|build|firmware|driver|kernel|update|patch|oid|art|article|section"
    r"|chapitre|hoofdstuk|kapitel|§)"
)
_NOT_VERSION = rf"(?<!(?<![\p{{L}}]){_VERSION}\.?[\s:=\"'(]{{0,3}})"
_FOUR = rf"(?<![\p{{L}}\p{{N}}_.\-]){_NOT_VERSION}{_OCTET}(?:\.{_OCTET}){{3}}(?![\p{{L}}\p{{N}}_\-])(?!\.[0-9])"
_SEEN_BY_A_SERVER = r"(?=[ ]-[ ](?:-|[\w.@\-]{1,64})[ ]\[|:[0-9]{2,5}(?![0-9]))"
_LARGE = 30
"""Versions and sections seldom have two numbers as large as this."""
_SMALL, _HUGE = 20, 120
"""Where the first number is smaller it may well be a version, so that the others must be larger."""
_GROUP = r"[0-9A-Fa-f]{1,4}"
_SIX = (
    rf"(?<![\p{{L}}\p{{N}}_.])(?<![0-9A-Fa-f:]:)(?:{_GROUP}:{{1,2}}){{2,7}}(?:{_OCTET}(?:\.{_OCTET}){{3}}|{_GROUP}|(?<=::))"
    rf"(?:%[a-z0-9]{{1,8}})?(?![\p{{L}}\p{{N}}_:/])(?!\.[0-9])"
)


_PAIRS = regex.compile(r"[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){7}")
"""Eight groups of two: the name of a storage port or a part of a fingerprint, and hardly an address."""


class IpAddressRecognizer(LabelledRecognizer):
    """Finds IP addresses; four small numbers with dots are as often a version or a section, so they need a label."""

    ENTITY = "IP_ADDRESS"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("IPv4, small numbers", _FOUR, 0.2),
        ("IPv4 in a log", _FOUR + _SEEN_BY_A_SERVER, 0.6),
        ("IPv6", _SIX, 0.6),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: an address of a host; IPv6 with at least three groups of its own."""
        address = host(text)
        if address is None:
            return False
        return address.version == 4 or (
            text.count(":") > 2 and bool(regex.search(r"[0-9]", text)) and not _PAIRS.fullmatch(text)
        )


class PublicIpAddressRecognizer(IpAddressRecognizer):
    """Finds IPv4 addresses of the public network whose numbers are too large for versions and sections."""

    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [("IPv4", _FOUR, 0.5)]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: public or set aside for examples, and numbers that are large."""
        address = host(text)
        if address is None or not is_public(address):
            return False
        first, *rest = map(int, text.split("."))
        large = sum(part >= _LARGE for part in (first, *rest))
        return large >= (2 if first >= _SMALL or max(rest) >= _HUGE else 3)


_PAIR = r"[0-9A-Fa-f]{2}"
_MAC_LEFT, _MAC_RIGHT = (
    r"(?:(?<![\p{L}\p{N}_:.\-])|(?<=(?i:mac|addr(?:ess)?|adres(?:se)?|ether|wlan|wifi)\)?:))",
    r"(?![\p{L}\p{N}_:\-])(?!\.[\p{L}\p{N}])",
)


class HardwareAddressRecognizer(LabelledRecognizer):
    """Finds hardware addresses; one without a letter needs a label."""

    ENTITY = "MAC_ADDRESS"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("colons", rf"{_MAC_LEFT}(?=[0-9:]{{0,16}}[A-Fa-f]){_PAIR}(?::{_PAIR}){{5}}{_MAC_RIGHT}", 0.7),
        ("hyphens", rf"{_MAC_LEFT}(?=[0-9\-]{{0,16}}[A-Fa-f]){_PAIR}(?:-{_PAIR}){{5}}{_MAC_RIGHT}", 0.6),
        (
            "three groups",
            rf"{_MAC_LEFT}(?=[0-9.]{{0,13}}[A-Fa-f])[0-9A-Fa-f]{{4}}(?:\.[0-9A-Fa-f]{{4}}){{2}}{_MAC_RIGHT}",
            0.6,
        ),
        ("digits", rf"{_MAC_LEFT}[0-9]{{2}}(?:[:\-][0-9]{{2}}){{5}}{_MAC_RIGHT}", 0.1),
        ("digits, three groups", rf"{_MAC_LEFT}[0-9]{{4}}(?:\.[0-9]{{4}}){{2}}{_MAC_RIGHT}", 0.1),
        ("glued", rf"{_MAC_LEFT}(?=[0-9]{{0,11}}[A-Fa-f])(?=[A-Fa-f]{{0,11}}[0-9])[0-9A-Fa-f]{{12}}{_MAC_RIGHT}", 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: one device's, not everybody's and not nobody's."""
        return len({char for char in text.lower() if char.isalnum()}) > 1


_IMEI_MARK = rf"[{GAP}\-/]"


class ImeiRecognizer(LabelledRecognizer):
    """Finds the numbers of mobile devices behind their label."""

    ENTITY = "IMEI"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        (
            "groups",
            rf"{LEFT}[0-9]{{2}}{_IMEI_MARK}?[0-9]{{6}}{_IMEI_MARK}[0-9]{{6}}{_IMEI_MARK}[0-9]{RIGHT}",
            0.2,
        ),
        ("glued", rf"(?<![.\-/]){LEFT}[0-9]{{15}}{RIGHT}", 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_imei(digits_of(text))


class ImsiRecognizer(LabelledRecognizer):
    """Finds subscriber numbers of mobile networks behind their label."""

    ENTITY = "IMSI"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("fifteen digits", rf"(?<![.\-/]){LEFT}[2-7][0-9]{{14}}{RIGHT}", 0.1),
        ("groups", rf"{LEFT}[2-7][0-9]{{2}}[{GAP}\-][0-9]{{2}}[{GAP}\-][0-9]{{10}}{RIGHT}", 0.1),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: fifteen digits that begin with a network that exists."""
        digits = digits_of(text)
        return len(digits) == 15 and bool(imsi.is_valid(digits))


class IccidRecognizer(LabelledRecognizer):
    """Finds the numbers of SIM cards behind their label."""

    ENTITY = "ICCID"
    LABEL_SCORE = 0.9
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("SIM card", rf"(?<![.\-/]){LEFT}89(?:[{GAP}]?[0-9]){{16,18}}{RIGHT}", 0.2),
    ]

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`."""
        return is_iccid(digits_of(text))
