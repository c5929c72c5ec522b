"""What address a takedown is given, and by what words it is looked for: neither a false name nor a false alarm."""

from pathlib import Path
from unicodedata import normalize

import pytest

from tests.publishing.test_from_live import break_content
from tests.publishing.towns import FAIR, Editor, Web
from tests.sites import article

pytestmark = pytest.mark.slow

FEE_PAGE = "/news/2024/fee/"


@pytest.mark.folder_alone
@pytest.mark.parametrize("written", ["news/2024/fee/", "news/2024/fee", "//ferry.example.org/news/2024/fee/"])
def test_an_address_may_be_written_without_its_beginning(anna: Editor, web: Web, written: str) -> None:
    assert anna.run("takedown", written, "--reason", "x") == 0, anna.err
    assert f"{FEE_PAGE} is taken down" in anna.out
    assert web.everywhere("yuan") == []


@pytest.mark.folder_alone
@pytest.mark.parametrize("name", ["list #1.txt", "100%.txt", normalize("NFD", "é 1.txt")])
def test_a_file_may_be_written_as_it_is_named(anna: Editor, web: Web, name: str) -> None:
    anna.edit("content/news/2024-04-02-files/index.md", article("title: Files", f"See [it](<{name}>).\n"))
    anna.edit(f"content/news/2024-04-02-files/{name}", "A goat.\n")
    assert anna.publish() == 0, anna.err
    assert web.everywhere("goat")
    (anna.site / f"content/news/2024-04-02-files/{name}").unlink()
    anna.edit("content/news/2024-04-02-files/index.md", article("title: Files", "Words.\n"))
    assert anna.run("takedown", f"/news/2024/files/{normalize('NFC', name)}", "--reason", "x") == 0, anna.err
    assert web.everywhere("goat") == []


@pytest.mark.folder_alone
@pytest.mark.parametrize("reason", ["", "\u200b", "a\x07", "a\udcff"])
def test_a_reason_that_is_no_text_is_refused_in_a_sentence(anna: Editor, web: Web, reason: str) -> None:
    assert anna.run("takedown", FEE_PAGE, "--reason", reason) == 2
    assert ("not UTF-8" if "\udcff" in reason else "reason") in anna.err
    assert web.page(FEE_PAGE)


@pytest.mark.folder_alone
@pytest.mark.parametrize("written", ["http://[::1", "https://ferry.example.org]/news/2024/fee/", "?", ""])
def test_what_is_no_address_is_refused_in_a_sentence(anna: Editor, web: Web, written: str) -> None:
    assert anna.run("takedown", written, "--reason", "x") == 2
    assert "was never published; write it from the root of the site" in anna.err
    assert web.page(FEE_PAGE)


