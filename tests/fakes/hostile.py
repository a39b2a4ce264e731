"""Files that attack their reader: a few bytes that ask for gigabytes, for hours, or for a deep stack.

Each bears a number that is valid and nobody else's where a reader can still get at it, so that a file which is called
read although its number was not found gives the reader away.
"""

from __future__ import annotations

import io
import os
import socket
import sqlite3
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from fakes.people import number

MIB = 1 << 20
READ = frozenset({"scanned"})
CUT = frozenset({"partial", "failed"})
ANY = READ | CUT


@dataclass(frozen=True)
class Trap:
    """What one hostile file may end as, and the numbers in it that a complete reading finds."""

    outcomes: frozenset[str]
    reasons: frozenset[str] = frozenset()
    numbers: tuple[str, ...] = ()
    must_find: tuple[str, ...] = ()


@dataclass
class Share:
    """A folder that fills with traps, and what is known of each."""

    folder: Path
    traps: dict[str, Trap] = field(default_factory=dict)
    good: dict[str, str] = field(default_factory=dict)
    _numbers: int = 0

    def canary(self) -> str:
        """Give a number that stands nowhere else."""
        self._numbers += 1
        return number(f"19{50 + self._numbers // 300:02}-0{1 + self._numbers % 9}-11", 1 + self._numbers)

    def line(self, canary: str) -> str:
        return f"Numero national : {canary}"

    def write(self, path: str, data: bytes | Iterable[bytes], trap: Trap) -> None:
        """Write one trap, and a good file beside it."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as stream:
            stream.writelines([data] if isinstance(data, bytes) else data)
        self.traps[path] = trap
        good, neighbor = self.canary(), f"{path}.good.txt"
        (self.folder / neighbor).write_text(f"{self.line(good)}\n")
        self.good[neighbor] = good


# --- compressed --------------------------------------------------------------------------------------------------------


def deflated(block: bytes, times: int, wbits: int = -15) -> bytes:
    """Give the deflate stream of one block many times over, at the cost of compressing it twice."""
    press = zlib.compressobj(9, zlib.DEFLATED, wbits)
    first = press.compress(block) + press.flush(zlib.Z_FULL_FLUSH)
    again = press.compress(block) + press.flush(zlib.Z_FULL_FLUSH)
    return first + again * (times - 1) + press.flush()


def gzip_of_zeros(gib: int) -> bytes:
    """A gzip file that expands to so many GiB."""
    return b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + deflated(bytes(MIB), gib * 1024) + bytes(8)


def xz_with_dictionary(text: bytes) -> bytes:
    """An xz file that asks for a dictionary of 1.5 GiB to hold a line of text."""
    import lzma

    data = bytearray(lzma.compress(text, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]))
    header_bytes = (data[12] + 1) * 4
    at = data.index(b"\x21\x01", 12) + 2
    data[at] = 37  # 3 << (37 / 2 + 11)
    struct.pack_into("<I", data, 12 + header_bytes - 4, zlib.crc32(data[12 : 12 + header_bytes - 4]))
    return bytes(data)


def zipped(members: dict[str, bytes]) -> bytes:
    """A plain zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def nested_zip(lines: list[str]) -> bytes:
    """Zips in zips, one line of text at each depth, the first line outermost."""
    data = b""
    for line in reversed(lines):
        data = zipped({"line.txt": line.encode()} | ({"inner.zip": data} if data else {}))
    return data


