"""A target in a folder of this machine, `file:///path`, in Python alone; keeps the same order as far.sh."""

import os
import platform
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path

from site_builder.publishing.manifest import NAME
from site_builder.publishing.release_files import ReleaseFile, list_release
from site_builder.publishing.stage import LEDGER, Staged
from site_builder.publishing.targets import (
    ABANDONED_MINUTES,
    ID,
    LISTING,
    PATIENCE,
    SWITCHED,
    Far,
    Progress,
    damaged,
    held,
    listed,
    listing,
    lost_lock,
    planted,
    pointing_elsewhere,
)

INCOMING, REMOVED = ".incoming-", ".removed-"


class LocalTarget:
    """`file:///path`; every failure of the file system is an OSError that names the file."""

    def __init__(self, name: str, url: str, root: Path) -> None:
        """Publish into a folder, which need not exist yet."""
        self.name = name
        self.url = url
        self.root = root
        self.releases = root / "releases"
        self.lock = root / ".lock"
        self.token = ""

    def inspect(self) -> Far:
        """Say what is there; writes nothing."""
        if self.releases.is_symlink() or (self.releases.exists() and not self.releases.is_dir()):
            raise planted("releases")
        current = self.live()
        manifest = self.read(current, NAME) if current else None
        ledger = self.read(current, LEDGER) if current else None
        return Far(tuple(self.ids()), current, manifest, ledger)

    def ids(self) -> list[str]:
        """List the releases, oldest first."""
        names = [each.name for each in self.releases.iterdir()] if self.releases.is_dir() else []
        return sorted(name for name in names if ID.fullmatch(name) and is_folder(self.releases / name))

    def live(self) -> str | None:
        """Give the live release; refuses a `current` that is anything but a link to one."""
        link = self.root / "current"
        if not link.is_symlink():
            if link.exists():
                raise pointing_elsewhere("current")
            return None
        to = os.readlink(link).replace("\\", "/")  # noqa: PTH115 - as written, not as pathlib would normalise it
        if not re.fullmatch(rf"releases/{ID.pattern}", to) or not is_folder(self.root / to):
            raise pointing_elsewhere(to)
        return to.partition("/")[2]

    def connected(self) -> AbstractContextManager[None]:
        """Need no connection."""
        return nullcontext()

    @contextmanager
    def locked(self, owner: str) -> Iterator[None]:
        """Hold the target; waits a little for another publisher that is about to end."""
        self.root.mkdir(parents=True, exist_ok=True)
        self.inspect()
        self.releases.mkdir(exist_ok=True)
        token = secrets.token_hex(16)
        end = time.monotonic() + PATIENCE
        while not self.take(token, owner):
            if time.monotonic() >= end:
                raise held(self.owner())
            time.sleep(0.1)
        self.token = token
        try:
            yield
        finally:
            self.token = ""
            if self.owner().partition("\n")[0] == token:
                # Whole or not at all: a lock that does not say whose it is could not be taken over.
                aside = self.root / f".lock-{token}"
                with suppress(OSError):
                    self.lock.rename(aside)
                    shutil.rmtree(aside)

    def take(self, token: str, owner: str) -> bool:
        """Try to take the lock, which is made beside and put in its place whole; an abandoned one is taken over."""
        if self.lock.is_symlink():
            raise planted(".lock")
        mine = self.root / f".lock-{token}"
        try:
            mine.mkdir()
            who = "".join(c if c.isprintable() else "?" for c in owner)
            text = f"{token}\n{who}\n{platform.node()}\n{os.getpid()}\n{int(time.time())}\n"
            (mine / "owner").write_text(text, "utf-8")
            before = self.owner()
            if not self.lock.exists():
                with suppress(OSError):
                    mine.rename(self.lock)
            elif self.abandoned(before):
                self.inherit(before, mine / "owner")
        finally:
            shutil.rmtree(mine, ignore_errors=True)
        return self.owner().partition("\n")[0] == token

    def inherit(self, before: str, mine: Path) -> None:
        """Take an abandoned lock over: only one at a time may, and only from the one that it looked at."""
        heir = self.lock / "heir"
        with suppress(OSError):
            if time.time() - heir.stat().st_mtime > 60:  # noqa: PLR2004 - whoever made it was killed
                heir.rmdir()
        with suppress(FileExistsError, FileNotFoundError):
            heir.mkdir()
            try:
                if self.owner() == before:
                    mine.replace(self.lock / "owner")
            finally:
                heir.rmdir()

    def owner(self) -> str:
        """Read who holds the lock."""
        with suppress(OSError, UnicodeDecodeError):
            return (self.lock / "owner").read_text("utf-8")
        return ""

    def abandoned(self, owner: str) -> bool:
        """Tell whether a lock's process on this machine is gone, or nothing has changed for hours."""
        with suppress(OSError):
            minutes = (time.time() - self.lock.stat().st_mtime) / 60
            if minutes > ABANDONED_MINUTES or (not owner and minutes > 1):
                return True
        fields = owner.splitlines()
        return len(fields) > 3 and fields[2] == platform.node() and gone(fields[3])  # noqa: PLR2004

    def holds(self) -> None:
        """Refuse to go on where the lock is no longer ours."""
        if not self.token or self.lock.is_symlink() or self.owner().partition("\n")[0] != self.token:
            raise lost_lock()

    def receive(self, staged: Staged, like: str | None, progress: Progress) -> None:
        """Make a release of staged files, unchanged ones hard-linked; each is read again and its digest compared."""
        self.holds()
        names = listing(staged)
        (staged.folder / LISTING).write_bytes(names)
        self.sweep()
        here = self.releases / f"{INCOMING}{staged.id}"
        here.mkdir()
        old = listed(self.read(like, LISTING)) if like else {}
        new = {LISTING: sha256(names).hexdigest(), **listed(names)}
        total = sum((staged.folder / p).stat().st_size for p, digest in new.items() if old.get(p) != digest)
        sent = 0
        for path, digest in new.items():
            same = self.releases / like if like and old.get(path) == digest else None
            if same is None or is_over_link(same, path) or not share(same / path, here / path, digest):
                sent += send(staged.folder / path, here / path, digest, path)
            progress("sending", min(sent, total), total)
        progress("checking", 0, 0)
        flush(here)
        self.holds()
        here.rename(self.releases / staged.id)

    def sweep(self) -> None:
        """Remove what earlier publishers left unfinished, or never switched to."""
        live = self.live()
        for each in self.root.glob(".lock-*"):
            shutil.rmtree(each, ignore_errors=True)
        for each in sorted(self.releases.iterdir()):
            unfinished = each.name.startswith((INCOMING, REMOVED))
            if (unfinished or ID.fullmatch(each.name)) and each.is_symlink():
                raise planted(f"releases/{each.name}")
            if unfinished or (ID.fullmatch(each.name) and each.name != live and not (each / SWITCHED).is_file()):
                shutil.rmtree(each)

    def switch(self, id: str) -> None:  # noqa: A002
        """Put a new link in the place of `current`, by one rename."""
        self.holds()
        if not is_folder(self.releases / id):
            raise planted(f"releases/{id}")
        self.live()
        link = self.root / ".current-next"
        link.unlink(missing_ok=True)
        link.symlink_to(f"releases/{id}", target_is_directory=True)
        link.replace(self.root / "current")
        (self.releases / id / SWITCHED).write_bytes(b"")
        flush(self.root)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        return self.discard(self.ids()[: -max(1, keep)])

    def discard(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases but for the live one; each loses its name first, so that none is ever seen in part."""
        self.holds()
        live = self.live()
        going = [each for each in self.ids() if each in ids and each != live]
        for each in going:
            aside = (self.releases / each).rename(self.releases / f"{REMOVED}{each}")
            shutil.rmtree(aside)
        return tuple(going)

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release."""
        file = self.releases / id / path
        return None if is_over_link(self.releases / id, path) or not file.is_file() else file.read_bytes()

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release."""
        return tuple(sorted(list_release(self.releases / id)))

    def mentioning(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        wanted = [text.encode() for text in texts]
        read = ((path, b"".join((self.read(id, path) or b"").split())) for path in paths)
        return frozenset(path for path, data in read if any(text in data for text in wanted))


def is_folder(path: Path) -> bool:
    """Tell whether something is a folder and no link to one."""
    return path.is_dir() and not path.is_symlink()


def is_over_link(root: Path, path: str) -> bool:
    """Tell whether a path below a folder leads over a link, or out of it."""
    parts = path.split("/")
    return ".." in parts or any((root / Path(*parts[:n])).is_symlink() for n in range(len(parts) + 1))


def gone(process: str) -> bool:
    """Tell whether a process of this machine is certainly gone; on Windows nobody can ask without hurting it."""
    if not process.isdigit() or os.name == "nt":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


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
