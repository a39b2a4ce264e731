"""Postal addresses in French, Dutch and German: street, number, box, postcode and locality as one finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from recognizers.characters import GAP, HYPHEN
from recognizers.pattern import LabelledRecognizer

_WORD = r"[\p{L}\p{M}'’.\-]{1,30}"
_CAPITAL = r"\p{Lu}[\p{L}\p{M}'’.\-]{0,30}"
_LINK = (
    r"(?:(?i:de|du|des|la|le|les|l['’]|d['’]|van|den|der|het|ten|ter|op|aan|sur|sous|à|au|aux|et|en|am|an|"
    r"im|zum|zur|von)[ ]?)"
)
_NOT_COUNTED = (
    r"(?![ ]?(?i:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|januari"
    r"|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|januar|februar|"
    r"märz|heures?|uur|uhr"
    r"|ans|jaar|jahre|euros?|eur|personnes?|personen|km|kg|min(?:utes|uten)?|h)\b)(?![ ]?[€%])(?![.,:][0-9])"
)
_HOUSE = (
    rf"(?:n[°ºo]\.?[ ]?|nr\.?[ ]?)?[1-9][0-9]{{0,3}}(?![0-9])(?:[ ]?[A-Za-z](?![\p{{L}}\p{{N}}]))?"
    rf"(?:[/{HYPHEN}][0-9]{{1,4}}[A-Za-z]?(?![\p{{L}}\p{{N}}]))?{_NOT_COUNTED}"
)
_BOX = (
    r"(?:(?:[ ,/]{0,3}|[ ]?,?\r?\n[ ]{0,4})(?i:bte|bo[iî]te|bus|box|bp|postbus|postfach|bfk|briefkaste"
    r"n|app(?:t|artement)?)\.?[ ]{0,2}"
    r"[\p{L}\p{N}]{1,4}(?:[/.\-][\p{L}\p{N}]{1,4})?(?![\p{L}\p{N}]))?"
)
_BETWEEN = (
    rf"(?:[{GAP}]{{0,2}}[,;{HYPHEN}/|]?[{GAP}]{{0,3}}(?:\r?\n[ \t]{{0,8}}){{1,2}}|[{GAP}]{{0,2}}"
    rf"[,;{HYPHEN}/|•][{GAP}]{{0,3}}|[{GAP}]{{1,3}})"
)
_STOP = (
    r"(?!(?i:t[ée]l|gsm|fax|e-?mail|iban|niss|tva|btw|date|n[ée]e?|geboren|rijksregister|num[ée]ro|nat"
    r"ionalregister|compte|rekening|konto"
    r"|belgique|belgië|belgie|belgium|belgien|monsieur|madame|mevrouw|herr|frau|telefon|telefoon|mobile?|www)\b)"
)
_TOWN_WORD = r"\p{Lu}[\p{L}\p{M}]{0,24}(?:['’\-][\p{L}\p{M}]{1,24}){0,5}"
_TOWN = rf"{_STOP}{_TOWN_WORD}(?:[ ]{_LINK}{{0,2}}{_STOP}{_TOWN_WORD}){{0,3}}(?:[ ][0-9]{{1,2}}(?![\p{{L}}\p{{N}}]))?"
_TAIL = rf"{_BETWEEN}(?:(?:B|BE|D|F|L|NL)[ ]?{HYPHEN[0:2]}[ ]?)?[1-9][0-9]{{3,4}}[ ]{{1,3}}{_TOWN}"

_LEFT = r"(?<![\p{L}\p{N}])"
_FR_TYPE = (
    r"(?i:rue|avenue|av\.|boulevard|bd\.?|bld\.?|blvd\.?|chauss[ée]e|ch(?:auss|[ée]e)\.|all[ée]e|clos|dr"
    r"[èe]ve|impasse|sentier|chemin|venelle|square|faubourg|ruelle)"
)
_FR_TYPE_CASED = (
    r"(?:[Rr]\.|[Pp]lace|[Pp]l\.|[Qq]uai|[Rr]oute|[Rr]te|[Rr]ond-[Pp]oint|[Ee]splanade|[Cc]ours|[Gg]al"
    r"erie|[Pp]assage|[Pp]arvis"
    r"|[Mm]ontagne|[Vv]oie|[Rr][ée]sidence|[Cc]it[ée]|[Cc]hamp|[Hh]ameau|[Ll]ieu-dit|[Vv]ieux [Cc]hemi"
    r"n|[Gg]rand-?[Rr]ue|[Gg]rand[- ][Pp]lace"
    r"|PLACE|QUAI|ROUTE|COURS|AV|CH)"
)
_FR_NAME = rf"(?:(?:[0-9]{{1,2}}(?:er|e)?[ ])?{_WORD}[ ]){{0,5}}(?:{_WORD}|[IVX]{{1,4}})"
_FR_CASED_NAME = rf"(?:{_LINK}{{0,3}})(?:{_CAPITAL}[ ]{_LINK}{{0,3}}){{0,4}}{_CAPITAL}"
_NO_LINK = r"(?<![ ](?i:le|la|les|en|de|du|des|au|aux|et|un|une|ou|par|pour|dans|sur|à|vers|depuis|avant|après|n|no))"
_FR_START = r"(?=[rabcdisvfpqegmhlRABCDISVFPQEGMHL][uvolhrmeniqpatDULVAH'.])"
_FR = rf"{_LEFT}{_FR_START}(?:{_FR_TYPE}[ ]{_FR_NAME}|{_FR_TYPE_CASED}[ ]{_FR_CASED_NAME}){_NO_LINK},?[ ]{_HOUSE}{_BOX}"
_FR_NUMBER_FIRST = (
    rf"{_LEFT}[1-9][0-9]{{0,3}}(?:[ ]?[A-Za-z])?,?[ ](?:{_FR_TYPE}|{_FR_TYPE_CASED})[ ]{_FR_CASED_NAME}{_BOX}"
)

_FRONT = r"(?:\p{Lu}[\p{L}\p{M}'’.\-]{0,30}[ ](?:(?i:van|de|den|der|het|ter|ten)[ ]){0,2}){0,4}"
_STRONG_SUFFIX = (
    r"(?i:straat|laan|steenweg|stwg\.?|plein|dreef|kaai|steeg|singel|str\.|stra(?:ß|ss)e|gasse|allee|boulevard|lei)"
)
_WEAK_SUFFIX = (
    r"(?i:weg|baan|hof|pad|ring|markt|dijk|vest|wijk|park|kade|berg|veld|platz|pfad|damm|ufer|graben|koute"
    r"r|heide|dorp|poort|meers|akker)"
)


_NUMBER_NEAR = r"(?=[^\n0-9]{3,110}[ ](?:n[°ºo]\.?|nr\.?)?[1-9])"


def _germanic(suffix: str) -> str:
    word = rf"(?:\p{{Lu}}[\p{{L}}\p{{M}}'’\-]{{0,30}}?{suffix}|(?<=[ ]){suffix})"
    joined = rf"(?:{_FRONT}{word})"
    return rf"{_LEFT}(?=\p{{Lu}}){_NUMBER_NEAR}{joined},?[ ]{_HOUSE}{_BOX}"


_OP = rf"{_LEFT}(?:Steenweg|Baan|Weg)[ ](?:op|naar|van|nach)[ ]{_CAPITAL}(?:[ ]{_CAPITAL})?,?[ ]{_HOUSE}{_BOX}"
_AM = (
    rf"{_LEFT}(?:Am|Im|An der|Auf der|Auf dem|In der|Zum|Zur|Unter den|Ter|Ten|Op de|Op het)[ ]{_CAPITAL}(?"
    rf":[ ]{_CAPITAL})?,?[ ]{_HOUSE}{_BOX}"
)


_FR_GATE = rf"^(?:{_FR_TYPE}|{_FR_TYPE_CASED})[ ]"
_FR_NUMBER_FIRST_GATE = rf"^[1-9][0-9]{{0,3}}(?:[ ]?[A-Za-z])?,?[ ](?:{_FR_TYPE}|{_FR_TYPE_CASED})[ ]"


def _gate(suffix: str) -> str:
    return rf"{suffix},?[ ](?:n[°ºo]\.?[ ]?|nr\.?[ ]?)?[1-9]"


class AddressRecognizer(LabelledRecognizer):
    """Finds addresses; a street with its number alone is less sure than one with postcode and locality."""

    ENTITY = "ADDRESS"
    PATTERNS: ClassVar[Sequence[tuple[str, str, float]]] = [
        ("French, whole", _FR + _TAIL, 0.85),
        ("French, street", _FR, 0.55),
        ("French, number first, whole", _FR_NUMBER_FIRST + _TAIL, 0.85),
        ("French, number first", _FR_NUMBER_FIRST, 0.5),
        ("Germanic, whole", _germanic(_STRONG_SUFFIX) + _TAIL, 0.85),
        ("Germanic, street", _germanic(_STRONG_SUFFIX), 0.55),
        ("Germanic, rarer, whole", _germanic(_WEAK_SUFFIX) + _TAIL, 0.85),
        ("Germanic, rarer, street", _germanic(_WEAK_SUFFIX), 0.3),
        ("road to, whole", _OP + _TAIL, 0.85),
        ("road to", _OP, 0.55),
        ("preposition, whole", _AM + _TAIL, 0.85),
        ("preposition", _AM, 0.2),
    ]

    GATES: ClassVar[Mapping[str, str]] = {
        name: gate
        for (name, _, _), gate in zip(
            PATTERNS,
            (
                *[_FR_GATE] * 2,
                *[_FR_NUMBER_FIRST_GATE] * 2,
                *[_gate(_STRONG_SUFFIX)] * 2,
                *[_gate(_WEAK_SUFFIX)] * 2,
                *["^(?:Steenweg|Baan|Weg)[ ](?:op|naar|van|nach)[ ]"] * 2,
                *["^(?:Am|Im|An der|Auf de[rm]|In der|Zum|Zur|Unter den|Ter|Ten|Op de|Op het)[ ]"] * 2,
            ),
            strict=True,
        )
    }

    def is_valid(self, text: str) -> bool:
        """See `LabelledRecognizer.is_valid`: the patterns ask all that the text itself can say."""
        return len(text) < 200
