"""A picture's bytes -> those of its variants, and of itself where it has to be encoded again; keeps nothing.

Same bytes with the same Pillow: encoders work in one thread, and nothing of the picture's own words is passed on.
"""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from site_builder.images.header import FORMATS
from site_builder.images.sanitize_svg import sanitize_svg
from site_builder.images.strip_metadata import strip_metadata
from site_builder.images.variants import Variant
from site_builder.model import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

# Raise it when a picture would come out otherwise: their names, and what is kept of them, change with it.
ENCODER_VERSION = 1
AVIF: dict[str, Any] = {"speed": 6, "max_threads": 1, "autotiling": False}
PHOTO: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 58, **AVIF},
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 80, "progressive": True, "optimize": True},
}
DRAWING: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 75, "subsampling": "4:4:4", **AVIF},
    "WEBP": {"lossless": True, "method": 4},
}
# An original that has to be encoded again should not be seen to be.
ORIGINAL: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 88, **AVIF},
    "WEBP": {"quality": 92, "method": 4},
    "JPEG": {"quality": 90, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
}
LOSSLESS_WEBP = b"VP8L"
# ISO/IEC 15948 and Pillow, "Modes": how pictures with more than 8 bits a channel are told.
DEEP = ("I", "F")


def encode_original(data: bytes, picture: Picture) -> bytes:
    """Give the bytes of a picture as they are published; raises OSError or ValueError where they are damaged."""
    if picture.form == "SVG":
        return sanitize_svg(data)
    if not picture.needs_encoding:
        return strip_metadata(data, picture.form)
    if picture.animated:
        return encode_animation(data, picture.form)
    settings = ORIGINAL[picture.form] | ({"lossless": True} if LOSSLESS_WEBP in data[:64] else {})
    return encode_pixels(decode_upright(data), picture.form, settings)


def encode_variants(data: bytes, picture: Picture, wanted: list[Variant]) -> list[bytes]:
    """Give the bytes of variants of one picture, which is decoded once."""
    from PIL import Image

    whole = decode_upright(data)
    made = []
    for each in wanted:
        size = (each.width, each.height)
        reduced = whole if whole.size == size else whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
        drawing = picture.drawing and each.form != "JPEG" and whole.size == size
        made.append(encode_pixels(reduced, each.form, (DRAWING if drawing else PHOTO)[each.form]))
    return made


def encode_pixels(image: "Image", form: str, settings: dict[str, Any]) -> bytes:
    """Encode pixels."""
    stream = BytesIO()
    flat = image.convert("RGB") if form == "JPEG" and image.mode not in {"RGB", "L"} else image
    flat.save(stream, form, **settings)
    return strip_metadata(stream.getvalue(), form)


def encode_animation(data: bytes, form: str) -> bytes:
    """Encode an animation again."""
    from PIL import Image

    stream = BytesIO()
    with Image.open(BytesIO(data), formats=FORMATS) as image:
        image.save(stream, form, save_all=True, exif=b"", xmp=b"", icc_profile=b"", **ORIGINAL[form])
    return stream.getvalue()


def decode_upright(data: bytes) -> "Image":
    """Decode a picture: turned as it is meant to be seen, in sRGB, as grey, RGB or RGBA, without any words."""
    from PIL import Image, ImageOps

    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        opened.load()
        ImageOps.exif_transpose(opened, in_place=True)
        image: Image.Image = opened
    profile = image.info.get("icc_profile")
    plain = convert_to_eight_bits(image)
    if profile:
        plain = to_srgb(plain, profile)
    if plain.mode == "CMYK":
        plain = plain.convert("RGB")
    plain.info.clear()
    return plain


def convert_to_eight_bits(image: "Image") -> "Image":
    """Give a picture in a mode that every encoder knows, or in CMYK."""
    if image.mode.startswith(DEEP):
        return image.convert("F").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in {"LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in {"L", "RGB", "RGBA", "CMYK"} else image.convert("RGB")


def to_srgb(image: "Image", profile: bytes) -> "Image":
    """Give a picture in sRGB; one whose profile cannot be read stays as it is."""
    from PIL import Image, ImageCms

    try:
        ours, theirs = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(BytesIO(profile))
        if image.mode != "RGBA":
            found = ImageCms.profileToProfile(image, theirs, ours, outputMode="RGB")
            return image if found is None else found
        colours = ImageCms.profileToProfile(image.convert("RGB"), theirs, ours, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image
    return image if colours is None else Image.merge("RGBA", (*colours.split(), image.getchannel("A")))
