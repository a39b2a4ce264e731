"""Made-up files of banks, health care, cameras and receivers, built field by field."""

from __future__ import annotations

import io
import struct

from PIL import Image

NISS = "85073003328"
IBAN, OWN_IBAN = "BE71096123456769", "BE68539007547034"
REFERENCE = "010806817183"
POINT = ("50.84670", "4.35250")


def fixed(*fields: tuple[int, str], width: int = 128) -> str:
    """A line of fixed width; fields by their position, counted from 1 as in the standard."""
    line = [" "] * width
    for position, text in fields:
        line[position - 1 : position - 1 + len(text)] = text
    assert len(line) == width
    return "".join(line)


CODA = "\r\n".join(
    [
        fixed((1, "0000003011372505"), (35, "OFFICE ASBL"), (61, "KREDBEBB"), (72, "00403170701"), (128, "2")),
        fixed((1, "12001"), (6, OWN_IBAN), (40, "EUR0"), (65, "OFFICE ASBL"), (126, "001")),
        fixed((1, "2100010000"), (62, "0"), (63, "loyer de janvier, appartement, national 85.07.30-033."), (128, "0")),
        fixed(
            (1, "2200010000"),
            (11, "28 merci"),
            (64, "CUSTOMER REFERENCE OF 35 CHARACTERS"),
            (99, "GKCCBEBB"),
            (126, "1"),
        ),
        fixed((1, "2300010000"), (11, IBAN), (45, "EUR"), (48, "PEETERS JAN"), (128, "1")),
        fixed((1, "3100010001"), (40, "1"), (41, "001PEETERS JAN"), (126, "1")),
        fixed((1, "3200010001"), (11, "RUE HAUTE 12"), (46, "1000 BRUXELLES"), (128, "0")),
        fixed((1, "2100020000"), (62, "1"), (63, f"101{REFERENCE}"), (128, "0")),
        fixed((1, "2300020000"), (11, "539007547034 EUR"), (48, "MAES AN"), (128, "1")),
        fixed((1, "4 00030000"), (33, "libre"), (128, "0")),
        fixed((1, "8001"), (5, OWN_IBAN), (39, "EUR")),
        fixed((1, "9"), (128, "2")),
        "",
    ]
)

MT940 = f"""{{1:F01KREDBEBBAXXX0000000000}}{{2:I940KREDBEBBXXXXN}}{{4:
:20:STATEMENT
:25:{OWN_IBAN}
:28C:1/1
:60F:C240101EUR1000,00
:61:2401020102C50,00NTRFNONREF//123
:86:/IBAN/{IBAN}/NAME/Jan Peeters/ADDR/Rue Haute 12 1000 Br
uxelles/REMI/loyer de janvier
pour An/
:61:2401030103D10,00NTRFNONREF
:86:166?00VIREMENT?20loyer de jan?21vier?31{IBAN}?32Jan?33 Peeters
:61:2401040104D10,00NTRFNONREF
:86:paid by card
:62F:C240101EUR1040,00
-}}
"""

HL7 = "\r".join(
    [
        r"MSH|^~\&|LAB|HOSPITAL|||20240101||ADT^A01|1|P|2.5",
        f"PID|1||{NISS}^^^BE^NN~12345^^^HOSPITAL^PI||Peeters^Jan^Paul||19850730|M|||Rue Haute 12^^Bruxelles^^1000^BE||0475123456^PRN~^NET^Internet^jan@example.be",
        "PV1|1|I|||||10039047004^Maes^An",
        r"OBX|1|TX|NOTE^Conclusion||one\.br\two \T\ three",
        "",
    ]
)

NMEA = "$GPGGA,123519,5050.802,N,00421.150,E,1,08,0.9,545.4,M,46.9,M,,*47\r\n$GPGSV,1,1\r\n$GPRMC,123520,A,3350.000,S,07030.000,W,022.4,084.4,230394,003.1,W*6A\r\n"

VCARD = """BEGIN:VCARD
VERSION:3.0
N:Peeters;Jan;Paul;Dr.;
FN:Jan Peeters
item1.TEL;TYPE=CELL:+32 475
  12 34 56
BDAY:19850730
ADR;TYPE=home:;bus 3;Rue Haute 12;Bruxelles;;1000;Belgique
NOTE:one\\, two\\nthree
EMAIL;TYPE="a:b;c":jan@example.be
GEO:50.84670;4.35250
PHOTO;ENCODING=b;TYPE=JPEG:/9j/
 4AAQ
END:VCARD
""".replace("\n", "\r\n")

GPX = f"""<?xml version="1.0"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="{POINT[0]}" lon="{POINT[1]}"><name>Thuis</name></wpt>
<trk><trkseg>
<trkpt lat="51.10000" lon="3.70000"/>
</trkseg></trk></gpx>"""

