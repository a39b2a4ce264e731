"""Writes the page of figures from the raw results."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from accuracy.measure import tally
from accuracy.random_digits import CHANCE
from accuracy.score import ALL, Ratio, Tally, wilson

Data = dict[str, Any]
INTRODUCTION = """\
# Accuracy, measured

Written by `bench/accuracy/run.py`; do not edit it by hand. What the figures mean, and what not:
[explanation](explanation/accuracy.md).
"""
COUNTING = """\
## How it is counted

- A mention is met by a finding of its entity that covers the same characters, or overlaps it and has the same normal
  form; names and addresses from 60 % of common words on. A decoy is reported when a finding of the entity that it is
  not overlaps it.
- *pii-scan*: findings with a score of at least 0.5, as `pii-scan findings` shows them, of plain detection in text.
- *Presidio, default*: the recognizers that `load_predefined_recognizers` gives for the language, no score threshold
  (its own default). *Presidio, patterns + BE*: all pattern recognizers that it ships, for every language, telephones
  of the region BE, score from 0.4. Both without a language model (`NoOpNlpEngine`, nothing is downloaded), so
  without names and places; both get chunks of 8 KB with overlap. All three get the same text in the same run.
- Compared are the entities that all three have and the set holds (cards: Presidio's default only in English, missed
  elsewhere). Everything else only pii-scan claims to find; its
  figures over all entities stand apart.
- Brackets are 95 % intervals: Wilson for precision and recall; for F1 that of J = TP / (TP + FP + FN), carried over by
  F1 = 2J / (1 + J). Samples of one template are alike, so the true uncertainty is larger.
"""


def page(data: Data) -> str:
    """Give the page."""
    measured = [one for one in data["sets"] if "why" not in one]
    missing = [one for one in data["sets"] if "why" in one]
    parts = [
        INTRODUCTION,
        _facts(data),
        _summary(data, measured),
        _sets(measured, missing),
        COUNTING,
        *map(_details, measured),
        _categories(data.get("categories")),
        _random(data["random"]),
        _negatives(data["negatives"]),
    ]
    return "\n".join(part for part in parts if part)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a Markdown table."""
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    return "".join(f"| {' | '.join(row)} |\n" for row in (list(head), ["---"] * len(head), *cells))


def share(ratio: Ratio) -> str:
    """Give a ratio with its interval."""
    if math.isnan(ratio.value):
        return "–"
    return f"{_cut(ratio.value)} [{_cut(ratio.low)}–{_cut(ratio.high)}]"


def _cut(value: float) -> str:
    """Give three decimals, cut and not rounded: 0.9996 is not 1."""
    return f"{math.floor(value * 1000 + 1e-9) / 1000:.3f}"


def _figures(count: Tally) -> list[str]:
    return [share(count.precision), share(count.recall), share(count.f1)]


def _decoys(count: Tally) -> str:
    return f"{count.reported} / {count.decoys}" if count.decoys else "–"


def _total(rows: list[Data], entity: str = ALL, language: str = ALL) -> Tally:
    return next((tally(row) for row in rows if (row["entity"], row["language"]) == (entity, language)), Tally())


def _facts(data: Data) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in data["versions"].items())
    return f"{data['date']}, commit {data['commit']}. {versions}. `{data['command']}`\n"


def _summary(data: Data, measured: list[Data]) -> str:
    names = list(measured[0]["systems"]) if measured else []
    compared = []
    for one in measured:
        if not one["shared"]:
            continue
        for name in names:
            count = _total(one["systems"][name])
            compared.append([one["title"], count.expected, name, *_figures(count), _decoys(count)])
    ours = [
        [one["title"], count.expected, *_figures(count), _decoys(count)]
        for one in measured
        for count in (_total(one["all"]),)
    ]
    return "\n".join(
        [
            "## Summary\n",
            "On the entities that all systems have (which: see each set):\n",
            table(["set", "mentions", "system", "precision", "recall", "F1", "decoys reported"], compared),
            "pii-scan on all entities of each set:\n",
            table(["set", "mentions", "precision", "recall", "F1", "decoys reported"], ours),
            *_short(data),
        ]
    )


def _short(data: Data) -> Iterable[str]:
    """Say the rest in a sentence each."""
    for title, means in data.get("categories held out", {}).items():
        told = ", ".join(f"{language} {mean:.3f}" for language, mean in means.items())
        yield f"Categories of {title}, mean F1 over the declared ones: {told}.\n"
    if data.get("categories"):
        means = ", ".join(f"{language} {one['mean']:.3f}" for language, one in data["categories"].items())
        yield f"Categories of the generator's documents, mean F1 over the declared ones: {means}.\n"
    rows = [row for row in data["random"] if row["entity"] == "any"]
    numbers, high = sum(row["count"] for row in rows), sum(row["high"] for row in rows)
    yield f"Random digits: {high} of {numbers:,} random numbers have a finding with a high score (0.85 or more).\n"
    if "missing" not in data["negatives"]:
        size = sum(data["negatives"]["bytes"].values())
        rate = data["negatives"]["per_100_kb"]
        yield f"Negatives: {rate:.3f} false findings per 100 KB in {size / 1e6:.1f} MB.\n"


