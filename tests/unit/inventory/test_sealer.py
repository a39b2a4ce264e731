from __future__ import annotations

from typing import Any

import msgspec
import pytest

from pii_scan.core.errors import DamagedInventoryError
from pii_scan.core.types import Block, ColumnFindings, Finding
from pii_scan.inventory.sealer import MalformedBlockError, Sealer, unseal_block
from pii_scan.inventory.vault import KeyFile, Vault

VAULT = Vault(KeyFile("00000000", bytes(32)))
UID = b"u" * 16


def column(**changes: Any) -> ColumnFindings:
    given = {"rows": [0, 0, 4], "values": ["a", "b", "c"], "texts": None, **changes}
    return ColumnFindings(
        "c", "CUSTOMER_NUMBER", "r", given.get("score", 0.9), ("header",), given["rows"], given["values"], given["texts"],
        ("identification", "profession"),
    )  # fmt: skip


def finding(**changes: Any) -> Finding:
    given = {"score": 0.9, "where": {"line": 3}, **changes}
    return Finding("PERSON", "Éva Proefpersoon", "Éva Proefpersoon", given["score"], "r", ("label",), given["where"])


SOUND = Block(findings=[finding()], columns=[column()], where={"table": "clients"}, keys={"id": ["1"] * 5})


def nested(depth: int) -> dict[str, object]:
    return {"in": nested(depth - 1)} if depth else {}


def seal(block: object) -> tuple[bytes, bytes]:
    sealed = Sealer(VAULT).seal(UID, 1, 2, msgspec.msgpack.encode(block))
    return sealed.index, sealed.sealed


def test_findings_are_counted_by_entity_and_category() -> None:
    sealed = Sealer(VAULT).seal(UID, 0, 0, msgspec.msgpack.encode(SOUND))

    assert sealed.count == 4
    assert sealed.tally == (
        ("CUSTOMER_NUMBER", "identification", 3),
        ("CUSTOMER_NUMBER", "profession", 3),
        ("PERSON", "", 1),
    )


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(Block(columns=[column(values=["a"])]), id="fewer values than rows"),
        pytest.param(Block(columns=[column(texts=["a"])]), id="fewer texts than rows"),
        pytest.param(Block(columns=[column(rows=[-1, 0, 1])]), id="a row before the first"),
        pytest.param(Block(columns=[column(rows=[2, 1, 0])]), id="rows out of order"),
        pytest.param(Block(columns=[column()], keys={"id": ["1"] * 4}), id="a row without a key"),
        pytest.param(Block(columns=[column(score=1.5)]), id="a column score above one"),
        pytest.param(Block(findings=[finding(score=-0.1)]), id="a score below zero"),
        pytest.param(Block(findings=[finding(score=float("nan"))]), id="a score that is no number"),
        pytest.param(Block(findings=[finding(where={"line": b"x"})]), id="a place of bytes"),
        pytest.param(Block(findings=[finding(where=nested(50))]), id="a place nested too deep"),
        pytest.param(Block(where={"table": msgspec.msgpack.Ext(1, b"x")}), id="an extension type"),
        pytest.param({"findings": [{}]}, id="fields missing"),
        pytest.param([1, 2], id="no block at all"),
    ],
)
def test_a_block_that_is_not_sound_is_refused(block: object) -> None:
    with pytest.raises(MalformedBlockError) as caught:
        seal(block)
    assert "Proefpersoon" not in str(caught.value)


def test_a_bomb_of_nesting_is_refused() -> None:
    with pytest.raises(MalformedBlockError):
        Sealer(VAULT).seal(UID, 0, 0, b"\x81\xa5where" + b"\x81\xa1a" * 100_000 + b"\xc0")


def test_nothing_readable_is_left_in_a_sealed_block() -> None:
    index, sealed = seal(SOUND)
    for word in (b"Proefpersoon", b"CUSTOMER_NUMBER", b"clients"):
        assert word not in index + sealed


@pytest.mark.parametrize("flipped", ["uid", "ordinals", "index", "sealed"])
def test_a_block_is_bound_to_draft_place_and_index(flipped: str) -> None:
    index, sealed = seal(SOUND)
    parts = {"uid": UID, "ordinals": sealed[:8], "index": index, "sealed": sealed[8:]}
    assert unseal_block(VAULT, UID, index, sealed) == SOUND
    parts[flipped] = bytes([parts[flipped][0] ^ 1]) + parts[flipped][1:]

    with pytest.raises(DamagedInventoryError):
        unseal_block(VAULT, parts["uid"], parts["index"], parts["ordinals"] + parts["sealed"])
