"""Laws of the mail reader: headers, bodies, attachments; hostile mails cost no more than themselves."""

from __future__ import annotations

import io
import time
from email.message import EmailMessage

import pytest

from pii_scan.core.errors import CorruptContentError, EmptyContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import mail
from pii_scan.settings.settings import Limits


def read(data: bytes) -> list[Segment]:
    return list(mail.read(Content("a.eml", io.BytesIO(data), len(data)), Limits()))


def part(segments: list[Segment], name: str) -> str:
    return "".join(s.text for s in segments if isinstance(s, Text) and s.places and s.places[0][1] == {"part": name})


def members(segments: list[Segment]) -> dict[str, bytes]:
    return {s.name: s.open().read() for s in segments if isinstance(s, Member)}


@pytest.fixture
def message() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Hélène Example <helene@example.be>"
    made["To"] = "Bert <bert@example.be>"
    made["Subject"] = "Dossier élevé"
    made["Message-ID"] = "<not.an.address@example.be>"
    made.set_content("Numéro 42.01.22-999.06\n", cte="quoted-printable")
    made.add_alternative("<p>Numéro <b>42.01.22</b>-999.06</p>", subtype="html")
    return made


def test_header_text_and_html_are_read_at_their_places(message: EmailMessage) -> None:
    found = read(message.as_bytes())

    assert "From: Hélène Example <helene@example.be>\n" in part(found, "header")
    assert "Subject: Dossier élevé" in part(found, "header")
    assert "not.an.address" not in part(found, "header")
    assert "Numéro 42.01.22-999.06" in part(found, "body")
    assert "Numéro 42.01.22-999.06" in part(found, "html")


def test_attachments_are_members_with_their_own_names(message: EmailMessage) -> None:
    for data in (b"one", b"two"):
        message.add_attachment(data, maintype="application", subtype="pdf", filename="../x/\u00e9t\u00e9.pdf")
    message.add_attachment(b"three", maintype="image", subtype="png")
    message.add_attachment("four", filename="note.txt")
    found = members(read(message.as_bytes()))

    assert found["été.pdf"] == b"one"
    assert found["été (2).pdf"] == b"two"
    assert b"three" in found.values()
    assert next(name for name, data in found.items() if data == b"three").endswith(".png")
    assert found["note.txt"].strip() == b"four"


def test_a_nested_mail_is_a_member_as_it_stands(message: EmailMessage) -> None:
    outer = EmailMessage()
    outer["Subject"] = "Fwd"
    outer.set_content("see below")
    outer.add_attachment(message)
    ((name, data),) = members(read(outer.as_bytes())).items()

    assert name.endswith(".eml")
    assert "Subject: Dossier élevé" in part(read(data), "header")


def test_words_cut_within_a_character_are_put_together() -> None:
    found = read(b"From: =?utf-8?b?SMOpbMM=?= =?utf-8?b?qG5l?= <a@b.be>\nSubject: =?x-unknown?q?caf=C3=A9_?=\n\nx")

    assert "Hélène <a@b.be>" in part(found, "header")
    assert "café" in part(found, "header")


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (b"From: x\nContent-Type: text/plain; charset=nonsense\n\ncaf\xc3\xa9", "café"),
        (b"From: x\nContent-Type: text/plain; charset=utf-8\n\ncaf\xe9", "café"),
        (b"From: x\nContent-Transfer-Encoding: base64\n\n!!!Y2FuYXJ5", "canary"),
        (b"From: x\nContent-Type: multipart/mixed\n\ncanary", "canary"),
        (b"From: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ncanary", "canary"),
        (
            b"From: x\nContent-Type: multipart/mixed; boundary=b\n\nbefore\n--b\n\nx\n--b--\nafter canary",
            "after canary",
        ),
        (b"From: x\nContent-Type: text/plain; charset*=1'2\n\ncanary", "canary"),
        (b"From: x\nContent-Type: text/plain; format=flowed\n\n42 01 22 \n999 06", "42 01 22 999 06"),
        (
            b"From: x\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; an@example.be\n\n",
            "an@example.be",
        ),
    ],
)
def test_broken_mails_are_read(source: bytes, shown: str) -> None:
    assert shown in part(read(source), "body")


def test_a_mail_saved_in_wide_characters_is_read() -> None:
    assert "canary" in part(read("From: x\nTo: y\n\ncanary".encode("utf-16")), "body")


def test_hostile_headers_cost_little_and_the_cut_is_told() -> None:
    start = time.process_time()
    found = read(b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\nTo: " + b"(" * 5_000 + b"\n\ncanary")

    assert time.process_time() - start < 2
    assert Unread(Reason.TOO_LARGE) in found
    assert "canary" in part(found, "body")


def test_many_attachments_of_one_name_have_each_its_own() -> None:
    part_of = b"--b\nContent-Disposition: attachment; filename=a.txt\n\nx\n"
    data = b"From: a\nContent-Type: multipart/mixed; boundary=b\n\n" + part_of * 20_000 + b"--b--\n"
    found = members(read(data))

    assert len(found) == 20_000
    assert "a (20000).txt" in found


def test_parts_nested_without_end_are_told_and_still_read() -> None:
    data = b"From: x\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(2_000)
    )
    found = read(data + b"\ncanary")

    assert Unread(Reason.TOO_DEEP) in found
    assert any("canary" in s.text for s in found if isinstance(s, Text))


def test_mails_nested_without_end_are_handed_on_one_by_one() -> None:
    ((_, data),) = members(
        read(b"From: x\n" + b"Content-Type: message/rfc822\n\nFrom: y\n" * 2_000 + b"\ncanary")
    ).items()

    assert data.endswith(b"canary")


def test_an_encrypted_part_is_told_by_its_name() -> None:
    data = b"From: x\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nAAAA"

    assert Unread(Reason.ENCRYPTED, "smime.p7m") in read(data)


def test_no_bytes_and_no_header_are_told() -> None:
    with pytest.raises(EmptyContentError):
        read(b"")
    with pytest.raises(CorruptContentError):
        read(b"\n\njust text")
