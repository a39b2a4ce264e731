from __future__ import annotations

import pytest
from fakes.people import BIRTH, CUSTOMER, EMAIL, NUMBER, PERSON, PHONE, STRONG, evidence, finding, number

from pii_scan.core.types import Finding
from pii_scan.subjects.records import Placed, assign_records

ONE, TWO = number("1970-03-02", 11), number("1972-08-19", 12)


def placed(*lines: str | list[Finding | tuple[str, str]], segment: int = 0) -> list[Placed]:
    """Place findings line by line; an empty string is a blank line."""
    out: list[Placed] = []
    paragraph = 0
    for line, content in enumerate(lines, 1):
        if isinstance(content, str):
            paragraph += 1
            continue
        for at, found in enumerate(content):
            made = found if isinstance(found, Finding) else finding(*found)
            out.append(Placed(made, segment, line * 100 + at * 10, paragraph, line))
    return out


def records(*entries: Placed) -> list[str]:
    return assign_records(list(entries), STRONG)


def together(names: list[str]) -> list[list[int]]:
    """Give the positions that share a record, in order."""
    return [[at for at, name in enumerate(names) if name == one] for one in dict.fromkeys(names)]


def test_a_content_about_one_person_is_one_record() -> None:
    letter = placed([(PERSON, "Jan Peeters"), (NUMBER, ONE)], "", [(PHONE, "+32470000001")], "", [(NUMBER, ONE)])

    assert records(*letter) == ["doc"] * 4


def test_a_content_about_one_person_is_one_record_over_all_its_segments() -> None:
    entries = [*placed([(NUMBER, ONE)]), *placed([(PHONE, "+32470000001")], segment=3)]

    assert records(*entries) == ["doc", "doc"]


def test_entries_of_a_collection_are_apart_however_few() -> None:
    statement = placed([(PERSON, "Jan Peeters"), (PHONE, "+32470000001")], "", [(PERSON, "Ann Claes")])

    assert together(assign_records(statement, STRONG, is_collection=True)) == [[0, 1], [2]]
    assert records(*statement) == ["doc"] * 3


def test_a_collection_of_one_entry_is_one_record() -> None:
    card = placed([(PERSON, "Jan Peeters")], [(PHONE, "+32470000001")])

    assert assign_records(card, STRONG, is_collection=True) == ["doc", "doc"]


def test_a_national_and_a_bis_number_are_two_persons() -> None:
    entries = placed([(NUMBER, ONE)], "", [("BE_BIS_NUMBER", number("1970-03-02", 5, raised=40))])

    assert together(records(*entries)) == [[0], [1]]


@pytest.mark.parametrize(
    ("entity", "first", "second"),
    [(NUMBER, ONE, TWO), (CUSTOMER, "OFF-000001", "OFF-000002"), (BIRTH, "1970-03-02", "1972-08-19")],
)
def test_two_values_of_a_strong_kind_part_the_content_by_paragraph(entity: str, first: str, second: str) -> None:
    entries = placed(
        [(entity, first)],
        [(PHONE, "+32470000001")],
        "",
        [(entity, second), (PHONE, "+32470000002")],
        "",
        [evidence("health")],
    )

    assert together(records(*entries)) == [[0, 1], [2, 3], [4]]


def test_a_paragraph_about_several_is_parted_by_line() -> None:
    entries = placed(
        [(PERSON, "Jan Peeters"), (NUMBER, ONE)], [(PERSON, "Marie Dubois"), (NUMBER, TWO)], [(PHONE, "+3221")]
    )

    assert together(records(*entries)) == [[0, 1], [2, 3], [4]]


def test_a_line_about_several_is_parted_where_the_next_person_begins() -> None:
    line = [
        (PERSON, "Jan Peeters"),
        (NUMBER, ONE),
        (PHONE, "+321"),
        (PERSON, "Marie Dubois"),
        (NUMBER, TWO),
        (PHONE, "+322"),
    ]

    assert together(records(*placed(line))) == [[0, 1, 2], [3, 4, 5]]


def test_a_line_that_begins_with_the_number_is_parted_at_the_number() -> None:
    line = [(NUMBER, ONE), (PERSON, "Jan Peeters"), (NUMBER, TWO), (PERSON, "Marie Dubois")]

    assert together(records(*placed(line))) == [[0, 1], [2, 3]]


def test_forms_that_follow_each_other_are_parted_at_the_next_name() -> None:
    form = [
        [(PERSON, "Jan Peeters")],
        [(NUMBER, ONE)],
        [(PHONE, "+321")],
        [(PERSON, "Marie Dubois")],
        [(NUMBER, TWO)],
        [(PHONE, "+322")],
    ]

    assert together(records(*placed(*form))) == [[0, 1, 2], [3, 4, 5]]


