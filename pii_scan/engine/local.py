"""The coordinator of one machine: hands items to workers, hears what they find, has it sealed, and writes it.

It runs no parser and opens no block. A worker that hangs, dies or talks nonsense costs its item, never the scan.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from pii_scan.core.errors import PiiScanError
from pii_scan.core.ports import Progress, Recorder, Source
from pii_scan.engine.attempt import Attempt, Tally
from pii_scan.engine.crew import Crew
from pii_scan.engine.round import Round
from pii_scan.engine.sealers import SealerLike, Sealers
from pii_scan.engine.watch import Watch
from pii_scan.engine.zygote import MakePipeline
from pii_scan.settings.settings import Settings

WORKERS_PER_SEALER = 4


class LocalEngine:
    """Workers and sealers on this machine.

    It forks the workers' parent when made, so make it before a key is read; `open_sealers` comes after.
    """

    def __init__(self, settings: Settings, make_pipeline: MakePipeline) -> None:
        self._settings = settings
        self._crew = Crew(settings, make_pipeline)
        self._sealers: Sealers[tuple[Attempt, str | None, int]] | None = None

    def __enter__(self) -> Self:
        """Give the engine."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process."""
        self.close()

    @property
    def offline(self) -> bool | None:
        """Tell whether the workers have no network; None while that is not known."""
        return self._crew.offline

    def open_sealers(self, sealer: SealerLike) -> None:
        """Start the processes that hold the keys."""
        count = -(-max(1, self._settings.workers) // WORKERS_PER_SEALER)
        self._sealers = Sealers(sealer, count)

    def scan(
        self, source: Source, recorder: Recorder, progress: Progress, is_stopped: Callable[[], bool]
    ) -> tuple[Tally, bool]:
        """Read what a source lists and is not known yet; give what it came to, and whether all of it was seen.

        Once `is_stopped` says so, items in work are given up and left as they were in the inventory.

        Raises:
            PiiScanError: the scan cannot go on; what was committed stays.
        """
        if self._sealers is None:
            raise PiiScanError("sealers are not open")
        watch = Watch()
        scan = Round(
            self._settings.limits, source, recorder, progress, crew=self._crew, sealers=self._sealers, watch=watch
        )
        try:
            is_complete = scan.run(is_stopped)
            scan.give_up()
        finally:
            scan.close()
            watch.close()
        return scan.tally, is_complete

    def close(self) -> None:
        """End every process."""
        if self._sealers is not None:
            self._sealers.close()
            self._sealers = None
        self._crew.close()
