"""Two manifests -> what one adds, changes and removes against the other; reads no file."""

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from site_builder.publishing.release.manifest import Entry, read_manifest

# More than so many removed pages, or than this part of them, need to be allowed.
MOST_REMOVED = 50
MOST_PART = 0.10
PRINTED = re.compile(r"(?:^|/)print/\d{4}/\d\d/index\.html$")


class Change(Struct, frozen=True):
    """A file that differs: its path, bytes before and after (0 where it is not)."""

    path: str
    before: int
    after: int

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page."""
        return is_page(self.path)


class Changes(Struct, frozen=True):
    """What a release brings against the one before it, each list sorted by path."""

    added: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    pages_before: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.added or self.changed or self.removed)

    @property
    def removed_pages(self) -> int:
        """How many pages go."""
        return sum(each.is_page for each in self.removed)

    def are_many_removed(self, expected: Collection[str] = ()) -> bool:
        """Tell whether so many pages go, beside those expected, that somebody has to say that this is meant."""
        removed = sum(each.is_page and each.path not in expected for each in self.removed)
        return removed > MOST_REMOVED or removed > MOST_PART * self.pages_before


def compare(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Changes:
    """Compare the files of two releases by digest."""
    return Changes(
        added=tuple(Change(p, 0, new[p].size) for p in sorted(new.keys() - old.keys())),
        changed=tuple(
            Change(p, old[p].size, new[p].size)
            for p in sorted(new.keys() & old.keys())
            if old[p].sha256 != new[p].sha256
        ),
        removed=tuple(Change(p, old[p].size, 0) for p in sorted(old.keys() - new.keys())),
        pages_before=sum(map(is_page, old)),
    )


def files_of(manifest: bytes | None) -> dict[str, Entry]:
    """Give the files of a manifest; none where it cannot be read."""
    found = read_manifest(manifest) if manifest else None
    return dict(found.files) if found else {}


def is_page(path: str) -> bool:
    """Tell whether a file is a page of its own: a month for the printer only says again what others say."""
    return path.endswith(".html") and not PRINTED.search(path)
