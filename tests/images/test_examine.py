"""What is known of pictures after a look, and how they come out where they are encoded again."""

from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from struct import pack
from typing import Literal
from zlib import crc32

import pytest
from PIL import Image, ImageCms, ImageDraw

from site_builder.images.encode import encode_original, encode_variants
from site_builder.images.examine import PictureInfo, examine_picture
from site_builder.images.variants import Variant, make_variant_name, plan_variants
from site_builder.model import Attachment, Picture
from tests.images.test_strip_metadata import SECRET, animation, encoded, photo, talkative
from tests.slow_shapes.files import make_exif, make_png, make_scans, make_talking_gif


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + chunk + pack(">I", crc32(chunk)) + pack(">I", 0) + b"IDAT"


def seen(folder: Path, data: bytes, name: str = "a.jpg") -> PictureInfo:
    (folder / name).write_bytes(data)
    return examine_picture(folder / name, name, blake2b(data).hexdigest())


def known(folder: Path, data: bytes, name: str = "a.jpg") -> Picture:
    found = seen(folder, data, name)
    assert found.picture is not None, found.failure
    return found.picture


def chart() -> Image.Image:
    image = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(image).rectangle((20, 20, 80, 180), fill="#2f6f8f")
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_a_turned_picture_is_turned_and_then_stripped(tmp_path: Path, form: str, orientation: int) -> None:
    data = talkative(form, orientation)
    found = seen(tmp_path, data)
    assert found.picture is not None
    assert found.picture.needs_encoding
    out = encode_original(data, found.picture)
    assert SECRET not in out
    with Image.open(BytesIO(out)) as image, Image.open(BytesIO(data)) as before:
        assert image.format == form
        assert not image.getexif()
        assert image.size == (found.width, found.height) == ((48, 64) if orientation > 4 else (64, 48))
        turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_270, 8: Image.Transpose.ROTATE_90}
        assert close(image, before.transpose(turn[orientation]))


