"""What is taken down is gone from the live site, from every kept release, and from whatever is gone back to."""

import json
from pathlib import Path

import pytest

from site_builder import urls
from site_builder.cli.commands import main
from site_builder.problem import CommandError
from site_builder.publishing.rollback import rollback
from site_builder.publishing.takedown.takedown import take_down
from tests.fonts import make_font
from tests.publishing.test_publish import Town
from tests.sites import article, picture, tree

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("plain_theme")]
SECRET = b"0571-81234567"
FAIR = "/news/2024/fair/"
STALL = "/news/2024/fair/stall.png"


@pytest.fixture(params=["file", pytest.param("ssh", marks=pytest.mark.slow)])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Town:
    there = tmp_path / "www"
    to = f"file://{there}" if request.param == "file" else request.getfixturevalue("ssh_server").url(there)
    return Town(tmp_path, to, there)


def published(town: Town) -> list[str]:
    """Publish three times: without the item, with it, with another change."""
    town.publish()
    town.edit("news/2024/2024-03-01-list.md", article("title: List", f"Call {SECRET.decode()}.\n"))
    town.publish()
    town.edit("about.md", article("title: About", "Other words.\n"))
    town.publish()
    return town.releases()


def traces(town: Town, wanted: bytes) -> list[str]:
    """Find the files on the target that hold some bytes."""
    return [str(path) for path, data in tree(town.there).items() if wanted in data]


def test_nothing_is_left_on_the_target(town: Town) -> None:
    first, *_ = published(town)
    assert traces(town, SECRET)
    done = take_down(town.request(), "/news/2024/list/", "a private number")
    assert traces(town, SECRET) == []
    assert len(done.done[0].removed) == 2
    assert town.releases() == [first, done.done[0].published.release]  # type: ignore[union-attr]


def test_no_rollback_and_no_publish_brings_it_back(town: Town) -> None:
    published(town)
    take_down(town.request(), "/news/2024/list/", "a private number")
    town.rollback()
    assert traces(town, SECRET) == []
    town.edit("about.md", article("title: About", "Once more.\n"))
    town.publish()
    assert traces(town, SECRET) == []
    lines = [json.loads(each) for each in (town.site / "content/ledger.jsonl").read_text("utf-8").splitlines()]
    down = [each for each in lines if each["kind"] == "takedown"]
    assert [(each["address"], each["reason"]) for each in down] == [("/news/2024/list/", "a private number")]


def test_a_ledger_that_was_lost_here_comes_back_from_the_target(town: Town) -> None:
    published(town)
    take_down(town.request(), "/news/2024/list/", "a private number")
    (town.site / "content/ledger.jsonl").unlink()
    town.edit("about.md", article("title: About", "Once more.\n"))
    town.publish()
    assert traces(town, SECRET) == []
    assert b"takedown" in (town.site / "content/ledger.jsonl").read_bytes()


