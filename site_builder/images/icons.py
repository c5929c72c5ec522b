"""One picture -> the icons by which browsers and phones show a site, each of a size; keeps nothing."""

from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL.Image import Image

# The picture has to be as large as the largest icon.
LARGEST = 512
# The sizes of which the file that browsers ask for at the root consists.
SMALL_SIZES = (16, 32, 48)
TOUCH = 180
# Phones show what is seen through as black, and cut the corners: a picture without a ground of its own gets one.
MARGIN = 0.1


class IconForm(Struct, frozen=True):
    """An icon: how many pixels wide and high; 0 for the file of several small ones."""

    size: int


# By the name that each has among the theme's files.
ICON_FORMS = {
    "favicon.ico": IconForm(0),
    "apple-touch-icon.png": IconForm(TOUCH),
    "icon-96.png": IconForm(96),
    "icon-192.png": IconForm(192),
    "icon-512.png": IconForm(LARGEST),
}


def read_square(data: bytes) -> "Image":
    """Open the picture of a site, as a square; raises OSError or ValueError where it is damaged."""
    from site_builder.images.encode import decode_upright

    return make_square(decode_upright(data))


def draw_icon(whole: "Image", form: IconForm) -> bytes:
    """Give the bytes of an icon of a square picture."""
    stream = BytesIO()
    if not form.size:
        small = [shrink(whole, size) for size in SMALL_SIZES]
        small[-1].save(stream, "ICO", sizes=[each.size for each in small], append_images=small)
    elif form.size == TOUCH:
        put_on_ground(whole).save(stream, "PNG", optimize=True)
    else:
        shrink(whole, form.size).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def make_square(image: "Image") -> "Image":
    """Put a picture in the middle of the square that it fits into, whose rest can be seen through."""
    from PIL import Image

    side = max(image.size)
    square = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    square.paste(image.convert("RGBA"), ((side - image.width) // 2, (side - image.height) // 2))
    return square


def shrink(image: "Image", size: int) -> "Image":
    """Make a square picture smaller."""
    from PIL import Image

    return image if image.width == size else image.resize((size, size), Image.Resampling.LANCZOS, reducing_gap=3.0)


def put_on_ground(image: "Image") -> "Image":
    """Give the icon of a phone: on white where the picture can be seen through."""
    from PIL import Image

    opaque = image.getchannel("A").getextrema() == (255, 255)
    size = TOUCH if opaque else round(TOUCH * (1 - 2 * MARGIN))
    ground = Image.new("RGBA", (TOUCH, TOUCH), "white")
    ground.alpha_composite(shrink(image, size), ((TOUCH - size) // 2, (TOUCH - size) // 2))
    return ground.convert("RGB")
