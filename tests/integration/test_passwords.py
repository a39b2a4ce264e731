"""Passwords from a file: what they open is scanned, what was closed is read again with new ones, and nothing is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from fakes import archive_files
from fakes.commandline import CommandLine
from fakes.people import number

PASSWORDS = ("Zomer-2024 é", "paard;batterij#7")
PLAIN = number("1981-05-04", 1)
SEVEN, RAR, ZIP = (number("1981-05-04", counter) for counter in (2, 3, 4))


def _text(value: str) -> bytes:
    return f"Numero national : {value}\n".encode()


class Scanned:
    """A share scanned without passwords, with one of two, and with both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = CommandLine(folder)
        share = folder / "share"
        share.mkdir()
        (share / "open.txt").write_bytes(_text(PLAIN))
        (share / "a.7z").write_bytes(archive_files.seven_zip({"a.txt": _text(SEVEN)}, PASSWORDS[0], hidden=True))
        (share / "b.rar").write_bytes(archive_files.rar({"b.txt": _text(RAR)}, PASSWORDS[1]))
        zipped = archive_files.by_libarchive(
            "zip", {"c.txt": _text(ZIP)}, options="zip:encryption=aes256", passphrase=PASSWORDS[1]
        )
        (share / "c.zip").write_bytes(zipped)
        (share / "copy of c").mkdir()
        (share / "copy of c" / "c.zip").write_bytes(zipped)
        self.share = str(share)
        self.without = self.program("scan", self.share)
        self.closed = self.program.coverage()
        self.first = self.program("scan", self.share, "--passwords", str(self._file(PASSWORDS[0])))
        self.half = self._found()
        self.again = self.program("scan", self.share, "--passwords", str(self._file(PASSWORDS[0])))
        self.both = self.program("scan", self.share, "--passwords", str(self._file(*PASSWORDS)))
        self.coverage = self.program.coverage()
        self.all = self._found()

    def _file(self, *passwords: str, mode: int = 0o600) -> Path:
        path = self.folder / "passwords.txt"
        path.write_text("".join(f"{password}\n" for password in ("wrong", *passwords)), "utf-8")
        path.chmod(mode)
        return path

    def _found(self) -> set[str]:
        return {row["value"] for row in self.program("findings", "--format", "jsonl", "--reveal").rows()}


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    return Scanned(tmp_path_factory.mktemp("passwords"))


def test_without_passwords_all_is_encrypted(scanned: Scanned) -> None:
    assert scanned.without.code == 3
    assert scanned.closed["a.7z", None] == ("failed", "encrypted")
    assert scanned.closed["b.rar", "b.txt"] == ("failed", "encrypted")
    assert scanned.closed["c.zip", "c.txt"] == ("failed", "encrypted")


def test_what_a_password_opens_is_scanned(scanned: Scanned) -> None:
    assert scanned.half >= {PLAIN, SEVEN}
    assert not scanned.half & {RAR, ZIP}
    assert scanned.first.code == 3


def test_new_passwords_open_what_others_left_closed_copies_too(scanned: Scanned) -> None:
    assert scanned.both.code == 0
    assert scanned.all >= {PLAIN, SEVEN, RAR, ZIP}
    assert scanned.coverage["copy of c/c.zip", "c.txt"] == ("scanned", None)


def test_only_what_was_closed_is_read_again(scanned: Scanned) -> None:
    assert "5 unchanged" in scanned.again.out
    assert "2 unchanged" in scanned.both.out


def test_no_password_is_kept_anywhere(scanned: Scanned) -> None:
    kept = [path for path in scanned.folder.rglob("*") if path.is_file() and path.name != "passwords.txt"]

    assert not [path for path in kept for password in PASSWORDS if password.encode() in path.read_bytes()]
    outputs = [run.out + run.err for run in (scanned.first, scanned.again, scanned.both)]
    assert not [text for text in outputs for password in PASSWORDS if password in text]


def test_a_file_that_others_may_read_is_warned_of_and_never_scanned(scanned: Scanned) -> None:
    path = Path(scanned.share) / "passwords.txt"
    path.write_text(f"wrong\n{PLAIN}\n")
    path.chmod(0o644)
    done = scanned.program("scan", scanned.share, "--passwords", str(path))
    path.unlink()

    assert "can be read by others" in done.err
    assert scanned.program.coverage().get(("passwords.txt", None), ("", None))[0] != "scanned"


def test_a_missing_or_empty_file_ends_the_scan_with_a_wrong_setting(scanned: Scanned, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"\n\n")
    for name in ("missing", "empty"):
        done = scanned.program("scan", scanned.share, "--passwords", str(tmp_path / name))

        assert done.code == 2
        assert "passwords_file" in done.err
