from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import pytest
from stdnum.be import nn

BENCH = Path(__file__).parents[3] / "bench" / "formats"
sys.path.insert(0, str(BENCH))

import peer_tools  # noqa: E402
import planted  # noqa: E402
from planting import Garden, Spot  # noqa: E402


def _row(**changed: object) -> dict[str, object]:
    return {"item": "a.zip", "member": "b.txt", "where": {"line": 1}, **changed}


def test_every_place_has_a_valid_number_of_its_own() -> None:
    garden = Garden(random.Random(1))
    said = [Spot(garden, "a.txt")(f"place {n}", line=n) for n in range(500)]

    assert len(set(said)) == 500
    assert all(nn.is_valid(text) for text in said)
    assert [plant.value for plant in garden.plants] == [nn.compact(text) for text in said]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([_row()], None),
        ([_row(where={"line": 1, "path": "x"})], None),
        ([], "not found"),
        ([_row(member=None)], "found in"),
        ([_row(where={"line": 2})], "found at"),
        ([_row(where={"line": 1, "part": "comment"})], "found at"),
        ([_row(), _row(where={"line": 2})], "found at"),
    ],
)
def test_a_number_counts_as_found_at_its_own_place_only(rows: list[dict[str, object]], told: str | None) -> None:
    garden = Garden(random.Random(1))
    Spot(garden, "a.zip").inside("b.txt")("line", line=1)
    (plant,) = garden.plants
    trouble = planted.trouble(plant, rows)

    assert trouble is told is None or (trouble is not None and told is not None and trouble.startswith(told))


def test_a_reader_that_hangs_dies_or_raises_has_no_answer(tmp_path: Path) -> None:
    def hang(_: Path) -> list[str]:
        time.sleep(60)
        return []

    def fail(_: Path) -> list[str]:
        raise ValueError

    assert peer_tools.asked(hang, tmp_path, seconds=0.5) is None
    assert peer_tools.asked(fail, tmp_path) is None
    assert peer_tools.asked(lambda _: [], tmp_path) == set()
    assert peer_tools.asked(lambda _: ["Één woord\nén a", 42, None], tmp_path) == {"één", "woord", "én", "42"}
