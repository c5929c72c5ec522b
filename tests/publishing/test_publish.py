"""What publish, rollback and log do, to a folder of this machine and, the slow half, over ssh; with real parts."""

import json
import os
import platform
import re
import subprocess
import time
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.problem import CommandError
from site_builder.publishing import deployment as visit
from site_builder.publishing.deployment import PublishRequest
from site_builder.publishing.history import list_releases
from site_builder.publishing.publish import PublishResult, publish
from site_builder.publishing.rollback import RollbackResult, rollback
from site_builder.publishing.targets.open_target import open_target
from site_builder.state_folder import WAS_LIVE
from tests.sites import PLAIN_TOML, article, picture, tree, write

pytestmark = pytest.mark.usefixtures("plain_theme")

DAY = 24 * 3600
NOW = 1_900_000_000
STRANGE = "a b/q'u\"o;t&e $(touch x) `touch x` %25 太阳 *"


class Town:
    """A site, the folder it is published to, and a clock that moves on by a minute with every call."""

    def __init__(self, folder: Path, to: str, there: Path) -> None:
        self.site, self.there, self.now = folder / "site", there, NOW
        self.settle(to)
        write(
            self.site / "content",
            {
                f"news/2024/2024-01-{n:02}-visit-{n}.md": article(f"title: Visit {n}", f"Words {n}.\n")
                for n in range(1, 6)
            }
            | {
                "news/2024-02-01-fair/index.md": article("title: Fair", "![A stall](stall.png)\n"),
                "news/2024-02-01-fair/stall.png": picture(1),
                "about.md": article("title: About"),
            },
        )

    def settle(self, to: str, more: str = "") -> None:
        self.to = to
        write(self.site, {"content/site.toml": f"{PLAIN_TOML}[publish.live]\nto = '''{to}'''\n{more}"})

    def request(self, *, dry_run: bool = False, allow_removals: bool = False) -> PublishRequest:
        self.now += 60
        return PublishRequest(site=self.site, now=self.now, dry_run=dry_run, allow_removals=allow_removals)

    def publish(self, *, dry_run: bool = False, allow_removals: bool = False) -> PublishResult:
        done = publish(self.request(dry_run=dry_run, allow_removals=allow_removals))
        assert [p for p in done.report.problems if p.severity == "error"] == []
        return done

    def rollback(self, to: str = "") -> RollbackResult:
        return rollback(self.request(), to)

    def edit(self, name: str, text: str | bytes) -> None:
        write(self.site / "content", {name: text})

    def live(self) -> dict[str, bytes]:
        return {p: d for p, d in tree(self.there / "current").items() if not re.search(r"\.(gz|br)$", p)}

    def releases(self) -> list[str]:
        return sorted(each.name for each in (self.there / "releases").iterdir())


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Town:
    there = tmp_path / STRANGE / "www"
    there.parent.mkdir(parents=True)
    address = str(there).replace("%", "%25")
    if request.param == "file":
        return Town(tmp_path, f"file://{address}", there)
    return Town(tmp_path, request.getfixturevalue("ssh_server").url(Path(address)), there)


@pytest.mark.slow
def test_a_release_is_what_was_built_and_is_switched_to_by_a_relative_link(town: Town) -> None:
    done = town.publish()
    live = town.live()
    assert live.pop("bulletin-manifest.json")
    assert live == tree(town.site / "public")
    assert (town.there / "current").readlink() == Path(f"releases/{done.release}")
    assert town.releases() == [done.release]
    assert {each.name for each in town.there.iterdir()} == {"releases", "records", "current"}
    assert (len(done.changes.changed), len(done.changes.removed)) == (0, 0)
    assert len(done.changes.added) == len(live)
    assert not list(town.there.parents[2].rglob("x"))  # $(touch x) made nothing


@pytest.mark.slow
def test_unchanged_files_are_the_same_files_and_changed_ones_are_not(town: Town) -> None:
    first = town.publish()
    town.edit("about.md", article("title: About", "Other words.\n"))
    second = town.publish()
    old, new = (town.there / "releases" / each.release for each in (first, second))
    changed = ["about/index.html", "search/index.html"]  # which names the files in which the words are found
    assert [each.path for each in second.changes.changed] == changed
    compressed = {f"{path}.{ending}" for path in changed for ending in ("gz", "br")}
    kept = tree(old).keys() - {*changed, *compressed, "bulletin-manifest.json"}
    for path in kept:
        if not path.startswith(("assets/search/pages-", "assets/search/texts/")):
            assert (old / path).samefile(new / path), path
    assert not (old / "about/index.html").samefile(new / "about/index.html")
    assert b"Other words" in (new / "about/index.html").read_bytes()
    assert b"Other words" not in (old / "about/index.html").read_bytes()


