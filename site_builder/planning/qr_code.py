"""An address -> a QR code as the path of an SVG; segno (ISO/IEC 18004) makes it, the same codes come quicker by sums.

All a code is made of but its mask pattern, which is fixed here, is linear over GF(2): its modules are the exclusive or
of what each bit of the text makes of them. So after a few codes the rest are put together from what single bits make.
"""

import re
import sys
from array import array
from functools import cache, lru_cache

from msgspec import Struct

from site_builder.acceleration import is_accelerated

# Error correction that restores 15 % of a code (ISO/IEC 18004, section 7.5.1): a notice may get wet.
LEVEL = "m"
# Bytes that versions 3 to 10 hold at that level (ISO/IEC 18004, table 7); a longer address gets no code.
CAPACITY = {42: 3, 62: 4, 84: 5, 106: 6, 122: 7, 152: 8, 180: 9, 213: 10}
MASK = 4
# So many codes of a version are made one by one, before it is worth to learn what each of its bits makes.
SEGNO_LIMIT = 40
# So many bits has an ASCII character.
BITS = 7
# A row is written in pieces of so many modules, a bit each; the last is filled up with light ones.
PIECE = 16
STEP = re.compile("0*1+")


class QrCode(Struct, frozen=True):
    """A QR code: its modules from side to side, and its dark ones as a path of lines through the middle of rows.

    The first row has the height 0.
    """

    size: int
    path: str


@lru_cache(maxsize=256)
def make_qr_code(text: str) -> QrCode | None:
    """Give the code of a text; None for one that no version here holds."""
    data = text.encode()
    version = next((version for most, version in CAPACITY.items() if len(data) <= most), 0)
    if not version:
        return None
    known = get_version_encoder(version)
    pieces = array("H", known.encode(data).to_bytes(known.size * known.width * PIECE // 8, sys.byteorder))
    if sys.byteorder == "little":
        pieces.reverse()
    every = known.width + 1
    parts = known.starts * every
    parts[::every] = known.starts
    for at in range(known.width):
        ways = PIECES if at < known.width - 1 else ENDS
        parts[at + 1 :: every] = map(ways.__getitem__, pieces[at :: known.width])
    return QrCode(known.size, "".join(parts))


class RowPieces(dict[int, str]):
    """How pieces of a row are written, from their left edge, each once it is asked for; `ends` are those at the right.

    Of these no more is written than their last dark module.
    """

    def __init__(self, *, ends: bool) -> None:
        """Know none yet."""
        self.ends = ends

    def __missing__(self, piece: int) -> str:
        """Write a line for each run of dark modules of a piece."""
        bits = f"{piece:0{PIECE}b}"
        rest = 0 if self.ends else PIECE - len(bits.rstrip("0"))
        steps = "".join(map(write_step, STEP.findall(bits)))
        written = self[piece] = f"{steps}m{rest} 0" if rest else steps
        return written


@cache
def write_step(bits: str) -> str:
    """Write the line of a run of dark modules, with the way over the light ones before it."""
    light = bits.count("0")
    return f"m{light} 0h{len(bits) - light}" if light else f"h{len(bits)}"


PIECES, ENDS = RowPieces(ends=False), RowPieces(ends=True)


@cache
def get_version_encoder(version: int) -> "QrVersionEncoder":
    """Give what is known of a version, once a process."""
    return QrVersionEncoder(version)


class QrVersionEncoder:
    """The codes of one version as numbers, a bit a module; learns what single bits of a text change in them.

    All texts are compared with the first one: where they are alike, as addresses of one site begin, nothing is learnt.
    """

    def __init__(self, version: int) -> None:
        """Know nothing yet."""
        self.version = version
        self.size = version * 4 + 17
        self.width = -(-self.size // PIECE)
        self.starts = [f"M0 {row}" for row in range(self.size)]
        self.capacity = next(most for most, each in CAPACITY.items() if each == version)
        self.made = 0
        self.first = b""
        self.prefix_codes: dict[int, int] = {}
        # By the place of a character and, in the last bits, by what of it is another.
        self.changes: dict[int, int] = {}

    def encode(self, data: bytes) -> int:
        """Give the code of a text."""
        self.made += 1
        return (
            self.encode_with_segno(data)
            if self.made <= SEGNO_LIMIT or not data.isascii() or not is_accelerated()
            else self.encode_by_sums(data)
        )

    def encode_with_segno(self, data: bytes) -> int:
        """Have segno make a code."""
        import segno

        made = segno.make_qr(data, error=LEVEL, version=self.version, mode="byte", mask=MASK, boost_error=False)
        fill = bytes(self.width * PIECE - self.size)
        return int("".join(["1" if module else "0" for row in made.matrix for module in row + fill]), 2)

    def encode_by_sums(self, data: bytes) -> int:
        """Put a code together: that of as much of the first text, and what each byte that is another one changes."""
        self.first = self.first or data.ljust(self.capacity, b"-")
        number, changes = self.get_prefix_code(len(data)), self.changes
        for place, (byte, other) in enumerate(zip(data, self.first, strict=False)):
            if byte != other:
                number ^= changes.get(place << BITS | byte ^ other) or self.learn_change(place, byte ^ other)
        return number

    def get_prefix_code(self, length: int) -> int:
        """Give the code of so much of the first text."""
        if length not in self.prefix_codes:
            self.prefix_codes[length] = self.encode_with_segno(self.first[:length])
        return self.prefix_codes[length]

    def learn_change(self, place: int, change: int) -> int:
        """Find, once, what a change of the character at a place changes of a code: the sum of what each bit changes."""
        rest = change & change - 1
        if rest:
            found = self.changes.get(place << BITS | rest) or self.learn_change(place, rest)
            found ^= self.changes.get(place << BITS | change ^ rest) or self.learn_change(place, change ^ rest)
        else:
            before, byte, behind = self.first[:place], self.first[place], self.first[place + 1 :]
            changed = self.encode_with_segno(before + bytes([byte ^ change]) + behind)
            found = changed ^ self.get_prefix_code(self.capacity)
        self.changes[place << BITS | change] = found
        return found
