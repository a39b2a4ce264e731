"""The parts of an address as expressions: streets in three languages, house number, box, and postcode with place."""

from __future__ import annotations

from typing import NamedTuple

from recognizers.characters import GAP, HYPHEN
from recognizers.pattern import LEFT, RIGHT

_WORD = r"[\p{L}\p{M}'’.\-]{1,30}"
_CAPITAL = r"(?:\p{Lu}[\p{L}\p{M}]{0,3}\.(?=[ ]?\p{L})[ ]?){0,3}\p{Lu}[\p{L}\p{M}'’\-]{0,30}"
_LINK = (
    r"(?:(?i:de|du|des|la|le|les|l['’]|d['’]|van|den|der|het|ten|ter|op|aan|sur|sous|à|au|aux|et|en|am|an|"
    r"im|zum|zur|von|in|lez|lès|les|bij|ob|près)[ ]?)"
)
_MONTH = (
    r"(?i:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre|d[ée]cembre|januari"
    r"|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|januar|februar|märz|dezember)"
)

_COUNTED = (
    r"(?i:heures?|uur|uhr|ans|jaar|jahre|euros?|eur|personnes?|personen|mensen|km|kg|m[²2]|fois|keer|mal|jours?|dagen"
    r"|tage|mois|maand(?:en)?|minuten|minutes|min|h|maisons?|huizen|logements?|woningen|prozent|procent"
    r"|pour cent|percent|habitants?|inwoners?|places?|pages?|arrêts?|mètres?|meters?)"
)
_NOT_COUNTED = (
    rf"(?!\p{{L}})(?![ ]?(?:{_MONTH}|{_COUNTED})\b)(?![ ]?[€%°])(?![.:][0-9])(?!,[0-9](?![0-9]{{3}}(?![0-9])))"
)
_SUFFIX = (
    r"(?:[ ]?(?i:bis|ter|quater)\b|[A-Za-z](?![\p{L}\p{N}])"
    r"|[ ](?:[A-Z](?![\p{L}\p{N}.'’])|[a-z](?=[ ]?(?:[,;/)\n\-]|$)))(?![ ]?[0-9]{1,3}(?![0-9])))?"
)
_HOUSE = (
    rf"(?i:n[°ºo]\.?[ ]?|nr\.?[ ]?|num[ée]ro[ ])?[1-9][0-9]{{0,3}}(?![0-9]){_SUFFIX}"
    rf"(?:[ ]?[/{HYPHEN}][ ]?[0-9]{{1,3}}(?![0-9])[A-Za-z]?{RIGHT}|/[A-Z][0-9]{{0,3}}{RIGHT})?{_NOT_COUNTED}"
)
_UNIT = (
    r"(?:(?i:bo[iî]te(?:[ ]postale)?|bte|bus|box|bp|pb|postbus|postfach|bfk|briefkasten|app(?:t|artement|artment)?|apt"
    r"|b|bt|studio|kot|chambre|kamer)\.?[ ]{0,2}|\#[ ]?)"
    rf"(?:n[°º][ ]?)?(?:[A-Za-z]{{0,2}}[0-9]{{1,4}}[A-Za-z]?|[A-Z]{{1,2}})(?:[/.\-][A-Za-z0-9]{{1,4}})?{RIGHT}"
)
_FLOOR = r"[0-9]{1,2}(?:e|er|ère|ème|de|ste|\.)[ ](?i:étage|[ée]t\.|etage|verdieping|verd\.?|stock|OG)(?!\p{L})"
_BLOCK = r"(?i:bloc|blok|block|b[âa]t(?:iment|\.)?|gebouw|entr[ée]e|ingang)[ ][A-Z0-9]{1,3}(?![\p{L}\p{N}])"
_BOX = rf"(?:(?:[ ,/\-]{{1,3}}|[ ]?,?\r?\n[ ]{{0,4}})(?:{_UNIT}|{_FLOOR}|{_BLOCK})|[ ]\({_UNIT}\)){{0,2}}"
_BARE_BOX = r"(?:[ ][0-9]{1,3}[A-Za-z]?(?=[ ]?[,\n\-]))?"

