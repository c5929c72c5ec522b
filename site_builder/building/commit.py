"""Rendered pages -> the output folder: all, or none where a template fails; the next build completes a crashed one."""

from collections.abc import Iterable
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from site_builder.building.cache_dirs import OutputFolder
from site_builder.building.image_cache import ImageCache
from site_builder.building.manifest import OutputEntry
from site_builder.building.no_op.check import remove_no_op_record
from site_builder.building.no_op.record import BuildTrace
from site_builder.building.output_folder import (
    Spool,
    copy_file,
    make_temp_path,
    move_into_place,
    remove_files,
    write_output,
)
from site_builder.building.output_scan import list_parent_folders
from site_builder.building.render import RenderedPage
from site_builder.building.staleness import StaleOutputs
from site_builder.building.survey import Survey
from site_builder.building.template_errors import merge_problems
from site_builder.building.theme import Theme
from site_builder.building.theming.stylesheets import shorten_stylesheet
from site_builder.model import Item
from site_builder.planning.outputs import Asset
from site_builder.planning.page_groups import Outputs
from site_builder.problem import Problem, sort_problems
from site_builder.site.organise import Site


class Report(Struct, frozen=True, kw_only=True):
    """What a build came to, in counts: HTML pages and files of the site, then what was done to them.

    `written_paths` and `removed_paths` are relative to the output folder; `site` and `plan` are what was built, None
    where nothing was; `faulty_drafts` are drafts that have errors, and no page; `trace` is what the build looked at,
    None where it changed some of that; `output_entries` are all outputs as they were left; `survey` is all that is
    known of the site, also where it has errors, None where its settings cannot be read.
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
    faulty_drafts: tuple[Item, ...] = ()
    plan: Outputs | None = None
    output_entries: dict[str, OutputEntry] = {}
    trace: BuildTrace | None = None
    survey: Survey | None = None

    def to_no_op_report(self, seconds: float) -> "Report":
        """Give what the same build would come to, now that nothing is left to do."""
        return replace(
            self, parsed=0, rendered=0, written=0, kept=self.outputs, removed=0, written_paths=(), seconds=seconds
        )

    def complete(self, parsed: int, problems: tuple[Problem, ...], seconds: float) -> "Report":
        """Add what came before rendering."""
        return replace(
            self, parsed=parsed, problems=sort_problems((*problems, *self.problems)), seconds=round(seconds, 3)
        )


def commit(
    rendered: Iterable[RenderedPage],
    stale: StaleOutputs,
    theme: Theme,
    output_folder: OutputFolder,
    image_cache: ImageCache,
) -> Report:
    """Write what is stale and remove what is no longer planned; nothing where a page or a picture could not be made.

    The journal: the manifest is kept with the stale entries blanked before the first write, and whole after the last.
    """
    failed = list(image_cache.problems)
    site = image_cache.site
    if not output_folder.scan.files:
        blank_entries(stale, output_folder, site)
    writer = OutputWriter(output_folder, image_cache, theme, stale)
    with closing(Spool(output_folder.state)) as spool:
        for each in rendered:
            if each.problem:
                failed.append(each.problem)
            elif each.digest:
                writer.accept_written(each)
            elif not failed:
                spool.add(each.path, each.data)
        if failed:
            remove_files(output_folder.output, [*writer.result.paths, *map(make_temp_path, writer.unplaced)])
            return Report(rendered=len(stale.pages), problems=merge_problems(failed))
        blank_entries(stale, output_folder, site)
        removed = remove_files(output_folder.output, stale.obsolete)
        written = writer.write_outputs(spool)
    outputs = stale.manifest.outputs | written.entries
    touched = list_parent_folders((*written.paths, *stale.obsolete))
    # What else came into a folder that this build changed would not show in its time: the next one looks into it.
    folders = {path: time for path, time in output_folder.scan.folders.items() if path not in touched}
    output_folder.manifest_file.save(replace(stale.manifest, outputs=outputs, folders=folders))
    return Report(
        output_entries=outputs,
        pages=stale.html_count,
        outputs=len(stale.fingerprints),
        rendered=len(stale.pages),
        written=len(written.paths),
        kept=len(stale.fingerprints) - len(written.paths),
        removed=removed,
        written_paths=tuple(sorted(written.paths)),
        removed_paths=tuple(sorted(stale.obsolete)),
    )


def blank_entries(stale: StaleOutputs, output_folder: OutputFolder, site: Path) -> None:
    """Begin the journal: from now on nothing that is stale counts as made."""
    todo = [*(page.path for page in stale.pages), *(asset.path for asset in stale.assets)]
    if todo or stale.obsolete:
        remove_no_op_record(site)
        blanked = dict.fromkeys(todo, OutputEntry("", "", (0, 0)))
        output_folder.manifest_file.save(replace(stale.manifest, outputs=stale.manifest.outputs | blanked))
        output_folder.manifest_file.flush()


class WriteResult(Struct):
    """What has been written so far: entries of the manifest, paths whose bytes changed."""

    entries: dict[str, OutputEntry]
    paths: list[str]


class OutputWriter:
    """One run of writes into an output folder."""

    def __init__(self, output_folder: OutputFolder, image_cache: ImageCache, theme: Theme, stale: StaleOutputs) -> None:
        """Write stale outputs of a site."""
        self.output_folder = output_folder
        self.image_cache = image_cache
        self.theme = theme
        self.stale = stale
        self.result = WriteResult({}, [])
        # Pages that were written beside their files.
        self.unplaced: dict[str, RenderedPage] = {}

    def write_outputs(self, spool: Spool) -> WriteResult:
        """Write every page and copy."""
        if self.unplaced:
            move_into_place(self.output_folder.output, self.unplaced)
        for page in self.unplaced.values():
            self.record_page(page, page.stamp)
        for path, data in spool.drain():
            self.write_page(path, data)
        for asset in self.stale.assets:
            if asset.picture or asset.share:
                self.write_page(asset.path, self.image_cache.load_bytes(asset))
            elif asset.text:
                self.write_page(asset.path, asset.text.encode())
            else:
                source = (
                    self.theme.locate_file(f"static/{asset.source}")
                    if asset.theme
                    else self.image_cache.site / asset.source
                )
                if asset.is_stylesheet:
                    self.write_stylesheet(asset, source)
                else:
                    self.copy_asset(asset.path, source)
        return self.result

    def accept_written(self, page: RenderedPage) -> None:
        """Take note of a page that was written by whoever rendered it: in its place, beside it, or not at all."""
        if page.stamp is None:
            self.record_page(page, None)
        elif page.path in self.output_folder.scan.files:
            self.unplaced[page.path] = page
        else:
            self.record_page(page, page.stamp)

    def record_page(self, page: RenderedPage, stamp: tuple[int, int] | None) -> None:
        """Take note of a page that is in its place; without a stamp it was there as it is."""
        if stamp is not None:
            self.result.paths.append(page.path)
        known = stamp or self.output_folder.manifest.outputs[page.path].stamp
        self.result.entries[page.path] = OutputEntry(self.stale.fingerprints[page.path], page.digest, known)

    def write_page(self, path: str, data: bytes) -> None:
        """Write a page or picture, unless the very bytes are there."""
        digest = blake2b(data, digest_size=16).hexdigest()
        old, here = self.output_folder.manifest.outputs.get(path), self.output_folder.scan.files.get(path)
        if old and here == old.stamp and old.digest == digest:
            stamp = old.stamp
        elif here and here[0] == len(data) and (self.output_folder.output / path).read_bytes() == data:
            stamp = here
        else:
            stamp = write_output(self.output_folder.output, path, data, new=here is None)
            self.result.paths.append(path)
        self.result.entries[path] = OutputEntry(self.stale.fingerprints[path], digest, stamp)

    def write_stylesheet(self, asset: Asset, source: Path) -> None:
        """Write a stylesheet as it is sent; the next build writes one again that was changed since it was read."""
        data = source.read_bytes()
        self.write_page(asset.path, shorten_stylesheet(data))
        if blake2b(data, digest_size=16).hexdigest() != asset.digest:
            entry = self.result.entries[asset.path]
            self.result.entries[asset.path] = replace(entry, fingerprint="")

    def copy_asset(self, path: str, source: Path) -> None:
        """Copy a file; one that was changed since it was read is copied again by the next build."""
        wanted = self.stale.fingerprints[path]
        stamp, digest = copy_file(self.output_folder.output, path, source)
        self.result.paths.append(path)
        self.result.entries[path] = OutputEntry(wanted if wanted == f"copy {digest}" else "", digest, stamp)
