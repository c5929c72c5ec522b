"""A target on a host that serves one fixed place: kept releases lie apart, the live one is copied to that place.

How both lie there is said in mirror_reader.py. Nothing is sent twice: a file that any kept release has is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from site_builder.problem import CommandError
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.mirror.file_store import FileStore
from site_builder.publishing.targets.mirror.listings import (
    order_removals,
    order_writes,
    select_listed,
    select_served,
)
from site_builder.publishing.targets.mirror.mirror_reader import (
    CURRENT,
    OBJECTS,
    RECORDS,
    RELEASES,
    SWITCHED,
    SWITCHING,
    MirrorReader,
)
from site_builder.publishing.targets.record_files import digest_record
from site_builder.publishing.targets.target import (
    DownloadCache,
    Progress,
    TargetSettings,
    encode_listing,
    list_digests,
    make_altered_release_error,
    make_bad_current_error,
    make_lost_lock_error,
)
from site_builder.publishing.targets.target_lock import TargetLock, wait_for_lock


class MirrorTarget(MirrorReader):
    """A place that is served, and a private one beside it."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a target is
        self, name: str, url: str, served: FileStore, private: FileStore, cache: DownloadCache, settings: TargetSettings
    ) -> None:
        """Reach both places; `cache` keeps what was read from them."""
        super().__init__(name, served, private, cache)
        self.url = url
        self.settings = settings
        self.lock: TargetLock | None = None
        self.staged: tuple[str, Path, frozenset[str]] = ("", Path(), frozenset())

    def require_parent(self) -> None:
        """Refuse places that are not there."""
        self.served.require_place()
        self.private.require_place()

    @contextmanager
    def hold_lock(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target; then finish what a publisher that was cut off had begun to put in place."""
        with self.connect():
            self.require_parent()
            lock = self.private.make_lock()
            wait_for_lock(lock, owner, self.settings.time_zone, wait=wait)
            self.lock = lock
            try:
                self.private.remove_parts()
                self.served.remove_parts()
                self.require_private()
                self.finish_switch()
                yield
            finally:
                self.lock = None
                with suppress(CommandError):
                    lock.release()

    def require_held(self) -> None:
        """Refuse to go on where the lock is no longer ours."""
        if self.lock is None:
            raise make_lost_lock_error()
        self.lock.require_held()

    def require_private(self) -> None:
        """Refuse a private place that anybody may read: earlier releases may hold what was withdrawn since."""
        self.private.write_all({"private": b"Nobody but the publisher may read this.\n"})
        address = self.private.find_exposure("private")
        if address:
            message = (
                "anybody could read what is kept for going back, at {address}; nothing was published. Close that place "
                "to the public, or name one that is: private = … below [publish.{name}] in content/site.toml"
            )
            raise CommandError(3, message, address=address, name=self.name)

    def upload_release(self, staged: StagedRelease, base: str | None, progress: Progress) -> None:
        """Send the files that are not there yet, then the listings of record and release."""
        self.require_held()
        record, listing = digest_record(staged), select_listed(list_digests(staged))
        here = {digest: staged.folder / path for path, digest in listing.items() if (staged.folder / path).is_file()}
        if staged.record:
            here |= {digest: staged.record / name for name, digest in record.items()}
        self.remove_unfinished()
        there = {path.rpartition("/")[2] for path in self.private.list_all(OBJECTS)}
        absent = {path: digest for path, digest in listing.items() if digest not in here}
        self.require_unaltered(absent, self.read_listing(self.find_live()), base or "")
        new = {f"{OBJECTS}/{digest}": file for digest, file in here.items() if digest not in there}
        total, done = sum(file.stat().st_size for file in new.values()), [0]

        def report_sent(size: int) -> None:
            done[0] += size
            progress("sending", min(done[0], total), total)

        self.private.write_all(new, report_sent)
        progress("checking", 0, 0)
        self.require_held()
        if record:
            self.private.write_all({f"{RECORDS}/{staged.id}": encode_listing(record)})
        self.private.write_all({f"{RELEASES}/{staged.id}": encode_listing(listing)})
        self.staged = (staged.id, staged.folder, frozenset(here))

    def require_unaltered(self, wanted: Mapping[str, str], live: Mapping[str, str], base: str) -> None:
        """Refuse to go back to files that are no longer what was published; those that stay live are not read."""
        paths = [path for path, digest in wanted.items() if live.get(path) != digest]
        read = zip(paths, self.private.read_all([f"{OBJECTS}/{wanted[path]}" for path in paths]), strict=True)
        altered = [path for path, data in read if data is None or sha256(data).hexdigest() != wanted[path]]
        if altered:
            raise make_altered_release_error(base, altered)

    def remove_unfinished(self) -> None:
        """Remove the listings of releases that were never switched to, then of records of no release."""
        used = {self.find_live(), self.read_id(SWITCHING), *self.list_ids(SWITCHED)}
        gone = [each for each in self.list_ids() if each not in used]
        self.private.remove_all(f"{RELEASES}/{each}" for each in gone)
        left = set(self.list_ids())
        self.private.remove_all(f"{RECORDS}/{each}" for each in self.list_ids(RECORDS) if each not in left)
        self.private.remove_all(f"{SWITCHED}/{each}" for each in self.list_ids(SWITCHED) if each not in left)

    def finish_switch(self) -> None:
        """Finish what a publisher that was cut off had begun to put in place."""
        begun = self.read_id(SWITCHING)
        if begun is not None:
            self.switch(begun)

    def switch(self, id: str) -> None:  # noqa: A002
        """Put a release in the place that is served, step by step; whatever cuts that off, the next one finishes it."""
        self.require_held()
        listing, live = self.read_listing(id), self.find_live()
        if not listing:
            raise make_bad_current_error(id)
        new, old = select_served(listing), select_served(self.read_listing(live))
        self.private.write_all({SWITCHING: id.encode()})
        for step in order_writes(self.list_stale(old, new), old):
            self.require_held()
            self.write_served({path: new[path] for path in step}, id)
        for step in order_removals(old.keys() - new.keys()):
            self.require_held()
            self.served.remove_all(step)
        self.private.write_all({f"{SWITCHED}/{id}": b""})
        self.private.write_all({CURRENT: id.encode()})
        self.private.remove_all([SWITCHING])

    def list_stale(self, old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
        """List what has to be put in place: what differs, and what somebody removed or cut where that is soon seen."""
        stale = {path for path, digest in new.items() if old.get(path) != digest}
        if self.served.lists_quickly:
            sizes = {path.rpartition("/")[2]: size for path, size in self.private.list_all(OBJECTS).items()}
            present = self.served.list_all()
            stale |= {path for path, digest in new.items() if present.get(path) != sizes.get(digest)}
        return sorted(stale)

    def write_served(self, digests: Mapping[str, str], id_: str) -> None:
        """Put files where readers get them: from here, or from the objects over there."""
        released, folder, here = self.staged
        local = {path for path, digest in digests.items() if released == id_ and digest in here}
        files: dict[str, Path | bytes] = {path: folder / path for path in local if (folder / path).is_file()}
        absent = [path for path in digests if path not in files]
        for path, data in zip(absent, self.read_objects([digests[each] for each in absent]), strict=True):
            if data is None:
                raise make_altered_release_error(id_, [path])
            files[path] = data
        self.served.write_all(files)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        return self.discard(self.list_ids()[: -max(1, keep)])

    def remove_releases(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases; refuses to call that done where the host keeps what is removed."""
        gone, keeper = self.discard(ids), self.private.find_retention() or self.served.find_retention()
        if keeper:
            message = (
                "what was removed is still kept in the bucket {bucket}, which has versions; end that, remove the "
                "versions that it keeps, and take down again"
            )
            raise CommandError(3, message, bucket=keeper)
        return gone

    def discard(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases but for the live one, their records, and every object that nothing consists of any more."""
        self.require_held()
        live = self.find_live()
        going = [each for each in self.list_ids() if each in ids and each != live]
        self.private.remove_all(f"{RELEASES}/{each}" for each in going)
        self.remove_unfinished()
        used = {digest for each in self.list_ids() for digest in self.read_listing(each).values()}
        used |= {digest for each in self.list_ids(RECORDS) for digest in self.read_listing(each, RECORDS).values()}
        objects = self.private.list_all(OBJECTS)
        self.private.remove_all(path for path in objects if path.rpartition("/")[2] not in used)
        return tuple(going)
