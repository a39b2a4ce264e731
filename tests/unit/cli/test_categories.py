from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from pii_scan.app.categories import explained_item
from pii_scan.app.grounds import ground, reason
from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.rules import REASONS
from pii_scan.cli import run
from pii_scan.core.errors import UsageError
from pii_scan.core.outcome import Outcome
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, ColumnFindings, Coverage, Finding, ItemRef
from pii_scan.settings.bundled import config_file

Output = pytest.CaptureFixture[bytes]
TEXT = "Naam: Bram Coppens\nBeroep: boekhouder\nGeen allergieën.\nHij heeft een rughernia.\n"
DOCS = Path(__file__).resolve().parents[3] / "docs"


class Reader:
    """An inventory with one letter and one table."""

    def coverage(self):
        for name, member in (("a.txt", None), ("b.zip", "c.csv")):
            yield Coverage(ItemRef("s", name, member), Outcome.SCANNED, None, "text/plain", 1)

    def findings(self):
        letter = [
            Finding("IBAN_CODE", "BE71 0961 2345 6769", "BE71096123456769", 0.9, "X", ("checksum",), {"line": 12},
                    ("financial",), "doc"),
            Finding(CATEGORY_EVIDENCE, "Profession", None, 0.8, "Lexicon", ("label",), {"line": 3}, ("profession",)),
            Finding(CATEGORY_EVIDENCE, "diabétique", None, 0.6, "Lexicon", ("prose",), {"line": 4}, ("physical_health",)),
        ]  # fmt: skip
        yield ItemRef("s", "a.txt"), Block(letter)
        column = ColumnFindings(
            "Allergies", CATEGORY_EVIDENCE, "Lexicon", 0.9, ("header",), [0, 1], ["", ""], ["Allergies"] * 2,
            ("physical_health", "removed"),
        )  # fmt: skip
        yield ItemRef("s", "b.zip", "c.csv"), Block([], {"sheet": "S"}, 2, [column])


def explained(item, language="en"):
    return list(explained_item(Reader(), load_declaration(config_file("declaration.yaml")), item, language))


def test_each_ground_is_told_in_words_with_its_place_and_values_masked():
    rows = explained("a.txt")

    assert [(row["category"], row["basis"], row["why"], row["text"], row["where"]) for row in rows] == [
        ("financial", "identifier", "identifier: IBAN account (IBAN_CODE), checksum", "BE71 **** **** 6769", {"line": 12}),
        ("profession", "label", "label `Profession` with a value", "Profession", {"line": 3}),
        ("physical_health", "prose", "term in prose beside a person", "di********", {"line": 4}),
    ]  # fmt: skip


@pytest.mark.parametrize("item", ["b.zip!c.csv", "b.zip", "b.*", "c.csv"])
def test_an_item_is_named_by_path_member_or_pattern_and_alike_grounds_are_one_row(item):
    rows = explained(item, "nl")

    assert [(row["category"], row["declared"], row["findings"]) for row in rows] == [
        ("physical_health", True, 2),
        ("removed", False, 2),
    ]
    assert rows[0]["why"] == "kolom 'Allergies' met waarden"


def test_an_item_that_the_inventory_does_not_know_is_refused():
    with pytest.raises(UsageError, match=r"no item x\.txt"):
        explained("x.txt")


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_reason_and_ground_has_words_in_every_language(language):
    assert language == "en" or not [code for code in REASONS if reason(code, language) == code]
    for basis in ("header", "label", "box", "kind"):
        assert "WORD" in ground(basis, "WORD", (), language)


def test_every_reason_is_documented():
    page = (DOCS / "reference" / "categories.md").read_text("utf-8")

    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) >= set(REASONS)


def test_a_text_is_told_with_what_counts_and_what_does_not(tmp_path: Path, capfdbinary: Output):
    (tmp_path / "t.txt").write_text(TEXT, "utf-8")

    assert run(["categories", "test", "--file", str(tmp_path / "t.txt"), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert {(row["category"], row["basis"]) for row in rows if row["counts"]} >= {
        ("profession", "label"),
        ("physical_health", "prose"),
    }
    assert [(row["text"], row["reason"], row["where"]) for row in rows if not row["counts"]] == [
        ("allergieën", "negated", {"line": 3})
    ]
    assert "Coppens" not in str(rows)


def test_a_text_comes_from_standard_input_and_people_get_a_table(monkeypatch: pytest.MonkeyPatch, capfdbinary: Output):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))

    assert run(["categories", "test", "--language", "fr"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "does not count" in out
    assert "nié" in out


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert run(["categories", "test", "--file", str(tmp_path / "none.txt")]) == 2
    assert "cannot be read (FileNotFoundError)" in capfd.readouterr().err


def test_options_may_stand_before_the_subcommand_too(capfdbinary: Output):
    assert run(["categories", "--format", "jsonl", "--language", "fr", "list"]) == 0
    before = capfdbinary.readouterr().out
    assert run(["categories", "list", "--format", "jsonl", "--language", "fr"]) == 0

    assert before == capfdbinary.readouterr().out
    assert json.loads(before.splitlines()[0])["name"] == "Données d'identification"
