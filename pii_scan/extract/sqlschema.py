"""What a SQL dump says of its tables: names, columns, primary keys, and the encoding of it all."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import BinaryIO

from pii_scan.core.types import Where

_PART = r'(?:"(?:[^"]|"")+"|`(?:[^`]|``)+`|\[[^\]]+\]|[\w$#]+)'
NAME = rf"{_PART}(?:\s*\.\s*{_PART}){{0,3}}"
_PARTS = re.compile(_PART)
_CREATE = re.compile(
    rf"\s*CREATE\s+(?:GLOBAL\s+|LOCAL\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+|FOREIGN\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?"
    rf"({NAME})\s*\((.*)\)",
    re.IGNORECASE | re.DOTALL,
)
_KEY = re.compile(
    r"\bPRIMARY\s+KEY\s*(?:(?:NON)?CLUSTERED\s*)?(?:USING\s+\w+\s*)?\(([^()]*(?:\(\d+\)[^()]*)*)\)", re.IGNORECASE
)
_INLINE_KEY = re.compile(r"\bPRIMARY\s+KEY\b(?!\s*(?:(?:NON)?CLUSTERED\s*)?\()", re.IGNORECASE)
_ALTER_KEY = re.compile(
    rf"ALTER\s+TABLE\s+(?:ONLY\s+)?({NAME})\s+(?:WITH\s+\w+\s+)?ADD\s+(?:CONSTRAINT\s+{_PART}\s+)?"
    r"PRIMARY\s+KEY\s*(?:(?:NON)?CLUSTERED\s*)?\(([^()]+)\)",
    re.IGNORECASE,
)
_NO_COLUMN = re.compile(
    r"(?:CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK|KEY|INDEX|FULLTEXT|SPATIAL|EXCLUDE|LIKE|PERIOD)\b", re.IGNORECASE
)
_PIECE = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|[(),]|[^'"`\[(),]+|.""", re.DOTALL)
_ENCODING = re.compile(rb"client_encoding\s*(?:=|TO)\s*'(\w+)'|SET\s+NAMES\s+'?(\w+)", re.IGNORECASE)
_TAIL_BYTES = 1 << 22
_CODECS = {
    "utf8mb4": "utf-8", "utf8mb3": "utf-8", "unicode": "utf-8", "latin1": "cp1252", "latin9": "iso8859-15",
    "win1252": "cp1252", "win1250": "cp1250", "win1251": "cp1251", "latin2": "iso8859-2",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableName:
    """A table as a dump names it, without quotes."""

    schema: str = field(repr=False)
    table: str = field(repr=False)

    @classmethod
    def parse(cls, text: str, schema: str) -> TableName:
        """Read a name; `schema` stands where it says none."""
        parts = [bare(part) for part in _PARTS.findall(text)]
        return cls(parts[-2] if len(parts) > 1 and parts[-2] else schema, parts[-1])

    @property
    def where(self) -> Where:
        """The place that all rows of the table share."""
        return {"schema": self.schema, "table": self.table} if self.schema else {"table": self.table}


@dataclass(slots=True)
class Layout:
    """The columns of a table and its primary key, as far as known."""

    columns: tuple[str, ...] = field(default=(), repr=False)
    keys: tuple[str, ...] = field(default=(), repr=False)


def bare(name: str) -> str:
    """Take the quotes off an identifier."""
    for first, last in ('""', "``", "[]"):
        if name[:1] == first and name[-1:] == last and len(name) > 1:
            return name[1:-1].replace(last * 2, last)
    return name


def names_in(text: str) -> tuple[str, ...]:
    """Read a list of column names."""
    return tuple(bare(found[0]) for part in _split(text) if (found := _PARTS.match(part.strip())))


def created_table(statement: str, schema: str) -> tuple[TableName, Layout] | None:
    """Read a CREATE TABLE statement."""
    found = _CREATE.match(statement)
    if not found:
        return None
    layout = Layout()
    columns = []
    for part in map(str.strip, _split(found[2])):
        key = _KEY.search(part)
        if _NO_COLUMN.match(part):
            layout.keys = names_in(key[1]) if key else layout.keys
            continue
        name = _PARTS.match(part)
        if name:
            columns.append(bare(name[0]))
            if _INLINE_KEY.search(part):
                layout.keys = (columns[-1],)
    layout.columns = tuple(columns)
    return TableName.parse(found[1], schema), layout


def keys_at_the_end(stream: BinaryIO, encoding: str) -> dict[str, tuple[str, ...]]:
    """Give the primary keys that pg_dump adds after all data, by the table's name as written there."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _TAIL_BYTES) & ~3)
    tail = stream.read().decode(encoding, "replace")
    return {name.replace('"', ""): names_in(columns) for name, columns in _ALTER_KEY.findall(tail)}


def declared_encoding(head: bytes) -> str | None:
    """Give the encoding that a dump declares, as Python calls it."""
    found = _ENCODING.search(head)
    if not found:
        return None
    said = (found[1] or found[2]).decode("ascii", "replace").lower()
    try:
        return codecs.lookup(_CODECS.get(said, said)).name
    except LookupError:
        return None


def _split(text: str) -> list[str]:
    """Split at the commas that stand in no parentheses and no quotes."""
    parts, depth = [""], 0
    for piece in _PIECE.findall(text):
        if piece == "," and depth == 0:
            parts.append("")
            continue
        depth += {"(": 1, ")": -1}.get(piece, 0)
        parts[-1] += piece
    return parts
