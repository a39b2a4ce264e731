from __future__ import annotations

import builtins
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recognizers import OVERLAP_ORDER, plugin, resolve
from recognizers.characters import normalize
from recognizers.terms import TermMatcher, fold


@pytest.mark.parametrize(
    ("entity", "text", "normal"),
    [("BE_NATIONAL_REGISTER_NUMBER", "85.07.30-033.28", "85073003328"), ("IBAN_CODE", "be68 5390-0754.7034", "BE68539007547034"),
     ("IBAN_CODE", "IBAN BE68 5390 0754 7034", "BE68539007547034"), ("EMAIL_ADDRESS", "Jan (at) Telenet [dot] be", "jan@telenet.be"),
     ("DATE_OF_BIRTH", "1er février 1980", "1980-02-01"), ("DATE_OF_BIRTH", "3-6-1975", "1975-06-03"), ("DATE_OF_BIRTH", "30. Juli 1985", "1985-07-30"),
     ("DATE_OF_BIRTH", "12 déc. 1999", "1999-12-12"), ("DATE_OF_BIRTH", "May 3, 1980", "1980-05-03"), ("DATE_OF_BIRTH", "19850730", "1985-07-30"),
     ("DATE_OF_BIRTH", "1 maart 1970", "1970-03-01"), ("DATE_OF_BIRTH", "1985-07-30", "1985-07-30"), ("DATE_OF_BIRTH", "30/07/85", "1985-07-30"),
     ("DATE_OF_BIRTH", "16 août 1978", "1978-08-16"), ("BE_STRUCTURED_COMMUNICATION", "+++090/9337/55493+++", "090933755493"),
     ("BE_ENTERPRISE_NUMBER", "BE 428759497", "0428759497"), ("CREDIT_CARD", "4111-1111 1111.1111", "4111111111111111"),
     ("PERSON", "Jan\u00a0 Peeters\n", "Jan Peeters"), ("ADDRESS", "Rue X 1\n1000  Bruxelles", "Rue X 1 1000 Bruxelles"), ("CUSTOMER_NUMBER", "OFF-000123", "OFF-000123")],
)  # fmt: skip
def test_equal_values_meet_in_their_normal_form(entity, text, normal):
    assert plugin.canonical(entity, text) == normal


@pytest.mark.parametrize(
    ("entity", "good", "bad"),
    [("BE_NATIONAL_REGISTER_NUMBER", "85 07 30 033 28", "85073003329"), ("BE_BIS_NUMBER", "98472899765", "85073003328"),
     ("IBAN_CODE", "BE68 5390 0754 7034", "BE68 5390 0754 7035"), ("PHONE_NUMBER", "475123456", "0800 12 345"), ("PHONE_NUMBER", "0475 12 34 56", "12/03/1985"),
     ("EMAIL_ADDRESS", "Jan.Peeters@telenet.be", "jan at home"), ("DATE_OF_BIRTH", "1985-07-30T00:00:00", "31/02/1985"),
     ("DATE_OF_BIRTH", "30/07/1985", "30/07/1785"), ("BE_STRUCTURED_COMMUNICATION", "090/9337/55493", "090/9337/55494"),
     ("CREDIT_CARD", "4111 1111 1111 1111", "4111 1111 1111 1112"), ("BE_ENTERPRISE_NUMBER", "BE 0403.019.261", "BE 0403.019.262"),
     ("PERSON", "Van den Broeck", "12 b"), ("ADDRESS", "Rue X 1, 1000 Bruxelles", "x"), ("BE_NATIONAL_REGISTER_NUMBER", "85073003328", "85073003328 x")],
)  # fmt: skip
def test_a_cell_is_judged_whole(entity, good, bad):
    assert plugin.check(entity, good)
    assert not plugin.check(entity, bad)


@given(st.sampled_from(OVERLAP_ORDER), st.text())
def test_any_cell_and_any_text_is_judged_without_an_error(entity, text):
    assert plugin.check(entity, normalize(text)) in (True, False)
    assert isinstance(plugin.canonical(entity, text), str)


@given(st.text())
def test_normalizing_keeps_every_offset_and_happens_once(text):
    plain = normalize(text)

    assert len(plain) == len(text)
    assert normalize(plain) is plain or normalize(plain) == plain


def test_a_text_with_nothing_to_replace_comes_back_itself():
    for text in ("plain", "déjà vu à la Vallée"):
        assert normalize(text) is text
    assert normalize("85\u00a007–30\u200b２\u0663\ufffe\u00ad") == "85 07-30 23--"


@pytest.mark.parametrize("address", ["info@x.be", "no-reply@x.be", "contact.fr@x.be", "Info@X.be", "hr@x.be"])
def test_a_role_has_a_functional_mailbox(address):
    assert plugin.is_functional("EMAIL_ADDRESS", address)


@pytest.mark.parametrize("address", ["jan.info@x.be", "it.peeters@x.be", "service.jan@x.be", "j@x.be"])
def test_a_person_has_a_personal_mailbox(address):
    assert not plugin.is_functional("EMAIL_ADDRESS", address)


