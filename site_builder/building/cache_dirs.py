"""Where a site keeps what its runs leave behind, below `.bulletin/`; all of it may be deleted at any time."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct

from site_builder.building.kept import CacheFile
from site_builder.building.manifest import Manifest, compute_tool_digest, drop_racy_stamps
from site_builder.building.output_folder import lock_output, refuse_foreign
from site_builder.building.output_scan import OutputScan
from site_builder.checking.files.personal_data import ScannedFiles
from site_builder.content.body_cache import BodyCache
from site_builder.content.load import ContentCache, Items
from site_builder.planning.page_groups import PlanMemo
from site_builder.problem import Checked, CommandError

if TYPE_CHECKING:
    from site_builder.building.fingerprints import Fingerprints
    from site_builder.building.render import Renderer
    from site_builder.building.session import LastBuild
    from site_builder.content.scan import Sources

T = TypeVar("T", bound=Struct)


class SiteCache(Struct, frozen=True):
    """What every run over a site shares: what was read last time, bodies converted, what was seen in files.

    `started` is the file system's time at the start, in ns.
    """

    folder: Path
    content_cache_file: CacheFile[ContentCache]
    content_cache: ContentCache
    body_cache: BodyCache
    scanned_files: CacheFile[ScannedFiles]
    started: int

    def save_items(self, items: Items) -> None:
        """Keep what was read for the next run."""
        known = items.cache
        self.content_cache_file.save(
            ContentCache(known.settings, drop_racy_stamps(known.stamps, self.started), known.parsed, known.copied)
        )
        if items.parsed and self.body_cache.needs_pruning(len(known.parsed)):
            self.body_cache.prune(p.item.body for p in known.parsed.values() if p.item)


class OutputFolder(Struct, frozen=True):
    """One output folder, marked and locked, with what the last build of it left behind."""

    output: Path
    state: Path
    manifest_file: CacheFile[Manifest]
    manifest: Manifest
    memo_file: CacheFile[PlanMemo]
    memo: PlanMemo
    scan: OutputScan

    def save_manifest(self, manifest: Manifest, outputs: Collection[str]) -> None:
        """Keep the manifest, in which no other outputs can have changed."""
        self.manifest_file.save(manifest, outputs=outputs)


class BuildSession:
    """What a process that builds a site again and again keeps between builds, instead of reading it each time.

    `sources` are those of the last build, `last_build` its site and plan, `fingerprints` its fingerprints, `renderer`
    its tools for rendering; `touched` is what has been touched since a build read all there was to read; `intact` are
    the output folders that are as the last build left them, as long as nobody else writes there.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.version = compute_tool_digest()
        self.body_cache: BodyCache | None = None
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        if self.body_cache is not None:
            self.body_cache.close()
        self.cache_files: dict[Path, Any] = {}
        self.sources: Checked[Sources] | None = None
        self.intact: set[Path] = set()
        self.last_build: LastBuild | None = None
        self.fingerprints: Fingerprints | None = None
        self.touched: frozenset[str] = frozenset()
        self.renderer: Renderer | None = None
        self.body_cache = None

    def open_cache_file(self, file: Path, kind: type[T], *, clean: bool) -> CacheFile[T]:
        """Open a kept record; a clean run takes nothing from it."""
        if clean:
            file.unlink(missing_ok=True)
        found = self.cache_files.get(file)
        if found is None:
            found = self.cache_files[file] = CacheFile(file, kind, self.version)
        return cast("CacheFile[T]", found)


@contextmanager
def open_site_cache(site: Path, session: BuildSession | None = None, *, clean: bool = False) -> Iterator[SiteCache]:
    """Open what runs over a site share; a clean run, or one of another version, takes nothing from it."""
    once, session = session is None, session or BuildSession()
    folder = site / ".bulletin" / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    clock = folder / "clock"
    clean = clean or not clock.is_file() or clock.read_text("utf-8", "replace") != session.version
    if clean and session.body_cache is None:
        for file in (*folder.glob("fragments.sqlite*"), *folder.glob("templates/*")):
            file.unlink()
    clock.write_text(session.version, "utf-8")
    os.utime(clock)
    body_cache = session.body_cache = session.body_cache or BodyCache(folder / "fragments.sqlite")
    try:
        content_cache_file = session.open_cache_file(folder / "items", ContentCache, clean=clean)
        scanned_files = session.open_cache_file(folder / "files", ScannedFiles, clean=clean)
        yield SiteCache(
            folder, content_cache_file, content_cache_file.load(), body_cache, scanned_files, clock.stat().st_mtime_ns
        )
    finally:
        if once:
            session.reset()


@contextmanager
def open_output_folder(
    site: Path,
    output: Path,
    session: BuildSession | None = None,
    *,
    drafts: bool,
    clean: bool,
) -> Iterator[OutputFolder]:
    """Open an output folder for one build; raises CommandError where it is not ours (2) or another build has it (3)."""
    refuse_foreign(output, site)
    state = site / ".bulletin" / make_state_name(site, output, drafts=drafts)
    state.mkdir(parents=True, exist_ok=True)
    with lock_output(output, state / "holder"):
        session = session or BuildSession()
        file = session.open_cache_file(state / "manifest", Manifest, clean=clean)
        plan = session.open_cache_file(state / "plan", PlanMemo, clean=clean)
        manifest = file.load()
        scan = OutputScan(output, list_output_stamps(manifest), manifest.folders)
        if output in session.intact:
            scan.assume_unchanged()
        session.intact.discard(output)
        yield OutputFolder(output, state, file, manifest, plan, plan.load(), scan)


def list_output_stamps(manifest: Manifest) -> dict[str, tuple[int, int]]:
    """Give the outputs that a build left, with their stamps; none where it was killed: everything is looked for."""
    if not all(each.fingerprint for each in manifest.outputs.values()):
        return {}
    return {path: each.stamp for path, each in manifest.outputs.items()}


def make_state_name(site: Path, output: Path, *, drafts: bool) -> str:
    """Name the state of an output folder and its options; the same after the whole site was moved."""
    where = os.path.relpath(output.resolve(), site.resolve()).replace(os.sep, "/")
    digest = blake2b(f"{where}\0{drafts}".encode(), digest_size=6).hexdigest()
    return f"{output.name or 'output'}-{digest}"


def require_site(site: Path) -> None:
    """Refuse a folder that is no site."""
    if not (site / "content").is_dir():
        message = "there is no content/ in {folder}; go to the folder of a site, or make one with: bulletin init DIR"
        raise CommandError(2, message, folder=site)
