from __future__ import annotations

import pytest
import regex
import spacy
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

from recognizers import plugin
from recognizers.custom import CustomRecognizer

LETTER = """Madame, Monsieur,

Nous vous écrivons au sujet du dossier de BOUCHARD Marie (réf. client OFF-002603), née le 20/04/1983, domiciliée
Boulevard du Souverain 100, 1160 Auderghem. Numéro national : 85073003328. Compte : BE68 5390 0754 7034.
GSM : 0470 87 51 92, courriel marie (at) telenet.be ou marie@telenet.be, carte 4111 1111 1111 1111, TVA BE 0403.019.261.
Numéro BIS : 98472899765. INSZ: 85073003329. +33 6 12 34 56 78, +44 20 7946 0958, 0033 6 12 34 56 78, NL91 ABNA 0417 1643 00
Communication +++090/9337/55493+++ ou ***010/8068/17183***, 010/8068/17183
Nom : de la Vallée, Patient : Jan Peeters, mevrouw van den Broeck, Geachte heer Peeters; Jan Peeters, geboren op 1 maart 1970 °30/07/1985
Hauptstraße 139 Bfk. 2, 4700 Eupen; Steenweg op Alsemberg 3, 1640 Rode; Am Kaperberg 4, 4700 Eupen; 17, rue Courtejoie, 5590 Ciney; Klosterweg 3
Carte d'identité n° 591-1917064-58, passeport EA123456, paspoort: eb 654321, passeport français 12AB34567, permis de conduire n° 1234567890
titre de séjour B 0123456 78, verblijfskaart b012345678, carte SIS 123 456 7890, compte 539-0075470-34, BIC GKCCBEBB, BIC: BNPAFRPP, RF18 5390 0754 7034
unité d'établissement 2.147.812.701, TVA FR 40 303 265 045, INAMI 1-12345-78-123, n° d'affiliation 228/1234567890123
Diagnostic : E11.9, F32.1, ATC A10BA02, N06AB04, code CNK 1234-567, code prestation 101032
NIR : 1 85 05 78 006 084 91, BSN 111222333, Steuer-ID 36 574 261 809, matricule luxembourgeois 1893120105732
plaque 1-ABC-123, Kennzeichen abc-123, châssis WVWZZZ1JZXW000001, adresse IP 84.199.12.7, MAC 00:1A:2B:3C:4D:5E
IMEI 35-686800-004141-8, IMSI 206011234567890, ICCID 8932042000000000006, IDFA: 6D92078A-8246-4BA4-AE5B-76104861E7DC
mot de passe : "Soleil 2023", wachtwoord = Zonnig77, linkedin.com/in/jan-peeters, Instagram: @jan.peeters, GPS 50.8467, 4.3525
matricule : P-4711, studentennummer r0123456, polisnummer 12.345.678, dossier n° 2024-0045, IBAN BE68 539O 0754 7034, NISS 85.O7.30-033.28
IDBEL591191706<4584<<<<<<<<<<<
8507309M3001019BEL850730033283
PEETERS<<JAN<MARIE<<<<<<<<<<<<
Cher Jan,
Von: Hans Müller <hans@x.de>
Mit freundlichen Grüßen
Hans Müller
"""


PLAIN = [recognizer for recognizer in plugin.recognizers() if isinstance(recognizer, PatternRecognizer)]


class BlankEngine(SpacyNlpEngine):
    """A tokenizer and nothing else: no model, no download."""

    def __init__(self, language: str) -> None:
        super().__init__(models=[{"lang_code": language, "model_name": "blank"}])
        self.nlp = {language: spacy.blank(language)}


def analyzer(language: str) -> AnalyzerEngine:
    recognizers = plugin.recognizers(language)
    return AnalyzerEngine(
        registry=RecognizerRegistry(recognizers=recognizers, supported_languages=[language]),
        nlp_engine=BlankEngine(language),
        supported_languages=[language],
        context_aware_enhancer=plugin.enhancer(recognizers),
    )


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_every_recognizer_works_in_a_plain_engine_with_a_blank_tokenizer(language):
    found = {result.entity_type for result in analyzer(language).analyze(LETTER, language, score_threshold=0.5)}

    assert found == {entity for r in plugin.recognizers() for entity in r.supported_entities}


def test_the_engine_and_the_light_batch_give_the_same_scores():
    recognizers = plugin.recognizers()
    enhancer = plugin.enhancer(recognizers)
    raw = [result for r in recognizers for result in r.analyze(LETTER, r.supported_entities)]
    spans = [(r.entity_type, r.start, r.end, r.score, r.recognition_metadata["recognizer_name"]) for r in raw]

    enhanced = enhancer.enhance_using_context(LETTER, raw, None, recognizers)

    assert [r.score for r in enhanced] == [score for score, _ in enhancer.rescore(LETTER, spans)]
    assert [r.score for r in enhanced] != [r.score for r in raw]


