"""Binary presentations, made here record by record."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence

from fakes.compounds import Streams, compound


def record(kind: int, body: bytes, instance: int = 0, version: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | version, kind, len(body)) + body


def container(kind: int, *records: bytes, instance: int = 0) -> bytes:
    return record(kind, b"".join(records), instance, version=0xF)


def chars(text: str) -> bytes:
    return record(4000, text.encode("utf-16-le"))


def narrow(text: str) -> bytes:
    return record(4008, text.encode("latin-1"))


def string(text: str, instance: int = 0) -> bytes:
    return record(4026, text.encode("utf-16-le"), instance)


def drawing(*records: bytes) -> bytes:
    return container(1036, container(0xF002, container(0xF004, container(0xF00D, *records))))


def shape_text(kind: int, text: str) -> bytes:
    value = (text + "\0").encode("utf-16-le")
    return record(0xF00B, struct.pack("<HI", kind | 0xC000, len(value)) + value, instance=1, version=3)


def slide(*records: bytes) -> bytes:
    return container(1006, *records)


def notes(of: int, *records: bytes) -> bytes:
    return container(1008, record(1009, struct.pack("<II", of, 0), version=1), *records)


def comment(author: str, text: str) -> bytes:
    body = container(12000, string(author, 0), string(text, 1), string("AB", 2))
    return container(5000, container(5002, string("___PPT10"), record(5003, body)))


def embedded(data: bytes, *, packed: bool) -> bytes:
    body = struct.pack("<I", len(data)) + zlib.compress(data) if packed else data
    return record(4113, body, instance=int(packed))


def slide_file(
    slides: Sequence[bytes],
    *,
    outlines: Sequence[Sequence[bytes]] = (),
    others: Sequence[bytes] = (),
    beside: Sequence[bytes] = (),
    stale: bytes = b"",
    encrypted: bool = False,
    streams: Streams | None = None,
) -> bytes:
    """`outlines` are texts of the list of slides; `others` live objects; `beside` records of the document."""
    listed = b""
    for number in range(len(slides)):
        listed += record(1011, struct.pack("<IIIII", number + 2, 0, 0, number + 256, 0))
        listed += b"".join(outlines[number]) if number < len(outlines) else b""
    document = container(1000, record(4080, listed, version=0xF), *beside)
    data, places = stale, []
    for live in (document, *slides[::-1], *others):  # the order in the stream is not that of the slides
        places.append(len(data))
        data += live
    order = [places[0], *places[1 : len(slides) + 1][::-1], *places[len(slides) + 1 :]]
    directory = record(6002, struct.pack(f"<I{len(order)}I", len(order) << 20 | 1, *order))
    edit = struct.pack("<IHBBIIIII", 0, 0, 0, 3, 0, len(data), 1, len(order), 0) + (b"\1\0\0\0" if encrypted else b"")
    edit_at = len(data) + len(directory)
    data += directory + record(4085, edit)
    user = record(4086, struct.pack("<III", 0x14, 0xE391C05F, edit_at))
    return compound({"PowerPoint Document": data, "Current User": user, **(streams or {})})
