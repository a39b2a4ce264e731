"""Signed data (PKCS #7, CMS: `.p7m`, `.p7s`): what was signed is a member; the signers' certificates are told.

Only the frame is taken apart, in BER as it may come: lengths left open, texts in pieces. No signature is checked. What
is enveloped is behind a key.
"""

from __future__ import annotations

import binascii
import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.x509.oid import NameOID

from pii_scan.core.errors import CorruptContentError, EncryptedError, TooDeepError, UnsupportedFormatError
from pii_scan.core.types import Content, Member, Segment
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import Expansion, read_member, read_whole
from pii_scan.settings.settings import Limits

_PKCS7 = bytes.fromhex("2a864886f70d0107")
_DATA, _SIGNED = _PKCS7 + b"\1", _PKCS7 + b"\2"
_COMPRESSED = bytes.fromhex("2a864886f70d0109100109")
_ENCRYPTED = frozenset({_PKCS7 + b"\3", _PKCS7 + b"\4", _PKCS7 + b"\6", bytes.fromhex("2a864886f70d0109100117")})
_SEQUENCE, _NUMBER, _TEXT, _CONTEXT = 0x30, 0x06, 0x04, 0xA0
_CONSTRUCTED = 0x20
_DEEPEST = 32
_MOST_CERTIFICATES = 200
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
_MAIL = re.compile(rb"\s*(?:content-|mime-version:|x-|from:|to:|subject:|date:)", re.IGNORECASE)
_SUFFIX = re.compile(r"\.(?:p7[mscb]|pem|der)$", re.IGNORECASE)
_SUBJECT = {
    NameOID.COMMON_NAME: "Name",
    NameOID.GIVEN_NAME: "First name",
    NameOID.SURNAME: "Last name",
    NameOID.EMAIL_ADDRESS: "E-mail",
    NameOID.ORGANIZATION_NAME: "Organization",
    NameOID.TITLE: "Function",
    NameOID.STREET_ADDRESS: "Address",
    NameOID.USER_ID: "User",
}
_PERSONAL_NUMBER_DIGITS = 11


