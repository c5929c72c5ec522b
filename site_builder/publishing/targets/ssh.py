"""A target on another machine, by the system's ssh and rsync; what is done there is in remote.sh; prints nothing.

A publish is one ssh connection that holds the lock and runs the steps, and one rsync with the files that are new.
"""

import contextlib
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from site_builder.problem import CommandError
from site_builder.publishing.release.manifest import MANIFEST
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.openssh.ssh_address import SshAddress
from site_builder.publishing.targets.openssh.tar_stream import send_files
from site_builder.publishing.targets.record_files import (
    FILE_MODE,
    FILE_NAME,
    FOLDER_MODE,
    RECORDS,
    digest_record,
    prune_copy,
    require_exact_copy,
    select_new,
)
from site_builder.publishing.targets.release_files import ReleaseFile, parse_file_list
from site_builder.publishing.targets.rsync import Batch, transfer
from site_builder.publishing.targets.ssh_session import SshReply, SshSession
from site_builder.publishing.targets.target import (
    ABANDONED_MINUTES,
    ID,
    LOCK_TIMEOUT,
    DownloadCache,
    Progress,
    TargetSettings,
    TargetSnapshot,
    decode_checksums,
    is_disk_full,
    make_altered_release_error,
    make_bad_current_error,
    make_damaged_file_error,
    make_disk_full_error,
    make_lost_lock_error,
    make_missing_parent_error,
    make_tampered_error,
    make_target_locked_error,
    write_checksums,
)
from site_builder.publishing.targets.target_lock import make_printable
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER

REFUSED, BAD, LOCKED = 9, 7, 8
# rsync needs some room beside the largest file.
SPARE_BYTES = 1 << 16


