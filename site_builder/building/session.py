"""What a build is asked for, and what one process keeps between builds of a site; knows no step of a build."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct

from site_builder.building.cache_dirs import (
    CacheFile,
    OutputFolder,
    SiteCache,
    list_output_stamps,
    locate_state,
)
from site_builder.building.manifest import Manifest, compute_tool_digest
from site_builder.building.output_folder import lock_output, refuse_foreign
from site_builder.building.output_scan import OutputScan
from site_builder.checking.files.personal_data import ScannedFiles
from site_builder.content.body_cache import BodyCache
from site_builder.content.load import ContentCache
from site_builder.planning.page_groups import PlanMemo
from site_builder.state_folder import CACHE

if TYPE_CHECKING:
    from site_builder.building.render import Renderer
    from site_builder.building.survey import SitePlan
    from site_builder.content.scan import Sources
    from site_builder.problem import Checked

T = TypeVar("T", bound=Struct)


class Options(Struct, frozen=True, kw_only=True):
    """What a build is asked for: the site's folder, the output folder, the clock as written (else `now`), the switches.

    `drafts` shows drafts as if they were public, `scheduled` items whose date is yet to come; `judge_drafts` counts the
    errors of drafts as errors, `publishing` what may be missing only until the site is published. `touched` are the
    only sources that may have changed since the last build of the same process, as paths below the site. `ledger` is
    taken instead of content/ledger.jsonl. A `staging` copy says on every page that it is one, and has its own
    `base_url`. The sources of a `recorded` site are those of a release: they were judged when it was made, and are not
    judged again.
    """

    site: Path
    output: Path
    at: str = ""
    now: float
    drafts: bool = False
    scheduled: bool = False
    judge_drafts: bool = False
    publishing: bool = False
    clean: bool = False
    strict: bool = False
    touched: frozenset[str] | None = None
    ledger: bytes | None = None
    staging: bool = False
    base_url: str = ""
    recorded: bool = False


class BuildSession:
    """What a process that builds a site again and again keeps between builds, instead of reading it each time.

    `sources` are those of the last build, `plans` the site and plan last made for each output folder, `renderer` the
    tools for rendering; `touched` is what has been touched since a build read all there was to read; `intact` are the
    output folders that are as the last build left them, as long as nobody else writes there. A `resident` one writes
    down what it keeps only when it is told to (`save`), so that whoever waits for a page need not wait for that.
    """

    def __init__(self, *, resident: bool = False) -> None:
        """Begin with nothing."""
        self.resident = resident
        self.version = compute_tool_digest()
        self.body_cache: BodyCache | None = None
        self.reset()

    def reset(self) -> None:
        """Begin anew."""
        if self.body_cache is not None:
            self.body_cache.close()
        self.cache_files: dict[Path, CacheFile[Any]] = {}
        self.sources: Checked[Sources] | None = None
        self.intact: set[Path] = set()
        self.plans: dict[Path, SitePlan] = {}
        self.touched: frozenset[str] = frozenset()
        self.renderer: Renderer | None = None
        self.body_cache = None

    def save(self) -> None:
        """Write down what is not written yet."""
        for each in self.cache_files.values():
            each.flush()

    def open_cache_file(self, file: Path, kind: type[T], *, clean: bool) -> CacheFile[T]:
        """Open a kept record; a clean run takes nothing from it."""
        found = self.cache_files.get(file)
        if found is None:
            found = self.cache_files[file] = CacheFile(file, kind, self.version, lazy=self.resident)
        if clean:
            found.delete()
        return cast("CacheFile[T]", found)

    def open_site_cache(self, site: Path, *, clean: bool) -> SiteCache:
        """Open what runs over a site share; a clean run, or one of another version, takes nothing from it."""
        folder = site / CACHE
        folder.mkdir(parents=True, exist_ok=True)
        clock = folder / "clock"
        clean = clean or not clock.is_file() or clock.read_text("utf-8", "replace") != self.version
        if clean and self.body_cache is None:
            for file in folder.glob("fragments.sqlite*"):
                file.unlink()
        clock.write_text(self.version, "utf-8")
        os.utime(clock)
        self.body_cache = self.body_cache or BodyCache(folder / "fragments.sqlite")
        content = self.open_cache_file(folder / "items", ContentCache, clean=clean)
        scanned = self.open_cache_file(folder / "files", ScannedFiles, clean=clean)
        return SiteCache(folder, content, content.load(), self.body_cache, scanned, clock.stat().st_mtime_ns)

    @contextmanager
    def open_output_folder(self, options: Options) -> Iterator[OutputFolder]:
        """Open an output folder for one build; raise CommandError where it is not ours (2) or is being built (3)."""
        output = options.output
        refuse_foreign(output, options.site)
        state = locate_state(options.site, output, drafts=options.drafts)
        state.mkdir(parents=True, exist_ok=True)
        with lock_output(output, state / "holder"):
            file = self.open_cache_file(state / "manifest", Manifest, clean=options.clean)
            plan = self.open_cache_file(state / "plan", PlanMemo, clean=options.clean)
            manifest = file.load()
            scan = OutputScan(output, list_output_stamps(manifest), manifest.folders)
            if output in self.intact:
                scan.assume_unchanged()
            self.intact.discard(output)
            yield OutputFolder(output, state, file, manifest, plan, plan.load(), scan)
