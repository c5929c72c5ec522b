"""What `check --mend` leaves as it is, over every golden site and over bodies made by chance.

A line that differs was shown, before and after; all letters and digits of a page stay, but for masks; a second run
finds nothing. Pages are converted here with the program's converter: what is compared is before and after.
"""

import random
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from site_builder.checking.personal_data.finder import find_personal_data, mask_keeping_length
from site_builder.cli import commands
from site_builder.decoding import decode
from site_builder.front_matter.split import split_front_matter
from site_builder.markdown.audit import convert_and_audit
from site_builder.markdown.convert import MarkdownConverter
from site_builder.markdown.plain_text import to_plain_text
from tests.lengths import SEED, choose_length
from tests.sites import write

ROOT = Path(__file__).parents[2]
SITES = [*sorted((ROOT / "tests/golden").glob("*/content/site.toml")), ROOT / "content/site.toml"]
LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
LINE_END = re.compile(rb"\r\n|\r|\n|\Z")
SETTINGS = {
    "content/site.toml": 'title = "渡口"\nbase_url = "https://ferry.example.org/"\nlanguage = "zh"\n',
    "content/communities.toml": '[beiqiao]\nname = "北桥社区"\n[nanqiao]\nname = "南桥社区"\n',
}
FIELDS = ("社区：[北侨社区，南桥]", "社区: 北桥", "communities: [beiqio]", "来源：渡口", "更新: 二〇二四年二月一日")
BLOCKS = (
    *(
        "- a\n  - b\n    - c\n",
        "1. a\n   - b\n\n   c\n2. d\n",
        "* a\n   1. b\n   2. c\n",
        "- a\n  ```\n  x  y\n  ```\n  - c\n",
    ),
    *("甲\t乙\n丙\t丁\n1\t2|3\n", "A\tB\nC\tD\nE\tF\nText right below.\n", "a\tb\tc\n1\t\t2\n3\t4\n"),
    *(
        "＃ 通知\n",
        "＊＊重要＊＊，见[办法]（https://example.org/）。\n",
        "－ 甲\n－ 乙\n  － 丙\n",
        "［2024］（5号）＿＿＿＿\n",
    ),
    *(
        "联系电话13800138000，13900139000。\n",
        "> 引用\n> - a\n>   - b\n",
        "```\na\tb\nc\td\ne\tf\n```\n",
        "上午8:00～11:30\n",
    ),
    *(
        "｜甲｜乙｜\n｜－－｜－－｜\n｜1｜2｜\n",
        "＞ 引用＊＊重要＊＊\n> ＊＊又＊＊\n",
        "｀代码｀和`＊＊代码＊＊`，10^3^、H~2~O、*[注]: 无\n",
    ),
    *(
        "图：！［图］（a.jpg）[^1]\n\n[^1]: ＊＊注＊＊\n",
        "<details>\n<summary>甲</summary>\n\n- a\n  - ＊＊b＊＊\n\n</details>\n",
    ),
    *(
        "- ＊＊甲＊＊\n  甲\t乙\n  丙\t丁\n  1\t2\n",
        "```\n＃ 代码\n\n  - a\n```\n",
        "    时间：上午\n    地点\n",
        "＃＃通知＃＃\n＃3楼\n",
    ),
    *(
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "<div>\n- a\n  - b\n</div>\n",
        "<!-- 注\n- a\n  - b\n-->\n",
        "    code\n      - x\n",
    ),
)


def run_check(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    with pytest.raises(SystemExit):
        commands.main(["check", "--at", "2024-06-15", "--drafts", "--lang", "en", *arguments])
    return capsys.readouterr().out


def read_files(site: Path) -> dict[str, bytes]:
    files = (file for file in site.rglob("content/**/*.md") if file.is_file())
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in files}


def list_letters(data: bytes) -> str:
    """Give letters and digits of the page that an item's bytes make, but for numbers of entries in no list."""
    text = decode(data, "").value
    try:
        body = split_front_matter(text or "")[1]
    except ValueError:
        return ""
    plain = to_plain_text(convert_and_audit(body, "zh", MarkdownConverter())[0].html)
    return "".join(c for c in re.sub(r"\d[.)]\s", "", plain) if c.isalnum())


