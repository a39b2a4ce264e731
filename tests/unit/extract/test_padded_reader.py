"""Text among zeros: found wherever it stands, its lines counted, and binary stretches told."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from pii_scan.core.errors import ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

BLOCK = 1 << 16


def segments(data: bytes, name: str = "a.log") -> list:
    return list(open_reading(Content(name, io.BytesIO(data), len(data)), Limits()).segments)


def lines(found: list) -> dict[int, str]:
    told = {}
    for segment in found:
        assert isinstance(segment, Text)
        for offset, line in enumerate(segment.text.split("\n")):
            if line.strip():
                told[segment.first_line + offset] = line.strip()
    return told


@pytest.mark.parametrize("name", ["a.log", "noname", "a.txt"])
@pytest.mark.parametrize("zeros", [4096, BLOCK, 3 * BLOCK + 17])
def test_text_behind_zeros_is_read(name, zeros) -> None:
    assert lines(segments(bytes(zeros) + b"one\ntwo\n", name)) == {1: "one", 2: "two"}


@pytest.mark.parametrize("zeros", [BLOCK, 40 * BLOCK])
def test_text_before_zeros_and_behind_them_is_read_with_its_lines(zeros) -> None:
    assert lines(segments(b"one\ntwo\n" + bytes(zeros) + b"three\n" + bytes(zeros) + b"four")) == {
        1: "one", 2: "two", 3: "three", 4: "four",
    }  # fmt: skip


def test_a_hole_of_ten_gigabytes_takes_no_time_and_what_stands_behind_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "sparse.log").open("wb") as file:
        file.write(b"head\n")
        file.seek(10 << 30)
        file.write(b"tail\n")
    with (tmp_path / "sparse.log").open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        found = list(open_reading(Content("sparse.log", file, size), Limits()).segments)

    assert lines(found) == {1: "head", 2: "tail"}


@pytest.mark.parametrize("name", ["a.log", "noname"])
def test_zeros_alone_hold_nothing_and_are_read(name) -> None:
    assert segments(bytes(5 * BLOCK), name) == []
    assert segments(bytes(10), name) == []


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.zip"])
def test_a_document_of_zeros_is_damaged(name) -> None:
    with pytest.raises(ExtractError):
        segments(bytes(BLOCK), name)


def test_a_stretch_that_is_no_text_is_told() -> None:
    found = segments(b"one\n" + bytes(2 * BLOCK) + bytes(range(1, 256)) * 300 + bytes(2 * BLOCK) + b"two\n")

    assert [s for s in found if isinstance(s, Unread)] == [Unread(Reason.UNSUPPORTED)]
    assert set(lines([s for s in found if isinstance(s, Text)]).values()) == {"one", "two"}


def test_a_binary_file_among_zeros_stays_unsupported() -> None:
    with pytest.raises(ExtractError):
        segments(bytes(1024) + bytes(range(256)) * 100 + bytes(BLOCK), "disk")
