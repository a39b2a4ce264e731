"""What pg_dump and mysqldump themselves write is read back, nasty values and all."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import uuid
from collections.abc import Iterator

import pytest

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
PG = ["--host", "127.0.0.1", "--username", "postgres"]


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def _run(*command: str, text: str = "") -> str:
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=60, check=False)
    if done.returncode:
        _missing(f"{command[0]}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode("utf-8", "surrogateescape")


def _tool(*names: str) -> str:
    found = next((name for name in names if shutil.which(name)), None)
    if found is None:
        _missing(f"{names[0]} is not installed")
    return str(found)


def _literal(value: str) -> str:
    """Write a string with escapes: a client may change the ends of lines that it is given."""
    for plain, escaped in (("\\", "\\\\"), ("'", "''"), ("\r", "\\r"), ("\n", "\\n")):
        value = value.replace(plain, escaped)
    return f"'{value}'"


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A throw-away PostgreSQL database that holds VALUES."""
    name = f"pii_scan_{uuid.uuid4().hex}"
    psql = _tool("psql")
    _run(psql, *PG, "--dbname", "postgres", "--command", f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    quoted = ", ".join(f"({n}, E{_literal(v)}, NULL, '')" for n, v in enumerate(VALUES, 1))
    try:
        script = (
            'CREATE SCHEMA hr; CREATE TABLE hr."kl anten" (nr int PRIMARY KEY, "na""am" text, niets text, leeg text);'
        )
        _run(
            psql,
            *PG,
            "--dbname",
            name,
            "--set",
            "ON_ERROR_STOP=1",
            text=f'{script} INSERT INTO hr."kl anten" VALUES {quoted};',
        )
        yield name
    finally:
        _run(psql, *PG, "--dbname", "postgres", "--command", f"DROP DATABASE {name}")


@pytest.fixture(scope="module")
def mariadb() -> Iterator[str]:
    """A throw-away MariaDB database that holds VALUES."""
    name = f"pii_scan_{uuid.uuid4().hex}"
    client = _tool("mariadb", "mysql")
    _run(client, "--user=root", text=f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
    quoted = ", ".join(f"({n}, {_literal(v)}, NULL, '')" for n, v in enumerate(VALUES, 1))
    try:
        script = "CREATE TABLE `kl anten` (nr int PRIMARY KEY, `na``am` text, niets text, leeg text);"
        _run(
            client,
            "--user=root",
            "--default-character-set=utf8mb4",
            name,
            text=f"{script} INSERT INTO `kl anten` VALUES {quoted};",
        )
        yield name
    finally:
        _run(client, "--user=root", text=f"DROP DATABASE {name}")


def _rows(dump: str) -> tuple[list[Rows], list[tuple[str | None, ...]]]:
    raw = dump.encode("utf-8", "surrogateescape")
    segments = list(read(Content("x.sql", io.BytesIO(raw), len(raw)), Limits()))
    blocks = [s for s in segments if isinstance(s, Rows)]
    assert not [s for s in segments if isinstance(s, Unread)]
    return blocks, [row for b in blocks for row in zip(*(c.to_pylist() for c in b.batch.columns), strict=True)]


EXPECTED = [(str(n), value, None, None) for n, value in enumerate(VALUES, 1)]


@pytest.mark.parametrize("options", [(), ("--inserts",), ("--column-inserts",), ("--rows-per-insert=4",)])
def test_pg_dump(postgres, options):
    blocks, rows = _rows(_run(_tool("pg_dump"), *PG, *options, postgres))

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
        ("--compatible=ansi", "--default-character-set=utf8mb4"),
    ],
)
def test_mysqldump(mariadb, options):
    blocks, rows = _rows(_run(_tool("mariadb-dump", "mysqldump"), "--user=root", *options, mariadb))

    assert rows == EXPECTED
    assert {(b.where["table"], b.keys) for b in blocks} == {("kl anten", ("nr",))}
    assert {tuple(b.batch.schema.names) for b in blocks} == {("nr", "na`am", "niets", "leeg")}
