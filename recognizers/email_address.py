"""E-mail addresses by a bounded pattern of our own: no public suffix list, no network, intranet names kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar

from recognizers.pattern import LabelledRecognizer

_LOCAL = r"[\p{L}\p{N}_](?:[\p{L}\p{N}_.+%~-]|(?<=[\p{L}\p{N}.]{3})['’](?=\p{L})){0,63}"
_LABEL = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?"
_TOP = r"(?:[\p{Ll}\p{Lo}]{2,24}|\p{Lu}{2,24}|(?i:xn--)[A-Za-z0-9-]{2,59})"
_DOMAIN = rf"(?:{_LABEL}\.){{1,8}}{_TOP}(?![\p{{L}}\p{{N}}_@-])"
_BEFORE = (
    r"(?<![\p{L}\p{N}_.+%~-])(?<!//)(?<!://[^\s/@]{1,64}:)(?<!(?i:cid):)"
    r"(?<!(?i:message-id|content-id|in-reply-to|references):[ ]{0,2}<)"
)
_AFTER = r"(?!:[\p{L}\p{N}_.~-]{0,64}/)"
_AT = r"[ ]?[\[({<][ ]?(?i:at|@|arobase|arrobase|apenstaartje|ät)[ ]?[\])}>][ ]?"
_DOT = r"(?:\.|[ ]?[\[({][ ]?(?i:dot|point|punt|punkt|\.)[ ]?[\])}][ ]?)"
_HIDDEN_LOCAL = rf"[\p{{L}}\p{{N}}_][\p{{L}}\p{{N}}_+-]{{0,31}}(?:{_DOT}[\p{{L}}\p{{N}}_+-]{{1,31}}){{0,4}}"
_HIDDEN_DOMAIN = (
    rf"[\p{{L}}\p{{N}}][\p{{L}}\p{{N}}-]{{0,62}}(?:{_DOT}[\p{{L}}\p{{N}}][\p{{L}}\p{{N}}-]{{0,62}}){{0,3}}"
    rf"{_DOT}\p{{L}}{{2,24}}"
)
_FILES = frozenset(
    [
        "png",
        "jpg",
        "jpeg",
        "gif",
        "svg",
        "webp",
        "bmp",
        "ico",
        "css",
        "js",
        "ts",
        "py",
        "java",
        "html",
        "htm",
        "php",
        "pdf",
        "docx",
        "xlsx",
        "zip",
        "exe",
        "dll",
        "md",
    ]
)
_HIDDEN_AT = re.compile(r"\s*[\[({<]\s*(?:at|@|arobase|arrobase|apenstaartje|ät)\s*[\])}>]\s*|\s+@\s+", re.IGNORECASE)
_HIDDEN_DOT = re.compile(r"\s*[\[({]\s*(?:dot|point|punt|punkt|\.)\s*[\])}]\s*", re.IGNORECASE)

_ROLES = frozenset(
    [
        "info",
        "information",
        "contact",
        "contacts",
        "noreply",
        "no-reply",
        "donotreply",
        "do-not-reply",
        "nepasrepondre",
        "ne-pas-repondre",
        "nietantwoorden",
        "dpo",
        "gdpr",
        "rgpd",
        "avg",
        "privacy",
        "support",
        "helpdesk",
        "help",
        "service",
        "services",
        "sales",
        "ventes",
        "verkoop",
        "verkauf",
        "vertrieb",
        "admin",
        "administration",
        "administratie",
        "administrator",
        "webmaster",
        "postmaster",
        "hostmaster",
        "abuse",
        "security",
        "root",
        "hr",
        "rh",
        "personeel",
        "personal",
        "jobs",
        "job",
        "recrutement",
        "recruitment",
        "careers",
        "compta",
        "comptabilite",
        "comptabilité",
        "boekhouding",
        "buchhaltung",
        "accounting",
        "facturation",
        "facturatie",
        "billing",
        "invoice",
        "invoices",
        "factuur",
        "facture",
        "rechnung",
        "secretariat",
        "secrétariat",
        "secretariaat",
        "sekretariat",
        "onthaal",
        "accueil",
        "reception",
        "réception",
        "receptie",
        "klantendienst",
        "klantenservice",
        "serviceclient",
        "kundendienst",
        "office",
        "hello",
        "bonjour",
        "hallo",
        "mail",
        "mailbox",
        "post",
        "newsletter",
        "nieuwsbrief",
        "marketing",
        "communication",
        "communicatie",
        "legal",
        "juridique",
        "juridisch",
        "it",
        "ict",
        "press",
        "presse",
        "pers",
        "finance",
        "finances",
        "order",
        "orders",
        "commande",
        "commandes",
        "bestelling",
        "bestellingen",
        "bestellung",
        "team",
        "direction",
        "directie",
        "direktion",
        "management",
        "mailer-daemon",
        "notifications",
        "notification",
        "alert",
        "alerts",
        "system",
        "daemon",
        "www",
        "webmail",
        "events",
        "event",
        "reservation",
        "reservations",
        "reservatie",
        "booking",
        "shop",
        "webshop",
        "claims",
        "sinistres",
        "schade",
        "schaden",
        "production",
        "planning",
        "stock",
        "logistics",
        "logistique",
    ]
)
_PLACES = frozenset(
    [
        "be",
        "fr",
        "nl",
        "de",
        "en",
        "eu",
        "lu",
        "belgium",
        "belgique",
        "belgie",
        "bruxelles",
        "brussel",
        "brussels",
        "gent",
        "liege",
        "antwerpen",
    ]
)
_TOKENS = re.compile(r"[._+-]+")


def email_of(text: str) -> str:
    """Give an address in lower case, written plainly where it was hidden from robots."""
    if "@" not in text or " " in text or any(mark in text for mark in "[({<"):
        text = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", text))
    return text.strip().lower()


def is_role_address(address: str) -> bool:
    """Tell whether an address is a role's (`info@…`, `no-reply@…`), not a person's."""
    local = address.partition("@")[0].lower()
    if local in _ROLES:
        return True
    tokens = [token for token in _TOKENS.split(local) if token and not token.isdigit()]
    return bool(tokens) and tokens[0] in _ROLES and all(token in _ROLES or token in _PLACES for token in tokens)


class EmailRecognizer(LabelledRecognizer):
    """Finds e-mail addresses, hidden ones too (`jan (at) peeters [dot] be`)."""

    ENTITY = "EMAIL_ADDRESS"
    LABEL_SCORE = 0.99
    PATTERNS = (
        ("plain", rf"{_BEFORE}{_LOCAL}@{_DOMAIN}{_AFTER}", 0.95),
        ("hidden", rf"(?<![\p{{L}}\p{{N}}_.+-]){_HIDDEN_LOCAL}{_AT}{_HIDDEN_DOMAIN}(?![\p{{L}}\p{{N}}_-])", 0.85),
        ("spaced", rf"(?<![\p{{L}}\p{{N}}_.+-])[\p{{L}}\p{{N}}_][\p{{L}}\p{{N}}_.+-]{{0,62}}[ ]@[ ]{_DOMAIN}", 0.6),
    )

    GATES: ClassVar[Mapping[str, str]] = {"plain": "@", "spaced": "[ ]@[ ]", "hidden": _AT}

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no file name, no repository, no doubled dot."""
        local, _, domain = email_of(text).partition("@")
        if not local or local[-1] == "." or ".." in local or local == "git":
            return False
        return domain.rpartition(".")[2] not in _FILES


_WHOLE = re.compile(r"[\w.+%~'’-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_][\w-]{0,60}[^\W_]")


def is_email(text: str) -> bool:
    """Tell whether the whole of a cell is an address."""
    if _WHOLE.fullmatch(text):
        return text.rpartition(".")[2].lower() not in _FILES
    return False
