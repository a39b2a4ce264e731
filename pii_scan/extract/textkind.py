"""Whether bytes are text, and which kind of text."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from itertools import islice
from pathlib import PurePosixPath

from pii_scan.extract import trades
from pii_scan.extract.encoding import detect

_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\x1b\x1a\x08") + b"\x7f"
_CONTROL_CHARS = re.compile(
    r"[\0-\x07\x0b\x0e-\x19\x1c-\x1f\x7f\ufffd\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\ue000-\uf8ff]"
)
_FEW, _FEW_BY_NAME = 0.005, 0.05
_ASCII = bytes(range(128))

_HTML = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\s*(?:<\?xml\b|<!--|<!DOCTYPE\b|<[A-Za-z_][\w.:-]*(?:\s+[\w.:-]+\s*=\s*[\"'][^<>]*)?/?>)")
_XHTML = re.compile(r"<(?:!DOCTYPE\s+)?html\b", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    r"(?:from|to|cc|subject|date|received|message-id|mime-version|return-path|delivered-to|reply-to|content-type|x-[\w-]+|"
    r"dkim-signature|in-reply-to|references|sender|authentication-results|arc-[\w-]+|content-transfer-encoding|received-spf|"
    r"thread-[\w-]+|importance|user-agent|list-[\w-]+|bcc|organization|envelope-to):",
    re.IGNORECASE,
)
_MAIL_PROOF = frozenset({"from", "to", "subject", "date", "received", "message-id", "mime-version", "return-path"})
_MIME_PROOF = frozenset({"mime-version", "content-transfer-encoding", "content-disposition"})
_FIELD = re.compile(r"[!-9;-~]+:")
_DUMP = re.compile(
    r"^(?:-- (?:PostgreSQL database (?:cluster )?dump|MySQL dump|MariaDB dump)|/\*M?!999999.*sandbox|"
    r"COPY [^\n]+ FROM stdin;|INSERT (?:IGNORE |OR \w+ )?INTO [^\n]+?(?:VALUES|\()|PRAGMA foreign_keys=OFF;|"
    r"CREATE TABLE [^\n]+\()",
    re.MULTILINE | re.IGNORECASE,
)
_JSON_START = re.compile(r'\s*(?:\{\s*(?:"(?:[^"\\]|\\.)*"\s*:|\}\s*$)|\[\s*(?:[{"\[]|\]\s*$))')
_SUFFIXES = {
    "text/csv": ".csv .tsv .tab .psv",
    "application/sql": ".sql",
    "application/json": ".json .geojson",
    "application/x-ndjson": ".jsonl .ndjson",
    "text/html": ".htm .html .xhtml",
    "message/rfc822": ".mht .mhtml .eml .p7m",
    "application/xml": ".xml .xsd .xsl .rdf",
    "image/svg+xml": ".svg",
    "text/markdown": ".md .markdown",
    trades.VCARD: ".vcf .vcard",
    trades.CALENDAR: ".ics .vcs .ifb",
}
_BY_SUFFIX = {suffix: kind for kind, suffixes in _SUFFIXES.items() for suffix in suffixes.split()}
_MAILDIR = re.compile(
    r"\d{9,11}\.(?:[^/]*[:;!]2,[A-Za-z]*|(?:M\d+P\d+|\d+_\d+|V[0-9a-f]+I[0-9a-f]+|R?\d+)[^/]*\.[\w.-]*)"
)
"""The name of a mail in a Maildir: seconds, something unique, the host, and after a colon the flags."""
_EMPTY_LINE = re.compile(rb"\r?\n\r?\n")
_OLM = re.compile(r"<emails\b[^<>]*>\s*<email\b")
_NUMBER_LINE = re.compile(r"\s{0,8}\d{1,10}\s*\n")
_FAMILY = {
    "application/json": ("application/json", "application/x-ndjson"),
    "application/xml": ("application/xml", "text/html", "image/svg+xml"),
}
_MAYBE_DUMP = frozenset({"", ".sql", ".txt", ".dump", ".bak", ".db"})
_MAYBE_TABLE = frozenset({"", ".txt", ".dat", ".asc", ".exp", ".export", ".out", ".prn"})


_DELIMITERS = ((";", 2), ("\t", 2), ("|", 3), (",", 3))
"""Delimiters and how many columns at least they must give: prose has commas too."""


def text_type(head: bytes, name: str) -> str | None:
    """Give the media type of a content that is text, else None."""
    suffix = PurePosixPath(name).suffix.lower()
    text = text_of(head, named_text=suffix in _BY_SUFFIX or suffix in (".txt", ".log"))
    if text is None:
        return _mail_type(_header_lines(head))  # a mail's body may be anything
    by_content, by_name = _by_content(text), _BY_SUFFIX.get(suffix)
    if by_name is None and _MAILDIR.fullmatch(name):
        by_name = "message/rfc822"
    if by_content == "application/sql" and suffix not in _MAYBE_DUMP:
        by_content = None  # a program or a manual that shows some SQL
    if by_content is None and by_name is None:
        return "text/csv" if suffix in _MAYBE_TABLE and is_table(text) else "text/plain"
    if by_name in _FAMILY.get(by_content or "", ()):
        return by_name
    return by_content or by_name


def text_of(head: bytes, *, named_text: bool = False) -> str | None:
    """Give `head` as text, or None where it is none; a name that promises text allows it some stray control bytes."""
    encoding = detect(head)
    few = _FEW_BY_NAME if named_text else _FEW
    if encoding.startswith(("utf-16", "utf-32")):
        text = head[: len(head) & ~3].decode(encoding, "replace")
        strange = len(_CONTROL_CHARS.findall(text))
        return text if text and strange <= 0.02 * len(text) else None
    if len(head) - len(head.translate(None, _CONTROLS)) > few * len(head):
        return None
    if encoding == "cp1252" and len(head.translate(None, _ASCII)) > 0.45 * len(head):
        return None
    return head.decode(encoding, "replace")


def _by_content(text: str) -> str | None:
    if (mail := _mail_type(text)) is not None:
        return mail
    start = text[:4096].lstrip()
    if _HTML.match(start) or (start.startswith("<?xml") and _XHTML.search(start)):
        return "text/html"
    if _XML.match(start):
        return trades.of_xml(start) or ("application/x-olm+xml" if _OLM.search(start) else "application/xml")
    if _JSON_START.match(text):
        in_lines = _is_json_lines(text)
        return trades.of_json(text, in_lines=in_lines) or ("application/x-ndjson" if in_lines else "application/json")
    return trades.of_lines(text) or ("application/sql" if _DUMP.search(text) else None)


def _header_lines(head: bytes) -> str:
    """Give what stands before the first empty line, "" where it is no text."""
    lines = _EMPTY_LINE.split(head, maxsplit=1)[0]
    return text_of(lines) or "" if lines else ""


def _mail_type(text: str) -> str | None:
    if is_mail(text):
        return "message/rfc822"
    if text.startswith("From ") and is_mail(text.partition("\n")[2]):
        return "application/mbox"
    counted = _NUMBER_LINE.match(text)
    return "message/x-emlx" if counted and is_mail(text[counted.end() :]) else None


def is_mail(text: str) -> bool:
    """Tell whether text begins with mail header fields, two of those that every mail or part of one has among them."""
    proofs: set[str] = set()
    lines = islice(text.split("\n"), 200)
    for number, line in enumerate(lines):
        if not line.strip() or (number and line[0] in " \t"):
            if not line.strip():
                break
            continue
        if not (_MAIL_FIELD.match(line) or (number and _FIELD.match(line))):
            return False
        proofs.add(line.partition(":")[0].lower())
    return len(proofs & _MAIL_PROOF) >= 2 or ("content-type" in proofs and not proofs.isdisjoint(_MIME_PROOF))


def _is_json_lines(text: str) -> bool:
    lines = [line for line in text[: text.rfind("\n") + 1].splitlines()[:100] if line.strip()]
    if len(lines) < 2:
        return False
    try:
        return all(isinstance(json.loads(line), (dict, list)) for line in lines[:2])
    except (ValueError, RecursionError):
        return False


def is_table(text: str) -> bool:
    """Tell whether text is a delimited table: nearly all lines give as many short cells, by one delimiter."""
    lines = [line for line in text[: text.rfind("\n") + 1].splitlines()[:100] if line.strip()]
    return len(lines) >= 3 and any(
        _splits(lines, delimiter, least) for delimiter, least in ((";", 2), ("\t", 2), ("|", 3), (",", 3))
    )


def _splits(lines: list[str], delimiter: str, least: int) -> bool:
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return False
    width, count = Counter(map(len, rows)).most_common(1)[0]
    short = sum(len(cell) <= 60 for row in rows for cell in row)
    return width >= least and count >= 0.9 * len(rows) and short >= 0.95 * sum(map(len, rows))
