"""What a mirrored target needs of the place where its files lie; asks no host but a web server."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from site_builder.publishing.targets.target_lock import TargetLock

TIMEOUT = 10.0  # seconds
ReportSent = Callable[[int], None]


class FileStore(Protocol):
    """Files by path below a place of a host; what fails is CommandError(3) in one sentence."""

    # Whether all that lies there can be listed in a few requests.
    lists_quickly: bool

    def connect(self) -> AbstractContextManager[None]:
        """Use one connection for everything that is done within."""

    def require_place(self) -> None:
        """Refuse a place that is not there."""

    def read_all(self, paths: Sequence[str]) -> list[bytes | None]:
        """Give files; None for what is none."""

    def write_all(self, files: Mapping[str, Path | bytes], report_sent: ReportSent = ...) -> None:
        """Write files, each of them whole or not at all: path there -> file or bytes here."""

    def remove_parts(self) -> None:
        """Remove what is left of files that a publisher who was cut off had begun to write."""

    def list_all(self, folder: str = "") -> dict[str, int]:
        """List the files of a folder and all below it: path -> bytes."""

    def remove_all(self, paths: Iterable[str]) -> None:
        """Remove files, where they are there."""

    def make_lock(self) -> TargetLock:
        """Give the lock that lies there."""

    def find_exposure(self, path: str) -> str:
        """Give the address at which anybody may read a file, "" where nobody may."""

    def find_retention(self) -> str:
        """Name the bucket that keeps deleted files, "" where they are gone."""


def find_served(address: str) -> str:
    """Give an address again where a web server gives what is there, else ""."""
    from site_builder.http_client import OK, open_client

    with open_client(timeout=TIMEOUT) as client:
        return address if client.get(address, limit=1).status == OK else ""
