"""Rows to stored findings: 150,000 different csv rows with five identifiers each, scanned and stored by one worker.

Usage: python bench/rows_throughput.py [--rows 150000] [--runs 3]
Prints findings a second, start-up included, of the installed `pii-scan`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from people import people


def write_csv(path: Path, rows: int) -> None:
    """Write the rows: a reference, five identifiers, and words up to about 125 bytes."""
    with path.open("w", encoding="utf-8") as out:
        out.write("ref;national_number;iban;phone;email;birth_date;remark\n")
        for number, p in enumerate(islice(people(), rows)):
            remark = f"dernier contact {number:06}, à revoir"
            out.write(f"REF{number:07};{p.national_number};{p.iban};{p.phone};{p.email};{p.birth_date};{remark}\n")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=150_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        share = Path(folder) / "share"
        share.mkdir()
        write_csv(share / "rows.csv", options.rows)
        size = (share / "rows.csv").stat().st_size
        print(f"{options.rows} rows, {size / options.rows:.0f} bytes a row, {size / 1e6:.1f} MB")
        for run in range(options.runs):
            env = dict(
                os.environ, PII_SCAN_INVENTORY=f"sqlite:///{folder}/{run}.db", PII_SCAN_KEY_FILE=f"{folder}/key{run}"
            )
            start = time.perf_counter()
            scan = ["pii-scan", "scan", "--workers", "1", str(share)]
            done = subprocess.run(scan, env=env, capture_output=True, text=True, check=False)
            seconds = time.perf_counter() - start
            if done.returncode:
                sys.exit(done.stderr)
            told = subprocess.run(["pii-scan", "status", "--format", "json"], env=env, capture_output=True, check=True)
            status = json.loads(told.stdout)
            findings = sum(row["findings"] for row in status["findings"])
            stored = Path(f"{folder}/{run}.db").stat().st_size
            figures.append(findings / seconds)
            print(
                f"run {run}: {findings} findings in {seconds:.1f} s = {findings / seconds:,.0f}/s, "
                f"{stored / findings:.0f} bytes each"
            )
    print(f"median {statistics.median(figures):,.0f} findings/s")


if __name__ == "__main__":
    main()
