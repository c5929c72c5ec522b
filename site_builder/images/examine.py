"""A picture's bytes -> what is known of it, or why it cannot be published: decodes it once, encodes nothing."""

import warnings
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from site_builder.foreign_readers import UnreadableFileError, guard_reader
from site_builder.foreign_readers.limits import TooLargeError, read_file
from site_builder.images.encode import ENCODER_VERSION, to_srgb
from site_builder.images.header import FORMATS, ORIENTATION, TURNED_ORIENTATIONS, is_foreign, measure_svg
from site_builder.images.sanitize_svg import EntityError, sanitize_svg
from site_builder.images.strip_metadata import TooManyPartsError, guess_form, strip_metadata
from site_builder.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

# A camera's 50 million pixels may pass; what has more takes gigabytes to decode. Some formats are decoded by way of
# several copies.
MOST_PIXELS = {"JPEG": 54_000_000, "PNG": 54_000_000, "GIF": 54_000_000, "WEBP": 24_000_000, "AVIF": 16_000_000}
# A JPEG is decoded once for each of its scans, of which programs write up to twenty.
MOST_SCANS, MOST_SCANNED_PIXELS = 64, 1_000_000_000
SCAN = b"\xff\xda"
# What a camera says stands in one part, which readers put together with others of the kind.
EXIF, MOST_EXIF = b"Exif\0\0", 100
# No picture of a web page is so large a file; and one that does not have its form is not searched for what it may be.
MOST_BYTES, MOST_MALFORMED_BYTES = 100 << 20, 16 << 20
# Charts and maps with smooth edges have some hundred colours, photographs ten thousand.
FEW_COLOURS = 4096
FEW_GREYS = 64
# How far apart two values of a channel may be that look alike.
MOST_DIFFERENCE = 3


class PictureInfo(Struct, frozen=True):
    """What a look at a picture found: its pixels as shown, what it is, or why it cannot be published."""

    width: int = 0
    height: int = 0
    picture: Picture | None = None
    failure: str = ""


def examine_picture(file: Path, name: str, digest: str) -> PictureInfo:
    """Look at a picture; `digest` is that of its bytes.

    Failures: `broken`, `huge` (it would take too much memory to decode), `intricate` (too many parts, elements or
    scans), `entities` (an SVG that declares some), `foreign` (browsers do not show its kind).
    """
    if is_foreign(name):
        return PictureInfo(failure="foreign")
    try:
        data = read_file(file, MOST_BYTES)
    except TooLargeError:
        return PictureInfo(failure="huge")
    try:
        return examine_svg(data, digest) if name.lower().endswith(".svg") else examine_raster(data, digest)
    except TooManyPartsError:
        return PictureInfo(failure="intricate")


def examine_raster(data: bytes, digest: str) -> PictureInfo:
    """Look at a picture of pixels; raises TooManyPartsError."""
    from PIL import Image

    clean = can_be_stripped(data)
    if not clean and len(data) > MOST_MALFORMED_BYTES:
        return PictureInfo(failure="broken")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with (
                guard_reader(Image.DecompressionBombError, TooManyPartsError),
                Image.open(BytesIO(data), formats=FORMATS) as image,
            ):
                if image.width * image.height > MOST_PIXELS[image.format or ""]:
                    return PictureInfo(failure="huge")
                require_few_scans(image, data)
                return examine_image(image, data, digest, clean=clean)
        except Image.DecompressionBombError:
            return PictureInfo(failure="huge")
        except UnreadableFileError:
            return PictureInfo(failure="broken")


def can_be_stripped(data: bytes) -> bool:
    """Tell whether a picture has the form that it should, part by part; raises TooManyPartsError."""
    form = guess_form(data)
    if form == "JPEG" and data.count(EXIF) > MOST_EXIF:
        raise TooManyPartsError
    try:
        strip_metadata(data, form)
    except ValueError:
        return False
    return True


