"""Takes from root, for a while, the right to read what permissions forbid, so that tests meet what users meet."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION_3 = 0x20080522
_ABOVE_PERMISSIONS = (1 << 1) | (1 << 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_libc = ctypes.CDLL(None, use_errno=True)


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Half(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Let permissions bind this thread; it has the same rights as before afterwards."""
    header, halves = _Header(_VERSION_3, 0), (_Half * 2)()
    _call(_libc.capget, header, halves)
    before = halves[0].effective
    halves[0].effective = before & ~_ABOVE_PERMISSIONS
    _call(_libc.capset, header, halves)
    try:
        yield
    finally:
        halves[0].effective = before
        _call(_libc.capset, header, halves)


def _call(function: ctypes._NamedFuncPointer, header: _Header, halves: ctypes.Array[_Half]) -> None:
    if function(ctypes.byref(header), halves) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
