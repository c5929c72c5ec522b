"""The output folder: marked as ours, locked, written file by file and pruned; decides nothing about what it holds."""

import errno
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import IO

from site_builder.atomic import put_in_place, write_bytes
from site_builder.problem import CommandError
from site_builder.state_folder import PREVIEW_OUTPUT, PUBLIC_OUTPUT, STAGING_OUTPUT, STATE

MARKER = ".bulletin-output"
MARKER_TEXT = "This folder is made by bulletin. Whatever else is put here is removed by the next build.\n"
TEMP_SUFFIX = ".bulletin-unfinished"
LOCK_TIMEOUT = 10.0
SPOOL_LIMIT = 64 << 20
# Files that are put in their places at once.
RENAME_THREADS = 8


def to_stamp(status: os.stat_result) -> tuple[int, int]:
    """Give what tells a file that we left from one that was changed since: bytes and time of the last change in ns."""
    return status.st_size, status.st_mtime_ns


def refuse_foreign(output: Path, site: Path) -> None:
    """Refuse an output folder that holds something we did not make, or lies where a build reads or removes it."""
    real, root = output.resolve(), site.resolve()
    for name in ("content", "templates", "fetched", STATE):
        if not is_own_output(real, root) and is_within(real, root / name):
            raise CommandError(2, "the output folder {folder} lies within the site's {name}", folder=output, name=name)
    if real == root or real in root.parents:
        raise CommandError(2, "the output folder {folder} holds the site itself", folder=output)
    around = next((each for each in real.parents if (each / MARKER).is_file()), None)
    if around:
        message = "the output folder {folder} lies within {other}, and the next build of that would remove it"
        raise CommandError(2, message, folder=output, other=around)
    if output.exists() and not output.is_dir():
        raise CommandError(2, "the output folder {folder} is a file", folder=output)
    if output.is_dir() and not (output / MARKER).is_file() and any(output.iterdir()):
        message = "the folder {folder} is not empty and was not made by bulletin; nothing was written"
        raise CommandError(2, message, folder=output)


def is_within(path: Path, folder: Path) -> bool:
    """Tell whether a resolved path is a folder or lies within it, by whatever name or link it is reached."""
    around = (path, *path.parents)
    return folder in around or (folder.exists() and any(each.exists() and each.samefile(folder) for each in around))


def is_own_output(folder: Path, site: Path) -> bool:
    """Tell whether a folder is one of those below .bulletin/ that are built into; both are resolved."""
    return folder in {site / PREVIEW_OUTPUT, site / PUBLIC_OUTPUT} or folder.parent == site / STAGING_OUTPUT


@contextmanager
def lock_output(output: Path, holder: Path) -> Iterator[None]:
    """Mark the output folder and hold its lock; wait for another build of it, then refuse and name the holder.

    The system lets go of the lock when the process ends, however it ends. Where nothing came into the folder there is
    no mark afterwards, and no folder, that was not there before.
    """
    existed, had_marker = output.exists(), (output / MARKER).exists()
    with acquire_lock(output, holder) as file:
        holder.write_text(f"{os.getpid()}", "utf-8")
        try:
            yield
        finally:
            holder.unlink(missing_ok=True)
            if not had_marker:
                remove_marker(output, folder=not existed)
            unlock(file)


@contextmanager
def acquire_lock(output: Path, holder: Path) -> Iterator[IO[bytes]]:
    """Give the mark, locked; another build may take its own away while this one waits for it."""
    while True:
        with open_marker(output) as file:
            wait_for_lock(file, output, holder)
            if is_same_file(file, output / MARKER):
                if not file.read(1):
                    file.write(MARKER_TEXT.encode())
                    file.flush()
                yield file
                return


