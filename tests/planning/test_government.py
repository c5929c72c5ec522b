"""The profile of Chinese government sites: tags by kind of page, the foot, and what is missing or malformed."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from site_builder.building.build import survey_site
from site_builder.building.session import Options
from site_builder.config.government import TYPES
from site_builder.editing.new_site.init import init_site
from site_builder.problem import Problem
from tests.images.test_strip_metadata import encoded, photo
from tests.sites import AT, PLAIN_TOML, article, broken_links, made, write

GOVERNMENT = """\
profile = "cn-gov"
title = "柳渡乡公开栏"
base_url = "https://ferry.example.org/town/"
language = "zh"
time_zone = "Asia/Shanghai"
[[columns]]
id = "news"
title = "要闻"
kind = "news"
description = "本乡工作动态"
keywords = "要闻,动态"
[[columns]]
id = "plans"
title = "规划"
column_type = "政策文件"
description = "本乡规划"
keywords = "规划"
[cn_gov]
site_name = "柳渡乡人民政府网站"
domain = "ferry.example.org"
id_code = "1101059999"
sponsor = "柳渡乡人民政府"
contact = "010-00000000"
icp = "京ICP备12345678号-1"
public_security = "京公网安备 11010502000001号"
sign = "https://bszs.example.org/sign?id=1"
"""
FILES: dict[str, str | bytes] = {
    "content/site.toml": GOVERNMENT,
    "content/communities.toml": '[east]\nname = "东堤社区"\n',
    "content/accessibility.md": article("title: 无障碍"),
    "content/news/2024-02-01-visit/index.md": article(
        "title: 走访\ndate: 2024-02-01 15:05\nsource: 党政办\nauthor: 韩梅梅\ncommunities: east\ntopics: 道路",
        "走访东堤。\n\n![路](road.jpg)\n",
    ),
    "content/news/2024-02-01-visit/road.jpg": encoded("JPEG", photo((400, 300))),
    "content/plans/2024-03-01-plan.md": article("title: 规划"),
}
SITE = [("SiteName", "柳渡乡人民政府网站"), ("SiteDomain", "ferry.example.org"), ("SiteIDCode", "1101059999")]
NEWS = [
    ("ColumnName", "要闻"),
    ("ColumnDescription", "本乡工作动态"),
    ("ColumnKeywords", "要闻,动态"),
    ("ColumnType", "工作动态"),
]
ROOT = "https://ferry.example.org/town"


class Tags(HTMLParser):
    """The meta tags of a page by name, and the words and links of its foot."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "meta" and values.get("name") not in {None, "viewport", "robots"}:
            self.found.append((values["name"] or "", values.get("content") or ""))


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return made(write(tmp_path_factory.mktemp("government"), FILES))


def tags(output: dict[str, bytes], path: str) -> list[tuple[str, str]]:
    return Tags(output[path]).found


@pytest.mark.slow
def test_home_names_the_site(output: dict[str, bytes]) -> None:
    assert tags(output, "index.html") == SITE


@pytest.mark.parametrize("path", ["news/index.html", "news/2024/index.html"])
def test_lists_name_their_column_too(output: dict[str, bytes], path: str) -> None:
    assert tags(output, path) == [*SITE, *NEWS, ("Description", "本乡工作动态")]


def test_an_item_says_what_is_known_and_nothing_twice(output: dict[str, bytes]) -> None:
    found = tags(output, "news/2024/visit/index.html")
    image = dict(found).pop("Image")
    assert re.fullmatch(rf"{ROOT}/assets/pictures/road-400\.\w{{10}}\.jpg", image)
    assert found == [
        *SITE,
        *NEWS,
        ("ArticleTitle", "走访"),
        ("PubDate", "2024-02-01 15:05"),
        ("ContentSource", "党政办"),
        ("Keywords", "东堤社区,道路"),
        ("Author", "韩梅梅"),
        ("Description", "走访东堤。"),
        ("Image", image),
        ("Url", f"{ROOT}/news/2024/visit/"),
        ("twitter:card", "summary_large_image"),
    ]
    plain = dict(tags(output, "plans/2024/plan/index.html"))
    assert (plain["PubDate"], plain["ContentSource"]) == ("2024-03-01 00:00", "柳渡乡人民政府")
    assert {"Keywords", "Author", "Image"} & plain.keys() == set()


def test_every_page_has_its_tags_once_and_a_type_of_the_list(output: dict[str, bytes]) -> None:
    for path in [path for path in output if path.endswith(".html")]:
        found = tags(output, path)
        names = [name.lower() for name, _ in found]
        assert len(names) == len(set(names)), path
        assert dict(found)["SiteIDCode"] == "1101059999", path
        assert all(value for _, value in found), path
        assert dict(found).get("ColumnType", TYPES[0]) in TYPES, path
    assert dict(tags(output, "commitments/index.html"))["ColumnType"] == "回应关切"
    assert dict(tags(output, "communities/east/index.html"))["ColumnType"] == "信息公开目录"
    assert dict(tags(output, "accessibility/index.html"))["ColumnType"] == "概况信息"


