"""Mails and mailboxes: headers, bodies, attachments, mails in mails."""

from __future__ import annotations

import struct
from email.message import EmailMessage

from document_plants import html
from fakes.outlook_files import PUBLIC_STRINGS, DataFile, Mail, msg
from office_plants import docx
from planting import Spot

KIND, SUBJECT, PLAIN, HTML, HEADERS, FILE, SENDER = 0x1A, 0x37, 0x1000, 0x1013, 0x7D, 0x3707, 0x42


def _mail(at: Spot) -> EmailMessage:
    made = EmailMessage()
    made["From"] = f'"Office {at("sender", part="header")}" <office@example.be>'
    made["To"] = "desk@example.be"
    made["Subject"] = f"Dossier élevé {at('subject', part='header')}"
    made["X-Klant"] = at("own header", part="header")
    made.set_content(f"Numéro {at('body', part='body')}\n", cte="quoted-printable")
    made.add_alternative(f"<p>Numéro {at('HTML', part='html')}</p>", subtype="html", cte="base64")
    return made


def eml(at: Spot) -> bytes:
    made, inner = _mail(at), EmailMessage()
    made.add_attachment(at.line("lijst.txt"), maintype="text", subtype="plain", filename="lijst.txt")
    made.add_attachment(
        docx(at.inside("brief.docx")), maintype="application", subtype="octet-stream", filename="brief.docx"
    )
    made.add_attachment(html(at.inside("page.html")), maintype="text", subtype="html", filename="page.html")
    inner["Subject"] = f"Fwd {at.inside('part-8.eml')('subject of a nested mail', part='header')}"
    inner.set_content(f"Numéro {at.inside('part-8.eml')('body of a nested mail', part='body')}")
    made.add_attachment(inner)
    return made.as_bytes()  # fmt: skip


def mbox(at: Spot) -> bytes:
    return b"".join(
        b"From office@example.be Thu Jan  1 00:00:00 2026\n" + _mail(at.inside(f"{n}.eml")).as_bytes() + b"\n"
        for n in (1, 2)
    )


def outlook(at: Spot) -> Mail:
    inner_at = at.inside("Fwd.msg")
    inner = Mail(
        {KIND: "IPM.Note", SUBJECT: "Fwd", PLAIN: f"Numéro {inner_at('body of a nested message', part='body')}"}
    )
    return Mail(
        {
            KIND: "IPM.Note",
            SUBJECT: f"Dossier {at('subject', part='header')}",
            SENDER: f"Office {at('sender', part='header')}",
            PLAIN: f"Numéro {at('body', part='body')}",
            HTML: f"<p>Numéro {at('HTML', part='html')}</p>".encode(),
            0x3FDE: 65001,
            (PUBLIC_STRINGS, "Klant"): at("own property", part="body"),
        },
        [{0x3001: at("recipient", part="header"), 0x39FE: "desk@example.be", 0xC15: 1}],
        [({FILE: "lijst.txt"}, at.line("lijst.txt")), ({0x3001: "Fwd"}, inner)],
    )  # fmt: skip


def message(at: Spot) -> bytes:
    return msg(outlook(at))


def contact(at: Spot) -> bytes:
    fields = {KIND: "IPM.Contact", 0x3A06: "Jan", 0x3A11: "Peeters", PLAIN: at("note of a contact", part="body")}
    return msg(Mail({**fields, 0x3A4A: "x"}))


def data_file(at: Spot) -> bytes:
    made = DataFile()
    inbox = made.folder("Postvak", 0x401)
    made.mail(outlook(at.inside("Postvak/00001.msg")), inbox)
    deep = at.inside("Postvak/Diep/00001.msg")
    made.mail(
        Mail({KIND: "IPM.Note", PLAIN: deep("mail in a folder below", part="body")}), made.folder("Diep", 0x402, inbox)
    )
    return made.written()  # fmt: skip


def tnef(at: Spot) -> bytes:
    def attribute(level: int, number: int, value: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    return (
        b"\x78\x9f\x3e\x22\1\0"
        + attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
        + attribute(1, 0x00018004, f"Dossier {at('subject', part='header')}\0".encode())
        + attribute(1, 0x0002800C, f"Numero {at('body', part='body')}\0".encode())
        + attribute(2, 0x00069002, bytes(14))
        + attribute(2, 0x00018010, b"lijst.txt\0")
        + attribute(2, 0x0006800F, at.line("lijst.txt"))
    )


FILES = {
    "mail.eml": eml,
    "box.mbox": mbox,
    "message.msg": message,
    "contact.msg": contact,
    "data.pst": data_file,
    "winmail.dat": tnef,
}
