"""What bears numbers of its own (a file, a policy, a member of staff), and the words that say: here comes one."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

from recognizers.vocabulary import announcement_rows

NUMBER = (
    r"(?:n[°ºo]s?\.?|n°\.?|nrs?\.?|num[ée]ros?|num\.|nummers?|numbers?|no\.|\#|codes?|id|identifiant|kennung|kenmerk|kennzeichen|zeichen"
    r"|r[ée]f(?:[ée]rences?|erentie|erenz|\.)?|matricule|matrikel(?:nummer)?|stamnummer|stammnummer|stamnr\.?|rolnummer|lidnummer"
    r"|mitgliedsn(?:umme)?r\.?|contractnummer|vertragsnummer|aansluitingsn(?:umme)?r\.?|inschrijvingsn(?:umme)?r\.?"
    r"|matriculation|(?:membership|contract|registration) (?:number|no\.?))"
)
"""A word that says: here comes a number."""
WHOLE = r"(?:(?<=[°º#.])|(?![\p{L}]))"
OF = (
    r"(?:(?:d['’]|de l['’]|(?:du|de la|des|de|van de|van het|van|voor|der|des|vom|von|of the|of|for|als|as|as an?|en tant que)[ ])?"
    r"(?:(?:votre|notre|vos|nos|son|sa|leur|uw|ons|onze|haar|zijn|hun|ihr(?:e[rs])?|unser(?:e[rs])?|your|our|his|her|their|the|le|la)[ ])?)"
)
_PREFIX = "[\\p{L}]{"


@lru_cache(maxsize=32)
def bearers(entity: str, *, strong: bool = False) -> tuple[str, ...]:
    """Give the expressions of what bears numbers of an entity; `strong` ones announce them alone."""
    return tuple(
        bearer
        for known, alone, found in announcement_rows()
        if known == entity and (alone or not strong)
        for bearer in found
    )


def bare(entity: str, *, strong: bool = False) -> tuple[str, ...]:
    """Give the same without what may stand before them in compounds."""
    return tuple(
        bearer.partition("}")[2] if bearer.startswith(_PREFIX) else bearer for bearer in bearers(entity, strong=strong)
    )


@lru_cache(maxsize=1)
def _headers() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    forms = []
    for entity in dict.fromkeys(entity for entity, _, _ in announcement_rows()):
        bearer = f"(?:{'|'.join(bearers(entity))})"
        label = rf"(?i:{bearer}[ ]{NUMBER}|{bearer}(?:s|n|en)?\.?-?{NUMBER}|{NUMBER}[ ]{OF}{bearer})"
        forms.append((entity, regex.compile(label)))
    return tuple(forms)


def header_of_numbers(header: str) -> str | None:
    """Tell which numbers the header of a column announces by a bearer and a word for numbers."""
    plain = header.strip(" .:")
    return next((entity for entity, form in _headers() if form.fullmatch(plain)), None)


_HEADINGS = {
    "EMPLOYEE_NUMBER": r"\w{0,12}badges?|\w{0,12}ausweise|personnel|personeel|personal|employees?|staff|payroll|lohn|lonen|loon|paie|salaires|gehälter|mitarbeiter|werknemers|medewerkers|agents",
    "STUDENT_NUMBER": r"étudiants?|students?|studenten|élèves|leerlingen|schüler|pupils",
    "POLICY_NUMBER": r"polices?|polissen|policen|policies|assurances|verzekeringen|versicherungen",
    "FILE_NUMBER": r"plaintes|réclamations|klachten|klachtenregister|beschwerden|beschwerderegister|complaints?|\w{0,12}dossiers?|akten|files|cases|claims|sinistres|schadegevallen|schäden|zaken|affaires|contrats|contracten|verträge|contracts|clients?|klant(?:en)?|kunden?|customers?",
}
_HEADING = re.compile("|".join(rf"(?P<{entity}>\b(?:{words})\b)" for entity, words in _HEADINGS.items()), re.IGNORECASE)


def told_by_heading(line: str) -> str | None:
    """Tell which numbers the rows below a heading begin with, by the first bearer of numbers in it."""
    found = _HEADING.search(line)
    return found.lastgroup if found else None