class SshTarget:
    """`ssh://user@host[:port]/path`."""

    def __init__(
        self, name: str, url: str, address: SshAddress, cache: DownloadCache, settings: TargetSettings
    ) -> None:
        """Reach a place; `cache` keeps what was read from it."""
        self.settings = settings
        self.name = name
        self.url = url
        self.address = address
        self.cache = cache
        self.connection: SshSession | None = None

    def inspect(self) -> TargetSnapshot:
        """Say what is there; writes nothing."""
        with self.use_session() as session:
            answer = self.run_step(session, "inspect", self.address.folder)
            lines = answer.split_lines()
            releases = tuple(sorted(rest for word, rest in lines if word == "release" and ID.fullmatch(rest)))
            found = dict(lines)
            current = found.get("current")
            if current is not None and current not in releases:
                raise make_bad_current_error(f"releases/{current}")
            manifest = self.read_cached(session, f"releases/{current}", MANIFEST) if current else None
            ledger = self.read_cached(session, f"releases/{current}", RELEASE_LEDGER) if current else None
        return TargetSnapshot(releases, current, manifest, ledger)

    def read_cached(self, session: SshSession, where: str, path: str) -> bytes | None:
        """Give a file of releases/ID or records/ID, from what is kept here where it has those very bytes."""
        digest = (
            self.run_step(session, "digest_there", self.address.folder, where, path)
            .data.decode("ascii", "replace")
            .strip()
        )
        if not re.fullmatch("[0-9a-f]{64}", digest):
            return None
        data = self.cache.get(digest)
        if data is None:
            data = self.fetch_file(session, where, path)
            self.cache.add(*([data] if data else []))
        return data

    @contextmanager
    def use_session(self) -> Iterator[SshSession]:
        """Give the connection that is in use, else one of its own."""
        if self.connection is not None:
            yield self.connection
        else:
            with SshSession(self.address) as session:
                self.find_folder(session)
                yield session

    def find_folder(self, session: SshSession) -> None:
        """Make a folder that is below the login's home a whole path, as it is known once there is a connection."""
        if not self.address.folder.startswith("/"):
            home = self.run_step(session, "home").data.decode("utf-8", "replace").rstrip("\n")
            self.address = replace(self.address, folder=f"{home.rstrip('/')}/{self.address.folder}")

    @contextmanager
    def connect(self) -> Iterator[None]:
        """Use one connection for everything that is done within."""
        with self.use_session() as session:
            before, self.connection = self.connection, session
            try:
                yield
            finally:
                self.connection = before

    def require_parent(self) -> None:
        """Refuse a folder whose parent is not there."""
        with self.use_session() as session:
            self.run_step(session, "require_parent", self.address.folder, "create" if self.settings.create else "")

    @contextmanager
    def hold_lock(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target as long as the connection lasts: the target lets it go when that ends, however it ends."""
        token = secrets.token_hex(16)
        who = make_printable(owner)
        with self.connect(), self.use_session() as session:
            end = time.monotonic() + LOCK_TIMEOUT
            modes = f"{0o777 & ~self.settings.folder_mode:03o}", f"{self.settings.folder_mode:o}"
            terms = (str(ABANDONED_MINUTES), "create" if self.settings.create else "", *modes)
            while True:
                answer = self.run_step(session, "lock", self.address.folder, token, who, *terms, expected=(LOCKED,))
                if answer.status != LOCKED:
                    break
                if not wait and time.monotonic() >= end:
                    raise make_target_locked_error(
                        answer.data.decode("utf-8", "replace").partition("\n")[2], self.settings.time_zone
                    )
                time.sleep(0.2)
            try:
                yield
            finally:
                with contextlib.suppress(CommandError):
                    session.run("unlock")

    def run_step(
        self, session: SshSession, name: str, *arguments: str, expected: Sequence[int] = (), lines: Sequence[str] = ()
    ) -> SshReply:
        """Run a step; one that could not be done is CommandError in a sentence."""
        answer = session.run(name, *arguments, lines=lines)
        if answer.status == REFUSED:
            raise self.make_step_error(next((rest for word, rest in answer.split_lines() if word == "refused"), ""))
        if answer.status and answer.status not in expected:
            message, reason = "{host} cannot do its part ({step}): {reason}", session.read_last_error()
            if is_disk_full(reason):
                raise make_disk_full_error(self.address.host, reason)
            raise CommandError(3, message, host=self.address.host, step=name, reason=reason)
        return answer

    def make_step_error(self, reply: str) -> CommandError:
        """Make a sentence of `refused KEY VALUE`."""
        key, _, value = reply.partition(" ")
        known: dict[str, Callable[[], CommandError]] = {
            "link": lambda: make_tampered_error(value),
            "current": lambda: make_bad_current_error(value),
            "lost": make_lost_lock_error,
            "parent": lambda: make_missing_parent_error(self.name, value),
            "extra": lambda: make_tampered_error("releases/.incoming-…"),
        }
        return known.get(key, lambda: make_tampered_error(value or key))()

    def require_session(self) -> SshSession:
        """Give the connection that holds the lock."""
        if self.connection is None:
            raise make_lost_lock_error()
        return self.connection

    def upload_release(self, staged: StagedRelease, base: str | None, progress: Progress) -> None:
        """Send what `base` does not have, have the rest linked and every digest checked over there."""
        session = self.require_session()
        record = digest_record(staged)
        digests = write_checksums(staged)
        old = decode_checksums(self.read_cached(session, f"releases/{base}", CHECKSUMS)) if base else {}
        todo = [path for path, digest in digests.items() if old.get(path) != digest]
        modes = f"{self.settings.mode:o}", f"{self.settings.folder_mode:o}"

        def accept(like: str) -> SshReply:
            return self.run_step(session, "accept", staged.id, like, digests[CHECKSUMS], *modes, expected=(BAD,))

        try:
            self.run_step(session, "prepare", staged.id, f"{FOLDER_MODE:o}" if record else "")
            if record and staged.record:
                self.upload_record(staged.id, staged.record, record, base, progress)
            batch = Batch(staged.folder, f"releases/.incoming-{staged.id}", todo, base or "")
            self.upload_checked(batch, accept, progress)
        except BaseException:
            with contextlib.suppress(CommandError):
                session.run("clear_begun", staged.id)
            raise
        self.cache.add(staged.manifest, *((staged.folder / name).read_bytes() for name in (RELEASE_LEDGER, CHECKSUMS)))

    def upload_record(
        self, id_: str, folder: Path, record: dict[str, str], base: str | None, progress: Progress
    ) -> None:
        """Send what the record of `base` does not have, have the rest linked and every digest checked over there."""
        session = self.require_session()
        before = self.list_record(session, base) if base else None
        lines = [f"{digest}  ./{name}" for name, digest in record.items()]
        modes = f"{FILE_MODE:o}", f"{FOLDER_MODE:o}"

        def accept(like: str) -> SshReply:
            return self.run_step(session, "accept_record", id_, like, *modes, expected=(BAD,), lines=lines)

        new = select_new(record, before or ())
        batch = Batch(folder, f"{RECORDS}/.incoming-{id_}", new, base if base and before else "")
        self.upload_checked(batch, accept, progress)

    def upload_checked(self, batch: Batch, accept: Callable[[str], SshReply], progress: Progress) -> None:
        """Send files and have them accepted; what arrived with other bytes is sent once more.

        `accept` is told which release the rest is linked from; what is sent again must not be linked from there again.
        """
        for last in (False, True):
            self.upload_files(batch, progress)
            progress("checking", 0, 0)
            answer = accept("" if last else batch.base)
            if answer.status != BAD:
                return
            bad = [rest for word, rest in answer.split_lines() if word == "bad"]
            if batch.base and (lost := [path for path in bad if not (Path(batch.source) / path).is_file()]):
                raise make_altered_release_error(batch.base, lost)
            if last:
                raise make_damaged_file_error(bad[0])
            batch = replace(batch, paths=bad)

    def upload_files(self, batch: Batch, progress: Progress) -> None:
        """Send files; where that fails for want of room over there, say so, which rsync often cannot."""
        sizes = [(Path(batch.source) / path).stat().st_size for path in batch.paths]
        if not sizes:
            return
        try:
            self.send_batch(batch, partial(report_sent, progress, sum(sizes)))
        except CommandError as error:
            reason = dict(error.values).get("reason", "")
            with contextlib.suppress(CommandError):
                session = self.require_session()
                if not is_disk_full(reason) and session.run("try_to_write", str(max(sizes) + SPARE_BYTES)).status:
                    reason = session.read_last_error()
            if is_disk_full(reason):
                raise make_disk_full_error(self.address.host, reason) from error
            raise

    def send_batch(self, batch: Batch, report: Callable[[int], None]) -> None:
        """Send files by rsync where both sides have it, else as one stream: only what is new either way."""
        if self.has_rsync():
            transfer(self.address, batch, report)
        else:
            send_files(self.address, Path(batch.source), str(batch.target), batch.paths, report)

    def has_rsync(self) -> bool:
        """Tell whether there is an rsync here and over there."""
        with self.use_session() as session:
            return shutil.which("rsync") is not None and session.run("has_rsync").status == 0

    def fetch_missing(self, id_: str, folder: Path, names: Sequence[str]) -> None:
        """Fetch files of a record into a folder here."""
        if self.has_rsync():
            transfer(self.address, Batch(f"{RECORDS}/{id_}", folder, names), lambda _: None)
            return
        with self.use_session() as session:
            for name in names:
                data = self.fetch_file(session, f"{RECORDS}/{id_}", name)
                (folder / name).write_bytes(data or b"")

    def list_record(self, session: SshSession, id_: str, *, digests: bool = False) -> dict[str, str] | None:
        """Give the files of a record over there, name -> digest or ""; None where there is none."""
        answer = self.run_step(session, "list_record", self.address.folder, id_, "digests" if digests else "")
        lines = answer.split_lines()
        if ("record", id_) not in lines:
            return None
        names = [rest for word, rest in lines if word == "file"]
        found = [rest for word, rest in lines if word == "digest"]
        return dict(zip(names, found if digests else [""] * len(names), strict=True))

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record, or what is kept of it here."""
        if not ID.fullmatch(id) or not FILE_NAME.fullmatch(name):
            return None
        with self.use_session() as session:
            return self.read_cached(session, f"{RECORDS}/{id}", name)

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release."""
        with self.use_session() as session:
            record = self.list_record(session, id, digests=True) if ID.fullmatch(id) else None
        if record is None:
            return False
        missing = prune_copy(folder, record)
        if missing:
            self.fetch_missing(id, folder, missing)
        require_exact_copy(folder, missing, record, self.name)
        return True

    def switch(self, id: str) -> None:  # noqa: A002
        """Make a release the live one."""
        self.run_step(self.require_session(), "switch", id)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        answer = self.run_step(self.require_session(), "prune", str(max(1, keep)))
        return tuple(rest for word, rest in answer.split_lines() if word == "release")

    def remove_releases(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases; give what was removed."""
        answer = self.run_step(self.require_session(), "discard", lines=ids)
        return tuple(rest for word, rest in answer.split_lines() if word == "release")

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release, or what is kept of it here."""
        with self.use_session() as session:
            return self.read_cached(session, f"releases/{id}", path)

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release."""
        with self.use_session() as session:
            return parse_file_list(self.run_step(session, "list_files", self.address.folder, id).data)

    def search_files(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        with self.use_session() as session:
            answer = self.run_step(session, "mentioning", self.address.folder, id, lines=[*texts, "", *paths])
        return frozenset(rest for word, rest in answer.split_lines() if word == "mentions")

    def fetch_file(self, session: SshSession, where: str, path: str) -> bytes | None:
        """Fetch a file of releases/ID or records/ID."""
        answer = session.run("fetch", self.address.folder, where, path)
        return answer.data if answer.status == 0 else None


def report_sent(progress: Progress, total: int, done: int) -> None:
    """Tell how much has been sent."""
    progress("sending", min(done, total), total)
