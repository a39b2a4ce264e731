from __future__ import annotations

import pytest

from recognizers.localities import _names, folded, is_locality

ADDRESS = "ADDRESS"
HIGH, MEDIUM, LOW = 0.85, 0.5, 0.3


def addresses(found):
    return [(text, score) for entity, text, score in found if entity == ADDRESS]


@pytest.mark.parametrize(
    "address",
    ["Rue du 11 Novembre 1918 5\n4460 Grâce-Hollogne", "Avenue du 8 Mai 1945, 23 bte 4\n1200 Woluwe-Saint-Lambert",
     "Place du 20 Août 7, 4000 Liège", "Rue du 1er Mai 17, 6001 Marcinelle", "Place du XX Septembre 4, 4000 Liège",
     "Rue de la Loi, 16 - 1000 Bruxelles", "Av. Louise 149/24, 1050 Bruxelles", "Bd de la Sauvenière 45, 4000 Liège",
     "Ch. de Charleroi 110 bte 7, 1060 Saint-Gilles", "Pl. Communale 2\n7100 La Louvière", "Chée de Wavre 1010, 1160 Auderghem",
     "RUE DES BOUCHERS 8 BTE 12\n1000 BRUXELLES", "17, rue Courtejoie à 5590 Ciney", "Rue Haute 12 bis, BE-1000 Bruxelles",
     "Rue de l'Église n° 12, 6600 Bastogne", "Rue Neuve 5 boîte 2.1, 7500 Tournai", "Rue Neuve 5 b3, 7500 Tournai",
     "Rue Saint-Laurent 84/C, B-4000 Liège", "Clos des Peupliers 3 (bte 2), 1348 Louvain-la-Neuve", "Grand-Place 8, 1000 Bruxelles",
     "Rue Emile Vandervelde 15\nboîte 3\n4430 Ans", "avenue de la Toison d'Or 56, à 1060 Bruxelles", "rue du moulin 3,5000 namur",
     "Av. J.F. Kennedy 12, 1330 Rixensart", "Rue de la Colline 3 bte 12, 1000 Bruxelles / Brussel", "Rue Ste-Véronique 20, 4000 Liège",
     "Rue du Marché 4, 6900 Marche en Famenne", "Grand'Rue 45, 6800 Libramont-Chevigny", "Quai Saint-Brice 6 appt. 2B, 7500 Tournai",
     "Résidence Les Tilleuls, bloc B, appt 3, 5000 Namur", "7000 Mons, rue de Nimy 12", "Laid Burniat 5, 1348 Louvain-la-Neuve"],
)  # fmt: skip
def test_a_french_address_is_one_sure_finding(find, address):
    ((text, score),) = addresses(find(f"Jean Exemple\n{address}\nBelgique\n"))

    assert text == address
    assert score >= HIGH


@pytest.mark.parametrize(
    "address",
    ["Grote Markt 1, 9300 Aalst", "Oude Baan 45\n3000 Leuven", "Sint-Jansstraat 12A bus 101, 8000 Brugge", "Lange Leemstraat 104 bus 3, 2018 Antwerpen",
     "Koning Albert II-laan 16, 1000 Brussel", "Steenweg op Brussel 345, 1780 Wemmel", "DIEPESTRAAT 7 BUS 2\n2060 ANTWERPEN",
     "Kerkstraat 12-14, 9000 Gent", "Kerkstraat 12/3\n9000 Gent", "Zennestraat 32 b 20, 1000 Brussel", "Zennestraat 32 20, 1000 Brussel",
     "Bergense Steenweg 155, 1500 Halle", "Ter Platen 12, 9000 Gent", "Groenplaats 21, 2000 Antwerpen", "Coupure Links 653, 9000 Gent",
     "Kortrijksesteenweg 1144 E, 9051 Sint-Denijs-Westrem", "Meir 50, 2000 Antwerpen", "Hertogstraat 87 te 8400 Oostende",
     "Molenstraat 5 2e verdieping\n8500 Kortrijk", "Nieuwstraat 4\n3800 Sint Truiden", "2000 Antwerpen, Lange Leemstraat 104 bus 3",
     "Waversesteenweg 1110, 1160 Oudergem (Brussel)", "Jozef II-straat 30, 1000 Brussel", "Tiensevest 100 bus 4\n3010 Kessel-Lo"],
)  # fmt: skip
def test_a_dutch_address_is_one_sure_finding(find, address):
    ((text, score),) = addresses(find(f"An Voorbeeld\n{address}\nBelgië\n"))

    assert text == address
    assert score >= HIGH


