"""The newcomer's session goes as docs/first-item.md shows it."""

import re

import pytest

from tests.editing.first_item import PAGE, page

pytestmark = pytest.mark.slow


def counted(text: str) -> str:
    """Leave out how many files there are and how large, which any change of the theme changes."""
    return re.sub(r"\d+(?:\.\d+)?(?= added| kB| 个，| 个（)|(?<=新内容 )\d+\.\d+", "n", text)


def test_the_session_is_the_one_in_the_docs() -> None:
    assert counted(page()) == counted(PAGE.read_text("utf-8"))
