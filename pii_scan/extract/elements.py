"""XML as values: a line `name: value` for the text of each element and for each attribute, with line and path.

No DTD is read and no entity expanded: a declaration is read as text like everything else.
"""

from __future__ import annotations

from collections.abc import Iterator

from pii_scan.core.types import Text
from pii_scan.extract.leaves import Leaves
from pii_scan.extract.tags import Comment, Run, Tag, tokens

_LONGEST_PATH = 64


def leaves(source: str) -> Iterator[Text]:
    """Yield the values of an XML document in order, and comments where they stand."""
    walk = _Walk()
    for token in tokens(source if "\n" in source else source.replace("\r", "\n")):
        if isinstance(token, Run):
            walk.text(token)
        elif isinstance(token, Comment):
            walk.leaves.add_part(token.text.strip() + "\n", token.line, "comment")
        elif walk.tag(token) and walk.leaves.is_full:
            yield from walk.leaves.rest()
    yield from walk.leaves.rest()


class _Walk:
    def __init__(self) -> None:
        self.leaves = Leaves()
        self._names: list[str] = []
        self._paths = [""]
        self._counts: list[dict[str, int]] = [{}]

    def text(self, run: Run) -> None:
        """Add the text of the element at hand, line by line."""
        if run.text.isspace():
            return
        name = _local(self._names[-1]) if self._names else ""
        for line, text in enumerate(map(str.strip, run.text.split("\n")), run.line):
            if text:
                self.leaves.add(f"{name}: {text}\n" if name else f"{text}\n", line, self._paths[-1])
                name = ""

    def tag(self, tag: Tag) -> bool:
        """Follow a tag; tell whether an element that holds others has ended."""
        if tag.closing:
            return self._close(tag)
        name, counts, path = tag.name, self._counts[-1], self._paths[-1]
        number = counts[name] = counts.get(name, 0) + 1
        if len(self._names) < _LONGEST_PATH:
            step = name if number == 1 else f"{name}[{number}]"
            path = f"{path}/{step}" if path else step
        for key, value in tag.attributes.items():
            if value.strip() and not key.startswith("xmlns"):
                self.leaves.add(f"{_local(key)}: {value.strip()}\n", tag.line, f"{path}/@{key}")
        if not tag.empty:
            self._names.append(name)
            self._paths.append(path)
            self._counts.append({})
        return False

    def _close(self, tag: Tag) -> bool:
        if not self._names or self._names[-1] != tag.name:
            return False
        self._names.pop()
        self._paths.pop()
        held = bool(self._counts.pop())
        if held:
            self.leaves.add("\n", tag.line, "")
        return held


def _local(name: str) -> str:
    return name.rpartition(":")[2]
