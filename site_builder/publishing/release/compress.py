"""Bytes -> their copies in gzip and brotli, the same on every machine; keeps what it made, and sends nothing."""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

import brotli

from site_builder.atomic import write_whole

SUFFIXES = frozenset([".html", ".css", ".js", ".xml", ".json", ".svg", ".txt", ".ics"])
MIN_SIZE = 256
QUALITY = 11
ENCODINGS = {".gz": "gzip", ".br": "br"}
# RFC 1952, section 2.3.1: deflate, no name, no time, slowest algorithm, unknown system.
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"


def is_compressible(path: str, size: int) -> bool:
    """Tell whether a file gets compressed copies: text that is long enough for it to pay."""
    return size > MIN_SIZE and PurePosixPath(path).suffix.lower() in SUFFIXES


def compress_files(files: Iterable[tuple[Path, str]], cache: Path) -> Iterator[tuple[Path, Path]]:
    """Compress files (path and SHA-256) in a cache; give each file again with the cached file of each copy.

    A copy's suffix is that of the cached file; one that would not be smaller is not given. What no file needs any more
    is removed from the cache.
    """
    folder = cache / f"zlib-{zlib.ZLIB_RUNTIME_VERSION}-brotli-{brotli.version}"
    folder.mkdir(parents=True, exist_ok=True)
    known = {each.name for each in folder.iterdir()}
    todo = list(files)
    wanted = {f"{digest}{suffix}": (file, suffix) for file, digest in todo for suffix in ENCODINGS}
    missing = [(folder / name, *wanted[name]) for name in wanted if name not in known]
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for _ in threads.map(compress_file, missing):
            pass
    for name in known - wanted.keys():
        (folder / name).unlink(missing_ok=True)
    for file, digest in todo:
        for suffix in ENCODINGS:
            compressed = folder / f"{digest}{suffix}"
            if compressed.stat().st_size:
                yield file, compressed


def compress_file(task: tuple[Path, Path, str]) -> None:
    """Make one compressed copy in its place; an empty file says that it would not be smaller."""
    target, file, suffix = task
    data = file.read_bytes()
    packed = compress(data, suffix)
    write_whole(target, packed if len(packed) < len(data) else b"")


def compress(data: bytes, suffix: str) -> bytes:
    """Compress as slowly, and so as small, as the copy of a suffix can be."""
    return compress_gzip(data) if suffix == ".gz" else brotli.compress(data, mode=brotli.MODE_TEXT, quality=QUALITY)


def compress_gzip(data: bytes) -> bytes:
    """Compress as gzip does, without time and system: Python's own module writes them differently by version."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    return GZIP_HEAD + body + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


class EncodingError(ValueError):
    """Bytes that are not what their Content-Encoding says, or more than was allowed."""


def decompress(data: bytes, encoding: str, limit: int) -> bytes:
    """Undo a Content-Encoding; raises EncodingError where that cannot be done or gives more than `limit` bytes."""
    try:
        if encoding in {"", "identity"}:
            plain = data
        elif encoding in {"gzip", "x-gzip"}:
            plain = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, limit + 1)
        elif encoding == "br":
            plain = decompress_brotli(data, limit)
        else:
            raise EncodingError(encoding)
    except (zlib.error, brotli.error) as error:
        raise EncodingError(str(error)) from error
    if len(plain) > limit:
        raise EncodingError(encoding)
    return plain


def decompress_brotli(data: bytes, limit: int) -> bytes:
    """Undo brotli, up to a little more than a limit."""
    reader = brotli.Decompressor()
    plain = reader.process(data, output_buffer_limit=limit + 1)
    while not reader.is_finished() and len(plain) <= limit:
        more = reader.process(b"", output_buffer_limit=limit + 1)
        if not more:
            break
        plain += more
    return bytes(plain)
