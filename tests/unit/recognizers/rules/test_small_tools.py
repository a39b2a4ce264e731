"""Characters, phones, hosts, mailboxes, terms, localities, names, precedence: what each function promises by itself."""

from __future__ import annotations

import ipaddress
import sys

import pytest
import regex

from recognizers.characters import digits_of, normalize, unscanned
from recognizers.given_name import _branches, _is_given, _short, _spelled
from recognizers.hosts import host, is_public
from recognizers.localities import folded, is_locality, locality_rows
from recognizers.mailbox import email_of, is_email, is_role_address
from recognizers.numbering import e164, is_phone
from recognizers.overlap import resolve
from recognizers.person import _after, any_of, is_no_person
from recognizers.terms import (
    _OTHER,
    TermMatcher,
    _aho_corasick,
    _bordered,
    _fold_char,
    _hyperscan,
    fold,
    plain_letters,
)
from recognizers.vocabulary import given_names, header_rows, label_rows, name_cues


@pytest.mark.parametrize(
    ("text", "plain"),
    [("85\u00a007–30\u200b２\u0663\ufffe\u00ad", "85 07-30 23--"), ("a\u2044b\u2215c", "a/b/c"), ("\u06f9\u0660", "90"), ("ＡＢ！", "AB!"), ("déjà", "déjà"),
     ("\u2009\u202f\u3000", "   "), ("\u2212\u2010\u2015", "---")],
)  # fmt: skip
def test_look_alikes_become_plain_one_for_one(text, plain):
    assert normalize(text) == plain


@pytest.mark.parametrize("text", ["plain", "déjà vu", ""])
def test_a_text_with_nothing_to_replace_comes_back_itself(text):
    assert normalize(text) is text


@pytest.mark.parametrize(
    ("text", "digits"),
    [("85.07.30-033.28", "85073003328"), ("123", "123"), ("١٢٣4", "4"), ("", ""), ("abc", ""), ("+32 (0)2", "3202")],
)
def test_digits_are_those_of_ascii(text, digits):
    assert digits_of(text) == digits


@pytest.mark.parametrize(
    ("text", "right"),
    [("OoQD", "0000"), ("IlI|i", "11111"), ("SsBZz", "55822"), ("85.O7.3O", "85.07.30"), ("85.07.30", "85.07.30"), ("éO", "é0"), ("ACE", "ACE"), ("é1", "é1")],
)  # fmt: skip
def test_letters_that_were_read_for_digits_are_put_right(text, right):
    assert unscanned(text) == right


@pytest.mark.parametrize(
    ("text", "number"),
    [("0475/12.34.56", "+32475123456"), ("+32 475 12 34 56", "+32475123456"), ("0032 475 12 34 56", "+32475123456"), ("+32 (0)475 12 34 56", "+32475123456"),
     ("+32 0475 12 34 56", "+32475123456"), ("+32 2 226 88 88", "+3222268888"), ("+32 00475123456", None), ("+33 6 12 34 56 78", "+33612345678"),
     ("0033 6 12 34 56 78", "+33612345678"), ("0031 20 123 45 67", "+31201234567"), ("+44 20 7946 0958", "+442079460958"), ("+33 800 12 34 56", None),
     ("+1 800 555 0199", None), ("+999 12345678", None), ("+", None), ("00", None), ("0475 12 34 5", None), ("0475 12 34 567", None), ("475123456", None),
     ("1475123456", None), ("0800 12 345", None), ("09 123 45 67", None), ("+32 9 123 45 67", None), ("+32475123456789", None), ("+31 6 12345678", "+31612345678"),
     ("+3261234", None), ("+44 70 1234 5678", "+447012345678"), ("+49 32 221234567", "+4932221234567"), ("", None)],
)  # fmt: skip
def test_a_person_s_phone_has_a_form_in_e164_and_free_or_unknown_numbers_have_none(text, number):
    assert e164(text) == number


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("0475 12 34 56", True), ("475123456", True), ("22268888", True), ("+32475123456", True), ("(0475) 12 34 56", True), ("475 12 34 56", False),
     ("tel. 0475123456", False), ("0475123456 x", False), ("0475 12 34 56 " + " " * 10, True), ("0475 12 34 56 " + " " * 11, False), ("", False), ("32475123456", False),
     (" 0475123456", False)],
)  # fmt: skip
def test_a_cell_is_a_phone_also_where_the_leading_zero_was_lost(text, is_one):
    assert is_phone(text) is is_one


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1", "0.0.0.0", "224.0.0.1", "239.1.2.3", "255.255.255.255", "255.0.0.1", "::1", "::", "ff02::1", "1.2.3", "1.2.3.256", "x", "", "%eth0"],
)  # fmt: skip
def test_what_is_everybody_s_or_nobody_s_is_no_host(text):
    assert host(text) is None