_BETWEEN = (
    rf"(?:[{GAP}]{{0,2}}[,;{HYPHEN}/|]?[{GAP}]{{0,3}}(?:\r?\n[ \t]{{0,8}}){{1,2}}|[{GAP}]{{0,2}}"
    rf"[,;{HYPHEN}/|•][{GAP}]{{0,3}}|[{GAP}\t]{{1,3}}|,?[ ](?:à|te|a|zu)[ ])"
)
_STOP = (
    r"(?!(?i:t[ée]l|gsm|fax|e-?mail|iban|niss|tva|btw|date|n[ée]e?|geboren|rijksregister|num[ée]ro|nat"
    r"ionalregister|compte|rekening|konto"
    r"|belgique|belgië|belgie|belgium|belgien|monsieur|madame|mevrouw|herr|frau|telefon|telefoon|mobile?|www)\b)"
)
_ELIDED = r"(?:[LlDd]['’]|['’]s[ \-])?"
_HYPHENED = r"(?:['’\-]{1,2}[\p{L}\p{M}]{1,24}){0,5}"
_TOWN_WORD = rf"{_STOP}{_ELIDED}\p{{Lu}}[\p{{L}}\p{{M}}]{{0,24}}{_HYPHENED}"
_SAINT = r"(?:(?i:st|ste)\.[ \-]?)?"
_TOWN = rf"{_SAINT}{_TOWN_WORD}(?:[ ]{_LINK}{{0,2}}{_SAINT}{_TOWN_WORD}){{0,3}}"
_PLAIN_TOWN = rf"{_ELIDED}\p{{L}}[\p{{L}}\p{{M}}]{{1,24}}{_HYPHENED}{RIGHT}"
_SHORT_TOWN = (
    rf"(?:(?i:la|le|les|de|den|sint|saint|sainte|sankt)[ ]|{_SAINT})?{_PLAIN_TOWN}(?!-\p{{L}})"
    rf"(?:[ ]?/[ ]?{_PLAIN_TOWN})?(?:[ ]\({_PLAIN_TOWN}\))?"
)
"""One word of a place, with the article or saint before it; in two languages, or with the commune behind it."""
_TOWN_LINK = r"(?:(?:en|la|le|les|lez|lès|sur|sous|op|den|de|ten|der|du|des|à|aux|au|bij|ob)[ ]|[ld]['’])"
_LONG_TOWN = rf"{_SAINT}{_TOWN_WORD}(?:[ ](?:{_TOWN_LINK}{{1,2}}|(?:St|Saint|Sint)[ ]){_TOWN_WORD}){{1,3}}{RIGHT}"
_ODD_TOWN = rf"(?:Les[ ]Bons[ ]Villers|Nazareth-De[ ]Pinte|Site[ ]Universitaire){RIGHT}"
"""The names of the table that neither of the others covers."""
TOWN = rf"(?:{_ODD_TOWN}|{_LONG_TOWN}|{_SHORT_TOWN})"
_COUNTRY = rf"(?:(?:B|BE)(?:[ ]?[{HYPHEN}][ ]?|[ ]))?"
TO_TOWN = rf"(?:[ ]{{1,3}}|[ ]?[,{HYPHEN}][ ]?)"
POSTCODE = rf"{_COUNTRY}[1-9][0-9]{{3}}(?![0-9])"
_FOREIGN = (
    rf"(?:(?:BE?|DE?|FR?|LU?|LUX|NL|CH|A)[ ]?[{HYPHEN}]?[ ]?)?"
    r"(?:[1-9][0-9]{3,4}|[1-9][0-9]{3}[ ]?[A-Z]{2})[ ]{1,3}"
)
_YEAR = r"(?:19[0-9]{2}|20[0-3][0-9])"
NO_YEAR = rf"(?<![ ]{_YEAR})"
"""Behind a street with nothing after it: `Impasse politique 2010` has no house number."""
ANY_TAIL = rf"{_BETWEEN}{_FOREIGN}{_TOWN}(?:[ ](?i:cedex)(?:[ ][0-9]{{1,2}})?)?{RIGHT}"
"""A postcode of Belgium or a neighbor with a place, whatever its name."""
TAIL = rf"{_BARE_BOX}{_BETWEEN}{POSTCODE}{TO_TOWN}{TOWN}"
"""A Belgian postcode with what may be a place of it."""


