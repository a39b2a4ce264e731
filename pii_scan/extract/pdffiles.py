"""The files that a PDF carries: attachments, a portfolio's documents, files behind annotations."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from pypdf.errors import LimitReachedError, PyPdfError

from pii_scan.core.errors import CorruptContentError, TooLargeError
from pii_scan.core.types import Member
from pii_scan.extract.composition import without_surrogates
from pii_scan.settings.settings import Limits

STRANGE = (
    PyPdfError, ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, RecursionError,
    NotImplementedError, EOFError, OSError, MemoryError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf lets through on broken files."""
_NAMES = ("/UF", "/F", "/Unix", "/DOS", "/Mac")
_DEEPEST = 32


class PdfFiles:
    """Hands out each embedded file of a document once, as a member."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._names: set[str] = set()
        self._seen: set[object] = set()

    def of_document(self, root: Any) -> Iterator[Member]:  # noqa: ANN401 - pypdf's objects are dictionaries of anything
        """Yield the files that the document's directory names, in its order, then those beside it."""
        tree = _resolved(_resolved(root.get("/Names"), {}).get("/EmbeddedFiles"), {})
        for name, specification in _leaves(tree, 0):
            yield from self.of(specification, name)
        for specification in _resolved(root.get("/AF"), []):
            yield from self.of(specification)

    def of(self, specification: Any, name: str = "") -> list[Member]:  # noqa: ANN401
        """Give the file of a specification, none where it names one outside the document or one given before."""
        entry = _resolved(specification, {})
        if not hasattr(entry, "get"):
            return []
        embedded = _resolved(entry.get("/EF"), {})
        reference = next((embedded.raw_get(key) for key in _NAMES if key in embedded), None)
        if reference is None or (known := getattr(reference, "idnum", id(reference))) in self._seen:
            return []
        self._seen.add(known)
        given = next((str(entry[key]) for key in _NAMES if entry.get(key)), name)
        return [Member(self._unique(given), self._opener(reference), -1)]

    def _opener(self, reference: Any) -> Callable[[], BinaryIO]:  # noqa: ANN401
        def opened() -> BinaryIO:
            try:
                stream = reference.get_object()
                data = stream.get_data()
            except LimitReachedError:
                raise TooLargeError("expands beyond what pypdf allows") from None
            except STRANGE as error:
                raise CorruptContentError(f"a damaged attachment ({type(error).__name__})") from None
            if not data and stream.__dict__.get("_data"):  # pypdf gives nothing for what it cannot expand
                raise CorruptContentError("a damaged attachment")
            if len(data) > self._limits.content_bytes:
                raise TooLargeError("larger than the limit for one content")
            return io.BytesIO(data)

        return opened

    def _unique(self, name: str) -> str:
        bare = re.split(r"[/\\]", without_surrogates(name))[-1].replace("\0", "").strip() or "attachment.bin"
        unique, number = bare, 1
        while unique in self._names:
            number += 1
            stem, dot, suffix = bare.rpartition(".")
            unique = f"{stem} ({number}).{suffix}" if dot and stem else f"{bare} ({number})"
        self._names.add(unique)
        return unique


def _leaves(node: Any, depth: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Give names and entries of a name tree."""
    entries = _resolved(node.get("/Names"), [])
    for name, entry in zip(entries[::2], entries[1::2], strict=False):
        yield str(name), entry
    for kid in _resolved(node.get("/Kids"), []) if depth < _DEEPEST else ():
        yield from _leaves(_resolved(kid, {}), depth + 1)


def _resolved(value: Any, default: Any) -> Any:  # noqa: ANN401
    """Follow a reference; nothing and null are `default`."""
    value = value.get_object() if hasattr(value, "get_object") else value
    return default if value is None or type(value).__name__ == "NullObject" else value
