"""What our pass says of a chunk is what Presidio's own AnalyzerEngine says of it."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from pii_scan.detect.candidates import Candidates
from pii_scan.detect.passes import STORED_SCORE
from pii_scan.detect.plugins import LANGUAGE, load_toolkit

WORDS = [
    "Numéro national :", "rijksregisternummer", "NISS", "IBAN", "compte", "tél.", "GSM", "né le", "geboren op", "BTW",
    "facture n°", "order=", "M.", "Mevrouw", "Nom :", "Jan Peeters", "VAN DEN BROECK Dirk", "dossier de", "e-mail",
    "85.07.30-033.28", "85073003328", "20240099123", "98.47.28-997.65", "BE68 5390 0754 7034", "BE71096123456769",
    "+++010/8068/17183+++", "010/8068/17183", "0475 12 34 56", "0475123456", "+32 (0)475 12 34 56", "02/226.88.88",
    "0800 12 345", "4111 1111 1111 1111", "0403.019.261", "BE0403019261", "jan.peeters@example.be", "info@example.be",
    "30/07/1985", "1er février 1980", "1985-07-30", "Rue Haute 12, 1000 Bruxelles", "Kerkstraat 5 bus 2", "12345678",
    "a.a.a.a@", "0123456789", "(0)", "x", "\n", "\n\n", "\t", " ", "-", "/", ".", ":", ";", "é", "ß", "1", "0",
]  # fmt: skip

TEXTS = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=40).flatmap(
    lambda words: st.sampled_from([" ", ""]).map(lambda glue: glue.join(words))
)


@cache
def _engines() -> tuple[AnalyzerEngine, Candidates, Candidates, Any]:
    toolkit, _ = load_toolkit()
    recognizers = [
        *toolkit.recognizers(LANGUAGE),
        toolkit.custom("CUSTOMER_NUMBER", "OFF-[0-9]{6}", labels=("n° client",)),
    ]
    enhancer = toolkit.enhancer(recognizers, {"CUSTOMER_NUMBER": ("n° client",)})
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE])
    presidio = AnalyzerEngine(
        registry=registry,
        nlp_engine=NoOpNlpEngine(models=[{"lang_code": LANGUAGE, "model_name": "none"}]),
        supported_languages=[LANGUAGE],
        context_aware_enhancer=enhancer,
        default_score_threshold=STORED_SCORE,
    )
    ours = [Candidates(recognizers, enhancer, threshold=STORED_SCORE, engine=name) for name in ("hyperscan", "re2")]
    return presidio, ours[0], ours[1], toolkit


def _assert_parity(text: str) -> None:
    presidio, hyperscan, re2, toolkit = _engines()
    chunk = toolkit.normalize(text)

    expected = sorted((r.entity_type, r.start, r.end, r.score) for r in presidio.analyze(chunk, language=LANGUAGE))

    assert sorted(span[:4] for span, _ in hyperscan.of(chunk)) == expected
    assert sorted(span[:4] for span, _ in re2.of(chunk)) == expected


@settings(max_examples=400, deadline=None)
@given(TEXTS)
@example("NISS 85.07.30-033.28 et IBAN BE68 5390 0754 7034")
def test_made_texts(text: str) -> None:
    _assert_parity(text)


@pytest.mark.parametrize("seed", range(20))
def test_dense_chunks_of_eight_kilobytes(seed: int) -> None:
    rng = random.Random(seed)
    text = ""
    while len(text) < 8000:
        text += rng.choice(WORDS) + rng.choice([" ", " ", "\n", ", "])

    _assert_parity(text)
