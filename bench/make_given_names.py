"""Writes recognizers/data/given_names.tsv anew: the names kept by hand, and those of three open sources.

Usage: python bench/make_given_names.py STATBEL.json INSEE.csv COMMON.csv --words FILE... --texts FOLDER > OUT.tsv

`recognizers/data/SOURCES.md` says where the sources come from, and under which terms. Word lists and texts only decide
which of the names are ordinary words as well; nothing of them is written. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from recognizers.terms import plain_letters
from recognizers.vocabulary import given_name_rows

BORN_IN_BELGIUM, BORN_IN_FRANCE = 40, 1500
"""So many children must have had a name for it to be taken."""
POPULAR = 3000
"""From so many on a name is one, though dictionaries know a rare word that is written alike."""
BY_HAND = ("fr", "nl", "de", "en", "other")
WORD = "word"
"""The origin of names that are ordinary words or names of places as well."""
NO_WORDS = """
Aida Alvin Andrés Andy Anisa Aymeric Aïda Baptist Batiste Dan Daniël Davit Delia Dino Dominique Dániel Délia Désiré
Désirée Elvis Erin Ester Fabrice Faustin Franck Frank Gerben Gus Hilaire Honorine Inès Inés Iwan Jasmijn Jordan Josh
Julia Júlia Kaan Kaatje Kelvin Ken Keren Kwinten Lamine Lea Leon Lester Levi Lita Loran Lydie Léa Léon Mads Maria
Marina Marjolein María Mathurin Mickey Nelson Nick Noel Norman Noël Océane Randy Robbert Romain Ronin Roosje Rosy Roy
Sylvestre Séraphin Tobe Tomás Tomáš Tristen Valère Victor Viola Violette Éthan
""".split()
"""Names that are none, whatever a list of words or the texts may say."""
DROPPED = frozenset(
    {
        "Iban",
        "Kleber",
        "Sieg",
        "Festival",
        "Lan",
        "Peterson",
        "Stevenson",
        "Daniels",
        "Hur",
        "Lur",
        "Anzu",
        "Koa",
        "Abdo",
    }
)
"""Names of the sources that mean something else here, or are family names."""
ALSO_WORDS = """
Abu Africa Alba Alma Alpha Amand Ambre America Amour Ange Angers Anvers Apache April Arden Aria Art Asia Athena August
Augusta Aurore Avril Baron Beau Belle Ben Berlin Blanche Blue Bonheur Boston Boy Brabant Brooklyn Chance Chelsea Cher
China Christ Colombe Comte Constance Constant Cyprus Dakota Dallas Dan Denver Desire Diamond Django Duke Dune Earl
Eden Elle Espoir Estrella Faith Fleur Flor Florence Florida France Freedom Gift God Grace Grand Grant Heaven Holland
Honor Hope Houston India Indiana Ivory Jade Java Jordan Joy Juin June Junior Juste Kairo Kent Kenya Trinidad King
Lance Lien Lieve Lilas Lily Lion Lol London Lorraine Lou Love Luck Lux Lys Madrid Mai Major Mali Manche Marine Mark
Mars May Melody Mercy Merveille Messi Micro Milan Miracle Modeste Montana Namur Navarre Nice Noble Océan Odessa Olive
Olympe Orion Oslo Palmer Paris Parker Patience Pearl Perle Petit Phoenix Prince Princess Princesse Prosper Providence
Reine Rhodes River Roma Rome Rose Roy Ruby Sage Saint Sainte San Santa Savannah Senna Sky Sol Sterling Summer Sun
Sunny Sydney Tarn Tour Toussaint Trinity Troy Valence Verona Victoire Victoria Vienna Will Winter Young Zion
""".split()
"""Names that no list of words in lower case tells to be words or places."""


def main() -> None:
    """Read, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for source in ("statbel", "insee", "common"):
        parser.add_argument(source, type=Path)
    parser.add_argument("--words", type=Path, nargs="*", default=[])
    parser.add_argument("--texts", type=Path)
    options = parser.parse_args()
    counts = _counts(options.statbel, options.insee)
    own = {origin: list(names) for origin, names in _by_hand()}
    known = {name for names in own.values() for name in names}
    origins = {
        **dict.fromkeys(_common(options.common), "common"),
        **{name: origin for origin, name in counts},
    }
    doubtful = _doubtful(counts, origins, options.words, options.texts)
    rows = {**own, **{origin: [] for origin in ("statbel", "insee", "common", WORD)}}
    for name, origin in origins.items():
        if name not in known and _is_usable(name):
            rows[WORD if name in doubtful else origin].append(name)
    sys.stdout.write("origin\tnames\n")
    for origin, found in rows.items():
        names = sorted(set(found))
        for at in range(0, len(names), 60):
            sys.stdout.write(f"{origin}\t{'|'.join(names[at : at + 60])}\n")


def _by_hand() -> Iterator[tuple[str, list[str]]]:
    rows: dict[str, list[str]] = {origin: [] for origin in BY_HAND}
    words = {plain_letters(name) for name in ALSO_WORDS}
    for origin, names in given_name_rows():
        if origin in rows:
            rows[origin].extend(name for name in names if plain_letters(name) not in words)
    yield from rows.items()


def _counts(statbel: Path, insee: Path) -> dict[tuple[str, str], int]:
    french: Counter[str] = Counter()
    with insee.open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            french[row["name"]] += int(row["n"])
    counts = {("insee", name): count for name, count in french.items() if count >= BORN_IN_FRANCE}
    for row in json.loads(statbel.read_text("utf-8"))["names"]:
        if row["t"] >= BORN_IN_BELGIUM:
            counts["statbel", row["n"]] = row["t"]
    return counts


def _common(source: Path) -> Iterable[str]:
    with source.open(encoding="utf-8-sig") as rows:
        return [unicodedata.normalize("NFC", row["Romanized Name"].strip()) for row in csv.DictReader(rows)]


def _is_usable(name: str) -> bool:
    return name not in DROPPED and re.fullmatch(r"[A-ZÀ-Þ][a-zß-ž]{2,14}(?:-[A-ZÀ-Þ][a-zß-ž]{1,12})?", name) is not None


def _doubtful(
    counts: dict[tuple[str, str], int], names: Iterable[str], lists: list[Path], texts: Path | None
) -> set[str]:
    words = {
        plain_letters(word).casefold()
        for path in lists
        for word in path.read_text("utf-8").split()
        if word[0].islower()
    }
    seen: Counter[str] = Counter()
    for path in sorted(texts.rglob("*")) if texts else ():
        if path.is_file():
            seen.update(re.findall(r"(?<![\w.@/-])[a-zß-ž]{3,}(?![\w.@/-])", path.read_text("utf-8", "replace")))
    lower = Counter({plain_letters(word): count for word, count in seen.items() if count > 1})
    popular = {plain_letters(name).casefold() for (_, name), count in counts.items() if count >= POPULAR}
    by_hand = {plain_letters(name) for name in ALSO_WORDS}
    names = set(names).difference(NO_WORDS)

    def is_doubtful(name: str) -> bool:
        plain = plain_letters(name)
        folded = plain.casefold()
        return plain in by_hand or lower[folded] > 1 or (folded in words and folded not in popular)

    return {name for name in names if is_doubtful(name)}


if __name__ == "__main__":
    main()
