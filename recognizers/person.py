"""Names of persons as labels, titles, salutations and fixed phrases announce them. The span is the name alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import regex

from recognizers.pattern import LabelledRecognizer

_MORE = r"[\p{L}\p{M}]"
_STEM = rf"\p{{Lu}}{_MORE}{{0,24}}"
_WORD = rf"(?:(?:[DdLOM]|Mc|Mac)['’])?{_STEM}(?:['’\-]{_MORE}{{1,24}}){{0,3}}"
_INITIAL = r"\p{Lu}\.(?:-?\p{Lu}\.){0,2}"
_PARTICLE = (
    r"(?:[Vv]an|[Vv]anden|[Vv]ander|[Dd]e[nrsl]?|[Dd]u|[Dd]i|[Dd]a|[Dd]os|[Dd]ella|[Ll]a|[Ll]e|[Ll]es|[Tt]en?|[Tt]er|[Tt]ot|[Vv]on|[Zz]u[mr]?|[Ee]l|[Aa]l"
    r"|[Bb]en|[Bb]in|[Ii]bn|'[st]|[Oo]p|[Hh]et|VAN|DEN|DER|DE|DU|DI|DA|DOS|LA|LE|TEN?|TER|VON|ZU|EL|AL|BEN|OP|['’]T)"
)
_TITLES = (
    "M\\.|Mr\\.?|MM\\.|Mme\\.?|MME\\.?|Mlle\\.?|MLLE|Monsieur|MONSIEUR|Madame|MADAME|Mademoiselle|Messieurs|Mesdames|[Dd]hr\\.?|DHR\\.?|[Hh]eer|HEER"
    "|[Mm]evr\\.?|[Mm]evrouw|MEVROUW|MEVR\\.?|[Mm]w\\.|Mej\\.|[Mm]eneer|Mijnheer|Juffrouw|Herrn?|HERRN?|Frau|FRAU|Fräulein|Mrs\\.?|Ms\\.?|Miss|Dr\\.?|DR\\.?|[Dd]octeur"
    "|[Dd]okter|[Dd]oktor|[Dd]octor|Prof\\.?|[Pp]rofesseur|[Pp]rofessor|Me|Maître|Mtr\\.?|[Mm]eester|Ir\\.|Ing\\.|Dipl\\.-Ing\\."
)
_STOP_WORDS = (
    "M Mr Mme Mlle Monsieur Madame Mademoiselle Messieurs Mesdames Heer Mevrouw Mevr Meneer Mijnheer Herr Herrn Frau Dr Docteur Dokter Doktor Doctor Prof "
    "Professeur Professor Maître Meester Nom Noms Prénom Prénoms Naam Voornaam Familienaam Achternaam Name Vorname Nachname Adresse Adres Anschrift Address "
    "Date Datum Tél Tel Téléphone Telefoon Telefon GSM Fax Email E-mail Mail Courriel IBAN BIC NISS INSZ TVA BTW Numéro Nummer Rijksregister "
    "Rijksregisternummer Nationalregisternummer Registre Rue Avenue Boulevard Chaussée Place Straat Directeur Directrice Président Présidente Ministre "
    "Juge Notaire Gérant Manager Director Chef Responsable Bourgmestre Burgemeester Bürgermeister Conseiller Directie Voorzitter Notaris Rechter "
    "Client Cliente Clients Klant Klanten Kunde Kunden Customer Team Collègue Collègues Collega Collega's Kollege Kollegen Colleague Colleagues All Tous Toutes Allen "
    "Iedereen Alle Sir Madam Damen Herren Dames Heren Parents Ouders Eltern Ami Amis Amie Vriend Vrienden Freunde Lecteur Lezer Leser Candidat Kandidaat Bewerber "
    "Patient Locataire Huurder Mieter Membre Membres Leden Mitglieder User Utilisateur Gebruiker Partenaire Partner Nationalité Nationaliteit Sexe Geslacht "
    "Geschlecht Profession Beroep Beruf Signature Handtekening Unterschrift Facture Factuur Rechnung Invoice Dossier Référence Contrat Service Dienst "
    "Société Company Bedrijf Firma Entreprise Banque Bank Code Postal Postcode Commune Gemeente Ville Stad Pays Land Belgique België Belgium Belgien Bruxelles Brussel "
    "Janvier Février Mars Avril Juin Juillet Août Septembre Octobre Novembre Décembre Compte Rekening Konto Page Objet Onderwerp Betreff Betreft Concerne "
    "Concernant Subject Cordialement Oui Non Ja Nee Nein Yes No Le La Les Het Een Der Die Das The Unknown Inconnu Onbekend Unbekannt Null None Total Totaal "
    "Description Omschrijving Fonction Functie Funktion Function Statut Status Type Lundi Mardi Mercredi Jeudi Vendredi Samedi Dimanche"
)
_STOP = (
    "(?!(?i:" + "|".join(regex.escape(word) for word in sorted(set(_STOP_WORDS.split()))) + r")(?![\p{L}\p{M}'’\-]))"
)
_ONE = rf"{_STOP}{_WORD}"
_NEXT = rf"[ ](?:{_PARTICLE}[ ]){{0,3}}(?:{_INITIAL}|{_ONE})"
_FIRST = rf"(?:{_PARTICLE}[ ]){{0,3}}(?:{_INITIAL}(?=[ ]?\p{{Lu}}|[ ](?:[Vv]an|[Dd]e))|{_ONE})"
_END = r"(?![\p{L}\p{M}\p{N}_@])(?!['’\-][\p{L}\p{N}])(?![ ]?:(?!\w))"
_FULL = rf"{_FIRST}(?:{_NEXT}){{1,4}}{_END}"
_ANY = rf"{_FIRST}(?:{_NEXT}){{0,4}}{_END}"
_COMMA = rf"{_FIRST}(?:{_NEXT}){{0,2}},[ ]{_ONE}(?:{_NEXT}){{0,1}}{_END}"
_SEPARATOR = r"[\"']?(?:[ ]?\([^()\n]{1,24}\))?(?:[ \t]{0,12}[:=][ \t]{0,12}|\t{1,3}|[ ]{3,20})[\"']?"
_ALONE = r"(?<![\p{L}\p{N}_'’][ ]?)(?<![\p{L}\p{N}]-)"

_NAME_LABELS = (
    "nom(?: de famille| et pr[ée]noms?| complet| de naissance| de jeune fille| marital|,? pr[ée]noms?)?|pr[ée]noms?(?: et nom|,? nom)?|nom/pr[ée]nom|naam(?: en voornaam|,? voornaam)?"
    "|voornaam(?: en naam|,? naam)?|voornamen|familienaam|achternaam|volledige naam|meisjesnaam|geboortenaam|name|vorname|vornamen|nachname|familienname|geburtsname|name,? vorname|name und vorname"
    "|vor- und nachname|vollständiger name|full name|first name|last name|given names?|family name|surname|maiden name|naam van de (?:klant|patiënt|werknemer)"
    "|nom (?:du|de la|de l['’]) ?(?:client|patient|travailleur|locataire|titulaire|candidat|bénéficiaire|assuré|demandeur)e?|name des (?:kunden|patienten|mieters)|(?:customer|patient|employee|tenant) name"
    "|(?:votre|uw|ihr|your) (?:nom|naam|name)|family[_ ]?name|first[_ ]?name|last[_ ]?name|given[_ ]?name|full[_ ]?name|lastname|firstname"
)
_ROLE_LABELS = (
    "patiente?|patientin|pati[ëe]nt|cliente?|klant|kunde|kundin|customer|titulaire(?: du compte)?|titularis|rekeninghouder|kontoinhaber(?:in)?|inhaber(?:in)?|account holder|b[ée]n[ée]ficiaire"
    "|begunstigde|begünstigter?|beneficiary|assur[ée]e?|verzekerde|versicherte?r?|insured|locataire|huurder|huurster|mieter(?:in)?|tenant|bailleur|verhuurder|vermieter(?:in)?|landlord"
    "|travailleu(?:r|se)|employ[ée]e?|werknemer|werkneemster|arbeitnehmer(?:in)?|mitarbeiter(?:in)?|employee|candidate?|kandidaat|kandidate|bewerber(?:in)?|applicant|contact|contactpersoon"
    "|personne de contact|contact person|kontaktperson|ansprechpartner(?:in)?|signataire|ondergetekende|unterzeichnete[rn]?|attn\\.?|à l['’]attention de|t\\.a\\.v\\.|z\\. ?hd\\.|repr[ée]sentante? légale?"
    "|wettelijk vertegenwoordiger|gesetzlicher vertreter|conjointe?|[ée]pou(?:x|se)|echtgeno(?:o)?te?|ehepartner(?:in)?|ehegatte|ehefrau|ehemann|spouse|partner|partenaire|enfants?|kind(?:eren|er)?|p[èe]re|m[èe]re|vader|moeder|vater|mutter"
    "|m[ée]decin(?: traitant)?|huisarts|arts|hausarzt|hausärztin|arzt|gp|demandeu(?:r|se)|aanvrager|antragsteller(?:in)?|gestionnaire(?: de dossier)?|dossierbeheerder|sachbearbeiter(?:in)?|responsable"
    "|verantwoordelijke|auteur|author|van|from|de|von|à|aan|an|to|cc|expéditeur|destinataire|afzender|absender|empfänger(?:in)?|étudiante?|student(?:e|in)?|[ée]l[èe]ve|leerling|schüler(?:in)?|donneur d['’]ordre|opdrachtgever|auftraggeber"
    "|propri[ée]taire|eigenaar|eigenaars|eigentümer(?:in)?|owner|participante?|deelnemer|teilnehmer(?:in)?|témoin|getuige|zeuge|signé(?: par)?|getekend|ondertekend door|gezeichnet|signed by|rédigé par|opgesteld door|verfasst von|written by|prepared by|reported by|assigned to|demandé par|gemeld door"
)
_PHRASES = (
    "dossiers? (?:de|d['’]|van|von)|dossier (?:concernant|betreffende)|akte (?:von|des|der)|(?:file|case|record) of|au nom (?:de|d['’])|op naam van|auf den namen(?: von)?|in the name of"
    "|soussign[ée]e?,?|ondergetekende,?|unterzeichnete[rn]?,?|(?:je m['’]appelle|ik heet|mijn naam is|ich heiße|mein name ist|my name is)|(?:le|la|du|au) patiente?|(?:le|la|du|au) cliente?|de (?:klant|patiënt|heer|huurder|werknemer)"
    "|(?:der|des|dem) (?:kunde|kunden|patient|patienten|mieters?)|(?:die|der) (?:kundin|patientin|mieterin)|(?:son|sa) (?:mari|femme|épouse|époux|conjointe?|compagn(?:e|on)|fils|fille)|(?:zijn|haar) (?:man|vrouw|echtgenoot|echtgenote|partner|zoon|dochter)"
    "|(?:sein|ihr)e?r? (?:mann|frau|ehefrau|ehemann|sohn|tochter)|(?:concerne|concernant|betreft|betreffende|betrifft)[ ]?:|(?:met|avec|mit|with) vriendelijke groet(?:en)? van|de la part de|namens|im namen von|on behalf of|conclu(?:e)? avec|gesloten met|t\\.n\\.v\\.|inzake"
)
_GREETING = "[Cc]her|CHER|[Cc]h[èe]re|[Bb]este|[Dd]ag|[Hh]allo|[Ll]ieber|[Ll]iebe|[Bb]onjour|[Ss]alut|[Dd]ear|[Hh]i|[Hh]ello|[Gg]oeiedag|[Gg]oedemorgen|[Gg]oedemiddag|[Gg]uten Tag|[Gg]uten Morgen|[Bb]onsoir|[Gg]eachte|[Gg]oedendag|[Mm]oin"
_CLOSING = (
    "salutations(?: distinguées| les meilleures)?|sentiments (?:distingués|les meilleurs)|cordialement|bien à (?:vous|toi)|respectueusement|met (?:vriendelijke|hartelijke|beste) groet(?:en)?|vriendelijke groet(?:en)?|hoogachtend"
    "|groet(?:en|jes)?|mvg|mit freundlichen grüßen|freundliche grüße|hochachtungsvoll|mfg|(?:kind|best|warm) regards|regards|sincerely|yours (?:sincerely|faithfully|truly)|best wishes|bien cordialement|merci d['’]avance|bedankt|amitiés|bisous"
)
_BORN = r"(?i:,?[ ]\(?(?:n[ée]e?(?:\([ée]\))?|geboren|geb\.|born)[ ](?:le|[àa]|te|op|am|in|on)\b|,?[ ]\(?(?:niss|insz|rijksregister\w{0,6}|n[°º] national|num[ée]ro national|nationalregisternummer|domicili[ée]e?|wonende|wohnhaft|demeurant|résidant|gedomicilieerd)\b)"
_COMPANY = regex.compile(
    r"(?<![\p{L}])(?:S\.?A\.?|N\.?V\.?|SPRL|S\.?R\.?L\.?|BVBA|B\.?V\.?|ASBL|VZW|VoG|GmbH|AG|KG|SCRL|CVBA|SNC|VOF|AISBL|IVZW|Ltd|LLC|Inc|PLC|SE|Group|Groupe|Groep|Bank|Banque|Holding|Services?|Solutions|CPAS|OCMW|ÖSHZ"
    r"|SPF|FOD|Commune|Gemeente|Stad|Ville|Université|Universiteit|Universität|Hôpital|Ziekenhuis|Mutualité|Mutualiteit|Ziekenfonds|Clinique|CHU|UZ|AZ|Verzekeringen|Assurances?|Insurance)(?![\p{L}])"
)


_NO_TITLE = rf"(?!(?:{_TITLES})[ ])"
_CAPITAL = r"(?=\p{Lu})"
_SMALL = r"(?=[vdtlz'’])"
"""How a name may start: with a capital, or with a particle. One character class first, because that is what the
engine finds quickly; all else is asked only there."""


def _after(cue: str, last: str, name: str) -> list[str]:
    """Find a name right after a cue that ends in one of the characters `last`: two expressions, by first letter."""
    return [rf"(?<=[{last}]){start}(?<={cue}){_NO_TITLE}{name}" for start in (_CAPITAL, _SMALL)]


_NAME_LABEL, _NAME_LABEL_SMALL = _after(
    rf"{_ALONE}(?i:{_NAME_LABELS}){_SEPARATOR}", "\"' \t:=", rf"(?:{_COMMA}|{_ANY})"
)
_ROLE_LABEL, _ROLE_LABEL_SMALL = _after(rf"{_ALONE}(?i:{_ROLE_LABELS}){_SEPARATOR}", "\"' \t:=", _FULL)
_TITLE, _TITLE_SMALL = _after(rf"(?<![\p{{L}}\p{{N}}])(?:{_TITLES})[ ]{{1,2}}", " ", _ANY)
_PHRASE, _ = _after(rf"(?<![\p{{L}}\p{{N}}])(?i:{_PHRASES})[ ]?", " '’", _FULL)
_GREETED, _ = _after(
    rf"^[ \t>]{{0,8}}(?:{_GREETING})[ ]", " ", rf"(?:{_FIRST}(?:{_NEXT}){{0,3}})(?=[ ]?[,!]|[ ]?\r?$)"
)
_SIGNED, _ = _after(
    rf"(?i:{_CLOSING})[ ]?[,.!]?[ \t]{{0,4}}(?:\r?\n[ \t]{{0,8}}){{1,3}}", " \t\n", rf"{_FULL}(?=[ \t]{{0,8}}\r?$)"
)
_FREE = rf"{_CAPITAL}(?<![\p{{L}}\p{{M}}\p{{N}}'’\-]){_NO_TITLE}{_FIRST}(?:{_NEXT}){{1,4}}"


class PersonRecognizer(LabelledRecognizer):
    """Finds names of persons where something before or after them says that they are names.

    Free-standing names in prose are left to a trained pipeline.
    """

    ENTITY = "PERSON"
    LABEL_SCORE = 0.85
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("name label", _NAME_LABEL, 0.85),
        ("name label, particle", _NAME_LABEL_SMALL, 0.85),
        ("role label", _ROLE_LABEL, 0.75),
        ("role label, particle", _ROLE_LABEL_SMALL, 0.75),
        ("title", _TITLE, 0.75),
        ("title, particle", _TITLE_SMALL, 0.75),
        ("phrase", _PHRASE, 0.75),
        ("salutation", _GREETED, 0.7),
        ("closing", _SIGNED, 0.7),
        ("before an address", rf"{_FREE}(?=[\"']?[ ]<[^\s<>@]{{1,64}}@)", 0.8),
        ("before birth or number", rf"{_FREE}(?={_BORN})", 0.75),
    ]
    GATES: ClassVar[Mapping[str, str]] = {
        "name label": rf"(?i:{_NAME_LABELS}){_SEPARATOR}\p{{Lu}}",
        "name label, particle": rf"(?i:{_NAME_LABELS}){_SEPARATOR}[vdtlz'’]",
        "role label": rf"(?i:{_ROLE_LABELS}){_SEPARATOR}\p{{Lu}}",
        "role label, particle": rf"(?i:{_ROLE_LABELS}){_SEPARATOR}[vdtlz'’]",
        "title": rf"(?:{_TITLES})[ ]{{1,2}}\p{{Lu}}",
        "title, particle": rf"(?:{_TITLES})[ ]{{1,2}}[vdtlz'’]",
        "phrase": rf"(?i:{_PHRASES})[ ]?\p{{Lu}}",
        "salutation": rf"(?:{_GREETING})[ ]\p{{Lu}}",
        "closing": rf"(?i:{_CLOSING})[ ]?[,.!]?[ \t]{{0,4}}\r?\n",
        "before an address": r"[ ]<[^\s<>@]{1,64}@",
        "before birth or number": _BORN,
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: no company, not an acronym."""
        if _COMPANY.search(text):
            return False
        return len(text) > 2 or (len(text) == 2 and not text.isupper())