@pytest.mark.parametrize(
    ("text", "address"),
    [("84.199.12.7", "84.199.12.7"), ("10.0.0.1", "10.0.0.1"), ("254.1.1.1", "254.1.1.1"), ("fe80::1%eth0", "fe80::1"), ("2a02::1%a%b", "2a02::1")],
)  # fmt: skip
def test_an_address_of_one_host_is_given_without_its_zone(text, address):
    assert host(text) == ipaddress.ip_address(address)


@pytest.mark.parametrize(
    ("text", "public"),
    [("84.199.12.7", True), ("192.0.2.1", True), ("198.51.100.1", True), ("203.0.113.9", True), ("192.168.1.1", False), ("10.0.0.1", False), ("172.16.0.1", False)],
)  # fmt: skip
def test_the_public_network_is_that_of_everybody_and_of_the_examples(text, public):
    assert is_public(ipaddress.ip_address(text)) is public


@pytest.mark.parametrize(
    ("text", "address"),
    [("Jan@Example.ORG", "jan@example.org"), (" jan@example.org\n", "jan@example.org"), ("jan (at) example [dot] org", "jan@example.org"),
     ("jan[at]example[punt]org", "jan@example.org"), ("jan @ example.org", "jan@example.org"), ("jan{at}example.org", "jan@example.org"),
     ("jan<at>example.org", "jan@example.org"), ("jan@example(dot)org", "jan@example.org"), ("jan@example{dot}org", "jan@example.org"),
     ("jan@example[.]org", "jan@example.org"), ("jan (AROBASE) example (POINT) org", "jan@example.org"), ("jan.at@example.org", "jan.at@example.org")],
)  # fmt: skip
def test_an_address_is_written_plainly_in_small_letters(text, address):
    assert email_of(text) == address


@pytest.mark.parametrize(
    ("address", "role"),
    [("info@x.be", True), ("Info@x.be", True), ("no-reply@x.be", True), ("contact.fr@x.be", True), ("info2@x.be", False), ("info.2@x.be", True), ("hr+1@x.be", True),
     ("info.jan@x.be", False), ("jan.info@x.be", False), ("be@x.be", False), ("fr.info@x.be", False), ("12@x.be", False), ("@x.be", False), ("info", True),
     ("support_gent@x.be", True), ("info..fr@x.be", True), ("j@info@x.be", False)],
)  # fmt: skip
def test_a_role_s_address_is_told_by_its_words(address, role):
    assert is_role_address(address) is role


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("jan@example.org", True), ("icon@2x.png", False), ("a@b.PDF", False), ("a@b.pdf.be", True), ("jan", False), ("jan@x", False), ("jan@x.co.pdf", False), ("jan@x.be ", False)],
)  # fmt: skip
def test_a_cell_is_an_address_unless_it_ends_like_a_file(text, is_one):
    assert is_email(text) is is_one


@pytest.mark.parametrize(
    ("text", "data"),
    [("Numéro_National", b"numero national"), ("N° 5", b"n. 5"), ("Straße œuvre", b"strase ouvre"), ("a\tb\nc-d\u00a0e", b"a b c d e"), ("L’Été", b"l'ete"),
     ("ÆØ", b"ao"), ("ﬁn", b"fn"), ("☎x", b" x"), ("жx", b"zx"), ("x\u2013y", b"x y"), ("\u2010", b" "), ("", b"")],
)  # fmt: skip
def test_text_is_folded_to_one_byte_a_character(text, data):
    assert fold(text) == data


@pytest.mark.parametrize(
    ("char", "folded"),
    [("A", "a"), ("z", "z"), ("5", "5"), ("é", "e"), ("Ñ", "n"), ("œ", "o"), ("Œ", "o"), ("ß", "s"), ("Ø", "o"), ("’", "'"), ("°", "."), ("_", " "), ("-", " "), ("\n", " "), ("\u00a0", " "),
     ("\u2011", " "), ("\u2009", " "), ("＿", " "), ("－", " "), ("ж", "z"), ("漢", "z"), ("٣", "z"), ("☎", " "), ("€", " "), ("ﬁ", "f"), ("ﬀ", "f"), ("²", "2"), ("½", "1"), ("ĳ", "i"), (".", "."), ("@", "@"), ("ſ", "s")],
)  # fmt: skip
def test_a_character_is_folded_to_its_plain_small_letter_a_blank_or_a_letter_of_no_word(char, folded):
    assert chr(_fold_char(char)) == folded


