from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine, event

from pii_scan.core.errors import (
    ConfigError,
    DamagedInventoryError,
    InventoryError,
    KeyFileError,
    LockedError,
    NewerInventoryError,
    NoInventoryError,
)
from pii_scan.core.types import Block, Finding, Item
from pii_scan.inventory import (
    DiskFullError,
    Sealer,
    Vault,
    create_key_file,
    migrations,
    open_reader,
    open_recorder,
    schema,
)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    create_key_file(tmp_path / "keys" / "key")
    return tmp_path / "keys" / "key"


@pytest.fixture
def path(tmp_path: Path, key_file: Path) -> Path:
    path = tmp_path / "place" / "inventory.db"
    with open_recorder(str(path), key_file, "share", b"settings") as recorder:
        record(recorder, key_file, range(3))
        recorder.finish(complete=True)
    return path


def record(recorder, key_file: Path, numbers, findings: int = 2) -> None:
    sealer = Sealer(Vault.load(key_file))
    for number in numbers:
        draft = recorder.draft(Item(f"{number}.txt", 1, 1))
        value = f"+3247{number:07}"
        found = [Finding("PHONE_NUMBER", value, value, 0.9, "r", (), {"line": line}) for line in range(findings)]
        draft.add(None, 0, sealer.seal(draft.uid, 0, 0, msgspec.msgpack.encode(Block(findings=found))))
        draft.end(None, "scanned", None, "text/plain", 1, b"")
        draft.commit()


def items(path: Path, key_file: Path) -> list[str]:
    return [coverage.ref.item for coverage in open_reader(str(path), key_file).coverage()]


def test_path_and_url_name_the_same_inventory(path: Path, key_file: Path) -> None:
    assert list(open_reader(f"sqlite:///{path}", key_file).coverage()) == list(
        open_reader(str(path), key_file).coverage()
    )


def test_a_url_of_another_kind_is_a_setting_to_correct(key_file: Path) -> None:
    with pytest.raises(ConfigError, match="sqlite:///"):
        open_reader("oracle://host/db", key_file)


@pytest.mark.parametrize("name", ["with space.db", "a?b#c.db", "100%41.db", "é.db"])
def test_any_file_name_will_do(tmp_path: Path, key_file: Path, name: str) -> None:
    with open_recorder(f"sqlite:///{tmp_path / name}", key_file, "share", b""):
        pass

    assert (tmp_path / name).stat().st_size > 0
    assert open_reader(str(tmp_path / name), key_file).sources() == ["share"]


def test_all_files_are_for_their_owner_only(path: Path, key_file: Path) -> None:
    with open_recorder(str(path), key_file, "share", b"settings") as recorder:
        record(recorder, key_file, range(3, 6))
        modes = {file.name: file.stat().st_mode & 0o077 for file in path.parent.iterdir()}
    assert set(modes) == {"inventory.db", "inventory.db-wal", "inventory.db-shm", "inventory.db.lock"}
    assert set(modes.values()) == {0}


def test_a_reader_makes_no_inventory(tmp_path: Path, key_file: Path) -> None:
    with pytest.raises(NoInventoryError):
        open_reader(str(tmp_path / "absent.db"), key_file)
    assert not (tmp_path / "absent.db").exists()


