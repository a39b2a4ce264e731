"""What stands around a name and tells that it is one: a role, a label, a verb, a line of its own."""
# ruff: noqa: E501 - tables of expressions read best one language to a line

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from recognizers.headers import header_entity
from recognizers.name_words import folded, is_family, is_role, is_small_role, is_verb, tells_about
from recognizers.person import any_of

REACH = 80
"""So many characters before a name are looked at."""
_LINES = 30
"""So many lines of names may stand between a label and the one that is asked about."""


class Hint(IntEnum):
    """How strongly what stands around tells that a name stands there; each asks less of the name itself."""

    NONE = 0
    WEAK = 1
    """A verb after it, or a word before it after which persons are often named."""
    LINE = 2
    """It stands on a line of its own."""
    ROLE = 3
    """A role before it that is written like any noun of German, or one behind it."""
    PLAIN_ROLE = 4
    """A role in small letters before it."""
    LABEL = 5
    """A label before it, above it, or in brackets behind it."""


_NAMED_AFTER = re.compile(any_of("named after"))
_BETWEEN_NAME = frozenset({"de", "du", "des", "la", "van", "von"})
_ADJECTIVE = re.compile(
    r"culturel|sportif|scolaire|communale?|fondamentale?|secondaire|primaire|médical|hospitalier|universitaire|omnisports?|polyvalente?"
)
_BEHIND_NAME = re.compile(
    rf"[ \-](?:(?:meeting|conference|exhibition|concert|sports?)[ ])?(?:{any_of('named after, behind')})(?![\w])"
)
_THING = re.compile(
    rf"(?i:{any_of('named after, behind')})|[^\W\d_]{{3,20}}(?:straat|laan|plein|brug|zaal|gebouw|school|prijs|straße|strasse|allee|brücke|saal|schule"
    r"|gymnasium|preis|halle|gebäude|stiftung|stichting)"
)
_MAIL_BEHIND = re.compile(r"[ ]?[(<,;|:/–-]{0,2}[ ]?([\w.+-]{3,64})(?:@|[ ]?[(\[](?:at|@)[)\]])")
_BORN_BEHIND = re.compile(
    r",?[ ][(,]?[ ]?(?:(?:date of birth|dob|geboortedatum|date de naissance|geburtsdatum)\b"
    r"|(?:née?(?:\(e\))?|geboren|geb\.|born)[ ](?:le|à|te|op|am|in|on)\b"
    r"|(?:niss|insz|enss|ssin|rijksregister\w{0,6}|n[°º] national|numéro national|nationalregister\w{0,6}|national (?:register )?number)\b)"
    r"|[ ]\([0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}\)",
    re.IGNORECASE,
)
_COMPANY_BEHIND = re.compile(rf"[ ](?=[A-Z.]{{2}}|GmbH|VoG|Ltd|Inc)(?:{any_of('company')})(?![\w])")
_PARTICLES = re.compile(
    r"^[^\S\n]*(?:[-*•–·][ ])?((?:(?:van|von|vande[nr]|de[nr]?|du|ter|ten|la|le|di|da|el)[ ]){1,3})$"
)
_BULLET = r"[ \t>]*(?:[-*•–·▪◦]|\(?[0-9]{1,3}[.)°:]|[a-z][.)](?=[ \t]))?[ \t]*"
_ONLY_BULLET = re.compile(_BULLET)
_CELL_BORDER = re.compile(r"[\t|;:=\n]|[ ]{2}")
_NOTE = re.compile(r"[ ]?\([^()\n]{1,24}\)$")
_BRACKETS = re.compile(r"[ ]?[(\[][ ]?([^()\[\]\n]{2,40}?)[ ]?[)\]]")
_APPOSED = re.compile(r",[ ](?:(?:le|la|de|het|der|die|the|son|sa|zijn|haar|notre|votre)[ ]|l['’])?([^\W\d_]{3,24})")
_NEXT_WORD = re.compile(r"[ ]((?:[^\W\d_]|['’])+)")
_ARTICLES = re.compile(
    r"^(?:(?:le|la|les|du|de la|des|de|het|een|der|die|das|dem|den|the|votre|vos|notre|uw|onze|ihr|ihre|your|our|un|une"
    r"|nouveau|nouvelle|nieuwe|new|1er|1e|2e|2nd|second|deuxieme|tweede|andere|autre|ander|other)[ ]|[ld]['’])+"
)
_NAME_WORDS = (
    "listes?|lijst|list|noms?|prenoms?|sur ?name|first name|last name|family name|given names?|forenames?|full name"
    "|familienaam|achternaam|nachname|familienname|volledige naam|identite|naam|namen|voornaam|identiteit|name|vorname"
    "|identity|et|en|und|and|&|/|,|signature|handtekening|unterschrift|coordonnees|gegevens|angaben zu|details|donnees"
)
_NAME_OF = re.compile(
    rf"^(?:(?:{_NAME_WORDS})[ ,/]{{0,2}})+(?:(?:du|de la|de|des|van de|van het|van|der|des|of the|of|la|le)[ ]"
    r"|(?:de[ ])?[ld]['’])*"
)
_COUNTED = re.compile(r"[ ][0-9]{1,2}$")
_TO_BE = re.compile(r"^(?:te|zu)[ ][a-z]{4,20}[ ](?=[a-z]{3,20}$)|(?<=[a-z])[ ](?:to be|a)[ ][a-z]{4,14}$")
"""`te verzekeren persoon`, `personne à assurer`."""
_COMPLEMENT = re.compile(
    r"[ ]?(?:[(/]|[0-9]|n[°o]\b|d['’]|(?:du|de|des|au|aux|pour|en|par|van|voor|der|fur|im|am|of|for|at|to|dans|sur|et"
    r"|ou|und|and|or)[ ])"
)
_FIRST_CELL = re.compile(_BULLET + r"(?=[^\s,]*[0-9])[\w./-]{2,20}(?:,|[ ][/–-])[ ]")
"""A number that fills the first cell of a row."""
_AFTER_CELL = re.compile(r"[ ]?(?:\t|;|\||[ ]{2}|[ ][-–—][ ]|,[ ](?=[a-z0-9])|\r?\n|$)")
_REACHED = re.compile(
    r"[ ]?[(<,;|:/–-]{0,2}[ ]?(?:[\w.+-]{1,64}@|(?:\+[0-9]|0[0-9]{1,3}[ /.])[0-9]|(?:tel|gsm|tél|e-?mail)\b)",
    re.IGNORECASE,
)
_NAME_LINE = re.compile(_BULLET + r"(?:[^\W\d_]|['’.,\- ]){4,50}(?:[(\[,;].{0,40})?")


