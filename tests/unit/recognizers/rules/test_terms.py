"""Folded text, and many terms found in it at once, by both engines."""

from __future__ import annotations

import sys

import pytest

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