@pytest.mark.slow
def test_nothing_new_makes_no_release(town: Town) -> None:
    first = town.publish()
    second = town.publish()
    assert (second.release, second.before, bool(second.changes)) == ("", first.release, False)
    assert town.releases() == [first.release]


@pytest.mark.slow
def test_a_dry_run_writes_nothing_over_there(town: Town) -> None:
    done = town.publish(dry_run=True)
    assert done.changes.added
    assert done.release == ""
    assert not town.there.exists()
    town.publish()
    before = sorted((p, p.lstat().st_mtime_ns) for p in town.there.rglob("*"))
    town.edit("about.md", article("title: About", "Other words.\n"))
    change, search = town.publish(dry_run=True).changes.changed
    assert (change.path, change.is_page, search.path) == ("about/index.html", True, "search/index.html")
    assert change.after == (town.site / "public/about/index.html").stat().st_size != change.before
    assert sorted((p, p.lstat().st_mtime_ns) for p in town.there.rglob("*")) == before


@pytest.mark.slow
def test_many_removed_pages_have_to_be_meant(town: Town) -> None:
    town.publish()
    with (town.site / "content/ledger.jsonl").open("a", encoding="utf-8") as ledger:
        for file in (town.site / "content/news/2024").iterdir():
            address = f"/news/2024/{file.stem[11:]}/"
            line = {"address": address, "kind": "removed", "published": "2035-01-01T00:00:00Z", "reason": "a trial"}
            ledger.write(json.dumps(line) + "\n")
            file.unlink()
    before = town.live()
    refused = town.publish()
    assert refused.refusal
    assert (refused.refusal.status, refused.release, refused.let_go) == (1, "", None)
    assert int(dict(refused.refusal.values)["removed"]) >= 5
    assert town.live() == before
    done = town.publish(allow_removals=True)
    assert done.changes.removed_pages >= 5
    assert "news/2024/visit-1/index.html" not in town.live()


@pytest.mark.slow
def test_the_last_releases_are_kept_and_an_error_publishes_nothing(town: Town) -> None:
    made = [town.publish().release]
    town.settle(re.search("to = '''(.*)'''", (town.site / "content/site.toml").read_text())[1], "keep = 2\n")  # type: ignore[index]
    for n in range(3):
        town.edit("about.md", article("title: About", f"Words {n}.\n"))
        made.append(town.publish().release)
    assert town.releases() == made[-2:]
    town.edit("about.md", article("title: About\ndate: tomorrow"))
    done = publish(town.request())
    assert done.release == ""
    assert done.report.problems
    assert town.releases() == made[-2:]


@pytest.mark.slow
def test_a_stylesheet_and_pictures_stay_for_readers_of_the_release_before(town: Town) -> None:
    town.publish()
    (old,) = [path for path in town.live() if re.fullmatch(r"assets/style\..*\.css", path)]
    write(town.site, {"templates/static/style.css": "body { color: #123 }"})
    (town.site / "content/news/2024-02-01-fair/stall.png").unlink()
    town.edit("news/2024-02-01-fair/booth.png", picture(2))
    town.edit("news/2024-02-01-fair/index.md", article("title: Fair", "![A booth](booth.png)\n"))
    done = town.publish()
    live = town.live()
    assert done.carried == 2
    assert old in live
    assert live["news/2024/fair/stall.png"] == picture(1)
    assert town.publish().release == ""  # what is carried is no news
    town.edit("about.md", article("title: About", "Other words.\n"))
    town.publish()
    assert "news/2024/fair/stall.png" not in town.live()
    assert old in town.live()
    town.now += 8 * DAY
    town.edit("about.md", article("title: About", "Yet other words.\n"))
    town.publish()
    assert old not in town.live()


