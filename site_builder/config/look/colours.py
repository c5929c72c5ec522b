"""Colours: as they are written, how well one is read on another, and the one near by that is; knows no setting.

Contrast is that of WCAG 2.2, success criteria 1.4.3 (text: 4.5 to 1) and 1.4.11 (marks: 3 to 1).
"""

import re
from collections.abc import Callable

from msgspec import Struct

TEXT_CONTRAST, MARK_CONTRAST = 4.5, 3.0
# What a colour has that is made here: success criterion 1.4.6.
EASY_CONTRAST = 7.0
HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
STEPS = 200
WHITE, BLACK = "#ffffff", "#000000"


class Scheme(Struct, frozen=True):
    """A scheme of the theme's stylesheet: the grounds on which text stands, what stands on the band of the masthead."""

    paper: str
    raised: str
    on_band: str = WHITE
    sun: str = "#f2c14e"


class Palette(Struct, frozen=True):
    """The colours of a scheme that are made of the site's own, by the stylesheet's names for them."""

    accent: str
    tint: str
    band: str
    mark_1: str
    mark_2: str
    mark_3: str


# As the theme's style.css has them. In strong contrast its own colours stay: there is nothing between black and white.
LIGHT, DARK = Scheme("#fbfaf6", "#ffffff"), Scheme("#12181a", "#1a2224")
TINT = 0.08


def parse_colour(written: str) -> str:
    """Give a colour, in hexadecimal digits or by its English name, as `#rrggbb`; "" for what is none."""
    if HEX.fullmatch(written):
        digits = written[1:].lower()
        return f"#{digits}" if len(digits) > 3 else "#" + "".join(each * 2 for each in digits)  # noqa: PLR2004
    if not written.isalpha() or not written.isascii():
        return ""
    from PIL.ImageColor import colormap, getrgb

    # What was drawn with in this process stands in the table as numbers.
    return "#{:02x}{:02x}{:02x}".format(*getrgb(written)) if written.lower() in colormap else ""


def compute_contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio)."""
    low, high = sorted((compute_luminance(one), compute_luminance(other)))
    return (high + 0.05) / (low + 0.05)


def compute_luminance(colour: str) -> float:
    """Give how bright a colour is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - the standard's formula
        for each in (number / 255 for number in split_colour(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def split_colour(colour: str) -> tuple[int, int, int]:
    """Give red, green and blue, from 0 to 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, other: str, part: float) -> str:
    """Mix a part, from 0 to 1, of another colour into one."""
    pairs = zip(split_colour(colour), split_colour(other), strict=True)
    return "#" + "".join(f"{round(one + (two - one) * part):02x}" for one, two in pairs)


def find_nearest(colour: str, other: str, does: Callable[[str], bool]) -> str:
    """Give the first colour on the way from one to another that does."""
    return next((each for n in range(STEPS) if does(each := mix(colour, other, n / STEPS))), other)


def find_farthest(colour: str, other: str, does: Callable[[str], bool]) -> str:
    """Give the last colour on the way from one to another before one that does not; itself where it does not either."""
    found = colour
    for n in range(STEPS + 1):
        each = mix(colour, other, n / STEPS)
        if not does(each):
            break
        found = each
    return found


def make_light_palette(accent: str) -> Palette:
    """Make the colours of the light scheme."""
    first = find_farthest(accent, WHITE, lambda each: compute_contrast(each, LIGHT.paper) >= MARK_CONTRAST)
    return Palette(accent, mix(LIGHT.raised, accent, TINT), accent, first, mix(first, accent, 0.5), accent)


def make_dark_palette(accent: str, dark: str = "") -> Palette:
    """Make the colours of the dark scheme: of the accent made brighter, unless another is given for it."""
    shown = dark or find_nearest(accent, WHITE, lambda each: compute_contrast(each, DARK.raised) >= EASY_CONTRAST)
    first = find_farthest(shown, BLACK, lambda each: compute_contrast(each, DARK.paper) >= MARK_CONTRAST)
    last = mix(shown, WHITE, 0.4)
    band = mix(accent, BLACK, 0.25)
    return Palette(shown, mix(DARK.raised, shown, TINT), band, first, mix(first, last, 0.5), last)


def list_faults(palette: Palette, scheme: Scheme) -> list[tuple[float, float]]:
    """Give what is not read well, words before marks: the contrast that it has, and the one that it needs."""
    pairs = (
        *((palette.accent, each, TEXT_CONTRAST) for each in (scheme.paper, scheme.raised, palette.tint)),
        (scheme.on_band, palette.band, TEXT_CONTRAST),
        (scheme.sun, palette.band, MARK_CONTRAST),
    )
    found = ((compute_contrast(one, other), least) for one, other, least in pairs)
    return sorted(((ratio, least) for ratio, least in found if ratio < least), key=lambda each: (-each[1], each[0]))
