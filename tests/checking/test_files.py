"""Files that are published are looked into: whatever kind they are, wherever in them it stands, and only once."""

import base64
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from site_builder.documents import extract_text as documents
from site_builder.documents.extract_text import extract_texts
from site_builder.problem import Problem, to_record
from tests.sites import PLAIN_TOML, Files, article, run, write

MOBILE, ID = "13800138000", "110101199003074514"
ITEM = article("title: Roll\ndate: 2024-01-31")
FOLDER = "content/news/roll"


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("一段")
    paragraph = document.add_paragraph("电话 138")
    paragraph.add_run("0013").bold = True
    paragraph.add_run("8000")
    document.add_table(1, 1).cell(0, 0).text = ID
    document.sections[0].header.paragraphs[0].text = "a@qq.com"
    document.core_properties.author = "Tel 13900139000"
    return saved(document.save)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "花名册"
    sheet["B2"] = int(MOBILE)
    sheet["C3"] = ID
    sheet["D4"] = "=1+1"
    hidden = book.create_sheet("内部")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "家住建设路12号"
    return saved(book.save)


def revised() -> bytes:
    """Write a Word file with a recorded change, a picture that is described, and a sheet within it."""
    tracked = (
        f"<w:p><w:del><w:r><w:delText>{ID}</w:delText></w:r></w:del><w:ins><w:r><w:t>13900139000</w:t></w:r></w:ins></w:p>"
        '<w:p><w:drawing><docPr descr="电话13800138000"/></w:drawing></w:p>'
    )
    body = f'<w:document xmlns:w="w"><w:body>{tracked}</w:body></w:document>'.encode()
    inner = zipped(xl__sharedStrings_xml=f"<sst><si><t>{ID}</t></si></sst>".encode())
    return zipped(word__document_xml=body, word__embeddings__Sheet1_xlsx=inner)


def crowded() -> bytes:
    """Write a workbook with what is no cell: a header, a list to choose from, a pivot table's copy."""
    sheet = (
        f"<worksheet><oddHeader>电话{MOBILE}</oddHeader>"
        f'<dataValidation><formula1>"{ID},b"</formula1></dataValidation></worksheet>'
    )
    return zipped(
        xl__worksheets__sheet1_xml=sheet.encode(),
        xl__pivotCache__pivotCacheRecords1_xml=b'<r><s v="13900139000"/><n v="1.3700137E+10"/></r>',
    )


