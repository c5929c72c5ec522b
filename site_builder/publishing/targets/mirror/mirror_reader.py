"""What lies on a mirrored target: releases, records, which one is live; writes nothing there.

What readers may not get lies in a private place: `objects/DIGEST` are the files of all releases and records, each once;
`releases/ID` and `records/ID` list what each consists of; `switched/ID` says that it was live, `current` which one is.
`switching` names the one that is being put in place: a publisher that finds it there finishes that first.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from site_builder.publishing.release.manifest import MANIFEST
from site_builder.publishing.targets.mirror.file_store import FileStore
from site_builder.publishing.targets.record_files import FILE_NAME, prune_copy, require_exact_copy
from site_builder.publishing.targets.release_files import ReleaseFile
from site_builder.publishing.targets.target import (
    ID,
    DownloadCache,
    TargetSnapshot,
    decode_checksums,
    find_mentions,
    make_bad_current_error,
)
from site_builder.state_folder import CHECKSUMS, RELEASE_LEDGER, WAS_LIVE

OBJECTS, RELEASES, RECORDS, SWITCHED = "objects", "releases", "records", "switched"
CURRENT, SWITCHING = "current", "switching"


class MirrorReader:
    """A place that is served, and a private one beside it, as they are read."""

    def __init__(self, name: str, served: FileStore, private: FileStore, cache: DownloadCache) -> None:
        """Reach both places; `cache` keeps what was read from them."""
        self.name = name
        self.served = served
        self.private = private
        self.cache = cache
        self.listings: dict[tuple[str, str], dict[str, str]] = {}

    @contextmanager
    def connect(self) -> Iterator[None]:
        """Use one connection for everything that is done within."""
        with self.private.connect(), self.served.connect():
            yield

    def inspect(self) -> TargetSnapshot:
        """Say what is there; writes nothing."""
        with self.connect():
            releases, current = self.list_ids(), self.find_live()
            if current is not None and current not in releases:
                raise make_bad_current_error(current)
            manifest = self.read(current, MANIFEST) if current else None
            ledger = self.read(current, RELEASE_LEDGER) if current else None
        return TargetSnapshot(tuple(releases), current, manifest, ledger)

    def list_ids(self, folder: str = RELEASES) -> list[str]:
        """List the releases, or what has a listing else, oldest first."""
        names = (path.rpartition("/")[2] for path in self.private.list_all(folder))
        return sorted(name for name in names if ID.fullmatch(name))

    def find_live(self) -> str | None:
        """Give the live release."""
        return self.read_id(CURRENT)

    def read_id(self, path: str) -> str | None:
        """Give the release that a file names; refuses one that names none."""
        data = self.read_private(path)
        if data is None:
            return None
        written = data.decode("utf-8", "replace").strip()
        if not ID.fullmatch(written):
            raise make_bad_current_error(written[:80])
        return written

    def read_private(self, path: str) -> bytes | None:
        """Give a file of the private place."""
        return self.private.read_all([path])[0]

    def read_listing(self, id_: str | None, folder: str = RELEASES) -> dict[str, str]:
        """Give what a release, or a record, consists of; nothing where there is none."""
        if not id_:
            return {}
        if (folder, id_) not in self.listings:
            found = decode_checksums(self.read_private(f"{folder}/{id_}"))
            if not found:
                return {}
            self.listings[folder, id_] = found  # it never changes
        return self.listings[folder, id_]

    def read_objects(self, digests: Sequence[str]) -> list[bytes | None]:
        """Give files by digest; None for what is not there as it was put there."""
        found = self.private.read_all([f"{OBJECTS}/{digest}" for digest in digests])
        pairs = zip(digests, found, strict=True)
        return [data if data is not None and sha256(data).hexdigest() == digest else None for digest, data in pairs]

    def read(self, id: str, path: str) -> bytes | None:  # noqa: A002
        """Give a file of a release, or what is kept of it here."""
        with self.connect():
            if path == CHECKSUMS:
                return self.read_private(f"{RELEASES}/{id}")
            if path == WAS_LIVE:
                return self.read_private(f"{SWITCHED}/{id}")
            return self.read_object(self.read_listing(id).get(path))

    def read_object(self, digest: str | None) -> bytes | None:
        """Give a file by its digest, from what is kept here where that has it."""
        if digest is None:
            return None
        data = self.cache.get(digest)
        if data is None:
            (data,) = self.read_objects([digest])
            self.cache.add(*([data] if data else []))
        return data

    def list_files(self, id: str) -> tuple[ReleaseFile, ...]:  # noqa: A002
        """List whatever lies in a release; of the live one, whatever lies where it is served."""
        with self.connect():
            paths = self.served.list_all() if id == self.find_live() else self.read_listing(id)
        return tuple(sorted(ReleaseFile(path, "file") for path in paths))

    def search_files(self, id: str, paths: Sequence[str], texts: Sequence[str]) -> frozenset[str]:  # noqa: A002
        """Give those of some files of a release in which one of some texts stands."""
        with self.connect():
            listing = self.read_listing(id)
            known = [path for path in paths if path in listing]
            found = self.private.read_all([f"{OBJECTS}/{listing[path]}" for path in known])
        return find_mentions(zip(known, found, strict=True), texts)

    def read_record(self, id: str, name: str) -> bytes | None:  # noqa: A002
        """Give a file of a release's record."""
        with self.connect():
            return self.read_object(self.read_listing(id, RECORDS).get(name))

    def fetch_record(self, id: str, folder: Path) -> bool:  # noqa: A002
        """Make a folder here hold exactly the record of a release."""
        with self.connect():
            record = self.read_listing(id, RECORDS)
            if not record:
                return False
            missing = [name for name in prune_copy(folder, record) if FILE_NAME.fullmatch(name)]
            for name, data in zip(missing, self.read_objects([record[name] for name in missing]), strict=True):
                (folder / name).write_bytes(data or b"")
        require_exact_copy(folder, missing, record, self.name)
        return True
