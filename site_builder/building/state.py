"""Where a site keeps what its runs leave behind, below `.bulletin/`; all of it may be deleted at any time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from site_builder.building.manifest import Manifest, believable, load, save
from site_builder.building.output import locked, present, refuse_foreign
from site_builder.problem import Refused
from site_builder.reading.fragments import Fragments
from site_builder.reading.items import Items, Known


class Shelf(Struct, frozen=True):
    """What every run over a site shares: what was read last time, bodies converted.

    `started` is the file system's time at the start, in ns.
    """

    folder: Path
    known: Known
    fragments: Fragments
    started: int

    def keep(self, items: Items) -> None:
        """Keep what was read for the next run."""
        known = items.known
        kept = Known(known.settings, believable(known.stamps, self.started), known.parsed, known.copied)
        save(self.folder / "items", kept)
        self.fragments.keep_only(p.item.body for p in known.parsed.values() if p.item)


class Workshop(Struct, frozen=True):
    """One output folder, marked and locked, with what the last build of it left behind."""

    output: Path
    state: Path
    manifest: Manifest
    present: dict[str, tuple[int, int]]

    def keep(self, manifest: Manifest) -> None:
        """Keep the manifest."""
        save(self.state / "manifest", manifest)


@contextmanager
def shelf(site: Path, *, clean: bool = False) -> Iterator[Shelf]:
    """Open what runs over a site share; a clean run takes nothing from it."""
    folder = site / ".bulletin" / "cache"
    folder.mkdir(parents=True, exist_ok=True)
    clock = folder / "clock"
    clock.write_bytes(b"")
    os.utime(clock)
    if clean:
        for file in (*folder.glob("fragments.sqlite*"), *folder.glob("templates/*")):
            file.unlink()
    fragments = Fragments(folder / "fragments.sqlite")
    try:
        known = Known() if clean else load(folder / "items", Known)
        yield Shelf(folder, known, fragments, clock.stat().st_mtime_ns)
    finally:
        fragments.close()


@contextmanager
def workshop(site: Path, output: Path, *, drafts: bool, clean: bool) -> Iterator[Workshop]:
    """Open an output folder for one build; raises Refused where it is not ours (2) or another build has it (3)."""
    refuse_foreign(output, site)
    state = site / ".bulletin" / state_name(site, output, drafts=drafts)
    state.mkdir(parents=True, exist_ok=True)
    with locked(output, state / "holder"):
        manifest = Manifest() if clean else load(state / "manifest", Manifest)
        yield Workshop(output, state, manifest, present(output))


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
