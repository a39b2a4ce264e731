"""The command line: parse, call one use case of `app`, print, exit.

Commands import `app` when they run, so that `--help` answers at once. Every error becomes one line on standard error
and an exit code; there is never a traceback, whose frames may show what was read.
"""

from __future__ import annotations

import os
import signal
import sys
from types import TracebackType
from typing import NoReturn

import click

from pii_scan.cli.exits import Exit
from pii_scan.cli.group import pii_scan
from pii_scan.cli.output import safe
from pii_scan.core.errors import PiiScanError


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    sys.excepthook = _report_unexpected
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(run(arguments))


def run(arguments: list[str] | None) -> int:
    """Run one command and give its exit code; every foreseen error is told in one line."""
    try:
        code = pii_scan.main(arguments, prog_name="pii-scan", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        click.echo(_usage(error), err=True)
        return Exit.USAGE
    except PiiScanError as error:
        hint = f" ({error.hint})" if error.hint else ""
        click.echo(f"pii-scan: {safe(str(error))}{hint}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("pii-scan: interrupted; what was recorded stays recorded", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone; nothing to tell it
        return Exit.FAILED
    except OSError as error:
        click.echo(f"pii-scan: {error.strerror or type(error).__name__}", err=True)
        return Exit.FAILED
    return code if isinstance(code, int) else Exit.COMPLETE


def _usage(error: click.ClickException) -> str:
    """Say what is wrong with the command line, and which help tells more; without any command, that help itself."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    asked = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "pii-scan"
    return f"pii-scan: {safe(error.format_message())} (see `{asked} --help`)"


def _terminate(number: int, frame: object) -> NoReturn:
    """Leave through every `finally`, so that workers end and the inventory is closed."""
    del number, frame
    sys.exit(Exit.TERMINATED)


def _report_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Name the type and the place in the code of an error nobody foresaw; its words may quote what was read."""
    del error
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}" if trace is not None else ""
    click.echo(f"pii-scan: unexpected {kind.__name__}{place}; please report it (SECURITY.md says how)", err=True)
