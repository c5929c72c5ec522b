"""What verify says of a live site that somebody changed, replaced or put something into; on a folder and over ssh."""

import os
import shutil
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.publishing.release.signing import encode_signers, read_public_key
from tests.publishing.live import Bulletin, served
from tests.publishing.loopback import sshd
from tests.publishing.test_publish import Town
from tests.publishing.test_stage import made_key
from tests.sites import article

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_theme")]

MANIFEST = "/bulletin-manifest.json"
PAGE = "news/2024/visit-1/index.html"


def publish(bulletin: Bulletin) -> None:
    bulletin("publish")


def publish_again(bulletin: Bulletin) -> None:
    bulletin("publish")
    bulletin.write("Other words")
    bulletin("publish")


def roll_back(bulletin: Bulletin) -> None:
    publish_again(bulletin)
    bulletin("rollback")


def take_down(bulletin: Bulletin) -> None:
    bulletin("publish")
    bulletin("takedown", "/news/2024/fair/", "--reason", "wrong")


@pytest.mark.parametrize("act", [publish, publish_again, roll_back, take_down])
def test_a_page_and_its_entry_changed_together_are_found(bulletin: Bulletin, act: Callable[[Bulletin], None]) -> None:
    act(bulletin)
    with served(bulletin.live) as url:
        assert bulletin("verify", url, "--report", "json").errors() == []
        bulletin.falsify(PAGE)
        assert bulletin("verify", url, "--report", "json", status=1).errors() == [("manifest", MANIFEST)]
        assert "NOT as published" in bulletin("verify", url, status=1).out


@pytest.mark.parametrize("act", [publish_again, roll_back])
def test_an_older_release_put_back_is_found(bulletin: Bulletin, act: Callable[[Bulletin], None]) -> None:
    """Also where nothing of a later one is left over there."""
    act(bulletin)
    first, *later = bulletin.town.releases()
    bulletin.switch(first)
    for each in later:
        (bulletin.town.there / "releases" / each).rename(bulletin.town.site.parent / each)
    with served(bulletin.live) as url:
        assert ("old", MANIFEST) in bulletin("verify", url, "--report", "json", status=1).errors()


@pytest.fixture
def elsewhere(bulletin: Bulletin) -> Path:
    """The site in a folder of somebody else, who published last."""
    publish(bulletin)
    other = bulletin.town.site.parent / "other"
    shutil.copytree(bulletin.town.site, other, ignore=shutil.ignore_patterns(".bulletin"))
    (other / "content/about.md").write_text(article("title: About", "By a colleague.\n"))
    bulletin("publish", site=other)
    return other


@pytest.mark.parametrize("by_name", [False, True])
def test_a_newer_release_made_elsewhere_is_never_as_published(
    bulletin: Bulletin, elsewhere: Path, *, by_name: bool
) -> None:
    with served(bulletin.live) as url:
        bulletin.town.settle(bulletin.town.to, f'url = "{url}"\n')
        which = "live" if by_name else url
        record = bulletin("verify", which, "--report", "json").record
        assert (record["ok"], record["judged"]) == (False, False)
        assert "unjudged" in {p["rule"] for p in record["problems"] if p["severity"] == "warning"}
        *_, last = bulletin("verify", which).out.splitlines()
        assert "made elsewhere, cannot be judged" in last
        assert "as published" not in last
        assert "无法判断真伪" in bulletin("verify", which, "--lang", "zh").out.splitlines()[-1]
        assert "cannot be judged" in bulletin("verify", which, "--strict", status=1).out
        assert not bulletin("verify", which, "--strict", "--report", "json", status=1).record["judged"]
        there = bulletin("verify", url, "--strict", "--report", "json", site=elsewhere).record
        assert (there["ok"], there["judged"]) == (True, True)


def test_nobody_can_say_that_a_false_release_is_the_next_one(bulletin: Bulletin) -> None:
    """Whoever can write there writes any time, and the manifest of here as the one before."""
    publish(bulletin)
    data = (bulletin.live / "bulletin-manifest.json").read_bytes()
    bulletin.falsify(PAGE, released="2099-01-01T00:00:00Z", previous=sha256(data).hexdigest())
    with served(bulletin.live) as url:
        assert "as published" not in bulletin("verify", url).out
        bulletin("verify", url, "--strict", status=1)


def test_who_knows_nothing_of_a_site_cannot_judge_it(bulletin: Bulletin, tmp_path: Path) -> None:
    publish(bulletin)
    (tmp_path / "home").mkdir()
    with served(bulletin.live) as url:
        said = bulletin("verify", url, site=tmp_path / "home")
        assert "made elsewhere, cannot be judged" in said.out
        bulletin("verify", url, "--strict", status=1, site=tmp_path / "home")


