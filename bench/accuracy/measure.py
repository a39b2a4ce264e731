"""Asks every system for every set, and gathers what the report needs as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from accuracy.categories import categories
from accuracy.negatives import negatives
from accuracy.random_digits import chances
from accuracy.samples import Sample
from accuracy.score import Tallies, Tally, meets, of_all
from accuracy.sets import Missing, Set
from accuracy.systems import SHARED, Found, PiiScan, System

Data = dict[str, Any]
LISTED = 60
"""How many missed or wrong values of a set the raw results keep."""
UNTOLD = frozenset({"practice", "generator3"})
"""The sets of which no text is kept: nobody who writes rules is to read what they missed there."""


def of_set(one: Set, systems: Sequence[System]) -> Data:
    """Measure a set: every system on the shared entities that it has, ours on all of them too."""
    named = {mention.entity for sample in one.samples for mention in sample.mentions}
    shared = SHARED & named
    data: Data = {
        "key": one.key,
        "title": one.title,
        "license": one.license,
        "bias": one.bias,
        "note": one.note,
        "samples": len(one.samples),
        "bytes": sum(len(sample.text.encode()) for sample in one.samples),
        "shared": sorted(shared),
        "systems": {},
    }
    for system in systems:
        results = [(sample, system.find(sample.text, sample.language or "en")) for sample in one.samples]
        data["systems"][system.name] = _plain(of_all(results, shared))
        if isinstance(system, PiiScan):
            data["all"] = _plain(of_all(results, one.entities))
            data["wrong"] = list(_wrong(results, one))[:LISTED]
    return data


def _plain(tallies: Tallies) -> list[Data]:
    return [
        {"entity": entity, "language": language, **asdict(tally)}
        for (entity, language), tally in sorted(tallies.items())
    ]


def tally(row: Data) -> Tally:
    """Give the counts of a row again."""
    return Tally(**{name: row[name] for name in Tally.__slots__})


def _wrong(results: Iterable[tuple[Sample, Sequence[Found]]], one: Set) -> Iterable[Data]:
    """Name what ours missed or reported wrongly, each text once."""
    told = set()
    for sample, found in results:
        counted = [f for f in found if one.entities is None or f.entity in one.entities]
        missed = [("missed", m) for m in sample.mentions if not any(meets(m, f) for f in counted)]
        extra = [("wrong", f) for f in counted if not any(meets(m, f) for m in sample.mentions)]
        for what, it in (*missed, *extra):
            if (what, it.entity, it.text) not in told:
                told.add((what, it.entity, it.text))
                shown = {} if one.key in UNTOLD else {"text": it.text}
                yield {"what": what, "entity": it.entity, "language": sample.language, "source": sample.source, **shown}


def of_categories(one: Set) -> Data:
    """Measure the categories of a set's documents by language."""
    told = categories(one.samples)
    return {
        language: {"mean": mean, "rows": [{"category": name, **asdict(count)} for name, count in sorted(rows.items())]}
        for language, (rows, mean) in told.items()
    }


def of_negatives(corpora: Path | None) -> Data:
    """Measure the folder `negatives`, or say that it is missing."""
    folder = corpora and corpora / "negatives"
    if folder is None or not folder.is_dir():
        return {"missing": "no negatives in the corpora (--corpora DIR)"}
    told = negatives(folder)
    return {
        "files": told.files,
        "bytes": told.bytes_read,
        "counts": [{"kind": kind, "entity": entity, "count": count} for (kind, entity), count in told.counts.items()],
        "left": [asdict(one) for one in told.left],
        "per_100_kb": told.per_100_kb,
    }


def of_random(seed: int, millions: float) -> list[Data]:
    """Measure random digits."""
    return [asdict(one) for one in chances(seed, millions)]


def of_sets(sets: Iterable[Set | Missing], systems: Sequence[System]) -> Iterable[Data]:
    """Measure all sets; one that is missing says why."""
    for one in sets:
        yield asdict(one) if isinstance(one, Missing) else of_set(one, systems)
