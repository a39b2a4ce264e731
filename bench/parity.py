"""Compares our pass with Presidio's own AnalyzerEngine over real texts: same recognizers, same enhancer, equal chunks.

Usage: python bench/parity.py FOLDER... [--files 500]
Prints how many chunks were compared, and every chunk (by file and number) in which entity, span or score differ.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from detection_speed import analyzers

from pii_scan.detect.candidates import Candidates
from pii_scan.detect.chunks import chunks
from pii_scan.detect.passes import STORED_SCORE
from pii_scan.detect.plugins import LANGUAGE, load_toolkit


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--files", type=int, default=500)
    options = parser.parse_args()
    toolkit, _ = load_toolkit()
    recognizers = toolkit.recognizers(LANGUAGE)
    enhancer = toolkit.enhancer(recognizers, {})
    presidio = analyzers(recognizers, enhancer)["NoOp"]
    ours = [Candidates(recognizers, enhancer, threshold=STORED_SCORE, engine=name) for name in ("hyperscan", "re2")]
    paths = sorted(
        p for folder in options.folders for p in folder.rglob("*") if p.is_file() and p.stat().st_size < 1 << 20
    )
    random.Random(1).shuffle(paths)
    compared = findings = different = 0
    for path in paths[: options.files]:
        text = toolkit.normalize(path.read_bytes().decode("utf-8", "replace"))
        for number, chunk in enumerate(chunks(text)):
            expected = sorted(
                (r.entity_type, r.start, r.end, r.score) for r in presidio.analyze(chunk.text, language=LANGUAGE)
            )
            found = [sorted(span[:4] for span, _ in one.of(chunk.text)) for one in ours]
            compared += 1
            findings += len(expected)
            if any(one != expected for one in found):
                different += 1
                print(f"{path.name}, chunk {number}: differs")
    print(f"{min(options.files, len(paths))} files, {compared} chunks, {findings} findings, {different} chunks differ")


if __name__ == "__main__":
    main()
