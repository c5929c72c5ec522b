"""How often a test by chance does what it does: by default as often as shows it, with LONG=1 many times more.

SEED in the environment repeats a run that a test has told of.
"""

import os

SEED = os.environ.get("SEED", "4711")


def choose_length(short: int, long: int) -> int:
    return long if os.environ.get("LONG") else short
