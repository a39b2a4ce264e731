"""A spaCy pipeline of the operator's own, set under `[names]`, from the settings file to `locate`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import spacy

NAME = "Quorvin Zelbaraud"  # in no list of given names


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a share with a name in prose, and a pipeline that knows that name only."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "share").mkdir()
    text = f"Nous avons vu hier dans le couloir que {NAME} était avec vous pour la réunion.\n"
    (folder / "share" / "note.txt").write_text(text, "utf-8")
    pipeline = spacy.blank("fr")
    pipeline.add_pipe("entity_ruler").add_patterns([{"label": "PER", "pattern": NAME}])
    pipeline.to_disk(folder / "names-fr")
    (folder / "pii-scan.toml").write_text('[names]\nfr = "./names-fr"\n', "utf-8")
    return folder


def program(office: Path, *arguments: str, config: str = "pii-scan.toml") -> subprocess.CompletedProcess[str]:
    own = ["--config", config, "--inventory", f"{config}.db", "--key-file", "key"]
    command = [sys.executable, "-m", "pii_scan", *arguments, *own]
    env = {"HOME": str(office), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    env["XDG_CACHE_HOME"] = os.environ["XDG_CACHE_HOME"]
    return subprocess.run(command, cwd=office, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_a_name_in_prose_is_found_by_the_pipeline_and_located(office: Path) -> None:
    assert program(office, "scan", "share").returncode == 0

    (row,) = map(json.loads, program(office, "findings", "--format", "jsonl", "--reveal").stdout.splitlines())
    assert (row["entity"], row["text"], row["recognizer"]) == ("PERSON", NAME, "SpacyNames")
    answer = json.loads(program(office, "locate", "--name", NAME, "--format", "json").stdout)
    assert [place["item"] for place in answer["locations"]] == ["note.txt"]
    assert answer["completeness"]["name_models"] == {"fr": str(office / "names-fr")}


def test_a_pipeline_that_is_not_there_is_named_before_anything_is_read(office: Path) -> None:
    (office / "wrong.toml").write_text('[names]\nfr = "no_such_pipeline"\n', "utf-8")

    done = program(office, "scan", "share", config="wrong.toml")

    assert done.returncode == 2
    assert done.stderr.startswith("pii-scan: names.fr: the spaCy pipeline 'no_such_pipeline' is not installed")
    assert done.stderr.count("\n") == 1
    assert "no_such_pipeline is not installed" in program(office, "doctor", config="wrong.toml").stdout
