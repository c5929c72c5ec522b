"""Which release a site last made live on a target, kept below SITE/.bulletin/published/; asks no target."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.atomic import write_whole
from site_builder.publishing.release.manifest import read_manifest
from site_builder.state_folder import PUBLISHED


class LastPublished(Struct, frozen=True):
    """The release that was last made live: its manifest's SHA-256 and its time (ISO 8601, UTC)."""

    manifest: str
    released: str


def write_last_published(site: Path, name: str, manifest: bytes) -> None:
    """Keep which release is live now on a target."""
    last = identify_release(manifest)
    if last is not None:
        file = locate_last_published(site, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, msgspec.json.encode(last) + b"\n")


def read_last_published(site: Path, name: str) -> LastPublished | None:
    """Give which release was last made live from here; None where that is not known."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(locate_last_published(site, name).read_bytes(), type=LastPublished)
    return None


def identify_release(manifest: bytes) -> LastPublished | None:
    """Name a release by its manifest."""
    parsed = read_manifest(manifest)
    return LastPublished(sha256(manifest).hexdigest(), parsed.released) if parsed else None


def locate_last_published(site: Path, name: str) -> Path:
    """Give where it is kept; `name` is a key of site.toml, which may be any text."""
    return site / PUBLISHED / f"{sha256(name.encode()).hexdigest()[:16]}.json"