@pytest.mark.parametrize(
    ("header", "entity", "role"),
    [("N° national", "BE_NATIONAL_REGISTER_NUMBER", None), ("Rijksregisternr", "BE_NATIONAL_REGISTER_NUMBER", None),
     ("nat_nr", "BE_NATIONAL_REGISTER_NUMBER", None), ("nationalNumber", "BE_NATIONAL_REGISTER_NUMBER", None), ("NISS du client", "BE_NATIONAL_REGISTER_NUMBER", None),
     ("GSM", "PHONE_NUMBER", None), ("tel_prive", "PHONE_NUMBER", None), ("Telefoon", "PHONE_NUMBER", None), ("mobile_phone", "PHONE_NUMBER", None),
     ("E-mailadres", "EMAIL_ADDRESS", None), ("email_1", "EMAIL_ADDRESS", None), ("client_email", "EMAIL_ADDRESS", None), ("Rekening", "IBAN_CODE", None),
     ("iban", "IBAN_CODE", None), ("birth_date", "DATE_OF_BIRTH", None), ("geboortedatum", "DATE_OF_BIRTH", None), ("Date de naissance (jj/mm/aaaa)", "DATE_OF_BIRTH", None),
     ("dateOfBirth", "DATE_OF_BIRTH", None), ("Nom", "PERSON", "family"), ("Prénom", "PERSON", "given"), ("Naam", "PERSON", "family"), ("Voornaam", "PERSON", "given"),
     ("family_name", "PERSON", "family"), ("given_name", "PERSON", "given"), ("lastName", "PERSON", "family"), ("Nom et prénom", "PERSON", "full"),
     ("full_name", "PERSON", "full"), ("Nachname", "PERSON", "family"), ("Adresse", "ADDRESS", None), ("TVA", "BE_ENTERPRISE_NUMBER", None),
     ("client_name", "PERSON", "full"), ("Mededeling", "BE_STRUCTURED_COMMUNICATION", None), ("Geburtsdatum", "DATE_OF_BIRTH", None)],
)  # fmt: skip
def test_a_header_announces_its_entity(header, entity, role):
    verdict = plugin.header_entity(header)

    assert verdict is not None
    assert (verdict.entity, verdict.role) == (entity, role)


@pytest.mark.parametrize(
    "header",
    ["nom_produit", "company name", "nom de la rue", "filename", "username", "user_name", "table_name", "column_name", "product name", "client_id",
     "client_no", "straatnaam", "bedrijfsnaam", "Nom du projet", "montant", "date", "date facture", "id", "", "iban_count", "hostname", "event name", "x" * 200],
)  # fmt: skip
def test_a_header_of_something_else_announces_nothing(header):
    assert plugin.header_entity(header) is None


def test_bands_come_before_the_order_of_entities():
    phone, company = ("PHONE_NUMBER", 0, 12, 0.9, "p"), ("BE_ENTERPRISE_NUMBER", 0, 12, 0.65, "c")

    assert resolve([company, phone]) == [phone]
    assert resolve([phone, (*company[:3], 0.95, "c")]) == [(*company[:3], 0.95, "c")]


spans = st.builds(
    lambda entity, start, length, score: (entity, start, start + length, score, "r"),
    st.sampled_from([*OVERLAP_ORDER, "OTHER"]),
    st.integers(0, 60),
    st.integers(1, 20),
    st.sampled_from([0.2, 0.3, 0.5, 0.7, 0.85, 0.95]),
)


@given(st.lists(spans, unique=True))
def test_what_is_kept_is_disjoint_and_nothing_kept_out_stands_free(found):
    kept = resolve(found)

    assert all(one[2] <= two[1] for one, two in pairwise(kept))
    assert set(kept) <= set(found)
    assert all(any(span[1] < other[2] and other[1] < span[2] for other in kept) for span in found)
    assert resolve(found[::-1]) == kept or len({(s[1:4], s[0]) for s in found}) < len(found) or _tied(found)


def _tied(found):
    keys = [(s[3], OVERLAP_ORDER.index(s[0]) if s[0] in OVERLAP_ORDER else -1, s[2] - s[1], s[1]) for s in found]
    ranks = [
        (score, OVERLAP_ORDER.index("CUSTOMER_NUMBER") if rank < 0 else rank, length, start)
        for score, rank, length, start in keys
    ]
    return len(set(ranks)) < len(ranks)


TERMS = {"numéro national": 1, "n° client": 2, "rekening": 3, "nom": 4, "nom de famille": 5, "naam": 6, "e-mail": 7}


@pytest.fixture(params=["hyperscan", "ahocorasick_rs"])
def matcher(request, monkeypatch):
    """A matcher on each of the two engines."""
    if request.param == "ahocorasick_rs":
        real = builtins.__import__

        def missing(name, *args, **kwargs):
            if name == "hyperscan":
                raise ImportError(name)
            return real(name, *args, **kwargs)

        monkeypatch.setattr(builtins, "__import__", missing)
    return TermMatcher(TERMS, compounds={"rekening", "naam"})


def hits(matcher, text):
    return [(text[start:end], payload) for start, end, payload in matcher.find(text)]


def test_terms_are_met_whatever_case_accents_and_joints(matcher):
    text = "NUMERO NATIONAL, Numéro_national; N° client: … numéro\nnational"

    assert [payload for _, payload in hits(matcher, text)] == [1, 1, 2, 1]
    assert [text[s:e].casefold()[:2] for s, e, _ in matcher.find(text)] == ["nu", "nu", "n°", "nu"]


def test_only_long_compounds_are_met_inside_words(matcher):
    assert hits(matcher, "bankrekeningnummer voornaam prénom nom") == [("rekening", 3), ("nom", 4)]


def test_a_term_inside_a_longer_one_is_left_out(matcher):
    assert hits(matcher, "nom de famille, nom") == [("nom de famille", 5), ("nom", 4)]


@given(st.text())
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)
