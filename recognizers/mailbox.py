"""E-mail addresses as values: their normal form, whether a cell is one, and whose they are."""

from __future__ import annotations

import re

FILES = frozenset(
    "png jpg jpeg gif svg webp bmp ico css js ts py java html htm php pdf docx xlsx zip exe dll md".split()
)
"""Endings of file names, which are no top-level domains."""
_HIDDEN_AT = re.compile(r"\s*[\[({<]\s*(?:at|@|arobase|arrobase|apenstaartje|ät)\s*[\])}>]\s*|\s+@\s+", re.IGNORECASE)
_HIDDEN_DOT = re.compile(r"\s*[\[({]\s*(?:dot|point|punt|punkt|\.)\s*[\])}]\s*", re.IGNORECASE)

_ROLES = frozenset(
    (
        "info information contact contacts noreply no-reply donotreply do-not-reply nepasrepondre ne-pas-repondre "
        "nietantwoorden dpo gdpr rgpd avg privacy support helpdesk help service services sales ventes verkoop "
        "verkauf vertrieb admin administration administratie administrator webmaster postmaster hostmaster abuse "
        "security root hr rh personeel personal jobs job recrutement recruitment careers compta comptabilite "
        "comptabilité boekhouding buchhaltung accounting facturation facturatie billing invoice invoices factuur "
        "facture rechnung secretariat secrétariat secretariaat sekretariat onthaal accueil reception réception "
        "receptie klantendienst klantenservice serviceclient kundendienst office hello bonjour hallo mail mailbox "
        "post newsletter nieuwsbrief marketing communication communicatie legal juridique juridisch it ict press "
        "presse pers finance finances order orders commande commandes bestelling bestellingen bestellung team "
        "direction directie direktion management mailer-daemon notifications notification alert alerts system "
        "daemon www webmail events event reservation reservations reservatie booking shop webshop claims sinistres "
        "schade schaden production planning stock logistics logistique "
        "dossier dossiers dossierbeheer gestion beheer verwaltung klanten klant clients client clientele customers "
        "customer kunden kunde service-client customerservice customercare assurance assurances verzekering "
        "verzekeringen versicherung versicherungen insurance polis polissen police polices policies contrat contrats "
        "contract contracten contracts credit credits krediet kredieten kredite loans leningen paiement paiements "
        "betaling betalingen payment payments zahlung zahlungen bureau kantoor agence agency agentur filiale "
        "permanence archief archives archiv scan scans scanner printer copieur fax urgences plainte plaintes klacht "
        "klachten beschwerde complaints location locations verhuur vermietung syndic syndicus greffe griffie "
        "bibliotheque bibliotheek library inscriptions inschrijvingen anmeldung sociale social sociaal"
    ).split()
)
_PLACES = frozenset(
    "be fr nl de en eu lu belgium belgique belgie bruxelles brussel brussels gent liege antwerpen".split()
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


_WHOLE = re.compile(r"[\w.+%~'’-]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_][\w-]{0,60}[^\W_]")


def is_email(text: str) -> bool:
    """Tell whether the whole of a cell is an address."""
    if _WHOLE.fullmatch(text):
        return text.rpartition(".")[2].lower() not in FILES
    return False
