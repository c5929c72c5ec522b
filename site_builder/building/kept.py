"""Records kept across runs in a file: a snapshot and the changes since; knows nothing of what they mean.

The file is a row of frames, each with the checksum of itself, all before it and the program's version. The first is a
whole record, the others hold what changed in its dictionaries: keeping costs what changed and not what there is.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

import msgspec
from msgspec import Struct
from msgspec.structs import fields, replace

from site_builder.atomic import write_whole

T = TypeVar("T", bound=Struct)
CHECKSUM, LENGTH = 4, 8
# Changes may grow to this part of the snapshot before a new one is made.
SNAPSHOT_PART = 4
# Below that the file is simply written anew.
SMALL_FILE = 4096


class CacheFile(Generic[T]):
    """One record that is kept in a file; what is absent, damaged or of another program is as good as empty."""

    def __init__(self, file: Path, kind: type[T], version: str) -> None:
        """Keep a record of a kind in a file; `version` tells the program's version."""
        self.file = file
        self.kind = kind
        self.version = version
        self.chain = self.version.encode()
        self.stamp = (0, 0, 0)
        self.snapshot_size = 0
        self.record = kind()
        self.dictionaries = [each.name for each in fields(kind) if isinstance(getattr(self.record, each.name), dict)]

    def load(self) -> T:
        """Give what is kept; reads the file only where it is not as this object left it."""
        if self.stamp == (0, 0, 0) or self.stamp != self.read_stamp():
            self.chain, self.snapshot_size, self.record, self.stamp = self.version.encode(), 0, self.kind(), (0, 0, 0)
            with suppress(OSError, msgspec.DecodeError, ValueError):
                stamp = self.read_stamp()
                with self.file.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
                    for record, gone in self.decode_frames(data):
                        self.record = self.merge_frame(record, gone)
                self.stamp = stamp
            if self.stamp == (0, 0, 0):
                self.record, self.snapshot_size = self.kind(), 0
        return self.record

    def save(self, record: T, **candidates: Collection[str]) -> None:
        """Keep a record: what changed is added to the file, or the whole is put in its place at once.

        `candidates` has, for a dictionary of it, the only keys whose entries can have changed since it was loaded or
        saved.
        """
        old = self.load()
        changed, gone = compare_records(old, record, self.dictionaries, candidates)
        if (
            not any(changed.values())
            and not any(gone.values())
            and replace(record, **changed) == replace(old, **changed)
        ):
            return
        frame = msgspec.msgpack.encode((replace(record, **changed), gone))
        size = self.stamp[0]
        if (
            not self.snapshot_size
            or size - self.snapshot_size + len(frame) > self.snapshot_size // SNAPSHOT_PART + SMALL_FILE
        ):
            self.rewrite(msgspec.msgpack.encode((record, {})))
        else:
            append_bytes(self.file, self.encode_frame(frame))
        self.record, self.stamp = record, self.read_stamp()

    def rewrite(self, frame: bytes) -> None:
        """Put a file with nothing but a snapshot in the place of this one."""
        self.chain = self.version.encode()
        data = self.encode_frame(frame)
        # Another process may do so at the same time: one that builds into another folder, or only checks.
        write_whole(self.file, data)
        self.snapshot_size = len(data)

    def encode_frame(self, frame: bytes) -> bytes:
        """Give a frame as it stands in the file, and take its checksum for the last."""
        self.chain = compute_checksum(self.chain, frame)
        return self.chain + len(frame).to_bytes(LENGTH, "little") + frame

    def decode_frames(self, data: "mmap") -> Iterator[tuple[T, dict[str, list[str]]]]:
        """Decode the frames of a file; raises ValueError where one is damaged."""
        decoder = msgspec.msgpack.Decoder(tuple[self.kind, dict[str, list[str]]])  # type: ignore[name-defined]
        with memoryview(data) as view:
            at = 0
            while at < len(view):
                start = at + CHECKSUM + LENGTH
                end = start + int.from_bytes(view[at + CHECKSUM : start], "little")
                with view[start:end] as frame:
                    self.chain = compute_checksum(self.chain, frame)
                    if end > len(view) or self.chain != view[at : at + CHECKSUM]:
                        raise ValueError(at)
                    self.snapshot_size = self.snapshot_size or end
                    yield decoder.decode(frame)
                at = end

    def merge_frame(self, record: T, gone: dict[str, list[str]]) -> T:
        """Add a frame to what was read before it."""
        whole = {name: getattr(self.record, name) for name in self.dictionaries}
        for name, entries in whole.items():
            entries.update(getattr(record, name))
            for key in gone.get(name, ()):
                entries.pop(key, None)
        return replace(record, **whole)

    def read_stamp(self) -> tuple[int, int, int]:
        """Give bytes, time of change and inode of the file; zeros where there is none."""
        try:
            status = self.file.stat()
        except OSError:
            return 0, 0, 0
        return status.st_size, status.st_mtime_ns, status.st_ino


def append_bytes(file: Path, data: bytes) -> None:
    """Add to a file at its end."""
    with file.open("ab") as stream:
        stream.write(data)


def compare_records(
    old: Struct, new: Struct, names: list[str], candidates: Mapping[str, Collection[str]]
) -> tuple[dict[str, dict[str, object]], dict[str, list[str]]]:
    """Give, by dictionary, the entries that are new or not as they were, and the keys that are gone."""
    changed: dict[str, dict[str, object]] = {}
    gone: dict[str, list[str]] = {}
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if name in candidates:
            before = {key: before[key] for key in candidates[name] if key in before}
            after = {key: after[key] for key in candidates[name] if key in after}
        changed[name] = {k: v for k, v in after.items() if (o := before.get(k)) is not v and o != v}
        gone[name] = sorted(before.keys() - after.keys())
    return changed, gone


def compute_checksum(before: bytes, data: bytes | memoryview) -> bytes:
    """Give the CRC-32 of a frame and all before it, which finds any run of 32 damaged bits."""
    return crc32(data, crc32(before)).to_bytes(CHECKSUM, "little")
