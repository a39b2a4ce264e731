"""Whatever the street, number, box and place, an address is one finding; whatever the sentence, a year is none."""

from __future__ import annotations

import string

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pii_scan.detect.candidates import Candidates
from pii_scan.detect.passes import STORED_SCORE, TextPass
from pii_scan.detect.plugins import LANGUAGE, load_toolkit
from recognizers.localities import locality_rows

TOOLKIT, _ = load_toolkit()
RECOGNIZERS = TOOLKIT.recognizers(LANGUAGE)
PASS = TextPass(TOOLKIT, Candidates(RECOGNIZERS, TOOLKIT.enhancer(RECOGNIZERS, {}), threshold=STORED_SCORE))
PLACES = sorted((postcode, name) for postcode, names in locality_rows() for name in names)
YEARS = [place for place in PLACES if 1900 <= int(place[0]) < 2040]

WORDS = st.sampled_from(
    "Bruyère Église Moulin Loi Wauters Kerk Molen Dorp Nieuw Berg Château Linde Koning Haupt Kloster".split()
)
STREETS = st.one_of(
    st.builds(
        "{} {}{}".format,
        st.sampled_from("Rue Avenue Chaussée Clos Av. Place Quai RUE".split()),
        st.sampled_from(["", "de la ", "du ", "des "]),
        WORDS,
    ),
    st.builds("Rue du {} {}".format, st.integers(1, 28), st.sampled_from(["Mai", "Novembre 1918", "Août"])),
    st.builds("{}{}".format, WORDS, st.sampled_from("straat laan steenweg plein dreef straße weg".split())),
    st.builds("{} {}straat".format, st.sampled_from(["Lange", "Oude", "Sint-Jans"]), WORDS),
    st.builds("Steenweg op {}".format, WORDS),
)
NUMBERS = st.builds("{}{}".format, st.integers(1, 999), st.sampled_from(["", "", "A", "b", " bis", "-14", "/3"]))
BOXES = st.one_of(
    st.just(""),
    st.builds("{}{} {}".format, st.sampled_from([" ", ", "]), st.sampled_from("bte boîte bus box Bfk. bte. appt".split()), st.sampled_from(["1", "12", "A", "2.1", "0201", "B3"])),
    st.builds("\nbus {}".format, st.integers(1, 99)),
)  # fmt: skip
BETWEEN = st.sampled_from([", ", " - ", " ", "\n", ",\n", ", B-", " BE-", "\nB-", " – "])
BEFORE = st.sampled_from(["", "Jan Voorbeeld\n", "adres: ", "voir (", "Mme Modèle, ", "• "])
AFTER = st.sampled_from(["", ".", ",", ")", "\nBelgique", "\n\nMadame, Monsieur,", " - tél. 02", ";\n"])


def _found(text: str) -> list[tuple[int, int, float]]:
    spans = PASS.spans(TOOLKIT.normalize(text))
    return [(start, end, score) for (entity, start, end, score, _), _ in spans if entity == "ADDRESS"]


@settings(max_examples=300, deadline=None)
@given(STREETS, NUMBERS, BOXES, BETWEEN, st.sampled_from(PLACES), BEFORE, AFTER)
def test_a_made_address_is_found_whole(street, number, box, between, place, before, after) -> None:
    address = f"{street} {number}{box}{between}{' '.join(place)}"

    ((start, end, score),) = _found(before + address + after)

    assert (start, end) == (len(before), len(before) + len(address))
    assert score >= 0.85


def test_an_address_is_found_whole_in_every_place_of_the_table() -> None:
    made = [f"Rue du Moulin 12, {' '.join(place)}" for place in PLACES]

    assert [address for address in made if [(s, e) for s, e, _ in _found(address)] != [(0, len(address))]] == []
    assert min(_found(address)[0][2] for address in made) >= 0.85


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from("en depuis in sinds seit vers l'an jaar année Jahr mai januari Rapport Expo telde".split()),
    st.sampled_from([" ", "\n"]),
    st.sampled_from(YEARS),
    st.sampled_from("comptait telde était wurde hat et und en of".split()),
    st.text(string.ascii_lowercase + " ", max_size=20),
)
def test_a_year_and_a_place_in_a_sentence_are_never_an_address(before, gap, place, verb, rest) -> None:
    assume(not rest.strip().startswith(("a ", "te ")))

    assert _found(f"La ville {before}{gap}{' '.join(place)} {verb} {rest}.") == []
