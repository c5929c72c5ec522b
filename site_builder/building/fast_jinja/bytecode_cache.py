"""Compiled templates kept across runs; one that is damaged, or another program's, is as good as absent.

They are programs, so they lie in the user's own cache: none is taken from a site's folder, which somebody else may have
made. Nothing in it is worth keeping.
"""

import os
import sys
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from site_builder.atomic import read_checked, write_checked

# Templates kept, of all sites, locales and versions; beyond that all are forgotten.
CACHE_LIMIT = 1000
WRITABLE_BY_OTHERS = 0o022


class TemplateBytecodeCache(BytecodeCache):
    """Keeps what Jinja compiled for one locale; Jinja itself compares version and source."""

    def __init__(self, kind: str, locale: str, tool: str) -> None:
        """Keep in the user's cache; `tool` is the digest of the program, whose filters Jinja may have run already.

        `kind` names the environment that compiles: one cannot run what another has compiled.
        """
        self.folder = find_user_cache()
        self.key_prefix = f"{kind}-{locale}-{tool}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template's code, if it is whole."""
        code = read_checked(self.folder / self.make_name(bucket)) if self.folder else None
        if code is not None:
            bucket.bytecode_from_string(bytes(code))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code; a machine that cannot do without."""
        if self.folder is None:
            return
        with suppress(OSError):
            if len(kept := list(self.folder.iterdir())) >= CACHE_LIMIT:
                for each in kept:
                    each.unlink()
            write_checked(self.folder / self.make_name(bucket), bucket.bytecode_to_string())

    def make_name(self, bucket: Bucket) -> str:
        """Name the file of a template's code."""
        return blake2b(f"{self.key_prefix}\0{bucket.key}".encode(), digest_size=16).hexdigest()


def find_user_cache() -> Path | None:
    """Give the folder of this user's compiled templates; None where there is none that only this user can write to."""
    with suppress(OSError, RuntimeError):
        named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
        caches = Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")
        folder = (Path(named) if Path(named).is_absolute() else caches) / "bulletin" / "templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
        if os.name == "nt" or (status.st_uid == os.getuid() and not status.st_mode & WRITABLE_BY_OTHERS):
            return folder
    return None
