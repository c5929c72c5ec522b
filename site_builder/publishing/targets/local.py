"""A target in a folder of this machine, `file:///path`, in Python alone; keeps the same order as remote.sh."""

import errno
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path

from site_builder.publishing.release.manifest import MANIFEST
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.local_files import (
    Modes,
    copy_checked,
    digest_file,
    is_folder,
    is_over_link,
    link_unchanged,
    make_folder,
    make_modes,
    remove_folders,
    set_mode,
    sync_folder,
)
from site_builder.publishing.targets.local_lock import LocalLock
from site_builder.publishing.targets.record_files import (
    FILE_MODE,
    FOLDER_MODE,
    RECORDS,
    digest_record,
    prune_copy,
    require_exact_copy,
    require_regular_files,
)
from site_builder.publishing.targets.release_files import ReleaseFile, list_release
from site_builder.publishing.targets.target import (
    ID,
    Progress,
    TargetSettings,
    TargetSnapshot,
    decode_checksums,
    find_mentions,
    make_altered_release_error,
    make_bad_current_error,
    make_disk_full_error,
    make_missing_parent_error,
    make_tampered_error,
    write_checksums,
)
from site_builder.publishing.targets.target_lock import wait_for_lock
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER, WAS_LIVE

DISK_FULL_ERRNOS = frozenset([errno.ENOSPC, errno.EDQUOT])
INCOMING, REMOVED = ".incoming-", ".removed-"


