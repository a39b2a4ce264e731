"""Limits on what one item may cost, where bytes come from: a limit that is met raises, and never cuts in silence."""

from __future__ import annotations

import base64
import io
from typing import BinaryIO, Protocol

from pii_scan.core.errors import CorruptContentError, RatioError, TooLargeError
from pii_scan.core.types import Content
from pii_scan.settings.settings import Limits

CHUNK_BYTES = 1 << 20


class Readable(Protocol):
    """Something that gives bytes: a file, a decompressor."""

    def read(self, size: int = -1, /) -> bytes:
        """Give at most `size` bytes, none at the end."""


class Expansion:
    """What one container has given out so far, against what it holds.

    Kept by a container's reader for all its members together, so that a thousand small bombs are one large one.
    """

    def __init__(self, limits: Limits, compressed_bytes: int) -> None:
        self._limits = limits
        self._most_by_ratio = max(limits.ratio_free_bytes, limits.expansion_ratio * max(compressed_bytes, 1))
        self._given = 0

    @property
    def is_spent(self) -> bool:
        """Tell whether a limit was met: nothing more may come out of this container."""
        return self._given > self._most_by_ratio or self._given > self._limits.expanded_bytes

    def count(self, size: int) -> None:
        """Count bytes given out.

        Raises:
            TooLargeError: the container has expanded beyond `expanded_bytes`.
            RatioError: it has expanded beyond the allowed ratio.
        """
        self._given += size
        if self._given > self._most_by_ratio:
            raise RatioError("expands beyond the allowed ratio")
        if self._given > self._limits.expanded_bytes:
            raise TooLargeError("expands beyond the allowed size")


def read_whole(content: Content, limits: Limits) -> bytes:
    """Give all bytes of a content, for readers that cannot stream.

    Raises:
        TooLargeError: there are more than `content_bytes`.
    """
    data = content.stream.read(limits.content_bytes + 1)
    if len(data) > limits.content_bytes:
        raise TooLargeError("larger than the limit for one content")
    return data


class Counted:
    """A stream whose bytes are counted while they are read."""

    def __init__(self, stream: Readable, expansion: Expansion) -> None:
        self._stream = stream
        self._expansion = expansion

    def read(self, size: int = -1, /) -> bytes:
        """See `Readable.read` and `Expansion.count`."""
        chunk = self._stream.read(size)
        self._expansion.count(len(chunk))
        return chunk


def read_member(source: Readable, limits: Limits, expansion: Expansion) -> BinaryIO:
    """Give a member's bytes as a stream of their own, counted while they come.

    Raises:
        TooLargeError: the member is larger than `content_bytes`, or the container than `expanded_bytes`.
        RatioError: the container expands beyond the allowed ratio.
    """
    kept = io.BytesIO()
    while chunk := source.read(CHUNK_BYTES):
        expansion.count(len(chunk))
        if kept.tell() + len(chunk) > limits.content_bytes:
            raise TooLargeError("larger than the limit for one content")
        kept.write(chunk)
    kept.seek(0)
    return kept


def base64_stream(text: str) -> BinaryIO:
    """Give what a document embeds in base64, also where the padding at its end is lost.

    Raises:
        CorruptContentError: it is no base64.
    """
    try:
        return io.BytesIO(base64.b64decode(text.rstrip().rstrip("=") + "=="))
    except ValueError:
        raise CorruptContentError("no base64 where it should be") from None
