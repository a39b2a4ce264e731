"""What a worker says, as msgpack in a fixed schema; never a pickle, since a parser may have been taken over.

For one task a worker sends, in order: for every member (and the item itself, `member` None) one `Began`, any number
of `Found` and `Beat`, one `Ended`; members nest, so an item's `Ended` comes after those of its members; at last `Done`.
"""

from __future__ import annotations

import msgspec


class Task(msgspec.Struct, tag="task", array_like=True, frozen=True):
    """Coordinator to worker: read this item; its read-only file descriptor comes along with the message.

    `poison` names the members (None: the item itself) that are not to be read again, and why. `is_changed` tells that
    the item changed while its content was fetched.
    """

    number: int
    name: str
    size_bytes: int
    poison: list[tuple[str | None, str]]
    digest_first: bool = False
    is_changed: bool = False


class Go(msgspec.Struct, tag="go", array_like=True, frozen=True):
    """Coordinator to worker, after a `Digest`: read the item, or leave it since its content is known."""

    read: bool


class Digest(msgspec.Struct, tag="digest", array_like=True, frozen=True):
    """Worker to coordinator, only when `digest_first`: BLAKE3 of the whole content; the worker waits for `Go`."""

    digest: bytes


class Began(msgspec.Struct, tag="began", array_like=True, frozen=True):
    """The worker now reads this member."""

    member: str | None


class Found(msgspec.Struct, tag="found", array_like=True, frozen=True):
    """`payload` is the msgpack of a `core.types.Block` found in this member; the coordinator does not open it."""

    member: str | None
    payload: bytes


class Beat(msgspec.Struct, tag="beat", array_like=True, frozen=True):
    """The worker is alive and went on; `bytes_read` of the top item so far."""

    bytes_read: int


class Ended(msgspec.Struct, tag="ended", array_like=True, frozen=True):
    """This member is done.

    `digest` is BLAKE3 of its bytes, empty where they were not all seen; `unread` as in `core.types.Coverage`.
    """

    member: str | None
    outcome: str
    reason: str | None
    media_type: str
    size_bytes: int
    digest: bytes
    unread: str = ""


class Done(msgspec.Struct, tag="done", array_like=True, frozen=True):
    """The task is over."""

    number: int


FromWorker = Digest | Began | Found | Beat | Ended | Done
ToWorker = Task | Go
