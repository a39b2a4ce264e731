"""Characters, phones, hosts and mailboxes: what each function promises by itself."""

from __future__ import annotations

import ipaddress

import pytest

from recognizers.characters import digits_of, normalize, unscanned
from recognizers.hosts import host, is_public
from recognizers.mailbox import email_of, is_email, is_role_address
from recognizers.numbering import e164, is_phone


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
    ("text", "address"),
    [("84.199.12.7", "84.199.12.7"), ("10.0.0.1", "10.0.0.1"), ("254.1.1.1", "254.1.1.1"), ("fe80::1%eth0", "fe80::1"), ("2a02::1%a%b", "2a02::1")],
)  # fmt: skip
def test_an_address_of_one_host_is_given_without_its_zone(text, address):
    assert host(text) == ipaddress.ip_address(address)
