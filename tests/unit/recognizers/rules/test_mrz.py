"""Machine-readable zones: the specimens of ICAO Doc 9303, and cards made by its rule."""

from __future__ import annotations

import pytest

from recognizers.machine_readable_zone import MachineReadableZoneRecognizer
from recognizers.mrz import check_digit, fields

VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
EID, RESIDENCE, PASSPORT, FOREIGN = (
    "BE_EID_CARD_NUMBER", "BE_RESIDENCE_CARD_NUMBER", "BE_PASSPORT_NUMBER", "TRAVEL_DOCUMENT_NUMBER",
)  # fmt: skip
NUMBER, BIRTH, NAME = "BE_NATIONAL_REGISTER_NUMBER", "DATE_OF_BIRTH", "PERSON"


def digit(text: str) -> str:
    """Reckon the check digit as Doc 9303 part 3 tells."""
    return str(sum((0 if c == "<" else VALUES.index(c)) * (7, 3, 1)[at % 3] for at, c in enumerate(text)) % 10)


def other(wrong: str) -> str:
    return str((int(wrong) + 1) % 10)


def card(
    *, first: str = "IDBEL591191706<4584<<<<<<<<<<<", birth: str = "850730", expiry: str = "300101", sex: str = "M",
    state: str = "BEL", optional: str = "85073003328", name: str | None = "PEETERS<<JAN<MARIE<<<<<<<<<<<<", wrong: str = "",
    end: str = "\n",
) -> str:  # fmt: skip
    """Write an identity card's zone; the control that `wrong` names does not agree."""
    born = birth + (other(digit(birth)) if wrong == "birth" else digit(birth))
    until = expiry + (other(digit(expiry)) if wrong == "expiry" else digit(expiry))
    whole = digit(first[5:] + born + until + optional)
    second = born + sex + until + state + optional + (other(whole) if wrong == "composite" else whole)
    return end.join([first, second, *([name] if name else [])])


def passport(
    *, first: str = "P<BELPEETERS<<JAN<MARIE<<<<<<<<<<<<<<<<<<<<<", number: str = "EA123456<", birth: str = "850730",
    expiry: str = "300101", optional: str = "<<<<<<<<<<<<<<", told: str | None = None, wrong: str = "", state: str = "BEL",
) -> str:  # fmt: skip
    """Write a passport's zone; the control that `wrong` names does not agree."""
    parts = {"number": number, "birth": birth, "expiry": expiry, "optional": optional}
    digits = {part: other(digit(value)) if part == wrong else digit(value) for part, value in parts.items()}
    if told is not None:
        digits["optional"] = told
    a, b, c = number + digits["number"], birth + digits["birth"], expiry + digits["expiry"]
    tail = optional + digits["optional"] if len(optional) == 14 else optional
    whole = digit(a + b + c + tail)
    return f"{first}\n{a}{state}{b}F{c}{tail}{other(whole) if wrong == 'composite' else whole}"


def slip(**changes: str) -> str:
    return passport(**{"first": "IDBELPEETERS<<JAN<MARIE<<<<<<<<<<<<<", "optional": "<<<<<<<", **changes})


SLIP = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"


def found(text: str) -> list[tuple[str, str]]:
    return [(field.entity, text[field.start : field.end]) for field in fields(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("520727", "3"), ("D23145890", "7"), ("000590696101", "5"), ("L898902C3", "6"), ("ZE184226B<<<<<", "1"), ("AB2134<<<", "5"), ("", "0"), ("<", "0"),
     ("A", "0"), ("Z", "5"), ("9", "3")],
)  # fmt: skip
def test_a_check_digit_weighs_7_3_1_with_letters_from_10_on(text, expected):
    assert str(check_digit(text)) == expected == digit(text)


def test_a_belgian_card_gives_its_twelve_digits_birth_national_number_and_name():
    text = f"lu :\n{card()}\nfin"

    assert found(text) == [
        (EID, "591191706<458"), (BIRTH, "850730"), (NUMBER, "85073003328"), (NAME, "PEETERS<<JAN<MARIE"),
    ]  # fmt: skip


def test_the_published_belgian_specimen_is_controlled_over_twelve_digits():
    first = "IDBEL000590696<1015" + "<" * 11

    assert found(card(first=first))[0] == (EID, "000590696<101")
    assert found(card(first="IDBEL000590696<1017" + "<" * 11)) == []


def test_a_residence_card_gives_the_letter_and_its_digits():
    first = "IRBELB01234567" + digit("B01234567") + "8" + "<" * 14

    assert found(card(first=first))[0] == (RESIDENCE, "B01234567")


def test_an_overflow_of_one_and_of_eight_digits_is_read():
    for rest in ("5", "12345678"):
        first = "IDBEL591191706<" + rest + digit("591191706" + rest)
        assert found(card(first=first.ljust(30, "<")))[0] == (EID, f"591191706<{rest}")


def test_the_icao_specimen_of_a_card_gives_its_number_birth_and_name_and_no_national_number():
    text = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"

    assert found(text) == [(FOREIGN, "D23145890"), (BIRTH, "740812"), (NAME, "ERIKSSON<<ANNA<MARIA")]


def test_a_foreign_card_s_optional_digits_are_no_belgian_national_number():
    first = "IDFRAX4RTBPFW4" + digit("X4RTBPFW4") + "<" * 15

    assert NUMBER not in [entity for entity, _ in found(card(first=first, state="FRA"))]


def test_a_short_number_is_given_without_its_filling():
    first = "IDFRAAB2134<<<" + digit("AB2134<<<") + "<" * 15

    assert found(card(first=first))[0] == (FOREIGN, "AB2134")


