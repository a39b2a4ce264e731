"""Mail messages: headers, text and HTML bodies; attachments and nested mails as members.

Only the structure comes from the standard library, under the policy that parses no header: the other one loses a mail
to a hostile address and spends gigabytes on a hostile subject. A nested mail is not parsed but handed out as it is,
so depth is counted where members are.
"""

from __future__ import annotations

import io
import mimetypes
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import BinaryIO, cast

from pii_scan.core.errors import CorruptContentError, EmptyContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import plain
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.limits import read_whole
from pii_scan.extract.mailwords import decoded_words
from pii_scan.extract.markup import rendered
from pii_scan.settings.settings import Limits

_HEADER_CHARS = 1 << 16
NO_DATA = re.compile(
    r"message-id|references|in-reply-to|mime-version|content-.*|dkim-.*|domainkey-.*|arc-.*|thread-index|x-ms-.*|"
    r"x-microsoft-.*|x-forefront-.*|x-spam.*|x-virus.*|x-google-.*|x-gm-.*|list-.*|x-mailer|user-agent|precedence|"
    r"authentication-results|x-priority|importance|accept-language|x-uidl|status|x-status|lines|x-mozilla-.*",
    re.IGNORECASE,
)
"""Names of header fields that say nothing about anybody."""
_FLOWED = re.compile(r" \r?\n(?!>)")
_WHOLE_MAIL = frozenset({"message/rfc822", "message/global", "message/news"})
_AS_BODY = frozenset({"text/plain", "text/rfc822-headers", "text/enriched", "text/richtext"})
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_STRANGE = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the standard library lets through where the parameters of a header are broken."""
_MARKUP_IN_TEXT = {"text/enriched": re.compile(r"<[^<>\n]{1,40}>"), "text/richtext": re.compile(r"<[^<>\n]{1,40}>")}


class _Mail(Message):
    """A part whose nested mails stay bytes: to the parser they are no containers."""

    def get_content_maintype(self) -> str:
        maintype = super().get_content_maintype()
        return "application" if maintype == "message" else maintype


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the header, then each part in order.

    A structure too deep for the parser is read as plain text, and an `Unread` says so.

    Raises:
        EmptyContentError: there are no bytes.
    """
    data = read_whole(content, limits)
    if not data:
        raise EmptyContentError("no bytes")
    try:
        message = message_from_bytes(_from_header(data), _Mail, policy=compat32)
    except RecursionError:
        yield from plain.texts(decode(data)[0])
        yield Unread(Reason.TOO_DEEP)
        return
    if not message.keys():
        raise CorruptContentError("no header")
    yield from _header(message)
    yield from _Parts(limits).of(message, 0)


def header_of(data: bytes) -> Iterator[Segment]:
    """Yield the header that stands alone in `data`, as other stores of mail keep it."""
    yield from _header(message_from_bytes(_from_header(data), _Mail, policy=compat32))


def _from_header(data: bytes) -> bytes:
    """Skip what mail programs leave before the header; a mail saved as wide characters becomes bytes again."""
    if b"\0" in data[:4]:
        data = decode(data)[0].encode("utf-8")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return data[1:] if data.startswith(b">From ") else data


def _header(message: Message) -> Iterator[Segment]:
    composition, cut = Composition(), False
    for name, value in _fields(message):
        if NO_DATA.fullmatch(name):
            continue
        cut = cut or len(value) > _HEADER_CHARS
        composition.add(f"{name}: {decoded_words(value[:_HEADER_CHARS])}\n", {"part": "header"})
    yield from composition.rest()
    if cut:
        yield Unread(Reason.TOO_LARGE)


def _fields(message: Message) -> Iterator[tuple[str, str]]:
    """Give names and values as they stand, bytes that are no ASCII in whatever encoding they are."""
    for name, value in message.raw_items():
        text = str(value)
        if not text.isascii():
            text = decode(text.encode("utf-8", "surrogateescape"))[0]
        yield name, text


