"""Progress of a scan on standard error, behind the `Progress` port: items, bytes, rate and what remains."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

_FORMAT = "{percentage:3.0f}% |{bar}| {n_fmt}B/{total_fmt}B{postfix}, {rate_fmt}, {elapsed}, {remaining} left"


class _Bar(Protocol):
    total: float

    def update(self, n: float) -> object: ...

    def set_postfix_str(self, text: str, *, refresh: bool) -> None: ...

    def refresh(self) -> object: ...

    def close(self) -> None: ...


class ProgressBar:
    """Shows a bar while it is entered; on no terminal it stays silent unless `wanted`.

    `wanted` is True (always), False (never) or None (only on a terminal).
    """

    def __init__(self, *, wanted: bool | None = None) -> None:
        self._shown = sys.stderr.isatty() if wanted is None else wanted
        self._bar: _Bar | None = None
        self._items = 0
        self._total_items = 0

    def __enter__(self) -> Self:
        if self._shown:
            from tqdm import tqdm

            self._bar = tqdm(
                total=0,
                unit="B",
                unit_scale=True,
                unit_divisor=1024,
                file=sys.stderr,
                dynamic_ncols=True,
                leave=False,
                bar_format=_FORMAT,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def total(self, items: int, size_bytes: int) -> None:
        """See `Progress.total`."""
        self._total_items = items
        if self._bar is not None:
            self._bar.total = size_bytes
            self._tell()
            self._bar.refresh()

    def advance(self, items: int, size_bytes: int) -> None:
        """See `Progress.advance`."""
        self._items += items
        if self._bar is not None:
            self._tell()
            self._bar.update(size_bytes)

    def _tell(self) -> None:
        if self._bar is not None:
            self._bar.set_postfix_str(f"{self._items:,}/{self._total_items:,} items", refresh=False)
