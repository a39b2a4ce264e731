"""The recognizers in a Presidio of one's own, by Python and by YAML, without the program and without a network."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
import yaml
from presidio_analyzer import AnalyzerEngine, AnalyzerEngineProvider, RecognizerRegistry, predefined_recognizers
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import SpacyNlpEngine
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from recognizers import plugin, presidio
from recognizers.collection import EVERY

ROOT = Path(__file__).resolve().parents[3]
NUMBER = "85073003328"
LETTER = f"""Numéro national : {NUMBER}. Compte : BE68 5390 0754 7034. GSM : 0470 87 51 92, jan@example.org
Rijksregisternummer 93.05.18-223.61, Kontonummer BE71 0961 2345 6769, born on 30/07/1985, carte 4111 1111 1111 1111
Nom : Jan Peeters, Rue de l'Exemple 16, 1000 Bruxelles. +++090/9337/55493+++ TVA BE 0403.019.261, 12345
"""


class Blank(SpacyNlpEngine):
    """Tokens in four languages, and no model."""

    def __init__(self) -> None:
        models = [{"lang_code": language, "model_name": "blank"} for language in presidio.LANGUAGES]
        super().__init__(models=models)
        self.nlp = {language: spacy.blank(language) for language in presidio.LANGUAGES}


@pytest.fixture(scope="module")
def from_python() -> AnalyzerEngine:
    registry = presidio.add_to(RecognizerRegistry(supported_languages=["fr"]))
    languages = list(presidio.LANGUAGES)
    return presidio.with_labels(AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=languages))


@pytest.fixture(scope="module")
def from_yaml() -> AnalyzerEngine:
    return presidio.with_labels(AnalyzerEngineProvider(presidio.ENGINE, None, presidio.REGISTRY).create_engine())


def told(engine: AnalyzerEngine, text: str, language: str, **how: object) -> set[tuple[str, int, int, float, str]]:
    return {
        (r.entity_type, r.start, r.end, r.score, r.recognition_metadata["recognizer_name"])
        for r in engine.analyze(text, language, **how)
    }


@pytest.mark.parametrize("language", presidio.LANGUAGES)
def test_an_engine_from_yaml_finds_what_one_from_python_finds(language, from_python, from_yaml):
    found = told(from_yaml, LETTER, language)

    assert found == {one for one in told(from_python, LETTER, language) if one[3] >= 0.5}
    assert {one[0] for one in found} >= {
        "BE_NATIONAL_REGISTER_NUMBER", "IBAN_CODE", "PHONE_NUMBER", "EMAIL_ADDRESS", "DATE_OF_BIRTH", "CREDIT_CARD",
        "PERSON", "ADDRESS", "BE_STRUCTURED_COMMUNICATION", "BE_ENTERPRISE_NUMBER",
    }  # fmt: skip


def test_the_file_names_every_recognizer():
    written = presidio.REGISTRY.read_text("utf-8")

    assert written == presidio.registry_yaml(), "write it anew with python -m recognizers.presidio"
    assert [entry["class_name"] for entry in yaml.safe_load(written)["recognizers"]] == [
        f"belgium.{kind.__name__}" for kind in EVERY
    ]


def test_a_class_of_a_yaml_file_is_ours_where_presidio_has_one_of_that_name():
    registry = RecognizerRegistryProvider(conf_file=presidio.REGISTRY).create_recognizer_registry()

    assert all(isinstance(recognizer, EVERY) for recognizer in registry.recognizers)
    assert len(registry.recognizers) == len(EVERY) * len(presidio.LANGUAGES)
    assert {r.name: r.global_regex_flags for r in registry.recognizers} == {
        k.__name__: getattr(k, "FLAGS", 0) for k in EVERY
    }


def test_presidios_own_recognizers_can_still_be_loaded_beside_ours():
    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])

    assert {recognizer.name for recognizer in registry.recognizers} > {"IbanRecognizer", "EmailRecognizer"}
    assert {kind.__name__ for kind in EVERY}.isdisjoint(dir(predefined_recognizers))


def test_recognizers_may_be_left_out_and_mixed_with_presidios_own(tmp_path):
    chosen = tmp_path / "chosen.yaml"
    chosen.write_text(
        "supported_languages: [en]\n"
        "recognizers:\n"
        "  - {name: BeIbanRecognizer, class_name: belgium.BeIbanRecognizer, type: predefined}\n"
        "  - {name: BePhoneRecognizer, class_name: belgium.BePhoneRecognizer, type: predefined, enabled: false}\n"
        "  - {name: IpRecognizer, type: predefined}\n",
        "utf-8",
    )

    registry = RecognizerRegistryProvider(conf_file=chosen).create_recognizer_registry()

    assert [recognizer.name for recognizer in registry.recognizers] == ["BeIbanRecognizer", "IpRecognizer"]


@pytest.mark.parametrize(
    ("language", "label"),
    [("fr", "numéro national"), ("nl", "rijksregisternummer"), ("de", "Nationalregisternummer"), ("en", "SSIN")],
)
def test_a_label_given_as_context_makes_a_bare_number_sure(language, label, from_python):
    bare = {one[3] for one in told(from_python, NUMBER, language) if one[0] == "BE_NATIONAL_REGISTER_NUMBER"}
    sure = {
        one[3]
        for one in told(from_python, NUMBER, language, context=[label])
        if one[0] == "BE_NATIONAL_REGISTER_NUMBER"
    }

    assert max(bare) < 0.85 <= max(sure)


@pytest.mark.parametrize(
    ("language", "label"),
    [("fr", "niss"), ("nl", "rijksregisternummer"), ("de", "nationalregisternummer"), ("en", "ssin")],
)
def test_presidios_own_enhancer_knows_labels_of_one_word(language, label):
    engine = AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=plugin.recognizers(language), supported_languages=[language]),
        nlp_engine=Blank(),
        supported_languages=[language],
        context_aware_enhancer=LemmaContextAwareEnhancer(),
    )

    def best(**how: object) -> float:
        found = told(engine, NUMBER, language, **how)
        return max(score for entity, _, _, score, _ in found if entity == "BE_NATIONAL_REGISTER_NUMBER")

    assert best() < best(context=[label])
    assert best(context=["numéro national"]) == best()  # words in a row are for our enhancer alone


def test_labels_of_ones_own_join_the_shipped_ones():
    registry = RecognizerRegistry(
        recognizers=[plugin.custom("STAFF_NUMBER", "[0-9]{5}"), *plugin.recognizers()], supported_languages=["fr"]
    )
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["fr"])

    found = told(presidio.with_labels(engine, {"STAFF_NUMBER": ["stamnr"]}), "stamnr 12345", "fr")

    assert [one[3] for one in found if one[0] == "STAFF_NUMBER"] == [0.9]


ALONE = """
import socket, sys

class NoProgram:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pii_scan":
            raise ImportError(name)

def no_network(*arguments, **options):
    raise OSError("no network here")

sys.meta_path.insert(0, NoProgram())
socket.socket.connect = socket.create_connection = socket.getaddrinfo = no_network

from presidio_analyzer import AnalyzerEngineProvider
from recognizers import presidio

engine = presidio.with_labels(AnalyzerEngineProvider(presidio.ENGINE, None, presidio.REGISTRY).create_engine())
for found in engine.analyze(sys.stdin.read(), "nl"):
    print(found.entity_type)
assert not [name for name in sys.modules if name.startswith("pii_scan")]
"""


def test_it_works_where_the_program_cannot_be_imported_and_no_network_is():
    done = subprocess.run(
        [sys.executable, "-c", ALONE],
        input=LETTER,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
    )

    assert done.returncode == 0, done.stderr
    assert {"BE_NATIONAL_REGISTER_NUMBER", "EMAIL_ADDRESS", "IBAN_CODE"} <= set(done.stdout.split())
