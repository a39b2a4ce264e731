"""Archives of many kinds, made by other code than reads them where there is any."""

from __future__ import annotations

import gzip
import hashlib
import importlib
import io
import os
import struct
import zipfile
import zlib
from collections.abc import Mapping

import py7zr
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

FILES: Mapping[str, bytes] = {"a.txt": b"een\n", "map/b.txt": b"twee\n" * 1000, "c.bin": bytes(range(256)) * 40}


def by_libarchive(form: str, files: Mapping[str, bytes] = FILES, packing: str | None = None, **options: str) -> bytes:
    """An archive as libarchive writes it."""
    os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
    kept = io.BytesIO()
    writer = importlib.import_module("libarchive.write")
    with writer.custom_writer(lambda data: kept.write(bytes(data)), form, packing, **options) as archive:
        for name, data in files.items():
            archive.add_file_from_memory(name, len(data), data)
    return kept.getvalue()


def packed_by_libarchive(data: bytes, packing: str) -> bytes:
    """One compressed content. What libarchive cannot write raw stands in an archive, so the archive is dropped again."""
    os.environ.setdefault("LIBARCHIVE", "libarchive.so.13")
    kept = io.BytesIO()
    ffi = importlib.import_module("libarchive.ffi")
    ffi.get_write_format_function("raw")
    writer = importlib.import_module("libarchive.write")
    options = "lz4:block-size=4" if packing == "lz4" else ""
    with writer.custom_writer(lambda piece: kept.write(bytes(piece)), "raw", packing, options=options) as archive:
        archive.add_file_from_memory("data", len(data), data)
    return kept.getvalue()


def special_cpio() -> bytes:
    """A link, a device and a pipe."""
    kept = io.BytesIO()
    writer = importlib.import_module("libarchive.write")
    kinds = importlib.import_module("libarchive.entry").FileType
    with writer.custom_writer(lambda data: kept.write(bytes(data)), "cpio_newc") as archive:
        archive.add_file_from_memory("link", 0, b"", kinds.SYMBOLINK_LINK, linkpath="/etc/passwd")
        archive.add_file_from_memory("device", 0, b"", kinds.CHAR_DEVICE)
        archive.add_file_from_memory("pipe", 0, b"", kinds.NAMED_PIPE)
        archive.add_file_from_memory("file", 4, b"data")
    return kept.getvalue()


def cab(files: Mapping[str, bytes] = FILES) -> bytes:
    """A cabinet without compression: one folder, blocks of 32 KiB at most."""
    data = b"".join(files.values())
    blocks = [data[at : at + 32768] for at in range(0, len(data), 32768)]
    entries, offset = b"", 0
    for name, content in files.items():
        entries += struct.pack("<LLHHHH", len(content), offset, 0, 0x5821, 0, 0x20) + name.encode() + b"\0"
        offset += len(content)
    first_file = 36 + 8
    first_block = first_file + len(entries)
    body = b"".join(struct.pack("<LHH", 0, len(block), len(block)) + block for block in blocks)
    head = struct.pack(
        "<4sLLLLLBBHHHHH", b"MSCF", 0, first_block + len(body), 0, first_file, 0, 3, 1, 1, len(files), 0, 1, 0
    )
    return head + struct.pack("<LHH", first_block, len(blocks), 0) + entries + body


def lha(files: Mapping[str, bytes] = FILES) -> bytes:
    """An archive with headers of level 0 and nothing compressed."""
    made = b""
    for name, data in files.items():
        raw = name.replace("/", "\\").encode()
        body = b"-lh0-" + struct.pack("<LLLBBB", len(data), len(data), 0x5821_0000, 0x20, 0, len(raw)) + raw
        body += struct.pack("<H", _crc16(data))
        made += bytes([len(body), sum(body) & 0xFF]) + body + data
    return made + b"\0"


def _crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def rpm(files: Mapping[str, bytes] = FILES) -> bytes:
    """A package with empty headers around a compressed cpio."""
    lead = b"\xed\xab\xee\xdb\x03\0" + bytes(90)
    header = b"\x8e\xad\xe8\x01" + bytes(12)
    return lead + header + header + gzip.compress(by_libarchive("cpio_newc", files))


def seven_zip(files: Mapping[str, bytes] = FILES, password: str | None = None, *, hidden: bool = False) -> bytes:
    """A solid archive; `hidden` encrypts the names too."""
    kept = io.BytesIO()
    with py7zr.SevenZipFile(kept, "w", password=password, header_encryption=hidden) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return kept.getvalue()


