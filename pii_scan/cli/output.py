r"""Prints rows: tables for people, JSON lines, JSON and CSV for programs.

Names of files and columns come from strangers. Nothing that steers a terminal (control and bidirectional characters)
is ever printed as it is, piped or not: text shows `\x1b`, JSON carries `\u001b`.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from pii_scan.core.errors import PiiScanError
from pii_scan.core.place import item_path


class OutputError(PiiScanError):
    """A document cannot be written."""

    hint = "name a file in a folder that this user may write to, with --output"


FORMATS = ("table", "json", "jsonl", "csv")
Row = Mapping[str, object]

_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_STEERING_UTF8 = re.compile(rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]")
_FORMULA = ("=", "+", "-", "@", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001 some spreadsheets take full-width signs too
_MEASURED_ROWS = 500
_ZIP = b"PK\x03\x04"
_WIDEST = 60
_NARROWEST = 8
_INDENT = 2
_NUMERIC = re.compile(r"(?:[0-9][0-9.,]*(?: (?:bytes|[KMGT]iB))?)?")


def safe(text: str) -> str:
    """Give `text` with everything that could steer a terminal, or that is no character, spelled out."""
    return _STEERING.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def write(rows: Iterable[Row], columns: Sequence[str], form: str) -> None:
    """Print rows to standard output as they come, in the asked format."""
    writers = {"table": _write_table, "json": _write_json, "jsonl": _write_jsonl, "csv": _write_csv}
    writers[form](rows, columns, sys.stdout.buffer)
    sys.stdout.flush()


def write_groups(rows: Iterable[Row], columns: Sequence[str], heading: Callable[[Row], str]) -> None:
    """Print rows as a table for people; neighbors with the same heading stand below it."""
    headings: deque[str] = deque()

    def cells() -> Iterator[list[str]]:
        yield [column.upper() for column in columns]
        for row in rows:
            headings.append(safe(heading(row)))
            yield [cell(row.get(column)) for column in columns]

    before = None
    for number, line in enumerate(table(cells(), indent=_INDENT)):
        if number and headings[0] != before:
            before = headings[0]
            print(before)  # noqa: T201 - a command's own word
        if number:
            headings.popleft()
        print(" " * _INDENT + line)  # noqa: T201 - a command's own word


def write_document(content: bytes, output: Path | None) -> None:
    """Write a document to a file, and say so; or to standard output.

    Raises:
        OutputError: the file cannot be written.
    """
    if output is None:
        if content.startswith(_ZIP) and sys.stdout.isatty():
            raise OutputError("a workbook cannot be shown on a terminal")
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    save(content, output)
    print(safe(f"written: {output}"), file=sys.stderr)  # noqa: T201 - a command's own word


def save(content: bytes, output: Path) -> None:
    """Write a file.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        output.write_bytes(content)
    except OSError as error:
        raise OutputError(f"{output} cannot be written: {error.strerror}") from None


def size(size_bytes: float) -> str:
    """Give a size as people read it."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size_bytes < 1024:
            return f"{size_bytes:.0f} {unit}" if unit == "bytes" else f"{size_bytes:.1f} {unit}"
        size_bytes /= 1024
    return f"{size_bytes:.1f} TiB"


def json_line(row: object) -> bytes:
    """Give one row as JSON without a line break; steering characters and lone surrogates are escaped."""
    import msgspec

    try:
        line = msgspec.json.encode(row)
    except UnicodeEncodeError:
        line = b"\x7f"
    if _STEERING_UTF8.search(line):
        line = json.dumps(msgspec.to_builtins(row), ensure_ascii=True).replace("\x7f", "\\u007f").encode("ascii")
    return line


def cell(value: object) -> str:
    """Give a value as one readable cell: places and lists spelled out, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{safe(str(key))} {cell(inner)}" for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(inner) for inner in value)
    return safe(str(value))


def named(row: Row) -> str:
    """Name the item of a row with its member: `a.zip!b.docx`."""
    member = row.get("member")
    return item_path(str(row.get("item")), None if member is None else str(member))


def table(rows: Iterable[Sequence[str]], *, width: int | None = None, indent: int = 0) -> Iterator[str]:
    """Lay out rows of cells in columns, two spaces apart, numbers to the right; the first row is the header.

    The first `_MEASURED_ROWS` set the widths. On a terminal the widest columns give way until a row fits.
    """
    source = iter(rows)
    head = list(itertools.islice(source, _MEASURED_ROWS))
    if not head:
        return
    widths = [max(len(row[at]) for row in head) for at in range(len(head[0]))]
    numeric = [all(_NUMERIC.fullmatch(row[at]) for row in head[1:]) and len(head) > 1 for at in range(len(widths))]
    if sys.stdout.isatty() or width:
        widths = _fit(widths, (width or shutil.get_terminal_size((120, 24)).columns) - indent)
    else:
        widths = [min(wide, _WIDEST) for wide in widths]
    for row in itertools.chain(head, source):
        cells = zip(row, widths, numeric, strict=True)
        line = "  ".join(_fitted(text, wide, right=right, cut=bool(width)) for text, wide, right in cells)
        yield line.rstrip()


def _fit(widths: Sequence[int], limit: int) -> list[int]:
    """Take from the widest column until all fit, down to `_NARROWEST` each."""
    fitted = list(widths)
    while sum(fitted) + 2 * (len(fitted) - 1) > limit:
        widest = max(range(len(fitted)), key=fitted.__getitem__)
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted


def _fitted(text: str, width: int, *, right: bool, cut: bool) -> str:
    """Pad a cell, or shorten it in the middle, since both ends of a path tell it apart."""
    if len(text) > width and (cut or sys.stdout.isatty()):
        kept = (width - 1) // 2
        text = f"{text[: width - 1 - kept]}…{text[len(text) - kept :]}"
    return text.rjust(width) if right else text.ljust(width)


def _write_table(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    cells = itertools.chain(
        [[name.upper() for name in columns]], ([cell(row.get(name)) for name in columns] for row in rows)
    )
    out.writelines(line.encode() + b"\n" for line in table(cells))


def _write_jsonl(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    del columns
    out.writelines(b"\n".join(chunk) + b"\n" for chunk in _chunks(map(json_line, rows)))


def _write_json(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    del columns
    before = b"[\n"
    for chunk in _chunks(map(json_line, rows)):
        out.write(before + b",\n".join(chunk))
        before = b",\n"
    out.write(b"\n]\n" if before == b",\n" else b"[]\n")


def _chunks(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    while chunk := list(itertools.islice(lines, 1000)):
        yield chunk


def _write_csv(rows: Iterable[Row], columns: Sequence[str], out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([defused(cell(row.get(name))) for name in columns] for row in rows)
    finally:
        text.detach()


def defused(text: str) -> str:
    """Give a cell that no spreadsheet takes for a formula. Source: OWASP, CSV Injection."""
    return "'" + text if text.lstrip().startswith(_FORMULA) or text.startswith(("\t", "\r")) else text
