"""SQL dumps: rows of tables as numbered in the table, and everything else as text."""

from __future__ import annotations

import io

import pytest

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Rows, Segment, Text, Unread
from pii_scan.extract.dumps import read
from pii_scan.settings.settings import Limits


def _read(data: str | bytes, codec: str = "utf-8") -> list[Segment]:
    raw = data.encode(codec) if isinstance(data, str) else data
    return list(read(Content("x.sql", io.BytesIO(raw), len(raw)), Limits()))


def _tables(segments: list[Segment]) -> dict[tuple[object, ...], list[dict[str, str | None]]]:
    tables: dict[tuple[object, ...], list[dict[str, str | None]]] = {}
    for block in segments:
        if isinstance(block, Rows):
            rows = tables.setdefault(tuple(block.where.values()), [])
            assert block.first_row == len(rows) + 1
            rows.extend(block.batch.to_pylist())
    return tables


PG = """--
-- PostgreSQL database dump
--
SET client_encoding = 'UTF8';
CREATE TABLE public.clients (
    ref integer NOT NULL,
    name text DEFAULT 'a, (b'::text
);
COPY public.clients (ref, name) FROM stdin;
1\tJan\\tPeeters\\nC:\\\\x
2\t\\N
3\té\\x41\\101
\\.

-- beheerd door An Maes
CREATE FUNCTION f() RETURNS void AS $$
INSERT INTO clients VALUES (9, 'niet');
$$ LANGUAGE sql;
ALTER TABLE ONLY public.clients
    ADD CONSTRAINT clients_pkey PRIMARY KEY (ref);
--
-- PostgreSQL database dump complete
--
"""


def test_copy_blocks_are_unescaped_and_keyed():
    segments = _read(PG)
    (block,) = (s for s in segments if isinstance(s, Rows))

    assert block.where == {"schema": "public", "table": "clients"}
    assert block.keys == ("ref",)
    assert block.batch.to_pydict() == {"ref": ["1", "2", "3"], "name": ["Jan\tPeeters\nC:\\x", None, "éAA"]}
    assert not any(isinstance(s, Unread) for s in segments)


def test_what_is_no_data_comes_as_text_with_its_lines():
    texts = [s for s in _read(PG) if isinstance(s, Text)]
    found = next(s for s in texts if "An Maes" in s.text)

    assert (
        found.first_line + found.text[: found.text.index("An Maes")].count("\n")
        == PG[: PG.index("An Maes")].count("\n") + 1
    )
    assert any("niet" in s.text for s in texts)


def test_a_copy_that_is_cut_keeps_its_rows_and_says_so():
    segments = _read(PG[: PG.index("3\té") + 3])

    assert len(_tables(segments)["public", "clients"]) == 3
    assert Unread(Reason.TRUNCATED) in segments


MYSQL = """-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE `clients` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `naam` varchar(50) DEFAULT 'x,y',
  `doc` blob,
  PRIMARY KEY (`id`),
  KEY `n` (`naam`)
) ENGINE=InnoDB;
INSERT INTO `clients` VALUES (1,'O\\'Brien; (\\"x\\")\\n',NULL),(2,'d''Ardenne, \\\\','');
INSERT INTO `clients` VALUES
(3,'Zoë -- geen commentaar',0x4A616E),
(4,'/* ook niet */',_binary 'tekst');
"""


def test_tuples_of_mysql_are_unescaped_and_numbered_on():
    segments = _read(MYSQL)
    tables = _tables(segments)

    assert tables["clients",] == [
        {"id": "1", "naam": 'O\'Brien; ("x")\n', "doc": None},
        {"id": "2", "naam": "d'Ardenne, \\", "doc": None},
        {"id": "3", "naam": "Zoë -- geen commentaar", "doc": "Jan"},
        {"id": "4", "naam": "/* ook niet */", "doc": "tekst"},
    ]
    assert {s.keys for s in segments if isinstance(s, Rows)} == {("id",)}


def test_the_declared_encoding_is_honored():
    dump = MYSQL.replace("utf8mb4", "latin1")

    assert _tables(_read(dump, "cp1252"))["clients",][2]["naam"] == "Zoë -- geen commentaar"


