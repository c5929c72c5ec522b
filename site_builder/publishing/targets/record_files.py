"""The record of a release, what it was made of: the files it may have, how a copy here is compared; reaches none.

A record is a flat folder, `records/<id>/` on the target beside `releases/<id>/`, where no web server comes: `index`,
and files whose names hold the digest of their content, so that an unchanged one keeps its name.
"""

import re
import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from site_builder.problem import CommandError
from site_builder.publishing.release.stage import StagedRelease
from site_builder.publishing.targets.target import make_tampered_error

RECORDS = "records"
FOLDER_MODE, FILE_MODE = 0o750, 0o640
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
# So many digits of its digest in a file's name say which content it has.
DIGEST_PREFIX = 12


def digest_record(staged: StagedRelease) -> dict[str, str]:
    """Give the files of a staged release's record: name -> SHA-256; empty where it has no record."""
    files = sorted(staged.record.iterdir()) if staged.record and staged.record.is_dir() else []
    for file in files:
        if not FILE_NAME.fullmatch(file.name) or not is_regular_file(file):
            raise CommandError(2, 'the file "{path}" has a name that cannot be published', path=file.name)
    return {file.name: sha256(file.read_bytes()).hexdigest() for file in files}


def select_new(record: Mapping[str, str], before: Iterable[str]) -> list[str]:
    """Choose the files of a record that are to be sent: the one before has none whose name says that it is the same."""
    kept = frozenset(before)
    return [name for name, digest in record.items() if name not in kept or digest[:DIGEST_PREFIX] not in name]


def require_regular_files(folder: str, entries: Iterable[Path]) -> list[str]:
    """Give the names of a record's files; CommandError(3) where one of the entries is none."""
    files = sorted(entries)
    for each in files:
        if not FILE_NAME.fullmatch(each.name) or not is_regular_file(each):
            raise make_tampered_error(f"{folder}/{each.name}")
    return [each.name for each in files]


def prune_copy(folder: Path, record: Mapping[str, str]) -> list[str]:
    """Remove from a folder here whatever is not of a record; give the names of what it lacks."""
    folder.mkdir(parents=True, exist_ok=True)
    for each in folder.iterdir():
        if each.name in record and is_regular_file(each) and sha256(each.read_bytes()).hexdigest() == record[each.name]:
            continue
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()
    return [name for name in record if not (folder / name).exists()]


def write_copy(folder: Path, data: Mapping[str, bytes | None], record: Mapping[str, str], host: str) -> None:
    """Make a folder here hold exactly a record of which all is at hand; CommandError(3) where it came altered."""
    missing = prune_copy(folder, record)
    for name in missing:
        (folder / name).write_bytes(data[name] or b"")
    require_exact_copy(folder, missing, record, host)


def require_exact_copy(folder: Path, names: Iterable[str], record: Mapping[str, str], host: str) -> None:
    """Refuse a copy here of which a file is not what it is over there."""
    for name in names:
        file = folder / name
        if not is_regular_file(file) or sha256(file.read_bytes()).hexdigest() != record[name]:
            message = "{path} did not come from {name} as it is there; try again"
            raise CommandError(3, message, path=f"{RECORDS}/…/{name}", name=host)


def is_regular_file(file: Path) -> bool:
    """Tell whether something is a file and no link to one."""
    return file.is_file() and not file.is_symlink()
