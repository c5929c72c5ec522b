"""Names of files and folders are published: what is personal in them is found, what programs call a file is not."""

from pathlib import Path

import pytest

from site_builder.checking.personal_data.names import find_in_name
from site_builder.cli import commands
from tests.sites import PLAIN_TOML, article, write

ITEM = article("title: Roll\ndate: 2024-01-31")
MADE_BY_PROGRAMS = (
    *(
        "mmexport1715000000000.jpg",
        "mmexport13800138009123.jpg",
        "IMG_20240501_093000.jpg",
        "微信图片_20240501093000.jpg",
    ),
    *("wx_camera_1715000000000.jpg", "Screenshot_2024-05-01-09-30-00.png", "1715000000000.jpg", "1380013800912.jpg"),
    *("扫描全能王 2024-05-01 09.30.pdf", "DSC_0001.JPG", "VID_20240501_093000.mp4", "QQ图片20240501093000.png"),
    *("微信图片_20240506123456.jpg", "微信图片_1715000000.png", "QQ图片_12800138009.jpg", "微信图片_138001380091.jpg"),
    *("微信图片_20240501150123_123_45.jpg", "IMG_20240501_150123456.jpg", "PXL_20240501_150123456.jpg"),
    *("Screenshot_2024-05-01-15-01-23-456_com.tencent.mm.jpg", "Scan_20240501.pdf", "CamScanner 05-01-2024 09.30.pdf"),
    *(
        "Screen Shot 2024-05-01 at 15.01.23.png",
        "屏幕截图 2024-05-01 150123.png",
        "WhatsApp Image 2024-05-01 at 15.01.23.jpeg",
    ),
    *("d41d8cd98f00b204e9800998ecf8427e.jpg", "da39a3ee5e6b4b0d3255bfef95601890afd80709.png", "a13800138009b2c4.png"),
    *("550e8400-e29b-41d4-a716-446655440000.jpg", "550e8400-e29b-41d4-a716-138001380099.jpg", "20240501150123.docx"),
    *(
        "2024-01-31-visit.md",
        "2024年第1号.pdf",
        "附件1.docx",
        "山府办〔2024〕5号.pdf",
        "GB11643-1999.pdf",
        "0771-8888123.txt",
    ),
    *(
        "2024-05-01-15-01-23.md",
        "20240131-2.xlsx",
        "invoice-2024-000123.pdf",
        "IMG-20240501-WA0012.jpg",
        "P1010001.JPG",
    ),
)
PERSONAL = (
    *(("IMG_13800138000.txt", "138****8000"), ("VID_13800138000.mp4", "138****8000")),
    *((f"{name}.jpg", "138****8009") for name in ("微信图片13800138009", "微信图片_13800138009", "QQ图片-13800138009")),
    *(("138%2D0013%2D8000.txt", "138****8000"), ("%E5%BC%A0%E4%B8%89%2013800138000.txt", "138****8000")),
    *(("张三13800138009.txt", "138****8009"), ("张三_13800138009_表.xlsx", "138****8009")),
    *(("2024-01-31-13800138009", "138****8009"), ("20240131 张三 13800138009.md", "138****8009")),
    *(("2024-01-31-李四-110101199003077475", "11*************475"), ("zhang.san@qq.com.pdf", "z***@qq.com")),
    *(("zhangsan_13800138009_cv.pdf", "138****8009"), ("3号楼2单元501室.jpg", "××")),
    *(("１３８００１３８００９", "138****8009"), ("13800138009_20240501093000.jpg", "138****8009")),
    *(
        ("杨伟士兵证号士字第20470319号.txt", "20****19"),
        ("Bank details: sort code 60-91-41, account 55637857", "60-91-41, account 5****857"),
    ),
    *(("Susan Smith lives at The Old Forge, Church Walk, Ashby", "××"), ("赵敏联系方式1660603004*.txt", "166****004*")),
    *(("Rosemary Walker 1101011973121****1.pdf", "11***************1"),),
    *(("form +44 7700 900123.pdf", "+44 770****123"),),
)


@pytest.mark.parametrize("name", MADE_BY_PROGRAMS)
def test_what_programs_call_a_file_is_nobody(name: str) -> None:
    assert not find_in_name(name)


@pytest.mark.parametrize(("name", "masked"), PERSONAL)
def test_what_is_personal_in_a_name_is_found(name: str, masked: str) -> None:
    assert [each.masked for each in find_in_name(name)] == [masked]


