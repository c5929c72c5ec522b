"""Mistakes in a site's own words are told at their place; so are pages whose interface is not in their language."""

import json
import re
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from site_builder.language import list_interface_words
from tests.sites import PLAIN_TOML, article, write

BO = "content/_locales/bo.po"
TOML = f"{PLAIN_TOML}[languages.bo]\n[languages.zh]\n"
HEAD = 'msgid ""\nmsgstr ""\n"Language: bo\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
LINES = HEAD.count("\n")
ITEM = {"content/news/2024-01-31-a.md": article("title: A")}
NAMED = "%(name)s, %(date)s"
PLURAL = 'msgid "%(num)s item"\nmsgid_plural "%(num)s items"\n'


def check(site: Path, capsys: pytest.CaptureFixture[str], *options: str) -> list[dict[str, object]]:
    """Run `check`; give what it finds, but the count of words without a translation."""
    with pytest.raises(SystemExit) as ended:
        main(["check", str(site), "--format", "json", *options])
    out, err = capsys.readouterr()
    assert ended.value.code in {0, 1}, err
    problems: list[dict[str, object]] = json.loads(out)["problems"]
    return [each for each in problems if "without a translation" not in str(each["message"])]


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "hint"),
    [
        ('msgid "Hom"\nmsgstr "x"\n', 1, 1, 'no page has the words "Hom"', "did you mean Home?"),
        ('msgid "Xyzzy"\nmsgstr "x"\n', 1, 1, 'no page has the words "Xyzzy"', "delete this entry"),
        (
            *(f'msgid "{NAMED}"\nmsgstr "%(name)s, %(dat)s"\n', 2, 19),
            *("nothing is filled in for %(dat)s", "did you mean %(date)s?"),
        ),
        (
            *(f'msgid "{NAMED}"\nmsgstr "%(name)s"\n', 2, 1),
            *("the translation lacks %(date)s, for which something is filled in", "write it letter by letter"),
        ),
        (
            *('msgid "Home"\nmsgstr "100 %"\n', 2, 13),
            *("nothing is filled in for %", "write %% for the sign of per cent"),
        ),
        (
            *('msgid "Home"\nmsgstr "a\n', 2, 8),
            *("this quotation mark is never closed", "close the quotation mark"),
        ),
        (
            *("msgid “Home”\nmsgstr “x”\n", 1, 1, "this line of the catalogue cannot be read"),
            'write msgid "…" or msgstr "…" in straight quotation marks; a quotation mark within them as \\"',
        ),
        ('msgid "Home"\n', 1, 1, "this entry has no msgstr", 'write msgstr "…" into it'),
        ('msgstr "x"\n', 1, 1, "this entry has no msgid", 'write msgid "…" into it'),
        (
            'msgid "Home"\nmsgstr "a\\q"\n',
            2,
            10,
            "a backslash begins a command that is not known",
            "write two backslashes",
        ),
        (
            *('msgid "Home"\nmsgstr "x"\n\nmsgid "Home"\nmsgstr "y"\n', 4, 1),
            *(f"this word stands in line {LINES + 1} already", "keep one of the two"),
        ),
        (
            *(f'{PLURAL}msgstr[0] "%(num)s"\nmsgstr[1] "%(num)s"\n', 3, 1),
            "a plural has 1 forms in this language, and here are 2",
            "write msgstr[0]; how many there are says the line Plural-Forms at the head of the file",
        ),
        (
            *('msgid "%(num)s item"\nmsgstr "%(num)s"\n', 1, 1),
            "this word has another plural form, so that its translation is never shown",
            'write msgid_plural "%(num)s items", and msgstr[0] …',
        ),
        (
            *('msgctxt "menu"\nmsgid "Home"\nmsgstr "x"\n', 1, 1),
            *("the words of the interface have no msgctxt", "delete this line"),
        ),
    ],
)
def test_a_mistake_is_told_at_its_place(  # noqa: PLR0913, PLR0917 - a row of the table
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, line: int, column: int, message: str, hint: str
) -> None:
    site = write(tmp_path, {"content/site.toml": TOML, BO: HEAD + text, **ITEM})
    found = check(site, capsys)
    first = found[0]
    assert (first["path"], first["line"], first["column"]) == (BO, LINES + line, column), found
    assert (first["message"], first["hint"]) == (message, hint)
    chinese = check(site, capsys, "--lang", "zh")[0]
    assert re.search("[\u4e00-\u9fff]", str(chinese["message"])), chinese
    assert re.search("[\u4e00-\u9fff]", str(chinese["hint"])), chinese


