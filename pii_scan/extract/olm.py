"""Mails as Outlook for Mac exports them: XML whose elements are a mail's fields; each mail told as one.

An archive of it (`.olm`) is a zip file; its attachments are members there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pii_scan.core.errors import CorruptContentError, ExtractError
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import mail
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.extract.mapifields import person
from pii_scan.extract.markup import rendered
from pii_scan.extract.xmlstream import XmlStream
from pii_scan.settings.settings import Limits

_MAIL = "email"
_PEOPLE = {
    "OPFMessageCopyFromAddresses": "From",
    "OPFMessageCopySenderAddress": "Sender",
    "OPFMessageCopyReplyToAddresses": "Reply-To",
    "OPFMessageCopyToAddresses": "To",
    "OPFMessageCopyCCAddresses": "Cc",
    "OPFMessageCopyBCCAddresses": "Bcc",
}
_FIELDS = {"OPFMessageCopySubject": "Subject", "OPFMessageCopySentTime": "Date"}
_BODIES = frozenset({"OPFMessageCopyBody", "OPFMessageCopyHTMLBody"})
_PREFIX = "OPFMessageCopy"
_NO_DATA = ("MessageID", "Reference", "Exchange", "Preview", "ReceivedTime", "ModDate", "Thread", "InReplyTo", "Get")
_ADDRESS, _NAME, _FILE = "OPFContactEmailAddressAddress", "OPFContactEmailAddressName", "OPFAttachmentName"


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield each mail's header, bodies and other fields; where the XML breaks off, an `Unread` says so.

    Raises:
        CorruptContentError: nothing of it is XML.
    """
    mails = _Mails()
    stream = XmlStream(mails, limits.xml_depth)
    is_told = False
    try:
        while chunk := content.stream.read(CHUNK_BYTES):
            stream.feed(chunk)
            for segment in mails.ready():
                is_told = True
                yield segment
        stream.close()
    except ExtractError as error:
        broken = error
    else:
        return
    mails.end(_MAIL)
    for segment in mails.ready():
        is_told = True
        yield segment
    if not is_told:
        raise CorruptContentError("nothing of it is XML") from broken
    yield Unread(broken.reason)


class _Mails:
    """Hears the elements; keeps the mail at hand and those that are complete."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._text: list[str] = []
        self._header: list[str] = []
        self._bodies: list[str] = []
        self._others: list[str] = []
        self._ready: list[tuple[list[str], list[str], list[str]]] = []

    def ready(self) -> Iterator[Segment]:
        """Give the mails that came together since."""
        mails, self._ready = self._ready, []
        for header, bodies, others in mails:
            composition = Composition()
            for line in header:
                composition.add(f"{line}\n", {"part": "header"})
            yield from composition.rest()
            for body in bodies:
                is_markup = body.lstrip()[:1] == "<"
                yield from rendered(body, {"part": "html"}) if is_markup else mail.body_text(body)
            for line in others:
                composition.add(f"{line}\n", {"part": "metadata"})
            yield from composition.rest()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """See `Listener.start`."""
        self._open.append(name)
        self._text = []
        someone = person(attributes.get(_NAME, ""), attributes.get(_ADDRESS, ""))
        if someone:
            label = next((_PEOPLE[outer] for outer in reversed(self._open) if outer in _PEOPLE), "Contact")
            self._header.append(f"{label}: {someone}")
        if attributes.get(_FILE):
            self._others.append(f"Attachment: {attributes[_FILE]}")

    def data(self, text: str) -> None:
        """See `Listener.data`."""
        self._text.append(text)

    def end(self, name: str) -> None:
        """See `Listener.end`."""
        text, self._text = "".join(self._text).strip(), []
        if self._open:
            self._open.pop()
        short = name.removeprefix(_PREFIX)
        if name in _BODIES:
            self._bodies += [text] if text and text not in self._bodies else []
        elif name in _FIELDS:
            self._header += [f"{_FIELDS[name]}: {text}"] if text else []
        elif text and short != name and not short.startswith(_NO_DATA):
            self._others.append(f"{short}: {text}")
        if name == _MAIL:
            self._ready.append((self._header, self._bodies, self._others))
            self._header, self._bodies, self._others = [], [], []
