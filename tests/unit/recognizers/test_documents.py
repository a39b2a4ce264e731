"""Numbers of identity papers: what a label makes of them, and what they are not."""

from __future__ import annotations

import pytest

EID, PASSPORT, LICENCE, RESIDENCE, SIS, TRAVEL, ACCOUNT, NRN = (
    "BE_EID_CARD_NUMBER", "BE_PASSPORT_NUMBER", "BE_DRIVING_LICENCE_NUMBER", "BE_RESIDENCE_CARD_NUMBER", "BE_SOCIAL_SECURITY_CARD_NUMBER", "TRAVEL_DOCUMENT_NUMBER",
    "BE_LEGACY_ACCOUNT_NUMBER", "BE_NATIONAL_REGISTER_NUMBER",
)  # fmt: skip


def values(found, entity):
    return [text for e, text, _ in found if e == entity]


@pytest.mark.parametrize(
    "number", ["591-1917064-58", "000-0011032-71", "591-2010999-97", "591 1917064 58", "591191706458"]
)
@pytest.mark.parametrize(
    "label",
    [
        "Carte d'identité n°",
        "N° CI :",
        "eID:",
        "Identiteitskaartnummer",
        "Kaartnummer:",
        "Ausweisnummer",
        "Kartennummer:",
        "ID card no.",
    ],
)
def test_a_label_tells_an_identity_card_from_an_account(find, label, number):
    ((entity, text, score),) = find(f"{label} {number}")

    assert (entity, text) == (EID, number)
    assert score >= 0.85


@pytest.mark.parametrize("number", ["591-1917064-58", "591 1917064 58", "591191706458"])
def test_a_bare_card_number_is_never_more_than_low(find, number):
    assert all(score < 0.5 for entity, _, score in find(number, least=0.0) if entity == EID)


@pytest.mark.parametrize(
    "number", ["000-0011032-25", "591-1917064-59", "591-1917064", "1591-1917064-58", "000-0000000-00"]
)
def test_a_card_number_whose_control_or_length_is_wrong_is_none(find, number):
    assert values(find(f"Carte d'identité {number}", least=0.0), EID) == []


def test_a_card_number_broken_behind_a_hyphen_is_one(find):
    assert values(find("Carte d'identité 591-1917064-\n58"), EID) == ["591-1917064-\n58"]


@pytest.mark.parametrize(
    "label",
    [
        "Numéro de passeport :",
        "n° passeport",
        "Paspoortnummer:",
        "paspoortnr.",
        "Reisepassnummer",
        "Passnummer:",
        "Passport no.",
    ],
)
@pytest.mark.parametrize("number", ["EA123456", "EM 123456"])
def test_a_label_makes_two_capitals_and_six_digits_a_passport(find, label, number):
    ((entity, text, score),) = find(f"{label} {number}")

    assert (entity, text) == (PASSPORT, number)
    assert score >= 0.5


def test_small_letters_are_a_passport_only_right_behind_the_label(find):
    assert values(find("passeport : ea123456"), PASSPORT) == ["ea123456"]
    assert values(find("passeport de mon fils ea123456"), PASSPORT) == []


@pytest.mark.parametrize(
    "text",
    [
        "EA123456",
        "facture FA202301",
        "passeport EA1234567",
        "passeport EA12345",
        "passeport XEA123456",
        "bon EA123456-12",
    ],
)
def test_without_a_label_or_with_another_length_there_is_no_passport(find, text):
    assert values(find(text), PASSPORT) == []


@pytest.mark.parametrize(
    "text",
    ["Permis de conduire n° 1234567890", "N° permis : 1234567890", "Numéro du permis 1234 567 890", "Rijbewijs: 1234567890", "rijbewijsnummer 1234567890",
     "Führerschein Nr. 1234567890", "Führerscheinnummer: 1234567890", "Driving licence no. 1234567890", "1234567890 (permis de conduire)",
     "3. 01.01.80 Bruxelles\n4a. 01.02.20\n4b. 01.02.30\n5. 1234567890", "3. 01.01.80 Bruxelles 4a. 01.02.20 4b. 01.02.30 5. 1234567890"],
)  # fmt: skip
def test_ten_digits_are_a_licence_behind_a_label_or_in_field_5(find, text):
    assert values(find(text), LICENCE) == [text[text.index("1234") :].partition(" (")[0]]


