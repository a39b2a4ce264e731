"""Messages, contacts, appointments and tasks of Outlook, from whatever file they come: told as mails are.

Header, text and HTML stand at the places a mail's have; the fields of a contact or an appointment are its text. Every
other text property is told too, unless its words were told before.
"""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Callable, Iterator
from functools import partial

from pii_scan.core.errors import EmptyContentError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import compound, mail, msg, rtf, tnef
from pii_scan.extract.composition import Composition
from pii_scan.extract.compressedrtf import unpacked, wrapped_html
from pii_scan.extract.encoding import decode
from pii_scan.extract.limits import read_whole
from pii_scan.extract.mapi import INTERNET_CODE_PAGE, LOST, STRING_SET, Attachment, Key, Message, Properties, codec_of
from pii_scan.extract.mapifields import (
    DAYS,
    LABELS,
    LIST_MEMBERS,
    addresses_of,
    is_told,
    label_of,
    name_of,
    people_in,
    person,
)
from pii_scan.extract.markup import declared_encoding, rendered
from pii_scan.extract.tnefwriting import written
from pii_scan.settings.settings import Limits

_CLASS, _SUBJECT, _HEADERS, _SENT = 0x1A, 0x37, 0x7D, 0x39
_PLAIN, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_DISPLAY_NAME, _ADDRESS, _SMTP = 0x3001, 0x3003, 0x39FE
_SENDERS: tuple[tuple[str, Key, tuple[Key, ...]], ...] = (
    ("From", 0x42, (0x5D02, 0x65)),
    ("Sender", 0xC1A, (0x5D01, 0xC1F)),
    ("Reply-To", 0x50, ()),
    ("Received by", 0x40, (0x5D07, 0x76)),
    ("Received by", 0x44, (0x5D08, 0x78)),
)
_RECIPIENT_KIND = 0xC15
_KINDS = {1: "To", 2: "Cc", 3: "Bcc"}
_SHOWN_RECIPIENTS: tuple[tuple[str, Key], ...] = (("To", 0xE04), ("Cc", 0xE03), ("Bcc", 0xE02))
_FILE_NAMES: tuple[Key, ...] = (0x3707, 0x3704, 0x3001)
_SUFFIX, _MEDIA_TYPE, _METHOD = 0x3703, 0x370E, 0x3705
_ELSEWHERE = frozenset({0, 2, 3, 4, 7})
"""Ways to attach what is no part of the message: by its path, or on a server."""
_PATHS: tuple[Key, ...] = (0x370D, 0x3708)
_WORD = re.compile(r"\w+")
_APART = "\1"
"""Parts the fields of some texts."""
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{8}+")
_SENT_THINGS = ("ipm.note", "ipm.schedule", "report", "ipm.appointment", "ipm.taskrequest", "ipm.post")


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the header, text and HTML, the fields of contacts and the like, then the attachments.

    Raises:
        EmptyContentError: there are no bytes.
        CorruptContentError: it is no message.
    """
    head = content.stream.read(8)
    content.stream.seek(0)
    if not head:
        raise EmptyContentError("no bytes")
    if head.startswith(compound.MAGIC):
        message = msg.message_of(content.stream)
    else:
        message = tnef.message_of(read_whole(content, limits))
    yield from _Telling(message, limits).segments()


class _Telling:
    """What is told of one message, and what was told of it before."""

    def __init__(self, message: Message, limits: Limits) -> None:
        self._message = message
        self._properties = message.properties
        self._limits = limits
        self._told = ""
        self._composition = Composition()
        kind = self._properties.text(_CLASS).lower()
        self._is_sent = not kind or kind.startswith(_SENT_THINGS)

    def segments(self) -> Iterator[Segment]:
        """Yield all there is."""
        yield from self._noted(self._transported())
        self._header()
        yield from self._composition.rest()
        yield from self._noted(self._bodies())
        for part, fields in (("body", self._labelled()), ("metadata", self._others())):
            for label, text in fields:
                self._tell(label, text, part)
                yield from self._composition.drain()
        yield from self._composition.rest()
        names = mail.Names()
        for number, attachment in enumerate(self._message.attachments, 1):
            yield from self._attachment(attachment, number, names)
        if self._message.broken:
            yield Unread(Reason.CORRUPT)

    def _noted(self, segments: Iterator[Segment]) -> Iterator[Segment]:
        for segment in segments:
            if isinstance(segment, Text):
                self._told += f"{segment.text}\n"
            yield segment

    def _tell(self, label: str, text: str, part: str) -> None:
        """Add a text under its label, unless it was told."""
        if text and not self._is_told(text):
            self._composition.add(f"{label}: {text}\n" if label else f"{text}\n", {"part": part})
            self._told += f"{text}\n"

    def _is_told(self, text: str) -> bool:
        return text in self._told and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self._told) is not None

    def _transported(self) -> Iterator[Segment]:
        lines = self._properties.text(_HEADERS)
        if lines:
            yield from mail.header_of(lines.encode("utf-8", "replace"))

    def _header(self) -> None:
        """Tell who sent it to whom, where the header it traveled under does not."""
        for label, text in self._people():
            self._tell(label, text, "header" if self._is_sent else "metadata")
        subject = self._properties.text(_SUBJECT)
        self._tell("Subject", subject[2:] if subject[:1] < " " else subject, "header")  # its prefix's length before it
        if self._is_sent and not self._properties.text(_HEADERS):
            sent = self._properties.time(_SENT)
            self._tell("Date", f"{sent:%Y-%m-%d %H:%M}" if sent else "", "header")

    def _people(self) -> Iterator[tuple[str, str]]:
        """Give labels and people: who sends, and who receives."""
        found = [(label, self._sender(name, addresses)) for label, name, addresses in _SENDERS]
        if not found[0][1]:
            found[0:2] = [("From", found[1][1])]
        yield from ((label, text) for label, text in found if text)
        for row in self._message.recipients:
            kind = (row.number(_RECIPIENT_KIND) or 1) & 0xF
            text = person(row.text(_DISPLAY_NAME, 0x5FF6), row.text(_SMTP, _ADDRESS))
            if text:
                yield _KINDS.get(kind, "To"), text
        for label, key in _SHOWN_RECIPIENTS:
            for name in self._properties.text(key).split(";"):
                if name.strip():
                    yield label, name.strip()

    def _sender(self, name: Key, addresses: tuple[Key, ...]) -> str:
        text = person(self._properties.text(name), self._properties.text(*addresses))
        return "" if text.lower() == "unknown" else text

    def _bodies(self) -> Iterator[Segment]:
        plain = self._properties.text(_PLAIN)
        yield from mail.body_text(plain, "body")
        html = self._html()
        packed = self._properties.binary(_RTF)
        source = b""
        if packed:
            try:
                source = unpacked(packed).rstrip(b"\0")
            except ExtractError as error:
                yield Unread(error.reason)
        wrapped = wrapped_html(source) if source and not html else None
        if html or wrapped:
            yield from rendered(html or wrapped or "", {"part": "html"})
        elif source:
            yield from self._rich(source, plain)

    def _html(self) -> str:
        kind_is_text = self._properties.text(_HTML)
        if kind_is_text:
            return kind_is_text
        data = self._properties.binary(_HTML)
        declared = codec_of(self._properties.number(INTERNET_CODE_PAGE)) or declared_encoding(data)
        return decode(data, declared=declared)[0].replace("\0", "")

    def _rich(self, source: bytes, plain: str) -> Iterator[Segment]:
        """Yield the text of RTF, unless the plain text says every word of it."""
        words = set(_WORD.findall(plain))
        try:
            for segment in rtf.read(Content("", io.BytesIO(source), len(source)), self._limits):
                if isinstance(segment, Text) and not words.issuperset(_WORD.findall(segment.text)):
                    places = tuple((at, {"part": "body", **where}) for at, where in segment.places)
                    yield Text(segment.text, places or ((0, {"part": "body"}),))
        except ExtractError as error:
            yield Unread(error.reason)

    def _labelled(self) -> Iterator[tuple[str, str]]:
        """Give what a contact, an appointment or a task says in fields of its own."""
        properties = self._properties
        yield "Name", name_of(properties)
        yield from ((label, properties.day(key)) for key, label in DAYS.items())
        yield from addresses_of(properties)
        for key, text in properties.texts():
            is_own = isinstance(key, tuple) and key[0] == STRING_SET and is_told(key)
            if key in LABELS or (is_own and _says(text)):
                yield label_of(key), text
        for entry in (entry for key in LIST_MEMBERS for entry in properties.binaries(key)):
            yield "Member", people_in(entry)

    def _others(self) -> Iterator[tuple[str, str]]:
        for key, text in self._properties.texts():
            pieces = text.split(_APART) if is_told(key) else ()
            yield from ((label_of(key), piece.strip()) for piece in pieces if _says(piece.strip()))

    def _attachment(self, attachment: Attachment, number: int, names: mail.Names) -> Iterator[Segment]:
        properties = attachment.properties
        name = mail.bare_name(properties.text(*_FILE_NAMES))
        path = properties.text(*_PATHS)
        if path and not self._is_told(path):
            yield from mail.body_text(f"{path}\n", "metadata")
        if attachment.message is not None:
            unique = names.unique(f"{name or f'part-{number}'}.msg" if not name.lower().endswith(".msg") else name)
            yield Member(unique, partial(_as_stream, attachment.message, self._limits))
        elif attachment.streams:
            for inner, data in attachment.streams:
                yield Member(names.unique(f"{name or f'part-{number}'}/{inner}"), partial(_opened, data))
        else:
            unique = names.unique(name or f"part-{number}{_suffix(properties)}")
            if attachment.data is not None:
                yield Member(unique, partial(_opened, attachment.data))
            elif (reason := _why_lost(properties)) is not None:
                yield Unread(reason, unique)


def _says(text: str) -> bool:
    """Tell a text that may be about somebody from identifiers, classes and other marks of programs."""
    is_mark = text.startswith(("{", "IPM.", "/o=", "/O=", "EX:")) or _HEXADECIMAL.fullmatch(text)
    return (
        len(text) > 1 and not is_mark and text.lower() != "unknown" and any(character.isalnum() for character in text)
    )


def _suffix(properties: Properties) -> str:
    media_type = properties.text(_MEDIA_TYPE).lower()
    if media_type.startswith("multipart/"):
        return ".eml"
    return properties.text(_SUFFIX) or mimetypes.guess_extension(media_type) or ".bin"


def _opened(data: Callable[[], bytes]) -> io.BytesIO:
    return io.BytesIO(data())


def _as_stream(message: Callable[[], Message], limits: Limits) -> io.BytesIO:
    return written(message(), limits)


def _why_lost(properties: Properties) -> Reason | None:
    """Tell why an attachment has nothing to read, None where it is one that stands elsewhere."""
    said = properties.text(LOST)
    if said:
        return Reason(said) if said in Reason.__members__.values() else Reason.CORRUPT
    return None if properties.number(_METHOD) in _ELSEWHERE else Reason.CORRUPT
