"""Files of other programs that are small and would take long, or much memory, to be read; made here, asserts nothing.

Each shape makes a site in a folder and gives the command to run there; the command has to end, and to say what it did
not read.
"""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PIL import Image

MIB = 1 << 20
ITEM = "---\ntitle: Roll\ndate: 2024-01-31\n---\n\nText.\n"
TOML = 'title = "T"\nbase_url = "https://example.org/"\n'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Make = Callable[[Path], list[str]]


def write_site(folder: Path, files: dict[str, bytes], body: str = "") -> None:
    """Write a site with one item; files lie beside the item unless they begin with `/`."""
    for path, data in {
        "content/site.toml": TOML.encode(),
        "content/news/roll/index.md": (ITEM + body).encode(),
        **{name.lstrip("/") if name[0] == "/" else f"content/news/roll/{name}": data for name, data in files.items()},
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def attach(name: str, make: Callable[[], bytes], *, command: str = "check") -> Make:
    """Attach a file to an item and run a command on the site."""

    def prepare(folder: Path) -> list[str]:
        write_site(folder, {name: make()})
        return [command, str(folder), *(["--jobs", "1"] if command == "build" else [])]

    return prepare


def bring(make: Callable[[], bytes]) -> Make:
    """Bring a Word file over."""

    def prepare(folder: Path) -> list[str]:
        write_site(folder, {"/word.docx": make()})
        options = ["--site", str(folder), "--column", "news", "--title", "T"]
        return ["import", str(folder / "word.docx"), *options]

    return prepare


def bring_path(path: str) -> Make:
    """Name something for a Word file that is none."""

    def prepare(folder: Path) -> list[str]:
        write_site(folder, {})
        if path == "queue":
            os.mkfifo(folder / path)
        return ["import", str(folder / path), "--site", str(folder), "--column", "news", "--title", "T"]

    return prepare


def make_sparse(path: str, command: str = "check", size: int = 3 << 30) -> Make:
    """Attach a file that is large and takes no place."""

    def prepare(folder: Path) -> list[str]:
        write_site(folder, {path: b""})
        os.truncate(folder / "content/news/roll" / path, size)
        return [command, str(folder), *(["--jobs", "1"] if command == "build" else [])]

    return prepare


def migrate_from(files: dict[str, Callable[[], bytes]], sparse: str = "") -> Make:
    """Bring an old site over."""

    def prepare(folder: Path) -> list[str]:
        old = folder / "old"
        pages = {"_config.yml": b"title: Old\n", "_posts/2024-01-31-a.md": b"---\ntitle: A\n---\nText.\n"}
        for path, data in {**pages, **{name: make() for name, make in files.items()}}.items():
            (old / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).write_bytes(data)
        if sparse:
            (old / sparse).parent.mkdir(parents=True, exist_ok=True)
            (old / sparse).touch()
            os.truncate(old / sparse, 3 << 30)
        return ["migrate", "jekyll", str(old), "--site", str(folder / "new")]

    return prepare


def make_aliases(count: int) -> bytes:
    """Write lists that hold the one above ten times."""
    return b"".join(b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 10)) for n in range(1, count))


def pack(files: dict[str, bytes] | Iterable[tuple[str, bytes]], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Make a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", way) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            archive.writestr(name, data)
    return stream.getvalue()


def make_word(body: str, **more: bytes) -> bytes:
    """Make a Word file with a body; `more` are parts, `__` for `/` and `_` for `.` in their names."""
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/><Default Extension="bmp" ContentType="image/bmp"/></Types>'
    )
    top = f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    document = f'<w:document {W} xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{top}</Relationships>'.encode(),
        "word/document.xml": document.encode(),
    }
    return pack(parts | {name.replace("__", "/").replace("_", "."): data for name, data in more.items()})


def paragraph(text: str, properties: str = "") -> str:
    """Write a paragraph of Word's XML."""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def make_numbered(count: int) -> bytes:
    """Make a Word file with a numbered list of so many items, each of which has a number of its own."""
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="n" Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>'
    )
    item = paragraph("x", '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    return make_word(
        item * count, word__numbering_xml=numbering.encode(), word___rels__document_xml_rels=relations.encode()
    )


def make_sheet(cells: str, shared: str = "") -> bytes:
    """Make a workbook with one sheet."""
    sheet = f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"
    return pack({"xl/worksheets/sheet1.xml": sheet.encode(), "xl/sharedStrings.xml": f"<sst>{shared}</sst>".encode()})


def make_pdf(stream: bytes, more: Iterable[bytes] = (), resources: bytes = b"") -> bytes:
    """Make a PDF with one page whose content is a packed stream; `more` are objects from number 5 on."""
    packed = zlib.compress(stream, 9)
    font = b"/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<" + font + resources + b">>/Contents 4 0 R>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
        *more,
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + tail % (size, table, size, len(out))