class Street(NamedTuple):
    """A way to write a street with its number: the expression, a gate for it, and what it is worth alone."""

    name: str
    expression: str
    gate: str
    score: float


_FR_TYPE = (
    r"(?i:rue|avenue|av\.|boulevard|b(?:l|lv)?d\.?(?=[ ]\p{L}{2})|boul\.|chauss[ée]e|ch(?:auss|[ée]e)\.?|all[ée]e"
    r"|clos|dr[èe]ve|impasse|sentier|chemin|venelle|square|faubourg|ruelle)"
)
_FR_TYPE_CASED = (
    r"(?:[Rr]\.(?=[ ](?:de|du|des|d['’]))|[Pp]lace|[Pp]l\.|[Qq]uai|[Rr]oute|[Rr]te|[Rr]ond-[Pp]oint|[Ee]splanade"
    r"|[Cc]ours|[Gg]alerie|[Pp]assage|[Pp]arvis|[Cc]h\.|Av|Ch|Pl|Sq\.|Imp\.|All\.|[Dd]igue|[Pp]romenade|[Jj]ardins?"
    r"|[Ee]nclos|Try|Tienne|[Mm]ontagne|[Vv]oie|[Rr][ée]sidence|[Cc]it[ée]|[Cc]hamp|[Hh]ameau|[Ll]ieu-dit"
    r"|[Vv]ieux [Cc]hemin|PLACE|QUAI|ROUTE|COURS|AV|CH)"
)
_FR_ALONE = r"(?:[Gg]rand(?:-|['’ ]|e )?(?:[Rr]ue|[Pp]lace)|GRAND['’ -]?(?:RUE|PLACE)|Coupure (?:Links|Rechts)|Meir)"
"""Streets with a whole name of one word."""
_DATE_NAME = (
    rf"(?:(?i:du|de la|des|le)[ ])?[0-9]{{1,2}}(?:er|e|[èe]me)?[ ]{_MONTH}"
    r"(?:[ ]1[789][0-9]{2}|(?!,?[ ](?:1[5-9]|20)[0-9]{2}(?![0-9])))"
)
_NUMERAL = rf"(?:[0-9]{{1,2}}(?:er|e|[èe]me)?[ ](?!{_MONTH}))?"
_FR_NAME = rf"(?:{_DATE_NAME}|(?:{_NUMERAL}{_WORD}[ ]){{0,5}}(?:{_WORD}|[IVX]{{1,4}}))"
_FR_CASED_NAME = rf"(?:{_DATE_NAME}|(?:{_LINK}{{0,3}})(?:{_CAPITAL}[ ]{_LINK}{{0,3}}){{0,4}}{_CAPITAL})"
_NO_LINK = (
    r"(?<![ ](?i:le|la|les|en|de|du|des|au|aux|et|un|une|ou|par|pour|dans|sur|à|vers|depuis|avant|après|n|no|avec|sans"
    r"|plus|moins|environ|entre|chaque|durant|pendant|dès|est|sont|a|ont|était|compte|comptait|mesure|fait|comprend"
    r"|seulement|presque|article|art|page|bus|tram|km|num|ligne))"
)
_FR_NAMED = rf"(?:{_FR_TYPE}[ ]{_FR_NAME}|{_FR_TYPE_CASED}[ ]{_FR_CASED_NAME}){_NO_LINK}"
_FRENCH = rf"(?:{_FR_NAMED}|{_FR_ALONE}),?[ ]{_HOUSE}{_BOX}"
_FIRST = r"[1-9][0-9]{0,3}(?:[ ]?[A-Za-z]|[ ]?bis)?(?:/[0-9]{1,3})?,?[ ]"
_NUMBER_FIRST = rf"{_FIRST}(?:{_FR_TYPE}|{_FR_TYPE_CASED})[ ]{_FR_CASED_NAME}{_BOX}"
_FR_GATE = rf"^{LEFT}(?:{_FR_TYPE}[ ]|{_FR_TYPE_CASED}[ ](?:{_LINK}|\p{{Lu}}|[0-9])|{_FR_ALONE},?[ ])"
_NUMBER_FIRST_GATE = rf"^{_FIRST}(?:{_FR_TYPE}|{_FR_TYPE_CASED})[ ]"

