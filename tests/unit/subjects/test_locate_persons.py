from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.people import (
    BIRTH,
    CUSTOMER,
    EMAIL,
    IBAN,
    NUMBER,
    PERSON,
    PHONE,
    STRONG,
    Human,
    about,
    evidence,
    finding,
    human,
    letter,
    number,
    table,
)
from fakes.stores import MemoryStore

from pii_scan.subjects.locate import Answer, Query, locate

JAN = human("Jan", "Peeters", "1970-03-02", 11, customer="OFF-000001")
MARIE = human("Marie", "Dubois", "1972-08-19", 12, customer="OFF-000002")
OTHERS = [human(f"Given{at}", f"Family{at}", f"19{50 + at}-05-1{at % 10}", 100 + at) for at in range(9)]


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def ask(store: MemoryStore, *values: tuple[str, str]) -> Answer:
    return locate(Query(values), store, STRONG)


def told(answer: Answer) -> dict[str, str]:
    """Give the confidence by path."""
    return {
        f"{place.ref.item}!{place.ref.member}" if place.ref.member else place.ref.item: place.confidence.value
        for place in answer.locations
    }


def surely(answer: Answer) -> set[str]:
    return {path for path, confidence in told(answer).items() if confidence != "possible"}


# --- the plain way


@pytest.mark.parametrize(
    "key",
    [
        (NUMBER, JAN.number),
        (EMAIL, JAN.email),
        (PHONE, JAN.phone),
        (IBAN, JAN.iban),
        (CUSTOMER, JAN.customer),
        (PERSON, "PEETERS Jan"),
    ],
)
def test_every_key_leads_to_all_places(store: MemoryStore, key: tuple[str, str]) -> None:
    store.add("clients.csv", table([*OTHERS, replace(JAN, customer=""), MARIE]))
    store.add("letter.docx", about(JAN))
    store.add("old.zip!inner.zip!letter.pdf", about(replace(JAN, customer="", phone="")))
    store.add("other.docx", about(MARIE))

    answer = ask(store, key)

    assert told(answer) == {
        "clients.csv": "certain",
        "letter.docx": "certain",
        "old.zip!inner.zip!letter.pdf": "certain",
    }


def test_only_the_row_of_the_person_is_told(store: MemoryStore) -> None:
    store.add("clients.csv", table([OTHERS[0], JAN, OTHERS[1]]))

    (place,) = ask(store, (NUMBER, JAN.number)).locations

    assert {2} == {where["row"] for where in place.where}


def test_links_are_followed_over_several_records(store: MemoryStore) -> None:
    store.add("a.csv", table([Human("Jan", "Peeters", "", number=JAN.number, email=JAN.email)]))
    store.add("b.csv", table([Human("Jan", "Peeters", "", email=JAN.email, phone=JAN.phone)]))
    store.add("c.csv", table([Human("Jan", "Peeters", "", phone=JAN.phone, customer="OFF-000001")]))
    store.add("d.txt", letter((CUSTOMER, "OFF-000001"), (IBAN, JAN.iban)))

    answer = ask(store, (NUMBER, JAN.number))

    assert told(answer) == {"a.csv": "certain", "b.csv": "probable", "c.csv": "probable", "d.txt": "probable"}


def test_a_copy_of_a_content_is_told_at_each_place(store: MemoryStore) -> None:
    store.add(["a/letter.txt", "b/letter.txt"], about(JAN))

    assert {"a/letter.txt", "b/letter.txt"} == surely(ask(store, (NUMBER, JAN.number)))


def test_evidence_of_a_category_counts_for_its_record(store: MemoryStore) -> None:
    store.add("letter.txt", about(JAN, evidence("physical_health")))

    (place,) = ask(store, (NUMBER, JAN.number)).locations

    assert place.categories == ("physical_health",)
    assert {"line": 7} in place.where
    assert "CATEGORY_EVIDENCE" not in place.entities


def test_nobody_is_found_where_nothing_stands(store: MemoryStore) -> None:
    store.add("letter.txt", about(MARIE))

    assert Answer(None) == ask(store, (NUMBER, JAN.number))


# --- namesakes


def test_a_name_of_two_people_is_asked_about(store: MemoryStore) -> None:
    namesake = human("Jan", "Peeters", "1991-01-30", 20)
    store.add("clients.csv", table([JAN, namesake]))

    answer = ask(store, (PERSON, "Jan Peeters"))

    assert answer.person is None
    assert answer.locations == ()
    assert [{"1970-03-02"}, {"1991-01-30"}] == sorted((c.subject.births for c in answer.candidates), key=sorted)


