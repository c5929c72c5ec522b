"""What lies in a release on a target: files, links, folders that nobody may look into; reads no file."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from msgspec import Struct

# `closed` is a folder that cannot be looked into: a web server of another account may serve what is in it.
FileKind = Literal["file", "link", "other", "closed"]


class ReleaseFile(Struct, frozen=True, order=True):
    """Something in a release: its path, readable whatever its bytes are, and what it is."""

    path: str
    kind: FileKind


def list_release(folder: Path) -> Iterator[ReleaseFile]:
    """List everything below a folder but the folders; links are not followed."""
    root = os.fsencode(folder)
    for where, folders, names in os.walk(root):
        for name in [*folders, *names]:
            whole = os.path.join(where, name)  # noqa: PTH118 - bytes
            kind = find_kind(whole)
            if kind:
                yield ReleaseFile(decode_path(os.path.relpath(whole, root)), kind)


def find_kind(path: bytes) -> FileKind | None:
    """Tell what something is; None for a folder that can be looked into, and for what is gone by now."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return None
    if stat.S_ISDIR(mode):
        return None if os.access(path, os.R_OK | os.X_OK) else "closed"
    return "link" if stat.S_ISLNK(mode) else "file" if stat.S_ISREG(mode) else "other"


def parse_file_list(data: bytes) -> tuple[ReleaseFile, ...]:
    """Read what the step list_files of remote.sh prints: `KIND ./PATH`, each with a NUL after it."""
    pairs = (each.split(b" ./", 1) for each in data.split(b"\0") if b" ./" in each)
    known = {kind.encode(): kind for kind in get_args(FileKind)}
    return tuple(sorted(ReleaseFile(decode_path(path), known[kind]) for kind, path in pairs if kind in known))


def decode_path(path: bytes) -> str:
    """Decode a path."""
    return path.decode("utf-8", "backslashreplace")
