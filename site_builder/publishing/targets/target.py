"""Where a site is published: what every target can do, and which one an address means; moves no file itself.

A target holds `releases/<id>/` and `current`, a relative link to the live one; and beside them, where no web server
comes, `records/<id>/`, what a release was made of (an older version's releases have none). The lock on it is the folder
`.lock/`; its file `owner` says who holds it: token, who, machine, process there, since when (seconds since 1970), a
line each.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from site_builder.config.small_tables import Storage
from site_builder.problem import CommandError
from site_builder.publishing.release.manifest import MANIFEST
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.state_folder import CHECKSUMS, STATE

Progress = Callable[[str, int, int], None]
ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
DISK_FULL = re.compile(r"No space left on device|(Disk )?quota exceeded")
# A lock that nobody touched for so long is taken over even where its holder may be alive; what the old holder would
# still do is then refused, because every step asks first whether the lock is its own.
ABANDONED_MINUTES = 360
# How long to wait for another publisher, in seconds: one that was cut off ends by itself within this time.
LOCK_TIMEOUT = 5.0


class TargetSettings(Struct, frozen=True, kw_only=True):
    """How a target is written to: the mode of published files, the time zone of messages, whether parents are made.

    `storage` is what else site.toml says of its host, `url` where readers see it, "" where that is not said.
    """

    mode: int = 0o644
    storage: Storage = Storage()
    url: str = ""
    time_zone: str = "UTC"
    create: bool = False

    @property
    def folder_mode(self) -> int:
        """The mode of folders: whoever may read files may enter."""
        return self.mode | (self.mode & 0o444) >> 2


class TargetSnapshot(Struct, frozen=True):
    """What a target holds: ids of releases, oldest first; the live one; its manifest and ledger as bytes."""

    releases: tuple[str, ...] = ()
    current: str | None = None
    manifest: bytes | None = None
    ledger: bytes | None = None


class Target(Protocol):
    """A place that releases are put to; every method raises CommandError(3) in one sentence where the place fails.

    What changes something (`upload_release`, `switch`, `prune`, `remove_releases`) is done within `hold_lock`.
    """

    name: str
    url: str

    def inspect(self) -> TargetSnapshot:
        """Say what is there; writes nothing."""

    def connect(self) -> AbstractContextManager[None]:
        """Use one connection for everything that is done within."""

    def require_parent(self) -> None:
        """Refuse a target folder whose parent is not there, unless it is to be made: its path may be mistyped."""

    def hold_lock(self, owner: str, *, wait: bool = False) -> AbstractContextManager[None]:
        """Hold the target; CommandError(3) names who else holds it and since when."""

    def upload_release(self, staged: StagedRelease, base: str | None, progress: Progress) -> None:
        """Upload a release beside the live one, unchanged files hard-linked from `base`; check digests over there.

        Its record is in place before the release gets its name.
        """

    def switch(self, id: str) -> None:  # noqa: A002 - what a release is called everywhere
        """Make a release the live one, by one rename."""

    def prune(self, keep: int) -> tuple[str, ...]:
        """Remove the oldest releases but for a number of them, never the live one; give what was removed."""

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release; None where it has none."""

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release, also what is hidden or a link, sorted by path."""

    def search_files(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands; white space does not count."""

    def remove_releases(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Remove releases and their records, never the live one; give what was removed."""

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record; None where there is none."""

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release; False, and nothing done, where it has none."""


class DownloadCache(Struct, frozen=True):
    """Bytes that a target is known to hold, kept by digest so that they need not be fetched again."""

    folder: Path | None = None

    def get(self, digest: str) -> bytes | None:
        """Give the bytes of a digest; None where they are not at hand."""
        file = self.folder / digest if self.folder else None
        data = file.read_bytes() if file and file.is_file() else None
        return data if data is not None and sha256(data).hexdigest() == digest else None

    def add(self, *several: bytes) -> None:
        """Keep these bytes; what was kept before the last dozen goes."""
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for data in several:
            (self.folder / sha256(data).hexdigest()).write_bytes(data)
        aged = sorted(self.folder.iterdir(), key=lambda file: file.stat().st_mtime_ns)
        for file in aged[:-24]:
            file.unlink()


def write_checksums(staged: StagedRelease) -> dict[str, str]:
    """Put the listing of a staged release into it; gives the digest of the listing, then those of what it lists."""
    digests = list_digests(staged)
    listing = encode_listing(digests)
    (staged.folder / CHECKSUMS).write_bytes(listing)
    return {CHECKSUMS: sha256(listing).hexdigest(), **digests}


def list_digests(staged: StagedRelease) -> dict[str, str]:
    """Give the digest of every file of a staged release, sorted by path: path -> SHA-256."""
    beside = [
        file.relative_to(staged.folder).as_posix()
        for file in (*sorted(staged.folder.glob(f"{MANIFEST}*")), *sorted((staged.folder / STATE).rglob("*")))
        if file.is_file()
    ]
    digests = {each.path: each.sha256 for each in staged.files}
    for path in beside:
        digests[path] = sha256((staged.folder / path).read_bytes()).hexdigest()
    digests.pop(CHECKSUMS, None)
    for path in digests:
        if path != path.strip("/") or any(ord(c) < ord(" ") or c == "\\" for c in path) or ".." in path.split("/"):
            raise CommandError(2, 'the file "{path}" has a name that cannot be published', path=path)
    return dict(sorted(digests.items()))


def encode_listing(digests: Mapping[str, str]) -> bytes:
    """Write a listing, in the form of sha256sum, sorted by path."""
    return "".join(f"{digests[path]}  ./{path}\n" for path in sorted(digests)).encode()


def decode_checksums(data: bytes | None) -> dict[str, str]:
    """Read a listing: path -> digest."""
    lines = (data or b"").decode("utf-8", "replace").splitlines()
    return {line[68:]: line[:64] for line in lines if re.match(r"[0-9a-f]{64}  \./.", line)}


def make_target_locked_error(owner: str, time_zone: str) -> CommandError:
    """Say who holds a target, from the `owner` file of its lock, and since when on the clock of a time zone."""
    fields = (owner.splitlines() + [""] * 5)[:5]
    since = int(fields[4]) if fields[4].isdigit() else 0
    when = datetime.fromtimestamp(since, ZoneInfo(time_zone)).isoformat(timespec="seconds") if since else "?"
    message = (
        "{who} (process {process} on {machine}) is publishing there since {since}; "
        "if nobody is, remove the folder .lock in the target folder and publish again"
    )
    return CommandError(
        3, message, who=fields[1] or "?", process=fields[3] or "?", machine=fields[2] or "?", since=when
    )


def find_mentions(files: Iterable[tuple[str, bytes | None]], texts: Sequence[str]) -> frozenset[str]:
    """Give the paths of those files in which one of some texts stands; white space does not count."""
    wanted = [text.encode() for text in texts]
    bare = ((path, b"".join((data or b"").split())) for path, data in files)
    return frozenset(path for path, data in bare if any(text in data for text in wanted))


class TamperedTargetError(CommandError):
    """Something in the target folder is not what we put there."""


def make_tampered_error(what: str) -> TamperedTargetError:
    """Say that something in the target folder is not what we put there."""
    message = (
        "{what} in the target folder is a link, or not what bulletin puts there; nothing was published. "
        "Find out who made it, remove it, and publish again"
    )
    return TamperedTargetError(3, message, what=what)


def make_bad_current_error(to: str) -> TamperedTargetError:
    """Say that `current` is not a link to a release."""
    message = (
        "current in the target folder is not a link to one of its releases ({to}); nothing was published. "
        "Find out who made it, remove it, and publish again"
    )
    return TamperedTargetError(3, message, to=to)


def make_lost_lock_error() -> CommandError:
    """Say that the lock went while we published."""
    return CommandError(3, "another publisher has taken the lock over meanwhile; nothing was switched, publish again")


def make_damaged_file_error(path: str) -> CommandError:
    """Say that a file did not arrive as it was sent."""
    message = "{path} arrived on the target with other bytes than were sent, twice; the live site is as it was"
    return CommandError(3, message, path=path)


def make_altered_release_error(release: str, files: Sequence[str]) -> CommandError:
    """Say that files of a release are no longer what was published."""
    message = (
        "the release {release} was altered in the target folder ({files}), so that nobody can go back to it; "
        "the live site is as it was. Find out who did that; bulletin log lists the other releases"
    )
    named = ", ".join([*files[:3], *(["…"] if len(files) > 3 else [])])  # noqa: PLR2004 - enough to find them
    return CommandError(3, message, release=release, files=named)


def make_missing_parent_error(name: str, folder: str) -> CommandError:
    """Say that the folder in which a target would be made is not there."""
    message = (
        "there is no folder {folder} for the target {name} to be made in; correct its path in content/site.toml, "
        "or make the whole path with: bulletin publish --create"
    )
    return CommandError(2, message, name=name, folder=folder)


def make_disk_full_error(place: str, reason: str) -> CommandError:
    """Say that nothing more can be written to a target."""
    message = "the disk of {place} is full ({reason}); the live site is as it was, and what was sent is removed again"
    found = DISK_FULL.search(reason)
    return CommandError(3, message, place=place, reason=found[0] if found else reason)


def is_disk_full(reason: str) -> bool:
    """Tell whether a failure, in words as the system has them, is that there is no room."""
    return DISK_FULL.search(reason) is not None
