"""Nobody's published change is put back: what is live and was never here is refused, named, fetched or overwritten."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from site_builder.ledger import LEDGER
from tests.publishing.towns import FAIR, FEE, Editor, Web, fee
from tests.sites import Files, article, picture, tree

pytestmark = pytest.mark.slow

STALL = "content/news/2024-01-03-fair/stall.png"
FORM = "content/news/2024-01-03-fair/form.txt"
NEW = "content/news/2024-03-01-new.md"
BROKEN = "content/news/2024-03-03-broken.md"
CORRECTED = 'corrections:\n  - {date: 2024-01-05, note: "It was wrong"}\n'


def withdrawn_fee(more: str) -> str:
    """Write the item that is withdrawn by now, and why."""
    return fee(5, f'withdrawn: {{date: 2024-01-04, reason: "It was wrong{more}"}}\n')


def conflicts(editor: Editor, *arguments: str) -> list[str]:
    """Publish; give the sources that this is refused for."""
    report = editor.report("publish", *arguments)
    assert (report["release"] == "") == any(each["severity"] == "error" for each in report["problems"])
    return [each["path"] for each in report["problems"] if each["rule"] == "conflict"]


def test_a_change_that_was_published_elsewhere_is_not_put_back(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7, CORRECTED))
    assert anna.publish() == 0
    ben.edit("content/about.md", article("title: About", "About all of us.\n"))
    before, ledger = web.releases(), ben.read(LEDGER)
    assert ben.publish() == 1
    assert f"{FEE}:1:1: error: the live version is of " in ben.err
    assert "published 2030-03-1" in ben.err  # when, in the site's time zone
    assert f"bulletin fetch brings the live version beside yours; --overwrite {FEE}" in ben.err
    assert ben.publish() == 1  # a refusal teaches nothing
    assert (web.releases(), ben.read(LEDGER)) == (before, ledger)
    assert "7 yuan" in web.page("/news/2024/fee/")
    assert "It was wrong" in web.page("/news/2024/fee/")


@pytest.mark.folder_alone
@pytest.mark.parametrize(
    ("path", "text"),
    [
        (FEE, fee(7)),
        ("content/about.md", article("title: About", "Other words.\n")),
        (STALL, picture(9, 40)),
        (FORM, "Name, stall and street.\n"),
        ("content/static/map.txt", "Another map.\n"),
        ("content/communities.toml", '[east]\nname = "Eastern"\n'),
        ("templates/static/extra.css", "p { color: navy }\n"),
        ("content/_locales/en.po", 'msgid "Home"\nmsgstr "Front"\n'),
        (NEW, article("title: New\ndate: 2024-03-01")),
    ],
)
def test_every_kind_of_source_counts(anna: Editor, web: Web, path: str, text: str | bytes) -> None:
    ben = anna.copy("ben")
    anna.edit(path, text)
    assert anna.publish() == 0, anna.err
    live = web.live()
    ben.edit("content/news/2024-02-01-v1.md", article("title: Visit one"))
    assert conflicts(ben) == [path]
    assert conflicts(ben) == [path]
    assert web.live() == live
    ben.edit(path, text)
    assert ben.publish() == 0, ben.err
    assert "Visit one" in web.page("/news/2024/v1/")


@pytest.mark.folder_alone
def test_settings_count_too(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    settings = "content/site.toml"
    anna.edit(settings, anna.read(settings).replace('title = "Ferry"', 'title = "Ferry Town"'))
    assert anna.publish() == 0
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    assert conflicts(ben) == [settings]
    assert "Ferry Town" in web.live()["index.html"].decode()


def test_what_somebody_removed_does_not_come_back(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.remove(FEE)
    line = {"address": "/news/2024/fee/", "kind": "removed", "published": "2030-03-18T00:00:00Z", "reason": "void"}
    anna.edit(LEDGER, anna.read(LEDGER) + json.dumps(line) + "\n")
    assert anna.publish("--allow-removals") == 0, anna.err
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    assert conflicts(ben) == [FEE]
    assert "removed it from the live site" in ben.err
    assert f"delete yours too, if it is not meant to come back; --overwrite {FEE} publishes it again" in ben.err
    assert "yours in its place" not in ben.err
    assert web.page("/news/2024/fee/") == ""
    ben.remove(FEE)
    assert ben.publish() == 0, ben.err


@pytest.mark.folder_alone
def test_one_conflict_of_an_item_that_was_added_is_one_message(anna: Editor) -> None:
    """It is no lost address, and no line for the ledger is proposed."""
    ben = anna.copy("ben")
    anna.edit(NEW, article("title: New\ndate: 2024-03-01"))
    assert anna.publish() == 0
    assert ben.publish() == 1
    assert ben.err.count("error:") == 1
    assert f"{NEW}:1:1: error: it is live, published by" in ben.err


def test_overwriting_is_said_by_path_or_folder(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    anna.edit(FORM, "Another form.\n")
    assert anna.publish() == 0
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    assert conflicts(ben, "--overwrite", FEE) == [FORM]
    assert ben.publish("--overwrite", "content/news/nothing.md") == 2
    assert "content/news/nothing.md" in ben.err
    assert ben.publish("--overwrite", FEE, "--overwrite", "content/news/2024-01-03-fair") == 0, ben.err
    assert "5 yuan" in web.page("/news/2024/fee/")
    assert conflicts(anna) == ["content/about.md", FEE, FORM]
    ben.edit(FEE, fee(8))
    assert ben.publish() == 0, ben.err  # what is live is his own now


def test_one_editor_alone_is_never_refused(anna: Editor, web: Web) -> None:
    """Not after a rollback, a takedown, a publish with errors, nor without what is kept below .bulletin/."""
    anna.edit(FEE, fee(7))
    assert anna.publish() == 0
    assert anna.run("rollback") == 0
    assert "5 yuan" in web.page("/news/2024/fee/")
    anna.edit(FEE, fee(8))
    assert anna.publish() == 0, anna.err
    shutil.rmtree(anna.site / ".bulletin")
    anna.edit(FEE, fee(9))
    assert anna.publish() == 0, anna.err
    assert anna.run("takedown", "/news/2024/v1/", "--reason", "wrong") == 0, anna.out
    anna.edit(FEE, fee(10))
    assert anna.publish() == 0, anna.err
    (anna.site / LEDGER).unlink()
    anna.edit(FEE, fee(11))
    assert anna.publish() == 0, anna.err
    assert "11 yuan" in web.page("/news/2024/fee/")


@pytest.mark.folder_alone
@pytest.mark.parametrize("mistake", [{BROKEN: "no block"}, {FEE: withdrawn_fee("") + "![A stall](none.png)\n"}])
def test_who_withdraws_beside_a_mistake_may_go_on(anna: Editor, web: Web, mistake: Files) -> None:
    """What then stands in the item's place on the target, its block alone if the mistake is its own, is one's own."""
    anna.edit(FEE, withdrawn_fee(""))
    for path, text in mistake.items():
        anna.edit(path, text)
    assert anna.publish() == 1
    assert "What was due to go has gone" in anna.err
    (anna.site / BROKEN).unlink(missing_ok=True)
    anna.edit(FEE, withdrawn_fee(", and late"))
    assert anna.publish() == 0, anna.err
    assert "wrong, and late" in web.page("/news/2024/fee/")


@pytest.mark.folder_alone
def test_who_withdraws_what_was_moved_may_go_on_after_a_rollback(anna: Editor, web: Web) -> None:
    anna.edit(FEE, fee(5, "id: ferry-fee\n"))
    assert anna.publish() == 0
    anna.remove(FEE)
    anna.edit("content/prices/2024-01-02-fee.md", withdrawn_fee("").replace("title", "id: ferry-fee\ntitle"))
    assert anna.publish() == 0, anna.err
    assert anna.run("rollback") == 0
    assert "It was wrong" in web.page("/news/2024/fee/")
    assert anna.publish() == 0, anna.err


@pytest.mark.parametrize("command", [("rollback",), ("takedown", "/news/2024/v1/", "--reason", "x")])
def test_a_takedown_and_a_rollback_teach_nothing(anna: Editor, web: Web, command: tuple[str, ...]) -> None:
    anna.edit("content/about.md", article("title: About", "Other words.\n"))
    assert anna.publish() == 0
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    assert anna.publish() == 0
    assert ben.publish("--dry-run") == 1
    assert ben.run(*command) == 0, ben.out + ben.err
    if command[0] == "takedown":
        assert "7 yuan" in web.page("/news/2024/fee/")
        assert FEE in conflicts(ben)
        assert web.page("/news/2024/v1/") == ""
    else:
        assert conflicts(anna) == []  # she had what is live now


@pytest.mark.folder_alone
def test_what_lived_between_two_publishes_from_here_was_never_here(anna: Editor, web: Web) -> None:
    """Not even when it comes back: the ledger that a publish brings up to date says only what is of this folder."""
    ben = anna.copy("ben")
    for yuan in (6, 7):
        ben.edit(FEE, fee(yuan, CORRECTED))
        assert ben.publish() == 0, ben.err
    anna.edit(FEE, fee(7, CORRECTED))
    anna.edit("content/about.md", article("title: About", "About all of us.\n"))
    assert anna.publish() == 0, anna.err
    assert ben.run("rollback", "--to", web.releases()[1]) == 0, ben.err
    assert "6 yuan" in web.page("/news/2024/fee/")
    anna.edit(NEW, article("title: New\ndate: 2024-03-01"))
    assert conflicts(anna) == [FEE]
    assert "6 yuan" in web.page("/news/2024/fee/")


def test_a_folder_that_holds_the_live_text_has_had_it(anna: Editor, web: Web) -> None:
    """Line ends do not count."""
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    assert anna.publish() == 0
    ben.edit(FEE, fee(7).replace("\n", "\r\n"))
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    assert ben.publish() == 0, ben.err
    assert "Other words" in web.page("/about/")


def test_what_came_by_git_was_had(anna: Editor, web: Web) -> None:
    def git(editor: Editor, *arguments: str) -> None:
        settings = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
        subprocess.run(["git", *settings, "-C", str(editor.site), *arguments], check=True, capture_output=True)

    anna.edit(".gitignore", "/.bulletin/\n/public/\n/content/ledger.jsonl\n")
    git(anna, "init")
    git(anna, "add", ".")
    git(anna, "commit", "-m", "all")
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    git(anna, "commit", "-am", "seven")
    assert anna.publish() == 0
    ben.edit(FEE, fee(8))
    assert conflicts(ben) == [FEE]
    git(ben, "checkout", ".")
    git(ben, "pull", str(anna.site), "HEAD")
    ben.edit(FEE, fee(8))
    assert ben.publish() == 0, ben.err
    assert "8 yuan" in web.page("/news/2024/fee/")


def test_fetching_brings_the_live_source_beside_ones_own(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    anna.edit(STALL, picture(9, 40))
    anna.edit(NEW, article("title: New\ndate: 2024-03-01"))
    anna.edit("content/news/2024-05-01-draft.md", article("title: Draft\ndate: 2024-05-01\ndraft: true"))
    assert anna.publish() == 0
    mine = {path: (ben.site / path).read_bytes() for path in (FEE, STALL, LEDGER)}
    report = ben.report("fetch")
    assert {(each["path"], each["difference"]) for each in report["differences"]} == {
        (FEE, "changed"),
        (STALL, "changed"),
        (NEW, "added"),
    }
    for each in report["differences"]:
        assert (ben.site / each["fetched"]).read_bytes() == (anna.site / each["path"]).read_bytes()
        assert each["by"]
        assert not each["fetched"].startswith("content/")
    assert {path: (ben.site / path).read_bytes() for path in mine} == mine
    assert FEE in conflicts(ben)
    for each in report["differences"]:
        shutil.copy(ben.site / each["fetched"], ben.site / each["path"])
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    assert ben.publish() == 0, ben.err
    assert "Other words" in web.page("/about/")
    assert ben.run("fetch") == 0
    assert "nothing" in ben.out


@pytest.mark.folder_alone
@pytest.mark.parametrize("linked", [False, True])
def test_fetching_writes_over_nothing_and_nowhere_else(anna: Editor, tmp_path: Path, *, linked: bool) -> None:
    """Somebody has worked on in the fetched file; or the folder leads elsewhere."""
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    assert anna.publish() == 0
    (path,) = (each["fetched"] for each in ben.report("fetch")["differences"])
    assert ben.run("fetch") == 0, ben.err
    if linked:
        (ben.site / "fetched").rename(tmp_path / "elsewhere")
        (ben.site / "fetched").symlink_to(tmp_path / "elsewhere")
    else:
        ben.edit(path, fee(9))
    before = tree(tmp_path / "elsewhere"), ben.read(path)
    assert ben.run("fetch") == 2
    assert f"{path} is not as it was fetched" in ben.err
    assert (tree(tmp_path / "elsewhere"), ben.read(path)) == before


def test_a_race_is_refused_as_well(anna: Editor, web: Web) -> None:
    """The one who comes second is not told to publish again, which would put the first one's change back."""
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    ben.edit(FAIR, ben.read(FAIR).replace("A fair.", "A big fair."))
    assert anna.publish() == 0
    assert ben.publish() == 1
    assert "publish again" not in ben.err
    assert "7 yuan" in web.page("/news/2024/fee/")


def test_a_record_that_was_removed_hides_nobodys_change(anna: Editor, web: Web) -> None:
    ben = anna.copy("ben")
    anna.edit(FEE, fee(7))
    assert anna.publish() == 0
    shutil.rmtree(web.there / "records")
    ben.edit("content/about.md", article("title: About", "Other words.\n"))
    assert ben.publish() == 1
    assert "the record of what is live was removed from the target" in ben.err
    assert "7 yuan" in web.page("/news/2024/fee/")
    anna.edit("content/about.md", article("title: About", "Her words.\n"))
    assert anna.publish() == 0, anna.err  # she has what she made herself
    assert conflicts(ben) == ["content/about.md", FEE]
