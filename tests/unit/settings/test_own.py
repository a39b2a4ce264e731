from __future__ import annotations

from pathlib import Path

import pytest

from pii_scan.core.errors import ConfigError
from pii_scan.settings.load import load, settings_keys
from pii_scan.settings.settings import Allowed, Settings

FIRST = '[[identifier]]\nentity = "A_B"\npattern = "A[0-9]{3}"\n'


def read(folder: Path, text: str) -> Settings:
    path = folder / "office.toml"
    path.write_text(text, "utf-8")
    return load({"config_file": str(path)}, {"HOME": str(folder)})


def test_an_allow_list_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("\ufeff# our accounts\n\n  BE71 0961 2345 6769  \n", "utf-8")

    settings = read(
        tmp_path,
        """[[allow]]
entity = "IBAN_CODE"
values = ["BE68 5390 0754 7034"]
file = "own.txt"
reason = "own account"

[[allow]]
entity = ["PHONE_NUMBER", "EMAIL_ADDRESS"]
pattern = '\\+322555[0-9]{4}'
reason = "own switchboard"
""",
    )

    assert settings.allowed == (
        Allowed("own account", ("IBAN_CODE",), ("BE68 5390 0754 7034", "BE71 0961 2345 6769")),
        Allowed("own switchboard", ("PHONE_NUMBER", "EMAIL_ADDRESS"), (), r"\+322555[0-9]{4}"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("allow = 1", "line 1: allow: expected [[allow]] tables", id="no table"),
        pytest.param("[[allow]]\nvalues = ['x']", "line 1: allow.reason: say why", id="no reason"),
        pytest.param("[[allow]]\nvalues=['x']\nreason = ' '", "line 3: allow.reason: say why", id="an empty reason"),
        pytest.param("[[allow]]\nreason = 'r'", "line 1: allow: values, pattern or file is missing", id="nothing"),
        pytest.param("[[allow]]\nreason='r'\nvalues = ['']", "line 3: allow.values: an empty value", id="empty value"),
        pytest.param("[[allow]]\nreason='r'\nvalue = ['x']", "line 3: allow.value: unknown setting", id="unknown key"),
        pytest.param("[[allow]]\nreason='r'\nvalues = 'x'", "line 3: allow.values: expected a list", id="wrong type"),
        pytest.param("[[allow]]\nreason='r'\nat = 'x'", "line 3: allow.at: unknown setting", id="no key of ours"),
        pytest.param(
            "[[allow]]\nreason='r'\nentity='iban'\nvalues=['x']", "line 3: allow.entity: expected capitals", id="entity"
        ),
        pytest.param("[[allow]]\nreason='r'\nfile='gone'", "line 3: allow.file: ", id="a file that is missing"),
        pytest.param("[[allow]]\nreason='r'\nfile=3", "line 3: allow.file: expected a path", id="no path"),
        pytest.param("[[allow]]\nreason='r'\npattern='('", "line 3: allow.pattern: not a regular", id="no pattern"),
        pytest.param(
            f"{FIRST}[[allow]]\nentity='IBAN_CODE'\nvalues=['x']\nreason='r'\n[[allow]]\nreason='r'\npattern='x*'",
            "line 10: allow.pattern: matches the empty text",
            id="the second list's pattern, behind another table",
        ),
        pytest.param(
            f"{FIRST}[[allow]]\nentity='A_B'\nvalues=['x']\nreason='r'\n[[identifier]]\nentity='a'\npattern='x'",
            "line 9: identifier.entity",
            id="an identifier behind a list that has the same key",
        ),
        pytest.param(
            f"{FIRST}label_required = true", "line 4: identifier.label_required: needs labels", id="no labels"
        ),
        pytest.param(
            "[[identifier]]\nentity='ALLOWED'\npattern='x'", "line 2: identifier.entity: ALLOWED means", id="reserved"
        ),
    ],
)
def test_an_error_names_file_line_and_key(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)

    assert f"{tmp_path / 'office.toml'}, {message}" in str(caught.value)


def test_a_file_without_values_allows_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("# nothing yet\n", "utf-8")

    with pytest.raises(ConfigError, match=r"own\.txt holds no value"):
        read(tmp_path, "[[allow]]\nreason='r'\nfile='own.txt'")


@pytest.mark.parametrize("pattern", ["[0-9]+", "A.*B", "A[0-9]{3,}", r"\d*1"])
def test_a_pattern_without_a_greatest_length_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"line 3: identifier\.pattern: .* has no upper bound"):
        read(tmp_path, f"[[identifier]]\nentity = 'A_B'\npattern = '{pattern}'")


@pytest.mark.parametrize("pattern", ["[*+]{1,3}", r"\+[0-9]{3}\*", "A[0-9]{1,3}+B", r"\p{L}{2}[]+*][0-9]{0,4}"])
def test_signs_that_repeat_nothing_are_no_repetition(tmp_path: Path, pattern: str) -> None:
    assert read(tmp_path, f"[[identifier]]\nentity = 'A_B'\npattern = '{pattern}'").identifiers[0].pattern == pattern


@pytest.mark.parametrize("pattern", ["([0-9]{1,30}){1,30}-", "(x|x){1,60}y", "(?:[a-z]{1,9}[a-z]{0,9}){1,40}!"])
def test_a_pattern_that_explodes_is_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(ConfigError, match=r"line 3: identifier\.pattern: needs too long"):
        read(tmp_path, f"[[identifier]]\nentity = 'A_B'\npattern = '{pattern}'")


def test_each_example_is_known_by_its_line(tmp_path: Path) -> None:
    (found,) = read(tmp_path, f'{FIRST}examples = [\n  "A123",\n  "A124",\n]\ncounter_examples = ["B1"]').identifiers

    assert found.at["A124"] == f"{tmp_path / 'office.toml'}, line 6: identifier.examples"
    assert found.at["B1"] == f"{tmp_path / 'office.toml'}, line 8: identifier.counter_examples"


def test_keys_of_both_tables_are_known() -> None:
    assert {"allow.reason", "allow.file", "identifier.checksum"} <= set(settings_keys())
    assert not any(key.endswith(".at") for key in settings_keys())