def test_name_and_birth_date_choose_between_namesakes(store: MemoryStore) -> None:
    namesake = human("Jan", "Peeters", "1991-01-30", 20)
    store.add("clients.csv", table([JAN]))
    store.add("letter.txt", about(namesake))

    assert told(ask(store, (PERSON, "Peeters Jan"), (BIRTH, namesake.birth))) == {"letter.txt": "certain"}


def test_name_and_birth_date_of_two_people_are_asked_about(store: MemoryStore) -> None:
    twin = replace(JAN, number=number(JAN.birth, 33), email="", phone="", iban="", customer="")
    store.add("clients.csv", table([JAN, twin]))

    assert len(ask(store, (PERSON, JAN.name), (BIRTH, JAN.birth)).candidates) == 2


def test_father_and_son_of_one_name_and_one_phone_stay_apart(store: MemoryStore) -> None:
    son = human("Jan", "Peeters", "1999-09-09", 21, phone=JAN.phone)
    store.add("clients.csv", table([JAN, son]))
    store.add("son.txt", about(son))
    store.add("note.txt", letter((PERSON, "Jan Peeters"), (PHONE, JAN.phone)))

    answer = ask(store, (NUMBER, JAN.number))

    assert told(answer) == {"clients.csv": "certain", "note.txt": "possible"}


def test_a_name_alone_is_only_possible_and_leads_nowhere(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN]))
    store.add("note.txt", letter((PERSON, "Jan Peeters"), (EMAIL, "jp@other.example")))
    store.add("more.txt", letter((EMAIL, "jp@other.example")))

    assert told(ask(store, (NUMBER, JAN.number))) == {"clients.csv": "certain", "note.txt": "possible"}


# --- households


def test_a_spouse_with_the_same_phone_account_and_address_is_left_out(store: MemoryStore) -> None:
    wife = replace(MARIE, phone=JAN.phone, iban=JAN.iban, email=JAN.email)
    store.add("jan.docx", about(JAN))
    store.add("marie.docx", about(wife))
    store.add("both.csv", table([JAN, wife]))
    store.add("named.txt", letter((PERSON, "Marie Dubois"), (PHONE, JAN.phone)))

    assert {"jan.docx", "both.csv"} == surely(ask(store, (NUMBER, JAN.number)))
    assert {"marie.docx", "both.csv", "named.txt"} == surely(ask(store, (NUMBER, wife.number)))


def test_a_phone_of_two_people_is_asked_about_unless_another_key_decides(store: MemoryStore) -> None:
    wife = replace(MARIE, phone=JAN.phone)
    store.add("both.csv", table([JAN]), table([wife], "more"))
    store.add("marie.docx", about(wife))

    assert len(ask(store, (PHONE, JAN.phone)).candidates) == 2
    assert {"both.csv"} == surely(ask(store, (PHONE, JAN.phone), (PERSON, "Jan Peeters")))
    assert {"both.csv", "marie.docx"} == surely(ask(store, (PHONE, JAN.phone), (BIRTH, wife.birth)))


def test_a_shared_phone_leads_to_a_record_with_the_right_name(store: MemoryStore) -> None:
    store.add("both.csv", table([JAN, replace(MARIE, phone=JAN.phone)]))
    store.add("note.txt", letter((PERSON, "Peeters Jan"), (PHONE, JAN.phone)))
    store.add("bare.txt", letter((PHONE, JAN.phone)))

    assert told(ask(store, (NUMBER, JAN.number))) == {"both.csv": "certain", "note.txt": "probable"}


def test_a_customer_number_of_a_couple_is_asked_about(store: MemoryStore) -> None:
    store.add("both.csv", table([JAN, replace(MARIE, customer=JAN.customer)]))

    assert len(ask(store, (CUSTOMER, JAN.customer)).candidates) == 2


def test_two_people_in_one_letter_count_each_for_themselves(store: MemoryStore) -> None:
    store.add(
        "couple.txt", letter((PERSON, JAN.name), (NUMBER, JAN.number), (PERSON, MARIE.name), (NUMBER, MARIE.number))
    )
    store.add("marie.txt", about(MARIE))

    answer = ask(store, (NUMBER, JAN.number))

    assert {"couple.txt"} == surely(answer)
    assert {NUMBER, PERSON} == set(answer.locations[0].entities)


