r"""Turns a recognizer's pattern into one that a linear-time engine takes and that matches wherever the first does.

What such engines lack is dropped: lookarounds, anchors, word borders, possessive marks. A positive lookbehind at
the very start is no loss: what it asks for stands right before the match, so it is written out. Classes are spelled
by Unicode property (`\w` as letters, numbers, marks and connectors), since the engines read `\w` as ASCII.
The result may over-report, never under-report; a construct that cannot be translated so gives None.
"""

from __future__ import annotations

import re

_WORD = r"\p{L}\p{N}\p{M}\p{Pc}"
_SPACE = r"\s\x{85}\p{Z}"
_ANY = r"(?s:.)"
_ZERO_WIDTH = frozenset("bBAZzGKm")
_LONG_REPEAT = 16
_PLAIN_GROUPS = re.compile(r"\?(?:P?<[A-Za-z_]\w*>|:|>|([a-z]*(?:-[a-z]+)?):)")
_GLOBAL_FLAGS = re.compile(r"\?[aiLmsux]+\)")
_REPEAT = re.compile(r"\{(\d*)(,?)(\d*)\}")
_LOOKAROUNDS = ("?<=", "?<!", "?=", "?!")


class _NotTranslatableError(ValueError):
    """The pattern holds something that has no safe over-approximation."""


def over_approximate(pattern: str) -> str | None:
    """Give a pattern without lookarounds that matches in every text in which `pattern` does, or None."""
    try:
        return _Translator(pattern).translated()
    except _NotTranslatableError:
        return None


class _Translator:
    """One pass over a pattern in the syntax of the `regex` module."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0

    def translated(self) -> str:
        out = self._alternatives(first=True)
        if self._at < len(self._pattern):
            raise _NotTranslatableError
        return out

    def _alternatives(self, *, first: bool) -> str:
        branches = [self._sequence(first=first)]
        while self._peek("|"):
            self._at += 1
            branches.append(self._sequence(first=first))
        return "|".join(branches)

    def _sequence(self, *, first: bool) -> str:
        out: list[str] = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            atom = self._atom(first=first and not "".join(out))
            quantifier = self._quantifier()
            if atom:
                out.append(atom + quantifier)
        return "".join(out)

    def _peek(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _atom(self, *, first: bool) -> str:
        char = self._pattern[self._at]
        if char == "(":
            return self._group(first=first)
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        self._at += 1
        if char in "^$":
            return ""
        return _ANY if char == "." else char

    def _quantifier(self) -> str:
        if self._at >= len(self._pattern):
            return ""
        char = self._pattern[self._at]
        out = ""
        if char in "*+?":
            self._at += 1
            out = char
        elif char == "{":
            found = _REPEAT.match(self._pattern, self._at)
            if not found or not (found[1] or found[3]):
                raise _NotTranslatableError
            self._at = found.end()
            out = _repeat(found)
        if out and self._at < len(self._pattern) and self._pattern[self._at] in "+?":
            self._at += 1  # possessive and lazy marks change what is matched, not where something matches
        return out

    def _group(self, *, first: bool) -> str:
        self._at += 1
        for opening in _LOOKAROUNDS:
            if self._peek(opening):
                return self._lookaround(opening, first=first)
        if self._peek("?"):
            return self._special_group(first=first)
        return self._closed("(?:", first=first)

    def _special_group(self, *, first: bool) -> str:
        flags = _GLOBAL_FLAGS.match(self._pattern, self._at)
        if flags:
            self._at = flags.end()
            return f"({flags.group()}"
        found = _PLAIN_GROUPS.match(self._pattern, self._at)
        if not found or "x" in (found[1] or ""):
            raise _NotTranslatableError
        self._at = found.end()
        return self._closed(f"(?{found[1]}:" if found[1] else "(?:", first=first)

    def _closed(self, opening: str, *, first: bool) -> str:
        inner = self._alternatives(first=first)
        if not self._peek(")"):
            raise _NotTranslatableError
        self._at += 1
        if first and self._at < len(self._pattern) and self._pattern[self._at] in "*+{" and "(?:" in inner:
            raise _NotTranslatableError  # a lookbehind written out inside may not be repeated
        return f"{opening}{inner})"

    def _lookaround(self, opening: str, *, first: bool) -> str:
        self._at += len(opening)
        inner = self._closed("(?:", first=False)
        return inner if opening == "?<=" and first else ""

    def _class(self) -> str:
        start = self._at
        self._at += 1
        out = ["["]
        if self._peek("^"):
            self._at += 1
            out.append("^")
        if self._peek("]"):
            self._at += 1
            out.append(r"\]")
        broad = False
        while not self._peek("]"):
            if self._at >= len(self._pattern) or self._pattern.startswith(("[:", "&&", "--", "||", "~~"), self._at):
                raise _NotTranslatableError
            piece = self._class_piece()
            broad = broad or not piece
            out.append(piece)
        self._at += 1
        if start == self._at:
            raise _NotTranslatableError
        return _ANY if broad else "".join(out) + "]"

    def _class_piece(self) -> str:
        char = self._pattern[self._at]
        if char != "\\":
            self._at += 1
            return rf"\{char}" if char == "[" else char
        letter = self._pattern[self._at + 1 : self._at + 2]
        inside = {"w": _WORD, "d": r"\p{Nd}", "s": _SPACE, "W": "", "D": "", "S": "", "b": r"\x08"}
        if letter in inside:
            self._at += 2
            return inside[letter]
        return self._coded(letter)

    def _escape(self) -> str:
        letter = self._pattern[self._at + 1 : self._at + 2]
        outside = {"w": f"[{_WORD}]", "d": r"\p{Nd}", "s": f"[{_SPACE}]", "W": _ANY, "D": _ANY, "S": _ANY}
        if letter in outside:
            self._at += 2
            return outside[letter]
        if letter in _ZERO_WIDTH:
            self._at += 2
            return ""
        return self._coded(letter)

    def _coded(self, letter: str) -> str:
        """Translate an escape that names a character or a property."""
        for mark, width in (("u", 4), ("U", 8), ("x", 2)):
            if letter == mark:
                code = self._pattern[self._at + 2 : self._at + 2 + width]
                self._at += 2 + width
                return rf"\x{{{code.lstrip('0') or '0'}}}"
        if letter in "pP":
            end = self._pattern.find("}", self._at)
            if end < 0:
                raise _NotTranslatableError
            piece = self._pattern[self._at : end + 1]
            self._at = end + 1
            return piece
        if letter.isalnum() and letter not in "nrtfv0":
            raise _NotTranslatableError  # back references, named characters and what is not known
        self._at += 2
        return "\\" + letter


def _repeat(found: re.Match[str]) -> str:
    low, comma, high = found[1] or "0", found[2], found[3]
    if int(high or low) <= _LONG_REPEAT:
        return f"{{{low}{comma}{high}}}"
    return f"{{{min(int(low), _LONG_REPEAT)},}}"
