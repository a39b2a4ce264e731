from __future__ import annotations

import pytest

NRN, BIS, IBAN, PHONE, MAIL = (
    "BE_NATIONAL_REGISTER_NUMBER",
    "BE_BIS_NUMBER",
    "IBAN_CODE",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
)
DOB, OGM, CARD, KBO, ADDRESS, PERSON = (
    "DATE_OF_BIRTH", "BE_STRUCTURED_COMMUNICATION", "CREDIT_CARD", "BE_ENTERPRISE_NUMBER", "ADDRESS", "PERSON",
)  # fmt: skip


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize(
    "text",
    ["85.07.30-033.28", "85 07 30 033 28", "85073003328", "850730 033 28", "850730-033-28", "730111361-73", "42.01.22.051-81",
     "93.05.18-223.61", "85.07.30-\n033.28", "85.07.30 – 033.28", "85\u00a007\u00a030\u00a0033\u00a028", "00012556777"],
)  # fmt: skip
def test_every_spelling_of_a_national_number_is_found_without_a_label(find, text):
    assert find(f"Voir {text} svp") == [(NRN, text, pytest.approx(find(text)[0][2]))]


def test_dots_make_a_national_number_sure_and_glued_digits_do_not(find):
    assert find("x 85.07.30-033.28")[0][2] >= 0.85
    assert 0.5 <= find("x 85073003328")[0][2] < 0.85


@pytest.mark.parametrize(
    "label",
    ["Numéro national :", "N° national", "NISS", "Registre national n°", "Rijksregisternummer:", "INSZ-nummer", "RR-nr.", "nat_nr =",
     "Nationalregisternummer", "ENSS:", "National register number:", "SSIN", '"nationalNumber": "', "niss=", "NN:", "INSZ\n"],
)  # fmt: skip
def test_a_label_in_any_language_makes_a_glued_number_sure(find, label):
    ((entity, _, score),) = find(f"{label} 85073003328" if label[-1] not in '="\n:' else f"{label}85073003328")

    assert entity == NRN
    assert score >= 0.85


@pytest.mark.parametrize("label", ["numéro BIS : ", "bisnummer ", "Bis-Nummer: ", "NISS "])
def test_a_raised_month_is_a_bis_number_whatever_the_label_says(find, label):
    assert find(f"{label}98.47.28-997.65") == [(BIS, "98.47.28-997.65", 0.95)]


@pytest.mark.parametrize(
    "text",
    ["Facture n° 20240099123", "Factuur nr. 20240099123", "BUILD = 85073003329", "BUILD = 85073003328", "uuid=6f1c85073003328a-0001",
     "order=2024010099123", "a85073003328", "85073003328b", "185073003328", "850730033280", "+32850730033", "commande 85073003328",
     "Bestelling: 85073003328", "Rechnung Nr. 85073003328", "version 85073003328", "85.02.31-001.92"],
)  # fmt: skip
def test_other_numbers_are_no_national_number(find, text):
    assert values(find(text), NRN) == []


def test_a_labelled_number_whose_control_fails_is_told_as_a_typing_error_and_never_as_sure(find):
    assert find("Numéro national : 85073003329") == []
    assert find("Numéro national : 85073003329", least=0.2) == [(NRN, "85073003329", 0.3)]


def test_an_unknown_birth_date_needs_a_label(find):
    number = "85000000117"
    body = int(number[:9])
    number = f"{number[:9]}{97 - body % 97:02}"

    assert find(number) == []
    assert find(f"NISS {number}") == [(NRN, number, 0.95)]


def test_a_label_serves_one_value_only(find):
    found = find("Numéro national : 85073003328, client depuis 42012205181")

    assert [score >= 0.85 for _, _, score in found] == [True, False]


def test_a_label_serves_all_values_of_a_list(find):
    found = find("Tél. : 02/226.88.88 ou 0475/12.34.56, 067/21 30 40")

    assert [(entity, score) for entity, _, score in found] == [(PHONE, 0.9)] * 3


def test_a_label_on_the_line_before_counts_and_one_two_lines_before_does_not(find):
    assert find("Rijksregisternummer\n85073003328")[0][2] >= 0.85
    assert find("Rijksregisternummer\n\n85073003328")[0][2] < 0.85


