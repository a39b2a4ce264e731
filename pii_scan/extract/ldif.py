"""LDIF, the entries of a directory: lines put together, what is in base64 decoded, told under labels that people use.

A picture or certificate in an entry is a member; a value that stands elsewhere is not fetched.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract.cells import BinaryCells
from pii_scan.extract.encoding import detect
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.lines import text_lines
from pii_scan.settings.settings import MIB, Limits

_HEAD_BYTES = 1 << 16
_LONGEST_CHARS = 16 * MIB
_ATTRIBUTE = re.compile(r"([\w.-]+)((?:;[\w-]+)*):(:?)[ \t]*(.*)", re.DOTALL)
_LABELS = {
    **dict.fromkeys(("cn", "displayname"), "Name"),
    **dict.fromkeys(("sn", "surname"), "Last name"),
    **dict.fromkeys(("givenname", "gn"), "First name"),
    **dict.fromkeys(("mail", "rfc822mailbox", "proxyaddresses"), "E-mail"),
    **dict.fromkeys(("telephonenumber", "homephone", "facsimiletelephonenumber", "othertelephone"), "Tel"),
    **dict.fromkeys(("mobile", "pager"), "GSM"),
    **dict.fromkeys(("postaladdress", "homepostaladdress", "registeredaddress"), "Address"),
    **dict.fromkeys(("street", "streetaddress"), "Street"),
    **dict.fromkeys(("postalcode",), "Postal code"),
    **dict.fromkeys(("l", "localityname"), "City"),
    **dict.fromkeys(("dateofbirth", "birthdate"), "Date of birth"),
    **dict.fromkeys(("description", "info", "comment"), "Note"),
    **dict.fromkeys(("title", "personaltitle"), "Function"),
}
_ADDRESSES = frozenset({"Address"})


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the entries, an empty line between them; places are the lines on which values begin."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    leaves, cells = Leaves(), BinaryCells("entry")
    for number, line in _unfolded(text_lines(content.stream, encoding)):
        if len(line) > _LONGEST_CHARS:
            yield Unread(Reason.TOO_LARGE)
            continue
        leaves.add(_told(line, number, cells) + "\n", number, "")
        yield from cells.taken()
        if leaves.is_full:
            yield from leaves.rest()
    yield from leaves.rest()


def _unfolded(lines: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Put lines together, with the number of the first; of one beyond all measure only the start is kept."""
    pieces: list[str] = []
    first = length = 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        if pieces and line.startswith(" "):
            length += len(line)
            if length <= _LONGEST_CHARS + MIB:
                pieces.append(line[1:])
            continue
        if pieces:
            yield first, "".join(pieces)
        pieces, first, length = [line], number, len(line)
    if pieces:
        yield first, "".join(pieces)


def _told(line: str, number: int, cells: BinaryCells) -> str:
    found = _ATTRIBUTE.fullmatch(line)
    if found is None:
        return line
    name, value = found[1], found[4]
    if found[3]:
        try:
            data = binascii.a2b_base64(value.encode("ascii", "ignore"))
        except binascii.Error:
            return line
        value = cells.text(data, number, name) or ""
    label = _LABELS.get(name.lower(), name)
    return f"{label}: {value.replace('$', ', ') if label in _ADDRESSES else value}"
