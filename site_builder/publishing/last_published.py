"""Which release a site last made live on a target, kept below SITE/.bulletin/published/; asks no target."""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.publishing.release.manifest import read_manifest


class Last(Struct, frozen=True):
    """The release that was last made live: its manifest's SHA-256 and its time (ISO 8601, UTC)."""

    manifest: str
    released: str


def remember(site: Path, name: str, manifest: bytes) -> None:
    """Keep which release is live now on a target."""
    last = last_of(manifest)
    if last is not None:
        file = place(site, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(file.name + ".new")
        beside.write_bytes(msgspec.json.encode(last) + b"\n")
        beside.replace(file)


def recall(site: Path, name: str) -> Last | None:
    """Give which release was last made live from here; None where that is not known."""
    with suppress(OSError, msgspec.DecodeError):
        return msgspec.json.decode(place(site, name).read_bytes(), type=Last)
    return None


def last_of(manifest: bytes) -> Last | None:
    """Name a release by its manifest."""
    read = read_manifest(manifest)
    return Last(sha256(manifest).hexdigest(), read.released) if read else None


def place(site: Path, name: str) -> Path:
    """Give where it is kept; `name` is a key of site.toml, which may be any text."""
    return site / ".bulletin" / "published" / f"{sha256(name.encode()).hexdigest()[:16]}.json"
