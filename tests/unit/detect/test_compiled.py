from __future__ import annotations

import os
from pathlib import Path

import pytest

hyperscan = pytest.importorskip("hyperscan")

from pii_scan.detect import compiled  # noqa: E402

EXPRESSIONS = [(b"ab+c", 0), (b"x[0-9]{3}", 0), (b"(", 0)]


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "pii-scan"


def matches(database, text):
    found = []
    database.scan(text, match_event_handler=lambda number, _start, end, *_: found.append((number, end)))
    return found


def compilations(monkeypatch):
    made = []
    compile_anew = compiled._compiled
    monkeypatch.setattr(compiled, "_compiled", lambda *given: made.append(1) or compile_anew(*given))
    return made


def test_a_database_is_compiled_once_and_then_read(cache, monkeypatch):
    made = compilations(monkeypatch)
    first, second = (compiled.database([0, 1], EXPRESSIONS) for _ in range(2))

    assert matches(first, b"abbc x123") == matches(second, b"abbc x123") == [(0, 4), (1, 9)]
    assert len(made) == 1
    assert [path.stat().st_mode & 0o777 for path in cache.iterdir()] == [0o600]


def test_other_expressions_numbers_or_flags_are_another_database(cache):
    compiled.database([0], EXPRESSIONS)
    compiled.database([1], EXPRESSIONS)
    compiled.database([0], [(b"ab+c", hyperscan.HS_FLAG_CASELESS)])

    assert len(list(cache.iterdir())) == 3


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b"x" * 4096),
        lambda path: path.write_bytes(b""),
        lambda path: path.chmod(0o666),
    ],
    ids=["cut", "garbled", "empty", "writable by all"],
)
def test_what_cannot_be_trusted_is_compiled_anew(cache, monkeypatch, spoil):
    compiled.database([0], EXPRESSIONS)
    (path,) = cache.iterdir()
    spoil(path)
    made = compilations(monkeypatch)

    assert matches(compiled.database([0], EXPRESSIONS), b"abc") == [(0, 3)]
    assert len(made) == 1


def test_an_expression_that_the_engine_refuses_gives_none_and_keeps_nothing(cache):
    assert compiled.database([2], EXPRESSIONS) is None
    assert not cache.exists()


def test_where_nothing_can_be_kept_all_works(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))

    assert matches(compiled.database([0], EXPRESSIONS), b"abc") == [(0, 3)]


def test_what_was_kept_long_ago_is_thrown_away(cache):
    compiled.database([0], EXPRESSIONS)
    (old,) = cache.iterdir()
    os.utime(old, (0, 0))
    compiled.database([1], EXPRESSIONS)

    assert old not in list(Path(cache).iterdir())
