"""What each recognizer asks of a match beyond its pattern, and the builders of patterns, called directly."""

from __future__ import annotations

from datetime import date

import pytest
import regex

from recognizers import collection
from recognizers.account import belgian_bics, is_known_bic
from recognizers.address_parts import _gate, _germanic
from recognizers.characters import compact
from recognizers.iban import _foreign
from recognizers.labelled import _spellings, after_label, any_label, before_label, gate_behind, label_gate
from recognizers.national_number import _forms, _patterns
from recognizers.pattern import GatedPattern, LabelledRecognizer
from recognizers.payment_card import _broken, _grouped
from recognizers.phone import _known_codes

TODAY = date(2024, 6, 15)

VALID = {
    "BeEidCardRecognizer": ("591-1917064-58|000-0011032-71|591-2010999-97", "591-1917064-59|000-0000000-00"),
    "BePassportRecognizer": ("EA123456|EM 123456", "EA  123456"),
    "BeDrivingLicenceRecognizer": ("1234567890|0000000001", "0000000000"),
    "BeResidenceCardRecognizer": ("B012345678|B 0123456 78|591-1917064-58", "591-1917064-59|B01234567"),
    "BeSocialSecurityCardRecognizer": ("1234567890|000 000 0001", "0000000000"),
    "TravelDocumentRecognizer": ("12AB34567|X4RTBPFW4", "ABCDEFGHI"),
    "BeLegacyAccountRecognizer": ("539-0075470-34|123-4567890-02|510-0075470-61|000-0000001-01", "539-0075470-35|001-0000000-97|000-0000000-97|000-0000000-00"),
    "BicRecognizer": ("GKCCBEBB|BNPAFRPP|BNPAFRPPXXX", "GKCCQQBB|GKCCBEB"),
    "BelgianBicRecognizer": ("GKCCBEBB|GKCCBEBBXXX|BBRUBEBB", "BNPAFRPP|AAAABEAA"),
    "CreditorReferenceRecognizer": ("RF18 5390 0754 7034|RF18539007547034|RF18\u00a05390\u00a00754\u00a07034", "RF19 5390 0754 7034"),
    "BeHealthProviderRecognizer": ("1-12345-78-123|1-12345-62-123|11234578", "1-12345-12-123|01234565"),
    "IcdCodeRecognizer": ("E11.9|C50.9111|A00", "C50.91111"),
    "AtcCodeRecognizer": ("A10BA02|N02BE01", "A00BA02"),
    "CnkCodeRecognizer": ("1234-567|0000-001", "0000-000"),
    "NomenclatureCodeRecognizer": ("101032|000001", "000000"),
    "HealthInsuranceNumberRecognizer": ("228/12345|228/1234567890123|228 12345", "228/1234|228/12345678901234"),
    "BeLicencePlateRecognizer": ("1-ABC-123|ABC123|A-1|1-ABCD-123", "ABC-DEF|123-456|1-ABCDE-123|"),
    "VehicleIdentificationRecognizer": ("WVWZZZ1JZXW000001", "WVWZZZ1JZXW00000A|WVWZZZIJZXW000001"),
    "IpAddressRecognizer": ("84.199.12.7|10.0.0.1|1.2.3.4|2a02:a03f::1:1|fe80::1:2%eth0|2001:db8::1:2", "127.0.0.1|224.0.0.1|a::b|abc::def:cafe:|x|a:b::c|::1|2a02::1|dead::beef:cafe|fe:ed::face"),
    "PublicIpAddressRecognizer": ("84.199.12.7|30.30.1.1|192.0.2.99|203.0.113.9", "30.29.1.1|1.2.3.4|192.168.100.99|10.99.99.99|127.99.99.1|x"),
    "HardwareAddressRecognizer": ("00:1A:2B:3C:4D:5E|00:00:00:00:00:01", "FF:ff:FF:ff:FF:ff|00:00:00:00:00:00"),
    "ImeiRecognizer": ("35-686800-004141-8|356868000041418", "35-686800-004141-7|35-417803-685978-1"),
    "ImsiRecognizer": ("206011234567890|206 01 1234567890", "20601123456789|2060112345678901"),
    "IccidRecognizer": ("8932042000000000006|8932 0420 0000 0000 006", "8932042000000000007"),
    "OnlineIdentifierRecognizer": ("GA1.2.1234567890.1234567890|abcd1", "abcdefgh|00000000|12121212|1234"),
    "CredentialRecognizer": ("Zonnig77|0000|1111|abc", "****|....|abab|xx"),
    "SocialProfileRecognizer": ("linkedin.com/in/jan-peeters|@jan.peeters|x.com/png", "facebook.com/logo.PNG|facebook.com/a.jpeg|x.com/a.js|x.com/a.htm|x.com/a.css|x.com/a.php|x.com/a.gif"),
    "GpsCoordinatesRecognizer": ("50.8467, 4.3525|48.8566, 2.3522|50°51'N 4°21'E", "99.5, 4.25|50.8467"),
    "BelgianGpsCoordinatesRecognizer": ("50.8467, 4.3525", "48.8566, 2.3522|4.3525, 50.8467"),
    "FrNirRecognizer": ("1 85 05 78 006 084 91|185057800608491", "1 85 05 78 006 084 92|1 85 13 78 006 084 00"),
    "NlBsnRecognizer": ("111222333|111.222.333", "111222334"),
    "GermanTaxIdRecognizer": ("36 574 261 809", "36 574 261 808"),
    "LuNationalIdRecognizer": ("1893120105732|1893-12-01-057-32", "1893120105733"),
    "EmployeeNumberRecognizer": ("P-4711|12345|1899|2199|A20|201", "30/07/1985|1999|2024|0475 12 34 56|A-1|+33612345678|1 mai 1980"),
    "FileNumberRecognizer": ("2024-0045|19850730|D12", "30.07.1985|D-1"),
    "BeEnterpriseNumberRecognizer": ("0403.019.261|BE 403.019.261|(0)403019261", "0403.019.262|BE 0431.150.351"),
    "BeEstablishmentUnitRecognizer": ("2.147.812.701", "2.147.812.702|0403.019.261"),
    "VatNumberRecognizer": ("FR 40 303 265 045|FR40.303.265.045|fr40303265045", "FR 40 303 265 046"),
    "BeIbanRecognizer": ("BE68 5390 0754 7034|be68-5390-0754-7034", "BE68 5390 0754 7035|BE41 0918 1173 5141"),
    "IbanScanRecognizer": ("BE68 539O 0754 7034|BE68 S39O 0754 7034", "BE68 5390 0754 7034|BE68 539O 0754 7035"),
    "PaymentCardRecognizer": ("4111 1111 1111 1111", "4111 1111 1111 1112"),
    "BePhoneRecognizer": ("0475/12.34.56|+33 6 12 34 56 78", "0800 12 345|09 123 45 67"),
    "BeStructuredCommunicationRecognizer": ("+++010/8068/17183+++|000/0000/00101", "+++010/8068/17180+++|000/0000/00000|010/8068/1718"),
    "BeNationalRegisterNumberRecognizer": ("85.07.30-033.28|85.07.30-\n033.28", "85.07.30-033.29|98.47.28-997.65|85.07.30-\n033.\n28"),
    "BeBisNumberRecognizer": ("98.47.28-997.65", "85.07.30-033.28|98.47.28-\n997\n.65"),
    "BeNationalRegisterNumberScanRecognizer": ("85.O7.30-033.28|BS.O7.3O-033.28", "85.07.30-033.28|85.O7.30-033.29|9B.47.28-997.65|BS.O7.3O-O33.28"),
    "BeBisNumberScanRecognizer": ("9B.47.28-997.65", "85.O7.30-033.28|98.47.28-997.65"),
    "BeNationalRegisterNumberTypoRecognizer": ("85.07.30-033.29", "85.07.30-033.28|98.47.28-997.65"),
    "BirthDateRecognizer": ("30/07/1985|15/06/2024|01/01/1904|1er février 1980|01/01/25", "16/06/2024|31/12/1903|31/02/1985|foo"),
    "BeEmailRecognizer": ("jan@example.org|jan (at) example [dot] org|github@x.be", "git@github.com|jan.@example.org|j..p@example.org|icon@2x.png|icon@2x.co.png|@x.be"),
    "PersonRecognizer": ("Jan Peeters|Jan|Bo", "BO|J|X|Acme SA|Kerkstraat|Telefoon"),
    "AddressRecognizer": ("Rue Haute 12|Bundesweg 3", "Bundesstraße 12|am Bundesstrasse 12|" + "x" * 200),
    "BelgianAddressRecognizer": ("Rue Haute 12, 1000 Bruxelles|1000 Bruxelles, Rue Haute 12|9000 Gent|1000 Bruxelles / Brussel",
        "Rue Haute 12, 1000 Gent|Rue Haute 12|1000 Bruxelles / Gent|" + "x" * 190 + " 9000 Gent"),
}  # fmt: skip
CASES = [
    (name, text, at == 0)
    for name, groups in VALID.items()
    for at, group in enumerate(groups)
    for text in group.split("|")
]


