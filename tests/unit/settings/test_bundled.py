from __future__ import annotations

import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.settings import bundled
from pii_scan.settings.bundled import config_file, configs_folder, lexicon_files


def test_the_bundled_folder_holds_declaration_and_lexicons():
    assert {"declaration.yaml", "lexicons"} <= {path.name for path in configs_folder().iterdir()}


def test_the_wheels_folder_comes_before_the_checkouts(tmp_path, monkeypatch):
    package = tmp_path / "pii_scan"
    (package / "_configs").mkdir(parents=True)
    (tmp_path / "configs").mkdir()
    monkeypatch.setattr(bundled, "_PACKAGE", package)

    assert configs_folder() == package / "_configs"


def test_an_installation_without_configuration_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(bundled, "_PACKAGE", tmp_path / "pii_scan")

    with pytest.raises(ConfigError, match="install it again"):
        configs_folder()


def test_the_operators_file_comes_first_and_the_bundled_one_fills_gaps(tmp_path):
    (tmp_path / "mine.yaml").write_text("mine", "utf-8")

    assert config_file("mine.yaml", tmp_path) == tmp_path / "mine.yaml"
    assert config_file("declaration.yaml", tmp_path) == configs_folder() / "declaration.yaml"


def test_an_operators_lexicon_replaces_the_bundled_one_of_its_name_and_adds_to_the_others(tmp_path):
    own = tmp_path / "lexicons"
    own.mkdir()
    for name in ("leisure.yaml", "archery.yaml"):
        (own / name).write_text("", "utf-8")
    files = {path.name: path.parent for path in lexicon_files(["leisure", "undeclared:judicial"], tmp_path)}

    assert files == {
        "archery.yaml": own,
        "leisure.yaml": own,
        "undeclared-judicial.yaml": configs_folder() / "lexicons",
    }


def test_a_lexicon_of_a_category_that_is_not_declared_is_left_out():
    assert [path.name for path in lexicon_files(["leisure", "none"])] == ["leisure.yaml"]


def test_a_table_of_an_earlier_version_is_refused_by_name(tmp_path):
    (tmp_path / "lexicon-extra.tsv").write_text("", "utf-8")

    with pytest.raises(ConfigError, match=r"lexicon-extra\.tsv is no longer read"):
        lexicon_files(["leisure"], tmp_path)


def test_a_folder_or_file_that_is_not_there_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigError, match="no folder"):
        configs_folder(tmp_path / "none")
    with pytest.raises(ConfigError, match=r"no configuration file none\.tsv"):
        config_file("none.tsv")