def test_what_latin_1_lacks_is_folded_one_by_one_and_remembered():
    _OTHER.clear()

    assert fold("x\u2013ыы\u2013€y") == b"x zz  y"
    assert _OTHER == {"\u2013": 32, "ы": 122, "€": 32}
    assert fold("€ы\u2013") == b" z "


def test_only_what_cannot_be_written_is_folded_otherwise():
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", "pii-scan-fold")


def test_letters_lose_their_accents_and_keep_their_case():
    assert plain_letters("Élève Çelik Ñ ﬁ") == "Eleve Celik N fi"


@pytest.fixture(params=[_hyperscan, _aho_corasick])
def engine(request):
    return request.param


def test_both_engines_give_every_hit_between_borders_and_compounds_inside_words(engine):
    spans = engine([b"nom", b"rekening", b"n. client"], {b"rekening"})

    assert sorted(spans(b"nom prenom rekening bankrekeningen n. client")) == [
        (0, 3, 0), (11, 19, 1), (24, 32, 1), (35, 44, 2),
    ]  # fmt: skip
    assert spans(b"niets") == []


def test_both_engines_take_terms_as_they_are_written(engine):
    spans = engine([b"n. client", b"nom"], set())

    assert spans(b"nx client NOM") == []
    assert spans(b"n. client nom") == [(0, 9, 0), (10, 13, 1)]


def test_where_hyperscan_is_missing_the_other_engine_finds_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    matcher = TermMatcher({"rekening": 1, "nom": 2}, compounds={"rekening"})

    assert hits(matcher, "bankrekeningen prénom nom") == [("rekening", 1), ("nom", 2)]


def test_both_engines_give_hits_that_overlap(engine):
    spans = engine([b"nom", b"nom de famille", b"de"], set())

    assert sorted(spans(b"nom de famille")) == [(0, 3, 0), (0, 14, 1), (4, 6, 2)]


@pytest.mark.parametrize(
    ("data", "start", "end", "bordered"),
    [(b"nom", 0, 3, True), (b"xnom", 1, 4, False), (b"nomx", 0, 3, False), (b" nom ", 1, 4, True), (b"1nom", 1, 4, False), (b"nom1", 0, 3, False),
     (b".nom.", 1, 4, True), (b"x.nom", 1, 5, True), (b"xnom.", 1, 5, False), (b"n.x", 0, 2, True), (b"nx", 0, 1, False)],
)  # fmt: skip
def test_a_word_ends_where_a_letter_or_digit_does_not_go_on(data, start, end, bordered):
    assert _bordered(data, start, end) is bordered


def hits(matcher: TermMatcher[int], text: str) -> list[tuple[str, int]]:
    return [(text[start:end], payload) for start, end, payload in matcher.find(text)]


def test_terms_come_in_order_of_start_and_the_longest_wins():
    matcher = TermMatcher({"nom": 1, "nom de famille": 2, "famille": 3, "de": 4})

    assert hits(matcher, "famille, nom de famille et nom") == [("famille", 3), ("nom de famille", 2), ("nom", 1)]
    assert hits(matcher, "rien") == []


def test_two_terms_that_fold_alike_both_come_with_their_payload():
    matcher = TermMatcher({"né": 1, "ne": 2})

    assert hits(matcher, "ne né") == [("ne", 1), ("ne", 2), ("né", 1), ("né", 2)]


def test_marks_around_a_term_do_not_count():
    matcher = TermMatcher({"tél.": 1, " :": 2, "geb.": 3})

    assert hits(matcher, "Tél: geb 5") == [("Tél", 1), ("geb", 3)]


def test_a_compound_has_seven_letters_at_least():
    matcher = TermMatcher(
        {"rekening": 1, "nummers": 2, "nummer": 3, "ziekten": 4, "a b c d": 5},
        compounds={"rekening", "nummers", "nummer", "a b c d"},
    )

    assert hits(matcher, "bankrekeningen") == [("rekening", 1)]
    assert hits(matcher, "xnummersx") == [("nummers", 2)]
    assert hits(matcher, "xnummerx xziektenx xa b c dx") == []


def test_no_terms_find_nothing():
    assert TermMatcher({}).find("nom") == []
    assert TermMatcher({".": 1}).find("nom.") == []


