"""Laws of Outlook data files: every message of every folder a member, whatever version and coding."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from fakes.outlook_files import ADDRESS_SET, PASSWORD_CODE, PUBLIC_STRINGS, DataFile, Mail

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import kinds, pst, sniff
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

LIMITS = Limits()
INNER = Mail(
    {0x1A: "IPM.Note", 0x37: "inner", 0x1000: "Numéro 42.01.22-999.06 " * 400},
    [{0x3001: "An Maes", 0x39FE: "an@example.be", 0xC15: 1}],
    [({0x3707: "long.txt"}, b"canary " * 3000)],
)
OUTER = Mail(
    {0x1A: "IPM.Note", 0x37: "\1\4FW outer", 0x1000: "Bonjour", (PUBLIC_STRINGS, "Dossier"): "D 12", 0xE1B: True},
    [{0x3001: "Bert", 0x39FE: "bert@example.be", 0xC15: 2}, {0x3001: "Cis", 0xC15: 3}],
    [({0x3707: "y.txt"}, b"data of y"), ({0x3001: "Fwd"}, INNER)],
)
CONTACT = Mail({0x1A: "IPM.Contact", 0x3A06: "Jan", 0x3A11: "Peeters", (ADDRESS_SET, 0x8083): "jan@example.be"})


def data_file(**version: object) -> bytes:
    made = DataFile(**version)
    inbox = made.folder("Boîte de réception", 0x401)
    made.mail(OUTER, inbox)
    made.mail(INNER, made.folder("Privé/2", 0x402, inbox))
    made.mail(CONTACT, made.folder("Contacts", 0x403))
    return made.written()


def read(data: bytes, name: str = "archive.pst", limits: Limits = LIMITS) -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), limits).segments)


def opened(data: bytes) -> dict[str, bytes]:
    segments = open_reading(Content("archive.pst", io.BytesIO(data), len(data)), LIMITS).segments
    return {s.name: s.open().read() for s in segments if isinstance(s, Member)}


def text(segments: list[Segment]) -> str:
    return "".join(s.text for s in segments if isinstance(s, Text))


@pytest.mark.parametrize("wide", [True, False], ids=["unicode", "ansi"])
@pytest.mark.parametrize("code", [0, 1, 2])
def test_every_message_of_every_folder_is_a_member_in_every_version(*, wide: bool, code: int) -> None:
    found = opened(data_file(wide=wide, code=code))

    assert list(found) == ["Boîte de réception/00001.msg", "Boîte de réception/Privé_2/00001.msg", "Contacts/00001.msg"]
    outer = read(found["Boîte de réception/00001.msg"], "00001.msg")
    assert "Cc: Bert <bert@example.be>\nBcc: Cis\nSubject: FW outer\n" in text(outer)
    assert "Bonjour" in text(outer)
    assert "Dossier: D 12\n" in text(outer)
    assert "42.01.22-999.06" in text(read(found["Boîte de réception/Privé_2/00001.msg"], "00001.msg"))
    assert "Name: Jan Peeters\nE-mail: jan@example.be\n" in text(read(found["Contacts/00001.msg"], "00001.msg"))


@pytest.mark.parametrize(("wide", "code", "page_entries"), [(True, 1, 10), (False, 1, 10), (True, 2, 2), (False, 0, 2)])
def test_attachments_are_members_and_messages_in_messages_are_read_again(
    *, wide: bool, code: int, page_entries: int
) -> None:
    outer = opened(data_file(wide=wide, code=code, page_entries=page_entries))["Boîte de réception/00001.msg"]
    inside = {s.name: s.open().read() for s in read(outer, "00001.msg") if isinstance(s, Member)}

    assert inside["y.txt"] == b"data of y"
    inner = read(inside["Fwd.msg"], "Fwd.msg")
    assert "To: An Maes <an@example.be>\nSubject: inner\n" in text(inner)
    assert text(inner).count("42.01.22-999.06") == 400
    assert [(s.name, s.open().read()) for s in inner if isinstance(s, Member)] == [("long.txt", b"canary " * 3000)]


def test_a_password_keeps_nothing_from_being_read() -> None:
    assert PASSWORD_CODE.to_bytes(4, "little") in data_file(code=0)
    assert len(opened(data_file(code=0))) == 3


def test_a_member_goes_by_the_kind_of_a_message() -> None:
    data = opened(data_file())["Contacts/00001.msg"]

    assert sniff.media_type(data, "00001.msg", io.BytesIO(data)) == kinds.OUTLOOK


def test_a_damaged_block_costs_only_what_stands_in_it() -> None:
    data = bytearray(data_file(code=0))
    at = data.find("Bonjour".encode("utf-16-le"))
    data[at - 200 : at + 200] = bytes(400)
    found = opened(bytes(data))

    assert Unread(Reason.CORRUPT, "Boîte de réception/00001.msg") in read(bytes(data))
    assert "jan@example.be" in text(read(found["Contacts/00001.msg"], "x.msg"))


def test_a_message_in_a_message_that_cannot_be_reached_is_told() -> None:
    data = bytearray(data_file(code=0))
    pointer = (0x10401 << 5 | 4).to_bytes(4, "little")  # the second attachment's message, in a block of subnodes
    at = data.find(pointer + bytes(4))
    data[at : at + 4] = b"\xff" * 4
    found = read(opened(bytes(data))["Boîte de réception/00001.msg"], "00001.msg")

    assert Unread(Reason.CORRUPT, "Fwd") in found
    assert "Bonjour" in text(found)


@pytest.mark.parametrize("wide", [True, False])
def test_a_file_that_cannot_be_opened_is_gone_through_node_by_node(*, wide: bool) -> None:
    made = DataFile(wide=wide, page_entries=2)
    made.mail(Mail({0x1A: "IPM.Note", 0x1000: "Numéro 42.01.22-999.06"}), made.folder("Inbox", 0x401))
    made.mail(INNER, made.folder("Sent", 0x402))  # without one name of a property, libpff opens no file
    data = made.written()
    found = read(data)

    assert found[-1] == Unread(Reason.CORRUPT)
    assert [text(read(message, "x.msg")).count("42.01.22-999.06") for message in opened(data).values()] == [1, 400]


def test_a_place_beyond_all_files_is_damage() -> None:
    data = bytearray(data_file())
    data[4:8] = bytes(4)  # libpff opens no file whose header's check is wrong
    data[240:248] = b"\xff" * 8  # where the tree of blocks begins
    (member, *_, end) = read(bytes(data))

    assert end == Unread(Reason.CORRUPT)
    with pytest.raises(CorruptContentError):
        member.open()


def test_more_messages_than_a_container_may_hold_are_told() -> None:
    assert read(data_file(), limits=replace(LIMITS, members=2))[-1] == Unread(Reason.TOO_MANY)


def test_what_is_no_data_file_is_told() -> None:
    for data in (b"", b"!BDN", data_file()[:600], b"!BDN" + bytes(5000)):
        with pytest.raises(CorruptContentError):
            list(pst.read(Content("a.pst", io.BytesIO(data), len(data)), LIMITS))


def test_recipients_that_cannot_be_reached_are_told() -> None:
    data = bytearray(data_file(code=0))
    at = data.find(b"\x7c", data.find("bert@example.be".encode("utf-16-le")) - 400)
    data[at - 3 : at + 60] = bytes(63)  # the head of the table's heap

    found = read(opened(bytes(data))["Boîte de réception/00001.msg"], "00001.msg")
    assert Unread(Reason.CORRUPT) in found
    assert "Bonjour" in text(found)