@pytest.mark.parametrize(
    "address",
    ["Am Kirchplatz 3, 4700 Eupen", "Aachener Straße 12a\n4700 Eupen", "Hauptstr. 5, B-4780 Sankt Vith", "Malmedyer Straße 25, 4780 St. Vith",
     "Zur Domäne 8, 4760 Büllingen", "In der Hütte 3, 4730 Raeren", "4750 Bütgenbach, Seestraße 10", "Hauptstraße 139 Bfk. 2, 4700 Eupen"],
)  # fmt: skip
def test_a_german_address_is_one_sure_finding(find, address):
    ((text, score),) = addresses(find(f"Hans Muster\n{address}\nBelgien\n"))

    assert text == address
    assert score >= HIGH


@pytest.mark.parametrize(
    "address",
    ["Rue Haute 12, 1000 Bruxels", "Kerkstraat 5, 9000 Antwerpen", "Chemin du Tour 14, L-1234 Luxembourg", "25 rue Victor Hugo, 59000 Lille",
     "Dorpsstraat 12, 1234 AB Hilversum", "Domstraße 5, 50667 Köln", "14 avenue Foch, 75116 Paris"],
)  # fmt: skip
def test_a_place_that_is_not_of_its_belgian_postcode_makes_an_address_less_sure(find, address):
    ((text, score),) = addresses(find(f"Voir {address}."))

    assert text == address
    assert MEDIUM <= score < HIGH


@pytest.mark.parametrize(
    "street",
    [
        "Rue Haute 12",
        "rue du bonheur 12",
        "Kerkstraat 5 bus 2",
        "Wetstraat 16",
        "Hauptstraße 7",
        "17, rue Courtejoie",
        "Steenweg op Gent 3",
    ],
)
def test_a_street_with_its_number_alone_is_less_sure(find, street):
    ((text, score),) = addresses(find(f"Voir {street}."))

    assert text == street
    assert MEDIUM <= score < HIGH


@pytest.mark.parametrize(
    "place", ["5590 Ciney", "B-1410 Waterloo", "7100 La Louvière", "6900 Marche en Famenne", "2000 Antwerpen"]
)
def test_a_place_with_its_postcode_alone_is_kept_out(find, place):
    assert addresses(find(f"Exemple ({place})")) == []
    assert addresses(find(f"Exemple ({place})", least=LOW)) == [(place, LOW)]


@pytest.mark.parametrize(
    "text",
    [
        "Adresse : 5590 Ciney",
        "domicilié à 5590 Ciney",
        "wonende te 2000 Antwerpen",
        "Anschrift: 4700 Eupen",
        "residing at 1000 Brussels",
    ],
)
def test_a_place_behind_the_label_of_an_address_is_sure(find, text):
    ((place, score),) = addresses(find(text))

    assert text.endswith(place)
    assert place[:4].isdigit()
    assert score >= HIGH


@pytest.mark.parametrize(
    "text",
    ["en 1950 Bruxelles comptait un million d'habitants", "habite depuis 2000 Antwerpen", "Elle habite depuis 1950 Bruxelles.",
     "In 1970 Kraainem werd een faciliteitengemeente", "Sinds 1932 Diegem is een deelgemeente", "Seit 2018 Antwerpen mehr zählt",
     "le 12 mai 2000 Antwerpen won", "tussen 1980 Zemst en 1982 Elewijt", "Rapport 2020 Bruxelles", "depuis\n2000 Antwerpen",
     "Budget 2019-2020 Antwerpen", "1950 Bruxelles comptait", "domicilié en Belgique depuis 1970 Kraainem"],
)  # fmt: skip
def test_a_year_before_a_place_is_no_postcode(find, text):
    assert addresses(find(text, least=0.0)) == []


