"""How residents follow the site, in words: what the site has anyway, and what site.toml tells of."""

from pathlib import Path

import pytest

from tests.sites import SITE_TOML, Page, article, made, run, write


def read_page(folder: Path, follow: str, path: str = "follow/index.html") -> str:
    site = write(folder, {"content/site.toml": SITE_TOML + follow, "content/news/2024-01-01-a.md": article("title: A")})
    return made(site)[path].decode().partition("<main")[2].partition("</main>")[0]


def test_feed_and_calendar_are_told_by_their_whole_addresses(tmp_path: Path) -> None:
    page = read_page(tmp_path, "", "zh/follow/index.html")
    assert "webcal://ferry.example.org/zh/events.ics" in Page(page).links
    assert "<code>https://ferry.example.org/zh/feed.xml</code>" in page
    assert "微信" not in page
    assert "邮件" not in page


@pytest.mark.parametrize(
    ("mail", "link"), [("a@ferry.example.org", "mailto:a@ferry.example.org"), ("https://x.org/l", "https://x.org/l")]
)
def test_wechat_and_mail_are_told_where_they_are(tmp_path: Path, mail: str, link: str) -> None:
    page = read_page(tmp_path, f'[follow]\nwechat = "Ferry news"\nmail = "{mail}"\n')
    assert "<strong>Ferry news</strong>" in page
    assert link in Page(page).links


def test_every_page_leads_there(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": SITE_TOML, "content/news/2024-01-01-a.md": article("title: A")})
    output = made(site)
    assert "/follow/" in Page(output["news/2024/a/index.html"].decode()).links
    assert "/zh/follow/" in Page(output["zh/index.html"].decode()).links


def test_mail_that_is_none_is_told(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": f'{SITE_TOML}[follow]\nmail = "javascript:1"\n'})
    assert [dict(each.values)["key"] for each in run(site).problems if each.severity == "error"] == ["follow.mail"]
