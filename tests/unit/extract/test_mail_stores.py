"""Laws of what else mails come in: signed data, Apple's and the Mac's files, folders of single mails, web archives."""

from __future__ import annotations

import base64
import datetime as dt
import io
import zipfile
import zlib
from email.message import EmailMessage

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from fakes.outlook_files import Mail, msg

from pii_scan.core.errors import CorruptContentError, EncryptedError, UnsupportedFormatError
from pii_scan.core.types import Content, Member, Segment, Text
from pii_scan.extract import kinds
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

LIMITS = Limits()
SIGNED_DATA, DATA, ENVELOPED, DIGESTED = (f"06092a864886f70d0107{kind}" for kind in ("02", "01", "03", "05"))
COMPRESSED = "060b2a864886f70d0109100109"


def read(data: bytes, name: str) -> tuple[str, list[Segment]]:
    reading = open_reading(Content(name, io.BytesIO(data), len(data)), LIMITS)
    return reading.media_type, list(reading.segments)


def text(segments: list[Segment]) -> str:
    return "".join(s.text for s in segments if isinstance(s, Text))


def members(segments: list[Segment]) -> dict[str, bytes]:
    return {s.name: s.open().read() for s in segments if isinstance(s, Member)}


def element(tag: int, *inner: bytes) -> bytes:
    body = b"".join(inner)
    length = len(body).to_bytes(3, "big")
    return bytes((tag, 0x83)) + length + body


def frame(kind: str, *content: bytes) -> bytes:
    return element(0x30, bytes.fromhex(kind), element(0xA0, *content))


@pytest.fixture(scope="module")
def signed() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Jan Peeters (Signature)"),
            x509.NameAttribute(NameOID.SURNAME, "Peeters"),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, "85073003328"),
        ]
    )
    now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    built = built.serial_number(7).not_valid_before(now).not_valid_after(now + dt.timedelta(days=9999))
    built = built.add_extension(x509.SubjectAlternativeName([x509.RFC822Name("jan@example.be")]), critical=False)
    certificate = built.sign(key, hashes.SHA256())
    body = b"Content-Type: text/plain; charset=utf-8\r\n\r\nNISS 85.07.30-033.28\r\n"
    made = pkcs7.PKCS7SignatureBuilder().set_data(body).add_signer(certificate, key, hashes.SHA256())
    return made.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])


def test_what_is_signed_is_a_member_and_who_signed_is_told(signed: bytes) -> None:
    kind, found = read(signed, "smime.p7m")

    assert kind == kinds.PKCS7
    for line in ("Name: Jan Peeters (Signature)", "Last name: Peeters", "National number: 85073003328"):
        assert f"{line}\n" in text(found)
    assert "E-mail: jan@example.be\n" in text(found)
    ((name, data),) = members(found).items()
    assert name == "smime.eml"
    assert "NISS 85.07.30-033.28" in text(read(data, name)[1])


@pytest.mark.parametrize("armor", ["PEM", "base64"])
def test_signed_data_is_known_in_letters_too(signed: bytes, armor: str) -> None:
    letters = base64.encodebytes(signed)
    data = letters if armor == "base64" else b"-----BEGIN PKCS7-----\n" + letters + b"-----END PKCS7-----\n"

    assert "smime.eml" in members(read(data, "smime.p7m")[1])


def test_a_signed_file_keeps_its_name_in_pieces_and_lengths_left_open() -> None:
    pieces = b"\x24\x80" + element(4, b"naam;niss\n") + element(4, b"Jan;85.07.30-033.28\n") + b"\0\0"
    inner = b"\x30\x80" + bytes.fromhex(DATA) + b"\xa0\x80" + pieces + b"\0\0\0\0"
    whole = (
        b"\x30\x80"
        + bytes.fromhex(SIGNED_DATA)
        + b"\xa0\x80"
        + element(0x30, b"\2\1\1", element(0x31), inner)
        + b"\0\0\0\0"
    )

    assert members(read(whole, "clients.csv.p7m")[1]) == {"clients.csv": b"naam;niss\nJan;85.07.30-033.28\n"}
    with pytest.raises(CorruptContentError):
        read(whole[:-12], "clients.csv.p7m")


def test_compressed_data_is_unpacked_and_enveloped_data_told() -> None:
    held = element(0x30, bytes.fromhex(DATA), element(0xA0, element(4, zlib.compress(b"canary"))))
    packed = element(0x30, b"\2\1\0", element(0x30, bytes.fromhex("060b2a864886f70d0109100308")), held)

    assert members(read(frame(COMPRESSED, packed), "a.txt.p7z")[1]) == {"a.txt.p7z": b"canary"}
    with pytest.raises(EncryptedError):
        read(frame(ENVELOPED, element(0x30)), "smime.p7m")
    with pytest.raises(UnsupportedFormatError):
        read(frame(DIGESTED, element(0x30)), "x.p7m")


def mail(subject: str = "Dossier") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "Jan Peeters <jan@example.be>", "an@example.be", subject
    made.set_content("NISS 85.07.30-033.28\n")
    return made


