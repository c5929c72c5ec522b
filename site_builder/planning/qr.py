"""An address -> a QR code as the path of an SVG; segno (ISO/IEC 18004) makes it, the same codes come quicker by sums.

All a code is made of but its mask pattern, which is fixed here, is linear over GF(2): its modules are the exclusive or
of what each bit of the text makes of them. So after a few codes the rest are put together from what single bits make.
"""

import re
from functools import cache, lru_cache

from msgspec import Struct

# Error correction that restores 15 % of a code (ISO/IEC 18004, section 7.5.1): a notice may get wet.
LEVEL = "m"
# Bytes that versions 3 to 10 hold at that level (ISO/IEC 18004, table 7); a longer address gets no code.
CAPACITY = {42: 3, 62: 4, 84: 5, 106: 6, 122: 7, 152: 8, 180: 9, 213: 10}
MASK = 4
# So many codes of a version are made one by one, before it is worth to learn what each of its bits makes.
FEW = 150
RUN = re.compile("1+")


class Code(Struct, frozen=True):
    """A QR code: its modules from side to side, and its dark ones as a path of horizontal lines."""

    size: int
    path: str


@lru_cache(maxsize=256)
def code(text: str) -> Code | None:
    """Give the code of a text; None for one that no version here holds."""
    data = text.encode()
    version = next((version for most, version in CAPACITY.items() if len(data) <= most), 0)
    if not version:
        return None
    rows = square(version).rows(data)
    steps: list[str] = []
    x = y = 0
    for number, row in enumerate(rows):
        for run in RUN.finditer(row):
            start, end = run.span()
            steps.append(f"m{start - x} {number - y}h{end - start}")
            x, y = end, number
    return Code(len(rows), "M0 .5" + "".join(steps))


@cache
def square(version: int) -> "Square":
    """Give what is known of a version, once a process."""
    return Square(version)


class Square:
    """The codes of one version as numbers, a bit a module; learns what single bits of a text make."""

    def __init__(self, version: int) -> None:
        """Know nothing yet."""
        self.version = version
        self.size = version * 4 + 17
        self.most = next(most for most, each in CAPACITY.items() if each == version)
        self.made = 0
        self.blank: dict[int, int] = {}
        self.bits: list[list[int]] = []

    def rows(self, data: bytes) -> list[str]:
        """Give the modules of a text, row by row as ones and noughts."""
        self.made += 1
        number = self.modules(data) if self.made <= FEW else self.summed(data)
        digits = f"{number:0{self.size * self.size}b}"
        return [digits[start : start + self.size] for start in range(0, len(digits), self.size)]

    def modules(self, data: bytes) -> int:
        """Have segno make a code."""
        import segno

        made = segno.make_qr(data, error=LEVEL, version=self.version, mode="byte", mask=MASK, boost_error=False)
        return int("".join("1" if module else "0" for row in made.matrix for module in row), 2)

    def summed(self, data: bytes) -> int:
        """Put a code together from what its bits make."""
        if not self.bits:
            self.bits = self.learnt()
        if len(data) not in self.blank:
            self.blank[len(data)] = self.modules(bytes(len(data)))
        number = self.blank[len(data)]
        for place, byte in enumerate(data):
            number ^= self.bits[place][byte]
        return number

    def learnt(self) -> list[list[int]]:
        """Give, for each place of a text, what each ASCII character there changes of a code of noughts."""
        zeros = self.modules(bytes(self.most))
        table = []
        for place in range(self.most):
            before, behind = bytes(place), bytes(self.most - place - 1)
            single = [self.modules(before + bytes([1 << bit]) + behind) ^ zeros for bit in range(7)]
            values = [0]
            for each in single:
                values += [value ^ each for value in values]
            table.append(values)
        return table
