"""Checks what this program needs where it runs, and says what is missing."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

from pii_scan.app.recognizers import recognizer_rows
from pii_scan.classify.declaration import load_declaration
from pii_scan.classify.lexicon import load_lexicon
from pii_scan.core.errors import NoInventoryError, PiiScanError, UnsupportedFormatError
from pii_scan.engine.confinement import leave_network
from pii_scan.extract.archivelib import library
from pii_scan.extract.ocr import OFF, usable_languages
from pii_scan.extract.tesseract import ORIENTATION, installed
from pii_scan.inventory import open_reader
from pii_scan.settings.bundled import config_file, configs_folder, lexicon_files
from pii_scan.settings.load import settings_variables
from pii_scan.settings.passwords import others_may_read, read_passwords
from pii_scan.settings.settings import Settings

OK = "ok"
NOTE = "note"
MISSING = "missing"
_NAME = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; `state` is ok, note (works without) or missing."""

    name: str
    state: str
    detail: str


def examine(settings: Settings) -> Iterator[Check]:
    """Look at everything in turn; nothing is made or changed."""
    yield Check("python", OK if sys.version_info >= (3, 11) else MISSING, sys.version.split()[0])
    yield from _libraries()
    yield _gate()
    yield _configuration(settings)
    yield _recognizers(settings)
    yield from _languages(settings)
    yield _text_recognition(settings)
    yield _key(settings)
    yield _inventory(settings)
    yield _archives()
    yield from _passwords(settings)
    yield _network()
    yield from _variables()


def _libraries() -> Iterator[Check]:
    for requirement in requires("pii-scan") or ():
        name, extra = _NAME.match(requirement), "extra ==" in requirement
        if name is None or re.search(r"extra == .dev", requirement) or name[0] in {"hyperscan", "google-re2"}:
            continue
        try:
            yield Check(name[0], OK, version(name[0]))
        except PackageNotFoundError:
            optional = (
                f"not installed; comes with pii-scan[{requirement.split('extra == ')[-1].strip(chr(39) + chr(34))}]"
            )
            yield Check(name[0], NOTE if extra else MISSING, optional if extra else "not installed")


def _gate() -> Check:
    found = [name for name in ("hyperscan", "re2") if find_spec(name) is not None]
    return Check("pattern gate", OK if found else MISSING, found[0] if found else "neither hyperscan nor google-re2")


def _configuration(settings: Settings) -> Check:
    try:
        declaration = load_declaration(config_file("declaration.yaml", settings.configs))
        ids = [category.id for category in declaration.all_categories]
        terms = load_lexicon(lexicon_files(ids, settings.configs), ids)
        folder = configs_folder(settings.configs)
    except PiiScanError as error:
        return Check("configuration", MISSING, str(error))
    chosen = f"; settings {settings.config_file}" if settings.config_file else "; no settings file"
    counts = f"{len(declaration.categories)} categories, {len(terms):,} terms"
    return Check("configuration", OK, f"{folder}, {counts}{chosen}")


def _recognizers(settings: Settings) -> Check:
    try:
        rows = recognizer_rows(settings)
    except PiiScanError as error:
        return Check("recognizers", MISSING, str(error))
    return Check("recognizers", OK, f"{len(rows)} for {len({row['entity'] for row in rows})} entities")


def _languages(settings: Settings) -> Iterator[Check]:
    for language, model in sorted(settings.spacy_models.items()):
        found = _is_pipeline(model)
        advice = f"{model} is not installed; install it, or remove it from [names]"
        yield Check(f"names, {language}", OK if found else MISSING, model if found else advice)
    if not settings.spacy_models:
        yield Check("names in prose", NOTE, "no spaCy pipeline set under [names]: rare names are missed there")


def _is_pipeline(model: str) -> bool:
    """Tell whether spaCy would find the pipeline: a folder, or an installed package."""
    if Path(model).is_dir():
        return True
    try:
        version(model)
    except (PackageNotFoundError, ValueError):
        return False
    return True


def _text_recognition(settings: Settings) -> Check:
    name, tesseract = "text recognition", installed()
    if settings.ocr.mode == OFF:
        return Check(name, NOTE, "off: pictures of text are not read")
    if tesseract is None:
        return Check(name, NOTE, "Tesseract is not installed: pictures of text are not read")
    found = usable_languages(settings)
    lacks = [language for language in (*settings.ocr.languages, ORIENTATION) if language not in tesseract.languages]
    told = f"Tesseract {tesseract.version}: {', '.join(found) or 'no language'}"
    return Check(name, NOTE if lacks else OK, f"{told}; not installed: {', '.join(lacks)}" if lacks else told)


def _key(settings: Settings) -> Check:
    path = settings.key_file
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return Check("key file", NOTE, f"{path}: none yet; the first scan makes it")
    except OSError as error:
        return Check("key file", MISSING, f"{path}: {error.strerror}")
    if mode & 0o077:
        return Check("key file", MISSING, f"{path}: can be read by others (mode {mode:o}); run chmod 600")
    return Check("key file", OK, f"{path}, mode {mode:o}; keep a copy apart")


def _inventory(settings: Settings) -> Check:
    try:
        counts = open_reader(settings.inventory, settings.key_file).counts()
    except NoInventoryError:
        return Check("inventory", NOTE, f"{_place(settings)}: none yet; the first scan makes it")
    except PiiScanError as error:
        return Check("inventory", MISSING, str(error))
    return Check("inventory", OK, f"{_place(settings)}, {counts.items:,} items of {counts.sources} sources")


def _place(settings: Settings) -> str:
    return settings.inventory.removeprefix("sqlite:///")


def _archives() -> Check:
    try:
        version_number = library().version_number()
    except UnsupportedFormatError as error:
        return Check("libarchive", NOTE, f"rar, cab, ISO, cpio, deb, rpm and others are not read: {error}")
    major, minor, patch = version_number // 1_000_000, version_number // 1000 % 1000, version_number % 1000
    return Check("libarchive", OK, f"{major}.{minor}.{patch}")


def _passwords(settings: Settings) -> Iterator[Check]:
    path = settings.passwords_file
    if path is None:
        return
    try:
        count = len(read_passwords(path))
    except PiiScanError as error:
        yield Check("passwords", MISSING, str(error))
        return
    if others_may_read(path):
        yield Check("passwords", MISSING, f"{path}: can be read by others; run chmod 600")
    else:
        yield Check("passwords", OK, f"{path}: {count:,}")


def _network() -> Check:
    """Try in a child whether workers can be cut off from the network."""
    if _in_child(leave_network):
        return Check("network isolation", OK, "workers run without any network")
    return Check("network isolation", NOTE, "not allowed here: workers keep the network, though they never use it")


def _in_child(attempt: Callable[[], bool]) -> bool:
    child = os.fork()
    if child == 0:
        done = False
        try:
            done = attempt()
        finally:
            os._exit(0 if done else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _variables() -> Iterator[Check]:
    for name in sorted(set(os.environ) - settings_variables()):
        if name.startswith("PII_SCAN_"):
            yield Check(name, NOTE, "no setting of this name; it has no effect")
