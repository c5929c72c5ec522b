"""`bulletin-manifest.json`: what a release consists of, written and read; fetches nothing."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256

import msgspec
from msgspec import Struct

MANIFEST = "bulletin-manifest.json"
SIGNATURE = f"{MANIFEST}.sig"
VERSION = 1
TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


class ManifestEntry(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of a release: SHA-256 in hex, bytes."""

    sha256: str
    size: int


class ReleaseManifest(Struct, frozen=True):
    """A manifest as read; `previous` is the SHA-256 of the manifest before it, `record` that of the record's index."""

    version: int
    base_url: str
    released: str
    previous: str | None
    files: dict[str, ManifestEntry]
    record: str | None = None


def encode_manifest(
    base_url: str,
    moment: int,
    previous: bytes | None,
    files: Mapping[str, ManifestEntry],
    *,
    record: bytes | None = None,
) -> bytes:
    """Write a manifest: keys sorted, a file a line so that stock tools can read it; `moment` in seconds since 1970.

    `record` is the index of what the release was made of: whoever trusts the manifest can trust that too.
    """
    lines = [
        f'  {encode_json(path)}: {{"sha256": "{files[path].sha256}", "size": {files[path].size}}}'
        for path in sorted(files)
    ]
    before = sha256(previous).hexdigest() if previous is not None else None
    recorded = f' "record": {encode_json(sha256(record).hexdigest())},\n' if record is not None else ""
    return (
        f'{{\n "base_url": {encode_json(base_url)},\n "files": {{\n'
        + ",\n".join(lines)
        + f'\n }},\n "previous": {encode_json(before)},\n{recorded} "released": {encode_json(format_moment(moment))},\n'
        + f' "version": {VERSION}\n}}\n'
    ).encode()


def encode_json(value: str | None) -> str:
    """Write a value as JSON."""
    return json.dumps(value, ensure_ascii=False)


def format_moment(moment: int) -> str:
    """Write a moment as the manifest has it."""
    return datetime.fromtimestamp(moment, UTC).strftime(TIME_FORMAT)


def make_release_id(manifest: bytes, moment: int) -> str:
    """Name a release: its UTC time and the first eight digits of its manifest's SHA-256."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y%m%dT%H%M%SZ}-{sha256(manifest).hexdigest()[:8]}"


def read_manifest(data: bytes) -> ReleaseManifest | None:
    """Read a manifest; None for what is none, names a file that no release can hold, or has a time that is none."""
    try:
        manifest = msgspec.json.decode(data, type=ReleaseManifest)
        datetime.strptime(manifest.released, TIME_FORMAT).replace(tzinfo=UTC)
    except (msgspec.DecodeError, ValueError):
        return None
    good = (
        manifest.version == VERSION
        and all(map(is_valid_path, manifest.files))
        and all(map(is_valid_entry, manifest.files.values()))
    )
    return manifest if good else None


def is_valid_path(path: str) -> bool:
    """Tell whether a path can be that of a published file: below the root, and no part of it hidden."""
    return (
        all(part and not part.startswith(".") for part in path.split("/")) and path.isprintable() and "\\" not in path
    )


def is_valid_entry(entry: ManifestEntry) -> bool:
    """Tell whether an entry has a digest and a size."""
    return len(entry.sha256) == sha256().digest_size * 2 and entry.size >= 0
