"""Mails as Apple Mail keeps them: their length on a line, the mail, and what the program notes of it."""

from __future__ import annotations

import io
import plistlib
from collections.abc import Iterator
from xml.parsers.expat import ExpatError

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.types import Content, Segment
from pii_scan.extract import mail
from pii_scan.extract.composition import Composition
from pii_scan.extract.limits import read_whole
from pii_scan.settings.settings import Limits

_NOT_A_LIST = (ValueError, LookupError, TypeError, AttributeError, ExpatError, RecursionError, OverflowError)
"""What the standard library raises where the notes are damaged."""


def read(content: Content, limits: Limits) -> Iterator[Segment]:
    """Yield the mail, then the texts among the notes.

    Raises:
        CorruptContentError: no length stands before it.
    """
    first, _, rest = read_whole(content, limits).lstrip().partition(b"\n")
    if not first.strip().isdigit():
        raise CorruptContentError("no length before the mail")
    length = int(first[:12])
    message = rest[:length]
    yield from mail.read(Content(content.name, io.BytesIO(message), len(message)), limits)
    yield from _notes(rest[length:])


def _notes(data: bytes) -> Iterator[Segment]:
    try:
        notes = plistlib.loads(data)
    except _NOT_A_LIST:
        return
    composition = Composition()
    for key, value in notes.items() if isinstance(notes, dict) else ():
        if isinstance(value, str):
            composition.add(f"{key}: {value}\n", {"part": "metadata"})
    yield from composition.rest()
