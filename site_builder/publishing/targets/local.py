"""A target in a folder of this machine, `file:///path`, in Python alone; keeps the same order as far.sh."""

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path

from site_builder.publishing.release.manifest import NAME
from site_builder.publishing.release.stage import LEDGER, Staged
from site_builder.publishing.targets.local_files import (
    Modes,
    clear,
    digest_of,
    flush,
    is_folder,
    is_over_link,
    make_folder,
    modes_of,
    send,
    set_mode,
    share,
)
from site_builder.publishing.targets.local_lock import LocalLock
from site_builder.publishing.targets.record_files import (
    FILE_MODE,
    FOLDER_MODE,
    RECORDS,
    check_copy,
    clear_copy,
    digest_record,
    require_plain,
)
from site_builder.publishing.targets.release_files import ReleaseFile, list_release
from site_builder.publishing.targets.target import (
    ID,
    LISTING,
    PATIENCE,
    SWITCHED,
    Far,
    Progress,
    TargetSettings,
    altered,
    full,
    held,
    listed,
    listing,
    missing_parent,
    planted,
    pointing_elsewhere,
)

NO_ROOM = frozenset([errno.ENOSPC, errno.EDQUOT])
INCOMING, REMOVED = ".incoming-", ".removed-"


class LocalTarget:
    """`file:///path`; every failure of the file system is an OSError that names the file."""

    def __init__(self, name: str, url: str, root: Path, settings: TargetSettings) -> None:
        """Publish into a folder, which need not exist yet."""
        self.settings = settings
        self.modes = modes_of(settings)
        self.name = name
        self.url = url
        self.root = root
        self.releases = root / "releases"
        self.records = root / RECORDS
        self.lock = LocalLock(root)

    def inspect(self) -> Far:
        """Say what is there; writes nothing."""
        for each in (self.releases, self.records):
            if each.is_symlink() or (each.exists() and not each.is_dir()):
                raise planted(each.name)
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

    def require_parent(self) -> None:
        """Refuse a folder whose parent is not there."""
        if not self.root.is_dir() and not self.root.parent.is_dir() and not self.settings.create:
            raise missing_parent(self.name, str(self.root.parent))

    @contextmanager
    def locked(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target; waits a little for another publisher that is about to end."""
        self.require_parent()
        make_folder(self.root, self.modes.folder)
        self.inspect()
        make_folder(self.releases, self.modes.folder)
        with suppress(PermissionError):  # it is another account's, who is to see to it
            set_mode(self.releases, self.modes.folder)
        end = time.monotonic() + PATIENCE
        while not self.lock.take(owner):
            if not wait and time.monotonic() >= end:
                raise held(self.lock.owner(), self.settings.time_zone)
            time.sleep(0.1)
        try:
            yield
        finally:
            self.lock.let_go()

    def receive(self, staged: Staged, like: str | None, progress: Progress) -> None:
        """Make a release of staged files, unchanged ones hard-linked; each is read again and its digest compared."""
        self.lock.require()
        record = digest_record(staged)
        names = listing(staged)
        (staged.folder / LISTING).write_bytes(names)
        self.sweep()
        try:
            if record and staged.record:
                self.receive_record(staged.id, staged.record, record, like)
            self.receive_files(staged, names, like, progress)
        except BaseException as error:
            begun = (place / f"{INCOMING}{staged.id}" for place in (self.releases, self.records))
            clear(*begun, self.records / staged.id)
            if isinstance(error, OSError) and error.errno in NO_ROOM:
                raise full(str(self.root), error.strerror or "") from error
            raise

    def receive_files(self, staged: Staged, names: bytes, like: str | None, progress: Progress) -> None:
        """Make a release of which the record is there, and give it its name."""
        here = self.releases / f"{INCOMING}{staged.id}"
        make_folder(here, self.modes.folder)
        old = listed(self.read(like, LISTING)) if like else {}
        new = {LISTING: sha256(names).hexdigest(), **listed(names)}
        fresh = [staged.folder / path for path, digest in new.items() if old.get(path) != digest]
        total = sum(file.stat().st_size for file in fresh if file.is_file())
        sent, lost = 0, []
        for path, digest in new.items():
            same = self.releases / like if like and old.get(path) == digest else None
            if same is None or is_over_link(same, path) or not share(same / path, here / path, digest, self.modes):
                if same is not None and not (staged.folder / path).is_file():
                    lost.append(path)
                    continue
                sent += send(staged.folder / path, here / path, digest, path, self.modes)
            progress("sending", min(sent, total), total)
        if like and lost:
            raise altered(like, lost)
        progress("checking", 0, 0)
        flush(here)
        self.lock.require()
        here.rename(self.releases / staged.id)

    def receive_record(self, id_: str, folder: Path, record: dict[str, str], like: str | None) -> None:
        """Make the record of a release that has no name yet."""
        make_folder(self.records, FOLDER_MODE)
        set_mode(self.records, FOLDER_MODE)
        before = self.records / like if like else None
        if before is not None and is_folder(before):
            require_plain(f"{RECORDS}/{before.name}", before.iterdir())
        here, modes = self.records / f"{INCOMING}{id_}", Modes(FILE_MODE, FOLDER_MODE)
        make_folder(here, FOLDER_MODE)
        for name, digest in record.items():
            if before is None or not share(before / name, here / name, digest, modes):
                send(folder / name, here / name, digest, f"{RECORDS}/{id_}/{name}", modes)
        flush(here)
        self.lock.require()
        here.rename(self.records / id_)

    def sweep(self) -> None:
        """Remove what earlier publishers left unfinished, or never switched to; then records of no release."""
        live = self.live()
        for each in self.root.glob(".lock-*"):
            shutil.rmtree(each, ignore_errors=True)
        for place in (self.releases, self.records):
            for each in sorted(place.iterdir()) if place.is_dir() else ():
                unfinished = each.name.startswith((INCOMING, REMOVED))
                if (unfinished or ID.fullmatch(each.name)) and each.is_symlink():
                    raise planted(f"{place.name}/{each.name}")
                if unfinished or (ID.fullmatch(each.name) and self.is_needless(each, live)):
                    shutil.rmtree(each)

    def is_needless(self, folder: Path, live: str | None) -> bool:
        """Tell whether a release was never switched to, or a record is of no release."""
        if folder.parent == self.records:
            return not (self.releases / folder.name).exists()
        return folder.name != live and not (folder / SWITCHED).is_file()

    def switch(self, id: str) -> None:  # noqa: A002
        """Put a new link in the place of `current`, by one rename."""
        self.lock.require()
        if not is_folder(self.releases / id):
            raise planted(f"releases/{id}")
        self.live()
        link = self.root / ".current-next"
        link.unlink(missing_ok=True)
        link.symlink_to(f"releases/{id}", target_is_directory=True)
        link.replace(self.root / "current")
        (self.releases / id / SWITCHED).write_bytes(b"")
        set_mode(self.releases / id / SWITCHED, self.modes.file)
        flush(self.root)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        return self.discard(self.ids()[: -max(1, keep)])

    def discard(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases but for the live one; each loses its name first, so that none is ever seen in part."""
        self.lock.require()
        self.sweep()
        live = self.live()
        going = [each for each in self.ids() if each in ids and each != live]
        for each in going:
            for place in (self.records, self.releases):
                if is_folder(place / each):
                    (place / each).rename(place / f"{REMOVED}{each}")
            for place in (self.records, self.releases):
                if is_folder(place / f"{REMOVED}{each}"):
                    shutil.rmtree(place / f"{REMOVED}{each}")
        return tuple(going)

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release."""
        file = self.releases / id / path
        return None if is_over_link(self.releases / id, path) or not file.is_file() else file.read_bytes()

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release."""
        return tuple(sorted(list_release(self.releases / id)))

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record."""
        file = self.records / id / name
        if self.records.is_symlink() or is_over_link(self.records / id, name) or not file.is_file():
            return None
        return file.read_bytes()

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release."""
        there = self.records / id
        for each in (self.records, there):
            if each.is_symlink():
                raise planted(each.relative_to(self.root).as_posix())
        if not there.is_dir():
            return False
        names = require_plain(f"{RECORDS}/{id}", there.iterdir())
        record = {name: digest_of(there / name) for name in names}
        missing = clear_copy(folder, record)
        for name in missing:
            shutil.copyfile(there / name, folder / name)
        check_copy(folder, missing, record, self.name)
        return True

    def mentioning(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        wanted = [text.encode() for text in texts]
        read = ((path, b"".join((self.read(id, path) or b"").split())) for path in paths)
        return frozenset(path for path, data in read if any(text in data for text in wanted))
