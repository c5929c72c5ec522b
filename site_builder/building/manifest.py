"""What the last build left behind, so that the next can tell what is stale; may be deleted at any time."""

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from site_builder.planning.outputs import Asset, Outputs, Page
from site_builder.building.templates import PACKAGE, Theme, closure
from site_builder.reading.sources import Stamp

T = TypeVar("T", bound=Struct)
# Raise it when what is kept changes its form; what an older version kept is then not read.
SCHEMA = 1
CHECKSUM = 16


class Left(Struct, frozen=True):
    """An output as the last build left it: fingerprint of what it was made from ("" while it is being written), digest
    of its bytes, and the stamp that the file system gave it."""

    fingerprint: str
    digest: str
    stamp: tuple[int, int]


class Manifest(Struct, frozen=True):
    """All outputs by path; what templates can load; the clock of the build and when it will next matter."""

    tool: str = ""
    outputs: dict[str, Left] = {}
    references: dict[str, tuple[str | None, ...]] = {}
    at: int = 0
    next_change: int | None = None


class Stale(Struct, frozen=True):
    """What has to be made: pages to render, files to copy; by path the fingerprint of every output."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    fingerprints: dict[str, str]


def stale(outputs: Outputs, theme: Theme, manifest: Manifest, present: dict[str, tuple[int, int]]) -> Stale:
    """Find the outputs that are not as the last build left them, or would be made of something else now.

    A page's fingerprint is the digest of schema, tool, template closure, view, locale and the digests of its inputs.
    """
    tool = tool_digest()
    prints = Fingerprints(tool, theme)
    fingerprints = {page.path: prints.page(page) for page in outputs.pages}
    fingerprints |= {asset.path: f"copy {asset.digest}" for asset in outputs.assets}

    def fresh(path: str) -> bool:
        left = manifest.outputs.get(path)
        return left is not None and left.fingerprint == fingerprints[path] and present.get(path) == left.stamp

    return Stale(
        tuple(page for page in outputs.pages if not fresh(page.path)),
        tuple(asset for asset in outputs.assets if not fresh(asset.path)),
        fingerprints,
    )


class Fingerprints:
    """Computes fingerprints; what many pages share is encoded once."""

    def __init__(self, tool: str, theme: Theme) -> None:
        """Begin for one build."""
        self.tool = tool
        self.theme = theme
        self.encoder = msgspec.msgpack.Encoder(order="deterministic")
        self.closures: dict[str, str] = {}
        self.shared: dict[int, bytes] = {}

    def page(self, page: Page) -> str:
        """Give the fingerprint of a page."""
        hashed = blake2b(f"{SCHEMA}\0{self.tool}\0{self.closure(page.template)}".encode(), digest_size=16)
        hashed.update(f"\0{page.template}\0{page.view}\0{page.locale}\0{' '.join(page.bodies)}\0".encode())
        first, *rest = page.inputs
        hashed.update(self.once(first))
        for record in rest:
            hashed.update(blake2b(self.encoder.encode(record), digest_size=16).digest())
        return hashed.hexdigest()

    def once(self, record: Struct) -> bytes:
        """Give the digest of a record that other pages have too."""
        found = self.shared.get(id(record))
        if found is None:
            found = self.shared[id(record)] = blake2b(self.encoder.encode(record), digest_size=16).digest()
        return found

    def closure(self, template: str) -> str:
        """Give the digest of all that a template can reach."""
        if template not in self.closures:
            self.closures[template] = closure(self.theme, template) if template else ""
        return self.closures[template]


def tool_digest() -> str:
    """Give a digest of the program: the stamps of its own files, names and versions of the packages beside msgspec."""
    hashed = blake2b(str(SCHEMA).encode(), digest_size=16)
    for folder, names, files in os.walk(PACKAGE):
        names[:] = sorted(name for name in names if name not in {"theme", "__pycache__"})
        for name in sorted(files):
            if name.endswith((".py", ".po")):
                status = os.stat(os.path.join(folder, name))
                hashed.update(f"{folder}/{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    packages = Path(msgspec.__file__).parents[1]
    hashed.update("\0".join(sorted(n for n in os.listdir(packages) if n.endswith(".dist-info"))).encode())
    return hashed.hexdigest()


def save(file: Path, record: Struct) -> None:
    """Keep a record: checksum first, written beside and put in place at once."""
    data = msgspec.msgpack.encode(record)
    beside = file.with_name(file.name + ".new")
    beside.write_bytes(blake2b(data, digest_size=CHECKSUM).digest() + data)
    beside.replace(file)


def load(file: Path, kind: type[T]) -> T:
    """Read a record; one that is absent, damaged or of an older form is as good as empty."""
    with suppress(OSError, msgspec.DecodeError):
        data = file.read_bytes()
        if blake2b(data[CHECKSUM:], digest_size=CHECKSUM).digest() == data[:CHECKSUM]:
            return msgspec.msgpack.decode(data[CHECKSUM:], type=kind)
    return kind()


def believable(stamps: dict[str, Stamp], started: int) -> dict[str, Stamp]:
    """Leave out the stamps of files changed so near the run's start that the clock could not tell a later change.

    The rule is git's for racily clean entries; two seconds is the coarsest clock in use (FAT).
    """
    limit = started - 2_000_000_000
    return {path: stamp for path, stamp in stamps.items() if max(stamp.mtime, stamp.ctime) < limit}
