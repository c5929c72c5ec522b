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

from site_builder.building.build import Options
from site_builder.building.cache_dirs import require_site
from site_builder.config import Destination, read_config
from site_builder.problem import Problem, Refused
from site_builder.publishing.changes import files_of
from site_builder.publishing.checkout_lock import lock_checkout
from site_builder.publishing.destinations import locate_output, read_lines, refuse_own_folder, select_binding
from site_builder.publishing.last_published import remember
from site_builder.publishing.record.kept_settings import read_kept_destinations
from site_builder.publishing.record.source_record import INDEX, Record, RecordFiles, Version, has_digest, read_record
from site_builder.publishing.release.manifest import NAME, Entry, moment_text, read_manifest
from site_builder.publishing.release.retained_assets import CARRIED, carried
from site_builder.publishing.release.stage import Staged
from site_builder.publishing.targets.local import LocalTarget
from site_builder.publishing.targets.open_target import target
from site_builder.publishing.targets.target import Far, Progress, Shop, Target, TargetSettings

ALTERED = (
    "the record of what release {release} was made of was altered on the target, so nothing is made of it; find out "
    "who did that, remove the folder records/{release} there and publish again"
)


def quiet(stage: str, done: int, total: int) -> None:
    """Tell nobody how far it is."""


class Request(Struct, frozen=True, kw_only=True):
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

    def options(self, there: Destination) -> Options:
        """Give what the build is asked for."""
        return Options(
            site=self.site,
            output=locate_output(self.site, there),
            at=self.at,
            now=self.now,
            drafts=there.drafts,
            scheduled=there.scheduled,
            publishing=not (self.taking_down or there.staging),
            staging=there.staging,
            base_url=there.base_url,
            ledger=select_binding(self.site, there, read_lines(self.site, there)) if there.staging else None,
        )


