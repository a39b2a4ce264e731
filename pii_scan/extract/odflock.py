"""OpenDocument files behind a password, as written since 2006: each part deflated, then encrypted with AES.

Source: OASIS Open Document Format 1.2, part 3, 3.4 and 4.8.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from lxml import etree

from pii_scan.core.types import Content
from pii_scan.settings.settings import MIB

_MANIFEST = "META-INF/manifest.xml"
_NS = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_MOST_ROUNDS = 10_000_000
_MOST_MANIFEST = 16 * MIB
_MOST_PLAIN = 512 * MIB
_CHECKED_BYTES = 1024


@dataclass(frozen=True, slots=True)
class _Lock:
    salt: bytes
    iv: bytes
    rounds: int
    key_bytes: int
    start: str
    checksum: bytes
    checksum_kind: str


def decrypted(content: Content, password: str) -> bytes | None:
    """Give the file with all parts in the clear, or None where the password is another.

    Raises:
        ValueError: it is encrypted in a way that is not known here.
    """
    plain = io.BytesIO()
    total = 0
    with zipfile.ZipFile(content.stream) as locked, zipfile.ZipFile(plain, "w") as opened:
        manifest, locks = _without_locks(_manifest(locked))
        for info in locked.infolist():
            data = manifest if info.filename == _MANIFEST else locked.read(info)
            if info.filename in locks:
                data = _opened(data, locks[info.filename], password)
            total += len(data)
            if total > _MOST_PLAIN:
                raise ValueError("larger than a document may be")
            opened.writestr(info.filename, data)
    return plain.getvalue() if locks else None


def _manifest(archive: zipfile.ZipFile) -> bytes:
    with archive.open(_MANIFEST) as part:
        return part.read(_MOST_MANIFEST)


def _without_locks(manifest: bytes) -> tuple[bytes, dict[str, _Lock]]:
    """Give the list of parts as it would be without encryption, and what encrypts each."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(manifest, parser)
    found = {}
    for entry in root.iter(f"{_NS}file-entry"):
        lock = entry.find(f"{_NS}encryption-data")
        if lock is not None:
            found[entry.get(f"{_NS}full-path", "")] = _lock(lock)
            entry.remove(lock)
    return etree.tostring(root), found


def _lock(element: etree._Element) -> _Lock:
    algorithm, derivation = element.find(f"{_NS}algorithm"), element.find(f"{_NS}key-derivation")
    start = element.find(f"{_NS}start-key-generation")
    if algorithm is None or derivation is None or "aes" not in _said(algorithm, "algorithm-name"):
        raise ValueError("an unknown encryption")
    if "pbkdf2" not in _said(derivation, "key-derivation-name"):
        raise ValueError("an unknown derivation of keys")
    is_sha1 = start is None or "sha1" in _said(start, "start-key-generation-name")
    return _Lock(
        salt=base64.b64decode(derivation.get(f"{_NS}salt", "")),
        iv=base64.b64decode(algorithm.get(f"{_NS}initialisation-vector", "")),
        rounds=min(int(derivation.get(f"{_NS}iteration-count", "0")), _MOST_ROUNDS),
        key_bytes=int(derivation.get(f"{_NS}key-size", "16")),
        start="sha1" if is_sha1 else "sha256",
        checksum=base64.b64decode(element.get(f"{_NS}checksum", "")),
        checksum_kind="sha256" if "sha256" in _said(element, "checksum-type") else "sha1",
    )


def _said(element: etree._Element, name: str) -> str:
    return element.get(f"{_NS}{name}", "").lower()


def _opened(data: bytes, lock: _Lock, password: str) -> bytes:
    start = hashlib.new(lock.start, password.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", start, lock.salt, lock.rounds, lock.key_bytes)
    decryptor = Cipher(algorithms.AES(key), modes.CBC(lock.iv)).decryptor()
    padded = decryptor.update(data) + decryptor.finalize()
    packed = padded[: -padded[-1]] if padded and padded[-1] <= 16 else padded
    if lock.checksum not in (_sum(padded, lock), _sum(packed, lock)):
        raise ValueError("another password")
    inflate = zlib.decompressobj(-15)
    plain = inflate.decompress(packed, _MOST_PLAIN)
    if inflate.unconsumed_tail:
        raise ValueError("larger than a document may be")
    return plain


def _sum(data: bytes, lock: _Lock) -> bytes:
    return hashlib.new(lock.checksum_kind, data[:_CHECKED_BYTES]).digest()
