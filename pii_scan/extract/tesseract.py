"""The program `tesseract`: where it is, and one picture's words by it. A picture goes in as raw pixels, through a pipe.

Nothing is written: neither by this program nor, through it, by Tesseract, which dies with the process that asked.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

from pii_scan.core.outcome import Reason

_PROGRAM = "tesseract"
_PR_SET_PDEATHSIG = 1
_ASK_SECONDS = 20
_WORD_LEVEL = "5"
_COLUMNS = 12
ORIENTATION = "osd"
_SEGMENT_WITH_ORIENTATION, _SEGMENT = "1", "3"
_libc = ctypes.CDLL(None)

Box = tuple[int, int, int, int]
"""Left, top, width and height."""


class RecognitionError(Exception):
    """Tesseract gave no answer; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read, sure from 0 to 100; `block` and `line` number what it stands in."""

    text: str
    box: Box
    confidence: float
    block: int
    line: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program as it is installed, with the languages that it knows."""

    path: str
    version: str
    languages: tuple[str, ...]

    def words(self, picture: Image.Image, languages: Sequence[str], timeout_seconds: float) -> list[Word]:
        """Read a picture of mode `L`; lines that run upwards or upside down are told by their boxes as they stand.

        Raises:
            RecognitionError: it took too long, or ended in failure.
        """
        head = b"P5\n%d %d\n255\n" % picture.size
        mode = _SEGMENT_WITH_ORIENTATION if ORIENTATION in self.languages else _SEGMENT
        options = ["-l", "+".join(languages), "--psm", mode, "--dpi", "300", "-c", "tessedit_create_tsv=1"]
        try:
            done = subprocess.run(  # noqa: S603  the program's own arguments only
                [self.path, "stdin", "stdout", *options],
                input=head + picture.tobytes(),
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                timeout=timeout_seconds,
                check=False,
                preexec_fn=_die_with_parent,
            )
        except subprocess.TimeoutExpired:
            raise RecognitionError(Reason.TIMEOUT) from None
        except OSError:
            raise RecognitionError(Reason.OCR_MISSING) from None
        if done.returncode != 0:
            raise RecognitionError(Reason.CRASHED)
        return list(_words(done.stdout.decode("utf-8", "replace")))


@lru_cache(maxsize=1)
def installed() -> Tesseract | None:
    """Find the program; None where it is not installed, or does not run."""
    path = shutil.which(_PROGRAM)
    if path is None:
        return None
    version, languages = _said(path, "--version"), _said(path, "--list-langs")
    if not version or len(languages) < 2:
        return None
    return Tesseract(path, version[0].partition(" ")[2], tuple(sorted(languages[1:])))


def _said(path: str, option: str) -> list[str]:
    try:
        done = subprocess.run(  # noqa: S603
            [path, option],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(),
            timeout=_ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return done.stdout.decode("utf-8", "replace").split("\n")[:-1] if done.returncode == 0 else []


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH") if key in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _die_with_parent() -> None:
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _words(table: str) -> Iterator[Word]:
    for row in table.split("\n"):
        cells = row.rstrip("\r").split("\t", _COLUMNS - 1)
        if len(cells) < _COLUMNS or cells[0] != _WORD_LEVEL or not cells[-1].strip():
            continue
        block, paragraph, line = (int(cell) for cell in cells[2:5])
        left, top, width, height = (int(cell) for cell in cells[6:10])
        yield Word(cells[-1].strip(), (left, top, width, height), float(cells[10]), block, (paragraph, line))
