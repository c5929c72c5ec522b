"""What a reader puts together over cells, lines and breaks is found where it begins; figures that stand so are not."""

import random
import re
from pathlib import Path

import pytest

from site_builder.checking.personal_data.finder import find_personal_data
from site_builder.cli import commands
from tests.lengths import SEED, choose_length
from tests.sites import PLAIN_TOML, article, write

FOUND = (
    ("手机：138001<br>38009", "138×××<br>×8009"),
    ("张三 138-0013<br />8009", "138-××××<br />8009"),
    ("电话 13800<br/>\n138009。", "138××<br/>\n××8009"),
    ("| 联系电话 | |\n|---|---|\n| 13800 | 138009 |", "138×× | ××8009"),
    ("| 联系电话 | |\n|---|---|\n| 无 | |\n| 13800 | 138009 |", "138×× | ××8009"),
    ("| 张三 | 手机 138 | 0013 | 8009 |", "138 | ×××× | 8009"),
    ("| 姓名 | 证 | |\n|---|---|---|\n| 张三 | 110101 | 199003077475 |", "11×××× | ×××××××××475"),
    ("| 1 | 3 | 8 | 0 | 0 | 1 | 3 | 8 | 0 | 0 | 9 |", "1 | 3 | 8 | × | × | × | × | 8 | 0 | 0 | 9"),
    ("联系电话：138 0013\n8009，请来电", "138 ××××\n8009"),
    ("> 联系电话：13800\n> 138009", "138××\n> ××8009"),
    ("身份证号：110101\n199003077475", "11××××\n×××××××××475"),
    ("联系电话：<table><tr><td>13800</td><td>138009</td></tr></table>", "138××</td><td>××8009"),
    ("银行卡号 622202<br>1234567890128", "6222××<br>×××××××××0128"),
    ("Call Mary on 07700<br>900123.", "0770×<br>×××123"),
    ("| name | mobile | |\n|---|---|---|\n| Mary | 07700 | 900123 |", "0770× | ×××123"),
)
NOT_FOUND = (
    *("| 人口 | 产值 |\n|---|---|\n| 13562 | 145678 |", "| 年 | 收入 | 支出 |\n|---|---|---|\n| 138 | 0013 | 8009 |"),
    *("13800\n138009", "- 13800\n- 138009", "共 13800\n\n138009", "| 订单号 | 13800 | 138009 |", "见 2024<br>1234567"),
    *("| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 |", "622202<br>1234567890120", "| 110101 | 199013077475 |"),
    *("电话 0571-88881234<br>0571-88881235", "| 6222 | 0212 | 3456 | 7890 | 127 |"),
)


@pytest.mark.parametrize(("text", "masked"), FOUND)
def test_the_parts_are_one_finding_and_stay_in_their_places(text: str, masked: str) -> None:
    (found,) = find_personal_data(text)
    assert found.masked == masked
    assert found.end - found.start == len(masked)
    assert find_personal_data(text[: found.start] + masked + text[found.end :]) == ()


@pytest.mark.parametrize("text", NOT_FOUND)
def test_figures_side_by_side_are_none(text: str) -> None:
    assert find_personal_data(text) == ()


def test_many_parts_take_no_long_time() -> None:
    rows = "| 13 | 8 | 110101 | 1990 |\n" * 3000
    assert find_personal_data("| a | b |\n|---|---|\n" + rows + "13<br>8<br>" * 9000 + "1 | " * 9000) == ()


def run_check(site: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with pytest.raises(SystemExit):
        commands.main(["check", str(site), "--at", "2024-06-15", "--lang", "en", *arguments])
    return capsys.readouterr().out


def test_a_number_over_lines_is_told_where_it_begins_and_masked_on_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = "联系电话：13800\r\n138009，谢谢。\r\n\r\n| 电话 | |\r\n|---|---|\r\n| 13900 | 139009 |\r\n"
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/news/a.md": ""})
    (site / "content/news/a.md").write_bytes(article("title: A\ndate: 2024-01-31", body).encode())
    said = run_check(site, capsys)
    assert "content/news/a.md:5:6: error: this is a mobile number" in said
    assert "content/news/a.md:10:3: error: this is a mobile number" in said
    assert "write 138×× ××8009" in said
    assert "139009" not in said
    assert run_check(site, capsys, "--mask", "--yes").endswith("No problems found.\n")
    masked = body.replace("13800\r\n138009", "138××\r\n××8009").replace("13900 | 139009", "139×× | ××9009")
    assert (site / "content/news/a.md").read_bytes() == article("title: A\ndate: 2024-01-31", masked).encode()


DATA = (
    *("13800138009", "139 0013 8009", "137-0013-8009", "+86 13600136009", "１３８００１３８００９", "07700 900123"),
    *("+44 7700 900123", "110101199003077475", "11010119900307 7475", "110101900307451", "6222021234567890128"),
    *(
        "6222 0212 3456 7890 128",
        "zhang.san@qq.com",
        "a_b@163.com",
        "3号楼2单元501室",
        "阳光小区5-2-301",
        "东河村3组12号",
    ),
    *("Flat 5, 12 Mill Lane", "138****8009", "张*", "2024-05-01", "0571-87654321", "1234"),
)
AROUND = (
    *(
        "{}",
        "电话{}",
        "张三{}",
        "**{}**",
        "`{}`",
        "[{}](tel:{})",
        "<b>{}</b>",
        "（{}）",
        "手机：{}，",
        "Ring {}.",
        "<!-- {} -->",
    ),
    *(
        '<span title="{}">x</span>',
        "![{}](a.png)",
        "| 电话 | {} |",
        "家住{}",
        "*{}*",
        "~~{}~~",
        "\\{}",
        "{}/{}",
        "“{}”、",
    ),
)
BREAKS = ("<br>", " | ", "**", "<b>", "\n", "&nbsp;", "\u200b", "<!-- -->", "`", "_", " ", "-")


LEFT = re.compile(r"^.*\[personal-data\]$", re.MULTILINE)


def count_left(said: str) -> int:
    return len(LEFT.findall(said))


def make_line(rng: random.Random) -> str:
    """Make a line with one to four pieces of data, written and taken apart by chance."""
    pieces: list[str] = []
    for _ in range(rng.randint(1, 4)):
        data = rng.choice(DATA)
        if rng.random() < 0.4:
            at = rng.randrange(1, len(data))
            data = data[:at] + rng.choice(BREAKS) + data[at:]
        pieces.append(rng.choice(AROUND).replace("{}", data))
    return rng.choice(("", " ", "，", " | ", "<br>", " and ")).join(pieces)


@pytest.mark.slow
def test_masks_leave_nothing_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(SEED)  # noqa: S311 - no secret
    files = {
        f"content/news/a{number}.md": article(
            f"title: A{number}\ndate: 2024-01-31", "\n\nWords.\n\n".join(make_line(rng) for _ in range(30)) + "\n"
        )
        for number in range(choose_length(10, 600))
    }
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, **files})
    assert count_left(run_check(site, capsys)) >= 20 * len(files)
    run_check(site, capsys, "--mask", "--yes")
    assert count_left(run_check(site, capsys)) == 0, sorted(set(LEFT.findall(run_check(site, capsys))))[:5]
