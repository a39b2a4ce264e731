"""XML and JSON of banks, health care and maps: values under labels that people use, and joined to what they mean.

A standard names things its own way (`Cdtr/Nm`, `birthTime`), and cuts one name, address or point into several elements.
A name or a point is told as a whole, at one of its parts; an address so too, beside its parts. Everything else stays
where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from pii_scan.core.place import Where
from pii_scan.core.types import Content, Segment, Text
from pii_scan.extract import records
from pii_scan.extract.composition import Composition
from pii_scan.settings.settings import Limits

_NAME, _ADDRESS, _HOLDER, _BIRTH, _PHONE = "Name", "Address", "Account holder", "Date of birth", "Phone"
_NUMBER, _COMMUNICATION = "NISS", "Communication"
_TITLE = "Title"
"""For what is called a name and is one of a thing: of a place, a route, an institution."""
_LABELS = {
    "dbtr/nm": _HOLDER,
    "cdtr/nm": _HOLDER,
    "ultmtdbtr/nm": _HOLDER,
    "ultmtcdtr/nm": _HOLDER,
    "initgpty/nm": _HOLDER,
    "pty/nm": _HOLDER,
    "ownr/nm": _HOLDER,
    "birthdt": _BIRTH,
    "phnenb": _PHONE,
    "mobnb": _PHONE,
    "emailadr": "E-mail",
    "adrline": _ADDRESS,
    "ustrd": _COMMUNICATION,
    "cdtrrefinf/ref": _COMMUNICATION,
    "patientrole/id/extension": _NUMBER,
    "birthdate/date": _BIRTH,
    "birthtime": _BIRTH,
    "birthdate": _BIRTH,
    "telecomnumber": _PHONE,
    "telecom": _PHONE,
    "name/text": _NAME,
    "address/text": _ADDRESS,
    **dict.fromkeys(("placemark/name", "folder/name", "document/name", "networklink/name"), _TITLE),
    **dict.fromkeys(("groundoverlay/name", "screenoverlay/name", "photooverlay/name"), _TITLE),
    **dict.fromkeys(("wpt/name", "trk/name", "rte/name", "rtept/name", "metadata/name", "resource/name"), _TITLE),
    "author/name": "Author",
}
_ROLES = {
    "given": "given",
    "firstname": "given",
    "family": "family",
    "familyname": "family",
    "strtnm": "street",
    "street": "street",
    "streetname": "street",
    "streetaddressline": "street",
    "line": "street",
    "bldgnb": "number",
    "housenumber": "number",
    "pstcd": "code",
    "zip": "code",
    "postalcode": "code",
    "twnnm": "town",
    "city": "town",
    "lat": "lat",
    "latitude": "lat",
    "latitudedegrees": "lat",
    "lon": "lon",
    "longitude": "lon",
    "longitudedegrees": "lon",
}
_ALONE = {"given": "First name", "family": "Last name", "lat": "lat", "lon": "lon"}
"""Parts that are told by themselves only where the others are missing."""
_STEPS = 3
_MOST_PARTS = 8
_LON_LAT = re.compile(r"(-?\d{1,3}(?:\.\d+)?)[, ](-?\d{1,2}(?:\.\d+)?)(?:[, ]-?[\d.]+)?(?=\s|\Z)")
_DEGREES = re.compile(r"-?\d{1,3}(?:\.\d+)?")
_TRACK_POINTS = frozenset({"coordinates", "coord"})
_VALUE = "@value"
_IDENTIFIERS = frozenset({"id", "identifier"})
_SCHEMES = frozenset({"s", "system"})
_NATIONAL = re.compile(r"ID-PATIENT|INSS|ssin|insz|niss", re.IGNORECASE)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield what `records.read` does, under these labels."""
    telling = _Telling()
    for segment in records.read(content, limits):
        if isinstance(segment, Text) and segment.first_line is None:
            yield from telling.of(segment)
        else:
            yield segment


class _Meaning(NamedTuple):
    """What the last names of a path mean: the own name, the part of a whole that it is, the label that people use."""

    name: str
    role: str
    label: str