def bushy_zip(levels: int, width: int) -> bytes:
    """`width` equal zips in each zip: width ** levels bodies of 64 MiB at the bottom."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("zeros", "w") as body:
        for _ in range(64):
            body.write(bytes(MIB))
    data = buffer.getvalue()
    for _ in range(levels):
        data = zipped({f"{n:02}.zip": data for n in range(width)})
    return data


def overlapped_zip(entries: int) -> bytes:
    """Many entries of the directory share one body of 100 MB."""
    size = 100 * MIB
    body = deflated(bytes(MIB), 100)
    crc = zlib.crc32(bytes(size))
    fields = (0, 0, crc, len(body), size, 1, 0)
    out = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, *fields) + b"a" + body
    entry = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, *fields, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, entries, entries, len(entry) * entries, len(out), 0)
    return out + entry * entries + end


def odd_tar(lines: dict[bytes, str]) -> bytes:
    """A tar with members of any name, links out of it and a device."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, errors="surrogateescape") as archive:
        for name, line in lines.items():
            info = tarfile.TarInfo(os.fsdecode(name))
            info.size = len(line)
            archive.addfile(info, io.BytesIO(line.encode()))
        for name, kind in (("shadow", tarfile.SYMTYPE), ("passwd", tarfile.LNKTYPE), ("zero", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, f"/etc/{name}"
            archive.addfile(info)
    return buffer.getvalue()


# --- pdf ---------------------------------------------------------------------------------------------------------------

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf(objects: dict[int, bytes]) -> bytes:
    """Put numbered objects into a file; number 1 is the root."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for n in sorted(objects):
        offsets[n] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (n, objects[n])
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for n in range(1, size):
        out += b"%010d 00000 n \n" % offsets[n] if n in offsets else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), extra, data)


def shown(text: str, font: bytes = b"F1") -> bytes:
    return b"BT /%b 12 Tf 72 700 Td (%b) Tj ET " % (font, text.encode())


def page(content: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    """A file of one page; `content` is object 4 as it stands in the file."""
    kids = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << %b >> >>"
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"}
    objects |= {3: kids % (resources or b"/Font << /F1 5 0 R >>"), 4: content, 5: _FONT}
    return pdf(objects | (more or {}))


def pdf_traps(text: str) -> dict[str, bytes]:
    """Files of one page that shows `text`, each with something else in it that grows or never ends."""
    fonts = b"/Font << /F1 5 0 R /F2 6 0 R >>"
    composite = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] %b >>"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /X >> %b >>"
    )
    glyph = stream(shown(text) + b"BT /F2 12 Tf 72 600 Td <0041> Tj ET")
    ranges = b"begincmap 1 begincodespacerange <00000000> <ffffffff> endcodespacerange "
    ranges += b"1 beginbfrange <00000000> <7fffffff> <00000041> endbfrange endcmap"
    twice = stream(zlib.compress(deflated(b" " * MIB, 1024, 15), 9), b"/Filter [/FlateDecode /FlateDecode]")
    predictor = b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 /Colors 4 >>"
    two = b"/Contents [4 0 R 8 0 R]"
    plain = stream(shown(text))

    def also(second: bytes) -> bytes:
        return page(plain, more={8: second}).replace(b"/Contents 4 0 R", two)

    return {
        "warray": page(glyph, fonts, {6: composite % b"", 7: descendant % b"/W [0 2000000000 500]"}),
        "bfrange": page(glyph, fonts, {6: composite % b"/ToUnicode 8 0 R", 7: descendant % b"", 8: stream(ranges)}),
        "predictor": also(stream(zlib.compress(b"\2" * 1000), predictor)),
        "flate-twice": also(twice),
        "open-string": also(stream(b"(" * 3_000_000)),
        "nested-arrays": also(stream(b"[" * 2_000_000)),
        "forms": _forms(text),
        "form-of-itself": _forms(text, loop=True),
        "page-tree": _deep_pages(text, 5000),
        "page-cycle": page(plain).replace(b"/Kids [3 0 R] /Count 1", b"/Kids [2 0 R 3 0 R 2 0 R] /Count 3"),
        "xref-index": _endless_xref(),
    }


def _forms(text: str, *, loop: bool = False) -> bytes:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /X %d 0 R >> >>"
    forms = {n: stream(b"/X Do " * 10, form % (n if loop else n + 1)) for n in range(10, 19)}
    forms[19] = stream(b"0 0 m", b"/Type /XObject /Subtype /Form /BBox [0 0 612 792]")
    resources = b"/Font << /F1 5 0 R >> /XObject << /X 10 0 R >>"
    return page(stream(shown(text) + b"/X Do"), resources, forms)


def _deep_pages(text: str, depth: int) -> bytes:
    nodes = {10 + n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + n) for n in range(depth)}
    leaf = b"<< /Type /Page /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    objects = {1: b"<< /Type /Catalog /Pages 10 0 R >>", 4: stream(shown(text)), 5: _FONT}
    return pdf(objects | nodes | {10 + depth: leaf})


def _endless_xref() -> bytes:
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    extra = b"/Type /XRef /Size 2000000000 /W [1 2 1] /Index [0 2000000000] /Root 1 0 R /Filter /FlateDecode"
    return head + b"9 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        stream(zlib.compress(bytes(100)), extra),
        len(head),
    )


# --- office ------------------------------------------------------------------------------------------------------------

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = "application/vnd.openxmlformats-officedocument"


def _package(main: str, kind: str, parts: dict[str, bytes]) -> dict[str, bytes]:
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{_KINDS}.{kind}.main+xml"/></Types>'
    )
    relation = f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="{main}"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'
    return {"[Content_Types].xml": types.encode(), "_rels/.rels": relations.encode(), **parts}


def docx(body: bytes, times: int = 1, tail: bytes = b"", doctype: bytes = b"") -> bytes:
    """A document whose body is `body` many times over."""
    head = b'<?xml version="1.0"?>%b<w:document xmlns:w="http://schemas.openxmlformats.org/' % doctype
    head += b'wordprocessingml/2006/main"><w:body>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _package("word/document.xml", "wordprocessingml.document", {}).items():
            archive.writestr(name, data)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(head)
            for _ in range(times):
                part.write(body)
            part.write(tail + b"</w:body></w:document>")
    return buffer.getvalue()


def paragraph(text: str) -> bytes:
    return b"<w:p><w:r><w:t>%b</w:t></w:r></w:p>" % text.encode()


def laughs() -> bytes:
    """Entities of a document that expand to gigabytes."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE z [<!ENTITY l0 "ha">{entities}]>'.encode()


def far_cells(first: str, last: str) -> bytes:
    """A workbook with a cell in the first and one in the last place that there is."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cell = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>{2}</t></is></c></row>'
    rows = cell.format(1, "A", first) + cell.format(1048576, "XFD", last)
    sheet = f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
    book = f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    link = f'<Relationship Id="r1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    parts = {
        "xl/workbook.xml": f"{book}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    encoded = {name: text.encode() for name, text in parts.items()}
    return zipped(_package("xl/workbook.xml", "spreadsheetml.sheet", encoded))


# --- mail, text, tables ------------------------------------------------------------------------------------------------


def nested_mail(depth: int, text: str) -> bytes:
    return b"Content-Type: message/rfc822\n\n" * depth + b"Content-Type: text/plain\n\n" + text.encode()


def mail(header: bytes, text: str) -> bytes:
    return b"From: a@example.org\n%b\nContent-Type: text/plain\n\n%b\n" % (header, text.encode())


def stray_quote(text: str, size_bytes: int) -> bytes:
    """A list of one endless line with a quote that nothing closes, and `text` in its last field."""
    head, tail = b'id;naam;opmerking\n1;"jan;', f";{text}".encode()
    return head + b"x;" * ((size_bytes - len(head) - len(tail)) // 2) + tail


def endless_database(path: Path, text: str) -> None:
    """A table with `text`, a view that never ends, and a column that is computed as large as can be."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE klanten (id INTEGER, opmerking TEXT)")
        base.execute("INSERT INTO klanten VALUES (1, ?)", (text,))
        numbers = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"
        base.execute(f"CREATE VIEW personen AS {numbers}")
        base.execute("CREATE TABLE groot (a, b GENERATED ALWAYS AS (hex(zeroblob(400000000))) VIRTUAL)")
        base.execute("INSERT INTO groot (a) VALUES (1)")
        base.commit()


# --- the share ---------------------------------------------------------------------------------------------------------

_MEMORY = frozenset({"memory", "crashed", "too_large", "ratio", "timeout", "corrupt", "too_deep", "truncated"})


def png_of_zeros(side: int) -> bytes:
    """A picture of so many black pixels each way, in as few bytes as that takes."""
    rows = deflated(bytes(1 + side // 8) * 100, side // 100, 15)
    pieces = [(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in pieces
    )


def write_documents(share: Share) -> None:
    """PDF, office files, mail and pictures."""
    for side in (13_000, 20_000):
        share.write(f"pictures/{side}.png", png_of_zeros(side), Trap(CUT, frozenset({"too_large", "ocr_missing"})))
    for name in pdf_traps(""):
        canary = share.canary()
        share.write(f"pdf/{name}.pdf", pdf_traps(share.line(canary))[name], Trap(ANY, _MEMORY, (canary,)))
    share.traps["pdf/xref-index.pdf"] = Trap(CUT, _MEMORY)
    canary = share.canary()
    line = paragraph(share.line(canary))
    filler = paragraph("a" * 90) * 1000
    share.write("office/bomb.docx", docx(filler, 2000, line), Trap(CUT, frozenset({"ratio", "too_large", "memory"})))
    share.write("office/laughs.docx", docx(b"<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", 1, line, laughs()), Trap(CUT))
    share.write("office/deep.docx", docx(b"<w:ins>" * 200_000 + b"</w:ins>" * 200_000, 1, line), Trap(CUT))
    first, last = share.canary(), share.canary()
    cells = far_cells(share.line(first), share.line(last))
    share.write("office/far.xlsx", cells, Trap(READ, numbers=(first, last)))
    canary = share.canary()
    words = b"Subject: " + b"=?utf-8?q?a?= " * 20_000
    share.write("mail/words.eml", mail(words, share.line(canary)), Trap(ANY, numbers=(canary,), must_find=(canary,)))
    canary = share.canary()
    share.write("mail/round.eml", mail(b"To: " + b"(" * 5000, share.line(canary)), Trap(ANY, must_find=(canary,)))
    share.write("mail/nested.eml", nested_mail(2000, share.line(share.canary())), Trap(CUT, frozenset({"too_deep"})))


def write_containers(share: Share, zeros_gib: int = 10) -> None:
    """Archives and compressed files."""
    numbers = tuple(share.canary() for _ in range(20))
    deep = nested_zip([share.line(canary) for canary in numbers])
    share.write("zip/deep.zip", deep, Trap(CUT, frozenset({"too_deep"}), must_find=numbers[:15]))
    bomb = frozenset({"ratio", "too_large", "too_many"})
    share.write("zip/bushy.zip", bushy_zip(4, 16), Trap(CUT, bomb))
    share.write("zip/overlapped.zip", overlapped_zip(1000), Trap(ANY))
    share.write("gz/zeros.gz", gzip_of_zeros(zeros_gib), Trap(CUT, bomb))
    canary = share.canary()
    share.write("gz/dictionary.xz", xz_with_dictionary(share.line(canary).encode()), Trap(ANY, numbers=(canary,)))
    names = (
        b"../../out.txt",
        b"/abs.txt",
        b"caf\xe9.txt",
        b"a\x1b]0;x\x07.txt",
        b"C:\\x.txt",
        b"-rf",
        b"\xff\xfe!x.txt",
    )
    lines = {name: share.canary() for name in names}
    odd = odd_tar({name: share.line(canary) for name, canary in lines.items()})
    share.write("tar/odd.tar", odd, Trap(READ, must_find=tuple(lines.values())))


def write_texts(share: Share, nul_bytes: int = 200 * MIB) -> None:
    """Text, tables, databases and holes."""
    canary = share.canary()
    deep = b"[" * 100_000 + f'"{share.line(canary)}"'.encode() + b"]" * 100_000
    share.write("text/deep.json", deep, Trap(ANY, numbers=(canary,)))
    canary = share.canary()
    share.write(
        "text/half.json", b'{"a\\ud800": "\\udc00 %b"}' % share.line(canary).encode(), Trap(READ, numbers=(canary,))
    )
    canary = share.canary()
    share.write("text/quote.csv", stray_quote(share.line(canary), MIB), Trap(ANY, numbers=(canary,)))
    canary = share.canary()
    share.write("text/endless.sqlite", b"", Trap(ANY, must_find=(canary,)))
    (share.folder / "text/endless.sqlite").unlink()
    endless_database(share.folder / "text/endless.sqlite", share.line(canary))
    share.write("text/nul.txt", (bytes(MIB) for _ in range(nul_bytes // MIB)), Trap(ANY | {"skipped"}))
    share.write("text/sparse.txt", b"", Trap(ANY | {"skipped"}))
    os.truncate(share.folder / "text/sparse.txt", 10 << 30)
    canary = share.canary()
    address = b"a." * 10_000 + b"a@example.org "
    share.write("text/address.txt", address + share.line(canary).encode(), Trap(ANY, numbers=(canary,)))
    canary = share.canary()
    share.write("text/rounds.txt", b"(+" * 200_000 + share.line(canary).encode(), Trap(ANY, numbers=(canary,)))


def write_names(share: Share) -> None:
    """Names and kinds that a file system allows."""
    (share.folder / "names").mkdir(parents=True, exist_ok=True)
    for name in (b"caf\xe9.txt", b"a\x1b]0;x\x07\n\r.txt", "\u202etxt.fdp".encode(), b"-rf", b"$(id).txt", b"x!y.txt"):
        canary = share.canary()
        (share.folder / "names" / os.fsdecode(name)).write_text(f"{share.line(canary)}\n")
        share.traps[f"names/{os.fsdecode(name)}"] = Trap(READ, numbers=(canary,), must_find=(canary,))
    skipped, special = frozenset({"skipped"}), frozenset({"special_file"})
    os.mkfifo(share.folder / "names/fifo")
    with closing(socket.socket(socket.AF_UNIX)) as end:
        here = os.open(share.folder / "names", os.O_RDONLY)  # since the whole path may be longer than a socket allows
        end.bind(f"/proc/self/fd/{here}/socket")
        os.close(here)
    share.traps |= {"names/fifo": Trap(skipped, special), "names/socket": Trap(skipped, special)}
    with suppress(PermissionError):  # a container may forbid even root to make one
        os.mknod(share.folder / "names/zero", stat.S_IFCHR | 0o600, os.makedev(1, 5))
        share.traps["names/zero"] = Trap(skipped, special)
    for name, target in (("loop", "."), ("up", "../.."), ("shadow", "/etc/shadow")):
        (share.folder / "names" / name).symlink_to(target)
        share.traps[f"names/{name}"] = Trap(skipped, frozenset({"symlink"}))


def write_deep_path(share: Share, depth: int = 250) -> None:
    """A file whose path is longer than the system takes at once."""
    canary, here = share.canary(), os.open(share.folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("a" * 20, dir_fd=here)
        below = os.open("a" * 20, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    with os.fdopen(os.open("deep.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here), "w") as stream:
        stream.write(f"{share.line(canary)}\n")
    os.close(here)
    path = "/".join(["a" * 20] * depth)
    share.traps[f"{path}/deep.txt"] = Trap(READ, numbers=(canary,), must_find=(canary,))