def require_few_scans(image: "ImageFile", data: bytes) -> None:
    """Raise TooManyPartsError for a JPEG that would have to be decoded again and again."""
    scans = data.count(SCAN) if image.format == "JPEG" else 0
    if scans > MOST_SCANS or scans * image.width * image.height > MOST_SCANNED_PIXELS:
        raise TooManyPartsError


def examine_svg(data: bytes, digest: str) -> PictureInfo:
    """Look at an SVG."""
    try:
        with guard_reader(EntityError, TooManyPartsError):
            sanitize_svg(data)
            width, height = measure_svg(data)
    except EntityError:
        return PictureInfo(failure="entities")
    except UnreadableFileError:
        return PictureInfo(failure="broken")
    return PictureInfo(width, height, Picture("SVG", compute_variant_key(digest)))


def examine_image(image: "ImageFile", data: bytes, digest: str, *, clean: bool) -> PictureInfo:
    """Look at a raster picture whose header has been read; `clean` says that it can be stripped."""
    form, moving = image.format or "", bool(getattr(image, "is_animated", False))
    width, height = image.size
    if form == "JPEG":
        image.draft("RGB", (max(1, width // 8), max(1, height // 8)))  # a truncated one fails all the same
    image.load()
    orientation = image.getexif().get(ORIENTATION, 1)
    if orientation in TURNED_ORIENTATIONS:
        width, height = height, width
    has_metadata = any(image.info.get(each) for each in ("exif", "xmp", "icc_profile"))
    foreign = image.mode == "CMYK" or not is_srgb(image)
    redrawn = has_metadata if form == "AVIF" else not moving and (orientation in range(2, 9) or foreign)
    if not redrawn and not clean and form == "GIF":
        return PictureInfo(failure="broken")
    redrawn = redrawn or not clean
    transparent, drawing = has_transparency(image), is_drawing(image, data)
    key = compute_variant_key(digest)
    return PictureInfo(width, height, Picture(form, key, moving, transparent, drawing, redrawn))


def compute_variant_key(digest: str) -> str:
    """Give the digest of a picture's bytes and of how others are made of it."""
    from PIL import __version__

    return blake2b(f"{digest} {ENCODER_VERSION} {__version__}".encode(), digest_size=16).hexdigest()


def has_transparency(image: "Image") -> bool:
    """Tell whether a picture has parts that can be seen through."""
    if image.mode not in {"RGBA", "LA", "PA"} and "transparency" not in image.info:
        return False
    channel = image if image.mode == "RGBA" else image.convert("RGBA")
    lowest, _ = channel.getchannel("A").getextrema()
    return isinstance(lowest, tuple) or lowest < 255  # noqa: PLR2004 - the highest value of a byte


def is_drawing(image: "Image", data: bytes) -> bool:
    """Tell whether a picture has as few colours as a chart or map; one saved with losses is taken for a photo."""
    if image.format in {"JPEG", "AVIF"} or (image.format == "WEBP" and b"VP8L" not in data[:64]):
        return False
    if image.mode in {"1", "P", "PA"}:
        return True
    if image.mode in {"L", "LA"}:
        return image.convert("L").getcolors(FEW_GREYS) is not None
    plain = image if image.mode in {"RGB", "RGBA"} else image.convert("RGBA")
    return plain.getcolors(FEW_COLOURS) is not None


def is_srgb(image: "Image") -> bool:
    """Tell whether a picture looks the same without its colour profile; one that cannot be read says nothing."""
    profile = image.info.get("icc_profile")
    if not profile:
        return True
    from PIL import Image, ImageChops

    steps = (0, 51, 102, 153, 204, 255)
    colours = [(r, g, b) for r in steps for g in steps for b in steps]
    swatch = Image.new("RGB", (len(colours), 1))
    swatch.putdata(colours)
    if image.mode in {"L", "LA"}:
        swatch = swatch.convert("L")
    elif image.mode == "CMYK":
        return False
    difference = ImageChops.difference(to_srgb(swatch, profile).convert("RGB"), swatch.convert("RGB")).getextrema()
    return all(isinstance(each, tuple) and each[1] <= MOST_DIFFERENCE for each in difference)
