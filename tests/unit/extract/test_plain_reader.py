"""Laws of the plain text reader: nothing lost, nothing doubled, lines as people count them."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from pii_scan.core.errors import EmptyContentError
from pii_scan.core.types import Content, Text
from pii_scan.extract import plain
from pii_scan.settings.settings import Limits

NUMBER = "42.01.22-999.06"


def texts(data: bytes) -> list[Text]:
    return [
        text for text in plain.read(Content("a.txt", io.BytesIO(data), len(data)), Limits()) if isinstance(text, Text)
    ]


def line_of(found: list[Text], value: str) -> list[int]:
    lines = []
    for text in found:
        at = text.text.find(value)
        while at >= 0:
            assert text.first_line is not None
            lines.append(text.first_line + text.text.count("\n", 0, at))
            at = text.text.find(value, at + 1)
    return lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_value_is_found_on_its_line_in_every_encoding_and_with_every_line_end(encoding: str, end: str) -> None:
    source = end.join(["Première ligne élevée", "Tweede regel", f"Numéro : {NUMBER}", ""])

    assert line_of(texts(source.encode(encoding)), NUMBER) == [3]


def test_a_file_to_which_programs_wrote_in_two_encodings_keeps_every_letter() -> None:
    data = "Hélène Lefèvre\n".encode() + "François Noël\n".encode("cp1252") + "Zoé\n".encode()

    assert "".join(text.text for text in texts(data)) == "Hélène Lefèvre\nFrançois Noël\nZoé\n"


def test_wide_characters_appended_to_a_narrow_log_are_read() -> None:
    data = b"plain line\n" * 20 + f"Number {NUMBER}\n".encode("utf-16-le")

    assert line_of(texts(data), NUMBER) == [21]


def test_zero_bytes_hide_nothing_and_join_nothing() -> None:
    (text,) = texts(b"85\0" + b"0730 " * 40 + NUMBER.encode() + b"\0\0\0")

    assert NUMBER in text.text
    assert "850730" not in text.text


def test_large_files_are_cut_at_line_ends_and_lines_go_on_counting() -> None:
    rows = [f"line {number} of a log, é, {NUMBER if number % 40_000 == 0 else 'none'}" for number in range(1, 120_001)]
    found = texts("\n".join(rows).encode())

    assert len(found) > 2
    assert all(text.text.endswith("\n") for text in found[:-1])
    assert line_of(found, NUMBER) == [40_000, 80_000, 120_000]
    assert "".join(text.text for text in found) == "\n".join(rows)


def test_an_endless_line_is_cut_between_values_and_loses_none() -> None:
    one = f'{{"number": "{NUMBER}", "name": "An Example"}},'
    data = one * 90_000
    found = texts(data.encode())

    assert len(found) > 1
    assert "".join(text.text for text in found) == data
    assert sum(text.text.count(NUMBER) for text in found) == 90_000
    assert {text.first_line for text in found} == {1}


def test_a_line_without_any_gap_is_cut_at_last() -> None:
    found = texts(b"x" * (5 << 20))

    assert sum(len(text.text) for text in found) == 5 << 20
    assert max(len(text.text) for text in found) <= 3 << 20


def test_memory_does_not_grow_with_the_file() -> None:
    class Endless(io.RawIOBase):
        left = 64 << 20

        def read(self, size: int = -1) -> bytes:
            given = min(size, self.left)
            self.left -= given
            return (b"a line of a log that goes on and on\n" * (given // 36 + 1))[:given]

    tracemalloc.start()
    for _ in plain.read(Content("a.log", Endless(), 64 << 20), Limits()):  # type: ignore[arg-type]
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 16 << 20


def test_a_short_file_is_one_text_so_that_a_label_stays_with_its_value() -> None:
    assert len(texts(b"Number:\n42.01.22-999.06")) == 1


def test_no_bytes_are_told_as_such() -> None:
    with pytest.raises(EmptyContentError):
        texts(b"")