def run_check(site: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as ended:
        commands.main(["check", str(site), "--at", "2024-06-15", "--lang", "en", *arguments])
    return int(str(ended.value.code)), "".join(capsys.readouterr())


@pytest.mark.parametrize(
    ("path", "accepting", "note"),
    [
        (
            "content/static/张三13800138009.txt",
            "content/site.toml",
            "# accept personal-data static/张三13800138009.txt: law",
        ),
        (
            "content/static/张三13800138009/a.txt",
            "content/site.toml",
            "# accept personal-data static/张三13800138009: law",
        ),
        ("content/news/13800138009/b.md", "content/site.toml", "# accept personal-data news/13800138009: law"),
        (
            "content/news/a/张三13800138009.txt",
            "content/news/a/index.md",
            "<!-- accept personal-data 张三13800138009.txt: law -->",
        ),
        (
            "content/news/a/sub 13800138009/b.txt",
            "content/site.toml",
            "# accept personal-data news/a/sub 13800138009: law",
        ),
        (
            "content/news/张三13800138009.md",
            "content/news/张三13800138009.md",
            "<!-- accept personal-data everywhere: law -->",
        ),
        (
            "content/news/13800138009/index.md",
            "content/news/13800138009/index.md",
            "<!-- accept personal-data 全文：依法 -->",
        ),
    ],
)
def test_a_name_is_an_error_until_it_is_accepted(
    path: str, accepting: str, note: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"content/site.toml": PLAIN_TOML, "content/news/a/index.md": ITEM}
    files[path] = ITEM if path.endswith(".md") else "words\n"
    status, said = run_check(write(tmp_path, files), capsys)
    assert status == 1
    assert said.count("[personal-data]") == 1
    assert said.startswith(("content/news/", "content/static/"))
    assert "holds personal data: " in said
    status, said = run_check(write(tmp_path, files | {accepting: f"{files[accepting]}\n{note}\n"}), capsys)
    assert (status, said.count("[personal-data]"), said.count("[accept]")) == (0, 0, 0)


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("static/张三1380013800*.txt", "138****"),
        ("static/ID card number: 110101199003077475/a.txt", "11*************475"),
        ("news/a/mobile: 13800138009.txt", "138****8009"),
        ("news/2024-01-31 mobile: 13800138009.md", "138****8009"),
        ("news/mobile: 13800138009/index.md", "138****8009"),
        ("news/a/13800138009/index.md", "138****8009"),
        ("news/13800138009.md.txt", "138****8009"),
    ],
)
def test_a_name_that_is_refused_is_judged_in_the_same_run(
    path: str, masked: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"content/site.toml": PLAIN_TOML, "content/news/a/index.md": ITEM, f"content/{path}": ITEM}
    status, said = run_check(write(tmp_path, files), capsys)
    assert status == 1
    assert "[name]" in said
    assert said.count("[personal-data]") == 1
    assert f"holds personal data: {masked}" in said


def test_a_name_that_clashes_is_judged_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {f"content/static/{name} 13800138009.txt": "-\n" for name in "aA"}
    said = run_check(write(tmp_path, {"content/site.toml": PLAIN_TOML, **files}), capsys)[1]
    assert said.count("[name]") == 1
    assert said.count("[personal-data]") == 2


def test_a_refused_name_weighs_what_the_rule_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toml = f'{PLAIN_TOML}[checks]\npersonal-data = "off"\n'
    files = {"content/site.toml": toml, "content/static/mobile: 13800138009.txt": "-\n"}
    status, said = run_check(write(tmp_path, files), capsys)
    assert (status, said.count("[name]"), said.count("[personal-data]")) == (1, 1, 0)


def test_a_folder_of_drafts_holds_nothing_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = article("title: Roll\ndate: 2024-01-31\ndraft: true")
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/news/13800138009/a.md": draft})
    assert run_check(site, capsys)[0] == 0
    assert run_check(site, capsys, "--drafts")[0] == 1


def test_masking_says_that_names_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, "content/static/张三13800138009.txt": "a\n"})
    status, said = run_check(site, capsys, "--mask", "--yes")
    assert status == 1
    assert "Names of files and folders are not masked here: rename them" in said
    assert "Attachments and settings cannot" not in said
    assert (site / "content/static/张三13800138009.txt").exists()
