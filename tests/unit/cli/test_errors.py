from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pii_scan.cli import exits, group, run
from pii_scan.core import errors
from pii_scan.core.errors import PiiScanError

Capture = pytest.CaptureFixture[str]


def error_classes(root: type[PiiScanError] = PiiScanError) -> list[type[PiiScanError]]:
    return [root, *(cls for child in root.__subclasses__() for cls in error_classes(child))]


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch):
    def fail_with(error: BaseException) -> list[str]:
        @click.command()
        def fail() -> None:
            raise error

        monkeypatch.setitem(group.pii_scan.commands, "fail", fail)
        return ["fail"]

    return fail_with


def one_line(capsys: Capture) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.strip().count("\n") == 0
    return captured.err


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.__name__)
def test_every_error_is_one_line_and_a_listed_exit_code(failing, capsys: Capture, kind: type[PiiScanError]) -> None:
    code = run(failing(kind("something")))

    assert code in set(exits.Exit)
    assert code != 0
    line = one_line(capsys)
    assert line.startswith("pii-scan: something")
    assert kind.hint in line


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(KeyboardInterrupt(), 130, id="Ctrl-C"),
        pytest.param(click.UsageError("no such thing"), 2, id="usage"),
        pytest.param(OSError(28, "No space left on device"), 1, id="disk full"),
        pytest.param(errors.NoInventoryError("none"), 10, id="no inventory"),
        pytest.param(errors.LockedError("locked"), 11, id="locked"),
        pytest.param(errors.KeyFileError("key"), 12, id="wrong key"),
        pytest.param(errors.NewerInventoryError("newer"), 13, id="newer inventory"),
    ],
)
def test_exit_codes(failing, capsys: Capture, error: BaseException, code: int) -> None:
    assert run(failing(error)) == code
    one_line(capsys)


def test_names_in_messages_cannot_steer_the_terminal(failing, capsys: Capture) -> None:
    run(failing(errors.SourceError("a\x1b]0;x\x07\u202eb")))

    assert "\x1b" not in one_line(capsys)


def python(code: str, *, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        timeout=60,
    )


FAILING_MAIN = """
import click
from pii_scan.cli import group, main
@click.command()
def fail():
    {body}
group.pii_scan.add_command(fail)
main(["fail"])
"""


def test_an_unexpected_error_shows_its_type_and_place_but_not_its_words(tmp_path: Path) -> None:
    done = python(FAILING_MAIN.format(body="int('85.07.30-999.28')"), home=tmp_path)

    assert done.returncode == 1
    assert re.fullmatch(r"pii-scan: unexpected ValueError at __main__:\d+; please report it .*\n", done.stderr)
    assert "85.07" not in done.stderr + done.stdout


def test_sigterm_ends_with_143(tmp_path: Path) -> None:
    body = "import os, signal; os.kill(os.getpid(), signal.SIGTERM); import time; time.sleep(30)"

    assert python(FAILING_MAIN.format(body=body), home=tmp_path).returncode == 143


def test_a_reader_that_goes_away_causes_no_noise(tmp_path: Path) -> None:
    body = "import os\n    for n in range(100000): click.echo('x' * 100)"
    code = FAILING_MAIN.format(body=body)
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"HOME": str(tmp_path)},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()

    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait() in (0, 1)


def test_help_answers_at_once_and_loads_nothing_heavy(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pii_scan.cli import run\nassert run(['--help']) == 0\n"
        "heavy = {'presidio_analyzer', 'spacy', 'pyarrow', 'sqlalchemy', 'hyperscan', 'lxml', 'tqdm', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    done = python(code, home=tmp_path)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [command.name for command in group.COMMANDS])
def test_every_command_explains_itself(capsys: Capture, command: str) -> None:
    assert run([command, "--help"]) == 0
    assert "Usage: pii-scan" in capsys.readouterr().out