@dataclass(frozen=True, slots=True)
class _Element:
    tag: int
    body: memoryview = field(repr=False)
    whole: memoryview = field(repr=False)


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the certificates' subjects, then what was signed as a member.

    Raises:
        EncryptedError: it is enveloped.
        UnsupportedFormatError: it is of another kind (a digest, a time stamp).
        CorruptContentError: the frame is broken.
    """
    kind, body = _content(_elements(memoryview(_binary(read_whole(content, limits)))))
    if kind in _ENCRYPTED:
        raise EncryptedError("enveloped data")
    if body is None or kind not in (_DATA, _SIGNED, _COMPRESSED):
        raise UnsupportedFormatError("no signed data")
    if kind == _DATA:
        yield from _member(content.name, _joined(body))
        return
    parts = list(_elements(body.body))
    if kind == _SIGNED:
        yield from _certificates(parts)
    frames = [part for part in parts if part.tag == _SEQUENCE and bytes(part.body[:1]) == b"\x06"]
    held = _content(iter(frames[:1] if kind == _SIGNED else frames[-1:]))[1]
    if held is not None:  # else a signature that stands beside what was signed
        data = _joined(held)
        yield from _member(content.name, data if kind == _SIGNED else _unpacked(data, limits))


def _binary(data: bytes) -> bytes:
    if data[:1] == b"\x30":
        return data
    if b"-----BEGIN" in data[:1024]:
        data = data.partition(b"-----BEGIN")[2].partition(b"-----\n" if b"-----\n" in data else b"-----\r\n")[2]
        data = data.partition(b"-----END")[0]
    armored = _BASE64.match(data)
    try:
        return binascii.a2b_base64(armored[0] + b"==") if armored else b""
    except binascii.Error:
        raise CorruptContentError("no base64") from None


def _elements(data: memoryview, depth: int = 0) -> Iterator[_Element]:
    """Give the elements that stand one after the other.

    Raises:
        CorruptContentError: a length reaches beyond the end.
        TooDeepError: elements of open length are nested beyond measure.
    """
    at = 0
    while at + 1 < len(data):
        tag, start, length = data[at], at + 2, data[at + 1]
        if tag & 0x1F == 0x1F:
            raise CorruptContentError("an element of a high number")
        if length == 0x80:
            end = start + _open_length(data[start:], depth)
            yield _Element(tag, data[start : end - 2], data[at:end])
        else:
            if length > 0x80:
                start += length - 0x80
                length = int.from_bytes(data[at + 2 : start], "big")
            end = start + length
            if end > len(data):
                raise CorruptContentError("an element is longer than what holds it")
            if not tag and not length:
                return
            yield _Element(tag, data[start:end], data[at:end])
        at = end


def _open_length(data: memoryview, depth: int) -> int:
    """Give the bytes that an element of open length takes up to its end mark, and with it."""
    if depth > _DEEPEST:
        raise TooDeepError("elements without end")
    size = 0
    for element in _elements(data, depth + 1):
        size += len(element.whole)
    if bytes(data[size : size + 2]) != b"\0\0":
        raise CorruptContentError("an element that does not end")
    return size + 2


def _content(elements: Iterator[_Element]) -> tuple[bytes, _Element | None]:
    """Give kind and content of a frame that names its kind."""
    frame = next(elements, None)
    parts = list(_elements(frame.body)) if frame is not None and frame.tag == _SEQUENCE else []
    if not parts or parts[0].tag != _NUMBER:
        raise CorruptContentError("no kind of content")
    held = parts[1] if len(parts) > 1 and parts[1].tag == _CONTEXT else None
    return bytes(parts[0].body), next(_elements(held.body), None) if held is not None else None


def _joined(element: _Element, depth: int = 0) -> bytes:
    """Put a text together that may come in pieces."""
    if not element.tag & _CONSTRUCTED or element.tag == _SEQUENCE:
        return bytes(element.body if element.tag & ~_CONSTRUCTED == _TEXT else element.whole)
    if depth > _DEEPEST:
        raise TooDeepError("pieces in pieces")
    return b"".join(_joined(piece, depth + 1) for piece in _elements(element.body))


class _Unpacking:
    """Compressed data as a stream."""

    def __init__(self, data: bytes) -> None:
        self._engine = zlib.decompressobj()
        self._rest = data

    def read(self, size: int = -1, /) -> bytes:
        """See `limits.Readable.read`."""
        try:
            piece = self._engine.decompress(self._rest, max(0, size))
        except zlib.error:
            raise CorruptContentError("damaged compressed data") from None
        self._rest = self._engine.unconsumed_tail
        return piece


def _unpacked(data: bytes, limits: Limits) -> bytes:
    return read_member(_Unpacking(data), limits, Expansion(limits, len(data))).read()


def _member(name: str, data: bytes) -> Iterator[Segment]:
    if not data:
        return
    stem = _SUFFIX.sub("", name) or "content"
    if "." not in stem and _MAIL.match(data):
        stem += ".eml"
    yield Member(stem, lambda: io.BytesIO(data), len(data))


def _certificates(parts: list[_Element]) -> Iterator[Segment]:
    composition = Composition()
    sets = [part for part in parts if part.tag == _CONTEXT]
    certificates = [one for held in sets[:1] for one in _elements(held.body) if one.tag == _SEQUENCE]
    for one in certificates[:_MOST_CERTIFICATES]:
        for label, text in _subject(bytes(one.whole)):
            composition.add(f"{label}: {text}\n", {"part": "metadata"})
    yield from composition.rest()


def _subject(der: bytes) -> Iterator[tuple[str, str]]:
    """Give what a certificate says of whom it is of; those of authorities say it of nobody."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        attributes = list(certificate.subject)
        names = {type(extension.value): extension.value for extension in certificate.extensions}
    except (ValueError, TypeError):
        return
    authority = names.get(x509.BasicConstraints)
    if isinstance(authority, x509.BasicConstraints) and authority.ca:
        return
    for attribute in attributes:
        text = str(attribute.value)
        if attribute.oid in _SUBJECT:
            yield _SUBJECT[attribute.oid], text
        elif attribute.oid == NameOID.SERIAL_NUMBER:
            yield ("National number" if len(re.findall(r"\d", text)) == _PERSONAL_NUMBER_DIGITS else "Number"), text
    others = names.get(x509.SubjectAlternativeName)
    if isinstance(others, x509.SubjectAlternativeName):
        for address in others.get_values_for_type(x509.RFC822Name):
            yield "E-mail", address