_NO_OPENER = (
    r"(?!(?:Bij|Aan|Naar|Vanaf|Tussen|Langs|Adres|Kantoor|Zetel|In|Op|Van|Uit|Onze|Ons|Mijn|Wij|Ik|Hij|Zij|Ze|We|Mevrouw"
    r"|Mevr\.?|Meneer|Mijnheer|Heer|Dhr\.?|Frau|Herr|Firma|Te|Tot|Het adres|De heer|Monsieur|Madame|Mme|M\.|Mr\.?|Voir"
    r"|Zie|Siehe|Cf\.?|See|Pour|Chez|Klant|Client|Kunde|Naam|Nom|Name|Sur|Dans|Depuis|Vers|Voor|Nabij|Hoek|Ecke|Bei|Von|Nach"
    r"|Mit|Für|Woont|Wohnt|Habite|Vivant|Ensuite|Dan|Toen)[ ])"
)
_FRONT = r"(?:\p{Lu}[\p{L}\p{M}'’.\-]{0,30}[ ](?:(?i:van|de|den|der|het|ter|ten)[ ]){0,2}){0,4}"
_STRONG_SUFFIX = (
    r"(?i:straat|laan|steenweg|stwg\.?|plein|plaats|dreef|kaai|steeg|singel|str\.|stra(?:ß|ss)e|gasse|allee|boulevard"
    r"|lei)"
)
_WEAK_SUFFIX = (
    r"(?i:weg|baan|hof|pad|ring|markt|dijk|vest|wijk|park|kade|berg|veld|platz|pfad|damm|ufer|graben|koute"
    r"r|heide|dorp|poort|meers|akker|gracht|wegel|hoek|brug|weide|oever|vaart|bos|tuin)"
)
_NUMBER_NEAR = r"(?=[^\n0-9]{3,110}[ ](?:n[°ºo]\.?|nr\.?)?[1-9])"


def _germanic(suffix: str) -> str:
    word = rf"(?:\p{{Lu}}[\p{{L}}\p{{M}}'’\-]{{0,30}}?{suffix}|(?<=[ ]){suffix})"
    return rf"{_NUMBER_NEAR}{_NO_OPENER}{_FRONT}{word}(?:[ ](?:Links|Rechts|Noord|Zuid))?,?[ ]{_HOUSE}{_BOX}"


def _gate(suffix: str) -> str:
    return rf"{suffix}(?:[ ](?:Links|Rechts|Noord|Zuid))?,?[ ](?i:n[°ºo]\.?[ ]?|nr\.?[ ]?|num[ée]ro[ ])?[1-9]"


_ROAD = rf"(?:Steenweg|Baan|Weg)[ ](?:op|naar|van|nach)[ ]{_CAPITAL}(?:[ ]{_CAPITAL})?,?[ ]{_HOUSE}{_BOX}"
_AT_WORD = r"(?:Am|Im|An de[rm]|Auf de[rm]|In der|Zum|Zur|Unter den|Ter|Ten|Op de|Op den|Op het|Achter de|Onder de)[ ]"
_AT = rf"{_AT_WORD}{_CAPITAL}(?:[ ]{_CAPITAL})?,?[ ]{_HOUSE}{_BOX}"
_ROAD_GATE = "^(?:Steenweg|Baan|Weg)[ ](?:op|naar|van|nach)[ ]"
_AT_GATE = "^" + _AT_WORD

STREETS = (
    Street("French", LEFT + _FRENCH, _FR_GATE, 0.55),
    Street("French, number first", LEFT + _NUMBER_FIRST, _NUMBER_FIRST_GATE, 0.5),
    Street("Germanic", rf"(?=\p{{Lu}}){LEFT}{_germanic(_STRONG_SUFFIX)}", _gate(_STRONG_SUFFIX), 0.55),
    Street("Germanic, rarer", rf"(?=\p{{Lu}}){LEFT}{_germanic(_WEAK_SUFFIX)}", _gate(_WEAK_SUFFIX), 0.3),
    Street("road to", LEFT + _ROAD, _ROAD_GATE, 0.55),
    Street("preposition", LEFT + _AT, _AT_GATE, 0.2),
)