KML = f"""<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Work</name>
<Point><coordinates>{POINT[1]},{POINT[0]},0</coordinates></Point>
<LineString><coordinates>
3.70000,51.10000,0 3.80000,51.20000
</coordinates></LineString></Placemark></kml>"""

CAMT = f"""<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><Ntry>
<Dbtr><Nm>Jan Peeters</Nm><PstlAdr><StrtNm>Rue Haute</StrtNm><BldgNb>12</BldgNb>
<PstCd>1000</PstCd><TwnNm>Bruxelles</TwnNm></PstlAdr></Dbtr>
<DbtrAcct><Id><IBAN>{IBAN}</IBAN></Id></DbtrAcct></Ntry></Document>"""

KMEHR = f"""<kmehrmessage xmlns="http://www.ehealth.fgov.be/standards/kmehr/schema/v1"><folder><patient>
<id S="ID-PATIENT" SV="1.0">{NISS}</id>
<firstname>Jan</firstname><familyname>Peeters</familyname>
<birthdate><date>1985-07-30</date></birthdate>
<telecom><telecomnumber>0475123456</telecomnumber></telecom></patient></folder></kmehrmessage>"""

CDA = f"""<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id extension="{NISS}" root="1.2"/>
<patient><name><given>Jan</given><family>Peeters</family></name><birthTime value="19850730"/></patient>
</patientRole></recordTarget></ClinicalDocument>"""

FHIR = f"""{{"resourceType": "Patient",
 "identifier": [{{"system": "https://www.ehealth.fgov.be/standards/fhir/core/NamingSystem/ssin", "value": "{NISS}"}}],
 "name": [{{"family": "Peeters", "given": ["Jan", "Paul"]}}],
 "telecom": [{{"system": "phone", "value": "0475123456"}}],
 "birthDate": "1985-07-30"}}"""


def element(tag: int, form: bytes, value: bytes, *, explicit: bool = True) -> bytes:
    """One element of a DICOM data set."""
    value += b" " * (len(value) % 2)
    head = struct.pack("<HH", tag >> 16, tag & 0xFFFF)
    if not explicit:
        return head + struct.pack("<I", len(value)) + value
    if form in (b"OB", b"OW", b"SQ", b"UT", b"UN"):
        return head + form + bytes(2) + struct.pack("<I", len(value)) + value
    return head + form + struct.pack("<H", len(value)) + value


def dicom(*, explicit: bool = True, pixels: bool = True, more: bytes = b"") -> bytes:
    """A DICOM file of one patient, with a sequence inside, and pixels in pieces or at once."""

    def one(tag: int, form: bytes, value: bytes) -> bytes:
        return element(tag, form, value, explicit=explicit)

    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF)
    item += one(0x00081050, b"PN", b"Dupont^Zo\xe9") + struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
    body = one(0x00080005, b"CS", b"ISO_IR 100") + one(0x00080090, b"PN", b"Maes^An^^Dr.")
    body += one(0x00081110, b"SQ", item)
    body += one(0x00100010, b"PN", "Peeters^Hélène".encode("cp1252")) + one(0x00100020, b"LO", NISS.encode())
    body += one(0x00100030, b"DA", b"19850730") + one(0x00101040, b"LO", b"Rue Haute 12, 1000 Bruxelles") + more
    if pixels and explicit:
        body += struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0\xff\xff\xff\xff"
        body += struct.pack("<HHI", 0xFFFE, 0xE000, 4) + b"abcd" + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    elif pixels:
        body += one(0x7FE00010, b"OW", bytes(100))
    syntax = b"1.2.840.10008.1.2.1\0" if explicit else b"1.2.840.10008.1.2\0"
    return bytes(128) + b"DICM" + element(0x00020010, b"UI", syntax) + body


XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description exif:GPSLatitude="50,50.802N"
 exif:GPSLongitude="4,21.15E"><dc:creator><rdf:Seq><rdf:li>An Maes</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def exif() -> Image.Exif:
    """What a camera notes: who, where, with what."""
    tags = Image.Exif()
    tags[0x013B], tags[0x010E] = "Jan Peeters", f"national number {NISS}"
    tags[0x9C9D] = "An Maes\0".encode("utf-16-le")
    details, position = tags.get_ifd(0x8769), tags.get_ifd(0x8825)
    details[0xA431], details[0x9286] = "SN12345", b"UNICODE\0" + "café".encode("utf-16-le")
    position[1], position[2], position[3], position[4] = "N", (50.0, 50.0, 48.12), "E", (4.0, 21.0, 9.0)
    return tags


def picture(form: str, size: tuple[int, int] = (300, 200), **saved: object) -> bytes:
    """A blank picture."""
    out = io.BytesIO()
    Image.new("RGB", size).save(out, form, **saved)  # type: ignore[arg-type]
    return out.getvalue()
