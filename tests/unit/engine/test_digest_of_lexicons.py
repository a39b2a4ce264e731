from __future__ import annotations

from pathlib import Path

from pii_scan.engine.digest import settings_digest
from pii_scan.settings.settings import Settings


def test_a_changed_lexicon_of_the_operators_changes_the_digest(tmp_path: Path):
    settings = Settings("unused", tmp_path / "key", configs=tmp_path)
    bundled_alone = settings_digest(settings)
    lexicon = tmp_path / "lexicons" / "leisure.yaml"
    lexicon.parent.mkdir()
    lexicon.write_text("category: leisure\n", "utf-8")
    first = settings_digest(settings)
    lexicon.write_text("category: leisure\nstrong: {fr: [philatélie]}\n", "utf-8")

    assert len({bundled_alone, first, settings_digest(settings)}) == 3


def test_the_bundled_lexicons_count_beside_the_operators(tmp_path: Path, monkeypatch):
    bundled = tmp_path / "bundled"
    own = tmp_path / "own"
    for folder in (bundled / "lexicons", own):
        folder.mkdir(parents=True)
    monkeypatch.setattr("pii_scan.engine.digest.configs_folder", lambda: bundled)
    settings = Settings("unused", tmp_path / "key", configs=own)
    before = settings_digest(settings)
    (bundled / "lexicons" / "leisure.yaml").write_text("category: leisure\n", "utf-8")

    assert settings_digest(settings) != before
