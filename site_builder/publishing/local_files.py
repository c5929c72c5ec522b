"""Files of a target in a folder of this machine: shared, copied, digested, flushed; knows no release and no lock."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

from site_builder.publishing.targets import damaged


def is_folder(path: Path) -> bool:
    """Tell whether something is a folder and no link to one."""
    return path.is_dir() and not path.is_symlink()


def is_over_link(root: Path, path: str) -> bool:
    """Tell whether a path below a folder leads over a link, or out of it."""
    parts = path.split("/")
    return ".." in parts or any((root / Path(*parts[:n])).is_symlink() for n in range(len(parts) + 1))


def share(old: Path, new: Path, digest: str) -> bool:
    """Give a file of the live release a second name, if it still has its digest."""
    if not old.is_file() or digest_of(old) != digest:
        return False
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        new.hardlink_to(old)
    except OSError:
        shutil.copy2(old, new)
    return not new.is_symlink() and (new.samefile(old) or digest_of(new) == digest)


def send(source: Path, new: Path, digest: str, path: str) -> int:
    """Copy a file, read it again, give its size; Refused where it is another."""
    if not source.is_file():
        raise damaged(path)
    new.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, new)
    shutil.copystat(source, new)
    new.chmod(0o644)
    if digest_of(new) != digest:
        raise damaged(path)
    return new.stat().st_size


def digest_of(file: Path) -> str:
    """Give a file's SHA-256."""
    hashed = sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def flush(folder: Path) -> None:
    """Have what was written reach the disk before anything points to it."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())
