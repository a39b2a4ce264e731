"""Compiled gates kept between runs: compiling takes seconds, and the patterns seldom change.

What is kept holds patterns only. A file that is damaged, of another processor or of another version is compiled anew,
and so is everything where no file can be kept.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pii_scan.settings.load import xdg

try:
    import hyperscan
except ImportError:  # no wheel for this machine: there is nothing to keep
    hyperscan = None

Expression = tuple[bytes, int]
"""An expression and its Hyperscan flags."""
_DIGEST = 32
_LONG_SECONDS = 90 * 86400
"""Older than this, what is kept is thrown away when something new is: it costs a compilation at most."""


def database(numbers: Sequence[int], expressions: Sequence[Expression]) -> Any:  # noqa: ANN401  a Hyperscan database
    """Give the database of some of the expressions, each under its number, or None where the engine refuses one."""
    chosen = [expressions[number] for number in numbers]
    path = _path(numbers, chosen)
    kept = _loaded(path)
    if kept is None:
        kept = _compiled(numbers, chosen)
        if kept is not None:
            _keep(path, hyperscan.dumpb(kept))
    return kept


def _compiled(numbers: Sequence[int], chosen: Sequence[Expression]) -> Any:  # noqa: ANN401
    made = hyperscan.Database()
    try:
        made.compile(
            expressions=[text for text, _ in chosen],
            ids=list(numbers),
            elements=len(numbers),
            flags=[flags for _, flags in chosen],
        )
    except hyperscan.error:
        return None
    return made


def _path(numbers: Sequence[int], chosen: Sequence[Expression]) -> Path:
    digest = blake2b(f"{hyperscan.__version__} {_processor()}".encode(), digest_size=_DIGEST)
    for number, (text, flags) in zip(numbers, chosen, strict=True):
        digest.update(f"\n{number} {flags} {len(text)} ".encode() + text)
    return xdg(os.environ, "XDG_CACHE_HOME", ".cache") / f"gate-{digest.hexdigest()}"


def _processor() -> str:
    """Give what the processor can do: a database is made for it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("ascii", "replace").splitlines():
            if line.startswith(("flags", "Features")):
                return line
    return ""


def _loaded(path: Path) -> Any:  # noqa: ANN401
    """Read a kept database that nobody else may have written, or None."""
    try:
        if path.stat().st_uid != os.getuid() or path.stat().st_mode & 0o022:
            return None
        data = path.read_bytes()
        if blake2b(data[_DIGEST:], digest_size=_DIGEST).digest() != data[:_DIGEST]:
            return None
        kept = hyperscan.loadb(data[_DIGEST:], hyperscan.HS_MODE_BLOCK)
        kept.scratch = hyperscan.Scratch(kept)
    except (OSError, hyperscan.error):
        return None
    return kept


def _keep(path: Path, data: bytes) -> None:
    """Write a database whole or not at all; it is no loss where that fails."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="gate-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            made.write_bytes(blake2b(data, digest_size=_DIGEST).digest() + data)
            made.chmod(0o600)
            made.replace(path)
        for other in path.parent.glob("gate-*"):
            if other.is_file() and other.stat().st_mtime < path.stat().st_mtime - _LONG_SECONDS:
                other.unlink(missing_ok=True)