class LocalTarget:
    """`file:///path`; every failure of the file system is an OSError that names the file."""

    def __init__(self, name: str, url: str, root: Path, settings: TargetSettings) -> None:
        """Publish into a folder, which need not exist yet."""
        self.settings = settings
        self.modes = make_modes(settings)
        self.name = name
        self.url = url
        self.root = root
        self.releases = root / "releases"
        self.records = root / RECORDS
        self.lock = LocalLock(root)

    def inspect(self) -> TargetSnapshot:
        """Say what is there; writes nothing."""
        for each in (self.releases, self.records):
            if each.is_symlink() or (each.exists() and not each.is_dir()):
                raise make_tampered_error(each.name)
        current = self.find_live()
        manifest = self.read(current, MANIFEST) if current else None
        ledger = self.read(current, RELEASE_LEDGER) if current else None
        return TargetSnapshot(tuple(self.list_release_ids()), current, manifest, ledger)

    def list_release_ids(self) -> list[str]:
        """List the releases, oldest first."""
        names = [each.name for each in self.releases.iterdir()] if self.releases.is_dir() else []
        return sorted(name for name in names if ID.fullmatch(name) and is_folder(self.releases / name))

    def find_live(self) -> str | None:
        """Give the live release; refuses a `current` that is anything but a link to one."""
        link = self.root / "current"
        if not link.is_symlink():
            if link.exists():
                raise make_bad_current_error("current")
            return None
        to = os.readlink(link).replace("\\", "/")  # noqa: PTH115 - as written, not as pathlib would normalise it
        if not re.fullmatch(rf"releases/{ID.pattern}", to) or not is_folder(self.root / to):
            raise make_bad_current_error(to)
        return to.partition("/")[2]

    def connect(self) -> AbstractContextManager[None]:
        """Need no connection."""
        return nullcontext()

    def require_parent(self) -> None:
        """Refuse a folder whose parent is not there."""
        if not self.root.is_dir() and not self.root.parent.is_dir() and not self.settings.create:
            raise make_missing_parent_error(self.name, str(self.root.parent))

    @contextmanager
    def hold_lock(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target; waits a little for another publisher that is about to end."""
        self.require_parent()
        make_folder(self.root, self.modes.folder)
        self.inspect()
        make_folder(self.releases, self.modes.folder)
        with suppress(PermissionError):  # it is another account's, who is to see to it
            set_mode(self.releases, self.modes.folder)
        wait_for_lock(self.lock, owner, self.settings.time_zone, wait=wait)
        try:
            yield
        finally:
            self.lock.release()

    def upload_release(self, staged: StagedRelease, base: str | None, progress: Progress) -> None:
        """Make a release of staged files, unchanged ones hard-linked; each is read again and its digest compared."""
        self.lock.require_held()
        record = digest_record(staged)
        digests = write_checksums(staged)
        self.remove_unfinished()
        try:
            if record and staged.record:
                self.upload_record(staged.id, staged.record, record, base)
            self.upload_files(staged, digests, base, progress)
        except BaseException as error:
            begun = (folder / f"{INCOMING}{staged.id}" for folder in (self.releases, self.records))
            remove_folders(*begun, self.records / staged.id)
            if isinstance(error, OSError) and error.errno in DISK_FULL_ERRNOS:
                raise make_disk_full_error(str(self.root), error.strerror or "") from error
            raise

    def upload_files(self, staged: StagedRelease, new: Mapping[str, str], base: str | None, progress: Progress) -> None:
        """Make a release of which the record is there, and give it its name."""
        incoming = self.releases / f"{INCOMING}{staged.id}"
        make_folder(incoming, self.modes.folder)
        old = decode_checksums(self.read(base, CHECKSUMS)) if base else {}
        fresh = [staged.folder / path for path, digest in new.items() if old.get(path) != digest]
        total = sum(file.stat().st_size for file in fresh if file.is_file())
        sent, lost = 0, []
        for path, digest in new.items():
            same = self.releases / base if base and old.get(path) == digest else None
            if (
                same is None
                or is_over_link(same, path)
                or not link_unchanged(same / path, incoming / path, digest, self.modes)
            ):
                if same is not None and not (staged.folder / path).is_file():
                    lost.append(path)
                    continue
                sent += copy_checked(staged.folder / path, incoming / path, digest, path, self.modes)
            progress("sending", min(sent, total), total)
        if base and lost:
            raise make_altered_release_error(base, lost)
        progress("checking", 0, 0)
        sync_folder(incoming)
        self.lock.require_held()
        incoming.rename(self.releases / staged.id)

    def upload_record(self, id_: str, folder: Path, record: dict[str, str], base: str | None) -> None:
        """Make the record of a release that has no name yet."""
        make_folder(self.records, FOLDER_MODE)
        set_mode(self.records, FOLDER_MODE)
        before = self.records / base if base else None
        if before is not None and is_folder(before):
            require_regular_files(f"{RECORDS}/{before.name}", before.iterdir())
        incoming, modes = self.records / f"{INCOMING}{id_}", Modes(FILE_MODE, FOLDER_MODE)
        make_folder(incoming, FOLDER_MODE)
        for name, digest in record.items():
            if before is None or not link_unchanged(before / name, incoming / name, digest, modes):
                copy_checked(folder / name, incoming / name, digest, f"{RECORDS}/{id_}/{name}", modes)
        sync_folder(incoming)
        self.lock.require_held()
        incoming.rename(self.records / id_)

    def remove_unfinished(self) -> None:
        """Remove what earlier publishers left unfinished, or never switched to; then records of no release."""
        live = self.find_live()
        for each in self.root.glob(".lock-*"):
            shutil.rmtree(each, ignore_errors=True)
        for folder in (self.releases, self.records):
            for each in sorted(folder.iterdir()) if folder.is_dir() else ():
                unfinished = each.name.startswith((INCOMING, REMOVED))
                if (unfinished or ID.fullmatch(each.name)) and each.is_symlink():
                    raise make_tampered_error(f"{folder.name}/{each.name}")
                if unfinished or (ID.fullmatch(each.name) and self.is_unused(each, live)):
                    shutil.rmtree(each)

    def is_unused(self, folder: Path, live: str | None) -> bool:
        """Tell whether a release was never switched to, or a record is of no release."""
        if folder.parent == self.records:
            return not (self.releases / folder.name).exists()
        return folder.name != live and not (folder / WAS_LIVE).is_file()

    def switch(self, id: str) -> None:  # noqa: A002
        """Put a new link in the place of `current`, by one rename."""
        self.lock.require_held()
        if not is_folder(self.releases / id):
            raise make_tampered_error(f"releases/{id}")
        self.find_live()
        link = self.root / ".current-next"
        link.unlink(missing_ok=True)
        link.symlink_to(f"releases/{id}", target_is_directory=True)
        link.replace(self.root / "current")
        (self.releases / id / WAS_LIVE).write_bytes(b"")
        set_mode(self.releases / id / WAS_LIVE, self.modes.file)
        sync_folder(self.root)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        return self.remove_releases(self.list_release_ids()[: -max(1, keep)])

    def remove_releases(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases but for the live one; each loses its name first, so that none is ever seen in part."""
        self.lock.require_held()
        self.remove_unfinished()
        live = self.find_live()
        going = [each for each in self.list_release_ids() if each in ids and each != live]
        for each in going:
            for folder in (self.records, self.releases):
                if is_folder(folder / each):
                    (folder / each).rename(folder / f"{REMOVED}{each}")
            for folder in (self.records, self.releases):
                if is_folder(folder / f"{REMOVED}{each}"):
                    shutil.rmtree(folder / f"{REMOVED}{each}")
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
        record_folder = self.records / id
        for each in (self.records, record_folder):
            if each.is_symlink():
                raise make_tampered_error(each.relative_to(self.root).as_posix())
        if not record_folder.is_dir():
            return False
        names = require_regular_files(f"{RECORDS}/{id}", record_folder.iterdir())
        record = {name: digest_file(record_folder / name) for name in names}
        missing = prune_copy(folder, record)
        for name in missing:
            shutil.copyfile(record_folder / name, folder / name)
        require_exact_copy(folder, missing, record, self.name)
        return True

    def search_files(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        return find_mentions(((path, self.read(id, path)) for path in paths), texts)
