"""Says in four languages on what ground a category was told, and why a term that was met did not count."""
# ruff: noqa: E501 - tables of phrases read best one to a line

from __future__ import annotations

from collections.abc import Sequence

from pii_scan.reports.messages import LANGUAGES, Messages

_PHRASES: dict[str, tuple[str, str, str, str]] = {
    "identifier": ("identifiant : {what}", "identificator: {what}", "Kennung: {what}", "identifier: {what}"),
    "checksum": ("contrôle exact", "controlegetal klopt", "Prüfziffer stimmt", "checksum"),
    "named": ("étiquette devant", "label ervoor", "Bezeichnung davor", "label"),
    "titled": ("nom de la colonne", "naam van de kolom", "Name der Spalte", "header"),
    "model": ("modèle de langue", "taalmodel", "Sprachmodell", "language model"),
    "family": ("nom de famille", "familienaam", "Familienname", "family name"),
    "given": ("prénom", "voornaam", "Vorname", "given name"),
    "header": ("colonne « {what} » avec des valeurs", "kolom '{what}' met waarden", "Spalte „{what}“ mit Werten", "column `{what}` with values"),
    "label": ("étiquette « {what} » avec une valeur", "label '{what}' met een waarde", "Bezeichnung „{what}“ mit einem Wert", "label `{what}` with a value"),
    "box": ("option « {what} » cochée", "aangekruiste optie '{what}'", "angekreuzte Option „{what}“", "option `{what}`, ticked"),
    "prose": ("terme dans le texte, près d'une personne", "term in de tekst, bij een persoon", "Wort im Text, bei einer Person", "term in prose beside a person"),
    "term": ("terme dans une cellule, sur une personne", "term in een cel, over een persoon", "Wort in einer Zelle, zu einer Person", "term in a cell of a row about a person"),
    "kind": ("genre du fichier : {what}", "soort bestand: {what}", "Art der Datei: {what}", "kind of the file: {what}"),
    "nobody": ("le texte ne parle de personne", "de tekst gaat over niemand", "der Text handelt von niemandem", "the text is about nobody"),
    "far": ("trop loin de toute personne", "te ver van een persoon", "zu weit von einer Person", "no person near"),
    "name": ("partie d'un nom", "deel van een naam", "Teil eines Namens", "part of a name"),
    "hides": ("ne prouve rien", "bewijst niets", "beweist nichts", "listed as proving nothing"),
    "needs label": ("ne compte que comme étiquette ou colonne", "telt enkel als label of kolom", "zählt nur als Bezeichnung oder Spalte", "ambiguous: counts as a label or header only"),
    "needs header": ("ne compte que comme colonne", "telt enkel als kolom", "zählt nur als Spalte", "counts as a header only"),
    "empty": ("formulaire non rempli", "niet ingevuld", "nicht ausgefüllt", "template: nothing filled in, ticked or chosen"),
    "none": ("la réponse est négative", "het antwoord is ontkennend", "die Antwort ist verneinend", "the answer is none or no"),
    "negated": ("nié", "ontkend", "verneint", "negated"),
    "general": ("phrase générale", "algemene zin", "allgemeiner Satz", "general sentence: it speaks of any case"),
    "question": ("question au lecteur", "vraag aan de lezer", "Frage an den Leser", "a question to the reader"),
    "identifier only": ("seul un identifiant prouve cette catégorie dans le texte", "enkel een identificator bewijst dit in lopende tekst", "im Text beweist dies nur eine Kennung", "in prose only identifiers prove this category"),
    "claimed": ("fait partie de ce qui précède", "hoort bij wat voorafgaat", "gehört zum Vorhergehenden", "belongs to the words before it"),
    "weak": ("faible, et seul", "zwak, en alleen", "schwach und allein", "weak alone: two different ones are needed"),
    "writer": ("le signataire ne parle pas de lui-même", "de ondertekenaar spreekt niet over zichzelf", "der Unterzeichner spricht nicht von sich", "only the writer is named, and does not speak of himself"),
    "again": ("déjà compté", "al geteld", "schon gezählt", "counted already"),
}  # fmt: skip
_EVIDENCE = {"checksum": "checksum", "label": "named", "header": "titled", "model": "model"}
_REASONS = {"label": "needs label", "header": "needs header", "identifier": "identifier only"}


def ground(basis: str, what: str, evidence: Sequence[str], language: str) -> str:
    """Say on what ground a category was told; `what` is a term or an entity."""
    if basis != "identifier":
        return _said(basis, language).replace("{what}", what)
    words = [what, *(_said(_EVIDENCE.get(word, word), language) for word in evidence)]
    named = f"{Messages(language).entity(what)} ({what})"
    return _said(basis, language).replace("{what}", ", ".join([named, *words[1:]]))


def reason(code: str, language: str) -> str:
    """Say why a term did not count (`pii_scan.classify.rules.REASONS`)."""
    return _said(_REASONS.get(code, code), language)


def _said(key: str, language: str) -> str:
    phrase = _PHRASES.get(key)
    return key if phrase is None else phrase[LANGUAGES.index(language)]
