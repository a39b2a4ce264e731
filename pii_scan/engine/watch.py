"""Waits on many descriptors at once and calls whoever waits for each."""

from __future__ import annotations

import selectors
from collections.abc import Callable
from typing import Protocol

from pii_scan.engine.channel import Channel


class Waitable(Protocol):
    """Something with a descriptor. It is known by its identity, since numbers of descriptors come back."""

    def fileno(self) -> int:
        """Give the descriptor."""


class Watch:
    """Readers are called when something can be read; channels with data to send are served as they drain."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._readers: dict[Waitable, Callable[[], None]] = {}
        self._paused: set[Waitable] = set()

    def add(self, waitable: Waitable, on_readable: Callable[[], None]) -> None:
        """Call `on_readable` whenever something can be read."""
        self._readers[waitable] = on_readable
        self._selector.register(waitable, selectors.EVENT_READ, waitable)

    def drop(self, waitable: Waitable) -> None:
        """Forget a descriptor, before it is closed."""
        if self._readers.pop(waitable, None) is not None:
            self._set(waitable, 0)
            self._paused.discard(waitable)

    def pause(self, waitable: Waitable) -> None:
        """Leave what can be read where it is until `resume`."""
        self._paused.add(waitable)

    def resume(self, waitable: Waitable) -> None:
        """Undo `pause`."""
        self._paused.discard(waitable)

    def wait(self, timeout_seconds: float) -> None:
        """Wait for something to happen, at most so long, and call who waits for it."""
        for waitable in self._readers:
            self._set(waitable, self._wanted(waitable))
        if not self._selector.get_map():
            return
        for key, events in self._selector.select(timeout_seconds):
            if events & selectors.EVENT_WRITE and isinstance(key.data, Channel):
                key.data.flush()
            if events & selectors.EVENT_READ and key.data in self._readers:
                self._readers[key.data]()

    def _wanted(self, waitable: Waitable) -> int:
        events = 0 if waitable in self._paused else selectors.EVENT_READ
        if isinstance(waitable, Channel) and waitable.pending:
            events |= selectors.EVENT_WRITE
        return events

    def _set(self, waitable: Waitable, events: int) -> None:
        key = self._selector.get_map().get(waitable)
        if key is None:
            if events:
                self._selector.register(waitable, events, waitable)
        elif not events:
            self._selector.unregister(waitable)
        elif key.events != events:
            self._selector.modify(waitable, events, waitable)

    def close(self) -> None:
        """Forget everything."""
        self._selector.close()
        self._readers.clear()
