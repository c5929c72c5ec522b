"""Rendered pages -> the output folder: all, or none where a template fails; the next build completes a crashed one."""

from collections.abc import Callable, Iterable
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.cache_dirs import Workshop
from site_builder.building.image_cache import Darkroom
from site_builder.building.manifest import Left
from site_builder.building.no_op.check import forget
from site_builder.building.no_op.record import Traces
from site_builder.building.output_folder import Spool, beside, copy, put_in_place, remove, write
from site_builder.building.output_scan import folders_of
from site_builder.building.render import Rendered
from site_builder.building.staleness import Stale
from site_builder.building.survey import Survey
from site_builder.building.template_errors import join_alike
from site_builder.building.theme import Theme
from site_builder.model import Item
from site_builder.planning.page_groups import Outputs
from site_builder.problem import Problem, gather
from site_builder.site.organise import Site


class Report(Struct, frozen=True, kw_only=True):
    """What a build came to, in counts: HTML pages and files of the site, then what was done to them.

    `written_paths` and `removed_paths` are relative to the output folder; `site` and `planned` are what was built, None
    where nothing was; `held` are drafts that have errors, and no page; of `left`, the stamps of the outputs by path,
    and `folders`, those with nothing else in them and their times, `traces` makes what the build looked at; it is None
    where the build changed some of that, and there is nothing of `left` then; `made` are all outputs as they were left;
    `survey` is all that is known of the site, also where it has errors, None where its settings cannot be read.
    """

    pages: int = 0
    outputs: int = 0
    parsed: int = 0
    rendered: int = 0
    written: int = 0
    kept: int = 0
    removed: int = 0
    written_paths: tuple[str, ...] = ()
    removed_paths: tuple[str, ...] = ()
    seconds: float = 0.0
    problems: tuple[Problem, ...] = ()
    site: Site | None = None
    held: tuple[Item, ...] = ()
    planned: Outputs | None = None
    left: dict[str, tuple[int, int]] = {}
    made: dict[str, Left] = {}
    folders: dict[str, int] = {}
    traces: Callable[[dict[str, tuple[int, int]], dict[str, int]], Traces | None] | None = None
    survey: Survey | None = None

    def again(self, seconds: float) -> "Report":
        """Give what the same build would come to, now that nothing is left to do."""
        return replace(
            self, parsed=0, rendered=0, written=0, kept=self.outputs, removed=0, written_paths=(), seconds=seconds
        )

    def finished(self, parsed: int, problems: tuple[Problem, ...], seconds: float) -> "Report":
        """Add what came before rendering."""
        return replace(self, parsed=parsed, problems=gather((*problems, *self.problems)), seconds=round(seconds, 3))


def commit(rendered: Iterable[Rendered], stale: Stale, theme: Theme, shop: Workshop, room: Darkroom) -> Report:
    """Write what is stale and remove what is no longer planned; nothing where a page or a picture could not be made.

    The journal: the manifest is kept with the stale entries blanked before the first write, and whole after the last.
    """
    failed = list(room.failed)
    site = room.site
    if not shop.present.files:
        blank(stale, shop, site)
    writing = Writing(shop, room, theme, stale)
    with closing(Spool(shop.state)) as spool:
        for each in rendered:
            if each.problem:
                failed.append(each.problem)
            elif each.digest:
                writing.was_written(each)
            elif not failed:
                spool.add(each.path, each.data)
        if failed:
            remove(shop.output, [*writing.done.paths, *map(beside, writing.waiting)])
            return Report(rendered=len(stale.pages), problems=join_alike(failed))
        blank(stale, shop, site)
        removed = remove(shop.output, stale.gone)
        written = writing.all(spool)
    outputs = stale.manifest.outputs | written.entries
    touched = folders_of((*written.paths, *stale.gone))
    # What else came into a folder that this build changed would not show in its time: the next one looks into it.
    folders = {path: time for path, time in shop.present.folders.items() if path not in touched}
    shop.keep(replace(stale.manifest, outputs=outputs, folders=folders), stale.touched)
    return Report(
        made=outputs,
        left={} if touched else {path: each.stamp for path, each in outputs.items()},
        folders=folders,
        pages=stale.html,
        outputs=len(stale.fingerprints),
        rendered=len(stale.pages),
        written=len(written.paths),
        kept=len(stale.fingerprints) - len(written.paths),
        removed=removed,
        written_paths=tuple(sorted(written.paths)),
        removed_paths=tuple(sorted(stale.gone)),
    )


