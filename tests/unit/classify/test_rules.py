from __future__ import annotations

import re
import unicodedata

import pytest

from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.lexicon import Term, load_lexicon
from pii_scan.classify.rules import REASONS, Classifier
from pii_scan.settings.bundled import config_file, lexicon_files


def fold_one_to_one(text):
    return "".join(unicodedata.normalize("NFKD", char)[0].lower() for char in text)


WORD = re.compile(r"\w+")


class PlainFinder:
    """Whole words and compounds, word by word over folded text: the interface of the real matcher, slowly."""

    def __init__(self, terms, *, compounds):
        self._payloads = {fold_one_to_one(term): payload for term, payload in terms.items()}
        self._inside = {}
        for term in map(fold_one_to_one, compounds):
            self._inside.setdefault(term[:4], []).append(term)
        self._by_first = {}
        for term in self._payloads:
            first = WORD.search(term)
            self._by_first.setdefault(first[0] if first else "", []).append(term)

    def find(self, text):
        folded = fold_one_to_one(text)
        for word in WORD.finditer(folded):
            for term in self._by_first.get(word[0], ()):
                end = word.start() + len(term)
                if folded.startswith(term, word.start()) and not folded[end : end + 1].isalnum():
                    yield word.start(), end, self._payloads[term]
            for at in range(len(word[0]) - 6):
                for term in self._inside.get(word[0][at : at + 4], ()):
                    if word[0].startswith(term, at):
                        yield word.start() + at, word.start() + at + len(term), self._payloads[term]


DECLARATION = load_declaration(config_file("declaration.yaml"))
IDS = [category.id for category in DECLARATION.all_categories]
LEXICON = load_lexicon(lexicon_files(IDS), IDS)
CLASSIFIER = Classifier(DECLARATION, LEXICON, PlainFinder, {"DOSSIER_ID": "identification", "LOAN_ID": "financial"})
PERSON = "Dossier de Amélie Dupont.\n"
AMELIE = (11, 24)


def told(text):
    """The categories that words tell of Amélie, beside what labels of plain identifiers say."""
    found = CLASSIFIER.evidence_in_text(PERSON + text, [AMELIE])
    return {evidence.category for evidence in found} - {"identification", "national_number"}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Elle est enceinte de cinq mois.", "physical_health"),
        ("Wegens een rughernia is mevrouw arbeidsongeschikt.", "physical_health"),
        ("Suivi psychiatrique pour trouble bipolaire.", "mental_health"),
        ("Er leidet unter Depressionen.", "mental_health"),
        ("Gezinstoestand: gescheiden, drie kinderen.", "household"),
        ("He is married with three dependent children.", "household"),
        ("Loisirs : voile et randonnée.", "leisure"),
        ("Zij is eigenaar van een appartement van 85 m² in Gent.", "housing"),
        ("Titulaire d'un master en droit.", "education"),
        ("Sie arbeitet als Lehrerin in Sankt Vith.", "profession"),
        ("Il mesure 1,82 m et pèse 95 kg.", "physical"),
        ("Gewicht: 95 kg", "physical"),
        ("De klant zoekt een hospitalisatieverzekering.", "expressed_needs"),
        ("Antiwitwascontrole uitgevoerd op 3 mei.", "external_sources"),
        ("Images de vidéosurveillance de l'agence du 12 mai.", "audiovisual"),
        ("Position GPS du véhicule relevée à 14h02.", "electronic_location"),
        ("Déléguée syndicale depuis 2018.", "undeclared:trade_union"),
        ("Condamné à deux ans de prison.", "undeclared:judicial"),
    ],
)
def test_a_sentence_about_a_person_tells_its_category_and_no_other(text, category):
    assert told(text) == {category}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Veuillez trouver ci-joint votre contrat signé.", id="nothing said"),
        pytest.param("En cas de dépression, prévenez votre assureur.", id="a case that may come"),
        pytest.param("Elke schizofrenie moet worden aangegeven.", id="any case"),
        pytest.param("Vos loisirs nous intéressent.", id="one weak word"),
        pytest.param("Bonjour Marie, à demain !", id="Marie is not married"),
        pytest.param("La position du mur, le nom du fichier.", id="ambiguous words without a label"),
        pytest.param("Profession : ........", id="a form left empty"),
        pytest.param("Votre assurance hospitalisation est renouvelée.", id="the name of a product"),
        pytest.param("De geschiedenis van Gent, door komma's gescheiden.", id="a word inside another"),
        pytest.param("Une grande taille : 42", id="an ambiguous word inside a phrase"),
    ],
)
def test_what_says_nothing_about_the_person_tells_nothing(text):
    assert told(text) == set()


