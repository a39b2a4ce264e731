"""XML as values: a line `name: value` for the text of each element and for each attribute, with line and path.

No DTD is read and no entity expanded: a declaration is read as text like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from pii_scan.core.types import Text
from pii_scan.extract.composition import Composition
from pii_scan.extract.tags import Comment, Run, Tag, tokens

_LONGEST_PATH = 64


def leaves(source: str) -> Iterator[Text]:
    """Yield the values of an XML document in order, and comments where they stand."""
    walk = _Walk()
    for token in tokens(source if "\n" in source else source.replace("\r", "\n")):
        if isinstance(token, Run):
            walk.text(token)
        elif isinstance(token, Comment):
            walk.composition.add(token.text.strip() + "\n", {"part": "comment", "line": token.line})
        elif walk.tag(token):
            yield from walk.composition.drain()
    yield from walk.composition.rest()


class _Walk:
    def __init__(self) -> None:
        self.composition = Composition()
        self._names: list[str] = []
        self._counts: list[dict[str, int]] = [{}]

    def text(self, run: Run) -> None:
        """Add the text of the element at hand, line by line."""
        name = _local(self._names[-1]) if self._names else ""
        path = self._path()
        for number, line in enumerate(run.text.split("\n")):
            if not line.strip():
                continue
            shown = f"{name}: {line.strip()}\n" if name else f"{line.strip()}\n"
            self.composition.add(shown, {"line": run.line + number, "path": path})
            name = ""

    def tag(self, tag: Tag) -> bool:
        """Follow a tag; tell whether an element that holds others has ended."""
        if tag.closing:
            return self._close(tag)
        counts = self._counts[-1]
        counts[tag.name] = counts.get(tag.name, 0) + 1
        number = counts[tag.name]
        self._names.append(tag.name if number == 1 else f"{tag.name}[{number}]")
        for key, value in tag.attributes.items():
            if value.strip() and not key.startswith("xmlns"):
                where: dict[str, object] = {"line": tag.line, "path": f"{self._path()}/@{key}"}
                self.composition.add(f"{_local(key)}: {value.strip()}\n", where)
        if tag.empty:
            self._names.pop()
        else:
            self._counts.append({})
        return False

    def _close(self, tag: Tag) -> bool:
        if not self._names or self._names[-1].partition("[")[0] != tag.name:
            return False
        self._names.pop()
        held = bool(self._counts.pop())
        if held:
            self.composition.add("\n", {"line": tag.line})
        return held

    def _path(self) -> str:
        return "/".join(self._names[:_LONGEST_PATH])


def _local(name: str) -> str:
    return name.rpartition(":")[2].partition("[")[0]
