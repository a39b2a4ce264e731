"""Headers, the operator's identifiers, what is told of entities, and the plugin that hands it all out."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex
from presidio_analyzer import RecognizerRegistry

from recognizers import plugin, presidio
from recognizers.collection import EVERY, BeEidCardRecognizer, BeNationalRegisterNumberRecognizer
from recognizers.custom import CustomRecognizer
from recognizers.described import EXAMPLES, FOLDED, context_words, described, labels_of
from recognizers.headers import HeaderVerdict as Verdict
from recognizers.headers import _without_whose, header_entity
from recognizers.labels import LabelEnhancer
from recognizers.overlap import OVERLAP_ORDER

NRN = "BE_NATIONAL_REGISTER_NUMBER"


@pytest.mark.parametrize(
    ("header", "entity", "role"),
    [("NISS", NRN, None), ("niss du client", NRN, None), ("client_niss", NRN, None), ("NISS 2", NRN, None), ("numéro national (11 chiffres)", NRN, None), ("nationalNumber", NRN, None),
     ("Prénom", "PERSON", "given"), ("prenom du client", "PERSON", "given"), ("client_first_name", "PERSON", "given"), ("Nom", "PERSON", "family"), ("nom du client", "PERSON", "family"),
     ("Naam van de klant", "PERSON", "family"), ("full name", "PERSON", "full"), ("client name", "PERSON", "full"), ("GSM privé", "PHONE_NUMBER", None),
     ("TelPrive", "PHONE_NUMBER", None), ("IBANKlant", "IBAN_CODE", None), ("date_naissance", "DATE_OF_BIRTH", None), ("E-mail [perso]", "EMAIL_ADDRESS", None), (" IBAN ", "IBAN_CODE", None),
     ("N° national", NRN, None), ("n°national", NRN, None), ("№ national", NRN, None), ("numero_de_passeport", "BE_PASSPORT_NUMBER", None), ("date de naissance" + " " * 60, "DATE_OF_BIRTH", None)],
)  # fmt: skip
def test_a_header_is_a_known_phrase_with_no_more_around_it_than_whose_it_is(header, entity, role):
    assert header_entity(header) == Verdict(entity, role)


@pytest.mark.parametrize(
    "header",
    ["nom_produit", "company name", "client no", "user name", "user_name", "owner name", "name number", "numero nom", "prénom numéro", "montant", "", " ", "()", "!!!", "NISS" + " " * 80,
     "niss vakantie", "facture", "x name"],
)  # fmt: skip
def test_a_header_with_another_word_announces_nothing(header):
    assert header_entity(header) is None


def test_a_number_beside_a_name_of_anything_makes_it_no_person_s():
    assert header_entity("name 1") is None
    assert header_entity("client name 2") is None
    assert header_entity("prénom 2") == Verdict("PERSON", "given")
    assert header_entity("nom 2") == Verdict("PERSON", "family")
    assert header_entity("gsm 2") == Verdict("PHONE_NUMBER")


def test_a_header_of_80_characters_is_read_and_a_longer_one_is_not():
    assert header_entity("NISS".ljust(80)) == Verdict(NRN)
    assert header_entity("NISS".ljust(81)) is None


def test_the_longest_known_phrase_in_a_header_counts():
    whole, labels = {"birth": Verdict("A"), "birth date": Verdict("B")}, {"date": Verdict("C")}

    assert _without_whose(["birth", "date", "client"], whole, labels) == Verdict("B")
    assert _without_whose(["client", "birth", "date"], whole, labels) == Verdict("B")
    assert _without_whose(["client", "date", "2"], whole, labels) == Verdict("C")
    assert _without_whose(["date", "vakantie"], whole, labels) is None
    assert _without_whose(["vakantie", "date"], whole, labels) is None
    assert _without_whose(["client", "2"], whole, labels) is None
    assert _without_whose(["date"], whole, labels) is None


def test_an_identifier_with_letters_or_check_digits_is_believed_without_a_label():
    def score(pattern, **how):
        return CustomRecognizer("X", pattern, **how).patterns[0].score

    assert score("OFF-[0-9]{6}") == 0.85
    assert score("[0-9]{6}") == 0.3
    assert score(r"\d{6}") == 0.3
    assert score("[A-Z][0-9]{6}") == 0.3
    assert score("(?i:[0-9]{6})") == 0.3
    assert score("(?:é[0-9]{6})") == 0.85
    assert score("[0-9]{6}", checksum="luhn") == 0.85
    assert score("OFF-[0-9]{6}", label_required=True) == 0.2
    assert score("[0-9]{6}", label_required=True, checksum="mod97") == 0.2


def test_an_identifier_knows_its_name_labels_language_and_case():
    plain = CustomRecognizer("X", "OFF-[0-9]{6}")
    named = CustomRecognizer("X", "off", ["réf.", "client"], case_sensitive=False, supported_language="nl")

    assert (plain.name, plain.supported_entities, plain.supported_language, plain.labels) == (
        "X (configured)",
        ["X"],
        "fr",
        (),
    )
    assert (plain.label_score, plain.checksum, plain.telling) == (0.9, "none", True)
    assert CustomRecognizer("X", "[0-9]{6}").telling is False
    assert CustomRecognizer("X", "[0-9]{6}", checksum="luhn").telling is True
    assert (named.labels, named.supported_language) == (("réf.", "client"), "nl")
    assert plain.global_regex_flags == regex.MULTILINE
    assert named.global_regex_flags == regex.MULTILINE | regex.IGNORECASE
    assert plain.patterns[0].name == "configured"


@pytest.mark.parametrize(
    ("text", "found"), [("OFF-000123", True), ("(OFF-000123)", True), ("COFF-000123", False), ("OFF-0001234", False), ("off-000123", False), ("OFF-000123x", False), ("éOFF-000123", False)]
)  # fmt: skip
def test_an_identifier_has_the_borders_of_a_word(text, found):
    assert bool(CustomRecognizer("X", "OFF-[0-9]{6}|BAD").analyze(text, ["X"])) is found


def test_an_identifier_s_check_digits_are_asked():
    luhn, mod97, none = (CustomRecognizer("X", "[0-9-]+", checksum=kind) for kind in ("luhn", "mod97", "none"))

    assert not luhn.invalidate_result("7992-7398713")
    assert luhn.invalidate_result("7992-7398714")
    assert luhn.invalidate_result("---")
    assert not mod97.invalidate_result("123-26")
    assert mod97.invalidate_result("123-27")
    assert none.invalidate_result("123-27") is False


def test_a_wrong_pattern_or_an_unknown_control_is_refused_with_what_is_wrong():
    with pytest.raises(ValueError, match=r"^not a regular expression: .+"):
        CustomRecognizer("X", "OFF-[0-9")
    with pytest.raises(ValueError, match=r"^not a regular expression: "):
        CustomRecognizer("X", "a)(b")
    with pytest.raises(ValueError, match=r"^checksum: expected one of none, luhn, mod97$"):
        CustomRecognizer("X", "OFF", checksum="crc")


def test_the_labels_of_an_entity_come_by_language_without_marks_and_without_anti_labels():
    labels = labels_of("DATE_OF_BIRTH")

    assert set(labels) >= {"fr", "nl", "de", "en"}
    assert {"date de naissance", "né le"} <= set(labels["fr"])
    assert "geboortedatum" in labels["nl"]
    assert not [term for terms in labels.values() for term in terms if term.endswith("!") or "facture" in term]
    assert "NISS" in labels_of("BE_BIS_NUMBER")["fr"]
    assert labels_of("NOTHING") == {}
    assert "all" in labels_of("EMAIL_ADDRESS")


def test_what_is_known_of_an_entity_is_told():
    told = described(NRN)

    assert told["labels"] == labels_of(NRN)
    assert told["normal_form"] == "the 11 digits"
    assert told["precedence"] == OVERLAP_ORDER.index(NRN) + 1 == 5
    assert told["named"] == len(OVERLAP_ORDER)
    assert told["examples"] == [EXAMPLES[NRN][0]]
    assert described("CREDENTIAL")["precedence"] == 1


def test_of_an_unknown_entity_is_told_what_holds_of_any():
    assert described("NOTHING") == {
        "labels": {},
        "normal_form": FOLDED,
        "precedence": None,
        "named": len(OVERLAP_ORDER),
        "examples": [],
    }


def test_presidio_s_own_enhancer_gets_single_words_of_four_letters():
    words = context_words([NRN], "nl")

    assert "rijksregisternummer" in words
    assert "insz" in words
    assert "rrn" not in words
    assert "registre national" not in words
    assert "bisnummer" in words
    assert words == sorted(set(words))
    assert all(word == word.lower() and word.isalpha() and len(word) > 3 for word in words)
    assert "niss" in context_words([NRN], "fr")
    assert "niss" not in context_words([NRN], "en")
    assert context_words(["NOTHING"], "fr") == []
    assert set(context_words([NRN, "EMAIL_ADDRESS"], "nl")) >= {"insz", "email"}


def test_the_plugin_gives_every_recognizer_with_the_context_of_its_language():
    made = plugin.recognizers("nl")
    eid = next(one for one in made if isinstance(one, BeEidCardRecognizer))

    assert [type(one) for one in made] == list(EVERY)
    assert {one.supported_language for one in made} == {"nl"}
    assert eid.context == context_words(["BE_EID_CARD_NUMBER"], "nl")
    assert eid.context != []
    assert {one.supported_language for one in plugin.recognizers()} == {"fr"}


def test_the_plugin_hands_the_operator_s_words_on():
    made = plugin.custom("X", "off", ["a"], label_required=True, case_sensitive=False, checksum="luhn", language="de")
    plain = plugin.custom("X", "OFF")

    assert (made.supported_entities, made.labels, made.patterns[0].score, made.checksum, made.supported_language) == (
        ["X"],
        ("a",),
        0.2,
        "luhn",
        "de",
    )
    assert made.global_regex_flags == regex.MULTILINE | regex.IGNORECASE
    assert regex.search(made.patterns[0].regex, "off")
    assert (plain.labels, plain.patterns[0].score, plain.checksum, plain.supported_language) == ((), 0.85, "none", "fr")
    assert plain.global_regex_flags == regex.MULTILINE


def test_the_plugin_builds_the_label_engine_with_the_recognizers_and_the_operator_s_labels():
    engine = plugin.enhancer([BeEidCardRecognizer()], {"X": ["badge"]})
    text = "badge 1234, kaartnummer 591-1917064-58"
    spans = [("X", 6, 10, 0.5, "?"), ("BE_EID_CARD_NUMBER", 24, 38, 0.3, "BeEidCardRecognizer")]

    assert isinstance(engine, LabelEnhancer)
    assert [score for score, _ in engine.rescore(text, spans)] == [0.85, 0.9]
    assert [score for score, _ in plugin.enhancer([]).rescore(text, spans)] == [0.5, 0.85]


def test_the_plugin_answers_as_the_functions_do():
    spans = [("A", 0, 5, 0.9, "r"), ("A", 2, 5, 0.9, "r")]

    assert plugin.normalize("１") == "1"
    assert plugin.canonical(NRN, "85.07.30-033.28") == "85073003328"
    assert plugin.check(NRN, "85073003328")
    assert not plugin.check("BE_BIS_NUMBER", "85073003328")
    assert plugin.described(NRN) == described(NRN)
    assert plugin.resolve(spans) == spans[:1]
    assert plugin.header_entity("NISS") == Verdict(NRN)


def test_a_role_s_mailbox_is_functional_and_a_credential_is_secret():
    assert plugin.is_functional("EMAIL_ADDRESS", "info@x.be")
    assert not plugin.is_functional("EMAIL_ADDRESS", "jan@x.be")
    assert not plugin.is_functional("PERSON", "info@x.be")
    assert plugin.is_secret("CREDENTIAL")
    assert not plugin.is_secret("PERSON")


def test_presidio_s_registry_gets_every_recognizer_under_each_language():
    registry = presidio.add_to(RecognizerRegistry(supported_languages=["es"]), ["nl", "fr"])

    assert registry.supported_languages == ["es", "nl", "fr"]
    assert [type(one) for one in registry.recognizers] == [*EVERY, *EVERY]
    assert [one.supported_language for one in registry.recognizers] == ["nl"] * len(EVERY) + ["fr"] * len(EVERY)


class Engine:
    """What `with_labels` asks of an engine."""

    def __init__(self) -> None:
        self.registry = RecognizerRegistry(recognizers=[BeEidCardRecognizer()], supported_languages=["fr"])
        self.context_aware_enhancer = None


def test_an_engine_gets_the_label_engine_with_its_recognizers_and_one_s_own_labels():
    engine = Engine()
    spans = [("X", 6, 10, 0.5, "?"), ("BE_EID_CARD_NUMBER", 24, 38, 0.3, "BeEidCardRecognizer")]

    assert presidio.with_labels(engine, {"X": ["badge"]}) is engine
    assert [s for s, _ in engine.context_aware_enhancer.rescore("badge 1234, kaartnummer 591-1917064-58", spans)] == [
        0.85,
        0.9,
    ]


def test_a_class_for_yaml_takes_what_presidio_s_loader_passes():
    kind = presidio._class_for_yaml(BeEidCardRecognizer)
    plain, named = kind(), kind(supported_language="nl", name="mine", context=["kaart"])
    plain.global_regex_flags = 26

    assert (kind.__name__, kind.__doc__) == ("belgium.BeEidCardRecognizer", BeEidCardRecognizer.__doc__)
    assert issubclass(kind, BeEidCardRecognizer)
    assert (plain.name, plain.supported_language, plain.global_regex_flags) == (
        "BeEidCardRecognizer",
        "fr",
        regex.MULTILINE,
    )
    assert plain.context == context_words(["BE_EID_CARD_NUMBER"], "fr")
    assert (named.name, named.supported_language, named.context) == ("mine", "nl", ["kaart"])
    assert presidio._class_for_yaml(EVERY[0])().global_regex_flags == 0


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_a_class_for_yaml_has_the_context_of_its_language(language):
    made = presidio._class_for_yaml(BeNationalRegisterNumberRecognizer)(language)

    assert made.context == context_words([NRN], language) != context_words([NRN], "en")


def test_the_registry_s_file_is_what_the_classes_say():
    written = presidio.registry_yaml()

    assert written == Path(presidio.REGISTRY).read_text(encoding="utf-8")
    assert "supported_languages: [fr, nl, de, en]\n" in written
    assert written.count("type: predefined\n") == len(EVERY)
