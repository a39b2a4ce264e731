"""Text that comes from strangers (names of files, tables, folders), made harmless for a document."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 some spreadsheets take full-width signs too
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^@]*@")


def clean(text: str) -> str:
    """Give `text` with control, bidirectional and invisible characters, and bytes that are no text, replaced by `�`."""
    return _STEERING.sub("\ufffd", text)


def defused(text: str) -> str:
    """Give a cleaned cell that no spreadsheet takes for a formula. Source: OWASP, CSV Injection."""
    plain = clean(text)
    return "'" + plain if plain.lstrip().startswith(_FORMULA) else plain


def source_name(name: str) -> str:
    """Give a source's name without the password that a URL may carry."""
    return clean(_PASSWORD.sub(r"\1@", name))
