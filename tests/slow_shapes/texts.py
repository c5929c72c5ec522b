"""Texts that are small and would take long to be read: signs by repetition by place; made here, asserts nothing.

Each shape makes a site in a folder at a size and gives the command to run there.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

HEAD = "---\ntitle: Roll\ndate: 2024-01-31\n"
TOML = 'title = "T"\nbase_url = "https://example.org/"\n'
# The last two are all but those from which a body in Latin letters is none, and a file is no item.
SIZES = (64 << 10, 290 << 10, 1020 << 10)
# What is no line of its own is repeated on lines of so many characters, all but those of which a line is refused.
LINE = 19_990
Write = Callable[[int], str]


def write_site(folder: Path, files: dict[str, str]) -> None:
    """Write the files of a site's content."""
    for path, text in {"site.toml": TOML, "news/roll.md": f"{HEAD}---\n\nText.\n", **files}.items():
        (folder / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "content" / path).write_text(text, encoding="utf-8")


def repeat(unit: str, size: int) -> str:
    """Repeat a unit up to a size in bytes of UTF-8; `{n}` in it is the number of the repetition."""
    if "{n}" not in unit:
        return unit * (size // len(unit.encode()))
    pieces, left, number = [], size, 0
    while left > 0:
        pieces.append(unit.replace("{n}", str(number)))
        left -= len(pieces[-1].encode())
        number += 1
    return "".join(pieces)


# Units that are repeated: on one line of a body, or as lines and blocks of it where they end a line themselves.
UNITS: tuple[str, ...] = (
    "3号楼2单元501室 ", "**3号", "Mary Wang, 12 Mill Lane, ",
    "汉,", "汉--", '"汉', "汉'", "汉 a", "汉(", "汉）", "汉。。", "汉...", "汉1", "１", "Ａ", "汉:", "，,", "“",
    "《", "汉－", "13800138000 ", "110101199003070011 ", "6222021234567890128 ", "a@b.cn ", "京A12345 ", "张三",
    "张三丰家住3号楼2单元501室 ", "2026-11-30 ", "11月30日", "8:00~11:30 ", "第{n}条", "（一）", "１２：００", "*",
    "**a", "*a ", "_a_ ", "__a", "a*b", "~", "~~a", "H~2~O ", "10^3^ ", "^", "`", "``a`", "``` ", "$a$ ", "==", "[",
    "]", "[a]", "[a](", "![", "![a](b.jpg) ", "[a](b.md) ", "[a](#b) ", "[a](#a{n}) ", "[a][b] ", "[^{n}] ", "[a]：",
    "[办法]（a.md）", "<", "<a>", "<a><b>", "<b>", "<div>", "</div>", "<!--", "<!-- a -->", "&", "&#11;", "&amp;",
    "<!", "<?", "<a b='", "<br>", "\\", "\\*", "|", "a|b", "{", "{#a}", "{.a} ", "!", "!!!", "#", "＃", "＊＊a",
    "http://a.cn ", "https://a.cn/?a=b#c ", "a.b.", "\t", "a\t", "\u3000", "\u200b", "\u202e", "\ufeff", "é",
    "e\u0301", "\u0001", "\ue000", "𠀀", "\u00a0", "😀", "[TOC]\n\n", "# x\n\n", "## x\n", "# x{n}\n\n", "＃ x\n",
    "＃ x{n}\n\n", "## x {#a}\n\n", "x\n===\n\n", "#5楼\n", "x[^{n}]\n\n[^{n}]: note\n\n", "[^{n}]: note\n",
    "x[^a]\n\n", "[^a]: note\n\n", "[a{n}]: b.md\n", "[a{n}]: http://a.cn\n", "*[注{n}]: a\n", "[注]: 以上\n",
    "注\n: a\n\n", "## x{n}\n\n[a](#x{n})\n\n", "[a](#none{n})\n\n", "[a](none{n}.md)\n\n", "![a](none{n}.jpg)\n\n",
    "![](roll.jpg)\n\n", "[a](roll.md)\n\n", "<!-- accept personal-data: a -->\n",
    "<!-- accept punctuation -->\n汉,字\n", "<!-- accept: link -->\n\n", "<!--\n", "-->\n", "<!-- a\n-->\n", "- a\n",
    "- a\n\n", "1. a\n", "- a\n  1. b\n", "  - a\n", "- a\n   - b\n      - c\n", "－ a\n", "* * *\n", "> a\n", "> \n",
    "＞ a\n", "・a\n", "1、a\n", "- [ ] a\n", "| a | b |\n", "| a | b |\n|---|---|\n| a | b | c |\n\n", "|---|---|\n",
    "| 8:00|12:00 |\n", "a\tb\n", "a\tb\tc\n\n", "  | a |\n", "```\n", "```\na\n```\n", "~~~\n", "```a\n\nb\n```\n\n",
    "```a\n", "~~~a\n", "````\n```\n",
    "    a\n", "    a\n\n", "    汉\n\n", "\ta\n", "\u3000\u3000汉\n", "汉\n", "时间：a\n", "一、a\n", "<details>\n",
    "<details>\n\na\n\n</details>\n\n", "<div>\n\na\n\n", "<div>a\n", "</div>\n", "<p>a\n\n", "<a>\n", "<b>a</b>\n\n",
    "<script>\n", "<table>\n", "<x-y>\n", "<pre>\n", "<span onclick=a>\n", "汉,字\n", "汉--字\n\n", '"汉"字\n',
    "13800138000\n", "!!! note\n    a\n\n", "\n", "\n\n", "a  \n", "a\\\n", "\r", "---\n", "***\n", " ",
    "-" + " " * 500 + "\n", "|" + " " * 500 + "x\n|---\n", "<a" + " " * 500 + "\n", "- [ ] [a](b.md)\n", "`a\n\n",
    "*a\n\n",
    "a](", "[a](b", "[[a]](", "![a][b]\n\n", "[a]:\n", "<a@b.cn>", "<http://a.cn>", "H~2~O\n\n", "**a** *b*\n\n",
    "<ruby>", "<div><p>", "<ul><li>a\n", "<b>\n\n", "<div markdown=1>\n\n", "<details>\n<summary>a</summary>\n\na\n\n",
    ": a\n", "a\n:   b\n", "!!! note\n", "[^1]\n\n", "&lt;", "&#x41;", "a|b\n-|-\n", "1. a\n\n    b\n\n", "> - a\n",
    "周一~周五", "a~b **c", "**a*b", "~~~a", "^^^a", "***a** b*", "<img alt='a.jpg' src='a.jpg'>",
        ">", "- ", "1. ", "    ", ">>a\n", "- - a\n", "====\n", "a\n====\n", "{: .lead}\n", "x{: .lead}\n\n",
    "## x {: #a{n}}\n\n",
)  # fmt: skip


def make_body(unit: str, size: int, folder: Path) -> list[str]:
    """Write a unit again and again into a body."""
    text = repeat(unit, size)
    if "\n" not in unit and len(text) > LINE:
        line = text[:LINE]
        text = "\n\n".join([line] * max(1, size // len(line.encode())))
    write_site(folder, {"news/roll.md": f"{HEAD}---\n\n{text}\n"})
    return ["check", str(folder)]


def make_text(write: Write, path: str, size: int, folder: Path) -> list[str]:
    """Write a text of a size to a file of the content."""
    write_site(folder, {path: write(size)})
    return ["check", str(folder)]


def enclose(head: str, unit: str, tail: str = "") -> Write:
    """Give what repeats a unit between a head and a tail."""
    return lambda size: head + repeat(unit, size) + tail


ITEM, SITE = "news/roll.md", "site.toml"
END = "---\n\nText.\n"
# What stands in an item as a whole: fields of its block, and elements of its body.
ITEMS: dict[str, tuple[str, str, str]] = {
    **{
        f"field {name}, {unit}": (f"{HEAD}{name}: [", unit, f"a]\n{END}")
        for name in ("settles", "related", "attachments", "topics", "people", "communities", "aliases")
        for unit in ("a{n}, ", "a, ")
    },
    **{f"unknown fields, {unit!r}": (HEAD, unit, END) for unit in ("tilte{n}: a\n", "x{n}: a\n", "字段{n}: a\n")},
    **{
        f"title, {unit!r}": ("---\ndate: 2024-01-31\ntitle: ", unit, f"x\n{END}")
        for unit in ("汉,", "13800138000 ", '"', "汉--", "&#11;", "[", "*a", "汉\u200b")
    },
    **{
        f"summary, {unit!r}": (f'{HEAD}summary: "', unit, f'"\n{END}')
        for unit in ("汉,", "110101199003070011 ", "<a>", "\\u0007", "\\t")
    },
    **{
        f"list of {name} in quotation marks": (f'{HEAD}{name}: "', "甲{n}，", f'"\n{END}')
        for name in ("communities", "topics", "people")
    },
    "list of people over lines": (f"{HEAD}people: 甲\n", "  乙{n}，\n", END),
    "slips in a list": (f"{HEAD}topics:\n", '  - "a" b\n', END),
    "slips in fields": (HEAD, 'a{n}: "a" b\n', END),
    "commitments": (f"{HEAD}commitments:\n", "  - {id: a{n}, text: b, due: 2024-01-01}\n", END),
    "commitments of one name": (f"{HEAD}commitments:\n", "  - {id: a, text: b}\n", END),
    "reviewers": (f"{HEAD}reviewers:\n", "  - {name: 张三, date: 2024-01-01}\n", END),
    "a text of several lines": (f"{HEAD}summary: >\n", "  汉,\n", END),
    "events": (f"{HEAD}events:\n", "  - {title: a, start: 2026-11-30 9:00-11:00}\n", END),
    "wrong events": (f"{HEAD}events:\n", "  - {titel: a, strat: tomorrow}\n", END),
    "corrections": (f"{HEAD}corrections:\n", "  - {date: tomorrow, note: '汉,'}\n", END),
    "date": ("---\ntitle: a\ndate: ", "2024-", f"\n{END}"),
    "date in words": ("---\ntitle: a\ndate: ", "二〇", f"\n{END}"),
    "nested lists in the block": (f"{HEAD}topics: ", "[", f"\n{END}"),
    "nested records in the block": (f"{HEAD}topics: ", "{a: ", f"\n{END}"),
    "colons in the block": (f"{HEAD}topics: a", ": a", f"\n{END}"),
    "comments in the block": (HEAD, "# a\n", END),
    "empty lines in the block": (HEAD, "\n", END),
    "fields written twice": (HEAD, "topics: a\n", END),
    "full-width colons": (HEAD, "来源：a\n", END),
    "block without an end": (HEAD, "a{n}: b\n", ""),
    "one element with attributes": (f"{HEAD}---\n\n<a ", "a{n} ", ">x</a>\n"),
    "one element with values": (f"{HEAD}---\n\n<a ", "a{n}='1' ", ">x</a>\n"),
    "one element with one attribute": (f"{HEAD}---\n\n<a ", "a='1' ", ">x</a>\n"),
    "one block with attributes": (f"{HEAD}---\n\n<div ", "a{n}\n", ">\nx\n</div>\n"),
    "one class": (f"{HEAD}---\n\n<p class='", "a{n} ", "'>x</p>\n"),
    "annexes that are named": (f"{HEAD}---\n\n", "附：申请表\n\n", ""),
    "tables in tables": (f"{HEAD}---\n\n", "<table><tr><td>a<td>病种\n", ""),
    "attributes of a heading": (f"{HEAD}---\n\n# x {{", "#a{n} ", "}}\n"),
}
# What stands in the files of a site.
FILES: dict[str, tuple[str, str, str, str]] = {
    "wrong columns": (SITE, TOML, '[[columns]]\nid = "a{n}"\ntitel = "b"\n', ""),
    "columns of one name": (SITE, TOML, '[[columns]]\nid = "a"\ntitle = "b"\n', ""),
    "wrong kinds of columns": (SITE, TOML, '[[columns]]\nid = "a{n}"\ntitle = "b"\nkind = "newz"\n', ""),
    "unknown keys": (SITE, TOML, "titel{n} = 1\n", ""),
    "unknown keys of search": (SITE, f"{TOML}[search]\n", "enbaled{n} = 1\n", ""),
    "unknown tables": (SITE, TOML, "[serach{n}]\n", ""),
    "languages": (SITE, TOML, '[languages.x{n}]\npath = "x"\n', ""),
    "open registries": (SITE, f"{TOML}open_registries = [", '"a{n}", ', "]\n"),
    "targets": (SITE, TOML, "[publish.a{n}]\n", ""),
    "brackets in site.toml": (SITE, f"{TOML}a = ", "[", "\n"),
    "dots in site.toml": (SITE, f"{TOML}a", ".a", " = 1\n"),
    "a long title of the site": (SITE, 'base_url = "https://example.org/"\ntitle = "', "汉,", '"\n'),
    "own words": ("_locales/en.po", "", 'msgid "Home{n}"\nmsgstr "x"\n\n', ""),
    "own words of many lines": ("_locales/en.po", 'msgid "Home"\nmsgstr ""\n', '"%(a)s{n}"\n', ""),
    "own words that cannot be read": ("_locales/en.po", "", "x{n}\n", ""),
    "a quotation mark in own words": ("_locales/en.po", 'msgid "Home"\nmsgstr "', "\\\\a", "\n"),
    "a rule for plural forms": (
        "_locales/en.po",
        'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=',
        "(",
        '0\\n"\n',
    ),
    "topics": ("topics.toml", "", '["a{n}"]\nname = "B{n}"\n', ""),
    "topics of one name": ("topics.toml", "", '["a{n}"]\nname = "B"\n', ""),
    "topics with wrong keys": ("topics.toml", "", '["a{n}"]\nnmae = "B"\n', ""),
    "topics that were": ("topics.toml", "", '["a{n}"]\nname = "B{n}"\nformerly = ["C"]\n', ""),
    "communities": ("communities.toml", "", '["a{n}"]\nname = "B{n}"\nsince = "x"\n', ""),
    "communities within each other": ("communities.toml", "", '["a{n}"]\nname = "B{n}"\nparent = "a"\n', ""),
    "people": ("people.toml", "", '["a{n}"]\nname = "张三{n}"\nrole = 1\n', ""),
    "people of a title": ("people.toml", "", '["a{n}"]\nname = "张三"\nsince = 2024-01-31\n', ""),
    "one name of a person": ("people.toml", '[a]\nname = "', "张", '"\n'),
    "working days": (SITE, f"{TOML}[working_days]\nholidays = [", '"2024-01-31", ', "]\n"),
    "wrong words of a site": (SITE, f"{TOML}[checks]\nforbidden = [", '"字{n}", ', "]\n"),
    "slips in topics": ("topics.toml", "", '["a{n}"]\nname = B\n', ""),
    "slips below topics": ("topics.toml", '[a]\nname = "b"\n', '["a{n}"]\nname = "B{n}"\n', "name = \n" * 40),
    "a list without an end": ("topics.toml", "[a]\nname = [\n", '"b",\n', ""),
    "checks": (SITE, f"{TOML}[checks]\n", 'lnik{n} = "off"\n', ""),
}
UNBOUND: dict[str, Callable[[int, Path], list[str]]] = {
    **{f"body, {unit!r}": partial(make_body, unit) for unit in UNITS},
    **{f"lines, {unit!r}": partial(make_body, f"{unit}\n") for unit in UNITS if "\n" not in unit},
    **{name: partial(make_text, enclose(*parts), ITEM) for name, parts in ITEMS.items()},
    **{name: partial(make_text, enclose(*parts), path) for name, (path, *parts) in FILES.items()},
}
SHAPES = {
    f"{name}, {size >> 10} KiB": partial(make, size) for name, make in UNBOUND.items() for size in SIZES
}  # fmt: skip
