"""Every byte string has a text; ordinary ones have the right one."""

from __future__ import annotations

import pytest

from pii_scan.extract.encoding import decode, detect

FRENCH = "Prénom;Naam\nJosé;Müller, déjà reçu à l'hôtel\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_survives_any_common_encoding(codec):
    data = FRENCH.encode(codec)

    assert decode(data)[0] == FRENCH
    assert data.decode(detect(data)).removeprefix("\ufeff") == FRENCH


def test_long_text_of_a_dos_program_is_told_from_cp1252():
    text = "Le médecin a prescrit à la femme âgée un traitement, créé en août. Müller. " * 5

    assert decode(text.encode("cp850"))[0] == text


def test_a_declared_encoding_is_taken_where_it_fits():
    assert decode("5 €".encode("iso8859-15"), declared="ISO-8859-15") == ("5 €", "iso8859-15")


@pytest.mark.parametrize("declared", ["no-such-codec", "utf-16", "rot13", "\0", ""])
def test_a_declaration_that_cannot_be_is_passed_over(declared):
    assert decode(FRENCH.encode(), declared=declared)[0] == FRENCH


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\x81\x8d\x8f\x90\x9d abc", bytes(range(256)) * 3, b"\xff\xfea", b"\xd8\x00" * 9]
)
def test_no_bytes_fail(data):
    text, name = decode(data)

    assert isinstance(text, str)
    assert name
    assert detect(data)


def test_undefined_bytes_of_cp1252_are_not_lost():
    assert decode(b"caf\xe9 \x81!")[0] == "café \x81!"


def test_a_character_cut_at_the_end_of_a_head_does_not_mislead():
    assert detect("abc é".encode()[:-1]) == "utf-8"
