"""How much of a file of another program is read: its bytes, what they unpack to, the elements and the text in it.

All of it is counted while it is read, never taken from what the file says of itself; and one budget holds for a file
with all that lies within it.
"""

import io
import signal
import stat
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIB = 1 << 20
# The largest file that is looked into, what it may unpack to together, and one part of it.
MOST_FILE_BYTES, MOST_UNPACKED, MOST_PART = 100 * MIB, 128 * MIB, 32 * MIB
# Files within one file; the marks of XML, of which an element has two; the characters that are searched.
MOST_MEMBERS, MOST_MARKS, MOST_TEXT = 10_000, 1_000_000, 2_000_000
# In the table of contents at the end of a zip file every member has this mark (APPNOTE 4.3.12).
MEMBER = b"PK\x01\x02"
# The ways of packing of which a part can be unpacked bit by bit; others are not used by programs for offices.
PACKINGS = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
ENCRYPTED = 1


class TooLargeError(Exception):
    """A file that holds more than can be looked into."""


class NotAFileError(Exception):
    """A folder, a device or a queue where a file should be."""


class ReadBudget:
    """What may still be read of one file and of all that lies within it."""

    def __init__(self, *, unpacked: int = MOST_UNPACKED, marks: int = MOST_MARKS, text: int = MOST_TEXT) -> None:
        """Begin with all of it."""
        self.unpacked = unpacked
        self.members = MOST_MEMBERS
        self.marks = marks
        self.text = text

    def spend(self, *, unpacked: int = 0, members: int = 0, marks: int = 0, text: int = 0) -> None:
        """Take note of what was read; raises TooLargeError where that is more than was left."""
        self.unpacked -= unpacked
        self.members -= members
        self.marks -= marks
        self.text -= text
        if min(self.unpacked, self.members, self.marks, self.text) < 0:
            raise TooLargeError

    def spend_marks(self, data: bytes) -> None:
        """Take note of XML that will be parsed: each element and attribute takes a hundred times its sign in memory."""
        self.spend(marks=data.count(b"<") + data.count(b"="))


def read_file(file: Path, most: int = MOST_FILE_BYTES) -> bytes:
    """Read a file; raises NotAFileError for what is none, before it is opened, and TooLargeError."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotAFileError
    if status.st_size > most:
        raise TooLargeError
    with file.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise TooLargeError
    return data


@contextmanager
def limit_time(seconds: float) -> Iterator[None]:
    """Raise TooLargeError within the block once it has taken so much processor time.

    Only the main thread of a system with signals can be held to that.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, refuse_more_time)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def refuse_more_time(*_: object) -> None:
    """Meet the signal that the time has come to its end."""
    raise TooLargeError


class ZipMembers:
    """The files in a zip file, by name; each is unpacked when it is asked for, within the budget."""

    def __init__(self, data: bytes, budget: ReadBudget) -> None:
        """Read the table of contents; raises ValueError for what is packed in a way that is not read."""
        budget.spend(members=data.count(MEMBER))
        self.budget = budget
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        infos = [each for each in self.archive.infolist() if not each.is_dir()]
        self.encrypted = any(each.flag_bits & ENCRYPTED for each in infos)
        if not self.encrypted and any(each.compress_type not in PACKINGS for each in infos):
            raise ValueError("packing")
        self.infos = {each.filename: each for each in infos}
        self.names = tuple(sorted(self.infos))

    def read(self, name: str, most: int = MOST_PART) -> bytes:
        """Unpack a file; raises TooLargeError."""
        allowed = min(most, self.budget.unpacked)
        with self.archive.open(self.infos[name]) as stream:
            data = stream.read(allowed + 1)
        self.budget.spend(unpacked=len(data))
        if len(data) > most:
            raise TooLargeError
        return data

    def read_all(self) -> Iterator[tuple[str, bytes]]:
        """Unpack one file after the other."""
        for name in self.names:
            yield name, self.read(name)
