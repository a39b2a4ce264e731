"""The product's own command line, run on a folder with an inventory and a key of its own that are thrown away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan reported, one row a finding and one row a file or member."""

    findings: list[Row]
    coverage: list[Row]


def scan(folder: Path) -> Scanned:
    """Scan a folder with default settings."""
    with tempfile.TemporaryDirectory(prefix="accuracy-") as name:
        work = Path(name)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PII_SCAN_")}
        env = kept | {"PII_SCAN_INVENTORY": f"sqlite:///{work}/inventory.db", "PII_SCAN_KEY_FILE": str(work / "key")}
        _run(work, env, "scan", str(folder.resolve()), "--no-progress", allowed=(0, 3))
        findings = _run(work, env, "findings", "--format", "jsonl", "--reveal")
        coverage = _run(work, env, "coverage", "--format", "jsonl")
    return Scanned(*([json.loads(line) for line in out.splitlines()] for out in (findings, coverage)))


def _run(work: Path, env: dict[str, str], *arguments: str, allowed: tuple[int, ...] = (0,)) -> str:
    command = [sys.executable, "-m", "pii_scan", *arguments]
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise RuntimeError(f"pii-scan {arguments[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
