"""A scan that is killed at any moment loses nothing it called durable, doubles nothing, and leaves nothing readable."""

from __future__ import annotations

import base64
import os
import random
import signal
import time
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from pii_scan.core.errors import NoInventoryError
from pii_scan.core.types import Block, ColumnFindings, Finding, Item
from pii_scan.inventory import Sealer, Vault, create_key_file, draft, open_reader, open_recorder

ITEMS = 120
CANARY = "Kanarievogel"


def phone(number: int) -> str:
    return f"+3247{number:07}"


def content(number: int) -> Block:
    rows = list(range(50 if number % 10 == 0 else 3))
    return Block(
        findings=[
            Finding("PERSON", f"{CANARY} {number}", f"{CANARY} {number}", 0.9, "r", (CANARY,), {"sheet": CANARY}),
            Finding("PHONE_NUMBER", phone(number), phone(number), 0.9, "r", (), {"line": 1}),
        ],
        columns=[
            ColumnFindings(CANARY, "EMAIL_ADDRESS", "r", 1.0, (), rows, [f"{row}@{CANARY}.example" for row in rows])
        ],
        where={"table": CANARY},
        keys={CANARY: [CANARY] * len(rows)},
    )


def scan(path: Path, key_file: Path, told: int) -> None:
    """Record all items; tell how many are durable, now and then."""
    sealer = Sealer(Vault.load(key_file))
    with open_recorder(str(path), key_file, f"share of {CANARY}", b"settings") as recorder:
        for number in range(ITEMS):
            item = Item(f"{CANARY}/{CANARY} {number}.txt", 1, 1, number)
            if recorder.unchanged(item) is None:
                recording = recorder.draft(item)
                for ordinal in range(12 if number % 10 == 0 else 1):
                    payload = msgspec.msgpack.encode(content(number))
                    recording.add(None, ordinal, sealer.seal(recording.uid, 0, ordinal, payload))
                recording.end(f"{CANARY}.docx", "failed", "encrypted", "", 1, b"")
                recording.end(None, "scanned", None, "text/plain", 1, b"")
                recording.commit()
            if number % 7 == 0:
                recorder.flush()
                os.write(told, bytes([number]))
        recorder.finish(complete=True)


def killed_scan(path: Path, key_file: Path, after: int, seconds: float) -> int:
    """Scan in a process that is killed some time after it told of progress so often; give the last it told of."""
    hear, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            scan(path, key_file, told)
        finally:
            os._exit(0)
    os.close(told)
    with os.fdopen(hear, "rb", buffering=0) as stream:
        durable = [stream.read(1) for _ in range(after)]
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return max(b"".join(durable) + stream.read(), default=-1)


def forms(text: str) -> list[bytes]:
    raw = text.encode()
    shifted = [base64.b64encode(b"x" * phase + raw)[4 if phase else 0 : -4] for phase in range(3)]
    return [raw, text.encode("utf-16-le"), text.encode("utf-16-be"), raw.hex().encode(), quote(text).encode(), *shifted]


def assert_nothing_readable(folder: Path) -> None:
    needles = [*forms(CANARY), *forms(CANARY.casefold()), *forms(phone(0))]
    for file in folder.iterdir():
        data = file.read_bytes()
        assert not [needle for needle in needles if needle in data], file.name


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "keys" / "key")
    return tmp_path / "keys" / "key"


def test_a_scan_killed_twenty_times_ends_as_one_that_never_was(
    tmp_path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "_WAITING_BYTES", 4096)
    draw = random.Random(12)
    path = tmp_path / "place" / "inventory.db"
    durable = -1
    for kill in range(20):
        durable = max(durable, killed_scan(path, key_file, kill % 4, draw.uniform(0.001, 0.06)))
        if path.exists():
            assert_nothing_readable(path.parent)
        try:
            reader = open_reader(str(path), key_file)
        except NoInventoryError:
            assert durable == -1, kill
            continue
        roots = [coverage.ref.item for coverage in reader.coverage() if coverage.ref.member is None]
        assert len(set(roots)) == len(roots) >= durable + 1, kill
        held = {ref.item for ref, _ in reader.findings()}
        assert held == set(roots), kill
    assert durable >= 0
    hear, told = os.pipe()
    scan(path, key_file, told)
    os.close(hear)
    os.close(told)

    reader = open_reader(str(path), key_file)
    found: dict[str, list[str | None]] = {}
    for ref, block in reader.findings():
        found.setdefault(ref.item, []).append(block.findings[1].value)
    expected = {n: [phone(n)] * (12 if n % 10 == 0 else 1) for n in range(ITEMS)}
    assert found == {f"{CANARY}/{CANARY} {n}.txt": values for n, values in expected.items()}
    assert reader.counts().blocks == sum(len(values) for values in expected.values())
    assert reader.counts().items == 2 * ITEMS
    assert_nothing_readable(path.parent)


def test_nothing_readable_stands_in_any_file_while_a_scan_goes_on(tmp_path: Path, key_file: Path) -> None:
    path = tmp_path / "place" / "inventory.db"
    sealer = Sealer(Vault.load(key_file))
    with open_recorder(str(path), key_file, CANARY, b"settings") as recorder:
        for number in range(20):
            recording = recorder.draft(Item(f"{CANARY}.txt", 1, number))
            recording.add(CANARY, 0, sealer.seal(recording.uid, 1, 0, msgspec.msgpack.encode(content(number))))
            recording.end(CANARY, "scanned", None, "text/plain", 1, b"1" * 32)
            recording.end(None, "scanned", None, "text/plain", 1, b"2" * 32)
            recording.commit()
            recorder.flush()
        assert {file.name for file in path.parent.iterdir()} > {"inventory.db", "inventory.db-wal"}
        assert_nothing_readable(path.parent)
