"""Finds the files an operator may edit: in a wheel they lie beside the program, in a checkout at its root."""

from __future__ import annotations

from pathlib import Path

from pii_scan.core.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent.parent


def configs_folder(chosen: Path | None = None) -> Path:
    """Give the folder of declaration and lexicons: the operator's own, else the one that came with the program.

    Raises:
        ConfigError: the chosen folder does not exist, or the installation is incomplete.
    """
    if chosen is not None:
        if not chosen.is_dir():
            raise ConfigError(f"no folder of configuration files at {chosen}")
        return chosen
    for folder in (_PACKAGE / "_configs", _PACKAGE.parent / "configs"):
        if folder.is_dir():
            return folder
    raise ConfigError("the configuration files that come with the program are missing: install it again")


def config_file(name: str, chosen: Path | None = None) -> Path:
    """Give one file by its name; a file the operator's folder lacks is taken from the bundled one.

    Raises:
        ConfigError: neither holds it.
    """
    for folder in (configs_folder(chosen), configs_folder()):
        if (folder / name).is_file():
            return folder / name
    raise ConfigError(f"no configuration file {name}")
