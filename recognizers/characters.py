"""Look-alike characters: one for one to the plain one, so that offsets survive."""

from __future__ import annotations

import re

SPACES = " \u00a0\u1680\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
DASHES = "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\ufffe"
INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
GAP = " \u00a0\u202f\u2009"
"""Spaces that stand inside numbers in texts nobody normalized; for use in a character class."""
HYPHEN = "\\-\u2010\u2011\u2012\u2013\u2014\u2212"
"""Hyphens and dashes in the same use."""
LINE_BREAK = r"(?:[ \t]{0,2}\r?\n[ \t]{0,4})"
"""The end of a line inside a number, where one of its groups ends."""

_PLAIN = {
    **dict.fromkeys(SPACES[1:] + INVISIBLE, " "),
    **dict.fromkeys(DASHES, "-"),
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
    "\u2044": "/",
    "\u2215": "/",
}
_LOOK_ALIKE = re.compile(f"[{re.escape(''.join(_PLAIN))}]")


def normalize(text: str) -> str:
    """Give `text` with look-alike spaces, dashes, slashes and digits replaced, one character for one.

    A character that cannot be seen becomes a space, a soft hyphen a hyphen. The same object comes back where there
    is nothing to do.
    """
    if text.isascii() or not _LOOK_ALIKE.search(text):
        return text
    return _LOOK_ALIKE.sub(lambda found: _PLAIN[found.group()], text)


_NOT_DIGIT = re.compile(r"[^0-9]+")


def digits_of(text: str) -> str:
    """Give the ASCII digits of `text`."""
    return text if text.isdigit() and text.isascii() else _NOT_DIGIT.sub("", text)


def compact(text: str) -> str:
    """Give letters and digits alone, in upper case."""
    return "".join(char for char in text.upper() if char.isalnum())


_MISREAD = str.maketrans(
    {
        "O": "0",
        "o": "0",
        "Q": "0",
        "D": "0",
        "I": "1",
        "l": "1",
        "|": "1",
        "i": "1",
        "S": "5",
        "s": "5",
        "B": "8",
        "Z": "2",
        "z": "2",
    }
)
MISREAD = "OoQDIl|iSsBZz"
"""Letters for which a reading program takes digits."""


def unscanned(text: str) -> str:
    """Give a number with the letters that were read for digits put right."""
    return text if text.isascii() and not any(char in MISREAD for char in text) else text.translate(_MISREAD)
