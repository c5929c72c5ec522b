"""`[fields]` of site.toml by the command line: mistakes at their lines, what shows a value, what an edit makes anew."""

import json
import re
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from tests.sites import AT, SITE_TOML, article, made, run, tree, write

pytestmark = pytest.mark.slow

FIELDS = """
[fields.telephone]
label = {en = "Telephone", zh = "电话"}
type = "telephone"
[fields."办理地点"]
label.zh = "地点"
label.en = "Counter"
show = ["item", "lists", "search"]
[fields.fee]
type = "number"
columns = ["news"]
[fields.free]
type = "yes/no"
show = ["item", "feed"]
[fields.state]
type = "choice"
choices = [{en = "Open", zh = "开放"}, "by letter"]
[fields.until]
type = "date"
[fields.more]
type = "link"
[fields.mail]
type = "e-mail"
"""
ITEM, PAGE = "content/news/2024-01-31-visit.md", "news/2024/visit/index.html"
VALUES = """title: Visit
电话: 0123-4567 转 8
办理地点：一楼大厅
fee: -12.5
free: 否
state: 开放
until: 2024年3月1日
more: https://www.example.org/x?a=1&b
mail: office@ferry.example.org
"""
LINE = re.compile(r"^(content/[^ ]+:\d+:\d+): (\w+): (.*?)  \[([\w-]+)\]$", re.MULTILINE)
Found = list[tuple[str, str, str]]


def make_site(folder: Path, head: str = VALUES, fields: str = FIELDS) -> Path:
    return write(folder, {"content/site.toml": SITE_TOML + fields, ITEM: article(head)})


def call(*arguments: str) -> object:
    """Run a command; give its exit status."""
    with pytest.raises(SystemExit) as left:
        main([*arguments])
    return left.value.code


