"""Every recipe of docs/theming.md comes to what it promises, by the command line; a recipe more needs a line here."""

import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from site_builder.cli.commands import main
from tests.recipes import read_recipes
from tests.sites import PLAIN_TOML, Files, article, picture, write

pytestmark = pytest.mark.slow

SITE: Files = {
    "content/site.toml": PLAIN_TOML,
    "content/about.md": article("title: About"),
    "content/news/2024-01-02-visit.md": article("title: Visit"),
}
# What a recipe takes for granted beside the files that it has one write.
TAKEN_FOR_GRANTED: dict[str, Files] = {
    "A stylesheet and fonts": {"content/ferry-serif.woff2": b"wOF2" + bytes(100)},
    "Films, maps and forms": {"content/news/2024-03-01-crossing/film.mp4": b"\0\0\0\x18ftypmp42"},
    "A footer with codes": {"templates/static/wechat.png": picture(1)},
}
# Those of a language for which the program has no words, which is a warning.
HAS_NO_WORDS = frozenset(["Right to left"])
Pages = Callable[[str], str]


def has_a_notice(read: Pages) -> None:
    for page in ("index.html", "about/index.html", "news/2024/visit/index.html"):
        above, _, below = read(page).partition("The ferry does not run on Sunday.")
        assert "site:main" in above
        assert "<header" not in above.replace('<header class="opening"', "")
        assert "<header" in below


def has_its_colour(read: Pages) -> None:
    for page in ("index.html", "about/index.html"):
        (sheet,) = re.findall(r'href="/(assets/look\.\w+\.css)"', read(page))
        assert "--accent: #8a1538;" in read(sheet)
        assert "--band: #8a1538;" in read(sheet)


def has_a_logo(read: Pages) -> None:
    for page in ("index.html", "about/index.html"):
        name = read(page).partition('<a class="name"')[2].partition("</a>")[0]
        assert re.search(r'<source media="\(prefers-color-scheme: dark\)" srcset="/assets/logo-night\.\w+\.svg">', name)
        assert re.search(r'src="/assets/logo\.\w+\.svg" alt="Ferry Township" width="320" height="56">', name)


def has_a_stylesheet_and_fonts(read: Pages) -> None:
    sheets = re.findall(r'<link rel="stylesheet"[^>]* href="/(assets/[^"]*)"', read("about/index.html"))
    assert read(sheets[-1]) == read_recipes()["A stylesheet and fonts"]["content/ferry.css"]
    (rules,) = (read(each) for each in sheets if "/look." in each)
    assert re.search(r'font-family: "Ferry Serif"; src: url\("/assets/ferry-serif\.\w+\.woff2"\)', rules)
    assert re.search(r'h1, h2,.* \{ font-family: "Ferry Serif", var\(--head\); \}', rules)


def has_its_menu(read: Pages) -> None:
    english = [("/", "Home"), ("/news/", "News"), ("/about/", "The township"), ("/dates/", "By date")]
    chinese = [("/zh/", "首页"), ("/zh/news/", "要闻"), ("/zh/about/", "本乡"), ("/zh/dates/", "按日期")]
    services = "https://services.example.org/"
    for page, entries, last, marked in (
        ("about/index.html", english, "Services", ("/about/", "page")),
        ("news/2024/visit/index.html", english, "Services", ("/news/", "true")),
        ("zh/about/index.html", chinese, "办事", ("/zh/about/", "page")),
        ("zh/dates/index.html", chinese, "办事", ("/zh/dates/", "page")),
    ):
        menu = read(page).partition('<nav class="main-nav"')[2].partition("</nav>")[0]
        found = re.findall(r'<a href="([^"]*)"(?: aria-current="(\w+)")?>([^<]*)</a>', menu)
        assert [(href, words) for href, _, words in found] == [*entries, (services, last)]
        assert [(href, current) for href, current, _ in found if current] == [marked]


def has_home_by_column(read: Pages) -> None:
    columns = read("index.html").partition('<div class="by-column">')[2].partition('<p class="onward">')[0]
    assert re.findall(r">([^<>]+)</a>", columns) == ["Notices", "Road works", "News", "Visit"]


def has_introductions(read: Pages) -> None:
    main = read("news/index.html").partition("<main")[2]
    assert main.index("What is new</h1>") < main.index("News of the township") < main.index("Visit</a>")
    assert 'href="/notices/">notices</a>' in main
    menu = read("about/index.html").partition('<nav class="main-nav"')[2].partition("</nav>")[0]
    assert re.findall(r">([^<>]+)</a>", menu)[-2:] == ["What is new", "Notices"]


def is_a_page_with_files(read: Pages) -> None:
    page = read("ferry/index.html")
    assert 'href="/ferry/rules.txt">these rules</a>' in page
    assert 'href="/ferry/rules.txt"' in page.partition("Attachments</h2>")[2]
    assert read("ferry/rules.txt") == "No horses.\n"


def shows_a_film(read: Pages) -> None:
    page = read("news/2024/crossing/index.html")
    film = page.partition('<span class="film">')[2].partition("</p>")[0]
    here = "/news/2024/crossing/film"
    assert f'<source src="{here}.mp4" type="video/mp4">' in film
    assert f'<track kind="captions" src="{here}.vtt" srclang="en" label="English" default>' in film
    assert f'<a href="{here}.txt">What is said and shown in this film</a>' in film
    assert 'preload="none"' in film
    assert '<a href="https://forms.example.org/groups">the form for groups</a>' in page
    assert "<iframe" not in page


