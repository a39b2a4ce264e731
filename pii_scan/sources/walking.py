"""The order in which a tree of folders is listed, the same for every source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from pii_scan.core.outcome import Reason
from pii_scan.core.types import Item, Unlisted


class Folder(Protocol):
    """A folder still to be listed."""

    @property
    def path(self) -> str:
        """Its path below the target."""

    def is_own_ancestor(self) -> bool:
        """Tell whether the way to it leads through itself."""


F = TypeVar("F", bound=Folder)


def walked(top: F, listing: Callable[[F, list[F]], Iterator[Item | Unlisted]]) -> Iterator[Item | Unlisted]:
    """Give what a folder and those below it hold; `listing` gives one folder and adds those in it to the list."""
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        if folder.is_own_ancestor():
            yield Unlisted(f"{folder.path}/", Reason.LOOP)
            continue
        found: list[F] = []
        yield from listing(folder, found)
        waiting.extend(reversed(found))
