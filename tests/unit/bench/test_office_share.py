from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[3] / "bench" / "office_share.py"


def _made(root: Path, seed: int) -> dict[str, bytes]:
    subprocess.run([sys.executable, str(SCRIPT), str(root), "--seed", str(seed), "--size", "12"], check=True)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.txt")}


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16", "utf-8-sig"):
        if encoding != "utf-16" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                continue
    return data.decode("cp1252")


def test_a_share_holds_what_its_truth_says_and_is_made_again_by_its_seed(tmp_path: Path) -> None:
    files = _made(tmp_path / "one", 3)

    assert files == _made(tmp_path / "two", 3)
    rows = (tmp_path / "one/truth/mentions.jsonl").read_text("utf-8").splitlines()
    mentions = [row for row in map(json.loads, rows) if row["path"].endswith(".txt") and "member" not in row]
    lines = {name: _decoded(data).splitlines() for name, data in files.items()}
    found = [row["text"].split("\n")[0] in lines[f"share/{row['path']}"][row["where"]["line"] - 1] for row in mentions]
    assert len(found) > 5
    assert all(found)
