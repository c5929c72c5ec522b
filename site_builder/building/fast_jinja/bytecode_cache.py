"""Compiled templates kept across runs; one that is damaged, or another program's, is as good as absent."""

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from site_builder.atomic import read_checked, write_checked

# Templates kept, of all locales and versions; beyond that all are forgotten.
CACHE_LIMIT = 400


class TemplateBytecodeCache(BytecodeCache):
    """Keeps what Jinja compiled for one locale; Jinja itself compares version and source."""

    def __init__(self, folder: Path, kind: str, locale: str, tool: str) -> None:
        """Keep below a folder; `tool` is the digest of the program, whose filters Jinja may have run already.

        `kind` names the environment that compiles: one cannot run what another has compiled.
        """
        self.folder = folder
        self.key_prefix = f"{kind}-{locale}-{tool}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template's code, if it is whole."""
        code = read_checked(self.locate_file(bucket))
        if code is not None:
            bucket.bytecode_from_string(bytes(code))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code; a machine that cannot do without."""
        code = bucket.bytecode_to_string()
        file = self.locate_file(bucket)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            if len(kept := list(self.folder.iterdir())) >= CACHE_LIMIT:
                for each in kept:
                    each.unlink()
            write_checked(file, code)

    def locate_file(self, bucket: Bucket) -> Path:
        """Give the file of a template's code."""
        return self.folder / blake2b(f"{self.key_prefix}\0{bucket.key}".encode(), digest_size=16).hexdigest()