def saved(save: Callable[[io.BytesIO], None]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


def pdf(*pages: str) -> bytes:
    """Write a PDF with a line on each page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET"
        at = 4 + 2 * number
        bodies.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>/Contents {at + 1} 0 R>>"
        )
        bodies.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    )
    return out + tail.encode()


def photo(*, place: bool, words: str = "") -> bytes:
    exif = Image.Exif()
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 9.0, 0.0)})
    exif[0x013B] = words or "Council"
    return saved(lambda stream: Image.new("RGB", (4, 4)).save(stream, "JPEG", exif=exif))


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


def found(tmp_path: Path, files: Files) -> list[Problem]:
    sites = {"content/site.toml": PLAIN_TOML, f"{FOLDER}/index.md": ITEM}
    # Who made a file, and whether everyone can read it, are other rules' matters.
    others = {"accessibility", "metadata"}
    return [each for each in run(write(tmp_path, {**sites, **files})).problems if each.rule not in others]


def messages(problems: list[Problem]) -> list[str]:
    records = [to_record(each, lambda text: text) for each in problems]
    return [f"{each['severity']} {each['message']}" for each in records]


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "roll.docx",
            word(),
            [
                "cell",
                "header1: a***@qq.com",
                "paragraph 2: 电话 138****8000",
                "paragraph 3: 11*************514",
                "core): Tel 139****9000",
            ],
        ),
        ("roll.xlsx", workbook(), ["花名册!B2: 138****8000", "花名册!C3: 11*************514", "内部!A1: 家住××"]),
        ("revised.docx", revised(), ["Sheet1.xlsx", "1: 139****9000", "1: 11*************514", "2: 电话138****8000"]),
        ("crowded.xlsx", crowded(), ["1: 139****9000", "1: 137****7000", "电话138****8000", '"11*************514,b"']),
        ("broken.pdf", pdf(f"{ID[:10]}) Tj 0 -20 Td ({ID[10:]}"), ["page 1: 11×××××××× ×××××514"]),
        ("roll.pdf", pdf("nothing", f"call {MOBILE} now"), ["page 2: call 138****8000 now"]),
        ("roll.zip", zipped(a_txt=MOBILE.encode()), ["a.txt: 138****8000"]),
        (
            "roll.ofd",
            zipped(Page__Content_xml=f"<p><TextObject>{MOBILE}</TextObject></p>".encode()),
            ["Page/Content: 138****8000"],
        ),
        ("roll.csv", f"姓名,手机\r\n王,{MOBILE}\r\n".encode("gb18030"), ["王,138****8000"]),
        ("roll.txt", f"王{MOBILE}".encode("utf-16"), ["王138****8000"]),
    ],
)
def test_it_is_found_at_its_place(tmp_path: Path, name: str, data: bytes, expected: list[str]) -> None:
    problems = found(tmp_path, {f"{FOLDER}/{name}": data})
    assert {each.rule for each in problems} == {"personal-data"}
    assert {each.path for each in problems} == {f"{FOLDER}/{name}"}
    assert not (tmp_path / "public").exists() or not (tmp_path / "public/news").exists()
    texts = messages(problems)
    assert len(texts) == len([each for each in expected if each != "cell"])
    for each in expected:
        assert each == "cell" or any(each in text for text in texts), (each, texts)
    assert not any(secret in text for text in texts for secret in (MOBILE, ID, "13900139000"))


def test_a_text_file_has_lines_and_columns(tmp_path: Path) -> None:
    problems = found(tmp_path, {"content/static/roll.csv": f"a,b\n王,{MOBILE}\n"})
    assert [(each.path, each.line, each.column) for each in problems] == [("content/static/roll.csv", 2, 3)]


ENDINGS = (
    *("log", "ini", "conf", "yaml", "yml", "toml", "dat", "prn", "sql", "eml", "mht", "kml", "geojson", "ndjson"),
    *("json5", "py", "tex", "doc", "mp4"),
)


def test_what_is_text_is_looked_into_whatever_its_name_says(tmp_path: Path) -> None:
    files: Files = {f"{FOLDER}/list.{each}": f"姓名 张三\n电话 {MOBILE}\n" for each in ENDINGS}
    more: Files = {
        f"{FOLDER}/名单": f"张三 {MOBILE}\n".encode("gb18030"),
        "content/static/roll": f"Smith {MOBILE}\n",
        f"{FOLDER}/bare.txt": f"姓名：张三，电话：{MOBILE}\n".encode("utf-16-le"),
        f"{FOLDER}/bare.dat": f"Name {MOBILE}\n".encode("utf-16-be"),
        f"{FOLDER}/printed.prn": f"\x1b@\x0cName: {MOBILE}\n" + "line of a page\n" * 9,
        f"{FOLDER}/cut.dat": "电话" * 3000 + MOBILE,
    }
    problems = found(tmp_path, {**files, **more})
    assert {each.rule for each in problems} == {"personal-data"}
    assert {each.path for each in problems} == {*files, *more}


def test_a_mail_is_read_as_it_is_shown(tmp_path: Path) -> None:
    head = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding:"
    files: Files = {
        f"{FOLDER}/a.eml": f"{head} base64\n\n" + base64.b64encode(f"张三 {MOBILE}".encode()).decode(),
        f"{FOLDER}/b.mht": f"{head} quoted-printable\n\nTel 138=\n0013=38000\n",
    }
    assert {each.path for each in found(tmp_path, files) if each.rule == "personal-data"} == set(files)


@pytest.mark.parametrize("name", ["a.mp4", "a.woff2", "a.mp3"])
def test_what_holds_no_word_passes(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, {f"{FOLDER}/{name}": bytes(range(256)) * 40}) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.msg", b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 40),
        ("a.bin", bytes(range(256)) * 40),
        ("a.rar", b"Rar!\x1a\x07\x00 and more"),
        ("roll", b"\x00\x01\x02\x03" * 40),
        ("a.docx", b"no zip"),
        ("a.xlsx", zipped(xl__workbook_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", xl__worksheets__sheet1_xml=b"<a")),
        ("a.pdf", b"%PDF-1.4 and nothing else"),
        ("a.doc", b"\xd0\xcf\x11\xe0"),
        ("a.pdf", pdf("")),
        ("a.zip", zipped(b_zip=b"")),
    ],
)
def test_what_cannot_be_looked_into_is_told(tmp_path: Path, name: str, data: bytes) -> None:
    problems = found(tmp_path, {f"{FOLDER}/{name}": data})
    assert [(each.rule, each.severity) for each in problems] == [("attachment", "warning")]


def test_a_file_that_holds_too_much_is_an_error_until_it_is_accepted(tmp_path: Path) -> None:
    files: Files = {f"{FOLDER}/a.docx": zipped(word__document_xml=b" " * (33 << 20))}
    problems = found(tmp_path, files)
    assert [(each.rule, each.severity) for each in problems] == [("attachment", "error")]
    assert "not all of it was read" in messages(problems)[0]
    note = "<!-- accept attachment a.docx: read by the office -->\n"
    assert found(tmp_path, {**files, f"{FOLDER}/index.md": ITEM + note}) == []


def test_what_was_found_before_the_end_is_told_too(tmp_path: Path) -> None:
    text = f"{MOBILE}\n" + "字" * 2_000_000
    problems = found(tmp_path, {f"{FOLDER}/a.zip": zipped(a_txt=MOBILE.encode(), b_txt=text.encode())})
    assert [(each.rule, each.severity) for each in problems] == [("attachment", "error"), ("personal-data", "error")]


def test_many_findings_hide_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    files = {f"a{n}_zip": b"" for n in range(200)} | {"z_txt": MOBILE.encode()}
    problems = found(tmp_path, {f"{FOLDER}/a.zip": zipped(**files)})
    assert [each.rule for each in problems] == ["attachment", "personal-data"]


def test_a_file_that_is_too_large_is_not_published(tmp_path: Path) -> None:
    site = write(tmp_path, {"content/site.toml": PLAIN_TOML, f"{FOLDER}/index.md": ITEM, f"{FOLDER}/a.mp4": b""})
    os.truncate(site / FOLDER / "a.mp4", 3 << 30)
    problems = run(site).problems
    assert [(each.rule, each.severity, each.path) for each in problems] == [("size", "error", f"{FOLDER}/a.mp4")]


def test_what_a_camera_wrote_is_told_and_not_published(tmp_path: Path) -> None:
    data = photo(place=True, words=f"tel {MOBILE}")
    problems = found(tmp_path, {f"{FOLDER}/photo.jpg": data})
    assert {(each.rule, each.severity, each.path) for each in problems} == {
        ("personal-data", "notice", f"{FOLDER}/photo.jpg")
    }
    texts = messages(problems)
    assert all(any(each in text for text in texts) for each in ("(GPS)", "(Artist): tel 138****8000"))
    published = (tmp_path / "public/news/2024/roll/photo.jpg").read_bytes()
    assert MOBILE.encode() in data
    assert MOBILE.encode() not in published
    assert b"Exif" not in published


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_says_nothing_passes(tmp_path: Path, form: str) -> None:
    data = saved(lambda stream: Image.new("RGB", (4, 4)).save(stream, form))
    assert found(tmp_path, {f"{FOLDER}/a.{form.lower()}": data}) == []


def test_no_end_of_a_file_is_a_fault() -> None:
    for name, data in (
        ("a.docx", word()),
        ("a.xlsx", workbook()),
        ("a.pdf", pdf("a", "b")),
        ("a.jpg", photo(place=True)),
    ):
        for length in range(0, len(data), max(1, len(data) // 60)):
            for each in extract_texts(data[:length], name):
                assert each.failure or each.text or each.sort


@pytest.mark.slow
def test_an_unchanged_file_is_looked_into_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []

    def counted(data: bytes, name: str) -> object:
        looked.append(name)
        return extract_texts(data, name)

    monkeypatch.setattr(documents, "extract_texts", counted)
    files = {f"{FOLDER}/a.csv": MOBILE, f"{FOLDER}/b.csv": "x"}
    first = found(tmp_path, files)
    assert sorted(looked) == ["a.csv", "b.csv"]
    assert found(tmp_path, {}) == first
    assert len(looked) == 2
    found(tmp_path, {f"{FOLDER}/b.csv": "y"})
    assert looked[2:] == ["b.csv"]


def test_a_file_is_accepted_by_its_item_with_a_reason(tmp_path: Path) -> None:
    note = "<!-- accept personal-data roll.csv: public by law -->\n"
    files = {f"{FOLDER}/roll.csv": MOBILE, f"{FOLDER}/other.csv": MOBILE, f"{FOLDER}/index.md": ITEM + note}
    assert [each.path for each in found(tmp_path, files)] == [f"{FOLDER}/other.csv"]


@pytest.mark.slow
def test_a_static_file_is_accepted_by_the_settings(tmp_path: Path) -> None:
    files = {"content/static/roll.csv": MOBILE, "content/site.toml": PLAIN_TOML}
    assert len(found(tmp_path, files)) == 1
    files["content/site.toml"] += "# accept personal-data static/roll.csv: public by law\n"
    assert found(tmp_path, files) == []


def test_the_settings_and_registries_are_judged_too(tmp_path: Path) -> None:
    people = f'[wang]\nname = "Wang"\nnote = "call {MOBILE}"\n'
    problems = found(tmp_path, {"content/people.toml": people})
    assert [(each.path, each.line) for each in problems] == [("content/people.toml", 3)]
    accepted = people.replace("note", "# accept personal-data: the office's own\nnote")
    assert found(tmp_path, {"content/people.toml": accepted}) == []


def test_a_draft_holds_nothing_up(tmp_path: Path) -> None:
    draft = article(f"title: Roll\ndate: 2024-01-31\ndraft: true\nsource: {MOBILE}")
    problems = found(tmp_path, {f"{FOLDER}/index.md": draft, f"{FOLDER}/roll.csv": MOBILE})
    assert [each.severity for each in problems] == ["warning", "warning"]


def test_a_site_chooses_the_severity(tmp_path: Path) -> None:
    files = {f"{FOLDER}/roll.csv": MOBILE, f"{FOLDER}/index.md": ITEM + MOBILE}
    for weight, expected in (("notice", ["notice", "notice"]), ("off", [])):
        toml = f'{PLAIN_TOML}[checks]\npersonal-data = "{weight}"\n'
        problems = found(tmp_path, {**files, "content/site.toml": toml})
        assert [each.severity for each in problems] == expected


def test_no_problem_quotes_it(tmp_path: Path) -> None:
    head = f"title: Roll\ndate: 2024-01-31 {MOBILE}\nphone {ID}: a@qq.com\ncommunities: {MOBILE}"
    body = f"[{MOBILE}](gone.md) 家住建设路12号 {ID}\n"
    files = {f"{FOLDER}/index.md": article(head, body), f"{FOLDER}/roll.csv": MOBILE}
    records = [to_record(each, lambda text: text) for each in found(tmp_path, files)]
    assert len(records) > 4
    for each in records:
        assert not any(secret in str(value) for value in each.values() for secret in (MOBILE, ID, "a@qq.com"))
