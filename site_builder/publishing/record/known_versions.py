"""Which live versions this folder has had: by its own publishes, by Git, or because it holds them; asks no target.

What came with the folder counts: the lines of content/ledger.jsonl that say which releases were published from here,
and what is kept below .bulletin/. A refusal, a dry run, a takedown and a rollback add nothing to either.
"""

import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.atomic import write_whole
from site_builder.ledger import Ledger
from site_builder.publishing.record.source_record import SourceRecord, SourceVersion
from site_builder.state_folder import KNOWN_VERSIONS


class KnownVersions(Struct, frozen=True):
    """What is kept below .bulletin/: by history the moments of own publishes, and by path digests that were held."""

    moments: dict[str, tuple[str, ...]] = {}
    held: dict[str, dict[str, tuple[str, ...]]] = {}


class Knowledge:
    """What a folder knows of one history of releases."""

    def __init__(self, site: Path, history: str, ledger: Ledger) -> None:
        """Gather it; `ledger` is the site's own as it lies in the folder."""
        self.site = site
        self.history = history
        self.stored = read_known_versions(site)
        own = {moment for of, moment in ledger.releases if of == history}
        self.moments = sorted(own | set(self.stored.moments.get(history, ())))
        self.held = self.stored.held.get(history, {})

    def has_seen(self, version: SourceVersion) -> bool:
        """Tell whether a release was published from here while a version was live, or the folder held it."""
        runs = (*version.earlier, (version.since, "9999"))
        return version.digest in self.held.get(version.path, ()) or any(
            first <= moment <= last for first, last in runs for moment in self.moments
        )

    def add_versions(self, versions: Iterable[SourceVersion]) -> None:
        """Keep that the folder holds these versions now."""
        new = [each for each in versions if not self.has_seen(each)]
        if new:
            held = dict(self.held)
            for each in new:
                held[each.path] = (*held.get(each.path, ()), each.digest)
            self.held = held
            self.save()

    def add_moment(self, moment: str) -> None:
        """Keep that a release was published from here."""
        if moment not in self.moments:
            self.moments = sorted({*self.moments, moment})
            self.save()

    def save(self) -> None:
        """Write what is known down."""
        moments = self.stored.moments | {self.history: tuple(self.moments)}
        self.stored = KnownVersions(moments, self.stored.held | {self.history: self.held})
        (self.site / KNOWN_VERSIONS).parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.site / KNOWN_VERSIONS, msgspec.json.encode(self.stored))


def read_known_versions(site: Path) -> KnownVersions:
    """Read what is kept; nothing where it cannot be read."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode((site / KNOWN_VERSIONS).read_bytes(), type=KnownVersions)
    return KnownVersions()


def is_in_git(site: Path, path: str, data: bytes) -> bool:
    """Tell whether a file had these bytes in a commit that the site's work tree comes from."""
    if shutil.which("git") is None:
        return False
    blob = run_git(site, ["hash-object", "--stdin", f"--path={path}"], data)
    if not blob:
        return False
    return bool(run_git(site, ["log", "-1", "--format=%H", f"--find-object={blob}", "HEAD", "--", path]))


def run_git(site: Path, arguments: list[str], data: bytes = b"") -> str:
    """Give what git says; nothing where the site is in no work tree of its."""
    done = subprocess.run(["git", "-C", str(site), *arguments], input=data, capture_output=True, check=False)  # noqa: S603, S607 - no shell
    return done.stdout.decode("utf-8", "replace").strip() if done.returncode == 0 else ""


def choose_history(record: SourceRecord | None, name: str, moment: str) -> str:
    """Name the history that a new release belongs to: that of the live one, or one that begins with it."""
    return record.head.history if record else f"{name} {moment}"