def _sets(measured: list[Data], missing: list[Data]) -> str:
    rows = [
        [
            one["title"],
            one["license"],
            one["samples"],
            f"{one['bytes'] / 1000:.0f} KB",
            _total(one["all"]).expected,
            _total(one["all"]).decoys,
            one["bias"] + (f". {one['note'][0].upper()}{one['note'][1:]}" if one["note"] else ""),
        ]
        for one in measured
    ]
    left = "".join(f"\nNot measured: {one['title']} ({one['why']}).\n" for one in missing)
    return (
        "## Sets\n\n"
        + table(["set", "license", "samples", "size", "mentions", "decoys", "what it favors"], rows)
        + left
        + "\nNone of them is a sample of real files: there is none that may be published. Presidio's own sets favor "
        "Presidio,\nthe share and the generator favor this program; python-stdnum's vectors favor nobody but hold bare "
        "numbers only.\n"
    )


def _details(one: Data) -> str:
    parts = [f"## Set: {one['title']}\n"]
    if one["shared"]:
        parts += [
            f"Compared on {', '.join(one['shared'])}.\n",
            table(
                ["entity", "mentions", "system", "precision", "recall", "F1", "decoys reported"],
                [
                    [entity, count.expected, name, *_figures(count), _decoys(count)]
                    for entity in one["shared"]
                    for name, rows in one["systems"].items()
                    for count in (_total(rows, entity),)
                ],
            ),
        ]
    languages = {row["language"] for row in one["all"]} - {ALL}
    rows = [row for row in one["all"] if row["language"] != ALL or len(languages) > 1]
    rows.sort(key=lambda row: (row["entity"] == ALL, row["entity"], row["language"] == ALL, row["language"]))
    parts += [
        "pii-scan by entity and language:\n",
        table(
            ["entity", "language", "mentions", "findings", "precision", "recall", "F1", "decoys reported"],
            [
                [row["entity"], row["language"] or "–", row["expected"], row["found"], *_figures(count), _decoys(count)]
                for row in rows
                for count in (tally(row),)
            ],
        ),
    ]
    if one["key"] in ("stdnum", "cases") and one["wrong"]:
        parts += [
            "Missed by pii-scan, or reported and wrong (the first ones):\n",
            table(
                ["", "entity", "text"],
                [[row["what"], row["entity"], f"`{row['text']}`"] for row in one["wrong"][:LONGEST]],
            ),
        ]
    return "\n".join(parts)


LONGEST = 40


def _categories(data: Data | None) -> str:
    if not data:
        return ""
    names = sorted({row["category"] for one in data.values() for row in one["rows"]})
    rows: list[list[object]] = []
    for name in names:
        found = {
            language: tally(row) for language, one in data.items() for row in one["rows"] if row["category"] == name
        }
        rows.append([name, *(share(found[language].f1) if language in found else "–" for language in data)])
    rows.append(["mean over the declared", *(f"{one['mean']:.3f}" for one in data.values())])
    return (
        "## Categories\n\nF1 over the generator's documents, each scanned as a file by the command line.\n\n"
        + table(["category", *data], rows)
    )


def _random(rows: list[Data]) -> str:
    count = rows[0]["count"] if rows else 0
    rules = "".join(f"- {length} digits: {rule}\n" for length, (_, rule, _) in CHANCE.items())
    places = sorted({(row["length"], row["where"]) for row in rows}, key=lambda key: (key[0], key[1] != "bare", key[1]))
    lines = []
    for length, where in places:
        here = {row["entity"]: row for row in rows if (row["length"], row["where"]) == (length, where)}
        strict, _, chance = CHANCE[length]
        ruled = wilson(sum(row["reported"] for entity, row in here.items() if entity in strict), count)
        each = ", ".join(f"{entity} {row['reported']}" for entity, row in here.items() if entity != "any")
        lines.append(
            [
                length,
                where,
                _millionth(wilson(here["any"]["reported"], count)),
                here["any"]["high"],
                _millionth(ruled),
                f"{chance:,}",
                each or "–",
            ]
        )
    return (
        f"## Random digits\n\n{count:,} random numbers of each length in each surrounding: alone on a line, or in a "
        "sentence that\nnames nothing. False findings per million, with 95 % intervals, beside how many of a million "
        f"pass a rule by chance:\n\n{rules}\n"
        + table(
            [
                "digits",
                "where",
                "from 0.5, per million",
                "from 0.85",
                "of the rule",
                "by chance",
                "counts",
            ],
            lines,
        )
    )


def _millionth(ratio: Ratio) -> str:
    return f"{ratio.value * 1e6:,.0f} [{ratio.low * 1e6:,.0f}–{ratio.high * 1e6:,.0f}]"


def _negatives(data: Data) -> str:
    head = "## Negatives\n\n"
    if "missing" in data:
        return f"{head}Not measured: {data['missing']}.\n"
    rows = []
    for kind, size in sorted(data["bytes"].items()):
        counts = {row["entity"]: row["count"] for row in data["counts"] if row["kind"] == kind}
        total = sum(counts.values())
        each = ", ".join(f"{entity} {count}" for entity, count in sorted(counts.items()))
        rows.append([kind, f"{size / 1000:.0f} KB", total, f"{100_000 * total / max(1, size):.3f}", each or "–"])
    left = [
        [
            one["item"],
            one["where"],
            one["entity"],
            f"{one['score']:.2f}",
            f"`{one['context'] or one['masked']}`",
            f"{one['verdict']}: {one['why']}" if one["why"] else "not looked at",
        ]
        for one in data["left"]
    ]
    listing = table(["file", "place", "entity", "score", "there", "looked at"], left) if left else "Nothing is left.\n"
    return (
        f"{head}{data['files']} files that hold no numbers of persons, scanned by the command line: entities with "
        "check digits,\ntelephones, plates and cards together "
        f"{data['per_100_kb']:.3f} false findings per 100 KB.\n\n"
        + table(["source, kind", "size", "findings", "per 100 KB", "by entity"], rows)
        + "\n### What is left\n\n"
        + listing
    )
