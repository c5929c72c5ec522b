"""Sites that strain a page: very long words, many communities, attachments, languages, a wide table, nothing at all."""

import shutil
from collections.abc import Callable
from pathlib import Path

from site_builder.building.build import build
from site_builder.building.session import Options
from site_builder.editing.new_site.init import init_site
from tests.sites import Files, article, write

AT = "2026-01-15"
WORD = "Donaudampfschifffahrtsgesellschafts"
ADDRESS = "https://www.example.gov.cn/zwgk/2026/01/a_very_long_address_that_nobody_breaks/index_20260112.html?id=1"
COLUMNS = 9
COMMUNITIES = 40
LANGUAGES = {
    "en": ("en", "en_GB"),
    "zh": ("zh-CN", "zh_Hans_CN"),
    "tw": ("zh-TW", "zh_Hant_TW"),
    "ug": ("ug", "ug"),
    "de": ("de", "de"),
    "fr": ("fr", "fr"),
    "ru": ("ru", "ru"),
    "ar": ("ar", "ar"),
    "vi": ("vi", "vi"),
}
LISTS = [
    "",
    "about/",
    "communities/",
    "communities/c1/",
    "communities/c1/2026/",
    "communities/c2/",
    "topics/",
    "topics/drains/",
    "people/",
    "people/official/",
    "column1/",
    "column1/2026/",
    "dates/",
    "2026/",
    "2026/01/",
    "print/2026/01/",
    "commitments/",
    "commitments/c1/",
    "changes/",
    "changes/2026/",
    "search/",
    "site-map/",
    "accessibility/",
    "column1/2026/words/",
    "column1/2026/alone/",
    "column1/2026/withdrawn/",
    "column2/2026/alert1/",
]
OF_EACH_LANGUAGE = [
    "",
    "communities/c1/",
    "dates/",
    "2026/01/",
    "commitments/",
    "column1/2026/words/",
    "column1/2026/alone/",
]
DEMO = [
    "",
    "communities/",
    "communities/stone-bridge/",
    "communities/stone-bridge/2024/",
    "topics/",
    "topics/farming/",
    "people/liu-shili/",
    "news/",
    "news/2024/",
    "dates/",
    "2024/",
    "2024/05/",
    "print/2024/05/",
    "commitments/",
    "changes/",
    "genuine/",
    "about/",
    "search/",
    "accessibility/",
    "404.html",
    "news/2023/stone-bridge-meeting/",
    "news/2024/rice-trial/",
    "policies/2024/budget-2024/",
    "policies/2025/old-trees/",
    "notices/2025/night-market/",
    "notices/2025/one-counter/",
]


def make_site(name: str, folder: Path) -> Path:
    """Write a site below a folder, build it, and give its output."""
    SITES[name](folder)
    report = build(Options(site=folder, output=folder / "public", at=AT, now=0))
    errors = [each for each in report.problems if each.severity == "error"]
    assert not errors, errors
    return folder / "public"


def find_families(output: Path) -> list[str]:
    """Give the addresses of the families that a site has, in all its languages; of many languages, a few of each."""
    languages = [each for each in LANGUAGES if (output / each).is_dir()]
    families = OF_EACH_LANGUAGE if len(languages) > 1 else (*LISTS, *DEMO)
    known = [f"{path}{each}" for path in ("", *(f"{each}/" for each in languages)) for each in families]
    return [each for each in dict.fromkeys(known) if (output / each / "index.html").is_file()]


def write_demo(folder: Path) -> None:
    """The demonstration, with two alerts."""
    init_site(folder, demo=True)
    alert = "title: {title}\nalert: {{level: {level}, until: 2026-02-01}}\nsummary: {summary}"
    head = {
        "ice.md": alert.format(title="Ice on the ferry steps", level="warning", summary="Hold on to the rail."),
        "ice.zh.md": alert.format(title="渡口台阶结冰", level="warning", summary="请扶好栏杆。"),
        "bus.md": alert.format(title="No bus on Saturday", level="notice", summary="It goes on Sunday."),
        "bus.zh.md": alert.format(title="周六班车停运", level="notice", summary="周日恢复。"),
    }
    write(
        folder, {f"content/notices/2026/2026-01-14-{name}": article(each, "Look out.\n") for name, each in head.items()}
    )


def write_empty(folder: Path) -> None:
    """A township that has published nothing."""
    init_site(folder)
    shutil.rmtree(folder / "content/news")


def write_stress(folder: Path) -> None:
    """Whatever is long, wide or many, in English and Chinese."""
    write(folder, {"content/site.toml": make_toml(["en", "zh"], search=True), **make_registries(), **make_items()})


def write_many_languages(count: int) -> Callable[[Path], None]:
    """Give what writes a site in so many languages."""
    return lambda folder: write_languages(folder, list(LANGUAGES)[:count])


def write_languages(folder: Path, languages: list[str]) -> None:
    """The same in several languages: home, lists, an item in all of them, one in English alone."""
    files = {"content/site.toml": make_toml(languages, search=False), **make_registries(), **make_items()}
    for each in languages[2:]:
        files[f"content/column1/2026-01-12-words.{each}.md"] = article(f"title: {WORD} {each}\ncommunities: c1")
    write(folder, files)