def list_changed_lines(before: bytes, after: bytes) -> tuple[list[bytes], list[bytes]]:
    """Give the lines, with their ends, that are gone, and those that came, in the order of the file."""
    old, new = Counter(LINES.findall(before)), Counter(LINES.findall(after))
    return list((old - new).elements()), list((new - old).elements())


def read_lines(lines: list[bytes], whole: bytes) -> set[str]:
    """Read lines of a file; a line in GB 18030 may by itself look like UTF-8."""
    texts = {each.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf") for each in lines}
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError:
        return {each.decode("gb18030") for each in texts}
    return {each.decode("utf-8") for each in texts}


def list_lines_with_data(data: bytes) -> set[str]:
    """Give the lines of a file with personal data, or with a part of some that begins on another line."""
    text = (decode(data, "").value or "").replace("\r\n", "\n").replace("\r", "\n") + "\n"
    spans = [(text.rfind("\n", 0, each.start) + 1, each.end) for each in find_personal_data(text)]
    return {line for start, end in spans for line in text[start : text.find("\n", end)].split("\n")}


def mend_and_compare(site: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Mend a site and hold it against what was shown; give that."""
    original = read_files(site)
    run_check(capsys, "--mask", "--yes", "--site", str(site))
    masked = read_files(site)
    for path, data in original.items():
        (site / path).write_bytes(data)
    out = run_check(capsys, "--mend", "--yes", "--site", str(site))
    mended = read_files(site)
    shown_before = set(re.findall(r"^  - (.*)$", out, re.MULTILINE))
    shown_after = set(re.findall(r"^(?:  \+ |    )(.*)$", out, re.MULTILINE))
    assert original.keys() == mended.keys()
    for path, data in original.items():
        lost, come = list_changed_lines(data, mended[path])
        old, new = ([each.lstrip(b" ") for each in LINES.findall(text)] for text in (data, mended[path]))
        other = {each.lstrip(b" ") for each in (*lost, *come)}
        assert [each for each in old if each not in other] == [each for each in new if each not in other], path
        assert read_lines(lost, data) - list_lines_with_data(data) <= shown_before, path
        # What an editor accepted beside a mask stays in the file, and is hidden where the line is shown.
        assert set(map(mask_keeping_length, read_lines(come, data))) <= shown_after, path
        ends = {LINE_END.search(each)[0] for each in LINES.findall(data)}  # type: ignore[index]
        assert {LINE_END.search(each)[0] for each in come} <= ends  # type: ignore[index]
        assert list_letters(mended[path]) == list_letters(masked[path]), path
    again = run_check(capsys, "--mend", "--yes", "--site", str(site))
    assert again.startswith("There is nothing to mend.\n") or "Attachments" in again
    assert read_files(site) == mended
    return out


@pytest.mark.slow
@pytest.mark.parametrize("settings", SITES, ids=lambda file: file.parent.parent.name)
def test_golden_sites(settings: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(settings.parent, tmp_path / "content", symlinks=True)
    mend_and_compare(tmp_path, capsys)


@pytest.mark.slow
def test_bodies_by_chance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    files: dict[str, str | bytes] = {}
    for number in range(choose_length(60, 3000)):
        fields = "\n".join({each[:2]: each for each in chance.sample(FIELDS, 2)}.values())
        body = "\n".join(chance.sample(BLOCKS, chance.randint(1, 4)))
        if chance.random() < 0.2:
            body = body.replace("\n\n", "\n")
        text = f"---\n标题: 第{number}号\n日期: 2024-01-31\n{fields}\n---\n{body}"
        end = chance.choice(["\n", "\r\n", "\r", None])
        lines = (line + (end or chance.choice(["\n", "\r\n"])) for line in text.split("\n"))
        encoding = chance.choice(["utf-8", "utf-8-sig", "gb18030"])
        files[f"content/news/{number}.md"] = "".join(lines).encode(encoding)
    out = mend_and_compare(write(tmp_path, SETTINGS | files), capsys)
    assert len(set(re.findall(r"^(?=\S)[^:\n]*:$", out, re.MULTILINE))) >= 5, "some kind was never offered"