class Visit(Struct, frozen=True):
    """A request, where it goes, and what was found there.

    `live` are the files of the live release by path, `carried` those of them that it only carries, with the moment
    when; `moment` is the time of the new release; `record` is what the live release was made of, None where that is
    not recorded there.
    """

    request: Request
    there: Destination
    place: Target
    far: Far
    live: dict[str, Entry]
    carried: dict[str, int]
    moment: int
    record: Record | None = None

    @property
    def key(self) -> Path | None:
        """The file of the signing key; a relative one is below the site, `~` is the user's home."""
        return self.request.site / Path(self.there.key).expanduser() if self.there.key else None

    @property
    def own(self) -> dict[str, Entry]:
        """The files of the live release that it does not just carry."""
        return {path: entry for path, entry in self.live.items() if path not in self.carried}

    @property
    def output(self) -> Path:
        """The folder that a publish to the target builds into."""
        return locate_output(self.request.site, self.there)

    def folder(self, suffix: str = "") -> Path:
        """Give the folder in which a release for this target is made ready."""
        return self.request.site / ".bulletin" / "stage" / f"{self.there.name}{suffix}"

    def data(self, here: Path, path: str) -> bytes | None:
        """Give a file of the live release, from a folder here where it is at hand; None where it is not as listed."""
        file, digest = here / path, self.live[path].sha256
        data = file.read_bytes() if file.is_file() else None
        if (data is None or sha256(data).hexdigest() != digest) and self.far.current:
            data = self.place.read(self.far.current, path)
        return data if data is not None and sha256(data).hexdigest() == digest else None

    def ledger(self) -> bytes:
        """Give the lines of the ledger that count for the target, as they are here."""
        return read_lines(self.request.site, self.there)

    @property
    def base_url(self) -> str:
        """Where the pages that are live believe to be seen, else where those of the site do."""
        live = read_manifest(self.far.manifest) if self.far.manifest else None
        config = read_config(self.request.site).value
        return live.base_url if live else self.there.base_url or (config.base_url if config else "")

    def record_folder(self, suffix: str = "") -> Path:
        """Give the folder in which the record of a release for this target is made, or kept."""
        return self.request.site / ".bulletin" / "records" / f"{self.there.name}{suffix}"

    def files(self) -> RecordFiles | None:
        """Give the record of the live release with its sources, None where there is none."""
        return self.files_of(self.far.current) if self.far.current else None

    def files_of(self, release: str) -> RecordFiles | None:
        """Give the record of a release with its sources, None where there is none."""
        record = self.record if release == self.far.current else recorded(self.place, release, None)
        if record is None:
            return None

        def fetch() -> Path:
            """Fetch all of it."""
            folder = self.record_folder(".fetched")
            if not self.place.fetch_record(release, folder):
                raise Refused(3, "the record of release {release} cannot be read", release=release)
            return folder

        def read(path: str) -> bytes | None:
            """Give a file of it, which may lie here as well."""
            is_live = release == self.far.current and path in self.live
            return self.data(self.output, path) if is_live else self.place.read(release, path)

        return RecordFiles(record, fetch, read, self.find_spare)

    def find_spare(self, version: Version) -> bytes | None:
        """Find a recorded source among what is kept here, or as it lies in the folder now."""
        kept = self.kept_files()
        last = kept.record.versions.get(version.path) if kept else None
        data = kept.data(version.path, last.file) if kept and last else None
        if has_digest(data, version.digest):
            return data
        return read_file(self.request.site / version.path)

    def kept_files(self) -> RecordFiles | None:
        """Give the record of the live release as it was kept here, for where the target has it no more."""
        folder = self.record_folder()
        file = folder / INDEX
        record = read_record(file.read_bytes()) if file.is_file() and self.far.current else None
        released = self.folder()
        if record is None or record.head.moment != moment_text(moment_of(self.far.current or "")):
            return None
        return RecordFiles(record, lambda: folder, lambda path: read_file(released / path))

    def live_files(self) -> RecordFiles | None:
        """Give the record of the live release from the target, else as it was kept here."""
        return self.files() or self.kept_files()

    def write_moment(self, moment: str) -> str:
        """Write a moment of a record as readers here know it."""
        return f"{datetime.fromisoformat(moment).astimezone(ZoneInfo(self.there.time_zone)):%Y-%m-%d %H:%M}"

    def again(self) -> "Visit":
        """See anew what is there."""
        return visit(self.request, self.there, self.place)

    def release(self, staged: Staged, like: str | None, progress: Progress) -> tuple[str, ...]:
        """Send a release, switch to it, remember it here, remove the oldest; `like` is the release that it has most of.

        Gives the releases that were removed.
        """
        self.place.receive(staged, like, progress)
        self.place.switch(staged.id)
        remember(self.request.site, self.there.name, staged.manifest)
        return self.place.prune(self.there.keep)


@contextmanager
def arrive(request: Request, there: Destination) -> Iterator[Visit]:
    """Visit a target as the only one who publishes from this folder and, but for a dry run, to that target.

    Raises Refused(3) where somebody else does, with who that is and since when.
    """
    place, begun = reach(request.site, there, create=request.create), time.monotonic()
    with hold_folder(request, there) as held, place.connected():
        place.require_parent()
        with nullcontext() if request.dry_run else place.locked(owner(), wait=request.wait):
            waited = time.monotonic() - begun if request.wait else 0.0  # what expired meanwhile must not come back
            yield visit(replace(held, now=held.now + waited), there, place)


@contextmanager
def hold_folder(request: Request, there: Destination) -> Iterator[Request]:
    """Be the only one who publishes from the site's folder; gives the request for all that is done meanwhile."""
    if request.has_folder:
        yield request
        return
    here = ZoneInfo(there.time_zone)
    with lock_checkout(
        request.site, owner(), lambda: datetime.now(here).isoformat(timespec="seconds"), wait=request.wait
    ):
        yield replace(request, has_folder=True)