@pytest.mark.parametrize(
    ("statement", "table", "row"),
    [
        ("INSERT INTO hr.person (id, name) VALUES (1, 'C:\\new');", ("hr", "person"), {"id": "1", "name": "C:\\new"}),
        ("INSERT INTO p (a) VALUES (E'x\\ty');", ("p",), {"a": "x\ty"}),
        ('INSERT INTO "a b"."c""d" VALUES (\'x\');', ("a b", 'c"d'), {"1": "x"}),
        ("INSERT [dbo].[Cust] ([Name], [At]) VALUES (N'Jan', CAST(N'2020-01-01' AS Date))", ("dbo", "Cust"), None),
        ("insert into t\n  values\n ( 1 \n , 'x''y' );\n", ("t",), {"1": "1", "2": "x'y"}),
        ("INSERT INTO t VALUES(1,X'4a616e',-2.5,TRUE);", ("t",), {"1": "1", "2": "Jan", "3": "-2.5", "4": "TRUE"}),
        ("INSERT INTO t VALUES ('two\nlines');", ("t",), {"1": "two\nlines"}),
        ("INSERT INTO t VALUES ('a'::text, '{1,2}'::integer[]);", ("t",), {"1": "a", "2": "{1,2}"}),
        ("REPLACE INTO t (a) VALUES ('x') ON CONFLICT DO NOTHING;", ("t",), {"a": "x"}),
        ("INSERT OR IGNORE INTO t VALUES ('');", ("t",), {"1": None}),
    ],
)
def test_inserts_of_other_programs(statement, table, row):
    tables = _tables(_read(statement + "\n"))

    assert list(tables) == [table]
    if row is not None:
        assert tables[table] == [row]


def test_single_inserts_share_blocks():
    segments = _read("".join(f"INSERT INTO t VALUES ({n}, 'naam{n}');\n" for n in range(3000)))

    assert len(segments) == 1
    assert segments[0].batch.num_rows == 3000


def test_tables_by_turns_keep_their_numbers():
    tables = _tables(_read("INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (1);\nINSERT INTO a VALUES (2);\n"))

    assert [row["1"] for row in tables["a",]] == ["1", "2"]


def test_two_databases_in_one_dump_stay_two():
    part = "\\connect {0}\nCOPY public.t (a) FROM stdin;\n{0}\n\\.\n"
    tables = _tables(_read(part.format("een") + part.format("twee")))

    assert tables == {("een.public", "t"): [{"a": "een"}], ("twee.public", "t"): [{"a": "twee"}]}


def test_an_insert_that_is_cut_keeps_its_rows_and_says_so():
    segments = _read("INSERT INTO t VALUES (1,'a'),(2,'b'),(3,'c")

    assert len(_tables(segments)["t",]) == 2
    assert segments[-1] == Unread(Reason.TRUNCATED)
    assert any("'c" in s.text for s in segments if isinstance(s, Text))


def test_an_insert_that_is_none_stops_nothing():
    segments = _read("INSERT INTO t VALUES (don't\n-- verder\nINSERT INTO u VALUES (1);\n")

    assert _tables(segments)["u",] == [{"1": "1"}]
    assert Unread(Reason.TRUNCATED) not in segments


def test_a_document_in_a_cell_is_a_member():
    pdf = b"%PDF-1.4\n\xff".hex()
    segments = _read(f"COPY t (id, doc) FROM stdin;\n1\t\\\\x{pdf}\n\\.\nINSERT INTO u VALUES (1,0x{pdf});\n")
    members = [s for s in segments if isinstance(s, Member)]

    assert [m.name for m in members] == ["t/1/doc", "u/1/2"]
    assert {m.open().read() for m in members} == {b"%PDF-1.4\n\xff"}


def test_rows_of_another_width_are_kept():
    tables = _tables(_read("COPY t (a, b) FROM stdin;\n1\t2\n3\n4\t5\t6\n\\.\n"))

    assert tables["t",] == [
        {"a": "1", "b": "2", "3": None},
        {"a": "3", "b": None, "3": None},
        {"a": "4", "b": "5", "3": "6"},
    ]


def test_a_line_separator_within_a_field_ends_no_row():
    assert len(_tables(_read("COPY t (a) FROM stdin;\nx\u2028y\x0bz\n\\.\n"))["t",]) == 1


def test_a_statement_larger_than_what_is_held_streams():
    rows = ",".join(f"({n},'{'w' * 90}')" for n in range(30_000))
    tables = _tables(_read(f"INSERT INTO t VALUES {rows};\n"))

    assert [tables["t",][n]["1"] for n in (0, 15_000, 29_999)] == ["0", "15000", "29999"]


def test_utf16_scripts_are_read():
    assert _tables(_read("INSERT INTO t VALUES (N'Zoë');\n", "utf-16"))["t",] == [{"1": "Zoë"}]
