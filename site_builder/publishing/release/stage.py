"""The output of a build -> a release in a folder: files, compressed copies, manifest, signature; sends nothing."""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from site_builder.problem import CommandError
from site_builder.publishing.release.compress import compress_files, is_compressible
from site_builder.publishing.release.manifest import (
    MANIFEST,
    SIGNATURE,
    ManifestEntry,
    encode_manifest,
    make_release_id,
)
from site_builder.publishing.release.signing import sign
from site_builder.state_folder import RELEASE_LEDGER


class StagedFile(Struct, frozen=True):
    """A file of a release: path below its root, SHA-256 in hex, bytes."""

    path: str
    sha256: str
    size: int


class StagedRelease(Struct, frozen=True):
    """A release that is ready to be sent.

    `files` are all of it, sorted by path, but for the manifest, its signature and what lies below `.bulletin/`;
    `record` is the folder here of what it was made of, which no reader may fetch.
    """

    folder: Path
    files: tuple[StagedFile, ...]
    manifest: bytes
    id: str
    record: Path | None = None


def stage(  # noqa: PLR0913 - what a release is made of, each by its name
    output: Path,
    folder: Path,
    *,
    base_url: str,
    moment: int,
    previous: bytes | None,
    ledger: bytes,
    key: Path | None = None,
    record: Path | None = None,
) -> StagedRelease:
    """Make a release of an output folder in `folder` (SITE/.bulletin/stage/NAME), which is emptied first.

    `moment` is its time in seconds since 1970, `previous` the manifest of the release before it, `record` the folder of
    its record. Raises CommandError (3) where there is nothing to release, or it cannot be signed.
    """
    paths = sorted(list_published(output))
    if "index.html" not in paths:
        raise CommandError(3, "there is no built site in {folder}", folder=output)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in paths:
        link_or_copy(output / path, folder / path)
    files = digest_files(folder, paths)
    entries = {each.path: ManifestEntry(each.sha256, each.size) for each in files}
    index = (record / "index").read_bytes() if record else None
    manifest = encode_manifest(base_url, moment, previous, entries, record=index)
    packed = list(add_compressed(folder, files, locate_cache(folder)))
    signature = sign(manifest, key) if key else None
    (folder / RELEASE_LEDGER).parent.mkdir()
    (folder / RELEASE_LEDGER).write_bytes(ledger)
    if signature:
        (folder / SIGNATURE).write_bytes(signature)
    (folder / MANIFEST).write_bytes(manifest)
    everything = sorted([*files, *digest_files(folder, packed)], key=lambda each: each.path)
    return StagedRelease(folder, tuple(everything), manifest, make_release_id(manifest, moment), record)


def list_published(output: Path) -> Iterator[str]:
    """List the files of a folder that readers may fetch: no name of theirs begins with a dot, and none is a link."""
    for where, folders, names in os.walk(output):
        here = Path(where).relative_to(output).as_posix()
        start = "" if here == "." else f"{here}/"
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if (
                not name.startswith(".")
                and start + name not in {MANIFEST, SIGNATURE}
                and not Path(where, name).is_symlink()
            ):
                yield start + name


def link_or_copy(source: Path, target: Path) -> None:
    """Put a file in its place: the same file under a second name, a copy where the file system has no such thing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


def digest_files(folder: Path, paths: list[str]) -> list[StagedFile]:
    """Digest files, in the order given."""

    def digest(path: str) -> StagedFile:
        with (folder / path).open("rb") as stream:
            hashed = sha256()
            size = 0
            while block := stream.read(1 << 20):
                hashed.update(block)
                size += len(block)
        return StagedFile(path, hashed.hexdigest(), size)

    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        return list(threads.map(digest, paths, chunksize=64))


def add_compressed(folder: Path, files: list[StagedFile], cache: Path) -> Iterator[str]:
    """Put the compressed copies beside their files; an output of a copy's name stays as it is."""
    taken = {each.path for each in files}
    todo = [(Path(each.path), each.sha256) for each in files if is_compressible(each.path, each.size)]
    todo = [(path, digest) for path, digest in todo if not {f"{path.as_posix()}{s}" for s in (".gz", ".br")} & taken]
    for file, compressed in compress_files([(folder / path, digest) for path, digest in todo], cache):
        path = file.relative_to(folder).as_posix() + compressed.suffix
        link_or_copy(compressed, folder / path)
        yield path


def locate_cache(folder: Path) -> Path:
    """Give where compressed copies are kept: SITE/.bulletin/cache/compressed, shared by the targets of a site."""
    return folder.parent.parent / "cache" / "compressed"
