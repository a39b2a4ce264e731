"""Encoded words of mail headers (RFC 2047), decoded in linear time and never refused."""

from __future__ import annotations

import binascii
import re

from pii_scan.extract.encoding import decode

_WORD = r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]*)\?="
_ONE = re.compile(_WORD)
_SEVERAL = re.compile(rf"{_WORD}(?:\s+{_WORD})*+")
_FOLD = re.compile(r"\r?\n[ \t]*")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def decoded_words(value: str) -> str:
    """Give a header's value unfolded, with its encoded words as text; what is broken stays as it is written."""
    return _SEVERAL.sub(lambda found: _together(found[0]), _FOLD.sub(" ", value.strip()))


def _together(words: str) -> str:
    """Decode words that follow each other: mail programs cut characters between words, and blanks do not count."""
    shown: list[str] = []
    charset, pending = "", b""
    for name, way, text in _ONE.findall(words):
        declared = name.partition("*")[0].lower()
        if pending and declared != charset:
            shown.append(decode(pending, declared=charset)[0])
            pending = b""
        charset = declared
        pending += _from_base64(text) if way in "bB" else _from_quoted(text)
    return "".join(shown) + decode(pending, declared=charset)[0].replace("\n", " ")


def _from_base64(text: str) -> bytes:
    data = text.encode("ascii", "ignore")
    try:
        return binascii.a2b_base64(data + b"==")
    except binascii.Error:
        return data


def _from_quoted(text: str) -> bytes:
    data = text.replace("_", " ").encode("utf-8", "replace")
    return _HEX.sub(lambda code: bytes((int(code[1], 16),)), data)
