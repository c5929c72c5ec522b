"""What a release keeps of the one before it, for readers who fetched a page just before the switch; switches nothing.

A page that was read before the switch asks for its stylesheet and pictures after it. So a release also holds what pages
of the release before it load by themselves and the build no longer has: assets, whose names carry a digest, for a week
(a search page may stand open that long), anything else for one release. It never holds what was withdrawn, has
expired, was removed or taken down; so nothing that was made of a picture either, for it does not tell of which, nor
former indexes of the search, which hold words of all that: a search page that is open takes note of the new one by
itself. `.bulletin/carried` lists such files with the moment from which they were carried.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath

from site_builder import urls
from site_builder.publishing.release.manifest import ManifestEntry
from site_builder.publishing.release.stage import link_or_copy, list_published

WEEK = 7 * 24 * 3600
ASSETS = "assets/"
SEARCH = "assets/search/"
# What a page loads by itself.
ASSET_SUFFIXES = frozenset(
    [
        ".css",
        ".js",
        ".mjs",
        ".json",
        ".woff",
        ".woff2",
        ".svg",
        ".png",
        ".jpg",
        ".jpeg",
        ".gif",
        ".webp",
        ".avif",
        ".ico",
    ]
)


def decode_retained(data: bytes | None) -> dict[str, int]:
    """Read `.bulletin/carried`: path -> since when, in seconds since 1970."""
    pairs = (line.partition(" ") for line in (data or b"").decode("utf-8", "replace").splitlines())
    return {path: int(since) for since, _, path in pairs if since.isdigit() and path}


def encode_retained(since: Mapping[str, int]) -> bytes:
    """Write `.bulletin/carried`."""
    return "".join(f"{since[path]} {path}\n" for path in sorted(since)).encode()


def select_retained(
    old: Mapping[str, ManifestEntry], before: Mapping[str, int], moment: int, *, is_excluded: Callable[[str], bool]
) -> dict[str, int]:
    """Choose what to carry of the files of the live release: path -> since when.

    `before` is what that one carried itself; `is_excluded` tells whether the new release has a path anyway, or must
    not.
    """
    chosen = {path: before.get(path, moment) for path in old if not is_excluded(path) and is_page_asset(path)}
    return {
        path: since
        for path, since in chosen.items()
        if (moment - since < WEEK if path.startswith(ASSETS) else path not in before)
    }


def is_page_asset(path: str) -> bool:
    """Tell whether pages load a file by themselves, and may go on to."""
    if path.startswith((urls.VARIANTS[1:], SEARCH)) or path.endswith(urls.SHARE_PICTURE):
        return False
    return path.startswith(ASSETS) or PurePosixPath(path).suffix.lower() in ASSET_SUFFIXES


def merge_retained(output: Path, folder: Path, since: Mapping[str, int], read: Callable[[str], bytes | None]) -> Path:
    """Give an output folder that holds the build and what is carried; what nobody has any longer is left out.

    It is made beside `folder`, where the release is staged; `read` gives a carried file's bytes.
    """
    if not since:
        return output
    merged = folder.with_name(folder.name + ".output")
    shutil.rmtree(merged, ignore_errors=True)
    for path in list_published(output):
        link_or_copy(output / path, merged / path)
    for path in since:
        write_file(merged, path, read(path))
    return merged


def write_file(folder: Path, path: str, data: bytes | None) -> bool:
    """Write a file below a folder, if there is one."""
    if data is not None:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return data is not None