def blank(stale: Stale, shop: Workshop, site: Path) -> None:
    """Begin the journal: from now on nothing that is stale counts as made."""
    todo = [*(page.path for page in stale.pages), *(asset.path for asset in stale.assets)]
    if todo or stale.gone:
        forget(site)
        blanked = dict.fromkeys(todo, Left("", "", (0, 0)))
        shop.keep(replace(stale.manifest, outputs=stale.manifest.outputs | blanked), stale.touched)


class Written(Struct):
    """What has been written so far: entries of the manifest, paths whose bytes changed."""

    entries: dict[str, Left]
    paths: list[str]


class Writing:
    """One run of writes into an output folder."""

    def __init__(self, shop: Workshop, room: Darkroom, theme: Theme, stale: Stale) -> None:
        """Write stale outputs of a site."""
        self.shop = shop
        self.room = room
        self.theme = theme
        self.stale = stale
        self.done = Written({}, [])
        # Pages that were written beside their files.
        self.waiting: dict[str, Rendered] = {}

    def all(self, spool: Spool) -> Written:
        """Write every page and copy."""
        if self.waiting:
            put_in_place(self.shop.output, self.waiting)
        for page in self.waiting.values():
            self.note(page, page.stamp)
        for path, data in spool.drain():
            self.page(path, data)
        for asset in self.stale.assets:
            if asset.picture:
                self.page(asset.path, self.room.data(asset))
            else:
                source = self.theme.file(f"static/{asset.source}") if asset.theme else self.room.site / asset.source
                self.copy(asset.path, source)
        return self.done

    def was_written(self, page: Rendered) -> None:
        """Take note of a page that was written by whoever rendered it: in its place, beside it, or not at all."""
        if page.stamp is None:
            self.note(page, None)
        elif page.path in self.shop.present.files:
            self.waiting[page.path] = page
        else:
            self.note(page, page.stamp)

    def note(self, page: Rendered, stamp: tuple[int, int] | None) -> None:
        """Take note of a page that is in its place; without a stamp it was there as it is."""
        if stamp is not None:
            self.done.paths.append(page.path)
        known = stamp or self.shop.manifest.outputs[page.path].stamp
        self.done.entries[page.path] = Left(self.stale.fingerprints[page.path], page.digest, known)

    def page(self, path: str, data: bytes) -> None:
        """Write a page or picture, unless the very bytes are there."""
        digest = blake2b(data, digest_size=16).hexdigest()
        old, here = self.shop.manifest.outputs.get(path), self.shop.present.files.get(path)
        if old and here == old.stamp and old.digest == digest:
            stamp = old.stamp
        elif here and here[0] == len(data) and (self.shop.output / path).read_bytes() == data:
            stamp = here
        else:
            stamp = write(self.shop.output, path, data, new=here is None)
            self.done.paths.append(path)
        self.done.entries[path] = Left(self.stale.fingerprints[path], digest, stamp)

    def copy(self, path: str, source: Path) -> None:
        """Copy a file; one that was changed since it was read is copied again by the next build."""
        wanted = self.stale.fingerprints[path]
        stamp, digest = copy(self.shop.output, path, source)
        self.done.paths.append(path)
        self.done.entries[path] = Left(wanted if wanted == f"copy {digest}" else "", digest, stamp)
