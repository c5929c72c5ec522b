"""What is due to go goes whatever state the content is in: expiry, withdrawal, takedown; nothing new comes with it."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from site_builder.ledger import LEDGER
from tests.conftest import Serve
from tests.publishing.towns import FAIR, FEE, START, Editor, Web, fee
from tests.sites import article, picture, tree

pytestmark = pytest.mark.slow

BROKEN = "content/news/2024-03-03-broken.md"
DAY = 24 * 3600
FEE_PAGE, FAIR_PAGE = "/news/2024/fee/", "/news/2024/fair/"


def day(after: int) -> str:
    """Give a day that many days after the tests' clock begins, in the site's time zone."""
    return f"{datetime.fromtimestamp(START, UTC) + timedelta(hours=8, days=after):%Y-%m-%d}"


def break_content(anna: Editor) -> None:
    """Make a mistake that has nothing to do with anything, and something new beside it."""
    anna.edit(BROKEN, "---\ntitle: Broken\ndate: tomorrow\n---\nText.\n")
    anna.edit("content/news/2024-03-04-fresh.md", article("title: Fresh\ndate: 2024-03-04", "Quite new.\n"))


def expire_by_itself(anna: Editor) -> None:
    anna.edit(FEE, fee(5, f"expires: {day(1)}\n"))
    assert anna.publish() == 0, anna.err
    anna.clock.now += 3 * DAY


def expire_by_an_edit(anna: Editor) -> None:
    anna.edit(FEE, fee(5, f"expires: {day(-1)}\n"))


def expire_the_broken_one(anna: Editor) -> None:
    anna.edit(FEE, fee(5, f"expires: {day(-1)}\nupdated: some day\n"))


@pytest.mark.parametrize("expire", [expire_by_itself, expire_by_an_edit, expire_the_broken_one])
def test_what_has_expired_goes_though_the_content_has_errors(
    anna: Editor, web: Web, expire: Callable[[Editor], None]
) -> None:
    expire(anna)
    break_content(anna)
    assert anna.publish() == 1
    assert f"{BROKEN}:3:7: error" in anna.err
    assert "Nothing new was published. What was due to go has gone:" in anna.err
    assert "- news/2024/fee/index.html" in anna.err
    assert web.page(FEE_PAGE) == ""
    assert [path for path, data in web.live().items() if b"yuan" in data] == []
    assert web.page("/news/2024/fresh/") == ""
    assert web.page(FAIR_PAGE)
    live = web.releases()[-1]
    records = tree(web.there / "records" / live)
    assert b"2024-01-02-fee" in records["index"]  # as gone
    assert anna.publish() == 1  # and once only
    assert "the live site is as it was" in anna.err
    assert web.releases()[-1] == live


@pytest.mark.parametrize("more", ["", "updated: some day\n"])
def test_what_is_withdrawn_becomes_a_notice_though_the_content_has_errors(anna: Editor, web: Web, more: str) -> None:
    """Also where the very file has an error."""
    anna.edit(FEE, fee(9, f"{more}withdrawn:\n  date: {day(-1)}\n  reason: The fee is void\n"))
    break_content(anna)
    assert anna.publish() == 1
    assert "The fee is void" in web.page(FEE_PAGE)
    assert "yuan" not in web.page(FEE_PAGE)
    assert [path for path, data in web.live().items() if b"yuan" in data] == []
    assert web.page("/news/2024/fresh/") == ""


@pytest.mark.folder_alone
def test_what_has_expired_goes_though_a_template_fails_when_a_page_is_made(anna: Editor, web: Web) -> None:
    expire_by_itself(anna)
    anna.edit("templates/base.html", "{{ nothing.of.it }}")
    assert anna.publish() == 1
    assert "What was due to go has gone" in anna.err
    assert web.page(FEE_PAGE) == ""


def test_a_withdrawal_that_was_published_ahead_comes_by_itself(anna: Editor, web: Web) -> None:
    anna.edit(FEE, fee(5, f"withdrawn:\n  date: {day(2)}\n  reason: The fee is void\n"))
    assert anna.publish() == 0, anna.err
    assert "The fee is void" not in "".join(map(repr, web.live().values()))
    anna.clock.now += 4 * DAY
    break_content(anna)
    assert anna.publish() == 1
    assert "The fee is void" in web.page(FEE_PAGE)


def test_expiry_goes_though_somebody_elses_change_is_live(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    assert anna.publish() == 0
    ben.edit(FEE, fee(5, f"expires: {day(-1)}\n"))
    assert ben.publish() == 1
    assert web.page(FEE_PAGE) == ""
    assert "Other words" in web.page("/about/")


@pytest.mark.folder_alone
@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("over", ["expires: {day}", "withdrawn:\n  date: {day}\n  reason: The fee is void"])
def test_what_somebody_prolonged_stays(anna: Editor, web: Web, over: str, *, broken: bool) -> None:
    """A folder that never had the live version has nothing to say about its end."""
    ending = over.format(day=day(1)) + "\n"
    anna.edit(FEE, fee(5, ending))
    assert anna.publish() == 0, anna.err
    ben = anna.copy("ben")
    anna.edit(FEE, fee(6))
    assert anna.publish() == 0, anna.err
    anna.clock.now += 3 * DAY
    if broken:
        break_content(ben)
    assert ben.publish() == 1
    assert f"{FEE}:1:1: error: the live version is of " in ben.err
    assert "6 yuan" in web.page(FEE_PAGE)
    assert ben.publish("--overwrite", FEE) == int(broken)
    assert "yuan" not in web.page(FEE_PAGE)


@pytest.mark.parametrize("broken", [False, True])
def test_a_takedown_works_whatever_state_the_content_is_in(anna: Editor, web: Web, *, broken: bool) -> None:
    anna.edit("content/about.md", article("title: About", "Once more.\n"))
    anna.edit("content/_locales/en.po", 'msgid "Home"\nmsgstr "Front page"\n')
    assert anna.publish() == 0
    if broken:
        anna.edit("content/_locales/en.po", 'msgid "Home\n')
        break_content(anna)
        anna.edit(FAIR, "no block at all")
        anna.edit("content/communities.toml", "[east\n")
    assert anna.run("takedown", FAIR_PAGE, "--reason", "names") == 0, anna.out + anna.err
    assert "/news/2024/fair/ is taken down; 2 kept releases had it and were removed" in anna.out
    assert web.everywhere("A fair") == []
    assert web.everywhere("Name and stall") == []
    assert [path for path in tree(web.there) if "stall" in path or "fair" in path] == []
    assert "Once more" in web.page("/about/")
    assert "Front page" in web.page("/about/")
    assert web.page("/news/2024/fresh/") == ""
    assert "Name and stall" not in "".join(map(repr, tree(anna.site / ".bulletin/records").values()))
    assert '"kind": "takedown"' in anna.read(LEDGER)


@pytest.mark.folder_alone
@pytest.mark.parametrize(
    "broken",
    ["\n[footer\ntext = broken\n", "[publish.live]\nto = 'file:///x\n", "\0", 'title = "Ferry"\nbase_url', None],
)
def test_what_is_due_goes_where_settings_cannot_be_read(anna: Editor, web: Web, broken: str | None) -> None:
    """By the settings of the last release; also where site.toml is gone altogether."""
    settings = anna.read("content/site.toml")
    if broken is None:
        anna.remove("content/site.toml")
    else:
        anna.edit("content/site.toml", settings + broken if broken.startswith("\n") else broken)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.err
    assert web.page(FEE_PAGE) == ""
    assert web.page(FAIR_PAGE)
    anna.edit(FAIR, article(f"title: Fair\ndate: 2024-01-03\nexpires: {day(-3)}"))
    assert anna.publish() == 1, anna.out
    assert "content/site.toml:" in anna.err
    assert (web.page(FAIR_PAGE) == "") == (broken is not None)


@pytest.mark.folder_alone
@pytest.mark.parametrize(
    "address",
    [
        *("/", "/news/", "/news/2024/", "/communities/", "/communities/east/", "/feed.xml", "/dates/", "/2024/01/"),
        *("/sitemap.xml", "/events.ics", "/topics/", "/search/", "/404.html", "https://ferry.example.org/"),
    ],
)
def test_what_the_program_makes_of_many_items_is_not_taken_down(anna: Editor, web: Web, address: str) -> None:
    before, ledger = web.releases(), anna.read(LEDGER)
    assert anna.run("takedown", address, "--reason", "x") == 2
    assert anna.err.startswith(f"bulletin: {address} ")
    assert "Take down the item" in anna.err or "was never published" in anna.err
    assert (web.releases(), anna.read(LEDGER)) == (before, ledger)


@pytest.mark.parametrize("name", [".removed-{}", ".incoming-{}"])
def test_a_takedown_leaves_nothing_that_a_killed_one_left(anna: Editor, web: Web, name: str) -> None:
    """Also where no release has it any longer."""
    live = (web.there / "current").readlink().name
    left = shutil.copytree(web.there / "releases" / live, anna.site.with_name("left"))
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    shutil.move(left, web.there / "releases" / name.format(live))
    assert web.everywhere("yuan")
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("yuan") == []


@pytest.mark.folder_alone
def test_a_former_address_is_taken_down_with_its_item(anna: Editor, web: Web) -> None:
    anna.edit(FEE, fee(5, "aliases: [/old/fee/]\n"))
    assert anna.publish() == 0
    assert "old/fee/index.html" in web.live()
    assert anna.run("takedown", "/old/fee/", "--reason", "x") == 2
    assert "bulletin takedown /news/2024/fee/" in anna.err
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0
    assert "old/fee/index.html" not in web.live()


@pytest.mark.folder_alone
def test_who_names_it_in_own_words_is_listed(anna: Editor, web: Web) -> None:
    words = "See [the fee](2024-01-02-fee.md) of last year; a fair. is what we had.\n"
    anna.edit("content/news/2024-02-01-v1.md", article("title: Visit 1", words))
    anna.edit("content/about.md", article("title: About", "Read https://ferry.example.org/news/2024/fee/ first.\n"))
    assert anna.publish() == 0
    report = anna.report("takedown", FEE_PAGE, "--reason", "x")
    assert report["gone"]
    (target,) = report["targets"]
    assert target["named_by"] == ["content/about.md"]
    assert "the fee" in web.page("/news/2024/v1/")
    assert "fee/" not in web.page("/news/2024/v1/")  # the link has become text


def test_a_takedown_finds_what_it_did_not_put_there(anna: Editor, web: Web) -> None:
    """Exit 0 follows from having looked: somebody laid a copy of a list into the live release."""
    feed = web.there / "current/feed.xml"
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0
    live = web.there / "current"
    assert b"yuan" not in feed.read_bytes()
    stale = live / "index.html"
    data = stale.read_bytes()
    stale.unlink()  # the other releases have the same file
    stale.write_bytes(data + b'<a href="/news/2024/fee/">The fee is 5 yuan.</a>')
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 1
    assert "is NOT gone yet" in anna.out
    assert f"{live.readlink().name}/index.html" in anna.out


def test_the_web_server_is_asked_too(anna: Editor, web: Web, tmp_path: Path, serve: Serve) -> None:
    """One that still answers has a cache before it; one that does not is no proof and is said."""
    settings = anna.read("content/site.toml")
    anna.edit("content/site.toml", f"{settings}url = '{serve(web.there / 'current')}/'\n")
    assert anna.publish() == 0, anna.err
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out
    assert "did not answer" not in anna.out
    shutil.copytree(web.there / "current", tmp_path / "cache")
    anna.edit("content/site.toml", f"{settings}url = '{serve(tmp_path / 'cache')}/'\n")
    assert anna.run("takedown", FAIR_PAGE, "--reason", "x") == 1
    assert "/news/2024/fair/ is still answered (status 200): empty the cache in front of the web server" in anna.out
    assert web.page(FAIR_PAGE) == ""


def test_a_takedown_holds_for_all_targets_and_names_those_left(anna: Editor, web: Web, tmp_path: Path) -> None:
    settings = anna.read("content/site.toml")
    anna.edit("content/site.toml", f"{settings}[publish.mirror]\nto = 'file://{tmp_path}/mirror'\n")
    assert anna.publish("live") == 0
    assert anna.publish("mirror") == 0
    assert anna.run("takedown", FEE_PAGE, "--reason", "x", "--target", "live") == 0
    assert "Nothing was done on: mirror. If it is public there" in anna.out
    mirror = tmp_path / "mirror/current/news/2024/fee/index.html"
    assert web.page(FEE_PAGE) == ""
    assert mirror.is_file()
    assert anna.publish("mirror") == 0, anna.err
    assert not mirror.exists()


@pytest.mark.folder_alone
def test_an_older_release_without_a_record_needs_sound_content(anna: Editor, web: Web) -> None:
    """Else it is refused, and says what stays public."""
    for each in sorted((web.there / "records").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    for each in sorted((anna.site / ".bulletin").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    break_content(anna)
    ledger = anna.read(LEDGER)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 1
    assert f"{FEE_PAGE} stays public" in anna.err
    assert web.page(FEE_PAGE)
    assert anna.read(LEDGER) == ledger
    anna.remove(BROKEN)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("yuan") == []


@pytest.mark.folder_alone
def test_what_is_due_and_cannot_go_is_said(anna: Editor, web: Web) -> None:
    for each in sorted((web.there / "records").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    shutil.rmtree(anna.site / ".bulletin")
    anna.edit(FEE, fee(5, f"expires: {day(-1)}\n"))
    break_content(anna)
    assert anna.publish() == 1
    assert (
        f"Due to go, and still public, because nothing tells what the live site was made of:\n    {FEE_PAGE}"
        in anna.err
    )
    assert web.page(FEE_PAGE)


def test_a_record_that_was_altered_is_made_nothing_of(anna: Editor, web: Web) -> None:
    """It would be published, and signed, as the township's own."""
    index = web.there / "records" / web.releases()[-1] / "index"
    data = index.read_bytes()
    index.unlink()
    index.write_bytes(data.replace(b"content/about.md", b"content/other.md"))
    before = web.releases()
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 3
    assert "was altered on the target" in anna.err
    assert web.releases() == before