@pytest.mark.parametrize(("name", "text", "valid"), CASES)
def test_a_match_is_a_value_by_what_it_says_of_itself(name, text, valid):
    recognizer = getattr(collection, name)(today=TODAY)

    assert recognizer.is_valid(text) is valid
    assert recognizer.invalidate_result(text) is not valid


@pytest.mark.parametrize("month", ["01", "12", "20", "42", "50", "99"])
def test_insee_writes_months_as_such_or_as_signs_of_an_unknown_one(month):
    body = int(f"185{month}78006084")

    assert collection.FrNirRecognizer().is_valid(f"{body}{97 - body % 97:02}")


@pytest.mark.parametrize("month", ["00", "13", "19", "43", "49"])
def test_insee_has_no_other_months(month):
    body = int(f"185{month}78006084")

    assert not collection.FrNirRecognizer().is_valid(f"{body}{97 - body % 97:02}")


def test_a_mobile_that_is_also_an_enterprise_number_is_told_apart():
    both = next(f"04751234{n:02}" for n in range(100) if n == (97 - 4751234 % 97))
    glued, ambiguous = collection.GluedMobileRecognizer(), collection.AmbiguousMobileRecognizer()

    assert (glued.is_valid(both), ambiguous.is_valid(both)) == (False, True)
    assert (glued.is_valid("0475123499"), ambiguous.is_valid("0475123499")) == (True, False)
    assert (glued.is_valid("0475123"), ambiguous.is_valid("0403019261")) == (False, False)


