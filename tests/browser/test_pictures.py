"""The pictures in README are there, small, and what the command takes."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.pictures import FOLDER, MOST, take_pictures

ROOT = Path(__file__).parents[2]
PICTURE = re.compile(r"!\[([^\]]{20,})\]\((docs/pictures/[a-z]+\.png)\)")


@pytest.mark.browser
def test_readme_shows_every_picture_that_the_command_takes(chromium: Browser, tmp_path: Path) -> None:
    shown = {path for _, path in PICTURE.findall((ROOT / "README.md").read_text("utf-8"))}
    taken = take_pictures(chromium, tmp_path)
    assert shown == {f"docs/pictures/{name}" for name in taken}
    assert sum(map(len, taken.values())) <= MOST


def test_the_pictures_that_are_kept_are_small_and_whole() -> None:
    files = sorted(FOLDER.iterdir())
    assert sum(file.stat().st_size for file in files) <= MOST
    for file in files:
        with Image.open(file) as picture:
            picture.load()
            assert picture.width > 600
