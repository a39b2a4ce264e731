"""Laws of the readers of cards, bank statements, health messages and tracks: values under labels, each on its line."""

from __future__ import annotations

import io
from types import ModuleType

import pytest
from fakes import trade_files
from fakes.trade_files import IBAN, NISS, OWN_IBAN, REFERENCE, fixed

from pii_scan.core.errors import CorruptContentError
from pii_scan.core.outcome import Reason
from pii_scan.core.place import place_at
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract import cards, coda, hl7, interchange, mt940, nmea
from pii_scan.settings.settings import Limits


def segments(reader: ModuleType, source: str | bytes) -> list[Segment]:
    data = source if isinstance(source, bytes) else source.encode()
    return list(reader.read(Content("a", io.BytesIO(data), len(data)), Limits()))


def told(reader: ModuleType, source: str | bytes) -> str:
    return "".join(segment.text for segment in segments(reader, source) if isinstance(segment, Text))


def place(reader: ModuleType, source: str, value: str) -> dict[str, object]:
    (text,) = (one for one in segments(reader, source) if isinstance(one, Text) and value in one.text)
    return place_at(text.places, text.text.index(value))


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Name: Dr. Jan Paul Peeters", 3),
        ("Name: Jan Peeters", 4),
        ("Tel: +32 475 12 34 56", 5),
        ("Date of birth: 19850730", 7),
        ("Address: Rue Haute 12 bus 3, 1000 Bruxelles, Belgique", 8),
        ("Note: one, two\nthree", 9),
        ("E-mail: jan@example.be", 10),
        ("GPS: 50.84670, 4.35250", 11),
    ],
)
def test_a_card_tells_each_property_under_a_label_on_the_line_where_it_begins(line, number):
    assert f"\n{line}\n" in "\n" + told(cards, trade_files.VCARD)
    assert place(cards, trade_files.VCARD, line) == {"line": number}


def test_the_picture_in_a_card_is_a_member():
    (member,) = (one for one in segments(cards, trade_files.VCARD) if isinstance(one, Member))

    assert (member.name, member.open().read()) == ("photo-1.jpeg", b"\xff\xd8\xff\xe0\0\x10")


def test_a_picture_in_a_card_that_is_no_base64_is_corrupt():
    (member,) = (one for one in segments(cards, "PHOTO;ENCODING=B:a\n") if isinstance(one, Member))

    with pytest.raises(CorruptContentError):
        member.open()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Dupont;H=C3=A9l=C3=A8n=\ne\n", "Name: Hélène Dupont\n"),
        ("FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:H=E9l=E8ne\n", "Name: Hélène\n"),
        ("NOTE:a\\;b\\,c\n", "Note: a;b,c\n"),
        ("TEL:tel:+32475123456\n", "Tel: +32475123456\n"),
        ("ORG:Office;;Service\n", "Organization: Office, Service\n"),
        ("ADR:BP 7;;Rue Haute 12;Namur;Wallonie;5000;\n", "Address: Rue Haute 12 BP 7, 5000 Namur, Wallonie\n"),
        ("GEO:geo:50.1,4.2\n", "GPS: 50.1, 4.2\n"),
        ("X-OTHER:value\n", "X-OTHER: value\n"),
        ("no property\n", "no property\n"),
        (
            'ATTENDEE;CN="Peeters, Jan":mailto:jan@example.be\n',
            "Contact: Peeters, Jan\nATTENDEE: mailto:jan@example.be\n",
        ),
    ],
)
def test_a_property_is_decoded(source, expected):
    assert told(cards, source) == expected


def test_cards_are_parted_by_an_empty_line():
    two = "BEGIN:VCARD\nFN:A B\nEND:VCARD\nBEGIN:VCARD\nFN:C D\nEND:VCARD\n"

    assert "Name: A B\n\n\nName: C D\n" in told(cards, two)


def test_a_property_beyond_measure_is_told_as_unread_and_the_rest_is_read():
    source = "NOTE:" + ("x" * 1000 + "\n ") * 18_000 + "\nFN:Jan Peeters\n"

    assert Unread(Reason.TOO_LARGE) in segments(cards, source)
    assert told(cards, source) == "Name: Jan Peeters\n"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Addressee: OFFICE ASBL", 1),
        ("Enterprise number: 0403170701", 1),
        (f"IBAN: {OWN_IBAN}", 2),
        ("Account holder: OFFICE ASBL", 2),
        ("Customer reference: CUSTOMER REFERENCE OF 35 CHARACTERS", 4),
        ("BIC: GKCCBEBB", 4),
        (f"IBAN: {IBAN}", 5),
        ("Account holder: PEETERS JAN", 5),
        ("Communication: loyer de janvier, appartement, national 85.07.30-033.28 merci", 3),
        ("Address: RUE HAUTE 12, 1000 BRUXELLES", 7),
        (f"Structured communication: {REFERENCE}", 8),
        ("Account number: 539007547034", 9),
        ("Account holder: MAES AN", 9),
        ("Communication: libre", 10),
    ],
)
def test_a_belgian_statement_tells_its_fields_of_fixed_width(line, number):
    assert f"\n{line}\n" in told(coda, trade_files.CODA)
    assert place(coda, trade_files.CODA, line) == {"line": number}


