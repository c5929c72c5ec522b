"""What `[theme]` says of colours, logo, stylesheet and fonts: what comes of it, and what is said where nothing can."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL.ImageColor import getrgb

from site_builder.building.theme import find_default_theme
from site_builder.config.look.colours import (
    DARK,
    LIGHT,
    MARK_CONTRAST,
    TEXT_CONTRAST,
    Scheme,
    compute_contrast,
    make_dark_palette,
    make_light_palette,
)
from site_builder.planning.look.rules import HEADINGS, TEXT
from tests.building.test_sharing import emblem
from tests.fonts import make_font
from tests.publishing.servers import command
from tests.sites import AT, SITE_TOML, article, broken_links, made, run, tree, write

pytestmark = pytest.mark.slow

ROOT = "https://ferry.example.org/town/"
TOML = SITE_TOML.replace("ferry.example.org/", "ferry.example.org/town/")
LINES = TOML.count("\n")
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} 100" onload="a()"><script>b()</script><rect/></svg>'
FILES: dict[str, str | bytes] = {
    "content/site.toml": TOML,
    "content/about.md": article("title: About"),
    "content/news/2024-03-05-water.md": article("title: Water off"),
    "content/static/dots.png": emblem((8, 8)),
    "content/static/serif.ttf": make_font("abc"),
}
# Of these a site has those that it names.
NAMED: dict[str, str | bytes] = {
    "content/logo.svg": DRAWING.format(800),
    "content/night.svg": DRAWING.format(700),
    "content/own.css": 'h1 { background: url("/town/dots.png") }\n',
    "content/wide.woff2": b"wOF2" + bytes(100),
}
ALL = """[theme]
accent = "maroon"
logo = "logo.svg"
logo_dark = "night.svg"
stylesheet = "own.css"
[[theme.fonts]]
family = "Ferry Serif"
file = "static/serif.ttf"
use = "headings"
weight = 700
[[theme.fonts]]
family = "Ferry Sans"
file = "wide.woff2"
use = "all"
unicode_range = "U+0-24F, U+4E00-9FFF"
display = "optional"
"""


def said(toml: str, files: Mapping[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """Give the files of a site with some lines at the end of site.toml."""
    named = {path: data for path, data in NAMED.items() if f'"{path.removeprefix("content/")}"' in toml}
    return {**FILES, **named, "content/site.toml": TOML + toml, **(files or {})}


def rules(output: Mapping[str, bytes]) -> str:
    """Give the rules that were made of the settings."""
    (path,) = (each for each in output if each.startswith("assets/look."))
    return output[path].decode()


def test_a_site_that_says_nothing_has_none_of_it(tmp_path: Path) -> None:
    output = made(write(tmp_path, FILES))
    assert not [path for path in output if re.search(r"assets/(look|logo|night|own|serif|wide)\.", path)]
    assert b"on-paper" not in output["index.html"]


def test_the_colours_are_those_of_the_stylesheet() -> None:
    """What is counted with is what readers see: grounds, and what stands on the band."""
    css = (find_default_theme() / "static/style.css").read_text("utf-8")
    roots = re.findall(r"\n\s*:root \{(.*?)\n\s*\}", css, re.DOTALL)
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in roots)
    for scheme, found in ((LIGHT, light), (DARK, light | dark)):
        named = (found["paper"], found["raised"], found["on-band"], found["sun"])
        assert Scheme(*(f"#{each[1:] * 2}" if len(each) == 4 else each for each in named)) == scheme
    assert {"accent", "tint", "band", "mark-1", "mark-2", "mark-3"} <= light.keys() & dark.keys()


def test_letters_are_set_where_the_theme_sets_them() -> None:
    found: dict[str, list[str]] = {"text": [], "head": []}
    for file in sorted((find_default_theme() / "static").glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
        for selectors, kind in re.findall(r"([^{}]+)\{[^{}]*font-family: var\(--(text|head)\)", css):
            found[kind] += re.split(r",\s*(?![^(]*\))", selectors.strip())
    assert found == {"text": list(TEXT), "head": list(HEADINGS)}


@pytest.mark.parametrize("accent", ["#0b5560", "#8a1538", "#234", "#005a9c", "#5b3a00", "#000000", "#4b2e83"])
def test_what_is_made_of_a_colour_is_read_in_each_scheme(accent: str) -> None:
    accent = accent if len(accent) == 7 else "#223344"
    for scheme, palette in ((LIGHT, make_light_palette(accent)), (DARK, make_dark_palette(accent))):
        for ground in (scheme.paper, scheme.raised, palette.tint):
            assert compute_contrast(palette.accent, ground) >= TEXT_CONTRAST
        assert compute_contrast(scheme.on_band, palette.band) >= TEXT_CONTRAST
        for mark in (palette.mark_1, palette.mark_2, palette.mark_3):
            assert compute_contrast(mark, scheme.paper) >= MARK_CONTRAST
        assert palette.mark_1 != palette.mark_3 or accent == "#000000"


def test_all_of_it_comes_in_order(tmp_path: Path) -> None:
    output = made(write(tmp_path, said(ALL)))
    css = rules(output)
    assert css.startswith(":root { --accent: #800000;")
    assert 'src: url("/town/assets/serif.' in css
    assert 'format("truetype"); font-weight: 700; font-style: normal; font-display: swap; }' in css
    assert "font-display: optional; unicode-range: U+0-24F, U+4E00-9FFF; }" in css
    assert (
        'body, :where([lang]), .meta, .day .briefs .title, .day h3 { font-family: "Ferry Sans", var(--text); }' in css
    )
    assert ', p.lead.opening { font-family: "Ferry Serif", "Ferry Sans", var(--head); }' in css
    for page, name in (("index.html", "Ferry Bulletin"), ("zh/about/index.html", "渡口公告")):
        if page not in output:
            continue
        text = output[page].decode()
        sheets = re.findall(r'<link rel="stylesheet"[^>]* href="/town/assets/([\w-]+)\.', text)
        assert sheets[0] == "style"
        assert sheets[-3:] == ["look", "print", "own"]
        logo = re.search(r'<a class="name" [^>]*>(.*?)</a>', text)
        assert logo
        source, shown = re.findall(r"<(source|img) ([^>]*)>", logo[1])
        assert re.fullmatch(r'media="\(prefers-color-scheme: dark\)" srcset="/town/assets/night\.\w+\.svg"', source[1])
        assert re.fullmatch(
            rf'class="logo" src="/town/assets/logo\.\w+\.svg" alt="{name}" width="320" height="40"', shown[1]
        )
    drawings = [data for path, data in output.items() if re.match(r"assets/(logo|night)\.", path)]
    assert len(drawings) == 2
    assert not any(b"script" in each or b"onload" in each for each in drawings)
    assert broken_links(output, ROOT) == []


@pytest.mark.parametrize(
    ("size", "expected"), [((40, 20), (40, 20)), ((1280, 112), (320, 28)), ((112, 112), (56, 56)), ((3, 900), (1, 56))]
)
def test_a_logo_of_pixels_is_never_larger_than_it_is(
    tmp_path: Path, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    output = made(write(tmp_path, said('[theme]\nlogo = "logo.png"\n', {"content/logo.png": emblem(size)})))
    found = re.search(r'class="logo" [^>]* width="(\d+)" height="(\d+)"', output["index.html"].decode())
    assert found
    assert (int(found[1]), int(found[2])) == expected


def test_a_file_may_lie_beside_the_settings_or_among_those_that_are_published(tmp_path: Path) -> None:
    beside = made(write(tmp_path / "beside", said(ALL)))
    moved = said(ALL.replace('"own.css"', '"static/own.css"'), {"content/static/own.css": NAMED["content/own.css"]})
    published = made(write(tmp_path / "static", moved))
    assert published.keys() - beside.keys() == {"own.css"}
    assert beside["index.html"] == published["index.html"]


def test_an_edit_reaches_all_pages_and_ends_as_a_clean_build(tmp_path: Path) -> None:
    write(tmp_path, said(ALL))
    made(tmp_path)
    pages = {path for path in tree(tmp_path / "public") if path.endswith("index.html")}
    edits: list[dict[str, str | bytes]] = [
        {"content/site.toml": TOML + ALL.replace("maroon", "navy")},
        {"content/own.css": "h1 { border: 0 }\n"},
        {"content/wide.woff2": b"wOF2" + bytes(200)},
        {"content/logo.svg": DRAWING.format(600)},
        {"content/site.toml": TOML + ALL.replace("Serif", "Script")},
    ]
    for edit in edits:
        assert run(write(tmp_path, edit)).problems == ()
        report = run(tmp_path)
        assert (report.written, report.rendered) == (0, 0)
        after = tree(tmp_path / "public")
        assert run(tmp_path, clean=True, output=tmp_path / "clean").problems == ()
        assert after == tree(tmp_path / "clean")
        assert pages <= after.keys()
    assert run(write(tmp_path, edits[0])).rendered >= len(pages)


@pytest.mark.parametrize(
    ("written", "files", "expected"),
    [
        ('accent = "#e0a030"', {}, ":10: error: links in #e0a030, and white words on it, have a contrast of 2.13 to 1"),
        ('accent = "gold"', {}, ":10: error: links in #ffd700, and white words on it"),
        ('accent = "navi"', {}, ':10: error: "navi" is no colour'),
        ("accent = 3", {}, ":10: error: theme.accent is not a text"),
        ('accent_dark = "#fff"', {}, ":15: error: there is no accent that this one takes the place of"),
        ('accent_dark = "#333"\naccent = "#333"', {}, ":15: error: in the dark scheme #333333 has a contrast of 1."),
        ('logo = "none.svg"', {}, ":8: error: there is no file content/none.svg"),
        ('logo = "a.gif"', {}, ':8: error: "a.gif" is of no kind that can be used here'),
        ('logo = "a.svg"', {"a.svg": "<svg/>"}, ":8: error: the drawing a.svg does not say how large it is"),
        ('logo = "a.svg"', {"a.svg": "no"}, ":8: error: this picture is damaged"),
        ('logo_dark = "night.svg"', {}, ":13: error: there is no logo that this one takes the place of"),
        ('stylesheet = "none.css"', {}, ":14: error: there is no file content/none.css"),
        (
            'stylesheet = "../own.css"',
            {},
            ':14: error: "../own.css" is no file in content/ itself or in content/static/',
        ),
        ("fonts = 3", {}, ":9: error: theme.fonts is not a list of tables"),
        ('[[theme.fonts]]\nfile = "wide.woff2"', {}, ":1: error: the font has no name, or one that no"),
        ('[[theme.fonts]]\nfamily = "a\\"b"\nfile = "wide.woff2"', {}, ":10: error: the font has no name"),
        ('[[theme.fonts]]\nfamily = "A"', {}, ":1: error: theme.fonts.file is missing"),
        ('[[theme.fonts]]\nfamily = "A"\nfile = "b.woff2"', {}, ":8: error: there is no file content/b.woff2"),
        (
            '[[theme.fonts]]\nfamily = "A"\nfile = "b.woff2"',
            {"b.woff2": "no"},
            ":8: error: b.woff2 is no font that browsers read",
        ),
        (
            '[[theme.fonts]]\nfamily = "A"\nfile = "wide.woff2"\nuse = "heading"',
            {},
            ':7: error: "heading" is not known here',
        ),
        (
            '[[theme.fonts]]\nfamily = "A"\nfile = "wide.woff2"\nunicode_range = "all"',
            {},
            ':17: error: theme.fonts.unicode_range cannot be "all"',
        ),
        (
            '[[theme.fonts]]\nfamily = "A"\nfile = "wide.woff2"\nweigth = "700"',
            {},
            ':1: warning: the setting "weigth" is not known',
        ),
    ],
)
def test_what_cannot_be_used_is_told_at_its_place(
    tmp_path: Path, written: str, files: Mapping[str, str | bytes], expected: str
) -> None:
    content = {f"content/{path}": data for path, data in files.items()}
    write(tmp_path, said(f"[theme]\n{written}\n", content))
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert expected in told.output
    assert re.search(rf"^content/site\.toml:\d+{re.escape(expected[:20])}", told.output, re.MULTILINE)
    assert told.output.count("error:") == ("error" in expected)
    chinese = command("check", tmp_path, "--at", AT, "--lang", "zh")
    assert chinese.output.count("错误:") == told.output.count("error:")


@pytest.mark.parametrize("accent", ["#e0a030", "gold", "#888", "red", "#9bd"])
def test_the_colour_of_the_hint_does(tmp_path: Path, accent: str) -> None:
    getrgb("red")  # as where this process has drawn something in it
    write(tmp_path, said(f'[theme]\naccent = "{accent}"\n'))
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    hint = re.search(r'write "(#\w{6})", which is the nearest that does', told.output)
    assert told.exit_code == 1
    assert hint, told.output
    write(tmp_path, said(f'[theme]\naccent = "{hint[1]}"\n'))
    assert command("check", tmp_path, "--at", AT, "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("css", "expected", "hint"),
    [
        (
            "a { }\nb { background: url(dots.png) }",
            'own.css:2:21: error: the stylesheet refers to "dots.png"',
            "/town/dots.png",
        ),
        (
            "b { background: url(/dots.png) }",
            'own.css:1:21: error: the stylesheet refers to "/dots.png"',
            "/town/dots.png",
        ),
        (
            "b { background: url('/town/none.png') }",
            "own.css:1:22: error: the stylesheet refers to",
            "/town/picture.png",
        ),
        ('@import "more.css";', 'own.css:1:10: error: the stylesheet refers to "more.css"', "/town/picture.png"),
        (
            "@import url(https://fonts.example.com/a.css);",
            "own.css:1:13: warning: the stylesheet loads something from",
            "",
        ),
        ("/* url(none.png) */ b { background: url(/town/dots.png), url(data:image/png;base64,AA) }", "", ""),
    ],
)
def test_what_a_stylesheet_refers_to_has_to_be_there(tmp_path: Path, css: str, expected: str, hint: str) -> None:
    write(tmp_path, said('[theme]\nstylesheet = "own.css"\n', {"content/own.css": css}))
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert expected in told.output
    assert hint in told.output
    assert told.output.count("own.css:") == bool(expected)
    assert told.exit_code == ("error" in expected)


def test_what_weighs_much_is_told(tmp_path: Path) -> None:
    heavy = b"wOF2" + bytes(160 << 10)
    more = '[[theme.fonts]]\nfamily = "B"\nfile = "b.woff2"\nunicode_range = "U+4E00-4FFF"\n'
    font = '[[theme.fonts]]\nfamily = "A"\nfile = "wide.woff2"\n'
    files: dict[str, str | bytes] = {
        "content/b.woff2": heavy,
        "content/logo.svg": DRAWING.format(800) + " " * (61 << 10),
    }
    write(tmp_path, said(f'[theme]\nlogo = "logo.svg"\n{font}{more}', files))
    told = command("check", tmp_path, "--at", AT, "--lang", "en")
    assert told.exit_code == 0
    assert f":{LINES + 2}:8: warning: the logo has 61 KiB, and every reader loads it: more than 60 KiB" in told.output
    assert f":{LINES + 3}:1: warning: a page loads up to 160 KiB of fonts, more than 150 KiB" in told.output


def test_personal_data_in_the_sites_stylesheet_is_found(tmp_path: Path) -> None:
    css = "/* Ask Li Hua, 13800138000 */\n"
    write(tmp_path, said('[theme]\nstylesheet = "own.css"\n', {"content/own.css": css}))
    assert "content/own.css:1:" in command("check", tmp_path, "--at", AT, "--lang", "en").output


def test_a_release_made_of_the_live_one_looks_the_same(tmp_path: Path) -> None:
    """What was published can be made again without the folder: it holds logo, stylesheet and fonts."""
    target = f'[publish.web]\nto = "file://{tmp_path}/www"\n'
    folder = write(tmp_path / "site", said(ALL + target))
    published = command("publish", "--site", folder, "--create", "--at", AT)
    assert published.exit_code == 0, published.output
    before = tree(tmp_path / "www/current/")
    for name in ("logo.svg", "night.svg", "own.css", "wide.woff2"):
        (folder / "content" / name).unlink()
    taken = command("takedown", "/news/2024/water/", "--reason", "No", "--site", folder, "--at", AT)
    assert taken.exit_code == 0, taken.output
    after = tree(tmp_path / "www/current/")
    assert "news/2024/water/index.html" in before
    assert "news/2024/water/index.html" not in after
    kept = [path for path in before if re.match(r"assets/(look|logo|night|own|serif|wide)\.", path)]
    assert len(kept) >= 6
    assert all(after[path] == before[path] for path in kept)
