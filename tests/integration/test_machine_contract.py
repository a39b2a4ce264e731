"""What programs and terminals may rely on, over a share whose names and headers try to steer both.

No output holds a control or bidirectional character, no cell of CSV or workbook is a formula, keys and exit codes are
those of docs/reference.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from pii_scan.cli import run

MAIL = "jan.peeters@example.org"
NAMES = [
    "=cmd|' calc'!A0.txt",
    "a\x1b]0;x\x07b.txt",
    "in\u202efdp.txt",
    "two\nlines.txt",
    "+1.txt",
    "\u2066x\u2069.txt",
]
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
OUTPUT = Path(__file__).parents[2] / "docs" / "reference" / "output.md"

FORMS = {
    "findings": ("table", "json", "jsonl", "csv"),
    "coverage": ("table", "json", "jsonl", "csv"),
    "status": ("table", "json"),
    "map": ("html", "json", "csv", "xlsx"),
    "locate": ("table", "json", "jsonl", "html", "xlsx"),
    "categories": ("table", "json", "jsonl", "csv"),
    "recognizers": ("table", "json", "jsonl", "csv"),
    "doctor": ("table", "json", "jsonl", "csv"),
}
CASES = [(command, form) for command, forms in FORMS.items() for form in forms]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: bytes
    stderr: bytes


class Office:
    """A scanned share, and the program that looks into its inventory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str, stdin: str = "", **variables: str) -> Done:
        """Run a command in this process, so that recognizers are loaded once for all tests."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        env = {"HOME": str(self.folder), **variables}
        with (
            chdir(self.folder),
            patch.dict(os.environ, env),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8")),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                code = run(list(arguments))
            except SystemExit as ended:
                code = int(ended.code or 0)
        out.flush()
        err.flush()
        return Done(code, out.buffer.getvalue(), err.buffer.getvalue())  # type: ignore[attr-defined]  # a BytesIO

    def scan(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command that forks in a process of its own."""
        env = {name: os.environ[name] for name in ("PATH", "XDG_CACHE_HOME")}
        env |= {"HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "pii_scan", *arguments]
        return subprocess.run(command, cwd=self.folder, env=env, capture_output=True, timeout=120, check=False)

    def ask(self, command: str, form: str) -> bytes:
        extra = {"findings": ["--reveal"], "locate": ["--email", MAIL]}.get(command, [])
        done = self(command, "--format", form, *extra)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    share = folder / "share" / "=1+1"
    share.mkdir(parents=True)
    for name in NAMES:
        (share / name).write_text(f"E-mail : {MAIL}\n", "utf-8")
    (share / "list.csv").write_text(f"=HYPERLINK(1);E-mail\n\x1b[31mx;{MAIL}\n", "utf-8")
    (share / "broken.pdf").write_bytes(b"%PDF-1.4 nothing more")
    with zipfile.ZipFile(share / "all.zip", "w") as archive:
        for name in NAMES:
            archive.writestr(name, f"E-mail : {MAIL}\n")
    office = Office(folder)
    done = office.scan("scan", "share")
    assert done.returncode == 3, done.stderr
    assert not STEERING.search(done.stdout.decode() + done.stderr.decode())
    return office


@pytest.mark.parametrize(("command", "form"), [case for case in CASES if case[1] != "xlsx"])
def test_no_output_steers_a_terminal(office: Office, command: str, form: str) -> None:
    text = office.ask(command, form).decode("utf-8")

    assert STEERING.findall(text.replace("\r\n", "\n")) == []


@pytest.mark.parametrize("command", [command for command, forms in FORMS.items() if "csv" in forms])
def test_no_cell_of_a_csv_is_a_formula(office: Office, command: str) -> None:
    rows = list(csv.reader(io.StringIO(office.ask(command, "csv").decode("utf-8-sig"))))

    assert len(rows) > 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


@pytest.mark.parametrize("command", ["map", "locate"])
def test_no_cell_of_a_workbook_is_a_formula_or_steers(office: Office, command: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(office.ask(command, "xlsx")))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert cells
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert [cell.value for cell in cells if STEERING.search(str(cell.value))] == []


@pytest.mark.parametrize("command", list(FORMS))
def test_every_key_of_the_json_is_documented(office: Office, command: str) -> None:
    said = set(re.findall(r"`([a-z_]+)`", OUTPUT.read_text("utf-8")))
    names = {
        "categories",
        "entities",
        "names",
        "labels",
        "outcomes",
        "where",
        "query",
        "not_read",
        "name_models",
    }  # keys are data

    def keys(value: object, key: str = "") -> set[str]:
        if isinstance(value, dict):
            inner = {found for name, each in value.items() for found in keys(each, name)}
            return inner if key in names else inner | set(value)
        return {found for each in value for found in keys(each)} if isinstance(value, list) else set()

    assert keys(json.loads(office.ask(command, "json"))) - said == set()


def test_findings_and_coverage_have_the_agreed_keys(office: Office) -> None:
    findings = [json.loads(line) for line in office.ask("findings", "jsonl").splitlines()]
    coverage = [json.loads(line) for line in office.ask("coverage", "jsonl").splitlines()]

    agreed = {
        "source", "item", "member", "where", "entity", "text", "value", "score", "recognizer", "evidence", "categories",
        "record",
    }  # fmt: skip
    assert all(agreed <= set(row) for row in findings)
    assert {row["value"] for row in findings if row["entity"] == "EMAIL_ADDRESS"} == {MAIL}
    assert {f"=1+1/{name}" for name in NAMES} <= {row["item"] for row in findings}
    assert set(NAMES) <= {row["member"] for row in findings}
    agreed = {"source", "item", "member", "outcome", "reason", "media_type", "bytes", "unread", "access", "advice"}
    assert all(set(row) == agreed for row in coverage)
    (broken,) = [row for row in coverage if row["item"] == "=1+1/broken.pdf"]
    assert (broken["outcome"], broken["reason"]) == ("failed", "corrupt")


def test_without_reveal_no_value_is_shown(office: Office) -> None:
    for form in FORMS["findings"]:
        done = office("findings", "--format", form)
        assert done.returncode == 0
        assert MAIL.encode() not in done.stdout


def test_queries_of_a_file_are_answered_in_order_whoever_is_unknown(office: Office) -> None:
    queries = [{"name": "Nobody Atall", "birth_date": "1961-01-01"}, {"email": MAIL}, {"national_number": "1"}]
    done = office(
        "locate", "--from-file", "-", "--format", "jsonl", stdin="".join(json.dumps(q) + "\n" for q in queries)
    )

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer["query"] for answer in answers] == queries
    assert [bool(answer["locations"]) for answer in answers] == [False, True, False]
    assert [answer["doubtful"] for answer in answers] == [[], [], ["national_number"]]
    assert all(answer["completeness"]["not_read"] == {"corrupt": 1} for answer in answers)
    assert done.stderr == b""  # nothing stood on the command line