def test_what_goes_on_in_the_next_record_has_the_line_of_that_record():
    assert place(coda, trade_files.CODA, "28 merci") == {"line": 4}


def test_movements_are_parted_by_an_empty_line():
    assert told(coda, trade_files.CODA).count("1000 BRUXELLES\n\nAccount number: ") == 1


def test_a_line_that_is_no_record_is_told_as_it_is():
    odd = "hello\n" + fixed((1, "7 odd")) + "\n2100\n"

    assert told(coda, odd) == odd


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (f"Account number: {OWN_IBAN}", 3),
        (f"IBAN: {IBAN}", 7),
        ("Account holder: Jan Peeters", 7),
        ("Communication: loyer de janvier pour An", 8),
        ("00: VIREMENT", 11),
        ("Communication: loyer de janvier", 8),
        (f"Account number: {IBAN}", 11),
        ("Communication: paid by card", 13),
        ("-}", 15),
    ],
)
def test_a_swift_statement_tells_what_stands_in_each_movement(line, number):
    assert f"\n{line}\n" in told(mt940, trade_files.MT940)
    assert place(mt940, trade_files.MT940, line) == {"line": number}


def test_a_word_cut_at_a_full_line_is_whole_again_and_lines_that_are_not_full_stay_words():
    full = ":20:A\n:25:B\n:61:x\n:86:" + "a" * 63 + " b\nc d\ne\n"

    assert f"Communication: {'a' * 63} bc d e\n" in told(mt940, full)


def test_numbered_parts_of_one_text_are_one_text():
    assert "Communication: loyer de janvier\n" in told(mt940, trade_files.MT940)
    assert "Account holder: Jan Peeters\n62F" in told(
        mt940, trade_files.MT940.replace(":61:2401040104D10,00NTRFNONREF\n:86:paid by card\n", "")
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        (f"NISS: {NISS}", 2),
        ("Patient id: 12345", 2),
        ("Name: Jan Paul Peeters", 2),
        ("Date of birth: 19850730", 2),
        ("Address: Rue Haute 12, 1000 Bruxelles, BE", 2),
        ("Phone: 0475123456 PRN", 2),
        ("Phone: NET Internet jan@example.be", 2),
        ("Doctor: An Maes", 3),
        ("NOTE Conclusion: one\ntwo & three", 4),
    ],
)
def test_a_health_message_tells_the_fields_of_persons_under_labels(line, number):
    assert f"\n{line}\n" in told(hl7, trade_files.HL7)
    assert place(hl7, trade_files.HL7, line) == {"line": number}


def test_a_message_says_itself_what_parts_its_fields():
    own = "MSH#*~!;#LAB\rPID#1####Peeters*Jan##19850730\r"

    assert "Name: Jan Peeters\nDate of birth: 19850730\n" in told(hl7, own)


def test_what_is_no_segment_is_told_as_it_is():
    assert told(hl7, "MSH|^~\\&|\rfree text\r\r") == "\nfree text\n"


def test_a_receivers_log_tells_positions_in_degrees():
    assert told(nmea, trade_files.NMEA) == "GPS: 50.846700, 4.352500\nGPS: -33.833333, -70.500000\n"
    assert place(nmea, trade_files.NMEA, "-33.8") == {"line": 3}


def test_what_is_no_sentence_of_a_log_is_told_as_it_is():
    assert told(nmea, "$GPGSV,1,1\ntrip of Jan\n") == "trip of Jan\n"