def has_two_languages(read: Pages) -> None:
    assert '<html lang="zh-CN"' in read("zh/about/index.html")
    assert 'hreflang="zh-CN" href="https://ferry.example.org/zh/about/"' in read("about/index.html")
    assert "按日期" in read("zh/index.html")


def is_right_to_left(read: Pages) -> None:
    assert '<html lang="ar" dir=rtl' in read("ar/about/index.html")
    assert "dir=rtl" not in read("about/index.html").partition("<body")[0]
    assert 'lang="ar" dir=rtl hreflang="ar">العربية</a>' in read("about/index.html")


def has_codes(read: Pages) -> None:
    for page in ("index.html", "about/index.html"):
        foot = read(page).partition("<footer")[2].partition("</footer>")[0]
        assert "/topics/" in foot
        assert "Registered under number 2024-117" in foot
        assert '<img src="/assets/wechat.' in foot


def has_a_page_of_its_own(read: Pages) -> None:
    main = read("ferry/index.html").partition("<main")[2].partition("</main>")[0]
    assert main.index("<h1>The ferry</h1>") < main.index("every full hour") < main.index("from March to November")
    about = read("about/index.html")
    assert "About</h1>" in about
    assert "every full hour" not in about


def is_a_child_theme(read: Pages) -> None:
    for page in ("index.html", "about/index.html"):
        text = read(page)
        assert "Theme: harbour" in text
        head = text.partition("</head>")[0]
        assert head.index("/assets/style.") < head.index("/assets/harbour.") < head.index("/assets/ferry.")


def has_office_hours(read: Pages) -> None:
    main = read("news/2024/visit/index.html").partition("<main")[2].partition("</main>")[0]
    assert main.index("<h1") < main.index("The office is open on weekdays")
    assert "The office is open" not in read("about/index.html")


def has_fields_of_its_own(read: Pages) -> None:
    for page, counter, fee in (
        ("services/2024/licence/index.html", "Counter", "Fee (yuan)"),
        ("print/2024/03/index.html", "Counter", "Fee (yuan)"),
        ("zh/print/2024/03/index.html", "窗口", "费用（元）"),
    ):
        facts = re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", read(page).partition("Bring the papers")[2])[:3]
        number = '<a href="tel:01234567890">0123-4567890</a>'
        assert [(label, re.sub("</?span[^>]*>", "", value)) for label, value in facts] == [
            (counter, "Hall 1, window 3"),
            (fee, "12.50"),
            ("联系电话", number),
        ]
    for page, words in (("services/index.html", "Counter: Hall 1"), ("zh/services/index.html", "窗口：<span lang")):
        assert words in read(page)
        assert "12.50" not in read(page)
    assert "Fee (yuan)&lt;/dt&gt;&lt;dd&gt;12.50&lt;" in read("feed.xml")
    assert "Hall 1" not in read("feed.xml")


PROMISED: dict[str, Callable[[Pages], None]] = {
    "The idea": has_a_notice,
    "Colours": has_its_colour,
    "A logo": has_a_logo,
    "A stylesheet and fonts": has_a_stylesheet_and_fonts,
    "The menu": has_its_menu,
    "Home by column": has_home_by_column,
    "A column's own text": has_introductions,
    "A page with its files": is_a_page_with_files,
    "Films, maps and forms": shows_a_film,
    "Another language": has_two_languages,
    "Right to left": is_right_to_left,
    "A footer with codes": has_codes,
    "A field of your own": has_fields_of_its_own,
    "A page of one kind otherwise": has_office_hours,
    "A page of one's own": has_a_page_of_its_own,
    "A child theme": is_a_child_theme,
}


def test_every_recipe_has_its_promise() -> None:
    assert list(read_recipes()) == list(PROMISED)


def install_theme(folder: Path) -> Path:
    """Lay the theme of the tests out as an installer would."""
    source = Path(__file__).parent / "theme_package"
    metadata = tomllib.loads((source / "pyproject.toml").read_text("utf-8"))["project"]
    name, group = metadata["name"].replace("-", "_"), "township_bulletin.themes"
    entries = "".join(f"{key} = {value}\n" for key, value in metadata["entry-points"][group].items())
    shutil.copytree(source / name, folder / name)
    return write(
        folder,
        {
            f"{name}-{metadata['version']}.dist-info/METADATA": f"Name: {metadata['name']}\nVersion: 1\n",
            f"{name}-{metadata['version']}.dist-info/entry_points.txt": f"[{group}]\n{entries}",
        },
    )


@pytest.mark.parametrize("heading", PROMISED)
def test_recipe(
    heading: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(install_theme(tmp_path / "packages")))
    site = write(tmp_path / "site", {**SITE, **TAKEN_FOR_GRANTED.get(heading, {}), **read_recipes()[heading]})
    strict = () if heading in HAS_NO_WORDS else ("--strict",)
    for command in (("check", *strict), ("build", "--jobs", "1", *strict)):
        with pytest.raises(SystemExit) as ended:
            main([command[0], str(site), *command[1:]])
        said = capsys.readouterr()
        assert ended.value.code == 0
        assert all("[interface]" in line for line in said.err.splitlines() if ": warning: " in line)
        assert strict == () or said.err == ""
    PROMISED[heading](lambda page: (site / "public" / page).read_text("utf-8"))
