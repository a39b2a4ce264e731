"""A damaged inventory says so: it never gives another answer, least of all an empty one."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from pii_scan.core.errors import InventoryError
from pii_scan.core.index import term
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Block, ColumnFindings, Finding, Item, Unlisted
from pii_scan.inventory import Sealer, Vault, create_key_file, open_reader, open_recorder

FLIPS = 200
TERMS = [term("PHONE_NUMBER", f"+3247000{number:04}") for number in (0, 3, 33, 9999)]


def _write(url: str, key_file: Path) -> None:
    sealer = Sealer(Vault.load(key_file))
    with open_recorder(url, key_file, "share", b"settings") as recorder:
        for number in range(36):
            item = Item(f"folder {number % 7}/file {number}.txt", number, number, number)
            draft = recorder.draft(item)
            phone = f"+3247000{number:04}"
            values = [f"{number}-{row}" for row in range(20 * (number % 5))]
            column = ColumnFindings("c", "CUSTOMER_NUMBER", "r", 0.9, ("header",), list(range(len(values))), values)
            block = Block(
                findings=[
                    Finding("PHONE_NUMBER", phone, phone, 0.9, "r", ("label",), {"line": 1}, ("identification",))
                ],
                columns=[column],
            )
            draft.add(None, 0, sealer.seal(draft.uid, 0, 0, msgspec.msgpack.encode(block)))
            draft.end("member", "failed", "encrypted", "application/pdf", 3, b"")
            draft.end(None, "scanned", None, "text/plain", number, bytes([number]) * 32)
            draft.commit()
        for number in range(0, 36, 6):
            recorder.copy(Item(f"copies/file {number}.txt", number, 1, 1000 + number), bytes([number]) * 32)
        recorder.unlisted(Unlisted("device", Reason.SPECIAL_FILE))
        recorder.finish(complete=True)
    with open_recorder(url, key_file, "share", b"settings") as recorder:
        for number in range(0, 36, 2):
            recorder.unchanged(Item(f"folder {number % 7}/file {number}.txt", number, number, number))
        recorder.finish(complete=True)


def _questions(path: Path, key_file: Path) -> list[Callable[[], object]]:
    reader = open_reader(str(path), key_file)
    return [
        lambda: list(reader.coverage()),
        lambda: list(reader.findings()),
        lambda: list(reader.tallies()),
        lambda: sorted((hit.content_id, list(hit.refs), hit.block.findings) for hit in reader.blocks_with(TERMS)),
        lambda: list(reader.blocks_with([term("PHONE_NUMBER", "+32499")])),
        reader.runs,
        reader.sources,
        reader.counts,
    ]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[object]]:
    folder = tmp_path_factory.mktemp("sound")
    key_file = folder / "key"
    create_key_file(key_file)
    path = folder / "inventory.db"
    _write(str(path), key_file)
    assert not path.with_name("inventory.db-wal").exists()
    return path, key_file, [ask() for ask in _questions(path, key_file)]


def _is_sound_or_says_so(path: Path, key_file: Path, answers: list[object]) -> bool:
    """Give whether nothing was noticed; fail when an answer is another one."""
    try:
        questions = _questions(path, key_file)
    except InventoryError:
        return False
    noticed = False
    for ask, answer in zip(questions, answers, strict=True):
        try:
            assert ask() == answer
        except InventoryError:
            noticed = True
    return not noticed


@pytest.mark.parametrize("seed", range(5))
def test_no_flipped_byte_changes_an_answer(sound: tuple[Path, Path, list[object]], tmp_path: Path, seed: int) -> None:
    path, key_file, answers = sound
    data = bytearray(path.read_bytes())
    draw = random.Random(seed)
    damaged = tmp_path / "inventory.db"
    noticed = 0
    for _ in range(FLIPS // 5):
        at, flip = draw.randrange(len(data)), draw.randrange(1, 256)
        data[at] ^= flip
        damaged.write_bytes(data)
        data[at] ^= flip
        noticed += not _is_sound_or_says_so(damaged, key_file, answers)
        for rest in tmp_path.glob("inventory.db-*"):
            rest.unlink()
    assert noticed > 0


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_shortened_file_says_so(sound: tuple[Path, Path, list[object]], tmp_path: Path, keep: float) -> None:
    path, key_file, answers = sound
    damaged = tmp_path / "inventory.db"
    data = path.read_bytes()
    damaged.write_bytes(data[: int(len(data) * keep)])

    assert not _is_sound_or_says_so(damaged, key_file, answers)


def test_a_sound_copy_gives_the_same_answers(sound: tuple[Path, Path, list[object]], tmp_path: Path) -> None:
    path, key_file, answers = sound
    shutil.copyfile(path, tmp_path / "inventory.db")

    assert _is_sound_or_says_so(tmp_path / "inventory.db", key_file, answers)
