from __future__ import annotations

from collections.abc import Callable

import pytest

from recognizers import plugin

Found = list[tuple[str, str, float]]


@pytest.fixture(scope="session")
def find() -> Callable[..., Found]:
    """Find values in a text as an engine with all our recognizers and the label engine does."""
    recognizers = plugin.recognizers()
    recognizers.append(
        plugin.custom("CUSTOMER_NUMBER", "OFF-[0-9]{6}", labels=["réf. client", "klantnummer", "Kundennummer"])
    )
    enhancer = plugin.enhancer(recognizers)

    def run(text: str, label: str = "", *, least: float = 0.5) -> Found:
        spans = [
            (result.entity_type, result.start, result.end, result.score, recognizer.name)
            for recognizer in recognizers
            for result in recognizer.analyze(text, recognizer.supported_entities)
        ]
        judged = enhancer.rescore(text, spans, label)
        scored = [
            (e, start, end, score, name) for (e, start, end, _, name), (score, _) in zip(spans, judged, strict=True)
        ]
        return [(e, text[start:end], score) for e, start, end, score, _ in plugin.resolve(scored) if score >= least]

    return run