def test_tables_give_their_rows():
    rows = list(label_rows())
    headers = list(header_rows())

    assert rows[0][:3] == (("BE_NATIONAL_REGISTER_NUMBER", "BE_BIS_NUMBER"), "label", "fr")
    assert rows[0][3][0] == "numéro national"
    assert "NISS" in rows[0][3]
    assert {row[1] for row in rows} == {"label", "anti", "anchor", "text"}
    assert {row[2] for row in rows} >= {"fr", "nl", "de", "en", "key", "all"}
    assert ("PERSON", "given") in {header[:2] for header in headers}
    assert any("prénom" in terms for _, _, terms in headers)


def test_cues_are_gathered_by_kind():
    cues = name_cues()

    assert {
        "title",
        "greeting",
        "closing",
        "name label",
        "role label",
        "particle",
        "phrase",
        "company",
        "no name",
    } <= set(cues)
    assert all(len(expressions) > 1 for kind, expressions in cues.items() if kind in {"title", "greeting", "closing"})
    assert "kind" not in cues


def test_given_names_are_single_names():
    names = given_names()

    assert "Katrien" in names
    assert all("|" not in name and "\t" not in name and name for name in names)
    assert len(names) > 500


@pytest.mark.parametrize(
    ("name", "compared"),
    [("Saint-Gilles", "st gilles"), ("Sint-Gillis", "st gillis"), ("St. Vith", "st vith"), ("Sankt Vith", "st vith"), ("Ste-Cécile", "st cecile"),
     ("LIÈGE", "liege"), ("'s Gravenbrakel", "s gravenbrakel"), ("La_Louvière", "la louviere"), ("Stavelot", "stavelot"), (" Ath ", "ath")],
)  # fmt: skip
def test_names_of_places_are_compared_without_case_accents_hyphens_and_with_one_saint(name, compared):
    assert folded(name) == compared


@pytest.mark.parametrize(
    ("postcode", "name", "belongs"),
    [("1000", "Bruxelles", True), ("1000", "BRUSSEL", True), ("4000", "Liège", True), ("4000", "Luik", True), ("4000", "Lüttich", True), ("7000", "Bergen", True),
     ("4780", "Sankt Vith", True), ("4780", "St. Vith", True), ("1060", "Sint-Gillis", True), ("1000", "Gent", False), ("0000", "Gent", False), ("9000", "", False), ("", "Gent", False)],
)  # fmt: skip
def test_a_locality_belongs_to_its_postcode_in_every_language(postcode, name, belongs):
    assert is_locality(postcode, name) is belongs


def test_every_postcode_has_four_digits_and_names():
    rows = dict(locality_rows())

    assert len(rows) > 1000
    assert all(code.isdigit() and len(code) == 4 and all(names) for code, names in rows.items())
    assert "Bruxelles" in rows["1000"]


def test_many_words_are_spelled_by_one_expression_that_matches_their_beginnings_alone():
    expression = _spelled(["jan", "jak", "mia", "m"])

    assert expression == "(?:ja(?:k|n)|mia)"
    assert _branches({}) == ""
    for word in ("jan", "jak", "mia"):
        assert regex.fullmatch(expression, word)
    assert not regex.match(expression, "jax")


def test_a_beginning_is_left_out_where_a_shorter_one_says_as_much():
    assert _short(["Jan", "Janneke", "Janine", "Mia", "Mi"]) == {"Jan", "Mi"}
    assert _short(["Katrien", "Kathleen"]) == {"Katr", "Kath"}
    assert _short(["Jo", "Jonas", "Joris"]) == {"Jo"}
    assert _short(["J", "Jan"]) == {"J"}


@pytest.mark.parametrize(
    ("word", "given"),
    [("Katrien", True), ("KATRIEN", True), ("katrien", True), ("Zoë", True), ("Zoe", True), ("Katrien-Zonder", True), ("Xqzw", False), ("Xqzw-Katrien", False), ("", False)],
)  # fmt: skip
def test_a_given_name_is_known_whatever_its_case_and_accents(word, given):
    assert _is_given(word) is given


def test_cues_of_one_kind_are_alternatives():
    for cue in ("Mme", "Dhr.", "Herr"):
        assert regex.fullmatch(any_of("title"), cue)
    assert regex.fullmatch(any_of("company"), "SA")
    assert regex.fullmatch(any_of("company"), "GmbH")


def test_a_name_behind_its_cue_starts_with_a_capital_or_with_a_particle():
    capital, small = _after(r"(?:nom: )", " ", r"[\p{L}' ]+")

    assert regex.search(capital, "nom: Jan").group() == "Jan"
    assert regex.search(small, "nom: van Dam").group() == "van Dam"
    assert regex.search(small, "nom: 't Hooft").group() == "'t Hooft"
    assert regex.search(capital, "nom: van Dam") is None
    assert regex.search(small, "nom: Jan") is None
    assert regex.search(capital, "non: Jan") is None
    assert regex.search(capital, "nom: Monsieur Jan") is None


