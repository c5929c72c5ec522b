"""The lock on a target in a folder of this machine: taken, inherited, let go; waits for nobody."""

import platform
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

from site_builder.publishing.targets.target import ABANDONED_MINUTES, make_lost_lock_error, make_tampered_error
from site_builder.publishing.targets.target_lock import encode_owner, is_process_gone


class LocalLock:
    """The folder `.lock/` of a target; its file `owner` says who holds it."""

    def __init__(self, root: Path) -> None:
        """Know where the lock is; take nothing."""
        self.root = root
        self.folder = root / ".lock"
        self.token = ""

    def acquire(self, who: str) -> bool:
        """Try to take the lock, which is made beside and put in its place whole; an abandoned one is taken over."""
        if self.folder.is_symlink():
            raise make_tampered_error(".lock")
        token = secrets.token_hex(16)
        new_lock = self.root / f".lock-{token}"
        try:
            new_lock.mkdir()
            (new_lock / "owner").write_bytes(encode_owner(token, who))
            before = self.read_owner()
            if not self.folder.exists():
                with suppress(OSError):
                    new_lock.rename(self.folder)
            elif self.is_stale(before):
                self.take_over(before, new_lock / "owner")
        finally:
            shutil.rmtree(new_lock, ignore_errors=True)
        self.token = token if self.has_token(token) else ""
        return bool(self.token)

    def take_over(self, before: str, new_owner: Path) -> None:
        """Take an abandoned lock over: only one at a time may, and only from the one that it looked at."""
        heir = self.folder / "heir"
        with suppress(OSError):
            if time.time() - heir.stat().st_mtime > 60:  # noqa: PLR2004 - whoever made it was killed
                heir.rmdir()
        with suppress(FileExistsError, FileNotFoundError):
            heir.mkdir()
            try:
                if self.read_owner() == before:
                    new_owner.replace(self.folder / "owner")
            finally:
                heir.rmdir()

    def release(self) -> None:
        """Let the lock go, if it is still ours."""
        token, self.token = self.token, ""
        if token and self.has_token(token):
            # Whole or not at all: a lock that does not say whose it is could not be taken over.
            aside = self.root / f".lock-{token}"
            with suppress(OSError):
                self.folder.rename(aside)
                shutil.rmtree(aside)

    def require_held(self) -> None:
        """Refuse to go on where the lock is no longer ours."""
        if not self.token or self.folder.is_symlink() or not self.has_token(self.token):
            raise make_lost_lock_error()

    def has_token(self, token: str) -> bool:
        """Tell whether the lock is that of a token."""
        return self.read_owner().partition("\n")[0] == token

    def read_owner(self) -> str:
        """Read who holds the lock."""
        with suppress(OSError, UnicodeDecodeError):
            return (self.folder / "owner").read_text("utf-8")
        return ""

    def is_stale(self, owner: str) -> bool:
        """Tell whether a lock's process on this machine is gone, or nothing has changed for hours."""
        with suppress(OSError):
            minutes = (time.time() - self.folder.stat().st_mtime) / 60
            if minutes > ABANDONED_MINUTES or (not owner and minutes > 1):
                return True
        fields = owner.splitlines()
        return len(fields) > 3 and fields[2] == platform.node() and is_process_gone(fields[3])  # noqa: PLR2004
