"""What is behind a password is read with one that is known, and stays `encrypted` without."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import msoffcrypto.format.ooxml
import pypdf
import pytest
from fakes import archive_files

from pii_scan.core.errors import EncryptedError, ExtractError
from pii_scan.core.outcome import Reason
from pii_scan.core.types import Content, Member, Segment, Text, Unread
from pii_scan.extract.registry import open_reading
from pii_scan.settings.settings import Limits

PASSWORD = "geheim é 7"
FILES = {"a.txt": b"een\n" * 30, "b.txt": b"twee\n"}
ASCII = "geheim7"


def _segments(data: bytes, *passwords: str, name: str = "x") -> list[Segment]:
    return list(open_reading(Content(name, io.BytesIO(data), len(data), passwords), Limits()).segments)


def _members(data: bytes, *passwords: str) -> dict[str, bytes | Reason]:
    members: dict[str, bytes | Reason] = {}
    for segment in open_reading(Content("x", io.BytesIO(data), len(data), passwords), Limits()).segments:
        if isinstance(segment, Member):
            try:
                members[segment.name] = segment.open().read()
            except ExtractError as error:
                members[segment.name] = error.reason
        elif isinstance(segment, Unread) and segment.member:
            members[segment.member] = segment.reason
    return members


ARCHIVES: dict[str, Callable[[dict[str, bytes], str], bytes]] = {
    "7z": archive_files.seven_zip,
    "rar": archive_files.rar,
    "zip-aes256": lambda files, password: archive_files.by_libarchive(
        "zip", files, options="zip:encryption=aes256", passphrase=password
    ),
    "zip-aes128": lambda files, password: archive_files.by_libarchive(
        "zip", files, options="zip:encryption=aes128", passphrase=password
    ),
    "zip-zipcrypt": lambda files, password: archive_files.by_libarchive(
        "zip", files, options="zip:encryption=zipcrypt", passphrase=password
    ),
}


@pytest.mark.parametrize("kind", ARCHIVES)
def test_members_are_read_with_the_password_among_others(kind: str) -> None:
    data = ARCHIVES[kind](FILES, PASSWORD)

    assert _members(data, "other", PASSWORD, "third") == FILES


@pytest.mark.parametrize("kind", ARCHIVES)
@pytest.mark.parametrize("passwords", [(), ("other", "third")])
def test_members_stay_encrypted_without_the_password(kind: str, passwords: tuple[str, ...]) -> None:
    data = ARCHIVES[kind](FILES, PASSWORD)

    assert _members(data, *passwords) == dict.fromkeys(FILES, Reason.ENCRYPTED)


def test_a_wrong_password_that_passes_the_one_byte_check_of_an_old_zip_is_no_password() -> None:
    data = archive_files.old_zip({"a": b"een" * 99}, ASCII)

    assert _members(data, *(f"wrong{n}" for n in range(600))) == {"a": Reason.ENCRYPTED}
    assert _members(data, *(f"wrong{n}" for n in range(600)), ASCII) == {"a": b"een" * 99}


def test_a_7z_with_hidden_names_is_opened_or_encrypted() -> None:
    data = archive_files.seven_zip(FILES, PASSWORD, hidden=True)

    assert _members(data, "other", PASSWORD) == FILES
    with pytest.raises(EncryptedError):
        _segments(data, "other")


def test_what_is_not_encrypted_stands_beside_what_is() -> None:
    open_part, shut_part = archive_files.rar({"a": b"x"}), archive_files.rar({"b": b"y"}, ASCII)
    both = open_part[: -len(_end(open_part))] + shut_part[8 + len(_main(shut_part)) :]

    assert _members(both) == {"a": b"x", "b": Reason.ENCRYPTED}
    assert _members(both, ASCII) == {"a": b"x", "b": b"y"}


def _end(data: bytes) -> bytes:
    return archive_files._block(5, 0, archive_files._vint(0))


def _main(data: bytes) -> bytes:
    return archive_files._block(1, 0, archive_files._vint(0))


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
@pytest.mark.parametrize("used", ["user", "owner"])
def test_a_pdf_is_opened_by_the_password_of_its_reader_or_owner(algorithm: str, used: str) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Sofie Wouters"})
    writer.encrypt("user", "owner", algorithm=algorithm)
    kept = io.BytesIO()
    writer.write(kept)

    assert "Sofie Wouters" in _texts(_segments(kept.getvalue(), "other", used))
    with pytest.raises(EncryptedError):
        _segments(kept.getvalue(), "other")


def test_an_office_document_is_opened_and_told_by_what_it_is() -> None:
    plain, locked = io.BytesIO(), io.BytesIO()
    made = docx.Document()
    made.add_paragraph("Aan Sofie Wouters")
    made.save(plain)
    msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt(PASSWORD, locked)
    content = Content("x.docx", locked, len(locked.getvalue()), ("other", PASSWORD))
    reading = open_reading(content, Limits())

    assert reading.media_type.endswith("wordprocessingml.document")
    assert "Aan Sofie Wouters" in _texts(list(reading.segments))
    with pytest.raises(EncryptedError):
        _segments(locked.getvalue(), "other")


def test_an_open_document_is_opened_or_encrypted() -> None:
    sheet = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        '<table:table table:name="A"><table:table-row><table:table-cell office:value-type="string">'
        "<text:p>Sofie Wouters</text:p></table:table-cell></table:table-row></table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    data = archive_files.open_document({"content.xml": sheet}, PASSWORD)

    assert "Sofie Wouters" in _cells(_segments(data, "other", PASSWORD, name="x.ods"))
    with pytest.raises(EncryptedError):
        _segments(data, "other", name="x.ods")


def _texts(segments: list[Segment]) -> str:
    return "\n".join(segment.text for segment in segments if isinstance(segment, Text))


def _cells(segments: list[Segment]) -> str:
    return _texts(segments) + "".join(str(s.batch.to_pydict()) for s in segments if hasattr(s, "batch"))