@pytest.mark.parametrize(
    "text",
    [
        "1234567890",
        "Permis de conduire 123456789",
        "Permis de conduire 12345678901",
        "Rijbewijs 0000000000",
        "5. 1234567890",
        "permis d'urbanisme 1234567890",
    ],
)
def test_ten_digits_alone_are_no_licence(find, text):
    assert values(find(text), LICENCE) == []


@pytest.mark.parametrize(
    "text",
    ["Titre de séjour B012345678", "Carte de séjour : B 0123456 78", "Verblijfstitel B012345678", "verblijfskaart nr. B 0123456 78", "Vreemdelingenkaart B012345678", "Aufenthaltstitel B012345678",
     "Aufenthaltskarte: B012345678", "Residence permit B012345678", "residence card B 0123456 78", "titre de séjour b0123456 78"],
)  # fmt: skip
def test_b_and_nine_digits_are_a_residence_card_behind_a_label(find, text):
    ((entity, value, score),) = find(text)

    assert (entity, value.upper().replace(" ", "")) == (RESIDENCE, "B012345678")
    assert text.endswith(value)
    assert score >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "B012345678",
        "Titre de séjour A012345678",
        "Titre de séjour B01234567",
        "Titre de séjour B0123456789",
        "XB012345678",
    ],
)
def test_anything_else_is_no_residence_card(find, text):
    assert values(find(text), RESIDENCE) == []


def test_an_older_residence_card_has_twelve_controlled_digits(find):
    assert values(find("titre de séjour 591-1917064-58"), RESIDENCE) == ["591-1917064-58"]
    assert values(find("titre de séjour 591-1917064-59"), RESIDENCE) == []


@pytest.mark.parametrize(
    "text",
    [
        "Carte SIS 123 456 7890",
        "SIS-kaart: 1234567890",
        "ISI+ 1234567890",
        "isi+-kaart 1234567890",
        "1234567890 (carte SIS)",
    ],
)
def test_ten_digits_behind_the_card_s_name_are_a_social_security_card(find, text):
    assert [value.replace(" ", "") for value in values(find(text), SIS)] == ["1234567890"]


@pytest.mark.parametrize(
    "text", ["1234567890", "SIS 2017", "Carte SIS 123456789", "Carte SIS 0000000000", "thesis 1234567890"]
)
def test_other_digits_are_no_social_security_card(find, text):
    assert values(find(text), SIS) == []


def test_a_foreign_passport_has_nine_letters_and_digits_behind_its_label(find):
    assert values(find("passeport français 12AB34567"), TRAVEL) == ["12AB34567"]
    assert values(find("Reisepass C01X0006H"), TRAVEL) == ["C01X0006H"]
    assert values(find("passeport 123456789"), TRAVEL) == []
    assert values(find("12AB34567"), TRAVEL) == []


CARD = "IDBEL591191706<4584<<<<<<<<<<<\n8507309M3001019BEL850730033283\nPEETERS<<JAN<MARIE<<<<<<<<<<<<"


def test_a_zone_is_sure_without_a_label(find):
    assert find(f"scan:\n{CARD}\n") == [
        (EID, "591191706<458", 0.97), ("DATE_OF_BIRTH", "850730", 0.97), (NRN, "85073003328", 0.97), ("PERSON", "PEETERS<<JAN<MARIE", 0.97),
    ]  # fmt: skip


def test_a_zone_whose_control_fails_is_not_read(find):
    assert values(find(CARD.replace("4584", "4585")), EID) == []