class Names:
    """The names that members of one mail have."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._tried: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """Give a member its own name: two attachments of one mail may well be called alike."""
        stem, dot, suffix = name.rpartition(".")
        number, unique = self._tried.get(name, 1), name
        while unique in self._given:
            number += 1
            unique = f"{stem} ({number}).{suffix}" if dot and stem else f"{name} ({number})"
        self._given.add(unique)
        self._tried[name] = number
        return unique


class _Parts:
    """The parts of one mail, with the names its members have."""

    def __init__(self, limits: Limits) -> None:
        self._depth = limits.depth
        self._count = 0
        self._names = Names()

    def of(self, part: Message, depth: int) -> Iterator[Segment]:
        """Yield a part and all parts in it."""
        if depth > self._depth:
            yield from body_text(_joined(part))
            yield Unread(Reason.TOO_DEEP)
            return
        self._count += 1
        if not part.is_multipart():
            yield from self._leaf(part)
            return
        for outside in (part.preamble, part.epilogue):
            yield from body_text(_decoded_text(outside or ""))
        if part.get_content_type() == "message/delivery-status":
            yield from body_text(_joined(part))
            return
        for inner in cast("list[Message]", part.get_payload()):
            yield from self.of(inner, depth + 1)

    def _leaf(self, part: Message) -> Iterator[Segment]:
        kind, name = part.get_content_type(), _file_name(part)
        shown = name is None and part.get_content_disposition() != "attachment"
        if shown and kind in _HTML:
            yield from rendered(_body(part), {"part": "html"})
        elif shown and (kind in _AS_BODY or (kind.startswith(("multipart/", "message/")) and kind not in _WHOLE_MAIL)):
            yield from self._plain(part, kind)
        elif data := _payload(part):
            unique = self._unique(name, kind)
            is_encrypted = _is_encrypted(part, kind, data)
            yield Unread(Reason.ENCRYPTED, unique) if is_encrypted else Member(unique, _opener(data), len(data))

    def _plain(self, part: Message, kind: str) -> Iterator[Segment]:
        text = _body(part)
        if _parameter(part, "format").lower() == "flowed":
            text = _FLOWED.sub(" ", text)
        if kind in _MARKUP_IN_TEXT:
            text = _MARKUP_IN_TEXT[kind].sub("", text)
        yield from body_text(text)

    def _unique(self, name: str | None, kind: str) -> str:
        """Give a member its own name, made from its kind where it has none."""
        if name is None:
            suffix = ".eml" if kind in _WHOLE_MAIL else mimetypes.guess_extension(kind) or ".bin"
            name = f"part-{self._count}{suffix}"
        return self._names.unique(name)


def _joined(part: Message) -> str:
    """Give headers and texts of a part's parts as one text."""
    lines: list[str] = []
    for inner in part.walk():
        lines.extend(f"{name}: {decoded_words(value[:_HEADER_CHARS])}" for name, value in _fields(inner))
        if not inner.is_multipart():
            lines.append(_body(inner))
    return "\n".join(lines)


def body_text(text: str, part: str = "body") -> Iterator[Text]:
    """Yield a text that stands in one part, in stretches."""
    for stretch in plain.texts(text):
        yield Text(stretch.text, ((0, {"part": part}),))


def bare_name(name: str) -> str:
    """Give a file's name without folders, "" where nothing of it is left."""
    return re.split(r"[/\\]", name)[-1].replace("\0", "").strip()


def _body(part: Message) -> str:
    return decode(_payload(part), declared=_parameter(part, "charset"))[0]


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _STRANGE:
        payload = None
    if isinstance(payload, bytes):
        return payload
    raw = part.get_payload()
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _decoded_text(text: str) -> str:
    return text if text.isascii() else decode(text.encode("utf-8", "surrogateescape"))[0]


def _parameter(part: Message, name: str) -> str:
    """Give a parameter of the content type, "" where there is none or it cannot be understood."""
    if len(str(part.get("content-type", ""))) > _HEADER_CHARS:
        return ""
    try:
        value = part.get_param(name)
    except _STRANGE:
        return ""
    if isinstance(value, tuple):
        value = value[2]
    return str(value or "")


def _file_name(part: Message) -> str | None:
    """Give the name an attachment goes by, without folders."""
    try:
        name = part.get_filename()
    except _STRANGE:
        return None
    name = _decoded_text(decoded_words(str(name))) if name else ""
    return bare_name(name) or None


def _is_encrypted(part: Message, kind: str, data: bytes) -> bool:
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return _parameter(part, "smime-type").lower() in ("enveloped-data", "authenveloped-data")
    return kind == "application/octet-stream" and b"-----BEGIN PGP MESSAGE-----" in data[:256]


def _opener(data: bytes) -> Callable[[], BinaryIO]:
    return lambda: io.BytesIO(data)