# --- spellings


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("Dirk Van den Broeck", "VAN DEN BROECK Dirk"),
        ("Dirk Vandenbroeck", "Dirk van den Broeck"),
        ("Hélène Lefèvre", "LEFEVRE Helene"),
        ("Zoë de la Vallée", "DELAVALLEE Zoe"),
        ("Jan Peeters", "Mr. Jan PEETERS"),
        ("Anne-Marie Çelik", "anne marie celik"),
        ("Jan Peeters", "J. Peeters"),
        ("Jan Peeters", "Jan Petters"),
        ("Jan Peeters", "Jan Karel Peeters"),
    ],
)
def test_a_name_is_met_in_other_spellings_beside_the_birth_date(store: MemoryStore, asked: str, written: str) -> None:
    store.add("list.txt", letter((PERSON, written), (BIRTH, "1970-03-02")))

    assert told(ask(store, (PERSON, asked), (BIRTH, "1970-03-02"))) == {"list.txt": "probable"}


@pytest.mark.parametrize("other", ["Joris Peeters", "Jan Mertens", "Jan Vos", "Peeters", "Jan"])
def test_another_name_with_the_same_birth_date_is_somebody_else(store: MemoryStore, other: str) -> None:
    store.add("list.txt", letter((PERSON, other), (BIRTH, "1970-03-02")))

    assert set() == surely(ask(store, (PERSON, "Jan Peeters"), (BIRTH, "1970-03-02")))


def test_a_name_with_a_typing_error_is_kept_beside_a_strong_identifier(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN]))
    store.add("typo.txt", letter((PERSON, "Jna Peters"), (NUMBER, JAN.number)))

    assert {"clients.csv", "typo.txt"} == surely(ask(store, (EMAIL, JAN.email)))


# --- incomplete records


def test_a_row_without_number_is_met_by_name_and_birth_date(store: MemoryStore) -> None:
    store.add("a.txt", letter((PERSON, "Jan Peeters"), (NUMBER, JAN.number)))
    store.add("b.csv", table([Human("Jan", "Peeters", JAN.birth), Human("Jan", "Peeters", "1980-01-01")]))

    answer = ask(store, (NUMBER, JAN.number))

    assert told(answer) == {"a.txt": "certain", "b.csv": "probable"}
    assert {1} == {where["row"] for place in answer.locations for where in place.where if "row" in where}


def test_a_record_with_only_a_customer_number_is_certain(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN]))
    store.add("invoice.txt", letter((CUSTOMER, JAN.customer)))

    assert told(ask(store, (NUMBER, JAN.number))) == {"clients.csv": "certain", "invoice.txt": "certain"}


def test_two_customer_numbers_of_one_national_number_both_belong(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN, replace(JAN, customer="OFF-000099")]))
    store.add("first.txt", letter((CUSTOMER, "OFF-000001")))
    store.add("second.txt", letter((CUSTOMER, "OFF-000099")))

    assert {"clients.csv", "first.txt", "second.txt"} == surely(ask(store, (CUSTOMER, "OFF-000001")))


def test_an_address_in_the_header_of_a_mail_is_enough(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN]))
    office = finding(EMAIL, "info@office.example", part="header", functional=True)
    store.add("mail.eml", letter(office, finding(EMAIL, JAN.email, part="header")))

    assert told(ask(store, (NUMBER, JAN.number))) == {"clients.csv": "certain", "mail.eml": "probable"}


def test_a_bis_number_that_was_replaced_is_told_and_not_merged(store: MemoryStore) -> None:
    before = replace(JAN, number=number(JAN.birth, 44, raised=40), phone="", email="", iban="", customer="")
    store.add("now.csv", table([JAN]))
    store.add("before.csv", table([before]))

    assert told(ask(store, (NUMBER, JAN.number))) == {"now.csv": "certain", "before.csv": "possible"}
    assert len(ask(store, (PERSON, JAN.name), (BIRTH, JAN.birth)).candidates) == 2


# --- what belongs to the office


STAFF = human("Sofie", "Maes", "1985-06-06", 77, customer="")


def signed(who: Human) -> tuple[tuple[str, str], ...]:
    return ((PERSON, who.name), (PHONE, who.phone), (EMAIL, who.email))


