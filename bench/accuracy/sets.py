"""The texts that everything is measured on, with what stands in them. A set whose files are missing is left out."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from accuracy.practice import OPERATORS, share_samples
from accuracy.samples import Decoy, Mention, Sample
from accuracy.stdnum_vectors import number_samples
from accuracy.systems import LANGUAGES, SHARED
from pii_scan.detect.plugins import load_toolkit


@dataclass(frozen=True, slots=True)
class Set:
    """A set of samples. `entities` are those that its truth is complete for; None is all."""

    key: str
    title: str
    license: str
    bias: str
    samples: tuple[Sample, ...]
    entities: frozenset[str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A set that could not be made, and why."""

    key: str
    title: str
    why: str


SEEN = (
    "made for this program, by others than those who wrote its rules; the rules were improved on its texts",
    "held out: the rules were improved on what its first measurement showed",
    "held out, and looked at once; since then two look-alikes and tables of people were mended",
    "held out: written last, by hands that had not read the rules, and no rule was changed for it",
)
"""How far the rules know the texts of each of the generator's sets."""


def generated(seed: int, size: int, held_out: int = 0) -> Set | Missing:
    """Take `size` samples a language from one of the generator's sets of texts."""
    title = f"generator, held out {held_out}" if held_out else "generator"
    if importlib.util.find_spec("accuracy.generator") is None:
        return Missing("generator", title, "bench/accuracy/generator.py is not there")
    from accuracy.generator import samples

    made = tuple(
        _unconfigured(one) for language in LANGUAGES for one in samples(seed, language, size, held_out=held_out)
    )
    bias = f"{SEEN[held_out]}; the numbers' formats are Belgian"
    note = f"seed {seed}; customer numbers count as file numbers, as long as no operator configures its own"
    return Set(f"generator{held_out or ''}", title, "Apache-2.0 (made by this program)", bias, made, note=note)


def _unconfigured(sample: Sample) -> Sample:
    """Expect of a customer number what the program says of it where no operator names its own: a file number."""
    mentions = (replace(one, entity="FILE_NUMBER") if one.entity in OPERATORS else one for one in sample.mentions)
    return replace(sample, mentions=tuple(mentions))


def practice(folder: Path | None) -> Set | Missing:
    """Read an office share with its truth: `folder/share` and `folder/truth`."""
    title = "practice share"
    if folder is None or not (folder / "truth" / "mentions.jsonl").exists():
        return Missing("practice", title, "no folder with share/ and truth/ (--practice DIR)")
    made, left = share_samples(folder)
    bias = (
        "made-up Belgian office; this program was developed with it at hand (a smoke test, not a proof), and its "
        "decoys follow this project's rules: free and premium-rate telephone numbers are nobody's"
    )
    note = (
        f"{left} mentions and decoys of the truth are left out: they stand in kinds other than text, in attachments or "
        "archives, or belong to an identifier that the operator configures; a value that the truth names once in a "
        "file (names and addresses apart) is expected wherever else it stands there, as in a mail's header"
    )
    return Set("practice", title, "made up, not distributed", bias, made, note=note)


def research(corpora: Path | None) -> Set | Missing:
    """Read the synthetic sentences of presidio-research."""
    title = "presidio-research, synth_dataset_v2"
    path = corpora and corpora / "pii/presidio-research/data/synth_dataset_v2.json"
    if path is None or not path.exists():
        return Missing("research", title, "no pii/presidio-research in the corpora (--corpora DIR)")
    canonical = load_toolkit()[0].canonical
    made = []
    for number, row in enumerate(json.loads(path.read_text("utf-8"))):
        mentions = tuple(
            Mention(
                span["entity_type"],
                span["start_position"],
                span["end_position"],
                span["entity_value"],
                canonical(span["entity_type"], span["entity_value"]),
            )
            for span in row["spans"]
            if span["entity_type"] in SHARED
        )
        made.append(Sample(row["full_text"], "en", mentions, kind="sentence", source=f"synth_dataset_v2/{number}"))
    bias = "made by Presidio's authors with their own templates: telephones of the whole world, cards of any issuer"
    known = SHARED & {mention.entity for sample in made for mention in sample.mentions}
    note = "only the entities that all systems know; its names, places, dates and others are not counted"
    license_ = "MIT (names and addresses: FakeNameGenerator.com, CC-BY-SA-3.0 US)"
    return Set("research", title, license_, bias, tuple(made), known, note)


def presidio_cases(corpora: Path | None) -> Set | Missing:
    """Read the test cases of Presidio's own recognizers."""
    title = "Presidio's recognizer test cases"
    path = corpora and corpora / "pii/presidio-recognizer-cases/cases.jsonl"
    if path is None or not path.exists():
        return Missing("cases", title, "no pii/presidio-recognizer-cases in the corpora (--corpora DIR)")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    made = tuple(_cases(rows, SHARED | {"DE_TAX_ID"}, load_toolkit()[0].canonical))
    bias = "written with Presidio's recognizers: its default is right by construction where a model is not needed"
    note = "bare values and short sentences; a text in which nothing is expected counts as a decoy"
    entities = frozenset(
        {m.entity for sample in made for m in sample.mentions} | {d.not_entity for s in made for d in s.decoys}
    )
    return Set("cases", title, "MIT", bias, made, entities, note)


def _cases(
    rows: list[dict[str, Any]], wanted: Collection[str], canonical: Callable[[str, str], str]
) -> Iterator[Sample]:
    """Take the cases that name a text and places, or a text in which nothing is to be found."""
    seen = set()
    for number, row in enumerate(rows):
        fields = dict(zip([name.strip() for name in row["fields"].split(",")], row["values"], strict=False))
        text = fields.get("text", fields.get("iban", fields.get("number")))
        count = fields.get("expected_len")
        places = fields.get("expected_positions", fields.get("expected_res")) or []
        entity = (row["entities"] or ["PHONE_NUMBER" if "test_phone_recognizer" in row["source"] else ""])[0]
        if not text or entity not in wanted or not isinstance(count, int) or len(places) != count or text in seen:
            continue
        seen.add(text)
        spans = [(start, end, text[start:end]) for start, end in places]
        yield Sample(
            text,
            "en",
            tuple(Mention(entity, start, end, part, canonical(entity, part)) for start, end, part in spans),
            () if count else (Decoy(0, len(text), text, entity),),
            kind="case",
            source=f"recognizer-cases/{number}",
        )


def numbers(corpora: Path | None) -> Set | Missing:
    """Take the numbers of python-stdnum's documentation and tests, each behind its label in four languages."""
    folder = corpora and corpora / "pii/stdnum-cases"
    made = tuple(number_samples(folder if folder and folder.exists() else None, LANGUAGES))
    bias = "none meant: another project's vectors; valid and invalid is what python-stdnum says"
    note = (
        "left out: vectors with their country written twice (a valid number stands in them); what its BIS module takes "
        "is expected as a BIS number"
    )
    if not (folder and folder.exists()):
        note += "; its doctest files are missing: only its modules' documentation"
    entities = frozenset(
        {m.entity for sample in made for m in sample.mentions} | {d.not_entity for s in made for d in s.decoys}
    )
    return Set("stdnum", "python-stdnum's doctests", "LGPL-2.1-or-later", bias, made, entities, note)
