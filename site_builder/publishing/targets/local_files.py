"""Files of a target in a folder of this machine: shared, copied, digested, flushed; knows no release and no lock."""

import os
import shutil
import stat
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from site_builder.publishing.targets.target import TargetSettings, make_damaged_file_error


class Modes(Struct, frozen=True):
    """What files and folders get, whatever the umask."""

    file: int
    folder: int


def make_modes(settings: TargetSettings) -> Modes:
    """Give the modes of a release."""
    return Modes(settings.mode, settings.folder_mode)


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder, and each above it that is missing, with a mode; leave one that is there as it is."""
    if not folder.is_dir():
        make_folder(folder.parent, mode)
        folder.mkdir(exist_ok=True)
        set_mode(folder, mode)


def set_mode(path: Path, mode: int) -> None:
    """Give a file or folder a mode; a folder goes on handing its group down where it did."""
    before = path.stat().st_mode
    wanted = mode | (before & stat.S_ISGID if stat.S_ISDIR(before) else 0)
    if stat.S_IMODE(before) != wanted:
        path.chmod(wanted)


def is_folder(path: Path) -> bool:
    """Tell whether something is a folder and no link to one."""
    return path.is_dir() and not path.is_symlink()


def is_over_link(root: Path, path: str) -> bool:
    """Tell whether a path below a folder leads over a link, or out of it."""
    parts = path.split("/")
    return ".." in parts or any((root / Path(*parts[:n])).is_symlink() for n in range(len(parts) + 1))


def link_unchanged(old: Path, new: Path, digest: str, modes: Modes) -> bool:
    """Give a file of the live release a second name, if it still has its digest."""
    if not old.is_file() or digest_file(old) != digest:
        return False
    make_folder(new.parent, modes.folder)
    try:
        new.hardlink_to(old)
        if not new.is_symlink():
            set_mode(new, modes.file)
    except OSError:  # no hard links there, or the file is somebody else's
        new.unlink(missing_ok=True)
        copy_file(old, new, modes)
    if not new.is_symlink() and (new.samefile(old) or digest_file(new) == digest):
        return True
    new.unlink()
    return False


def copy_checked(source: Path, new: Path, digest: str, path: str, modes: Modes) -> int:
    """Copy a file, read it again, give its size; CommandError where it is another."""
    if not source.is_file():
        raise make_damaged_file_error(path)
    make_folder(new.parent, modes.folder)
    copy_file(source, new, modes)
    if digest_file(new) != digest:
        raise make_damaged_file_error(path)
    return new.stat().st_size


def copy_file(source: Path, new: Path, modes: Modes) -> None:
    """Copy a file with its times."""
    shutil.copyfile(source, new)
    shutil.copystat(source, new)
    new.chmod(modes.file)


def remove_folders(*folders: Path) -> None:
    """Remove what was begun; whatever keeps it from that is left to the next publisher."""
    for each in folders:
        with suppress(OSError):
            shutil.rmtree(each)


def digest_file(file: Path) -> str:
    """Give a file's SHA-256."""
    hashed = sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            hashed.update(block)
    return hashed.hexdigest()


def sync_folder(folder: Path) -> None:
    """Have what was written reach the disk before anything points to it."""
    if hasattr(os, "sync"):
        os.sync()
        return
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())