def make_form_bomb(depth: int = 12, each: int = 10) -> bytes:
    """Make a PDF whose page draws a form ten times, which draws another ten times, and so on."""
    forms = []
    for level in range(depth):
        draw = b"/X Do " * each if level + 1 < depth else b"BT /F1 1 Tf (13800138000) Tj ET"
        inner = b"/Resources<</XObject<</X %d 0 R>>>>" % (6 + level) if level + 1 < depth else b""
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>" % (inner, len(draw))
        forms.append(head + b"stream\n" + draw + b"\nendstream")
    return make_pdf(b"/X Do " * each, forms, b"/XObject<</X 5 0 R>>")


def make_page_tree(depth: int) -> bytes:
    """Make a PDF whose pages say that they are their own children."""
    data = make_pdf(b"BT /F1 1 Tf (x) Tj ET")
    return data.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[2 0 R 2 0 R]/Count %d" % depth)


def make_png(width: int, height: int, *chunks: tuple[bytes, bytes], rows: bool = True) -> bytes:
    """Make a grey PNG of one value; `chunks` stand before its pixels."""
    out = b"\x89PNG\r\n\x1a\n" + make_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    out += b"".join(make_chunk(*each) for each in chunks)
    if rows:
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(width + 1)) for _ in range(height)) + packer.flush()
        out += make_chunk(b"IDAT", packed)
    return out + make_chunk(b"IEND", b"")


