"""What every kind of target does, on a real server of its kind: one test for all of them, by the command line alone.

Where a host cannot switch by one step, tests/publishing/test_mirror.py shows what readers may meet meanwhile.
"""

import os
import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from site_builder.publishing.deployment import PublishRequest, find_destination, open_deployment
from tests.publishing.hosts import Host, reading
from tests.publishing.killed_publisher import kill_publisher
from tests.publishing.towns import FEE, MINUTE, SITE, Clock, Editor, fee, sources
from tests.sites import article, picture, themed, tree, write

pytestmark = pytest.mark.slow
LEAK = "Zanzibar-Quincunx"


@pytest.fixture
def editor(
    host: Host, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, plain_look: Path
) -> Iterator[Editor]:
    """Anna, who has published the site."""
    monkeypatch.setenv("LC_ALL", "C")
    write(tmp_path / "anna", {**sources(), "content/site.toml": SITE.format(to=host.to) + host.more})
    with pytest.MonkeyPatch.context() as patch, themed(plain_look):
        anna = Editor(tmp_path / "anna", capsys, Clock(patch))
        assert anna.publish() == 0, anna.err
        assert "is live" in anna.out
        yield anna


def published(editor: Editor) -> dict[str, bytes]:
    """Give what the last build made, which is what readers have to get."""
    return tree(editor.site / "public")


def releases(editor: Editor) -> list[str]:
    """List the kept releases, the newest first."""
    return [each["id"] for each in editor.report("log")["releases"]]


def require_live(host: Host, editor: Editor) -> None:
    """Readers get what was built, its manifest, and nothing else."""
    found = host.pages()
    assert found.pop("bulletin-manifest.json")
    carried = {path for path in found.keys() - published(editor).keys() if path.startswith("assets/")}
    assert {path: data for path, data in found.items() if path not in carried} == published(editor)


def test_readers_get_what_was_built_and_nothing_else(host: Host, editor: Editor) -> None:
    require_live(host, editor)
    assert not [path for path in host.served() if path.startswith((".", "records", "releases", "objects"))]
    before = host.served()
    assert editor.publish() == 0
    assert "is live" not in editor.out
    assert host.served() == before
    editor.edit(FEE, fee(6))
    editor.edit("content/news/2024-03-01-new.md", article("title: New", "Quite new.\n"))
    editor.remove("content/static/map.txt")
    assert editor.publish() == 0, editor.err
    require_live(host, editor)
    assert "map.txt" not in host.served()
    assert len(releases(editor)) == 2


def test_a_dry_run_changes_nothing(host: Host, editor: Editor) -> None:
    before = host.everything()
    editor.edit(FEE, fee(6))
    assert editor.publish("--dry-run") == 0, editor.err
    assert host.everything() == before


def test_a_rollback_brings_back_what_was_live_and_old_releases_go(host: Host, editor: Editor) -> None:
    first = host.pages()
    editor.edit("content/site.toml", editor.read("content/site.toml") + "keep = 2\n")
    editor.edit("content/about.md", article("title: About", f"{LEAK}.\n"))
    assert editor.publish() == 0, editor.err
    assert LEAK.encode() in host.served()["about/index.html"]
    (second, _) = releases(editor)
    assert editor.run("rollback") == 0, editor.err
    found = host.pages()
    differing = {path for path in first.keys() | found.keys() if first.get(path) != found.get(path)}
    assert {path for path in differing if not path.startswith("assets/")} <= {"bulletin-manifest.json"}
    assert len(releases(editor)) == 2
    assert editor.run("rollback", "--to", second) == 0, editor.err
    assert LEAK.encode() in host.served()["about/index.html"]
    for n in range(2):
        editor.edit("content/about.md", article("title: About", f"Something else, {n}.\n"))
        assert editor.publish() == 0, editor.err
    assert len(releases(editor)) == 2
    assert not [path for path, data in host.everything().items() if LEAK.encode() in data]


def test_somebody_elses_change_is_told_and_fetched(host: Host, editor: Editor) -> None:
    ben = editor.copy("ben")
    editor.edit(FEE, fee(7))
    assert editor.publish() == 0, editor.err
    ben.edit("content/about.md", article("title: About", "By Ben.\n"))
    assert ben.publish() == 1
    assert FEE in ben.out + ben.err
    assert b"By Ben" not in host.served()["about/index.html"]
    fetched = ben.report("fetch")["differences"]
    assert [each["path"] for each in fetched] == [FEE]
    ben.edit(FEE, ben.read(fetched[0]["fetched"]))
    assert ben.publish() == 0, ben.err
    assert b"By Ben" in host.served()["about/index.html"]
    assert b"7 yuan" in host.served()["news/2024/fee/index.html"]


def test_a_takedown_leaves_nothing_anywhere(host: Host, editor: Editor) -> None:
    editor.edit("content/news/2024-03-01-leak.md", article(f"title: {LEAK}", f"{LEAK} lives here.\n"))
    assert editor.publish() == 0, editor.err
    editor.edit(FEE, fee(8))
    assert editor.publish() == 0, editor.err
    assert [path for path, data in host.everything().items() if LEAK.encode() in data]
    editor.edit("content/about.md", "no block at all")  # whatever state the content is in
    assert editor.run("takedown", "/news/2024/leak/", "--reason", "a name") == 0, editor.err
    assert "news/2024/leak/index.html" not in host.served()
    assert b"8 yuan" in host.served()["news/2024/fee/index.html"]
    assert not [path for path, data in host.everything().items() if LEAK.encode() in data]


