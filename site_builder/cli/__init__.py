"""arguments -> one call -> text and exit status; the only place that prints or exits."""

import gc
import os
import sys
import time

# What a shell expects of a command that was stopped with Ctrl-C.
INTERRUPTED = 130


def main() -> None:
    """Run the command of this process and exit; a build with nothing to do ends before anything else is imported."""
    try:
        run(sys.argv[1:])
    except SystemExit as end:
        exit_now(end.code if isinstance(end.code, int) else 0)
    except KeyboardInterrupt:  # Ctrl-C before there was anything to stop
        exit_now(INTERRUPTED)


def run(arguments: list[str]) -> None:
    """Run a command; raises SystemExit at its end."""
    from site_builder.building.no_op.check import find_recorded_output

    # Most commands make many records, hardly a cycle, and end soon.
    gc.disable()
    start = time.perf_counter()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # a program that runs others may start us without
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - imports nothing
    repeated = find_recorded_output(arguments, time.time())
    if repeated is not None:
        from site_builder.cli.repeat import repeat_output

        before, after, err = repeated
        repeat_output(f"{before}{time.perf_counter() - start:.2f}{after}" if before or after else "", err)
    from site_builder.cli.commands import main as command

    command(arguments)


def exit_now(status: int) -> None:
    """End this process at once: taking apart all that was read would take longer than a small build."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            status = status or 3
    os._exit(status)
