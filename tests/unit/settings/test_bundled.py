from __future__ import annotations

import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.settings import bundled
from pii_scan.settings.bundled import config_file, configs_folder


def test_the_bundled_folder_holds_declaration_and_lexicon():
    assert {"declaration.yaml", "lexicon.tsv"} <= {path.name for path in configs_folder().iterdir()}


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
    (tmp_path / "lexicon.tsv").write_text("mine", "utf-8")

    assert config_file("lexicon.tsv", tmp_path) == tmp_path / "lexicon.tsv"
    assert config_file("declaration.yaml", tmp_path) == configs_folder() / "declaration.yaml"


def test_a_folder_or_file_that_is_not_there_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigError, match="no folder"):
        configs_folder(tmp_path / "none")
    with pytest.raises(ConfigError, match=r"no configuration file none\.tsv"):
        config_file("none.tsv")
