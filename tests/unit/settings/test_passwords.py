from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.engine.digest import settings_digest
from pii_scan.settings.load import load
from pii_scan.settings.passwords import MOST_PASSWORDS, others_may_read, read_passwords

SECRET = "geheim 7"


def test_a_line_is_a_password_spaces_and_all(tmp_path: Path) -> None:
    path = tmp_path / "p"
    path.write_bytes("\ufefféén\r\n\n# geen commentaar\n één\n spatie \n".encode())

    assert read_passwords(path) == ("één", "# geen commentaar", " één", " spatie ")


@pytest.mark.parametrize("data", [b"", b"\n\r\n", b"\xff\n", b"".join(b"%d\n" % n for n in range(MOST_PASSWORDS + 1))])
def test_a_file_that_cannot_be_used_is_an_error_that_quotes_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "p"
    path.write_bytes(data)

    with pytest.raises(ConfigError, match="passwords_file"):
        read_passwords(path)


@pytest.mark.parametrize(("mode", "expected"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_mode_that_lets_others_read_is_told(tmp_path: Path, mode: int, *, expected: bool) -> None:
    path = tmp_path / "p"
    path.touch()
    path.chmod(mode)

    assert others_may_read(path) is expected


def test_passwords_are_shown_nowhere_and_change_no_digest_of_what_is_open(tmp_path: Path) -> None:
    settings = load({"inventory": str(tmp_path / "i")}, {"HOME": str(tmp_path)})
    knowing = replace(settings, passwords=(SECRET,))

    assert SECRET not in repr(knowing)
    assert settings_digest(knowing) == settings_digest(settings)


def test_passwords_themselves_are_no_setting(tmp_path: Path) -> None:
    path = tmp_path / "pii-scan.toml"
    path.write_text('passwords = ["x"]\n')

    with pytest.raises(ConfigError, match="unknown setting"):
        load({"config_file": str(path)}, {"HOME": str(tmp_path)})


def test_a_relative_file_is_relative_to_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "pii-scan.toml"
    path.write_text('passwords_file = "secret.txt"\n')

    assert load({"config_file": str(path)}, {"HOME": str(tmp_path)}).passwords_file == tmp_path / "secret.txt"
