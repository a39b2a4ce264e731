"""RTF bodies of Outlook: unpacked, and where they wrap HTML, that HTML as it was sent."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from pii_scan.core.errors import CorruptContentError
from pii_scan.extract.encoding import decode
from pii_scan.extract.mapi import codec_of

_PACKED, _STORED = b"LZFu", b"MELA"
_HEADER_BYTES = 16
_START = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans "
    rb"SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every compressed body takes to stand before it ([MS-OXRTFCP] 2.1.2.1)."""
_WINDOW = 4096
_TOKEN = re.compile(
    r"\\([A-Za-z]{1,32})(-?\d{1,10})?+ ?|\\'([0-9A-Fa-f]{2})|\\(\n|\r\n?|[^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
_WRAPS_HTML = re.compile(rb"\\fromhtml1\b")
_WRAP_WITHIN = 4096
_CHARACTERS = {
    "par": "\n",
    "line": "\n",
    "tab": "\t",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "bullet": "\u2022",
    "endash": "\u2013",
    "emdash": "\u2014",
}
_UNSHOWN = frozenset("fonttbl colortbl stylesheet info pict object mhtmltag generator listtable rsidtbl".split())
_CHARSETS = {
    128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257,
    204: 1251, 222: 874, 238: 1250, 77: 10000, 0: 1252,
}  # fmt: skip


def unpacked(data: bytes) -> bytes:
    """Give the RTF of a compressed body; what is cut off ends where it was cut.

    Raises:
        CorruptContentError: it is none.
    """
    kind, said = data[8:12], int.from_bytes(data[4:8], "little")
    if kind == _STORED:
        return data[_HEADER_BYTES : _HEADER_BYTES + said]
    if kind != _PACKED:
        raise CorruptContentError("no compressed RTF")
    out = bytearray(_START)
    at, end = _HEADER_BYTES, min(len(data), int.from_bytes(data[:4], "little") + 4)
    while at < end:
        flags = data[at]
        at += 1
        for bit in range(8):
            if at + (flags >> bit & 1) >= end:
                return bytes(out[len(_START) :])
            if not flags >> bit & 1:
                out.append(data[at])
                at += 1
                continue
            token = data[at] << 8 | data[at + 1]
            at += 2
            back = (len(out) - (token >> 4)) % _WINDOW
            if not back:
                return bytes(out[len(_START) :])
            _copy(out, back, (token & 15) + 2)
    return bytes(out[len(_START) :])


def _copy(out: bytearray, back: int, length: int) -> None:
    start = len(out) - back
    if start < 0:  # before the window's start stand blanks
        out += b" " * length
        return
    piece = out[start : start + length]
    out += (piece * (length // len(piece) + 1))[:length]


def wrapped_html(rtf: bytes) -> str | None:
    """Give the HTML that RTF wraps, None where it wraps none."""
    if not _WRAPS_HTML.search(rtf, 0, _WRAP_WITHIN):
        return None
    page = re.search(rb"\\ansicpg(\d{1,5})", rtf[:_WRAP_WITHIN])
    unwrapper = _Unwrapper(int(page[1]) if page else 1252, _fonts(rtf))
    for token in _TOKEN.finditer(rtf.decode("latin-1")):
        unwrapper.take(token)
    return unwrapper.html()


def _fonts(rtf: bytes) -> dict[int, int]:
    """Give the code pages of fonts that have one of their own."""
    pages = {}
    for font, charset in re.findall(rb"\{\\f(\d{1,5})[^{}]*?\\fcharset(\d{1,3})", rtf):
        page = _CHARSETS.get(int(charset))
        if page is not None and page != 1252:
            pages[int(font)] = page
    return pages


@dataclass(slots=True)
class _Group:
    """What holds within a pair of braces."""

    shown: bool = True
    for_rtf: bool = False
    tag: bool = False
    page: int = 0
    skip: int = 1


class _Unwrapper:
    def __init__(self, page: int, fonts: dict[int, int]) -> None:
        self._page, self._fonts = page, fonts
        self._groups = [_Group(page=page)]
        self._out: list[str] = []
        self._bytes = bytearray()
        self._to_skip = 0
        self._starred = False

    def html(self) -> str:
        """Give what came together."""
        self._flush()
        return "".join(self._out)

    def take(self, token: re.Match[str]) -> None:
        """Take a token of RTF."""
        word, argument, code, escaped, brace, text = token.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, argument)
        elif code:
            self._byte(int(code, 16))
        elif escaped:
            self._escaped(escaped)
        elif text:
            self._text(text)

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        if brace == "{":
            top = self._groups[-1]
            self._groups.append(_Group(top.shown, top.for_rtf, top.tag, top.page, top.skip))
        elif len(self._groups) > 1:
            self._groups.pop()
        self._starred = False

    def _word(self, word: str, argument: str | None) -> None:
        top = self._groups[-1]
        if word == "htmltag":
            self._flush()
            top.tag, top.shown, top.page = True, True, self._page
        elif word in _UNSHOWN or self._starred:
            top.shown = False
        elif word == "htmlrtf":
            self._flush()
            top.for_rtf = argument != "0"
        elif word == "f":
            self._flush()
            top.page = self._fonts.get(int(argument or 0), self._page)
        elif word == "uc":
            top.skip = max(0, int(argument or 1))
        elif word == "u" and argument:
            self._unicode(int(argument))
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        self._starred = False

    def _unicode(self, number: int) -> None:
        self._put(chr(number % 0x10000))
        self._to_skip = self._groups[-1].skip

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif self._is_open():
            self._bytes.append(value)

    def _escaped(self, escaped: str) -> None:
        if escaped == "*":
            self._starred = True
        elif escaped in "{}\\":
            self._put(escaped)
        elif escaped == "~":
            self._put("&nbsp;")
        elif escaped in "\r\n":
            self._put("\n")

    def _text(self, text: str) -> None:
        skipped = min(self._to_skip, len(text))
        self._to_skip -= skipped
        if self._is_open():
            self._bytes += text[skipped:].encode("latin-1")

    def _is_open(self) -> bool:
        top = self._groups[-1]
        return top.shown and not top.for_rtf

    def _put(self, text: str) -> None:
        if self._is_open():
            self._flush()
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._out.append(data.decode("ascii") if data.isascii() else _decoded(data, self._groups[-1].page))


def _decoded(data: bytes, page: int) -> str:
    codec = codec_of(page)
    try:
        return codecs.decode(data, codec) if codec else decode(data)[0]
    except (UnicodeError, LookupError):
        return decode(data, declared=codec)[0]
