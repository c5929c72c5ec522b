"""Where a site keeps what its runs leave behind, below `.bulletin/`; all of it may be deleted at any time."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from site_builder.atomic import read_checked, read_with_digest, write_checked
from site_builder.building.manifest import Manifest, drop_racy_stamps
from site_builder.building.output_scan import OutputScan
from site_builder.checking.files.personal_data import ScannedFiles
from site_builder.content.body_cache import BodyCache
from site_builder.content.load import ContentCache, Items
from site_builder.planning.page_groups import PlanMemo
from site_builder.problem import CommandError
from site_builder.state_folder import STATE

T = TypeVar("T", bound=Struct)
FileStamp = tuple[int, int, int]
NO_FILE: FileStamp = (-1, 0, 0)
# What changed stands in a file of this name beside, while it is less than one in so many entries.
CHANGES = ".changes"
FEW = 16


class CacheFile(Generic[T]):
    """One record that is kept in a file; what is absent, damaged or of another program is as good as empty.

    While few entries of its dicts have changed, these stand in a second file, which counts for the first as it is and
    no other. One that is `lazy` is written when somebody asks for it (`flush`); until then it counts here as if it
    were.
    """

    def __init__(self, file: Path, kind: type[T], version: str, *, lazy: bool) -> None:
        """Keep a record of a kind in a file; `version` tells the program's version."""
        self.file = file
        self.changes_file = file.with_name(f"{file.name}{CHANGES}")
        self.kind = kind
        self.version = version
        self.lazy = lazy
        self.forget()

    def forget(self) -> None:
        """Begin with nothing: no record, and none in the first file."""
        self.record = self.whole = self.kind()
        self.digest = b""
        self.stamps = (NO_FILE, NO_FILE)
        self.is_written = True

    def load(self) -> T:
        """Give what is kept; reads the files only where they are not as this object left them."""
        if self.is_written and self.stamps != (stamps := self.read_stamps()):
            self.forget()
            self.stamps = stamps
            data, digest = read_with_digest(self.file, self.version)
            with suppress(msgspec.DecodeError):
                if data is not None:
                    self.record = self.whole = msgspec.msgpack.decode(data, type=self.kind)
                    self.digest = digest
            changes = read_checked(self.changes_file, self.name_changes()) if self.digest else None
            with suppress(msgspec.DecodeError):
                if changes is not None:
                    self.record = apply_changes(self.whole, changes)
        return self.record

    def save(self, record: T) -> None:
        """Keep a record, unless it is kept already."""
        if record != self.load():
            self.record, self.is_written = record, False
        if not self.lazy:
            self.flush()

    def flush(self) -> None:
        """Write the record, if it is not written yet."""
        if self.is_written:
            return
        changes = encode_changes(self.whole, self.record) if self.digest else None
        if changes is None:
            self.changes_file.unlink(missing_ok=True)
            self.digest = write_checked(self.file, msgspec.msgpack.encode(self.record), self.version)
            self.whole = self.record
        else:
            write_checked(self.changes_file, changes, self.name_changes())
        self.stamps, self.is_written = self.read_stamps(), True

    def delete(self) -> None:
        """Forget what is kept."""
        for each in (self.changes_file, self.file):
            each.unlink(missing_ok=True)
        self.forget()

    def name_changes(self) -> str:
        """Give the key of the changes: they are believed beside the file that they belong to."""
        return f"{self.version} {self.digest.hex()}"

    def read_stamps(self) -> tuple[FileStamp, FileStamp]:
        """Give the stamps of both files."""
        return read_stamp(self.file), read_stamp(self.changes_file)


def read_stamp(file: Path) -> FileStamp:
    """Give bytes, time of change and inode of a file."""
    try:
        status = file.stat()
    except OSError:
        return NO_FILE
    return status.st_size, status.st_mtime_ns, status.st_ino


def encode_changes(whole: Struct, record: Struct) -> bytes | None:
    """Encode what is new in a record: of its dicts what was changed or is gone, other fields whole; None for much."""
    fields: dict[str, Any] = {}
    gone: dict[str, list[str]] = {}
    count = total = 0
    for name in whole.__struct_fields__:
        before, now = getattr(whole, name), getattr(record, name)
        if isinstance(now, dict):
            fields[name] = {
                key: each for key, each in now.items() if (old := before.get(key)) is not each and old != each
            }
            gone[name] = [key for key in before if key not in now]
            count += len(fields[name]) + len(gone[name])
            total += len(before)
        else:
            fields[name] = now
    return None if count * FEW > total else msgspec.msgpack.encode((fields, gone))


def apply_changes(whole: T, encoded: memoryview) -> T:
    """Give a record with its changes; raise msgspec.DecodeError where they are not such."""
    expected: Any = tuple[type(whole), dict[str, list[str]]]  # type: ignore[misc]
    fields, gone = msgspec.msgpack.decode(encoded, type=expected)
    changed = {}
    for name in whole.__struct_fields__:
        now = getattr(fields, name)
        if isinstance(now, dict):
            now = getattr(whole, name) | now
            for key in gone[name]:
                del now[key]
        changed[name] = now
    return replace(whole, **changed)


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
