"""Numbers in names of files, in cells beside somebody and over lines are found; figures of things stop no build."""

import json
from pathlib import Path

import pytest

from site_builder.checking.personal_data.finder import find_personal_data, mask_personal_data
from site_builder.cli.commands import main
from tests.checking.judging import told
from tests.sites import PLAIN_TOML, article, write

FOUND = {
    "mobile": (
        "Attached: Jean Webb_07700900123_form.docx",
        "07700900123_Webb_timesheet.xlsx was sent round",
        "Bookings 07700 -- 900123, Jean Webb.",
        "Bookings 07700 · 900123, Jean Webb.",
        "| Jean Webb | 07700 | 900123 |",
        "Jean Webb, bell ringer, 07700\n900123",
        "Call07700900123for hens",
        "红包转给13800138000500元，已撤回。",
    ),
    "bank-card": (
        "receipt_4539578763621486.pdf is for the auditors.",
        "卡号填错，正确为6228  4822  8726  4445  231。",
        "[复制](copy:6230593742975315760)",
        "卡号6217991368469059501800元已到账。",
    ),
    "national-insurance": ("payslip_Webb_PG413985D.pdf",),
    "nhs-number": ("letter-9434765919.pdf (NHS number of Jean Webb)", "| Jean Webb | 9434765919 | NHS No. checked |"),
    "social-security-number": ("W-9_Webb_299-53-7560.pdf",),
    "driving-licence": ("licence_BOWDE803218JJ9NP.jpg",),
    "bank-account": (
        "| Jean Webb | 30-50-27 | 95034513 |",
        "Account name: Jean Webb\nSort code: 77-13-95\nAccount number: 72315790",
        "Jean Webb\nSort code 20-71-95\nAcc. 64280113",
        "Jean Webb (77-82-75, 31035738)",
        "its Jean, money for the trip to 30-71-43 18385906 ta",
        "Fares for Jean Webb – 9 miles – to 77-00-24 16696056.",
    ),
    "passport": ("所持编号为G92415202的中华人民共和国护照作废。",),
    "e-mail": ("邮箱：897216527 @ qq . com",),
    "address": ("| 张三 | 8-3-601 | 住户 |",),
}
HARMLESS = (
    "The delivery note number is 07700611839.",
    "Claim number 18612233445 was settled by the insurers.",
    "Fire engine registration WX19 LLP is the newest at the station.",
    "The ambulance with number plate BD68 XKR will be at the fair.",
    "Council van, registration FJ70 ZTO, carries the new livery.",
    "案卷号18612345678",
    "灌溉用水13512345678方",
    "**20240** *571049*",
    "The reservoir lost 15951990778 litres in the drought.",
    "The table has 18120539265 rows.",
    "| Bytes | 13848066255 |",
    "| Year | Power (Wh) |\n|---|---|\n| 2024 | 13704470866 |",
    "| 灌溉用水 | 13616189783 | 立方米 |",
    "| 水库 | 库容（立方米） | 单位 |\n|---|---|---|\n| 青龙水库 | 17662325616 | 县水务局 |",
    "| 人员经费（元） | 13324894202 | 15650353352 |",
    "邮寄地址：东山区文昌路82号信访局收，邮编231863。",
    "收件地址：文昌路82号3楼302室教育局人事科收",
    "IMG_20240501_123456789.jpg",
    "order_13800138000_form.pdf",
    "The trip was on 30-11-24, ticket 12345678.",
    "Sort code: 77-13-95\nThe account of the parish follows.",
    "| 07400 | 301071 |",
    "编号为G92415202的中华人民共和国商标注册证",
)
NO_COUNTS = (
    "To claim: 13800138000",
    "张三13800138000方便时来电",
    "Ring 13800138000 evenings",
    "Li Wei 13800138000 mornings only",
    "Parents of pupils: 13800138000 texts only",
)


ALSO_FOUND = (
    (
        "bank-card",
        "please charge Amex card 3782 822463 10005 for it",
        "please charge Amex card 3782*******0005 for it",
    ),
    ("mobile", "Tickets £4 from Lynne07941995961", "Tickets £4 from Lynne0794****961"),
    ("mobile", "Ring <b>07779</b> <i>571049</i> for Len", "Ring 0777****049 for Len"),
    ("mobile", "Ring **07779** *571049* for Len", "Ring 0777****049 for Len"),
)


@pytest.mark.parametrize(("kind", "text", "masked"), ALSO_FOUND)
def test_a_number_in_two_marks_or_on_a_name_is_found(kind: str, text: str, masked: str) -> None:
    (found,) = find_personal_data(text)
    assert found.kind == kind
    assert mask_personal_data(text) == masked


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_a_number_is_found(kind: str, text: str) -> None:
    assert kind in [each.kind for each in find_personal_data(text)]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_figure_stops_nothing(text: str) -> None:
    assert "error" not in [each.severity for each in find_personal_data(text)]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_words_in_the_plural_do_not_make_a_count(text: str) -> None:
    assert "mobile" in [each.kind for each in find_personal_data(text)]


@pytest.mark.parametrize(("hidden", "severity"), [("***", "error"), ("****", "warning"), ("*****", "")])
def test_a_card_of_nineteen_is_told_by_fifteen_digits(hidden: str, severity: str) -> None:
    found = find_personal_data("卡号" + "6210982321781471234"[: -len(hidden)] + hidden + "，已发。")
    assert [each.severity for each in found] == ([severity] if severity else [])


SENSITIVE = (
    "户主,致贫原因,帮扶人\n郎明霞,因病,上官娟\n潘振华,缺劳力,冯磊\n雷俊杰,因残,安敏",
    "Name,Disability,Badge\nAnna Bell,Visual,yes\nJean Webb,Wheelchair,yes\nAlan Fox,Hearing,no",
    "| Name | Condition |\n|---|---|\n| Anna Bell | Epilepsy |\n| Jean Webb | Dementia |\n| Alan Fox | Asthma |",
)
NOT_SENSITIVE = (
    "| Name | Condition |\n|---|---|\n| Old Pump | Good |\n| Far Gate | Rusty |\n| Ash Bench | Fair |",
    "| Item | Condition |\n|---|---|\n| 1 | Submit plans |\n| 2 | No work on Sundays |\n| 3 | Plant a hedge |",
    "We looked at disability, access, parking,\nand at the roof, the floor and the doors,\nthen at a, b and c,\nd, e",
    "户主,帮扶人\n郎明霞,上官娟\n潘振华,冯磊\n雷俊杰,安敏",
)


@pytest.mark.parametrize("text", SENSITIVE)
def test_a_column_of_what_is_sensitive_is_found(text: str) -> None:
    assert "sensitive-column" in [rule for rule, _, _ in told(text)]


@pytest.mark.parametrize("text", NOT_SENSITIVE)
def test_a_column_of_other_things_passes(text: str) -> None:
    assert "sensitive-column" not in [rule for rule, _, _ in told(text)]


@pytest.mark.parametrize("name", ["07700900123-Webb.xlsx", "Webb-The Old Forge-BD23 8PN.pdf", "minutes-2024.pdf"])
def test_the_name_of_a_missing_file_is_judged(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = article("title: Forms\ndate: 2024-01-31", f"[Form](<forms/{name}>)\n")
    write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/news/2024-01-31-a.md": item})
    with pytest.raises(SystemExit):
        main(["check", str(tmp_path), "--format", "json"])
    rules = {each["rule"] for each in json.loads(capsys.readouterr().out)["problems"]}
    assert rules >= ({"link"} if name.startswith("minutes") else {"link", "personal-data"})
    assert ("personal-data" in rules) is not name.startswith("minutes")
