"""The program of this checkout, run in processes of its own: killed, stopped, searched for what it leaves behind."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from fakes.program import Done

CHECKOUT = Path(__file__).resolve().parents[2]
_PR_CAPBSET_DROP = 24
_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 1, 2


def obey_permissions() -> None:
    """Let even root be refused what the mode of a file does not allow; holds from the next program on."""
    for capability in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


@dataclass
class CommandLine:
    """`pii-scan` with an inventory, a key, a home and a folder for temporary files of its own, all below `folder`."""

    folder: Path
    workers: int = 2
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path in (self.home, self.temporary):
            path.mkdir(parents=True, exist_ok=True)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def inventory(self) -> Path:
        return self.folder / "inventory" / "inventory.db"

    @property
    def key_file(self) -> Path:
        return self.folder / "key" / "key"

    def _environment(self) -> dict[str, str]:
        own = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
            "TMPDIR": str(self.temporary),
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(CHECKOUT),
            "PII_SCAN_INVENTORY": str(self.inventory),
            "PII_SCAN_KEY_FILE": str(self.key_file),
            "PII_SCAN_WORKERS": str(self.workers),
        }
        return own | self.environment

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command, to whom permissions apply, and do not wait for it."""
        return self.start_python("-m", "pii_scan", *arguments)

    def start_python(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Python as the command would be started."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.home,
            env=self._environment(),
            start_new_session=True,
            preexec_fn=obey_permissions,  # noqa: PLW1509  one system call, and no thread holds a lock that it needs
        )

    def __call__(self, *arguments: str) -> Done:
        """Run a command to its end."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=120)
        return Done(process.returncode, out, err)

    def findings(self) -> list[str]:
        """Give all that was found, in an order of its own."""
        return sorted(self("findings", "--format", "jsonl", "--reveal").out.splitlines())

    def coverage(self) -> dict[tuple[str, str | None], tuple[str, str | None]]:
        """Give the ledger; two rows of one name are an error."""
        rows = self("coverage", "--format", "jsonl").rows()
        ledger = {(row["item"], row["member"]): (row["outcome"], row["reason"]) for row in rows}
        assert len(ledger) == len(rows)
        return ledger


def descendants(pid: int) -> list[int]:
    """Give the numbers of the living processes that come from this one."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                state = (entry / "stat").read_text().rpartition(")")[2].split()
                parents.setdefault(int(state[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        below = parents.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def living(pids: list[int]) -> list[int]:
    """Give those of the processes that still live; one that nobody has buried yet does not."""
    alive = []
    for pid in pids:
        with suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                alive.append(pid)
    return alive


def wait_for(what: str, condition, seconds: float = 60) -> None:
    """Wait until something holds."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"{what} did not come about"
        time.sleep(0.02)


@contextmanager
def stopped(process: subprocess.Popen[str]) -> Iterator[None]:
    """Kill what is left of a program, whatever happens in between."""
    try:
        yield
    finally:
        left = [process.pid, *descendants(process.pid)]
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.communicate()