def test_a_good_signature_judges_what_was_made_elsewhere(bulletin: Bulletin, tmp_path: Path) -> None:
    made_key(tmp_path)
    bulletin.town.settle(bulletin.town.to, f'key = "{tmp_path}/key"\n')
    publish(bulletin)
    (tmp_path / "home").mkdir()
    (tmp_path / "signers").write_bytes(encode_signers([read_public_key(tmp_path / "key")]))
    with served(bulletin.live) as url:
        command = ("verify", url, "--strict", "--signers", str(tmp_path / "signers"))
        assert "files as published" in bulletin(*command, site=tmp_path / "home").out


PLANTED = {
    "evil/index.html": "/evil/",
    ".htaccess": "/.htaccess",
    ".well-known/evil.txt": "/.well-known/evil.txt",
    ".bulletin/evil.html": "/.bulletin/evil.html",
    "news/2024/visit-1/more/x.php": "/news/2024/visit-1/more/x.php",
    "news/2024/fair/stall.png.gz": "/news/2024/fair/stall.png.gz",  # browsers get it instead of the picture
    "bulletin-manifest.json.gz": "/bulletin-manifest.json.gz",
    "a\nfile b.html": "/a%0Afile%20b.html",
    "index.html~": "/index.html~",
}


def test_planted_files_are_found_though_nothing_leads_to_them(bulletin: Bulletin) -> None:
    publish(bulletin)
    for path in PLANTED:
        (bulletin.live / path).parent.mkdir(parents=True, exist_ok=True)
        (bulletin.live / path).write_text("planted")
    with served(bulletin.live) as url:
        record = bulletin("verify", url, "--report", "json", status=1).record
        assert sorted(record["extra"]) == sorted(PLANTED.values())
        assert record["tampered"] == record["missing"] == []


def test_planted_links_and_what_is_no_file_are_found(bulletin: Bulletin, tmp_path: Path) -> None:
    """Also a link in the place of a folder: what readers get today is as published, and tomorrow something else."""
    publish(bulletin)
    live = bulletin.live
    (live / "passwd.txt").symlink_to("/etc/passwd")
    (live / "root").symlink_to("/")
    shutil.copytree(live / "news", tmp_path / "news")
    shutil.rmtree(live / "news")
    (live / "news").symlink_to(tmp_path / "news")
    shutil.move(live / "about/index.html", tmp_path / "about.html")
    (live / "about/index.html").symlink_to(tmp_path / "about.html")
    os.mkfifo(live / "pipe")
    with served(bulletin.live) as url:
        record = bulletin("verify", url, "--report", "json", status=1).record
        assert record["extra"] == ["/about/", "/news", "/passwd.txt", "/pipe", "/root"]
        assert record["tampered"] == record["missing"] == []


def test_a_link_current_that_leads_elsewhere_is_found(bulletin: Bulletin, tmp_path: Path) -> None:
    publish(bulletin)
    shutil.copytree(bulletin.live, tmp_path / "elsewhere")
    bulletin.live.unlink()
    bulletin.live.symlink_to(tmp_path / "elsewhere")
    with served(bulletin.live) as url:
        assert bulletin("verify", url, "--report", "json", status=1).errors() == [("extra", "/")]


def test_nothing_is_planted_in_what_commands_leave(bulletin: Bulletin) -> None:
    roll_back(bulletin)
    bulletin("takedown", "/news/2024/fair/", "--reason", "wrong")
    with served(bulletin.live) as url:
        assert bulletin("verify", url, "--report", "json").errors() == []