def test_the_signature_in_every_letter_links_no_clients(store: MemoryStore) -> None:
    clients = [JAN, MARIE, *OTHERS]
    store.add("staff.csv", table([STAFF]))
    store.add("phones.csv", table([replace(STAFF, number="", birth="")]))
    store.add("internal.txt", letter(*signed(STAFF)))
    for at, client in enumerate(clients):
        store.add(f"letter{at}.txt", about(client, *signed(STAFF)))

    for at, client in enumerate(clients):
        assert {f"letter{at}.txt"} == surely(ask(store, (NUMBER, client.number)))


def test_who_signs_is_found_where_the_signature_stands(store: MemoryStore) -> None:
    store.add("staff.csv", table([STAFF]))
    for at, client in enumerate([JAN, MARIE, *OTHERS]):
        store.add(f"letter{at}.txt", about(client, *signed(STAFF)))

    for key in ((NUMBER, STAFF.number), (EMAIL, STAFF.email)):
        answer = ask(store, key)
        assert len(surely(answer)) == 12
        assert {"certain"} == {told(answer)["staff.csv"]}
        assert answer.person is not None
        assert {STAFF.number} == answer.person.subject.numbers


def test_a_mailbox_of_a_role_links_nobody(store: MemoryStore) -> None:
    office = finding(EMAIL, "info@office.example", functional=True)
    store.add("jan.txt", about(JAN, office))
    store.add("list.txt", letter(office, (PHONE, "+3225000000")))

    assert {"jan.txt"} == surely(ask(store, (NUMBER, JAN.number)))


def test_a_client_who_signs_with_one_letter_does_not_drag_in_the_clerk(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN]))
    store.add("letter.txt", about(JAN, *signed(STAFF)))
    store.add("phones.csv", table([replace(STAFF, number="", birth="", iban="")]))

    assert {"clients.csv", "letter.txt"} == surely(ask(store, (NUMBER, JAN.number)))


def test_the_phone_of_a_letterhead_does_not_link_a_brochure(store: MemoryStore) -> None:
    store.add("letter.txt", about(replace(JAN, phone="+3225000000")))
    store.add("brochure.txt", letter((PHONE, "+3225000000")))

    assert told(ask(store, (NUMBER, JAN.number))) == {"letter.txt": "certain", "brochure.txt": "possible"}


def test_the_phone_of_a_row_does_link_a_note(store: MemoryStore) -> None:
    store.add("clients.csv", table([JAN]))
    store.add("note.txt", letter((PHONE, JAN.phone)))

    assert told(ask(store, (NUMBER, JAN.number))) == {"clients.csv": "certain", "note.txt": "probable"}


def test_a_number_with_a_typing_error_is_found_where_it_stands_and_nowhere_else(store: MemoryStore) -> None:
    wrong = JAN.number[:-1] + str((int(JAN.number[-1]) + 1) % 10)
    store.add("clients.csv", table([JAN]))
    store.add("typo.txt", letter((NUMBER, wrong), (PHONE, "+3221")))

    assert told(ask(store, (NUMBER, wrong))) == {"typo.txt": "probable"}
    assert surely(ask(store, (NUMBER, JAN.number))) == {"clients.csv"}


def test_twins_with_names_alike_are_told_apart(store: MemoryStore) -> None:
    anna = human("Anna", "Peeters", "1990-04-04", 51)
    anne = human("Anne", "Peeters", "1990-04-04", 52)
    store.add("clients.csv", table([anna, anne]))
    store.add("anna.txt", letter((PERSON, "Peeters Anna"), (BIRTH, "1990-04-04")))
    store.add("anne.txt", letter((PERSON, "Peeters Anne"), (BIRTH, "1990-04-04")))

    assert surely(ask(store, (NUMBER, anna.number))) == {"clients.csv", "anna.txt"}
    assert surely(ask(store, (PERSON, anne.name), (BIRTH, anne.birth))) == {"clients.csv", "anne.txt"}


def test_a_mail_to_the_person_signed_by_somebody_is_found(store: MemoryStore) -> None:
    who = replace(JAN, email="x85@post.example")
    store.add("clients.csv", table([who]))
    store.add("mail.eml", letter(finding(EMAIL, who.email, part="header"), (PERSON, "Sofie Maes")))

    assert surely(ask(store, (NUMBER, who.number))) == {"clients.csv", "mail.eml"}