def is_same_file(file: IO[bytes], path: Path) -> bool:
    """Tell whether a file that was opened is still the one at a path."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def open_marker(output: Path) -> IO[bytes]:
    """Open the mark at its beginning, and make it and its folder where they are not there."""
    while True:
        output.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            file = (output / MARKER).open("a+b")
            file.seek(0)
            return file


def remove_marker(output: Path, *, folder: bool) -> None:
    """Take the mark out of a folder that holds nothing else, and the folder away."""
    # An open file cannot be removed everywhere; then it stays.
    with suppress(OSError):
        if [each.name for each in output.iterdir()] == [MARKER]:
            (output / MARKER).unlink()
            if folder:
                output.rmdir()


def wait_for_lock(file: IO[bytes], output: Path, holder: Path) -> None:
    """Take the lock, trying for ten seconds."""
    end = time.monotonic() + LOCK_TIMEOUT
    while not try_lock(file):
        if time.monotonic() >= end:
            number = holder.read_text("utf-8") if holder.exists() else "?"
            raise CommandError(
                3, "another build of {folder} is running (process {number})", folder=output, number=number
            )
        time.sleep(0.05)


def try_lock(file: IO[bytes]) -> bool:
    """Try to take the lock of a file."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            return False
        raise
    return True


def unlock(file: IO[bytes]) -> None:
    """Let go of the lock of a file."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)


def remove_files(output: Path, paths: Iterable[str]) -> int:
    """Remove files, and the folders that they leave empty."""
    count = 0
    for path in sorted(paths):
        (output / path).unlink(missing_ok=True)
        count += 1
        parent = (output / path).parent
        while parent != output:
            try:
                parent.rmdir()
            except OSError:
                break
            parent = parent.parent
    return count


def write_output(output: Path, path: str, data: bytes, *, new: bool) -> tuple[int, int]:
    """Write a file and give its stamp: a new one directly, one that is there by another name put in its place."""
    if new:
        return write_file(f"{output}/{path}", data)
    unfinished = output / make_temp_path(path)
    left = write_file(str(unfinished), data)
    put_in_place(unfinished, output / path)
    return left


def write_file(file: str, data: bytes) -> tuple[int, int]:
    """Write a file at once, and its folders where there are none; give its stamp."""
    try:
        write_bytes(file, data)
    except FileNotFoundError:
        make_folder(file.rpartition("/")[0])
        write_bytes(file, data)
    return to_stamp(os.stat(file))  # noqa: PTH116 - done for every page


def make_folder(folder: str) -> None:
    """Make a folder; mostly it is the last one alone that is missing."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - done for every page
    except OSError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - done for every page


def make_temp_path(path: str) -> str:
    """Give the path at which a file is written that will take the place of another."""
    folder, slash, name = path.rpartition("/")
    return f"{folder}{slash}.{name[:100]}{TEMP_SUFFIX}"


def move_into_place(output: Path, paths: Iterable[str]) -> None:
    """Put files that were written beside their places there; several at once, as a file system may wait at each."""
    from concurrent.futures import ThreadPoolExecutor

    rows = list(paths)
    with ThreadPoolExecutor(RENAME_THREADS) as threads:
        for _ in threads.map(partial(move_batch, output), (rows[n::RENAME_THREADS] for n in range(RENAME_THREADS))):
            pass


def move_batch(output: Path, paths: Iterable[str]) -> None:
    """Put files in their places one after another."""
    for path in paths:
        put_in_place(f"{output}/{make_temp_path(path)}", f"{output}/{path}")


def copy_file(output: Path, path: str, source: Path) -> tuple[tuple[int, int], str]:
    """Copy a file to its place and give its stamp and the digest of what was copied."""
    file = output / path
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = output / make_temp_path(path)
    hashed = blake2b(digest_size=16)
    with source.open("rb") as reading, unfinished.open("wb") as writing:
        while block := reading.read(1 << 20):
            hashed.update(block)
            writing.write(block)
    put_in_place(unfinished, file)
    return to_stamp(file.stat()), hashed.hexdigest()


class Spool:
    """Rendered pages kept until all are made: in memory up to 64 MiB, beyond that in a file that has no name."""

    def __init__(self, folder: Path) -> None:
        """Spill into a folder."""
        self.file = tempfile.SpooledTemporaryFile(max_size=SPOOL_LIMIT, dir=str(folder))  # noqa: SIM115 - close closes it
        self.places: list[tuple[str, int]] = []

    def add(self, path: str, data: bytes) -> None:
        """Keep a page."""
        self.file.write(data)
        self.places.append((path, len(data)))

    def drain(self) -> Iterator[tuple[str, bytes]]:
        """Give the pages in the order they came."""
        self.file.seek(0)
        for path, size in self.places:
            yield path, self.file.read(size)

    def close(self) -> None:
        """Forget the pages."""
        self.file.close()