def test_belgian_banks_are_known_by_the_eight_characters_of_their_bic():
    assert {"GKCCBEBB", "BBRUBEBB", "GEBABEBB", "KREDBEBB"} <= belgian_bics()
    assert all(len(code) == 8 for code in belgian_bics())
    assert is_known_bic("GKCCBEBBXXX")
    assert not is_known_bic("BNPAFRPP")


def test_a_vat_number_is_compacted():
    assert compact("fr 40.303-265 045") == "FR40303265045"


def test_a_recognizer_takes_its_class_s_words_and_the_language_given():
    recognizer = collection.BeEidCardRecognizer("nl", today=TODAY)
    first = recognizer.patterns[0]

    assert (recognizer.supported_language, recognizer.supported_entities, recognizer.version) == (
        "nl",
        ["BE_EID_CARD_NUMBER"],
        "1",
    )
    assert (recognizer.label_score, recognizer.labels, recognizer.today) == (0.9, (), TODAY)
    assert (first.name, first.score) == ("groups, hyphens", 0.3)
    assert recognizer.global_regex_flags == regex.MULTILINE
    assert collection.BeEidCardRecognizer().supported_language == "fr"
    assert collection.BeEidCardRecognizer().today == date.today()  # noqa: DTZ011


def test_only_large_patterns_have_a_gate():
    gates = {p.name: p.gate for p in collection.BePassportRecognizer().patterns}

    assert gates["capitals and digits"] is None
    assert gates["small letters"] == label_gate("BE_PASSPORT_NUMBER")
    assert GatedPattern("a", "b", 0.5).gate is None
    assert (
        GatedPattern("a", "b", 0.5, "c").name,
        GatedPattern("a", "b", 0.5, "c").regex,
        GatedPattern("a", "b", 0.5, "c").score,
    ) == ("a", "b", 0.5)