@lru_cache(maxsize=4096)
def is_label(phrase: str) -> bool:
    """Tell whether a label says that a name follows: `Témoin`, `Nom de la victime`, `Begunstigde van het fonds`."""
    plain = folded(_ONLY_BULLET.sub("", phrase, count=1)).strip(" .:*\"'«»-_\t")
    plain = _COUNTED.sub("", plain)
    plain = plain if is_role(plain) else _TO_BE.sub("", plain)
    if not 2 <= len(plain) <= 60:
        return False
    if is_role(plain) or is_role(bare := _ARTICLES.sub("", plain)):
        return True
    named = _NAME_OF.sub("", bare)
    if named != bare and (not named or is_role(_ARTICLES.sub("", named))):
        return True
    verdict = header_entity(phrase)
    return (verdict is not None and verdict.entity == "PERSON") or _begins_with_role(bare)


def _begins_with_role(plain: str) -> bool:
    words = plain.split(" ")
    for size in range(min(3, len(words) - 1), 0, -1):
        phrase = " ".join(words[:size])
        if is_role(phrase):
            return _COMPLEMENT.match(plain, len(phrase)) is not None or all(is_role(word) for word in words[size:])
    return False


def hint_before(text: str, start: int, whole: tuple[int, int]) -> Hint:
    """Tell what the text before a name says; `whole` is the run of capitalized words in which the name stands."""
    begin = text.rfind("\n", max(0, start - REACH), start) + 1 or max(0, start - REACH)
    line = text[begin:start]
    if _ONLY_BULLET.fullmatch(line):
        return _of_line(text, begin, whole) if start == whole[0] else Hint.NONE
    label = _label_of(line)
    if label and (is_label(label) or ("," in label and is_label(label.rpartition(",")[2]))):
        return Hint.LABEL
    if start == whole[0] and _ends_cell(line) and _AFTER_CELL.match(text, whole[1]):
        return Hint.LINE
    if _FIRST_CELL.fullmatch(line):
        return Hint.LINE
    return _of_words(line)


def _ends_cell(line: str) -> bool:
    return line.endswith("  ") or line.rstrip(" \"'")[-1:] in ("\t", ";", "|")


