"""One visit to a target: what was asked for, where it goes, what was found there; and the release that is put there."""

import getpass
import platform
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.cache_dirs import require_site
from site_builder.building.session import Options
from site_builder.config import Destination, read_config
from site_builder.ledger import merge_ledgers, parse_ledger, remove_releases
from site_builder.problem import CommandError, Problem
from site_builder.publishing.changes import read_manifest_files
from site_builder.publishing.checkout_lock import lock_checkout
from site_builder.publishing.destinations import (
    locate_output,
    read_ledger_lines,
    refuse_own_folder,
    select_binding_lines,
)
from site_builder.publishing.last_published import write_last_published
from site_builder.publishing.record.kept_settings import read_kept_destinations
from site_builder.publishing.record.known_versions import Knowledge, choose_history
from site_builder.publishing.record.source_record import (
    INDEX,
    RecordFiles,
    SourceRecord,
    SourceVersion,
    has_digest,
    read_record,
)
from site_builder.publishing.release.manifest import MANIFEST, ManifestEntry, format_moment, read_manifest
from site_builder.publishing.release.retained_assets import decode_retained
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.local import LocalTarget
from site_builder.publishing.targets.open_target import open_destination
from site_builder.publishing.targets.target import DownloadCache, Progress, Target, TargetSnapshot
from site_builder.state_folder import RECORDS, RETAINED, STAGE, TARGET_DOWNLOADS

ALTERED = (
    "the record of what release {release} was made of was altered on the target, so nothing is made of it; find out "
    "who did that, remove the folder records/{release} there and publish again"
)


def ignore_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


class PublishRequest(Struct, frozen=True, kw_only=True):
    """What is asked for: the site, the target's name ("" where it has one only), the clocks, the switches.

    `at` is the clock of the content as written; `now` the real one, in seconds since 1970. `taking_down` lets pass what
    is missing for a publish: a takedown does not wait for it, and no staging copy does. `overwrite` are the sources of
    which the live version may be put back. `wait` waits for whoever else publishes, `has_folder` need not any more.
    """

    site: Path
    name: str = ""
    at: str = ""
    now: float
    dry_run: bool = False
    allow_removals: bool = False
    create: bool = False
    taking_down: bool = False
    overwrite: tuple[str, ...] = ()
    wait: bool = False
    has_folder: bool = False

    def make_build_options(self, destination: Destination) -> Options:
        """Give what the build is asked for."""
        return Options(
            site=self.site,
            output=locate_output(self.site, destination),
            at=self.at,
            now=self.now,
            drafts=destination.drafts,
            scheduled=destination.scheduled,
            publishing=not (self.taking_down or destination.staging),
            staging=destination.staging,
            base_url=destination.base_url,
            ledger=select_binding_lines(self.site, destination, read_ledger_lines(self.site, destination))
            if destination.staging
            else None,
        )


