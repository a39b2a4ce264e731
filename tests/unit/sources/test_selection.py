"""Globs that exclude."""

from __future__ import annotations

import pytest

from pii_scan.sources.selection import Selection


@pytest.mark.parametrize(
    ("pattern", "path", "folder", "excluded"),
    [
        ("*.bak", "a/b/c.bak", False, True),
        ("*.bak", "a.bak/c", False, False),
        ("node_modules", "x/node_modules", True, True),
        ("/archive", "archive", True, True),
        ("/archive", "x/archive", True, False),
        ("hr/*.txt", "hr/a.txt", False, True),
        ("hr/*.txt", "hr/x/a.txt", False, False),
        ("hr/**/draft", "hr/a/b/draft", False, True),
        ("hr/**/draft", "hr/draft", False, True),
        ("tmp/", "tmp", False, False),
        ("tmp/", "a/tmp", True, True),
        ("[ab]?.csv", "b1.csv", False, True),
        ("[!ab].csv", "a.csv", False, False),
        ("[!ab].csv", "c.csv", False, True),
        ("(x).txt", "(x).txt", False, True),
        ("[z-a]", "[z-a]", False, True),
        ("line\n*", "line\nbreak", False, True),
    ],
)
def test_a_glob_holds_for(pattern, path, folder, excluded):
    assert Selection([pattern]).excludes(path, folder=folder) is excluded


def test_without_patterns_nothing_is_excluded():
    assert not Selection(["", "/"]).excludes("a", folder=True)