def zip_member(name: str, method: int, packed: bytes, plain: bytes, flags: int = 0) -> bytes:
    """A zip of one member whose bytes were packed elsewhere."""
    crc, raw = zlib.crc32(plain), name.encode()
    fixed = struct.pack("<HHHHHLLLHH", 20, flags, method, 0, 0x21, crc, len(packed), len(plain), len(raw), 0)
    local = b"PK\x03\x04" + fixed + raw + packed
    central = b"PK\x01\x02" + struct.pack("<H", 20) + fixed + struct.pack("<HHHLL", 0, 0, 0, 0, 0) + raw
    return local + central + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)


def zip_crypto(plain: bytes, password: bytes) -> bytes:
    """The old encryption of zip. Source: APPNOTE 6.3.10, 6.1."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc32(byte: int, crc: int) -> int:
        return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc32(byte, keys[0])
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc32(keys[1] >> 24, keys[2])

    for byte in password:
        update(byte)
    made = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(plain) >> 24]) + plain:
        mask = keys[2] & 0xFFFF | 2
        made.append(byte ^ (mask * (mask ^ 1) >> 8 & 0xFF))
        update(byte)
    return bytes(made)


def old_zip(files: Mapping[str, bytes], password: str) -> bytes:
    """A zip whose only member is encrypted in the old way."""
    ((name, plain),) = files.items()
    return zip_member(name, 0, zip_crypto(plain, password.encode()), plain, flags=1)


def _vint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])


def _block(kind: int, flags: int, body: bytes) -> bytes:
    head = b"".join(map(_vint, (kind, flags))) + body
    sized = _vint(len(head)) + head
    return struct.pack("<L", zlib.crc32(sized)) + sized


def rar(files: Mapping[str, bytes] = FILES, password: str | None = None, *, split: bool = False) -> bytes:
    """A rar of version 5 that stores. Source: RAR 5.0 archive format, technical note."""
    made = b"Rar!\x1a\x07\x01\x00" + _block(1, 0, _vint(0))
    for name, data in files.items():
        extra, flags, body = b"", 2 | (0x10 if split else 0), data
        if password is not None:
            salt, iv, rounds = b"salt" * 4, b"vectorvectorvect", 5
            key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1 << rounds)
            mixed = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, (1 << rounds) + 32)
            check = bytes(mixed[n] ^ mixed[n + 8] ^ mixed[n + 16] ^ mixed[n + 24] for n in range(8))
            record = b"".join(map(_vint, (1, 0, 1))) + bytes([rounds]) + salt + iv + check
            record += hashlib.sha256(check).digest()[:4]
            extra, flags = _vint(len(record)) + record, flags | 1
            body = _cbc(key, iv, data + bytes(-len(data) % 16))
        fields = (_vint(len(extra)) if extra else b"") + b"".join(map(_vint, (len(body), 4, len(data), 0o100644)))
        fields += struct.pack("<L", zlib.crc32(data)) + b"".join(map(_vint, (0, 1, len(name.encode()))))
        made += _block(2, flags, fields + name.encode() + extra) + body
    return made + _block(5, 0, _vint(1 if split else 0))


def _cbc(key: bytes, iv: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def open_document(parts: Mapping[str, str], password: str) -> bytes:
    """A spreadsheet or text document whose parts are encrypted as LibreOffice does."""
    entries, made = "", io.BytesIO()
    start = hashlib.sha256(password.encode()).digest()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, text in parts.items():
            packer = zlib.compressobj(wbits=-15)
            packed = packer.compress(text.encode()) + packer.flush()
            salt, iv = hashlib.md5(name.encode()).digest(), hashlib.md5(text.encode()).digest()
            pad = 16 - len(packed) % 16
            padded = packed + bytes(pad - 1) + bytes([pad])
            key = hashlib.pbkdf2_hmac("sha1", start, salt, 1000, 32)
            archive.writestr(name, _cbc(key, iv, padded))
            entries += _manifest_entry(name, salt, iv, hashlib.sha256(padded[:1024]).digest())
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f"{entries}</manifest:manifest>",
        )
    return made.getvalue()


def _manifest_entry(name: str, salt: bytes, iv: bytes, checksum: bytes) -> str:
    from base64 import b64encode

    def said(data: bytes) -> str:
        return b64encode(data).decode()

    return (
        f'<manifest:file-entry manifest:full-path="{name}"><manifest:encryption-data manifest:checksum-type="'
        f'urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="{said(checksum)}">'
        '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" '
        f'manifest:initialisation-vector="{said(iv)}"/><manifest:start-key-generation '
        'manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/>'
        '<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" '
        f'manifest:iteration-count="1000" manifest:salt="{said(salt)}"/></manifest:encryption-data></manifest:file-entry>'
    )
