"""What can be recognized here: plug-ins, the operator's own identifiers, categories; and what they say of a text."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pii_scan.classify.declaration import Declaration, load_declaration
from pii_scan.classify.own import own_categories
from pii_scan.core.errors import UsageError
from pii_scan.detect.plugins import Installed, install
from pii_scan.settings.bundled import config_file
from pii_scan.settings.settings import Identifier, Settings

Row = dict[str, object]
OWN = "own"
"""Under this word stand the operator's labels, which are of no language."""
_SEE = re.compile(r"^See `[^`]+`(?:[:.]\s*)?")
_SOURCE = re.compile(r"Sources?: (.+?)(?:\n\n|$)", re.DOTALL)
_TYPING_ERROR = "Typo"


def recognizer_rows(settings: Settings) -> list[Row]:
    """Give one row an entity and recognizer, in order of entity.

    Raises:
        PluginError: a plug-in cannot be loaded.
        ConfigError: an identifier of the operator's own does not meet its examples, or its category does not exist.
    """
    installed = _installed(settings)
    own = {identifier.entity: identifier for identifier in settings.identifiers}
    controlled = _controlled(installed)
    rows: list[Row] = [
        {
            "entity": entity,
            "recognizer": recognizer.name,
            "origin": origin.name,
            "patterns": len(getattr(recognizer, "patterns", ())),
            "labels": {language: len(terms) for language, terms in _labels(installed, entity, own.get(entity)).items()},
            "checksum": controlled(recognizer, entity),
            "note": _note(recognizer, own.get(entity)),
        }
        for origin in installed.origins
        for recognizer in origin.recognizers
        for entity in recognizer.supported_entities
    ]
    return sorted(rows, key=lambda row: (str(row["entity"]), str(row["recognizer"])))


def _installed(settings: Settings) -> Installed:
    installed = install(settings)
    own_categories(_declaration(settings), settings.identifiers)
    return installed


def _declaration(settings: Settings) -> Declaration:
    return load_declaration(config_file("declaration.yaml", settings.configs))


def _labels(installed: Installed, entity: str, own: Identifier | None) -> dict[str, list[str]]:
    if own is not None:
        return {OWN: list(own.labels)} if own.labels else {}
    return dict(installed.toolkit.described(entity)["labels"])


def _controlled(installed: Installed) -> Any:  # noqa: ANN401  a function of recognizer and entity
    """Tell which recognizers look at check digits: by the evidence that their findings would carry."""
    enhancer = installed.toolkit.enhancer(installed.recognizers, {})

    def controlled(recognizer: Any, entity: str) -> bool:  # noqa: ANN401
        if _TYPING_ERROR in recognizer.name:
            return False
        ((_, evidence),) = enhancer.rescore("x", [(entity, 0, 1, 0.5, recognizer.name)])
        return "checksum" in evidence or getattr(recognizer, "checksum", "none") != "none"

    return controlled


def _note(recognizer: Any, own: Identifier | None) -> str:  # noqa: ANN401
    if own is None:
        return ""
    if own.label_required:
        return "found beside a label only"
    if not getattr(recognizer, "telling", True):
        return "digits only: sure beside a label, else below the cut-off; say label_required = true, or give a checksum"
    return ""


# --- one entity -------------------------------------------------------------------------------------------------------


def explained(settings: Settings, entity: str) -> Row:
    """Tell all there is to know of an entity: who finds it, how, by which labels, and in which form it is kept.

    Raises:
        UsageError: nothing recognizes it.
    """
    installed = _installed(settings)
    found = [
        (origin.name, recognizer)
        for origin in installed.origins
        for recognizer in origin.recognizers
        if entity in recognizer.supported_entities
    ]
    if not found:
        known = sorted({one for recognizer in installed.recognizers for one in recognizer.supported_entities})
        near = get_close_matches(entity.upper(), known, n=3, cutoff=0.4)
        raise UsageError(f"nothing recognizes {entity}" + (f"; did you mean {', '.join(near)}?" if near else ""))
    own = next((identifier for identifier in settings.identifiers if identifier.entity == entity), None)
    told = installed.toolkit.described(entity)
    return {
        "entity": entity,
        "categories": _categories(settings, entity, own),
        "normal_form": told["normal_form"],
        "precedence": _precedence(told),
        "examples": list(own.examples) if own else told["examples"],
        "counter_examples": list(own.counter_examples) if own else [],
        "labels": _labels(installed, entity, own),
        "recognizers": [_recognizer(origin, recognizer) for origin, recognizer in found],
    }


def _categories(settings: Settings, entity: str, own: Identifier | None) -> list[str]:
    if own is not None:
        return [own.category]
    return [category.id for category in _declaration(settings).all_categories if entity in category.entities]


def _precedence(told: Mapping[str, Any]) -> str:
    at, named = told["precedence"], told["named"]
    if at is None:
        return f"not named in OVERLAP_ORDER ({named} entities): with the operator's own, before dates"
    return f"{at} of {named} in OVERLAP_ORDER"


def _recognizer(origin: str, recognizer: Any) -> Row:  # noqa: ANN401
    kind = type(recognizer)
    checks = [getattr(kind, name, None) for name in ("is_valid", "invalidate_result", "validate_result")]
    docs = [inspect.getdoc(kind) or "", *(inspect.getdoc(check) or "" for check in checks if check)]
    rule, check = (*(" ".join(_SEE.sub("", doc.partition("\n\n")[0]).split()) for doc in docs[:2]), "")[:2]
    return {
        "recognizer": recognizer.name,
        "origin": origin,
        "patterns": [{"name": one.name, "score": one.score} for one in getattr(recognizer, "patterns", ())],
        "labelled_score": getattr(recognizer, "label_score", None),
        "rule": rule,
        "check": check,
        "source": [" ".join(text.split()) for doc in docs for text in _SOURCE.findall(doc)],
        "module": kind.__module__,
    }


# --- one text ---------------------------------------------------------------------------------------------------------


def tried(settings: Settings, text: str, label: str = "") -> Iterator[Row]:
    """Give what every recognizer says of a text, one row a match, and what becomes of it.

    Raises:
        PluginError: a plug-in cannot be loaded.
        ConfigError: an identifier of the operator's own cannot be used.
    """
    from pii_scan.detect.detector import RecognizerDetector  # noqa: PLC0415  compiles every pattern
    from pii_scan.detect.trial import Trial  # noqa: PLC0415

    own_categories(_declaration(settings), settings.identifiers)
    for one in Trial(RecognizerDetector(settings), settings.minimum_score).of(text, label):
        yield {
            "verdict": one.verdict,
            "entity": one.entity,
            "start": one.start,
            "end": one.end,
            "text": one.text,
            "value": one.value,
            "score": round(one.score, 3),
            "recognizer": one.recognizer,
            "pattern": one.pattern,
            "evidence": one.evidence,
            "reason": one.reason,
        }


def category_rows(settings: Settings, language: str) -> list[Row]:
    """Give one row a category, those of the declaration first and in its order."""
    return [
        {
            "category": category.id,
            "name": category.names[language],
            "special": f"{category.special}, Art. {category.article}" if category.special != "never" else "",
            "declared": category.declared,
            "entities": category.entities,
        }
        for category in _declaration(settings).all_categories
    ]