def test_an_empty_file_is_no_inventory_yet(tmp_path: Path, key_file: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(NoInventoryError):
        open_reader(str(path), key_file)
    with open_recorder(str(path), key_file, "share", b""):
        pass
    assert items(path, key_file) == []


def test_another_key_is_refused_and_changes_nothing(path: Path, key_file: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    create_key_file(tmp_path / "other")
    with pytest.raises(KeyFileError, match="another key"):
        open_reader(str(path), tmp_path / "other")
    with pytest.raises(KeyFileError, match="another key"), open_recorder(str(path), tmp_path / "other", "share", b""):
        pass
    assert path.read_bytes() == before


def test_without_its_key_an_inventory_is_not_touched(path: Path, tmp_path: Path) -> None:
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with pytest.raises(KeyFileError), open_recorder(str(path), tmp_path / "absent", "share", b""):
        pass
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before


def test_an_inventory_of_a_newer_program_is_refused(path: Path, key_file: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE meta SET value = '999' WHERE name = 'schema_version'")
    with pytest.raises(NewerInventoryError):
        open_reader(str(path), key_file)
    with pytest.raises(NewerInventoryError), open_recorder(str(path), key_file, "share", b""):
        pass


def test_an_older_inventory_is_brought_up_to_date_by_a_scan(
    path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
    monkeypatch.setitem(
        migrations.STEPS,
        schema.SCHEMA_VERSION - 1,
        lambda connection, guard: connection.exec_driver_sql("CREATE TABLE new (x)"),
    )
    with pytest.raises(InventoryError, match="older"):
        open_reader(str(path), key_file)
    with open_recorder(str(path), key_file, "share", b""):
        pass

    assert items(path, key_file) == ["0.txt", "1.txt", "2.txt"]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT value FROM meta WHERE name = 'schema_version'").fetchall() == [
            (str(schema.SCHEMA_VERSION),)
        ]


def test_an_inventory_of_the_first_version_keeps_its_rows_and_their_codes(path: Path, key_file: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("ALTER TABLE item DROP COLUMN unread")
        database.execute("ALTER TABLE item DROP COLUMN access")
        database.execute("UPDATE meta SET value = '1' WHERE name = 'schema_version'")
    with open_recorder(str(path), key_file, "share", b""):
        pass

    assert items(path, key_file) == ["0.txt", "1.txt", "2.txt"]


def test_a_migration_that_fails_changes_nothing(path: Path, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(connection, guard) -> None:
        connection.exec_driver_sql("CREATE TABLE new (x)")
        connection.exec_driver_sql("SELECT * FROM nothing")

    with monkeypatch.context() as patch:
        patch.setattr(schema, "SCHEMA_VERSION", schema.SCHEMA_VERSION + 1)
        patch.setitem(migrations.STEPS, schema.SCHEMA_VERSION - 1, fail)
        with pytest.raises(InventoryError), open_recorder(str(path), key_file, "share", b""):
            pass

    assert items(path, key_file) == ["0.txt", "1.txt", "2.txt"]
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT * FROM sqlite_master WHERE name = 'new'").fetchall() == []


def test_an_inventory_of_a_version_that_never_was_is_damaged(path: Path, key_file: Path) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE meta SET value = '0' WHERE name = 'schema_version'")
    with pytest.raises(DamagedInventoryError), open_recorder(str(path), key_file, "share", b""):
        pass


def test_what_is_gone_leaves_no_sealed_remnant(path: Path, key_file: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        remnants = [bytes(sealed)[20:60] for (sealed,) in database.execute("SELECT sealed FROM block")]
    assert all(remnant in path.read_bytes() for remnant in remnants)
    with open_recorder(str(path), key_file, "share", b"settings") as recorder:
        recorder.finish(complete=True)

    assert not any(remnant in file.read_bytes() for file in path.parent.iterdir() for remnant in remnants)


@pytest.mark.parametrize("content", [b"some text that is no database", b"x" * 100_000])
def test_what_is_no_database_is_damaged_and_left_alone(tmp_path: Path, key_file: Path, content: bytes) -> None:
    path = tmp_path / "text.db"
    path.write_bytes(content)
    with pytest.raises(DamagedInventoryError):
        open_reader(str(path), key_file)
    with pytest.raises(DamagedInventoryError), open_recorder(str(path), key_file, "share", b""):
        pass
    assert path.read_bytes() == content


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path, key_file: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(DamagedInventoryError), open_recorder(str(path), key_file, "share", b""):
        pass
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM item WHERE id = 2",
        "DELETE FROM item",
        "DELETE FROM guard",
        "DELETE FROM meta",
        "UPDATE item SET outcome = 'gone' WHERE id = 1",
        "UPDATE item SET reason = 'empty' WHERE id = 1",
        "UPDATE item SET size_bytes = 2 WHERE id = 1",
        "UPDATE item SET sealed_name = (SELECT sealed_name FROM item WHERE id = 2) WHERE id = 1",
        "UPDATE guard SET rows = rows - 1 WHERE name = 'item'",
        "DROP TABLE item",
    ],
)
def test_rows_changed_behind_its_back_are_noticed(path: Path, key_file: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(statement)
    with pytest.raises(DamagedInventoryError):
        items(path, key_file)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM block WHERE id = 2",
        "UPDATE block SET index_keys = substr(index_keys, 17) WHERE id = 1",
        "UPDATE block SET content_id = 4 - content_id WHERE content_id <> 2",
        "UPDATE block SET index_keys = zeroblob(16) WHERE id = 1",
    ],
)
def test_blocks_changed_behind_its_back_are_noticed_by_a_search_that_finds_nothing(
    path: Path, key_file: Path, statement: str
) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        if "content_id" in statement:
            database.execute("DROP INDEX block_by_content")
        database.execute(statement)
    with pytest.raises(DamagedInventoryError):
        list(open_reader(str(path), key_file).blocks_with(["nothing has this term"]))


@pytest.mark.parametrize("table", ["block", "content"])
def test_findings_that_were_taken_away_are_missed(path: Path, key_file: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"DELETE FROM {table} WHERE id = 2")
    with pytest.raises(DamagedInventoryError):
        list(open_reader(str(path), key_file).findings())


def test_a_lock_ends_with_its_process(path: Path, key_file: Path) -> None:
    ready, wake = os.pipe()
    child = os.fork()
    if child == 0:
        with open_recorder(str(path), key_file, "share", b""):
            os.write(wake, b"x")
            time.sleep(60)
        os._exit(0)
    os.read(ready, 1)
    with pytest.raises(LockedError), open_recorder(str(path), key_file, "share", b""):
        pass
    assert items(path, key_file) == ["0.txt", "1.txt", "2.txt"]
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    os.close(wake)

    with open_recorder(str(path), key_file, "share", b""):
        pass


def test_a_child_does_not_keep_the_lock_of_its_parent(path: Path, key_file: Path) -> None:
    with open_recorder(str(path), key_file, "share", b""):
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
    try:
        with open_recorder(str(path), key_file, "share", b""):
            pass
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@pytest.fixture
def small_disk() -> Iterator[None]:
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 40")

    event.listen(Engine, "connect", limit)
    yield
    event.remove(Engine, "connect", limit)


def test_a_full_disk_is_told_in_one_line_and_what_was_flushed_is_safe(
    path: Path, key_file: Path, small_disk: None
) -> None:
    def fill() -> None:
        with open_recorder(str(path), key_file, "share", b"settings") as recorder:
            record(recorder, key_file, range(3, 6))
            recorder.flush()
            record(recorder, key_file, range(6, 200), findings=200)
            recorder.finish(complete=True)

    with pytest.raises(DiskFullError) as caught:
        fill()
    assert "\n" not in str(caught.value)
    assert items(path, key_file) == [f"{number}.txt" for number in range(6)]
    assert len(list(open_reader(str(path), key_file).findings())) == 6


def test_after_a_full_disk_the_scan_goes_on_and_loses_nothing(path: Path, key_file: Path) -> None:
    def limit(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 40")

    event.listen(Engine, "connect", limit)
    try:
        with pytest.raises(DiskFullError), open_recorder(str(path), key_file, "share", b"settings") as recorder:
            record(recorder, key_file, range(3, 200), findings=200)
    finally:
        event.remove(Engine, "connect", limit)
    with open_recorder(str(path), key_file, "share", b"settings") as recorder:
        due = [number for number in range(200) if recorder.unchanged(Item(f"{number}.txt", 1, 1)) is None]
        record(recorder, key_file, due)
        recorder.finish(complete=True)

    assert len(items(path, key_file)) == 200
