from __future__ import annotations

import zipfile
from pathlib import Path

import phonenumbers
import pytest
from stdnum.be import iban, nn

from pii_scan.app.demo import write_demo, write_share
from pii_scan.app.demo_people import PEOPLE, Person
from pii_scan.core.errors import UsageError


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: str(person.number))
def test_identifiers_of_the_people_are_valid(person: Person) -> None:
    assert nn.is_valid(person.dotted_number)
    assert iban.is_valid(person.spaced_iban)
    assert phonenumbers.is_valid_number(phonenumbers.parse(person.phone))
    assert person.email.isascii()
    body, control = int(person.communication[:10]), int(person.communication[10:])
    assert control == (body % 97 or 97)


def test_national_numbers_carry_serials_that_no_day_has_needed() -> None:
    assert {person.national_number[6:9] for person in PEOPLE} == {"997", "998"}


def test_people_differ_and_recur(tmp_path: Path) -> None:
    share = write_share(tmp_path / "share")

    values = {value for person in PEOPLE for value in (person.national_number, person.email, person.phone)}
    assert len(values) == 3 * len(PEOPLE)
    for person in PEOPLE:
        own = {person.national_number, person.email, person.phone}
        assert len({planted.path for planted in share.planted if planted.value in own}) >= 2


def test_the_same_share_is_written_every_time(tmp_path: Path) -> None:
    one, two = write_share(tmp_path / "a"), write_share(tmp_path / "b")

    assert one.planted == two.planted
    for path in ("Contrats/bail.docx", "Archives/2019.zip", "Courriels/demande.eml", "Sauvegardes/crm.sql"):
        assert (one.folder / path).read_bytes() == (two.folder / path).read_bytes()


def test_every_file_has_an_outcome_and_every_value_a_file(tmp_path: Path) -> None:
    share = write_share(tmp_path / "share")

    files = {path.relative_to(share.folder).as_posix() for path in share.folder.rglob("*") if path.is_file()}
    assert files == set(share.outcomes)
    assert {planted.path for planted in share.planted} <= files


def test_documents_are_whole(tmp_path: Path) -> None:
    share = write_share(tmp_path / "share")

    assert zipfile.ZipFile(share.folder / "Contrats/bail.docx").testzip() is None
    assert zipfile.ZipFile(share.folder / "RH/personnel.xlsx").testzip() is None


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(UsageError, match="not empty"):
        write_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_key_and_inventory_of_the_demo_lie_apart(tmp_path: Path) -> None:
    place = write_demo(tmp_path / "demo")

    assert place.inventory.parent != place.key_file.parent
    assert place.share.is_dir()
