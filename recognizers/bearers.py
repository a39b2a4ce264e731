"""What bears numbers of its own (a file, a policy, a member of staff), and the words that say: here comes one."""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from recognizers.terms import TermMatcher, fold
from recognizers.vocabulary import bearer_rows

NUMBER = (
    r"(?:n[°ºo]s?\.?|nrs?\.?|num[ée]ros?|num\.|nummers?|numbers?|no\.|\#|codes?|id|identifiant|kennung|kenmerk|kennzeichen|zeichen"
    r"|r[ée]f(?:[ée]rences?|erentie|erenz|\.)?|matricule|matrikel(?:nummer)?|stamnummer|stammnummer|stamnr\.?|rolnummer|lidnummer"
    r"|mitgliedsn(?:umme)?r\.?|contractnummer|vertragsnummer|aansluitingsn(?:umme)?r\.?|inschrijvingsn(?:umme)?r\.?"
    r"|matriculation|n[°ºo] d['’](?:inscription|affiliation)|(?:membership|contract|registration) (?:number|no\.?))"
)
"""A word that says: here comes a number."""
_ANY_NUMBER = re.compile(r"(?i)\bn[°ºo.r]|nr\b|num|code|\bid|id\b|kenn?[nm]|r[ée]f|matri|zeichen|#")
WHOLE = r"(?:(?<=[°º#.])|(?![^\W\d_]))"
OF = (
    r"(?:(?:d['’]|de l['’]|(?:du|de la|des|de|van de|van het|van|voor|der|des|vom|von|of the|of|for|als|as an?|as|en tant que)[ ])?"
    r"(?:(?:votre|notre|vos|nos|son|sa|leur|uw|ons|onze|haar|zijn|hun|ihr(?:e[rs])?|unser(?:e[rs])?|your|our|his|her|their|the|le|la)[ ])?)"
)
_COMPOUND_LETTERS = 4


class Bearer(NamedTuple):
    """What bears numbers of an entity; a strong one announces them alone."""

    entity: str
    strong: bool


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, Bearer], frozenset[str]]:
    bearers: dict[str, Bearer] = {}
    inside: set[str] = set()
    for entity, strength, terms in bearer_rows():
        for term in (fold(term).decode() for term in terms):
            bearers[term] = Bearer(entity, strength.startswith("strong"))
            if strength.endswith("compounds"):
                inside.add(term)
    return bearers, frozenset(inside)


class Bearers:
    """Finds bearers in text. Not thread-safe."""

    def __init__(self) -> None:
        terms, inside = _table()
        self._matcher: TermMatcher[Bearer] = TermMatcher(terms, compounds=inside, letters=_COMPOUND_LETTERS)

    def find(self, text: str) -> list[tuple[int, int, Bearer]]:
        """Give (start, end, bearer) in order of start."""
        return self._matcher.find(text)


@lru_cache(maxsize=1)
def _headers() -> tuple[tuple[str, re.Pattern[str]], ...]:
    terms, inside = _table()
    forms = []
    for entity in dict.fromkeys(bearer.entity for bearer in terms.values()):
        own = [term for term, bearer in terms.items() if bearer.entity == entity]
        bearer = "|".join(("[a-z]{0,20}" if term in inside else "") + re.escape(term) for term in own)
        label = rf"(?:{bearer})[ ]{NUMBER}|(?:{bearer})(?:s|n|en)?\.?[ -]?{NUMBER}|{NUMBER}[ ]{OF}(?:{bearer})"
        forms.append((entity, re.compile(label)))
    return tuple(forms)


def header_of_numbers(header: str) -> str | None:
    """Tell which numbers the header of a column announces by a bearer and a word for numbers."""
    if not _ANY_NUMBER.search(header):
        return None
    plain = fold(header.replace("n°", "no ").replace("N°", "no ")).decode().strip(" .:")
    plain = " ".join(plain.split())
    return next((entity for entity, form in _headers() if form.fullmatch(plain)), None)


_HEADINGS = {
    "EMPLOYEE_NUMBER": r"\w{0,14}badges?|\w{0,12}ausweise|personnel|personeel|personal|employees?|staff|payroll|lohn|lonen|loon|paie|salaires"
    r"|gehälter|mitarbeiter|werknemers|medewerkers|agents",
    "STUDENT_NUMBER": r"étudiants?|students?|studenten|élèves|leerlingen|schüler|pupils",
    "POLICY_NUMBER": r"polices?|polissen|policen|policies|assurances|verzekeringen|versicherungen",
    "FILE_NUMBER": r"plaintes|réclamations|klachten|klachtenregister|beschwerden|beschwerderegister|complaints?|\w{0,12}dossiers?|akten|files"
    r"|cases|claims|sinistres|schadegevallen|schäden|zaken|affaires|contrats|contracten|verträge|contracts|clients?|klant(?:en)?|kunden?"
    r"|customers?",
}
_HEADING = re.compile("|".join(rf"(?P<{entity}>\b(?:{words})\b)" for entity, words in _HEADINGS.items()), re.IGNORECASE)


def told_by_heading(line: str) -> str | None:
    """Tell which numbers the rows below a heading begin with, by the first bearer of numbers in it."""
    found = _HEADING.search(line)
    return found.lastgroup if found else None
