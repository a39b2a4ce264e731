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
from pii_scan.core.types import Content, Segment, Unread
from pii_scan.extract import elements, plain
from pii_scan.extract.encoding import decode
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.limits import read_whole
from pii_scan.extract.markup import LARGEST_BYTES, declared_encoding
from pii_scan.settings.settings import Limits

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_SCALAR = r"(?>[+-]?(?:\d[\d.eE+-]*+|Infinity|NaN)|true|false|null)(?![\w.+-])"
_TOKENS = re.compile(  # a member with its value, a key with the bracket behind it, or a value or bracket by itself
    rf"[\s,\ufeff]*+(?:({_STRING})\s*+:\s*+(?:({_STRING})|({_SCALAR})|([{{\[]))|({_STRING})|({_SCALAR})|([{{}}\[\]]))",
    re.DOTALL,
)
_MEMBER_STRING, _MEMBER_SCALAR, _MEMBER_BRACKET, _STRING_ALONE, _SCALAR_ALONE = 2, 3, 4, 5, 6
_STRINGS = json.JSONDecoder(strict=False)
_PLAIN_KEY = re.compile(r"[^\W\d][\w-]*")
_BLANKS = "\ufeff \t\r\n\f\v,"
_MOST_STEPS = 10_000


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

    is_object: bool
    path: str
    key: str
    index: int = 0


class _Json:
    def __init__(self, source: str, depth: int) -> None:
        self._source = source if "\n" in source else source.replace("\r", "\n")
        self._depth = depth
        self._line = 1
        self._counted = 0
        self._levels: list[_Level] = []
        self._steps: dict[str, tuple[str, str]] = {}  # by a key as written: its text, and the step of a path
        self._leaves = Leaves()

    def segments(self) -> Iterator[Segment]:
        """Yield texts until the end, or until the structure breaks."""
        reason, at = None, 0
        for found in _TOKENS.finditer(self._source):
            reason = self._take(found) if found.start() == at else Reason.CORRUPT
            if reason is not None:
                break
            at = found.end()
            if self._leaves.is_full:
                yield from self._leaves.rest()
        if reason is None and (self._levels or self._source[at:].strip(_BLANKS)):
            reason = Reason.CORRUPT
        yield from self._leaves.rest()
        if reason is not None:
            yield from plain.texts(self._source[at:], self._line_at(at))
            yield Unread(reason)

    def _take(self, found: re.Match[str]) -> Reason | None:
        """Take one token; tell what is wrong with it."""
        kind = found.lastindex or 0
        level = self._levels[-1] if self._levels else None
        if kind > _MEMBER_BRACKET:
            return self._alone(found, kind, level)
        if level is None or not level.is_object:
            return Reason.CORRUPT
        quoted, value = found.group(1, kind)
        key, step = self._steps.get(quoted) or self._step(quoted)
        path = level.path + step if level.path else step.removeprefix(".")
        line = self._line_at(found.start(kind))
        if kind == _MEMBER_BRACKET:
            return self._open(value, path, key, line)
        text = value if kind == _MEMBER_SCALAR else value[1:-1] if "\\" not in value else _plain(value)
        self._leaves.add(_shown(key, text), line, path)
        return None

    def _alone(self, found: re.Match[str], kind: int, level: _Level | None) -> Reason | None:
        """Take a bracket, or a value that has no key."""
        value = found[kind]
        line = self._line_at(found.start(kind))
        if kind > _SCALAR_ALONE and value in "}]":
            return self._close(value, level, line)
        path, key = "", ""
        if level is not None:
            if level.is_object:
                return Reason.CORRUPT
            path, key = f"{level.path}[{level.index}]", level.key
            level.index += 1
        if kind > _SCALAR_ALONE:
            return self._open(value, path, key)
        self._leaves.add(_shown(key, _plain(value) if kind == _STRING_ALONE else value), line, path)
        return None

    def _open(self, bracket: str, path: str, key: str, line: int | None = None) -> Reason | None:
        """Open an object or array; what has a key of its own stands on `line`."""
        if len(self._levels) >= self._depth:
            return Reason.TOO_DEEP
        if line is not None and key:
            self._leaves.add(f"{key}:\n", line, path)
        self._levels.append(_Level(bracket == "{", path, key))
        return None

    def _close(self, bracket: str, level: _Level | None, line: int) -> Reason | None:
        if level is None or level.is_object != (bracket == "}"):
            return Reason.CORRUPT
        self._levels.pop()
        if level.is_object:
            self._leaves.add("\n", line, "")
        return None

    def _line_at(self, offset: int) -> int:
        self._line += self._source.count("\n", self._counted, offset)
        self._counted = offset
        return self._line

    def _step(self, quoted: str) -> tuple[str, str]:
        key = _plain(quoted)
        step = f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]"
        if len(self._steps) < _MOST_STEPS:
            self._steps[quoted] = key, step
        return key, step


def _shown(key: str, text: str) -> str:
    if text == "null":
        text = ""
    return f"{key}: {text}\n" if key else f"{text}\n"


def _plain(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted[1:-1]
    try:
        return str(_STRINGS.decode(quoted))
    except ValueError:
        return quoted[1:-1]
