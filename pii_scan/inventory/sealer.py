"""Turns what a worker found into what may be stored, and back.

A worker's parser may have been taken over, so its block is checked as hostile input before anything is made of it.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterable

import msgspec
from blake3 import blake3

from pii_scan.core.errors import DamagedInventoryError, PiiScanError
from pii_scan.core.index import block_terms
from pii_scan.core.ports import SealedBlock
from pii_scan.core.types import Block, ColumnFindings, Finding
from pii_scan.inventory.vault import Vault

_ORDINALS = struct.Struct(">II")
_NEST = 8
_DECODER = msgspec.msgpack.Decoder(Block)


class MalformedBlockError(PiiScanError):
    """A worker sent what is no block; the worker cannot be trusted any more."""


class Sealer:
    """Seals blocks; holds keys and runs no parser."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def seal(self, uid: bytes, member_ordinal: int, ordinal: int, payload: bytes) -> SealedBlock:
        """Seal the msgpack of one `core.types.Block`.

        `uid` is that of the draft; `member_ordinal` tells the members of one draft apart, in any numbering;
        `ordinal` numbers the blocks of one member.

        Raises:
            MalformedBlockError: the payload is no valid block.
        """
        block = _decode(payload)
        index = self._vault.blinds(block_terms(block))
        ordinals = _ORDINALS.pack(member_ordinal, ordinal)
        sealed = self._vault.seal(zlib.compress(payload, 1), _bound_to(uid, ordinals, index))
        return SealedBlock(index, ordinals + sealed, len(block), _tally(block))


def ordinals_of(sealed: bytes) -> tuple[int, int]:
    """Give the member ordinal and the block ordinal that a sealed block was sealed with."""
    member_ordinal, ordinal = _ORDINALS.unpack_from(sealed)
    return member_ordinal, ordinal


def unseal_block(vault: Vault, uid: bytes, index: bytes, sealed: bytes) -> Block:
    """Give a block as it was sent.

    Raises:
        DamagedInventoryError: the bytes are not what was sealed for this draft, place and index.
    """
    ordinals = sealed[: _ORDINALS.size]
    packed = vault.unseal(sealed[_ORDINALS.size :], _bound_to(uid, ordinals, index))
    try:
        return _DECODER.decode(zlib.decompress(packed))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise DamagedInventoryError(
            f"the inventory is damaged: a block cannot be read ({type(error).__name__})"
        ) from None


def _bound_to(uid: bytes, ordinals: bytes, index: bytes) -> bytes:
    return uid + ordinals + blake3(index).digest()


def _decode(payload: bytes) -> Block:
    try:
        block = _DECODER.decode(payload)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise MalformedBlockError(f"a worker sent what is no block ({type(error).__name__})") from None
    sound = (
        _plain(block.where)
        and all(map(_sound_finding, block.findings))
        and all(_sound_column(column, block.keys) for column in block.columns)
    )
    if not sound:
        raise MalformedBlockError("a worker sent a block that contradicts itself")
    return block


def _sound_finding(finding: Finding) -> bool:
    return 0 <= finding.score <= 1 and _plain(finding.where)


def _sound_column(column: ColumnFindings, keys: dict[str, list[str | None]]) -> bool:
    rows, count = column.rows, len(column.rows)
    if not (0 <= column.score <= 1 and len(column.values) == count):
        return False
    if column.texts is not None and len(column.texts) != count:
        return False
    return count == 0 or (rows[0] >= 0 and rows == sorted(rows) and all(rows[-1] < len(key) for key in keys.values()))


def _plain(value: object, depth: int = _NEST) -> bool:
    """Tell whether a place holds plain values only, not nested beyond reason."""
    if value is None or isinstance(value, str | int | float):
        return True
    inner: Iterable[object]
    if isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, list):
        inner = value
    else:
        return False
    return depth > 0 and all(_plain(part, depth - 1) for part in inner)


def _tally(block: Block) -> tuple[tuple[str, str, int], ...]:
    tally: Counter[tuple[str, str]] = Counter()
    for finding in block.findings:
        for category in finding.categories or ("",):
            tally[finding.entity, category] += 1
    for column in block.columns:
        for category in column.categories or ("",):
            tally[column.entity, category] += len(column.rows)
    return tuple((entity, category, count) for (entity, category), count in sorted(tally.items()))
