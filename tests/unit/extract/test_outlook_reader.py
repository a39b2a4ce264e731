"""Laws of messages of Outlook: told as mails are, whatever file they come from."""

from __future__ import annotations

import io
import struct
from dataclasses import replace

import pytest
from fakes.outlook_files import ADDRESS_SET, APPOINTMENT_SET, PUBLIC_STRINGS, Mail, compound, msg

from pii_scan.core.errors import CorruptContentError, EmptyContentError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import kinds, outlook, sniff
from pii_scan.extract.compressedrtf import unpacked, wrapped_html
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

LIMITS = Limits()
SENT, AFTERNOON = 0x39, (374_425_200 + 11_644_473_600) * 10**7
KIND, SUBJECT, PLAIN, HTML, RTF, HEADERS = 0x1A, 0x37, 0x1000, 0x1013, 0x1009, 0x7D
NAME, SMTP, ROLE, FILE = 0x3001, 0x39FE, 0xC15, 0x3707
HTML_IN_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Num\'e9ro 42.01.22-999.06\htmlrtf\par}\htmlrtf0 "
    rb"{\*\htmltag84 <a href=\"mailto:jan@example.be\">}x{\*\htmltag84 </a>}{\f1 \'cf\'f0}\u8364 ?{\*\mhtmltag64 no}}"
)


def stored(rtf: bytes) -> bytes:
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def read(data: bytes, name: str = "a.msg", limits: Limits = LIMITS) -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), limits).segments)


def part(segments: list[Segment], name: str) -> str:
    shown = ""
    for text in (segment for segment in segments if isinstance(segment, Text)):
        ends = [*(start for start, _ in text.places[1:]), len(text.text)]
        for (start, where), end in zip(text.places, ends, strict=True):
            shown += text.text[start:end] if where == {"part": name} else ""
    return shown


def members(segments: list[Segment]) -> dict[str, bytes]:
    return {s.name: s.open().read() for s in segments if isinstance(s, Member)}


def note(**more: object) -> Mail:
    fields = {KIND: "IPM.Note", SUBJECT: "\1\5Re: Dossier élevé", PLAIN: "Numéro 42.01.22-999.06", 0x42: "Hélène Maes"}
    return Mail(
        {**fields, 0x5D02: "helene@example.be", **more.get("fields", {})}, more.get("to", []), more.get("in", [])
    )


def test_header_text_and_html_stand_where_a_mails_do() -> None:
    to = [{NAME: "Bert", SMTP: "bert@example.be", ROLE: 1}, {NAME: "An", SMTP: "an@example.be", ROLE: 3}]
    found = read(
        msg(note(fields={SENT: AFTERNOON, HTML: "<p>Numéro <b>42.01.22</b>-999.06</p>".encode(), 0x3FDE: 65001}, to=to))
    )

    header = part(found, "header")
    assert "Date: 1981-11-12 15:00\n" in header
    assert "From: Hélène Maes <helene@example.be>\n" in header
    assert "To: Bert <bert@example.be>\nBcc: An <an@example.be>\n" in header
    assert "Subject: Re: Dossier élevé\n" in header
    assert part(found, "body") == "Numéro 42.01.22-999.06"
    assert part(found, "html") == "Numéro 42.01.22-999.06"


def test_the_header_it_traveled_under_is_read_and_nothing_told_twice() -> None:
    headers = "Received: from [10.0.0.1]\r\nFrom: Hélène Maes <helene@example.be>\r\nTo: bert@example.be\r\n"
    to = [{NAME: "Bert", SMTP: "bert@example.be", ROLE: 1}, {NAME: "Ber", ROLE: 2}]
    header = part(read(msg(note(fields={HEADERS: headers}, to=to))), "header")

    assert "Received: from [10.0.0.1]" in header
    assert header.count("helene@example.be") == 1
    assert "To: Bert <bert@example.be>" in header  # its name is new
    assert "Cc: Ber\n" in header  # within another word it is not told


def test_a_server_s_own_address_gives_way_to_that_of_the_net() -> None:
    inside = "/O=OFFICE/OU=BRUSSELS/CN=RECIPIENTS/CN=HMAES"
    header = part(
        read(msg(note(fields={0x5D02: "", 0x65: inside}, to=[{0x3003: inside, SMTP: "", ROLE: 1}]))), "header"
    )

    assert "From: Hélène Maes\n" in header
    assert "To: HMAES\n" in header