def test_a_label_without_the_text_counts(find):
    assert find("85073003328", "nationalNumber")[0][2] >= 0.85
    assert find("30/07/1985", "Date de naissance") == [(DOB, "30/07/1985", 0.9)]
    assert find("85073003328", "factuurnummer") == []


@pytest.mark.parametrize(
    "text",
    ["BE68 5390 0754 7034", "be68539007547034", "BE68.5390.0754.7034", "BE 68 5390 0754 7034", "BE68\u00a05390\u00a00754\u00a07034",
     "BE68-5390-0754-7034", "BE32 123-4567890-02", "BE48 3200 7018 4927", "FR14 2004 1010 0505 0001 3M02 606", "NL91 ABNA 0417 1643 00",
     "LU28 0019 4006 4475 0000", "DE89370400440532013000", "BE68 5390\n0754 7034"],
)  # fmt: skip
def test_ibans_are_sure_without_a_label(find, text):
    ((entity, written, score),) = find(f"op {text}.")

    assert (entity, written) == (IBAN, text)
    assert score >= 0.85


def test_an_iban_glued_to_its_label_is_found_and_one_glued_to_a_letter_is_not(find):
    assert values(find("IBANBE68539007547034"), IBAN) == ["BE68539007547034"]
    assert values(find("XBE68539007547034"), IBAN) == []
    assert values(find("BE41091811735141"), IBAN) == []


@pytest.mark.parametrize(
    "text",
    ["02 226 88 88", "02/226.88.88", "067/21 30 40", "0475/12.34.56", "0475 123 456", "04.75.12.34.56", "0475-12-34-56", "(02) 226 88 88",
     "+32 2 226 88 88", "+32475123456", "0032475123456", "+32 (0)475 123 456", "+32 475 12 34 56", "0475123456", "+33 6 12 34 56 78",
     "+31 20 123 45 67", "+44 20 7946 0958", "+352 621 123 456"],
)  # fmt: skip
def test_every_spelling_of_a_phone_is_found(find, text):
    assert values(find(f"Bel {text} aub"), PHONE) == [text]
    assert find(f"GSM : {text}")[-1][2] >= 0.85


@pytest.mark.parametrize(
    "text",
    ["0800 12 345", "0800/12.345", "070 12 34 56", "078 15 15 15", "0900 12 345", "2023/0456123456", "8068/17183", "01/02/2020 12",
     "facture n° 0475123456", "10.2.10.4", "2024-01-02 03:04:05", "12-0475123456"],
)  # fmt: skip
def test_free_numbers_dates_and_codes_are_no_phone(find, text):
    assert values(find(text), PHONE) == []


@pytest.mark.parametrize(
    "text",
    [
        "jan.peeters@telenet.be",
        "j@x.local",
        "zoë.çelik+a@mañana.es",
        "JAN@TELENET.BE",
        "jan_p@mail.corp",
        "bart.d'hondt@skynet.be",
    ],
)
def test_addresses_of_every_kind_are_found(find, text):
    assert values(find(f"mail {text}, of <{text}>."), MAIL) == [text, text]


@pytest.mark.parametrize(
    "text", ["jan (at) telenet.be", "jan.peeters[at]telenet[dot]be", "jan.peeters [at] telenet [punt] be"]
)
def test_hidden_addresses_are_found(find, text):
    assert values(find(f"Schrijf naar {text} aub"), MAIL) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "git@github.com:org/repo",
        "icon@2x.png",
        "lodash@4.17.21",
        "user@host",
        "postgresql://scott@db.example.com/x",
        "ftp://a:b@ftp.example.com",
    ],
)
def test_paths_and_versions_are_no_address(find, text):
    assert values(find(text), MAIL) == []


def test_a_sentence_right_after_an_address_is_no_part_of_it(find):
    assert values(find("Mail jan@telenet.be.Volgende week"), MAIL) == ["jan@telenet.be"]