def test_the_base_has_no_rule_of_its_own():
    class Plain(LabelledRecognizer):
        ENTITY, PATTERNS = "X", [("x", "x", 0.5)]

    with pytest.raises(NotImplementedError):
        Plain().is_valid("x")


def values(expression: str, text: str) -> list[str]:
    return [found.group() for found in regex.finditer(expression, text, regex.MULTILINE)]


DIGITS = "[0-9]{7}"


@pytest.mark.parametrize(
    "text",
    ["CNK 1234567", "cnk: 1234567", "Code CNK 1234567", "code_cnk=1234567", "code-cnk=1234567", "CODECNK 1234567", "CNK n° 1234567", "CNK (boîte) : 1234567", "CNK ........ 1234567",
     "CNK\n1234567", "CNK\t\t1234567", 'CNK "1234567"', "CNK is 1234567", "CNK van de patient: 1234567"],
)  # fmt: skip
def test_a_value_right_behind_its_label_is_found(text):
    assert values(after_label("CNK_CODE", DIGITS), text) == ["1234567"]


@pytest.mark.parametrize(
    "text", ["1234567", "xCNK 1234567", "CNK xyz 1234567", "CNK\n\n1234567", "NISS 1234567", "1CNK 1234567"]
)
def test_a_value_behind_anything_else_is_not(text):
    assert values(after_label("CNK_CODE", DIGITS), text) == []


def test_the_gate_of_a_labelled_pattern_is_the_label_before_it():
    gate = label_gate("CNK_CODE")

    assert gate[0] == "~"
    assert regex.search(gate[1:], "Code CNK 1")
    assert not regex.search(gate[1:], "xcnk")
    behind = gate_behind("CNK_CODE")
    assert behind[0] == ">"
    assert regex.search(behind[1:], "(Code CNK)")
    assert not regex.search(behind[1:], "Code CNK")


@pytest.mark.parametrize(
    "text", ["1234567 (CNK)", "1234567(cnk)", "1234567\n(CNK)", "1234567 [CNK]", "1234567 ( CNK)", "1234567 (CNK-code)"]
)
def test_a_value_right_before_its_label_in_brackets_is_found(text):
    assert values(before_label("CNK_CODE", DIGITS), text) == ["1234567"]


@pytest.mark.parametrize(
    "text", ["1234567 CNK", "1234567 (CNKX)", "1234567 x (CNK)", "1234567 (NISS)", "1234567 (CNK1)"]
)
def test_a_value_before_anything_else_is_not(text):
    assert values(before_label("CNK_CODE", DIGITS), text) == []


def test_labels_are_met_with_and_without_accents_and_with_words_joined():
    labels = any_label("BE_PASSPORT_NUMBER")

    for text in (
        "numéro de passeport",
        "numero de passeport",
        "Numéro_de-passeport",
        "NUMERODEPASSEPORT",
        "paspoortnummer",
        "Reisepassnummer",
        "passport number",
    ):
        assert regex.fullmatch(labels, text), text
    assert _spellings("numéro de x") == {"numéro[ _-]?de[ _-]?x", "numero[ _-]?de[ _-]?x"}
    assert _spellings("a.b") == {r"a\.b"}
    assert regex.match(labels, "passeport n° 5").group() != "pass"


