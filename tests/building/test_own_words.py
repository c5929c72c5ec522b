"""A site's own words stand on the pages of their language, all of them; an edit makes these anew, and nothing else."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from site_builder.building.build import build
from site_builder.building.session import BuildSession, Options
from site_builder.cli.commands import main
from site_builder.cli.worker_pool import WorkerPool
from site_builder.language import InterfaceWord, list_interface_words, load_catalogue
from site_builder.problem import has_errors
from tests.building.full_site import AT, FILES
from tests.sites import PLAIN_TOML, SITE_TOML, article, run, tree, write

DOCS = Path(__file__).parents[2] / "docs/languages.md"
CATALOGUE = "content/_locales/zh.po"
OPEN, CLOSE = "⟦", "⟧"
BOXES = "!!! note\n    Read this.\n\n- [x] Mended\n- [ ] Painted\n"
# What a page says besides words of the interface: the items' words, addresses, and those of programs.
TAGS = re.compile(r"<(script|style|title)\b.*?</\1>|<[^>]*>", re.DOTALL)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def po(words: Mapping[str, str], plural: str = "nplurals=1; plural=0") -> str:
    """Write a catalogue."""
    head = f'msgid ""\nmsgstr "Plural-Forms: {plural};\\n"\n'
    return head + "".join(f"\nmsgid {quoted(one)}\nmsgstr {quoted(word)}\n" for one, word in words.items())


def mark(word: InterfaceWord) -> str:
    """Write the entry of a word whose translation is the word itself, marked."""
    lines = [f"msgid {quoted(word.one)}"]
    lines += [f"msgid_plural {quoted(word.many)}"] if word.many else []
    name = "msgstr[0]" if word.many else "msgstr"
    return "\n".join([*lines, f"{name} {quoted(OPEN + (word.many or word.one) + CLOSE)}", ""])


def marked() -> str:
    """Write a catalogue in which every word is marked."""
    return "\n".join([po({}), *map(mark, list_interface_words())])


def command(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--lang", "en"])
    return int(ended.value.code or 0)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, whose Chinese pages have every word marked."""
    files = {path: data for path, data in FILES.items() if not path.startswith("templates/")}
    more = {"content/news/2024-06-01-boxes.zh.md": article("title: 框", BOXES), CATALOGUE: marked()}
    site = write(tmp_path_factory.mktemp("full"), files | more)
    report = run(site, at=AT)
    assert not has_errors(report.problems), report.problems
    return site


def list_pages(site: Path, *, own: bool) -> Iterator[tuple[str, str]]:
    for path, data in tree(site / "public").items():
        if path.endswith((".html", ".xml")) and path.startswith("zh/") == own:
            yield path, data.decode()


@pytest.mark.slow
def test_every_word_of_every_page_comes_from_the_site_s_catalogue(full: Path) -> None:
    """None is left in the program's Chinese, whichever list of words it is in: so the list has all that pages say."""
    theirs = {word for text, word in load_catalogue("zh_Hans_CN").items() if re.search("[\u4e00-\u9fff]{3}", word)}
    plain = {word for word in theirs if not re.search(r"[%{}]", word)}
    pages = list(list_pages(full, own=True))
    assert len(pages) > 20
    found = [(path, word) for path, text in pages for word in plain if word in TAGS.sub("\n", text)]
    assert found == []
    attributes = [(p, w) for p, text in pages for w in plain if f'="{w}"' in text]
    assert attributes == []
    assert f"{OPEN}Note{CLOSE}" in dict(pages)["zh/news/2024/boxes/index.html"]
    assert f"{OPEN}done:{CLOSE}" in dict(pages)["zh/news/2024/boxes/index.html"]


@pytest.mark.slow
def test_the_pages_of_other_languages_have_none_but_the_name_of_the_home_page(full: Path) -> None:
    """And but for what is said in that language there: that an item has no translation, and in items' own texts."""
    there = ("Home", "This item is not available in this language.", "Note", "done:", "to do:")
    for path, text in list_pages(full, own=False):
        for word in there:
            text = text.replace(OPEN + word + CLOSE, "")  # noqa: PLW2901 - what is left of it
        assert OPEN not in text, path


