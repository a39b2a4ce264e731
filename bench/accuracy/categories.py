"""The declaration's categories of generated documents, as a scan of them as files gives them."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from accuracy.product import scan
from accuracy.samples import Sample
from accuracy.score import Tally, category_f1

DECLARED = frozenset(
    """
    identification electronic_identification electronic_location financial personal_characteristics physical household
    leisure housing education profession national_number physical_health mental_health expressed_needs audiovisual
    external_sources
    """.split()
)


def categories(samples: Sequence[Sample]) -> dict[str, tuple[dict[str, Tally], float]]:
    """Give, by language, the tally of each category over documents, and the mean of F1 over the declared ones."""
    got: dict[str, set[str]] = defaultdict(set)
    with tempfile.TemporaryDirectory(prefix="accuracy-") as name:
        for number, sample in enumerate(samples):
            (Path(name) / f"{number}.txt").write_bytes(sample.text.encode())
        for row in scan(Path(name)).findings:
            got[row["item"]].update(row["categories"])
    result = {}
    for language in sorted({sample.language for sample in samples}):
        chosen = [number for number, sample in enumerate(samples) if sample.language == language]
        wanted = [samples[number].categories for number in chosen]
        given = [got[f"{number}.txt"] for number in chosen]
        _, mean = category_f1([w & DECLARED for w in wanted], [g & DECLARED for g in given])
        result[language] = (category_f1(wanted, given)[0], mean)
    return result
