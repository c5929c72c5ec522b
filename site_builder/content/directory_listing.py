"""A folder -> what the file system says of its entries; a whole tree of them may be listed in another process.

It imports next to nothing, so that the other process works while this one still imports all else; judges no name.
"""

import marshal
import os
import stat
from contextlib import suppress
from operator import itemgetter

# Name, whether it is a link, then of what it is or leads to: mode, bytes, times in ns, inode; why that is not known.
DirectoryEntry = tuple[str, bool, tuple[int, int, int, int, int], str]
# The time of change of a folder in ns, taken before it was listed, and its entries.
FolderListing = tuple[int, list[DirectoryEntry]]
NAME = itemgetter(0)
UNKNOWN = (0, 0, 0, 0, 0)
NOT_CONTENT_STARTS = (".", "_", "~")
NOT_CONTENT_ENDS = ("~", ".tmp", ".bak")


def is_content(name: str) -> bool:
    """Tell whether a name is content at all (contract, section 1)."""
    return not name.startswith(NOT_CONTENT_STARTS) and not name.endswith(NOT_CONTENT_ENDS)


def list_folder(folder: str) -> FolderListing:
    """List what may be content in a folder, sorted by name; raises OSError where it cannot be read."""
    time = os.stat(folder).st_mtime_ns  # noqa: PTH116 - imports nothing
    with os.scandir(folder) as found:
        entries = [stat_entry(each) for each in found if is_content(each.name)]
    entries.sort(key=NAME)
    return time, entries


def stat_entry(entry: "os.DirEntry[str]") -> DirectoryEntry:
    """Ask the file system about an entry."""
    try:
        s = entry.stat()
    except OSError as error:
        return entry.name, entry.is_symlink(), UNKNOWN, error.strerror or str(error)
    return entry.name, entry.is_symlink(), (s.st_mode, s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino), ""


def list_tree(root: str) -> dict[str, FolderListing]:
    """List a folder and all folders in it, by their paths from there; one that cannot be read is left out."""
    found: dict[str, FolderListing] = {}
    waiting = [""]
    while waiting:
        folder = waiting.pop()
        with suppress(OSError):
            found[folder] = list_folder(f"{root}/{folder}" if folder else root)
            inside = [name for name, link, status, _ in found[folder][1] if stat.S_ISDIR(status[0]) and not link]
            waiting += [f"{folder}/{name}" if folder else name for name in inside]
    return found


def list_content(site: str) -> bytes:
    """List content/ of a site's folder; marshalled, as a process passes it on to another."""
    return marshal.dumps(list_tree(os.path.realpath(os.path.join(site, "content"))))  # noqa: PTH118 - imports nothing
