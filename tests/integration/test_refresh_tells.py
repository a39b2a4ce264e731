"""A refresh of a real share after all that may happen to files between two scans."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from fakes.commandline import CommandLine
from fakes.people import number
from fakes.program import Done


def text(counter: int) -> str:
    return f"Numero national : {number('1981-05-04', counter)}\n"


class Changed:
    """A share that was scanned, changed and refreshed."""

    def __init__(self, folder: Path) -> None:
        self.program = CommandLine(folder)
        self.share = folder / "share"
        for counter, name in enumerate(
            ("same", "rewritten", "touched", "removed", "renamed", "gone/a", "gone/b", "hidden/a", "becomes", "locked"),
            1,
        ):
            self.write(f"{name}.txt", text(counter))
        self.program("scan", str(self.share))
        self.before = self.program.coverage()
        self._change()
        self.refresh: Done = self.program("refresh")
        self.after = self.program.coverage()
        self.values = {
            (row["item"], row["value"]) for row in self.program("findings", "--format", "jsonl", "--reveal").rows()
        }

    def write(self, name: str, content: str) -> None:
        path = self.share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)

    def _change(self) -> None:
        self.write("rewritten.txt", text(50))
        state = (self.share / "touched.txt").stat()
        os.utime(self.share / "touched.txt", ns=(state.st_atime_ns, state.st_mtime_ns + 10**9))
        (self.share / "removed.txt").unlink()
        (self.share / "renamed.txt").rename(self.share / "moved.txt")
        for name in ("a.txt", "b.txt"):
            (self.share / "gone" / name).unlink()
        (self.share / "gone").rmdir()
        (self.share / "becomes.txt").unlink()
        self.write("becomes.txt/inside.txt", text(51))
        self.write("new.txt", text(52))
        (self.share / "hidden").chmod(0)
        (self.share / "locked.txt").chmod(0)
        self.write("shut.txt", text(53))
        (self.share / "shut.txt").chmod(0)

    def has(self, name: str, counter: int) -> bool:
        return (name, number("1981-05-04", counter)) in self.values


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Changed:
    return Changed(tmp_path_factory.mktemp("refresh"))


GONE = ("gone", "vanished")


def test_what_is_the_same_is_kept_and_not_read_again(changed) -> None:
    assert "2 unchanged" in changed.refresh.out
    assert changed.has("same.txt", 1)
    assert changed.has("locked.txt", 10)


def test_new_content_of_the_same_size_is_read(changed) -> None:
    assert changed.has("rewritten.txt", 50)
    assert not changed.has("rewritten.txt", 2)


def test_a_file_that_was_only_touched_keeps_what_was_found(changed) -> None:
    assert changed.after["touched.txt", None] == ("scanned", None)
    assert changed.has("touched.txt", 3)


def test_what_was_removed_is_gone_with_all_that_was_found_in_it(changed) -> None:
    for name, counter in (("removed.txt", 4), ("renamed.txt", 5), ("gone/a.txt", 6), ("gone/b.txt", 7)):
        assert changed.after[name, None] == GONE
        assert not changed.has(name, counter)


def test_what_is_new_or_renamed_is_found_where_it_is_now(changed) -> None:
    assert changed.has("moved.txt", 5)
    assert changed.has("new.txt", 52)


def test_a_file_that_became_a_folder_is_gone_and_what_it_holds_is_new(changed) -> None:
    assert changed.after["becomes.txt", None] == GONE
    assert changed.has("becomes.txt/inside.txt", 51)
    assert not changed.has("becomes.txt", 9)


def test_what_can_no_longer_be_opened_is_not_gone(changed) -> None:
    assert changed.after["shut.txt", None] == ("failed", "unreadable")
    assert changed.after["hidden", None] == ("failed", "unreadable")
    assert changed.after["hidden/a.txt", None] == changed.before["hidden/a.txt", None]
    assert changed.has("hidden/a.txt", 8)
    assert changed.refresh.code == 3


def test_the_summary_counts_what_is_new_changed_and_gone(changed) -> None:
    assert "4 new, 2 changed, 5 gone" in changed.refresh.out
    assert changed.refresh.err == ""
