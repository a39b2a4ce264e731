"""The installed program, called as a user calls it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Done:
    """How one call of the program ended."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Program:
    """The installed program, with an inventory, key and home of its own."""

    executable: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str, stdin: str = "", timeout: float = 300, **environment: str) -> Done:
        base = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        base["XDG_CACHE_HOME"] = os.environ["XDG_CACHE_HOME"]
        done = subprocess.run(
            [self.executable, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            cwd=self.home,
            env=base | self.environment | environment,
        )
        return Done(done.returncode, done.stdout, done.stderr)
