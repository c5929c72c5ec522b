"""A small site that has every kind of page in two languages, and an edit for every source of its pages."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from site_builder.building.build import build
from site_builder.building.commit import Report
from site_builder.building.session import Options
from site_builder.planning.items import related
from site_builder.planning.lists import changes, groups, home, home_columns
from site_builder.planning.machine_readable import atom_feeds
from tests.sites import article, compiling_once, dump_theme, picture, themed, tree, write

TOML = """\
title = {{en = "{title}", zh = "渡口公告"}}
base_url = "https://{host}.example.org/"
time_zone = "Asia/Shanghai"
language = "en"
profile = "cn-gov"
host_files = ["_redirects", "_headers"]
[languages.en]
[languages.zh]
path = "zh"
tag = "zh-CN"
locale = "{locale}"
[[columns]]
id = "news"
title = {{en = "News", zh = "要闻"}}
column_type = "工作动态"
description = "What goes on"
keywords = "news"
[[columns]]
id = "notices"
title = {{en = "Notices", zh = "通知"}}
column_type = "工作动态"
description = "What to know"
keywords = "notices"
[home]
columns = ["notices", "news"]
large_first = true
[follow]
wechat = "{wechat}"
[accessibility]
audited = 2024-01-20
method = "{method}"
[cn_gov]
site_name = "Ferry"
sponsor = "Ferry Township"
"""


def make_toml(
    host: str = "ferry",
    locale: str = "zh_Hans_CN",
    method: str = "With care.",
    wechat: str = "Ferry news",
    title: str = "Ferry Bulletin",
) -> str:
    return TOML.format(host=host, locale=locale, method=method, wechat=wechat, title=title)


BODY = "One.\n\nTwo.\n"
ROAD = "commitments:\n  - {{id: road, text: {text}, due: 2024-06-18}}\n  - {{id: well, text: Dig a well}}"
FAIR = (
    "events:\n"
    "  - {{date: 2024-06-30, end: 2024-07-02, title: {fair}}}\n"
    "  - {{date: 2024-06-30, end: 2024-07-02, title: Walk}}"
)
TALK = "events:\n  - {{date: 2024-06-30, title: {talk}}}"
LONG = "events:\n  - {date: 2024-03-05, end: 2024-03-06, title: Course}\n  - {date: 2024-03-06, title: Test}"
SHORT = LONG.replace("05, end: 2024-03-06, title: Course}", "05, title: Course}\n  - {date: 2024-03-06, title: Course}")
SOON = "events:\n  - {{date: 2024-06-16, title: {soon}}}\n  - {{date: 2024-06-19, title: Then}}"
HERE = "events:\n  - {{date: 2024-06-18, title: {here}}}\n  - {{date: 2024-06-25, title: After}}"
NOTE = "corrections:\n  - {{date: {day}, note: {note}}}"

ABOUT, ABOVE = "content/about.md", "content/accessibility.zh.md"
OLD, PROMISE, SETTLER = "content/news/2023-05-05-old.md", "content/news/2024-01-10-promise.md", "content/notices/b.md"
PROMISE_ZH, ALONE, ALONE_ZH = "content/news/2024-01-10-promise.zh.md", "content/news/x.md", "content/news/x.zh.md"
NEAR, FAR, NEWEST = (
    "content/news/2024-02-10-near.md",
    "content/notices/2023-03-03-far.md",
    "content/news/2024-06-14-new.md",
)
FAIR_AT, TALK_AT, LONG_AT = "content/notices/2024-04-01-fair.md", "content/news/2024-03-20-talk.md", "content/news/c.md"
HERE_AT = "content/notices/2024-05-02-here.md"
SOON_AT, PINNED, FOLDER = "content/notices/2024-05-01-soon.md", "content/notices/pin.md", "content/notices/papers"
MAP, PLAN, SCAN = f"{FOLDER}/map.png", f"{FOLDER}/plan.txt", f"{FOLDER}/scan.pdf"
PAPERS, EXTRA, ROBOTS = f"{FOLDER}/index.md", "content/news/extra.md", "content/static/robots.txt"
INTRODUCTION = "content/news/_index.md"
OLD_ZH = OLD.replace(".md", ".zh.md")


def make_promise(title: str = "Promise", text: str = "Mend the road", more: str = "") -> str:
    return article(f"title: {title}\ncommunities: west\n{ROAD.format(text=text)}\n{more}", BODY)


def make_alone(more: str = "", *, chinese: bool = False) -> str:
    shared = "" if chinese else "date: 2023-11-20\ncommunities: hill\ntopics: Ways\n"
    if not chinese:
        shared += "events:\n  - {date: 2025-02-03, title: Later}\n"
        shared += f"commitments:\n  - {{id: hut, text: Build}}\n{NOTE.format(day='2022-02-02', note='Sum')}\n"
    return article(f"title: {'甲' if chinese else 'Alone'}\n{shared}{more}", "第一段。\n" if chinese else BODY)


def make_near(title: str = "Near", body: str = BODY, more: str = "communities: east") -> str:
    return article(f"title: {title}\n{more}", body)


def make_far(title: str = "Far", alias: str = "/old/far/") -> str:
    return article(f"title: {title}\ncommunities: east\naliases: {alias}", BODY)


def make_settler(title: str = "Settler") -> str:
    return article(f"title: {title}\ndate: 2024-05-05\nsettles: well", BODY)


def make_talk(talk: str = "Fair") -> str:
    return article(f"title: Talk\n{TALK.format(talk=talk)}", BODY)


def make_introduction(words: str = "What goes on.") -> str:
    return article("title: News", f"{words}\n\n![Map](../notices/papers/map.png)\n")


def make_long(events: str = LONG) -> str:
    return article(f"title: Course\ndate: 2024-02-25\n{events}", BODY)


def make_soon(soon: str = "First") -> str:
    return article(f"title: Soon\n{SOON.format(soon=soon)}", BODY)


def make_here(here: str = "Clinic") -> str:
    return article(f"title: Here\ncommunities: east\n{HERE.format(here=here)}", BODY)


def make_pinned(title: str = "Pinned") -> str:
    return article(f"title: {title}\ndate: 2023-08-08\npinned_until: 2024-12-01", BODY)


def make_papers(title: str = "Papers", more: str = "") -> str:
    return article(f"title: {title}\ndate: 2024-05-20\nimage: map.png\n{more}", "![Map](map.png)\n")


def make_new(title: str = "New", body: str = BODY, more: str = "") -> str:
    return article(f"title: {title}\ncommunities: east\npeople: wang\n{more}", body)


def make_old(title: str = "Old", note: str = "Old sum", more: str = "communities: east") -> str:
    day = "2023-06-06"
    return article(f"title: {title}\n{NOTE.format(day=day, note=note)}\n{more}", BODY)


FILES: Mapping[str, str | bytes] = {
    "content/site.toml": make_toml(),
    "content/communities.toml": '[east]\nname = "East"\n[west]\nname = "West"\n[hill]\nname = "Hill"\noutside = true\n',
    "content/topics.toml": '[roads]\nname = "Roads"\n',
    "content/people.toml": '[wang]\nname = "Wang"\n',
    "templates/redirect.html": '{{ _("This page has moved to:") }} {{ page }}',
    ABOUT: article("title: About", "Who.\n"),
    "content/about.zh.md": article("title: 关于", "谁。\n"),
    INTRODUCTION: make_introduction(),
    OLD: make_old(),
    PROMISE: make_promise(),
    PROMISE_ZH: article("title: 诺\naliases: /zh/old/nuo/", "第一段。\n"),
    SETTLER: make_settler(),
    ALONE: make_alone(),
    ALONE_ZH: make_alone(chinese=True),
    NEAR: make_near(),
    FAR: make_far(),
    NEWEST: make_new(),
    FAIR_AT: article(f"title: Fairs\n{FAIR.format(fair='Fair')}", BODY),
    TALK_AT: make_talk(),
    LONG_AT: make_long(),
    SOON_AT: make_soon(),
    HERE_AT: make_here(),
    PINNED: make_pinned(),
    PAPERS: make_papers(),
    MAP: picture(1, 200),
    PLAN: "plan",
    SCAN: "%PDF-1.4\n",
}
AT = "2024-06-15"


class SiteEdit(NamedTuple):
    """What is done to the site: files written (None: removed), and the clock moved."""

    files: Mapping[str, str | bytes | None]
    at: str = AT


def edit(path: str, data: str | bytes | None) -> SiteEdit:
    return SiteEdit({path: data})


HOST = edit("content/site.toml", make_toml(host="harbour"))
NEW_TITLE, NEW_BODY = edit(NEWEST, make_new(title="Newer")), edit(NEWEST, make_new(body="One.\n\nThree.\n"))
NEAR_TITLE, PROMISE_TITLE = edit(NEAR, make_near(title="Nigh")), edit(PROMISE, make_promise(title="Vow"))
SETTLER_TITLE, LATE = edit(SETTLER, make_settler(title="Doer")), SiteEdit({}, "2024-06-19 12:00")
MAP_SIZE, EXTRA_YEAR = edit(MAP, picture(1, 201)), edit(EXTRA, article("title: Extra\ndate: 2021-02-02", BODY))
OLDER, FAIR_TITLE = (
    edit(EXTRA, article("title: Extra\ndate: 2023-02-02\ncommunities: east", BODY)),
    edit(SOON_AT, make_soon(soon="Initial")),
)
SWAPPED, OTHER_EVENTS = edit(TALK_AT, make_talk(talk="Walk")), edit(LONG_AT, make_long(SHORT))
# The list of a topic, a community, a month or a year is no longer one of the Chinese edition.
NO_TOPIC, NO_EVENTS, NO_COMMITMENTS = (
    edit(ALONE_ZH, make_alone(f"{field}: []", chinese=True)) for field in ("topics", "events", "commitments")
)
OTHER_MONTH = edit(ALONE_ZH, make_alone("date: 2023-12-20", chinese=True))
# What lists show of an item, what relates one to others, and the words of a page that shows nothing else of a language.
NEW_SUMMARY, NEW_UPDATE = (
    edit(NEWEST, make_new(body="Uno.\n\nTwo.\n")),
    edit(NEWEST, make_new(more="updated: 2024-06-15")),
)
NEW_COMMUNITY, NEW_EVENT_COMMUNITY = (
    edit(NEAR, make_near(more="communities: west")),
    edit(LONG_AT, make_long(LONG.replace("Course", "Course, communities: [west]"))),
)
FEWER_RELATED = edit(OLD, make_old(more="communities: west"))
LOCALE = edit("content/site.toml", make_toml(locale="en_GB"))
SLUG = edit(PROMISE, make_promise(more="slug: vow"))
NEW_NAME = edit(
    "content/communities.toml",
    '[east]\nname = "Orient"\n[west]\nname = "West"\n[hill]\nname = "Hill"\noutside = true\n',
)
# Of every source, by the function that is given it and the name that it has there, an edit that nothing else tells of.
EDITS: Mapping[str, SiteEdit] = {
    "make_item_pages.items": NEW_BODY,
    "make_item_pages.adjacent": NEAR_TITLE,
    "make_item_pages.related": edit(FAR, make_far(title="Farther")),
    "make_item_pages.linked": MAP_SIZE,
    "make_item_pages.files": edit(PLAN, "longer plan"),
    "make_item_pages.versions": edit(PROMISE_ZH, article("title: 诺\naliases: /zh/old/nuo/\nslug: vow", "第一段。\n")),
    "make_item_pages.settling": SETTLER_TITLE,
    "make_item_pages.overdue": LATE,
    "make_item_pages.settled": PROMISE_TITLE,
    "make_part_page.lists": NO_TOPIC,
    "make_part_page.items": SLUG,
    "make_sitemap_index.parts": EXTRA_YEAR,
    "make_sitemap_index.robots": edit(ROBOTS, "User-agent: *\n"),
    "make_home_pages.pinned": edit(PINNED, make_pinned(title="Fixed")),
    "make_home_pages.new": NEW_TITLE,
    "make_home_pages.picture": MAP_SIZE,
    "make_home_pages.announcing": FAIR_TITLE,
    "make_home_pages.events": LATE,
    "make_home_pages.communities": edit(PROMISE, make_promise(more="date: 2024-01-11")),
    "make_home_pages.years": OLDER,
    "make_newest_page.items": NEW_TITLE,
    "make_newest_page.facts": OLDER,
    "make_newest_page.announcing": edit(HERE_AT, make_here(here="Doctor")),
    "make_newest_page.events": LATE,
    "make_newest_page.promises": edit(PROMISE, make_promise(text="Pave the road")),
    "make_newest_page.languages": NO_TOPIC,
    "make_newest_page.introductions": edit(INTRODUCTION, make_introduction("What went on.")),
    "make_newest_page.linked": MAP_SIZE,
    "make_year_page.items": NEAR_TITLE,
    "make_year_page.years": EXTRA_YEAR,
    "make_year_page.languages": NO_TOPIC,
    "make_index_page.found": OLDER,
    "make_dates_pages.counts": OTHER_EVENTS,
    "make_dates_pages.days": edit(PROMISE, make_promise(more="date: 2024-01-11")),
    "make_dates_pages.languages": NO_EVENTS,
    "make_events_page.announcing": FAIR_TITLE,
    "make_events_page.dates": LATE,
    "make_month_page.items": NEW_TITLE,
    "make_month_page.announcing": FAIR_TITLE,
    "make_month_page.events": SWAPPED,
    "make_month_page.adjacent": EXTRA_YEAR,
    "make_month_page.over": SiteEdit({}, "2024-07-01"),
    "make_month_page.languages": NO_EVENTS,
    "make_printed_page.items": NEW_BODY,
    "make_printed_page.links": MAP_SIZE,
    "make_printed_page.files": edit(PLAN, "longer plan"),
    "make_printed_page.settling": SETTLER_TITLE,
    "make_printed_page.overdue": LATE,
    "make_printed_page.languages": OTHER_MONTH,
    "make_follow_page.followed": edit("content/site.toml", make_toml(wechat="Ferry today")),
    "make_statement_page.written": edit("content/site.toml", make_toml(method="By hand.")),
    "make_statement_page.files": edit(PAPERS, make_papers(title="Documents")),
    "make_statement_page.languages": edit(ABOVE, article("title: 无障碍", "可读。\n")),
    "make_commitments_page.items": PROMISE_TITLE,
    "make_commitments_page.promised": edit(PROMISE, make_promise(text="Pave the road")),
    "make_commitments_page.settling": SETTLER_TITLE,
    "make_commitments_page.overdue": LATE,
    "make_commitments_page.languages": NO_COMMITMENTS,
    "make_changes_page.items": edit(OLD, make_old(title="Elder")),
    "make_changes_page.changes": edit(OLD, make_old(note="New sum")),
    "make_changes_page.years": edit(NEWEST, make_new(more=NOTE.format(day="2024-06-15", note="New"))),
    "make_changes_page.languages": edit(OLD_ZH, article("title: 旧", "旧。\n")),
    "make_feed_page.newest": NEW_BODY,
    "make_feed_page.links": MAP_SIZE,
    "make_calendar_page.announcing": FAIR_TITLE,
    "make_calendar_page.events": SWAPPED,
    "make_event_files.announcing": FAIR_TITLE,
    "make_redirects_file.pairs": edit(FAR, make_far(alias="/older/far/")),
    "make_redirect_pages.items": edit(FAR, make_far(alias="/older/far/")),
    "make_site_map_page.years": EXTRA_YEAR,
    "make_site_map_page.keys": NO_TOPIC,
    "make_segment_pages.indexed": NEW_BODY,
    "make_text_pages.parts": NEW_BODY,
    "make_names_page.keys": NO_TOPIC,
    "make_names_page.shell": NEW_NAME,
    "make_search_page.index": NEW_BODY,
    # It says nothing of the host.
    "make_manifest_page.shell": edit("content/site.toml", make_toml(title="Harbour Bulletin")),
}


@contextmanager
def showing_all(folder: Path) -> Iterator[None]:
    """Let lists and portions be so short that an item of a small site falls out of them, and templates show all."""
    with themed(dump_theme(folder)) as patch, compiling_once():
        for module, name, number in (
            *((changes, "NEWEST", 1), (groups, "NEWEST", 1), (groups, "SOONEST", 1), (atom_feeds, "NEWEST", 2)),
            *((home_columns, "NEWEST_OF_COLUMN", 1), (home, "SOONEST", 1), (related, "CHUNK", 2)),
        ):
            patch.setattr(module, name, number)
        yield


def apply_edit(folder: Path, change: SiteEdit) -> None:
    """Edit the site."""
    for path in [path for path, data in change.files.items() if data is None]:
        (folder / path).unlink()
    write(folder, {path: data for path, data in change.files.items() if data is not None})


def build_site(folder: Path, at: str = AT, *, clean: bool = False) -> Report:
    """Build the site."""
    return build(Options(site=folder, output=folder / "public", at=at, now=0.0, clean=clean))


def read_output(folder: Path) -> dict[str, bytes]:
    """Read what was built."""
    return tree(folder / "public")
