"""Pictures and what is left of them: nothing of whoever took them, and every pixel."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, PngImagePlugin

from site_builder.images.strip_metadata import strip_metadata

SECRET = b"Nikon of Li Lei"
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>' + SECRET + b"</a></x:xmpmeta>"


def exif(orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010E] = SECRET.decode()
    made[0x8825] = {1: "N", 2: (31.0, 14.0, 3.0), 3: "E", 4: (121.0, 29.0, 9.0)}
    return made


def photo(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """Draw soft colours that differ everywhere."""
    waves = Image.radial_gradient("L").resize(size), Image.linear_gradient("L").resize(size)
    return Image.merge("RGB", (waves[0], waves[1], waves[0].transpose(Image.Transpose.ROTATE_180))).convert(mode)


def encoded(form: str, image: Image.Image | None = None, **settings: Any) -> bytes:
    stream = BytesIO()
    (image or photo()).save(stream, form, **settings)
    return stream.getvalue()


def talkative(form: str, orientation: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    """Encode a picture that says a lot."""
    image = photo(size)
    if form == "GIF":
        return encoded(form, image, comment=SECRET)
    told: dict[str, Any] = {"exif": exif(orientation), "xmp": XMP}
    if form == "PNG":
        words = PngImagePlugin.PngInfo()
        words.add_text("Author", SECRET.decode())
        words.add_itxt("XML:com.adobe.xmp", XMP.decode())
        told = {"exif": exif(orientation), "pnginfo": words, "dpi": (300, 300)}
    if form == "JPEG":
        told |= {"comment": SECRET, "quality": 80}
    return encoded(form, image, **told)


def pixels(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as image:
        return image.convert("RGBA").tobytes()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_nothing_is_told_and_no_pixel_is_changed(form: str) -> None:
    data = talkative(form)
    assert SECRET in data
    left = strip_metadata(data, form)
    assert SECRET not in left
    assert len(left) < len(data)
    with Image.open(BytesIO(left)) as image:
        assert not image.getexif()
        assert {"exif", "xmp", "comment", "icc_profile", "Author"} & image.info.keys() == set()
    assert pixels(left) == pixels(data)
    assert strip_metadata(left, form) == left


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_what_follows_the_end_goes(form: str) -> None:
    """Phones put a film, and programs a smaller picture, behind the end."""
    data = talkative(form)
    assert strip_metadata(data + SECRET + data, form) == strip_metadata(data, form)


def test_a_progressive_jpeg_keeps_its_scans_and_loses_the_thumbnail_in_its_head() -> None:
    data = encoded("JPEG", progressive=True, comment=SECRET)
    head = re.search(rb"\xff\xe0\x00\x10JFIF\x00.{9}", data, re.DOTALL)
    assert head is not None
    with_thumbnail = b"\xff\xe0\x00\x13" + head[0][4:16] + b"\x01\x01" + b"abc"
    left = strip_metadata(data.replace(head[0], with_thumbnail), "JPEG")
    assert left == strip_metadata(data, "JPEG")
    assert pixels(left) == pixels(data)
    assert left.count(b"\xff\xda") > 5


def test_segments_between_scans_are_judged_too() -> None:
    data = encoded("JPEG", progressive=True)
    scans = [found.start() for found in re.finditer(rb"\xff\xc4", data)]
    comment = b"\xff\xfe" + (len(SECRET) + 2).to_bytes(2, "big") + SECRET
    assert strip_metadata(data[: scans[-1]] + comment + data[scans[-1] :], "JPEG") == strip_metadata(data, "JPEG")


def animation(form: str) -> bytes:
    frames = [photo().rotate(turn) for turn in (0, 90, 180)]
    return encoded(form, frames[0], save_all=True, append_images=frames[1:], duration=80, loop=0)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_an_animation_keeps_its_frames_their_time_and_its_loop(form: str) -> None:
    data = animation(form)
    left = strip_metadata(data, form)
    with Image.open(BytesIO(left)) as image:
        assert getattr(image, "n_frames", 1) == 3
        image.load()
        assert (image.info.get("duration"), image.info.get("loop")) == (80, 0)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize(
    "damage", [lambda data: data[:-9], lambda data: data[:30], lambda _: b"", lambda _: b"\0" * 40]
)
def test_what_has_not_its_form_is_refused(form: str, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        strip_metadata(damage(talkative(form)), form)
