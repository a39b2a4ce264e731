"""XML fed in chunks to a listener: no tree, no DTD, no entities, nothing fetched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lxml import etree

from pii_scan.core.errors import CorruptContentError, TooDeepError

_AMPERSAND = "&#38;"
"""What the parser leaves of an ampersand in an attribute where it expands no entity."""
_MOST_NAMES = 4096
_AMPERSAND = "&#38;"
"""What the parser leaves of an ampersand in an attribute where it expands no entity."""


class Listener(Protocol):
    """Hears elements by their local names, whatever their namespace is."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins; its attributes go by local names too."""

    def end(self, name: str) -> None:
        """An element ends."""

    def data(self, text: str) -> None:
        """Text, maybe in several pieces."""


class XmlStream:
    """Feeds a listener; what it heard before an error stays valid."""

    def __init__(self, listener: Listener, depth: int) -> None:
        self._parser = etree.XMLParser(
            target=_Target(listener, depth),  # type: ignore[arg-type]  # lxml can do without the rest
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )

    def feed(self, chunk: bytes) -> None:
        """Take a chunk.

        Raises:
            CorruptContentError: it is not well-formed, or has a DTD.
            TooDeepError: elements are nested beyond the depth.
        """
        try:
            self._parser.feed(chunk)
        except etree.XMLSyntaxError as error:
            raise _translated(error) from None

    def close(self) -> None:
        """Say that this was all; raises as `feed` does."""
        try:
            self._parser.close()
        except etree.XMLSyntaxError as error:
            raise _translated(error) from None


def _translated(error: etree.XMLSyntaxError) -> CorruptContentError | TooDeepError:
    if "depth" in str(error.msg):
        return TooDeepError("elements nested too deep")
    return CorruptContentError(f"not well-formed ({type(error).__name__})")


class _Locals(dict[str, str]):
    """Local names by names with their namespace; a document has few, and one that has many costs no memory."""

    def __missing__(self, name: str) -> str:
        local = name[name.rfind("}") + 1 :]
        if len(self) < _MOST_NAMES:
            self[name] = local
        return local


class _Target:
    def __init__(self, listener: Listener, depth: int) -> None:
        self._listener = listener
        self._locals = _Locals()
        self._most = depth
        self._depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > self._most:
            raise TooDeepError("elements nested too deep")
        names = self._locals
        said = {names[key]: value.replace(_AMPERSAND, "&") for key, value in attributes.items()} if attributes else {}
        self._listener.start(names[tag], said)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._listener.end(self._locals[tag])

    def data(self, text: str) -> None:
        self._listener.data(text)

    def doctype(self, name: str, public: str | None, system: str | None) -> None:  # noqa: ARG002 - lxml's signature
        raise CorruptContentError("a document type where there may be none")

    def close(self) -> None:
        """Nothing to give: the listener has it."""
