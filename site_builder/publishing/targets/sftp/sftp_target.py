"""A target behind SFTP, `sftp://user@host/path`, for accounts that may run no commands; keeps the order of remote.sh.

A release is put beside the live one, and switched to by one rename, as on an ssh target. Over there nothing can be
computed: what stays is linked where its size is still right, and read again where no copy of it is here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from site_builder.problem import CommandError
from site_builder.publishing.release.manifest import MANIFEST
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.folder_lock import LOCK, FolderLock
from site_builder.publishing.targets.openssh.ssh_address import SshAddress
from site_builder.publishing.targets.record_files import RECORDS, digest_record, write_copy
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.targets.sftp.connection import SftpConnection
from site_builder.publishing.targets.sftp.record import INCOMING, list_record, upload_record
from site_builder.publishing.targets.sftp.remote_files import RemoteEntry, RemoteFiles
from site_builder.publishing.targets.sftp.upload import add_sent, check_arrived, check_linked, write_missing
from site_builder.publishing.targets.target import (
    ID,
    Progress,
    TargetSettings,
    TargetSnapshot,
    decode_checksums,
    find_mentions,
    make_bad_current_error,
    make_lost_lock_error,
    make_missing_parent_error,
    make_tampered_error,
    write_checksums,
)
from site_builder.publishing.targets.target_lock import wait_for_lock
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER, WAS_LIVE

RELEASES = "releases"
REMOVED = ".removed-"


class SftpTarget:
    """`sftp://user@host[:port]/path`; a path that begins with `/~/` is below the account's home."""

    def __init__(self, name: str, url: str, address: SshAddress, settings: TargetSettings) -> None:
        """Reach a place."""
        self.settings = settings
        self.name = name
        self.url = url
        self.address = address
        self.open_files: RemoteFiles | None = None
        self.lock: FolderLock | None = None

    @contextmanager
    def use_files(self) -> Iterator[RemoteFiles]:
        """Give the files over the connection that is in use, else over one of its own."""
        if self.open_files is not None:
            yield self.open_files
            return
        with SftpConnection(self.address) as connection:
            yield RemoteFiles(connection, self.address.folder)

    @contextmanager
    def connect(self) -> Iterator[None]:
        """Use one connection for everything that is done within."""
        with self.use_files() as files:
            before, self.open_files = self.open_files, files
            try:
                yield
            finally:
                self.open_files = before

    def inspect(self) -> TargetSnapshot:
        """Say what is there; writes nothing."""
        with self.connect(), self.use_files() as files:
            for each in (RELEASES, RECORDS):
                if (found := files.find(each)) is not None and found.kind != "folder":
                    raise make_tampered_error(each)
            current = self.find_live(files)
            manifest = self.read(current, MANIFEST) if current else None
            ledger = self.read(current, RELEASE_LEDGER) if current else None
            return TargetSnapshot(tuple(list_ids(files)), current, manifest, ledger)

    def find_live(self, files: RemoteFiles) -> str | None:
        """Give the live release; refuses a `current` that is anything but a link to one."""
        found = files.find("current")
        if found is None:
            return None
        to = files.read_link("current") if found.kind == "link" else "current"
        id_ = to.removeprefix(f"{RELEASES}/")
        if to != f"{RELEASES}/{id_}" or not ID.fullmatch(id_) or not files.is_folder(to):
            raise make_bad_current_error(to)
        return id_

    def require_parent(self) -> None:
        """Refuse a folder whose parent is not there."""
        with self.use_files() as files:
            parent = str(PurePosixPath(self.address.folder).parent)
            above = RemoteFiles(files.connection, parent)
            if not self.settings.create and files.find("") is None and above.find("") is None:
                raise make_missing_parent_error(self.name, parent)

    @contextmanager
    def hold_lock(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target; waits a little for another publisher that is about to end."""
        with self.connect(), self.use_files() as files:
            self.require_parent()
            files.make_root(self.settings.folder_mode)
            files.make_folders([f"{RELEASES}/x"])
            self.inspect()
            with suppress(CommandError):  # it is another account's, who is to see to it
                files.set_modes({RELEASES: self.settings.folder_mode})
            if (found := files.find(LOCK)) is not None and found.kind != "folder":
                raise make_tampered_error(LOCK)
            lock = FolderLock(files)
            wait_for_lock(lock, owner, self.settings.time_zone, wait=wait)
            self.lock = lock
            try:
                yield
            finally:
                self.lock = None
                with suppress(CommandError):
                    lock.release()

    def require_held(self) -> RemoteFiles:
        """Give the files; refuses to go on where the lock is no longer ours."""
        if self.lock is None or self.open_files is None:
            raise make_lost_lock_error()
        self.lock.require_held()
        return self.open_files

    def upload_release(self, staged: StagedRelease, base: str | None, progress: Progress) -> None:
        """Send what `base` does not have, have the rest linked; its record first."""
        files = self.require_held()
        record = digest_record(staged)
        digests = write_checksums(staged)
        self.remove_unfinished(files)
        try:
            if record and staged.record:
                upload_record(files, staged.id, staged.record, record, base)
                self.require_held()
                files.rename_new(f"{RECORDS}/{INCOMING}{staged.id}", f"{RECORDS}/{staged.id}")
            self.upload_files(files, staged, digests, base, progress)
        except BaseException:
            with suppress(CommandError):
                for each in (f"{RELEASES}/{INCOMING}{staged.id}", f"{RECORDS}/{INCOMING}{staged.id}"):
                    files.remove_tree(each)
                if not files.is_folder(f"{RELEASES}/{staged.id}"):
                    files.remove_tree(f"{RECORDS}/{staged.id}")
            raise

    def upload_files(
        self, files: RemoteFiles, staged: StagedRelease, new: Mapping[str, str], base: str | None, progress: Progress
    ) -> None:
        """Make a release of which the record is there, and give it its name."""
        incoming = f"{RELEASES}/{INCOMING}{staged.id}"
        old = decode_checksums(files.read(f"{RELEASES}/{base}/{CHECKSUMS}")) if base else {}
        files.make_folders([f"{incoming}/{path}" for path in new])
        before = files.list_tree(f"{RELEASES}/{base}") if base else {}
        same = [path for path, digest in new.items() if old.get(path) == digest and is_intact(before, staged, path)]
        failed = set(files.link_all((f"{RELEASES}/{base}/{path}", f"{incoming}/{path}") for path in same))
        linked = [path for path in same if f"{incoming}/{path}" not in failed]
        absent = [path for path in linked if not (staged.folder / path).is_file()]
        check_linked(files, str(base), incoming, {path: new[path] for path in absent})
        fresh = {path: new[path] for path in new if path not in set(linked)}
        sizes = [(staged.folder / path).stat().st_size for path in fresh if (staged.folder / path).is_file()]
        write_missing(files, staged.folder, fresh, str(base), incoming, partial(add_sent, progress, [0], sum(sizes)))
        progress("checking", 0, 0)
        check_arrived(files, incoming, staged.folder, new, self.settings)
        self.require_held()
        files.rename_new(incoming, f"{RELEASES}/{staged.id}")

    def remove_unfinished(self, files: RemoteFiles) -> None:
        """Remove what earlier publishers left unfinished, or never switched to; then records of no release."""
        live = self.find_live(files)
        for name in files.list_folder(""):
            if name.startswith(f"{LOCK}-"):
                files.remove_tree(name)
        for folder in (RELEASES, RECORDS):
            for name, entry in sorted(files.list_folder(folder).items()):
                path, unfinished = f"{folder}/{name}", name.startswith((INCOMING, REMOVED))
                if (unfinished or ID.fullmatch(name)) and entry.kind != "folder":
                    raise make_tampered_error(path)
                if unfinished or (ID.fullmatch(name) and is_unused(files, folder, name, live)):
                    files.remove_tree(path)

    def switch(self, id: str) -> None:  # noqa: A002
        """Put a new link in the place of `current`, by one rename."""
        files = self.require_held()
        if not files.is_folder(f"{RELEASES}/{id}"):
            raise make_tampered_error(f"{RELEASES}/{id}")
        self.find_live(files)
        files.remove(".current-next")
        files.make_link(f"{RELEASES}/{id}", ".current-next")
        files.replace(".current-next", "current")
        files.write(f"{RELEASES}/{id}/{WAS_LIVE}", b"")
        files.set_modes({f"{RELEASES}/{id}/{WAS_LIVE}": self.settings.mode})

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        return self.remove_releases(list_ids(self.require_held())[: -max(1, keep)])

    def remove_releases(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases but for the live one; each loses its name first, so that none is ever seen in part."""
        files = self.require_held()
        self.remove_unfinished(files)
        live = self.find_live(files)
        going = [each for each in list_ids(files) if each in ids and each != live]
        for each in going:
            for folder in (RECORDS, RELEASES):
                if files.is_folder(f"{folder}/{each}"):
                    files.rename_new(f"{folder}/{each}", f"{folder}/{REMOVED}{each}")
            for folder in (RECORDS, RELEASES):
                files.remove_tree(f"{folder}/{REMOVED}{each}")
        return tuple(going)

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release."""
        with self.use_files() as files:
            found = files.find(f"{RELEASES}/{id}/{path}") if ".." not in path.split("/") else None
            return files.read(f"{RELEASES}/{id}/{path}") if found and found.kind == "file" else None

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release."""
        with self.use_files() as files:
            tree = files.list_tree(f"{RELEASES}/{id}")
        return tuple(sorted(ReleaseFile(path, each.kind) for path, each in tree.items() if each.kind != "folder"))

    def search_files(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        with self.use_files() as files:
            found = files.read_all([f"{RELEASES}/{id}/{path}" for path in paths])
        return find_mentions(zip(paths, found, strict=True), texts)

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record."""
        with self.use_files() as files:
            if not files.is_folder(f"{RECORDS}/{id}"):
                return None
            found = files.find(f"{RECORDS}/{id}/{name}")
            return files.read(f"{RECORDS}/{id}/{name}") if found and found.kind == "file" else None

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release."""
        with self.connect(), self.use_files() as files:
            names = sorted(list_record(files, id))
            if not names and not files.is_folder(f"{RECORDS}/{id}"):
                return False
            data = dict(zip(names, files.read_all([f"{RECORDS}/{id}/{name}" for name in names]), strict=True))
        record = {name: sha256(each or b"").hexdigest() for name, each in data.items()}
        write_copy(folder, data, record, self.name)
        return True


def list_ids(files: RemoteFiles) -> list[str]:
    """List the releases, oldest first."""
    listed = files.list_folder(RELEASES).items()
    return sorted(name for name, entry in listed if entry.kind == "folder" and ID.fullmatch(name))


def is_unused(files: RemoteFiles, folder: str, name: str, live: str | None) -> bool:
    """Tell whether a release was never switched to, or a record is of no release."""
    if folder == RECORDS:
        return files.find(f"{RELEASES}/{name}") is None
    return name != live and files.find(f"{RELEASES}/{name}/{WAS_LIVE}") is None


def is_intact(before: Mapping[str, RemoteEntry], staged: StagedRelease, path: str) -> bool:
    """Tell whether a file of an earlier release looks as it was sent, as far as can be told without reading it."""
    entry, here = before.get(path), staged.folder / path
    return entry is not None and entry.kind == "file" and (not here.is_file() or here.stat().st_size == entry.size)
