"""Draws the demonstration's pictures; never reads a file or a font of the system, and saves no metadata."""

import random
import zlib
from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

Point = tuple[int, int]
WIDTH, HEIGHT = 720, 400
# Shapes are drawn this many times larger and reduced, which makes their edges smooth.
SCALE = 3
PAPER, INK, GREY = "#fbfaf5", "#22313a", "#cfcbbd"
WATER, GREEN, RED, AMBER, BLUE = "#8fc1d9", "#a9c98d", "#b3402e", "#e0a53c", "#2f6f8f"


class Drawing:
    """A sheet of WIDTH x HEIGHT that is drawn on in its own pixels and kept SCALE times larger."""

    def __init__(self) -> None:
        """Begin with an empty sheet."""
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def fill_polygon(self, points: Sequence[Point], colour: str) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def fill_rectangle(self, corner: Point, opposite: Point, colour: str) -> None:
        """Fill a rectangle between two corners."""
        (left, top), (right, bottom) = corner, opposite
        self.pen.rectangle((left * SCALE, top * SCALE, right * SCALE - 1, bottom * SCALE - 1), fill=colour)

    def fill_ellipse(self, centre: Point, radii: Point, colour: str) -> None:
        """Fill an ellipse."""
        (x, y), (wide, high) = centre, radii
        self.pen.ellipse([v * SCALE for v in (x - wide, y - high, x + wide, y + high)], fill=colour)

    def draw_line(self, points: Sequence[Point], width: int, colour: str) -> None:
        """Draw a line of a width with round corners."""
        self.pen.line([(x * SCALE, y * SCALE) for x, y in points], fill=colour, width=width * SCALE, joint="curve")

    def draw_text(self, centre: Point, text: str, colour: str = INK, size: int = 18) -> None:
        """Write a few words around a point."""
        x, y = centre
        self.pen.text((x * SCALE, y * SCALE), text, fill=colour, font=load_font(size * SCALE), anchor="mm")

    def draw_label(self, centre: Point, text: str, colour: str) -> None:
        """Write a number in a coloured disc."""
        self.fill_ellipse(centre, (16, 16), colour)
        self.draw_text(centre, text, "#ffffff")

    def draw_arrow(self, tail: Point, tip: Point, colour: str) -> None:
        """Draw an arrow straight up or down."""
        (x, y), back = tip, 18 if tip[1] < tail[1] else -18
        self.draw_line([tail, (x, y + back)], 6, colour)
        self.fill_polygon([(x - 12, y + back), (x + 12, y + back), (x, y)], colour)

    def to_png(self) -> bytes:
        """Save as PNG; run lengths are the one way of packing that does not hang on the processor."""
        stream = BytesIO()
        self.image.reduce(SCALE).save(stream, "PNG", compress_type=zlib.Z_RLE, compress_level=9)
        return stream.getvalue()

    def to_jpeg(self) -> bytes:
        """Save as JPEG."""
        stream = BytesIO()
        self.image.reduce(SCALE).save(stream, "JPEG", quality=75)
        return stream.getvalue()


