"""Files in a folder behind FTPS; a file is written whole before it is renamed into its place; knows no release."""

import ftplib
import io
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path, PurePosixPath

from site_builder.publishing.targets.folder_lock import LOCK, FolderLock
from site_builder.publishing.targets.mirror.file_store import ReportSent, find_served
from site_builder.publishing.targets.mirror.ftps_session import FtpsSession, SecureFtp
from site_builder.publishing.targets.target import make_missing_parent_error
from site_builder.publishing.targets.target_lock import TargetLock, is_abandoned

PART = ".bulletin-part-"
# Apache, which most such hosts run, gives nobody what lies in a folder with this.
DENY, DENIED = ".htaccess", b"Require all denied\n"


class FtpsStore:
    """The files of a folder over there; what is served, or what is not."""

    lists_quickly = False

    def __init__(self, session: FtpsSession, root: str, name: str, *, create: bool = False, seen_at: str = "") -> None:
        """Use a connection; `seen_at` is where the folder would be seen if it were served, "" where it is."""
        self.session = session
        self.place = root.rstrip("/")
        self.name = name
        self.create = create
        self.seen_at = seen_at
        self.folders: set[str] = set()

    def connect(self) -> AbstractContextManager[None]:
        """Use one connection for everything that is done within."""
        return self.session.connect()

    @property
    def root(self) -> str:
        """The folder; one that is below the login's home is whole while there is a connection."""
        return self.place if self.place.startswith("/") else f"{self.session.home}/{self.place}"

    def locate(self, path: str) -> str:
        """Give the whole path over there."""
        return f"{self.root}/{path}" if path else self.root

    def require_place(self) -> None:
        """Refuse a folder whose parent is not there."""
        with self.session.use() as client:
            parent = str(PurePosixPath(self.root).parent)
            if not self.create and not is_folder(client, self.root) and not is_folder(client, parent):
                raise make_missing_parent_error(self.name, parent)

    def read(self, path: str) -> bytes | None:
        """Give a file; None where there is none."""
        data = io.BytesIO()
        with self.session.use() as client:
            try:
                client.retrbinary(f"RETR {self.locate(path)}", data.write)
            except ftplib.error_perm as error:
                if str(error).startswith("550"):
                    return None
                raise
        return data.getvalue()

    def read_all(self, paths: Sequence[str]) -> list[bytes | None]:
        """Give files; None for what is none."""
        with self.connect():
            return [self.read(path) for path in paths]

    def write(self, path: str, data: bytes) -> None:
        """Write a file."""
        self.write_all({path: data})

    def write_all(self, files: Mapping[str, Path | bytes], report_sent: ReportSent = lambda _: None) -> None:
        """Write files, each at the top under a name of its own, and rename it into its place."""
        for path, source in files.items():
            folder, _, _ = path.rpartition("/")
            part = f"{PART}{secrets.token_hex(8)}"
            with self.session.use() as client:
                self.make_folders(client, folder)
                if isinstance(source, bytes):
                    client.storbinary(f"STOR {self.locate(part)}", io.BytesIO(source))
                    size = len(source)
                else:
                    with source.open("rb") as stream:
                        client.storbinary(f"STOR {self.locate(part)}", stream)
                    size = source.stat().st_size
                replace_file(client, self.locate(part), self.locate(path))
            report_sent(size)

    def remove_parts(self) -> None:
        """Remove what a publisher who was cut off had begun to write: files, and locks that never came to their place.

        A lock that does not say whose it is may be one that somebody takes just now.
        """
        with self.session.use() as client:
            for name, _ in list(list_folder(client, self.root)):
                if name.startswith(PART):
                    client.delete(self.locate(name))
                elif name.startswith(f"{LOCK}-") and is_abandoned(
                    (self.read(f"{name}/owner") or b"").decode("utf-8", "replace")
                ):
                    self.remove_tree(name)

    def make_folders(self, client: SecureFtp, folder: str) -> None:
        """Make a folder, and those above it that are missing."""
        if folder in self.folders:
            return
        if not is_folder(client, self.locate(folder)):
            if folder:
                self.make_folders(client, folder.rpartition("/")[0])
            elif self.create:
                for each in reversed(PurePosixPath(self.root).parents):
                    with suppress(ftplib.error_perm):
                        client.mkd(str(each))
            client.mkd(self.locate(folder))
        self.folders.add(folder)

    def list_all(self, folder: str = "") -> dict[str, int]:
        """List the files of a folder and all below it: path -> bytes."""
        found: dict[str, int] = {}
        with self.session.use() as client:
            waiting = [folder]
            while waiting:
                here = waiting.pop()
                for name, facts in list_folder(client, self.locate(here)):
                    path = f"{here}/{name}".lstrip("/")
                    if facts.get("type") == "dir":
                        waiting.append(path)
                    elif PART not in name:
                        found[path] = int(facts.get("size", 0))
        return found

    def remove_all(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        with self.connect():
            for path in paths:
                with self.session.use() as client:
                    with suppress(ftplib.error_perm):
                        client.delete(self.locate(path))
                    for above in [str(each) for each in PurePosixPath(path).parents][:-1]:
                        try:
                            client.rmd(self.locate(above))
                        except ftplib.error_perm:
                            break
                        self.folders.discard(above)

    def make_lock(self) -> TargetLock:
        """Give the lock that lies there."""
        return FolderLock(self)

    def make_folder(self, path: str) -> bool:
        """Make a folder; False where there is something of that name."""
        with self.session.use() as client:
            self.make_folders(client, path.rpartition("/")[0])
            try:
                client.mkd(self.locate(path))
            except ftplib.error_perm:
                if not is_folder(client, self.locate(path)):
                    raise
                return False
        return True

    def rename_new(self, old: str, new: str) -> bool:
        """Give a folder another name; False where something has that name, which stays, or the folder is gone."""
        with self.session.use() as client:
            if is_folder(client, self.locate(new)) or not is_folder(client, self.locate(old)):
                return False
            try:
                client.rename(self.locate(old), self.locate(new))
            except ftplib.error_perm:
                if not is_folder(client, self.locate(new)):
                    raise
                return False
        return True

    def remove_tree(self, path: str) -> None:
        """Remove a folder and all in it, where there is one."""
        with self.session.use() as client:
            if not is_folder(client, self.locate(path)):
                return
            for name, facts in list(list_folder(client, self.locate(path))):
                if facts.get("type") == "dir":
                    self.remove_tree(f"{path}/{name}")
                else:
                    client.delete(self.locate(f"{path}/{name}"))
            client.rmd(self.locate(path))

    def find_exposure(self, path: str) -> str:
        """Give the address at which anybody may read a file, as far as it is known where such an address would be."""
        self.write(DENY, DENIED)
        return find_served(f"{self.seen_at}{path}") if self.seen_at else ""

    def find_retention(self) -> str:
        """Name nothing: what is deleted here is gone."""
        return ""


def is_folder(client: SecureFtp, path: str) -> bool:
    """Tell whether there is a folder."""
    try:
        client.cwd(path)
    except ftplib.error_perm:
        return False
    return True


def list_folder(client: SecureFtp, path: str) -> Iterator[tuple[str, dict[str, str]]]:
    """List a folder: name and facts; nothing where there is none."""
    try:
        listed = list(client.mlsd(path, ["type", "size"]))
    except ftplib.error_perm:
        if is_folder(client, path):
            raise
        return
    yield from (each for each in listed if each[1].get("type") not in {"cdir", "pdir"} and each[0] not in {".", ".."})


def replace_file(client: SecureFtp, old: str, new: str) -> None:
    """Put a file in the place of another, by one step where the server has that."""
    try:
        client.rename(old, new)
    except ftplib.error_perm:
        with suppress(ftplib.error_perm):
            client.delete(new)
        client.rename(old, new)
