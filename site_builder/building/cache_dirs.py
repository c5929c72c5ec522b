"""Where a site keeps what its runs leave behind, below `.bulletin/`; all of it may be deleted at any time."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from site_builder.atomic import read_checked, write_checked
from site_builder.building.manifest import Manifest, drop_racy_stamps
from site_builder.building.output_scan import OutputScan
from site_builder.checking.files.personal_data import ScannedFiles
from site_builder.content.body_cache import BodyCache
from site_builder.content.load import ContentCache, Items
from site_builder.planning.page_groups import PlanMemo
from site_builder.problem import CommandError
from site_builder.state_folder import STATE

T = TypeVar("T", bound=Struct)


class CacheFile(Generic[T]):
    """One record that is kept in a file; what is absent, damaged or of another program is as good as empty.

    One that is `lazy` is written when somebody asks for it (`flush`); until then it counts here as if it were.
    """

    def __init__(self, file: Path, kind: type[T], version: str, *, lazy: bool) -> None:
        """Keep a record of a kind in a file; `version` tells the program's version."""
        self.file = file
        self.kind = kind
        self.version = version
        self.stamp: tuple[int, int, int] | None = None
        self.record = kind()
        self.lazy = lazy
        self.is_written = True

    def load(self) -> T:
        """Give what is kept; reads the file only where it is not as this object left it."""
        if not self.is_written:
            return self.record
        stamp = self.read_stamp()
        if stamp is None or stamp != self.stamp:
            self.record, self.stamp = self.kind(), stamp
            data = read_checked(self.file, self.version)
            if data is not None:
                with suppress(msgspec.DecodeError):
                    self.record = msgspec.msgpack.decode(data, type=self.kind)
        return self.record

    def save(self, record: T) -> None:
        """Keep a record, unless it is kept already."""
        if record != self.load():
            self.record, self.is_written = record, False
        if not self.lazy:
            self.flush()

    def flush(self) -> None:
        """Write the record, if it is not written yet."""
        if not self.is_written:
            write_checked(self.file, msgspec.msgpack.encode(self.record), self.version)
            self.stamp, self.is_written = self.read_stamp(), True

    def read_stamp(self) -> tuple[int, int, int] | None:
        """Give bytes, time of change and inode of the file; None where there is none."""
        try:
            status = self.file.stat()
        except OSError:
            return None
        return status.st_size, status.st_mtime_ns, status.st_ino


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
        known, stamps = items.cache, drop_racy_stamps(items.cache.stamps, self.started)
        self.content_cache_file.save(ContentCache(known.settings, stamps, known.parsed, known.copied))
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


def list_output_stamps(manifest: Manifest) -> dict[str, tuple[int, int]]:
    """Give the outputs that a build left, with their stamps; none where it was killed: everything is looked for."""
    if not all(each.fingerprint for each in manifest.outputs.values()):
        return {}
    return {path: each.stamp for path, each in manifest.outputs.items()}


def locate_state(site: Path, output: Path, *, drafts: bool) -> Path:
    """Give the folder of the state of an output folder and its options; the same after the whole site was moved."""
    where = os.path.relpath(output.resolve(), site.resolve()).replace(os.sep, "/")
    digest = blake2b(f"{where}\0{drafts}".encode(), digest_size=6).hexdigest()
    return site / STATE / f"{output.name or 'output'}-{digest}"


def require_site(site: Path) -> None:
    """Refuse a folder that is no site."""
    if not (site / "content").is_dir():
        message = "there is no content/ in {folder}; go to the folder of a site, or make one with: bulletin init DIR"
        raise CommandError(2, message, folder=site)
