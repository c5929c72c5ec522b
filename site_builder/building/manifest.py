"""What the last build left behind, so that the next can tell what is stale; may be deleted at any time."""

import os
from functools import cache
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.building.theme import PACKAGE
from site_builder.content.scan import Stamp

# Raise it when what is kept changes its form; what an older version kept is then not read.
SCHEMA = 1
# A file changed so near the start of a run may change again without its stamp telling, in ns.
RACY_WINDOW = 2_000_000_000


class OutputEntry(Struct, frozen=True, array_like=True):
    """An output as the last build left it: what it was made from, its bytes, and the stamp that it got.

    The fingerprint is "" while the output is being written.
    """

    fingerprint: str
    digest: str
    stamp: tuple[int, int]


class Manifest(Struct, frozen=True):
    """All outputs by path; what templates can load; the clock of the build and when it will next matter.

    `folders` are those of the output with their times of change in ns, as they were left.
    """

    outputs: dict[str, OutputEntry] = {}
    folders: dict[str, int] = {}
    references: dict[str, tuple[str | None, ...]] = {}
    at: int = 0
    next_change: int | None = None


@cache
def compute_tool_digest() -> str:
    """Give a digest of the program: the stamps of its own files, names and versions of the packages beside msgspec.

    It is that of the program as it was when this process first asked.
    """
    hashed = blake2b(str(SCHEMA).encode(), digest_size=16)
    for folder, names, files in os.walk(PACKAGE):
        names[:] = sorted(name for name in names if name not in {"theme", "__pycache__"})
        for name in sorted(files):
            if name.endswith((".py", ".po", ".toml")):
                status = os.stat(f"{folder}/{name}")  # noqa: PTH116 - done for every module
                hashed.update(f"{folder}/{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    packages = (each.name for each in Path(msgspec.__file__).parents[1].iterdir())
    hashed.update("\0".join(sorted(name for name in packages if name.endswith(".dist-info"))).encode())
    return hashed.hexdigest()


def drop_racy_stamps(stamps: dict[str, Stamp], started: int) -> dict[str, Stamp]:
    """Leave out the stamps of files changed so near the run's start that the clock could not tell a later change.

    The rule is git's for racily clean entries; two seconds is the coarsest clock in use (FAT).
    """
    limit = started - RACY_WINDOW
    return {path: stamp for path, stamp in stamps.items() if stamp.mtime < limit and stamp.ctime < limit}
