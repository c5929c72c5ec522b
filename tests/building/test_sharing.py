"""Icons and the pictures by which pages are shared: of which there are any, made once, and what is said where not."""

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import IcoImagePlugin, Image

from site_builder.building import image_cache
from site_builder.planning.outputs import Asset
from tests.fonts import HAN, PLAIN, make_font
from tests.images.test_strip_metadata import encoded, photo
from tests.publishing.servers import command
from tests.sites import AT, SITE_TOML, article, broken_links, made, tree, write

pytestmark = pytest.mark.slow

ROOT = "https://ferry.example.org/town"
TOML = SITE_TOML.replace("ferry.example.org/", "ferry.example.org/town/")
NAME = "share-1200x630.png"
RED = (200, 30, 40)
SHARE = '[share]\nfont = "letters.ttf"\n'
ITEMS = f"{SHARE}items = true\n"
ICON = "[theme]\nfavicon = "
EMBLEM = f'{ICON}"emblem.png"\n'
FILES: dict[str, str | bytes] = {
    "content/site.toml": TOML,
    "content/about.md": article("title: About"),
    "content/letters.ttf": make_font(),
    "content/news/2024-03-05-water.md": article("title: Water off"),
    "content/news/2024-03-05-water.zh.md": article("title: 停水", "字。\n"),
    "content/news/2024-03-06-other.md": article("title: Other"),
    "content/notices/2024-03-07-fair/index.md": article("title: Fair", "![A stall](stall.jpg)\n"),
    "content/notices/2024-03-07-fair/stall.jpg": encoded("JPEG", photo((400, 320))),
}
LISTS = {f"{language}{column}{NAME}" for language in ("", "zh/") for column in ("", "news/", "notices/")}
OF_ITEMS = {f"{path}{NAME}" for path in ("news/2024/water/", "zh/news/2024/water/", "news/2024/other/")}


def emblem(size: tuple[int, int] = (600, 512), *, clear: bool = False) -> bytes:
    """Draw a picture of one colour, with a corner that is seen through where it is to be clear."""
    image = Image.new("RGBA", size, (*RED, 255))
    if clear:
        image.paste((0, 0, 0, 0), (0, 0, 150, 150))
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def settings(*more: str) -> dict[str, str | bytes]:
    """Give site.toml with more at its end."""
    return {"content/site.toml": "".join((TOML, *more))}


def drawn(output: Mapping[str, bytes]) -> set[str]:
    return {path for path in output if path.endswith(NAME)}


def shared(output: Mapping[str, bytes], address: str) -> dict[str, str]:
    page = output[f"{address}index.html"].decode()
    return dict(re.findall(r'<meta (?:property="og:|name=")(image\S*|twitter:card)" content="([^"]*)">', page))


def icons(page: bytes) -> dict[str, str]:
    head = page.decode().partition("</head>")[0]
    found = re.findall(r'<link rel="(icon|apple-touch-icon|manifest)" href="([^"]*)"', head)
    return {href: rel for rel, href in found}


