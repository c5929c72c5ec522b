"""The lock on a target where no process of ours runs over there: a folder that says who holds it; waits for nobody.

A publisher that is killed leaves its lock. The next one on the same machine sees that the process is gone, and takes it
over; any other one does so once it is hours old.
"""

import secrets
from typing import Protocol

from site_builder.publishing.targets.target import make_lost_lock_error
from site_builder.publishing.targets.target_lock import encode_owner, is_abandoned

LOCK = ".lock"


class LockFolder(Protocol):
    """What a lock needs of the place where it lies; paths are relative to it."""

    def make_folder(self, path: str) -> bool:
        """Make a folder; False where there is something of that name."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file."""

    def read(self, path: str) -> bytes | None:
        """Give a file; None where there is none."""

    def rename_new(self, old: str, new: str) -> bool:
        """Give a folder another name; False where something has that name, which stays, or the folder is gone."""

    def remove_tree(self, path: str) -> None:
        """Remove a folder and all in it, where there is one."""


class FolderLock:
    """The folder `.lock` of a target; its file `owner` says who holds it."""

    def __init__(self, folder: LockFolder) -> None:
        """Know where the lock is; take nothing."""
        self.folder = folder
        self.token = ""

    def acquire(self, who: str) -> bool:
        """Try to take the lock, which is made beside and put in its place whole; an abandoned one is taken over."""
        token = secrets.token_hex(16)
        mine = f"{LOCK}-{token}"
        self.folder.make_folder(mine)
        try:
            self.folder.write(f"{mine}/owner", encode_owner(token, who))
            if not self.folder.rename_new(mine, LOCK) and self.put_aside(self.read_owner(), f"{mine}-before"):
                self.folder.rename_new(mine, LOCK)
        finally:
            self.folder.remove_tree(mine)
        self.token = token if self.has_token(token) else ""
        return bool(self.token)

    def put_aside(self, owner: str, aside: str) -> bool:
        """Put an abandoned lock aside, and no other: one that somebody took meanwhile is put back."""
        if not is_abandoned(owner) or not self.folder.rename_new(LOCK, aside):
            return False
        if (self.folder.read(f"{aside}/owner") or b"").decode("utf-8", "replace") != owner:
            self.folder.rename_new(aside, LOCK)
        self.folder.remove_tree(aside)
        return True

    def release(self) -> None:
        """Let the lock go, if it is still ours; whole or not at all: it always says whose it is."""
        token, self.token = self.token, ""
        if token and self.has_token(token) and self.folder.rename_new(LOCK, f"{LOCK}-{token}"):
            self.folder.remove_tree(f"{LOCK}-{token}")

    def require_held(self) -> None:
        """Refuse to go on where the lock is no longer ours."""
        if not self.token or not self.has_token(self.token):
            raise make_lost_lock_error()

    def has_token(self, token: str) -> bool:
        """Tell whether the lock is that of a token."""
        return self.read_owner().partition("\n")[0] == token

    def read_owner(self) -> str:
        """Read who holds the lock."""
        return (self.folder.read(f"{LOCK}/owner") or b"").decode("utf-8", "replace")
