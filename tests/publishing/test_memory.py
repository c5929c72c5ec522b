"""Whatever makes a release live remembers it, so that `verify URL` finds what was put in its place."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publishing.live import Bulletin, served
from tests.publishing.loopback import sshd
from tests.publishing.test_publish import Town
from tests.sites import dump_theme, themed

MANIFEST = "/bulletin-manifest.json"
PAGE = "news/2024/visit-1/index.html"


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def bulletin(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Bulletin]:
    there = tmp_path / "www"
    monkeypatch.setenv("LC_ALL", "C")
    with themed(dump_theme(tmp_path / "theme")):
        if request.param == "file":
            yield Bulletin(Town(tmp_path, f"file://{there}", there), capsys, monkeypatch)
        else:
            with sshd(tmp_path / "server") as running:
                yield Bulletin(Town(tmp_path, running.url(there), there), capsys, monkeypatch)


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