def close(one: Image.Image, other: Image.Image, apart: int = 12) -> bool:
    pairs = zip(one.convert("RGB").tobytes(), other.convert("RGB").tobytes(), strict=True)
    differences = sorted(abs(a - b) for a, b in pairs)
    return differences[len(differences) * 99 // 100] <= apart


def test_an_upright_picture_is_not_encoded_again(tmp_path: Path) -> None:
    assert not known(tmp_path, talkative("JPEG")).needs_encoding


def test_a_film_of_pictures_and_an_avif_that_tells_are_known(tmp_path: Path) -> None:
    assert known(tmp_path, animation("GIF")).animated
    assert not known(tmp_path, animation("WEBP")).needs_encoding
    data = talkative("AVIF")
    picture = known(tmp_path, data)
    assert picture.needs_encoding
    assert SECRET not in encode_original(data, picture)
    assert not known(tmp_path, encoded("AVIF")).needs_encoding


def profile(space: Literal["sRGB", "LAB"]) -> bytes:
    made = ImageCms.createProfile(space)
    return ImageCms.ImageCmsProfile(made).tobytes()


def wide_profile() -> bytes:
    """Give sRGB's own profile with red and green exchanged, as different from it as can be."""
    data = bytearray(profile("sRGB"))
    count = int.from_bytes(data[128:132], "big")
    tags = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = data[green + 4 : green + 12], data[red + 4 : red + 12]
    return bytes(data)


def test_srgb_is_dropped_and_other_colours_become_srgb(tmp_path: Path) -> None:
    ours = encoded("JPEG", icc_profile=profile("sRGB"))
    assert not known(tmp_path, ours).needs_encoding
    image = Image.new("RGB", (64, 48), (200, 30, 30))
    theirs = encoded("PNG", image, icc_profile=wide_profile())
    picture = known(tmp_path, theirs)
    assert picture.needs_encoding
    with Image.open(BytesIO(encode_original(theirs, picture))) as out:
        assert "icc_profile" not in out.info
        red, green, _ = out.convert("RGB").tobytes()[:3]
        assert green > red
    assert not known(tmp_path, encoded("JPEG", icc_profile=b"no profile")).needs_encoding


def test_charts_and_photos_are_told_apart(tmp_path: Path) -> None:
    assert known(tmp_path, encoded("PNG", chart())).drawing
    assert not known(tmp_path, encoded("PNG", photo((300, 200)))).drawing
    assert not known(tmp_path, encoded("JPEG", chart())).drawing
    assert known(tmp_path, encoded("PNG", chart().convert("P"))).drawing


def test_what_can_be_seen_through_is_known(tmp_path: Path) -> None:
    whole = chart().convert("RGBA")
    assert not known(tmp_path, encoded("PNG", whole)).transparent
    whole.putalpha(120)
    assert known(tmp_path, encoded("PNG", whole)).transparent


@pytest.mark.parametrize(
    ("name", "data", "failure"),
    [
        ("a.jpg", talkative("JPEG")[:-400], "broken"),
        ("a.png", encoded("PNG")[:-200], "broken"),
        ("a.webp", b"", "broken"),
        ("a.jpg", b"....ftypheic", "broken"),
        ("a.svg", b"<html/>", "broken"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "entities"),
        ("a.png", png_header(12_000, 12_000), "huge"),
        ("a.png", png_header(100_000, 100_000), "huge"),
        ("a.png", png_header(8_000, 8_000), "huge"),
        ("a.png", make_png(2, 2, *[(b"tEXt", b"a\0b")] * 50_001), "intricate"),
        ("a.jpg", make_scans(65, 8), "intricate"),
        ("a.jpg", make_exif(1, 101), "intricate"),
        ("a.gif", make_talking_gif(50_001), "intricate"),
        ("a.gif", make_talking_gif(4_000, (b"\xff" + bytes(255)) * 3), "intricate"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g/>" * 400_000 + b"</svg>", "intricate"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * (8 << 20) + b"</svg>", "intricate"),
        ("IMG_1.HEIC", b"....ftypheic", "foreign"),
        ("a.tif", b"II*\0", "foreign"),
    ],
)
def test_what_cannot_be_published(tmp_path: Path, name: str, data: bytes, failure: str) -> None:
    assert seen(tmp_path, data, name) == PictureInfo(failure=failure)


def test_as_many_parts_as_programs_write_pass(tmp_path: Path) -> None:
    for name, data in (
        ("a.png", make_png(2, 2, *[(b"tEXt", b"a\0b")] * 1_000)),
        ("a.jpg", make_scans(20, 8)),
        ("a.jpg", make_exif(1, 20)),
        ("a.gif", make_talking_gif(1_000)),
    ):
        assert known(tmp_path, data, name)


def file(folder: Path, data: bytes, name: str = "Großes Bild.jpg") -> Attachment:
    found = seen(folder, data, name)
    return Attachment(f"news/a/{name}", "news/a", "d", len(data), found.width, found.height, found.picture)


def test_a_photo_comes_in_three_forms_and_the_widths_that_screens_need(tmp_path: Path) -> None:
    found = file(tmp_path, encoded("JPEG", photo((1600, 1200))))
    sizes = [(480, 360), (800, 600), (1280, 960)]
    assert plan_variants(found) == tuple(Variant(form, *size) for form in ("AVIF", "WEBP", "JPEG") for size in sizes)
    made = found.picture.variant_key[:10] if found.picture else ""
    assert make_variant_name(found, plan_variants(found)[0]) == f"gro-es-bild-480.{made}.avif"


@pytest.mark.parametrize(
    ("width", "widths"), [(199, []), (200, [200]), (500, [500]), (560, [480, 560]), (1280, [480, 800, 1280])]
)
def test_no_width_is_made_that_saves_nothing(tmp_path: Path, width: int, widths: list[int]) -> None:
    found = file(tmp_path, encoded("JPEG", photo((width, 20))))
    assert [each.width for each in plan_variants(found) if each.form == "WEBP"] == widths


def test_a_drawing_is_not_reduced_and_what_moves_has_no_variants(tmp_path: Path) -> None:
    assert plan_variants(file(tmp_path, encoded("PNG", chart()))) == (
        Variant("AVIF", 300, 200),
        Variant("WEBP", 300, 200),
    )
    frames = [chart(), chart().rotate(90)]
    assert plan_variants(file(tmp_path, encoded("GIF", frames[0], save_all=True, append_images=frames[1:]))) == ()
    assert (
        plan_variants(file(tmp_path, b'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="9"/>', "a.svg"))
        == ()
    )


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        *[("PNG", mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")],
        *[("JPEG", mode) for mode in ("L", "RGB", "CMYK")],
    ],
)
def test_every_kind_of_pixels_can_be_drawn_and_cleaned(tmp_path: Path, form: str, mode: str) -> None:
    source = photo((300, 200))
    deep = source.convert("L").convert("I").point(lambda value: value * 257).convert("I;16")
    data = encoded(form, deep if mode == "I;16" else source.convert(mode))
    picture = known(tmp_path, data)
    made = encode_variants(
        data, picture, [Variant("AVIF", 150, 100), Variant("WEBP", 150, 100), Variant("JPEG", 300, 200)]
    )
    for each in made if mode == "I;16" else (*made, encode_original(data, picture)):
        with Image.open(BytesIO(each)) as out:
            assert close(out.convert("L").resize((60, 40)), source.convert("L").resize((60, 40)), 60)


@pytest.mark.slow
def test_the_same_bytes_at_every_call(tmp_path: Path) -> None:
    data = talkative("JPEG", 6, (600, 400))
    picture = known(tmp_path, data)
    wanted = [Variant("AVIF", 200, 300), Variant("WEBP", 200, 300), Variant("JPEG", 200, 300)]
    assert encode_variants(data, picture, wanted) == encode_variants(data, picture, wanted)
    assert encode_original(data, picture) == encode_original(data, picture)
