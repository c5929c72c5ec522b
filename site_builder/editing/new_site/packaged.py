"""The files of a folder that comes with the package, as bytes that are the same on every system; never writes one."""

from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable

# Kept without their dot, or git and editors would obey them in the package's own folder.
DOTFILES = {
    "gitignore": ".gitignore",
    "gitattributes": ".gitattributes",
    "editorconfig": ".editorconfig",
    "vscode": ".vscode",
}


def read_packaged_files(folder: str) -> dict[str, bytes]:
    """Read all files below a folder beside this module: relative path with `/` -> bytes; lines end in line feeds."""
    return dict(sorted(walk_files(resources.files("site_builder.editing.new_site") / folder, "")))


def walk_files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    """Walk a folder; a checkout on Windows may have given its texts other line ends."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from walk_files(entry, f"{prefix}{DOTFILES.get(entry.name, entry.name)}/")
        else:
            yield prefix + DOTFILES.get(entry.name, entry.name), entry.read_bytes().replace(b"\r\n", b"\n")
