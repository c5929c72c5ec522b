"""Where a site keeps what its runs leave behind, below `.bulletin/`; all of it may be deleted at any time."""

import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from msgspec import Struct

from site_builder.building.kept import Kept
from site_builder.building.manifest import Manifest, believable, tool_digest
from site_builder.building.output_folder import locked, refuse_foreign
from site_builder.building.output_scan import Differences, Present, differences
from site_builder.checking.files.personal_data import Looked
from site_builder.content.body_cache import Fragments
from site_builder.content.load import Items, Known
from site_builder.planning.page_groups import Memo
from site_builder.problem import Checked, Refused

if TYPE_CHECKING:
    from site_builder.building.fingerprints import Prints
    from site_builder.building.render import Press
    from site_builder.building.session import Last
    from site_builder.content.scan import Sources
    from site_builder.executor import Executor

T = TypeVar("T", bound=Struct)


class Shelf(Struct, frozen=True):
    """What every run over a site shares: what was read last time, bodies converted, what was seen in files.

    `started` is the file system's time at the start, in ns.
    """

    folder: Path
    file: Kept[Known]
    known: Known
    fragments: Fragments
    looked: Kept[Looked]
    started: int

    def keep(self, items: Items) -> None:
        """Keep what was read for the next run."""
        known = items.known
        self.file.save(Known(known.settings, believable(known.stamps, self.started), known.parsed, known.copied))
        if items.parsed and self.fragments.crowded(len(known.parsed)):
            self.fragments.keep_only(p.item.body for p in known.parsed.values() if p.item)


class Workshop(Struct, frozen=True):
    """One output folder, marked and locked, with what the last build of it left behind."""

    output: Path
    state: Path
    file: Kept[Manifest]
    manifest: Manifest
    plan: Kept[Memo]
    memo: Memo
    present: Present

    def keep(self, manifest: Manifest, outputs: Collection[str]) -> None:
        """Keep the manifest, in which no other outputs can have changed."""
        self.file.save(manifest, outputs=outputs)


class Memory:
    """What a process that builds a site again and again keeps between builds, instead of reading it each time.

    `sources` are those of the last build, `last` its site and plan, `prints` its fingerprints, `press` its tools for
    rendering; `touched` is what has been touched since a build read all there was to read; `whole` are the output
    folders that are as the last build left them, as long as nobody else writes there.
    """

    def __init__(self, listing: Callable[[], bytes] | None = None) -> None:
        """Begin with nothing, but for sources that are being listed already (`listing.content_of`)."""
        self.listing = listing
        self.mark = tool_digest()
        self.fragments: Fragments | None = None
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        if self.fragments is not None:
            self.fragments.close()
        self.opened: dict[Path, Any] = {}
        self.sources: Checked[Sources] | None = None
        self.whole: set[Path] = set()
        self.last: Last | None = None
        self.prints: Prints | None = None
        self.touched: frozenset[str] = frozenset()
        self.press: Press | None = None
        self.fragments = None

    def kept(self, file: Path, kind: type[T], *, clean: bool) -> Kept[T]:
        """Open a kept record; a clean run takes nothing from it."""
        if clean:
            file.unlink(missing_ok=True)
        found = self.opened.get(file)
        if found is None:
            found = self.opened[file] = Kept(file, kind, self.mark)
        return cast("Kept[T]", found)


@contextmanager
def shelf(site: Path, memory: Memory | None = None, *, clean: bool = False) -> Iterator[Shelf]:
    """Open what runs over a site share; a clean run, or one of another version, takes nothing from it."""
    once, memory = memory is None, memory or Memory()
    folder = site / ".bulletin" / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    clock = folder / "clock"
    clean = clean or not clock.is_file() or clock.read_text("utf-8", "replace") != memory.mark
    if clean and memory.fragments is None:
        for file in (*folder.glob("fragments.sqlite*"), *folder.glob("templates/*")):
            file.unlink()
    clock.write_text(memory.mark, "utf-8")
    os.utime(clock)
    fragments = memory.fragments = memory.fragments or Fragments(folder / "fragments.sqlite")
    try:
        kept = memory.kept(folder / "items", Known, clean=clean)
        looked = memory.kept(folder / "files", Looked, clean=clean)
        yield Shelf(folder, kept, kept.load(), fragments, looked, clock.stat().st_mtime_ns)
    finally:
        if once:
            memory.forget()


@contextmanager
def workshop(  # noqa: PLR0913 - what a build is asked for, each by its name
    site: Path,
    output: Path,
    memory: Memory | None = None,
    executor: "Executor | None" = None,
    *,
    drafts: bool,
    clean: bool,
) -> Iterator[Workshop]:
    """Open an output folder for one build; raises Refused where it is not ours (2) or another build has it (3)."""
    refuse_foreign(output, site)
    state = site / ".bulletin" / state_name(site, output, drafts=drafts)
    state.mkdir(parents=True, exist_ok=True)
    with locked(output, state / "holder"):
        memory = memory or Memory()
        file = memory.kept(state / "manifest", Manifest, clean=clean)
        plan = memory.kept(state / "plan", Memo, clean=clean)
        manifest = file.load()
        other = partial(executor.submit, looked_through, output, file.file, memory.mark) if executor else None
        here = Present(output, left_by(manifest), manifest.folders, other)
        if output in memory.whole:
            here.trust()
        memory.whole.discard(output)
        yield Workshop(output, state, file, manifest, plan, plan.load(), here)


def left_by(manifest: Manifest) -> dict[str, tuple[int, int]]:
    """Give the outputs that a build left, with their stamps; none where it was killed: everything is looked for."""
    if not all(each.fingerprint for each in manifest.outputs.values()):
        return {}
    return {path: each.stamp for path, each in manifest.outputs.items()}


def looked_through(output: Path, file: Path, mark: str) -> Differences | None:
    """Look through an output folder for what is not as the build that kept a manifest left it."""
    manifest = Kept(file, Manifest, mark).load()
    return differences(output, left_by(manifest), manifest.folders)


def state_name(site: Path, output: Path, *, drafts: bool) -> str:
    """Name the state of an output folder and its options; the same after the whole site was moved."""
    where = os.path.relpath(output.resolve(), site.resolve()).replace(os.sep, "/")
    digest = blake2b(f"{where}\0{drafts}".encode(), digest_size=6).hexdigest()
    return f"{output.name or 'output'}-{digest}"


def require_site(site: Path) -> None:
    """Refuse a folder that is no site."""
    if not (site / "content").is_dir():
        message = "there is no content/ in {folder}; go to the folder of a site, or make one with: bulletin init DIR"
        raise Refused(2, message, folder=site)