@pytest.mark.parametrize(
    ("page", "text"), [(1251, "Привет Иван"), (1252, "Hélène"), (932, "日本語テスト"), (65001, "Zoë")]
)
def test_texts_that_are_no_unicode_are_in_the_code_page_that_is_told(page: int, text: str) -> None:
    data = text.encode("utf-8" if page == 65001 else f"cp{page}")

    assert text in part(read(msg(note(fields={PLAIN: data, 0x3FFD: page}))), "body")


def test_html_that_rtf_wraps_is_read_as_it_was_sent() -> None:
    html = part(read(msg(note(fields={RTF: stored(HTML_IN_RTF)}))), "html")

    assert "Numéro 42.01.22-999.06" in html
    assert "jan@example.be" in html
    assert "Пр€" in html
    assert "no" not in html


def test_rtf_is_read_where_it_says_more_than_the_text() -> None:
    rtf = stored(rb"{\rtf1\ansi Numero 42.01.22-999.06\par hidden@example.be}")

    assert "hidden@example.be" in part(read(msg(note(fields={PLAIN: "", RTF: rtf}))), "body")
    assert "hidden@example.be" in part(read(msg(note(fields={RTF: rtf}))), "body")
    assert (
        part(read(msg(note(fields={PLAIN: "hidden@example.be Numero 42.01.22-999.06", RTF: rtf}))), "body").count("@")
        == 1
    )