def test_longer_labels_are_tried_first_and_anti_labels_are_none():
    spelled = any_label("DATE_OF_BIRTH")[4:-1].split("|")

    assert [len(one) for one in spelled] == sorted((len(one) for one in spelled), reverse=True)
    assert "naissance" in spelled
    assert "né[ _-]?le" in spelled
    assert "ne[ _-]?le" in spelled
    assert not [one for one in spelled if "facture" in one or "factuur" in one or "!" in one]


def forms() -> dict[str, tuple[str, float]]:
    made = _forms("k", "(?:0[1-9]|1[0-2])(?:[0-2][0-9])", "(?:0[1-9]|1[0-2])", "(?:[0-2][0-9])", (0.7, 0.5, 0.3))
    return {name: (expression, score) for name, expression, score in made}


@pytest.mark.parametrize(
    ("form", "score", "good", "bad"),
    [("k, dotted", 0.7, "85.07.20-033.28|85.07.20 033 28|85.07.20-\n033.28|85.07.20-033.\n28|85.07.\n20-033.28|85.\n07.20-033.28|85.07.20 - 033-28",
      "850720-033.28|85.13.20-033.28|85.07.30-033.28|x85.07.20-033.28|85.07.20-033.28x|85.07.20-033.281|1.85.07.20-033.28|+85.07.20-033.28|85.07.20-033.28-1"),
     ("k, grouped", 0.5, "850720-033.28|85 07 20 033 28|850720033-28|850720 033 28|85/07/20-033/28|85.07.20-033.28|850720-\n033.28", "85072003328|85 13 20 033 28|85 07 20 03 328|x850720-033.28|850720-033.28.1"),
     ("k, glued", 0.3, "85072003328", "850720-03328|85132003328|850720033281|185072003328|x85072003328|85072003328-1|1-85072003328"),
     ("k, behind a label without a space", 0.95, "NISS85072003328|nn85.07.20-033.28|RRN850720-033.28|INSZ850720 033 28", "85072003328|xNISS85072003328|NISS85132003328|NISS 85072003328|NISS850720033281")],
)  # fmt: skip
def test_a_national_number_is_written_dotted_grouped_glued_or_behind_its_label(form, score, good, bad):
    expression, worth = forms()[form]

    assert worth == score
    for text in good.split("|"):
        assert values(expression, f"({text})"), text
    for text in bad.split("|"):
        assert not values(expression, f"({text})"), text


