"""Every page of the demonstration is light enough for an old phone on a slow line."""

from pathlib import Path

import pytest

from tests import weights


@pytest.mark.browser
def test_every_page_is_light(demo: Path) -> None:
    pages = [file.parent for file in demo.rglob("index.html") if "print" not in file.parts]
    heavy = {
        str(page.relative_to(demo)): found["sum"]
        for page in pages
        if '<link rel="stylesheet"' in (page / "index.html").read_text("utf-8")
        and (found := weights.weights(demo, page.relative_to(demo).as_posix()))["sum"] > weights.MOST
    }
    assert heavy == {}
    assert len(pages) > 300
