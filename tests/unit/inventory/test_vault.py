from __future__ import annotations

import hmac
import pickle
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fakes.rights import bound_by_permissions

from pii_scan.core.errors import DamagedInventoryError, KeyFileError
from pii_scan.inventory.vault import BLIND_BYTES, KeyFile, Vault, create_key_file

NAME = "CV 85.07.30-999.28.pdf"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "keys" / "key"
    create_key_file(path)
    return path


@pytest.fixture
def vault(key_file: Path) -> Vault:
    return Vault.load(key_file)


def test_a_key_file_is_for_its_owner_only(key_file: Path) -> None:
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert key_file.parent.stat().st_mode & 0o077 == 0
    assert list(key_file.parent.iterdir()) == [key_file]


def test_a_key_file_is_never_overwritten(key_file: Path) -> None:
    before = key_file.read_bytes()
    with pytest.raises(KeyFileError, match="exists already"):
        create_key_file(key_file)
    assert key_file.read_bytes() == before
    assert list(key_file.parent.iterdir()) == [key_file]


def test_a_missing_key_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"absent is missing; .*init"):
        Vault.load(tmp_path / "absent")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_file_that_others_can_use_is_refused(key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        Vault.load(key_file)


def test_a_folder_is_no_key_file(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError):
        Vault.load(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"pii-scan key, version 1\nid: a\nkey: !\ncheck: x\n", b"a\nb\nc\nd\n"]
)
def test_what_is_no_key_is_refused(key_file: Path, content: bytes) -> None:
    key_file.write_bytes(content)
    with pytest.raises(KeyFileError, match="damaged"):
        Vault.load(key_file)


def test_any_changed_character_of_a_key_file_is_noticed(key_file: Path) -> None:
    text = key_file.read_bytes().rstrip()
    for at in range(len(text)):
        key_file.write_bytes(text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :] + b"\n")
        with pytest.raises(KeyFileError):
            Vault.load(key_file)


def test_equal_keys_give_equal_blind_keys_and_other_keys_others(key_file: Path, tmp_path: Path) -> None:
    create_key_file(tmp_path / "other")
    blinds = [Vault.load(path).blind("a term") for path in (key_file, key_file, tmp_path / "other")]
    assert blinds[0] == blinds[1] != blinds[2]
    assert {len(blind) for blind in blinds} == {BLIND_BYTES}


def test_each_use_has_its_own_key(vault: Vault) -> None:
    data = b"the same"
    text = data.decode()
    assert len({vault.blind(text), vault.name_key(text), vault.content_key(data), vault.row_key(data)}) == 4
    with pytest.raises(DamagedInventoryError):
        vault.unseal(vault.seal_name(text), b"name")


def test_many_terms_are_blinded_as_each_alone(vault: Vault) -> None:
    terms = {f"term {number}" for number in range(20)}
    assert vault.blinds(terms) == b"".join(sorted(vault.blind(term) for term in terms))


@pytest.mark.parametrize("term", ["", "PHONE_NUMBER\x1f+32470000001", "é\udcff" * 100])
def test_a_blind_key_is_hmac_sha_256(term: str) -> None:
    derived = HKDF(SHA256(), 32, salt=None, info=b"pii-scan/1/index").derive(bytes(range(32)))
    expected = hmac.digest(derived, term.encode("utf-8", "surrogatepass"), "sha256")[:BLIND_BYTES]

    assert Vault(KeyFile("00000000", bytes(range(32)))).blind(term) == expected


def test_a_seal_opens_only_whole_and_where_it_belongs(vault: Vault) -> None:
    sealed = vault.seal(b"value", b"here")
    assert vault.unseal(sealed, b"here") == b"value"
    assert vault.seal(b"value", b"here") != sealed
    damaged = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(len(sealed))]
    for data, bound_to in [
        (sealed, b"there"),
        (sealed[:-1], b"here"),
        (b"", b"here"),
        *((d, b"here") for d in damaged),
    ]:
        with pytest.raises(DamagedInventoryError):
            vault.unseal(data, bound_to)


@pytest.mark.parametrize("member", [None, "", "b!c.docx", "bad\udcff"])
def test_a_place_comes_back_from_its_seal(vault: Vault, member: str | None) -> None:
    assert vault.unseal_place(vault.seal_place(NAME, member)) == (NAME, member)


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{0!r}".format])
def test_keys_are_never_shown(key_file: Path, vault: Vault, show: object) -> None:
    assert show(vault) == "Vault(…)"  # type: ignore[operator]
    with pytest.raises(TypeError):
        pickle.dumps(vault)


def test_a_key_file_that_may_not_be_read_says_so(key_file: Path) -> None:
    key_file.chmod(0o000)
    with bound_by_permissions(), pytest.raises(KeyFileError, match="cannot be read"):
        Vault.load(key_file)
