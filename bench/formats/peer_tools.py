"""What other readers see in a file; each answers in a process of its own, with a limit of time and memory."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import resource
import select
import shutil
import signal
import subprocess
import time
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from pathlib import Path

from pii_scan.core.errors import ExtractError
from pii_scan.core.types import Content, Member, Rows, Text
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

SECONDS, MEMORY = 20, 3 << 30
Tool = Callable[[Path], Iterable[object]]
_WORD = re.compile(r"\w{2,}")


def words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text))}


def ours(path: Path) -> Iterable[object]:
    with path.open("rb") as stream:
        yield from _ours(Content(path.name, stream, path.stat().st_size), 0)


def _ours(content: Content, depth: int) -> Iterable[object]:
    try:
        for segment in open_reading(content, Limits()).segments:
            if isinstance(segment, Text):
                yield segment.text
            elif isinstance(segment, Rows):
                yield from segment.batch.schema.names  # type: ignore[attr-defined]
                for column in segment.batch.columns:  # type: ignore[attr-defined]
                    yield from column.to_pylist()
            elif isinstance(segment, Member) and depth < 4:
                data = segment.open().read()
                yield from _ours(Content(segment.name, io.BytesIO(data), len(data)), depth + 1)
    except ExtractError:
        return


def pypdfium2(path: Path) -> Iterable[object]:
    import pypdfium2

    for page in pypdfium2.PdfDocument(path):
        yield page.get_textpage().get_text_bounded().replace("\ufffe", "")


def pypdf(path: Path) -> Iterable[object]:
    import pypdf

    for page in pypdf.PdfReader(path).pages:
        yield page.extract_text()


def pdfplumber(path: Path) -> Iterable[object]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            yield page.extract_text()


def python_docx(path: Path) -> Iterable[object]:
    import docx

    document = docx.Document(str(path))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for section in document.sections:
        yield from (paragraph.text for part in (section.header, section.footer) for paragraph in part.paragraphs)


def openpyxl(path: Path) -> Iterable[object]:
    import openpyxl

    for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from row


def xlrd(path: Path) -> Iterable[object]:
    import xlrd

    book = xlrd.open_workbook(str(path), logfile=io.StringIO())
    for sheet in book.sheets():
        for row in range(sheet.nrows):
            yield from sheet.row_values(row)


def pyxlsb(path: Path) -> Iterable[object]:
    import pyxlsb

    with pyxlsb.open_workbook(str(path)) as book:
        for name in book.sheets:
            with book.get_sheet(name) as sheet:
                for row in sheet.rows():
                    yield from (cell.v for cell in row)


def python_pptx(path: Path) -> Iterable[object]:
    import pptx

    for slide in pptx.Presentation(str(path)).slides:
        yield from (shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        yield from (
            cell.text for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
        )
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text


def odfpy(path: Path) -> Iterable[object]:
    from odf import opendocument, teletype, text

    document = opendocument.load(str(path))
    for kind in (text.P, text.H):
        yield from (teletype.extractText(element) for element in document.getElementsByType(kind))


def extract_msg(path: Path) -> Iterable[object]:
    import extract_msg

    message = extract_msg.openMsg(str(path), errorBehavior=extract_msg.enums.ErrorBehavior.SUPPRESS_ALL)
    yield from (getattr(message, name, None) for name in ("subject", "sender", "to", "cc", "body"))


def email_stdlib(path: Path) -> Iterable[object]:
    message = BytesParser(policy=policy.compat32).parsebytes(path.read_bytes())
    yield from (message[name] for name in ("From", "To", "Subject"))
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            yield payload.decode(part.get_content_charset() or "utf-8", "replace")


def striprtf(path: Path) -> Iterable[object]:
    from striprtf.striprtf import rtf_to_text

    yield rtf_to_text(path.read_text("latin-1"), errors="ignore")


def lxml_html(path: Path) -> Iterable[object]:
    from lxml import etree, html

    root = html.fromstring(path.read_bytes(), parser=html.HTMLParser(huge_tree=True))
    etree.strip_elements(root, "script", "style", etree.Comment, with_tail=False)
    yield "\n".join(root.itertext())


def as_text(path: Path) -> Iterable[object]:
    """Give the file's own bytes: for what is text already."""
    data = path.read_bytes()
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield data.decode("utf-16", "replace")
        return
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


