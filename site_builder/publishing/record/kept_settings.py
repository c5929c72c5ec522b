"""The settings that the last release from here was made of, for when site.toml cannot be read; reaches no target."""

import tempfile
from pathlib import Path

from site_builder.config import Destination, read_config
from site_builder.problem import CommandError
from site_builder.publishing.record.source_record import INDEX, RecordFiles, read_record
from site_builder.state_folder import RECORDS

SETTINGS = "content/site.toml"


def read_kept_destinations(site: Path) -> tuple[Destination, ...]:
    """Give the targets as they stood in site.toml when each was last published to from here."""
    found: dict[str, Destination] = {}
    for index in sorted((site / RECORDS).glob(f"*/{INDEX}")):
        folder = index.parent
        record = read_record(index.read_bytes())
        if record is None or SETTINGS not in record.list_live():
            continue
        files = RecordFiles(record, lambda folder=folder: folder, lambda _: None)  # type: ignore[misc]
        for each in read_destinations(files):
            if each.name == folder.name:
                found[each.name] = each
    return tuple(found.values())


def read_destinations(files: RecordFiles) -> tuple[Destination, ...]:
    """Read the targets of a recorded site.toml; none where it is damaged."""
    with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
        (Path(name) / "content").mkdir()
        try:
            (Path(name) / SETTINGS).write_bytes(files.read(SETTINGS))
        except CommandError:
            return ()
        config = read_config(Path(name)).value
    return config.publish if config else ()