def test_what_expires_goes_though_nothing_new_can_be_published(host: Host, editor: Editor) -> None:
    editor.edit(FEE, fee(5, "expires: 2024-06-01\n"))
    editor.edit("content/about.md", "no block at all")
    assert editor.publish() == 1
    assert "news/2024/fee/index.html" not in host.served()
    assert b"About us" in host.served()["about/index.html"]


def test_verify_tells_what_was_changed_or_put_there(host: Host, editor: Editor) -> None:
    with reading(host) as url:
        assert editor.run("verify", url) == 0, editor.out + editor.err
        host.plant("casino.html", b"<p>Win.</p>")
        assert editor.run("verify", url) == 1
        assert re.search("casino.html.*was put there|casino.html.*not in the manifest|casino", editor.out)
        host.plant("about/index.html", b"<p>Defaced.</p>")
        assert editor.run("verify", url) == 1
        assert "about/" in editor.out


def test_one_at_a_time_and_the_second_is_told_who(
    host: Host, editor: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("target_lock", "ssh"):
        monkeypatch.setattr(f"site_builder.publishing.targets.{module}.LOCK_TIMEOUT", 0.1)
    ben = editor.copy("ben")
    request = PublishRequest(site=editor.site, now=editor.clock.now + MINUTE)
    before = host.served()
    ben.edit("content/about.md", article("title: About", "By Ben.\n"))
    with ExitStack() as held:
        with editor.clock.later():
            held.enter_context(open_deployment(request, find_destination(editor.site, "")))
        # A folder's lock has the machine's time, and the publisher's is years ahead of that.
        for lock in tmp_path.rglob(".lock"):
            os.utime(lock, (editor.clock.now, editor.clock.now))
        assert ben.publish() == 3
        assert re.search(rf"@{re.escape(platform.node())} \(process \d+ on .*is publishing there since ", ben.err)
    assert host.served() == before
    assert ben.publish() == 0, ben.err


def test_who_was_killed_holds_up_nobody(host: Host, editor: Editor, plain_look: Path) -> None:
    """The lock of a process of this machine that is gone is taken over."""
    kill_publisher(editor, plain_look)
    editor.edit(FEE, fee(9))
    assert editor.publish() == 0, editor.err
    require_live(host, editor)
    shutil.rmtree(editor.site / ".bulletin/targets", ignore_errors=True)  # what is kept here may be deleted
    editor.edit(FEE, fee(10))
    assert editor.publish() == 0, editor.err
    require_live(host, editor)


@pytest.mark.parametrize("hours", [5, 7])
@pytest.mark.parametrize("host", ["sftp", "s3", "git", "ftps"], indirect=True)
def test_the_lock_of_another_machine_is_taken_over_after_six_hours(
    host: Host, editor: Editor, hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("site_builder.publishing.targets.target_lock.LOCK_TIMEOUT", 0.1)
    since = int(editor.clock.now + MINUTE - hours * 3600)
    host.hold(f"token\nclara@mill\nmill\n4711\n{since}\n".encode())
    editor.edit(FEE, fee(11))
    status = editor.publish()
    assert status == (3 if hours == 5 else 0), editor.err
    assert ("clara@mill (process 4711 on mill) is publishing there since" in editor.err) == (hours == 5)
    assert (b"11 yuan" in host.served()["news/2024/fee/index.html"]) == (hours == 7)


@pytest.mark.parametrize("host", ["sftp", "s3", "ftps"], indirect=True)
def test_nobody_goes_back_to_a_release_that_was_altered(host: Host, editor: Editor) -> None:
    (first,) = releases(editor)
    old = host.served()["news/2024/fee/index.html"]
    editor.edit(FEE, fee(12))
    assert editor.publish() == 0, editor.err
    before = host.served()
    host.alter(old)
    assert editor.run("rollback") == 3
    assert f"the release {first} was altered in the target folder (news/2024/fee/index.html" in editor.err
    assert host.served() == before


@pytest.mark.parametrize("step", [1, 2, 4])
@pytest.mark.parametrize("host", ["s3", "ftps"], indirect=True)
def test_a_publish_that_was_cut_off_is_finished_by_the_next(
    host: Host, editor: Editor, plain_look: Path, step: int
) -> None:
    """Also where the next one has nothing new to publish itself; meanwhile no page comes before its files."""
    old = host.pages()
    editor.edit(FEE, fee(13))
    editor.edit("content/news/2024-03-01-new/index.md", article("title: New", "![A stall](new.png)\n"))
    editor.edit("content/news/2024-03-01-new/new.png", picture(9, 40))
    kill_publisher(editor, plain_look, step)
    found = host.pages()
    assert old.keys() <= found.keys() != old.keys()
    assert ("news/2024/new/index.html" in found) == (step > 1)
    assert {path for path in found if path.endswith((".png", ".webp", ".avif"))} > {
        p for p in old if p.endswith(".png")
    }
    assert found["bulletin-manifest.json"] == old["bulletin-manifest.json"]
    assert editor.publish() == 0, editor.err
    require_live(host, editor)
    assert b"13 yuan" in host.served()["news/2024/fee/index.html"]