def test_a_folder_that_nobody_may_look_into_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web server of another account may serve what is in it to whoever knows the name."""
    if os.geteuid():
        pytest.skip("needs root, to be somebody else over there")
    there = tmp_path / "www"
    there.mkdir()
    shutil.chown(there, 65534, 65534)
    for each in (tmp_path, *tmp_path.parents):
        if each != Path("/"):
            each.chmod(each.stat().st_mode | stat.S_IXOTH)
    with sshd(tmp_path / "server", as_user=65534) as running:
        bulletin = Bulletin(Town(tmp_path, running.url(there), there), capsys, monkeypatch)
        publish(bulletin)
        (bulletin.live / "closed").mkdir(mode=0o711)
        with served(bulletin.live) as url:
            assert bulletin("verify", url, "--report", "json", status=1).record["extra"] == ["/closed"]


def test_a_target_that_cannot_be_reached_is_only_warned_of(bulletin: Bulletin) -> None:
    """Whoever may not log in over there still compares what readers see."""
    publish(bulletin)
    bulletin.town.settle("ssh://127.0.0.1:1/www")
    with served(bulletin.live) as url:
        record = bulletin("verify", url, "--report", "json").record
        assert "target" in {p["rule"] for p in record["problems"] if p["severity"] == "warning"}
        assert record["ok"]


def local_times(release: str) -> tuple[datetime, str, str]:
    """Give the time of a release on the clock of Shanghai, and as English and Chinese readers write it."""
    moment = datetime.strptime(release[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(ZoneInfo("Asia/Shanghai"))
    return (
        moment,
        f"{moment.day} {moment:%B} {moment.year}, {moment:%H:%M}",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}",
    )


def set_clock(bulletin: Bulletin, more: str = "") -> None:
    """Put the site into China."""
    bulletin.town.settle(bulletin.town.to, more)
    settings = bulletin.town.site / "content/site.toml"
    settings.write_text(f'time_zone = "Asia/Shanghai"\n{settings.read_text()}')


def test_times_are_on_the_sites_clock_and_in_the_readers_language(bulletin: Bulletin) -> None:
    set_clock(bulletin)
    publish_again(bulletin)
    old, new = bulletin.town.releases()
    _, english, chinese = local_times(new)
    assert f"\n    {english}, " in bulletin("log", "--lang", "en").out
    assert f"\n    {chinese}、" in bulletin("log", "--lang", "zh").out
    assert local_times(old)[1] in bulletin("log").out
    with served(bulletin.live) as url:
        assert f"files as published at {english};" in bulletin("verify", url).out
        assert chinese in bulletin("verify", url, "--lang", "zh").out
        bulletin.switch(old)
        said = f"this is an old release, of {local_times(old)[1]}: the last one that was published is of {english}"
        assert said in bulletin("verify", url, status=1).out
        bulletin.falsify(PAGE, released="2099-01-01T00:00:00Z")
        assert "of 1 January 2099, 08:00" in bulletin("verify", url, status=None).out


def test_the_log_as_an_object(bulletin: Bulletin) -> None:
    set_clock(bulletin)
    empty = bulletin("log", "--report", "json").record
    assert (empty["name"], empty["to"], empty["releases"]) == ("live", bulletin.town.to, [])
    publish_again(bulletin)
    bulletin("rollback")
    said = bulletin("log", "--report", "json")
    assert said.err == ""
    back, second, first = said.record["releases"]
    assert [each["id"] for each in (first, second, back)] == bulletin.town.releases()
    assert [each["live"] for each in (first, second, back)] == [False, False, True]
    assert [each["source"] for each in (first, second, back)] == ["", "", first["id"]]
    assert second["made"] == local_times(second["id"])[0].isoformat()
    assert second["epoch"] == int(local_times(second["id"])[0].timestamp())
    assert first["changes"] is None
    changes = second["changes"]
    assert changes["changed"] == ["about/index.html", "search/index.html"]
    assert {path.rpartition("/")[0].partition("/pages-")[0] for path in (*changes["added"], *changes["removed"])} == {
        "assets/search",  # where its words are found anew, under other names
        "assets/search/texts",
    }
    assert second["pages"] > 5
    assert second["files"] == first["files"] > second["pages"]


@pytest.mark.parametrize("command", ["log", "verify"])
def test_an_object_is_printed_on_every_exit(bulletin: Bulletin, command: str) -> None:
    """A wrong option, a target that is none, one that cannot be reached, a site that is none."""
    bulletin.town.settle("ssh://127.0.0.1:1/www", 'url = "http://127.0.0.1:1/"\n')
    bulletin("build")
    empty = bulletin.town.site.parent / "empty"
    empty.mkdir()
    for arguments, status in ((["--no-such"], 2), (["nowhere"], 2), (["live"], 3), (["--site", str(empty)], 2)):
        said = bulletin(command, *arguments, "--report", "json", status=status)
        assert said.record["error"]
        assert said.record["problems"] == []
        assert said.err.count("bulletin: ") == 1
        assert said.record.get("ok", False) is False
        assert ("releases" if command == "log" else "judged") in said.record


def test_the_folder_knows_its_release_at_another_address_beside_a_staging_copy(bulletin: Bulletin) -> None:
    staging = 'staging = true\nbase_url = "https://staging.example.org/"\n'
    bulletin.town.settle(
        bulletin.town.to, f'[publish.staging]\nto = "file://{bulletin.town.site.parent}/copy"\n{staging}'
    )
    bulletin("publish", "live")
    with served(bulletin.live) as url:
        assert bulletin("verify", url, "--report", "json").record["judged"]
        (bulletin.live / "evil.html").write_text("evil")
        assert bulletin("verify", url, "--report", "json", status=1).record["extra"] == ["/evil.html"]
