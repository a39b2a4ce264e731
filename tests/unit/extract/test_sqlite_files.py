"""SQLite files: every table, and nothing in the file runs."""

from __future__ import annotations

import io
import sqlite3
from pathlib import Path

import pytest

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract.sqlite import read
from pii_scan.settings.settings import Limits


@pytest.fixture
def made(tmp_path: Path):
    def make(script: str, rows: tuple[str, list[tuple[object, ...]]] | None = None) -> Path:
        path = tmp_path / "x.db"
        base = sqlite3.connect(path)
        base.executescript(script)
        if rows:
            base.executemany(*rows)
        base.commit()
        base.close()
        return path

    return make


def _of_file(path: Path) -> list[Segment]:
    with path.open("rb") as stream:
        return list(read(Content("x.db", stream, path.stat().st_size), Limits()))


def _of_bytes(path: Path) -> list[Segment]:
    data = path.read_bytes()
    return list(read(Content("x.db", io.BytesIO(data), len(data)), Limits()))


@pytest.mark.parametrize("way", [_of_file, _of_bytes])
def test_every_table_is_read_with_its_keys(made, way):
    path = made(
        'CREATE TABLE "kl anten" (id INTEGER PRIMARY KEY, naam TEXT, saldo REAL);'
        "INSERT INTO \"kl anten\" VALUES (7, 'Peeters', 2.0), (9, '', 1.5); CREATE TABLE leeg (a);"
        "CREATE TABLE b (x, y, PRIMARY KEY (y, x)) WITHOUT ROWID; INSERT INTO b VALUES (1, 2)"
    )
    first, second = (s for s in way(path) if isinstance(s, Rows))

    assert (first.where, first.first_row, first.keys) == ({"table": "kl anten"}, 1, ("id",))
    assert first.batch.to_pydict() == {"id": ["7", "9"], "naam": ["Peeters", None], "saldo": ["2", "1.5"]}
    assert (second.where, second.keys) == ({"table": "b"}, ("y", "x"))


def test_a_file_in_wal_mode_is_read_from_memory(made):
    path = made("PRAGMA journal_mode=WAL; CREATE TABLE t (a); INSERT INTO t VALUES ('x')")

    assert [s.batch.num_rows for s in _of_bytes(path) if isinstance(s, Rows)] == [1]


def test_rows_are_numbered_over_blocks(made):
    path = made("CREATE TABLE t (a)", ("INSERT INTO t VALUES (?)", [(f"r{n}",) for n in range(12_000)]))
    blocks = [s for s in _of_file(path) if isinstance(s, Rows)]

    assert [b.first_row for b in blocks] == [1, 5001, 10001]
    assert blocks[-1].batch["a"][-1].as_py() == "r11999"


def test_an_endless_view_is_never_run(made):
    path = made(
        "CREATE TABLE t (a); INSERT INTO t VALUES ('x');"
        "CREATE VIEW v AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
    )

    assert [s.where for s in _of_file(path) if isinstance(s, Rows)] == [{"table": "t"}]


def test_a_generated_column_is_code_and_not_run(made):
    path = made("CREATE TABLE t (a, b GENERATED ALWAYS AS (hex(zeroblob(100000000)))); INSERT INTO t (a) VALUES ('x')")

    assert [s.batch.to_pydict() for s in _of_file(path) if isinstance(s, Rows)] == [{"a": ["x"]}]


def test_a_generated_column_that_is_kept_in_the_file_is_read(made):
    path = made("CREATE TABLE t (a, b GENERATED ALWAYS AS (a || ' Maes') STORED); INSERT INTO t (a) VALUES ('An')")

    assert [s.batch.to_pydict() for s in _of_file(path) if isinstance(s, Rows)] == [{"a": ["An"], "b": ["An Maes"]}]


def test_the_tables_in_which_a_text_index_keeps_its_texts_are_read(made):
    path = made("CREATE VIRTUAL TABLE t USING fts5(a); INSERT INTO t VALUES ('An Maes belt')")
    texts = [cell for s in _of_file(path) if isinstance(s, Rows) for c in s.batch.columns for cell in c.to_pylist()]

    assert "An Maes belt" in texts


def test_bytes_are_text_or_a_member_or_told(made):
    path = made(
        "CREATE TABLE t (a)",
        (
            "INSERT INTO t VALUES (?)",
            [(b"J. Maes",), (b"%PDF-1.4\n...",), (bytes(range(128, 256)) * 9,), (b"\0\x01" * 8,)],
        ),
    )
    segments = _of_file(path)
    (member,) = (s for s in segments if isinstance(s, Member))

    assert segments[0].batch["a"].to_pylist() == ["J. Maes", None, None, None]
    assert (member.name, member.open().read()) == ("t/2/a", b"%PDF-1.4\n...")
    assert segments[-1] == Unread(Reason.UNSUPPORTED)


def test_names_with_quotes_are_only_names(made):
    path = made('CREATE TABLE "a""; DROP TABLE b; --" ("c""d"); INSERT INTO "a""; DROP TABLE b; --" VALUES (1)')
    (block,) = (s for s in _of_file(path) if isinstance(s, Rows))

    assert block.where == {"table": 'a"; DROP TABLE b; --'}
    assert block.batch.schema.names == ['c"d']


def test_text_that_is_no_utf8_is_read(made):
    path = made("CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'4A6FE97A' AS TEXT))")

    assert _of_file(path)[0].batch["a"].to_pylist() == ["Jo\ufffdz"]


def test_damage_costs_the_table_it_is_in(made):
    path = made(
        "PRAGMA page_size=512; CREATE TABLE a (x); CREATE TABLE b (x); INSERT INTO b VALUES ('heel')",
        ("INSERT INTO a VALUES (?)", [("w" * 200,) for _ in range(50)]),
    )
    data = bytearray(path.read_bytes())
    data[3 * 512 + 8 : 5 * 512] = b"\xff" * (2 * 512 - 8)
    path.write_bytes(bytes(data))
    segments = _of_file(path)

    assert any(isinstance(s, Rows) and s.where == {"table": "b"} for s in segments)
    assert Unread(Reason.CORRUPT) in segments


def test_what_is_no_database_is_corrupt(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"SQLite format 3\0" + b"\xa5" * 4000)

    with pytest.raises(CorruptContentError):
        _of_file(path)


def test_the_file_is_left_as_it_was(made):
    path = made("CREATE TABLE t (a); INSERT INTO t VALUES ('x')")
    before = path.read_bytes(), path.stat().st_mtime_ns, sorted(p.name for p in path.parent.iterdir())
    _of_file(path)

    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(p.name for p in path.parent.iterdir())) == before


def test_what_definitions_say_is_read_and_bare_names_are_not_repeated(made):
    path = made(
        "CREATE TABLE t (a); CREATE VIEW v AS SELECT 'Jan Peeters' AS x; CREATE TABLE u (a -- of An Maes\n);"
        "CREATE TRIGGER w AFTER INSERT ON t BEGIN UPDATE u SET a = 'Bert'; END"
    )
    texts = [s for s in _of_file(path) if isinstance(s, Text)]

    assert [t.places[0][1] for t in texts] == [{"table": name, "part": "metadata"} for name in ("v", "u", "t")]
    assert all(name in t.text for name, t in zip(("Jan Peeters", "An Maes", "Bert"), texts, strict=True))
