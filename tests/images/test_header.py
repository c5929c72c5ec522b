"""Names of pictures, and the first tags of SVGs -> their size."""

import pytest

from site_builder.images.header import is_picture, measure_svg


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
    assert measure_svg(tag.encode()) == size


@pytest.mark.parametrize(
    ("name", "yes"), [("a.PNG", True), ("图.jpeg", True), ("a.svg", True), ("a.pdf", False), ("png", False)]
)
def test_is_picture(name: str, yes: bool) -> None:  # noqa: FBT001
    assert is_picture(name) is yes
