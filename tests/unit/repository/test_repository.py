from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from pathlib import Path

import click
import pytest

from pii_scan.cli import exits, group
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.settings.load import settings_keys

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT / "docs" / "reference"
MODULES = sorted([*ROOT.glob("pii_scan/**/*.py"), *ROOT.glob("recognizers/**/*.py")])
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def reference(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_is_longer_than_400_lines(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("command", group.COMMANDS, ids=lambda command: command.name)
def test_every_command_and_option_is_documented(command: click.Command) -> None:
    page = reference("command-line")

    assert re.search(rf"^\| `{command.name}\b", page, re.MULTILINE)
    common = {"--format", "--output", "--language", "--help", "-o"}
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("-")} - common
    assert {option for option in options if option not in page} == set()


@pytest.mark.parametrize("code", exits.Exit)
def test_every_exit_code_is_documented_in_the_words_of_the_program(code: exits.Exit) -> None:
    assert f"| {code.value} | {exits.MEANING[code]} |" in reference("command-line")


def test_every_setting_is_documented_and_nothing_else() -> None:
    page = reference("settings")
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", page, re.MULTILINE))

    assert documented == {key.rpartition(".")[2] for key in settings_keys()}


def test_every_entity_is_documented() -> None:
    entities = set(
        re.findall(r'"((?:BE_[A-Z_]+)|[A-Z]+_(?:CODE|NUMBER|ADDRESS|CARD|BIRTH)|PERSON|ADDRESS)"', _supported())
    )

    assert entities
    assert {name for name in entities if f"`{name}`" not in reference("entities")} == set()


def _supported() -> str:
    from importlib.metadata import entry_points

    (entry,) = [entry for entry in entry_points(group="pii_scan.recognizers") if entry.name == "belgium"]
    return repr([f'"{name}"' for found in entry.load().recognizers("fr") for name in found.supported_entities])


@pytest.mark.parametrize("word", [*Outcome, *Reason])
def test_every_outcome_and_reason_is_documented(word: str) -> None:
    assert f"`{word}`" in reference("output")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_short_pages_stay_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150
    assert len((ROOT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 200
    for decision in ROOT.glob("docs/decisions/*.md"):
        assert len(decision.read_text("utf-8").splitlines()) <= 40


def test_readme_names_the_commands_a_newcomer_needs() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    assert all(words in readme for words in ("make demo", "make test", "pii-scan scan", "pii-scan locate"))


def test_license_version_and_changelog_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert "Apache License" in (ROOT / project["license-files"][0]).read_text("utf-8")
    assert project["license"] == "Apache-2.0"
    assert project["version"] == version("pii-scan")
    assert re.search(rf"^## \[(Unreleased|{re.escape(project['version'])})\]", _changelog(), re.MULTILINE)


def _changelog() -> str:
    return (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_library_that_is_imported_is_named_as_a_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    needed = [*project["dependencies"], *extras]
    named = {re.match(r"[\w.-]+", line)[0].lower().replace("_", "-") for line in needed}
    owners = packages_distributions()
    imported = {
        name.partition(".")[0]
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text("utf-8")))
        for name in _imported(node)
    }
    foreign = imported - set(sys.stdlib_module_names) - {"pii_scan", "recognizers", "_typeshed"}
    owned = {name: {owner.lower().replace("_", "-") for owner in owners.get(name, [])} for name in foreign}
    assert {name for name, distributions in owned.items() if not distributions & named} == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_every_module_says_what_it_is_for() -> None:
    def opens_with_docstring(path: Path) -> bool:
        return path.read_text("utf-8").startswith(('"""', 'r"""'))

    assert [str(path) for path in MODULES if not opens_with_docstring(path)] == []


def test_nothing_of_one_machine_stands_in_the_repository() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not tracked:
        tracked = [str(path.relative_to(ROOT)) for path in [*MODULES, *PAGES]]
    pattern = re.compile(r"(?<![\w.])/(?:root|home/\w+|opt/venv|work|tmp/\w+)/")
    own = Path(__file__).relative_to(ROOT).as_posix()
    texts = [name for name in tracked if name.endswith((".py", ".md", ".toml", ".yaml")) and name != own]
    found = [name for name in texts if (ROOT / name).exists() and pattern.search((ROOT / name).read_text("utf-8"))]
    assert found == []
