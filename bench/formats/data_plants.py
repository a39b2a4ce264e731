"""Texts, records and tables: files that programs write for programs."""
# ruff: noqa: E501 - sources of formats read best one to a line

from __future__ import annotations

import base64
import io
import json
import plistlib
import sqlite3
import tempfile
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
from fakes.table_files import TEXT, JetTable, dbf, jet, wide
from planting import Spot
from pyarrow import feather, orc

from pii_scan.app.demo_formats import mysqldump, pg_dump


def txt(at: Spot) -> bytes:
    return f"eerste regel\nNISS {at('line', line=2)}\n".encode()


def wide_txt(at: Spot) -> bytes:
    return f"Numéro {at('line in UTF-16', line=1)}\n".encode("utf-16")


def csv(at: Spot) -> bytes:
    rows = [
        "Naam;NISS;Nota",
        f"An;{at('cell', row=2, column='NISS')};x",
        f'"Bert ""B""";;"twee\nregels {at("cell of two lines", row=3, column="Nota")}"',
        f"Cis;{at('cell behind it', row=4, column='NISS')};",
        f"Dirk;x;y;{at('one cell too many', row=5)}",
    ]
    return ("\n".join(rows) + "\n").encode("cp1252")


def tsv(at: Spot) -> bytes:
    return f"Naam\tNISS\nAn\t{at('cell', row=2, column='NISS')}\nBert\t\n".encode()


def json_file(at: Spot) -> bytes:
    made = {
        "clients": [
            {"niss": at("value", path="clients[0].niss")},
            {"x": {"niss": at("nested value", path="clients[1].x.niss")}},
        ],
        at("key"): 1,
        "inner": json.dumps({"niss": at("JSON in a text")}),
    }
    return json.dumps(made, indent=1).encode()  # fmt: skip


def jsonl(at: Spot) -> bytes:
    return "".join(json.dumps({"niss": at("value", line=n, path="niss")}) + "\n" for n in (1, 2)).encode()


def xml(at: Spot) -> bytes:
    return (
        f'<?xml version="1.0"?>\n<clients>\n<client id="{at("attribute", line=3)}"><niss>{at("element", line=3)}</niss></client>\n'
        f"<!-- {at('comment', line=4, part='comment')} -->\n<note><![CDATA[{at('CDATA', line=5)}]]></note>\n"
        f"<mixed>a <b>b</b> {at('text behind an element', line=6)}</mixed><?klant {at('instruction', line=6, part='comment')}?></clients>\n"
    ).encode()


def ldif(at: Spot) -> bytes:
    coded = base64.b64encode(at("value in base64", line=3).encode()).decode()
    folded = at("folded value", line=4)
    return f"dn: uid=an,dc=example\nemployeeNumber: {at('value', line=2)}\ndescription:: {coded}\nsn: {folded[:6]}\n {folded[6:]}\n".encode()


def plist(at: Spot) -> bytes:
    return plistlib.dumps({"klant": {"niss": at("value", path="klant.niss")}})


def binary_plist(at: Spot) -> bytes:
    return plistlib.dumps({"klant": [at("value", path="klant[0]")]}, fmt=plistlib.FMT_BINARY)


def vcf(at: Spot) -> bytes:
    folded = at("folded line", line=5)
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:An Maes\r\nNOTE:NISS {at('note', line=4)}\r\nX-KLANT:{folded[:7]}\r\n {folded[7:]}\r\n"
        "END:VCARD\r\n"
    ).encode()


