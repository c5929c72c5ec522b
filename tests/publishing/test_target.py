"""The folder that a site is published to: how it is made, who may read it, what is said where it fails; both kinds."""

import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from site_builder.cli.commands import main
from site_builder.publishing.deployment import PublishRequest, find_destination, open_deployment
from tests.publishing.loopback import Sshd, sshd
from tests.publishing.test_kill import small_disk
from tests.publishing.test_publish import Town
from tests.sites import article, tree

pytestmark = pytest.mark.usefixtures("plain_theme")

BIG = 6_000_000
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def town(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Town:
    return there(tmp_path, tmp_path / "www", request.getfixturevalue("ssh_server") if kind == "ssh" else None)


def there(folder: Path, www: Path, server: Sshd | None) -> Town:
    return Town(folder, server.url(www) if server else f"file://{www}", www)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def call(town: Town, *arguments: str, lang: str = "en") -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([*arguments, "--site", str(town.site), "--lang", lang])
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def publish(run: Run, town: Town, *arguments: str) -> None:
    status, out, err = run(town, "publish", *arguments)
    assert status == 0, err
    assert "is live" in out


@contextmanager
def umask(value: int) -> Iterator[None]:
    before = os.umask(value)
    try:
        yield
    finally:
        os.umask(before)


def modes(root: Path) -> tuple[set[str], set[str]]:
    """Give the modes of files and those of folders, the root's too, but for records, which have their own."""
    found: tuple[set[str], set[str]] = (set(), set())
    for each in (root, *root.rglob("*")):
        if not each.is_symlink() and "records" not in each.relative_to(root).parts:
            found[each.is_dir()].add(oct(stat.S_IMODE(each.stat().st_mode)))
    return found


@contextmanager
def account(kind: str, folder: Path, mask: int) -> Iterator[Sshd | None]:
    """Have whoever writes the target have a umask: this process, or the account over there."""
    if kind == "ssh":
        with sshd(folder / "masked", first=f"umask {mask:03o}") as masked:
            yield masked
    else:
        with umask(mask):
            yield None


@pytest.mark.slow
@pytest.mark.parametrize("mask", [0o027, 0o077])
def test_a_web_server_can_read_all_whatever_the_umask(kind: str, run: Run, tmp_path: Path, mask: int) -> None:
    usual = there(tmp_path / "usual", tmp_path / "usual/www", None)
    publish(run, usual)
    with account(kind, tmp_path, mask) as masked:
        town = there(tmp_path, tmp_path / "www", masked)
        publish(run, town)
        assert modes(town.there) == ({"0o644"}, {"0o755"})
        assert [path for path in tree(town.there / "current") if path.endswith(".gz")]
        town.edit("about.md", article("title: About", "Other words.\n"))
        (town.there / "releases").chmod(0o700)  # as an older version left it
        for each in (town.there / "releases").rglob("*.html*"):
            each.chmod(0o600)
        publish(run, town)
    assert modes((town.there / "current").resolve()) == ({"0o644"}, {"0o755"})
    assert stat.S_IMODE((town.there / "releases").stat().st_mode) == 0o755
    own = {"about/index.html", "search/index.html", "bulletin-manifest.json", "sitemap.xml"}
    same = {path for path in tree(usual.there / "current") if path in tree(usual.site / "public")} - own
    same = {path for path in same if not path.startswith(("assets/search/pages-", "assets/search/texts/"))}
    assert len(same) > 20
    assert {p: tree(usual.there / "current")[p] for p in same} == {p: tree(town.there / "current")[p] for p in same}


@pytest.mark.slow
def test_a_target_may_have_modes_of_its_own(run: Run, town: Town) -> None:
    """Also for what was published before the setting; a folder that hands its group down goes on doing so."""
    town.there.mkdir()
    town.there.chmod(0o2750)
    publish(run, town)
    first = modes(town.there / "releases")
    assert first == ({"0o644"}, {"0o2755"})
    to = (town.site / "content/site.toml").read_text("utf-8").split("to = '''")[1].split("'''")[0]
    town.settle(to, 'mode = "0640"\n')
    town.edit("about.md", article("title: About", "Other words.\n"))
    publish(run, town)
    assert modes((town.there / "current").resolve()) == ({"0o640"}, {"0o2750"})
    assert stat.S_IMODE((town.there / "releases").stat().st_mode) == 0o2750


@pytest.mark.parametrize("written", ['"0777"', '"rw-r--r--"', "640", '"0044"'])
def test_a_mode_that_is_none_is_a_mistake_at_its_line(run: Run, tmp_path: Path, written: str) -> None:
    town = there(tmp_path, tmp_path / "www", None)
    town.settle(f"file://{town.there}", f"mode = {written}\n")
    status, _, err = run(town, "publish")
    assert status == 1
    lines = (town.site / "content/site.toml").read_text("utf-8").splitlines()
    assert f"content/site.toml:{lines.index(f'mode = {written}') + 1}:8: error: publish.live.mode is not a" in err
    assert not (town.there / "current").exists()


@pytest.mark.parametrize("inside", ["content", "public", "public/www", "templates", ".bulletin/www", "fetched", "."])
def test_no_folder_that_the_site_itself_uses_is_a_target(run: Run, tmp_path: Path, inside: str) -> None:
    town = there(tmp_path, (tmp_path / "site" / inside).resolve(), None)
    status, out, err = run(town, "publish")
    assert (status, out) == (2, "")
    assert f"the target live would be {town.there}, which the site itself uses" in err
    assert not (town.there / "releases").exists()
    assert [run(town, command)[0] for command in ("rollback", "log", "fetch")] == [2, 2, 2]


@pytest.mark.slow
def test_another_folder_beside_the_content_may_be_a_target(run: Run, tmp_path: Path) -> None:
    publish(run, there(tmp_path, tmp_path / "site/www", None))


@pytest.mark.slow
@pytest.mark.parametrize("how", ["publish", "dry run"])
def test_the_last_folder_is_made_and_no_other(
    kind: str, run: Run, request: pytest.FixtureRequest, tmp_path: Path, how: str
) -> None:
    mistyped = there(
        tmp_path, tmp_path / "ww/bulletin", request.getfixturevalue("ssh_server") if kind == "ssh" else None
    )
    status, out, err = run(mistyped, "publish", *(["--dry-run"] if how == "dry run" else []))
    assert (status, out) == (2, "")
    assert f"there is no folder {tmp_path}/ww for the target live" in err
    assert not (tmp_path / "ww").exists()
    with umask(0o077):
        publish(run, mistyped, "--create")
    assert stat.S_IMODE((tmp_path / "ww").stat().st_mode) == 0o755
    assert (tmp_path / "ww/bulletin/current/index.html").is_file()
    mistyped.edit("about.md", article("title: About", "Other words.\n"))
    publish(run, mistyped)


@pytest.mark.slow
def test_who_holds_the_lock_is_said_on_the_sites_clock(run: Run, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.publishing.targets.target_lock.LOCK_TIMEOUT", 0.1)
    monkeypatch.setattr("site_builder.publishing.targets.ssh.LOCK_TIMEOUT", 0.1)
    toml = town.site / "content/site.toml"
    toml.write_text('time_zone = "Asia/Shanghai"\n' + toml.read_text("utf-8"), "utf-8")
    publish(run, town)
    town.edit("about.md", article("title: About", "Other words.\n"))
    (town.there / ".lock").mkdir()
    (town.there / ".lock/owner").write_text(f"token\nanna@hall\n{os.uname().nodename}\n{os.getpid()}\n1772674200\n")
    status, _, err = run(town, "publish")
    assert status == 3
    assert "anna@hall" in err
    assert "since 5 March 2026, 09:30;" in err
    assert "从 2026年3月5日 09:30 起" in run(town, "publish", lang="zh")[2]


def test_who_publishes_from_the_same_folder_is_said_on_the_sites_clock(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.publishing.checkout_lock.PATIENCE", 0.1)
    town = there(tmp_path, tmp_path / "www", None)
    toml = town.site / "content/site.toml"
    toml.write_text('time_zone = "Asia/Shanghai"\n' + toml.read_text("utf-8"), "utf-8")
    with open_deployment(PublishRequest(site=town.site, now=1_772_674_200), find_destination(town.site, "")):
        status, _, err = run(town, "publish")
        said = run(town, "publish", lang="zh")[2]
    assert status == 3
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    assert re.search(rf"since \d+ [A-Z][a-z]+ {now.year}, \d\d:\d\d;", err)
    assert f"自 {now.year}年{now.month}月{now.day}日 " in said


@pytest.mark.slow
def test_a_rollback_to_a_release_that_was_altered_says_so(run: Run, town: Town) -> None:
    publish(run, town)
    (first,) = town.releases()
    town.edit("about.md", article("title: About", "Other words.\n"))
    publish(run, town)
    before = town.live()
    page = town.there / "releases" / first / "news/2024/fair/index.html"
    page.unlink()
    page.write_bytes(b"altered")
    status, out, err = run(town, "rollback")
    assert (status, out) == (3, "")
    assert f"the release {first} was altered in the target folder (news/2024/fair/index.html), so that nobody" in err
    assert "bulletin log" in err
    assert town.live() == before
    assert len(town.releases()) == 2
    page.unlink()
    (page.parents[3] / "bulletin-manifest.json").unlink()
    status, _, err = run(town, "rollback")
    assert status == 3
    assert f"the release {first} was altered in the target folder (bulletin-manifest.json)" in err


@pytest.mark.slow
def test_a_full_disk_is_said_and_what_was_sent_is_removed(
    kind: str, run: Run, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk):
        town = there(tmp_path, disk / "www", request.getfixturevalue("ssh_server") if kind == "ssh" else None)
        publish(run, town)
        used = shutil.disk_usage(disk).used
        before, live = town.releases(), town.live()
        town.edit("news/2024-02-01-fair/form.pdf", b"%PDF-1.4\n" + os.urandom(BIG))
        status, out, err = run(town, "publish")
        assert (status, out) == (3, "")
        assert "is full (No space left on device)" in err
        assert err.count("\n") == 1 or "warning" in err
        assert (town.releases(), town.live()) == (before, live)
        assert shutil.disk_usage(disk).used <= used + 8192
        (town.site / "content/news/2024-02-01-fair/form.pdf").unlink()
        town.edit("about.md", article("title: About", "Other words.\n"))
        publish(run, town)


@pytest.mark.slow
def test_a_file_that_may_not_be_so_large_over_there(run: Run, tmp_path: Path) -> None:
    """What stands in for a full disk where nobody may mount one: no file may grow beyond 100 kB."""
    with sshd(tmp_path / "sshd", first="ulimit -f 200") as server:
        town = there(tmp_path, tmp_path / "www", server)
        publish(run, town)
        before, live = town.releases(), town.live()
        town.edit("news/2024-02-01-fair/form.pdf", b"%PDF-1.4\n" + os.urandom(BIG))
        status, out, err = run(town, "publish")
        assert (status, out) == (3, "")
        assert "127.0.0.1" in err
        assert "?" not in err
        assert (town.releases(), town.live()) == (before, live)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("only", "said"),
    [
        ("internal-sftp", "This service allows sftp connections only"),
        ("/usr/sbin/nologin", "This account is currently not available"),
    ],
)
def test_an_account_for_sftp_alone_is_told_what_is_needed(run: Run, tmp_path: Path, only: str, said: str) -> None:
    if only.startswith("/") and subprocess.run([only], check=False, capture_output=True).returncode != 1:
        pytest.fail(f"{only} is missing")
    with sshd(tmp_path / "sshd", only=only) as server:
        status, out, err = run(there(tmp_path, tmp_path / "www", server), "publish")
    assert (status, out) == (3, "")
    assert err.count("\n") == 1
    assert f"may run no commands, like one for SFTP alone ({said})" in err
    assert "write sftp:// in the place of ssh://, or use an account with a login shell such as /bin/sh, and" in err