class _Telling:
    """One document being told anew, piece by piece."""

    def __init__(self) -> None:
        self._out = Composition()
        self._group = ""  # the path of the element whose parts are gathered
        self._parts: dict[str, list[tuple[str, Where]]] = {}
        self._scheme = ""  # which numbering the identifier that follows is of

    def of(self, segment: Text) -> Iterator[Text]:
        text = segment.text
        starts = chain(((start, where) for start, where in segment.places), [(len(text), {})])
        for (start, where), (end, _) in pairwise(starts):
            self._piece(text[start:end], where)
        self._close()
        yield from self._out.rest()

    def _piece(self, text: str, where: Where) -> None:
        path = str(where.get("path", ""))
        if not path:
            self._close()
            self._out.add(text, where)
            return
        owner, meaning = _meant(path)
        if owner != self._group:
            self._close()
            self._group = owner
        before, colon, value = text.partition(": ")
        if not colon:  # a further line of a text, or the key of an object or a list
            if not (meaning.name in _TRACK_POINTS and self._track(before, where)):
                self._out.add(text, where)
            return
        value = value.rstrip("\n")
        self._value(f"{self._label(meaning, path) or before}: {value}\n", value, where, meaning)

    def _value(self, told: str, value: str, where: Where, meaning: _Meaning) -> None:
        if meaning.name in _TRACK_POINTS and self._track(value, where):
            return
        if meaning.role:
            self._parts.setdefault(meaning.role, []).append((value, where))
        if meaning.role not in _ALONE:
            self._out.add(told, where)
        if meaning.name != "sv":  # the version of the numbering
            self._scheme = value if meaning.name in _SCHEMES else ""

    def _label(self, meaning: _Meaning, path: str) -> str:
        """Give the label that people use, an empty one where the standard's own will do."""
        if meaning.name in _IDENTIFIERS and _NATIONAL.search(self._scheme):
            return _NUMBER
        return meaning.label or (meaning.name if path.endswith(_VALUE) else "")  # `value` says nothing

    def _track(self, value: str, where: Where) -> bool:
        points = _LON_LAT.findall(value)
        for longitude, latitude in points:
            self._out.add(f"GPS: {latitude}, {longitude}\n", where)
        return bool(points)

    def _close(self) -> None:
        """Tell what the parts of an element mean together."""
        parts, self._parts, self._group = self._parts, {}, ""
        if not parts:
            return
        is_named = self._whole(_NAME, parts, ("given", "family"), least=("family", "given"))
        is_placed = self._point(parts)
        for role, label in _ALONE.items():
            if not (is_named if role in ("given", "family") else is_placed):
                for value, where in parts.get(role, ()):
                    self._out.add(f"{label}: {value}\n", where)
        self._whole(_ADDRESS, parts, ("street", "number", ",", "code", "town"), least=("street", "town"))

    def _point(self, parts: dict[str, list[tuple[str, Where]]]) -> bool:
        latitudes, longitudes = parts.get("lat", []), parts.get("lon", [])
        is_one = len(latitudes) == len(longitudes) == 1
        if not is_one or not all(_DEGREES.fullmatch(value) for value, _ in (*latitudes, *longitudes)):
            return False
        self._out.add(f"GPS: {latitudes[0][0]}, {longitudes[0][0]}\n", latitudes[0][1])
        return True

    def _whole(
        self, label: str, parts: dict[str, list[tuple[str, Where]]], order: tuple[str, ...], *, least: tuple[str, ...]
    ) -> bool:
        if any(role not in parts for role in least) or any(len(parts.get(role, ())) > _MOST_PARTS for role in order):
            return False
        joined = " ".join(
            "," if role == "," else " ".join(value for value, _ in parts[role])
            for role in order
            if role == "," or role in parts
        )
        self._out.add(f"{label}: {joined.replace(' ,', ',')}\n", parts[least[0]][0][1])
        return True


def _meant(path: str) -> tuple[str, _Meaning]:
    """Give the path of the element or object that a value is a part of, and what its own last names mean."""
    own = path.removesuffix(f"/{_VALUE}").removesuffix(".value") if path.endswith("value") else path
    steps = own.rsplit("/" if "/" in own else ".", _STEPS)[-_STEPS:]
    meaning = _meaning(tuple([step.partition("[")[0] for step in steps]))
    return own[: len(own) - len(steps[-1])], meaning


@lru_cache(maxsize=4096)
def _meaning(steps: tuple[str, ...]) -> _Meaning:
    names = [step.rpartition(":")[2].lstrip("@").lower() for step in steps]
    keys = ("/".join(names[first:]) for first in range(len(names)))
    label = next((_LABELS[key] for key in keys if key in _LABELS), "")
    return _Meaning(names[-1], _ROLES.get(names[-1], ""), label)