def test_the_last_state_kept_here_serves_where_the_target_has_none(anna: Editor, web: Web) -> None:
    for each in sorted((web.there / "records").rglob("*"), reverse=True):
        each.rmdir() if each.is_dir() else each.unlink()
    break_content(anna)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("yuan") == []
    assert web.page("/news/2024/fresh/") == ""


def test_the_other_language_of_what_was_taken_down_lives_on(anna: Editor, web: Web) -> None:
    """It takes over date and communities of the original, and none of its words."""
    settings = anna.read("content/site.toml")
    anna.edit(
        "content/site.toml", settings.replace("[search]", '[languages.en]\n[languages.zh]\npath = "zh"\n[search]')
    )
    anna.edit(FEE.replace(".md", ".zh.md"), article("title: 收费", "五元。\n"))
    assert anna.publish() == 0, anna.err
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert "It stays public in other languages:\n    /zh/news/2024/fee/" in anna.out
    page = web.page("/zh/news/2024/fee/")
    break_content(anna)
    assert anna.run("takedown", FAIR_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert "五元" in page
    assert "五元" in web.page("/zh/news/2024/fee/")
    assert "东" not in page
    assert "East" in web.page("/zh/news/2024/fee/")
    assert web.everywhere("yuan") == []


@pytest.mark.folder_alone
def test_the_removal_guard_counts_only_the_unexpected(anna: Editor, web: Web) -> None:
    """An item, its community's year and its month go with its expiry; the community itself has its page still."""
    anna.edit("content/news/2023-05-05-west.md", article("title: West\ncommunities: [west]\ntopics: [Water]"))
    anna.edit("content/communities.toml", '[east]\nname = "East"\n[west]\nname = "West"\n')
    assert anna.publish() == 0, anna.err
    pages = {path for path in web.live() if path.endswith(".html")}
    anna.edit(
        "content/news/2023-05-05-west.md",
        article(f"title: West\ncommunities: [west]\ntopics: [Water]\nexpires: {day(-1)}"),
    )
    assert anna.publish() == 0, anna.err
    gone = pages - web.live().keys()
    assert len(gone) > len(pages) * 0.1  # more than the guard allows
    assert "communities/west/2023/index.html" in gone
    assert "communities/west/index.html" in web.live()


def test_a_rollback_leaves_out_what_the_live_record_knows_to_be_over(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.edit(FEE, fee(5, f"expires: {day(-1)}\n"))
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    anna.edit(FAIR, article(f"title: Fair\ndate: 2024-01-03\nwithdrawn:\n  date: {day(-1)}\n  reason: Rain"))
    assert anna.publish("--allow-removals") == 0, anna.err
    break_content(ben)
    assert ben.run("rollback") == 0, ben.err
    assert "About us" in web.page("/about/")
    assert "Rain" in web.page(FAIR_PAGE)
    assert "A fair" not in web.page(FAIR_PAGE)


def test_a_record_has_no_draft_and_nothing_scheduled(anna: Editor, web: Web) -> None:
    anna.edit("content/news/2024-04-01-draft.md", article("title: Zanzibar\ndraft: true", "Zanzibar.\n"))
    anna.edit("content/news/2124-04-01-later/index.md", article("title: Zanzibar", "Zanzibar [x](z.txt).\n"))
    anna.edit("content/news/2124-04-01-later/z.txt", "Zanzibar")
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    assert anna.publish() == 0, anna.err
    texts = read_records(web.there / "records")
    assert "Other words" in texts
    assert "Zanzibar" not in texts
    assert "Zanzibar" not in read_records(anna.site / ".bulletin/records/live")
    assert not [path for path in tree(web.there / "current") if path.startswith("records")]


def read_records(folder: Path) -> str:
    """Unpack every record below a folder."""
    import brotli

    return "".join(
        (brotli.decompress(data) if path.rpartition("/")[2].startswith("text-") else data).decode("utf-8", "replace")
        for path, data in tree(folder).items()
    )


@pytest.mark.folder_alone
def test_a_picture_that_is_exchanged_meanwhile_is_the_live_one(anna: Editor, web: Web) -> None:
    """A release from the live one has the live one's pictures, whatever lies in the folder."""
    live = {path: data for path, data in web.live().items() if "stall" in path}
    assert live
    anna.edit("content/news/2024-01-03-fair/stall.png", picture(200, 40))
    break_content(anna)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert {path: data for path, data in web.live().items() if "stall" in path} == live


def test_what_came_of_it_is_an_object_on_every_exit(anna: Editor) -> None:
    """Of a publish that went through, found nothing new or was refused, of a rollback, a takedown and wrong usage."""
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    done = anna.report("publish")
    assert done["changes"] == {"added": [], "changed": ["about/index.html"], "removed": []}
    assert (done["name"], done["pages"] > 0, done["problems"]) == ("live", True, done["problems"])
    assert anna.report("publish")["release"] == ""
    back = anna.report("rollback")
    assert (back["before"], back["changes"]["changed"]) == (done["release"], ["about/index.html"])
    assert "not an earlier release" in anna.report("rollback", "--to", "x")["error"]
    assert "no target" in anna.report("publish", "nowhere")["error"]
    assert "no item" in anna.report("takedown", "/news/", "--reason", "x")["error"]
    assert anna.report("takedown", FEE_PAGE, "--reason", "x")["gone"]
    expire_by_an_edit(anna)
    break_content(anna)
    anna.edit(FAIR, article(f"title: Fair\ndate: 2024-01-03\nexpires: {day(-1)}"))
    refused = anna.report("publish")
    assert refused["release"] == ""
    assert "news/2024/fair/index.html" in refused["let_go"]["changes"]["removed"]


@pytest.mark.folder_alone
@pytest.mark.parametrize("expire", [expire_by_itself, expire_by_an_edit, expire_the_broken_one])
def test_who_lets_something_go_may_bring_it_back(anna: Editor, web: Web, expire: Callable[[Editor], None]) -> None:
    """What has expired is nobody's change: it is prolonged, and published again, by whoever had it."""
    expire(anna)
    ben = anna.copy("ben")
    break_content(anna)
    assert anna.publish() == 1
    assert web.page(FEE_PAGE) == ""
    anna.remove(BROKEN)
    anna.edit(FEE, fee(6))
    if expire is expire_by_itself:
        ben.edit(FEE, fee(7))
        assert ben.publish() == 0, ben.err
        assert "7 yuan" in web.page(FEE_PAGE)
        return
    assert anna.publish() == 0, anna.err
    assert "6 yuan" in web.page(FEE_PAGE)


def test_an_end_that_shows_nowhere_yet_is_known_over_there(anna: Editor, web: Web) -> None:
    """The file that says it cannot be read at all when its day has come."""
    before = web.live()
    anna.edit(FEE, fee(5, f"expires: {day(1)}\n"))
    assert anna.publish() == 0, anna.err
    assert "0 added, 0 changed, 0 removed" in anna.out
    assert {path for path, data in web.live().items() if before.get(path) != data} == {"bulletin-manifest.json"}
    assert anna.publish() == 0
    assert "there is nothing new to publish" in anna.out
    anna.clock.now += 3 * DAY
    anna.edit(FEE, b"\xff\xfe\x00\x01\x02")
    assert anna.publish() == 1
    assert web.page(FEE_PAGE) == ""


@pytest.mark.folder_alone
def test_who_withdraws_with_a_mistake_may_mend_it(anna: Editor, web: Web) -> None:
    anna.edit(FEE, fee(9, f"updated: some day\nwithdrawn:\n  date: {day(-1)}\n  reason: The fee is void\n"))
    assert anna.publish() == 1
    assert "The fee is void" in web.page(FEE_PAGE)
    anna.edit(FEE, fee(9))
    assert anna.publish() == 0, anna.err
    assert "9 yuan" in web.page(FEE_PAGE)