def test_apple_s_mails_are_read_with_what_is_noted_of_them() -> None:
    data = mail().as_bytes()
    notes = b'<?xml version="1.0"?>\n<plist version="1.0"><dict><key>sender</key><string>Luc</string></dict></plist>'
    for length in (str(len(data)), f"{len(data)}      "):
        kind, found = read(length.encode() + b"\n" + data + notes, "12.emlx")

        assert kind == "message/x-emlx"
        assert "From: Jan Peeters <jan@example.be>\n" in text(found)
        assert "sender: Luc\n" in text(found)
        assert "plist" not in text(found)
    assert "NISS" in text(read(str(len(data)).encode() + b"\n" + data + b"<plist", "12.emlx")[1])


@pytest.mark.parametrize(
    "name",
    [
        "1700000000.M1P2.host:2,S",
        "1700000000.M1P2.host",
        "1700000000.1_2.mail.example.be,S=5:2,",
        "1700000000.R1.h!2,FS",
    ],
)
def test_files_of_a_maildir_are_mails_by_their_names_where_their_header_is_not_one_by_sight(name: str) -> None:
    assert read(b"X-Anything: 1\nFoo: an@example.be\n\ntext", name)[0] == "message/rfc822"
    assert read(mail().as_bytes(), name)[0] == "message/rfc822"


@pytest.mark.parametrize("name", ["1700000000.txt", "report.2,S", "1700000000.csv", "2023.M1.x"])
def test_other_names_with_numbers_are_no_maildir_s(name: str) -> None:
    assert read(b"just some text of no kind\n", name)[0] != "message/rfc822"


def test_a_mail_whose_body_is_no_text_is_a_mail() -> None:
    data = b"From: jan@example.be\nSubject: x\nContent-Type: application/octet-stream\n\n" + bytes(range(256)) * 40

    assert read(data, "x")[0] == "message/rfc822"
    assert open_reading(Content("x", io.BytesIO(data[60:]), 10_000), LIMITS).media_type == kinds.UNKNOWN


def test_web_archives_are_mails_whose_page_is_read() -> None:
    made = EmailMessage()
    made["From"], made["Subject"], made["Snapshot-Content-Location"] = "<Saved by Blink>", "Fiche", "https://x.example/"
    made.set_content("<p>NISS <b>85.07.30</b>-033.28</p>", subtype="html", cte="quoted-printable")
    made.add_related(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png")
    kind, found = read(made.as_bytes(), "fiche.mhtml")

    assert kind == "message/rfc822"
    assert "NISS 85.07.30-033.28" in text(found)
    assert len(members(found)) == 1


def test_a_mail_in_an_archive_in_a_message_of_outlook_in_a_mail_is_reached() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inside.eml", mail("inmost").as_bytes())
    outer = mail()
    held = msg(Mail({0x1A: "IPM.Note"}, [], [({0x3707: "m.zip"}, packed.getvalue())]))
    outer.add_attachment(held, maintype="application", subtype="vnd.ms-outlook", filename="fw.msg")
    data, name = outer.as_bytes(), "outer.eml"
    for following in ("fw.msg", "m.zip", "inside.eml"):
        segments = open_reading(Content(name, io.BytesIO(data), len(data)), LIMITS).segments
        data, name = next(s.open().read() for s in segments if isinstance(s, Member) and s.name == following), following

    assert "Subject: inmost\n" in text(read(data, name)[1])


OLM = """<?xml version="1.0" encoding="UTF-8"?>
<emails elementCount="2"><email><OPFMessageCopyFromAddresses>
<emailAddress OPFContactEmailAddressAddress="jan@example.be" OPFContactEmailAddressName="Jan Peeters"/>
</OPFMessageCopyFromAddresses><OPFMessageCopyCCAddresses><emailAddress OPFContactEmailAddressAddress="an@example.be"/>
</OPFMessageCopyCCAddresses><OPFMessageCopySubject>Élevé</OPFMessageCopySubject>
<OPFMessageCopyBody>&lt;p&gt;NISS &lt;b&gt;85.07.30&lt;/b&gt;-033.28&lt;/p&gt;</OPFMessageCopyBody>
<OPFMessageCopyDisplayTo>Bert</OPFMessageCopyDisplayTo><OPFMessageCopyMessageID>x@y</OPFMessageCopyMessageID>
</email><email><OPFMessageCopyBody>second text</OPFMessageCopyBody></email></emails>"""


def test_mails_of_outlook_for_mac_are_told_as_mails() -> None:
    kind, found = read(OLM.encode(), "message_00000.xml")

    assert kind == "application/x-olm+xml"
    told = [(s.places[0][1]["part"], s.text) for s in found if isinstance(s, Text)]
    assert ("header", "From: Jan Peeters <jan@example.be>\nCc: an@example.be\nSubject: Élevé\n") in told
    assert ("html", "NISS 85.07.30-033.28") in told
    assert ("metadata", "DisplayTo: Bert\n") in told
    assert ("body", "second text") in told
    assert "x@y" not in text(found)
    cut = read(OLM[:-30].encode(), "message_00000.xml")[1]
    assert "NISS 85.07.30-033.28" in text(cut)
