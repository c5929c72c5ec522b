"""A target that is a branch of a Git repository: one commit without history, replaced by one push.

Beside it, on the branch `bulletin/releases/BRANCH` of the same repository or of a private one, lie kept releases and
their records, in one commit without history too: what was taken down is in neither. `switched/` names the releases that
were live; the live one is named by the commit that is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.problem import CommandError
from site_builder.publishing.release.manifest import MANIFEST
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.git.git_lock import GitLock
from site_builder.publishing.targets.git.remote import GitRemote
from site_builder.publishing.targets.git.repository import BLOB, TREE, GitRepository
from site_builder.publishing.targets.mirror.listings import select_listed, select_served
from site_builder.publishing.targets.record_files import digest_record, write_copy
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.targets.target import (
    ID,
    Progress,
    TargetSettings,
    TargetSnapshot,
    encode_listing,
    find_mentions,
    list_digests,
    make_altered_release_error,
    make_lost_lock_error,
    make_tampered_error,
)
from site_builder.publishing.targets.target_lock import wait_for_lock
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER, WAS_LIVE

if TYPE_CHECKING:
    from site_builder.publishing.targets.git.checkout import GitCheckout

RELEASES, RECORDS, SWITCHED = "releases", "records", "switched"
# Hosts of pages would run Jekyll over the site and leave out names that begin with an underscore.
PLAIN = ".nojekyll"
TITLE = "Release "


class GitState(Struct, frozen=True):
    """What was fetched: the commits of both branches, "" where there is none; releases, records, what was live.

    Releases and records are trees by id; `current` is the live release.
    """

    shown: str = ""
    kept: str = ""
    releases: dict[str, str] = {}
    records: dict[str, str] = {}
    switched: frozenset[str] = frozenset()
    current: str | None = None


class GitTarget:
    """`git+ssh://…`, `git+https://…` or `git+file://…`, and a branch there."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a target is
        self, name: str, url: str, shown: GitRemote, kept: GitRemote, branch: str, settings: TargetSettings
    ) -> None:
        """Reach nothing yet; both remotes are reached from the same repository here."""
        self.settings = settings
        self.name = name
        self.url = url
        self.shown = shown
        self.kept = kept
        self.branch = branch
        self.keeping = f"bulletin/releases/{branch}"
        self.checkout: GitCheckout | None = None
        self.repository: GitRepository = shown.repository
        self.state: GitState | None = None
        self.lock: GitLock | None = None

    @contextmanager
    def connect(self) -> Iterator[None]:
        """See once what is there, for everything that is done within."""
        before, self.state = self.state, self.state or self.fetch()
        try:
            yield
        finally:
            self.state = before

    def require_parent(self) -> None:
        """Refuse a checkout that has changes of its own; a repository was seen when it was fetched."""
        if self.checkout is not None:
            self.checkout.require_clean()

    def fetch(self) -> GitState:
        """Bring what is there here."""
        shown = self.shown.fetch([self.branch]).get(self.branch, "")
        kept = self.kept.fetch([self.keeping]).get(self.keeping, "")
        folders = self.repository.list_tree(kept, deep=False) if kept else {}
        found = {name: self.repository.list_tree(tree, deep=False) for name, tree in folders.items()}
        releases = {each: tree for each, tree in found.get(RELEASES, {}).items() if ID.fullmatch(each)}
        current = self.find_live(shown, releases) if shown else None
        return GitState(shown, kept, releases, found.get(RECORDS, {}), frozenset(found.get(SWITCHED, ())), current)

    def find_live(self, commit: str, releases: Mapping[str, str]) -> str:
        """Give the live release; refuses a branch that holds anything else."""
        first = self.repository.read_message(commit).strip().partition("\n")[0]
        id_ = first.removeprefix(TITLE)
        if f"{TITLE}{id_}" != first or id_ not in releases:
            message = (
                "the branch {branch} of {url} holds something else than a release of this site; give the site a branch "
                'of its own: branch = "…" below [publish.{name}] in content/site.toml'
            )
            raise CommandError(3, message, branch=self.branch, url=self.url, name=self.name)
        return id_

    def see(self) -> GitState:
        """Give what is there, fetched anew outside of a connection."""
        return self.state or self.fetch()

    def inspect(self) -> TargetSnapshot:
        """Say what is there; writes nothing."""
        with self.connect():
            state = self.see()
            manifest = self.read(state.current, MANIFEST) if state.current else None
            ledger = self.read(state.current, RELEASE_LEDGER) if state.current else None
        return TargetSnapshot(tuple(sorted(state.releases)), state.current, manifest, ledger)

    @contextmanager
    def hold_lock(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target; waits a little for another publisher that is about to end."""
        lock = GitLock(self.kept, f"bulletin/lock/{self.branch}")
        wait_for_lock(lock, owner, self.settings.time_zone, wait=wait)
        try:
            before, self.lock, self.state = self.state, lock, self.fetch()
            yield
        finally:
            self.lock, self.state = None, before
            with suppress(CommandError):
                lock.release()

    def require_held(self) -> GitState:
        """Give what is there; refuses to go on where the lock is no longer ours."""
        if self.lock is None or self.state is None:
            raise make_lost_lock_error()
        self.lock.require_held()
        return self.state

    def upload_release(self, staged: StagedRelease, base: str | None, progress: Progress) -> None:
        """Make the trees of a release and its record, and push them beside the others."""
        state = self.require_held()
        record, listing = digest_record(staged), select_listed(list_digests(staged))
        progress("checking", 0, 0)
        files = self.take_in(staged.folder, listing, base)
        files[CHECKSUMS] = self.repository.hash_bytes(encode_listing(listing))
        kept = {each: tree for each, tree in state.releases.items() if each in state.switched or each == state.current}
        records = {each: tree for each, tree in state.records.items() if each in kept}
        if record and staged.record:
            names = self.repository.hash_files([staged.record / name for name in record])
            records[staged.id] = self.repository.write_tree(dict(zip(record, names, strict=True)))
        progress("sending", 0, 0)
        self.keep({**kept, staged.id: self.repository.write_tree(files)}, records)

    def take_in(self, folder: Path, listing: Mapping[str, str], base: str | None) -> dict[str, str]:
        """Take the files of a release in: from a folder here, else from an earlier release as it was published."""
        here = [path for path in listing if (folder / path).is_file()]
        files = dict(zip(here, self.repository.hash_files([folder / path for path in here]), strict=True))
        absent = [path for path in listing if path not in files]
        old = self.list_release(base or "")
        data = self.repository.read_blobs([old[path] for path in absent if path in old])
        found = dict(zip([path for path in absent if path in old], data, strict=True))
        altered = [p for p in absent if p not in found or sha256(found[p]).hexdigest() != listing[p]]
        if altered:
            raise make_altered_release_error(base or "", altered)
        return files | {path: old[path] for path in absent}

    def keep(self, releases: Mapping[str, str], records: Mapping[str, str]) -> None:
        """Put these releases and records in the place of those that are kept."""
        state = self.require_held()
        switched = (state.switched | {state.current or ""}) & set(releases)
        empty = self.repository.hash_bytes(b"")
        folders: dict[str, Mapping[str, tuple[str, str]]] = {
            RELEASES: {each: (TREE, tree) for each, tree in releases.items()},
            RECORDS: {each: (TREE, tree) for each, tree in records.items() if each in releases},
            SWITCHED: dict.fromkeys(switched, (BLOB, empty)),
        }
        trees = {name: (TREE, self.repository.write_folder(each)) for name, each in folders.items() if each}
        commit = self.repository.write_commit(self.repository.write_folder(trees), "Kept releases\n")
        if not self.kept.replace_branches({self.keeping: (state.kept, commit)}):
            raise make_lost_lock_error()
        self.state = self.fetch()

    def switch(self, id: str) -> None:  # noqa: A002
        """Put a release in the place of the branch that is shown, by one push."""
        state = self.require_held()
        if id not in state.releases:
            raise make_tampered_error(f"{RELEASES}/{id}")
        files = select_served(self.list_release(id)) | {PLAIN: self.repository.hash_bytes(b"")}
        commit = self.repository.write_commit(self.repository.write_tree(files), f"{TITLE}{id}\n")
        if not self.shown.replace_branches({self.branch: (state.shown, commit)}):
            raise make_lost_lock_error()
        if self.checkout is not None:
            self.checkout.update(self.branch)
        self.state = self.fetch()

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        return self.remove_releases(sorted(self.require_held().releases)[: -max(1, keep)])

    def remove_releases(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases and their records, never the live one."""
        state = self.require_held()
        going = tuple(each for each in sorted(state.releases) if each in ids and each != state.current)
        stay = {each: t for each, t in state.releases.items() if each not in going}
        stay = {each: t for each, t in stay.items() if each == state.current or each in state.switched}
        records = {each: tree for each, tree in state.records.items() if each in stay}
        if (stay, records) != (state.releases, state.records):
            self.keep(stay, records)
            self.repository.forget_removed()
        return going

    def list_release(self, id_: str) -> dict[str, str]:
        """List the files of a release: path -> name of its content."""
        tree = self.see().releases.get(id_)
        return self.repository.list_tree(tree) if tree else {}

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release."""
        with self.connect():
            if path == WAS_LIVE:
                return b"" if id in self.see().switched or id == self.see().current else None
            name = self.list_release(id).get(path)
        return self.repository.read_blobs([name])[0] if name else None

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release; of the live one, whatever lies in the branch that is shown."""
        with self.connect():
            state = self.see()
            paths = self.repository.list_tree(state.shown) if id == state.current else self.list_release(id)
        return tuple(sorted(ReleaseFile(path, "file") for path in paths if path != PLAIN))

    def search_files(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        with self.connect():
            files = self.list_release(id)
        known = [path for path in paths if path in files]
        return find_mentions(zip(known, self.repository.read_blobs([files[p] for p in known]), strict=True), texts)

    def list_record(self, id_: str) -> dict[str, str]:
        """List the files of a record: name -> name of its content."""
        tree = self.see().records.get(id_)
        return self.repository.list_tree(tree) if tree else {}

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record."""
        with self.connect():
            found = self.list_record(id).get(name)
        return self.repository.read_blobs([found])[0] if found else None

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release."""
        with self.connect():
            files = self.list_record(id)
        data = dict(zip(files, self.repository.read_blobs(list(files.values())), strict=True))
        record = {name: sha256(each).hexdigest() for name, each in data.items()}
        if not record:
            return False
        write_copy(folder, data, record, self.name)
        return True