@pytest.mark.parametrize(
    "text",
    ["né le 30/07/1985", "née le 1er février 1980", "né(e) le 3-6-1975", "Date de naissance : 1985-07-30", "geboren op 30.07.1985",
     "geboren te Gent op 1 februari 1980", "Geboortedatum: 30-7-1985", "geboren am 30. Juli 1985", "Geburtsdatum 30.07.85",
     "born on July 30, 1985", "DOB: 30 07 1985", "date_naissance=1985-07-30", "Date of birth: 19850730", "NÉE LE 30/07/1985"],
)  # fmt: skip
def test_a_labelled_date_is_a_birth_date(find, text):
    assert [entity for entity, _, _ in find(text)] == [DOB]


@pytest.mark.parametrize(
    "text",
    ["Réunion du 30/07/1985", "il ne le fera pas avant le 30/07/1985", "décédé le 30/07/1985", "date de facture : 30/07/2020", "1985-07-30",
     "né le 31/02/1980", "geboren op 30/07/1800", "né le 30/07/2985", "Geldig tot 30/07/2020"],
)  # fmt: skip
def test_other_dates_are_no_birth_date(find, text):
    assert values(find(text), DOB) == []


def test_only_the_first_date_after_a_birth_label_is_the_birth(find):
    assert values(find("Né le 30/07/1985, entré en service le 01/02/2010"), DOB) == ["30/07/1985"]


@pytest.mark.parametrize(
    "text", ["+++010/8068/17183+++", "***010/8068/17183***", "+++ 010 / 8068 / 17183 +++", "+++090/9337/55493+++"]
)
def test_marks_make_a_structured_communication_sure(find, text):
    assert find(text)[0][:2] == (OGM, text)


def test_without_marks_a_structured_communication_needs_a_label(find):
    assert find("010/8068/17183") == []
    assert find("Mededeling: 010/8068/17183")[0][:2] == (OGM, "010/8068/17183")
    assert find("+++123/4567/89012+++") == []
    assert find("+++000/0000/00000+++") == []


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1111",
        "5555-5555-5555-4444",
        "2223 0031 2200 3222",
        "3714 496353 98431",
        "6703 4444 4444 4449",
        "4111111111111111",
    ],
)
def test_cards_of_all_ranges_are_found(find, text):
    assert values(find(f"Carte : {text}"), CARD) == [text]


@pytest.mark.parametrize("text", ["4111 1111 1111 1112", "1234567890123452", "4006381333931", "9999 9999 9999 9995"])
def test_what_no_issuer_has_or_luhn_refuses_is_no_card(find, text):
    assert values(find(text), CARD) == []


@pytest.mark.parametrize("text", ["0403.019.261", "BE0403019261", "BE 0403.019.261", "BE 0403 019 261", "BE403019261"])
def test_prefixed_or_dotted_enterprise_numbers_are_found(find, text):
    assert values(find(f"société {text}"), KBO) == [text]
    assert find(f"TVA {text}")[0][2] >= 0.85


def test_the_label_tells_a_mobile_number_from_an_enterprise_number(find):
    number = "0475.123.4"
    both = next(
        f"{number}{n:02}"
        for n in range(100)
        if find(f"TVA {number}{n:02}") and find(f"TVA {number}{n:02}")[0][0] == KBO
    )

    assert find(f"TVA {both}")[0][0] == KBO
    assert find(both)[0][0] == KBO
    assert find(f"GSM : {both}")[0][0] == PHONE
    assert find(both.replace(".", " ", 1).replace(".", " "))[0][0] == PHONE


def test_an_identifier_of_the_operator_has_the_borders_of_a_word(find):
    assert values(find("COFF-000123 OFF-0001234 OFF-12"), "CUSTOMER_NUMBER") == []
    assert find("klantnummer OFF-000123") == [("CUSTOMER_NUMBER", "OFF-000123", 0.9)]