@pytest.mark.slow
def test_what_is_withdrawn_or_expired_is_not_carried_on(town: Town) -> None:
    town.edit("news/2024-02-02-walk/index.md", article("title: Walk", "![A path](path.png)\n"))
    town.edit("news/2024-02-02-walk/path.png", picture(3))
    town.publish()
    assert {"news/2024/fair/stall.png", "news/2024/walk/path.png"} <= town.live().keys()
    gone = "withdrawn:\n  date: 2024-02-03\n  reason: wrong\n"
    town.edit("news/2024-02-01-fair/index.md", article(f"title: Fair\n{gone}"))
    town.edit("news/2024-02-02-walk/index.md", article("title: Walk\nexpires: 2024-02-03", "![A path](path.png)\n"))
    town.publish()
    live = town.live()
    assert "news/2024/fair/index.html" in live
    assert {"news/2024/fair/stall.png", "news/2024/walk/index.html", "news/2024/walk/path.png"} & live.keys() == set()


@pytest.mark.slow
def test_a_rollback_is_what_was_there_before(town: Town) -> None:
    first = town.publish()
    was = town.live()
    town.edit("about.md", article("title: About", "Other words.\n"))
    second = town.publish()
    town.edit("about.md", article("title: About", "Third words.\n"))
    town.publish()
    done = town.rollback()
    assert (done.source, done.left) == (second.release, ())
    assert b"Other words" in town.live()["about/index.html"]
    done = town.rollback()  # again: further back, not forth
    assert done.source == first.release
    live = town.live()
    assert live.pop("bulletin-manifest.json") != was.pop("bulletin-manifest.json")
    assert live == was
    with pytest.raises(CommandError, match="no release before"):
        town.rollback()
    assert town.rollback(second.release).source == second.release
    assert b"Other words" in town.live()["about/index.html"]
    with pytest.raises(CommandError, match="not an earlier release"):
        town.rollback("20200101T000000Z-00000000")
    listed = list_releases(town.request())
    assert [each.live for each in listed] == [True, *[False] * 4]
    assert listed[0].source == second.release
    assert [each.path for each in listed[0].changes.changed] == ["about/index.html", "search/index.html"]


@pytest.mark.slow
def test_a_rollback_leaves_out_what_was_withdrawn_expired_or_taken_down_since(town: Town) -> None:
    town.edit("news/2024-02-02-walk/index.md", article("title: Walk", "![A path](path.png)\n"))
    town.edit("news/2024-02-02-walk/path.png", picture(3))
    town.publish()
    gone = "withdrawn:\n  date: 2024-02-03\n  reason: wrong\n"
    town.edit("news/2024-02-01-fair/index.md", article(f"title: Fair\n{gone}"))
    town.edit("news/2024-02-02-walk/index.md", article("title: Walk\nexpires: 2024-02-03", "![A path](path.png)\n"))
    line = '{"address": "/about/", "kind": "takedown", "published": "2024-02-03T00:00:00Z", "reason": "names"}\n'
    write(town.site, {"content/ledger.jsonl": line})
    town.publish(allow_removals=True)
    done = town.rollback()
    live = town.live()
    left = {f"news/2024/{path}" for path in ("fair/stall.png", "walk/index.html", "walk/path.png")}
    left |= {"2024/02/index.html", "print/2024/02/index.html"}  # of a month with nothing else
    assert set(done.left) == {"about/index.html", *left}
    assert set(done.left) & live.keys() == set()
    assert not [p for p in (town.there / "current").rglob("*") if p.parent.name in {"about", "walk"}]
    assert b"wrong" in live["news/2024/fair/index.html"]  # the notice
    assert "news/2024/visit-1/index.html" in live


@pytest.mark.slow
def test_a_rollback_says_nothing_of_what_was_withdrawn_since(town: Town) -> None:
    """Not in the printed month, a feed, a calendar, a list, the search, or beside its neighbours."""
    secret = article(
        "title: Secret fair\nevents:\n  - {date: 2024-02-09, title: Secret stalls}", "Zanzibar is hidden.\n"
    )
    town.edit("news/2024-02-01-fair/index.md", secret)
    town.edit("news/2024/2024-01-02-visit-2.md", article("title: Visit 2\nevents: [{date: 2024-01-03, title: Tea}]"))
    first = town.publish()
    was = town.live()
    telling = {path for path, data in was.items() if b"Secret" in data or b"zanzibar" in data.lower()}
    assert {"print/2024/02/index.html", "feed.xml", "events.ics", "index.html", "2024/02/index.html"} <= telling
    assert any(path.startswith("assets/search/") for path in telling)
    gone = "title: A fair\nwithdrawn:\n  date: 2024-02-03\n  reason: wrong\n"
    town.edit("news/2024-02-01-fair/index.md", article(gone))
    town.edit("about.md", article("title: About", "Other words.\n"))
    town.publish()
    notice = town.live()["news/2024/fair/index.html"]
    done = town.rollback()
    live = town.live()
    assert done.source == first.release
    assert [path for path, data in live.items() if b"Secret" in data or b"zanzibar" in data.lower()] == []
    assert live["news/2024/fair/index.html"] == notice
    assert live["about/index.html"] == was["about/index.html"]  # all else is as it was
    assert live["news/2024/visit-1/index.html"] == was["news/2024/visit-1/index.html"]
    (index,) = re.findall(rb"2024-[0-9a-f]{12}-\d+-\d+-\d+", live["search/index.html"])[:1]
    assert f"assets/search/{index.decode()}/rows0.txt" in live


