"""Two manifests -> what one adds, changes and removes against the other; reads no file."""

import re
from collections.abc import Collection, Mapping

from msgspec import Struct

from site_builder.publishing.release.manifest import ManifestEntry, read_manifest

# More than so many removed pages, or than this part of them, need to be allowed.
MAX_REMOVED_PAGES = 50
MAX_REMOVED_SHARE = 0.10
PRINT_PAGE = re.compile(r"(?:^|/)print/\d{4}/\d\d/index\.html$")


class FileChange(Struct, frozen=True):
    """A file that differs: its path, bytes before and after (0 where it is not)."""

    path: str
    before: int
    after: int

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page."""
        return is_page(self.path)


class ReleaseChanges(Struct, frozen=True):
    """What a release brings against the one before it, each list sorted by path."""

    added: tuple[FileChange, ...] = ()
    changed: tuple[FileChange, ...] = ()
    removed: tuple[FileChange, ...] = ()
    pages_before: int = 0

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.added or self.changed or self.removed)

    @property
    def removed_pages(self) -> int:
        """How many pages go."""
        return sum(each.is_page for each in self.removed)

    def has_many_removals(self, expected: Collection[str] = ()) -> bool:
        """Tell whether so many pages go, beside those expected, that somebody has to say that this is meant."""
        removed = sum(each.is_page and each.path not in expected for each in self.removed)
        return removed > MAX_REMOVED_PAGES or removed > MAX_REMOVED_SHARE * self.pages_before


def compare_releases(old: Mapping[str, ManifestEntry], new: Mapping[str, ManifestEntry]) -> ReleaseChanges:
    """Compare the files of two releases by digest."""
    return ReleaseChanges(
        added=tuple(FileChange(p, 0, new[p].size) for p in sorted(new.keys() - old.keys())),
        changed=tuple(
            FileChange(p, old[p].size, new[p].size)
            for p in sorted(new.keys() & old.keys())
            if old[p].sha256 != new[p].sha256
        ),
        removed=tuple(FileChange(p, old[p].size, 0) for p in sorted(old.keys() - new.keys())),
        pages_before=sum(map(is_page, old)),
    )


def read_manifest_files(manifest: bytes | None) -> dict[str, ManifestEntry]:
    """Give the files of a manifest; none where it cannot be read."""
    found = read_manifest(manifest) if manifest else None
    return dict(found.files) if found else {}


def is_page(path: str) -> bool:
    """Tell whether a file is a page of its own: a month for the printer only says again what others say."""
    return path.endswith(".html") and not PRINT_PAGE.search(path)