@pytest.mark.parametrize(
    "text",
    ["Place au 1er rang", "route 66", "cours 3", "la rue est fermée 12 heures", "la rue comptait 12 maisons", "cours du 12 mars 2020",
     "Clos de Vougeot 2015", "Impasse politique 2010-2011", "boulevard périphérique 3 km", "Am Freitag 12 Uhr", "Im Jahr 1950",
     "op het plein 12 kinderen", "einer Bundesstraße 42", "Avenue du 8 Mai 1945", "Rue du 11 Novembre 1918", "bus 71 naar Brussel",
     "Place - Suite 330", "bd B 3", "R. Smith 12", "auf Platz, 23 Prozent", "le cours de 45 euros", "rue Haute 12,50 euros"],
)  # fmt: skip
def test_numbers_of_other_things_are_no_house_numbers(find, text):
    assert addresses(find(text)) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [("Mme Modèle, c/o Exemple, Rue Haute 12, 1000 Bruxelles. Elle", "Rue Haute 12, 1000 Bruxelles"),
     ("Rue Haute 12, 1000 Bruxelles Jean Exemple", "Rue Haute 12, 1000 Bruxelles"),
     ("Rue Haute 12, 1000 Bruxelles Tél. 02", "Rue Haute 12, 1000 Bruxelles"),
     ("Pour Rue Haute 12, 1000 Bruxelles", "Rue Haute 12, 1000 Bruxelles"),
     ("Kerkstraat 5, 9000 Gent (bij de kerk)", "Kerkstraat 5, 9000 Gent"),
     ("Kerkstraat 5 bus naar", "Kerkstraat 5"),
     ("10, faubourg du Temple. Location", "10, faubourg du Temple"),
     ("Rue Haute 12 a brûlé", "Rue Haute 12"),
     ("Aachener Straße 12, 4700 Eupen; Telefon", "Aachener Straße 12, 4700 Eupen")],
)  # fmt: skip
def test_the_finding_ends_and_begins_with_the_address(find, text, address):
    assert [found for found, _ in addresses(find(text))] == [address]


def test_neighbors_in_a_list_stay_apart(find):
    text = "Rue Haute 12, 1000 Bruxelles, Rue Neuve 3, 5000 Namur"

    assert [found for found, _ in addresses(find(text))] == ["Rue Haute 12, 1000 Bruxelles", "Rue Neuve 3, 5000 Namur"]


def test_a_place_two_empty_lines_below_is_no_part_of_an_address(find):
    assert [text for text, _ in addresses(find("Rue Haute 12\n\n\n1000 Bruxelles"))] == ["Rue Haute 12"]


@pytest.mark.parametrize(
    ("postcode", "names"),
    [("7000", "Mons Bergen"), ("4000", "Liège Luik Lüttich LIEGE"), ("5000", "Namur Namen"), ("7500", "Tournai Doornik"), ("9600", "Renaix Ronse"),
     ("1420", "Braine-l'Alleud Eigenbrakel"), ("7850", "Enghien Edingen"), ("1370", "Jodoigne Geldenaken"), ("3300", "Tirlemont Tienen"),
     ("9500", "Grammont Geraardsbergen"), ("8500", "Courtrai Kortrijk"), ("8900", "Ypres Ieper"), ("4780", "Saint-Vith Sint-Vith St.Vith"),
     ("4720", "Kelmis"), ("1000", "Bruxelles Brussel Brüssel"), ("3000", "Leuven Louvain Löwen"), ("8000", "Brugge Bruges Brügge"),
     ("1020", "Laeken Laken"), ("4960", "Malmedy Malmünd"), ("6700", "Arlon Aarlen Arel")],
)  # fmt: skip
def test_a_commune_is_known_in_every_language(postcode, names):
    assert [name for name in names.split() if not is_locality(postcode, name)] == []


@pytest.mark.parametrize(
    ("postcode", "name"), [("4720", "La Calamine"), ("4780", "Sankt Vith"), ("1420", "Braine l'Alleud")]
)
def test_hyphens_and_saints_make_no_difference(postcode, name):
    assert is_locality(postcode, name)


@pytest.mark.parametrize(
    ("postcode", "name"), [("7000", "Liège"), ("0999", "Bruxelles"), ("1000", ""), ("1000", "Brux"), ("59000", "Lille")]
)
def test_what_is_not_in_the_table_is_no_locality(postcode, name):
    assert not is_locality(postcode, name)


def test_every_row_of_the_table_is_a_postcode_with_names():
    assert len(_names()) > 1140
    assert all(len(postcode) == 4 and postcode.isdigit() and postcode[0] != "0" for postcode in _names())
    assert all(names and all(name == folded(name) and name for name in names) for names in _names().values())
