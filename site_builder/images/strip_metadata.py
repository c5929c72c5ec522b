"""A picture's bytes without what they tell of who took it, where and with what; no pixel is decoded or changed.

What is known to be needed to show the picture is kept, and nothing else; neither is what follows its end.
"""

import re
from collections.abc import Iterator
from itertools import repeat

# ITU-T T.81, annex B: a marker within scans, but for stuffed bytes and restarts.
MARKER = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")
START, SCAN, END = 0xD8, 0xDA, 0xD9
APPLICATIONS, COMMENT = range(0xE0, 0xF0), 0xFE
# JFIF 1.02: the head without its thumbnail; and the segment that says how colours are coded (Adobe TN 5116).
JFIF, ADOBE = b"JFIF\0", b"Adobe"
JFIF_HEAD = 12
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
# PNG 3, section 5.6 and 11: the chunks that decide how a picture looks or moves.
PNG_KEPT = frozenset(
    [
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP", b"sBIT", b"bKGD"),
        *(b"acTL", b"fcTL", b"fdAT"),
    ]
)
# RFC 9649: the chunks of a WebP, and the flags in VP8X that speak of colour profile, EXIF and XMP.
WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"])
WEBP_METADATA_FLAGS = 0x20 | 0x08 | 0x04
# GIF89a: the kinds of blocks, and the one extension of applications that browsers follow: how often it is played.
GIF_EXTENSION, GIF_PICTURE, GIF_END, GIF_CONTROL, GIF_APPLICATION = 0x21, 0x2C, 0x3B, 0xF9, 0xFF
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
GIF_TABLE = 0x80


# More parts than this no picture has; each takes longer to be looked at than to be written.
MOST_PARTS = 50_000
# Readers put what is said in several parts together anew with each: so many bytes of a GIF may be copied by that.
MOST_COPIED = 1 << 30
HEADS = ((b"\xff\xd8", "JPEG"), (PNG_HEAD, "PNG"), (b"GIF8", "GIF"), (b"RIFF", "WEBP"))


class TooManyPartsError(Exception):
    """A picture is put together of more parts than can be looked at."""


def guess_form(data: bytes) -> str:
    """Give the format that the first bytes of a picture say; "" for any other."""
    return next((form for head, form in HEADS if data.startswith(head)), "")


def count_parts() -> Iterator[None]:
    """Go on for as many parts as a picture may have; raises TooManyPartsError after them."""
    yield from repeat(None, MOST_PARTS)
    raise TooManyPartsError


def strip_metadata(data: bytes, form: str) -> bytes:
    """Strip a picture of a format (`AVIF` is left as it is).

    Raises ValueError where it does not have its form, and TooManyPartsError.
    """
    parts = {"JPEG": strip_jpeg, "PNG": strip_png, "WEBP": strip_webp, "GIF": strip_gif}.get(form)
    if parts is None:
        return data
    try:
        return b"".join(parts(data))
    except IndexError as error:
        raise ValueError(form) from error


def strip_jpeg(data: bytes) -> Iterator[bytes]:
    """Give the parts of a JPEG: up to its end, without comments and what applications put into it."""
    if data[:2] != bytes([0xFF, START]):
        raise ValueError
    yield data[:2]
    at, kind = 2, START
    for _ in count_parts():
        found = MARKER.search(data, at)
        if found is None:
            raise ValueError
        if kind == SCAN:
            yield data[at : found.start()]
        kind, begin = found[1][0], found.end() - 2
        if kind == END:
            yield data[begin : begin + 2]
            return
        length = int.from_bytes(data[begin + 2 : begin + 4], "big")
        segment = data[begin : begin + 2 + length]
        if length < 2 or len(segment) < 2 + length:  # noqa: PLR2004 - the length counts its own two bytes
            raise ValueError
        if kind not in APPLICATIONS and kind != COMMENT:
            yield segment
        elif segment[4:].startswith(JFIF):
            yield segment[:2] + bytes([0, JFIF_HEAD + 4]) + segment[4 : 4 + JFIF_HEAD] + b"\0\0"
        elif segment[4:].startswith(ADOBE):
            yield segment
        at = begin + 2 + length


def strip_png(data: bytes) -> Iterator[bytes]:
    """Give the chunks of a PNG that are kept."""
    if not data.startswith(PNG_HEAD):
        raise ValueError
    yield PNG_HEAD
    at = len(PNG_HEAD)
    for _ in count_parts():
        length, name = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at : at + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError
        if name in PNG_KEPT:
            yield chunk
        if name == b"IEND":
            return
        at += len(chunk)


def strip_webp(data: bytes) -> Iterator[bytes]:
    """Give the head of a WebP and the chunks that are kept."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise ValueError
    end = 8 + int.from_bytes(data[4:8], "little")
    if len(data) < end:
        raise ValueError
    kept = list(strip_webp_chunks(data[:end]))
    yield b"RIFF" + (4 + sum(map(len, kept))).to_bytes(4, "little") + b"WEBP"
    yield from kept


def strip_webp_chunks(data: bytes) -> Iterator[bytes]:
    """Give the chunks of a WebP that are kept; each is filled up to an even length."""
    at = 12
    for _ in count_parts():
        if at >= len(data):
            return
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        chunk = data[at : at + 8 + length]
        if len(chunk) < 8 + length:
            raise ValueError
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~WEBP_METADATA_FLAGS]) + chunk[9:]
        if name in WEBP_KEPT:
            yield chunk + b"\0" * (length % 2)
        at += 8 + length + length % 2


def strip_gif(data: bytes) -> Iterator[bytes]:
    """Give the blocks of a GIF that are kept."""
    if data[:6] not in {b"GIF87a", b"GIF89a"}:
        raise ValueError
    at = 13 + measure_table(data[10])
    said = copied = 0
    yield data[:at]
    for _ in count_parts():
        if data[at] == GIF_END:
            break
        begin = at
        if data[at] == GIF_PICTURE:
            at = skip_blocks(data, at + 11 + measure_table(data[at + 9]))
            yield data[begin:at]
        elif data[at] == GIF_EXTENSION:
            kind, at = data[at + 1], skip_blocks(data, at + 2)
            loops = kind == GIF_APPLICATION and data[begin + 3 : begin + 14] in GIF_LOOPS
            if kind == GIF_CONTROL or loops:
                yield data[begin:at]
            else:
                said += at - begin
                copied += said
            if copied > MOST_COPIED:
                raise TooManyPartsError
        else:
            raise ValueError
    yield data[at : at + 1]


def measure_table(flags: int) -> int:
    """Give the bytes of the table of colours that flags announce."""
    return 3 << ((flags & 7) + 1) if flags & GIF_TABLE else 0


def skip_blocks(data: bytes, at: int) -> int:
    """Give the place behind a row of blocks, which an empty one ends."""
    while data[at]:
        at += 1 + data[at]
    return at + 1