class Deployment(Struct, frozen=True):
    """A request, where it goes, and what was found there.

    `live` are the files of the live release by path, `retained` those of them that it only carries, with the moment
    when; `moment` is the time of the new release; `record` is what the live release was made of, None where that is
    not recorded there.
    """

    request: PublishRequest
    destination: Destination
    target: Target
    snapshot: TargetSnapshot
    live: dict[str, ManifestEntry]
    retained: dict[str, int]
    moment: int
    record: SourceRecord | None = None

    @property
    def signing_key(self) -> Path | None:
        """The file of the signing key; a relative one is below the site, `~` is the user's home."""
        return self.request.site / Path(self.destination.key).expanduser() if self.destination.key else None

    @property
    def own_files(self) -> dict[str, ManifestEntry]:
        """The files of the live release that it does not just carry."""
        return {path: entry for path, entry in self.live.items() if path not in self.retained}

    @property
    def output(self) -> Path:
        """The folder that a publish to the target builds into."""
        return locate_output(self.request.site, self.destination)

    def staging_folder(self, suffix: str = "") -> Path:
        """Give the folder in which a release for this target is made ready."""
        return self.request.site / STAGE / f"{self.destination.name}{suffix}"

    def read_live_file(self, folder: Path, path: str) -> bytes | None:
        """Give a file of the live release, from a folder here where it is at hand; None where it is not as listed."""
        file, digest = folder / path, self.live[path].sha256
        data = file.read_bytes() if file.is_file() else None
        if (data is None or sha256(data).hexdigest() != digest) and self.snapshot.current:
            data = self.target.read(self.snapshot.current, path)
        return data if data is not None and sha256(data).hexdigest() == digest else None

    def read_ledger(self) -> bytes:
        """Give the lines of the ledger that count for the target, as they are here."""
        return read_ledger_lines(self.request.site, self.destination)

    def merge_ledgers(self) -> bytes:
        """Give these lines and those of the live release, but for what says that it was published from elsewhere."""
        return merge_ledgers(self.read_ledger(), remove_releases(self.snapshot.ledger or b""))

    @property
    def history(self) -> str:
        """The history of releases that the new one belongs to."""
        return choose_history(self.record, self.destination.name, format_moment(self.moment))

    def open_knowledge(self, history: str) -> Knowledge:
        """Give what this folder has had of a history of releases."""
        return Knowledge(self.request.site, history, parse_ledger(self.read_ledger()).value)

    @property
    def base_url(self) -> str:
        """Where the pages that are live believe to be seen, else where those of the site do."""
        live = read_manifest(self.snapshot.manifest) if self.snapshot.manifest else None
        config = read_config(self.request.site).value
        return live.base_url if live else self.destination.base_url or (config.base_url if config else "")

    def record_folder(self, suffix: str = "") -> Path:
        """Give the folder in which the record of a release for this target is made, or kept."""
        return self.request.site / RECORDS / f"{self.destination.name}{suffix}"

    def open_live_record(self) -> RecordFiles | None:
        """Give the record of the live release with its sources, None where there is none."""
        return self.open_record(self.snapshot.current) if self.snapshot.current else None

    def read_record(self, release: str) -> SourceRecord | None:
        """Give what the record of a release says, None where there is none."""
        return self.record if release == self.snapshot.current else read_release_record(self.target, release, None)

    def open_record(self, release: str) -> RecordFiles | None:
        """Give the record of a release with its sources, None where there is none."""
        record = self.read_record(release)
        if record is None:
            return None

        def fetch() -> Path:
            """Fetch all of it."""
            folder = self.record_folder(".fetched")
            if not self.target.fetch_record(release, folder):
                raise CommandError(3, "the record of release {release} cannot be read", release=release)
            return folder

        def read(path: str) -> bytes | None:
            """Give a file of it, which may lie here as well."""
            is_live = release == self.snapshot.current and path in self.live
            return self.read_live_file(self.output, path) if is_live else self.target.read(release, path)

        return RecordFiles(record, fetch, read, self.find_spare)

    def find_spare(self, version: SourceVersion) -> bytes | None:
        """Find a recorded source among what is kept here, or as it lies in the folder now."""
        kept = self.open_local_record()
        last = kept.record.versions.get(version.path) if kept else None
        data = kept.find_data(version.path, last.file) if kept and last else None
        if has_digest(data, version.digest):
            return data
        return read_file(self.request.site / version.path)

    def open_local_record(self) -> RecordFiles | None:
        """Give the record of the live release as it was kept here, for where the target has it no more."""
        folder = self.record_folder()
        file = folder / INDEX
        record = read_record(file.read_bytes()) if file.is_file() and self.snapshot.current else None
        released = self.staging_folder()
        if record is None or record.head.moment != format_moment(parse_release_moment(self.snapshot.current or "")):
            return None
        return RecordFiles(record, lambda: folder, lambda path: read_file(released / path))

    def find_live_record(self) -> RecordFiles | None:
        """Give the record of the live release from the target, else as it was kept here."""
        return self.open_live_record() or self.open_local_record()

    def format_local_moment(self, moment: str) -> str:
        """Write a moment of a record as readers here know it."""
        return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(self.destination.time_zone)):%Y-%m-%d %H:%M}"

    def refresh(self) -> "Deployment":
        """See anew what is there."""
        return inspect_deployment(self.request, self.destination, self.target)

    def deploy(self, staged: StagedRelease, base: str | None, progress: Progress) -> tuple[str, ...]:
        """Send a release, switch to it, remember it here, remove the oldest; `base` is the release that it has most of.

        Gives the releases that were removed.
        """
        self.target.upload_release(staged, base, progress)
        self.target.switch(staged.id)
        write_last_published(self.request.site, self.destination.name, staged.manifest)
        return self.target.prune(self.destination.keep)


@contextmanager
def open_deployment(request: PublishRequest, destination: Destination) -> Iterator[Deployment]:
    """Visit a target as the only one who publishes from this folder and, but for a dry run, to that target.

    Raises CommandError(3) where somebody else does, with who that is and since when.
    """
    target, begun = make_target(request.site, destination, create=request.create), time.monotonic()
    with lock_folder(request, destination) as locked, target.connect():
        target.require_parent()
        with nullcontext() if request.dry_run else target.hold_lock(get_publisher(), wait=request.wait):
            waited = time.monotonic() - begun if request.wait else 0.0  # what expired meanwhile must not come back
            yield inspect_deployment(replace(locked, now=locked.now + waited), destination, target)


