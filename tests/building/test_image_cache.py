"""Pictures of a site: what is served of them, drawn once, the same by whichever way; and what stops a build."""

import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PIL import Image

from site_builder.building.build import build, survey_site
from site_builder.building.session import Options
from site_builder.cli.worker_pool import WorkerPool
from site_builder.executor import Executor
from site_builder.images import encode as draw
from site_builder.problem import Problem
from tests.images.test_strip_metadata import SECRET, animation, encoded, photo, talkative
from tests.sites import AT, PLAIN_TOML, article, broken_links, made, run, tree, write

SIZE = (600, 450)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="x()"><!-- Nikon of Li Lei --></svg>'
FAIR = "content/news/2024-02-01-fair"
FILES: dict[str, str | bytes] = {
    "content/site.toml": PLAIN_TOML,
    f"{FAIR}/index.md": article("title: Fair", "![A stall](stall.jpg)\n\n![Its plan](plan.svg)\n\n![Fun](fun.gif)\n"),
    f"{FAIR}/stall.jpg": talkative("JPEG", 6, SIZE),
    f"{FAIR}/plan.svg": SVG,
    f"{FAIR}/fun.gif": animation("GIF"),
    f"{FAIR}/not-shown.png": talkative("PNG", 1, SIZE),
    "content/news/2024-02-02-walk.md": article("title: Walk\nimage: /path.webp", "![Logo](/logo.png)\n"),
    "content/static/path.webp": talkative("WEBP", 1, SIZE),
    "content/static/logo.png": talkative("PNG", 1, (30, 20)),
    "content/static/unused.avif": talkative("AVIF", 1, (30, 20)),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("pictures"), FILES)
    made(folder)
    return folder


@pytest.fixture(scope="module")
def output(site: Path) -> dict[str, bytes]:
    return tree(site / "public")


def problems(site: Path, **more: Any) -> list[Problem]:
    return [p for p in run(site, **more).problems if p.rule in {"picture", "metadata"}]


@pytest.mark.slow
def test_no_byte_tells_of_whoever_took_a_picture(output: dict[str, bytes]) -> None:
    pictures = [path for path in output if path.endswith((".jpg", ".png", ".webp", ".avif", ".gif"))]
    assert len(pictures) > 10
    assert [path for path, data in output.items() if SECRET in data] == []
    assert b"onload" not in output["news/2024/fair/plan.svg"]
    for path in pictures:
        with Image.open(BytesIO(output[path])) as image:
            assert not image.getexif(), path
            assert {"exif", "xmp", "comment", "icc_profile"} & image.info.keys() == set(), path


@pytest.mark.slow
def test_a_page_offers_every_form_and_keeps_its_place(output: dict[str, bytes]) -> None:
    page = output["news/2024/fair/index.html"].decode().partition("<main")[2]
    shown = re.findall(r"<picture>.*?</picture>|<img[^>]*>", page)
    assert len(shown) == 3
    first = shown[0]
    assert re.findall(r'<source type="([^"]*)" srcset="[^"]*-450\.\w{10}\.(\w+) 450w" sizes="[^"]+">', first) == [
        ("image/avif", "avif"),
        ("image/webp", "webp"),
    ]
    assert re.search(
        r'<img alt="A stall" src="/assets/pictures/stall-450\.\w{10}\.jpg" srcset="[^"]*\.jpg 450w"', first
    )
    assert 'width="450" height="600"' in first  # it was turned
    assert [each.count('loading="lazy"') for each in shown] == [0, 1, 1]
    assert 'src="/news/2024/fair/fun.gif"' in shown[2]
    assert broken_links(output, "https://ferry.example.org/") == []


@pytest.mark.slow
def test_originals_keep_their_address_and_are_turned(output: dict[str, bytes]) -> None:
    with Image.open(BytesIO(output["news/2024/fair/stall.jpg"])) as image:
        assert image.size == (450, 600)
    assert "news/2024/fair/not-shown.png" in output
    assert not [path for path in output if "pictures/not-shown" in path or "pictures/unused" in path]