def test_a_card_without_its_third_line_gives_no_name():
    assert [entity for entity, _ in found(card(name=None))] == [EID, BIRTH, NUMBER]


def test_a_belgian_card_without_a_national_number_gives_the_other_fields():
    for optional in ("<" * 11, "<5073003328", "8507300332<"):
        assert [entity for entity, _ in found(card(optional=optional))] == [EID, BIRTH, NAME]


@pytest.mark.parametrize("wrong", ["birth", "expiry", "composite"])
def test_one_control_that_fails_refuses_the_whole_card(wrong):
    assert found(card()) != []
    assert found(card(wrong=wrong)) == []


@pytest.mark.parametrize(
    "first",
    ["IDBEL591191706<4585<<<<<<<<<<<", "IDFRAX4RTBPFW4" + other(digit("X4RTBPFW4")) + "<" * 15, "IDFRAX4RTBPFW4<" + "<" * 15,
     "IDBEL591191706<" + "<" * 15],
)  # fmt: skip
def test_a_number_s_own_control_is_asked_even_where_the_composite_agrees(first):
    assert found(card(first=first)) == []


@pytest.mark.parametrize("sex", ["M", "F", "X", "<"])
def test_the_sex_is_no_part_of_a_control(sex):
    assert len(found(card(sex=sex))) == 4


@pytest.mark.parametrize(
    "end", ["\r\n", " \n", "\n  ", "\t\r\n\t"],
)  # fmt: skip
def test_blanks_around_the_line_ends_do_not_matter(end):
    assert len(found(card(end=end))) == 4


@pytest.mark.parametrize("glued", ["X{}", "{}X", "{}<", "1{}"])
def test_a_zone_that_goes_on_is_none(glued):
    assert found(glued.format(card(name=None))) == []


def test_a_belgian_passport_gives_number_birth_and_name():
    text = f"scan\n{passport()}\n"

    assert found(text) == [(PASSPORT, "EA123456"), (BIRTH, "850730"), (NAME, "PEETERS<<JAN<MARIE")]


def test_the_icao_specimen_of_a_passport_is_a_foreign_document():
    text = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

    assert found(text) == [(FOREIGN, "L898902C3"), (BIRTH, "740812"), (NAME, "ERIKSSON<<ANNA<MARIA")]


def test_the_icao_specimen_of_two_lines_of_36_is_read():
    assert found(SLIP) == [(FOREIGN, "D23145890"), (BIRTH, "740812"), (NAME, "ERIKSSON<<ANNA<MARIA")]


def test_only_a_passport_of_belgium_is_a_belgian_passport():
    assert found(slip())[0] == (FOREIGN, "EA123456")
    assert found(passport(first="P<FRAPEETERS<<JAN".ljust(44, "<")))[0] == (FOREIGN, "EA123456")
    assert found(passport(first="V<BELPEETERS<<JAN".ljust(44, "<")))[0] == (FOREIGN, "EA123456")


@pytest.mark.parametrize("wrong", ["number", "birth", "expiry", "optional", "composite"])
def test_one_control_that_fails_refuses_the_whole_passport(wrong):
    assert found(passport(optional="85073003328<<<")) != []
    assert found(passport(optional="85073003328<<<", wrong=wrong)) == []


@pytest.mark.parametrize("wrong", ["number", "birth", "expiry", "composite"])
def test_one_control_that_fails_refuses_the_whole_slip(wrong):
    assert len(found(slip(optional="A1B2C3<"))) == 3
    assert found(slip(optional="A1B2C3<", wrong=wrong)) == []


def test_an_empty_optional_field_may_leave_its_control_out():
    assert len(found(passport(told="<"))) == 3
    assert len(found(passport(told="0"))) == 3
    assert found(passport(told="1")) == []
    assert found(passport(optional="85073003328<<<", told="<")) == []


def test_every_zone_of_a_text_is_read_in_its_order():
    text = f"{passport()}\n\n{card()}\n\n{SLIP}"

    assert [entity for entity, _ in found(text)] == [
        PASSPORT, BIRTH, NAME, EID, BIRTH, NUMBER, NAME, FOREIGN, BIRTH, NAME,
    ]  # fmt: skip


def test_a_text_without_a_zone_gives_nothing():
    assert found("a << b") == []
    assert found("") == []


def test_the_recognizer_gives_the_entities_asked_for_as_sure_findings_of_its_own():
    recognizer = MachineReadableZoneRecognizer("nl")
    text = card()

    every = recognizer.analyze(text, recognizer.supported_entities)
    birth = recognizer.analyze(text, [BIRTH])

    assert [(r.entity_type, text[r.start : r.end], r.score) for r in every] == [
        (EID, "591191706<458", 0.97), (BIRTH, "850730", 0.97), (NUMBER, "85073003328", 0.97), (NAME, "PEETERS<<JAN<MARIE", 0.97),
    ]  # fmt: skip
    assert [r.entity_type for r in birth] == [BIRTH]
    assert {r.recognition_metadata["recognizer_name"] for r in every} == {"MachineReadableZoneRecognizer"}
    assert {r.recognition_metadata["recognizer_identifier"] for r in every} == {recognizer.id}
    assert every[0].recognition_metadata is not every[1].recognition_metadata
    assert recognizer.supported_language == "nl"
    assert set(recognizer.supported_entities) == {EID, RESIDENCE, PASSPORT, FOREIGN, NUMBER, BIRTH, NAME}
    assert MachineReadableZoneRecognizer().supported_language == "fr"