def make_chunk(name: bytes, data: bytes) -> bytes:
    """Make a chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def make_scans(count: int, side: int) -> bytes:
    """Make a progressive JPEG whose last scan stands in it again and again."""
    stream = io.BytesIO()
    Image.new("L", (side, side), 90).save(stream, "JPEG", progressive=True, quality=20)
    data = stream.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * count + b"\xff\xd9"


def make_film(count: int, side: int) -> bytes:
    """Make a GIF whose picture is shown again and again."""
    stream = io.BytesIO()
    Image.new("P", (side, side)).save(stream, "GIF")
    data = stream.getvalue()
    at = 13 + 3 * (2 << (data[10] & 7))
    return data[:at] + data[at:-1] * count + b";"


def save_picture(form: str, mode: str, side: int) -> bytes:
    """Make a picture of one colour, lying on its side where its format can say so."""
    stream, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new(mode, (side, side), "red").save(stream, form, exif=exif)
    return stream.getvalue()


def make_talking_gif(count: int, words: bytes = b"\x01a") -> bytes:
    """Make a GIF with very many comments before its picture."""
    stream = io.BytesIO()
    Image.new("P", (1, 1)).save(stream, "GIF")
    data = stream.getvalue()
    at = 13 + 3 * (2 << (data[10] & 7))
    return data[:at] + (b"\x21\xfe" + words + b"\0") * count + data[at:]


def make_exif(count: int, times: int = 1) -> bytes:
    """Make a JPEG with lists of very many properties."""
    exif = b"II*\0\x08\0\0\0" + struct.pack("<H", count) + struct.pack("<HHII", 0x010E, 2, 60000, 8) * count
    segment = b"Exif\0\0" + exif[:0xFFF0]
    stream = io.BytesIO()
    Image.new("L", (1, 1)).save(stream, "JPEG")
    data = stream.getvalue()
    return data[:2] + (b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment) * times + data[2:]


def make_bitmap(width: int, height: int) -> bytes:
    """Make a bitmap of one bit a pixel."""
    row = (width + 31) // 32 * 4
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 1, 0, row * height, 0, 0, 2, 0)
    return b"BM" + struct.pack("<IHHI", 62 + row * height, 0, 0, 62) + head + bytes(8) + bytes(row * height)


def make_gallery(count: int) -> bytes:
    """Make a Word file that shows one large bitmap again and again."""
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill>'
        '<a:blip r:embed="p"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="p" Type="{OFFICE}/image" Target="media/a.bmp"/></Relationships>'
    )
    return make_word(
        drawing * count, word__media__a_bmp=make_bitmap(4000, 4000), word___rels__document_xml_rels=relations.encode()
    )


def declare_size(data: bytes, size: int) -> bytes:
    """Say of the only member of a zip file that it unpacks to so much."""
    at, directory = data.index(b"PK\3\4"), data.rindex(b"PK\1\2")
    number = struct.pack("<I", size)
    return data[: at + 22] + number + data[at + 26 : directory + 24] + number + data[directory + 28 :]


def overlap(count: int, size: int) -> bytes:
    """Make a zip file whose table of contents names one packed member under very many names."""
    data = pack({"a.txt": bytes(size)})
    directory, end = data.rindex(b"PK\1\2"), data.rindex(b"PK\5\6")
    entry = data[directory:end]
    table = b"".join(entry[:46] + b"%05d" % number for number in range(count))
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(table), directory, 0)
    return data[:directory] + table + tail


def nest(depth: int) -> bytes:
    """Make a zip file in a zip file, and so on."""
    data = b"13800138000"
    for _ in range(depth):
        data = pack({"a.zip": data, "a.docx": make_word(paragraph("13800138000"))})
    return data


# What must not be public stands at the end of each file: it is found, or the file is said to be unread.
NUMBER = "13800138000 "
LAST = paragraph(NUMBER)
SHAPES: dict[str, Make] = {
    "docx, 30 MB of empty elements": attach("a.docx", lambda: make_word("<w:r/>" * (5 * MIB) + LAST)),
    "docx, 30 MB of one text": attach("a.docx", lambda: make_word(paragraph("1" * 30 * MIB) + LAST)),
    "docx, 2 million attributes": attach(
        "a.docx", lambda: make_word("<w:p " + " ".join(f"a{n}=''" for n in range(2 * MIB)) + "/>" + LAST)
    ),
    "docx, 100,000 elements deep": attach("a.docx", lambda: make_word("<w:p>" * 100_000 + LAST + "</w:p>" * 100_000)),
    "docx, a recorded change in each paragraph": attach(
        "a.docx", lambda: make_word("<w:p><w:del><w:r><w:delText>1</w:delText></w:r></w:del></w:p>" * 40_000 + LAST)
    ),
    "docx, 100,000 mobile numbers": attach("a.docx", lambda: make_word(paragraph(NUMBER * 100_000))),
    "docx within docx, 40 times": attach(
        "a.docx",
        lambda: make_word("", **{f"word__embeddings__a{n}_docx": make_word("<w:r/>" * MIB + LAST) for n in range(40)}),
    ),
    "docx, properties of 30 MB": attach("a.docx", lambda: make_word("", docProps__core_xml=b"<a/>" * (7 * MIB))),
    "xlsx, one text of 1 MB in 10,000 cells": attach(
        "a.xlsx", lambda: make_sheet('<c t="s"><v>0</v></c>' * 10_000, f"<si><t>{'1' * MIB}</t></si>")
    ),
    "xlsx, 2 million cells": attach("a.xlsx", lambda: make_sheet("<c><v>1</v></c>" * (2 * MIB))),
    "xlsx, a number of 1 million digits": attach(
        "a.xlsx", lambda: make_sheet(f"<c><v>{'1' * MIB}E+9</v></c><c><v>{NUMBER}</v></c>")
    ),
    "pptx, 40 slides of 1 MB": attach(
        "a.pptx", lambda: pack({f"ppt/slides/slide{n}.xml": b"<p>" + b"<a/>" * (MIB // 4) + b"</p>" for n in range(40)})
    ),
    "odt, content of spaces": attach(
        "a.odt", lambda: pack({"content.xml": b"<a>" + b" " * (31 * MIB) + f"<p>{NUMBER}</p></a>".encode()})
    ),
    "zip, packed by bzip2": attach("a.zip", lambda: pack({"a.txt": bytes(200 * MIB)}, zipfile.ZIP_BZIP2)),
    "zip, packed by lzma": attach("a.zip", lambda: pack({"a.txt": bytes(200 * MIB)}, zipfile.ZIP_LZMA)),
    "zip, 200 MB in one member": attach("a.zip", lambda: pack({"a.txt": bytes(200 * MIB)})),
    "zip, says 10 bytes and holds 200 MB": attach("a.zip", lambda: declare_size(pack({"a.txt": bytes(200 * MIB)}), 10)),
    "zip, one member under 9,000 names": attach("a.zip", lambda: overlap(9_000, 16 * MIB)),
    "zip, 60,000 members": attach("a.zip", lambda: pack((f"{n}.txt", b"") for n in range(60_000))),
    "zip, 1,000 Word files": attach(
        "a.zip", lambda: pack((f"{n}.docx", make_word("<w:r/>" * 9_000)) for n in range(1_000))
    ),
    "zip, 100 PDFs of numbers": attach(
        "a.zip", lambda: pack((f"{n}.pdf", make_pdf(b"BT /F1 1 Tf " + b"(1) Tj " * 60_000 + b"ET")) for n in range(100))
    ),
    "zip in zip, 40 deep": attach("a.zip", partial(nest, 40)),
    "pdf, forms within forms": attach("a.pdf", make_form_bomb),
    "pdf, 200 MB of page": attach("a.pdf", lambda: make_pdf(b"BT (x) Tj ET\n" * (16 * MIB))),
    "pdf, 1 million numbers": attach("a.pdf", lambda: make_pdf(b"BT /F1 1 Tf " + b"(1) Tj " * MIB + b"ET")),
    "pdf, pages that are their own children": attach("a.pdf", lambda: make_page_tree(100_000)),
    "csv, 30 MB of mobile numbers": attach("a.csv", lambda: NUMBER.encode() * (5 * MIB // 2)),
    "csv, 1 MB of mobile numbers on a line": attach("a.csv", lambda: NUMBER.encode() * 80_000),
    "txt, 60 KB of digits": attach("a.txt", lambda: b"1" * 60_000 + b"\n" + NUMBER.encode()),
    "txt, 2 MB of digits in words": attach("a.txt", lambda: "一三八".encode() * (200 << 10) + b"\n" + NUMBER.encode()),
    "svg, 20 MB of elements": attach(
        "a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g/>" * (5 * MIB) + b"</svg>"
    ),
    "svg, 100,000 elements deep": attach(
        "a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<b>" * 100_000
    ),
    "png, 50 million pixels": attach("a.png", lambda: make_png(7_000, 7_000), command="build"),
    "png, 50 million pixels in colour": attach("a.png", lambda: save_picture("PNG", "RGBA", 7_000), command="build"),
    "jpeg, 50 million pixels": attach("a.jpg", lambda: save_picture("JPEG", "RGB", 7_000), command="build"),
    "webp, 64 million pixels": attach("a.webp", lambda: save_picture("WEBP", "RGB", 8_000), command="build"),
    "webp, 23 million pixels": attach("a.webp", lambda: save_picture("WEBP", "RGB", 4_800), command="build"),
    "avif, 16 million pixels": attach("a.avif", lambda: save_picture("AVIF", "RGB", 4_000), command="build"),
    "png, 900 million pixels": attach("a.png", lambda: make_png(30_000, 30_000, rows=False)),
    "png, texts of 100 MB": attach(
        "a.png", lambda: make_png(9, 9, *[(b"zTXt", b"a\0\0" + zlib.compress(bytes(MIB), 9))] * 100)
    ),
    "jpeg, 2,000 scans": attach("a.jpg", lambda: make_scans(2_000, 6_000)),
    "jpeg, 5,000 properties": attach("a.jpg", partial(make_exif, 5_000)),
    "gif, 200,000 comments": attach("a.gif", lambda: make_talking_gif(200_000)),
    "gif, 20,000 comments of 2 KB": attach("a.gif", lambda: make_talking_gif(20_000, (b"\xff" + bytes(255)) * 8)),
    "jpeg, 1,000 lists of properties": attach("a.jpg", lambda: make_exif(5_000, 1_000)),
    "gif, 5,000 frames of 4 million pixels": attach("a.gif", lambda: make_film(5_000, 2_000), command="build"),
    "a file of 3 GiB": make_sparse("a.mp4", "build"),
    "a film of 256 MiB": make_sparse("a.mp4", "build", 256 << 20),
    "a spreadsheet of 3 GiB": make_sparse("a.xlsx"),
    "a picture of 3 GiB": make_sparse("a.jpg"),
    "import /dev/zero": bring_path("/dev/zero"),
    "import a queue": bring_path("queue"),
    "import a folder": bring_path("content"),
    "import, 30 MB of empty elements": bring(lambda: make_word("<w:r/>" * (5 * MIB))),
    "import, 5,000 numbered items": bring(lambda: make_numbered(5_000)),
    "import, 20,000 paragraphs": bring(lambda: make_word(paragraph("x") * 20_000)),
    "import, 100,000 elements deep": bring(lambda: make_word("<w:p>" * 100_000 + "</w:p>" * 100_000)),
    "import, tables in tables": bring(lambda: make_word("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60)),
    "import, one bitmap 2,000 times": bring(lambda: make_gallery(2_000)),
    "migrate, a page of 3 GiB": migrate_from({}, "_posts/2024-01-31-b.md"),
    "migrate, a film of 3 GiB": migrate_from({}, "assets/a.mp4"),
    "migrate, a head of 900 KB": migrate_from(
        {"_posts/2024-01-31-b.md": lambda: b"---js\ntitle = 1 " + b"/* " * 300_000 + b"\n---\nText.\n"}
    ),
    "migrate, a head of lists in lists": migrate_from(
        {"_posts/2024-01-31-b.md": lambda: b"---\ntitle: B\na: " + b"[" * 900_000 + b"\n---\nText.\n"}
    ),
    "migrate, a head that names itself": migrate_from(
        {"_posts/2024-01-31-b.md": lambda: b"---\na0: &a0 [x]\n" + make_aliases(40) + b"---\nText.\n"}
    ),
    "migrate, a page of 900 KB": migrate_from(
        {"_posts/2024-01-31-b.md": lambda: b"---\ntitle: B\n---\n" + b"<b {% a" * 120_000}
    ),
}