_OPENS = r"(?<![^\n:,;(|•\- ][ ])(?<![^\s:,;(|•])"
"""Only at the begin of a line or of a part of one."""
_NO_STREET = (
    r"(?!(?i:tel|tél|fax|facture|factuur|rechnung|dossier|page|pagina|seite|article|artikel|art|n[°o]|nr|date|datum|lot"
    rf"|table|tabel|annexe|bijlage|total|totaal|version|versie|{_MONTH})\b"
    r"|(?i:du|le|la|op|am|jaar|an|année|en|in)[ ][0-9])"
)
_NAMES = rf"{_CAPITAL}(?:[ ]{_LINK}{{0,2}}{_CAPITAL}){{0,3}}"
_BEFORE_PLACE = (
    rf"[ ]?(?:[,{HYPHEN}]|\r?\n)\s{{0,12}}(?:BE?[ ]?[{HYPHEN}]?[ ]?)?[1-9][0-9]{{3}}[ ,{HYPHEN}]{{1,3}}[\p{{Lu}}'’]"
)
UNNAMED = Street(
    "any name",
    rf"(?=\p{{Lu}}){_OPENS}{_NO_STREET}{_NO_OPENER}{_NAMES},?[ ](?!{_YEAR}(?![0-9])){_HOUSE}{_BOX}(?={_BEFORE_PLACE})",
    _BEFORE_PLACE,
    0.0,
)
"""A street of any name: an address only by what follows."""
_BLOCK_NAME = r"(?:R[ée]sidence|R[ÉE]SIDENCE|Residentie|Domaine|Immeuble|B[âa]timent|Cit[ée]|Domein|Clos)"
BLOCK = Street(
    "block",
    rf"{LEFT}{_BLOCK_NAME}[ ]{_FR_CASED_NAME}(?:,?[ ](?:{_BLOCK}|{_UNIT}|{_FLOOR})){{1,3}}",
    rf"^{_BLOCK_NAME}[ ]",
    0.0,
)
ANY_STREET = rf"(?:{_FRENCH}|{_NUMBER_FIRST}|{_germanic(_STRONG_SUFFIX)}|{_germanic(_WEAK_SUFFIX)}|{_ROAD}|{_AT})"

_APART = r"(?<![\p{L}\p{N}][.,/\-]?)(?<![0-9][ ])"
_TELLS_A_YEAR = (
    r"(?:en|in|depuis|sinds|seit|since|vers|dès|tot|ann[ée]es?|jaar|jahre?|an|anno|rond|around|fin|eind|ende|début|begin"
    rf"|{_MONTH})"
)
_CERTAIN = rf"(?:BE?[ ]?[{HYPHEN}][ ]?[1-9][0-9]{{3}}|(?!{_YEAR})[1-9][0-9]{{3}})(?![0-9])"
_AMBIGUOUS = rf"(?:(?<!\p{{L}}[ ])(?<!(?i:\b{_TELLS_A_YEAR}),?\s{{1,3}})|(?<=(?:à|À|te|TE)[ ])){_YEAR}(?![0-9])"
"""A postcode that may be a year: not right behind a word, unless that one announces a place."""
_NAMED = r"[ ]{1,2}(?=\p{Lu}|['’]s|[ld]['’])"
_NOT_TOLD_OF = r"(?![ ]{1,2}\p{Ll}|[ ]?\n[ ]{0,4}\p{Ll})"
"""What is no postcode but a year has a sentence going on behind the place: `1950 Bruxelles comptait`."""
ANY_PLACE = rf"(?=[1-9B]){_APART}(?:{_CERTAIN}|{_AMBIGUOUS}){_NAMED}{TOWN}"
PLACE = rf"(?=[1-9B]){_APART}(?:{_CERTAIN}{_NAMED}{TOWN}|{_AMBIGUOUS}{_NAMED}{TOWN}{_NOT_TOLD_OF})"
PLACE_GATE = rf"{LEFT}(?:BE?[ ]?[{HYPHEN}][ ]?)?[1-9][0-9]{{3}}[ ]{{1,2}}(?:\p{{Lu}}|['’]|[ld]['’])"