@pytest.mark.slow
def test_an_edit_makes_the_pages_of_its_language_anew_as_a_clean_build_would(tmp_path: Path) -> None:
    """Whether one process or several do it, in one that goes on as the preview does, and in one that begins anew."""
    items = {f"content/news/2024-01-{n:02}-item-{n}.md": article(f"title: Item {n}") for n in range(1, 29)}
    items |= {path.replace(".md", ".zh.md"): article("title: 甲", BOXES) for path in items}
    site = write(tmp_path, {"content/site.toml": SITE_TOML, CATALOGUE: po({"Published": "发"}), **items})
    session = BuildSession()
    touched = frozenset([CATALOGUE])
    with WorkerPool(2) as workers:
        for kept, executor in ((session, None), (None, workers), (None, None)):
            options = Options(site=site, output=site / "public", at=AT, now=0.0)
            assert not has_errors(build(options, kept, executor).problems)
        for number, words in enumerate(({"Published": "印发"}, {"Note": "注意"}, {"Home": "主页"}, {})):
            write(site, {CATALOGUE: po(words)})
            kept, executor = ((session, None), (None, workers))[number % 2]
            asked = Options(site=site, output=site / "public", at=AT, now=0.0, touched=touched if kept else None)
            report = build(asked, kept, executor)
            assert report.parsed == (56 if number in {1, 2} else 0), words  # texts that say a word, and no longer do
            others = [each for each in report.written_paths if not each.startswith(("zh/", "assets/search/"))]
            assert bool(others) == (number in {2, 3}), others  # the choice of languages names the home page
            assert report.written
            build(Options(site=site, output=site / "clean", at=AT, now=0.0, clean=True))
            assert tree(site / "public") == tree(site / "clean")


@pytest.mark.slow
def test_two_sites_of_one_process_keep_their_words_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        write(tmp_path / name, {"content/site.toml": SITE_TOML, CATALOGUE: po({"By date": f"日期 {name}"})})
    assert command("build", str(tmp_path / "one"), str(tmp_path / "two"), "--jobs", "1") == 0, capsys.readouterr().err
    for name, other in (("one", "two"), ("two", "one")):
        page = (tmp_path / name / "public/zh/index.html").read_text("utf-8")
        assert (f"日期 {name}" in page, f"日期 {other}" in page) == (True, False)


def test_the_example_of_the_manual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toml, catalogue = (
        re.findall(f"```{kind}\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)[0] for kind in ("toml", "po")
    )
    promise = article("title: A\ncommunities: east\ncommitments:\n  - {id: road, text: Mend it}")
    item = {"content/news/2024-01-31-a.md": promise, "content/communities.toml": '[east]\nname = "East"\n'}
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML + toml, "content/_locales/bo.po": catalogue, **item})
    assert command("build", str(site), "--jobs", "1", "--at", AT) == 0
    words = list_interface_words()
    said = f"words of the interface without a translation: {len(words) - 3} of {len(words)}; the first is"
    said = f'{said} "{words[0].one[:15]}'
    assert f"content/_locales/bo.po:1:1: warning: {said}" in capsys.readouterr().err
    page = (site / "public/bo/index.html").read_text("utf-8")
    assert "གཙོ་ངོས།" in page
    assert 'property="og:locale" content="bo_CN"' in page
    assert "ཁས་ལེན་ 1" in (site / "public/bo/commitments/index.html").read_text("utf-8")


def test_words_are_text_and_no_html(tmp_path: Path) -> None:
    word = '<b onclick="x()">日期 & "时间"</b>'
    site = write(tmp_path, {"content/site.toml": SITE_TOML, CATALOGUE: po({"By date": word, "Home": word})})
    assert not run(site).problems
    for path in ("zh/index.html", "zh/dates/index.html", "index.html"):
        page = (site / "public" / path).read_text("utf-8")
        assert "<b onclick" not in page
        assert 'x()"' not in page
    assert html.escape(word) in (site / "public/zh/index.html").read_text("utf-8")


@pytest.mark.parametrize(("numbers", "form"), [((1,), "jedna"), ((2, 4, 22), "kilka"), ((0, 5, 12, 25, 1000), "wiele")])
def test_a_plural_has_the_forms_that_the_catalogue_s_head_says(
    tmp_path: Path, numbers: tuple[int, ...], form: str
) -> None:
    from site_builder.config import read_config
    from site_builder.language import make_plural_translator

    head = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"
    forms = 'msgid "%(num)s item"\nmsgid_plural "%(num)s items"\nmsgstr[0] "jedna"\n'
    forms += 'msgstr[1] "%(num)s kilka"\nmsgstr[2] "%(num)s wiele"\n'
    files = {
        "content/site.toml": f"{PLAIN_TOML}[languages.pl]\n",
        "content/_locales/pl.po": po({}, head) + "\n" + forms,
    }
    config = read_config(write(tmp_path, files))
    assert (config.problems, config.value is not None) == ((), True)
    choose = make_plural_translator(config.value.languages[1].locale if config.value else "")
    assert {choose("%(num)s item", "%(num)s items", n).removeprefix("%(num)s ") for n in numbers} == {form}
    assert choose("%(num)s event", "%(num)s events", 2) == "%(num)s events"
