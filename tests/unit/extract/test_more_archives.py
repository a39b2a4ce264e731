"""Archives beside zip and tar: the same guarantees, whoever reads them."""

from __future__ import annotations

import bz2
import io
import lzma
import random
import struct
import zipfile
import zlib
from dataclasses import replace

import inflate64
import pytest
import zstandard
from fakes import archive_files
from fakes.archive_files import FILES

from pii_scan.core.errors import CorruptContentError, ExtractError, TooLargeError, UnsupportedFormatError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Unread
from pii_scan.extract import archivelib, sevenzip
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import MIB, Limits

LIMITS = Limits()
Read = tuple[dict[str, bytes | Reason], list[Unread]]


def _read(data: bytes, name: str = "x", limits: Limits = LIMITS) -> Read:
    members: dict[str, bytes | Reason] = {}
    unread = []
    for segment in open_reading(Content(name, io.BytesIO(data), len(data)), limits).segments:
        if isinstance(segment, Member):
            try:
                members[segment.name] = segment.open().read()
            except ExtractError as error:
                members[segment.name] = error.reason
        elif isinstance(segment, Unread):
            unread.append(segment)
    return members, unread


MAKERS = {
    "7z": archive_files.seven_zip,
    "7z-by-libarchive": lambda files: archive_files.by_libarchive("7zip", files),
    "rar": archive_files.rar,
    "cab": archive_files.cab,
    "cpio": lambda files: archive_files.by_libarchive("cpio_newc", files),
    "cpio-odc": lambda files: archive_files.by_libarchive("cpio", files),
    "xar": lambda files: archive_files.by_libarchive("xar", files),
    "lha": archive_files.lha,
    "rpm": archive_files.rpm,
    "iso": lambda files: archive_files.by_libarchive("iso9660", files),
    "tar.lz": lambda files: archive_files.by_libarchive("ustar", files, "lzip"),
    "tar.lz4": lambda files: archive_files.by_libarchive("ustar", files, "lz4", options="lz4:block-size=4"),
    "tar.zst": lambda files: archive_files.by_libarchive("ustar", files, "zstd"),
    "tar.Z": lambda files: archive_files.by_libarchive("ustar", files, "compress"),
    "tar.lzma": lambda files: archive_files.by_libarchive("ustar", files, "lzma"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_every_member_is_given_whole(kind: str) -> None:
    members, unread = _read(MAKERS[kind](FILES))

    assert {name.lower(): data for name, data in members.items()} == FILES
    assert unread == []


def test_an_ar_gives_its_members() -> None:
    files = {"debian-binary": b"2.0\n", "data": b"x" * 501}

    assert _read(archive_files.by_libarchive("ar_bsd", files)) == (files, [])


LOG = b"".join(b"%07d regel van een logboek, elke anders\n" % n for n in range(20_000))
PACKERS = {
    "log.zst": zstandard.compress,
    "log.lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
    **{
        f"log.{ending}": lambda data, packing=packing: archive_files.packed_by_libarchive(data, packing)
        for ending, packing in (("lz", "lzip"), ("lz4", "lz4"), ("Z", "compress"))
    },
}


@pytest.mark.parametrize("name", PACKERS)
def test_a_compressed_file_is_its_only_member(name: str) -> None:
    assert _read(PACKERS[name](LOG), name) == ({"log": LOG}, [])


@pytest.mark.parametrize("name", ["log.zst", "log.lz", "log.lz4", "log.lzma"])
def test_what_stands_before_the_cut_of_a_compressed_file_is_kept(name: str) -> None:
    packed = PACKERS[name](LOG)
    members, unread = _read(packed[: len(packed) * 2 // 3], name)
    text = members["log"]

    assert isinstance(text, bytes)
    assert text
    assert LOG.startswith(text)
    assert [entry.reason for entry in unread] == [Reason.CORRUPT if name.endswith(".lz") else Reason.TRUNCATED]


def test_zstandard_frames_in_a_row_and_frames_to_skip_are_read_through() -> None:
    skipped = struct.pack("<LL", 0x184D2A50, 4) + b"note"
    packed = skipped + zstandard.compress(b"een ") + skipped + zstandard.compress(b"twee")

    assert _read(packed, "a.txt.zst") == ({"a.txt": b"een twee"}, [])


def test_a_zstandard_frame_that_asks_for_gigabytes_of_memory_is_refused() -> None:
    frame = b"\x28\xb5\x2f\xfd" + bytes([0x00, 21 << 3]) + b"\x01\0\0"  # a window of 2 GiB

    with pytest.raises(TooLargeError):
        _read(frame, "a.zst")


@pytest.mark.parametrize("properties", [b"\x5d" + struct.pack("<L", 1 << 30), b"\x26"])
def test_a_7z_that_asks_for_gigabytes_of_memory_is_refused(properties: bytes) -> None:
    method = b"\x03\x01\x01" if len(properties) == 5 else b"\x21"

    with pytest.raises(TooLargeError):
        sevenzip._check_memory([{"method": method, "properties": properties}])


NOISE = {f"{n}.bin": bytes((n * i * i) % 251 for i in range(20_000)) for n in range(1, 6)}


@pytest.mark.parametrize("kind", ["rar", "cpio", "lha", "tar.zst", "tar.lz4"])
def test_a_cut_archive_gives_the_members_before_the_cut(kind: str) -> None:
    files = {f"{n}.bin": random.Random(n).randbytes(200_000 if "tar" in kind else 20_000) for n in range(1, 6)}
    data = MAKERS[kind](files)
    members, unread = _read(data[: len(data) * 2 // 3])

    assert members["1.bin"] == files["1.bin"]
    assert Reason.TRUNCATED in [entry.reason for entry in unread]


@pytest.mark.parametrize("name", ["a.7z", "a.7z.001"])
def test_a_7z_without_its_end_is_told_to_be_cut(name: str) -> None:
    data = archive_files.seven_zip(NOISE)
    with pytest.raises(CorruptContentError) as caught:
        _read(data[: len(data) // 2], name)

    assert caught.value.reason is Reason.TRUNCATED


def test_a_damaged_7z_member_costs_itself_and_what_is_packed_behind_it() -> None:
    data = bytearray(archive_files.seven_zip(NOISE))
    data[len(data) * 3 // 4] ^= 0xFF
    members, _ = _read(bytes(data))

    assert members["1.bin"] == NOISE["1.bin"]
    assert members["5.bin"] == Reason.CORRUPT


@pytest.mark.parametrize("name", ["a.7z.002", "a.part2.rar", "a.z01", "a.r00", "a.zip.003"])
def test_a_later_volume_is_told_to_be_part_of_something(name: str) -> None:
    assert _read(bytes(range(128, 256)) * 40, name) == ({}, [Unread(Reason.TRUNCATED)])


def test_a_volume_of_a_rar_is_never_whole() -> None:
    assert Unread(Reason.TRUNCATED) in _read(archive_files.rar({"a": b"x"}, split=True), "a.part1.rar")[1]


def test_links_devices_and_pipes_are_named_and_not_followed() -> None:
    members, unread = _read(archive_files.special_cpio())

    assert members == {"file": b"data"}
    assert {entry.member: entry.reason for entry in unread} == {
        "link": Reason.SYMLINK, "device": Reason.SPECIAL_FILE, "pipe": Reason.SPECIAL_FILE
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["cpio", "rar", "lha"])
@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs", "-rf", "a\x1b]0;x"])
def test_names_that_reach_out_are_only_names(kind: str, name: str) -> None:
    assert list(_read(MAKERS[kind]({name: b"x"}))[0].values()) == [b"x"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs", "C:\\x"])
def test_names_of_a_7z_that_reach_out_are_only_names(name: str) -> None:
    data = archive_files.seven_zip({"x" * len(name): b"data"})
    at = data.find(("x" * len(name)).encode("utf-16-le"))
    if at < 0:
        data = _with_plain_header({"x" * len(name): b"data"})
        at = data.find(("x" * len(name)).encode("utf-16-le"))
    made = bytearray(data)
    made[at : at + 2 * len(name)] = name.encode("utf-16-le")
    _mend_header(made)

    assert _read(bytes(made))[0] == {name.replace("\\", "/"): b"data"}


def _with_plain_header(files: dict[str, bytes]) -> bytes:
    import py7zr

    kept = io.BytesIO()
    with py7zr.SevenZipFile(kept, "w") as archive:
        archive.set_encoded_header_mode(False)
        for name, data in files.items():
            archive.writestr(data, name)
    return kept.getvalue()


def _mend_header(data: bytearray) -> None:
    offset, size = struct.unpack_from("<QQ", data, 12)
    struct.pack_into("<L", data, 28, zlib.crc32(data[32 + offset : 32 + offset + size]))
    struct.pack_into("<L", data, 8, zlib.crc32(data[12:32]))


@pytest.mark.parametrize("kind", ["7z", "rar", "cpio", "cab", "iso"])
def test_more_members_than_allowed_are_told(kind: str) -> None:
    members, unread = _read(MAKERS[kind]({f"n{n}": b"x" for n in range(20)}), limits=replace(LIMITS, members=7))

    assert len(members) <= 7
    assert unread == [Unread(Reason.TOO_MANY)]


@pytest.mark.parametrize("kind", ["7z", "tar.zst", "tar.lz4", "tar.lz"])
def test_a_bomb_is_stopped_by_its_ratio(kind: str) -> None:
    limits = replace(LIMITS, ratio_free_bytes=1 << 20, expansion_ratio=20)
    members, unread = _read(MAKERS[kind]({"bom": bytes(16 << 20), "z.txt": b"x"}), limits=limits)

    assert "z.txt" not in members
    assert Unread(Reason.RATIO) in unread


def test_a_member_of_a_7z_beyond_the_limit_costs_only_itself() -> None:
    files = {"groot": NOISE["1.bin"], "z.txt": b"x"}
    members, unread = _read(archive_files.seven_zip(files), limits=replace(LIMITS, content_bytes=1000))

    assert (members, unread) == ({"groot": Reason.TOO_LARGE, "z.txt": b"x"}, [])


def test_members_that_nobody_opens_are_passed_by() -> None:
    data = archive_files.seven_zip(NOISE)
    segments = list(
        zip(range(4), open_reading(Content("a.7z", io.BytesIO(data), len(data)), LIMITS).segments, strict=False)
    )
    member = segments[-1][1]

    assert isinstance(member, Member)
    assert len(segments) == 4
    later = open_reading(Content("a.7z", io.BytesIO(data), len(data)), LIMITS).segments
    for segment in later:
        assert isinstance(segment, Member)
        if segment.name == "4.bin":
            assert segment.open().read() == NOISE["4.bin"]


def _deflated64(data: bytes) -> bytes:
    packer = inflate64.Deflater()
    return packer.deflate(data) + packer.flush()


@pytest.mark.parametrize(
    ("method", "pack"),
    [
        pytest.param(9, _deflated64, id="deflate64"),
        pytest.param(12, bz2.compress, id="bzip2"),
        pytest.param(93, zstandard.compress, id="zstandard"),
        pytest.param(95, lzma.compress, id="xz"),
    ],
)
def test_zip_members_packed_in_newer_ways_are_read(method: int, pack: object) -> None:
    data = archive_files.zip_member("log", method, pack(LOG), LOG)

    assert _read(data) == ({"log": LOG}, [])


@pytest.mark.parametrize("method", [1, 6, 77])
def test_a_packing_that_nothing_reads_is_named(method: int) -> None:
    assert _read(archive_files.zip_member("log", method, LOG[:500], LOG))[0] == {"log": Reason.UNSUPPORTED}


@pytest.mark.parametrize("method", [9, 93, 95])
def test_a_damaged_member_packed_in_a_newer_way_is_told(method: int) -> None:
    data = bytearray({9: _deflated64, 93: zstandard.compress, 95: lzma.compress}[method](LOG))
    data[len(data) // 2] ^= 0x55

    assert _read(archive_files.zip_member("log", method, bytes(data), LOG))[0] == {"log": Reason.CORRUPT}


def test_without_libarchive_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise OSError("libarchive.so.13: cannot open shared object file")

    monkeypatch.setattr(archivelib, "import_module", missing)
    archivelib.library.cache_clear()
    try:
        for data in (archive_files.cab(), archive_files.rar()):
            with pytest.raises(UnsupportedFormatError, match="apt-get install libarchive13"):
                _read(data)
    finally:
        archivelib.library.cache_clear()


def test_a_zip_behind_another_content_is_read_too() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("b.txt", b"tweede")
    for first in (b"%PDF-1.7\nbroken", b"\x89PNG\r\n\x1a\nrest", b"#!/bin/sh\nexit\n", b"ID3\x04sound"):
        members = {}
        try:
            for segment in open_reading(Content("a", io.BytesIO(first + kept.getvalue()), 0), LIMITS).segments:
                if isinstance(segment, Member):
                    members[segment.name] = segment.open().read()
        except ExtractError:
            pass
        assert members == {"b.txt": b"tweede"}


@pytest.mark.parametrize("size", [-512, 8 << 60, (1 << 63) - 1])
def test_a_tar_header_with_an_impossible_size_ends_at_once(size: int) -> None:
    header = bytearray(512)
    header[:5] = b"a.txt"
    header[124:136] = (
        b"\x80" + size.to_bytes(11, "big") if size >= 0 else b"\xff" + size.to_bytes(11, "big", signed=True)
    )
    header[156:157] = b"0"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    try:
        members, unread = _read(bytes(header) + b"inhoud", "a.tar")
    except ExtractError:
        return
    assert not any(isinstance(data, bytes) for data in members.values())
    assert unread or Reason.CORRUPT in members.values() or Reason.TRUNCATED in members.values()


def test_a_forged_size_of_a_zip_member_reserves_nothing() -> None:
    data = bytearray(archive_files.zip_member("a", 8, b"\x03\0", b""))
    central = data.find(b"PK\x01\x02")
    struct.pack_into("<LL", data, central + 20, 0xFFFFFFFE, 0xFFFFFFFE)
    members, _ = _read(bytes(data))

    assert not isinstance(members["a"], bytes) or len(members["a"]) < MIB
