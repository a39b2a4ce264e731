from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import time
import zipfile
from pathlib import Path

import pytest
from fakes.program import Done, Program

from pii_scan.app.demo import DemoShare
from pii_scan.app.demo_people import PEOPLE

pytestmark = pytest.mark.e2e

Scanned = tuple[Program, DemoShare, Done]
CHECKOUT = Path(__file__).resolve().parents[2]
OFFICE = "accueil@example.com"
FUZZY = {"PERSON", "ADDRESS", "CATEGORY_EVIDENCE"}


def test_the_demo_runs_from_an_empty_home(program: Program) -> None:
    done = program("demo", "demo")

    assert done.code == 0, done.err
    assert "not, or not fully, read" in done.out
    assert "certain" in done.out
    assert (program.home / "demo" / "map.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert program("demo", "demo").code == 2


def test_configuration_and_recognizers_come_from_the_wheel(program: Program) -> None:
    done = program("doctor", "--format", "jsonl")

    checks = {row["check"]: row for row in done.rows()}
    assert done.code == 0, done.out
    assert "site-packages/pii_scan/_configs" in checks["configuration"]["detail"]
    assert checks["recognizers"]["state"] == "ok"


def test_the_wheel_holds_all_that_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
        (metadata,) = (archive.read(name).decode() for name in packed if name.endswith(".dist-info/METADATA"))

    tops = {name.split("/")[0] for name in packed}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"pii_scan", "recognizers"}
    for package in ("pii_scan", "recognizers"):
        files = [path.relative_to(CHECKOUT) for path in (CHECKOUT / package).rglob("*.*") if path.is_file()]
        caches = (".", "__pycache__")
        expected = {path.as_posix() for path in files if not any(part.startswith(caches) for part in path.parts)}
        assert expected <= packed
        assert f"{package}/py.typed" in packed
    configs = CHECKOUT / "configs"
    files = {path.relative_to(configs).as_posix() for path in configs.rglob("*") if path.is_file()}
    assert {f"pii_scan/_configs/{name}" for name in files} <= packed
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in packed)
    assert "License-Expression: Apache-2.0" in metadata.splitlines()


