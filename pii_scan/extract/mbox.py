"""Mailboxes of the mbox family: each message a member, one after the other in bounded memory.

A message begins with a line `From …` behind an empty line, if a header follows: such lines stand in bodies, too. That
line holds an address; it goes in front of the message's header as the field `X-From-Line`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO

from pii_scan.core.errors import EmptyContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Unread
from pii_scan.extract import mail
from pii_scan.extract.limits import CHUNK_BYTES
from pii_scan.settings.settings import Limits

_BEGIN = re.compile(rb"(?<=\n\n)From [^\n]*\n(?=[!-9;-~]+:|>From )|(?<=\n\r\n)From [^\n]*\n(?=[!-9;-~]+:|>From )")
_OVERLAP_BYTES = 4096
_FIRST_LINE = b"From "


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the messages in order; a single one is read as what it is, a mail.

    Raises:
        EmptyContentError: there are no bytes.
    """
    messages = _messages(content.stream, limits.content_bytes)
    first, second = next(messages, None), next(messages, None)
    if first is None:
        raise EmptyContentError("no bytes")
    if second is None and first:
        yield from mail.read(Content(content.name, io.BytesIO(first), len(first)), limits)
        return
    for number, message in enumerate(chain((first, second), messages), 1):
        if number > limits.members:
            yield Unread(Reason.TOO_MANY)
            return
        if message is not None:
            yield _member(f"{number}.eml", message)


def _member(name: str, message: bytes) -> Segment:
    return Member(name, partial(io.BytesIO, message), len(message)) if message else Unread(Reason.TOO_LARGE, name)


def _messages(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """Give each message, none of its bytes where it is larger than `most`."""
    held, scanned, too_large = bytearray(), 0, False
    while chunk := stream.read(CHUNK_BYTES):
        held += chunk
        start = 0
        for found in _BEGIN.finditer(held, scanned):
            yield b"" if too_large else _message(held[start : found.start()])
            start, too_large = found.start(), False
        del held[:start]
        if len(held) > most:
            too_large = True
            del held[:-_OVERLAP_BYTES]
        scanned = max(0, len(held) - _OVERLAP_BYTES) if len(held) > _OVERLAP_BYTES else len(_FIRST_LINE)
    if held:
        yield b"" if too_large else _message(held)


def _message(lines: bytearray) -> bytes:
    return b"X-From-Line: " + lines[len(_FIRST_LINE) :] if lines.startswith(_FIRST_LINE) else bytes(lines)
