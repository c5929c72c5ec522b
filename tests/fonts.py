"""A font for tests: the letters that come with Pillow, put in the places of any characters; what it says is no text."""

import io
import struct
from functools import cache

from PIL import ImageFont

PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "·…"
HAN = "渡口公告要闻通知年月日一二甲乙停水"


def read_letters() -> bytes:
    """Give the file of the font that Pillow brings."""
    face = ImageFont.load_default(20)
    assert isinstance(face, ImageFont.FreeTypeFont)
    assert isinstance(face.path, io.BytesIO)
    return face.path.getvalue()


@cache
def make_font(signs: str = PLAIN + HAN) -> bytes:
    """Give a font that has some characters and no others."""
    font = read_letters()
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {}
    for n in range(count):
        name, at, length = struct.unpack_from(">4s4xLL", font, 12 + 16 * n)
        tables[name] = font[at : at + length]
    letters = struct.unpack_from(">H", tables[b"maxp"], 4)[0]
    groups = [struct.pack(">LLL", ord(each), ord(each), 1 + ord(each) % (letters - 1)) for each in sorted(set(signs))]
    body = struct.pack(">HHLLL", 12, 0, 16 + 12 * len(groups), 0, len(groups)) + b"".join(groups)
    tables[b"cmap"] = struct.pack(">HHHHL", 0, 1, 3, 10, 12) + body
    head, data, at = [font[:12]], [], 12 + 16 * count
    for name, table in tables.items():
        head.append(struct.pack(">4sLLL", name, 0, at, len(table)))
        data.append(table + b"\0" * (-len(table) % 4))
        at += len(data[-1])
    return b"".join((*head, *data))