def ics(at: Spot) -> bytes:
    return (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nSUMMARY:Dossier {at('summary', line=4)}\r\n"
        f'DESCRIPTION:NISS {at("description", line=5)}\r\nATTENDEE;CN="{at("attendee", line=6)}":mailto:a@example.be\r\n'
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def svg(at: Spot) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n<title>{at("title", line=2)}</title><text>{at("text", line=2)}</text></svg>'.encode()


def postgres(at: Spot) -> bytes:
    where = {"schema": "public", "table": "clients", "row": 1, "column": "niss"}
    rows = [["id", "naam", "niss"], ["1", "An", at("COPY", **where)], ["2", "Bert", "\\N"]]
    return pg_dump("public", "clients", rows) + f"-- {at('comment')}\n".encode()


def mysql(at: Spot) -> bytes:
    where = {"table": "clients", "row": 1, "column": "niss"}
    return mysqldump("clients", [["id", "naam", "niss"], ["1", "O'Neil", at("INSERT", **where)], ["2", "Bert", "x"]])


def sqlite(at: Spot) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE clients (id INTEGER PRIMARY KEY, niss TEXT, data BLOB)")
            number, held = at("cell", table="clients", row=1, column="niss"), at.inside("clients/1/data")
            connection.execute(
                "INSERT INTO clients VALUES (1, ?, ?)",
                (number, f"<html><body><p>{held('blob', line=1)}</p></body></html>".encode()),
            )
            connection.execute(
                f"CREATE VIEW v AS SELECT '{at('definition of a view', table='v', part='metadata')}' AS x"
            )
        connection.close()
        return path.read_bytes()  # fmt: skip


def access(at: Spot) -> bytes:
    columns = (("Naam", TEXT), ("NISS", TEXT))
    return jet({"clients": JetTable(columns, [(wide("An"), wide(at("cell", table="clients", row=1, column="NISS")))])})


def dbase(at: Spot) -> bytes:
    kept, gone = at("cell", row=1, column="NISS"), at("deleted record", row=2, column="NISS")
    return dbf(
        (("NAAM", "C", 20), ("NISS", "C", 20)), [(b" ", (b"An", kept.encode())), (b"*", (b"Bert", gone.encode()))]
    )


def _table(at: Spot) -> pa.Table:
    nested = [{"niss": at("nested value", row=1)}, None]
    return pa.table(
        {"naam": ["An", "Bert"], "niss": [at("cell", row=1, column="niss"), at("second row", row=2, column="niss")], "x": nested}
    )  # fmt: skip


def parquet(at: Spot) -> bytes:
    made = io.BytesIO()
    pq.write_table(_table(at).replace_schema_metadata({"klant": at("metadata", part="metadata")}), made)
    return made.getvalue()


def arrow(at: Spot) -> bytes:
    made, table = io.BytesIO(), _table(at)
    with pa.ipc.new_file(made, table.schema) as writer:
        writer.write_table(table)
    return made.getvalue()


def feather_file(at: Spot) -> bytes:
    made = io.BytesIO()
    feather.write_feather(_table(at), made)
    return made.getvalue()


def orc_file(at: Spot) -> bytes:
    made = io.BytesIO()
    orc.write_table(_table(at), made)
    return made.getvalue()


def avro(at: Spot) -> bytes:
    schema = {
        "type": "record",
        "name": "klant",
        "fields": [{"name": "niss", "type": "string"}, {"name": "bij", "type": {"type": "map", "values": "string"}}],
    }
    rows = [{"niss": at("field", row=n, column="niss"), "bij": {"x": at("map", row=n)}} for n in (1, 2)]
    made = io.BytesIO()
    fastavro.writer(made, schema, rows, codec="deflate")
    return made.getvalue()  # fmt: skip


def excel_xml(at: Spot) -> bytes:
    number = at("cell", sheet="Klanten", row=2, column="NISS")
    rows = "".join(
        f'<Row><Cell><Data ss:Type="String">{name}</Data></Cell><Cell><Data ss:Type="String">{cell}</Data></Cell></Row>'
        for name, cell in (("Naam", "NISS"), ("An", number))
    )
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        f'<Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="Klanten"><Table>{rows}</Table></Worksheet></Workbook>'
    ).encode()


FILES = {
    "plain.txt": txt,
    "wide.txt": wide_txt,
    "list.csv": csv,
    "list.tsv": tsv,
    "data.json": json_file,
    "data.jsonl": jsonl,
    "data.xml": xml,
    "directory.ldif": ldif,
    "list.plist": plist,
    "binary.plist": binary_plist,
    "card.vcf": vcf,
    "calendar.ics": ics,
    "drawing.svg": svg,
    "postgres.sql": postgres,
    "mysql.sql": mysql,
    "data.sqlite": sqlite,
    "data.mdb": access,
    "table.dbf": dbase,
    "table.parquet": parquet,
    "table.arrow": arrow,
    "table.feather": feather_file,
    "table.orc": orc_file,
    "table.avro": avro,
    "sheet.xml": excel_xml,
}
