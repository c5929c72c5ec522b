"""Which release a site last made live on a target, kept below SITE/.bulletin/published/; asks no target."""

from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from site_builder.publishing.manifest import NAME, read_manifest
from site_builder.publishing.targets import SWITCHED


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


def newest_release(releases: Path) -> str:
    """Give the time of the newest release in a target's `releases/` that was ever live; ids sort by time."""
    with suppress(OSError):
        folders = [each for each in releases.iterdir() if (each / SWITCHED).is_file()]
        return newest(each / NAME for each in sorted(folders)[-1:])
    return ""


def newest(files: Iterable[Path]) -> str:
    """Give the time of the newest among files that may be manifests, empty for none: no proof of what they hold."""
    times = [""]
    for file in files:
        with suppress(OSError):
            last = last_of(file.read_bytes())
            times += [last.released] if last else []
    return max(times)


def last_of(manifest: bytes) -> Last | None:
    """Name a release by its manifest."""
    read = read_manifest(manifest)
    return Last(sha256(manifest).hexdigest(), read.released) if read else None


def place(site: Path, name: str) -> Path:
    """Give where it is kept; `name` is a key of site.toml, which may be any text."""
    return site / ".bulletin" / "published" / f"{sha256(name.encode()).hexdigest()[:16]}.json"