def check(site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[Found, str]:
    """Give what `check` finds, place, rule and message, and all that it says."""
    capsys.readouterr()
    call("check", str(site), "--at", AT, "--lang", "en")
    said = "".join(capsys.readouterr())
    return [(place.partition("content/")[2], rule, message) for place, _, message, rule in LINE.findall(said)], said


def list_facts(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<div><dt>([^<]*)</dt><dd>(.*)</dd></div>", page.partition("Details</h2>")[2])[:8]


def test_every_type_is_shown_on_the_page_and_on_paper(tmp_path: Path) -> None:
    wanted = [
        ("Telephone", '<a href="tel:01234567,8">0123-4567 转 8</a>'),
        ("Counter", "一楼大厅"),
        ("fee", "-12.5"),
        ("free", "No"),
        ("state", "Open"),
        ("until", '<time datetime="2024-03-01">March 1, 2024</time>'),
        ("more", '<a href="https://www.example.org/x?a=1&amp;b">https://www.example.org/x?a=1&amp;b</a>'),
        ("mail", '<a href="mailto:office@ferry.example.org">office@ferry.example.org</a>'),
    ]
    output = made(make_site(tmp_path))
    assert list_facts(output[PAGE].decode()) == wanted
    paper = output["print/2024/01/index.html"].decode().partition('<div class="prose"')[2]
    assert re.findall(r"<dt>([^<]*)</dt>", paper) == [label for label, _ in wanted]
    assert "Counter: 一楼大厅" in output["news/index.html"].decode()
    assert '地点：<span lang="en">一楼大厅</span>' in output["zh/news/index.html"].decode()
    feed = output["feed.xml"].decode()
    assert "&lt;dt&gt;free&lt;/dt&gt;&lt;dd&gt;No&lt;/dd&gt;" in feed
    assert "一楼大厅" not in feed
    indexed = b"".join(data for path, data in output.items() if path.startswith("assets/search/")).decode()
    assert "一楼大厅" in indexed
    assert "office@" not in indexed


def test_every_list_shows_what_lists_are_asked_for(tmp_path: Path) -> None:
    """Also those without summaries: of years and months, and beyond the tenth of a list; no other item's page."""
    site = make_site(tmp_path)
    others = {
        f"content/news/2024-01-{day:02}-w{day}.md": article(f"title: Word {day}\nrelated: [news/2024-01-31-visit]")
        for day in range(1, 13)
    }
    write(site, others | {ITEM: article(VALUES.replace("title: Visit", "title: Visit\ndate: 2024-01-01"))})
    output = made(site)
    lists = ["news/index.html", "news/2024/index.html", "2024/01/index.html"]
    for path in lists:
        assert "Counter: 一楼大厅" in output[path].decode(), path
        assert '地点：<span lang="en">一楼大厅</span>' in output[f"zh/{path}"].decode(), path
        assert "0123-4567" not in output[path].decode(), path
    assert "Visit" in output["news/2024/w2/index.html"].decode()
    pages = {path for path in output if path.endswith(".html") and "print/" not in path} - {PAGE}
    assert {path for path in pages if "一楼大厅" in output[path].decode()} == {
        *lists,
        *(f"zh/{path}" for path in lists),
    }


def test_of_several_numbers_none_is_dialled(tmp_path: Path) -> None:
    page = made(make_site(tmp_path, "title: Visit\ntelephone: 0123-4567、0123-4568"))[PAGE].decode()
    assert "<dt>Telephone</dt><dd>0123-4567、0123-4568</dd>" in page


def test_what_is_withdrawn_has_none(tmp_path: Path) -> None:
    head = VALUES + "withdrawn: {date: 2024-02-01, reason: Wrong}\n"
    output = made(make_site(tmp_path, head))
    assert [path for path, data in output.items() if "一楼大厅" in data.decode(errors="ignore")] == []


def test_a_translation_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    write(site, {ITEM.replace(".md", ".zh.md"): article("title: 走访\n电话: 0123-9999", "第一段。\n")})
    page = made(site)[f"zh/{PAGE}"].decode()
    facts = re.findall(r"<dt>([^<]*)</dt><dd>(.*)</dd>", page.partition("详细信息</h2>")[2])
    assert facts[:2] == [("电话", '<a href="tel:01239999">0123-9999</a>'), ("地点", '<span lang="en">一楼大厅</span>')]
    assert ("state", "开放") in facts
    assert ("free", "否") in facts


@pytest.mark.parametrize(
    ("written", "column", "words"),
    [
        ("fee: twelve", 6, ('fee is no number: "twelve"', "write digits alone")),
        ("telephone: ask", 12, ('telephone is no telephone number: "ask"', "write digits")),
        ("state: Opne", 8, ('"Opne" is none of what state may be', "did you mean Open?")),
        ("until: soon", 8, ('the date "soon" is not a date', "write it as 2024-01-31")),
        ("free: maybe", 7, ('free is neither true nor false: "maybe"', "write free: true")),
        ("more: example.org", 7, ('more is not a web address: "example.org"', "write more: https://")),
        ("mail: office", 7, ('mail is no mailbox: "office"', "write mail: office@example.org")),
        ("办理地点: [a, b]", 7, ("办理地点 is a single value", "write 办理地点: and the value")),
        ("办理地店: 一楼", 1, ('the field "办理地店" is not known', "did you mean 办理地点?")),
        ("fea: 2", 1, ('the field "fea" is not known', "did you mean fee?")),
        ("办理地点: 身份证号 110101199003070038", 12, ("resident ID", "")),
        ("telephone: 13912345678", 12, ("mobile", "")),
    ],
)
def test_a_value_is_checked_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, column: int, words: tuple[str, str]
) -> None:
    found, said = check(make_site(tmp_path, f"title: Visit\n{written}"), capsys)
    assert [place for place, _, _ in found] == [f"news/2024-01-31-visit.md:3:{column}"], said
    assert words[0] in found[0][2]
    assert words[1] in said


def test_a_required_field_is_missed_in_its_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fields = '[fields.fee]\ncolumns = ["news"]\nrequired = true\n'
    site = make_site(tmp_path, "title: Visit", fields)
    write(site, {"content/notices/2024-01-01-a.md": article("title: A\nfee: 3")})
    write(site, {"content/about.md": article("title: About\nfee: 3")})
    found, said = check(site, capsys)
    assert [(place, rule) for place, rule, _ in found] == [
        ("about.md:3:1", "field"),
        ("news/2024-01-31-visit.md:1:1", "required"),
        ("notices/2024-01-01-a.md:3:1", "field"),
    ]
    assert "the fee is missing" in said
    assert "not for items of this column" in said


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ('[fields.a]\ntype = "email"', 2, ('"email" is no type of a field', "did you mean e-mail?")),
        ('[fields.a]\ntype = "nubmer"', 2, ('"nubmer" is no type of a field', "did you mean number?")),
        ('[fields.a]\ntype = "日期"', 2, ('"日期" is no type of a field', "did you mean date?")),
        ("[fields.a]\nlabel = 3", 2, ("fields.a.label is neither a text nor texts by language", "")),
        ('[fields.a]\nlabel = " "', 2, ("fields.a.label says nothing", "write the name")),
        ('[fields.a]\nlable = "A"', 2, ('the setting "lable" is not known', "did you mean label?")),
        ('[fields.a]\ntype = "choice"', 1, ("fields.a.choices is no list of what may be chosen", "write choices =")),
        ('[fields.a]\nchoices = ["b"]', 2, ("only a choice has fields.a.choices", 'write type = "choice"')),
        ('[fields.a]\ncolumns = ["new"]', 2, ('"new" is the id of no column', "did you mean news?")),
        ('[fields.a]\nshow = ["list"]', 2, ('"list" is no place where a field is shown', "did you mean lists?")),
        ('[fields.a]\nrequired = "yes"', 2, ("fields.a.required is neither true nor false", "write true")),
        ("[fields.summary]", 1, ('"summary" is a field that every item may have already', "give yours another name")),
        ('[fields."摘要"]', 1, ('"摘要" is a field that every item may have already: summary · 摘要', "")),
        ("[fields.Title]", 1, ('"Title" is a field that every item may have already', "")),
        ('[fields.telephone]\n[fields."电话"]', 2, ('"电话" and "telephone" mean the same field', "keep one")),
        ('[fields."a b"]', 1, ('"a b" cannot be the name of a field', "write letters")),
        ('[fields]\na = "A"', 2, ("fields.a is not a table", "write [fields.a]")),
        ("[fields.联系电话]", 1, ("a name in square brackets that is not of Latin letters", 'write [fields."…"]')),
    ],
)
def test_a_definition_is_checked_where_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], written: str, line: int, words: tuple[str, str]
) -> None:
    found, said = check(make_site(tmp_path, "title: Visit", f"{written}\n"), capsys)
    lines = SITE_TOML.count("\n")
    assert [place.rpartition(":")[0] for place, _, _ in found] == [f"site.toml:{lines + line}"], said
    assert words[0] in found[0][2]
    assert words[1] in said


