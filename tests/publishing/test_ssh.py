"""What is particular to ssh targets: host keys, what may stand in an address, bytes on the wire, what servers say."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_builder.problem import CommandError
from site_builder.publishing import deployment as visit
from site_builder.publishing.publish import publish
from site_builder.publishing.targets.open_target import open_target
from site_builder.publishing.targets.rsync import Batch, transfer
from site_builder.publishing.targets.ssh import SshTarget
from site_builder.publishing.targets.ssh_session import SshSession
from tests.publishing.loopback import Sshd, sshd
from tests.sites import PLAIN_TOML, article, tree, write

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_theme")]
NOW = 1_900_000_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Sshd]:
    with sshd(tmp_path / "sshd") as running:
        yield running


def site(folder: Path, to: str, items: int = 3) -> Path:
    write(folder, {"content/site.toml": f"{PLAIN_TOML}[publish.live]\nto = '''{to}'''\n"})
    days = [f"20{10 + n // 336:02}-{1 + n // 28 % 12:02}-{1 + n % 28:02}" for n in range(items)]
    words = "What was said about matter {n} at the meeting, and what came of it. " * 12
    files = {f"news/{day}-visit-{n}.md": article(f"title: Visit {n}", words.format(n=n)) for n, day in enumerate(days)}
    write(folder / "content", files)
    return folder


def publish_at(folder: Path, now: int) -> str:
    done = publish(visit.PublishRequest(site=folder, now=now))
    assert [p for p in done.report.problems if p.severity == "error"] == []
    return done.release


def test_why_a_step_failed_is_waited_for(server: Sshd, tmp_path: Path) -> None:
    there = open_target("live", server.url(tmp_path))
    assert isinstance(there, SshTarget)
    with SshSession(there.address) as session:
        assert session.run("sh", "-c", "(sleep 0.3; echo it is late >&2) & exit 4").status == 4
        assert session.read_last_error() == "it is late"


def test_a_changed_host_key_is_refused(server: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", server.url(tmp_path / "www"))
    server.make_key("other")
    server.know("other")
    with pytest.raises(CommandError) as refused:
        publish_at(there, NOW)
    assert refused.value.status == 3
    assert "another host key" in str(refused.value)
    assert not (tmp_path / "www").exists()
    (server.folder / "known_hosts").write_text("")
    with pytest.raises(CommandError, match="is not known here") as refused:
        publish_at(there, NOW)
    assert refused.value.status == 3
    server.know("host")
    assert publish_at(there, NOW)


def test_nobody_who_is_not_let_in_is_asked_for_a_password(server: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", server.url(tmp_path / "www"))
    (server.folder / "authorized_keys").write_text("")
    with pytest.raises(CommandError, match="lets nobody in") as refused:
        publish_at(there, NOW)
    assert refused.value.status == 3
    assert "Permission denied" in dict(refused.value.values)["reason"]


def test_a_server_that_is_not_there(server: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", "ssh://127.0.0.1:1/www")
    with pytest.raises(CommandError) as refused:
        publish_at(there, NOW)
    assert refused.value.status == 3
    assert "Connection refused" in dict(refused.value.values)["reason"]


def test_a_login_shell_that_talks_does_not_disturb(tmp_path: Path) -> None:
    """Many people's shells say something at every login."""
    talk = "case $SSH_ORIGINAL_COMMAND in *rsync*) ;; *) echo current releases/x; echo held ;; esac"
    with sshd(tmp_path / "sshd", first=talk) as server:
        there = site(tmp_path / "site", server.url(tmp_path / "www"))
        assert publish_at(there, NOW)
        assert publish_at(there, NOW + 9) == ""


def test_a_server_that_falls_silent_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("site_builder.publishing.targets.ssh_session.REPLY_TIMEOUT", 1)
    with sshd(tmp_path / "sshd", first="sleep 30") as server:
        there = site(tmp_path / "site", server.url(tmp_path / "www"))
        with pytest.raises(CommandError, match="has not answered") as refused:
            publish_at(there, NOW)
        assert refused.value.status == 3


def test_folders_over_there_that_may_not_be_written(tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("needs root, to be somebody else over there")
    (tmp_path / "www").mkdir()
    tmp_path.chmod(0o755)
    for each in tmp_path.parents:
        if each.stat().st_uid == os.geteuid() and each != Path("/"):
            each.chmod(each.stat().st_mode | stat.S_IXOTH)
    with sshd(tmp_path / "sshd", as_user=65534) as server:
        there = site(tmp_path / "site", server.url(tmp_path / "www"))
        with pytest.raises(CommandError) as refused:
            publish_at(there, NOW)
        assert refused.value.status == 3
        assert "Permission denied" in dict(refused.value.values)["reason"]
        shutil.chown(tmp_path / "www", 65534, 65534)
        assert publish_at(there, NOW)
        assert {each.stat().st_uid for each in (tmp_path / "www").rglob("*")} == {65534}
        modes = {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "www/releases").rglob("*") if each.is_file()}
        assert modes == {0o644}


def test_a_lock_ends_with_its_connection(server: Sshd, tmp_path: Path) -> None:
    there = site(tmp_path / "site", server.url(tmp_path / "www"))
    publish_at(there, NOW)
    held = open_target("live", server.url(tmp_path / "www"))
    with pytest.raises(CommandError), held.hold_lock("anna"):  # noqa: PT012 - it is the end of the lock that fails
        assert (tmp_path / "www/.lock/owner").is_file()
        server.relay.cut()
        write(there, {"content/about.md": article("title: About")})
        assert publish_at(there, NOW + 9)
        held.switch("20300317T174640Z-00000000")
    assert not (tmp_path / "www/.lock").exists()


def test_an_upload_that_begins_after_its_place_was_swept_makes_none(server: Sshd, tmp_path: Path) -> None:
    root = tmp_path / "www's"
    there = open_target("live", server.url(root))
    assert isinstance(there, SshTarget)
    write(tmp_path / "made", {"a.html": "<p>Ferry</p>"})
    (root / "records/.incoming-x").mkdir(parents=True)
    batch = Batch(tmp_path / "made", "records/.incoming-x", ["a.html"])
    transfer(there.address, batch, lambda _: None)
    assert (root / "records/.incoming-x/a.html").is_file()
    shutil.rmtree(root / "records/.incoming-x")
    with pytest.raises(CommandError):
        transfer(there.address, batch, lambda _: None)
    assert not list((root / "records").iterdir())


def test_one_new_item_moves_less_than_twice_the_changed_bytes(
    server: Sshd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = int(os.environ.get("BULLETIN_ITEMS", "1000"))
    there = site(tmp_path / "site", server.url(tmp_path / "www"), items)
    first = publish_at(there, NOW)
    write(there, {"content/news/2014-12-30-new.md": article("title: New", "What is new here, in a few words. " * 40)})
    before = sum(server.relay.bytes)
    second = publish_at(there, NOW + 60)
    moved = sum(server.relay.bytes) - before
    releases = tmp_path / "www/releases"
    old, new = tree(releases / first), tree(releases / second)
    changed = [path for path in new if old.get(path) != new[path]]
    size = sum(len(new[path]) for path in changed)
    plain = sum(len(new[p]) for p in changed if not p.endswith((".gz", ".br", ".json")))
    told = (
        f"{items} items, {len(new)} files; {len(changed)} changed: {size} B, pages and feeds {plain} B; moved {moved} B"
    )
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert len(changed) < 60
    assert moved < 2 * plain
