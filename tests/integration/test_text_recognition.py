"""Text recognition through the program: in workers that may write nothing and reach nobody, and told where it is off."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from fakes.commandline import CommandLine
from fakes.people import number
from fakes.scans import TESSERACT, letter, saved
from PIL import Image

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(TESSERACT is None, reason="Tesseract is not installed"),
]

FILES = {
    "page.png": lambda page: saved(page, "PNG"),
    "lying.jpg": lambda page: saved(page.rotate(90, expand=True), "JPEG", quality=70),
    "fax.tif": lambda page: saved(
        Image.new("1", page.size, 1), "TIFF", save_all=True, append_images=[page.convert("1")]
    ),
    "scan.pdf": lambda page: saved(page, "PDF", resolution=150),
    "letter.docx": lambda page: _in_document(page),  # noqa: PLW0108  defined below
}
NUMBERS = {name: number("1985-07-30", 11 + 2 * at) for at, name in enumerate(FILES)}


def _in_document(page: Image.Image) -> bytes:
    made = docx.Document()
    made.add_picture(io.BytesIO(saved(page.crop((0, 0, page.width, 400)), "PNG")))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scans")
    for name, make in FILES.items():
        page = letter("Votre demande nous est bien parvenue.", f"Rijksregisternummer: {NUMBERS[name]}")
        (folder / name).write_bytes(make(page))
    (folder / "icon.png").write_bytes(saved(Image.new("L", (32, 32)), "PNG"))
    return folder


def test_numbers_in_pictures_are_found_with_their_boxes(share: Path, tmp_path: Path) -> None:
    program = CommandLine(tmp_path)

    done = program("scan", str(share))

    found = {
        row["item"]: row["where"]
        for row in program("findings", "--format", "jsonl", "--reveal").rows()
        if row["value"] in {value.replace(".", "").replace("-", "") for value in NUMBERS.values()}
    }
    assert done.code == 0
    assert found.keys() == FILES.keys()
    assert all(len(where["box"]) == 4 for where in found.values())
    assert {name: where.get("page") for name, where in found.items() if "page" in where} == {
        "fax.tif": 2,
        "scan.pdf": 1,
    }
    assert list(program.temporary.iterdir()) == []


def test_what_was_read_without_text_recognition_is_read_again_with_it(share: Path, tmp_path: Path) -> None:
    program = CommandLine(tmp_path)

    without = program("scan", str(share / "page.png"), "--ocr", "off")
    missing = program.coverage()
    again = program("scan", str(share / "page.png"))

    assert without.code == 3
    assert set(missing.values()) == {("failed", "ocr_missing")}
    assert again.code == 0
    assert {outcome for outcome, _ in program.coverage().values()} == {"scanned"}
