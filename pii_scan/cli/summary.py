"""The end of a scan, for people: what was done, and at last what could not be read, why, and where."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import click

from pii_scan.app.scan import ScanSummary
from pii_scan.cli.exits import Exit
from pii_scan.cli.output import safe, size, table

WORDS = {
    "unsupported": "no reader knows the format",
    "encrypted": "protected by a password",
    "corrupt": "damaged: nothing could be read",
    "timeout": "took longer than the limit",
    "memory": "needs more memory than the limit",
    "crashed": "its reader crashed",
    "unreadable": "may not be opened, or the disk failed",
    "truncated": "the end is missing",
    "too_large": "larger than a limit",
    "too_deep": "nested deeper than the limit",
    "too_many": "holds more parts than the limit",
    "ratio": "expands beyond the limit",
    "recognizer": "a recognizer did not finish",
    "changed_during_read": "changed while it was read",
    "ocr_missing": "a picture; its text was not recognized",
}


def print_summary(summary: ScanSummary, examples: dict[str, list[str]]) -> None:
    """Print the summary; `examples` names a few items by reason."""
    for line in _lines(summary, examples):
        click.echo(safe(line))


def exit_code(summary: ScanSummary) -> int:
    """Tell how the command ends: as shells tell a signal, else complete or not."""
    if summary.interrupted_by is not None:
        return 128 + summary.interrupted_by
    return Exit.COMPLETE if summary.complete else Exit.INCOMPLETE


def _lines(summary: ScanSummary, examples: dict[str, list[str]]) -> Iterator[str]:
    if summary.new_key_file is not None:
        yield f"a new key was made: {summary.new_key_file}. Keep a copy apart: without it nothing can be read again."
    rate = summary.size_bytes / summary.seconds if summary.seconds else 0
    yield (
        f"{_counted(summary.items, 'item')}, {size(summary.size_bytes)}, in {summary.seconds:.1f} s ({size(rate)}/s): "
        f"{_counted(summary.findings, 'finding')}"
    )
    counts = ", ".join(f"{count:,} {outcome.value}" for outcome, count in summary.outcomes.items() if count)
    yield f"with what is inside archives and mails: {counts or 'nothing'}"
    if summary.items > summary.new or summary.gone:
        yield f"since the last scan: {summary.new:,} new, {summary.changed:,} changed, {summary.gone:,} gone"
    if summary.gone and not summary.items:
        yield "warning: nothing is left of what was there before; is the share still mounted?"
    if not summary.offline:
        yield "note: this system does not let workers leave the network; they do not use it"
    if summary.interrupted_by is not None:
        name = signal.Signals(summary.interrupted_by).name
        yield f"interrupted by {name}: what was recorded stays, and the next scan goes on from there"
    if summary.unread:
        yield ""
        yield "not, or not fully, read (`pii-scan coverage --unread` lists every one):"
        yield from _unread(summary, examples)
    elif summary.interrupted_by is None:
        yield "read completely; what is empty, excluded, or sound and video was not looked into"


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def _unread(summary: ScanSummary, examples: dict[str, list[str]]) -> Iterator[str]:
    """Give one line a reason, and below it a few of the items."""
    head = ["REASON", "ITEMS", "SIZE", "MEANING", "WHAT TO DO"]
    rows = [[u.reason, f"{u.count:,}", size(u.size_bytes), WORDS.get(u.reason, ""), u.advice] for u in summary.unread]
    lines = table([head, *rows])
    yield next(lines)
    for unread, line in zip(summary.unread, lines, strict=True):
        yield line
        names = examples.get(unread.reason, [])
        yield from (f"    {name}" for name in names)
        if names and unread.count > len(names):
            yield f"    and {unread.count - len(names):,} more"
