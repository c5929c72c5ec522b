"""Whom an item's page says to ask: its own office, its column's, the site's; telephone, map, and where to report."""

from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.sites import SITE_TOML, Page, article, made, run, write

CONTACT = """
[contact]
name = {en = "Service hall", zh = "便民服务大厅"}
telephone = "010-8440 1234、+86 10 8440 5678 转 12"
hours = "9:00–17:00"
place = "1 Ferry Street"
map = "https://map.example.org/search?q={place}"
report = "%s"
"""
SITE = SITE_TOML.replace(
    'title = {en = "Notices", zh = "通知"}',
    'title = {en = "Notices", zh = "通知"}\n'
    'contact = {name = {en = "Water office", zh = "供水站"}, email = "water@ferry.example.org"}',
)
ITEM = "news/2024/visit/index.html"


def make_site(folder: Path, head: str = "", report: str = "wrong@ferry.example.org") -> Path:
    return write(
        folder,
        {
            "content/site.toml": SITE + CONTACT % report,
            "content/about.md": article("title: About"),
            "content/news/2024-01-01-visit.md": article(f"title: Visit\n{head}"),
            "content/news/2024-01-01-visit.zh.md": article("title: 走访", "第一段。\n"),
            "content/notices/2024-02-01-water.md": article("title: Water"),
        },
    )


def ask(page: bytes) -> str:
    return page.decode().partition('<section class="ask">')[2].partition("</section>")[0]


def test_the_site_says_whom_to_ask_in_each_language(tmp_path: Path) -> None:
    output = made(make_site(tmp_path))
    english, chinese = ask(output[ITEM]), ask(output[f"zh/{ITEM}"])
    assert "Service hall" in english
    assert "便民服务大厅" in chinese
    assert "9:00–17:00" in chinese
    assert [link for link in Page(english).links if link.startswith("tel:")] == [
        "tel:01084401234",
        "tel:+861084405678,12",
    ]
    assert 'href="https://map.example.org/search?q=1%20Ferry%20Street"' in english


def test_a_column_has_an_office_of_its_own(tmp_path: Path) -> None:
    found = ask(made(make_site(tmp_path))["notices/2024/water/index.html"])
    assert "Water office" in found
    assert 'href="mailto:water@ferry.example.org"' in found
    assert "Service hall" not in found
    assert "tel:" not in found


@pytest.mark.parametrize(
    "head", ["contact: Clerk of the fair", "联系方式:\n  名称: Clerk of the fair\n  地点: Mill Lane"]
)
def test_an_item_has_an_office_of_its_own(tmp_path: Path, head: str) -> None:
    output = made(make_site(tmp_path, head))
    assert "Clerk of the fair" in ask(output[ITEM])
    assert 'lang="en"' in ask(output[f"zh/{ITEM}"])
    assert ("q=Mill%20Lane" in ask(output[ITEM])) == ("地点" in head)
    assert "Service hall" not in ask(output[ITEM])


def test_a_withdrawn_item_leads_to_the_office_and_not_to_what_it_said(tmp_path: Path) -> None:
    found = ask(made(make_site(tmp_path, "contact: Clerk\nwithdrawn: {date: 2024-02-01, reason: Over}"))[ITEM])
    assert "Service hall" in found
    assert "Clerk" not in found


@pytest.mark.parametrize("path", [ITEM, "about/index.html"])
def test_a_mail_about_a_mistake_says_the_page(tmp_path: Path, path: str) -> None:
    page = made(make_site(tmp_path))[path].decode()
    link = next(each for each in Page(page).links if each.startswith("mailto:wrong@"))
    assert unquote(link).partition("body=")[2].strip() == f"https://ferry.example.org/{path.removesuffix('index.html')}"


@pytest.mark.parametrize(
    ("report", "link"),
    [
        ("https://form.example.org/", "https://form.example.org/?page="),
        ("https://form.example.org/?id=4", "https://form.example.org/?id=4&page="),
        ("https://form.example.org/{page}/new", "https://form.example.org/"),
    ],
)
def test_a_form_is_given_the_page(tmp_path: Path, report: str, link: str) -> None:
    page = ask(made(make_site(tmp_path, report=report))[ITEM])
    links = [each for each in Page(page).links if each.startswith("https://form")]
    assert [each.startswith(link + "https%3A%2F%2Fferry.example.org%2Fnews%2F2024%2Fvisit%2F") for each in links] == [
        True
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('report = "call us"', "contact.report"),
        ('report = "javascript:alert(1)"', "contact.report"),
        ('map = "https://map.example.org/"', "contact.map"),
        ('map = "javascript:{place}"', "contact.map"),
    ],
)
def test_what_leads_nowhere_is_told(tmp_path: Path, line: str, key: str) -> None:
    site = write(tmp_path, {"content/site.toml": f"{SITE}[contact]\n{line}\n"})
    assert [(each.rule, dict(each.values)["key"]) for each in run(site).problems if each.severity == "error"] == [
        ("config", key)
    ]


def test_a_private_number_needs_to_be_registered(tmp_path: Path) -> None:
    site = make_site(tmp_path, "contact: {name: Clerk, telephone: '13812345678'}")
    assert [each.rule for each in run(site).problems] == ["personal-data"]
    settings = site / "content/site.toml"
    accepted = '[[published_contacts]]\ncontact = "13812345678"\nreason = "the office\'s own"\n'
    settings.write_text(settings.read_text("utf-8") + accepted, "utf-8")
    assert run(site).problems == ()
    assert 'href="tel:13812345678"' in (site / "public" / ITEM).read_text("utf-8")


def test_without_an_office_there_is_no_block(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": SITE_TOML, "content/news/2024-01-01-a.md": article("title: A")})
    assert b'class="ask"' not in made(site)["news/2024/a/index.html"]