def test_compressed_rtf_is_unpacked_as_the_specification_s_examples() -> None:
    hello = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    crossing = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0"

    assert unpacked(bytes.fromhex(hello)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpacked(bytes.fromhex(crossing)) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert b"hello" in unpacked(bytes.fromhex(hello[:-8]))
    assert wrapped_html(b"{\\rtf1 plain}") is None
    with pytest.raises(CorruptContentError):
        unpacked(b"\0" * 20)


def test_a_damaged_rtf_body_costs_only_itself() -> None:
    found = read(msg(note(fields={RTF: b"\0" * 20})))

    assert Unread(Reason.CORRUPT) in found
    assert "Numéro" in part(found, "body")


def test_a_contact_is_told_under_labels() -> None:
    born = (374_371_200 + 11_644_473_600) * 10**7  # 12 November 1981
    contact = Mail(
        {
            KIND: "IPM.Contact",
            0x3A06: "Jan",
            0x3A11: "Peeters",
            0x3A1C: "0470 12 34 56",
            0x3A42: born - 36_000_000_000,  # midnight in Brussels
            (ADDRESS_SET, 0x8083): "jan@example.be",
            (ADDRESS_SET, 0x801A): "Kerkstraat 1\r\n1000 Brussel",
            0x3A59: "Brussel",
            0x3A29: "Nieuwstraat 2",
            (PUBLIC_STRINGS, "Rijksregisternummer"): "85.07.30-033.28",
        }
    )
    found = read(msg(contact))
    body = part(found, "body")

    assert "Name: Jan Peeters\n" in body
    assert "Date of birth: 1981-11-12\n" in body
    assert "Home address: Kerkstraat 1, 1000 Brussel\n" in body
    assert "Address: Nieuwstraat 2\n" in body
    assert "Mobile: 0470 12 34 56\n" in body
    assert "E-mail: jan@example.be\n" in body
    assert "Rijksregisternummer: 85.07.30-033.28\n" in body
    assert part(found, "metadata") == ""


def test_members_of_a_list_are_told() -> None:
    one_off = bytes(4) + bytes.fromhex("812b1fa4bea310199d6e00dd010f5402") + b"\0\0\1\x90"
    entry = one_off + "An Maes\0SMTP\0an@example.be\0".encode("utf-16-le")

    assert "Member: An Maes <an@example.be>" in part(
        read(msg(Mail({KIND: "IPM.DistList", (ADDRESS_SET, 0x8055): entry}))), "body"
    )


def test_an_appointment_tells_place_and_participants_and_other_texts_stand_apart() -> None:
    found = read(
        msg(
            Mail(
                {
                    KIND: "IPM.Appointment",
                    (APPOINTMENT_SET, 0x8208): "Rue Haute 5",
                    (APPOINTMENT_SET, 0x8238): "Bert; An",
                    0x3FFA: "Luc Claes",
                }
            )
        )
    )

    assert "Location: Rue Haute 5\nParticipants: Bert; An\n" in part(found, "body")
    assert part(found, "metadata") == "Luc Claes\n"


def test_attachments_are_members_and_messages_in_messages_are_read_again() -> None:
    inmost = note(fields={SUBJECT: "inmost"})
    inner = note(fields={SUBJECT: "inner"}, **{"in": [({NAME: "deep"}, inmost)]})
    outer = msg(
        note(
            **{
                "in": [
                    ({FILE: "../x/é.pdf"}, b"one"),
                    ({FILE: "é.pdf"}, b"x" * 5000),
                    ({NAME: "Fwd"}, inner),
                    ({}, b"?"),
                ]
            }
        )
    )
    found = members(read(outer))

    assert list(found) == ["é.pdf", "é (2).pdf", "Fwd.msg", "part-4.bin"]
    assert (found["é.pdf"], found["é (2).pdf"]) == (b"one", b"x" * 5000)
    again = read(found["Fwd.msg"])
    assert "Subject: inner\n" in part(again, "header")
    assert "Subject: inmost\n" in part(read(members(again)["deep.msg"], "deep.msg"), "header")


def test_names_and_code_pages_survive_in_a_message_within_a_message() -> None:
    inner = Mail(
        {KIND: "IPM.Note", PLAIN: "Привет".encode("cp1251"), 0x3FFD: 1251, (PUBLIC_STRINGS, "Dossier"): "D 12"}
    )
    ((_, data),) = members(read(msg(note(**{"in": [({NAME: "x"}, inner)]})))).items()

    assert "Привет" in part(read(data), "body")
    assert "Dossier: D 12" in part(read(data), "body")


def test_an_attachment_that_is_not_there_is_told() -> None:
    tree_of_none = Mail({KIND: "IPM.Note"}, [], [({FILE: "gone.pdf"}, b"")])
    data = bytearray(msg(tree_of_none))
    at = data.find("__substg1.0_37010102".encode("utf-16-le"))
    data[at : at + 2] = b"x\0"

    assert Unread(Reason.CORRUPT, "gone.pdf") in read(bytes(data))


def test_what_is_larger_than_a_content_may_be_is_told() -> None:
    outer = msg(note(**{"in": [({NAME: "Fwd"}, note(**{"in": [({FILE: "x"}, b"x" * 100_000)]}))]}))
    (member,) = (s for s in read(outer, limits=replace(LIMITS, content_bytes=50_000)) if isinstance(s, Member))

    with pytest.raises(TooLargeError):
        member.open()


def test_a_rights_managed_message_is_told_as_encrypted() -> None:
    ((_, data),) = members(
        read(msg(note(**{"in": [({FILE: "message.rpmsg"}, b"\x76\xe8\x04\x60\xc4\x11\xe3\x86x")]})))
    ).items()

    assert sniff.media_type(data, "message.rpmsg", io.BytesIO(data)) == kinds.RIGHTS_MANAGED


def attribute(level: int, number: int, value: bytes) -> bytes:
    return struct.pack("<BIH", level, number, len(value) & 0xFFFF)[:5] + struct.pack("<I", len(value)) + value + b"\0\0"


def test_winmail_dat_is_read_with_what_stood_there_before_mapi() -> None:
    sender = b"Jan Peeters\0"
    data = (
        b"\x78\x9f\x3e\x22\1\0"
        + attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
        + attribute(1, 0x00018004, "Sujet réservé\0".encode("cp1252"))
        + attribute(1, 0x00008000, struct.pack("<HHHH", 4, 24, len(sender), 20) + sender + b"SMTP:jan@example.be\0")
        + attribute(1, 0x0002800C, b"NISS 85.07.30-033.28\0")
        + attribute(2, 0x00069002, bytes(14))
        + attribute(2, 0x00018010, b"photo.txt\0")
        + attribute(2, 0x0006800F, b"canary")
    )
    reading = open_reading(Content("winmail.dat", io.BytesIO(data), len(data)), LIMITS)
    found = list(reading.segments)

    assert reading.media_type == kinds.TNEF
    assert "From: Jan Peeters <jan@example.be>\nSubject: Sujet réservé\n" in part(found, "header")
    assert "NISS 85.07.30-033.28" in part(found, "body")
    assert members(found) == {"photo.txt": b"canary"}
    cut = read(data[:-4], "winmail.dat")
    assert Unread(Reason.CORRUPT) in cut
    assert "NISS 85.07.30-033.28" in part(cut, "body")


def test_what_is_no_message_is_told() -> None:
    for data, error in (
        (b"", EmptyContentError),
        (b"nothing at all", CorruptContentError),
        (msg(note())[:600], CorruptContentError),
    ):
        with pytest.raises(error):
            list(outlook.read(Content("a.msg", io.BytesIO(data), len(data)), LIMITS))
    assert read(compound({"__properties_version1.0": b""})) == []
