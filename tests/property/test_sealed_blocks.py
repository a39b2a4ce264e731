"""Any block comes back from its seal as it went in, and every term of it is in its index."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_scan.core.index import block_terms
from pii_scan.core.types import Block, ColumnFindings, Finding
from pii_scan.inventory import MalformedBlockError, Sealer, Vault
from pii_scan.inventory.sealer import ordinals_of, unseal_block
from pii_scan.inventory.vault import BLIND_BYTES, KeyFile

VAULT = Vault(KeyFile("00000000", bytes(range(32))))
UID = b"u" * 16
words = st.text(st.characters(codec="utf-8"), max_size=12)
scores = st.floats(0, 1)
tuples = st.lists(words, max_size=2).map(tuple)
places = st.dictionaries(words, st.one_of(st.integers(-5, 1 << 40), words, st.none()), max_size=3)
entities = st.sampled_from(["PERSON", "PHONE_NUMBER", "BE_BIS_NUMBER", "CATEGORY_EVIDENCE"])
findings = st.builds(
    Finding, entities, words, st.one_of(words, st.none()), scores, words, tuples, places, tuples, words, st.booleans()
)


@st.composite
def columns(draw: st.DrawFn) -> ColumnFindings:
    rows = sorted(draw(st.lists(st.integers(0, 9), max_size=6)))
    values = st.lists(words, min_size=len(rows), max_size=len(rows))
    texts = draw(st.one_of(st.none(), values))
    return ColumnFindings(
        draw(words), draw(entities), draw(words), draw(scores), draw(tuples), rows, draw(values), texts, draw(tuples)
    )


blocks = st.builds(
    Block,
    st.lists(findings, max_size=4),
    places,
    st.integers(0, 1 << 40),
    st.lists(columns(), max_size=3),
    st.dictionaries(words, st.lists(st.one_of(words, st.none()), min_size=10, max_size=10), max_size=2),
)


@settings(max_examples=150)
@given(blocks, st.integers(0, (1 << 32) - 1), st.integers(0, (1 << 32) - 1))
def test_a_sealed_block_comes_back_as_it_was(block: Block, member_ordinal: int, ordinal: int) -> None:
    sealed = Sealer(VAULT).seal(UID, member_ordinal, ordinal, msgspec.msgpack.encode(block))

    assert unseal_block(VAULT, UID, sealed.index, sealed.sealed) == block
    assert ordinals_of(sealed.sealed) == (member_ordinal, ordinal)
    assert sealed.count == len(block)


@settings(max_examples=150)
@given(blocks)
def test_the_index_is_the_sorted_blind_keys_of_all_terms(block: Block) -> None:
    index = Sealer(VAULT).seal(UID, 0, 0, msgspec.msgpack.encode(block)).index

    keys = [index[at : at + BLIND_BYTES] for at in range(0, len(index), BLIND_BYTES)]
    assert keys == sorted(VAULT.blind(term) for term in block_terms(block))


@settings(max_examples=300)
@given(st.one_of(st.binary(max_size=80), blocks.map(msgspec.msgpack.encode)), st.data())
def test_whatever_a_worker_sends_is_sealed_or_refused(payload: bytes, data: st.DataObject) -> None:
    if payload:
        at = data.draw(st.integers(0, len(payload) - 1))
        payload = payload[:at] + bytes([data.draw(st.integers(0, 255))]) + payload[at + 1 :]
    try:
        sealed = Sealer(VAULT).seal(UID, 0, 0, payload)
    except MalformedBlockError:
        return
    list(unseal_block(VAULT, UID, sealed.index, sealed.sealed).expand())
