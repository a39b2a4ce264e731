"""JSON, JSON lines and XML as records: a line `key: value` for each value, an empty line between records.

Each value has the line on which it stands in the file, and its path: `clients[0].niss`, `clients/client[2]/niss`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pii_scan.core.errors import EmptyContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Segment, Text, Unread
from pii_scan.extract import elements, plain
from pii_scan.extract.composition import Composition
from pii_scan.extract.encoding import decode
from pii_scan.extract.limits import read_whole
from pii_scan.extract.markup import LARGEST_BYTES, declared_encoding
from pii_scan.settings.settings import Limits

_TOKEN = re.compile(r'[\s\ufeff]*+(?:("[^"\\]*+(?:\\.[^"\\]*+)*+")|([{}\[\]:,])|([+-]?[\w.][\w.+-]*+)|\Z)', re.DOTALL)
_MEMBER = re.compile(  # a whole member of an object, which is most of any file
    r'\s*+("[^"\\]*+(?:\\.[^"\\]*+)*+")\s*+:\s*+'
    r'(?:("[^"\\]*+(?:\\.[^"\\]*+)*+")|([+-]?\d[\d.eE+-]*+|true|false|null)(?=[\s,}]))\s*+,?',
    re.DOTALL,
)
_SCALAR = re.compile(r"[+-]?(?:\d[\d.eE+-]*+|Infinity|NaN)|true|false|null")
_STRINGS = json.JSONDecoder(strict=False)
_PLAIN_KEY = re.compile(r"[^\W\d][\w-]*")
_CLOSES = {"}": "{", "]": "["}


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the values of the file in order; what is larger than 64 MB is read as plain text.

    Where JSON breaks off or is nested beyond the limit, the rest is read as plain text and an `Unread` says so.

    Raises:
        EmptyContentError: there are no bytes.
    """
    if content.size_bytes > LARGEST_BYTES:
        yield from plain.read(content, limits)
        return
    data = read_whole(content, limits)
    if not data:
        raise EmptyContentError("no bytes")
    if data[:256].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
        yield from elements.leaves(decode(data, declared=declared_encoding(data))[0])
    else:
        yield from _Json(decode(data)[0], limits.xml_depth).segments()


@dataclass(slots=True)
class _Level:
    """An open object or array."""

    bracket: str
    path: str
    key: str
    index: int = 0
    named: bool = False  # a key was read and its value was not


class _Json:
    def __init__(self, source: str, depth: int) -> None:
        self._source = source if "\n" in source else source.replace("\r", "\n")
        self._depth = depth
        self._at = 0
        self._line = 1
        self._counted = 0
        self._levels: list[_Level] = []
        self._composition = Composition()

    def segments(self) -> Iterator[Segment]:
        """Yield texts until the end, or until the structure breaks."""
        reason = None
        while reason is None:
            if self._member():
                continue
            token = self._next()
            if token is None:
                break
            reason = self._follow(*token)
            yield from self._composition.drain()
        if reason is None and (self._levels or self._at < len(self._source)):
            reason = Reason.CORRUPT
        yield from self._composition.rest()
        if reason is not None:
            yield from self._remainder()
            yield Unread(reason)

    def _follow(self, string: str | None, mark: str | None, scalar: str | None) -> Reason | None:
        """Take one token; tell what is wrong with it."""
        reason = self._structure(mark) if mark is not None else self._value(string, scalar)
        if reason is None and not (self._levels and self._levels[-1].named):
            self._line, self._counted = self._line_of(self._at), self._at
        return reason

    def _member(self) -> bool:
        """Read a member of an object at one go, where it is a plain one."""
        level = self._levels[-1] if self._levels else None
        if level is None or level.bracket == "[" or level.named:
            return False
        found = _MEMBER.match(self._source, self._at)
        if found is None:
            return False
        key, string, scalar = found.groups()
        level.key, self._start, self._at = _plain(key), found.start(2 if string else 3), found.end()
        self._value_of(_plain(string) if string else scalar)
        self._after()
        self._line, self._counted = self._line_of(self._at), self._at
        return True

    def _next(self) -> tuple[str | None, str | None, str | None] | None:
        found = _TOKEN.match(self._source, self._at)
        if found is None or found.lastindex is None:
            self._at = len(self._source) if found else self._at
            return None
        self._start, self._at = found.start(found.lastindex), found.end()
        return found[1], found[2], found[3]

    def _line_of(self, offset: int) -> int:
        return self._line + self._source.count("\n", self._counted, offset)

    def _structure(self, mark: str) -> Reason | None:
        """Follow a bracket, colon or comma; tell what is wrong with it."""
        levels = self._levels
        if mark in "{[":
            return self._open(mark)
        if not levels:
            return Reason.CORRUPT
        level = levels[-1]
        if mark in "}]":
            if level.bracket != _CLOSES[mark]:
                return Reason.CORRUPT
            levels.pop()
            self._after()
            if mark == "}":
                self._composition.add("\n", {"line": self._line_of(self._at)})
        elif mark == ":" and not level.named:
            return Reason.CORRUPT
        return None

    def _open(self, bracket: str) -> Reason | None:
        if len(self._levels) >= self._depth:
            return Reason.TOO_DEEP
        path, key = self._path()
        if self._levels and self._levels[-1].bracket == "{" and key:
            self._composition.add(f"{key}:\n", {"line": self._line_of(self._start), "path": path})
        self._levels.append(_Level(bracket, path, key))
        return None

    def _path(self) -> tuple[str, str]:
        """Give path and key of the value that comes next."""
        if not self._levels:
            return "", ""
        level = self._levels[-1]
        if level.bracket == "[":
            return f"{level.path}[{level.index}]", level.key
        step = level.key if _PLAIN_KEY.fullmatch(level.key) else f"[{json.dumps(level.key, ensure_ascii=False)}]"
        dot = "." if level.path and not step.startswith("[") else ""
        return f"{level.path}{dot}{step}", level.key

    def _value(self, string: str | None, scalar: str | None) -> Reason | None:
        """Take a key or a value; tell what is wrong with it."""
        level = self._levels[-1] if self._levels else None
        if string is None and not _SCALAR.fullmatch(scalar or ""):
            return Reason.CORRUPT
        if level is not None and level.bracket == "{" and not level.named:
            if string is None:
                return Reason.CORRUPT
            level.key, level.named = _plain(string), True
            return None
        self._value_of(_plain(string) if string is not None else str(scalar))
        self._after()
        return None

    def _value_of(self, text: str) -> None:
        path, key = self._path()
        where: dict[str, object] = {"line": self._line_of(self._start)}
        if path:
            where["path"] = path
        shown = "" if text == "null" else text
        self._composition.add(f"{key}: {shown}\n" if key else f"{shown}\n", where)

    def _after(self) -> None:
        """A value is complete."""
        if self._levels:
            self._levels[-1].named = False
            self._levels[-1].index += 1

    def _remainder(self) -> Iterator[Text]:
        """Read what follows the last good value as plain text."""
        start = self._counted
        yield from plain.texts(self._source[start:], self._line_of(start))


def _plain(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        return str(_STRINGS.decode(quoted))
    except ValueError:
        return quoted[1:-1]