@contextmanager
def lock_folder(request: PublishRequest, destination: Destination) -> Iterator[PublishRequest]:
    """Be the only one who publishes from the site's folder; gives the request for all that is done meanwhile."""
    if request.has_folder:
        yield request
        return
    zone = ZoneInfo(destination.time_zone)
    with lock_checkout(
        request.site, get_publisher(), lambda: datetime.now(zone).isoformat(timespec="seconds"), wait=request.wait
    ):
        yield replace(request, has_folder=True)


def find_destination(site: Path, name: str) -> Destination:
    """Find a target in site.toml; without a name, the only one.

    Where site.toml cannot be read, it is as it was when it was last published to; CommandError(1) where it never was.
    """
    known, problems = list_destinations(site)
    if not any(each.to for each in known if each.name == name or not name):
        refuse_unreadable(problems)
    if not known:
        message = 'content/site.toml names no target; write [publish.NAME] and below it to = "file:///srv/www/bulletin"'
        raise CommandError(2, message)
    names = ", ".join(each.name for each in known)
    if not name and len(known) > 1:
        raise CommandError(2, "there are several targets, so name one of them: {names}", names=names)
    found = next((each for each in known if each.name == name or not name), None)
    if found is None:
        raise CommandError(
            2, "there is no target {name} in content/site.toml; there are: {names}", name=name, names=names
        )
    if not re.fullmatch(r"\w[\w.-]*", found.name):
        raise CommandError(2, 'the name of a target is letters, digits and hyphens, not "{name}"', name=found.name)
    return found


def list_destinations(site: Path) -> tuple[tuple[Destination, ...], tuple[Problem, ...]]:
    """Give all targets of a site, and what is wrong with its settings."""
    require_site(site)
    read = read_config(site)
    found = {each.name: each for each in (read.value.publish if read.value else ()) if each.to}
    if any(each.path == "content/site.toml" and each.severity == "error" for each in read.problems):
        found = {each.name: each for each in read_kept_destinations(site)} | found
    return tuple(found.values()) or (read.value.publish if read.value else ()), read.problems


def refuse_unreadable(problems: Iterable[Problem]) -> None:
    """Refuse a site.toml of which a line cannot be read."""
    for each in problems:
        if each.path == "content/site.toml" and each.rule == "toml":
            message = "line {line} of content/site.toml cannot be read; bulletin check says what to write there"
            raise CommandError(1, message, line=each.line)


def make_target(site: Path, destination: Destination, *, create: bool = False) -> Target:
    """Give the target of a destination, with what is remembered of it below .bulletin/."""
    target = open_destination(destination, DownloadCache(site / TARGET_DOWNLOADS / destination.name), create=create)
    if isinstance(target, LocalTarget):
        refuse_own_folder(site, destination, target.root)
    return target


def inspect_deployment(request: PublishRequest, destination: Destination, target: Target) -> Deployment:
    """See what is at the target; writes nothing there."""
    snapshot = target.inspect()
    before = decode_retained(target.read(snapshot.current, RETAINED)) if snapshot.current else {}
    record = read_release_record(target, snapshot.current, snapshot.manifest) if snapshot.current else None
    moment = choose_moment(request.now, snapshot.current)
    return Deployment(
        request, destination, target, snapshot, read_manifest_files(snapshot.manifest), before, moment, record
    )


def read_release_record(target: Target, release: str, manifest: bytes | None) -> SourceRecord | None:
    """Read the record of a release; raises CommandError(3) where it is not the one that its manifest names."""
    index = target.read_record(release, INDEX)
    named = read_manifest(manifest or target.read(release, MANIFEST) or b"")
    if named is not None and named.record is not None and index is not None:
        if sha256(index).hexdigest() != named.record:
            raise CommandError(3, ALTERED, release=release)
        return read_record(index)
    return read_record(index) if named is not None and named.record is None else None


def choose_moment(now: float, current: str | None) -> int:
    """Give the time of a new release: now, but after the live one's whatever this machine's clock says."""
    return int(now) if current is None else max(int(now), parse_release_moment(current) + 1)


def parse_release_moment(id_: str) -> int:
    """Give the moment at which a release was made."""
    return int(datetime.strptime(id_[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())


def read_file(file: Path) -> bytes | None:
    """Give the bytes of a file, None where there is none."""
    return file.read_bytes() if file.is_file() else None


def get_publisher() -> str:
    """Name who is publishing."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "?"
    return f"{user}@{platform.node()}"
