"""Which paths of a source are left out: pure decisions over names."""

from __future__ import annotations

import re
from collections.abc import Iterable


class Selection:
    """Globs that exclude, in the manner of `.gitignore`.

    A pattern without a slash holds for a name at any depth (`*.bak`, `node_modules`); one with a slash for the path
    from the target on (`/archive/2019`, `hr/**/draft`). `*` and `?` stop at a slash, `**` does not. A slash at the end
    asks for a folder. What lies in an excluded folder is excluded with it.
    """

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        rules = [_rule(pattern) for pattern in patterns if pattern.strip("/")]
        self._any = _union(rule for rule, folders_only in rules if not folders_only)
        self._folders = _union(rule for rule, _ in rules)

    def excludes(self, path: str, *, folder: bool) -> bool:
        """Tell whether the path (relative, posix style, no slash at the end) is left out."""
        rule = self._folders if folder else self._any
        return rule is not None and rule.fullmatch(path) is not None


def _union(rules: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{rule})" for rule in rules)
    return re.compile(joined, re.DOTALL) if joined else None


def _rule(pattern: str) -> tuple[str, bool]:
    bare = pattern.strip("/")
    anchored = pattern.startswith("/") or "/" in bare
    return ("" if anchored else "(?:.*/)?") + _translated(bare), pattern.endswith("/")


def _translated(glob: str) -> str:
    parts = []
    for piece in re.findall(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", glob, re.DOTALL):
        if piece == "**/":
            parts.append("(?:.*/)?")
        elif piece == "**":
            parts.append(".*")
        elif piece == "*":
            parts.append("[^/]*")
        elif piece == "?":
            parts.append("[^/]")
        elif len(piece) > 2 and piece[0] == "[":
            parts.append(_charset(piece[1:-1]))
        else:
            parts.append(re.escape(piece))
    return "".join(parts)


def _charset(inside: str) -> str:
    negated = inside.startswith("!")
    inside = inside[negated:].replace("\\", r"\\").replace("[", r"\[").replace("]", r"\]").replace("^", r"\^")
    charset = f"[{'^/' if negated else ''}{inside.replace('&&', '&').replace('||', '|').replace('~~', '~')}]"
    try:
        re.compile(charset)
    except re.error:
        return re.escape(f"[{inside}]")
    return charset
