"""What is sent into a release over SFTP, and how it is checked; gives no release its name."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

from site_builder.publishing.targets.sftp.remote_files import RemoteFiles
from site_builder.publishing.targets.target import (
    Progress,
    TargetSettings,
    make_altered_release_error,
    make_damaged_file_error,
    make_tampered_error,
)


def add_sent(progress: Progress, done: list[int], total: int, size: int) -> None:
    """Tell how much has been sent."""
    done[0] += size
    progress("sending", min(done[0], total), total)


def write_missing(  # noqa: PLR0913, PLR0917 - what is sent from where to where
    files: RemoteFiles,
    folder: Path,
    fresh: Mapping[str, str],
    base: str,
    incoming: str,
    report_sent: Callable[[int], None],
) -> None:
    """Send files of a folder here; what is not here is taken from an earlier release."""
    absent = [path for path in fresh if not (folder / path).is_file()]
    kept = dict(zip(absent, files.read_all([f"releases/{base}/{path}" for path in absent]), strict=True))
    lost = [path for path, data in kept.items() if data is None or sha256(data).hexdigest() != fresh[path]]
    if lost:
        raise make_altered_release_error(base, lost)
    files.write_all({f"{incoming}/{path}": kept.get(path) or folder / path for path in fresh}, report_sent)


def check_linked(files: RemoteFiles, base: str, incoming: str, digests: Mapping[str, str]) -> None:
    """Read what was linked from an earlier release, and refuse that release where it was altered."""
    read = zip(digests, files.read_all([f"{incoming}/{path}" for path in digests]), strict=True)
    altered = [path for path, data in read if data is None or sha256(data).hexdigest() != digests[path]]
    if altered:
        raise make_altered_release_error(base, altered)


def check_arrived(
    files: RemoteFiles, incoming: str, folder: Path, wanted: Mapping[str, str], settings: TargetSettings
) -> None:
    """Refuse a release that is not whole over there; give all of it its modes."""
    tree = files.list_tree(incoming)
    for path, entry in tree.items():
        if entry.kind not in {"file", "folder"} or (entry.kind == "file" and path not in wanted):
            raise make_tampered_error(f"{incoming}/{path}")
    for path in wanted:
        here = folder / path
        if path not in tree or (here.is_file() and here.stat().st_size != tree[path].size):
            raise make_damaged_file_error(path)
    modes = {path: settings.mode if entry.kind == "file" else settings.folder_mode for path, entry in tree.items()}
    wrong = {f"{incoming}/{path}": mode for path, mode in modes.items() if tree[path].mode & 0o777 != mode}
    files.set_modes({incoming: settings.folder_mode, **wrong})
