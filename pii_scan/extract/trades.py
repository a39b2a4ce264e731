"""Kinds of text that tell by themselves whose data they hold: of banks, of health care, of maps.

Each is told by what its standard has it begin with. Definitions, schemas and style sheets of a standard are about no
person: they stay plain XML or JSON.
"""

from __future__ import annotations

import re

VCARD, CALENDAR = "text/vcard", "text/calendar"
CODA, MT940 = "text/x-coda", "text/x-mt940"
ISO20022 = "application/x-iso20022+xml"
HL7 = "text/x-hl7v2"
CDA = "application/x-hl7-cda+xml"
KMEHR = "application/x-kmehr+xml"
FHIR_XML, FHIR_JSON, FHIR_LINES = "application/fhir+xml", "application/fhir+json", "application/fhir+ndjson"
GPX, TCX, NMEA = "application/gpx+xml", "application/vnd.garmin.tcx+xml", "text/x-nmea"
KML, KMZ = "application/vnd.google-earth.kml+xml", "application/vnd.google-earth.kmz"
HAR = "application/har+json"
FLAT_ODF = "application/vnd.oasis.opendocument.text-flat-xml"
FICTION_BOOK = "application/x-fictionbook+xml"
LDIF, SYLK, DIF = "text/x-ldif", "text/x-sylk", "text/x-dif"
PLIST, SHEET_XML = "application/x-plist", "application/vnd.ms-excel.sheet+xml"
READ_FRONT_TO_BACK = frozenset(
    {
        VCARD,
        CALENDAR,
        CODA,
        MT940,
        ISO20022,
        HL7,
        CDA,
        KMEHR,
        FHIR_XML,
        FHIR_JSON,
        FHIR_LINES,
        GPX,
        TCX,
        NMEA,
        KML,
        HAR,
        LDIF,
        PLIST,
    }
)

_START_CHARS = 4096
_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?([\w.-]+)([^>]*)", re.DOTALL
)
_BY_ROOT = {
    "gpx": GPX,
    "kml": KML,
    "kmehrmessage": KMEHR,
    "ClinicalDocument": CDA,
    "TrainingCenterDatabase": TCX,
    "plist": PLIST,
    "FictionBook": FICTION_BOOK,
}
_BY_NAMESPACE = (
    (re.compile(r"""=\s*["']urn:iso:std:iso:20022:"""), ISO20022),
    (re.compile(r"""=\s*["']https?://www\.ehealth\.fgov\.be/standards/kmehr"""), KMEHR),
    (re.compile(r"""=\s*["']http://hl7\.org/fhir["']"""), FHIR_XML),
    (re.compile(r"""=\s*["']urn:oasis:names:tc:opendocument:xmlns:office:1\.0["']"""), FLAT_ODF),
)
_WORKBOOK = re.compile(r"""=\s*["']urn:schemas-microsoft-com:office:spreadsheet["']""")
_NO_DATA = frozenset({"schema", "stylesheet", "transform", "definitions"})
_DEFINITIONS = frozenset(
    "ActivityDefinition CapabilityStatement ChargeItemDefinition CodeSystem CompartmentDefinition ConceptMap "
    "Conformance DataElement EventDefinition ExampleScenario GraphDefinition ImplementationGuide Library Measure "
    "MessageDefinition NamingSystem ObservationDefinition OperationDefinition PlanDefinition Questionnaire "
    "SearchParameter SpecimenDefinition StructureDefinition StructureMap TerminologyCapabilities TestScript "
    "ValueSet".split()
)
_RESOURCE = re.compile(r'"resourceType"\s*:\s*"(\w+)"')
_HAR = re.compile(r'\s*\{\s*"log"\s*:\s*\{\s*"(?:version|creator|pages|entries|browser|comment)"\s*:')
_CODA = re.compile(r"0000[03]\d{6}[\d ]{3}(?:05|  ).{111}[12]\r?(?:\n|$)")
_MT940 = re.compile(r"(?:\{[1-5]:[^\n]*+\s*+)*+(?:[^\n]{0,80}\n){0,3}?:20:[^\n]*\n(?::21:[^\n]*\n)?:25P?:")
_HL7 = re.compile(r"\v?(?:MSH|FHS|BHS)([^\w\s])[^\w\s]{2,5}\1")
_NMEA = re.compile(r"\$(?:G[PNLABQ]|BD|GB)[A-Z]{3},[\w.,*+-]{5,90}\s")
_BY_START = (("BEGIN:VCARD", VCARD), ("BEGIN:VCALENDAR", CALENDAR))
_LDIF = re.compile(r"(?:version:\s*\d+\s+)?(?:(?:#[^\n]*)?\r?\n)*dn::?[ \t]*[\w.-]+[ \t]*(?:=|\r?\n )", re.IGNORECASE)
_LDIF_CODED = re.compile(r"(?:version:\s*\d+\s+)?(?:(?:#[^\n]*)?\r?\n)*dn::[ \t]*[\w+/=]+\r?\n", re.IGNORECASE)
_SYLK = re.compile(r"ID;P[^\r\n]*[\r\n]+[A-Z]{1,2};")
_DIF = re.compile(r"""TABLE\s+0,1\s+\"""")
_BY_PATTERN = (
    (_CODA, CODA),
    (_MT940, MT940),
    (_HL7, HL7),
    (_NMEA, NMEA),
    (_LDIF, LDIF),
    (_LDIF_CODED, LDIF),
    (_SYLK, SYLK),
    (_DIF, DIF),
)
_FIRST_CHARS = frozenset("bB0:{MFB\v$vdD#IT")


def of_xml(text: str) -> str | None:
    """Give the kind of XML that its root element tells, if it is one of these."""
    root = _ROOT.match(text, 0, _START_CHARS)
    if root is None or root[1] in _NO_DATA or root[1] in _DEFINITIONS:
        return None
    if root[1] == "Workbook" and _WORKBOOK.search(root[2]):
        return SHEET_XML
    found = next((kind for pattern, kind in _BY_NAMESPACE if pattern.search(root[2])), None)
    return found or _BY_ROOT.get(root[1])


def of_json(text: str, *, in_lines: bool) -> str | None:
    """Give the kind of JSON that its first values tell, if it is one of these."""
    start = text[:_START_CHARS]
    resource = _RESOURCE.search(start)
    if resource is not None and resource[1] not in _DEFINITIONS:
        return FHIR_LINES if in_lines else FHIR_JSON
    return HAR if _HAR.match(start) else None


def of_lines(text: str) -> str | None:
    """Give the kind of text that its first lines tell, if it is one of these."""
    start = text[:_START_CHARS].lstrip(" \t\r\n")
    if start[:1] not in _FIRST_CHARS and ":20:" not in start[:256]:
        return None
    upper = start[:16].upper()
    found = next((kind for mark, kind in _BY_START if upper.startswith(mark)), None)
    return found or next((kind for pattern, kind in _BY_PATTERN if pattern.match(start)), None)
