"""Archives: every member once, counted while it comes, and what is not read is told."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import warnings
import zipfile
import zlib
from dataclasses import replace

import pytest

from pii_scan.core.errors import CorruptContentError, ExtractError, RatioError, TooLargeError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Unread
from pii_scan.extract.archives import read
from pii_scan.settings.settings import Limits

LIMITS = Limits()
FILES = {"a.txt": b"een", "map/b.txt": b"twee" * 1000, "c.bin": bytes(range(256)) * 40}


def _read(data: bytes, name: str = "x.zip", limits: Limits = LIMITS) -> tuple[dict[str, bytes | Reason], list[Unread]]:
    members: dict[str, bytes | Reason] = {}
    unread = []
    for segment in read(Content(name, io.BytesIO(data), len(data)), limits):
        if isinstance(segment, Member):
            try:
                members[segment.name] = segment.open().read()
            except ExtractError as error:
                members[segment.name] = error.reason
        elif isinstance(segment, Unread):
            unread.append(segment)
    return members, unread


def _zip(files: dict[str, bytes] | list[tuple[str, bytes]] = FILES, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(kept, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return kept.getvalue()


def _tar(files: dict[str, bytes] = FILES) -> bytes:
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return kept.getvalue()


@pytest.mark.parametrize(
    "data", [_zip(), _tar(), *(pack(_tar()) for pack in (gzip.compress, bz2.compress, lzma.compress))]
)
def test_every_member_is_given_whole(data):
    assert _read(data) == (FILES, [])


@pytest.mark.parametrize(("pack", "suffix"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_a_compressed_file_is_its_only_member(pack, suffix):
    assert _read(pack(b"tekst") + pack(b" meer"), f"brief.txt.{suffix}") == ({"brief.txt": b"tekst meer"}, [])


def test_folders_are_no_members():
    assert _read(_zip({"map/": b"", "map/a": b"x"}))[0] == {"map/a": b"x"}


def test_two_members_of_one_name_are_both_read():
    assert _read(_zip([("a.txt", b"1"), ("a.txt", b"2")]))[0] == {"a.txt": b"1", "a.txt#2": b"2"}


def test_a_directory_that_names_a_member_otherwise_hides_nothing():
    data = bytearray(_zip({"echt.txt": b"x"}))
    at = data.rfind(b"echt.txt")
    data[at : at + 8] = b"vals.txt"

    assert _read(bytes(data))[0] == {"vals.txt": b"x"}


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs", "C:\\x", "a\nb", "-rf"])
def test_names_that_reach_out_are_only_names(name):
    assert list(_read(_tar({name: b"x"}))[0].values()) == [b"x"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/abs", "C:\\x", "-rf"])
def test_names_of_a_zip_that_reach_out_are_only_names(name):
    assert list(_read(_zip({name: b"x"}))[0].values()) == [b"x"]


def test_what_stands_before_garbage_in_a_small_compressed_tar_is_kept():
    members, unread = _read(gzip.compress(_tar()) + b"no stream" * 10, "a.tar.gz")

    assert members == FILES
    assert [u.reason for u in unread] in ([], [Reason.CORRUPT])


def test_a_name_that_is_no_utf8_is_shown_escaped():
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w", encoding="latin-1", format=tarfile.GNU_FORMAT) as archive:
        archive.addfile(tarfile.TarInfo("caf\xe9"))

    assert list(_read(kept.getvalue())[0]) == ["caf\\xe9"]


def test_links_and_devices_of_a_tar_are_told():
    kept = io.BytesIO()
    with tarfile.open(fileobj=kept, mode="w") as archive:
        for name, kind in (
            ("s", tarfile.SYMTYPE),
            ("h", tarfile.LNKTYPE),
            ("d", tarfile.CHRTYPE),
            ("f", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    members, unread = _read(kept.getvalue())

    assert members == {}
    assert {(u.member, u.reason) for u in unread} == {
        ("s", Reason.SYMLINK), ("h", Reason.SYMLINK), ("d", Reason.SPECIAL_FILE), ("f", Reason.SPECIAL_FILE)
    }  # fmt: skip


def test_an_encrypted_member_is_told_and_its_neighbor_read():
    data = bytearray(_zip({"open.txt": b"x", "dicht.txt": b"y"}))
    local, central = data.find(b"dicht.txt") - 30, data.rfind(b"dicht.txt") - 46
    data[local + 6] |= 1
    data[central + 8] |= 1

    assert _read(bytes(data)) == ({"open.txt": b"x"}, [Unread(Reason.ENCRYPTED, "dicht.txt")])


def test_a_cut_tar_gz_gives_the_members_before_the_cut():
    noise = {f"{n}.bin": bytes((n * i * i) % 251 for i in range(20_000)) for n in range(1, 6)}
    members, unread = _read(gzip.compress(_tar(noise))[:-800], "a.tar.gz")

    assert members["1.bin"] == noise["1.bin"]
    assert unread == [Unread(Reason.TRUNCATED)]


@pytest.mark.parametrize("size", [600, 1024, 1500, 4096])
def test_a_cut_tar_is_never_whole(size):
    _, unread = _read(_tar()[:size], "a.tar")

    assert unread == [Unread(Reason.TRUNCATED)]


def test_a_cut_zip_gives_the_members_before_the_cut():
    data = _zip({"a.txt": b"een", "b.bin": bytes((i * i) % 251 for i in range(9000))})
    members, unread = _read(data[: len(data) // 2])

    assert members == {"a.txt": b"een", "b.bin": Reason.CORRUPT}
    assert unread == [Unread(Reason.TRUNCATED)]


def test_a_cut_gz_gives_what_is_before_the_cut():
    text = b"".join(b"regel %d\n" % n for n in range(5000))
    members, unread = _read(gzip.compress(text)[:-2000], "a.log.gz")

    assert text.startswith(members["a.log"])
    assert members["a.log"]
    assert unread == [Unread(Reason.TRUNCATED)]


def test_a_damaged_header_within_a_tar_is_told():
    data = bytearray(_tar())
    data[1024:1100] = b"\xff" * 76
    members, unread = _read(bytes(data), "a.tar")

    assert members == {"a.txt": b"een"}
    assert [u.reason for u in unread] == [Reason.TRUNCATED]


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + b"\x9f" * 400, b"\x1f\x8b" + b"\x00" * 40, b"BZh9" + b"x" * 40, b"\xfd7zXZ\0" + b"x" * 40]
)
def test_nothing_to_read_is_corrupt(data):
    with pytest.raises(CorruptContentError):
        _read(data)


def test_a_bomb_is_stopped_by_its_ratio():
    limits = replace(LIMITS, ratio_free_bytes=1 << 20, expansion_ratio=100)
    members, unread = _read(_zip({"bom": bytes(64 << 20), "a.txt": b"x"}), limits=limits)

    assert members == {"bom": RatioError.reason}
    assert unread == [Unread(Reason.RATIO)]


def test_many_small_bombs_are_one_large_one():
    limits = replace(LIMITS, expanded_bytes=5_000_000)
    members, unread = _read(_zip({f"{n}": bytes(1 << 20) for n in range(20)}), limits=limits)

    assert len(members) == 5
    assert unread == [Unread(Reason.TOO_LARGE)]


def test_a_member_beyond_the_limit_costs_only_itself():
    members, unread = _read(_zip({"groot": bytes(5000), "a": b"x"}), limits=replace(LIMITS, content_bytes=1000))

    assert members == {"groot": TooLargeError.reason, "a": b"x"}
    assert unread == []


@pytest.mark.parametrize("pack", [_zip, _tar])
def test_more_members_than_allowed_are_told(pack):
    members, unread = _read(pack({f"{n}": b"x" for n in range(20)}), limits=replace(LIMITS, members=7))

    assert len(members) == 7
    assert unread == [Unread(Reason.TOO_MANY)]


def test_members_that_share_one_body_are_refused():
    data = bytearray(_zip({"a": b"x" * 50, "b": b"y" * 50}, zipfile.ZIP_STORED))
    central = data.find(b"PK\x01\x02")
    struct.pack_into("<LL", data, central + 20, 120, 120)
    members, unread = _read(bytes(data))

    assert members == {"b": b"y" * 50}
    assert unread == [Unread(Reason.CORRUPT, "a")]


def test_an_xz_that_asks_for_gigabytes_of_memory_is_refused():
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20, "preset": 0}]
    data = bytearray(lzma.compress(b"x" * 100, filters=filters))
    block = data[12 : 12 + (data[12] + 1) * 4]
    block[4] = 38  # 1 GiB
    block[-4:] = struct.pack("<L", zlib.crc32(bytes(block[:-4])))
    data[12 : 12 + len(block)] = block

    with pytest.raises(TooLargeError):
        _read(bytes(data), "a.xz")


LOG = b"".join(b"%07d regel van een logboek, elke anders\n" % n for n in range(200_000))
SMALL = replace(LIMITS, content_bytes=1 << 20)


@pytest.mark.parametrize("name", ["groot.log.gz", "groot.log.bz2", "groot.log.xz", "groot.zip"])
def test_text_larger_than_memory_should_hold_is_read_while_it_is_decompressed(name: str) -> None:
    packed = {
        "gz": lambda: gzip.compress(LOG, 1),
        "bz2": lambda: bz2.compress(LOG, 1),
        "xz": lambda: lzma.compress(LOG, preset=0),
        "zip": lambda: _zip({"groot.log": LOG}),
    }[name.rpartition(".")[2]]()
    segments = iter(read(Content(name, io.BytesIO(packed), len(packed)), SMALL))
    member = next(segments)
    assert isinstance(member, Member)

    with member.open() as stream:
        assert stream.seek(0, 2) == len(LOG)
        for at, size in ((len(LOG) - 10, 50), (0, 100), (5_900_000, 70_000), (5_000_000, 3_000_000), (3, 7_000_000)):
            stream.seek(at)
            assert stream.read(size) == LOG[at : at + size]
        stream.seek(0)
        assert stream.read() == LOG


def test_a_large_member_that_must_be_read_here_and_there_is_too_large() -> None:
    packed = gzip.compress(b"%PDF-1.7\n" + LOG, 1)

    assert _read(packed, "groot.pdf.gz", SMALL)[0] == {"groot.pdf": TooLargeError.reason}


def test_a_large_compressed_text_that_is_cut_gives_what_comes_before_the_cut() -> None:
    packed = gzip.compress(LOG, 1)
    members, unread = _read(packed[: len(packed) * 3 // 4], "groot.log.gz", SMALL)
    text = members["groot.log"]

    assert isinstance(text, bytes)
    assert LOG.startswith(text)
    assert len(text) > len(LOG) // 2
    assert [entry.reason for entry in unread] == [Reason.TRUNCATED]


def test_a_large_text_still_meets_the_limits_of_its_archive() -> None:
    packed = gzip.compress(LOG, 1)

    assert _read(packed, "x.log.gz", replace(SMALL, expanded_bytes=5 << 20))[0] == {"x.log": TooLargeError.reason}
    bomb = gzip.compress(bytes(b"a" * (20 << 20)))
    assert _read(bomb, "x.log.gz", replace(SMALL, expansion_ratio=10, ratio_free_bytes=2 << 20))[0] == {
        "x.log": RatioError.reason
    }
