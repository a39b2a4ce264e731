"""What pg_dump and mysqldump themselves write is read back, nasty values and all."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from fakes.servers import mariadb_server, postgres_server, run, tool

from pii_scan.core.types import Content, Rows, Unread
from pii_scan.extract.dumps import read
from pii_scan.settings.settings import Limits

pytestmark = pytest.mark.integration

VALUES = [
    "Peeters",
    "O'Brien; DROP TABLE x; --",
    'say "hi" (twice), \\ and \\N and \\.',
    "tab\there",
    "two\nlines\r\nand more",
    "\\.",
    "NULL",
    "d''Ardenne",
    "Zoë Œdipe 猫 €",
    "$$ not a body $x$",
    "-- no comment /* nor this */",
    ") , (1,'x');",
    " spaces ",
    "\\x4a616e!",
    "ends with \\",
]


def _literal(value: str) -> str:
    """Write a string with escapes: a client may change the ends of lines that it is given."""
    for plain, escaped in (("\\", "\\\\"), ("'", "''"), ("\r", "\\r"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return f"'{value}'"


@pytest.fixture(scope="module")
def postgres() -> Iterator[list[str]]:
    """Options that reach a PostgreSQL database which holds VALUES."""
    quoted = ", ".join(f"({n}, E{_literal(v)}, NULL, '')" for n, v in enumerate(VALUES, 1))
    script = 'CREATE SCHEMA hr; CREATE TABLE hr."kl anten" (nr int PRIMARY KEY, "na""am" text, niets text, leeg text);'
    with postgres_server() as host:
        options = ["--host", str(host), "--username", "postgres", "--dbname", "postgres"]
        insert = f'{script} INSERT INTO hr."kl anten" VALUES {quoted};'
        run(tool("psql"), "--no-psqlrc", *options, "--set", "ON_ERROR_STOP=1", text=insert)
        yield options


@pytest.fixture(scope="module")
def mariadb() -> Iterator[list[str]]:
    """Options that reach a MariaDB server, and the name of a database there which holds VALUES."""
    quoted = ", ".join(f"({n}, {_literal(v)}, NULL, '')" for n, v in enumerate(VALUES, 1))
    script = """
        CREATE DATABASE shop CHARACTER SET utf8mb4; USE shop;
        CREATE TABLE `kl anten` (nr int PRIMARY KEY, `na``am` text, niets text, leeg text);"""
    with mariadb_server() as socket:
        options = ["--no-defaults", f"--socket={socket}", "--user=root", "--default-character-set=utf8mb4"]
        run(tool("mariadb", "mysql"), *options, text=f"{script} INSERT INTO `kl anten` VALUES {quoted};")
        yield options


def _rows(dump: str) -> tuple[list[Rows], list[tuple[str | None, ...]]]:
    raw = dump.encode("utf-8", "surrogateescape")
    segments = list(read(Content("x.sql", io.BytesIO(raw), len(raw)), Limits()))
    blocks = [s for s in segments if isinstance(s, Rows)]
    assert not [s for s in segments if isinstance(s, Unread)]
    return blocks, [row for b in blocks for row in zip(*(c.to_pylist() for c in b.batch.columns), strict=True)]


EXPECTED = [(str(n), value, None, None) for n, value in enumerate(VALUES, 1)]


@pytest.mark.parametrize("options", [(), ("--inserts",), ("--column-inserts",), ("--rows-per-insert=4",)])
def test_pg_dump(postgres, options):
    blocks, rows = _rows(run(tool("pg_dump"), *postgres, *options))

    assert rows == EXPECTED
    assert {(b.where["schema"], b.where["table"], b.keys) for b in blocks} == {("hr", "kl anten", ("nr",))}
    assert {tuple(b.batch.schema.names) for b in blocks} == {("nr", 'na"am', "niets", "leeg")}


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--skip-extended-insert",),
        ("--complete-insert",),
        ("--hex-blob", "--compact"),
        ("--compatible=ansi",),
    ],
)
def test_mysqldump(mariadb, options):
    blocks, rows = _rows(run(tool("mariadb-dump", "mysqldump"), *mariadb, *options, "shop"))

    assert rows == EXPECTED
    assert {(b.where["table"], b.keys) for b in blocks} == {("kl anten", ("nr",))}
    assert {tuple(b.batch.schema.names) for b in blocks} == {("nr", "na`am", "niets", "leeg")}
