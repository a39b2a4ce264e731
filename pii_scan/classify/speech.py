"""What the sentence around a term says: that it is not so, that it may be so of anybody, or that it is asked."""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

_REACH = 200
_NEGATION_REACH = 60
_SENTENCE_END = re.compile(r"[.!?;•](?=\s|\Z)|\n\s*\n")
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
    r"""\b(?:en\scas\sd|si\svous\b|couvr(?:e|ent|ir|ant)\b|protège|lorsqu|quiconque|s['’]adressent?\s(?:aux|à\stou)
    |(?:les|des|nos|vos|aux)\s(?:assurés|patients|personnes(?!\sà\scharge)|travailleurs|employés|salariés|clients|victimes|familles|malades|candidats|membres|citoyens)\b
    |(?:l['’]assuré|le\spatient|la\spersonne|le\stravailleur|le\spreneur)(?:\sd['’]assurance)?\s(?:qui|atteinte?|souffrant|victime|malade|dont)\b
    |in\sgeval\svan\b|indien\su\b|als\su\b|wanneer\su\b|dekt\b|dekken\b|beschermt\b|wie\b|richt\szich\stot\b
    |(?:de|onze|alle|veel)\s(?:verzekerden|patiënten|werknemers|klanten|personen(?!\sten\slaste)|mensen|gezinnen|slachtoffers|leden|kandidaten)\b|(?:patiënten|mensen|gezinnen|jongeren)\s(?:met|die)\b
    |de\s(?:verzekerde|werknemer|patiënt|persoon|kandidaat)\s(?:die|met)\b
    |im\sfall|falls\ssie\b|wenn\ssie\b|deckt\b|decken\b|schützt\b|richtet\ssich\san\b|versichert\s(?!bei)
    |(?:die|unsere|alle|viele)\s(?:versicherten|patienten|arbeitnehmer|kunden|personen|menschen|betroffenen|familien|mitglieder|bewerber)\b|(?:patienten|menschen|familien)\s(?:mit|die)\b
    |der\s(?:versicherte|patient|arbeitnehmer),\sder\b
    |in\scase\sof\b|in\sthe\sevent\sof\b|if\syou\b|covers?\b|protects?\b|anyone\b|whoever\b|(?:aimed|designed)\s(?:at|for)\b|those\swho\b
    |(?:our|all|most|many|some|the)\s(?:patients|policyholders|employees|customers|people|members|families|applicants|victims)\b|(?:patients|people|families|employees)\s(?:with|who)\b
    |(?:the|an)\s(?:insured\s)?(?:person|patient|employee|policyholder|applicant)\swho\b)""",
    re.IGNORECASE | re.VERBOSE,
)  # fmt: skip
_ANY = re.compile(
    r"\b(?:toute?s?\s(?!l[ae']|s[aoe]|not|vot)|(?:chaque|elke|iedere?|jede[rsmn]?|any|every|each)\b)", re.IGNORECASE
)
"""Words for any case, unless the sentence names somebody before (`Mrs Perry refuses any transfusion`)."""
_GENERAL_BEHIND = re.compile(
    r"""\s*(?:[^.!?;\n]{0,40}\s)?(?:(?:est|sont|is|zijn|ist|sind|are)\s(?:(?:une?|des|l['’]un|de|een|eine?|die|an?|the|la|le)\s)?(?:[\w'’-]+\s){0,3}
      (?:maladies?|affections?|troubles?|ziektes?|ziekten|aandoening(?:en)?|stoornis(?:sen)?|kanker|(?:krankheit|erkrankung|störung)(?:en)?|diseases?|disorders?|conditions?|illness(?:es)?)\b
    |(?:n['’])?(?:est|sont|is|zijn|worden|wordt|ist|sind|werden|wird|are|be)\s(?:[\w'’-]+\s){0,5}(?:exclue?s?|assurée?s?|couverte?s?|garantie?s?|remboursée?s?|uitgesloten|gedekt|terugbetaald|verzekerd|ausgeschlossen|gedeckt|mitversichert|erstattet|excluded|covered|insured|reimbursed)\b)""",
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


class Speech:
    """One text, asked term by term from its beginning to its end what the sentence around each says."""

    def __init__(self, text: str, *, own_word: bool, people: Sequence[tuple[int, int]] = ()) -> None:
        """Take a text and where people stand in it, in order; with `own_word` its writer must speak of himself."""
        self._text = text
        self._own_word = own_word
        self._people = people
        self._general: dict[int, int] = {}

    def denial(self, start: int, end: int) -> str | None:
        """Give the reason why a term says nothing of a person; None if it does."""
        begin = self._sentence_start(start)
        if self.is_negated(begin, start, end):
            return "negated"
        if self.is_general(begin, start, end):
            return "general"
        stop = _SENTENCE_END.search(self._text, end, end + _REACH)
        if stop is not None and stop[0] == "?" and self.is_question(begin, stop.end()):
            return "question"
        if not self._own_word:
            return None
        last = stop.start() if stop else min(len(self._text), end + _REACH)
        return None if _FIRST_PERSON.search(self._text, begin, last) else "writer"

    def is_negated(self, begin: int, start: int, end: int) -> bool:
        """Tell whether the words next to a term deny it (`pas de`, `geen`, `nicht`, `no known`, `rookt niet`)."""
        before = self._text[max(begin, start - _NEGATION_REACH) : start]
        return _NEGATED_BEHIND.match(self._text, end) is not None or _NEGATOR.search(before) is not None

    def is_general(self, begin: int, start: int, end: int) -> bool:
        """Tell whether the sentence speaks of any case, not of this person's (`en cas de maladie`, `elke ziekte`)."""
        text = self._text
        return (
            self._first_general(begin, start)
            or self._is_any_case(begin, start)
            or _GENERAL_BEHIND.match(text, end) is not None
            or _ANY_CASE.search(text, max(0, start - 20), start) is not None
        )

    def is_question(self, begin: int, end: int) -> bool:
        """Tell whether a question asks the reader, and not about what the writer or a third person has."""
        return _ASKED.search(self._text, begin, end) is not None and _OWN.search(self._text, begin, end) is None

    def _first_general(self, begin: int, start: int) -> bool:
        """Tell whether a word for any case stands before a term, looking through each sentence once."""
        if begin not in self._general:
            found = _GENERAL.search(self._text, begin, begin + 2 * _REACH)
            self._general[begin] = found.end() if found else len(self._text) + 1
        return self._general[begin] <= start

    def _is_any_case(self, begin: int, start: int) -> bool:
        found = _ANY.search(self._text, begin, start)
        if found is None:
            return False
        at = bisect_left(self._people, (begin, begin))
        return at == len(self._people) or self._people[at][0] > found.start()

    def _sentence_start(self, at: int) -> int:
        start = first = max(0, at - _REACH)
        for end in _SENTENCE_END.finditer(self._text, first, at):
            start = end.end()
        return start


def joins(text: str, end: int, start: int) -> bool:
    """Tell whether only a comma or a conjunction stands between two terms: then a denial goes on."""
    return _JOINT.fullmatch(text, end, start) is not None