def load_font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Give the face that comes with Pillow; its basic layout asks no library of the system."""
    font = ImageFont.load_default(size)
    if isinstance(font, ImageFont.FreeTypeFont):
        return font.font_variant(layout_engine=ImageFont.Layout.BASIC)
    return font


def draw_bars(rows: Sequence[tuple[str, str]]) -> bytes:
    """Draw rows of label and number as bars, the highest in another colour."""
    drawing = Drawing()
    numbers = [float(number) for _, number in rows]
    step = (WIDTH - 60) // len(rows)
    for line in range(4):
        drawing.draw_line([(30, 340 - 90 * line), (WIDTH - 30, 340 - 90 * line)], 1, GREY)
    for place, (label, number) in enumerate(rows):
        left, top = 30 + place * step, 340 - round(270 * float(number) / max(numbers))
        colour = RED if float(number) == max(numbers) else BLUE
        drawing.fill_rectangle((left + step // 6, top), (left + step - step // 6, 340), colour)
        drawing.draw_text((left + step // 2, top - 16), number)
        drawing.draw_text((left + step // 2, 364), label)
    drawing.draw_line([(30, 340), (WIDTH - 30, 340)], 2, INK)
    return drawing.to_png()


def draw_sluices() -> bytes:
    """Draw the lake, the river south of it and the three sluices between them."""
    drawing = Drawing()
    drawing.fill_rectangle((0, 0), (WIDTH, HEIGHT), "#dfe9cf")
    for x in range(40, WIDTH, 80):
        drawing.draw_line([(x, 0), (x + 40, HEIGHT)], 1, GREEN)
    river = [(-20, 330), (140, 350), (330, 335), (520, 355), (740, 340)]
    drawing.draw_line(river, 46, WATER)
    drawing.fill_ellipse((360, 140), (270, 100), WATER)
    gates = [((190, 190), (180, 340)), ((365, 230), (365, 335)), ((530, 190), (545, 345))]
    for number, (top, bottom) in enumerate(gates):
        drawing.draw_line([top, bottom], 10, WATER)
        middle = (top[0] + bottom[0]) // 2, (top[1] + bottom[1]) // 2 + 10
        drawing.draw_line([(middle[0] - 30, middle[1]), (middle[0] + 30, middle[1])], 5, INK)
        drawing.draw_label(middle, str(number + 1), RED)
    drawing.fill_rectangle((614, 236), (646, 264), INK)
    drawing.draw_text((630, 282), "Pump house", size=15)
    drawing.draw_text((360, 130), "Reed Lake", BLUE, 26)
    drawing.draw_text((120, 347), "Willow River", BLUE)
    draw_north_arrow(drawing)
    return drawing.to_png()


def draw_north_arrow(drawing: Drawing) -> None:
    """Draw the arrow that points north."""
    drawing.draw_arrow((680, 90), (680, 44), INK)
    drawing.draw_text((680, 28), "N")


def draw_streets() -> Drawing:
    """Draw river, market and the two parallel streets, with houses along them."""
    drawing = Drawing()
    drawing.fill_rectangle((0, 0), (WIDTH, 350), "#ece9dd")
    drawing.fill_rectangle((0, 350), (WIDTH, HEIGHT), WATER)
    dice = random.Random(6)  # noqa: S311 - houses, no secrets
    for x in (230, 330, 420, 520):
        for y in range(84, 330, 34):
            drawing.fill_rectangle((x, y), (x + dice.randrange(30, 44), y + dice.randrange(20, 28)), GREY)
    drawing.draw_line([(300, 350), (300, 60)], 26, "#ffffff")
    drawing.draw_line([(300, 60), (490, 60), (490, 335), (300, 335)], 20, "#ffffff")
    drawing.fill_rectangle((220, 20), (380, 72), AMBER)
    drawing.draw_text((300, 46), "Market")
    drawing.fill_rectangle((270, 342), (330, 364), INK)
    drawing.draw_text((400, 376), "Landing stage", BLUE)
    drawing.draw_text((90, 376), "Willow River", BLUE)
    drawing.draw_text((150, 200), "Ferry Street")
    drawing.draw_text((620, 200), "School Lane")
    draw_north_arrow(drawing)
    return drawing


def draw_road_works() -> bytes:
    """Draw Ferry Street in its three parts."""
    drawing = draw_streets()
    for number, (start, end) in enumerate(pairwise((340, 250, 160, 76))):
        colour = (RED, BLUE, "#4d7a3a")[number]
        drawing.fill_rectangle((289, end + 2), (311, start - 2), colour)
        drawing.draw_label((300, (start + end) // 2), str(number + 1), colour)
    return drawing.to_png()


def draw_one_way_street() -> bytes:
    """Draw the way north on Ferry Street and the way south on School Lane."""
    drawing = draw_streets()
    for y in (310, 230, 150):
        drawing.draw_arrow((300, y), (300, y - 56), RED)
    for y in (100, 180, 260):
        drawing.draw_arrow((490, y), (490, y + 56), BLUE)
    return drawing.to_png()


def draw_orchard() -> bytes:
    """Draw rows of trees in blossom on a hill, the sun above blue mountains."""
    drawing = Drawing()
    drawing.fill_rectangle((0, 0), (WIDTH, HEIGHT), "#cfe5ee")
    drawing.fill_ellipse((560, 80), (40, 40), "#f4d27a")
    ridge = [(0, 230), (140, 120), (250, 190), (400, 90), (560, 200), (650, 150), (720, 190)]
    drawing.fill_polygon([*ridge, (720, 300), (0, 300)], "#86a9c0")
    drawing.fill_ellipse((360, 520), (620, 310), "#a3bf7c")
    dice = random.Random(24)  # noqa: S311 - trees, no secrets
    for row, size in enumerate((11, 16, 23, 32)):
        for x in range(20 + row * 13, WIDTH, size * 3):
            y = 242 + row * 40 + (x - 360) ** 2 // 4000 + dice.randrange(-3, 4)
            drawing.draw_line([(x, y), (x, y + size * 3 // 2)], max(2, size // 5), "#6b5037")
            drawing.fill_ellipse((x, y), (size, size), dice.choice(("#fdf6f2", "#f9e9e6", "#fffaf0")))
    return drawing.to_jpeg()
