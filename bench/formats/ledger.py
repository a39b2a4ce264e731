"""One scan of real files by the program as a user runs it: how each item ended, how long it took, how much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Scanned:
    """`peaks` are bytes by role; `silent` are files without an outcome."""

    seconds: float
    rows: list[dict[str, object]]
    silent: list[str]
    peaks: dict[str, int]
    by_kind: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def __post_init__(self) -> None:
        for row in self.rows:
            reason = f" {row['reason']}" if row["reason"] else ""
            self.by_kind[str(row["media_type"])][f"{row['outcome']}{reason}"] += 1


def environment(work: Path) -> dict[str, str]:
    own = {
        "PYTHONPATH": str(ROOT),
        "PII_SCAN_INVENTORY": str(work / "inventory.db"),
        "PII_SCAN_KEY_FILE": str(work / "key"),
    }
    return {name: value for name, value in os.environ.items() if not name.startswith("PII_SCAN_")} | own


def scan(folder: Path, work: Path, workers: int = 1, core: int | None = None) -> Scanned:
    """Scan a folder without text recognition; `core` binds every process to one processor."""
    work.mkdir(parents=True)
    command = [
        sys.executable,
        "-m",
        "pii_scan",
        "scan",
        "--no-progress",
        "--ocr",
        "off",
        "--workers",
        str(workers),
        str(folder),
    ]
    if core is not None:
        command = ["taskset", "-c", str(core), *command]
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment(work), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peaks: dict[str, int] = {}
    while process.poll() is None:
        for role, peak in _roles(process.pid):
            peaks[role] = max(peaks.get(role, 0), peak)
        time.sleep(0.1)
    seconds = time.perf_counter() - start
    assert process.stderr is not None
    if process.returncode not in {0, 3}:
        raise SystemExit(process.stderr.read().decode())
    told = subprocess.run(
        [sys.executable, "-m", "pii_scan", "coverage", "--format", "jsonl"],
        capture_output=True, check=True, env=environment(work),
    ).stdout  # fmt: skip
    rows = [json.loads(line) for line in told.splitlines()]
    seen = {row["item"] for row in rows}
    there = [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    return Scanned(seconds, rows, [name for name in there if name not in seen], peaks)


def _roles(main: int) -> list[tuple[str, int]]:
    """Give the peak memory of each process: workers are children of the one child that has children."""
    found = [("coordinator and writer", _peak(main))]
    for child in _children(main):
        below = _children(child)
        found.append(("zygote" if below else "sealer", _peak(child)))
        found += [("worker", _peak(process)) for process in below]
    return found


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _peak(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM")), 0)
    except OSError:
        return 0