def test_what_is_installed_agrees_with_itself(installed: Path) -> None:
    check = [installed.with_name("python"), "-m", "pip", "check", "--disable-pip-version-check"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_every_planted_value_is_found_where_it_stands(scanned: Scanned) -> None:
    program, share, _ = scanned
    rows = program("findings", "--format", "jsonl", "--reveal").rows()

    found = [(r["item"], r["member"], r["entity"], r["value"], r["where"]) for r in rows]
    missing = [
        planted
        for planted in share.planted
        if not any(
            row[:4] == (planted.path, planted.member, planted.entity, planted.value)
            and planted.where.items() <= row[4].items()
            for row in found
        )
    ]
    assert missing == []


def test_nothing_is_found_that_was_not_planted(scanned: Scanned) -> None:
    program, share, _ = scanned
    rows = program("findings", "--format", "jsonl", "--reveal").rows()

    planted = {(p.entity, p.value) for p in share.planted} | {("EMAIL_ADDRESS", OFFICE)}
    extra = {(r["entity"], r["value"]) for r in rows if r["entity"] not in FUZZY} - planted
    assert extra == set()
    assert next(r["functional"] for r in rows if r["value"] == OFFICE)


def test_every_file_ends_as_it_must_and_the_scan_says_so(scanned: Scanned) -> None:
    program, share, scan = scanned
    rows = program("coverage", "--format", "jsonl").rows()

    ended = {r["item"]: (r["outcome"], r["reason"]) for r in rows if r["member"] is None}
    assert ended == {
        path: (outcome.value, reason and reason.value) for path, (outcome, reason) in share.outcomes.items()
    }
    assert scan.code == 3
    for reason in ("encrypted", "corrupt", "unsupported"):
        assert reason in scan.out


def test_without_reveal_no_value_is_shown(scanned: Scanned) -> None:
    program, share, _ = scanned

    for form in ("table", "json", "jsonl", "csv"):
        shown = program("findings", "--format", form, "--min-score", "0").out
        assert shown
        for planted in share.planted:
            assert planted.value not in shown
        for person in PEOPLE:
            assert person.dotted_number not in shown
            assert person.name not in shown


def test_a_person_is_found_in_every_file_that_holds_them_and_no_other(scanned: Scanned) -> None:
    program, share, _ = scanned
    queries = "".join(json.dumps({"national_number": person.dotted_number}) + "\n" for person in PEOPLE)

    answers = program("locate", "--from-file", "-", "--format", "jsonl", stdin=queries).rows()

    for person, answer in zip(PEOPLE, answers, strict=True):
        own = {person.national_number, person.phone, person.email}
        if not person.household:  # who shares an account is not found by it in the other's letters
            own.add(person.iban)
        expected = {(planted.path, planted.member) for planted in share.planted if planted.value in own}
        located = {
            (place["item"], place["member"]) for place in answer["locations"] if place["confidence"] != "possible"
        }
        assert located == expected, person.number
        assert answer["completeness"]["not_read"]["encrypted"] == 1


def test_the_map_is_written_in_every_format(scanned: Scanned, tmp_path: Path) -> None:
    program, _, _ = scanned

    for form, start in (("html", b"<!DOCTYPE html>"), ("json", b"{"), ("csv", b""), ("xlsx", b"PK")):
        assert program("map", "--format", form, "-o", str(tmp_path / form)).code == 0
        assert (tmp_path / form).read_bytes().removeprefix(b"\xef\xbb\xbf").startswith(start)
    page = (tmp_path / "html").read_text("utf-8")
    assert not any(person.national_number in page or person.email in page for person in PEOPLE)


def test_status_counts_what_coverage_lists(scanned: Scanned) -> None:
    program, _, _ = scanned

    status = json.loads(program("status", "--format", "json").out)
    assert sum(row["items"] for row in status["outcomes"]) == len(program("coverage", "--format", "jsonl").rows())


def test_refresh_reads_only_what_changed_and_tells_what_is_gone(program: Program, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    one, two, three = PEOPLE[0], PEOPLE[3], PEOPLE[4]
    (share / "kept.txt").write_text(f"Numéro national : {one.dotted_number}\n", "utf-8")
    (share / "leaves.txt").write_text(f"Numéro national : {two.dotted_number}\n", "utf-8")
    assert program("scan", str(share)).code == 0
    (share / "leaves.txt").unlink()
    (share / "comes.txt").write_text(f"Rijksregisternummer: {three.dotted_number}\n", "utf-8")

    done = program("refresh")

    assert done.code == 0, done.err
    assert "1 unchanged" in done.out
    assert "1 new, 0 changed, 1 gone" in done.out
    values = {r["value"] for r in program("findings", "--format", "jsonl", "--reveal").rows() if r["score"] >= 0.85}
    assert {one.national_number, three.national_number} <= values
    assert two.national_number not in values


def test_nothing_readable_stands_in_inventory_or_key_folder(scanned: Scanned) -> None:
    program, share, _ = scanned
    stored = b"".join(path.read_bytes() for path in program.home.rglob("*") if path.is_file())

    for value in {planted.value for planted in share.planted if len(planted.value) > 8}:
        for encoding in ("utf-8", "utf-16-le"):
            assert value.encode(encoding) not in stored
    for path in share.outcomes:
        assert Path(path).name.encode() not in stored


def test_the_share_is_left_as_it_was(program: Program, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (share / "a.txt").write_text("GSM 0470 00 01 07\n", "utf-8")
    before = {path: path.stat() for path in (share, share / "a.txt")}

    program("scan", str(share))

    assert {path: (path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in before} == {
        path: (state.st_mtime_ns, state.st_ctime_ns) for path, state in before.items()
    }
    assert [path.name for path in share.iterdir()] == ["a.txt"]


@pytest.fixture
def inventory(program: Program, tmp_path: Path) -> Path:
    """A small inventory of the program's own."""
    share = tmp_path / "share"
    share.mkdir()
    (share / "a.txt").write_text("GSM 0470 00 01 07\n", "utf-8")
    assert program("scan", str(share)).code == 0
    return program.home / ".local/share/pii-scan/inventory.db"


def one_line(done: Done) -> str:
    assert done.err.strip().count("\n") == 0, done.err
    assert "Traceback" not in done.err
    return done.err


def test_a_target_that_does_not_exist_is_one_line(program: Program) -> None:
    done = program("scan", "nowhere")

    assert done.code == 1
    assert "nowhere" in one_line(done)


@pytest.mark.parametrize("command", [["scna"], ["findings", "--colour"], ["map", "--format", "pdf"], ["scan"]])
def test_a_command_line_that_cannot_be_used_is_code_2(program: Program, command: list[str]) -> None:
    done = program(*command)

    assert done.code == 2
    assert "Traceback" not in done.err
    assert done.out == ""


@pytest.mark.parametrize("command", [["findings"], ["coverage"], ["status"], ["map"], ["locate", "--name", "Nobody"]])
def test_reading_what_was_never_scanned_is_code_10(program: Program, command: list[str]) -> None:
    done = program(*command)

    assert done.code == 10
    assert "pii-scan scan" in done.err
    assert "Traceback" not in done.err


def test_a_scan_beside_another_is_code_11_and_reading_is_not(program: Program, inventory: Path) -> None:
    with inventory.with_name(f"{inventory.name}.lock").open("r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # as the other scan does
        done = program("scan", str(inventory.parent))

        assert done.code == 11
        assert "another scan" in one_line(done)
        assert program("findings").code == 0


def test_a_missing_key_is_code_12_and_harms_nothing(program: Program, inventory: Path) -> None:
    before = inventory.read_bytes()
    key = program.home / ".config/pii-scan/key"
    key.rename(key.with_name("elsewhere"))

    for command in (["findings"], ["scan", str(inventory.parent)]):
        done = program(*command)
        assert done.code == 12
        assert "key" in one_line(done)
    assert inventory.read_bytes() == before


def test_another_inventorys_key_is_code_12(program: Program, inventory: Path) -> None:
    assert program("init", "--key-file", "other").code == 0

    done = program("findings", "--key-file", "other")

    assert done.code == 12
    assert "another key" in one_line(done)


def test_a_damaged_inventory_is_told_and_not_believed(program: Program, inventory: Path) -> None:
    data = bytearray(inventory.read_bytes())
    for at in range(len(data) // 2, len(data) // 2 + 4096):
        data[at] ^= 0x5A
    inventory.write_bytes(data)

    done = program("findings", "--format", "jsonl")

    assert done.code == 1
    assert "damaged" in one_line(done)


def test_an_interrupted_scan_ends_soon_and_the_next_one_completes(program: Program, tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    for number in range(150):
        line = f"Numéro national : {PEOPLE[number % 12].dotted_number}\n"
        (share / f"{number:03d}.txt").write_text(line * 100, "utf-8")
    process = subprocess.Popen(
        [program.executable, "scan", str(share)],
        env={"PATH": os.environ["PATH"], "HOME": str(program.home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=program.home,
    )
    inventory = program.home / ".local/share/pii-scan/inventory.db"
    deadline = time.monotonic() + 120
    while not inventory.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=30)

    assert b"Traceback" not in err
    assert process.returncode in (0, 143)
    assert program("scan", str(share)).code == 0
    assert len({r["item"] for r in program("findings", "--format", "jsonl").rows()}) == 150
