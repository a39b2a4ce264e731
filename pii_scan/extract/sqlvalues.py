"""Values as SQL dumps write them: tuples of INSERT, fields of COPY."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

_PLAIN = r"'[^']*+(?:''[^']*+)*+'"
_ESCAPED = r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'"
_MYSQL_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_COPY_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
_COPY_BACKSLASH = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_HEX = re.compile(r"0x([0-9a-fA-F]*)|[xX]'([0-9a-fA-F]*)'")
_CAST = re.compile(r"::[\w \"\[\].]+(?:\(\d+(?:,\s*\d+)?\))?$|(?i:\s+collate\s+\w+)$")
_BYTES_MARKS = ("0x", "x'", "X'", "\\x")
_NOT_PLAIN = re.compile(r",(?:\s+|[A-Za-z_]\w*+\s*+)'"), re.compile(r"\n(?:\s+|[A-Za-z_]\w*+\s*+)'")
_NOT_PLAIN_MARKS = (",0x", ", 0x", ", NULL", "\n0x", "'::", "\\x")
_PREFIXED = re.compile(r"(?:[nNeEbB]|_\w+\s*)(?=')")


class Values:
    """Reads the tuples behind VALUES. `escapes` tells whether a backslash in a string is an escape (MySQL) or data."""

    def __init__(self, *, escapes: bool) -> None:
        self._escapes = escapes
        string = f"(?:[eE]{_ESCAPED}|{_ESCAPED if escapes else _PLAIN})"
        deepest = rf"\((?>[^()']++|{string})*+\)"
        nested = rf"\((?>[^()']++|{string}|{deepest})*+\)"
        value = rf"(?>{string}|[^'(),]|{nested})"
        self._tuple = re.compile(rf"\s*+\(((?>{string}|[^'()]|{nested})*+)\)(\s*+,\s*+(?=\())?", re.DOTALL)
        self._values = re.compile(rf"\s*+({string}(?=\s*+(?:,|$))|{value}*+)\s*+(?:,|$)", re.DOTALL)

    def tuple_at(self, text: str, at: int) -> tuple[str, int, bool] | None:
        """Give the inside of the tuple at `at`, where it ends, whether another follows; None where none is whole."""
        found = self._tuple.match(text, at)
        return (found[1], found.end(), found[2] is not None) if found else None

    def batch(self, insides: list[str]) -> pa.RecordBatch | None:
        """Parse tuples by Arrow, or give None where more than plain numbers and strings stands in them."""
        insides = _undressed(insides, len(self._values.findall(insides[0])) - 1)
        text = "\n".join(["", *insides])
        if any(mark in text for mark in _NOT_PLAIN_MARKS) or any(shape.search(text) for shape in _NOT_PLAIN):
            return None
        first = self._values.findall(insides[0])[:-1]
        if ",".join(first) != insides[0]:
            return None  # blanks between values, which would become part of them
        text = text[1:]
        if self._escapes and "\\" in text:
            text = _BACKSLASH.sub(_resolved, text)
        columns = [str(n) for n in range(len(first))]
        try:
            table = pa.csv.read_csv(
                pa.py_buffer(text.encode("utf-8", "replace")),
                pa.csv.ReadOptions(column_names=columns, use_threads=False, block_size=4 * len(text) + 1024),
                pa.csv.ParseOptions(
                    quote_char="'",
                    escape_char="\\" if self._escapes else False,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                ),
                pa.csv.ConvertOptions(
                    column_types=dict.fromkeys(columns, pa.string()),
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=False,
                    null_values=["NULL"],
                ),
            )
        except pa.ArrowInvalid:
            return None
        batches: list[pa.RecordBatch] = table.combine_chunks().to_batches()
        if not batches or batches[0].num_rows != len(insides):
            return None
        arrays = [pc.if_else(pc.equal(column, ""), None, column) for column in batches[0].columns]
        return pa.RecordBatch.from_arrays(arrays, names=columns)

    def columns(self, insides: list[str]) -> list[tuple[list[str | bytes | None], bool]]:
        """Give the values of tuples column by column, and whether bytes may be among them.

        A value is text, bytes of a hexadecimal literal, or None for NULL and for what is empty.
        """
        rows = [self._values.findall(inside)[:-1] for inside in insides]  # the end itself matches too
        return [self._column(column) for column in zip_longest(*rows, fillvalue="NULL")]

    def _column(self, raw: Sequence[str]) -> tuple[list[str | bytes | None], bool]:
        joined = "\n".join(raw)
        return self._plain(raw, joined), any(mark in joined for mark in _BYTES_MARKS)

    def _plain(self, raw: Sequence[str], joined: str) -> list[str | bytes | None]:
        cell = self._cell
        if "\\" in joined or "''" in joined or "::" in joined:
            return [cell(value) for value in raw]
        return [
            None
            if value == "NULL"
            else value[1:-1]
            if value[:1] == "'" == value[-1:]
            else value
            if value.isdecimal()
            else cell(value)
            for value in raw
        ]

    def _cell(self, value: str) -> str | bytes | None:
        value = value.strip()
        if value[:1] == "'" == value[-1:]:
            return self._string(value, escapes=self._escapes)
        if value[:4].upper() == "NULL":
            return None
        found = _HEX.fullmatch(value)
        if found:
            digits = found[1] or found[2] or ""
            return bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}")
        return self._dressed(value)

    def _dressed(self, value: str) -> str | None:
        """Take off what stands around a string: N, E, _binary before it, a cast behind it."""
        bare = _CAST.sub("", value)
        prefix = _PREFIXED.match(bare)
        string = bare[prefix.end() :] if prefix else bare
        if string[:1] == "'" == string[-1:] and len(string) > 1:
            return self._string(string, escapes=self._escapes or bare[:1] in "eE")
        return value or None

    @staticmethod
    def _string(quoted: str, *, escapes: bool) -> str | None:
        text = quoted[1:-1].replace("''", "'")
        if escapes and "\\" in text:
            text = _BACKSLASH.sub(lambda found: _MYSQL_ESCAPES.get(found[1], found[1]), text)
        return text or None


def _undressed(insides: list[str], width: int) -> list[str]:
    """Take off the blanks before values and the N before strings where that can touch no string.

    Each row has a comma less than values then: Arrow, which finds as many values in each, proves that none of the
    commas is in a string.
    """
    if ", " not in insides[0] and "N'" not in insides[0]:
        return insides
    text = "\n".join(["", *insides])
    if text.count("\n") != len(insides) or any(inside.count(",") != width - 1 for inside in insides):
        return insides
    return text.replace(", ", ",").replace(",N'", ",'").replace("\nN'", "\n'")[1:].split("\n")


def _resolved(found: re.Match[str]) -> str:
    """Write a control character as itself; what stands for itself keeps its backslash."""
    return _MYSQL_ESCAPES.get(found[1], found[0])


def copy_text(field: str) -> str:
    """Undo the escapes of a field of COPY."""
    return _COPY_BACKSLASH.sub(_copy_character, field)


def _copy_character(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] == "x" and len(code) > 1:
        return chr(int(code[1:], 16))
    if code[0] in "01234567":
        return chr(int(code, 8) & 0xFF)
    return _COPY_ESCAPES.get(code, code)
