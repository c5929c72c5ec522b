"""Personal data is found as people write it, is told from what looks like it, and never stands in full in a finding."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from site_builder.checking.personal_data.finder import find_personal_data, mask_keeping_length, mask_personal_data
from site_builder.checking.personal_data.kinds import PersonalData
from site_builder.cli.commands import main
from tests.sites import PLAIN_TOML, article, write

ID, OLD, MOBILE, CARD = "110101199003074514", "110101900307451", "13800138000", "6222021234567890128"
# GB 11643-1999, annex A, gives this number for an example.
STANDARD = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证{STANDARD}。", "身份证11*************02X。"),
        (f"证 {STANDARD.lower()}", "证 11*************02x"),
        ("证 110101 19900307 4514", "证 11*************514"),
        ("证110101-19900307-4514", "证11*************514"),
        (f"id={ID}&a", "id=11*************514&a"),
        (f"一、{OLD}", "一、11**********451"),
        (f"3,张三,{MOBILE},{ID},500", "3,张三,138****8000,11*************514,500"),
        ("电话0571-87654321/13800138000", "电话0571-87654321/138****8000"),
        ("138-0013-8000、1380 013 8000、138 0013 8000", "138****8000、138****8000、138****8000"),
        ("+8613800138000 (+86)13800138000 0086 138 0013 8000", "+86138****8000 (+86)138****8000 0086 138****8000"),
        ("１３８００１３８０００", "138****8000"),
        ("138.0013.8000", "138****8000"),
        ("手机 1 3 8 0 0 1 3 8 0 0 0", "手机 138****8000"),
        ("电话：13800 138000 和 13900139000", "电话：138****8000 和 139****9000"),
        ("call 13800 138 000 now", "call 138****8000 now"),
        ('![map](a.png "电话13800138000")', '![map](a.png "电话138****8000")'),
        ("[打电话](tel:13800138000)", "[打电话](tel:138****8000)"),
        ("项目负责人李某13800138000", "项目负责人李某138****8000"),
        ("订单联系电话13800138000", "订单联系电话138****8000"),
        (f"卡号{CARD}", "卡号6222***********0128"),
        ("6222 0212 3456 7890 128", "6222***********0128"),
        ("card 4111-1111-1111-1111", "card 4111********1111"),
        ("发至Zhang.San@QQ.com。", "发至Z***@QQ.com。"),
        ("13800138000@139.com", "1***@139.com"),
        ("138&#48;0138000、&#x31;3900139000", "138****8000、139****9000"),
        ("0&#55;700 900123 zhangsan@qq&#46;com", "0770****123 z***@qq.com"),
        ("证11010519491231&#48;02X", "证11*************02X"),
        ("138&ensp;0013&#32;8000、138&minus;0013&#45;8000", "138****8000、138****8000"),
        ("138&ZeroWidthSpace;0013&shy;8000 R&amp;D", "138****8000 R&amp;D"),
        (r'{"tel": "\u0031380013800\u0030"}', '{"tel": "138****8000"}'),
        ("138^^0013^^8000、138^0013^8000", "138****8000、138****8000"),
        ("138**0013**{.lead}8000、138*0013*8000", "138****8000、138****8000"),
        ("①③⑧⓪⓪①③⑧⓪⓪⓪、𝟏𝟑𝟖𝟎𝟎𝟏𝟑𝟖𝟎𝟎𝟎", "138****8000、138****8000"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "138****8000\ufe0f\u20e3"),
        ("身份证1101051949****002X、1101051949xxxx002X", "身份证11*************02X、11*************02X"),
        ("①13800138000 ⒈13900139000", "①138****8000 ⒈139****9000"),
        ("住阳光小区3号楼2单元501室", "住××"),
        ("阳光小区5-2-301的王某", "××的王某"),
        ("家住建设路12号，一人", "家住××，一人"),
        ("柳桥镇东河村三组12号", "柳桥镇××"),
        ("Anna of Flat 5, 12 Mill Lane came", "Anna of ×× came"),
        ("She lives at 24 Station Road.", "She lives at ××."),
        ("Mrs Hughes, of 12 Mill Lane, spoke", "Mrs Hughes, of ××, spoke"),
        ("万科湾3栋701", "××"),
        ("安居苑19#1203，翠湖小区3栋2单元四楼东户", "××，××"),
        ("Ring 07700 900123 or +44 (0)7700 900 123", "Ring 0770****123 or +44 (0)770****123"),
        ("Text 07168211234", "Text 0716****234"),
        ("138**0013**8000、**138**00138000、138*00138000*", "138****8000、138****8000、138****8000"),
        ("<b>138</b>0013<!-- -->8000，138 **0013** 8000", "138****8000，138****8000"),
        ("[138](tel:1)00138000，138&nbsp;0013&nbsp;8000", "138****8000，138****8000"),
        (f"证{ID[:6]}**{ID[6:14]}**{ID[14:]}", "证11*************514"),
        ("013800138000，138·0013·8000，138—0013—8000", "0138****8000，138****8000，138****8000"),
        ("a@hotmail.fr, a@vip.163.com, a@sky.com", "a***@hotmail.fr, a***@vip.163.com, a***@sky.com"),
    ],
)
def test_it_is_masked(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked
    assert find_personal_data(masked) == ()


@pytest.mark.parametrize(
    "text",
    [
        "110101199003074513",
        "110101199002304511",
        "000101199003074514",
        f"1{ID}",
        f"{ID}1",
        "订单号：13800138000",
        "Invoice no. 13800138000",
        "13800138000元",
        "￥13800138000",
        "budget 15800 138000",
        "v138.0013.8000",
        "[x](<a b 13800138000.html>)",
        "12800138000",
        "113.13800138000",
        "2024-13800138000",
        "https://example.org/13800138000/a",
        "[x](../13800138000.html)",
        "IMG_13800138000.jpg",
        "卡号6222021234567890127",
        "电话0571-87654321、010-12345678、400-123-4567",
        "office@ferry.gov.cn @qq.com",
        "阳光小区3号楼2单元停水",
        "阳光小区3号楼",
        "人民路100号",
        "创业大厦3幢501室",
        "镇政府办公楼301室",
        "第3单元12课",
        "Room 301, Town Hall, 24 Station Road",
        "a flat 20 yuan fee for parking in Mill Road",
        "138****8000，35*************123",
        "电话：07168211234",
        "138 0013 8000 2511",
        "0138 0013 8000",
        "板150*1200*2440",
        "板182*1234*2442mm",
        "统一社会信用代码110101199003074514",
        "项目编号：420106202001014512",
        "阳光小区共3栋476户，阳光小区6栋476套",
        "科技园3栋501室",
        "https://live.ferry.gov.cn a@live.ferry.gov.cn",
        "The fair is at 12 Mill Lane, the owner of 12 Mill Lane",
        "**2024** 1**38**00138000元",
    ],
)
def test_it_is_told_from_what_looks_like_it(text: str) -> None:
    assert find_personal_data(text) == ()


PIECES = [
    ID,
    OLD,
    MOBILE,
    CARD,
    "a@qq.com",
    "小区3号楼2单元501室",
    "家住",
    "路12号",
    "电话",
    "13800 138000",
    "1",
    "-",
    " ",
    "，",
    "\n",
    "@",
    "x",
    "单号",
]


@pytest.mark.slow
@example("电话\n13800 138000")
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_findings_never_overlap_and_their_masks_keep_lines(text: str) -> None:
    end = 0
    for each in find_personal_data(text):
        assert end <= each.start < each.end
        assert text[each.start : each.end].count("\n") == each.masked.count("\n")
        end = each.end


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_what_is_veiled_is_as_long_as_it_was(text: str) -> None:
    assert len(mask_keeping_length(text)) == len(text)
    hidden = [each for each in find_personal_data(text) if each.kind != "address"]
    assert not any(text[each.start : each.end] in mask_keeping_length(text)[each.start : each.end] for each in hidden)


def test_the_mask_begins_where_the_data_does() -> None:
    assert find_personal_data(f"电话{MOBILE}") == (PersonalData(2, 13, "mobile", "138****8000"),)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["1" * 200_000, "1 " * 100_000, "138 " * 50_000, "小区" * 50_000, "住" * 50_000, "a@" * 50_000]
)
def test_no_text_takes_long(text: str) -> None:
    assert find_personal_data(text) == ()


@pytest.mark.parametrize("secret", ["13800138000", "138 0013 8000", "11010519491231002X", "zhangsan@qq.com"])
def test_what_a_window_cuts_in_two_is_hidden_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], secret: str
) -> None:
    """A long line is shown as the part around a finding: its edges fall into every sign of a number once."""
    far = "字" * 300
    lines = [f"{far}13900139000{'字' * (70 + shift)}{secret}{far}" for shift in range(30)]
    lines += [f"{far}{secret}{'字' * (70 + shift)}13900139000{far}" for shift in range(30)]
    item = article("title: A", "\n\n".join(lines))
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/news/2024-01-02-a.md": item})
    with pytest.raises(SystemExit):
        main(["check", str(site), "--format", "json", "--lang", "en"])
    sources = [each["source"] for each in json.loads(capsys.readouterr().out)["problems"]]
    assert len(sources) >= len(lines)
    shown = [each for each in sources if re.search(r"\d(?:[ ]?\d){4}|[a-z]{3,}@", each)]
    assert shown == []
