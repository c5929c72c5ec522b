"""The record of a release behind SFTP: listed, and sent beside the others; gives none its name."""

from collections.abc import Mapping
from pathlib import Path

from site_builder.publishing.targets.record_files import FILE_MODE, FILE_NAME, FOLDER_MODE, RECORDS, select_new
from site_builder.publishing.targets.sftp.remote_files import RemoteEntry, RemoteFiles
from site_builder.publishing.targets.target import make_tampered_error

INCOMING = ".incoming-"


def list_record(files: RemoteFiles, id_: str) -> dict[str, RemoteEntry]:
    """List the files of a record; refuses one that has anything else."""
    for each in (RECORDS, f"{RECORDS}/{id_}"):
        found = files.find(each)
        if found is not None and found.kind != "folder":
            raise make_tampered_error(each)
    listed = files.list_folder(f"{RECORDS}/{id_}")
    for name, entry in listed.items():
        if entry.kind != "file" or not FILE_NAME.fullmatch(name):
            raise make_tampered_error(f"{RECORDS}/{id_}/{name}")
    return listed


def upload_record(files: RemoteFiles, id_: str, folder: Path, record: Mapping[str, str], base: str | None) -> None:
    """Make the record of a release that has no name yet, from a folder here and the record of an earlier release."""
    before = list_record(files, base) if base else {}
    incoming = f"{RECORDS}/{INCOMING}{id_}"
    files.make_folders([f"{incoming}/x"])
    files.set_modes({RECORDS: FOLDER_MODE, incoming: FOLDER_MODE})
    new = set(select_new(record, before))
    old = [name for name in record if name not in new]
    failed = files.link_all((f"{RECORDS}/{base}/{name}", f"{incoming}/{name}") for name in old)
    new |= {path.rpartition("/")[2] for path in failed}
    files.write_all({f"{incoming}/{name}": folder / name for name in sorted(new)})
    files.set_modes({f"{incoming}/{name}": FILE_MODE for name in new})
