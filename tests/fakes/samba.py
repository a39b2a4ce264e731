"""An SMB server of the tests' own, on loopback, with its own settings, users and port."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from fakes.servers import START_SECONDS, run, tool

USER = "daemon"
PASSWORD = "Gé heim#1"

_GLOBAL = """
[global]
    server role = standalone
    smb ports = {port}
    interfaces = 127.0.0.1/8
    bind interfaces only = yes
    disable netbios = yes
    load printers = no
    map to guest = never
    store dos attributes = yes
    map archive = no
    passdb backend = tdbsam:{folder}/passdb.tdb
    private dir = {folder}
    state directory = {folder}
    cache directory = {folder}
    lock directory = {folder}
    pid directory = {folder}
    ncalrpc dir = {folder}/ncalrpc
    binddns dir = {folder}
    log file = {folder}/log.%m
    server min protocol = SMB2_10
"""
_SHARE = """
[{name}]
    path = {path}
    read only = no
    valid users = {user}
"""


@dataclass
class Samba:
    """A running server: its port, and the folder behind its share `files`."""

    folder: Path
    port: int
    share: Path
    process: subprocess.Popen[bytes]

    def url(self, path: str = "", share: str = "files", user: str | None = USER) -> str:
        at = f"{user}@" if user else ""
        return f"smb://{at}127.0.0.1:{self.port}/{share}" + (f"/{path}" if path else "")

    def serving(self) -> list[int]:
        """Give the processes that serve connections."""
        listed = subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False)
        names = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in listed.stdout.split()}
        return [pid for pid, command in names.items() if b"client" in command or b"smbd" in command]

    def drop_connections(self) -> None:
        """End every process that serves a client, as a server that restarts does."""
        for pid in _connected(self.port):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _connected(port: int) -> list[int]:
    """Give the processes that hold an established connection of the server's side."""
    lines = subprocess.run(["ss", "-Htnp", f"sport = :{port}"], capture_output=True, text=True, check=True).stdout
    return [int(part.split(",")[0]) for part in lines.split("pid=")[1:]]


@contextmanager
def samba_server(**shares: dict[str, str]) -> Iterator[Samba]:
    """Run a server with the share `files`, and more: by name, their settings beside those of `files`."""
    if os.geteuid() != 0:
        pytest.skip("samba runs as root only")
    smbd, smbpasswd = tool("smbd"), tool("smbpasswd")
    folder = Path(tempfile.mkdtemp(prefix="samba-"))
    try:
        share = folder / "share"
        share.mkdir()
        folder.chmod(0o755)
        (folder / "ncalrpc").mkdir()
        port = _free_port()
        text = _GLOBAL.format(port=port, folder=folder)
        for name, settings in {"files": {}, **shares}.items():
            text += _SHARE.format(name=name, path=share, user=USER)
            text += "".join(f"    {key} = {value}\n" for key, value in settings.items())
        config = folder / "smb.conf"
        config.write_text(text)
        run(smbpasswd, "-c", config, "-L", "-a", "-s", USER, text=f"{PASSWORD}\n{PASSWORD}\n")
        command = [smbd, "--foreground", "--no-process-group", f"--configfile={config}", f"--log-basename={folder}"]
        with (
            (folder / "out").open("w") as log,
            subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            ) as process,
        ):
            server = Samba(folder, port, share, process)
            try:
                _await(server)
                yield server
            finally:
                server.drop_connections()
                process.terminate()
                process.wait(START_SECONDS)
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _await(server: Samba) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        said = (server.folder / "out").read_text()
        assert server.process.poll() is None, said
        assert time.monotonic() < deadline, said
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1):
            return
        time.sleep(0.05)
