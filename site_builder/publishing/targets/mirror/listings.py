"""The listing of a release on a mirrored target, and in which order its files are put in place; reaches none.

A listing has the form of sha256sum. Readers get all files but those below `.bulletin/`; compressed copies are left out,
because such hosts compress by themselves or not at all.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from site_builder.publishing.release.manifest import MANIFEST, SIGNATURE

# What leads readers to other files: it comes after what it leads to, and goes before that.
LEADING = frozenset([".html", ".xml", ".ics"])


def select_listed(digests: Mapping[str, str]) -> dict[str, str]:
    """Give the files of a release that are put to a mirrored target: path -> digest, without compressed copies."""
    return {
        path: digest
        for path, digest in digests.items()
        if not (path.endswith((".gz", ".br")) and path.rpartition(".")[0] in digests)
    }


def select_served(digests: Mapping[str, str]) -> dict[str, str]:
    """Give those files of a release that readers get."""
    return {path: digest for path, digest in digests.items() if not path.startswith(".")}


def order_writes(paths: Iterable[str], before: Iterable[str]) -> list[list[str]]:
    """Give what is put in place step by step: what is loaded, new pages, changed ones from the deepest, the manifest.

    No page comes before its files, and none before the new pages that it leads to.
    """
    known, steps = frozenset(before), dict[tuple[int, int], list[str]]()
    for path in sorted(paths):
        steps.setdefault(rank_write(path, known), []).append(path)
    return [steps[rank] for rank in sorted(steps)]


def rank_write(path: str, known: frozenset[str]) -> tuple[int, int]:
    """Tell when a file is put in place."""
    if path in {MANIFEST, SIGNATURE}:
        return (3, 0)
    if PurePosixPath(path).suffix not in LEADING:
        return (0, 0)
    return (2, -path.count("/")) if path in known else (1, 0)


def order_removals(paths: Iterable[str]) -> list[list[str]]:
    """Give what is removed step by step: what leads somewhere first."""
    leading = [path for path in sorted(paths) if PurePosixPath(path).suffix in LEADING]
    return [leading, sorted(set(paths) - set(leading))]
