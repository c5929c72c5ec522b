"""How a file of ours is replaced, and how one that we left is believed; knows nothing of what a file means.

It imports next to nothing: whoever only asks whether anything changed goes through here too.
"""

import os
from _thread import get_ident
from hashlib import sha256
from io import FileIO

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

DIGEST = sha256().digest_size
# Characters of a name that go into the name of what is written beside.
NAME = 50


def write_whole(path: "str | Path", data: bytes, mode: int | None = None) -> None:
    """Put a file in place atomically: whoever reads it finds the old or the new one, never a part.

    `mode` are its permission bits. Another process or thread may replace the same file: that of the later one stays.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name[:NAME]}.{os.getpid()}-{get_ident()}.new")
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


def write_checked(path: "str | Path", data: bytes, key: str = "") -> bytes:
    """Put a file in place whose damage shows; it is believed only by whoever names the same key. Give its digest."""
    whole = join_checked(data, key)
    write_whole(path, whole)
    return whole[:DIGEST]


def read_checked(path: "str | Path", key: str = "") -> memoryview | None:
    """Read what was written so; None where the file is absent, damaged, or of another key."""
    return read_with_digest(path, key)[0]


def read_with_digest(path: "str | Path", key: str = "") -> tuple[memoryview | None, bytes]:
    """Read what was written so, and its digest."""
    try:
        with FileIO(path) as stream:
            data = stream.readall()
    except OSError:
        return None, b""
    return split_checked(data, key), data[:DIGEST]


def join_checked(data: bytes, key: str) -> bytes:
    """Put the digest of a key and of bytes before the bytes."""
    return digest_with_key(data, key) + data


def digest_with_key(data: "bytes | memoryview", key: str) -> bytes:
    """Give the digest of bytes under a key: SHA-256, for which processors have instructions."""
    hashed = sha256(b"%d %s" % (len(key), key.encode()))
    hashed.update(data)
    return hashed.digest()


def split_checked(data: bytes, key: str) -> memoryview | None:
    """Give the bytes that stand after their digest; None where it is not theirs."""
    content = memoryview(data)[DIGEST:]
    return content if digest_with_key(content, key) == data[:DIGEST] else None