@pytest.mark.parametrize(
    ("form", "good", "bad", "scores"),
    [("dated", "85.07.30-033.28", "85.00.30-033.28|85.07.00-033.28|85.07.32-033.28|85.13.30-033.28", (0.85, 0.6, 0.5)),
     ("no day", "85.07.00-033.28|85.00.00-033.28", "85.07.30-033.28|85.00.15-033.28", (0.4, 0.3, 0.3)),
     ("no month", "85.00.15-033.28|85.00.31-033.28", "85.07.15-033.28|85.00.00-033.28|85.00.32-033.28", (0.4, 0.3, 0.3)),
     ("exhausted day", "85.07.32-033.28|85.07.99-033.28|85.00.40-033.28", "85.07.31-033.28|85.00.15-033.28", (0.2, 0.1, 0.1))],
)  # fmt: skip
def test_an_unknown_date_is_worth_less_than_a_date_and_an_exhausted_day_the_least(form, good, bad, scores):
    patterns = {name: (expression, score) for name, expression, score in _patterns("0[1-9]|1[0-2]", "00")}

    assert tuple(patterns[f"{form}, {kind}"][1] for kind in ("dotted", "grouped", "glued")) == scores
    for kind, change in (
        ("dotted", str),
        ("grouped", lambda t: t.replace(".", " ")),
        ("glued", lambda t: t.replace(".", "").replace("-", "")),
    ):
        for text in good.split("|"):
            assert values(patterns[f"{form}, {kind}"][0], change(text)), (kind, text)
        for text in bad.split("|"):
            assert not values(patterns[f"{form}, {kind}"][0], change(text)), (kind, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [("FR14 2004 1010 0505 0001 3M02 606", True), ("fr1420041010050500013m02606", True), ("NL91 ABNA 0417 1643 00", True), ("NL91-ABNA-0417-1643-00", True), ("NO93 8601 1117 947", True),
     ("BE68 5390 0754 7034", False), ("NL91 ABNA 0417 1643 0", False), ("xNL91ABNA0417164300", False), ("NL91ABNA0417164300x", False), ("QQ91ABNA0417164300", False),
     ("NL91 ABNA 0417 1643 000", False)],
)  # fmt: skip
def test_a_foreign_iban_has_the_length_of_its_country(text, found):
    expression, gate = _foreign()

    assert bool(values(expression, text)) is found
    if found:
        assert regex.match(gate[1:], text)
    assert gate[0] == "^"
    assert not regex.match(gate[1:], "BE68 5390 0754")
    assert not regex.match(gate[1:], "NL91 AB")


@pytest.mark.parametrize(
    ("gap", "good", "bad"),
    [(" ", "4111 1111 1111 1111|4111 1111 1111 1111 123|3714 496353 98431|3000 000000 0004", "4111-1111-1111-1111|4111111111111111|1 4111 1111 1111 1111|4111 1111 1111 1111 1234|x4111 1111 1111 1111"),
     ("-", "4111-1111-1111-1111|3714-496353-98431", "4111 1111 1111 1111|1-4111-1111-1111-1111")],
)  # fmt: skip
def test_a_card_is_printed_in_four_groups_or_in_three(gap, good, bad):
    for text in good.split("|"):
        assert values(_grouped(gap), text) == [text]
    for text in bad.split("|"):
        assert values(_grouped(gap), text) == []


def test_a_card_may_be_broken_once_between_two_groups():
    for text in ("4111\n1111 1111 1111", "4111 1111\n1111-1111", "4111 1111 1111 \n 1111"):
        assert values(_broken(), text) == [text]
    for text in (
        "4111\n1111\n1111 1111",
        "4111 1111 1111 1111",
        "1 4111\n1111 1111 1111",
        "4111\n1111 1111 1111 1",
        "x4111\n1111 1111 1111",
    ):
        assert values(_broken(), text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("+33 6 12 34 56 78", True), ("+33 (0)6 12 34 56 78", True), ("+31612345678", True), ("+1 212 555 0199", True), ("+33 6 12 34 56", False), ("0033 6 12 34 56 78", False),
     ("+32 475 12 34 56", False)],
)  # fmt: skip
def test_a_country_code_of_one_length_asks_for_its_digits(text, found):
    assert (values(_known_codes(r"\+"), text) == [text]) is found


def test_a_country_code_may_stand_in_brackets():
    assert values(_known_codes(r"\+"), "(+33) 6 12 34 56 78") == ["(+33) 6 12 34 56 78"]


def test_a_street_of_one_word_ends_in_its_kind_and_has_a_number():
    street, gate = _germanic("(?:straat|laan)"), _gate("(?:straat|laan)")

    for text in (
        "Kerkstraat 5",
        "Grote Kerkstraat 12A",
        "Louizalaan, 5 bus 3",
        "Kortrijksestraat Noord 5",
        "Koning Albert II laan 16",
    ):
        assert values(street, text) == [text]
        assert regex.search(gate, text)
    for text in ("Kerkstraat", "kerkstraat 5", "Kerkweg 5", "Kerkstraat 0"):
        assert values(street, text) == []
    assert not regex.search(gate, "Kerkstraat")
