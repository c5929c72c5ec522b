"""The year of a list that is long leads to each of its months; that of a short one is seen whole."""

import re
from pathlib import Path

import pytest

from tests.sites import SITE_TOML, article, made, write

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("count", "months"), [(30, 0), (31, 3)])
def test_a_year_of_many_leads_to_its_months(tmp_path: Path, count: int, months: int) -> None:
    items = {
        f"content/news/2024-{1 + n % 3:02}-{1 + n // 3:02}-of-{n}.md": article("title: Words") for n in range(count)
    }
    site = write(tmp_path, {"content/site.toml": SITE_TOML, **items})
    page = made(site)["news/2024/index.html"].decode()
    links = re.findall(r'<li><a href="#([^"]*)">([^<]*)', page)
    assert links == [(f"site:2024-{n:02}", name) for n, name in ((3, "Mar"), (2, "Feb"), (1, "Jan"))][:months]
    assert re.findall(r'<h2 id="([^"]*)"', page) == [place for place, _ in links]
