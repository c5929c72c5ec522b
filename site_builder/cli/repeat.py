"""Prints what was said before; imports nothing."""

import os
import sys


def repeat_output(out: str, err: str) -> None:
    """Print to stdout and stderr and exit: 0, or 3 where nobody reads (contract, section 4)."""
    status = 0
    try:
        for stream, text in ((sys.stderr, err), (sys.stdout, out)):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
            stream.write(text)
            stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 3
    sys.exit(status)
