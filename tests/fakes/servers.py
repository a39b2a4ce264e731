"""Database servers of the tests' own: what runs on the machine is neither used nor touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

START_SECONDS = 60


def run(*command: str | Path, text: str = "", **options: Any) -> str:
    """Run a tool and give what it writes; what it says on failure is the test's failure."""
    done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=60, check=False, **options)
    assert done.returncode == 0, f"{command[0]}: {done.stderr.decode(errors='replace').strip()}"
    return done.stdout.decode("utf-8", "surrogateescape")


def tool(*names: str) -> str:
    """Find a program by one of its names, also where Debian keeps those of PostgreSQL."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, debian), os.environ.get("PATH", os.defpath), "/usr/sbin"])
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    pytest.skip(f"{names[0]} is not installed")


@contextmanager
def postgres_server() -> Iterator[Path]:
    """Run a PostgreSQL server; give the folder of its socket, which `--host` takes. Its superuser is `postgres`."""
    with _folder("postgres") as (folder, user):
        data = folder / "data"
        run(
            tool("initdb"),
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-locale",
            "--no-sync",
            **user,
        )
        settings = ["-c", "listen_addresses=", "-c", "fsync=off"]
        command = [tool("postgres"), "-D", str(data), "-k", str(folder), *settings]
        with _running(command, [tool("pg_isready"), "--host", str(folder)], folder, user):
            yield folder


@contextmanager
def mariadb_server() -> Iterator[Path]:
    """Run a MariaDB server; give its socket. Its superuser is `root`, without a password."""
    with _folder("mysql") as (folder, user):
        data, socket = folder / "data", folder / "socket"
        install = tool("mariadb-install-db", "mysql_install_db")
        run(
            install,
            "--no-defaults",
            f"--datadir={data}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            **user,
        )
        own = [f"--datadir={data}", f"--socket={socket}", f"--pid-file={folder / 'pid'}", f"--tmpdir={folder}"]
        command = [tool("mariadbd", "mysqld"), "--no-defaults", *own, "--skip-networking"]
        ping = [tool("mariadb-admin", "mysqladmin"), "--no-defaults", f"--socket={socket}", "--user=root", "ping"]
        with _running(command, ping, folder, user):
            yield socket


@contextmanager
def _folder(account: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Give a folder with a short path, and as whom to run: these servers refuse to be root."""
    folder = Path(tempfile.mkdtemp(prefix="server-"))
    user: dict[str, Any] = {"cwd": folder}
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, account)
            user |= {"user": account, "group": account, "extra_groups": []}
        yield folder, user
    finally:
        shutil.rmtree(folder)


@contextmanager
def _running(command: list[str], ping: list[str], folder: Path, user: dict[str, Any]) -> Iterator[None]:
    with (
        (folder / "log").open("w+") as log,
        subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **user) as server,
    ):
        try:
            deadline = time.monotonic() + START_SECONDS
            while subprocess.run(ping, capture_output=True, check=False).returncode != 0:
                said = (folder / "log").read_text()
                assert server.poll() is None, said
                assert time.monotonic() < deadline, said
                time.sleep(0.1)
            yield
        finally:
            server.terminate()
            server.wait(START_SECONDS)
