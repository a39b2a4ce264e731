from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pii_scan.core.errors import DamagedInventoryError, InventoryError
from pii_scan.inventory import AuditTrail, create_key_file, open_audit

SUBJECT = "national number 85073099928"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "key")
    return tmp_path / "key"


@pytest.fixture
def url(tmp_path: Path) -> str:
    return str(tmp_path / "inventory.db")


@pytest.fixture
def trail(url: str, key_file: Path) -> AuditTrail:
    trail = open_audit(url, key_file)
    for number in range(4):
        trail.record("locate", f"{SUBJECT} {number}", number)
    return trail


def change(url: str, statement: str) -> None:
    with closing(sqlite3.connect(f"{url}.audit")) as database, database:
        database.execute(statement)


def test_entries_are_kept_in_order_across_openings(trail: AuditTrail, url: str, key_file: Path) -> None:
    again = open_audit(url, key_file)
    again.record("findings --reveal", SUBJECT, 9)

    entries = again.entries()
    assert [(entry.number, entry.shown) for entry in entries] == [(1, 0), (2, 1), (3, 2), (4, 3), (5, 9)]
    assert {entry.user for entry in entries} != {""}
    assert again.verify() == 5


def test_one_subject_has_one_key_and_is_not_readable(trail: AuditTrail, url: str) -> None:
    trail.record("locate", f"{SUBJECT} 0", 1)

    keys = [entry.subject_key for entry in trail.entries()]
    assert keys[0] == keys[4]
    assert len(set(keys)) == 4
    assert Path(f"{url}.audit").stat().st_mode & 0o777 == 0o600
    assert b"85073099928" not in Path(f"{url}.audit").read_bytes()


@pytest.mark.parametrize("action", ["", "85073099928", "locate Éva", "x" * 41, "a\nb"])
def test_an_action_cannot_carry_a_value(trail: AuditTrail, action: str) -> None:
    with pytest.raises(ValueError, match="action"):
        trail.record(action, SUBJECT, 1)
    assert trail.verify() == 4


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET shown = 0 WHERE number = 3",
        "UPDATE entry SET user = 'nobody' WHERE number = 1",
        "DELETE FROM entry WHERE number = 2",
        "DELETE FROM entry WHERE number = 4",
        "DELETE FROM entry",
        "DELETE FROM head",
        "UPDATE head SET count = 3",
        "INSERT INTO entry SELECT 5, at_ns, user, action, subject_key, shown, code FROM entry WHERE number = 4",
        "UPDATE entry SET number = CASE number WHEN 2 THEN -3 WHEN 3 THEN -2 ELSE number END",
    ],
)
def test_a_trail_that_was_tampered_with_says_so(trail: AuditTrail, url: str, statement: str) -> None:
    change(url, statement)

    with pytest.raises(DamagedInventoryError):
        trail.verify()
    with pytest.raises(DamagedInventoryError):
        trail.entries()


def test_an_old_copy_put_back_is_noticed_by_the_head_kept_elsewhere(trail: AuditTrail, url: str) -> None:
    shutil.copyfile(f"{url}.audit", f"{url}.old")
    trail.record("locate", SUBJECT, 1)
    kept = trail.head()
    assert trail.verify(kept) == 5
    shutil.copyfile(f"{url}.old", f"{url}.audit")

    assert trail.verify() == 4
    with pytest.raises(DamagedInventoryError, match="kept"):
        trail.verify(kept)


def test_what_cannot_be_written_down_raises(trail: AuditTrail, url: str, key_file: Path) -> None:
    Path(f"{url}.audit").write_bytes(b"no database at all, but some text" * 300)

    with pytest.raises(InventoryError):
        trail.record("locate", SUBJECT, 1)
    with pytest.raises(InventoryError):
        open_audit(url, key_file)