def _label_of(line: str) -> str:
    """Give the label in front of what follows a colon, leaders, a tab, a bar or two spaces; of a row its last cell."""
    bare = line.rstrip(" \t\"'«")
    blanks = line[len(bare) :]
    if bare[-1:] in (":", "=", "|"):
        bare = bare[:-1]
    elif bare[-2:] in ("..", "__", "……", "··"):
        bare = bare.rstrip(".·…_ ")
    elif "\t" not in blanks and "  " not in blanks:
        return ""
    bare = _NOTE.sub("", bare.rstrip())
    return _CELL_BORDER.split(bare)[-1]


def _of_words(line: str) -> Hint:
    bare = line.rstrip("\"'«(").removesuffix(" ")
    if len(bare) == len(line) or bare.endswith(" "):
        return Hint.NONE
    words = bare.rsplit(" ", 3)[-3:]
    for size in range(len(words)):
        phrase = " ".join(words[size:])
        bare = phrase[2:] if phrase[1:2] in ("'", "’") else phrase
        if is_small_role(bare) if bare[:1].islower() else is_role(bare):
            return Hint.PLAIN_ROLE if bare[:1].islower() else Hint.ROLE
    return Hint.WEAK if tells_about(words[-1]) else Hint.NONE


def _of_line(text: str, begin: int, whole: tuple[int, int]) -> Hint:
    """Judge a name at the start of a line: a label above counts where the line holds nothing but names."""
    end = text.find("\n", whole[1])
    rest = text[whole[1] : len(text) if end < 0 else end].strip()
    alone = not rest or rest[0] in "(["
    if alone or rest[0] in ",;":
        above = _above(text, begin)
        if above is not Hint.NONE:
            return above
    return Hint.LINE if alone or _AFTER_CELL.match(text, whole[1]) else Hint.NONE


def _above(text: str, begin: int) -> Hint:
    """Judge by the nearest line above that is a label, behind lines that may be names."""
    for hint in (Hint.LABEL, *[Hint.ROLE] * _LINES):
        if begin <= 0:
            return Hint.NONE
        last = begin - 1
        begin = text.rfind("\n", 0, last) + 1
        line = text[begin:last].strip()
        if len(line) > REACH:
            return Hint.NONE
        if is_label(line):
            return hint
        if line and not _NAME_LINE.fullmatch(line):
            return Hint.NONE
    return Hint.NONE


def hint_after(text: str, end: int) -> Hint:
    """Tell what the text behind a name says."""
    brackets = _BRACKETS.match(text, end)
    if brackets and is_label(brackets[1]):
        return Hint.LABEL
    apposed = _APPOSED.match(text, end)
    if apposed and is_role(apposed[1]):
        return Hint.ROLE
    if _BORN_BEHIND.match(text, end):
        return Hint.LABEL
    verb = _NEXT_WORD.match(text, end)
    return Hint.WEAK if (verb and is_verb(verb[1])) or _REACHED.match(text, end) else Hint.NONE


@lru_cache(maxsize=4096)
def _is_named_after_people(word: str) -> bool:
    return _NAMED_AFTER.fullmatch(word) is not None


def is_named_after(text: str, start: int, end: int) -> bool:
    """Tell whether what stands there is the name of a street, a school or a prize."""
    words = text[max(0, start - 44) : start].rstrip(" \"'«“„").split()[-4:] if start else []
    while words and (words[-1] in _BETWEEN_NAME or _ADJECTIVE.fullmatch(words[-1])):
        words.pop()
    if words and _is_named_after_people(words[-1].lstrip("(«\"'").rpartition("’")[2].rpartition("'")[2]):
        return True
    return _BEHIND_NAME.match(text, end) is not None


def is_thing(word: str) -> bool:
    """Tell whether a name ends in what is named after somebody: `Rosalind Franklin Room`, `Pierre Nothombbrug`."""
    return _THING.fullmatch(word) is not None and not is_family(word)


def is_in_address(text: str, end: int, words: list[str]) -> bool:
    """Tell whether a mail address right behind is made of the first and the last of the words before it."""
    found = _MAIL_BEHIND.match(text, end)
    if not found or len(words) < 2:
        return False
    local = folded(found[1])
    parts = [re.sub(r"[^a-z]", "", folded(word)) for word in words]
    return len(parts[-1]) > 2 and parts[-1] in local and any(len(part) > 2 and part in local for part in parts[:-1])


def is_company(text: str, end: int) -> bool:
    """Tell whether the abbreviation of a company's legal form stands right behind."""
    return _COMPANY_BEHIND.match(text, end) is not None


def particles_before(text: str, start: int) -> int:
    """Give where a family name begins whose particles in small letters stand first on a line."""
    begin = text.rfind("\n", max(0, start - 40), start) + 1 or max(0, start - 40)
    found = _PARTICLES.match(text[begin:start])
    return begin + found.start(1) if found else start