def make_toml(languages: list[str], *, search: bool) -> str:
    """Write site.toml: a long name, many columns."""
    titles = [f'{each} = "Bulletin of the Administration of {WORD} Township"' for each in languages if each != "zh"]
    lines = [
        f'title = {{zh = "柳渡省柳渡市柳渡县柳渡经济技术开发区柳渡乡人民政府信息公开专栏", {", ".join(titles)}}}',
        'base_url = "https://ferry.example.org/"',
        'language = "en"',
        'time_zone = "Asia/Shanghai"',
        f"search = {{enabled = {str(search).lower()}}}",
        'footer = {text = "Published by the office", contact = "1 Ferry Street"}',
    ]
    for each in languages:
        tag, locale = LANGUAGES[each]
        path = "" if each == "en" else f'path = "{each}"\n'
        lines.append(f'[languages.{each}]\n{path}tag = "{tag}"\nlocale = "{locale}"')
    for n in range(1, COLUMNS + 1):
        english = f"{WORD} {n}" if n == COLUMNS else f"Column number {n}"
        lines.append(f'[[columns]]\nid = "column{n}"\ntitle = {{en = "{english}", zh = "第{n}栏目信息公开"}}')
    return "\n".join(lines) + "\n"


def make_registries() -> Files:
    """Write the registries: 40 communities, one with a very long name; topics and a person."""
    names = {n: f"{WORD} community" if n == 1 else f"Community {n}" for n in range(1, COMMUNITIES + 1)}
    places = [f'[c{n}]\nname = {{en = "{name}", zh = "第{n}村民委员会"}}\n' for n, name in names.items()]
    return {
        "content/communities.toml": "\n".join(places),
        "content/topics.toml": f'[drains]\nname = {{en = "{WORD} drains", zh = "{"水" * 24}"}}\n',
        "content/people.toml": f'[official]\nname = {{en = "{WORD} Official", zh = "阿不都热合曼·买买提明·吐尔逊"}}\n',
        "content/about.md": article(f"title: About {WORD} and {ADDRESS}", f"{WORD}: {ADDRESS}\n"),
        "content/about.zh.md": article("title: 关于我们", f"{ADDRESS}\n"),
    }


def make_items() -> Files:
    """Write the items: one that has everything, one in English alone, one withdrawn, three alerts."""
    every = ", ".join(f"c{n}" for n in range(1, COMMUNITIES + 1))
    cells = [f"Column {n}" for n in range(1, 13)]
    rows = [f"| {' | '.join(f'{row}.{n} of it' for n in range(1, 13))} |" for row in range(1, 21)]
    table = "\n".join([f"| {' | '.join(cells)} |", "|---" * 12 + "|", *rows])
    body = (
        f"{ADDRESS} and {WORD}{WORD}.\n\n## {WORD} {ADDRESS}\n\n{table}\n\n"
        f"    {WORD * 4}\n\n!!! note\n    {WORD * 3}\n\n- {ADDRESS}\n\n> {WORD * 3}\n\n`{WORD * 4}`\n"
    )
    head = f"""title: {{title}}
communities: [{every}]
topics: drains
people: official
source: {{{{name: {WORD}{WORD}, url: "{ADDRESS}"}}}}
author: {WORD}
events:
  - date: 2026-01-18 09:00
    end: 2026-02-20
    title: "{WORD} {ADDRESS}"
    place: {WORD}{WORD}
    communities: [{every}]
  - {{{{date: 2026-01-19, title: Meeting, communities: all}}}}
commitments:
  - {{{{id: road, text: "{WORD}{WORD} {ADDRESS}", owner: {WORD}{WORD}, due: 2026-01-10}}}}
  - {{{{id: well, text: Dig a well}}}}
corrections:
  - {{{{date: 2026-01-13, note: "{WORD}{WORD}{WORD}"}}}}
disclosure: {{{{index_number: "{"0123456789" * 5}", document_number: 柳政〔2026〕1号, category: {WORD}{WORD}}}}}
"""
    chinese = "关于印发《柳渡乡人民政府关于进一步加强农村生活污水治理和农村人居环境整治提升工作的实施方案》的通知"
    files: dict[str, str | bytes] = {
        "content/column1/2026-01-12-words/index.md": article(head.format(title=f'"{WORD}{WORD} {ADDRESS}"'), body),
        "content/column1/2026-01-12-words/index.zh.md": article(f"title: {chinese}", f"第一段“引文”——{ADDRESS}\n"),
        "content/column1/2026-01-11-alone.md": article("title: In English alone\ncommunities: all"),
        "content/column1/2026-01-10-withdrawn.md": article(
            f"title: {WORD} of yesterday\nwithdrawn: {{date: 2026-01-12, reason: {WORD}{WORD}}}"
        ),
    }
    for n in range(1, 13):
        files[f"content/column1/2026-01-12-words/{WORD.lower()}-{'annex' * n}-{n}.txt"] = f"Annex {n}\n"
    for n, level in enumerate(("notice", "warning", "emergency"), 1):
        alert = f"alert: {{level: {level}, until: 2026-02-01}}\nsummary: {WORD}{WORD} {ADDRESS}\ncommunities: [{every}]"
        files[f"content/column2/2026-01-13-alert{n}.md"] = article(f"title: {WORD} {WORD}{WORD}\n{alert}")
        zh = alert.replace(f"{WORD}{WORD}", "请绕行")
        files[f"content/column2/2026-01-13-alert{n}.zh.md"] = article(f"title: 渡口街道路施工封闭{n}\n{zh}")
    return files


SITES: dict[str, Callable[[Path], None]] = {
    "demo": write_demo,
    "stress": write_stress,
    "five": write_many_languages(5),
    "nine": write_many_languages(9),
    "empty": write_empty,
}
