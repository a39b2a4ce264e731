"""Archives and compressed files, each around a text, and each in another one."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Mapping

import zstandard
from document_plants import pdf
from fakes import archive_files
from fakes.compounds import compound, native
from mail_plants import eml
from office_plants import docx
from packages import zipped
from planting import Spot

from pii_scan.app.demo_formats import tarred

Pack = Callable[[Mapping[str, bytes]], bytes]
ARCHIVES: dict[str, Pack] = {
    "zip": lambda files: zipped(dict(files)),
    "7z": archive_files.seven_zip,
    "rar": archive_files.rar,
    "tar": tarred,
    "tar.gz": lambda files: gzip.compress(tarred(files)),
    "tar.bz2": lambda files: bz2.compress(tarred(files)),
    "tar.xz": lambda files: lzma.compress(tarred(files)),
    "tar.zst": lambda files: zstandard.compress(tarred(files)),
    "cab": archive_files.cab,
    "lzh": archive_files.lha,
    "rpm": archive_files.rpm,
    "iso": lambda files: archive_files.by_libarchive("iso9660", files),
    "cpio": lambda files: archive_files.by_libarchive("cpio_newc", files),
    "ar": lambda files: archive_files.by_libarchive("ar_bsd", files),
    "xar": lambda files: archive_files.by_libarchive("xar", files),
}
SINGLE: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
    "lz4": lambda data: archive_files.packed_by_libarchive(data, "lz4"),
    "lzma": lambda data: lzma.compress(data, lzma.FORMAT_ALONE),
}
TARRED = {"tar.gz", "tar.bz2", "tar.xz", "tar.zst"}


def _around(ending: str, pack: Pack) -> Callable[[Spot], bytes]:
    def write(at: Spot) -> bytes:
        inside = at.inside("files.tar") if ending in TARRED else at
        return pack({"lijst.txt": inside.line("lijst.txt"), "nota.txt": inside.line("nota.txt")})

    return write


def _single(pack: Callable[[bytes], bytes]) -> Callable[[Spot], bytes]:
    return lambda at: pack(at.line("lijst.txt"))


def _zip_of_all(at: Spot) -> bytes:
    """Every archive in one zip, and documents in their folders."""
    files = {
        f"files.{ending}": _around(ending, pack)(at.inside(f"files.{ending}")) for ending, pack in ARCHIVES.items()
    }
    return zipped(
        {
            **files,
            "map/brief.docx": docx(at.inside("map/brief.docx")),
            "map/brief.pdf": pdf(at.inside("map/brief.pdf")),
            "map/mail.eml": eml(at.inside("map/mail.eml")),
        }
    )  # fmt: skip


def _each_in_the_next(at: Spot) -> bytes:
    """A zip in a 7z in a tar.gz in a zip, and a text at the bottom."""
    inner = at.inside("a.tar.gz").inside("a.tar").inside("a.7z").inside("a.zip")
    data = zipped({"lijst.txt": inner.line("lijst.txt", "four archives deep")})
    return zipped({"a.tar.gz": gzip.compress(tarred({"a.7z": archive_files.seven_zip({"a.zip": data})}))})


def _ole(at: Spot) -> bytes:
    return compound({"\x01Ole10Native": native("lijst.txt", at.line("lijst.txt", "OLE package"))})


FILES = {
    **{f"files.{ending}": _around(ending, pack) for ending, pack in ARCHIVES.items()},
    **{f"lijst.txt.{ending}": _single(pack) for ending, pack in SINGLE.items()},
    "all.zip": _zip_of_all,
    "nested.zip": _each_in_the_next,
    "object.bin": _ole,
}
