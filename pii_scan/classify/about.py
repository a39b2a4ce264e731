"""Whom a text is about: the persons it speaks of, or nobody but those who wrote it or may be asked.

A brochure names its author, general conditions the office, a circular the director who signs it. None of them is
whom the words are about. A number that identifies, or a date of birth, always says that the text is about a person.
"""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

import re
from enum import Enum


class Role(Enum):
    """What a person is to the text that names him."""

    SUBJECT = "subject"
    SIGNER = "signer"
    CONTACT = "contact"


UNCERTAIN = frozenset({"PERSON", "EMAIL_ADDRESS", "PHONE_NUMBER"})
"""What a clerk or an author leaves, too; every other identifier says that a text is about its holder."""

_LINES = 12
_TITLE_CHARS = 90
_BEFORE = 160
_BELOW = 240
_SIGNED_WITHIN = 160
_CONTACT = re.compile(
    r"""\b(?:
      contact(?:persoon|person|\sperson)?|interlocut\w+|gestionnaire(?:\s\w+){0,2}|auteure?s?|rédact\w+|éditeur\sresponsable|texte|formateur|formatrice|animat\w+|orateur|oratrice|intervenante?s?|conseill(?:er|ère)s?|courti(?:er|ère)|présents?|excusée?s?|participante?s?
      |rh|service\sdu\spersonnel|service\sclients?|candidatures?|questions?|renseignements|infos?|inscriptions?|signée?|délégué\sà\sla\sprotection\sdes\sdonnées|responsable(?:\s[\w'’]+){0,4}
      |personeelsdienst|klantendienst|dossierbeheerder|adviseur|makelaar|aanwezig(?:en)?|verontschuldigd|deelnemers?|auteurs?|redactie|tekst|verantwoordelijke(?:\s\w+){0,2}|v\.u\.|lesgeve(?:r|rs|ster)|docente?|spreker|sollicitaties?|vragen|inlichtingen|ondertekend|functionaris(?:\s\w+){0,2}
      |ansprechpartner(?:in)?|sachbearbeiter(?:in)?|personalabteilung|kundendienst|berater(?:in)?|makler(?:in)?|anwesende?|entschuldigt|teilnehmer(?:innen)?|verfasser(?:in)?|autor(?:in)?|redaktion|verantwortliche[rn]?(?:\s\w+){0,2}|v\.i\.s\.d\.p\.|referent(?:in)?|trainer(?:in)?|dozent(?:in)?|bewerbung(?:en)?|fragen|auskunft|auskünfte|gezeichnet|datenschutzbeauftragte\w*
      |hr|human\sresources|customer\sservice|file\shandler|advis[eo]r|broker|present|attendees|apologies|participants|author|editor|written\sby|publisher|speaker|instructor|applications|enquiries|signed|data\sprotection\sofficer|dpo
    )\s?(?:\([^()\n]*\)\s?)?[:?,](?:(?!(?-i:[.!?]\s+[A-ZÀ-Ý]))[^\n]){0,140}$
    |\b(?:contactez|adressez[- ]vous\sà|écri(?:vez|re)\sà|postulez|(?:à\s)?(?:renvoyer|retourner|adresser)(?:\s\w+)?\sà|(?:traité|géré|présenté|rédigé)e?\spar|rapporte\sà|s['’]inscrire\s(?:chez|auprès\sde)|inscription\s(?:chez|auprès\sde)|rendez-vous\schez
      |contacteer|solliciteer\w*|mail(?:en)?\snaar|mail|bel(?:len)?(?:\snaar)?|terug\s?(?:te\s)?(?:sturen|bezorgen)|(?:behandeld|beheerd|opgesteld)\sdoor|rapporteert\saan|inschrij\w+\sbij|afspraak\sbij
      |(?:anmeldung|termin)\sbei|bewerbung(?:en)?\san|wenden\ssie\ssich\san|rücksendung\san|zurück\san|(?:bearbeitet|verfasst)\svon
      |apply\sto|return\s(?:it\s|this\sform\s)?to|(?:handled|managed|presented|prepared|written|compiled|edited)\sby|reports\sto|(?:register|sign\sup)\swith)\b[^.!?\n]{0,50}$
    |\b(?:dr|prof|me|mr?tr)\.?\s+$""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_CLOSING = re.compile(
    r"""(?:^|\n)[ \t]*(?:cordialement|bien\sà\s(?:vous|toi)|bien\scordialement|sincères?\ssalutations|meilleures\ssalutations|salutations|veuillez\sagréer|amicalement|respectueusement
      |met\s(?:vriendelijke|hartelijke|beste)\sgroet|vriendelijke\sgroet|hoogachtend|groet(?:en|jes)?\b|mvg\b|beste\sgroeten
      |mit\s(?:freundlichen|besten|herzlichen)\s?gr|(?:freundliche|beste|viele|herzliche|liebe)\sgr(?:ü|ue)|hochachtungsvoll|mfg\b
      |(?:kind|best|warm)\sregards|regards\b|yours\s(?:sincerely|faithfully|truly)|sincerely|best\swishes)""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_FUNCTION = re.compile(
    r"""\b(?:gestionnaire|conseill(?:er|ère)|direct(?:eur|rice)|responsable|chef|gérante?|administrateur|courti(?:er|ère)|secrétaire|service\s|département|délégué|assistante?|juriste|président|employé\w*
      |dossierbeheer|beheerder|adviseur|zaakvoerder|directeur|bestuurder|makelaar|hoofd|dienst|afdeling|medewerk|verantwoordelijke|voorzitter|secretaris|jurist
      |sachbearbeit|berater|leiter|geschäftsführ|direktor|abteilung|vorstand|vorsitzende|makler|referent|kundenservice|kundendienst
      |manager|officer|director|adviser|advisor|handler|broker|clerk|head\sof|team|department|chair|secretary|assistant|agent|ceo|cfo|counsel)
    |\b(?:sa|nv|ag|srl|bv|gmbh|asbl|vzw|ltd|inc|office)\b|\b(?:info|contact|hr|rh|support)@""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_SIGNATURE_CHARS = 90
_MUCH = re.compile(rf"\s*\S[\s\S]{{{_BELOW - 1}}}\s*\S")
"""More than `_BELOW` characters from the first word to the last."""
_OFFICE = re.compile(
    rf"(?:le|la|l['’]|de|der|die|the)?\s?\w{{0,20}}(?:{_FUNCTION.pattern})", re.IGNORECASE | re.VERBOSE
)
_GENERAL_TITLE = re.compile(
    r"""(?:\W|\d)*(?:
      (?:extraits?\sdes\s)?(?:conditions\s(?:générales|d['’]utilisation|d['’]assurance|de\svente)|politique|règlement|charte|procédures?|directives?\b|note\sinterne|notice|brochure|dépliant|guide|mode\sd['’]emploi|manuel\sd|faq|foire|communiqué|offre\sd['’]emploi|description\sde\s(?:fonction|poste)|profil\sde\sfonction|fiche\sde\sfonction|nous\srecrutons|on\srecrute|recrutement|formation\s(?:interne|sur|à)|module|prévention|déclaration\sde\s(?:confidentialité|protection)|mentions\slégales|modèle|formulaire\svierge|lettre\s?type|glossaire|lexique|lettre\sd['’]information|newsletter|(?:liste\sdes\s)?(?:documents|pièces)\s(?:à\sfournir|nécessaires|requis)|chers?\s(?:clients|collègues|membres|parents|collaborateurs|locataires)|chères?\sclientes)
      |(?:algemene\s(?:verkoops?|verzekerings)?voorwaarden|beleid|\w*beleid\b|reglement|\w*reglement\b|charter|procedure|werkwijze|richtlijn|interne\snota|bijsluiter|folder|brochure|gids|handleiding|veelgestelde|persbericht|vacature|functie(?:beschrijving|profiel)|wij\szoeken|we\szoeken|opleiding\sover|leerdoelen|module|preventie|privacy\w*|voorbeeld|model(?:brief|formulier|contract)?|sjabloon|woordenlijst|nieuwsbrief|(?:welke|benodigde|nodige)\sdocumenten|(?:beste|geachte)\s(?:klanten|collega['’]?s|leden|ouders|medewerkers|huurders))
      |(?:allgemeine\s\w*bedingungen|allgemeine\sgeschäfts|agb\b|\w*richtlinie|verfahren|dienstanweisung|\w*ordnung|merkblatt|broschüre|leitfaden|ratgeber|handbuch|häufige\sfragen|pressemitteilung|stellen(?:angebot|anzeige|beschreibung|ausschreibung)|wir\ssuchen|lernziele|modul\b|vorbeugung|datenschutz\w*|(?:welche|benötigte|nötige)\sunterlagen|glossar|newsletter|muster|vorlage|liebe\s(?:kunden|kundinnen|kollegen|kolleginnen|mitglieder|eltern|mitarbeiter))
      |(?:general\s(?:terms|conditions)|terms\s(?:and|of)|policy\s(?:on|for)|\w+\spolicy\s*$|code\sof\sconduct|procedure|guidelines?|brochure|leaflet|(?:\w+\s)?(?:guide|handbook|manual)|glossary|newsletter|faq|frequently|press\srelease|job\s(?:description|advert\w*|offer|opening|vacancy|profile)|vacancy|we\sare\s(?:hiring|looking)|training\s(?:on|module)|learning\sobjectives|module|prevention|privacy\s(?:notice|policy|statement)|documents\s(?:to\sbring|required|needed)|checklist|template|sample|specimen|dear\s(?:customers|colleagues|members|parents|clients|tenants))
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_LESSON = re.compile(
    r"\W*(?:formation|opleiding|schulung|training|cours|workshop|webinar|présentation|presentatie|atelier)\b\s?[:–-]\s?\w",
    re.IGNORECASE,
)
_VACANCY = re.compile(
    r"\W*(?:nous\s(?:re)?(?:cherchons|crutons)|on\sre(?:cherche|crute)|wij?\szoeken|wir\ssuchen|we\sare\s(?:looking\sfor|hiring))\b.*\((?:[hfmvwdx]\s?[/|]?\s?){2,4}\)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"\s*(?:objet|concerne|betreft|onderwerp|betreff|betrifft|subject|re)\s?:", re.IGNORECASE)


def is_general_text(head: str) -> bool:
    """Tell whether a text calls itself general in one of its first lines: conditions, a brochure, a vacancy."""
    lines = [line.strip() for line in head.replace("_", " ").split("\n") if line.strip()][:_LINES]
    if (lines and _LESSON.match(lines[0])) or any(map(_VACANCY.match, lines)):
        return True
    return any(
        len(line) <= _TITLE_CHARS and not _ADDRESSED.match(line) and _GENERAL_TITLE.match(line) is not None
        for line in lines
    )


def is_certain(entity: str) -> bool:
    """Tell whether an identifier says by itself that a text is about its holder."""
    return entity not in UNCERTAIN


def role_of(text: str, start: int, end: int, entity: str) -> Role:
    """Tell what a person named at `[start, end)` is to the text."""
    if is_certain(entity):
        return Role.SUBJECT
    first = max(0, start - _BEFORE)
    line = text.rfind("\n", first, start) + 1
    before = text[line or first : start]
    if line and not before.strip():  # the label may stand above
        before = text[text.rfind("\n", first, line - 1) + 1 or first : start].replace("\n", " ")
    if _CONTACT.search(before):
        return Role.CONTACT
    if _signs_below(text, line, start, end):
        return Role.CONTACT
    if _CLOSING.search(text, max(0, start - _SIGNED_WITHIN), start) is None:
        return Role.SUBJECT
    below = text[end : end + _BELOW]
    return Role.CONTACT if _FUNCTION.search(below) else Role.SIGNER


def _signs_below(text: str, line: int, start: int, end: int) -> bool:
    """Tell whether a name and a function end the text in a line of their own (`Jean Dupont, courtier`)."""
    stop = text.find("\n", end)
    stop = len(text) if stop < 0 else stop
    if not line or stop - line > _SIGNATURE_CHARS or _MUCH.match(text, stop):
        return False
    before, behind = text[line:start].strip(" \t-–—,"), text[end:stop].strip()
    if not before:
        return behind.startswith((",", "-", "–", "|")) and _FUNCTION.search(behind) is not None
    return not behind and text[line:start].rstrip().endswith(",") and _OFFICE.match(before) is not None
