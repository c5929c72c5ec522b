"""A month's page: each event once with its span, what goes on above, days as they come until the month is over."""

import re
from pathlib import Path

import pytest

from site_builder.language import format_days
from tests.sites import SITE_TOML, article, made, write

ROAD = (
    "title: Road works\nevents:\n  - {date: 2024-03-04, end: 2024-03-15, title: Road closed, place: Mill Lane}\n"
    "  - {date: 2024-02-20, end: 2024-04-02, title: Bridge closed}"
)
FILES = {
    "content/site.toml": SITE_TOML,
    "content/news/2024-03-01-road.md": article(ROAD),
    "content/news/2024-03-08-a.md": article("title: First\ndate: 2024-03-08 09:00"),
    "content/news/2024-03-08-b.md": article("title: Second\ndate: 2024-03-08 10:00"),
}


def order(page: bytes) -> list[tuple[str, str]]:
    """Give the days of a page and the titles on it, in their order, without the calendar's."""
    text = page.decode().partition("</table>")[2]
    return re.findall(r'id="site:([\d-]+)"|<a (?:class="title" )?href="/news/[^"]*">([^<]+)</a>', text)


def flat(page: bytes) -> list[str]:
    return [day or title for day, title in order(page)]


def test_each_event_stands_once_and_what_began_before_stands_above(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES), at="2024-03-20")
    march = output["2024/03/index.html"].decode().replace("\u2009", " ")
    assert march.count(">Road closed<") == march.count(">Bridge closed<") == 1
    assert "March 4 – 15" in march
    assert "February 20 – April 2" in march.partition('class="box going-on"')[2].partition("</section>")[0]
    assert "3月4日至15日" in output["zh/2024/03/index.html"].decode()
    for month in ("02", "04"):
        assert output[f"2024/{month}/index.html"].decode().count(">Bridge closed<") == 1
    assert "going-on" not in output["2024/02/index.html"].decode()
    assert 'class="day"' not in output["2024/04/index.html"].decode()


def test_a_month_ascends_until_it_is_over(tmp_path: Path) -> None:
    site = write(tmp_path, FILES)
    current = flat(made(site, at="2024-03-31 23:59:59")["2024/03/index.html"])
    past = flat(made(site, at="2024-04-01")["2024/03/index.html"])
    days = ["2024-03-01", "Road works", "2024-03-04", "Road closed"]
    assert current == ["Bridge closed", *days, "2024-03-08", "First", "Second"]
    turned = ["2024-03-08", "Second", "First", "2024-03-04", "Road closed", "2024-03-01", "Road works"]
    assert past == ["Bridge closed", *turned]


def test_every_day_of_the_calendar_leads_to_where_it_is_told_of(tmp_path: Path) -> None:
    page = made(write(tmp_path, FILES), at="2024-03-20")["2024/03/index.html"].decode()
    links = {int(number): href for href, number in re.findall(r'<td[^>]*><a href="([^"]+)">(\d+)</a>', page)}
    ids = {f"#{each}" for each in re.findall(r'id="([^"]+)"', page)}
    assert set(links) == set(range(1, 32))
    assert set(links.values()) <= ids
    assert [links[day] for day in (3, 5, 8, 20)] == [
        "#site:main", "#site:2024-03-04", "#site:2024-03-08", "#site:main",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "last", "locale", "year", "words"),
    [
        ("2024-03-04", "2024-03-15", "en_GB", "2024", "4–15 March"),
        ("2024-03-04", "2024-03-15", "en_GB", "", "4–15 March 2024"),
        ("2024-03-04", "2024-05-02", "en_GB", "2024", "4 March – 2 May"),
        ("2023-12-30", "2024-01-02", "en_GB", "2024", "30 December 2023 – 2 January 2024"),
        ("2024-03-04", "2024-03-15", "zh_Hans_CN", "2024", "3月4日至15日"),
        ("2023-12-30", "2024-01-02", "zh_Hans_CN", "2024", "2023年12月30日至2024年1月2日"),
    ],
)
def test_spans_of_days(first: str, last: str, locale: str, year: str, words: str) -> None:
    assert format_days(first, last, locale, year).replace("\u2009", " ") == words


def test_the_days_of_a_year_lead_to_where_they_are_told_of(tmp_path: Path) -> None:
    output = made(write(tmp_path, {**FILES, "content/news/2022-05-05-old.md": article("title: Old")}), at="2024-03-20")
    for path in ("2024/index.html", "dates/index.html"):
        text = output[path].decode()
        links = re.findall(r'<td[^>]*><a href="/(\d{4}/\d\d/)(?:#([^"]*))?">', text)
        assert links
        for month, fragment in links:
            assert not fragment or f'id="{fragment}"' in output[f"{month}index.html"].decode()
        assert ("2024/03/", "site:2024-03-08") in links
        assert '<th scope="col" aria-label="Monday">M</th>' in text
    assert '<th scope="col" aria-label="星期一">一</th>' in output["zh/dates/index.html"].decode()
    line = output["dates/index.html"].decode().partition('class="names year-line"')[2].partition("</ul>")[0]
    assert re.findall(r'href="/(\d+)/"', line) == ["2024", "2022"]
