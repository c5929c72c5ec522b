"""A target on another machine, by the system's ssh and rsync; what is done there is in far.sh; prints nothing.

A publish is one ssh connection that holds the lock and runs the steps, and one rsync with the files that are new.
"""

import contextlib
import re
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from site_builder.problem import Refused
from site_builder.publishing.release.manifest import NAME
from site_builder.publishing.release.stage import LEDGER, Staged
from site_builder.publishing.targets.record_files import (
    FILE_MODE,
    FILE_NAME,
    FOLDER_MODE,
    RECORDS,
    check_copy,
    choose_new,
    clear_copy,
    digest_record,
)
from site_builder.publishing.targets.release_files import ReleaseFile, read_listing
from site_builder.publishing.targets.rsync import Batch, transfer
from site_builder.publishing.targets.ssh_session import Answer, Place, Session
from site_builder.publishing.targets.target import (
    ABANDONED_MINUTES,
    ID,
    LISTING,
    PATIENCE,
    Far,
    Progress,
    Shop,
    TargetSettings,
    altered,
    damaged,
    full,
    held,
    is_full,
    listed,
    listing,
    lost_lock,
    missing_parent,
    planted,
    pointing_elsewhere,
)

REFUSED, BAD, HELD = 9, 7, 8
# rsync needs some room beside the largest file.
ROOM = 1 << 16


