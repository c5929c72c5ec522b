"""The program at a pseudo-terminal, with somebody who answers its questions; knows no question."""

import os
import pty
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0
CHUNK = 1 << 16


def run_at_terminal(
    arguments: Sequence[str], folder: Path, prompt: str, answer: Callable[[str], str]
) -> tuple[int, str]:
    """Run a command in a folder; each time that `prompt` ends what is shown, `answer` is asked for the reply.

    Gives the exit status and all that was shown.
    """
    ours, theirs = pty.openpty()
    environment = {key: value for key, value in os.environ.items() if key not in {"LC_ALL", "LC_MESSAGES", "LANG"}}
    with subprocess.Popen(
        [sys.executable, "-m", "site_builder", *arguments],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LANG": "C.UTF-8"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown, answered = b"", 0
        while select.select([ours], [], [], PATIENCE)[0]:
            try:
                more = os.read(ours, CHUNK)
            except OSError:  # what Linux says where the other end is closed
                break
            if not more:
                break
            shown += more
            text = shown.decode("utf-8", "replace")
            if text.endswith(prompt) and len(shown) > answered:
                answered = len(shown)
                os.write(ours, answer(text).encode() + b"\n")
        status = process.wait(PATIENCE)
    os.close(ours)
    return status, shown.decode("utf-8").replace("\r\n", "\n")
