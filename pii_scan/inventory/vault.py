"""The keys of an inventory: one random master key in a file of its own, and what is derived from it.

Every use has its own key (HKDF with its own label), so that nothing made for one use means anything in another.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Self

from blake3 import blake3
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pii_scan.core.errors import DamagedInventoryError, KeyFileError

HEADER = "pii-scan key, version 1"
KEY_BYTES = 32
BLIND_BYTES = 16
_NONCE_BYTES = 12
_NAME = b"name"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in a key file: four lines of text."""

    key_id: str
    master: bytes = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text form.

        Raises:
            ValueError: it is not what `render` gives.
        """
        _, key_line, master_line, _ = text.splitlines()
        key = cls(key_line.removeprefix("id: "), base64.b64decode(master_line.removeprefix("key: "), validate=True))
        if len(key.master) != KEY_BYTES or key.render() != text.rstrip("\n") + "\n":
            raise ValueError("not a key file")
        return key

    @property
    def check(self) -> str:
        """Give the sum by which a damaged file is told from a wrong one; says nothing useful about the key."""
        return hashlib.sha256(b"pii-scan key check" + self.key_id.encode() + self.master).hexdigest()[:8]

    def render(self) -> str:
        """Give the text form."""
        master = base64.b64encode(self.master).decode()
        return f"{HEADER}\nid: {self.key_id}\nkey: {master}\ncheck: {self.check}\n"


def create_key_file(path: Path) -> None:
    """Write a new random key, readable by its owner only; an existing file is never touched.

    Raises:
        KeyFileError: the file exists, or cannot be written.
    """
    text = KeyFile(secrets.token_hex(4), secrets.token_bytes(KEY_BYTES)).render()
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(descriptor, "w") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            os.link(draft, path)
        finally:
            draft.unlink()
    except FileExistsError as error:
        raise KeyFileError(f"key file {path} exists already; it is never overwritten") from error
    except OSError as error:
        raise KeyFileError(f"key file {path} cannot be written: {error.strerror}") from error


def _read(path: Path) -> KeyFile:
    try:
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            data = stream.read(4096) if stat.S_ISREG(mode) else b""
    except FileNotFoundError as error:
        raise KeyFileError(f"key file {path} is missing; name it, or make one with `pii-scan init`") from error
    except OSError as error:
        raise KeyFileError(f"key file {path} cannot be read: {error.strerror}") from error
    if mode & 0o077:
        raise KeyFileError(f"key file {path} can be read by others; run `chmod 600 {path}`")
    try:
        return KeyFile.parse(data.decode("ascii"))
    except (ValueError, binascii.Error):
        raise KeyFileError(f"key file {path} is damaged or is no key file; restore it from its copy") from None


class _Hmac:
    """HMAC-SHA-256 under one key, with both padded keys hashed beforehand: three times as fast as `hmac.digest`."""

    def __init__(self, key: bytes) -> None:
        padded = key.ljust(hashlib.sha256().block_size, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in padded))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in padded))

    def blind_keys(self, messages: Iterable[bytes]) -> list[bytes]:
        """Give the codes of many messages, cut to 16 bytes, in order."""
        copy_inner, copy_outer = self._inner.copy, self._outer.copy
        codes = []
        for message in messages:
            inner, outer = copy_inner(), copy_outer()
            inner.update(message)
            outer.update(inner.digest())
            codes.append(outer.digest()[:BLIND_BYTES])
        return codes


class Vault:
    """Blinds, seals and authenticates under the keys of one inventory."""

    def __init__(self, key: KeyFile) -> None:
        self.key_id = key.key_id
        self._master = key.master
        self._index = _Hmac(self._derive("index"))
        self._name_index = self._derive("name index")
        self._content_index = self._derive("content index")
        self._rows = self._derive("rows")
        self._blocks = AESGCM(self._derive("blocks"))
        self._names = AESGCM(self._derive("names"))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Take the keys from a key file.

        Raises:
            KeyFileError: it is missing, damaged, or can be read by others.
        """
        return cls(_read(path))

    def _derive(self, use: str) -> bytes:
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"pii-scan/1/{use}".encode()).derive(self._master)

    def __repr__(self) -> str:
        """Show nothing."""
        return "Vault(…)"

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled: keys travel as a key file only."""
        raise TypeError("a vault is not pickled; load it from its key file")

    @property
    def check(self) -> bytes:
        """Give what an inventory stores to know its own key again."""
        return hmac.digest(self._master, b"pii-scan/1/inventory check", "sha256")[:BLIND_BYTES]

    def blind(self, term: str) -> bytes:
        """Give the 16-byte blind key of a term (see `core.index`)."""
        return self._index.blind_keys([term.encode("utf-8", "surrogatepass")])[0]

    def blinds(self, terms: Iterable[str]) -> bytes:
        """Give the sorted, joined blind keys of many terms."""
        return b"".join(sorted(self._index.blind_keys([term.encode("utf-8", "surrogatepass") for term in terms])))

    def name_key(self, name: str) -> bytes:
        """Give the 16-byte key under which the name of a source, item or member is found again."""
        return hmac.digest(self._name_index, name.encode("utf-8", "surrogatepass"), "sha256")[:BLIND_BYTES]

    def content_key(self, data: bytes) -> bytes:
        """Give the 16-byte key of all that a reading depends on."""
        return hmac.digest(self._content_index, data, "sha256")[:BLIND_BYTES]

    def row_key(self, data: bytes) -> bytes:
        """Give the 16-byte authentication code of a stored row; fast on long data."""
        return blake3(data, key=self._rows).digest(BLIND_BYTES)

    def seal(self, data: bytes, bound_to: bytes) -> bytes:
        """Encrypt; only `unseal` with the same `bound_to` gives it back."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._blocks.encrypt(nonce, data, bound_to)

    def unseal(self, sealed: bytes, bound_to: bytes) -> bytes:
        """Decrypt what `seal` gave.

        Raises:
            DamagedInventoryError: it is not what was sealed, or was bound to something else.
        """
        return _decrypt(self._blocks, sealed, bound_to)

    def seal_name(self, name: str) -> bytes:
        """Encrypt the name of a source, item or member."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._names.encrypt(nonce, name.encode("utf-8", "surrogatepass"), _NAME)

    def unseal_name(self, sealed: bytes) -> str:
        """Decrypt what `seal_name` gave; see `unseal`."""
        return _decrypt(self._names, sealed, _NAME).decode("utf-8", "surrogatepass")

    def seal_place(self, path: str, member: str | None) -> bytes:
        """Encrypt where an item lies."""
        return self.seal_name(path if member is None else f"{path}\0{member}")

    def unseal_place(self, sealed: bytes) -> tuple[str, str | None]:
        """Decrypt what `seal_place` gave; see `unseal`. No path holds a NUL."""
        path, nul, member = self.unseal_name(sealed).partition("\0")
        return path, member if nul else None


def _decrypt(cipher: AESGCM, sealed: bytes, bound_to: bytes) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], bound_to)
    except (InvalidTag, ValueError):
        raise DamagedInventoryError("the inventory is damaged: sealed data is not what was written") from None
