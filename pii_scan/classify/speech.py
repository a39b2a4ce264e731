"""What the sentence around a term says: that it is not so, that it may be so of anybody, or that it is asked."""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

import re

_REACH = 200
_SENTENCE_END = re.compile(r"[.!?;•](?=\s)|\n\s*\n")
_BECAUSE = r"(?!(?:en|par|pour|pendant|depuis|suite|cause|raison|wegens|door|om|sinds|tijdens|wegen|aufgrund|seit|durch|nach|due|because|since|for|after|with|owing)\b)"
_FILLER = rf"(?:{_BECAUSE}[\w'’-]+\s+|d['’]|l['’])"
_NEGATOR = re.compile(
    rf"""(?:
      (?:\b(?:aucune?s?|absence\sd(?:e\s|['’])|geen|zonder|keine?[rsnm]?|ohne|without|denies|free\sof|vrij\svan|frei\svon|exempte?\sd(?:e\s|['’]))\s*
        |\b(?:sans)\s+(?!doute|délai|attendre|oublier|cesse)|\bno\s+(?!longer\b|doubt\b)|\bni\s+|\bweder\s+|\bneither\s+|\bnor\s+){_FILLER}{{0,2}}
      |\bpas\s+(?!(?:seulement|uniquement|que)\b){_FILLER}{{0,2}}|\bpas\sd['’]
      |\b(?:jamais|nooit|nie|niemals|never)\s+{_FILLER}{{0,2}}
      |\bniet\s+(?!(?:alleen|enkel|meer)\b){_FILLER}{{0,1}}
      |\bnicht\s+(?!(?:nur|mehr|allein)\b){_FILLER}{{0,1}}
      |(?:\bnot|n['’]t)\s+(?!(?:only|just|any\slonger)\b){_FILLER}{{0,2}}
      |\bnon[\s-]+
    )$""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_NEGATED_BEHIND = re.compile(
    r"\s+(?:pas|jamais|point|niet|nooit|nicht|nie|niemals)\b(?!\s+(?:seulement|alleen|enkel|meer|nur|mehr|que)\b)",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:,|\bni\b|\bou\b|\bet\b|\bof\b|\ben\b|\bnoch\b|\boder\b|\bund\b|\bor\b|\band\b|\bnor\b)\s*(?:(?:d['’]|de|du|des|l['’]|een|eine?|any)\s*)?",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"""\b(?:en\scas\sd|toute?s?\s(?!l[ae']|s[aoe]|not|vot)|chaque\b|si\svous\b|couvr(?:e|ent|ir|ant)\b|protège|lorsqu|quiconque
    |(?:les|des|nos|vos|aux)\s(?:assurés|patients|personnes(?!\sà\scharge)|travailleurs|employés|salariés|clients|victimes|familles|malades|candidats|membres|citoyens)\b
    |(?:l['’]assuré|le\spatient|la\spersonne|le\stravailleur|le\spreneur)(?:\sd['’]assurance)?\s(?:qui|atteinte?|souffrant|victime|malade|dont)\b
    |in\sgeval\svan\b|elke\b|iedere?\b|indien\su\b|als\su\b|wanneer\su\b|dekt\b|dekken\b|beschermt\b|wie\b
    |(?:de|onze|alle|veel)\s(?:verzekerden|patiënten|werknemers|klanten|personen(?!\sten\slaste)|mensen|gezinnen|slachtoffers|leden|kandidaten)\b|(?:patiënten|mensen|gezinnen|jongeren)\s(?:met|die)\b
    |de\s(?:verzekerde|werknemer|patiënt|persoon|kandidaat)\s(?:die|met)\b
    |im\sfall|falls\ssie\b|wenn\ssie\b|jede[rsmn]?\b|deckt\b|decken\b|schützt\b|versichert\s(?!bei)
    |(?:die|unsere|alle|viele)\s(?:versicherten|patienten|arbeitnehmer|kunden|personen|menschen|betroffenen|familien|mitglieder|bewerber)\b|(?:patienten|menschen|familien)\s(?:mit|die)\b
    |der\s(?:versicherte|patient|arbeitnehmer),\sder\b
    |in\scase\sof\b|in\sthe\sevent\sof\b|any\b|every\b|each\b|if\syou\b|covers?\b|protects?\b|anyone\b|whoever\b|those\swho\b
    |(?:our|all|most|many|some|the)\s(?:patients|policyholders|employees|customers|people|members|families|applicants|victims)\b|(?:patients|people|families|employees)\s(?:with|who)\b
    |(?:the|an)\s(?:insured\s)?(?:person|patient|employee|policyholder|applicant)\swho\b)""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_GENERAL_BEHIND = re.compile(
    r"""\s*(?:[^.!?;\n]{0,40}\s)?(?:(?:est|sont|is|zijn|ist|sind|are)\s(?:(?:une?|des|l['’]un|de|een|eine?|die|an?|the|la|le)\s)?(?:[\w'’-]+\s){0,3}
      (?:maladies?|affections?|troubles?|ziektes?|ziekten|aandoening(?:en)?|stoornis(?:sen)?|kanker|(?:krankheit|erkrankung|störung)(?:en)?|diseases?|disorders?|conditions?|illness(?:es)?)\b
    |(?:est|sont|is|zijn|worden|wordt|ist|sind|werden|wird|are|be)\s(?:[\w'’-]+\s)?(?:exclue?s?|couverte?s?|garantie?s?|remboursée?s?|uitgesloten|gedekt|terugbetaald|verzekerd|ausgeschlossen|gedeckt|mitversichert|erstattet|excluded|covered|insured|reimbursed)\b)""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_ANY_CASE = re.compile(r"(?:^|[.;:!?•\n])[ \t-]*(?:bij|bei|upon|dès|lors d['’]une|lors de)[ ]$", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:vous|votre|vos|u|uw|sie|ihre?|you|your)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:[Jj]e|[Jj]['’]\w+|[Mm]on|[Mm]a|[Mm]es|[Ss]on|[Ss]a|[Ss]es|[Ii]k|[Mm]ijn|[Hh]aar|[Zz]ijn|[Ii]ch|[Mm]eine?[mnrs]?|[Ss]eine?[mnrs]?|I|[Mm]y|[Hh]is|[Hh]er)\b"
)
_FIRST_PERSON = re.compile(
    r"\b(?:[Jj]e|[Jj]['’]\w+|[Mm]on|[Mm]a|[Mm]es|[Mm]oi|[Ii]k|[Mm]ijn|[Ii]ch|[Mm]eine?[mnrs]?|[Mm]ir|[Mm]ich|I|I['’]m|[Mm]y|[Mm]e)\b"
)


def denial_of(text: str, start: int, end: int, *, own_word: bool) -> str | None:
    """Give the reason why a term in prose says nothing of the person; with `own_word` he must speak of himself."""
    if is_negated(text, start, end):
        return "negated"
    if is_general(text, start, end):
        return "general"
    if is_question(text, start, end):
        return "question"
    return "writer" if own_word and not is_first_person(text, start, end) else None


def is_negated(text: str, start: int, end: int) -> bool:
    """Tell whether the words next to a term deny it (`pas de`, `geen`, `nicht`, `no known`, `rookt niet`)."""
    before = text[_sentence_start(text, start) : start]
    if _NEGATED_BEHIND.match(text, end):
        return True
    return _NEGATOR.search(before) is not None


def joins(text: str, end: int, start: int) -> bool:
    """Tell whether only a comma or a conjunction stands between two terms: then a denial goes on."""
    return _JOINT.fullmatch(text, end, start) is not None


def is_general(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence speaks of any case, not of this person's (`en cas de maladie`, `elke ziekte`)."""
    return (
        _GENERAL.search(text, _sentence_start(text, start), start) is not None
        or _GENERAL_BEHIND.match(text, end) is not None
        or _ANY_CASE.search(text, max(0, start - 20), start) is not None
    )


def is_question(text: str, start: int, end: int) -> bool:
    """Tell whether the reader is asked whether it is so."""
    stop = _SENTENCE_END.search(text, end, end + _REACH)
    if stop is None or stop[0] != "?":
        return False
    begin = _sentence_start(text, start)
    return _ASKED.search(text, begin, stop.end()) is not None and _OWN.search(text, begin, stop.end()) is None


def is_first_person(text: str, start: int, end: int) -> bool:
    """Tell whether the writer speaks of himself."""
    stop = _SENTENCE_END.search(text, end, end + _REACH)
    return (
        _FIRST_PERSON.search(text, _sentence_start(text, start), stop.start() if stop else min(len(text), end + _REACH))
        is not None
    )


def _sentence_start(text: str, at: int) -> int:
    first = max(0, at - _REACH)
    start = first
    for end in _SENTENCE_END.finditer(text, first, at):
        start = end.end()
    return start
