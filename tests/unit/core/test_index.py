from __future__ import annotations

from fakes.people import NUMBER, human, table

from pii_scan.core.index import block_terms, joined_names, name_pairs, name_terms, term
from pii_scan.core.types import CATEGORY_EVIDENCE, Block, ColumnFindings, Finding

JAN = human("Jan", "Van den Broeck", "1970-03-02")


def names(**columns: list[str]) -> Block:
    found = [ColumnFindings(name, "PERSON", "T", 1.0, (), list(range(len(v))), v) for name, v in columns.items()]
    return Block(columns=found)


def test_a_row_is_found_by_its_values_and_by_the_full_name() -> None:
    terms = block_terms(table([JAN]))

    assert {
        term(NUMBER, JAN.number),
        term("EMAIL_ADDRESS", JAN.email.upper()),
        term("PERSON", "VANDENBROECK JAN"),
    } <= terms


def test_a_bis_number_is_found_as_a_national_number() -> None:
    assert term("BE_BIS_NUMBER", "1") == term(NUMBER, "1")


def test_evidence_has_no_term() -> None:
    evidence = Finding(CATEGORY_EVIDENCE, "x", None, 1.0, "T", (), {})
    column = ColumnFindings("c", CATEGORY_EVIDENCE, "T", 1.0, (), [0], ["x"])

    assert block_terms(Block(findings=[evidence], columns=[column])) == set()


def test_a_full_name_is_looked_up_with_initials_too() -> None:
    assert name_terms("Jan Peeters") == {term("PERSON", name) for name in ("Jan Peeters", "J. Peeters", "Jan P.")}


def test_given_names_are_joined_with_the_family_name_beside_them() -> None:
    block = names(nom=["Peeters"], prenom=["Jan"], nom_conjoint=["Dubois"], prenom_conjoint=["Marie"])

    assert list(joined_names(block)) == [(0, "Peeters Jan"), (0, "Dubois Marie")]
    assert list(joined_names(names(first_name=["Jan"], last_name=["Peeters"]))) == [(0, "Jan Peeters")]


def test_neighbors_without_a_telling_header_are_joined_when_they_hold_single_words() -> None:
    single = names(**{"1": ["Peeters", "Dubois"], "2": ["Jan", "Marie"]})

    assert list(joined_names(single)) == [(0, "Peeters Jan"), (1, "Dubois Marie")]
    assert name_pairs(names(client=["Jan Peeters"], conseiller=["Sofie Maes"])) == []


def test_a_row_without_one_of_the_parts_has_no_joined_name() -> None:
    block = names(nom=["Peeters", "Dubois"], prenom=["Jan"])

    assert list(joined_names(block)) == [(0, "Peeters Jan")]


def test_a_column_in_several_pieces_is_one_column() -> None:
    block = names(nom=["Peeters"], prenom=["Jan"])
    block.columns.append(ColumnFindings("prenom", "PERSON", "T", 0.6, (), [1], ["Marie"]))
    block.columns.append(ColumnFindings("nom", "PERSON", "T", 0.6, (), [1], ["Dubois"]))

    assert sorted(joined_names(block)) == [(0, "Peeters Jan"), (1, "Dubois Marie")]
