r"""Turns a recognizer's pattern into one over bytes that a linear-time engine takes and that matches wherever it does.

What such engines lack is dropped: lookarounds, anchors, word borders, possessive marks. A positive lookbehind at the
very start and a positive lookahead at the very end are written out: what they ask for stands beside the match, and is
often all that is worth looking for (`Nom : ` before a name). Every character beyond ASCII becomes "some bytes beyond
ASCII". The result may over-report, never under-report; a construct that cannot be translated so gives None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

_FOREIGN = r"[\x80-\xff]{2,4}"
"""One character beyond ASCII in UTF-8."""

_ANY = rf"(?:[\x00-\x7f]|{_FOREIGN})"
_ALL_ASCII = r"\x00-\x7f"
_PROPERTIES = {"L": "A-Za-z", "Lu": "A-Z", "Ll": "a-z", "N": "0-9", "Nd": "0-9", "M": "", "Z": " ", "Zs": " "}
_SHORTHANDS = {"w": "A-Za-z0-9_", "d": "0-9", "s": r"\s\x1c-\x1f", "W": _ALL_ASCII, "D": _ALL_ASCII, "S": _ALL_ASCII}
_TELLING, BESIDE = 60, 96
"""A lookbehind as long as the one tells enough by itself; a gate beside a match may end as far from it as the other."""
_ZERO_WIDTH = frozenset("bBAZzGKm")
_LONG_REPEAT, _REPEATED = 16, 1
"""Characters beyond ASCII take several bytes, so what may be one has no upper bound when repeated."""
_PLAIN_GROUPS = re.compile(r"\?(?:P?<[A-Za-z_]\w*>|:|>|([a-z]*(?:-[a-z]+)?):)")
_GLOBAL_FLAGS = re.compile(r"\?[aiLmsux]+\)")
_REPEAT = re.compile(r"\{(\d*)(,?)(\d*)\}")
_BORDER = re.compile(r"\(\?<?!(?=\[[^\^])")
_LOOKAROUNDS = ("?<=", "?<!", "?=", "?!")


class _NotTranslatableError(ValueError):
    """The pattern holds something that has no safe over-approximation."""


class Approximation(NamedTuple):
    """A pattern over UTF-8 bytes that matches at, or right beside, every match of the one it stands for.

    Around the end of each of its matches, a match of the other lies within `before` and `after`, what its lookbehinds
    read included; code points, infinite where there is no bound. With `is_head` it begins there.
    """

    pattern: str
    before: float
    after: float = 0
    is_head: bool = False


def over_approximate(pattern: str, gate: str | None = None) -> Approximation | None:
    """Give a pattern without lookarounds that matches wherever `pattern` does, or None.

    `gate` is a simpler pattern known to match within every match of `pattern`, at its start if it begins with `^`, or
    to end at most `BESIDE` code points before it (`~`) or after it (`>`).
    """
    translator = _Translator(pattern)
    try:
        whole = translator.translated()
        gated = _Translator(gate.lstrip("~>")).translated() if gate else None
    except _NotTranslatableError:
        return None
    width = whole.width + translator.looks_behind
    if gate and gated and gate[0] in "~>":
        is_before = gate[0] == "~"
        return Approximation(gated.text, 0 if is_before else width + BESIDE, BESIDE * is_before, is_head=is_before)
    head = gated if gate and gated and gate.startswith("^") else translator.head
    if head.text:
        return Approximation(head.text, head.width, is_head=True)
    if gated and not translator.tail:
        return Approximation(gated.text, width, width)
    return Approximation(translator.tail or whole.text, width)


class _Piece(NamedTuple):
    """A translated piece of pattern, and the most code points that it matches.

    `repeated` is what stands for it under a quantifier that repeats it.
    """

    text: str
    width: float
    repeated: str | None = None


_NOTHING = _Piece("", 0)


@dataclass(slots=True)
class _Beside:
    """What the lookarounds of a sequence ask for beside its match."""

    leading: str = ""
    starting: _Piece = _NOTHING
    trailing: _Piece = _NOTHING
    left: str = ""
    right: str = ""

    def head(self) -> _Piece:
        """Give what stands before the match, with what the match begins with where that is needed to tell."""
        if not self.leading or len(self.leading) > _TELLING:
            return _Piece(self.leading, 0)
        return _Piece(self.leading + self.starting.text, self.starting.width)

    def tail(self) -> str:
        """Give what stands after the match, where nothing stands before it."""
        return "" if self.leading else self.trailing.text

    def around(self, text: str, width: float) -> _Piece:
        """Give the sequence with what stands beside it."""
        if self.leading or self.trailing.text:
            return _Piece(self.leading + text + self.trailing.text, width + self.trailing.width)
        left, right = self.left and f"(?:^|{self.left})", self.right and f"(?:{self.right}|$)"
        return _Piece(f"{left}{text}{right}", width + len(right[:1]))


class _Translator:
    """One pass over a pattern in the syntax of the `regex` module."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self.looks_behind = 0.0
        self.head = _NOTHING
        self.tail = ""
        self._written_out = 0
        self._branches = 0

    def translated(self) -> _Piece:
        out = self._alternatives(first=True, last=True)
        if self._branches > 1:
            self.head, self.tail = _NOTHING, ""
        if self._at < len(self._pattern):
            raise _NotTranslatableError
        return out

    def _alternatives(self, *, first: bool, last: bool = False) -> _Piece:
        branches = [self._sequence(first=first, last=last)]
        while self._peek("|"):
            self._at += 1
            branches.append(self._sequence(first=first, last=last))
        self._branches = len(branches)
        return _Piece("|".join(text for text, _, _ in branches), max(width for _, width, _ in branches))

    def _sequence(self, *, first: bool, last: bool) -> _Piece:
        out: list[str] = []
        beside = _Beside()
        total = 0.0
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            if self._stands_beside(beside, at_start=not out, first=first, last=last):
                continue
            atom = self._atom(first=first and not out and not beside.leading)
            quantifier, most = self._quantifier(_REPEATED if r"\x80" in atom.text else _LONG_REPEAT)
            if atom.text:
                beside.trailing, beside.right = _NOTHING, ""
                out.append((atom.repeated or atom.text if most > 1 else atom.text) + quantifier)
                total += atom.width * most if atom.width else 0
        if not last:
            return _Piece(beside.leading + "".join(out), total)
        self.head, self.tail = beside.head(), beside.tail()
        return beside.around("".join(out), total)

    def _stands_beside(self, beside: _Beside, *, at_start: bool, first: bool, last: bool) -> bool:
        """Take a lookaround that can be written out, if one stands here."""
        border = self._border()
        if border:
            beside.left, beside.right = (border, beside.right) if at_start else (beside.left, border)
        elif first and at_start and self._peek("(?<="):
            beside.leading = max(beside.leading, self._leading_lookbehind(), key=len)  # the longest tells most
        elif last and self._peek("(?="):
            self._at += 1
            ahead = self._lookaround("?=")
            beside.starting = ahead if at_start else beside.starting
            beside.trailing = max(beside.trailing, ahead, key=lambda piece: len(piece.text))
        else:
            return False
        return True

    def _border(self) -> str:
        """Translate a lookaround that asks for no character of a class beside the match, into any other one.

        Of what lies beyond ASCII nothing is said. Any other construct is left where it is, and gives nothing.
        """
        found = _BORDER.match(self._pattern, self._at)
        if not found:
            return ""
        begin = self._at
        self._at = found.end()
        excluded = self._class()
        if not self._peek(")") or _ALL_ASCII in excluded.text:
            self._at = begin
            return ""
        self._at += 1
        self.looks_behind += found.group().startswith("(?<!")
        inside = (excluded.repeated or excluded.text)[1:-1].removesuffix(r"\x80-\xff")
        return f"[^{inside}]" if inside else r"(?s:.)"

    def _leading_lookbehind(self) -> str:
        self._at += 1
        self._written_out += 1
        return self._lookaround("?<=").text

    def _peek(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _atom(self, *, first: bool) -> _Piece:
        char = self._pattern[self._at]
        if char == "(":
            return self._group(first=first)
        if char == "[":
            return self._class()
        if char == "\\":
            return self._escape()
        self._at += 1
        if char in "^$.":
            return _Piece(_ANY, 1, r"(?s:.)") if char == "." else _NOTHING
        return _Piece(char, 1) if char.isascii() else _Piece(f"(?:{_FOREIGN})", 1, r"[\x80-\xff]")

    def _quantifier(self, long: int) -> tuple[str, float]:
        """Translate a quantifier, if one stands here; give the most repetitions, too.

        An upper bound above `long` is left out.
        """
        if self._at >= len(self._pattern):
            return "", 1
        char = self._pattern[self._at]
        out, most = "", 1.0
        if char in "*+?":
            self._at += 1
            out, most = char, 1 if char == "?" else inf
        elif char == "{":
            found = _REPEAT.match(self._pattern, self._at)
            if not found or not (found[1] or found[3]):
                raise _NotTranslatableError
            self._at = found.end()
            out, most = _repeat(found, long), _most(found)
        if out and self._at < len(self._pattern) and self._pattern[self._at] in "+?":
            self._at += 1  # possessive and lazy marks change what is matched, not where something matches
        return out, most

    def _group(self, *, first: bool) -> _Piece:
        self._at += 1
        for opening in _LOOKAROUNDS:
            if self._peek(opening):
                self._lookaround(opening)
                return _NOTHING
        if self._peek("?"):
            return self._special_group(first=first)
        return self._closed("(?:", first=first)

    def _special_group(self, *, first: bool) -> _Piece:
        flags = _GLOBAL_FLAGS.match(self._pattern, self._at)
        if flags:
            self._at = flags.end()
            return _Piece(f"({flags.group()}", 0)
        found = _PLAIN_GROUPS.match(self._pattern, self._at)
        if not found or "x" in (found[1] or ""):
            raise _NotTranslatableError
        self._at = found.end()
        return self._closed(f"(?{found[1] or ''}:", first=first)

    def _closed(self, opening: str, *, first: bool) -> _Piece:
        before = self._written_out
        inner = self._alternatives(first=first)
        if not self._peek(")"):
            raise _NotTranslatableError
        self._at += 1
        if self._written_out > before and self._pattern[self._at : self._at + 1] in set("*+?{"):
            raise _NotTranslatableError  # a lookbehind written out inside may not be repeated
        return _Piece(f"{opening}{inner.text})", inner.width)

    def _lookaround(self, opening: str) -> _Piece:
        self._at += len(opening)
        inner = self._closed("(?:", first=False)
        if opening in {"?<=", "?<!"}:
            self.looks_behind += inner.width
        return inner

    def _class(self) -> _Piece:
        self._at += 1
        negated = self._peek("^")
        self._at += negated
        members: list[str] = []
        foreign = negated
        if self._peek("]"):  # right at the start it is a member
            members.append(r"\]")
            self._at += 1
        while not self._peek("]"):
            if self._at >= len(self._pattern) or self._pattern.startswith(("[:", "&&", "--", "||", "~~"), self._at):
                raise _NotTranslatableError
            ascii_part, beyond = self._member()
            if not (negated and ascii_part == _ALL_ASCII):  # what is excluded may be said too small, never too large
                members.append(ascii_part)
            foreign = foreign or beyond
        self._at += 1
        inside = "".join(members)
        if negated:  # what a shorthand adds beyond ASCII is excluded there, so what is left is a superset
            single = f"(?:[^{inside}\\x80-\\xff]|{_FOREIGN})" if inside else _ANY
            return _Piece(single, 1, f"[^{inside}]" if inside else "(?s:.)")
        return _any_of(f"[{inside}]" if inside else "", inside, foreign=foreign)

    def _member(self) -> tuple[str, bool]:
        """Translate one member of a class: its part in ASCII, and whether it has any beyond."""
        char = self._pattern[self._at]
        if char == "\\":
            return self._escaped_member()
        self._at += 1
        if self._peek("-") and not self._peek("-]") and not char.isascii():
            self._at += 2  # a range beyond ASCII
            return "", True
        if self._peek("-") and self._at + 1 < len(self._pattern) and not self._pattern[self._at + 1].isascii():
            self._at += 2  # a range from ASCII to beyond it
            return rf"\x{ord(char):02x}-\x7f", True
        if not char.isascii():
            return "", True
        return (rf"\{char}" if char in "[^" else char), False

    def _escaped_member(self) -> tuple[str, bool]:
        letter = self._pattern[self._at + 1 : self._at + 2]
        if letter in _SHORTHANDS:
            self._at += 2
            return _SHORTHANDS[letter], True
        if letter == "b":
            self._at += 2
            return r"\x08", False
        if letter in "pP":
            return self._property(), True
        code = self._code(letter)
        if code is None:
            return self._plain_escape(letter), False
        if self._peek("-") and not self._peek("-]"):  # a range, taken as reaching beyond ASCII
            self._at += 1
            self._member()
            return (rf"\x{code:02x}-\x7f" if code <= 0x7F else ""), True
        return (rf"\x{code:02x}", False) if code <= 0x7F else ("", True)

    def _escape(self) -> _Piece:
        letter = self._pattern[self._at + 1 : self._at + 2]
        if letter in _SHORTHANDS:
            self._at += 2
            return _any_of(f"[{_SHORTHANDS[letter]}]", _SHORTHANDS[letter], foreign=True)
        if letter in _ZERO_WIDTH:
            self._at += 2
            return _NOTHING
        if letter in "pP":
            inside = self._property()
            return _any_of(f"[{inside}]" if inside else "", inside, foreign=True)
        code = self._code(letter)
        if code is not None:
            return _Piece(rf"\x{code:02x}", 1) if code <= 0x7F else _Piece(f"(?:{_FOREIGN})", 1, r"[\x80-\xff]")
        return _Piece(self._plain_escape(letter), 1)

    def _property(self) -> str:
        end = self._pattern.find("}", self._at)
        if end < 0:
            raise _NotTranslatableError
        name, negated = self._pattern[self._at + 3 : end], self._pattern[self._at + 1] == "P"
        self._at = end + 1
        return _ALL_ASCII if negated else _PROPERTIES.get(name, _ALL_ASCII)

    def _code(self, letter: str) -> int | None:
        """Read an escape that names a character by its code."""
        for mark, width in (("u", 4), ("U", 8), ("x", 2)):
            if letter == mark:
                digits = self._pattern[self._at + 2 : self._at + 2 + width]
                if len(digits) < width or not all(c in "0123456789abcdefABCDEF" for c in digits):
                    raise _NotTranslatableError
                self._at += 2 + width
                return int(digits, 16)
        return None

    def _plain_escape(self, letter: str) -> str:
        if not letter.isascii() or (letter.isalnum() and letter not in "nrtfv0"):
            raise _NotTranslatableError  # back references, named characters and what is not known
        self._at += 2
        return "\\" + letter


def _any_of(in_ascii: str, inside: str, *, foreign: bool) -> _Piece:
    """Give one character of a class whose part in ASCII is `in_ascii`."""
    if not foreign:
        return _Piece(in_ascii, 1)
    single = f"(?:{in_ascii}|{_FOREIGN})" if in_ascii else f"(?:{_FOREIGN})"
    return _Piece(single, 1, rf"[{inside}\x80-\xff]")


def _most(found: re.Match[str]) -> float:
    if not found[2]:
        return int(found[1])
    return int(found[3]) if found[3] else inf


def _repeat(found: re.Match[str], long: int) -> str:
    """Give a repetition whose upper bound holds for bytes, too: a character may be four."""
    low, high = found[1] or "0", found[3] if found[2] else found[1]
    if high and int(high) <= long:
        return f"{{{low}}}" if low == high else f"{{{low},{high}}}"
    return f"{{{min(int(low), _LONG_REPEAT)},}}"
