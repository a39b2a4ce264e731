"""CODA, the account statements of Belgian banks (Febelfin, version 2): fields of fixed width, told under labels.

A movement is one record: counterparty, account, address and communication stand together, each with the line on which
it stands. A line that is not as the standard asks is told as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from pii_scan.core.types import Content, Segment
from pii_scan.extract.encoding import detect
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.lines import text_lines
from pii_scan.settings.settings import Limits

_HEAD_BYTES = 1 << 16
_WIDTH = 128
_HOLDER, _COMMUNICATION = "Account holder", "Communication"
_FIELDS: dict[str, tuple[tuple[str, int, int], ...]] = {
    "0": (("Addressee", 34, 60), ("BIC", 60, 71), ("Enterprise number", 72, 82)),
    "1": ((_HOLDER, 64, 90), ("Description", 90, 125)),
    "21": (),
    "22": (("Customer reference", 63, 98), ("BIC", 98, 109)),
    "23": ((_HOLDER, 47, 82),),
    "31": (),
    "32": (),
    "33": (),
    "4": ((_COMMUNICATION, 32, 112),),
    "8": (),
    "9": (),
}
_ACCOUNTS = {"1": (5, 42), "8": (4, 41), "23": (10, 47)}
_COMMUNICATIONS = {"21": (62, 115), "22": (10, 63), "23": (82, 125), "31": (40, 113), "32": (10, 115), "33": (10, 100)}
_KIND_AT = {"21": 61, "31": 39}
"""Where the first record of a communication says whether it is structured."""
_STRUCTURED = ("101", "102")
_COUNTERPARTY = "001"
_OPENS = frozenset({"0", "1", "21", "4", "8", "9"})


def read(content: Content, limits: Limits) -> Iterator[Segment]:  # noqa: ARG001 - the signature all readers share
    """Yield the statement, an empty line between movements."""
    encoding = detect(content.stream.read(_HEAD_BYTES))
    statement = _Statement()
    for number, line in enumerate(text_lines(content.stream, encoding), 1):
        statement.add(line.rstrip("\r\n"), number)
        if statement.leaves.is_full:
            yield from statement.leaves.rest()
    statement.close()
    yield from statement.leaves.rest()


class _Statement:
    def __init__(self) -> None:
        self.leaves = Leaves()
        self._communication: list[tuple[str, int]] = []
        self._kind = ""

    def add(self, line: str, number: int) -> None:
        """Take one record."""
        code = line[:2] if line[:1] in ("2", "3") else line[:1]
        if code not in _FIELDS or not _WIDTH - 1 <= len(line) <= _WIDTH:
            self.leaves.add(line + "\n", number, "")
            return
        if code in _OPENS or code in _KIND_AT:
            self.close()
        if code in _OPENS:
            self.leaves.add("\n", number, "")
        if code in _KIND_AT:
            self._kind = line[_KIND_AT[code]]
        self._tell_account(code, line, number)
        for label, start, end in _FIELDS[code]:
            self._tell(label, line[start:end], number)
        if code in _COMMUNICATIONS:
            start, end = _COMMUNICATIONS[code]
            self._communication.append((line[start:end], number))

    def _tell_account(self, code: str, line: str, number: int) -> None:
        start, end = _ACCOUNTS.get(code, (0, 0))
        account = line[start:end].split()
        if account:
            is_iban = account[0][:2].isalpha()
            self._tell("IBAN" if is_iban else "Account number", account[0] if is_iban else account[0][:12], number)

    def _tell(self, label: str, text: str, number: int) -> None:
        if text.strip():
            self.leaves.add(f"{label}: {text.strip()}\n", number, "")

    def close(self) -> None:
        """Tell the communication, which goes on over the records of a movement."""
        pieces, self._communication = self._communication, []
        if not any(text.strip() for text, _ in pieces):
            return
        kind = pieces[0][0][:3] if self._kind == "1" else ""
        if kind in _STRUCTURED:
            first, line = pieces[0]
            self._tell("Structured communication", first[3:15], line)
            pieces[0] = first[15:], line
        elif kind == _COUNTERPARTY:
            self._tell_counterparty(pieces)
            return
        self._tell_words(pieces)

    def _tell_words(self, pieces: list[tuple[str, int]]) -> None:
        """Tell a text that goes on over records: a word that is cut at a record's end stays whole."""
        last = max((at for at, (text, _) in enumerate(pieces) if text.strip()), default=-1)
        label = f"{_COMMUNICATION}: "
        for at, (text, line) in enumerate(pieces[: last + 1]):
            self.leaves.add(label + (text.rstrip() + "\n" if at == last else text), line, "")
            label = ""

    def _tell_counterparty(self, pieces: list[tuple[str, int]]) -> None:
        """Tell name and address, which structured communication 001 holds."""
        first, line = pieces[0]
        self._tell(_HOLDER, first[3:], line)
        for text, number in pieces[1:2]:
            address = ", ".join(part for part in (text[:35].strip(), text[35:70].strip()) if part)
            self._tell("Address", address, number)
            self._tell("Reference", text[70:], number)
        self._tell_words(pieces[2:])
