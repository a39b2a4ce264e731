"""Documents behind a password (PDF, Office, OpenDocument), decrypted in memory; readers know nothing of it."""

from __future__ import annotations

import io
import logging
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from xml.parsers.expat import ExpatError

import msoffcrypto
import pypdfium2
from lxml.etree import LxmlError
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from pii_scan.core.types import Content
from pii_scan.extract import kinds, odflock
from pii_scan.settings.settings import Limits

logging.getLogger("msoffcrypto").setLevel(logging.CRITICAL + 1)
_KNOWN = ("VelvetSweatshop",)
"""What Excel encrypts with where a workbook is protected against writing only."""
_BROKEN = (
    DecryptionError, FileFormatError, InvalidKeyError, ParseError, pypdfium2.PdfiumError, OSError, ValueError,
    TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError, NotImplementedError,
    EOFError, struct.error, zlib.error, zipfile.BadZipFile, LxmlError, ExpatError,
)  # fmt: skip
_FPDF_REMOVE_SECURITY = 3

Decrypt = Callable[[Content, str], bytes | None]


def unlocked(content: Content, kind: str, limits: Limits) -> Content | None:
    """Give a document without its encryption, or None where no known password opens it."""
    if content.size_bytes > limits.content_bytes:
        return None
    decrypt, known = _decrypt_of(kind)
    for password in (*known, *content.passwords):
        content.stream.seek(0)
        try:
            data = decrypt(content, password)
        except _BROKEN:
            continue
        if data:
            return replace(content, stream=io.BytesIO(data), size_bytes=len(data))
    return None


def _decrypt_of(kind: str) -> tuple[Decrypt, tuple[str, ...]]:
    if kind == kinds.PDF:
        return _pdf, ()
    if kind in (kinds.OLE_ENCRYPTED, kinds.DOC, kinds.XLS, kinds.PPT):
        return _office, _KNOWN
    return (odflock.decrypted if kind.startswith(kinds.ODF) else lambda _content, _password: None), ()


def _pdf(content: Content, password: str) -> bytes:
    with closing(pypdfium2.PdfDocument(content.stream, password=password)) as document:
        plain = io.BytesIO()
        document.save(plain, flags=_FPDF_REMOVE_SECURITY)
        return plain.getvalue()


def _office(content: Content, password: str) -> bytes | None:
    document = msoffcrypto.OfficeFile(content.stream)
    if not document.is_encrypted():
        return None
    if document.format == "ooxml":
        document.load_key(password=password, verify_password=True)
    else:
        document.load_key(password=password)
    plain = io.BytesIO()
    document.decrypt(plain)
    return plain.getvalue()
