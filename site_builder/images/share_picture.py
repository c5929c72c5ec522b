"""Words, a font and a mark -> the picture by which a page is shared; finds no font by itself and keeps nothing.

Same bytes with the same Pillow: letters are placed one after another (`Layout.BASIC`), whatever else a machine has.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import cache, partial
from hashlib import blake2b
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

# What Facebook, X and WeChat take for a large picture.
WIDTH, HEIGHT = SHARE_SIZE = (1200, 630)
GROUND, INK, QUIET, BAND, STRIPE = "#ffffff", "#16282b", "#51646a", "#0b5560", "#f3c65f"
BAND_HEIGHT, STRIPE_HEIGHT = 24, 6
# The middle is what is left where a picture is cut to a square: everything is centred.
TEXT_WIDTH = 1040
MARK, MARK_TOP = 132, 64
ABOVE_SIZE, BELOW_SIZE, ABOVE_TOP, BELOW_TOP = 36, 32, 214, 540
TITLE_TOP, TITLE_BOTTOM = 280, 510
TITLE_SIZES = (104, 92, 80, 70, 60, 52, 46)
LEADING = 1.28
# Signs that do not stand at the start of a line, and those that do not stand at its end.
CLOSING = "，。、；：？！…—·）》」』】〕”’%％,.;:?!)]}"
OPENING = "（《「『【〔“‘([{"
WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# What is not divided: a sign as wide as Han alone, or with a number before it; what stands between spaces;
# with brackets before, stops behind.
OTHER = rf"[^\s{WIDE}{re.escape(OPENING)}]"
UNITS = re.compile(
    rf"[{re.escape(OPENING)}]*(?:{OTHER}*\d(?![{re.escape(OPENING)}])[{WIDE}]|[{WIDE}]|{OTHER}+)[{re.escape(CLOSING)}]*\s*"
    rf"|[{re.escape(OPENING)}]+\s*"
)
# What is better not divided, where lines become no wider than by so much.
PHRASES = re.compile(rf".+?(?:[，。；：！？][{re.escape(CLOSING)}]*|[,;:!?](?=\s)|$)\s*")
MOST_WIDER = 1.4
MEDIUM = 500
# How many steps a letter has from the ground to its full colour, and how many colours a mark.
SHADES, MARK_COLOURS = 32, 128
COMPRESSION = 7


class ShareWords(Struct, frozen=True):
    """What a picture says: a title, what stands above and below it, what stands for the rest of a long one."""

    title: str
    above: str = ""
    below: str = ""
    rest: str = ""


def compute_share_key(words: ShareWords, font: str, mark: str) -> str:
    """Give the digest of all that a picture is made of and how; `font` and `mark` are digests."""
    from PIL import __version__

    from site_builder.images.encode import ENCODER_VERSION

    parts = (words.title, words.above, words.below, words.rest, font, mark, str(ENCODER_VERSION), __version__)
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def can_be_drawn(text: str) -> bool:
    """Tell whether letters come out right one after another: none joins its neighbours or runs from right to left."""
    return all(map(stands_alone, set(text)))


@cache
def stands_alone(sign: str) -> bool:
    """Tell whether a letter is drawn the same whatever stands beside it."""
    return not (unicodedata.bidirectional(sign) in {"R", "AL", "AN"} or unicodedata.category(sign) in {"Mn", "Mc"})


class SharePainter:
    """Draws pictures with one font and one mark: letters of each size, and what is below the words, are made once."""

    def __init__(self, font: bytes, mark: bytes) -> None:
        """Without a mark its place is left out."""
        self.find_face = cache(partial(open_font, font))
        self.raised = 0 if mark else MARK // 2
        self.ground, self.palette = lay_ground(mark)

    def draw(self, words: ShareWords) -> bytes:
        """Give the bytes of a picture."""
        from PIL import Image, ImageChops, ImageDraw

        quiet, ink = (Image.new("L", SHARE_SIZE, 0) for _ in range(2))
        beside = ((words.above, ABOVE_SIZE, ABOVE_TOP - self.raised), (words.below, BELOW_SIZE, BELOW_TOP))
        for text, size, top in beside:
            face = self.find_face(size)
            line = cut_line(text, face.getlength, words.rest)
            ImageDraw.Draw(quiet).text((WIDTH // 2, top), line, 255, face, anchor="ma")
        top = TITLE_TOP - self.raised - (0 if words.above else ABOVE_SIZE // 2)
        size, lines = fit_title(words, self.find_face, TITLE_BOTTOM - top)
        face, step = self.find_face(size), round(size * LEADING)
        first = (top + TITLE_BOTTOM - step * (len(lines) - 1)) // 2
        for n, line in enumerate(lines):
            ImageDraw.Draw(ink).text((WIDTH // 2, first + n * step), line, 255, face, anchor="mm")
        # Where there is no letter, a place has the number of the ground, 0: the larger number is that of what is seen.
        image = ImageChops.lighter(self.ground, ink.point(number_shades(0)))
        image = ImageChops.lighter(image, quiet.point(number_shades(SHADES)))
        image.putpalette(self.palette)
        stream = BytesIO()
        image.save(stream, "PNG", compress_level=COMPRESSION)
        return stream.getvalue()


def lay_ground(mark: bytes) -> tuple["Image", list[int]]:
    """Give what stands below the words, a number of a colour a place, and these colours; first those of the words.

    With few colours a picture has a third of the bytes, and nobody sees it.
    """
    from PIL import Image, ImageColor

    ground = Image.new("L", SHARE_SIZE, 0)
    ground.paste(2 * SHADES, (0, HEIGHT - BAND_HEIGHT, WIDTH, HEIGHT))
    ground.paste(2 * SHADES + 1, (0, HEIGHT - BAND_HEIGHT - STRIPE_HEIGHT, WIDTH, HEIGHT - BAND_HEIGHT))
    palette = [*list_shades(INK), *list_shades(QUIET), *ImageColor.getrgb(BAND), *ImageColor.getrgb(STRIPE)]
    if mark:
        from site_builder.images.icons import read_square, shrink

        square = shrink(read_square(mark), MARK)
        opaque = Image.new("RGBA", square.size, GROUND)
        opaque.alpha_composite(square)
        few = opaque.convert("RGB").quantize(MARK_COLOURS, dither=Image.Dither.NONE)
        before = len(palette) // 3
        numbers = Image.frombytes("L", few.size, few.tobytes()).point([min(255, before + n) for n in range(256)])
        ground.paste(numbers, ((WIDTH - MARK) // 2, MARK_TOP))
        palette += few.getpalette() or []
    return ground, palette[: 3 * 256]


def list_shades(colour: str) -> Iterator[int]:
    """Give the colours from the ground to another one."""
    from PIL import ImageColor

    ground, full = ImageColor.getrgb(GROUND), ImageColor.getrgb(colour)
    for n in range(SHADES):
        yield from (a + (b - a) * n // (SHADES - 1) for a, b in zip(ground, full, strict=True))


def number_shades(before: int) -> list[int]:
    """Give, for how much of a place a letter covers, the number of its shade; `before` is how many colours precede."""
    return [before + n * (SHADES - 1) // 255 if n else 0 for n in range(256)]


def open_font(font: bytes, size: int) -> "FreeTypeFont":
    """Open a font in a size; of one of several weights the medium one."""
    from PIL import ImageFont

    face = ImageFont.truetype(BytesIO(font), size, layout_engine=ImageFont.Layout.BASIC)
    with suppress(OSError, NotImplementedError):  # it has but one weight
        axes: list[dict[str, Any]] = [dict(each) for each in face.get_variation_axes()]
        face.set_variation_by_axes([choose_place(each) for each in axes])
    return face


def choose_place(axis: dict[str, Any]) -> float:
    """Give the place on an axis along which a font varies."""
    usual = MEDIUM if axis["name"] == b"Weight" else axis["default"]
    return float(min(max(usual, axis["minimum"]), axis["maximum"]))


def fit_title(words: ShareWords, find_face: "Callable[[int], FreeTypeFont]", height: int) -> tuple[int, list[str]]:
    """Give the largest size in which a title has room, and its lines; in the smallest it is cut."""
    size, lines = TITLE_SIZES[-1], list[str]()
    for size in TITLE_SIZES:
        measure = find_face(size).getlength
        most = max(1, int(height // (size * LEADING)))
        lines = break_lines(words.title, measure, TEXT_WIDTH)
        if len(lines) <= most:
            return size, balance_lines(words.title, measure, lines)
    return size, [*lines[: most - 1], cut_line("".join(lines[most - 1 :]), measure, words.rest)]


def balance_lines(title: str, measure: Callable[[str], float], lines: list[str]) -> list[str]:
    """Break a title into as many lines that are as narrow as they can be; behind stops where that is nearly so."""
    low, high = 1, TEXT_WIDTH
    while low < high:
        middle = (low + high) // 2
        if len(break_lines(title, measure, middle)) <= len(lines) and widest(title, measure) <= middle:
            high = middle
        else:
            low = middle + 1
    most, phrases = min(TEXT_WIDTH, high * MOST_WIDER), PHRASES.findall(title)
    if max((measure(each.strip()) for each in phrases), default=0) <= most:
        whole = fill_lines(phrases, measure, most)
        if len(whole) <= len(lines):
            return whole
    return break_lines(title, measure, high)


def widest(title: str, measure: Callable[[str], float]) -> float:
    """Give the width of the widest part of a title that is not divided."""
    return min(TEXT_WIDTH, max((measure(each.strip()) for each in UNITS.findall(title)), default=0))


def break_lines(title: str, measure: Callable[[str], float], width: float) -> list[str]:
    """Break a title between words, and between Han; a word that is wider than a line is divided."""
    units = ([unit] if measure(unit.strip()) <= width else list(unit) for unit in UNITS.findall(title))
    return fill_lines(chain.from_iterable(units), measure, width)


def fill_lines(parts: Iterable[str], measure: Callable[[str], float], width: float) -> list[str]:
    """Put as many parts into each line as it has room for."""
    lines = [""]
    for part in parts:
        if lines[-1] and measure((lines[-1] + part).strip()) > width:
            lines.append("")
        lines[-1] += part
    return [each.strip() for each in lines]


def cut_line(text: str, measure: Callable[[str], float], rest: str) -> str:
    """Give as much of a text as a line has room for."""
    if measure(text) <= TEXT_WIDTH:
        return text
    while text and measure(text.strip() + rest) > TEXT_WIDTH:
        text = text[:-1]
    return text.strip() + rest