@pytest.mark.parametrize(
    "text",
    ["Rue de la Station 10, 1410 Waterloo", "Boulevard du Souverain 111 bte 2, 1160 Auderghem", "Chaussée de Tervuren 145 bte 2 - 1410 Waterloo",
     "Place Saint-Lambert 24 bte 2, 4000 Liège", "Avenue des Érables 215 bte B, 5000 Namur", "rue du bonheur 12, 5590 Ciney",
     "Diestsevest 161 bus B, 3000 Leuven", "Grote Steenweg 143, 2600 Berchem", "Koning Albert II-laan 16, 1000 Brussel",
     "Kerkstraat 104 bus 2, 9000 Gent", "Hoogpoortdreef 108, 1500 Halle", "Steenweg op Alsemberg 3, 1640 Sint-Genesius-Rode",
     "Hauptstraße 139 Bfk. 2, 4700 Eupen", "Klosterweg 131, 4780 Sankt Vith", "Aachener Straße 205, 4710 Lontzen",
     "Rue Courtejoie 17 bte 1\n5590 Ciney", "Kerkstraat 5\nbus 3\n9000 Gent", "17, rue Courtejoie, 5590 Ciney",
     "Zennestraat 32 bus 20, B-1000 Brussel", "Avenue Louise 5A, 1050 Ixelles"],
)  # fmt: skip
def test_a_whole_address_is_one_finding(find, text):
    ((entity, written, score),) = find(f"• {text}.\n")

    assert (entity, written) == (ADDRESS, text)
    assert score >= 0.85


@pytest.mark.parametrize(
    "text",
    ["sur place le 12 mai", "Vergadering 12", "cours de 12 personnes", "la rue le 12 mai", "Verzekering 5", "route 66"],
)
def test_prose_is_no_address(find, text):
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("Nom : Jan Peeters", "Jan Peeters"), ("Naam: De Smet", "De Smet"), ("Nom : Peeters, Jan", "Peeters, Jan"), ("M. Dupont est là", "Dupont"),
     ("au sujet du dossier de Luc Cauwe (réf.", "Luc Cauwe"), ("het dossier van ÇELIK Katrien (klant", "ÇELIK Katrien"),
     ("Geachte heer Peeters,", "Peeters"), ("Cher Monsieur Dupont,", "Dupont"), ("Mevrouw Van den Broeck belt", "Van den Broeck"),
     ("Sehr geehrter Herr Müller,", "Müller"), ("Frau Dr. Schröder", "Schröder"), ("die Akte von KRÄMER Heike (Kund", "KRÄMER Heike"),
     ("dossier de DE LA VALLÉE Anne-Sophie né", "DE LA VALLÉE Anne-Sophie"), ("Beste Katrien,", "Katrien"), ("Chère Marie,", "Marie"),
     ("Patient : Jean-Luc D'Hondt\n", "Jean-Luc D'Hondt"), ("From: Jan Peeters <jan@x.be>", "Jan Peeters"), ("M. et Mme Lefèvre", "Lefèvre"),
     ("Bien à vous,\n\nSophie de la Vallée\n", "Sophie de la Vallée"), ("Met vriendelijke groeten,\nJan Wouters\n", "Jan Wouters"),
     ("Luc Cauwe, né le 3/6/1975", "Luc Cauwe"), ("Prénom : Émilie", "Émilie"), ("t.a.v.: Marie Dubois", "Marie Dubois"),
     ("Vor- und Nachname: Hans Müller", "Hans Müller"), ("Employee: John A. Smith", "John A. Smith"), ("MONSIEUR JAN PEETERS", "JAN PEETERS"),
     ("mijn naam is Jan Peeters.", "Jan Peeters"), ("Dhr. J. Peeters", "J. Peeters"), ('"name": "Jan Peeters"', "Jan Peeters")],
)  # fmt: skip
def test_a_name_is_found_by_what_announces_it_and_is_the_name_alone(find, text, name):
    assert values(find(text), PERSON) == [name]


@pytest.mark.parametrize(
    "text",
    ["Madame, Monsieur,", "Geachte mevrouw, geachte heer,", "Sehr geehrte Damen und Herren,", "Cher Client,", "Beste klant,", "Company name: Acme Foods",
     "Filename: Budget Report", "Client : Acme SA", "Nom :\nPrénom :", "M. le Directeur", "Nom de la rue : Grande Montagne", "Dear Team,",
     "Met vriendelijke groeten,\nFactuur nr. 20240099123", "username: Admin", "dossier de crédit"],
)  # fmt: skip
def test_nobody_is_made_of_formulas_companies_and_things(find, text):
    assert values(find(text), PERSON) == []