@pytest.mark.slow
def test_a_live_file_that_was_changed_over_there_is_sent_again(town: Town) -> None:
    town.publish()
    (town.there / "current/news/2024/visit-1/index.html").write_bytes(b"defaced")
    (town.there / "current/news/2024/visit-2/index.html").unlink()
    town.edit("about.md", article("title: About", "Other words.\n"))
    town.publish()
    live = town.live()
    for n in (1, 2):
        path = f"news/2024/visit-{n}/index.html"
        assert live[path] == (town.site / "public" / path).read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("what", ["releases", "current", "folder", ".lock", "incoming", "release"])
def test_a_planted_link_is_not_followed(town: Town, tmp_path: Path, what: str) -> None:
    outside = write(tmp_path / "outside", {"kept.html": "kept"})
    first = town.publish()
    there = town.there
    if what == "releases":
        (there / "releases").rename(there / "moved")
        (there / "releases").symlink_to(outside)
    elif what == "current":
        (there / "current").unlink()
        (there / "current").symlink_to(outside)
    elif what == "folder":
        (there / "current").unlink()
        (there / "current").mkdir()
    elif what == ".lock":
        (there / ".lock").symlink_to(outside)
    elif what == "incoming":
        (there / "releases/.incoming-20300317T174802Z-00000000").symlink_to(outside)
    else:
        (there / "releases" / first.release).rename(there / "moved")
        (there / "releases" / first.release).symlink_to(outside)
    town.edit("about.md", article("title: About", "Other words.\n"))
    with pytest.raises(CommandError) as refused:
        town.publish()
    assert refused.value.status == 3
    assert tree(outside) == {"kept.html": b"kept"}
    assert "link" in str(refused.value)


@pytest.mark.slow
def test_a_planted_link_in_an_old_release_is_not_published(town: Town, tmp_path: Path) -> None:
    secret = write(tmp_path, {"secret": "secret"}) / "secret"
    town.publish()
    page = town.there / "current/news/2024/visit-1/index.html"
    page.unlink()
    page.symlink_to(secret)
    town.edit("about.md", article("title: About", "Other words.\n"))
    town.publish()
    assert not (town.there / "current/news/2024/visit-1/index.html").is_symlink()
    assert b"secret" not in b"".join(town.live().values())


