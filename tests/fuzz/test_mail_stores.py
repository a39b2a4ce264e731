"""Whatever the bytes: readers of mail stores yield segments that can be encoded and placed, or raise `ExtractError`."""

from __future__ import annotations

import contextlib
import io
import itertools
import random

import pytest
from fakes.outlook_files import ADDRESS_SET, DataFile, Mail, msg

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Segment, Text
from pii_scan.extract.mapi import Message, Properties
from pii_scan.extract.registry import open_reading
from pii_scan.extract.signed import read as read_signed
from pii_scan.extract.tnef import message_of
from pii_scan.extract.tnefwriting import written
from pii_scan.settings.settings import Limits

LIMITS = Limits(content_bytes=1 << 22, expanded_bytes=1 << 24)
RTF = b"{\\rtf1\\ansi\\fromhtml1{\\*\\htmltag <p>}N\\'e9 \\u8364 ?{\\*\\htmltag </p>}}"
PACKED = bytes((len(RTF) + 12, 0, 0, 0, len(RTF), 0, 0, 0)) + b"MELA" + bytes(4) + RTF
INNER = Mail({0x1A: "IPM.Note", 0x37: "inner", 0x1000: "text " * 500}, [{0x3001: "An", 0xC15: 1}], [({}, b"x" * 9000)])
OUTER = Mail(
    {0x1A: "IPM.Note", 0x37: "outer", 0x1009: PACKED, (ADDRESS_SET, 0x8083): "jan@example.be", 0x3A42: 10**17},
    [{0x3001: "Bert", 0x39FE: "b@example.be", 0xC15: 2}],
    [({0x3707: "a.txt"}, b"data"), ({0x3001: "fw"}, INNER)],
)


def _data_file(*, wide: bool, code: int) -> bytes:
    made = DataFile(wide=wide, code=code)
    made.mail(OUTER, made.folder("Inbox", 0x401))
    return made.written()


def _tnef() -> bytes:
    data = msg(OUTER)
    segments = open_reading(Content("a.msg", io.BytesIO(msg(Mail({}, [], [({}, OUTER)]))), len(data)), LIMITS).segments
    return next(s.open().read() for s in segments if isinstance(s, Member))


SIGNED = bytes.fromhex("3080 06092a864886f70d010702 a080 3080 020101 3100 3080 06092a864886f70d010701 a080 2480 0403")
SIGNED += b"abc" + bytes(12)
EMLX = b"40\nFrom: a@example.be\nTo: b\nSubject: c\n\ntext<plist version='1.0'><dict/></plist>"
OLM = b"<emails><email><OPFMessageCopySubject>a</OPFMessageCopySubject><OPFMessageCopyBody>b</OPFMessageCopyBody></email></emails>"
SAMPLES = {
    "msg": (msg(OUTER), 150),
    "tnef": (_tnef(), 300),
    "pst": (_data_file(wide=True, code=1), 60),
    "ansi.pst": (_data_file(wide=False, code=0), 60),
    "p7m": (SIGNED, 300),
    "emlx": (EMLX, 300),
    "xml": (OLM, 300),
}


def _damaged(data: bytes, source: random.Random) -> bytes:
    damaged = bytearray(data)
    for _ in range(source.choice((1, 4, 30))):
        damaged[source.randrange(len(damaged))] = source.choice((0, 1, 0x7F, 0xFF, source.randrange(256)))
    if source.random() < 0.3:
        del damaged[source.randrange(len(damaged)) :]
    if source.random() < 0.2:
        at = source.randrange(len(damaged) + 1)
        damaged[at:at] = source.randbytes(source.randrange(1, 64))
    return bytes(damaged)


def _sound(segment: Segment, depth: int) -> None:
    if isinstance(segment, Text):
        segment.text.encode()
        assert all(a < b for (a, _), (b, _) in itertools.pairwise(segment.places))
    elif isinstance(segment, Member) and depth:
        with contextlib.suppress(ExtractError):
            data = segment.open().read()
            _exhaust(data, segment.name, depth - 1)


def _exhaust(data: bytes, name: str, depth: int = 3) -> None:
    with contextlib.suppress(ExtractError):
        for segment in open_reading(Content(name, io.BytesIO(data), len(data)), LIMITS).segments:
            _sound(segment, depth)


@pytest.mark.parametrize("kind", SAMPLES)
def test_damage_is_an_extract_error(kind: str) -> None:
    data, rounds = SAMPLES[kind]
    source = random.Random(f"{kind} 1")
    for _ in range(rounds):
        _exhaust(_damaged(data, source), f"x.{kind}")


def test_what_is_written_is_read_as_it_was() -> None:
    source = random.Random(3)
    for _ in range(200):
        properties = Properties()
        for _ in range(source.randrange(6)):
            guid = source.randbytes(16)
            key = source.choice((source.randrange(1, 0x8000), (guid, source.randrange(1 << 32)), (guid, "Näme")))
            kind = source.choice((0x1F, 0x102, 0x101F, 0x1003, 3, 0x40))
            many = source.randrange(3) if kind & 0x1000 else 1
            size = {3: 4, 0x1003: 4, 0x40: 8}.get(kind)
            properties.put(key, kind, [source.randbytes(size or source.randrange(9)) for _ in range(many)])
        again = message_of(written(Message(properties), LIMITS).read())

        assert again.properties.raw == properties.raw
        assert not again.broken


def test_endless_frames_are_no_recursion() -> None:
    for data in (b"\x30\x80" * 100_000, b"\x24\x80" * 5000, SIGNED[:40] + b"\x24\x80" * 5000):
        with pytest.raises(ExtractError):
            list(read_signed(Content("x.p7m", io.BytesIO(data), len(data)), LIMITS))
