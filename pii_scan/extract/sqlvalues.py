"""Values as SQL dumps write them: tuples of INSERT, fields of COPY."""

from __future__ import annotations

import re

_PLAIN = r"'[^']*+(?:''[^']*+)*+'"
_ESCAPED = r"'[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'"
_MYSQL_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_COPY_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BACKSLASH = re.compile(r"\\(.)", re.DOTALL)
_COPY_BACKSLASH = re.compile(r"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_HEX = re.compile(r"0x([0-9a-fA-F]*)|[xX]'([0-9a-fA-F]*)'")
_CAST = re.compile(r"::[\w \"\[\].]+(?:\(\d+(?:,\s*\d+)?\))?$|(?i:\s+collate\s+\w+)$")
_PREFIXED = re.compile(r"(?:[nNeEbB]|_\w+\s*)(?=')")


class Values:
    """Reads the tuples behind VALUES. `escapes` tells whether a backslash in a string is an escape (MySQL) or data."""

    def __init__(self, *, escapes: bool) -> None:
        self._escapes = escapes
        string = f"(?:[eE]{_ESCAPED}|{_ESCAPED if escapes else _PLAIN})"
        deepest = rf"\((?>[^()']++|{string})*+\)"
        nested = rf"\((?>[^()']++|{string}|{deepest})*+\)"
        value = rf"(?>{string}|[^'(),]|{nested})"
        self._tuple = re.compile(rf"\s*+\(((?>{string}|[^'()]|{nested})*+)\)", re.DOTALL)
        self._values = re.compile(rf"\s*+({string}(?=\s*+(?:,|$))|{value}*+)\s*+(?:,|$)", re.DOTALL)

    def tuple_at(self, text: str, at: int) -> tuple[str, int] | None:
        """Give the inside of the tuple at `at` and where it ends, or None where no whole tuple stands."""
        found = self._tuple.match(text, at)
        return (found[1], found.end()) if found else None

    def cells(self, inside: str) -> list[str | bytes | None]:
        """Give the values of a tuple: text, bytes of a hexadecimal literal, None for NULL."""
        raw = self._values.findall(inside)
        if raw and not raw[-1] and not inside.rstrip().endswith(","):
            raw.pop()  # the end itself also matches
        if "''" in inside or "\\" in inside:
            return [self._cell(value) for value in raw]
        return [value[1:-1] or None if value[:1] == "'" == value[-1:] else self._cell(value) for value in raw]

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
