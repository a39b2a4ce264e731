"""Frozen settings with their defaults; units stand in the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may cost; a limit that is met is recorded in the coverage ledger, never passed over."""

    stall_seconds: float = 120.0
    worker_memory_bytes: int = 2048 * MIB
    content_bytes: int = 512 * MIB
    expanded_bytes: int = 4096 * MIB
    expansion_ratio: int = 1000
    ratio_free_bytes: int = 10 * MIB
    members: int = 100_000
    depth: int = 16
    pages: int = 100_000
    cells: int = 20_000_000
    text_chars: int = 200_000_000
    xml_depth: int = 256


@dataclass(frozen=True, slots=True)
class Ocr:
    """Text recognition: `mode` is off, auto (what shows no text of its own) or on (pictures on any page, too).

    `languages` are Tesseract's, those not installed are passed over; words less sure than `minimum_confidence`
    (0 to 100) are left out.
    """

    mode: str = "auto"
    languages: tuple[str, ...] = ("fra", "nld", "deu", "eng")
    minimum_confidence: float = 20.0


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier of the operator's own: one `[[identifier]]` table of the configuration.

    `at` names file, line and key of its keys, and of each example by its text, for errors.
    """

    entity: str
    pattern: str
    category: str = "identification"
    strong: bool = False
    labels: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    label_required: bool = False
    case_sensitive: bool = True
    checksum: str = "none"
    at: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Values that are no personal data here: one `[[allow]]` table, the values of its file among them.

    No `entity` means any. `pattern` matches a whole normal form. `at` names file, line and key for errors.
    """

    reason: str
    entity: tuple[str, ...] = ()
    values: tuple[str, ...] = field(default=(), repr=False)
    pattern: str = ""
    at: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a scan depends on. `passwords` are those of `passwords_file`, read when a scan starts."""

    inventory: str
    key_file: Path
    config_file: Path | None = None
    configs: Path | None = None
    workers: int = 1
    identifiers: tuple[Identifier, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    spacy_models: dict[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    passwords_file: Path | None = None
    minimum_score: float = 0.5
    smb_credentials: Path | None = None
    spool: Path | None = None
    limits: Limits = field(default_factory=Limits)
    passwords: tuple[str, ...] = field(default=(), repr=False)
    ocr: Ocr = field(default_factory=Ocr)
