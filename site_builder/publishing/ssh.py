"""A target on another machine, by the system's ssh and rsync; what is done there is in far.sh; prints nothing.

A publish is one ssh connection that holds the lock and runs the steps, and one rsync with the files that are new.
"""

import contextlib
import re
import secrets
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

from site_builder.problem import Refused
from site_builder.publishing.manifest import NAME
from site_builder.publishing.release_files import ReleaseFile, read_listing
from site_builder.publishing.session import Answer, Place, Session, last_line, plain_environment, refusal
from site_builder.publishing.stage import LEDGER, Staged
from site_builder.publishing.targets import (
    ABANDONED_MINUTES,
    ID,
    LISTING,
    PATIENCE,
    Far,
    Progress,
    Shop,
    damaged,
    held,
    listed,
    listing,
    lost_lock,
    planted,
    pointing_elsewhere,
)

REFUSED, BAD, HELD = 9, 7, 8
# rsync's first column with --info=progress2: bytes so far, with separators.
SENT = re.compile(rb"^\s*([\d,.]+)\s+\d+%")
# A file beside the release that rsync leaves while it writes begins with a dot and ends in six letters.
OPTIONS = (
    "-stpI",
    "--from0",
    "--files-from=-",
    "--chmod=D755,F644",
    "--info=progress2",
    "--outbuf=N",
    "--no-i-r",
    "--timeout=600",
)


class SshTarget:
    """`ssh://user@host[:port]/path`."""

    def __init__(self, name: str, url: str, place: Place, shop: Shop) -> None:
        """Reach a place; `shop` keeps what was read from it."""
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
            manifest = self.known(session, current, NAME) if current else None
            ledger = self.known(session, current, LEDGER) if current else None
        return Far(releases, current, manifest, ledger)

    def known(self, session: Session, id_: str, path: str) -> bytes | None:
        """Give a file of a release, from what is kept here where it has those very bytes."""
        digest = (
            self.step(session, "digest_there", self.place.folder, id_, path).data.decode("ascii", "replace").strip()
        )
        if not re.fullmatch("[0-9a-f]{64}", digest):
            return None
        data = self.shop.get(digest)
        if data is None:
            data = self.fetched(session, id_, path)
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

    @contextmanager
    def locked(self, owner: str) -> Iterator[None]:
        """Hold the target as long as the connection lasts: the far side lets it go when that ends, however it ends."""
        token = secrets.token_hex(16)
        who = "".join(c if c.isprintable() else "?" for c in owner)
        with self.connected(), self.session() as session:
            end = time.monotonic() + PATIENCE
            while True:
                arguments = (self.place.folder, token, who, str(ABANDONED_MINUTES))
                answer = self.step(session, "lock", *arguments, known=(HELD,))
                if answer.status != HELD:
                    break
                if time.monotonic() >= end:
                    raise held(answer.data.decode("utf-8", "replace").partition("\n")[2])
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
            message = "{host} cannot do its part ({step}): {reason}"
            raise Refused(3, message, host=self.place.host, step=name, reason=session.reason())
        return answer

    def refused(self, words: str) -> Refused:
        """Make a sentence of `refused KEY VALUE`."""
        key, _, value = words.partition(" ")
        known: dict[str, Callable[[], Refused]] = {
            "link": lambda: planted(value),
            "current": lambda: pointing_elsewhere(value),
            "lost": lost_lock,
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
        names = listing(staged)
        (staged.folder / LISTING).write_bytes(names)
        old = listed(self.known(session, like, LISTING)) if like else {}
        new = listed(names)
        self.step(session, "prepare", staged.id)
        todo = [LISTING, *(path for path, digest in new.items() if old.get(path) != digest)]
        digest = sha256(names).hexdigest()
        for last in (False, True):
            self.upload(staged, todo, like, progress)
            progress("checking", 0, 0)
            # What is sent again must not be linked from there again.
            answer = self.step(session, "accept", staged.id, "" if last else like or "", digest, known=(BAD,))
            todo = [rest for word, rest in answer.lines() if word == "bad"]
            if answer.status != BAD:
                break
            if last or not all((staged.folder / path).is_file() for path in todo):
                raise damaged(todo[0])
        self.shop.keep(staged.manifest, (staged.folder / LEDGER).read_bytes(), names)

    def upload(self, staged: Staged, paths: Sequence[str], like: str | None, progress: Progress) -> None:
        """Send files with rsync; of a file that was changed only what differs from that of `like`."""
        total = sum((staged.folder / path).stat().st_size for path in paths)
        shell = " ".join(["ssh", *self.place.options()])
        there = f"{self.place.host}:{self.place.folder.rstrip('/')}/releases/.incoming-{staged.id}/"
        command = ["rsync", *OPTIONS, *([f"--copy-dest=../{like}"] if like else []), "-e", shell]
        try:
            process = subprocess.Popen(  # noqa: S603 - no shell here; -s keeps the path from the one over there
                [*command, "--", f"{staged.folder}/", there],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=plain_environment(),
            )
        except FileNotFoundError as error:
            raise Refused(3, "{program} is not installed", program="rsync") from error
        with process:
            try:
                words = self.converse(process, paths, lambda done: progress("sending", min(done, total), total))
            except BaseException:
                process.terminate()
                raise
        if process.returncode == 255:  # noqa: PLR2004 - ssh's own
            raise refusal(words, self.place.host)
        if process.returncode:
            message = "the upload to {host} failed: {reason}"
            raise Refused(3, message, host=self.place.host, reason=telling(words))

    def converse(self, process: "subprocess.Popen[bytes]", paths: Sequence[str], tell: Callable[[int], None]) -> str:
        """Give rsync its list, follow its progress, return what it complained of."""
        import threading

        words: list[bytes] = []
        threads = [threading.Thread(target=lambda: words.append(process.stderr.read() if process.stderr else b""))]
        threads.append(threading.Thread(target=feed, args=(process, "\0".join(paths).encode())))
        for thread in threads:
            thread.start()
        line = b""
        while process.stdout and (block := process.stdout.read1(4096)):  # type: ignore[attr-defined,unused-ignore]
            *whole, line = re.split(rb"[\r\n]", line + block)
            for each in whole:
                if found := SENT.match(each):
                    tell(int(re.sub(rb"\D", b"", found[1])))
        for thread in threads:
            thread.join()
        return words[0].decode("utf-8", "replace")

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
            return self.known(session, id, path)

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release."""
        with self.session() as session:
            return read_listing(self.step(session, "list_files", self.place.folder, id).data)

    def mentioning(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        with self.session() as session:
            answer = self.step(session, "mentioning", self.place.folder, id, lines=[*texts, "", *paths])
        return frozenset(rest for word, rest in answer.lines() if word == "mentions")

    def fetched(self, session: Session, id_: str, path: str) -> bytes | None:
        """Fetch a file of a release."""
        answer = session.run("fetch", self.place.folder, id_, path)
        return answer.data if answer.status == 0 else None


def feed(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    """Give a process its input; one that ended before says so itself."""
    with contextlib.suppress(OSError):
        if process.stdin:
            process.stdin.write(data)
            process.stdin.close()


def telling(words: str) -> str:
    """Choose the line of rsync's complaints that says why, not what followed from it."""
    lines = [line for line in words.splitlines() if line.strip()]
    why = [line for line in lines if "failed" in line or "No space" in line or "denied" in line or "not found" in line]
    return last_line(why[0] if why else words)
