"""What a column header, a key or the name of a form field announces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from recognizers.bearers import header_of_numbers
from recognizers.terms import fold
from recognizers.vocabulary import header_rows, label_rows


@dataclass(frozen=True, slots=True)
class HeaderVerdict:
    """The entity that a header announces; for persons the part of the name: `family`, `given` or `full`."""

    entity: str
    role: str | None = None


_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-ÖØ-Þ])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_NOTE = re.compile(r"[(\[][^)\]]*[)\]]")
_NOT_WORD = re.compile(r"[^0-9a-z']+")
_WHOSE = frozenset(
    [
        "client",
        "cliente",
        "klant",
        "kunde",
        "kunden",
        "customer",
        "patient",
        "patiente",
        "patientin",
        "employe",
        "employee",
        "travailleur",
        "werknemer",
        "mitarbeiter",
        "arbeitnehmer",
        "personnel",
        "contact",
        "contactpersoon",
        "conjoint",
        "conjointe",
        "partenaire",
        "partner",
        "echtgenoot",
        "ehepartner",
        "spouse",
        "pere",
        "mere",
        "vader",
        "moeder",
        "vater",
        "mutter",
        "father",
        "mother",
        "parent",
        "enfant",
        "kind",
        "child",
        "titulaire",
        "titularis",
        "inhaber",
        "holder",
        "beneficiaire",
        "begunstigde",
        "beneficiary",
        "locataire",
        "huurder",
        "mieter",
        "tenant",
        "assure",
        "verzekerde",
        "versicherter",
        "candidat",
        "kandidaat",
        "bewerber",
        "applicant",
        "debiteur",
        "debtor",
        "donneur",
        "gestionnaire",
        "responsable",
        "signataire",
        "medecin",
        "arts",
        "person",
        "persoon",
        "personne",
        "prive",
        "privee",
        "private",
        "privat",
        "perso",
        "personal",
        "professionnel",
        "professionnelle",
        "pro",
        "prof",
        "werk",
        "work",
        "home",
        "domicile",
        "thuis",
        "bureau",
        "principal",
        "principale",
        "secondaire",
        "primary",
        "secondary",
        "main",
        "other",
        "autre",
        "ander",
        "legal",
        "user",
        "owner",
        "author",
        "du",
        "de",
        "la",
        "le",
        "les",
        "l",
        "van",
        "het",
        "der",
        "die",
        "das",
        "des",
        "the",
        "of",
        "s",
        "votre",
        "vos",
        "uw",
        "ihr",
        "ihre",
        "your",
        "notre",
        "vous",
        "nr",
        "no",
        "numero",
        "number",
        "num",
    ]
)
_BESIDE_NAMES = frozenset({"nr", "no", "numero", "number", "num", "user", "owner"})
"""Words that make a header something else than a name: `client no`, `user name`."""


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    apart = _HUMP.sub(" ", _NOTE.sub(" ", name.strip()))
    folded = fold(apart.replace("n°", "no ").replace("N°", "no ").replace("№", "no ")).decode("ascii")
    return " ".join(_NOT_WORD.sub(" ", folded).replace("'", " ").split())


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, HeaderVerdict], dict[str, HeaderVerdict]]:
    """Give the phrases that must be the whole header, and those of labels, which may stand in a longer one."""
    whole: dict[str, HeaderVerdict] = {}
    for entity, role, terms in header_rows():
        for term in terms:
            whole.setdefault(_key(term), HeaderVerdict(entity, role or None))
    labels: dict[str, HeaderVerdict] = {}
    for entities, strength, _, terms in label_rows():
        if strength not in {"anti", "text"}:
            for term in terms:
                labels.setdefault(_key(term.removesuffix("!")), HeaderVerdict(entities[0]))
    return whole, labels


def header_entity(name: str) -> HeaderVerdict | None:
    """Tell what a header announces, or None.

    A header must be a known phrase, with no more around it than whose value it is (`GSM privé`, `client_email`):
    `nom_produit` or `company name` announce no person. Of a column of national numbers, some may be bis numbers.
    """
    if not name or len(name) > 80:
        return None
    key = _key(name)
    if not key:
        return None
    whole, labels = _tables()
    known = whole.get(key) or labels.get(key)
    if not known:
        known = _without_whose(key.split(), whole, labels)
    numbers = None if known else header_of_numbers(name)
    return HeaderVerdict(numbers) if numbers and numbers != "FILE_NUMBER" else known


def _without_whose(
    words: list[str], whole: dict[str, HeaderVerdict], labels: dict[str, HeaderVerdict]
) -> HeaderVerdict | None:
    """Look for the longest known phrase with nothing but `_WHOSE` and numbers around it."""
    count = len(words)
    for size in range(count - 1, 0, -1):
        for at in range(count - size + 1):
            phrase = " ".join(words[at : at + size])
            verdict = whole.get(phrase) or labels.get(phrase)
            rest = words[:at] + words[at + size :]
            if verdict and all(word in _WHOSE or word.isdigit() for word in rest) and not _spoiled(verdict, rest):
                return verdict
    return None


def _spoiled(verdict: HeaderVerdict, rest: list[str]) -> bool:
    if verdict.entity != "PERSON":
        return False
    return (verdict.role == "full" and len(rest) > 0 and not _is_name_of(rest)) or any(
        word in _BESIDE_NAMES for word in rest
    )


def _is_name_of(rest: list[str]) -> bool:
    """Tell whether what stands beside `name` or a role says whose name it is."""
    return all(word in _WHOSE and word not in _BESIDE_NAMES for word in rest)