@pytest.mark.parametrize(
    ("files", "path", "message"),
    [
        (
            {BO: HEAD.encode("utf-16")},
            BO,
            'the file is saved as UTF-16 (line 1, byte 1), which some programs call "Unicode"',
        ),
        ({BO: HEAD.encode() + b"\xff\xfa"}, BO, f"line {LINES + 1}, byte 1 (0xFF) is neither UTF-8 nor GB18030 text"),
        ({BO: HEAD.replace("plural=0", "plural=n/(n-1)")}, BO, "this rule for plural forms cannot be read"),
        ({BO: HEAD.replace("plural=0", "plural=n")}, BO, "this rule for plural forms cannot be read"),
        (
            {"content/_locales/ug.po": HEAD},
            "content/_locales/ug.po",
            "this file is the catalogue of no language of this site",
        ),
        (
            {"content/_locales/bo": HEAD},
            "content/_locales/bo",
            "this file is the catalogue of no language of this site",
        ),
        (
            *(
                {"content/_locales/zh.po": HEAD, "content/_locales/zh_Hans_CN.po": HEAD},
                "content/_locales/zh_Hans_CN.po",
            ),
            "content/_locales/zh.po is of the language zh too",
        ),
        ({BO + "/x": HEAD}, BO, "this is no file of its own"),
        ({BO: HEAD + '# 13800138000\nmsgid "Home"\nmsgstr "x"\n'}, BO, "this is a mobile number"),
    ],
)
def test_a_file_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str | bytes], path: str, message: str
) -> None:
    found = check(write(tmp_path, {"content/site.toml": TOML, **files, **ITEM}), capsys)
    assert (path, message) in {(each["path"], each["message"]) for each in found}, found


@pytest.mark.parametrize(
    ("toml", "line"),
    [
        ("[languages.bo]\n", 3),
        ('[languages.bo]\nlocale = "zh_Hans_CN"\n', 3),
        ('language = "de"\n', 3),
        ('language = "ug"\n[languages.en]\n', 3),
    ],
)
def test_a_language_without_words_is_told_where_it_is_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], toml: str, line: int
) -> None:
    """Also where dates are those of a language that the program has."""
    code = re.findall(r'languages\.bo|"(\w\w)"', toml)[0] or "bo"
    (found,) = check(write(tmp_path, {"content/site.toml": PLAIN_TOML + toml, **ITEM}), capsys)
    assert (found["severity"], found["rule"], found["path"], found["line"]) == (
        "warning",
        "interface",
        "content/site.toml",
        line,
    )
    said = f"the program has no words for this language ({code}): the interface of its pages is in another"
    assert found["message"] == said
    assert f"bulletin words {code}" in str(found["hint"])


@pytest.mark.parametrize(
    "toml", ["", '[languages.en]\nlocale = "en_NZ"\n', '[languages.zh-Hant]\nlocale = "zh_Hant_TW"\n']
)
def test_a_language_with_words_is_not_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str], toml: str) -> None:
    assert check(write(tmp_path, {"content/site.toml": PLAIN_TOML + toml, **ITEM}), capsys) == []