def test_the_foot_says_what_it_has_to(output: dict[str, bytes]) -> None:
    foot = output["news/2024/visit/index.html"].decode().partition("<footer")[2]
    for words in ("主办单位", "柳渡乡人民政府", "010-00000000", "1101059999", "网站纠错", "网站地图", "无障碍"):
        assert words in foot
    assert '<a href="https://beian.miit.gov.cn/">京ICP备12345678号-1</a>' in foot
    assert 'code=11010502000001">京公网安备 11010502000001号</a>' in foot
    assert "https://bszs.example.org/sign?id=1" in foot
    assert "site_code=1101059999" in foot


def test_the_site_map_leads_everywhere(output: dict[str, bytes]) -> None:
    page = output["site-map/index.html"].decode()
    for path in (
        "news/",
        "news/2024/",
        "plans/2024/",
        "communities/east/",
        "topics/dao-lu/",
        "dates/",
        "accessibility/",
    ):
        assert f'href="/town/{path}"' in page
    assert broken_links(output, f"{ROOT}/") == []
    assert b"/town/site-map/" in output["sitemap-pages.xml"]


def test_any_other_site_has_no_such_tag(tmp_path: Path) -> None:
    out = made(write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/news/2024-01-01-a.md": article("title: A")}))
    assert tags(out, "news/2024/a/index.html") == [("description", "A first paragraph.")]
    assert "site-map/index.html" not in out


def problems(site: Path) -> list[Problem]:
    """Find what is wrong with a site that is to be published."""
    return list(survey_site(Options(site=site, output=site / "public", at=AT, now=0.0, publishing=True)).problems)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('domain = "ferry', 'domain = "https://ferry', 20),
        ('domain = "ferry.example.org"', 'domain = "ferry.example.org/town/"', 20),
        ('domain = "ferry.example.org"', 'domain = "null"', 20),
        ('id_code = "1101059999"', 'id_code = "null"', 21),
        ('id_code = "1101059999"', 'id_code = "110105"', 21),
        ('id_code = "1101059999"\n', "", 18),
        ('sponsor = "柳渡乡人民政府"', 'sponsor = " "', 22),
        ('contact = "010-00000000"\n', "", 18),
        ("京ICP备12345678号-1", "ICP12345678", 24),
        ("京公网安备 11010502000001号", "京公网安备1101号", 25),
        ('sign = "https://', 'sign = "', 26),
        ('site_name = "柳渡乡人民政府网站"', 'site_name = "undefined"', 19),
        ('kind = "news"\n', "", 7),
        ('column_type = "政策文件"', 'column_type = "政策"', 15),
        ('keywords = "规划"', 'keywords = "null"', 17),
        ('description = "本乡工作动态"\n', "", 7),
        ('profile = "cn-gov"', 'profile = "cngov"', 1),
    ],
)
def test_what_is_missing_or_malformed_in_the_settings(tmp_path: Path, old: str, new: str, line: int) -> None:
    assert old in GOVERNMENT
    found = problems(write(tmp_path, FILES | {"content/site.toml": GOVERNMENT.replace(old, new)}))
    errors = [p for p in found if p.severity == "error"]
    assert [(p.path, p.line) for p in errors] == [("content/site.toml", line)]
    assert errors[0].hint


@pytest.mark.parametrize(
    ("head", "line"),
    [
        ("title: A\nsource: null", 3),
        ("title: A\nsource: {name: NULL, url: https://e.org/}", 3),
        ("title: undefined", 2),
        ("title: A\n\nauthor: None", 4),
        ("title: A\ndate: 2024-02-01 3:05 PM", 3),
    ],
)
def test_what_is_malformed_in_an_item(tmp_path: Path, head: str, line: int) -> None:
    found = problems(write(tmp_path, FILES | {"content/news/2024-02-02-a.md": article(head)}))
    assert [(p.severity, p.path, p.line) for p in found] == [("error", "content/news/2024-02-02-a.md", line)]


def test_a_folder_without_entry_and_a_site_without_statement(tmp_path: Path) -> None:
    files = {path: data for path, data in FILES.items() if "accessibility" not in path}
    found = problems(write(tmp_path, files | {"content/more/2024-02-02-a.md": article("title: A")}))
    assert [(p.rule, p.path) for p in found] == [("config", "content/site.toml"), ("government", "content/site.toml")]


@pytest.mark.slow
def test_the_demonstration_marks_its_codes_and_a_new_site_is_told_what_is_missing(tmp_path: Path) -> None:
    init_site(tmp_path / "demo", demo=True, profile="cn-gov")
    assert [p for p in problems(tmp_path / "demo") if p.severity == "error"] == []
    out = made(tmp_path / "demo", at="2026-01-01")
    foot = out["zh/index.html"].decode().partition("<footer")[2]
    assert "0000000000（示例）" in foot.replace(" （", "（")
    assert foot.count("（示例）") == 5
    assert b"gov.cn" not in out["zh/index.html"]
    assert b"Sample" not in out["zh/index.html"]
    init_site(tmp_path / "first", profile="cn-gov")
    found = {re.sub(" =.*", "", p.source.strip()) for p in problems(tmp_path / "first") if p.severity == "error"}
    assert found == {"id_code", "sponsor", "contact", "icp", "public_security", "sign"}
