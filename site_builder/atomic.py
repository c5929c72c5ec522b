"""How a file of ours is replaced, and how one that we left is believed; knows nothing of what a file means.

It imports next to nothing: whoever only asks whether anything changed goes through here too.
"""

import os
from hashlib import blake2b
from io import FileIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

DIGEST = 16
# Characters of a name that go into the name of what is written beside.
NAME = 50


def write_whole(path: "str | Path", data: bytes, mode: int | None = None) -> None:
    """Put a file in place atomically: whoever reads it finds the old or the new one, never a part.

    `mode` are its permission bits. Another process may replace the same file: that of the later one stays.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name[:NAME]}.{os.getpid()}.new")
    try:
        write_bytes(temporary, data)
        if mode is not None:
            os.chmod(temporary, mode)
        put_in_place(temporary, path)
    except BaseException:
        try:
            os.unlink(temporary)
        except OSError:
            pass
        raise


def write_bytes(path: "str | Path", data: bytes) -> None:
    """Write a file that nobody reads yet."""
    with FileIO(path, "w") as stream:
        view = memoryview(data)
        while view:
            view = view[stream.write(view) :]


def put_in_place(temporary: "str | Path", path: "str | Path") -> None:
    """Put a file that was written beside another one in its place."""
    os.replace(temporary, path)


def write_checked(path: "str | Path", data: bytes, version: str = "") -> None:
    """Put a file in place whose damage shows: the digest of its bytes and of a version stands first in it."""
    write_whole(path, compute_digest(data, version) + data)


def read_checked(path: "str | Path", version: str = "") -> memoryview | None:
    """Read what was written so; None where the file is absent, damaged, or of another version."""
    try:
        with FileIO(path) as stream:
            data = memoryview(stream.readall())
    except OSError:
        return None
    content = data[DIGEST:]
    return content if data[:DIGEST] == compute_digest(content, version) else None


def compute_digest(data: "bytes | memoryview", version: str) -> bytes:
    """Give what stands before bytes; a version has at most 64."""
    return blake2b(data, digest_size=DIGEST, key=version.encode()).digest()