@pytest.mark.parametrize("text", ["Profession : psychologue clinicienne.", "Sie arbeitet als Psychologe."])
def test_a_profession_is_not_a_state_of_mind(text):
    assert told(text) == {"profession"}


def test_without_a_person_there_is_no_evidence():
    assert CLASSIFIER.evidence_in_text("Le diabète et la dépression sont couverts. Profession : infirmière", []) == []


def test_a_person_beside_the_text_is_as_good_as_one_in_it():
    found = CLASSIFIER.evidence_in_text("Le client est diabétique.", [], person_beside=True)

    assert [(evidence.category, evidence.term, evidence.basis) for evidence in found] == [
        ("physical_health", "diabétique", "prose")
    ]


@pytest.mark.parametrize(("distance", "found"), [(1000, True), (2000, False), (10_000, False)])
def test_prose_counts_within_reach_of_the_person_only(distance, found):
    assert bool(told("x " * (distance // 2) + "diabétique")) is found


@pytest.mark.parametrize(("distance", "found"), [(2000, True), (4000, False)])
def test_a_label_reaches_further_than_prose(distance, found):
    assert bool(told("x " * (distance // 2) + "\nProfession : infirmière")) is found


def test_a_term_inside_a_name_is_no_evidence():
    text = "Dossier de Jean Psychose."

    assert CLASSIFIER.evidence_in_text(text, [(11, 24)]) == []


def test_offsets_are_those_of_the_whole_text():
    text = "é" * 9000 + " " + PERSON + "Elle est diabétique."
    start = 9001

    (evidence,) = CLASSIFIER.evidence_in_text(text, [(start + AMELIE[0], start + AMELIE[1])])

    assert text[evidence.start : evidence.end] == evidence.term == "diabétique"


def test_a_term_counts_once_within_reach_and_again_beyond():
    near = "diabétique " * 50
    far = "x " * 1000

    assert len(CLASSIFIER.evidence_in_text(near, [], person_beside=True)) == 1
    assert len(CLASSIFIER.evidence_in_text(near + far + near, [], person_beside=True)) == 2


def test_two_weak_words_support_each_other_only_within_reach_and_only_when_they_differ():
    weak = [Term("villa", "housing", "W"), Term("jardinet", "housing", "W")]
    classifier = Classifier(DECLARATION, weak, PlainFinder)

    def count(text):
        return len(classifier.evidence_in_text(text, [], person_beside=True))

    assert count("villa et jardinet") == 2
    assert count("villa et villa") == 0
    assert count("villa " + "x " * 1000 + "jardinet") == 0


def test_the_longer_term_wins_over_the_one_inside_it():
    found = CLASSIFIER.evidence_in_text("Une alleenstaande woning in Gent.", [], person_beside=True)

    assert {evidence.category for evidence in found} == {"housing"}


@pytest.mark.parametrize(
    ("header", "categories"),
    [
        ("Profession", {"profession"}),
        ("date_naissance", {"personal_characteristics"}),
        ("dateOfBirth", {"personal_characteristics"}),
        ("Beroep", {"profession"}),
        ("etat-civil", {"personal_characteristics"}),
        ("Hobbys", {"leisure"}),
        ("client_groupe_sanguin", {"physical"}),
        ("mot_de_passe", {"electronic_identification"}),
        ("position", set()),
        ("profession_code_interne", set()),
        ("montant", set()),
        ("", set()),
    ],
)
def test_a_header_tells_its_category(header, categories):
    found = CLASSIFIER.evidence_in_header(header)

    assert {evidence.category for evidence in found} == categories
    assert {evidence.strength for evidence in found} <= {1.0}


def test_a_label_beside_a_text_is_weaker_than_a_header():
    (evidence,) = CLASSIFIER.evidence_in_label("Hobby's")

    assert (evidence.category, evidence.strength, evidence.basis) == ("leisure", 0.8, "label")


@pytest.mark.parametrize(
    ("media_type", "name", "categories"),
    [
        ("image/jpeg", "DSC_0042.JPG", ("audiovisual",)),
        ("audio/x-wav", "appel.wav", ("audiovisual",)),
        ("video/mp4", "entree.mp4", ("audiovisual",)),
        ("image/png", "logo-office.png", ()),
        ("image/svg+xml", "plan.svg", ()),
        ("application/pdf", "photo.pdf", ()),
        ("text/vcard", "contacts.vcf", ("identification",)),
        ("application/har+json", "session.har", ("electronic_identification",)),
        ("application/gpx+xml", "tour.gpx", ("electronic_location",)),
        ("application/vnd.google-earth.kmz", "tour.kmz", ("electronic_location",)),
        ("text/x-nmea", "gps.log", ("electronic_location",)),
        ("text/x-coda", "statement.cod", ("financial",)),
        ("text/x-mt940", "banner.sta", ("financial",)),
        ("application/x-iso20022+xml", "camt053.xml", ("financial",)),
        ("application/dicom", "IM000001", ("physical_health",)),
        ("text/x-hl7v2", "adt.hl7", ("physical_health",)),
        ("application/x-kmehr+xml", "sumehr.xml", ("physical_health",)),
        ("application/x-hl7-cda+xml", "letter.xml", ("physical_health",)),
        ("application/fhir+json", "bundle.json", ("physical_health",)),
        ("text/calendar", "agenda.ics", ()),
    ],
)
def test_some_kinds_of_files_prove_a_category_but_logos_do_not(media_type, name, categories):
    assert CLASSIFIER.file_evidence(media_type, name) == categories


def test_a_small_picture_proves_nothing_and_smallness_matters_to_pictures_only():
    assert CLASSIFIER.file_evidence("image/png", "a.png", is_small=True) == ()
    assert CLASSIFIER.file_evidence("text/x-coda", "a.cod", is_small=True) == ("financial",)


@pytest.mark.parametrize(
    ("entity", "categories"),
    [
        ("IBAN_CODE", ("financial",)),
        ("EMAIL_ADDRESS", ("electronic_identification",)),
        ("BE_BIS_NUMBER", ("national_number",)),
        ("LOAN_ID", ("financial",)),
        ("UNKNOWN", ()),
    ],
)
def test_an_identifier_proves_its_categories(entity, categories):
    assert CLASSIFIER.categories_of(entity) == categories


@pytest.mark.parametrize(
    ("entity", "value", "functional", "expected"),
    [
        pytest.param("PERSON", "amelie dupont", False, True, id="a name"),
        pytest.param("EMAIL_ADDRESS", "info@example.org", True, False, id="a role mailbox"),
        pytest.param("PHONE_NUMBER", "+32499000000", False, True, id="a mobile"),
        pytest.param("PHONE_NUMBER", "+3223545454", False, False, id="a fixed line"),
        pytest.param("PHONE_NUMBER", None, False, False, id="an unread number"),
        pytest.param("IBAN_CODE", "BE00", False, False, id="an account"),
        pytest.param("DOSSIER_ID", "x", False, True, id="the operator's identifier of persons"),
        pytest.param("LOAN_ID", "x", False, False, id="the operator's identifier of a thing"),
    ],
)
def test_who_is_identified_in_running_text(entity, value, functional, expected):
    assert CLASSIFIER.identifies(entity, value, functional=functional) is expected


def test_in_tables_accounts_and_phones_identify_rows():
    assert CLASSIFIER.identifies_in_table("IBAN_CODE")
    assert not CLASSIFIER.identifies_in_table("BIC")


def test_evidence_does_not_show_its_term():
    (evidence,) = CLASSIFIER.evidence_in_text("Elle est diabétique.", [], person_beside=True)

    assert "diab" not in repr(evidence)


def test_every_term_is_told_with_its_ground_or_its_reason():
    text = "Profession : infirmière. Pas d'asthme. En cas de cancer, rien. Elle est diabétique. Allergies : néant"
    judged = {one.term: one.basis or one.reason for one in CLASSIFIER.judge(text, [], person_beside=True)}

    assert judged == {
        "Profession": "label",
        "asthme": "negated",
        "cancer": "general",
        "diabétique": "prose",
        "Allergies": "none",
    }


def test_every_reason_is_a_known_one():
    text = "\n".join(f"{term.text} ? {term.text}, geen {term.text}" for term in LEXICON[::7])

    assert {one.reason for one in CLASSIFIER.judge(text, [], person_beside=True)} - {None} <= set(REASONS)


def test_a_weak_word_counts_as_the_value_of_a_label():
    assert told("Familienstand: geschieden") >= {"household"}
    assert "household" not in told("De woorden zijn gescheiden.")


def test_no_term_counts_inside_the_name_of_another():
    text = "Monsieur Dupont a vu Dr Cancer hier."

    assert CLASSIFIER.evidence_in_text(text, [(9, 15)], names=[(21, 30)]) == []
    assert CLASSIFIER.evidence_in_text(text, [(9, 15)]) != []


def test_keys_in_camel_case_are_labels():
    assert told("bloodType: AB+\njobTitle: clerk") == {"physical", "profession"}
    assert told("bloodType: \njobTitle: null\n") == set()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Elle est tombée et s'est fait une vilaine plaie au genou.", "physical_health"),
        ("Haar knie is gezwollen.", "physical_health"),
        ("Sie ist Dachdeckerin bei einer Firma, er ist Dachdecker bei der Gemeinde.", "profession"),
        ("He still pays off a loan of 300 euros a month.", "financial"),
    ],
)
def test_a_cue_and_its_object_tell_together_what_neither_tells_alone(text, category):
    assert category in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le genou.",
        "Le dossier est gonflé. Il a plié le genou.",
        "Elle n'a aucune douleur au genou.",
        "Douleur : .......... Genou : ..........",
        "Rendez-vous chez le plombier.",
    ],
)
def test_a_cue_tells_nothing_without_its_object_in_the_sentence_nor_where_it_is_denied(text):
    assert told(text).isdisjoint({"physical_health", "profession"})


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("Il souffre de vertiges.", {"physical_health"}),
        ("Il souffre de dépression.", {"mental_health"}),
        ("She suffers from depression.", {"mental_health"}),
    ],
)
def test_an_open_phrase_gives_way_to_the_category_that_completes_it(text, categories):
    assert told(text) == categories


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Elle a 43 ans.", "personal_characteristics"),
        ("De 43-jarige belde ons.", "personal_characteristics"),
        ("Lisinopril 20 mg, 1x par jour.", "physical_health"),
        ("Bromazepam 6 mg, 1x par jour.", "mental_health"),
    ],
)
def test_figures_tell_ages_and_drugs(text, category):
    assert category in told(text)


def test_words_for_any_case_are_of_this_person_where_the_sentence_names_him_before():
    found = CLASSIFIER.evidence_in_text("Amélie Dupont refuse toute transfusion.", [(0, 13)])
    general = CLASSIFIER.evidence_in_text("Toute transfusion se note. Amélie Dupont.", [(27, 40)])

    assert ({one.category for one in found}, general) == ({"physical_health"}, [])
