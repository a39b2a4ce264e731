"""Which encoding bytes are in, and their text; every byte string has an answer.

Order: byte order mark, what the file declares, strict UTF-8, UTF-16 without a mark (by where its zero bytes stand),
statistics (chardet), and cp1252, which western files that failed all that are in.
"""

from __future__ import annotations

import codecs

import chardet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 16
_FEW_BAD = 9  # characters of UTF-8 to every byte that is none
_SURE = 0.3  # chardet's figures are low: 0.34 for plain Russian, under 0.16 for French in whatever page
_FALLBACK = "cp1252"
_AS_FALLBACK = frozenset({"ascii", "iso8859-1", "cp1252"})
_DOS = {"cp437": "cp850"}  # western Europe's own page; the two agree on accented letters
_WESTERN_BYTES = bytes(
    [*range(0xC0, 0x100), 0x80, *range(0x91, 0x98), 0xA0, 0xAB, 0xB0, 0xBB]
)  # letters, €, quotes, dashes
_ASCII_BYTES = bytes(range(128))


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Give the text of `data` without its byte order mark, and the encoding it was read in.

    Never fails: what no encoding explains is read as cp1252, its five undefined bytes as the control
    characters of the same number, so that no byte is lost.
    """
    first = _marked(data) or _usable(declared)
    for name in filter(None, (first, _zeros(data[:_SAMPLE]), "utf-8")):
        text = _strict(data, name)
        if text is not None:
            return text, name
    if first is not None and first.startswith(("utf-16", "utf-32")):
        return data.decode(first, "replace"), first  # a cut pair at the end says nothing against the mark
    name = _guess(data)
    text = _strict(data, name)
    return (text, name) if text is not None else (_western(data), _FALLBACK)


def detect(head: bytes) -> str:
    """Give the encoding of a content from its first bytes (64 KB or more tell enough), for those who stream.

    The name is one of Python's codecs; a character cut at the end of `head` does not mislead. Files are pasted
    together: what is UTF-8 nearly everywhere is called so, and who streams reads the rest as it can.
    """
    known = _marked(head) or _zeros(head[:_SAMPLE])
    if known is not None:
        return known
    return "utf-8" if _utf8_but_for_the_end(head) or _mostly_utf8(head) else _guess(head)


def _marked(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def _usable(declared: str | None) -> str | None:
    """Give the declared encoding as Python calls it, or None where it is none or contradicts itself.

    Whoever could read a declaration in ASCII letters was not reading UTF-16.
    """
    try:
        info = codecs.lookup((declared or "").strip("\"' \t"))
    except (LookupError, ValueError):
        return None
    if not info._is_text_encoding or info.name.startswith(("utf-16", "utf-32")):  # noqa: SLF001 - codecs has no public way to ask
        return None
    return _FALLBACK if info.name in _AS_FALLBACK else info.name


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


def _utf8_but_for_the_end(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_utf8(head: bytes) -> bool:
    text = head.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    return beyond_ascii - bad > _FEW_BAD * bad


def _zeros(head: bytes) -> str | None:
    """Tell UTF-16 without a mark: western text has nearly all its zero bytes on one side."""
    head = head[: len(head) & ~1]
    if len(head) < 4 or b"\0" not in head:
        return None
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _guess(data: bytes) -> str:
    sample = _telling(data)
    found = chardet.detect(sample)
    name = found["encoding"]
    if not name or (found["confidence"] < _SURE and _looks_western(sample)):
        return _FALLBACK
    codec = codecs.lookup(name).name
    if codec in _AS_FALLBACK or codec.startswith(("utf", "iso8859-15")):
        return _FALLBACK
    return _DOS.get(codec, codec)


def _looks_western(sample: bytes) -> bool:
    """Tell whether most bytes beyond ASCII are what western text in cp1252 uses; in DOS and Mac pages few are."""
    high = sample.translate(None, _ASCII_BYTES)
    return len(high.translate(None, _WESTERN_BYTES)) * 2 <= len(high)


def _telling(data: bytes) -> bytes:
    """Give at most 64 KB around the first byte that is not ASCII: the rest cannot tell encodings apart."""
    if len(data) <= _SAMPLE:
        return data
    first = len(data) - len(data.lstrip(_ASCII_BYTES))
    start = max(0, first - 1024) & ~1
    return data[start : start + _SAMPLE]


def _western(data: bytes) -> str:
    return data.decode(_FALLBACK, "cp1252-controls")


def _control(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("cp1252-controls", _control)
