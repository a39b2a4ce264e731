"""Law of the program: a number in any hiding place of any format is found, in its member and at its place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "bench" / "formats" / "planted.py"
KINDS = "docx,xlsx,pptx,odt,ods,odp,pdf,rtf,doc,ppt,xls,eml,mbox,msg,pst,dat,html,epub,csv,json,xml,sqlite,mdb,dbf,7z,png,jpeg"


def _told(*arguments: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.integration
@pytest.mark.slow
def test_every_planted_number_is_found_at_its_place() -> None:
    code, told = _told("--only", KINDS, "--seed", "7")

    assert (code, "missed" in told, "not read" in told) == (0, False, False), told
    assert all(f"| {kind} |" in told for kind in KINDS.split(",")), told