def _command(*command: str) -> Tool:
    def read(path: Path) -> Iterable[object]:
        done = subprocess.run([*command, str(path)], capture_output=True, check=False, timeout=SECONDS)
        yield done.stdout.decode("utf-8", "replace")

    return read


def converted(files: Sequence[Path], folder: Path) -> Tool:
    """Let LibreOffice write the text of all files, twenty at a time, without network; give who reads it there."""
    names = {path: f"{number}{path.suffix}" for number, path in enumerate(files)}
    for path, name in names.items():
        (folder / name).symlink_to(path.resolve())
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "unshare",
        "-rn",
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
    ]
    for batch in batched(names.values(), 20):
        with suppress(subprocess.TimeoutExpired):
            run = [*command, str(folder / "made"), *(str(folder / name) for name in batch)]
            subprocess.run(run, capture_output=True, check=False, timeout=6 * SECONDS)

    def read(path: Path) -> Iterable[object]:
        yield (folder / "made" / names[path]).with_suffix(".txt").read_text("utf-8", "replace")

    return read


def batched(names: Iterable[str], size: int) -> Iterable[list[str]]:
    left = list(names)
    return (left[at : at + size] for at in range(0, len(left), size))


def _of(module: str, tool: Tool, name: str = "") -> dict[str, Tool]:
    return {name or module: tool} if importlib.util.find_spec(module) else {}


def _installed(name: str, tool: Tool) -> dict[str, Tool]:
    return {name: tool} if shutil.which(name) else {}


OFFICE_KINDS = {"docx", "doc", "odt", "rtf"} if shutil.which("soffice") and shutil.which("unshare") else set()
_TEXT: dict[str, Tool] = {"its own bytes": as_text}
PEERS: dict[str, dict[str, Tool]] = {
    "pdf": {"pypdfium2": pypdfium2, "pypdf": pypdf, "pdfplumber": pdfplumber},
    "docx": {"python-docx": python_docx},
    "xlsx": _of("openpyxl", openpyxl),
    "xlsm": _of("openpyxl", openpyxl),
    "xls": {**_of("xlrd", xlrd), **_installed("xls2csv", _command("xls2csv", "-d", "utf-8"))},
    "xlsb": _of("pyxlsb", pyxlsb),
    "pptx": _of("pptx", python_pptx, "python-pptx"),
    "doc": {
        **_installed("catdoc", _command("catdoc", "-d", "utf-8")),
        **_installed("antiword", _command("antiword", "-m", "UTF-8.txt", "-f")),
    },
    "ppt": _installed("catppt", _command("catppt", "-d", "utf-8")),
    "odt": {**_of("odf", odfpy, "odfpy")},
    "ods": _of("odf", odfpy, "odfpy"),
    "odp": _of("odf", odfpy, "odfpy"),
    "rtf": {"striprtf": striprtf},
    "html": {"lxml": lxml_html},
    "eml": {"email (stdlib)": email_stdlib},
    "msg": _of("extract_msg", extract_msg, "extract-msg"),
    **dict.fromkeys(("txt", "csv", "json", "xml", "sql"), _TEXT),
}


def asked(tool: Tool, path: Path, seconds: float = 4 * SECONDS) -> set[str] | None:
    """Give the words that a tool sees; None where it fails, hangs or dies."""
    receiver, sender = os.pipe()
    child = os.fork()
    if not child:
        _answer(tool, path, sender)
    os.close(sender)
    data, deadline = b"", time.monotonic() + seconds
    while time.monotonic() < deadline and select.select([receiver], [], [], max(0, deadline - time.monotonic()))[0]:
        piece = os.read(receiver, 1 << 16)
        if not piece:
            break
        data += piece
    os.close(receiver)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return set(data.decode().split("\n")[1:-1]) if data.endswith(b"\n=") else None


def _answer(tool: Tool, path: Path, sender: int) -> None:
    """Answer in a child, whatever comes; never return."""
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(silent, stream)
        warnings.simplefilter("ignore")
        seen = words("\n".join(str(piece) for piece in tool(path) if piece is not None))
        with os.fdopen(sender, "wb") as out:
            out.write("\n".join(["", *sorted(seen), "="]).encode("utf-8", "replace"))
    finally:
        os._exit(0)