def destination(site: Path, name: str) -> Destination:
    """Find a target in site.toml; without a name, the only one.

    Where site.toml cannot be read, it is as it was when it was last published to; Refused(1) where it never was.
    """
    known, problems = find_destinations(site)
    if not any(each.to for each in known if each.name == name or not name):
        refuse_unread(problems)
    if not known:
        message = 'content/site.toml names no target; write [publish.NAME] and below it to = "file:///srv/www/bulletin"'
        raise Refused(2, message)
    names = ", ".join(each.name for each in known)
    if not name and len(known) > 1:
        raise Refused(2, "there are several targets, so name one of them: {names}", names=names)
    found = next((each for each in known if each.name == name or not name), None)
    if found is None:
        raise Refused(2, "there is no target {name} in content/site.toml; there are: {names}", name=name, names=names)
    if not re.fullmatch(r"\w[\w.-]*", found.name):
        raise Refused(2, 'the name of a target is letters, digits and hyphens, not "{name}"', name=found.name)
    return found


def find_destinations(site: Path) -> tuple[tuple[Destination, ...], tuple[Problem, ...]]:
    """Give all targets of a site, and what is wrong with its settings."""
    require_site(site)
    read = read_config(site)
    found = {each.name: each for each in (read.value.publish if read.value else ()) if each.to}
    if any(each.path == "content/site.toml" and each.severity == "error" for each in read.problems):
        found = {each.name: each for each in read_kept_destinations(site)} | found
    return tuple(found.values()) or (read.value.publish if read.value else ()), read.problems


def refuse_unread(problems: Iterable[Problem]) -> None:
    """Refuse a site.toml of which a line cannot be read."""
    for each in problems:
        if each.path == "content/site.toml" and each.rule == "toml":
            message = "line {line} of content/site.toml cannot be read; bulletin check says what to write there"
            raise Refused(1, message, line=each.line)


def reach(site: Path, there: Destination, *, create: bool = False) -> Target:
    """Give the target of a destination, with what is remembered of it below .bulletin/."""
    settings = TargetSettings(mode=there.mode, time_zone=there.time_zone, create=create)
    place = target(there.name, there.to, Shop(site / ".bulletin" / "targets" / there.name), settings)
    if isinstance(place, LocalTarget):
        refuse_own_folder(site, there, place.root)
    return place


def visit(request: Request, there: Destination, place: Target) -> Visit:
    """See what is at the target; writes nothing there."""
    far = place.inspect()
    before = carried(place.read(far.current, CARRIED)) if far.current else {}
    record = recorded(place, far.current, far.manifest) if far.current else None
    moment = next_moment(request.now, far.current)
    return Visit(request, there, place, far, files_of(far.manifest), before, moment, record)


def recorded(place: Target, release: str, manifest: bytes | None) -> Record | None:
    """Read the record of a release; raises Refused(3) where it is not the one that the release's manifest names."""
    index = place.read_record(release, INDEX)
    named = read_manifest(manifest or place.read(release, NAME) or b"")
    if named is not None and named.record is not None and index is not None:
        if sha256(index).hexdigest() != named.record:
            raise Refused(3, ALTERED, release=release)
        return read_record(index)
    return read_record(index) if named is not None and named.record is None else None


def next_moment(now: float, current: str | None) -> int:
    """Give the time of a new release: now, but after the live one's whatever this machine's clock says."""
    return int(now) if current is None else max(int(now), moment_of(current) + 1)


def moment_of(id_: str) -> int:
    """Give the moment at which a release was made."""
    return int(datetime.strptime(id_[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp())


def read_file(file: Path) -> bytes | None:
    """Give the bytes of a file, None where there is none."""
    return file.read_bytes() if file.is_file() else None


def owner() -> str:
    """Name who is publishing."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):
        user = "?"
    return f"{user}@{platform.node()}"
