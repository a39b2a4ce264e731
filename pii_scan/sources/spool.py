"""Keeps the content of one item from afar where a worker without a network can read it, and nowhere else.

Up to `MEMORY_BYTES` it stays in memory, sealed; beyond, in a file that has no name and is gone with its last reader.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

MEMORY_BYTES = 32 << 20
_SEALS = fcntl.F_ADD_SEALS, fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL


class Spool:
    """The content of one item as it is fetched; `folder` is where large ones lie, None for that of the system.

    Raises:
        OSError: there is no room.
    """

    def __init__(self, size_bytes: int, folder: Path | None) -> None:
        self._is_in_memory = size_bytes <= MEMORY_BYTES
        if self._is_in_memory:
            self._fd = os.memfd_create("pii-scan", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        else:
            with tempfile.TemporaryFile(buffering=0, dir=folder) as file:  # without a name from the start
                self._fd = os.dup(file.fileno())
        self.size_bytes = 0

    def __enter__(self) -> Self:
        """Give the spool."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it; readers keep what they have."""
        os.close(self._fd)

    def write(self, block: bytes) -> None:
        """Add a block; zeros become a hole."""
        if block.count(0) != len(block):
            view = memoryview(block)
            while view:
                view = view[os.pwrite(self._fd, view, self.size_bytes + len(block) - len(view)) :]
        self.size_bytes += len(block)

    def reader(self) -> int:
        """End the content and give a descriptor that can only read it."""
        os.ftruncate(self._fd, self.size_bytes)
        if self._is_in_memory:
            fcntl.fcntl(self._fd, *_SEALS)
        return os.open(f"/proc/self/fd/{self._fd}", os.O_RDONLY | os.O_CLOEXEC)
