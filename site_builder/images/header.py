"""Which files are pictures, by their names, and the size of an SVG, from its first tag alone; decodes no picture."""

import re
from contextlib import suppress
from xml.parsers import expat

SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
# Endings of pictures that browsers do not show; most hold where and with what they were taken.
FOREIGN_SUFFIXES = (
    *(".heic", ".heif", ".hif", ".tif", ".tiff", ".bmp", ".psd", ".jp2", ".jxl", ".dng"),
    *(".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".raf"),
)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF")
UNKNOWN = (0, 0)
# EXIF 2.32, 4.6.4 A: tag Orientation, values that turn the picture by a quarter.
ORIENTATION = 0x0112
TURNED_ORIENTATIONS = (5, 6, 7, 8)
# An SVG's size stands in its first tag; what comes later is not read.
SVG_HEAD = 1 << 16
LARGEST_SIDE = 1_000_000
NUMBER = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)(?:[eE]\+?(\d))?")
# CSS Values and Units 4, section 6.2: absolute lengths in pixels.
UNITS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}


def is_picture(name: str) -> bool:
    """Tell by its suffix whether a file is a picture that browsers show."""
    return name.lower().endswith(SUFFIXES)


def is_foreign(name: str) -> bool:
    """Tell by its ending whether a file is a picture that browsers do not show."""
    return name.lower().endswith(FOREIGN_SUFFIXES)


class StopParsing(Exception):  # noqa: N818 - it ends the reading
    """The first tag of an SVG has been read."""


def measure_svg(data: bytes) -> tuple[int, int]:
    """Read width, height and viewBox of the outermost tag; a file that declares entities has no size."""
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "svg":
            found.update(attributes)
        raise StopParsing

    def refuse(*_: object) -> None:
        raise StopParsing

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EntityDeclHandler = refuse
    with suppress(StopParsing, expat.ExpatError, ValueError, LookupError):
        parser.Parse(data[:SVG_HEAD], False)  # noqa: FBT003 - expat takes no names
    return compute_svg_size(found)


def compute_svg_size(attributes: dict[str, str]) -> tuple[int, int]:
    """Give the size that width, height and viewBox say; one of the first two is completed from the proportions."""
    width, height = parse_length(attributes.get("width", "")), parse_length(attributes.get("height", ""))
    box = [parse_length(part.lstrip("-")) for part in re.split(r"[\s,]+", attributes.get("viewBox", "").strip())]
    across, down = (box[2], box[3]) if len(box) == len("xywh") else (0.0, 0.0)
    if across and down:
        if not width:
            width = height * across / down if height else across
        if not height:
            height = width * down / across
    size = round(width), round(height)
    return size if 0 < size[0] <= LARGEST_SIDE and 0 < size[1] <= LARGEST_SIDE else UNKNOWN


def parse_length(length: str) -> float:
    """Give a CSS length in pixels; 0 for a relative one and for nonsense."""
    found = NUMBER.match(length)
    unit = length[found.end() :].strip().lower() if found else ""
    if not found or unit not in UNITS:
        return 0.0
    return min(float(found[1]) * 10.0 ** int(found[2] or 0) * UNITS[unit], 1e12)