def test_a_single_word_is_enough_for_a_language_that_the_program_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"content/_locales/en.po": 'msgid "Home"\nmsgstr "Front page"\n', "content/site.toml": PLAIN_TOML}
    site = write(tmp_path, {**files, **ITEM})
    with pytest.raises(SystemExit):
        main(["check", str(site), "--lang", "en"])
    assert capsys.readouterr().out == "No problems found.\n"
    with pytest.raises(SystemExit):
        main(["build", str(site), "--jobs", "1"])
    assert "Front page" in (site / "public/news/index.html").read_text("utf-8")


def test_words_of_the_site_s_own_templates_are_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template = (
        "<p>{{ _('Ferry times') }}</p>{% trans count=2 %}{{ count }} boat{% pluralize %}{{ count }} boats{% endtrans %}"
    )
    plural = 'msgid "%(count)s boat"\nmsgid_plural "%(count)s boats"\nmsgstr[0] "%(count)s 船"\n'
    files = {"templates/404.html": template, BO: f'{HEAD}msgid "Ferry times"\nmsgstr "船"\n\n{plural}'}
    site = write(tmp_path, {"content/site.toml": TOML, **files, **ITEM})
    assert check(site, capsys) == []
    with pytest.raises(SystemExit):
        main(["build", str(site), "--jobs", "1"])
    assert (site / "public/bo/404.html").read_text("utf-8") == "<p>船</p>2 船"


def words(site: Path, capsys: pytest.CaptureFixture[str], code: str = "bo") -> tuple[int, str]:
    """Run `words`."""
    with pytest.raises(SystemExit) as ended:
        main(["words", code, "--site", str(site), "--lang", "en"])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out + err


def test_a_translator_is_given_all_words_and_what_is_there_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site, all_words = write(tmp_path, {"content/site.toml": TOML, **ITEM}), len(list_interface_words())
    assert words(site, capsys) == (0, f"{site / BO}: {all_words} words were added, 0 were translated before\n")
    empty = (site / BO).read_text("utf-8")
    assert empty.count("msgid ") == all_words + 1
    assert '"Plural-Forms: nplurals=1; plural=0;\\n"' in empty
    assert words(site, capsys)[1].endswith(": 0 words were added, 0 were translated before\n")
    assert (site / BO).read_text("utf-8") == empty
    begun = '# Ours.\nmsgid "Home"\nmsgstr "x"\n\n#, fuzzy\nmsgid "By date"\nmsgstr "y"\n'
    write(site, {BO: HEAD + begun})
    assert words(site, capsys)[1].endswith(f": {all_words - 2} words were added, 1 were translated before\n")
    assert (site / BO).read_text("utf-8").startswith(HEAD + begun + "\n#: templates/")
    assert check(site, capsys) == []
    assert words(site, capsys, "zh")[0] == 0
    assert "#. 首页\n#: site_builder/" in (site / "content/_locales/zh.po").read_text("utf-8")


def test_a_file_may_be_named_after_the_locale(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, toml = "content/_locales/bo-CN.po", f'{PLAIN_TOML}[languages.bo]\nlocale = "bo_CN"\n'
    files = {"content/site.toml": toml, path: HEAD + 'msgid "Hom"\nmsgstr "x"\n'}
    site = write(tmp_path, {**files, **ITEM})
    assert [(each["path"], each["message"]) for each in check(site, capsys)] == [(path, 'no page has the words "Hom"')]
    assert words(site, capsys)[1].startswith(f"{site / path}: ")
    assert [each.name for each in (site / "content/_locales").iterdir()] == ["bo-CN.po"]


def test_a_file_with_mistakes_is_left_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HEAD + 'msgid "Home\n'
    site = write(tmp_path, {"content/site.toml": TOML, BO: text, **ITEM})
    status, said = words(site, capsys)
    assert (status, (site / BO).read_text("utf-8")) == (1, text)
    assert f"{BO}:{LINES + 1}:7: error: this quotation mark is never closed" in said
    assert said.endswith("Nothing was written.\n")
    assert words(site, capsys, "de") == (2, 'bulletin: the site has no language "de"; languages: en, bo, zh\n')