@pytest.mark.slow
def test_a_second_publisher_is_told_who_holds_the_lock(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.publishing.targets.target_lock.LOCK_TIMEOUT", 0.3)
    monkeypatch.setattr("site_builder.publishing.targets.ssh.LOCK_TIMEOUT", 0.3)
    town.publish()
    before = town.live()
    there = visit.find_destination(town.site, "")
    town.edit("about.md", article("title: About", "Other words.\n"))
    with visit.make_target(town.site, there).hold_lock("anna@town-hall"):
        with pytest.raises(CommandError) as refused:
            town.publish()
        assert town.live() == before
    assert refused.value.status == 3
    said = dict(refused.value.values)
    assert said["who"] == "anna@town-hall"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", said["since"])
    assert town.publish().release


@pytest.mark.slow
@pytest.mark.parametrize("how", ["dead", "old", "unsigned"])
def test_an_abandoned_lock_is_taken_over(town: Town, how: str) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    pid = process.pid if how == "dead" else os.getpid()
    text = f"token\nanna\n{platform.node()}\n{pid}\n{NOW}\n"
    write(town.there, {} if how == "unsigned" else {".lock/owner": text})
    (town.there / ".lock").mkdir(parents=True, exist_ok=True)
    then = time.time() - (0 if how == "dead" else 7 * 3600)
    os.utime(town.there / ".lock", (then, then))
    assert town.publish().release
    assert not (town.there / ".lock").exists()


@pytest.mark.slow
def test_what_was_never_switched_to_is_swept_away(town: Town) -> None:
    first = town.publish()
    orphan = town.there / "releases/20300317T174803Z-00000000"
    write(orphan, {"index.html": "half"})
    write(town.there / "releases/.incoming-20300317T174803Z-00000001", {"index.html": "half"})
    assert (town.there / "releases" / first.release / WAS_LIVE).exists()
    town.edit("about.md", article("title: About", "Other words.\n"))
    second = town.publish()
    assert town.releases() == [first.release, second.release]


@pytest.mark.slow
def test_somebody_who_publishes_in_between_is_noticed(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.publish()
    seen = visit.inspect_deployment(
        town.request(),
        visit.find_destination(town.site, ""),
        visit.make_target(town.site, visit.find_destination(town.site, "")),
    )
    town.edit("about.md", article("title: About", "Other words.\n"))
    second = town.publish()
    with pytest.raises(CommandError, match="meanwhile"):
        seen.deploy(None, None, visit.ignore_progress)  # type: ignore[arg-type]
    assert (town.there / "current").readlink() == Path(f"releases/{second.release}")


@pytest.mark.slow
def test_discard_removes_releases_but_never_the_live_one(town: Town) -> None:
    for words in ("First.", "Second.", "Third."):
        town.edit("about.md", article("title: About", f"{words}\n"))
        town.publish()
    there = visit.make_target(town.site, visit.find_destination(town.site, ""))
    with there.connect(), there.hold_lock("anna"):
        first, second, live = there.inspect().releases
        assert there.remove_releases([second, live, "../../etc", "20200101T000000Z-00000000"]) == (second,)
    assert [each.name for each in sorted((town.there / "releases").iterdir())] == [first, live]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "/srv/www",
        "ftp://host/path",
        "file://host/srv",
        "ssh://host",
        "ssh://host/",
        "ssh://-oProxyCommand=touch x/path",
        "ssh://-oProxyCommand=touch%20x/path",
        "ssh://user@-oProxyCommand=x/path",
        "ssh://-l@host/path",
        "ssh://a b@host/path",
        "ssh://host;x/path",
        "ssh://$(x)/path",
        "ssh://host:0/path",
        "ssh://host:99999/path",
        "ssh://host/a\nb",
        "ssh://host/a%0Ab",
        "file:///a%00b",
    ],
)
def test_what_is_no_target_is_refused(to: str) -> None:
    with pytest.raises(CommandError) as refused:
        open_target("live", to)
    assert refused.value.status == 2


@pytest.mark.slow
def test_the_commands(town: Town, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--site", str(town.site), "--lang", "en"])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    assert run("log") == (0, "Nothing has been published there yet.\n", "")
    status, out, err = run("publish", "--dry-run")
    assert (status, err) == (0, "")
    assert re.search(r"^\+ about/index\.html  \d+\.\d kB$", out, re.MULTILINE)
    assert re.search(r"^\d+ added, 0 changed, 0 removed \(.* new\)$", out, re.MULTILINE)
    assert re.search(r": \d{8}T\d{6}Z-[0-9a-f]{8} is live\n", run("publish")[1])
    assert "nothing new to publish" in run("publish", "live")[1]
    assert re.search(r"\(live\)\n    \d+ \w+ 20\d\d, \d\d:\d\d, \d+ pages, \d+ files, ", run("log")[1])
    status, out, err = run("publish", "other")
    assert (status, out) == (2, "")
    assert "there is no target other" in err
    assert run("rollback")[0] == 2
    town.edit("about.md", article("title: About\ndate: tomorrow"))
    status, _, err = run("publish")
    assert status == 1
    assert "Nothing was published" in err


def test_settings_of_a_target(town: Town) -> None:
    town.settle("file:///srv", 'keep = 3\nkey = "keys/bulletin"\nurl = "https://mirror.example.org/"\n')
    there = visit.find_destination(town.site, "live")
    assert (there.keep, there.key, there.url) == (3, "keys/bulletin", "https://mirror.example.org/")
    town.settle("file:///srv", "keep = 0\n")
    done = publish(PublishRequest(site=town.site, now=NOW))
    assert [p.rule for p in done.report.problems if p.severity == "error"] == ["config"]
    assert done.report.site is None
