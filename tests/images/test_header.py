"""Headers of pictures, whole and damaged -> their pixels."""

import warnings
from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import crc32

import pytest
from PIL import Image

from site_builder.images.header import is_picture, measure_picture


def drawn(form: str, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = BytesIO()
    picture = Image.new("RGB", (30, 20))
    if form == "GIF":
        picture.save(data, form)
    else:
        picture.save(data, form, exif=exif)
    return data.getvalue()


def png_header(width: int, height: int) -> bytes:
    chunk = b"IHDR" + pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + chunk + pack(">I", crc32(chunk)) + pack(">I", 0) + b"IDAT"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "AVIF"])
def test_size(form: str) -> None:
    assert measure_picture(drawn(form), f"a.{form.lower()}") == (30, 20)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(("orientation", "size"), [(3, (30, 20)), (5, (20, 30)), (6, (20, 30)), (8, (20, 30))])
def test_turned_picture(form: str, orientation: int, size: tuple[int, int]) -> None:
    assert measure_picture(drawn(form, orientation), "a") == size


def test_file(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(drawn("PNG"))
    assert measure_picture(tmp_path / "a.png", "a.png") == (30, 20)
    assert measure_picture(tmp_path / "absent.png", "absent.png") == (0, 0)


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n", drawn("JPEG")[:20], b"%PDF-1.7\n", b"<svg/>"]
)
def test_no_picture(data: bytes) -> None:
    assert measure_picture(data, "a.png") == (0, 0)


def test_only_the_header_is_read() -> None:
    assert measure_picture(png_header(30, 20), "a.png") == (30, 20)


def test_huge_picture_warns_nobody() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert measure_picture(png_header(12_000, 10_000), "a.png") == (12_000, 10_000)
        assert measure_picture(png_header(100_000, 100_000), "a.png") == (0, 0)


@pytest.mark.parametrize(
    ("tag", "size"),
    [
        ('<svg width="30" height="20px">', (30, 20)),
        ('<svg viewBox="0 0 300 200">', (300, 200)),
        ('<svg viewBox="-5,-5 300 200" width="150">', (150, 100)),
        ('<svg viewBox="0 0 300 200" height="1in">', (144, 96)),
        ('<svg width="100%" height="100%" viewBox="0 0 3 2">', (3, 2)),
        ('<svg:svg xmlns:svg="http://www.w3.org/2000/svg" width="3" height="2"/>', (3, 2)),
        ('<?xml version="1.0"?><!-- c --><svg width="3e1" height=".5e1"/>', (30, 5)),
        ('<svg width="30">', (0, 0)),
        ('<svg width="-3" height="2">', (0, 0)),
        ('<svg width="1e9" height="9999999999999999999">', (0, 0)),
        ('<html width="3" height="2"/>', (0, 0)),
        ('<!DOCTYPE svg [<!ENTITY a "3"><!ENTITY b "&a;&a;">]><svg width="&b;" height="2"/>', (0, 0)),
        ('<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg width="3" height="2"/>', (3, 2)),
        ("", (0, 0)),
        ("\0<svg", (0, 0)),
    ],
)
def test_svg(tag: str, size: tuple[int, int]) -> None:
    assert measure_picture(tag.encode(), "a.SVG") == size


@pytest.mark.parametrize(
    ("name", "yes"), [("a.PNG", True), ("图.jpeg", True), ("a.svg", True), ("a.pdf", False), ("png", False)]
)
def test_is_picture(name: str, yes: bool) -> None:  # noqa: FBT001
    assert is_picture(name) is yes
