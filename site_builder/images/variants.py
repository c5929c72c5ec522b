"""Which smaller pictures are made of a picture, and what they are called; decodes nothing and makes none."""

import re
from typing import Literal

from msgspec import Struct

from site_builder.model import Attachment

Form = Literal["AVIF", "WEBP", "JPEG"]
TYPES = {"AVIF": "image/avif", "WEBP": "image/webp", "JPEG": "image/jpeg"}
SUFFIXES = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg"}
# A text is 40rem wide at most: 640 pixels, on most phones and new screens with two or three to each.
WIDTHS = (480, 800, 1280)
# A drawing is not reduced: its lines would blur, and it would become larger.
WIDEST_DRAWING = 1600
# A narrower picture is served as it is.
NARROWEST = 200
# A width so near the next one saves nothing.
NEAR = 1.15
NO_NAME = re.compile(r"[^a-z0-9]+")


class Variant(Struct, frozen=True, array_like=True):
    """A picture that is made of another one: its format and its pixels."""

    form: Form
    width: int
    height: int


def plan_variants(file: Attachment) -> tuple[Variant, ...]:
    """Give what is made of a picture, the best format first, in each the narrowest first.

    Nothing is made of what moves, of SVG, and of narrow pictures.
    """
    picture = file.picture
    if picture is None or picture.animated or picture.form == "SVG" or file.width < NARROWEST:
        return ()
    widest = min(file.width, WIDEST_DRAWING if picture.drawing else WIDTHS[-1])
    narrower = () if picture.drawing else tuple(each for each in WIDTHS if each * NEAR <= widest)
    forms: tuple[Form, ...] = ("AVIF", "WEBP") if picture.drawing or picture.transparent else ("AVIF", "WEBP", "JPEG")
    return tuple(
        Variant(form, width, max(1, round(file.height * width / file.width)))
        for form in forms
        for width in (*narrower, widest)
    )


def make_variant_name(file: Attachment, variant: Variant) -> str:
    """Give the file name of a variant: it begins like the picture's, and tells what it is made of and how."""
    stem = file.path.rpartition("/")[2].rpartition(".")[0].lower()
    made = file.picture.variant_key[:10] if file.picture else ""
    return f"{NO_NAME.sub('-', stem).strip('-') or 'picture'}-{variant.width}.{made}.{SUFFIXES[variant.form]}"
