"""What the files of an item are called, in which order they stand, and what is said of them."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from site_builder.planning.items.attachments import make_title, split_numbers
from tests.sites import PLAIN_TOML, SITE_TOML, article, made, write

FOLDER = "content/news/2024-05-02-forms"


def pdf(pages: int) -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(72, 72)
    writer.write(stream)
    return stream.getvalue()


def listed(page: bytes) -> list[tuple[str, str, str]]:
    """Give href, title and what is said of each file."""
    part = page.decode().partition('class="tiles files"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="/news/2024/forms/([^"]+)">(.*?) <span class="meta">(.*?)</span>', part)


def test_files_are_in_reading_order_under_names_for_people(tmp_path: Path) -> None:
    names = [
        "annex-10-map.csv",
        "annex-2_list.csv",
        "附件十二.csv",
        "附件三.csv",
        "2024-05-01-rules.csv",
        "form.pdf",
        "form.docx",
    ]
    body = "Take [the form of the office](form.pdf), and [here](annex-2_list.csv) more.\n"
    files = {f"{FOLDER}/{name}": b"x" for name in names} | {f"{FOLDER}/form.pdf": pdf(7)}
    head = "title: Forms\nattachments: [2024-05-01-rules.csv, form.pdf]"
    output = made(
        write(tmp_path, {"content/site.toml": PLAIN_TOML, f"{FOLDER}/index.md": article(head, body), **files})
    )
    found = listed(output["news/2024/forms/index.html"])
    assert [title for _, title, _ in found] == [
        *("Rules", "the form of the office", "the form of the office", "Annex 2 list"),
        *("Annex 10 map", "附件三", "附件十二"),
    ]  # fmt: skip
    assert found[1][0] == "form.docx"
    assert re.fullmatch(r"PDF, \d+ (B|KB), 7 pages", found[2][2])
    assert found[3][2] == "CSV, 1 B"


def test_pages_are_counted_in_chinese_too(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"content/site.toml": SITE_TOML, f"{FOLDER}/index.md": article("title: Forms")}
    files |= {f"{FOLDER}/a.pdf": pdf(3), f"{FOLDER}/index.zh.md": article("title: 表格", "第一段。\n")}
    output = made(write(tmp_path, files))
    assert listed(output["news/2024/forms/index.html"])[0][2].endswith(", 3 pages")
    page = output["zh/news/2024/forms/index.html"].decode()
    assert "共3页" in page


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("2024-05-01-list_of_homes", "List of homes"),
        ("20240501_名单", "名单"),
        ("附件1：申请表", "附件1：申请表"),
        ("2024-05-01", "2024 05 01"),
        ("___", "___"),
    ],
)
def test_names_for_people(stem: str, title: str) -> None:
    assert make_title(stem) == title


def test_numbers_are_sorted_as_numbers() -> None:
    stems = ["附件1", "附件二", "附件3", "附件十", "附件11", "附件二十", "附件二十一"]
    assert sorted(stems, key=split_numbers) == stems


@pytest.mark.parametrize("stem", ["附件十十", "附件三一十", "第十十"])
def test_what_is_no_number_is_sorted_as_text(stem: str) -> None:
    assert split_numbers(stem) == ((0, stem),)
