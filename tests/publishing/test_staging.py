"""A staging copy shows what a publish would bring, says what it is, and leaves nothing of it with the public site."""

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import icalendar
import pytest

from site_builder.cli.commands import main
from tests.publishing.servers import free_port, get, nginx_running
from tests.sites import SITE_TOML, article, broken_links, tree, write

pytestmark = pytest.mark.slow

MARK = {"en": "Staging copy, not the public site", "zh": "预发布版本，非正式网站"}
NOINDEX = '<meta name="robots" content="noindex">'
BASE = "https://staging.example.org/"
PATH = "https://www.example.org/try/it/"
LIVE = "2024-06-15"
DRAFT = "/news/2024/secret/"
FILES = {
    "news/2024/2024-03-01-visit.md": article(
        "title: Visit\naliases: [/old/visit/]\nevents:\n  - {date: 2024-07-01 09:00, title: Market}",
        "Words of a visit to [the fair](2024-02-01-fair/index.md).\n",
    ),
    "news/2024/2024-03-01-visit.zh.md": article("title: 走访\naliases: [/zh/old/visit/]", "走访记录。\n"),
    "news/2024/2024-02-01-fair/index.md": article("title: Fair", "[The form](form.csv)\n"),
    "news/2024/2024-02-01-fair/form.csv": "a,b\n",
    "news/2024/2024-05-01-secret.md": article("title: Secret\ndraft: true", "Words of a draft.\n"),
    "news/2024/2024-09-01-later.md": article("title: Later", "Words of autumn.\n"),
    "about.md": article("title: About"),
}


