"""What the last build left behind, so that the next can tell what is stale; may be deleted at any time."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from site_builder.building.templates import PACKAGE
from site_builder.reading.sources import Stamp

T = TypeVar("T", bound=Struct)
# Raise it when what is kept changes its form; what an older version kept is then not read.
SCHEMA = 1
CHECKSUM = 16


class Left(Struct, frozen=True):
    """An output as the last build left it: what it was made from, its bytes, and the stamp that it got.

    The fingerprint is "" while the output is being written.
    """

    fingerprint: str
    digest: str
    stamp: tuple[int, int]


class Manifest(Struct, frozen=True):
    """All outputs by path; what templates can load; the clock of the build and when it will next matter."""

    tool: str = ""
    outputs: dict[str, Left] = {}
    references: dict[str, tuple[str | None, ...]] = {}
    at: int = 0
    next_change: int | None = None


def tool_digest() -> str:
    """Give a digest of the program: the stamps of its own files, names and versions of the packages beside msgspec."""
    hashed = blake2b(str(SCHEMA).encode(), digest_size=16)
    for folder, names, files in os.walk(PACKAGE):
        names[:] = sorted(name for name in names if name not in {"theme", "__pycache__"})
        for name in sorted(files):
            if name.endswith((".py", ".po")):
                status = Path(folder, name).stat()
                hashed.update(f"{folder}/{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    packages = Path(msgspec.__file__).parents[1].glob("*.dist-info")
    hashed.update("\0".join(sorted(each.name for each in packages)).encode())
    return hashed.hexdigest()


def save(file: Path, record: Struct) -> None:
    """Keep a record: checksum first, written beside and put in place at once."""
    data = msgspec.msgpack.encode(record)
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(blake2b(data, digest_size=CHECKSUM).digest() + data)
    beside.replace(file)


def load(file: Path, kind: type[T]) -> T:
    """Read a record; one that is absent, damaged or of an older form is as good as empty."""
    with suppress(OSError, msgspec.DecodeError):
        data = file.read_bytes()
        if blake2b(data[CHECKSUM:], digest_size=CHECKSUM).digest() == data[:CHECKSUM]:
            return msgspec.msgpack.decode(data[CHECKSUM:], type=kind)
    return kind()


def believable(stamps: dict[str, Stamp], started: int) -> dict[str, Stamp]:
    """Leave out the stamps of files changed so near the run's start that the clock could not tell a later change.

    The rule is git's for racily clean entries; two seconds is the coarsest clock in use (FAT).
    """
    limit = started - 2_000_000_000
    return {path: stamp for path, stamp in stamps.items() if max(stamp.mtime, stamp.ctime) < limit}
