"""Detection on one core against Presidio's own AnalyzerEngine: same recognizers, same enhancer, 8 KB chunks, one run.

Usage: python bench/detection_speed.py [FILE...]
Without files, two made texts are read: prose with few hits, and letters full of identifiers.
The baseline gets its best of two engines without a model: `NoOpNlpEngine`, and a blank spaCy tokenizer. Both sides
read the same normalized text; the baseline is timed on as many chunks as it takes in `--seconds`.
"""

from __future__ import annotations

import argparse
import time
from itertools import islice
from pathlib import Path
from typing import Any

import spacy
from people import people
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine, SpacyNlpEngine

from pii_scan.detect.candidates import Candidates
from pii_scan.detect.chunks import chunks
from pii_scan.detect.passes import STORED_SCORE
from pii_scan.detect.plugins import LANGUAGE, load_toolkit


def made_texts() -> dict[str, str]:
    """Give a text with few hits and a dense one."""
    prose = (Path(__file__).parent.parent / "LICENSE").read_text("utf-8")
    some = islice(people(), 20_000)
    few = "".join(f"{prose}\n\nKontakt: {p.email}\n" for p in islice(some, 100))
    dense = "".join(
        f"Madame, Monsieur,\nNous vous écrivons au sujet du dossier de {p.given} {p.family}, né(e) le {p.birth_date}.\n"
        f"Numéro national : {p.national_number}. Compte : {p.iban}. GSM {p.phone}, courriel {p.email}.\n\n"
        for p in islice(some, 4000)
    )
    return {"few hits (made)": few, "dense (made)": dense}


class BlankEngine(SpacyNlpEngine):
    """spaCy's tokenizer alone."""

    def __init__(self) -> None:
        super().__init__(models=[{"lang_code": LANGUAGE, "model_name": "blank"}])
        self.nlp = {LANGUAGE: spacy.blank(LANGUAGE)}

    def load(self) -> None:
        """Nothing to load."""


def analyzers(recognizers: list[Any], enhancer: Any) -> dict[str, AnalyzerEngine]:
    """Build the two baselines."""
    engines = {
        "NoOp": NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": "none"}]),
        "blank spaCy": BlankEngine(),
    }
    return {
        name: AnalyzerEngine(
            registry=RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE]),
            nlp_engine=engine,
            supported_languages=[LANGUAGE],
            context_aware_enhancer=enhancer,
            default_score_threshold=STORED_SCORE,
        )
        for name, engine in engines.items()
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    toolkit, _ = load_toolkit()
    recognizers = toolkit.recognizers(LANGUAGE)
    enhancer = toolkit.enhancer(recognizers, {})
    ours = Candidates(recognizers, enhancer, threshold=STORED_SCORE)
    baselines = analyzers(recognizers, enhancer)
    texts = {path.name: path.read_bytes().decode("utf-8", "replace") for path in options.files} or made_texts()
    for title, raw in texts.items():
        text = toolkit.normalize(raw)
        cut = [chunk.text for chunk in chunks(text)]
        size = [len(chunk.encode()) for chunk in cut]
        rates = {}
        for name, engine in baselines.items():
            start, done, count = time.perf_counter(), 0, 0
            for number, chunk in enumerate(cut):
                count += len(engine.analyze(chunk, language=LANGUAGE))
                done += size[number]
                if time.perf_counter() - start > options.seconds:
                    break
            rates[name] = done / (time.perf_counter() - start)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            found = sum(len(ours.of(chunk)) for chunk in cut)
            best = min(best, time.perf_counter() - start)
        rate = sum(size) / best
        base = max(rates.values())
        print(
            f"{title}: {sum(size) / 1e6:.1f} MB, {found} findings ({1000 * found / sum(size):.2f} per KB); "
            f"ours {rate / 1e6:.2f} MB/s; "
            + ", ".join(f"AnalyzerEngine {name} {value / 1e6:.3f} MB/s" for name, value in rates.items())
            + f"; {rate / base:.0f} times its best"
        )


if __name__ == "__main__":
    main()