def test_an_image_stands_above_the_body_once(output: dict[str, bytes]) -> None:
    page = output["news/2024/walk/index.html"].decode()
    shown = re.findall(r"<img[^>]*>", page.partition("<main")[2])
    assert len(shown) == 2
    assert 'alt=""' in shown[0]
    assert "path-600" in shown[0]
    assert "lazy" not in shown[0]
    assert "lazy" in shown[1]
    assert re.search(r'<meta property="og:image" content="https://ferry\.example\.org/[^"]*path[^"]*\.jpg">', page)


def test_a_feed_shows_a_picture_in_the_form_that_every_reader_knows(output: dict[str, bytes]) -> None:
    feed = output["feed.xml"].decode()
    assert re.search(r"src=&#34;https://ferry\.example\.org/assets/pictures/stall-450\.\w{10}\.jpg&#34;", feed)
    assert "srcset" not in feed


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note what is encoded."""
    real, notes = draw.encode_pixels, []

    def saved(image: Image.Image, form: str, settings: dict[str, Any]) -> bytes:
        notes.append(f"{form} {image.width}")
        return real(image, form, settings)

    monkeypatch.setattr(draw, "encode_pixels", saved)
    return notes


@pytest.mark.slow
def test_no_picture_is_encoded_twice(site: Path, output: dict[str, bytes], drawn: list[str]) -> None:
    assert tree(site / "public") == output
    run(site, output=site / "elsewhere")
    run(site, clean=True)
    assert drawn == []
    assert tree(site / "elsewhere") == tree(site / "public") == output
    for file in (site / ".bulletin/cache/pictures").iterdir():
        file.write_bytes(file.read_bytes()[:-1])
    run(site, clean=True)
    assert len(drawn) == 11
    assert tree(site / "public") == output


@pytest.mark.slow
def test_what_is_no_longer_shown_is_forgotten_in_time(tmp_path: Path, drawn: list[str]) -> None:
    write(tmp_path, FILES)
    made(tmp_path)
    kept = tmp_path / ".bulletin/cache/pictures"
    for number in range(150):
        (kept / f"AVIF-9-{number}").write_bytes(b"old")
    made(tmp_path)
    assert len(list(kept.iterdir())) == 161
    write(tmp_path, {f"{FAIR}/not-shown.png": talkative("PNG", 3, SIZE)})
    made(tmp_path)
    assert len(list(kept.iterdir())) == 12


@pytest.mark.slow
def test_a_source_that_is_as_it_was_is_not_decoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    made(tmp_path)
    monkeypatch.setattr(Image, "open", None)
    for path, data in FILES.items():
        write(tmp_path, {path: data})
    assert run(tmp_path).written == 0


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    with WorkerPool(2) as started:
        yield started


@pytest.mark.slow
def test_several_processes_make_the_same(tmp_path: Path, output: dict[str, bytes], workers: Executor) -> None:
    write(tmp_path, FILES)
    build(Options(site=tmp_path, output=tmp_path / "public", at=AT, now=0.0), None, workers)
    assert tree(tmp_path / "public") == output


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("stall.jpg", talkative("JPEG")[:-300]),
        ("stall.heic", b"....ftypheic"),
        ("plan.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'),
    ],
)
def test_what_cannot_be_published_is_said_and_nothing_is_written(tmp_path: Path, name: str, data: bytes) -> None:
    write(tmp_path, FILES | {f"{FAIR}/{name}": data})
    report = run(tmp_path)
    found = [(p.severity, p.rule, p.path, bool(p.hint)) for p in report.problems if p.severity != "notice"]
    assert found == [("error", "picture", f"{FAIR}/{name}", True)]
    assert report.written == 0
    options = Options(site=tmp_path, output=tmp_path / "public", at=AT, now=0.0)
    for again in (run(tmp_path).problems, survey_site(options).problems):
        assert [p.path for p in again if p.severity != "notice"] == [f"{FAIR}/{name}"]


@pytest.mark.slow
def test_what_lies_beside_a_draft_holds_nothing_up(tmp_path: Path) -> None:
    write(tmp_path, FILES | {f"{FAIR}/stall.jpg": b"", f"{FAIR}/index.md": article("title: Fair\ndraft: yes")})
    assert [(p.severity, p.path) for p in problems(tmp_path)] == [("warning", f"{FAIR}/stall.jpg")]
    assert run(tmp_path, drafts=True).written
    assert not list(tmp_path.glob("public/**/stall*"))
    write(tmp_path, {f"{FAIR}/index.zh.md": article("title: 集市\ndraft: no")})
    write(tmp_path, {"content/site.toml": PLAIN_TOML + '[languages.en]\n[languages.zh]\npath = "zh"\n'})
    assert [p.severity for p in problems(tmp_path)] == ["error"]


@pytest.mark.slow
def test_a_site_without_pictures_and_one_where_nothing_changed_ask_for_no_library(tmp_path: Path) -> None:
    """Also not for those of documents."""
    plain = write(tmp_path / "plain", {"content/site.toml": PLAIN_TOML, f"{FAIR}/index.md": article("title: Fair")})
    write(tmp_path / "shown", FILES)
    code = (
        "import sys; from pathlib import Path\n"
        "from site_builder.building.build import build; from site_builder.building.session import Options\n"
        "site = Path(sys.argv[1])\n"
        f"build(Options(site=site, output=site / 'public', at='{AT}', now=0.0))\n"
        "print(sorted({'PIL', 'pypdf', 'zipfile'} & sys.modules.keys()))"
    )

    def asked(site: Path) -> str:
        done = subprocess.run([sys.executable, "-c", code, str(site)], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert "PIL" not in asked(plain)
    assert "PIL" in asked(tmp_path / "shown")
    for path in FILES:
        (tmp_path / "shown" / path).touch()
    assert "PIL" not in asked(tmp_path / "shown")


def document(author: str) -> bytes:
    stream = BytesIO()
    core = (
        '<p:coreProperties xmlns:p="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{author}</dc:creator>'
        "<p:lastModifiedBy>李雷</p:lastModifiedBy></p:coreProperties>"
    )
    extended = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Company>Ferry Office</Company></Properties>"
    )
    with ZipFile(stream, "w") as package:
        package.writestr("docProps/core.xml", core)
        package.writestr("docProps/app.xml", extended)
    return stream.getvalue()


@pytest.mark.slow
def test_a_document_is_copied_and_what_it_tells_is_said(tmp_path: Path) -> None:
    data = document("Li Lei")
    write(tmp_path, FILES | {f"{FAIR}/form.docx": data})
    found = problems(tmp_path)
    assert sorted((p.severity, dict(p.values)["name"]) for p in found) == [
        ("warning", "Ferry Office"),
        ("warning", "Li Lei"),
        ("warning", "李雷"),
    ]
    assert (tmp_path / "public/news/2024/fair/form.docx").read_bytes() == data
    accepted = article("title: Fair", "Words.\n\n<!-- accept metadata form.docx: it is his own form -->\n")
    write(tmp_path, {f"{FAIR}/index.md": accepted})
    assert problems(tmp_path) == []


def test_the_weight_of_what_documents_tell_can_be_chosen(tmp_path: Path) -> None:
    write(tmp_path, FILES | {f"{FAIR}/form.docx": document("Microsoft Office User")})
    write(tmp_path, {"content/site.toml": PLAIN_TOML + '[checks]\nmetadata = "error"\n'})
    assert sorted((p.severity, dict(p.values)["name"]) for p in problems(tmp_path)) == [
        ("error", "Ferry Office"),
        ("error", "李雷"),
    ]


@pytest.mark.slow
def test_two_pictures_of_one_name_and_the_same_bytes_share(tmp_path: Path) -> None:
    data = encoded("JPEG", photo(SIZE))
    files = {
        f"content/news/2024-02-0{n}-{n}/{name}": content
        for n in (1, 2)
        for name, content in (("index.md", article(f"title: N{n}", "![A](a.jpg)\n")), ("a.jpg", data))
    }
    out = made(write(tmp_path, {"content/site.toml": PLAIN_TOML, **files}))
    assert len([path for path in out if path.startswith("assets/pictures/")]) == 6
