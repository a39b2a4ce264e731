"""The use case of a scan: targets in, summary out; what was recorded stays, however it ends."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

from pii_scan.app.targets import AskPassword, Targets, nobody_to_ask
from pii_scan.core.errors import KeyFileError, PiiScanError
from pii_scan.core.outcome import Outcome, Reason
from pii_scan.core.ports import Progress, Source
from pii_scan.engine.attempt import Tally
from pii_scan.engine.digest import settings_digest
from pii_scan.engine.local import LocalEngine
from pii_scan.engine.worker import PipelineLike
from pii_scan.engine.zygote import MakePipeline
from pii_scan.inventory import Sealer, Vault, create_key_file, open_reader, open_recorder
from pii_scan.inventory.store import path_of
from pii_scan.reports.messages import Messages
from pii_scan.settings.passwords import read_passwords
from pii_scan.settings.settings import Settings
from pii_scan.sources.filesystem import Identity

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Unread:
    """How much was not, or not fully, read for one reason."""

    reason: Reason
    count: int
    size_bytes: int

    @property
    def advice(self) -> str:
        """What would mend it."""
        return Messages("en").advice(self.reason)


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What a scan came to.

    `items` and `size_bytes` count whole items, unchanged ones too; `outcomes` counts the rows of the ledger, members
    of what was read included. `unread` names what keeps the scan from being complete, most first. `interrupted_by`
    is the number of the signal that ended the scan early. `offline` tells that no worker could reach a network.
    """

    items: int
    size_bytes: int
    findings: int
    seconds: float
    outcomes: dict[Outcome, int]
    unread: tuple[Unread, ...]
    gone: int
    new: int
    changed: int
    new_key_file: Path | None
    interrupted_by: int | None
    offline: bool

    @property
    def complete(self) -> bool:
        """Tell whether everything that can be read was read."""
        return not self.unread and self.interrupted_by is None


def load_pipeline(settings: Settings) -> PipelineLike:
    """Load what workers need; called in the workers' parent only, which is why it imports so late."""
    from pii_scan.engine.pipeline import Pipeline  # noqa: PLC0415  the main process never loads a parser

    return Pipeline(settings)


def run_scan(
    settings: Settings,
    targets: Sequence[str],
    progress: Progress,
    *,
    refresh: bool = False,
    make_pipeline: MakePipeline = load_pipeline,
    ask_password: AskPassword = nobody_to_ask,
) -> ScanSummary:
    """Scan targets one after the other; with `refresh` and no targets, all that the inventory knows.

    A missing key file is made where there is no inventory yet. SIGINT, SIGTERM and SIGHUP end the scan within
    seconds; what was recorded by then stays.

    Raises:
        PiiScanError: a target cannot be listed, or inventory or key cannot be used.
    """
    started = time.monotonic()
    if settings.passwords_file is not None:
        settings = replace(settings, passwords=read_passwords(settings.passwords_file))
    own: set[Identity] = set()
    with _stop_signals() as stop, LocalEngine(settings, make_pipeline) as engine:
        known = Targets(settings, own, ask_password)
        sources = [known.source(name) for name in targets]
        new_key_file = _provide_key(settings)  # only now: a target that is not there leaves no key behind
        if refresh and not targets:
            sources = [known.source(name) for name in _known_sources(settings)]
        engine.open_sealers(Sealer(Vault.load(settings.key_file)))
        scan = _Scan(settings, engine, stop, progress, own)
        for source in sources:
            scan.read(source)
    tally = scan.tally
    unread = [Unread(reason, count, tally.unread_bytes[reason]) for reason, count in tally.unread.most_common()]
    return ScanSummary(
        items=tally.items,
        size_bytes=tally.size_bytes,
        findings=tally.findings,
        seconds=time.monotonic() - started,
        outcomes=dict(tally.outcomes),
        unread=tuple(unread),
        gone=scan.gone,
        new=scan.new,
        changed=scan.changed,
        new_key_file=new_key_file,
        interrupted_by=stop.signal_number,
        offline=engine.offline is not False,
    )


class _Scan:
    """Scans one source after the other and adds up what they come to."""

    def __init__(
        self, settings: Settings, engine: LocalEngine, stop: _Stop, progress: Progress, own: set[Identity]
    ) -> None:
        self.tally = Tally()
        self.gone = self.new = self.changed = 0
        self._settings = settings
        self._engine = engine
        self._stop = stop
        self._progress = progress
        self._own = own
        self._digest = settings_digest(settings)

    def read(self, source: Source) -> None:
        """Scan one source, unless the scan was told to stop."""
        if self._stop.is_asked():
            return
        settings = self._settings
        progress = _Onward(self._progress, self.tally.items, self.tally.size_bytes)
        with open_recorder(
            settings.inventory, settings.key_file, source.name, self._digest, settings.passwords
        ) as recorder:
            self._own.update(_identities(settings))
            with closing(source):
                tally, is_complete = self._engine.scan(source, recorder, progress, self._stop.is_asked)
            self.gone += recorder.finish(complete=is_complete)
            self.new += recorder.new
            self.changed += recorder.changed
        self.tally.add(tally)


class _Onward:
    """Progress of a further source, on top of those before it."""

    def __init__(self, progress: Progress, items: int, size_bytes: int) -> None:
        self._progress = progress
        self._items = items
        self._size_bytes = size_bytes

    def total(self, items: int, size_bytes: int) -> None:
        """See `Progress.total`."""
        self._progress.total(self._items + items, self._size_bytes + size_bytes)

    def advance(self, items: int, size_bytes: int) -> None:
        """See `Progress.advance`."""
        self._progress.advance(items, size_bytes)


class _Stop:
    """Remembers the signal that asked for the end; a second one is no longer held back."""

    def __init__(self) -> None:
        self.signal_number: int | None = None

    def is_asked(self) -> bool:
        """Tell whether the scan should end now."""
        return self.signal_number is not None

    def ask(self, number: int, _frame: FrameType | None) -> None:
        """Be the handler of a signal."""
        self.signal_number = number
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def _stop_signals() -> Iterator[_Stop]:
    """Have signals ask for an orderly end; elsewhere than in the main thread they are left alone."""
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = {number: signal.getsignal(number) for number in _STOPPING}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, stop.ask)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _provide_key(settings: Settings) -> Path | None:
    """Make a key file where neither key nor inventory exists; give its path if it was made.

    Raises:
        KeyFileError: there is an inventory, but its key is missing.
    """
    if settings.key_file.exists():
        return None
    inventory = path_of(settings.inventory)
    if inventory.exists():
        raise KeyFileError(
            f"key file {settings.key_file} is missing, and inventory {inventory} cannot be used without it"
        )
    create_key_file(settings.key_file)
    return settings.key_file


def _known_sources(settings: Settings) -> list[str]:
    """Give the targets of earlier scans."""
    return open_reader(settings.inventory, settings.key_file).sources()


def _identities(settings: Settings) -> Iterator[Identity]:
    """Give the files that the scan itself writes or must not read: inventory, key and passwords."""
    inventory = path_of(settings.inventory)
    secrets = [settings.key_file, *([settings.passwords_file] if settings.passwords_file else [])]
    for path in (*inventory.parent.glob(f"{inventory.name}*"), *secrets):
        try:
            state = path.stat()
        except OSError as error:
            raise PiiScanError(f"{path} cannot be looked at: {error.strerror}") from None
        yield state.st_dev, state.st_ino
