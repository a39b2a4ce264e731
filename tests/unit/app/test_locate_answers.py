from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fakes.people import STRONG, about, human, number, table
from fakes.stores import MemoryStore

from pii_scan.app.locate import TOGETHER, _initials, locate_all, parse
from pii_scan.core.errors import UsageError
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.types import Coverage, ItemRef

JAN = human("Jan", "Peeters", "1970-03-02", 11, customer="OFF-000001")
NAMESAKE = human("Jan", "Peeters", "1991-01-30", 20)


def canonical(entity: str, text: str) -> str:
    """Stand in for a plug-in's normal forms."""
    return "".join(c for c in text if c.isdigit()) if entity == "BE_NATIONAL_REGISTER_NUMBER" else text


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.add("clients.csv", table([JAN, NAMESAKE]))
    store.add("a.zip!letter.docx", about(JAN))
    return store


def answers(store: MemoryStore, *queries: dict[str, object]) -> list[dict[str, object]]:
    covered = {"names": "labels only", "last_scan": "2030-01-02T03:04:05Z"}
    return list(locate_all(queries, store, canonical, STRONG, covered=covered))


def test_an_answer_keeps_the_contract(store: MemoryStore) -> None:
    query: dict[str, object] = {"national_number": f"{JAN.number[:6]}-{JAN.number[6:]}"}

    (answer,) = answers(store, query)

    assert list(answer) == ["query", "doubtful", "subject", "ambiguous", "locations", "completeness"]
    assert answer["query"] == query
    assert answer["ambiguous"] == []
    locations = answer["locations"]
    assert isinstance(locations, list)
    assert [(place["item"], place["member"]) for place in locations] == [
        ("a.zip", "letter.docx"),
        ("clients.csv", None),
    ]
    assert {tuple(place) for place in locations} == {
        ("source", "item", "member", "where", "confidence", "entities", "categories", "why", "reasons")
    }
    assert locations[0]["why"] == ["national number stands here"]
    assert locations[0]["reasons"] == [{"key": "strong", "entity": "BE_NATIONAL_REGISTER_NUMBER", "item": None}]


def test_a_value_that_cannot_be_right_is_named_by_its_key(store: MemoryStore) -> None:
    query = {"national_number": "1", "email": JAN.email, "name": "x"}

    (answer,) = locate_all([query], store, canonical, STRONG, check=lambda entity, text: entity == "EMAIL_ADDRESS")

    assert answer["doubtful"] == ["national_number"]


def test_no_answer_quotes_a_value_that_was_not_asked(store: MemoryStore) -> None:
    told = json.dumps(answers(store, {"customer_number": JAN.customer}))

    for value in (JAN.number, JAN.email, JAN.phone, JAN.iban, JAN.name, JAN.family):
        assert value not in told


def test_a_name_in_several_forms_is_told_once() -> None:
    assert _initials(["Jan Peeters", "Peeters Jan", "Peeters", "Els Janssens"]) == ["E. J.", "J. P."]


def test_namesakes_are_told_by_what_can_be_asked_about(store: MemoryStore) -> None:
    (answer,) = answers(store, {"name": "Jan Peeters"})

    assert answer["subject"] is None
    assert answer["locations"] == []
    candidates = answer["ambiguous"]
    assert isinstance(candidates, list)
    assert sorted((c["birth_year"], c["items"], tuple(c["sources"])) for c in candidates) == [
        ("1970", 2, ("share",)),
        ("1991", 1, ("share",)),
    ]


def test_the_subject_has_the_same_id_whatever_was_asked(store: MemoryStore) -> None:
    by_number, by_email = answers(store, {"national_number": JAN.number}, {"email": JAN.email})

    assert isinstance(by_number["subject"], dict)
    assert isinstance(by_email["subject"], dict)
    assert by_number["subject"]["id"] == by_email["subject"]["id"]
    assert {"entity": "BE_NATIONAL_REGISTER_NUMBER", "value": "70.03.**-***.**"} in by_email["subject"]["identifiers"]


def test_nobody_found_still_has_a_statement_of_completeness(store: MemoryStore) -> None:
    (answer,) = answers(store, {"national_number": number("1950-01-01", 9)})

    assert answer["subject"] is None
    assert answer["locations"] == []
    assert answer["completeness"]


def test_completeness_counts_what_was_read_and_what_was_not(store: MemoryStore) -> None:
    for item, outcome, reason in [
        ("locked.pdf", Outcome.FAILED, Reason.ENCRYPTED),
        ("sealed.pdf", Outcome.FAILED, Reason.ENCRYPTED),
        ("half.zip", Outcome.PARTIAL, Reason.TRUNCATED),
        ("empty.txt", Outcome.SKIPPED, Reason.EMPTY),
        ("old.txt", Outcome.GONE, Reason.VANISHED),
        ("same.txt", Outcome.UNCHANGED, None),
    ]:
        store.rows.append(Coverage(ItemRef("share", item), outcome, reason, "", 0))

    (answer,) = answers(store, {"email": JAN.email})

    assert answer["completeness"] == {
        "items": 7,
        "read": 3,
        "partly_read": 1,
        "not_read": {"empty": 1, "encrypted": 2, "truncated": 1},
        "names": "labels only",
        "sources": ["share"],
        "last_scan": "2030-01-02T03:04:05Z",
    }


def test_many_queries_share_their_passes_over_the_inventory() -> None:
    store = MemoryStore()
    people = [
        human(f"Given{at}", f"Family{at}", f"19{30 + at % 60}-0{1 + at % 9}-1{at % 10}", at + 1) for at in range(300)
    ]
    store.add("clients.csv", table(people))
    for at, who in enumerate(people):
        store.add(f"letter{at}.txt", about(replace(who, phone="")))

    found = answers(store, *({"phone": who.phone} for who in people))

    assert [[place["item"] for place in answer["locations"]] for answer in found] == [  # type: ignore[attr-defined]
        ["clients.csv", f"letter{at}.txt"] for at in range(300)
    ]
    assert store.passes <= 4


def test_answers_come_in_the_order_of_the_queries_beyond_one_batch(store: MemoryStore) -> None:
    count = TOGETHER + 3
    queries = [{"customer_number": f"OFF-{at:06}"} for at in range(count)]

    assert [answer["query"] for answer in answers(store, *queries)] == queries


def test_other_identifiers_are_asked_by_entity() -> None:
    assert parse({"identifiers": {"STAFF_NUMBER": "S-1"}}, canonical).of("STAFF_NUMBER") == ("S-1",)


@pytest.mark.parametrize(
    "query",
    [{}, {"nickname": "x"}, {"name": ""}, {"name": None}, {"email": ["a"]}, {"identifiers": {}}, {"identifiers": "x"}],
)
def test_a_query_that_asks_nothing_is_refused_without_quoting_it(query: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        parse(query, canonical)
