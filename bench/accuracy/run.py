"""Measures accuracy in public: pii-scan and Presidio on the same texts, random digits, texts without personal data.

Usage: python bench/accuracy/run.py [--corpora DIR] [--practice DIR] [--seed N] [--size N] [--millions X] [--write]

`--corpora` holds the folders `pii` and `negatives`, `--practice` a share with its truth; what is missing is left out
and named. With `--write` the page `docs/accuracy.md` and the raw results in `bench/results` are written, else the page
is printed.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
ROOT = BENCH.parent
PRODUCT = ("pii_scan", "recognizers", "configs")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, help="folder with pii/ and negatives/")
    parser.add_argument("--practice", type=Path, help="folder with share/ and truth/")
    parser.add_argument("--seed", type=int, default=1, help="of the generator and the random digits (default 1)")
    parser.add_argument("--size", type=int, default=400, help="generated samples a language (default 400)")
    parser.add_argument("--millions", type=float, default=0.2, help="random numbers of each length (default 0.2)")
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md and bench/results")
    sys.path[0] = str(BENCH)  # for the package `accuracy`
    data = measured(parser.parse_args())
    from accuracy.report import page

    if not data["options"].pop("write"):
        print(page(data))
        return
    (ROOT / "docs" / "accuracy.md").write_text(page(data), "utf-8")
    raw = BENCH / "results" / f"accuracy-{data['date']}.json"
    raw.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def measured(options: argparse.Namespace) -> dict[str, object]:
    """Run everything; say on standard error what is being done."""
    from accuracy import measure, sets
    from accuracy.systems import all_systems

    _say("loading the systems")
    systems = all_systems()  # first: see `systems.Presidio`
    _say("reading the sets")
    gathered = [
        sets.generated(options.seed, options.size),
        sets.generated(options.seed, options.size, held_out=1),
        sets.generated(options.seed, options.size, held_out=2),
        sets.generated(options.seed, options.size, held_out=3),
        sets.practice(options.practice),
        sets.research(options.corpora),
        sets.presidio_cases(options.corpora),
        sets.numbers(options.corpora),
    ]
    data: dict[str, object] = {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
        "command": command(options),
        "options": {"seed": options.seed, "size": options.size, "millions": options.millions, "write": options.write},
        "versions": {
            "Python": platform.python_version(),
            "Presidio": version("presidio-analyzer"),
            "python-stdnum": version("python-stdnum"),
        },
        "sets": [],
    }
    for one in gathered:
        _say(f"set: {one.title}")
        data["sets"] = [*data["sets"], *measure.of_sets([one], systems)]  # type: ignore[misc]
    if isinstance(gathered[0], sets.Set):
        _say("categories")
        data["categories"] = measure.of_categories(gathered[0])
        data["categories held out"] = {
            one.title: {language: told["mean"] for language, told in measure.of_categories(one).items()}
            for one in gathered[1:4]
            if isinstance(one, sets.Set)
        }
    _say("random digits")
    data["random"] = measure.of_random(options.seed, options.millions)
    _say("negatives")
    data["negatives"] = measure.of_negatives(options.corpora)
    return data


def commit() -> str:
    """Name the commit that is measured."""
    told = [
        subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, check=False).stdout.strip()
        for arguments in (("rev-parse", "--short", "HEAD"), ("status", "--porcelain", *PRODUCT))
    ]
    return f"{told[0] or 'unknown'}{' with changes' if told[1] else ''}"


def command(options: argparse.Namespace) -> str:
    """Give the command that measures the same again, without the folders of this machine."""
    folders = [f"--{name} DIR" for name in ("corpora", "practice") if getattr(options, name)]
    numbers = [f"--{name} {getattr(options, name)}" for name in ("seed", "size", "millions")]
    return " ".join(["python bench/accuracy/run.py", *folders, *numbers])


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
