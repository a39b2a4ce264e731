"""Runs a listing some entries ahead in a thread, so that one that hangs is noticed and not waited for."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator

from pii_scan.core.types import Item, Unlisted
from pii_scan.engine.opening import Wake

_ENTRIES = 1024
_JOIN_SECONDS = 1.0

Entry = Item | Unlisted


class Ahead:
    """The entries of a source as they come. Its descriptor can be read when there may be new ones, until `clear`."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self._wake = Wake()
        self._changed = threading.Condition()
        self._ready: deque[Entry] = deque()
        self._error: BaseException | None = None
        self._is_over = self._is_closed = False
        self._heard_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="listing", daemon=True)
        self._thread.start()

    def fileno(self) -> int:
        """Give the descriptor, for selectors."""
        return self._wake.fileno()

    def clear(self) -> None:
        """Note that the descriptor was seen to be readable."""
        self._wake.clear()

    @property
    def has_news(self) -> bool:
        """Tell whether `take` would give entries or an error, or the end is reached."""
        with self._changed:
            return bool(self._ready) or self._is_over

    @property
    def is_exhausted(self) -> bool:
        """Tell whether everything was listed and taken."""
        with self._changed:
            return self._is_over and not self._ready and self._error is None

    def silent_seconds(self) -> float:
        """Tell for how long the next entry has been waited for."""
        with self._changed:
            return 0.0 if self._is_over or self._ready else time.monotonic() - self._heard_at

    def take(self, most: int) -> list[Entry]:
        """Give entries that are there now, in order.

        Raises:
            SourceError: the source cannot be listed any further, and all before that was taken.
        """
        with self._changed:
            taken = [self._ready.popleft() for _ in range(min(most, len(self._ready)))]
            self._heard_at = time.monotonic() if taken else self._heard_at
            self._changed.notify()
            if not taken and self._error is not None:
                raise self._error
        return taken

    def close(self) -> None:
        """End the listing; where it hangs it is left behind."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(_JOIN_SECONDS)
        self._wake.close()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            for entry in self._entries:
                if not self._put(entry):
                    break
        except BaseException as raised:  # noqa: BLE001  it is raised where entries are taken
            error = raised
        finally:
            close = getattr(self._entries, "close", None)
            if close is not None:
                close()
        with self._changed:
            self._error = error
            self._is_over = True
        self._wake.ring()

    def _put(self, entry: Entry) -> bool:
        with self._changed:
            while len(self._ready) >= _ENTRIES and not self._is_closed:
                self._changed.wait()
            was_empty = not self._ready
            self._ready.append(entry)
            self._heard_at = time.monotonic()
            is_wanted = not self._is_closed
        if was_empty:
            self._wake.ring()
        return is_wanted
