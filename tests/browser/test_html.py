"""Every page is correct HTML, as the Nu HTML checker judges it."""

from pathlib import Path

import pytest

from tests.conftest import Vnu


@pytest.mark.browser
def test_every_page_is_correct_html(vnu: Vnu, demo: Path, sample: Path, empty: Path) -> None:
    """One run of the checker, which takes a second to start and a few for some 500 pages."""
    pages = [page for site in (demo, sample, empty) for page in sorted(site.rglob("*.html"))]
    assert len(pages) > 500
    found = [
        f"{each.get('url', '')}:{each.get('lastLine', '')}: {each['message']}: {each.get('extract', '')}"
        for each in vnu(pages)
    ]
    assert found == []