def test_a_value_on_the_command_line_is_noted_on_standard_error(office: Office) -> None:
    done = office("locate", "--email", MAIL, "--format", "json")

    assert b"shell history" in done.stderr
    assert json.loads(done.stdout)["query"] == {"email": MAIL}


def test_exit_codes_of_missing_things(office: Office) -> None:
    assert office("findings", PII_SCAN_INVENTORY="none.db").returncode == 10
    assert office("findings", PII_SCAN_KEY_FILE="none").returncode == 12
    assert office("findings", PII_SCAN_CONFIG="none.toml").returncode == 2
    assert office("findings", "--inventory", "none.db", PII_SCAN_INVENTORY="share").returncode == 10  # outranks
    assert office.scan("scan", "nowhere").returncode == 1
    assert office("scan").returncode == 2
    assert office("nothing").returncode == 2


def test_a_refresh_tells_what_is_new_changed_and_gone(office: Office) -> None:
    share = office.folder / "other"
    share.mkdir()
    for name in "abc":
        (share / f"{name}.txt").write_text("nothing\n")
    own = ("--inventory", "other.db")
    assert office.scan("scan", "other", *own).returncode == 0
    (share / "a.txt").unlink()
    (share / "b.txt").write_text("something else\n")
    (share / "d.txt").write_text("new\n")

    done = office.scan("refresh", *own)

    assert done.returncode == 0
    assert b"since the last scan: 1 new, 1 changed, 1 gone" in done.stdout
    outcomes = [json.loads(line) for line in office("coverage", "--format", "jsonl", *own).stdout.splitlines()]
    assert {row["item"]: row["outcome"] for row in outcomes}["a.txt"] == "gone"