def test_an_edit_makes_anew_what_shows_the_value(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    for day in range(1, 9):
        write(site, {f"content/notices/2023-05-0{day}-old{day}.md": article("title: Old")})
    assert run(site).problems == ()
    always = {PAGE, "print/2024/01/index.html"}
    lists = {"index.html", "news/index.html", "news/2024/index.html", "2024/01/index.html"}
    for old, new, wanted in (
        ("fee: -12.5", "fee: 7", always),
        ("一楼大厅", "二楼大厅", always | lists),
        ("free: 否", "free: 是", always | {"feed.xml", "news/feed.xml"}),
    ):
        text = (site / ITEM).read_text("utf-8")
        assert old in text
        write(site, {ITEM: text.replace(old, new)})
        report = run(site)
        assert report.parsed == 1
        assert {each for each in report.written_paths if not each.startswith(("zh/", "search/", "assets/"))} == wanted
        assert tree(site / "public") == made(site, clean=True)


def test_another_label_makes_anew_what_shows_it(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    write(site, {"content/notices/2023-05-05-old.md": article("title: Old")})
    run(site)
    write(site, {"content/site.toml": (SITE_TOML + FIELDS).replace('"Counter"', '"Where"')})
    written = set(run(site).written_paths)
    assert {PAGE, "news/index.html", "index.html", "print/2024/01/index.html"} <= written
    assert "notices/2023/old/index.html" not in written
    assert "Where: 一楼大厅" in (site / "public/news/index.html").read_text("utf-8")


def test_a_later_change_has_to_be_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = make_site(tmp_path)
    toml = SITE_TOML + FIELDS + f'[publish.live]\nto = "{(tmp_path / "live").as_uri()}"\n'
    write(site, {"content/site.toml": toml})
    assert call("publish", "--site", str(site), "--at", AT) == 0
    write(site, {ITEM: article(VALUES.replace("fee: -12.5", "fee: 7"))})
    capsys.readouterr()
    call("check", str(site), "--at", "2024-06-20", "--lang", "en")
    said = "".join(capsys.readouterr())
    assert "[change]" in said
    assert "fee" in said.partition("[change]")[0]


def test_a_takedown_leaves_no_value_and_what_others_take_over(tmp_path: Path) -> None:
    """The new release is made of the record, which has of a draft what its translation takes over of it."""
    site, live = make_site(tmp_path / "site"), tmp_path / "live"
    write(site, {"content/site.toml": SITE_TOML + FIELDS + f'[publish.live]\nto = "{live.as_uri()}"\n'})
    write(site, {"content/news/2024-02-01-fair.md": article("title: Fair\ndraft: true\n办理地点: 二楼大厅")})
    write(site, {"content/news/2024-02-01-fair.zh.md": article("title: 集市\ndraft: false", "第一段。\n")})
    assert call("publish", "--site", str(site), "--at", AT) == 0
    assert "一楼大厅" in (live / "current/news/index.html").read_text("utf-8")
    assert call("takedown", "--site", str(site), "--at", AT, "/news/2024/visit/", "--reason", "wrong") == 0
    texts = [data.decode(errors="ignore") for data in tree(live).values()]
    assert not [text for text in texts if "一楼大厅" in text]
    assert "二楼大厅" in (live / "current/zh/news/2024/fair/index.html").read_text("utf-8")


def test_a_new_item_has_the_lines_that_it_needs(tmp_path: Path) -> None:
    site = make_site(tmp_path, fields=FIELDS.replace('"news"]', '"news"]\nrequired = true'))
    for column, lines in (("news", 1), ("notices", 0)):
        assert call("new", "--site", str(site), "--at", AT, "--column", column, "--title", "Fair") == 0
        (new,) = (site / f"content/{column}").rglob("*fair*")
        assert new.read_text("utf-8").splitlines().count("fee:") == lines


def test_text_editors_are_told_of_it(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    assert call("schema", "--site", str(site), "--editor") == 0
    known = json.loads((site / ".vscode/item.schema.json").read_text("utf-8"))["properties"]
    assert known["state"]["enum"] == ["Open", "开放", "by letter"]
    assert known["办理地点"]["description"] == "地点 · Counter"
    assert known["联系电话"] == known["telephone"]
    offered = json.loads((site / ".vscode/bulletin.code-snippets").read_text("utf-8"))
    assert offered["办理地点"]["body"] == ["办理地点: $1"]
    assert offered["state"]["body"] == ["state: ${1|Open,开放,by letter|}"]


def test_a_site_without_fields_is_as_it_was(tmp_path: Path) -> None:
    """Nothing but the settings tells of fields that no item has."""
    one = write(tmp_path / "one", {"content/site.toml": SITE_TOML, ITEM: article("title: Visit")})
    other = make_site(tmp_path / "other", "title: Visit")
    assert made(one) == made(other)


CONTACTS = 'contact = ["13800138000", "bridge.township@qq.com"]'
OFFICE = """
[[published_contacts]]
contact = ["13800138000", "bridge.township@qq.com"]
reason = "duty telephone and mailbox of the office"
"""


def test_the_mask_of_a_number_is_a_value_that_nobody_can_dial(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the check and its mends propose for a private number fits the field that it stands in."""
    site = make_site(tmp_path, "title: Visit\ntelephone: +86 139 1234 5678\nmail: goat.mary@qq.com")
    assert call("check", str(site), "--at", AT, "--lang", "en", "--mend", "--yes") == 0, "".join(capsys.readouterr())
    assert (site / ITEM).read_text("utf-8").split("\n")[2:4] == ["telephone: +86 139****5678", "mail: g***@qq.com"]
    page = made(site)[PAGE].decode()
    assert "<dt>Telephone</dt><dd>+86 139****5678</dd>" in page
    assert "<dd>g***@qq.com</dd>" in page


def test_figures_of_full_width_are_dialled(tmp_path: Path) -> None:
    page = made(make_site(tmp_path, "title: Visit\n电话: ０１２３－４５６７８９０"))[PAGE].decode()
    assert '<dd><a href="tel:01234567890">０１２３－４５６７８９０</a></dd>' in page


def test_contacts_of_the_office_stand_in_fields_and_in_what_is_said_of_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "title: Visit\ntelephone: 138-0013-8000\nmail: Bridge.Township@QQ.com\nfee: 13800138000 yuan"
    site = make_site(tmp_path, head, FIELDS + OFFICE)
    found, said = check(site, capsys)
    assert found == [("news/2024-01-31-visit.md:5:6", "form", 'fee is no number: "13800138000 yuan"')]
    assert "    fee: 13800138000 yuan\n" in said
    write(site, {ITEM: article(head.replace("138-0013-8000", "139-1234-5678"))})
    assert "139****5678" in check(site, capsys)[1]


def test_an_inspection_knows_what_fields_accept_and_what_is_wrong_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    accepted = "# accept personal-data: the duty officer's, with her consent\ntelephone: 13912345678\n"
    head = f"title: Visit\ndate: 2024-01-31\n{accepted}办理地点: 身份证号 110101199003070038"
    site = make_site(tmp_path, head, FIELDS + OFFICE)
    capsys.readouterr()
    call("inspect", str(site), "--at", AT, "--format", "json", "--lang", "en")
    found = json.loads(capsys.readouterr().out)
    assert [(each["path"], each["line"], each["scope"]) for each in found["accepted"]] == [
        (ITEM, 4, "line"),
        *[
            (
                "content/site.toml",
                (site / "content/site.toml").read_text("utf-8").split("\n").index(CONTACTS) + 1,
                "contact",
            )
        ]
        * 2,
    ]
    places = [page["place"] for each in found["indicators"] for page in each.get("pages", ())]
    assert f"{ITEM}:6" in places
    assert f"{ITEM}:5" not in places