def open_picture(output: Mapping[str, bytes], href: str) -> Image.Image:
    image = Image.open(BytesIO(output[href.removeprefix(ROOT).removeprefix("/town").lstrip("/")]))
    image.load()
    return image


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take note of the path of every picture that is drawn."""
    real, found = image_cache.encode_images, list[str]()

    def noted(site: Path, theme: tuple[Path, ...], assets: list[Asset]) -> list[bytes]:
        found.extend(each.path for each in assets)
        return real(site, theme, assets)

    monkeypatch.setattr(image_cache, "encode_images", noted)
    return found


def test_a_site_that_says_nothing_has_the_themes_icons_and_draws_none(tmp_path: Path, drawings: list[str]) -> None:
    plain = {path: data for path, data in FILES.items() if "fair" not in path}
    output = made(write(tmp_path, plain))
    assert drawings == []
    assert drawn(output) == set()
    found = icons(output["news/index.html"])
    assert list(found.values()) == ["icon", "icon", "apple-touch-icon", "manifest"]
    assert next(iter(found)) == "/town/favicon.ico"
    assert broken_links(output, f"{ROOT}/") == []
    ico = open_picture(output, "/town/favicon.ico")
    assert isinstance(ico, IcoImagePlugin.IcoImageFile)
    assert ico.ico.sizes() == {(16, 16), (32, 32), (48, 48)}
    assert open_picture(output, "/town/apple-touch-icon.png").size == (180, 180)
    for language, name in (("", "Ferry Bulletin"), ("zh/", "渡口公告")):
        said = json.loads(output[f"{language}site.webmanifest"])
        assert (said["name"], said["start_url"], said["scope"]) == (name, f"/town/{language}", "/town/")
        for each in said["icons"]:
            assert "x".join(map(str, open_picture(output, each["src"]).size)) == each["sizes"]
    picture = shared(output, "zh/about/" if "zh/about/index.html" in output else "about/")
    assert re.fullmatch(rf"{ROOT}/assets/icon-512\.\w+\.png", picture["image"])
    assert "twitter:card" not in picture


def test_no_page_names_what_browsers_ask_for_at_the_root_of_a_host(tmp_path: Path) -> None:
    for toml in (SITE_TOML, SITE_TOML + EMBLEM):
        output = made(write(tmp_path, FILES | {"content/site.toml": toml, "content/emblem.png": emblem()}))
        assert {"favicon.ico", "apple-touch-icon.png"} <= output.keys()
        assert not {"favicon.ico", "apple-touch-icon.png"} & {each.lstrip("/") for each in icons(output["index.html"])}
        assert "/site.webmanifest" in icons(output["index.html"])


@pytest.mark.parametrize("clear", [False, True])
def test_every_icon_is_made_of_the_one_picture(tmp_path: Path, clear: bool) -> None:  # noqa: FBT001 - a parameter
    output = made(write(tmp_path, FILES | settings(EMBLEM) | {"content/emblem.png": emblem(clear=clear)}))
    page = output["index.html"].decode()
    hrefs = [*icons(output["index.html"]), *re.findall(r'class="name"[^>]*><img src="([^"]*)"', page)]
    hrefs += [each["src"] for each in json.loads(output["site.webmanifest"])["icons"]]
    assert len(hrefs) == len(set(hrefs)) == 6
    pictures = [open_picture(output, each) for each in hrefs if not each.endswith(".webmanifest")]
    assert sorted(each.width for each in pictures) == [48, 96, 180, 192, 512]
    for each in pictures:
        assert each.width == each.height
        pixel = each.convert("RGBA").getpixel((each.width // 2, each.height // 2))
        assert pixel == (*RED, 255)
    assert open_picture(output, "/town/apple-touch-icon.png").mode == "RGB"
    assert not [path for path in output if "emblem" in path]
    assert broken_links(output, f"{ROOT}/") == []


def test_an_icon_may_be_a_file_that_is_published(tmp_path: Path) -> None:
    beside = made(write(tmp_path / "beside", FILES | settings(EMBLEM) | {"content/emblem.png": emblem()}))
    static = settings(EMBLEM.replace("emblem", "static/emblem")) | {"content/static/emblem.png": emblem()}
    published = made(write(tmp_path / "static", FILES | static))
    assert published.keys() - beside.keys() == {"emblem.png"}
    assert {path for path in beside if beside[path] != published[path]} <= {"bulletin-manifest.json", "sitemap.xml"}


def test_a_damaged_picture_that_is_published_is_told_once(tmp_path: Path) -> None:
    static = settings(EMBLEM.replace("emblem", "static/emblem")) | {"content/static/emblem.png": "no"}
    said = command("check", write(tmp_path, FILES | static), "--at", AT, "--lang", "en")
    assert said.exit_code == 1
    assert said.output.count("this picture is damaged") == 1


def test_a_file_beside_the_settings_is_used_as_soon_as_they_name_it(tmp_path: Path) -> None:
    write(tmp_path, FILES | {"content/emblem.png": emblem()})
    stray = command("check", tmp_path, "--at", AT, "--lang", "en").output
    assert "content/emblem.png:1:1: warning: this file belongs to no item" in stray
    write(tmp_path, settings(EMBLEM, SHARE))
    assert command("check", tmp_path, "--at", AT, "--lang", "en", "--strict").exit_code == 0


def test_a_drawing_of_the_sites_own_is_not_joined_by_the_themes_icons(tmp_path: Path) -> None:
    mark: dict[str, str | bytes] = {
        "templates/static/favicon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
    }
    output = made(write(tmp_path, FILES | mark))
    assert list(icons(output["index.html"]).values()) == ["icon"]
    assert not {"favicon.ico", "apple-touch-icon.png", "site.webmanifest"} & output.keys()
    assert shared(output, "about/") == {}
    output = made(write(tmp_path, {**settings(EMBLEM), "content/emblem.png": emblem()}))
    page = output["index.html"].decode()
    assert re.search(r'<link rel="icon" href="[^"]*favicon\.\w+\.svg"', page)
    assert re.search(r'class="name"[^>]*><img src="[^"]*favicon\.\w+\.svg"', page)
    assert open_picture(output, "/town/apple-touch-icon.png").getpixel((90, 90)) == RED


def test_an_icon_among_the_static_files_stays(tmp_path: Path) -> None:
    own: dict[str, str | bytes] = {"content/static/favicon.ico": b"mine", "content/static/zh/site.webmanifest": "{}"}
    output = made(write(tmp_path, FILES | own))
    assert (output["favicon.ico"], output["zh/site.webmanifest"]) == (b"mine", b"{}")


def test_site_and_columns_have_a_picture_in_each_language(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES | settings(SHARE)))
    assert drawn(output) == LISTS
    assert len({output[path] for path in LISTS}) == len(LISTS)
    for address, picture in (
        ("zh/", f"zh/{NAME}"),
        ("about/", NAME),
        ("zh/news/", f"zh/news/{NAME}"),
        ("notices/2024/", f"notices/{NAME}"),
        ("news/2024/water/", f"news/{NAME}"),
        ("communities/", NAME),
    ):
        assert shared(output, address) == {
            "image": f"{ROOT}/{picture}",
            "image:width": "1200",
            "image:height": "630",
            "twitter:card": "summary_large_image",
        }, address
        assert open_picture(output, picture).size == (1200, 630)


def test_items_have_one_where_that_is_said_and_they_have_none_of_their_own(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES | settings(ITEMS)))
    assert drawn(output) == LISTS | OF_ITEMS
    assert shared(output, "zh/news/2024/water/")["image"] == f"{ROOT}/zh/news/2024/water/{NAME}"
    own = shared(output, "notices/2024/fair/")
    assert re.fullmatch(rf"{ROOT}/assets/pictures/stall-400\.\w+\.jpg", own["image"])
    assert (own["image:width"], own["image:height"]) == ("400", "320")


def test_no_picture_is_drawn_for_what_is_not_public(tmp_path: Path) -> None:
    hidden = {
        "content/news/2024-03-08-a.md": article("title: A\ndraft: true"),
        "content/news/2099-03-08-b.md": article("title: B"),
        "content/news/2024-03-08-c.md": article("title: C\nexpires: 2024-04-01"),
        "content/news/2024-03-08-d.md": article("title: D\nwithdrawn: {date: 2024-04-01, reason: x}"),
    }
    assert drawn(made(write(tmp_path, FILES | settings(ITEMS) | hidden))) == LISTS | OF_ITEMS


def test_a_picture_is_drawn_once(tmp_path: Path, drawings: list[str]) -> None:
    write(tmp_path, FILES | settings(ITEMS))
    first = made(tmp_path)
    assert sorted(path for path in drawings if path.endswith(NAME)) == sorted(LISTS | OF_ITEMS)
    renamed = ("news/", "news/2024/water/", "news/2024/other/")
    steps: list[tuple[Mapping[str, str | bytes], set[str]]] = [
        ({}, set()),
        ({"content/news/2024-03-06-other.md": article("title: Other", "Other words.\n")}, set()),
        ({"content/news/2024-03-06-other.md": article("title: Another")}, {f"news/2024/other/{NAME}"}),
        ({"content/news/2024-03-06-other.md": article("title: Other\ndate: 2024-03-09")}, {f"news/2024/other/{NAME}"}),
        ({"content/news/2024-03-06-other.md": article("title: Other")}, set()),  # it is kept
        ({"content/site.toml": TOML.replace('"News"', '"Views"') + ITEMS}, {f"{each}{NAME}" for each in renamed}),
        (settings(ITEMS), set()),
    ]
    for files, expected in steps:
        drawings.clear()
        output = made(write(tmp_path, files))
        assert set(drawings) == expected
    assert output == first
    drawings.clear()
    (tmp_path / "public" / NAME).unlink()
    assert made(tmp_path) == first
    assert drawings == []


def test_the_same_site_elsewhere_has_the_same_bytes(tmp_path: Path) -> None:
    files = FILES | settings(EMBLEM, ITEMS) | {"content/emblem.png": emblem(clear=True)}
    assert made(write(tmp_path / "one", files)) == made(write(tmp_path / "two", files), clean=True)


def test_the_commands_say_the_same_where_nothing_changed_and_see_another_font(tmp_path: Path) -> None:
    write(tmp_path, FILES | settings(EMBLEM, SHARE) | {"content/emblem.png": emblem()})
    built = [command("build", tmp_path, "--at", AT) for _ in range(3)]
    assert [each.exit_code for each in built] == [0, 0, 0]
    assert ("0 written" in built[1].output, "0 written" in built[2].output) == (True, True)
    before = tree(tmp_path / "public")
    write(
        tmp_path,
        {
            "content/letters.ttf": make_font(PLAIN + HAN + "桥"),
            "content/emblem.png": emblem((512, 600)),
        },
    )
    assert command("build", tmp_path, "--at", AT).exit_code == 0
    after = tree(tmp_path / "public")
    assert {path for path in LISTS if before[path] == after[path]} == set()
    assert before["apple-touch-icon.png"] != after["apple-touch-icon.png"]
    (tmp_path / "content/letters.ttf").unlink()
    gone = command("build", tmp_path, "--at", AT, "--lang", "en")
    assert gone.exit_code == 1
    assert "site.toml:18:8: error: there is no file content/letters.ttf  [config]" in gone.output


@pytest.mark.parametrize(
    ("written", "files", "expected"),
    [
        (f'{ICON}"none.png"', {}, "16:11: error: there is no file content/none.png"),
        (f'{ICON}"static/none.png"', {}, "16:11: error: there is no file content/static/none.png"),
        (f'{ICON}"design/a.png"', {}, '16:11: error: "design/a.png" is no file in content/ itself or in'),
        (f'{ICON}"../a.png"', {}, '16:11: error: "../a.png" is no file in content/ itself or in'),
        (f'{ICON}"_a.png"', {"_a.png": emblem()}, '16:11: error: "_a.png" begins or ends as nothing in content/ does'),
        (f'{ICON}"a.svg"', {"a.svg": "<svg/>"}, '16:11: error: "a.svg" is of no kind that can'),
        (f'{ICON}"a.png"', {"a.png": "no"}, "16:11: error: this picture is damaged"),
        (f'{ICON}"a.png"', {"a.png": emblem((511, 80))}, "16:11: error: the icon is 511 by 80 pixels"),
        (f"{ICON}3", {}, "16:11: error: theme.favicon is not a text"),
        ("[theme]\nicon = 3", {}, '16:1: warning: the setting "icon" is not known'),
        (
            '[share]\nfont = "static/a.ttf"',
            {"static/a.ttf": make_font()},
            "16:8: error: a font in content/static/ would",
        ),
        ('[share]\nfont = "a.ttf"', {"a.ttf": "no"}, "16:8: error: a.ttf is no font that"),
        (
            '[share]\nfont = "a.ttf"',
            {"a.ttf": make_font(PLAIN + "渡口公告")},
            '16:8: error: the font has no letters for "要闻通知", which stand in "要闻"',
        ),
        ("[share]\nitems = true", {}, "16:9: error: pictures of items are drawn where a font is named"),
        ("[share]\nfonts = true", {}, '16:1: warning: the setting "fonts" is not known'),
    ],
)
def test_what_cannot_be_used_is_told_at_its_place(
    tmp_path: Path, written: str, files: Mapping[str, str | bytes], expected: str
) -> None:
    content = {f"content/{path}": data for path, data in files.items()}
    write(
        tmp_path,
        {**FILES, **settings(f"{written}\n"), **content},
    )
    said = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert f"content/site.toml:{expected}" in said.output
    assert said.exit_code == (0 if "warning" in expected else 1)
    assert said.output.count("error:") == ("error" in expected)
    chinese = command("check", tmp_path, "--at", AT, "--lang", "zh")
    assert chinese.output.count("错误:") == said.output.count("error:")


def test_a_title_that_the_font_cannot_say_is_shared_by_its_column(tmp_path: Path) -> None:
    write(
        tmp_path,
        FILES | settings(ITEMS) | {"content/news/2024-03-06-other.zh.md": article("title: 停桥", "字。\n")},
    )
    said = command("build", tmp_path, "--at", AT, "--lang", "en")
    assert said.exit_code == 0
    assert 'other.zh.md:2:8: notice: the font of site.toml has no letters for "桥"' in said.output
    output = tree(tmp_path / "public")
    assert drawn(output) == LISTS | OF_ITEMS
    assert shared(output, "zh/news/2024/other/")["image"] == f"{ROOT}/zh/news/{NAME}"


def test_a_mark_that_is_damaged_is_told(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, **settings(SHARE), "templates/static/icon-512.png": "no picture"})
    said = command("build", tmp_path, "--at", AT, "--lang", "en")
    assert said.exit_code == 1
    assert "letters.ttf:1:1: error: no picture can be drawn with the letters of this font, or" in said.output


def test_a_language_whose_letters_join_is_shared_by_the_icon(tmp_path: Path) -> None:
    toml = TOML.replace("[languages.en]", "[languages.ar]\n[languages.en]").replace(
        "title = {", 'title = {ar = "نشرة", '
    )
    output = made(write(tmp_path, {**FILES, "content/site.toml": toml + SHARE}))
    assert drawn(output) == LISTS
    assert "/assets/icon-512." in shared(output, "ar/")["image"]
