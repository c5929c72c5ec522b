"""A folder -> what the file system says of its entries that may be content; judges no name."""

import os
from operator import itemgetter

# Name, whether it is a link, then of what it is or leads to: mode, bytes, times in ns, inode; why that is not known.
DirectoryEntry = tuple[str, bool, tuple[int, int, int, int, int], str]
# The time of change of a folder in ns, taken before it was listed, and its entries.
FolderListing = tuple[int, list[DirectoryEntry]]
NAME = itemgetter(0)
UNKNOWN = (0, 0, 0, 0, 0)
NOT_CONTENT_STARTS = (".", "_", "~")
NOT_CONTENT_ENDS = ("~", ".tmp", ".bak")
# The one beginning of names with `_` that are content: introductions of columns.
INTRODUCTION = "_index."


def is_content(name: str) -> bool:
    """Tell whether a name is content at all (contract, section 1)."""
    if name.startswith(INTRODUCTION):
        return name.endswith(".md")
    return not name.startswith(NOT_CONTENT_STARTS) and not name.endswith(NOT_CONTENT_ENDS)


def list_folder(folder: str) -> FolderListing:
    """List what may be content in a folder, sorted by name; raises OSError where it cannot be read."""
    time = os.stat(folder).st_mtime_ns  # noqa: PTH116 - done for every folder
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
