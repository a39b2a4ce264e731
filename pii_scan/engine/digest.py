"""What a result depends on, as digests: the program with its settings, and the content of an item."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import msgspec
from blake3 import blake3

from pii_scan import __version__
from pii_scan.extract.ocr import sight_of
from pii_scan.settings.bundled import configs_folder
from pii_scan.settings.settings import Settings

PLUGINS = "pii_scan.recognizers"
BLOCK_BYTES = 1 << 20
MAX_DIGESTED_BYTES = 1 << 30
"""Larger items are not digested: reading them twice costs more than a copy of one is likely to save."""
_OWN_STAGES = ("core", "extract", "detect", "classify", "subjects", "engine")


def settings_digest(settings: Settings) -> bytes:
    """Digest everything that decides what a scan finds: program, recognizers, lexicons and settings.

    Equal digests mean that reading an unchanged item again would find the same. Names of pipelines stand for them.
    """
    digest = hashlib.blake2b(digest_size=16)
    digest.update(__version__.encode())
    digest.update(_code_digest())
    digest.update(_files_digest([configs_folder(), *([settings.configs] if settings.configs else [])]))
    names = sorted(settings.spacy_models.items())
    identifiers = [replace(identifier, at={}) for identifier in settings.identifiers]  # wherever they stand
    allowed = [replace(one, at={}) for one in settings.allowed]
    digest.update(msgspec.msgpack.encode((identifiers, allowed, settings.limits, names, sight_of(settings))))
    return digest.digest()


@lru_cache(maxsize=1)
def _code_digest() -> bytes:
    """Digest the code and data of the stages and plug-ins, so that no change of either goes unseen."""
    own = Path(__file__).parent.parent
    folders = [own / stage for stage in _OWN_STAGES]
    for entry in sorted(entry_points(group=PLUGINS), key=lambda e: e.name):
        if spec := find_spec(entry.module.partition(".")[0]):
            folders.extend(Path(place) for place in spec.submodule_search_locations or (spec.origin or "",))
    return _files_digest(folders)


def _files_digest(folders: list[Path]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.name.encode())
                digest.update(path.read_bytes())
    return digest.digest()


def content_digest(stream: BinaryIO, beat: Callable[[int], None]) -> bytes:
    """Give BLAKE3 of a stream from its start to its end, and leave it at its start.

    `beat` hears the bytes read so far, about every MiB.
    """
    digest = blake3()
    stream.seek(0)
    done = 0
    while block := stream.read(BLOCK_BYTES):
        digest.update(block)
        done += len(block)
        beat(done)
    stream.seek(0)
    return digest.digest()
