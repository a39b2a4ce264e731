"""What a child process gives up: its parent's death, its core dump, the network, memory, files.

Everything here is called in a freshly forked child and holds until its end.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_M_ARENA_MAX = -8
_STANDARD_FDS = 3
_libc = ctypes.CDLL(None, use_errno=True)


def settle_in(parent_pid: int, keep: Iterable[int]) -> None:
    """Die with the parent, leave signals to it, say nothing, and let go of every descriptor not named in `keep`."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    signal.set_wakeup_fd(-1)
    let_go_of_all_but(keep)
    die_with(parent_pid)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def die_with(parent_pid: int) -> None:
    """Be killed when the parent ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent_pid:
        os._exit(1)


def outlive_parent() -> None:
    """Undo `die_with`: notice the parent's end some other way, and act on it."""
    _libc.prctl(_PR_SET_PDEATHSIG, 0, 0, 0, 0)


def let_go_of_all_but(keep: Iterable[int]) -> None:
    """Close what every descriptor stands for but the standard ones and those named.

    The numbers stay taken, by nothing: a library of the parent may close its own after a later fork, and Arrow aborts
    when it cannot.
    """
    kept = {*range(_STANDARD_FDS), *keep}
    held = {int(entry.name) for entry in Path("/proc/self/fd").iterdir()}
    null = os.open(os.devnull, os.O_RDWR)
    for fd in held - kept - {null}:
        os.dup2(null, fd, inheritable=False)
    os.close(null)


def be_mute() -> None:
    """Point the standard streams to nowhere: a foreign library's own words may quote what it reads."""
    null = os.open(os.devnull, os.O_RDWR)
    for fd in range(_STANDARD_FDS):
        os.dup2(null, fd)
    os.close(null)


def hide_memory() -> None:
    """Let no debugger of the same user and no core dump see this process."""
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_network() -> bool:
    """Move to a network namespace without any interface; tell whether the system allows it."""
    if _libc.unshare(_CLONE_NEWNET) == 0:
        return True
    uid, gid = os.getuid(), os.getgid()
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    with suppress(OSError):  # the names of users stay unknown inside; nothing here asks for them
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1", encoding="ascii")
    return True


def use_few_arenas() -> None:
    """Keep threads from reserving address space of their own, so that its limit means memory."""
    _libc.mallopt(_M_ARENA_MAX, 2)


def cap_memory(memory_bytes: int) -> None:
    """Let the process hold at most `memory_bytes`; what is merely mapped by now comes on top."""
    pages, resident = (int(part) for part in Path("/proc/self/statm").read_text(encoding="ascii").split()[:2])
    page_bytes = resource.getpagesize()
    limit = max(memory_bytes + (pages - resident) * page_bytes, pages * page_bytes)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def write_no_files() -> None:
    """Let no file grow; an attempt fails with EFBIG."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