@pytest.mark.parametrize(
    ("text", "nobody"),
    [("Jan Peeters", False), ("Acme SA", True), ("Kerkstraat", True), ("Louizalaan 5", True), ("Straatman", False), ("Telefoon", True), ("Rijksregisternummer", True),
     ("Nom", False), ("Prénom", False), ("Sarah", False)],
)  # fmt: skip
def test_companies_streets_and_labels_are_nobody(text, nobody):
    assert is_no_person(text) is nobody


def span(entity: str, start: int, end: int, score: float) -> tuple[str, int, int, float, str]:
    return (entity, start, end, score, "r")


NRN, PHONE, BIRTH, MAIL, OTHER = (
    "BE_NATIONAL_REGISTER_NUMBER",
    "PHONE_NUMBER",
    "DATE_OF_BIRTH",
    "EMAIL_ADDRESS",
    "OTHER",
)


@pytest.mark.parametrize(
    ("winner", "loser"),
    [(span(PHONE, 0, 9, 0.85), span(NRN, 0, 9, 0.84)), (span(PHONE, 0, 9, 0.5), span(NRN, 0, 9, 0.49)), (span(NRN, 0, 9, 0.85), span(PHONE, 0, 9, 0.99)),
     (span(NRN, 0, 9, 0.5), span(PHONE, 0, 9, 0.84)), (span(OTHER, 0, 9, 0.9), span(BIRTH, 0, 9, 0.9)), (span(PHONE, 0, 9, 0.9), span(OTHER, 0, 9, 0.95)),
     (span("CUSTOMER_NUMBER", 0, 9, 0.9), span(BIRTH, 0, 9, 0.9)), (span(NRN, 0, 5, 0.9), span(NRN, 0, 9, 0.86)), (span(NRN, 0, 9, 0.9), span(NRN, 2, 9, 0.9)),
     (span(NRN, 0, 9, 0.9), span(NRN, 0, 5, 0.9)), (span(NRN, 0, 5, 0.9), span(NRN, 4, 9, 0.9)), (span(NRN, 0, 9, 0.2), span(PHONE, 0, 9, 0.3))],
)  # fmt: skip
def test_the_band_then_the_order_then_score_length_and_place_decide(winner, loser):
    assert resolve([winner, loser]) == [winner]
    assert resolve([loser, winner]) == [winner]


def test_findings_that_only_touch_both_stay_in_order_of_start():
    a, b, c = span(NRN, 0, 5, 0.9), span(PHONE, 5, 9, 0.9), span(MAIL, 20, 30, 0.2)

    assert resolve([c, b, a]) == [a, b, c]
    assert resolve([a]) == [a]
    assert resolve([]) == []


def test_a_chain_of_overlaps_keeps_both_ends_when_the_middle_loses():
    a, middle, c = span(NRN, 0, 6, 0.9), span(PHONE, 5, 11, 0.9), span(NRN, 10, 15, 0.9)

    assert resolve([middle, c, a]) == [a, c]


def test_winners_that_touch_under_a_loser_both_stay_in_order_of_start():
    a, b, loser = span(PHONE, 1, 5, 0.9), span(NRN, 5, 9, 0.95), span("PERSON", 1, 9, 0.9)

    assert resolve([loser, b, a]) == [a, b]
    assert resolve([span(NRN, 1, 5, 0.95), span(PHONE, 5, 9, 0.9), loser]) == [
        span(NRN, 1, 5, 0.95),
        span(PHONE, 5, 9, 0.9),
    ]


def test_a_loser_that_begins_before_its_winner_goes_too():
    assert resolve([span(PHONE, 3, 8, 0.9), span(NRN, 5, 10, 0.9)]) == [span(NRN, 5, 10, 0.9)]


def test_a_long_winner_beats_all_that_it_covers():
    long, a, b = span(NRN, 0, 20, 0.9), span(PHONE, 1, 5, 0.9), span(PHONE, 12, 18, 0.9)

    assert resolve([a, b, long]) == [long]
    assert resolve([long, a, b, span(PHONE, 20, 25, 0.9)]) == [long, span(PHONE, 20, 25, 0.9)]


def test_what_stands_free_inside_a_loser_s_reach_stays():
    winner, loser, free = span(NRN, 0, 5, 0.9), span(PHONE, 3, 20, 0.9), span(BIRTH, 10, 15, 0.3)

    assert resolve([loser, free, winner]) == [winner, free]
