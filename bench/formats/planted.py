"""Plants a number in every hiding place of every format, scans the folder, and tells what was not found at its place.

`planted.py [--only docx,eml] [--seed N] [--keep DIR]`; exits with 1 when a place was missed.
"""
# ruff: noqa: E402 - the folders of our own modules come first

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import archive_plants
import data_plants
import document_plants
import mail_plants
import office_plants
import old_office_plants
from planting import Garden, Plant, Spot

FILES = {
    name: write
    for module in (office_plants, document_plants, old_office_plants, mail_plants, data_plants, archive_plants)
    for name, write in module.FILES.items()
}
Row = dict[str, object]


def ending(name: str) -> str:
    return name.partition(".")[2]


def planted(folder: Path, seed: int, kinds: Sequence[str]) -> list[Plant]:
    """Write the files of these kinds (none: of all)."""
    garden = Garden(random.Random(seed))
    for name, write in FILES.items():
        if not kinds or ending(name) in kinds:
            (folder / name).write_bytes(write(Spot(garden, name)))
    return garden.plants


def scanned(folder: Path, work: Path) -> tuple[list[Row], list[Row]]:
    """Run the program as a user does; give the findings and the ledger."""
    own = {
        "PYTHONPATH": str(ROOT),
        "PII_SCAN_INVENTORY": str(work / "inventory.db"),
        "PII_SCAN_KEY_FILE": str(work / "key"),
    }
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PII_SCAN_")} | own

    def run(*arguments: str) -> list[Row]:
        command = [sys.executable, "-m", "pii_scan", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=work, check=False)
        if done.returncode not in {0, 3}:
            raise SystemExit(f"{arguments[0]} ended with {done.returncode}: {done.stderr}")
        return [json.loads(line) for line in done.stdout.splitlines()] if "--format" in arguments else []

    run("scan", str(folder))
    return run("findings", "--format", "jsonl", "--reveal"), run("coverage", "--format", "jsonl")


def trouble(plant: Plant, found: Sequence[Row]) -> str | None:
    """Tell what is wrong with what was found of a plant: every telling must be at its place."""
    if not found:
        return "not found"
    for row in found:
        if (row["item"], row["member"]) != (plant.item, plant.member):
            return f"found in {row['item']}!{row['member']}"
        where = row["where"]
        assert isinstance(where, Mapping)
        expected = {"part": None, **plant.where}
        if any(where.get(key) != value for key, value in expected.items()):
            return f"found at {json.dumps(where)}, planted at {json.dumps(plant.where)}"
    return None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="endings of the formats, with commas between")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a new folder for the files; else they go")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "planted"
        folder.mkdir(parents=True)
        work = Path(temporary) / "work"
        work.mkdir()
        plants = planted(folder, options.seed, [kind for kind in options.only.split(",") if kind])
        findings, ledger = scanned(folder, work)
    by_value: dict[object, list[Row]] = defaultdict(list)
    for row in findings:
        by_value[row["value"]].append(row)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    misses: list[str] = []
    for plant in plants:
        told = trouble(plant, by_value[plant.value])
        count = counts[ending(plant.item)]
        count[0] += told is None
        count[1] += 1
        if told:
            misses.append(f"{'!'.join(filter(None, (plant.item, plant.member)))}: {plant.place}: {told}")
    unread = [row for row in ledger if row["outcome"] != "scanned"]
    print("| format | places | found at their place |\n| --- | ---: | ---: |")
    for kind, (right, all_) in sorted(counts.items()):
        print(f"| {kind} | {all_} | {right} |")
    print(f"| all | {len(plants)} | {len(plants) - len(misses)} |\n")
    for row in unread:
        print(f"not read to its end: {row['item']} {row['member'] or ''} {row['outcome']} {row['reason']}")
    for miss in misses:
        print(f"missed: {miss}")
    sys.exit(bool(misses) or not plants)


if __name__ == "__main__":
    main()
