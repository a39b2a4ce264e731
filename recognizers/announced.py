"""Announcements put together by grammar: what bears a number, a word for numbers, and the value.

A table of labels knows phrases; people make new ones of the same words: `agent communal n°`, `Nr. der Hausratpolice`,
`known to HR under no.`. The bearers of numbers stand in `announcements.tsv`: a `strong` one announces a value that
follows at once, if its form tells that it is a reference; a `weak` one needs a word for numbers.
"""

from __future__ import annotations

from recognizers.bearers import NUMBER, OF, WHOLE, bare, bearers
from recognizers.characters import HYPHEN
from recognizers.labelled import BETWEEN, LEADER
from recognizers.pattern import LEFT

_BORDER = r"(?<![\p{L}\p{N}])"
_BREAK = (
    r"(?!(?:factu(?:re|ur)|rechnung|invoice|commande|bestelling|bestellung|order|version|versie|page|pagina|seite|articles?|artikel"
    r"|tickets?|form(?:ulaire|ulier|ular)?|march[ée]|offre|offerte|angebot|t[ée]l|gsm|iban|bic|swift|isin|cve|ip|code[ ]postal"
    r"|conditions?|voorwaarden|bedingungen|terms|proc[ée]dure|instructions?|norme?|mod[èe]les?|model|lot|s[ée]rie|build|release|kernel"
    r"|from|to|name|path|format|size|system|server|version|sensitive|study|law|folder|type|types|descriptor|transfer)\b)"
)
"""Words that announce something else."""
_WORD = rf"(?:[ ]{_BREAK}[\p{{L}}][\p{{L}}'’\-]{{0,22}})"
_LINK = (
    r"(?:[ ]?[(,;–][ ]?|[ ][–-][ ]|[ ](?:sous|portant|avec|onder|met|unter|mit|under|with|bearing|in)"
    r"[ ](?:(?:la|le|l['’]|het|de|der|dem|den|the|son|sa|haar|zijn|ihrer|seiner)[ ]?)?)"
)
_UNIT = (
    r"(?![ ]?(?:€|EUR\b|euros?\b|USD\b|£|\$|%|km\b|kg\b|m²|m2\b|pages?\b|pagina|bladzijden|Seiten|p\.|jours|dagen|Tage|days|heures|uur"
    r"|Stunden|hours|ans\b|jaar|Jahre|years|fois|keer|mal\b|times|bytes|[kMG]o\b|[kMG]B\b|personnes|personen|people|,[0-9]))"
)
_FORM = r"(?:formulaires?|formulier|formular|form|type|mod[èe]le|date|id|notes?|timestamp|time|size|name|hash)[ ](?:(?:de|du|des|d['’]|van|voor|for|zum|zur|für)[ ]?)?(?:(?:la|de|het|the)[ ])?"
"""What makes a bearer the complement of a thing that bears no person's number."""
_JOINT = rf"[./_{HYPHEN}]"
_STRICT = (
    rf"(?:[\p{{Lu}}]{{1,5}}[ ]?[0-9]{{3,12}}(?:{_JOINT}[\p{{Lu}}0-9]{{1,8}}){{0,4}}"
    rf"|[\p{{Lu}}]{{1,5}}(?:{_JOINT}?[0-9]{{1,10}}){{1,5}}(?<=[0-9][^ ]{{0,6}}[0-9][^ ]{{0,6}}[0-9])(?:{_JOINT}?[\p{{Lu}}]{{1,3}})?"
    rf"|[0-9]{{1,8}}(?:[/{HYPHEN}][\p{{Lu}}0-9]{{1,10}}){{1,4}}(?<=[0-9][^ ]{{0,12}}[0-9][^ ]{{0,12}}[0-9][^ ]{{0,12}}[\p{{N}}\p{{Lu}}])"
    rf"|[0-9]{{1,3}}(?:\.[0-9]{{3}}){{2,4}}|[0-9]{{6,13}})"
    rf"(?![\p{{L}}\p{{N}}])(?!{_JOINT}[\p{{L}}\p{{N}}]){_UNIT}"
)
"""The form of a reference that nothing but a strong bearer announces: letters with digits, or many digits."""


def announced(entity: str, value: str) -> str:
    """Give an expression for `value` that a bearer of the entity and a word for numbers announce.

    They make one label (`agent n°`, `Nr. der Police`), or the word stands free in a sentence that speaks of the bearer
    (`known to the staff service under no.`). Behind a strong bearer no word is needed, if the value tells.
    """
    bearer = f"(?:{'|'.join(bearers(entity))})"
    label = (
        rf"(?:(?<!{_FORM}){bearer}{_WORD}{{0,2}}[ ]{NUMBER}|{bearer}(?:s|n|en)?\.?[{HYPHEN}]?{NUMBER}"
        rf"|(?<!-){NUMBER}[ ]{OF}(?:[\p{{L}}]{{1,14}}[ ])?{bearer}|{NUMBER}[ ]?\({bearer}\)){WHOLE}{BETWEEN}"
    )
    told = rf"{bearer}(?![\p{{L}}])[^\n;!?]{{0,56}}?{_LINK}{NUMBER}{WHOLE}[ :.=#]{{0,4}}"
    behind = rf"(?<={_BORDER}(?i:{label}|{told}))(?:{value})"
    strong = "|".join(bearers(entity, strong=True))
    if strong:
        words = (
            rf"(?<!{_FORM})(?:{strong})(?![\p{{L}}])"
            rf"(?:{_WORD}{{0,2}}(?:{LEADER}|[ ]?(?:[:(=][ ]?)?)|[ ]?:?[ \t]{{0,3}}\r?\n[ \t]{{0,8}})"
        )
        behind = rf"(?:{behind}|(?<={_BORDER}(?i:{words})(?<=[ :(=.…_\t\n])){_STRICT})"
    return rf"{LEFT}(?={value}){behind}"


def before_bearer(entity: str, value: str) -> str:
    """Give an expression for `value` where a strong bearer of the entity stands alone right behind it, in brackets."""
    strong = "|".join(bearers(entity, strong=True))
    return rf"(?<![^\s])(?:{value})(?=[ \t]?[(\[][ ]?(?i:{strong})[ ]?[)\]])"


def before_bearer_gate(entity: str) -> str:
    """Give the gate of a pattern made by `before_bearer`."""
    return rf">[(\[][\p{{L}} ]{{0,24}}(?i:{'|'.join(bare(entity, strong=True))})[ ]?[)\]]"


def announced_gate(entity: str) -> str:
    """Give the gate of a pattern made by `announced`; see `recognizers.pattern.GatedPattern`."""
    return f"~(?i:{'|'.join(bare(entity))})"