def test_a_log_is_parted_by_line() -> None:
    lines = [[(EMAIL, f"user{at}@post.example"), ("IP_ADDRESS", f"10.0.0.{at}")] for at in range(20)]

    assert together(records(*placed(*lines))) == [[2 * at, 2 * at + 1] for at in range(20)]


def test_a_list_of_names_and_addresses_without_numbers_is_parted_too() -> None:
    lines = [[(PERSON, f"Given Family{chr(97 + at)}"), (EMAIL, f"user{at}@post.example")] for at in range(12)]

    assert together(records(*placed(*lines))) == [[2 * at, 2 * at + 1] for at in range(12)]


def test_a_list_of_names_and_addresses_on_one_line_is_parted_at_each_name() -> None:
    pairs: list[Finding | tuple[str, str]] = []
    for at in range(6):
        pairs += [(PERSON, f"Given Family{chr(97 + at)}"), (EMAIL, f"user{at}@post.example")]

    assert together(records(*placed(pairs))) == [[2 * at, 2 * at + 1] for at in range(6)]


def test_what_belongs_to_a_role_parts_nothing() -> None:
    roles = [finding(EMAIL, f"info{at}@office.example", functional=True) for at in range(9)]
    payments = [finding("BE_STRUCTURED_COMMUNICATION", f"{at:012}") for at in range(9)]

    assert set(records(*placed([(NUMBER, ONE)], "", roles, "", payments))) == {"doc"}


def test_several_addresses_in_a_header_are_not_one_person() -> None:
    header = [finding(EMAIL, "a@post.example", part="header"), finding(EMAIL, "b@post.example", part="header")]

    assert together(records(*placed(header, "", [(PERSON, "Jan Peeters"), (NUMBER, ONE)]))) == [[0], [1], [2, 3]]


def test_an_address_in_a_header_belongs_to_the_text_that_repeats_or_names_it() -> None:
    header = [
        finding(EMAIL, "clerk@office.example", part="header"),
        finding(EMAIL, "jp@post.example", part="header"),
        finding(EMAIL, "jan.peeters@post.example", part="header"),
    ]
    entries = placed(header, "", [(PERSON, "Jan Peeters"), (NUMBER, ONE), (EMAIL, "jp@post.example")])

    assert together(records(*entries)) == [[0], [1, 2, 3, 4, 5]]


def test_the_only_address_in_a_header_belongs_to_the_text() -> None:
    header = [
        finding(EMAIL, "info@office.example", part="header", functional=True),
        finding(EMAIL, "x@post.example", part="header"),
    ]

    assert set(records(*placed(header, "", [(NUMBER, ONE)]))) == {"doc"}


def test_the_order_in_which_findings_come_does_not_matter() -> None:
    entries = placed([(PERSON, "Jan Peeters"), (NUMBER, ONE)], [(PERSON, "Marie Dubois"), (NUMBER, TWO)])

    assert assign_records(entries[::-1], STRONG) == assign_records(entries, STRONG)[::-1]


def test_nothing_gives_nothing() -> None:
    assert records() == []


def test_findings_without_lines_are_parted_by_person() -> None:
    page = [
        Placed(finding(*pair), 0, at * 10, 0, None)
        for at, pair in enumerate([(PERSON, "Jan Peeters"), (NUMBER, ONE), (PERSON, "Marie Dubois"), (NUMBER, TWO)])
    ]

    assert together(records(*page)) == [[0, 1], [2, 3]]


def test_contact_cards_that_follow_each_other_are_parted_at_the_next_name() -> None:
    cards: list[str | list[Finding | tuple[str, str]]] = []
    for at in range(6):
        cards += [
            [(PERSON, f"Given Family{chr(97 + at)}")],
            [(EMAIL, f"{at}@post.example")],
            [(EMAIL, f"{at}@work.example")],
        ]
        cards += [[(PHONE, f"+32{at}")]]

    assert together(records(*placed(*cards))) == [[4 * at + part for part in range(4)] for at in range(6)]


def test_a_number_with_a_typing_error_is_not_a_second_person() -> None:
    entries = placed([(NUMBER, ONE)], "", [(NUMBER, ONE[:-1] + str((int(ONE[-1]) + 1) % 10)), (PHONE, "+321")])

    assert set(records(*entries)) == {"doc"}


def test_a_list_of_people_is_parted_though_no_value_comes_twice() -> None:
    notes = placed(
        [(PERSON, "Jan Peeters"), (PHONE, "+32470000001")],
        "",
        [(PERSON, "An Claes"), (NUMBER, ONE)],
        "",
        [(PERSON, "Piet Maes"), (EMAIL, "piet@example.org")],
    )

    assert together(records(*notes)) == [[0, 1], [2, 3], [4, 5]]


def test_a_letter_with_a_signature_is_no_list() -> None:
    letter = placed([(PERSON, "Jan Peeters"), (NUMBER, ONE)], "", [(PERSON, "An Claes"), (PHONE, "+32470000001")])

    assert records(*letter) == ["doc"] * 4
