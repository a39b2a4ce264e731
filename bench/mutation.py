"""Mutation score of recognizers/: how many small changes to its functions the direct rule tests notice.

Usage: python bench/mutation.py [--children 2] [mutmut's name of a module, `recognizers.checks.*` …]
Prints killed, survived and the others by module, and keeps them in bench/results/mutation-DATE.md.
Works on a copy in build/mutation. mutmut leaves out what is not in a function, and functions with a decorator.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "mutation"
KILLED, SURVIVED, UNTESTED = "killed", "survived", "no test"
TIMEOUTS = frozenset({-24, 24, 36, 152, 255})
LEAST = 90
"""Percent of mutants that must be killed."""


def copy() -> None:
    """Copy what mutmut needs: it writes beside its sources."""
    shutil.rmtree(COPY, ignore_errors=True)
    leave = shutil.ignore_patterns("__pycache__")
    for folder in ("recognizers", "tests"):
        shutil.copytree(ROOT / folder, COPY / folder, ignore=leave)
    shutil.copy(ROOT / "pyproject.toml", COPY)


def outcome(code: int | None) -> str | None:
    """Name what mutmut's exit code says, None for a mutant that was not asked for."""
    if code is None:
        return None
    if code in {1, 3}:
        return KILLED
    if code in {5, 33}:
        return UNTESTED
    return SURVIVED if code == 0 else "timeout" if code in TIMEOUTS else "crash"


def counts() -> dict[str, Counter[str]]:
    """Count the outcomes by module."""
    found = {}
    for path in sorted((COPY / "mutants" / "recognizers").glob("*.meta")):
        codes = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].values()
        outcomes = Counter(filter(None, map(outcome, codes)))
        if outcomes:
            found[path.name.removesuffix(".py.meta")] = outcomes
    return found


def score(outcomes: Counter[str]) -> float:
    """Give the percentage that the tests noticed; a change that makes them run on for ever is noticed."""
    return 100 * (outcomes[KILLED] + outcomes["timeout"]) / outcomes.total()


def table(found: dict[str, Counter[str]]) -> list[str]:
    """Write the figures as a table of Markdown."""
    kinds = (KILLED, SURVIVED, UNTESTED, "timeout", "crash")
    whole: Counter[str] = sum(found.values(), Counter())
    rows = {**found, "all": whole}
    head = [f"| module | mutants | {' | '.join(kinds)} | killed % |", f"|{' --- |' * (len(kinds) + 3)}"]
    figures = {name: [one.total(), *(one[kind] for kind in kinds)] for name, one in rows.items()}
    return head + [
        f"| {name} | {' | '.join(map(str, row))} | {score(rows[name]):.1f} |" for name, row in figures.items()
    ]


def main() -> int:
    """Run mutmut on a copy, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=2)
    parser.add_argument("--counted", action="store_true", help="only count what the last run left")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    if not options.counted:
        copy()
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(options.children), *options.names]
        subprocess.run(command, cwd=COPY, check=False)
    found = counts()
    if not found:
        print("mutmut gave no result")
        return 1
    lines = table(found)
    print("\n".join(lines))
    today = date.today()  # noqa: DTZ011  the machine's own day
    tools = f"Python {platform.python_version()}, mutmut {version('mutmut')}"
    title = f"# {today}: {os.cpu_count()} CPU ({platform.machine()}), {tools}"
    text = "\n".join([title, "", f"`python {' '.join(sys.argv)}`", "", *lines, ""])
    (ROOT / "bench" / "results" / f"mutation-{today}.md").write_text(text, encoding="utf-8")
    return score(sum(found.values(), Counter())) < LEAST


if __name__ == "__main__":
    sys.exit(main())
