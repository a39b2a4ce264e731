"""The tables of strings of a binary Word document that name people, places of files, and values of variables.

Source: MS-DOC 2.2.4 (STTB), 2.9.277 (SttbfAssoc), 2.9.105 (authors of comments), 2.9.303 (variables).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from pii_scan.extract.wordpieces import Pieces

_ASSOCIATED, _COMMENTERS, _REVISERS, _VARIABLES, _SAVED_BY = 32, 36, 51, 60, 71
_ASSOCIATIONS = {2: "title", 3: "subject", 4: "keywords", 6: "creator", 7: "lastModifiedBy", 8: "data", 9: "data"}
_MOST = 10_000
_NOBODY = "Unknown"


def strings_of(pieces: Pieces) -> Iterator[tuple[str, str]]:
    """Yield each string with what it is; damage ends the table it stands in."""
    for number, value in enumerate(_strings(pieces, _ASSOCIATED)):
        if number in _ASSOCIATIONS and value.strip():
            yield _ASSOCIATIONS[number], value.strip()
    authors = {*_strings(pieces, _REVISERS), *_counted(pieces.table(_COMMENTERS), 0)} if not pieces.is_old else set()
    yield from (("Author", author) for author in sorted(authors) if author.strip() and author != _NOBODY)
    saved = list(_strings(pieces, _SAVED_BY)) if not pieces.is_old else []
    for number, value in enumerate(saved):
        if value.strip():
            yield "" if number % 2 else "lastModifiedBy", value.strip()
    if not pieces.is_old:
        yield from _variables(pieces.table(_VARIABLES))


def _variables(data: bytes) -> Iterator[tuple[str, str]]:
    names = list(_extended(data))
    at = 6 + sum(2 + len(name) * 2 + 4 for name in names)
    yield from zip(names, _counted(data, at, after=2), strict=False)


def _strings(pieces: Pieces, index: int) -> Iterator[str]:
    data = pieces.table(index)
    return _extended(data) if data[:2] == b"\xff\xff" else _short(data)


def _extended(data: bytes) -> Iterator[str]:
    """Yield the strings of a table of wide characters."""
    if len(data) < 6 or data[:2] != b"\xff\xff":
        return
    count, extra = struct.unpack_from("<HH", data, 2)
    strings = _counted(data, 6, after=extra)
    for _ in range(count):
        value = next(strings, None)
        if value is None:
            return
        yield value


def _counted(data: bytes, at: int, after: int = 0) -> Iterator[str]:
    """Yield strings of wide characters that follow each other, each behind its length."""
    for _ in range(_MOST):
        if at + 2 > len(data):
            return
        size = int.from_bytes(data[at : at + 2], "little") * 2
        yield data[at + 2 : at + 2 + size].decode("utf-16-le", "replace")
        at += 2 + size + after


def _short(data: bytes) -> Iterator[str]:
    """Yield the strings of an old table of bytes, which begins with its size."""
    at = 2
    while at < min(len(data), int.from_bytes(data[:2], "little")):
        yield data[at + 1 : at + 1 + data[at]].decode("cp1252", "replace")
        at += 1 + data[at]