@pytest.mark.parametrize(
    ("source", "line", "where"),
    [
        (trade_files.GPX, "GPS: 50.84670, 4.35250", {"line": 3, "path": "gpx/wpt/@lat"}),
        (trade_files.GPX, "GPS: 51.10000, 3.70000", {"line": 5, "path": "gpx/trk/trkseg/trkpt/@lat"}),
        (trade_files.GPX, "Title: Thuis", {"line": 3, "path": "gpx/wpt/name"}),
        (trade_files.KML, "GPS: 50.84670, 4.35250", {"line": 2, "path": "kml/Placemark/Point/coordinates"}),
        (trade_files.KML, "GPS: 51.20000, 3.80000", {"line": 4, "path": "kml/Placemark/LineString/coordinates"}),
        (trade_files.KML, "Title: Work", {"line": 1, "path": "kml/Placemark/name"}),
        (trade_files.CAMT, "Account holder: Jan Peeters", {"line": 2, "path": "Document/Ntry/Dbtr/Nm"}),
        (
            trade_files.CAMT,
            "Address: Rue Haute 12, 1000 Bruxelles",
            {"line": 2, "path": "Document/Ntry/Dbtr/PstlAdr/StrtNm"},
        ),
        (trade_files.CAMT, f"IBAN: {IBAN}", {"line": 4, "path": "Document/Ntry/DbtrAcct/Id/IBAN"}),
        (trade_files.KMEHR, f"NISS: {NISS}", {"line": 2, "path": "kmehrmessage/folder/patient/id"}),
        (trade_files.KMEHR, "Name: Jan Peeters", {"line": 3, "path": "kmehrmessage/folder/patient/familyname"}),
        (
            trade_files.KMEHR,
            "Date of birth: 1985-07-30",
            {"line": 4, "path": "kmehrmessage/folder/patient/birthdate/date"},
        ),
        (
            trade_files.CDA,
            f"NISS: {NISS}",
            {"line": 1, "path": "ClinicalDocument/recordTarget/patientRole/id/@extension"},
        ),
        (
            trade_files.CDA,
            "Name: Jan Peeters",
            {"line": 2, "path": "ClinicalDocument/recordTarget/patientRole/patient/name/family"},
        ),
        (trade_files.FHIR, f"NISS: {NISS}", {"line": 2, "path": "identifier[0].value"}),
        (trade_files.FHIR, "Name: Jan Paul Peeters", {"line": 3, "path": "name[0].family"}),
        (trade_files.FHIR, "Phone: 0475123456", {"line": 4, "path": "telecom[0].value"}),
        (trade_files.FHIR, "Date of birth: 1985-07-30", {"line": 5, "path": "birthDate"}),
    ],
)
def test_values_of_a_standard_go_by_labels_that_people_use(source, line, where):
    assert f"\n{line}\n" in "\n" + told(interchange, source)
    assert place(interchange, source, line) == where


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('<a><p lat="50.1"/></a>', "lat: 50.1\n"),
        ('<a><p lat="north" lon="4.2"/></a>', "lat: north\nlon: 4.2\n"),
        ("<a><given>Jan</given></a>", "First name: Jan\n"),
        ("<a><family>Peeters</family></a>", "Last name: Peeters\n"),
        (
            "<a><p><LatitudeDegrees>50.1</LatitudeDegrees><LongitudeDegrees>4.2</LongitudeDegrees></p></a>",
            "GPS: 50.1, 4.2\n",
        ),
        ("<a><coordinates>here</coordinates></a>", "coordinates: here\n"),
        ("<a><coord>4.2 50.1 3</coord></a>", "GPS: 50.1, 4.2\n"),
        ('<a><note value="x"/></a>', "note: x\n"),
        ('<a><id S="LOCAL">12</id></a>', "s: LOCAL\nid: 12\n"),
    ],
)
def test_a_part_without_the_others_is_told_as_it_is(source, expected):
    assert told(interchange, source).rstrip("\n") + "\n" == expected


def test_two_people_one_after_the_other_are_two_names():
    source = "<l><n><given>A</given><family>B</family></n><n><given>C</given><family>D</family></n></l>"

    assert [line for line in told(interchange, source).splitlines() if line.startswith("Name")] == [
        "Name: A B",
        "Name: C D",
    ]


def test_the_parts_of_a_name_are_not_told_beside_the_whole():
    assert "family" not in told(interchange, trade_files.FHIR) + told(interchange, trade_files.KMEHR)


def test_more_parts_than_a_name_has_are_told_one_by_one():
    source = "<n>" + "".join(f"<given>N{number}</given>" for number in range(9)) + "<family>F</family></n>"

    assert told(interchange, source).split("\n")[:10] == [*(f"First name: N{n}" for n in range(9)), "Last name: F"]


def test_what_breaks_off_is_told_and_read_as_far_as_it_goes():
    broken = '{"resourceType": "Patient", "birthDate": "1985-07-30", "name": [{"family": '

    assert "Date of birth: 1985-07-30" in told(interchange, broken)
    assert segments(interchange, broken)[-1] == Unread(Reason.CORRUPT)
