"""Finds the files an operator may edit: in a wheel they lie beside the program, in a checkout at its root."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pii_scan.core.errors import ConfigError

LEXICONS = "lexicons"
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


def lexicon_files(categories: Iterable[str], chosen: Path | None = None) -> list[Path]:
    """Give the lexicon of each category, and whatever else stands in the operator's own `lexicons`, in order of name.

    The file of a category has its id for a name, a colon written as `-`; the operator's replaces the bundled one.

    Raises:
        ConfigError: the chosen folder does not exist, or holds lexicons in the form of earlier versions.
    """
    own = configs_folder(chosen)
    if outdated := min(own.glob("lexicon*.tsv"), default=None):
        raise ConfigError(f"{outdated} is no longer read: write its terms to {LEXICONS}/CATEGORY.yaml beside it")
    bundled = configs_folder() / LEXICONS
    files = {path.name: path for name in categories if (path := bundled / f"{name.replace(':', '-')}.yaml").is_file()}
    files |= {path.name: path for path in (own / LEXICONS).glob("*.yaml") if own != configs_folder()}
    return [files[name] for name in sorted(files)]
