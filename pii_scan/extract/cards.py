"""vCards and calendars: their content lines put together and told under labels that people use.

Folded lines are unfolded, quoted-printable and escapes are decoded, a name or address in parts becomes one. A picture
or sound inside a card is a member.
"""

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from quopri import decodestring

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Unread
from pii_scan.extract.encoding import decode, detect
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.lines import text_lines
from pii_scan.settings.settings import MIB, Limits

_HEAD_BYTES = 1 << 16
_LONGEST_CHARS = 16 * MIB
_PROPERTY = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)((?:;[^:\";]*+(?:\"[^\"]*+\"[^:\";]*+)*+)*+):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([^=;\"]*)(?:=((?:\"[^\"]*\"|[^;\"])*))?")
_SEMICOLON = re.compile(r"(?<!\\);")
_ESCAPED = re.compile(r"\\([\\,;nN])")
_NUMBERS = re.compile(r"(?:geo:)?(-?\d{1,3}(?:\.\d+)?)[;,](-?\d{1,3}(?:\.\d+)?)")
_MEDIA = {"PHOTO": "photo", "LOGO": "logo", "SOUND": "sound", "ATTACH": "attachment", "KEY": "key"}
_BASE64 = re.compile(r"data:[^,]{0,200};base64,", re.IGNORECASE)
_LABELS = {
    "FN": "Name",
    "NICKNAME": "Nickname",
    "TEL": "Tel",
    "EMAIL": "E-mail",
    "BDAY": "Date of birth",
    "TITLE": "Function",
    "ROLE": "Profession",
    "NOTE": "Note",
    "SUMMARY": "Subject",
}
_PEOPLE = frozenset({"ATTENDEE", "ORGANIZER", "CONTACT"})


@dataclass(slots=True)
class _Line:
    """A content line put together; `number` is that of its first line in the file."""

    text: str = field(repr=False)
    number: int


@dataclass(slots=True)
class _Property:
    name: str
    parameters: dict[str, str] = field(repr=False)
    value: str = field(repr=False)
    line: int


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the cards, an empty line between them; places are the lines on which properties begin."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    leaves, media = Leaves(), 0
    for line in _unfolded(text_lines(content.stream, encoding)):
        found = _property(line)
        if len(line.text) > _LONGEST_CHARS:
            yield Unread(Reason.TOO_LARGE)
        elif found is None:
            leaves.add(line.text + "\n", line.number, "")
        elif (data := _embedded(found)) is not None:
            media += 1
            name = f"{_MEDIA.get(found.name, 'data')}-{media}{_suffix(found)}"
            yield Member(name, partial(_opened, data))
        else:
            for told in _told(found):
                leaves.add(told + "\n", found.line, "")
        if leaves.is_full:
            yield from leaves.rest()
    yield from leaves.rest()


def _unfolded(lines: Iterator[str]) -> Iterator[_Line]:
    """Put content lines together; of one beyond all measure only the start is kept, long enough to tell."""
    pieces: list[str] = []
    first = length = 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        soft = bool(pieces) and pieces[-1].endswith("=") and _is_quoted_printable(pieces[0])
        if pieces and (soft or line[:1] in (" ", "\t")):
            pieces[-1] = pieces[-1][:-1] if soft else pieces[-1]
            length += len(line)
            if length <= _LONGEST_CHARS + (1 << 20):
                pieces.append(line if soft else line[1:])
            continue
        if pieces:
            yield _Line("".join(pieces), first)
        pieces, first, length = [line], number, len(line)
    if pieces:
        yield _Line("".join(pieces), first)


def _is_quoted_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line[:200].partition(":")[0].upper()


def _property(line: _Line) -> _Property | None:
    found = _PROPERTY.fullmatch(line.text[:_LONGEST_CHARS])
    if found is None:
        return None
    parameters = {key.strip().upper(): value.strip().strip('"') for key, value in _PARAMETER.findall(found[2])}
    value = found[3]
    if _is_quoted_printable(line.text):
        value = _from_quoted_printable(value, parameters.get("CHARSET"))
    return _Property(found[1].upper(), parameters, value, line.number)


def _from_quoted_printable(value: str, charset: str | None) -> str:
    data = decodestring(value.encode("utf-8", "replace"))
    return decode(data, declared=charset)[0]


def _embedded(found: _Property) -> str | None:
    """Give what is in a property in base64, None where it is no such."""
    start = _BASE64.match(found.value)
    if start is not None:
        return found.value[start.end() :]
    coded = {found.parameters.get("ENCODING", "").upper(), *(key for key, text in found.parameters.items() if not text)}
    return found.value if not coded.isdisjoint({"B", "BASE64"}) else None


def _suffix(found: _Property) -> str:
    kind = (found.parameters.get("TYPE") or found.parameters.get("FMTTYPE", "").rpartition("/")[2]).lower()
    return f".{kind}" if kind.isalnum() and len(kind) <= 5 else ""


def _opened(data: str) -> io.BytesIO:
    try:
        return io.BytesIO(binascii.a2b_base64(data.encode("ascii", "ignore")))
    except binascii.Error:
        raise CorruptContentError("no base64") from None


def _told(found: _Property) -> Iterator[str]:
    """Give the lines that tell a property; what opens or closes something parts it from the next."""
    name, value = found.name, found.value
    if name in ("BEGIN", "END"):
        yield ""
    elif name == "N":
        yield f"Name: {_joined(value, (3, 1, 2, 0, 4))}"
    elif name == "ADR":
        lines = (_joined(value, order) for order in ((2, 1, 0), (5, 3), (4, 6)))
        yield f"Address: {', '.join(line for line in lines if line)}"
    elif name == "ORG":
        yield f"Organization: {', '.join(filter(None, _parts(value)))}"
    elif name == "GEO" and (point := _NUMBERS.fullmatch(value.strip())):
        yield f"GPS: {point[1]}, {point[2]}"
    else:
        if found.parameters.get("CN"):
            yield f"{'Contact' if name in _PEOPLE else name}: {found.parameters['CN']}"
        yield f"{_LABELS.get(name, name)}: {_plain(value.removeprefix('tel:') if name == 'TEL' else value)}"


def _parts(value: str) -> list[str]:
    return [_plain(part).strip() for part in _SEMICOLON.split(value)]


def _joined(value: str, order: tuple[int, ...]) -> str:
    parts = _parts(value)
    return " ".join(parts[at] for at in order if at < len(parts) and parts[at])


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