def test_words_given_as_context_count_as_a_label_before_the_text():
    (found,) = analyzer("fr").analyze("85073003328", "fr", context=["registre", "national"])

    assert found.score >= 0.85


def test_labels_of_the_operator_are_labels_too():
    recognizers = [plugin.custom("CUSTOMER_NUMBER", "[0-9]{5}", labels=["stamnr"]), *plugin.recognizers()]
    text = "stamnr 12345 en lidnr 12345"
    spans = [("CUSTOMER_NUMBER", at, at + 5, 0.3, recognizers[0].name) for at in (7, 22)]

    assert [score for score, _ in plugin.enhancer(recognizers).rescore(text, spans)] == [0.9, 0.3]
    assert [
        score for score, _ in plugin.enhancer(recognizers, {"CUSTOMER_NUMBER": ["lidnr"]}).rescore(text, spans)
    ] == [0.9, 0.9]


@pytest.mark.parametrize("recognizer", PLAIN, ids=lambda r: r.name)
def test_a_recognizer_works_by_patterns_and_refusal_alone(recognizer):
    kind = type(recognizer)

    assert kind.analyze is PatternRecognizer.analyze
    assert kind.validate_result is PatternRecognizer.validate_result
    assert kind.enhance_using_context is PatternRecognizer.enhance_using_context
    assert 0 < recognizer.label_score <= 1


def opens(kind, gate, match):
    start, end = match.span()
    if kind == "~":
        return any(found.end() <= start for found in gate.finditer(LETTER, max(0, start - 96), start))
    if kind == ">":
        return any(end < found.end() <= end + 96 for found in gate.finditer(LETTER, end))
    return gate.match(LETTER, start, end) if kind == "^" else gate.search(LETTER, start, end)


@pytest.mark.parametrize("recognizer", PLAIN, ids=lambda r: r.name)
def test_a_gate_opens_wherever_its_pattern_matches(recognizer):
    flags = recognizer.global_regex_flags
    for pattern in (pattern for pattern in recognizer.patterns if pattern.gate):
        gate = regex.compile(pattern.gate.lstrip("^~>"), flags=flags)
        for match in regex.finditer(pattern.regex, LETTER, flags=flags):
            assert opens(pattern.gate[0], gate, match), (pattern.name, match.group())


@pytest.mark.parametrize("recognizer", PLAIN, ids=lambda r: r.name)
@pytest.mark.parametrize(
    "hostile", ["A" * 30_000, "Aa " * 10_000, "1 " * 15_000, "1" * 30_000, "a.b-" * 8_000, "Rue de la " * 3_000, "O'A-" * 8_000, "van de " * 4_500, "Jan Peeters, " * 2_500],
    ids=["one word", "names", "spaced digits", "digits", "dotted", "streets", "hyphens", "particles", "persons"],
)  # fmt: skip
def test_hostile_text_costs_linear_time(recognizer, hostile):
    for pattern in recognizer.patterns:
        list(regex.finditer(pattern.regex, hostile, flags=recognizer.global_regex_flags, timeout=2))


@pytest.mark.parametrize(
    ("checksum", "good", "bad"), [("luhn", "79927398713", "79927398714"), ("mod97", "123456789002", "123456789003")]
)
def test_an_identifier_may_ask_for_a_control_number(checksum, good, bad):
    recognizer = CustomRecognizer("X", "[0-9]+", checksum=checksum)

    assert len(recognizer.analyze(good, ["X"])) == 1
    assert recognizer.analyze(bad, ["X"]) == []


@pytest.mark.parametrize("options", [{"pattern": "("}, {"pattern": "x", "checksum": "crc"}])
def test_a_pattern_that_cannot_be_used_is_refused(options):
    with pytest.raises(ValueError, match=r"."):
        plugin.custom("X", **options)


def test_case_and_required_labels_are_as_configured():
    assert plugin.custom("X", "AB-[0-9]{3}").analyze("ab-123", ["X"]) == []
    assert plugin.custom("X", "AB-[0-9]{3}", case_sensitive=False).analyze("ab-123", ["X"])[0].score >= 0.5
    assert plugin.custom("X", "AB-[0-9]{3}", label_required=True).analyze("AB-123", ["X"])[0].score < 0.5
    assert plugin.custom("X", "[0-9]{5}").analyze("12345", ["X"])[0].score < 0.5
