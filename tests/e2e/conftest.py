"""The program as a user gets it: the wheel, built here, installed into an empty environment, run with an empty home."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from fakes.program import Done, Program

from pii_scan.app.demo import DemoShare, write_share

CHECKOUT = Path(__file__).resolve().parents[2]
PIP_CACHE = os.environ.get("PIP_CACHE_DIR", str(Path.home() / ".cache" / "pip"))  # of the real home


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    subprocess.run(build, check=True, capture_output=True, timeout=300)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel, with its dependencies, into an empty environment."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    options = ["--quiet", "--disable-pip-version-check", "--no-compile", "--cache-dir", PIP_CACHE]
    pip = [python, "-m", "pip", "install", *options, wheel]
    subprocess.run(pip, check=True, timeout=900)
    return python.with_name("pii-scan")


@pytest.fixture
def program(installed: Path, tmp_path: Path) -> Program:
    home = tmp_path / "home"
    home.mkdir()
    return Program(installed, home)


@pytest.fixture(scope="session")
def scanned(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, DemoShare, Done]:
    """The demo share, scanned once; for tests that only read."""
    folder = tmp_path_factory.mktemp("scanned")
    share = write_share(folder / "share")
    home = folder / "home"
    home.mkdir()
    program = Program(installed, home)
    return program, share, program("scan", str(share.folder))
