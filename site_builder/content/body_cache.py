"""Converted bodies kept across runs by the digest of their text; nothing that a clean build would not make again."""

import errno
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from site_builder.atomic import join_checked, split_checked
from site_builder.markdown.audit import Finding
from site_builder.model import Prose

T = TypeVar("T")
# So many Fragments that nothing uses are always kept: an edit is soon taken back.
SPARE = 100
# What SQLite raises for a file that is none, or no longer; its own words may be damaged too.
DAMAGE_ERRORS = (sqlite3.DatabaseError, UnicodeDecodeError)
SCHEMA = "CREATE TABLE IF NOT EXISTS fragments (digest TEXT PRIMARY KEY, data BLOB)"


class ConvertedBody(Struct, frozen=True):
    """A converted body, what the sanitiser took out of it; for the search its plain text and its terms, one a line."""

    prose: Prose
    removed: tuple[Finding, ...] = ()
    terms: str | None = None
    text: str = ""


class ProseHtml(Struct, frozen=True, array_like=True):
    """What pages show of a Prose: what stands first in its record."""

    html: str


class BodyHtml(Struct, frozen=True):
    """What pages show of a Fragment."""

    prose: ProseHtml


class SearchedBody(Struct, frozen=True):
    """What the search has of a Fragment."""

    terms: str | None = None
    text: str = ""


class BodyCache:
    """A store of Fragments in one SQLite file; a record or file that is damaged is as good as absent."""

    def __init__(self, file: Path) -> None:
        """Open the store, or begin a new one where there is none that can be read."""
        self.file = file
        self.decoder = msgspec.msgpack.Decoder(ConvertedBody)
        self.html_decoder = msgspec.msgpack.Decoder(BodyHtml)
        self.searched_decoder = msgspec.msgpack.Decoder(SearchedBody)
        try:
            self.database = self.connect()
        except DAMAGE_ERRORS:
            for path in file.parent.glob(file.name + "*"):
                path.unlink()
            self.database = self.create()

    def create(self) -> sqlite3.Connection:
        """Connect to a new file; raises OSError where the machine has no place for one."""
        try:
            return self.connect()
        except sqlite3.OperationalError as error:
            raise OSError(errno.EIO, str(error), str(self.file)) from error

    def connect(self) -> sqlite3.Connection:
        """Connect and make sure of the table; a crash of the machine may lose the file, never falsify a record."""
        database = sqlite3.connect(self.file, isolation_level=None, check_same_thread=False)
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA journal_mode = MEMORY")
        database.execute(SCHEMA)
        return database

    def is_empty(self) -> bool:
        """Tell whether there is nothing to look for."""
        with suppress(*DAMAGE_ERRORS):
            return self.database.execute("SELECT 1 FROM fragments LIMIT 1").fetchone() is None
        return False

    def get(self, digest: str) -> ConvertedBody | None:
        """Give the Fragment of a digest; None where there is none that is whole."""
        return self.read_record(digest, self.decoder)

    def get_html(self, digest: str) -> str | None:
        """Give the HTML of the Fragment of a digest; None where there is none that is whole."""
        found = self.read_record(digest, self.html_decoder)
        return found.prose.html if found else None

    def get_searched(self, digest: str) -> SearchedBody | None:
        """Give what the search has of the Fragment of a digest; None where there is none that is whole."""
        return self.read_record(digest, self.searched_decoder)

    def read_record(self, digest: str, decoder: msgspec.msgpack.Decoder[T]) -> T | None:
        """Give what a decoder makes of the record of a digest."""
        with suppress(*DAMAGE_ERRORS):
            row = self.database.execute("SELECT data FROM fragments WHERE digest = ?", (digest,)).fetchone()
            if row and isinstance(row[0], bytes):
                data = split_checked(row[0], digest)
                if data is not None:
                    with suppress(msgspec.DecodeError):
                        return decoder.decode(data)
        return None

    @contextmanager
    def start_transaction(self) -> Iterator[None]:
        """Read many Fragments in one go; nothing can be added meanwhile."""
        with suppress(*DAMAGE_ERRORS):
            self.database.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(*DAMAGE_ERRORS):
                self.database.execute("COMMIT")

    def add(self, fragments: Iterable[tuple[str, bytes]]) -> None:
        """Keep encoded Fragments."""
        with suppress(*DAMAGE_ERRORS):
            self.database.execute("BEGIN")
            rows = ((digest, join_checked(data, digest)) for digest, data in fragments)
            self.database.executemany("INSERT OR REPLACE INTO fragments VALUES (?, ?)", rows)
            self.database.execute("COMMIT")

    def needs_pruning(self, used: int) -> bool:
        """Tell whether there may be many more Fragments than are used; this looks at the last one only."""
        with suppress(*DAMAGE_ERRORS):
            last = self.database.execute("SELECT max(rowid) FROM fragments").fetchone()[0]
            return (last or 0) > 2 * used + SPARE
        return False

    def prune(self, digests: Iterable[str]) -> None:
        """Forget Fragments of no item, once they are more than those in use."""
        with suppress(*DAMAGE_ERRORS):
            used = set(digests)
            count = self.database.execute("SELECT count(*) FROM fragments").fetchone()[0]
            if count > 2 * len(used) + SPARE:
                known = [row[0] for row in self.database.execute("SELECT digest FROM fragments")]
                self.database.executemany(
                    "DELETE FROM fragments WHERE digest = ?", [(d,) for d in known if d not in used]
                )

    def close(self) -> None:
        """Release the file."""
        self.database.close()