class SshTarget:
    """`ssh://user@host[:port]/path`."""

    def __init__(self, name: str, url: str, place: Place, shop: Shop, settings: TargetSettings) -> None:
        """Reach a place; `shop` keeps what was read from it."""
        self.settings = settings
        self.name = name
        self.url = url
        self.place = place
        self.shop = shop
        self.held: Session | None = None

    def inspect(self) -> Far:
        """Say what is there; writes nothing."""
        with self.session() as session:
            answer = self.step(session, "inspect", self.place.folder)
            lines = answer.lines()
            releases = tuple(sorted(rest for word, rest in lines if word == "release" and ID.fullmatch(rest)))
            found = dict(lines)
            current = found.get("current")
            if current is not None and current not in releases:
                raise pointing_elsewhere(f"releases/{current}")
            manifest = self.known(session, f"releases/{current}", NAME) if current else None
            ledger = self.known(session, f"releases/{current}", LEDGER) if current else None
        return Far(releases, current, manifest, ledger)

    def known(self, session: Session, where: str, path: str) -> bytes | None:
        """Give a file of releases/ID or records/ID, from what is kept here where it has those very bytes."""
        digest = (
            self.step(session, "digest_there", self.place.folder, where, path).data.decode("ascii", "replace").strip()
        )
        if not re.fullmatch("[0-9a-f]{64}", digest):
            return None
        data = self.shop.get(digest)
        if data is None:
            data = self.fetched(session, where, path)
            self.shop.keep(*([data] if data else []))
        return data

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give the connection that is in use, else one of its own."""
        if self.held is not None:
            yield self.held
        else:
            with Session(self.place) as session:
                yield session

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Use one connection for everything that is done within."""
        with self.session() as session:
            before, self.held = self.held, session
            try:
                yield
            finally:
                self.held = before

    def require_parent(self) -> None:
        """Refuse a folder whose parent is not there."""
        with self.session() as session:
            self.step(session, "require_parent", self.place.folder, "create" if self.settings.create else "")

    @contextmanager
    def locked(self, owner: str, *, wait: bool = False) -> Iterator[None]:
        """Hold the target as long as the connection lasts: the far side lets it go when that ends, however it ends."""
        token = secrets.token_hex(16)
        who = "".join(c if c.isprintable() else "?" for c in owner)
        with self.connected(), self.session() as session:
            end = time.monotonic() + PATIENCE
            modes = f"{0o777 & ~self.settings.folder_mode:03o}", f"{self.settings.folder_mode:o}"
            terms = (str(ABANDONED_MINUTES), "create" if self.settings.create else "", *modes)
            while True:
                answer = self.step(session, "lock", self.place.folder, token, who, *terms, known=(HELD,))
                if answer.status != HELD:
                    break
                if not wait and time.monotonic() >= end:
                    raise held(answer.data.decode("utf-8", "replace").partition("\n")[2], self.settings.time_zone)
                time.sleep(0.2)
            try:
                yield
            finally:
                with contextlib.suppress(Refused):
                    session.run("unlock")

    def step(
        self, session: Session, name: str, *arguments: str, known: Sequence[int] = (), lines: Sequence[str] = ()
    ) -> Answer:
        """Run a step; one that could not be done is Refused in a sentence."""
        answer = session.run(name, *arguments, lines=lines)
        if answer.status == REFUSED:
            raise self.refused(next((rest for word, rest in answer.lines() if word == "refused"), ""))
        if answer.status and answer.status not in known:
            message, reason = "{host} cannot do its part ({step}): {reason}", session.reason()
            if is_full(reason):
                raise full(self.place.host, reason)
            raise Refused(3, message, host=self.place.host, step=name, reason=reason)
        return answer

    def refused(self, words: str) -> Refused:
        """Make a sentence of `refused KEY VALUE`."""
        key, _, value = words.partition(" ")
        known: dict[str, Callable[[], Refused]] = {
            "link": lambda: planted(value),
            "current": lambda: pointing_elsewhere(value),
            "lost": lost_lock,
            "parent": lambda: missing_parent(self.name, value),
            "extra": lambda: planted("releases/.incoming-…"),
        }
        return known.get(key, lambda: planted(value or key))()

    def holding(self) -> Session:
        """Give the connection that holds the lock."""
        if self.held is None:
            raise lost_lock()
        return self.held

    def receive(self, staged: Staged, like: str | None, progress: Progress) -> None:
        """Send what `like` does not have, have the rest linked and every digest checked over there."""
        session = self.holding()
        record = digest_record(staged)
        names = listing(staged)
        (staged.folder / LISTING).write_bytes(names)
        old = listed(self.known(session, f"releases/{like}", LISTING)) if like else {}
        todo = [LISTING, *(path for path, digest in listed(names).items() if old.get(path) != digest)]
        modes = f"{self.settings.mode:o}", f"{self.settings.folder_mode:o}"

        def accept(like: str) -> Answer:
            return self.step(session, "accept", staged.id, like, sha256(names).hexdigest(), *modes, known=(BAD,))

        try:
            self.step(session, "prepare", staged.id, f"{FOLDER_MODE:o}" if record else "")
            if record and staged.record:
                self.send_record(staged.id, staged.record, record, like, progress)
            batch = Batch(staged.folder, f"releases/.incoming-{staged.id}", todo, like or "")
            self.deliver(batch, accept, progress)
        except BaseException:
            with contextlib.suppress(Refused):
                session.run("clear_begun", staged.id)
            raise
        self.shop.keep(staged.manifest, (staged.folder / LEDGER).read_bytes(), names)

    def send_record(self, id_: str, folder: Path, record: dict[str, str], like: str | None, progress: Progress) -> None:
        """Send what the record of `like` does not have, have the rest linked and every digest checked over there."""
        session = self.holding()
        before = self.list_record(session, like) if like else None
        lines = [f"{digest}  ./{name}" for name, digest in record.items()]
        modes = f"{FILE_MODE:o}", f"{FOLDER_MODE:o}"

        def accept(like: str) -> Answer:
            return self.step(session, "accept_record", id_, like, *modes, known=(BAD,), lines=lines)

        new = choose_new(record, before or ())
        batch = Batch(folder, f"{RECORDS}/.incoming-{id_}", new, like if like and before else "")
        self.deliver(batch, accept, progress)

    def deliver(self, batch: Batch, accept: Callable[[str], Answer], progress: Progress) -> None:
        """Send files and have them accepted; what arrived with other bytes is sent once more.

        `accept` is told which release the rest is linked from; what is sent again must not be linked from there again.
        """
        for last in (False, True):
            self.upload(batch, progress)
            progress("checking", 0, 0)
            answer = accept("" if last else batch.like)
            if answer.status != BAD:
                return
            bad = [rest for word, rest in answer.lines() if word == "bad"]
            if batch.like and (lost := [path for path in bad if not (Path(batch.source) / path).is_file()]):
                raise altered(batch.like, lost)
            if last:
                raise damaged(bad[0])
            batch = replace(batch, paths=bad)

    def upload(self, batch: Batch, progress: Progress) -> None:
        """Send files; where that fails for want of room over there, say so, which rsync often cannot."""
        sizes = [(Path(batch.source) / path).stat().st_size for path in batch.paths]
        if not sizes:
            return
        try:
            transfer(self.place, batch, partial(count, progress, sum(sizes)))
        except Refused as error:
            reason = dict(error.values).get("reason", "")
            with contextlib.suppress(Refused):
                session = self.holding()
                if not is_full(reason) and session.run("try_to_write", str(max(sizes) + ROOM)).status:
                    reason = session.reason()
            if is_full(reason):
                raise full(self.place.host, reason) from error
            raise

    def list_record(self, session: Session, id_: str, *, digests: bool = False) -> dict[str, str] | None:
        """Give the files of a record over there, name -> digest or ""; None where there is none."""
        answer = self.step(session, "list_record", self.place.folder, id_, "digests" if digests else "")
        lines = answer.lines()
        if ("record", id_) not in lines:
            return None
        names = [rest for word, rest in lines if word == "file"]
        found = [rest for word, rest in lines if word == "digest"]
        return dict(zip(names, found if digests else [""] * len(names), strict=True))

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record, or what is kept of it here."""
        if not ID.fullmatch(id) or not FILE_NAME.fullmatch(name):
            return None
        with self.session() as session:
            return self.known(session, f"{RECORDS}/{id}", name)

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release."""
        with self.session() as session:
            record = self.list_record(session, id, digests=True) if ID.fullmatch(id) else None
        if record is None:
            return False
        missing = clear_copy(folder, record)
        if missing:
            transfer(self.place, Batch(f"{RECORDS}/{id}", folder, missing), lambda _: None)
        check_copy(folder, missing, record, self.name)
        return True

    def switch(self, id: str) -> None:  # noqa: A002
        """Make a release the live one."""
        self.step(self.holding(), "switch", id)

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases."""
        answer = self.step(self.holding(), "prune", str(max(1, keep)))
        return tuple(rest for word, rest in answer.lines() if word == "release")

    def discard(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases; give what was removed."""
        answer = self.step(self.holding(), "discard", lines=ids)
        return tuple(rest for word, rest in answer.lines() if word == "release")

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release, or what is kept of it here."""
        with self.session() as session:
            return self.known(session, f"releases/{id}", path)

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release."""
        with self.session() as session:
            return read_listing(self.step(session, "list_files", self.place.folder, id).data)

    def mentioning(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        with self.session() as session:
            answer = self.step(session, "mentioning", self.place.folder, id, lines=[*texts, "", *paths])
        return frozenset(rest for word, rest in answer.lines() if word == "mentions")

    def fetched(self, session: Session, where: str, path: str) -> bytes | None:
        """Fetch a file of releases/ID or records/ID."""
        answer = session.run("fetch", self.place.folder, where, path)
        return answer.data if answer.status == 0 else None


def count(progress: Progress, total: int, done: int) -> None:
    """Tell how much has been sent."""
    progress("sending", min(done, total), total)