@pytest.mark.folder_alone
@pytest.mark.parametrize("title", ["News", "Home", "119", "March 2024", "2024年1月", "Search"])
def test_a_title_that_pages_have_anyway_is_no_trace(anna: Editor, web: Web, title: str) -> None:
    """Names of columns, the interface's words, dates, and figures, which stand in digests as well."""
    anna.edit("content/news/2024-04-01-plain.md", article(f'title: "{title}"', "Something about a goat.\n"))
    assert anna.publish() == 0, anna.err
    assert anna.run("takedown", "/news/2024/plain/", "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("goat") == []


def test_a_target_to_which_nothing_was_published_keeps_nothing_from_going(
    anna: Editor, web: Web, tmp_path: Path
) -> None:
    settings = anna.read("content/site.toml")
    anna.edit("content/site.toml", f"{settings}[publish.later]\nto = 'file://{tmp_path}/later'\n")
    break_content(anna)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("yuan") == []


@pytest.mark.folder_alone
def test_where_nothing_was_published_nothing_is_said_to_be_public(anna: Editor, web: Web) -> None:
    web.there.rename(web.there.with_name("elsewhere"))
    break_content(anna)
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 2
    assert "nothing has been published to live yet" in anna.err


@pytest.mark.parametrize("swept", [False, True])
def test_a_damaged_record_is_mended_by_what_lies_here(anna: Editor, web: Web, *, swept: bool) -> None:
    """By what is kept below .bulletin/, or by the content itself."""
    for each in sorted((web.there / "records").rglob("text-*")):
        each.write_bytes(each.read_bytes()[:20])
    if swept:
        for each in sorted((anna.site / ".bulletin").rglob("*"), reverse=True):
            each.rmdir() if each.is_dir() and not each.is_symlink() else each.unlink()
    anna.edit("content/news/2024-03-03-broken.md", "---\ntitle: Broken\ndate: tomorrow\n---\nText.\n")
    assert anna.run("takedown", FEE_PAGE, "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("yuan") == []
    assert "A fair" in web.page(FAIR.replace("content/news/2024-01-03-", "/news/2024/").replace("index.md", ""))


INTRODUCTION = "content/news/_index.md"


def introduce(anna: Editor, body: str, more: str = "") -> None:
    anna.edit(INTRODUCTION, article(f"title: All news\n{more}", f"{body}\n"))


def test_the_introduction_of_a_column_goes_and_its_list_stays(anna: Editor, web: Web) -> None:
    """Also from the releases that are kept, whatever it said there; a release that never had it is kept."""
    introduce(anna, "Ask Mary Goat, who has a limp.")
    assert anna.publish() == 0, anna.err
    introduce(anna, "Ask Mary Goat about a sheep.")
    assert anna.publish() == 0, anna.err
    first, before = web.releases()[0], len(web.releases())
    assert web.everywhere("limp")
    assert "sheep" in web.page("/news/")
    anna.edit("content/news/2024-04-01-broken.md", "no block at all")
    assert anna.run("takedown", "/news/", "--reason", "her health") == 0, anna.out + anna.err
    assert "The introduction of /news/ is taken down; 2 kept releases had it and were removed" in anna.out
    for said in ("limp", "sheep", "Mary Goat", "All news"):
        assert web.everywhere(said) == []
    assert first in web.releases()
    assert len(web.releases()) == before - 1
    assert "/news/2024/fee/" in web.page("/news/")
    anna.remove("content/news/2024-04-01-broken.md")
    assert anna.publish() == 0, anna.err
    assert f"{INTRODUCTION}:1:1: warning: the introduction of /news/ was taken down on" in anna.out + anna.err
    assert "write id: news-2" in anna.out + anna.err
    assert web.everywhere("sheep") == []
    assert anna.run("serverconfig", "nginx") == 0
    assert "news/_index" not in anna.out
    introduce(anna, "Ask the office.", "id: news-2")
    assert anna.publish("--overwrite", INTRODUCTION) == 0, anna.err
    assert "taken down" not in anna.out + anna.err
    assert "Ask the office." in web.page("/news/")
    assert anna.run("rollback") == 0, anna.err
    assert web.everywhere("sheep") == []


@pytest.mark.folder_alone
@pytest.mark.parametrize("emptied", [False, True])
def test_what_introduced_a_column_leaves_kept_releases(anna: Editor, web: Web, *, emptied: bool) -> None:
    """Where the live site has it no longer; and the column itself may be gone."""
    anna.edit("content/extra/_index.md", article("title: Extra", "Mary Goat has a limp.\n"))
    anna.edit("content/extra/2024-04-01-more.md", article("title: More", "More.\n"))
    assert anna.publish() == 0, anna.err
    anna.remove("content/extra/_index.md")
    if emptied:
        anna.edit("content/extra/2024-04-01-more.md", article("title: More\nexpires: 2024-04-02", "More.\n"))
    assert anna.publish() == 0, anna.err
    assert web.everywhere("limp")
    assert anna.run("takedown", "https://ferry.example.org/extra", "--reason", "x") == 0, anna.out + anna.err
    assert "The introduction of /extra/ is taken down; 1 kept release had it" in anna.out
    assert web.everywhere("limp") == []
    assert anna.run("takedown", "/extra/", "--reason", "x") == 0, anna.out + anna.err
    assert "0 kept releases" in anna.out
    found = anna.report("takedown", "/extra/", "--reason", "x")
    assert (found["address"], found["gone"]) == ("/extra//extra/_index", True)


@pytest.mark.folder_alone
def test_each_language_of_an_introduction_is_taken_down_by_itself(anna: Editor, web: Web) -> None:
    settings = anna.read("content/site.toml")
    anna.edit("content/site.toml", settings.replace("[search]", "[languages.en]\n[languages.zh]\n[search]"))
    introduce(anna, "Ask Mary Goat.")
    anna.edit("content/news/_index.zh.md", article("title: 要闻", "问办公室。\n"))
    assert anna.publish() == 0, anna.err
    assert anna.run("takedown", "/news/", "--reason", "x") == 0, anna.out + anna.err
    assert "It stays public in other languages:\n    /zh/news/" in anna.out
    assert "Mary Goat" not in web.page("/news/")
    assert "问办公室" in web.page("/zh/news/")
    assert anna.run("takedown", "/zh/news/", "--reason", "x") == 0, anna.out + anna.err
    assert web.everywhere("问办公室") == []


@pytest.mark.folder_alone
@pytest.mark.parametrize("address", ["/news/", "/", "/dates/", "/communities/east/", "/news/2024/", "/feed.xml"])
def test_a_list_without_words_of_its_own_is_refused(anna: Editor, address: str) -> None:
    assert anna.run("takedown", address, "--reason", "x") == 2
    assert "is no item and no file: the program makes it of all items that stand there" in anna.err


@pytest.mark.folder_alone
def test_an_introduction_goes_from_all_targets_whatever_it_says_there(anna: Editor, web: Web, tmp_path: Path) -> None:
    settings = anna.read("content/site.toml")
    anna.edit("content/site.toml", f"{settings}[publish.second]\nto = 'file://{tmp_path}/second'\n")
    second = Web(tmp_path / "second")
    introduce(anna, "Ask Mary Goat, who has a limp.")
    assert anna.publish("second") == 0, anna.err
    introduce(anna, "Ask Mary Goat about a sheep.")
    assert anna.publish("live") == 0, anna.err
    assert anna.run("takedown", "/news/", "--reason", "x", "--target", "live") == 0, anna.out + anna.err
    assert web.everywhere("Mary Goat") == []
    assert second.everywhere("limp")
    assert "Nothing was done on: second" in anna.out
    assert anna.run("takedown", "/news/", "--reason", "x") == 0, anna.out + anna.err
    assert second.everywhere("Mary Goat") == []
    assert "/news/2024/fee/" in second.page("/news/")
