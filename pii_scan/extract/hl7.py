"""HL7 version 2: messages of hospitals and laboratories, segment by segment, with the fields of persons labelled.

What parts fields, components and repetitions is what the message's own first segment says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pii_scan.core.types import Content, Segment
from pii_scan.extract.encoding import detect
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.lines import text_lines
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_HEADERS = ("MSH", "FHS", "BHS")
_FRAME = "\v\x1c"
_SEGMENT = re.compile(r"[A-Z][A-Z0-9]{2}")
_NATIONAL = re.compile(r"NN|SS|NISS|INSS|INSZ|SSIN|RRN|BE\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What parts the pieces of a message, and how these characters are written where they are meant."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    part: str = "&"

    def plain(self, text: str) -> str:
        """Give text without escapes and with blanks between its parts."""
        text = text.replace(self.part, " ") if self.part else text
        if not self.escape or self.escape not in text:
            return text
        meant = {"F": self.field, "S": self.component, "T": self.part, "R": self.repetition, "E": self.escape}
        mark = re.escape(self.escape)
        return re.sub(
            rf"{mark}([^{mark}]{{0,20}}){mark}",
            lambda found: meant.get(found[1], "\n" if found[1] == ".br" else " "),
            text,
        )


Told = tuple[str, str]


def _person(components: Sequence[str]) -> str:
    """Join `family^given^further^suffix^prefix`."""
    return _joined(components, (4, 1, 2, 0))


def _provider(components: Sequence[str]) -> str:
    """Join `number^family^given`."""
    return _joined(components, (2, 1))


def _address(components: Sequence[str]) -> str:
    """Join `street^further^town^region^postcode^country`."""
    lines = (_joined(components, order) for order in ((0, 1), (4, 2), (3, 5)))
    return ", ".join(line for line in lines if line)


def _joined(components: Sequence[str], order: tuple[int, ...]) -> str:
    return " ".join(components[at] for at in order if at < len(components) and components[at])


def _whole(components: Sequence[str]) -> str:
    return " ".join(filter(None, components))


def _first(components: Sequence[str]) -> str:
    return components[0]


def _date(components: Sequence[str]) -> str:
    return components[0][:8]


_NAME, _ADDRESS, _BIRTH, _PHONE, _NISS = "Name", "Address", "Date of birth", "Phone", "NISS"
_FIELDS: dict[tuple[str, int], tuple[str, Callable[[Sequence[str]], str]]] = {
    ("PID", 2): ("Patient id", _first),
    ("PID", 3): ("Patient id", _first),
    ("PID", 4): ("Patient id", _first),
    ("PID", 5): (_NAME, _person),
    ("PID", 6): (_NAME, _person),
    ("PID", 7): (_BIRTH, _date),
    ("PID", 9): (_NAME, _person),
    ("PID", 11): (_ADDRESS, _address),
    ("PID", 13): (_PHONE, _whole),
    ("PID", 14): (_PHONE, _whole),
    ("PID", 19): (_NISS, _first),
    ("NK1", 2): (_NAME, _person),
    ("NK1", 4): (_ADDRESS, _address),
    ("NK1", 5): (_PHONE, _whole),
    ("NK1", 6): (_PHONE, _whole),
    ("NK1", 16): (_BIRTH, _date),
    ("GT1", 3): (_NAME, _person),
    ("GT1", 5): (_ADDRESS, _address),
    ("GT1", 6): (_PHONE, _whole),
    ("GT1", 8): (_BIRTH, _date),
    ("GT1", 12): (_NISS, _first),
    ("IN1", 16): (_NAME, _person),
    ("IN1", 18): (_BIRTH, _date),
    ("IN1", 19): (_ADDRESS, _address),
    ("IN1", 36): ("Policy number", _first),
    ("PV1", 7): ("Doctor", _provider),
    ("PV1", 8): ("Doctor", _provider),
    ("PV1", 9): ("Doctor", _provider),
    ("PV1", 17): ("Doctor", _provider),
    ("ORC", 12): ("Doctor", _provider),
    ("OBR", 16): ("Doctor", _provider),
    ("DG1", 3): ("Diagnosis", _whole),
    ("DG1", 4): ("Diagnosis", _whole),
    ("AL1", 3): ("Allergy", _whole),
}
_IDENTIFIERS = frozenset({("PID", 2), ("PID", 3), ("PID", 4)})


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the messages, an empty line before each; places are lines: a segment is one."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    leaves, marks = Leaves(), _Marks()
    for number, raw in enumerate(text_lines(content.stream, encoding), 1):
        line = raw.strip("\r\n" + _FRAME)
        if line.startswith(_HEADERS):
            marks = _marks(line)
            leaves.add("\n", number, "")
        for told in _told(line, marks):
            leaves.add(told + "\n", number, "")
        if leaves.is_full:
            yield from leaves.rest()
    yield from leaves.rest()


def _marks(line: str) -> _Marks:
    field = line[3:4] or "|"
    coding = line[4:].partition(field)[0]
    return _Marks(field, *coding[:4]) if len(set(coding[:4])) == len(coding[:4]) else _Marks(field)


def _told(line: str, marks: _Marks) -> Iterator[str]:
    fields = line.split(marks.field)
    segment = fields[0]
    if not _SEGMENT.fullmatch(segment):
        if line.strip():
            yield line
        return
    shift = segment in _HEADERS  # there the mark itself is the first field
    for number, text in enumerate(fields[1:], 1 + shift):
        if text and not (shift and number == 2):
            for repeated in text.split(marks.repetition):
                yield from _field(
                    segment, number, [marks.plain(one) for one in repeated.split(marks.component)], fields
                )


def _field(segment: str, number: int, components: list[str], fields: Sequence[str]) -> Iterator[str]:
    label, told = _FIELDS.get((segment, number), (f"{segment}-{number}", _whole))
    if (segment, number) in _IDENTIFIERS and any(_NATIONAL.match(one) for one in components[3:]):
        label = _NISS
    if segment == "OBX" and number == 5 and len(fields) > 3:
        label = fields[3].replace("^", " ").strip() or label
    value = told(components).strip()
    if value:
        yield f"{label}: {value}"
