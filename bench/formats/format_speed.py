"""How many files, rows, mails and pages a second on one core: read alone, and scanned with all that a scan does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import xlsxwriter
from ledger import environment, scan

from pii_scan.app.demo_formats import pdf

LINE = "De klant {n} van dossier D{n:06} belt op {d:02}/03/2026 over de factuur van {n},50 euro en vraagt uitstel."
READ = """
import sys
from pathlib import Path
from pii_scan.core.types import Content
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits
for path in sorted(Path(sys.argv[1]).iterdir()):
    with path.open("rb") as stream:
        for segment in open_reading(Content(path.name, stream, path.stat().st_size), Limits()).segments:
            pass
"""


def _lines(first: int, count: int) -> list[str]:
    return [LINE.format(n=n, d=n % 28 + 1) for n in range(first, first + count)]


def _docx(folder: Path) -> int:
    for number in range(400):
        document = docx.Document()
        for line in _lines(number * 40, 40):
            document.add_paragraph(line)
        document.save(str(folder / f"{number}.docx"))
    return 400


def _xlsx(folder: Path) -> int:
    with xlsxwriter.Workbook(str(folder / "a.xlsx"), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [f"kolom {n}" for n in range(10)])
        for number in range(1, 60_001):
            sheet.write_row(number, 0, [f"tekst {number} {n}" if n % 2 else number * n for n in range(10)])
    return 60_000


def _eml(folder: Path) -> int:
    for number in range(3000):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "office@example.be", "desk@example.be", f"Dossier {number}"
        mail.set_content("\n".join(_lines(number * 20, 20)))
        mail.add_alternative("".join(f"<p>{line}</p>" for line in _lines(number * 20, 20)), subtype="html")
        (folder / f"{number}.eml").write_bytes(mail.as_bytes())
    return 3000


def _pdf(folder: Path) -> int:
    for number in range(10):
        (folder / f"{number}.pdf").write_bytes(pdf([_lines(page * 50, 50) for page in range(100)]))
    return 1000


def _one(folder: Path) -> int:
    (folder / "a.txt").write_text(LINE)
    return 1


MADE: dict[str, tuple[str, Callable[[Path], int]]] = {
    "txt (one line: the start alone)": ("file", _one),
    "docx (40 paragraphs)": ("files", _docx),
    "xlsx (10 columns)": ("rows", _xlsx),
    "eml (text and HTML)": ("mails", _eml),
    "pdf (50 lines)": ("pages", _pdf),
}


def speeds() -> list[str]:
    """Measure; whole processes, start included, on one core."""
    rows = [
        "| made files | | read alone | a second | scanned | a second |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, (unit, make)) in enumerate(MADE.items()):
            share = Path(folder) / f"share{number}"
            share.mkdir()
            count = make(share)
            start = time.perf_counter()
            command = ["taskset", "-c", "0", sys.executable, "-c", READ, str(share)]
            subprocess.run(command, check=True, env=environment(share))
            alone = time.perf_counter() - start
            whole = scan(share, Path(folder) / f"work{number}", core=0).seconds
            told = f"{alone:.1f} s | {count / alone:,.0f} | {whole:.1f} s | {count / whole:,.0f}"
            rows.append(f"| {name} | {count} {unit} | {told} |")
    return rows
