"""Files and folders behind SFTP: read, written, linked, listed, removed; knows no release."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from site_builder.publishing.targets.release_files import FileKind
from site_builder.publishing.targets.sftp.connection import SftpConnection
from site_builder.publishing.targets.sftp.errors import make_step_error
from site_builder.publishing.targets.target import make_disk_full_error

if TYPE_CHECKING:
    import asyncssh

    Listed = tuple[str, Sequence[asyncssh.SFTPName] | None]

EntryKind = FileKind | Literal["folder"]
BLOCK = 1 << 20
# Less than this free, and a write that fails without a reason has failed for want of room.
LITTLE_ROOM = 1 << 16


class RemoteEntry(Struct, frozen=True):
    """Something in a folder over there: what it is (`folder` too), its size, its mode."""

    kind: EntryKind
    size: int
    mode: int


class RemoteFiles:
    """The files below a folder over there; paths are relative to it. What fails is CommandError(3) in a sentence."""

    def __init__(self, connection: SftpConnection, root: str) -> None:
        """Use a connection."""
        self.connection = connection
        self.client = connection.client
        self.root = root

    def locate(self, path: str) -> str:
        """Give the whole path over there."""
        return f"{self.root}/{path}" if path else self.root

    @contextmanager
    def name_failures(self, path: str) -> Iterator[None]:
        """Make a sentence of what the server refuses."""
        import asyncssh

        try:
            yield
        except (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded) as error:
            raise make_disk_full_error(self.connection.address.host, os.strerror(errno.ENOSPC)) from error
        except asyncssh.SFTPError as error:
            if isinstance(error, asyncssh.SFTPFailure) and self.has_no_room():
                raise make_disk_full_error(self.connection.address.host, os.strerror(errno.ENOSPC)) from error
            raise make_step_error(error, self.connection.address.host, path) from error

    def has_no_room(self) -> bool:
        """Tell whether the disk over there is full, as far as the server says; it calls any failure a failure."""
        import asyncssh

        with suppress(asyncssh.SFTPError):
            found = self.connection.run(self.client.statvfs(self.root))
            return bool(found.bavail * found.frsize < LITTLE_ROOM)
        return False

    def find(self, path: str) -> RemoteEntry | None:
        """Say what is there; links are not followed."""
        import asyncssh

        with self.name_failures(path):
            try:
                return make_entry(self.connection.run(self.client.lstat(self.locate(path))))
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return None

    def is_folder(self, path: str) -> bool:
        """Tell whether something is a folder and no link to one."""
        found = self.find(path)
        return found is not None and found.kind == "folder"

    def read_link(self, path: str) -> str:
        """Give where a link leads."""
        with self.name_failures(path):
            return str(self.connection.run(self.client.readlink(self.locate(path))))

    def list_folder(self, path: str) -> dict[str, RemoteEntry]:
        """List a folder: name -> entry; empty where there is none."""
        import asyncssh

        with self.name_failures(path):
            try:
                names = self.connection.run(self.client.readdir(self.locate(path)))
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return {}
        return {str(each.filename): make_entry(each.attrs) for each in names if each.filename not in {".", ".."}}

    def list_tree(self, path: str) -> dict[str, RemoteEntry]:
        """List all that lies below a folder, folders too: path relative to it -> entry."""
        import asyncssh

        found: dict[str, RemoteEntry] = {}
        level = [""]
        while level:

            async def list_one(folder: str) -> "Listed":
                try:
                    return folder, await self.client.readdir(self.locate(f"{path}/{folder}".rstrip("/")))
                except asyncssh.SFTPPermissionDenied:
                    return folder, None

            with self.name_failures(path):
                listed = self.connection.run_all(list_one, [(each,) for each in level])
            level = []
            for folder, names in listed:
                if names is None:
                    found[folder] = RemoteEntry("closed", 0, 0)
                for each in names or ():
                    name = str(each.filename)
                    if name not in {".", ".."}:
                        below = f"{folder}/{name}" if folder else name
                        found[below] = make_entry(each.attrs)
                        level += [below] if found[below].kind == "folder" else []
        return found

    def read(self, path: str) -> bytes | None:
        """Give a file; None where there is none."""
        return self.read_all([path])[0]

    def read_all(self, paths: Sequence[str]) -> list[bytes | None]:
        """Give files; None for what is none."""
        import asyncssh

        async def read_one(path: str) -> bytes | None:
            try:
                async with self.client.open(self.locate(path), "rb", encoding=None) as file:
                    return cast("bytes", await file.read())
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath, asyncssh.SFTPFailure):
                return None

        with self.name_failures(paths[0] if paths else ""):
            return self.connection.run_all(read_one, [(each,) for each in paths])

    def write(self, path: str, data: bytes) -> None:
        """Write a file."""
        self.write_all({path: data})

    def write_all(self, files: Mapping[str, Path | bytes], report_sent: Callable[[int], None] = lambda _: None) -> None:
        """Write files: path over there -> file or bytes here; `report_sent` hears of each how large it was."""

        async def write_one(path: str, source: Path | bytes) -> None:
            async with self.client.open(self.locate(path), "wb", encoding=None) as file:
                if isinstance(source, bytes):
                    await file.write(source)
                    sent = len(source)
                else:
                    sent = 0
                    with source.open("rb") as stream:
                        while block := stream.read(BLOCK):
                            await file.write(block)
                            sent += len(block)
            report_sent(sent)

        with self.name_failures(next(iter(files), "")):
            self.connection.run_all(write_one, files.items())

    def link_all(self, pairs: Iterable[tuple[str, str]]) -> list[str]:
        """Give files a second name: (old, new); gives the new names of those for which the server cannot."""
        import asyncssh

        async def link_one(old: str, new: str) -> str:
            try:
                await self.client.link(self.locate(old), self.locate(new))
            except asyncssh.SFTPError as error:
                if isinstance(error, (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)):
                    raise
                return new
            return ""

        done = self.connection.run_all(link_one, pairs)
        return [each for each in done if each]

    def make_folder(self, path: str) -> bool:
        """Make a folder; False where there is something of that name."""
        import asyncssh

        with self.name_failures(path):
            try:
                self.connection.run(self.client.mkdir(self.locate(path)))
            except (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
                if self.find(path) is None:
                    raise
                return False
        return True

    def make_folders(self, paths: Iterable[str]) -> None:
        """Make the folders that some files lie in."""
        folders = {"/".join(path.split("/")[:n]) for path in paths for n in range(1, path.count("/") + 1)}
        for depth in sorted({each.count("/") for each in folders}):
            level = [each for each in folders if each.count("/") == depth]
            with self.name_failures(level[0]):
                self.connection.run_all(self.make_if_missing, [(each,) for each in level])

    async def make_if_missing(self, path: str) -> None:
        """Make a folder that may be there."""
        import asyncssh

        with suppress(asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):
            await self.client.mkdir(self.locate(path))

    def make_root(self, mode: int) -> None:
        """Make the folder itself, and those above it that are missing."""
        missing: list[str] = []
        path = self.root
        while path.strip("/") and RemoteFiles(self.connection, path).find("") is None:
            missing.append(path)
            path = path.rpartition("/")[0]
        for each in reversed(missing):
            with self.name_failures(each):
                self.connection.run(self.client.mkdir(each))
                self.connection.run(self.client.chmod(each, mode))

    def set_modes(self, modes: Mapping[str, int]) -> None:
        """Give files and folders their modes."""
        with self.name_failures(next(iter(modes), "")):
            self.connection.run_all(self.client.chmod, [(self.locate(path), mode) for path, mode in modes.items()])

    def rename_new(self, old: str, new: str) -> bool:
        """Give a folder another name; False where something has that name, which stays, or the folder is gone."""
        import asyncssh

        with self.name_failures(new):
            try:
                self.connection.run(self.client.rename(self.locate(old), self.locate(new)))
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return False
            except (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists, asyncssh.SFTPDirNotEmpty):
                if self.find(new) is None:
                    raise
                return False
        return True

    def replace(self, old: str, new: str) -> None:
        """Put a file or link in the place of another, at once."""
        with self.name_failures(new):
            self.connection.run(self.client.posix_rename(self.locate(old), self.locate(new)))

    def make_link(self, to: str, path: str) -> None:
        """Make a link, which leads to a path relative to its own folder."""
        with self.name_failures(path):
            self.connection.run(self.client.symlink(to, self.locate(path)))

    def remove(self, path: str) -> None:
        """Remove a file or link, where there is one."""
        import asyncssh

        with self.name_failures(path), suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
            self.connection.run(self.client.remove(self.locate(path)))

    def remove_tree(self, path: str) -> None:
        """Remove a folder and all in it, where there is one; links are not followed."""
        if not self.is_folder(path):
            return
        tree = self.list_tree(path)
        files = [f"{path}/{each}" for each, entry in tree.items() if entry.kind != "folder"]
        folders = [path, *(f"{path}/{each}" for each, entry in tree.items() if entry.kind == "folder")]
        with self.name_failures(path):
            self.connection.run_all(self.client.remove, [(self.locate(each),) for each in files])
            for depth in sorted({each.count("/") for each in folders}, reverse=True):
                level = [(self.locate(each),) for each in folders if each.count("/") == depth]
                self.connection.run_all(self.client.rmdir, level)


def make_entry(attrs: "asyncssh.SFTPAttrs") -> RemoteEntry:
    """Say what the attributes of something mean."""
    mode = attrs.permissions or 0
    kinds: tuple[tuple[Callable[[int], bool], EntryKind], ...] = (
        (stat.S_ISDIR, "folder"),
        (stat.S_ISLNK, "link"),
        (stat.S_ISREG, "file"),
    )
    kind: EntryKind = next((name for test, name in kinds if test(mode)), "other")
    return RemoteEntry(kind, attrs.size or 0, stat.S_IMODE(mode))
