"""Samples from the doctests of python-stdnum: a valid number behind its label must be found, an invalid one not."""

from __future__ import annotations

import ast
import doctest
import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from stdnum.be import iban as belgian_iban
from stdnum.exceptions import InvalidComponent, ValidationError

from accuracy.samples import Decoy, Mention, Sample

MODULES = {
    "be.nn": "BE_NATIONAL_REGISTER_NUMBER",
    "be.bis": "BE_BIS_NUMBER",
    "be.eid": "BE_EID_CARD_NUMBER",
    "be.iban": "IBAN_CODE",
    "iban": "IBAN_CODE",
    "be.ogm_vcs": "BE_STRUCTURED_COMMUNICATION",
    "be.vat": "BE_ENTERPRISE_NUMBER",
    "eu.vat": "VAT_NUMBER",
    "bic": "BIC",
    "imei": "IMEI",
    "imsi": "IMSI",
    "mac": "MAC_ADDRESS",
    "iso11649": "CREDITOR_REFERENCE",
    "fr.nir": "FR_NIR",
    "nl.bsn": "NL_BSN",
    "de.idnr": "DE_TAX_ID",
}
"""Module of python-stdnum → entity. `luhn` has no entity of its own: cards, IMEI and ICCID use it."""

LABELS = {
    "BE_NATIONAL_REGISTER_NUMBER": ("Numéro national", "Rijksregisternummer", "Nationalregisternummer", "SSIN"),
    "BE_BIS_NUMBER": ("Numéro BIS", "BIS-nummer", "BIS-Nummer", "BIS number"),
    "BE_EID_CARD_NUMBER": ("N° carte d'identité", "Identiteitskaartnummer", "Personalausweisnummer", "ID card number"),
    "IBAN_CODE": ("IBAN", "Rekeningnummer", "Kontonummer", "Account number"),
    "BE_STRUCTURED_COMMUNICATION": (
        "Communication structurée",
        "Gestructureerde mededeling",
        "Strukturierte Mitteilung",
        "Structured communication",
    ),
    "BE_ENTERPRISE_NUMBER": ("Numéro d'entreprise", "Ondernemingsnummer", "Unternehmensnummer", "Enterprise number"),
    "VAT_NUMBER": ("N° TVA", "Btw-nummer", "USt-IdNr.", "VAT number"),
    "BIC": ("BIC", "BIC", "BIC", "SWIFT"),
    "IMEI": ("IMEI", "IMEI-nummer", "IMEI-Nummer", "IMEI number"),
    "IMSI": ("IMSI", "IMSI-nummer", "IMSI-Nummer", "IMSI number"),
    "MAC_ADDRESS": ("Adresse MAC", "MAC-adres", "MAC-Adresse", "MAC address"),
    "CREDITOR_REFERENCE": ("Référence", "Referentie", "Referenz", "Creditor reference"),
    "FR_NIR": ("Numéro de sécurité sociale", "NIR", "NIR", "French social security number"),
    "NL_BSN": ("BSN", "Burgerservicenummer", "BSN", "BSN"),
    "DE_TAX_ID": ("Steuer-ID", "Steuer-ID", "Steueridentifikationsnummer", "German tax ID"),
}
SHORTEST = 8
_CALLS = ("validate", "is_valid", "compact", "format", "info", "to_bic", "imei_type", "split")


def number_samples(folder: Path | None, languages: Sequence[str]) -> Iterator[Sample]:
    """Give each vector behind its label in each language."""
    for entity, value, valid in sorted(vectors(folder)):
        for language, label in zip(languages, LABELS[entity], strict=True):
            before = f"{label} : " if language == "fr" else f"{label}: "
            text = f"{before}{value}\n"
            start, end = len(before), len(before) + len(value)
            yield Sample(
                text,
                language,
                (Mention(entity, start, end, value, "".join(filter(str.isalnum, value)).upper()),) if valid else (),
                () if valid else (Decoy(start, end, value, entity),),
                kind="number",
                source=f"stdnum/{entity}/{value}",
            )


def vectors(folder: Path | None) -> set[tuple[str, str, bool]]:
    """Give (entity, number as written, valid) of every vector; one that any module of its entity takes is valid."""
    written = {(_entity(name, value), value) for name in MODULES for value in _written(name, folder)}
    judged = {
        (entity, value, any(_is_valid(name, value) for name, one in MODULES.items() if one == entity))
        for entity, value in written
        if entity is not None
    }
    return {(entity, value, good) for entity, value, good in judged if good or not _is_other(entity, value)}


def _entity(name: str, value: str) -> str | None:
    """Tell what a vector is a number of; None where it cannot stand in a text as one."""
    entity = MODULES[name]
    if len(value) < SHORTEST or (entity != "BIC" and not any(map(str.isdigit, value))):
        return None
    if name == "be.nn" and _is_valid("be.bis", value):
        return "BE_BIS_NUMBER"
    if name == "eu.vat":
        if not value[:2].isalpha() or value[2:].lstrip().startswith(value[:2]):
            return None  # without its country, or with it twice: a valid number stands in it
        return "BE_ENTERPRISE_NUMBER" if value[:2] == "BE" else entity
    return entity


def _is_other(entity: str, value: str) -> bool:
    """Tell whether an invalid number of one entity is a valid one of its twin."""
    twin = {"BE_NATIONAL_REGISTER_NUMBER": "be.bis", "BE_BIS_NUMBER": "be.nn"}.get(entity)
    return twin is not None and _is_valid(twin, value)


def _written(name: str, folder: Path | None) -> Iterator[str]:
    """Give the numbers of a module's documentation, and of its doctest file where that is there."""
    texts = [import_module(f"stdnum.{name}").__doc__ or ""]
    path = folder / f"test_{name.replace('.', '_')}.doctest" if folder else None
    if path is not None and path.exists():
        texts.append(path.read_text("utf-8"))
    for text in texts:
        for example in doctest.DocTestParser().get_examples(text):
            for node in ast.walk(ast.parse(example.source)):
                yield from _strings(node)


def _strings(node: ast.AST) -> Iterator[str]:
    """Give the number that a call is about, or the lines of a list of numbers."""
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if isinstance(node.args[0].value, str) and (function in _CALLS or function.startswith("get_")):
            yield node.args[0].value.strip()
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" in node.value:
        for line in filter(None, map(str.strip, node.value.splitlines())):
            yield re.split(r"\s{2,}", line)[0]  # an account may be followed by its bank's BIC


def _is_valid(name: str, value: str) -> bool:
    """Say what python-stdnum says; an account of a bank that its table lacks is an account all the same."""
    if name != "be.iban" and not (name == "iban" and value[:2].upper() == "BE"):
        options = {"check_country": False} if name == "iban" else {}
        return bool(import_module(f"stdnum.{name}").is_valid(value, **options))
    try:
        belgian_iban.validate(value)
    except InvalidComponent:
        return value[:2].upper() == "BE"
    except ValidationError:
        return False
    return True