class Town:
    """A site with a public and a staging target in folders of this machine, published to by the command."""

    def __init__(self, folder: Path, staging: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.site, self.live, self.staging = folder / "site", folder / "www", folder / "staging"
        self.to, self.capsys = staging, capsys
        write(self.site / "content", FILES)
        self.settle()

    def settle(self, base_url: str = BASE, more: str = "") -> None:
        targets = f"[publish.live]\nto = 'file://{self.live}'\n"
        if base_url:
            targets += f"[publish.staging]\nstaging = true\nto = '{self.to}'\nbase_url = '{base_url}'\n{more}"
        write(self.site, {"content/site.toml": SITE_TOML + targets})

    def say(self, *arguments: str, status: int = 0) -> str:
        """Run a command on the site and give all that it says."""
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--site", str(self.site), "--lang", "en"])
        told = self.capsys.readouterr()
        assert ended.value.code == status, told
        return told.out + told.err

    def publish(self, name: str) -> str:
        return self.say("publish", name, "--at", LIVE)

    def edit(self, name: str, text: str) -> None:
        write(self.site / "content", {name: text})

    def public(self) -> dict[str, bytes]:
        """Give all that a publish to the staging target must leave alone."""
        return {
            f"{folder.name}/{path}": data
            for folder in (self.site / "content", self.site / "public", self.live)
            for path, data in tree(folder).items()
        }

    def ledger(self, file: str = "content/ledger.jsonl") -> set[str]:
        lines = (self.site / file).read_text("utf-8").splitlines()
        return {json.loads(line)["address"] for line in lines}

    def shown(self) -> dict[str, bytes]:
        """Give what readers of the staging copy are served."""
        files = tree(self.staging / "current").items()
        return {path: data for path, data in files if not re.search(r"\.(gz|br)$|^bulletin-manifest", path)}


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def town(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Town:
    there = tmp_path / "staging"
    to = f"file://{there}" if request.param == "file" else request.getfixturevalue("ssh_server").url(there)
    return Town(tmp_path, to, capsys)


@pytest.fixture
def local(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Town:
    return Town(tmp_path, f"file://{tmp_path}/staging", capsys)


def pages(files: dict[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in files.items() if path.endswith(".html")}


def test_nothing_of_the_public_site_is_touched_and_nothing_of_the_copy_comes_into_it(town: Town) -> None:
    town.settle(more="drafts = true\nscheduled = true\n")
    town.publish("live")
    before = town.public()
    town.publish("staging")
    town.edit("about.md", article("title: About", "Other words.\n"))
    before["content/about.md"] = (town.site / "content/about.md").read_bytes()
    town.publish("staging")
    town.say("rollback", "staging", "--at", LIVE)
    town.say("log", "staging")
    assert town.public() == before
    assert DRAFT in town.ledger(".bulletin/ledgers/staging.jsonl")
    assert DRAFT in (town.staging / "current/.bulletin/ledger.jsonl").read_text("utf-8")
    # Also where all that was kept here is lost, and the target's ledger is all there is.
    shutil.rmtree(town.site / ".bulletin")
    for name, text in (("about.md", FILES["about.md"]), ("contact.md", article("title: Contact"))):
        town.edit(name, text)
        before[f"content/{name}"] = text.encode()
    town.publish("staging")
    assert "contact/index.html" in town.shown()
    assert town.public() == before
    assert DRAFT in town.ledger(".bulletin/ledgers/staging.jsonl")
    town.publish("live")
    assert not {DRAFT, "/news/2024/later/"} & town.ledger()
    assert not [path for path, data in tree(town.live).items() if b"secret" in data or MARK["en"].encode() in data]


def test_every_page_says_what_it_is_and_asks_not_to_be_found(local: Town) -> None:
    local.publish("staging")
    found = pages(local.shown())
    assert {"404.html", "zh/404.html", "search/index.html", "print/2024/03/index.html", "old/visit/index.html"} <= set(
        found
    )
    for path, text in found.items():
        language = "zh" if path.startswith("zh/") else "en"
        assert text.count(MARK[language]) == 1, path
        assert text.count(NOINDEX) == 1, path
    assert local.shown()["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    styles = {name for path in local.shown() if (name := path.rpartition("/")[2]).startswith("staging.")}
    assert len(styles) == 1


def test_a_template_of_the_site_that_says_no_such_thing_is_told(local: Town) -> None:
    page = "<!doctype html><title>{{ page.title }}</title>{% if page.frame.staging %}MORE{% endif %}"
    write(local.site, {"templates/page.html": page.replace("MORE", "<p>A copy")})
    told = local.say("publish", "staging", "--at", LIVE, status=1)
    assert "templates/page.html:1:1: error: the page /about/index.html of a staging copy does not ask search" in told
    assert NOINDEX in told
    assert not (local.staging / "current").exists()
    write(local.site, {"templates/page.html": page.replace("MORE", NOINDEX)})
    local.publish("staging")
    local.publish("live")
    assert NOINDEX.encode() not in (local.live / "current/about/index.html").read_bytes()


def test_a_robots_txt_of_the_site_is_not_that_of_the_copy(local: Town) -> None:
    local.edit("static/robots.txt", "User-agent: *\nAllow: /\n")
    local.publish("staging")
    local.publish("live")
    assert local.shown()["robots.txt"] == b"User-agent: *\nDisallow: /\n"
    assert (local.live / "current/robots.txt").read_bytes() == b"User-agent: *\nAllow: /\n"


def test_the_public_site_is_the_same_with_a_copy_and_without(local: Town) -> None:
    local.settle(base_url="")
    local.publish("live")
    before = tree(local.site / "public")
    local.settle(more="drafts = true\n")
    local.publish("staging")
    assert "0 added, 0 changed, 0 removed" in local.publish("live")  # the settings are not as they were
    assert tree(local.site / "public") == before


@pytest.mark.parametrize("base", [BASE, PATH])
def test_links_feeds_and_calendars_are_those_of_the_address_of_the_copy(local: Town, base: str) -> None:
    local.settle(base)
    local.publish("staging")
    shown = local.shown()
    assert broken_links(shown, base) == []
    for path, text in pages(shown).items():
        assert f'<link rel="canonical" href="{base}' in text, path
        assert "ferry.example.org" not in text, path
    for path in ("feed.xml", "zh/feed.xml", "sitemap.xml"):
        text = shown[path].decode()
        ET.fromstring(text)  # noqa: S314 - our own
        assert base in text
        assert "ferry.example.org" not in text
    (event,) = icalendar.Calendar.from_ical(shown["events.ics"]).walk("VEVENT")
    assert event["SUMMARY"] == "Market"
    assert str(event["URL"]).startswith(base)
    assert ("robots.txt" in shown) == (base == BASE)


@pytest.mark.parametrize(
    ("more", "there"),
    [
        ("", {"visit"}),
        ("drafts = true\n", {"visit", "secret"}),
        ("scheduled = true\n", {"visit", "later"}),
        ("drafts = true\nscheduled = true\n", {"visit", "secret", "later"}),
    ],
)
def test_drafts_and_coming_items_are_shown_if_asked_for(local: Town, more: str, there: set[str]) -> None:
    local.settle(more=more)
    local.publish("staging")
    shown = local.shown()
    assert {name for name in ("visit", "secret", "later") if f"news/2024/{name}/index.html" in shown} == there
    listed = shown["news/index.html"].decode()
    assert {name for name in ("visit", "secret", "later") if f"/{name}/" in listed} == there


def test_a_draft_with_personal_data_is_not_shown(local: Town) -> None:
    local.settle(more="drafts = true\n")
    local.edit("news/2024/2024-05-02-call.md", article("title: Call\ndraft: true", "Call 13812345678.\n"))
    assert "personal-data" in local.publish("staging")
    assert DRAFT.strip("/") + "/index.html" in local.shown()
    assert not [path for path, data in local.shown().items() if b"13812345678" in data]


def test_only_what_changed_is_made_again(local: Town) -> None:
    def stamps(folder: Path) -> dict[str, int]:
        return {path: (folder / path).stat().st_mtime_ns for path in tree(folder)}

    folders = [local.site / "public", local.site / ".bulletin/staging/staging"]
    for name in ("live", "staging", "live", "staging"):
        local.publish(name)
    before = [stamps(folder) for folder in folders]
    local.edit("about.md", article("title: About", "Other words.\n"))
    local.publish("staging")
    local.publish("live")
    for folder, old in zip(folders, before, strict=True):
        new = stamps(folder)
        written = {path for path in new if new[path] != old.get(path)}
        found = {path for path in written if path.startswith(("assets/search/pages-", "assets/search/texts/"))}
        assert written - found == {"about/index.html", "search/index.html"}
        assert found.isdisjoint(old)  # the words of plain pages, under other names


@pytest.mark.parametrize(
    ("lines", "line", "message", "hint"),
    [
        ("staging = true", "[publish.staging]", "publish.staging.base_url is missing", "write base_url = "),
        (
            *("staging = true\nbase_url = 'https://FERRY.example.org'", "base_url = 'https://FERRY.example.org'"),
            *("the staging copy would have the base_url of the site itself", "write another one, such as"),
        ),
        (
            *("staging = true\nbase_url = 'example.org'", "base_url = 'example.org'"),
            *('the base_url "example.org" is not the address of a web site', "write base_url = "),
        ),
        (
            *("base_url = 'https://staging.example.org/'", "base_url = 'https://staging.example.org/'"),
            *("only a staging copy has publish.staging.base_url", "write staging = true, or leave base_url out"),
        ),
        (
            *("drafts = true", "drafts = true"),
            *("only a staging copy has publish.staging.drafts", "write staging = true, or leave drafts out"),
        ),
        (
            *("staging = 1", "staging = 1"),
            *("publish.staging.staging is neither true nor false", "write true or false"),
        ),
    ],
)
def test_what_is_wrong_with_its_settings_is_told_at_its_line(
    local: Town, lines: str, line: str, message: str, hint: str
) -> None:
    toml = f"{SITE_TOML}[publish.staging]\nto = 'file:///srv/staging'\n{lines}\n"
    write(local.site, {"content/site.toml": toml})
    with pytest.raises(SystemExit) as ended:
        main(["check", str(local.site), "--at", LIVE, "--lang", "en"])
    told = local.capsys.readouterr().out
    assert ended.value.code == 1
    assert f"content/site.toml:{toml.splitlines().index(line) + 1}:" in told
    assert f"error: {message}" in told
    assert hint in told


def test_it_cannot_be_published_where_the_public_site_is(local: Town) -> None:
    local.publish("live")
    before = local.public()
    local.to = f"file://{local.live}/"
    local.settle()
    before["content/site.toml"] = (local.site / "content/site.toml").read_bytes()
    assert "another target of this site is published to" in local.say("publish", "staging", status=1)
    assert local.public() == before


def test_a_takedown_holds_for_the_copy_too(town: Town) -> None:
    town.publish("live")
    town.publish("staging")
    town.say("takedown", "/news/2024/fair/", "--reason", "wrong", "--at", LIVE)
    town.edit("about.md", article("title: About", "Other words.\n"))
    for name in ("live", "staging"):
        town.publish(name)
    for folder in (town.live, town.staging):
        releases = [path for path in tree(folder / "releases") if "/news/2024/fair/" in path]
        assert releases == []
    assert "/news/2024/fair/" in town.ledger()


def test_what_only_the_copy_had_is_taken_down_there_alone(town: Town) -> None:
    town.settle(more="drafts = true\n")
    town.publish("live")
    town.publish("staging")
    before = town.public()
    town.say("takedown", BASE + DRAFT[1:], "--reason", "a private number", "--at", LIVE)
    town.edit("about.md", article("title: About", "Other words.\n"))
    before["content/about.md"] = (town.site / "content/about.md").read_bytes()
    town.publish("staging")
    assert town.public() == before
    assert not [path for path in tree(town.staging / "releases") if DRAFT in f"/{path}"]
    assert "takedown" in (town.site / ".bulletin/ledgers/staging.jsonl").read_text("utf-8")


def test_an_address_that_only_the_copy_had_may_go(local: Town) -> None:
    local.settle(more="drafts = true\n")
    local.publish("staging")
    (local.site / "content/news/2024/2024-05-01-secret.md").unlink()
    local.publish("staging")
    assert DRAFT.strip("/") + "/index.html" not in local.shown()


def test_an_address_that_was_published_stays_that_of_the_copy(local: Town) -> None:
    item = article("title: Talk\nid: talk", "Words of a talk.\n")
    local.edit("news/2024/2024-04-01-talk.md", item)
    local.publish("live")
    (local.site / "content/news/2024/2024-04-01-talk.md").unlink()
    local.edit("news/2024/2024-04-01-speech.md", item)
    local.publish("staging")
    local.edit("about.md", article("title: About", "Other words.\n"))
    local.publish("staging")
    local.say("rollback", "staging", "--at", LIVE)
    local.say("takedown", "/news/2024/fair/", "--reason", "wrong", "--at", LIVE)
    for folder in (local.staging, local.live):
        assert (folder / "current/news/2024/talk/index.html").is_file()
        assert not (folder / "current/news/2024/speech/index.html").exists()


def test_an_address_of_the_public_site_is_not_lost_on_the_copy(local: Town) -> None:
    local.publish("live")
    (local.site / "content/news/2024/2024-03-01-visit.md").unlink()
    assert "the address /news/2024/visit/ has been published" in local.say("publish", "staging", "--at", LIVE, status=1)


def test_the_server_is_asked_to_keep_it_out_of_search(local: Town) -> None:
    local.settle(PATH)
    before = local.say("serverconfig", "nginx", "--at", LIVE)
    for server in ("nginx", "caddy"):
        public = local.say("serverconfig", server, "--at", LIVE)
        assert public == local.say("serverconfig", server, "--at", LIVE, "--target", "live")
        assert "X-Robots-Tag" not in public
        assert f"{local.live}/current" in public
        copy = local.say("serverconfig", server, "--at", LIVE, "--target", "staging")
        assert re.search(r'X-Robots-Tag "noindex"', copy)
        assert f"{local.staging}/current" in copy
        assert "/try/it/" in copy
    local.settle(base_url="")
    assert local.say("serverconfig", "nginx", "--at", LIVE) == before
    assert "there is no target staging" in local.say("serverconfig", "nginx", "--target", "staging", status=2)


@pytest.mark.parametrize(
    "folder", [".bulletin/staging", ".bulletin/staging/one/two", ".bulletin/ledgers", ".bulletin/x/y"]
)
def test_nothing_else_below_the_tools_own_folder_is_built_into(local: Town, folder: str) -> None:
    local.publish("staging")
    before = tree(local.site / ".bulletin/staging")
    with pytest.raises(SystemExit) as ended:
        main(["build", str(local.site), "--output", str(local.site / folder), "--at", LIVE, "--lang", "en"])
    assert ended.value.code == 2
    assert "lies within the site's .bulletin" in local.capsys.readouterr().err
    assert tree(local.site / ".bulletin/staging") == before


def test_it_is_served_and_verified(local: Town, tmp_path: Path) -> None:
    port = free_port()
    local.settle(f"http://127.0.0.1:{port}/", "drafts = true\n")
    local.publish("live")
    local.publish("staging")
    config = local.say("serverconfig", "nginx", "--at", LIVE, "--target", "staging")
    with nginx_running(tmp_path / "nginx", config):
        for address, status in (
            ("/", 200),
            (DRAFT, 200),
            ("/nothing/", 404),
            ("/old/visit/", 301),
            ("/feed.xml", 200),
        ):
            reply = get(f"http://127.0.0.1:{port}/", address)
            assert (reply.status, reply["X-Robots-Tag"]) == (status, "noindex"), address
        assert "files as published at" in local.say("verify", "staging")
        assert "files as published at" in local.say("verify", f"http://127.0.0.1:{port}/")
        page = local.staging / "current/about/index.html"
        page.unlink()
        page.write_text("something else", "utf-8")
        assert "NOT as published" in local.say("verify", "staging", status=1)
