"""A font's bytes -> which characters it has letters for, by its table `cmap`; draws none of them.

ISO/IEC 14496-22 (OpenType), sections 4.5 (tables), 5.2.1 (cmap, formats 4 and 12) and 4.6 (collections).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path

from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.foreign_readers.limits import TooLargeError, read_file
from site_builder.model import Attachment

# Characters that were found in a font, by its digest: a site has thousands of titles.
KNOWN_SIGNS: dict[str, set[str]] = {}
Runs = tuple[tuple[int, int], ...]
COLLECTION = b"ttcf"
# The largest fonts of all Han in several weights have some 120 MB.
MOST_BYTES = 128 << 20
LAST_CHARACTER = 0x10FFFF
# With which the last segment ends.
NO_CHARACTER = 0xFFFF
# Of Unicode, by platform and encoding, the widest first.
UNICODE_TABLES = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


def read_font(file: Path) -> Runs:
    """Give the runs of characters of a font's first face; none where it is no font that can be drawn with."""
    try:
        with guard_reader():
            data = read_file(file, MOST_BYTES)
            require_drawable(data)
            return merge_runs(list_runs(data))
    except (UnreadableFileError, TooLargeError):
        return ()


def require_drawable(data: bytes) -> None:
    """Raise OSError for what the library that draws cannot open."""
    from io import BytesIO

    from PIL import ImageFont

    ImageFont.truetype(BytesIO(data), 12, layout_engine=ImageFont.Layout.BASIC)


def list_runs(data: bytes) -> Iterator[tuple[int, int]]:
    """Read which characters a font has; raises ValueError or struct.error where it has no table that tells."""
    start = struct.unpack_from(">L", data, 12)[0] if data[:4] == COLLECTION else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    tables = (struct.unpack_from(">4s4xLL", data, start + 12 + 16 * n) for n in range(count))
    cmap = next((data[at : at + length] for name, at, length in tables if name == b"cmap"), b"")
    listed = (struct.unpack_from(">HHL", cmap, 4 + 8 * n) for n in range(struct.unpack_from(">H", cmap, 2)[0]))
    offsets = {(platform, encoding): offset for platform, encoding, offset in listed}
    for each in UNICODE_TABLES:
        if each in offsets:
            table = cmap[offsets[each] :]
            form = struct.unpack_from(">H", table)[0]
            if form in RUN_READERS:
                return RUN_READERS[form](table)
    raise ValueError("no table of characters")


def list_segments(table: bytes) -> Iterator[tuple[int, int]]:
    """Read a table of format 4: segments with a shift each, or with a list of letters."""
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends, starts, shifts, ranges = (
        struct.unpack_from(f">{count}H", table, at) for at in (14, *(16 + 2 * count * n for n in (1, 2, 3)))
    )
    for n, (first, last, shift, offset) in enumerate(zip(starts, ends, shifts, ranges, strict=True)):
        if offset == 0:
            absent = -shift % 0x10000
            yield from ((a, b) for a, b in ((first, min(last, absent - 1)), (max(first, absent + 1), last)) if a <= b)
            continue
        at = 16 + 6 * count + 2 * n + offset
        letters = struct.unpack_from(f">{last - first + 1}H", table, at) if first <= last < NO_CHARACTER else ()
        yield from ((first + m, first + m) for m, letter in enumerate(letters) if letter)


def list_groups(table: bytes) -> Iterator[tuple[int, int]]:
    """Read a table of format 12: groups of characters that follow one another."""
    for n in range(struct.unpack_from(">L", table, 12)[0]):
        first, last, letter = struct.unpack_from(">LLL", table, 16 + 12 * n)
        if letter or first < last:
            yield first if letter else first + 1, min(last, LAST_CHARACTER)


RUN_READERS = {4: list_segments, 12: list_groups}


def merge_runs(runs: Iterable[tuple[int, int]]) -> Runs:
    """Join runs that touch one another."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(runs):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return tuple(merged)


def find_missing_signs(font: Attachment, text: str) -> str:
    """Give the characters of a text, but for spaces, that a font has no letters for, each once."""
    known = KNOWN_SIGNS.setdefault(font.digest, set())
    unknown = set(text) - known
    known.update(sign for sign in unknown if sign.isspace() or has_sign(font.signs, ord(sign)))
    missing = unknown - known
    return "".join(dict.fromkeys(sign for sign in text if sign in missing)) if missing else ""


def has_sign(runs: Runs, code: int) -> bool:
    """Tell whether a font has a letter for a character."""
    at = bisect_right(runs, (code, LAST_CHARACTER)) - 1
    return at >= 0 and runs[at][0] <= code <= runs[at][1]