def test_what_an_earlier_build_left_here_is_told(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    town.publish()
    page = town.site / "public/news/2024/fair/index.html"
    assert page.is_file()
    with pytest.raises(SystemExit, match="0"):
        main(["takedown", FAIR, "--reason", "a face", "--site", str(town.site), "--lang", "en"])
    assert "public/ on this computer still has it; the next build removes it" in capsys.readouterr().out
    assert page.is_file()
    with pytest.raises(SystemExit, match="0"):
        main(["build", str(town.site)])
    assert not page.exists()


def test_a_file_of_an_item_is_taken_down_by_itself(town: Town) -> None:
    town.publish()
    data = (town.site / "content/news/2024-02-01-fair/stall.png").read_bytes()
    town.edit("news/2024-02-01-fair/index.md", article("title: Fair", "No picture.\n"))
    take_down(town.request(), STALL, "somebody's face")
    assert traces(town, data) == []
    assert (town.there / "current/news/2024/fair/index.html").is_file()


def test_the_whole_url_and_a_missing_slash_mean_the_address(town: Town) -> None:
    published(town)
    assert take_down(town.request(), "https://ferry.example.org/news/2024/list", "x").address == "/news/2024/list/"


def shown(town: Town) -> str:
    """Publish a picture that has variants; give the path of one of them."""
    town.edit("news/2024-02-01-fair/stall.png", picture(1, 200))
    town.publish()
    return next(path for path in town.live() if path.startswith("assets/pictures/stall-200."))


@pytest.mark.parametrize("copied", [False, True])
def test_a_picture_loses_its_variants_at_once_though_a_page_shows_it(town: Town, *, copied: bool) -> None:
    """Also where the address of a variant is given, as a reader copies it."""
    variant = shown(town)
    town.edit("about.md", article("title: About", "Other words.\n"))
    town.publish()
    done = take_down(town.request(), f"https://ferry.example.org/{variant}" if copied else STALL, "somebody's face")
    assert done.address == STALL
    assert done.is_gone
    assert not [path for path in tree(town.there) if "stall" in path]
    assert b"<img" not in town.live()["news/2024/fair/index.html"]


def test_variants_of_a_picture_that_was_exchanged_are_not_carried_on(town: Town) -> None:
    variant = shown(town)
    town.edit("news/2024-02-01-fair/stall.png", picture(2, 200))
    town.publish()
    assert variant not in town.live()
    assert "news/2024/fair/stall.png" in town.live()


@pytest.mark.parametrize(("address", "reason"), [("/news/2024/nothing/", "x"), ("/news/2024/list/", "  ")])
def test_what_was_never_published_or_has_no_reason_is_refused(town: Town, address: str, reason: str) -> None:
    before = published(town)
    with pytest.raises(CommandError) as refused:
        take_down(town.request(), address, reason)
    assert refused.value.status == 2
    assert town.releases() == before


def test_the_command_says_what_it_did(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    published(town)
    with pytest.raises(SystemExit) as ended:
        main(["takedown", FAIR, "--reason", "wrong", "--site", str(town.site), "--lang", "en"])
    assert ended.value.code == 0
    assert "/news/2024/fair/ is taken down; 3 kept releases had it and were removed" in capsys.readouterr().out


def test_a_rollback_goes_to_what_is_left(town: Town) -> None:
    first, *_ = published(town)
    take_down(town.request(), "/news/2024/list/", "a private number")
    assert rollback(town.request(), "").source == first


def test_the_picture_that_was_drawn_of_a_title_goes_with_it(town: Town) -> None:
    """Also one that only an older release has, where titles are no longer drawn; font and icon are in the record."""
    plain = (town.site / "content/site.toml").read_text("utf-8")
    font = f'{plain}[theme]\nfavicon = "a.png"\n[share]\nfont = "a.ttf"\n'
    town.edit("a.png", picture(90, 512))
    town.edit("a.ttf", make_font())
    for settings in (f"{font}items = true\n", font):
        town.edit("site.toml", settings)
        town.publish()
    picture_of_item = f"news/2024/fair/{urls.SHARE_PICTURE}"
    first, second = ((town.there / f"releases/{each}") for each in town.releases())
    assert (first / picture_of_item).is_file()
    assert not (second / picture_of_item).exists()
    icon, site_picture = (town.live()[path] for path in (urls.TOUCH_ICON, urls.SHARE_PICTURE))
    (town.site / "content/about.md").write_text("broken", "utf-8")
    take_down(town.request(), FAIR, "a face")
    assert not first.exists()
    assert [path for path in tree(town.there) if path.endswith(picture_of_item)] == []
    assert (town.live()[urls.TOUCH_ICON], town.live()[urls.SHARE_PICTURE]) == (icon, site_picture)


def test_the_address_of_a_drawn_picture_means_its_item(town: Town) -> None:
    plain = (town.site / "content/site.toml").read_text("utf-8")
    town.edit("site.toml", f'{plain}[theme]\nfavicon = "a.png"\n[share]\nfont = "a.ttf"\nitems = true\n')
    town.edit("a.png", picture(90, 512))
    town.edit("a.ttf", make_font())
    town.edit("news/2024/2024-03-01-list.md", article("title: List", f"Call {SECRET.decode()}.\n"))
    town.publish()
    for address in (urls.SHARE_PICTURE, urls.ICON, f"news/{urls.SHARE_PICTURE}"):
        with pytest.raises(CommandError):
            take_down(town.request(), f"/{address}", "no item")
    take_down(town.request(), f"/news/2024/list/{urls.SHARE_PICTURE}", "a private number")
    assert traces(town, SECRET) == []
    assert f"news/2024/list/{urls.SHARE_PICTURE}" not in town.live()
