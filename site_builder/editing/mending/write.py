"""The one writer of mends: each file as a whole, and only where it still is what was shown; finds no change itself."""

import stat
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from site_builder.atomic import write_whole
from site_builder.editing.mending.gather import MendedFile


class WrittenMends(Struct, frozen=True):
    """The files that were written, those that somebody changed meanwhile, those that failed and why."""

    written: tuple[str, ...]
    changed: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]

    @property
    def stayed(self) -> tuple[str, ...]:
        """The files that are as they were."""
        return (*self.changed, *(path for path, _ in self.failed))


def write_mended_files(site: Path, files: Iterable[MendedFile]) -> WrittenMends:
    """Put each file in the place of the one that was read, with its permissions."""
    written, changed, failed = [], [], []
    for each in files:
        file = (site / each.path).resolve()
        try:
            if file.read_bytes() != each.before:
                changed.append(each.path)
                continue
            write_whole(file, each.source.encode(), stat.S_IMODE(file.stat().st_mode))
            written.append(each.path)
        except FileNotFoundError:
            changed.append(each.path)
        except OSError as error:
            failed.append((each.path, error.strerror or type(error).__name__))
    return WrittenMends(tuple(written), tuple(changed), tuple(failed))
