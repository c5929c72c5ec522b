"""A template extends the one whose place it takes, be it a package's or the program's; an edit of either is noticed."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from site_builder.building.theme import find_default_theme
from site_builder.problem import format_message
from tests.sites import PLAIN_TOML, article, run, themed, write

pytestmark = pytest.mark.slow

EXTENDING = '{% extends "theme/base.html" %}{% block footer_end %}{{ super() }}<p>OWN</p>{% endblock %}'
PACKAGED = (
    '{% extends "theme/base.html" %}{% import "theme/macros.html" as below %}'
    "{% block before_body %}<p>PACKAGED</p>{% endblock %}"
    "{% block footer_end %}<p>PACKAGE</p>{% endblock %}"
)
SITE = {
    "content/site.toml": PLAIN_TOML + '[theme]\npackage = "harbour"\n',
    "content/about.md": article("title: About"),
    "content/news/2024-01-02-visit.md": article("title: Visit\naliases: /former/"),
}
METADATA = {
    "harbour_theme-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: harbour-theme\nVersion: 1.0\n",
    "harbour_theme-1.0.dist-info/entry_points.txt": "[township_bulletin.themes]\nharbour = harbour_theme\n",
    "harbour_theme/__init__.py": 'raise RuntimeError("imported")\n',
}


class Layers:
    """A site, a package and a program, each with a folder of templates of its own."""

    def __init__(self, folder: Path) -> None:
        self.site = write(folder / "site", SITE)
        self.packages = write(folder / "packages", METADATA)
        self.program = folder / "program"
        shutil.copytree(find_default_theme(), self.program)

    def file(self, owner: str, name: str) -> Path:
        folders = {
            "site": self.site / "templates",
            "package": self.packages / "harbour_theme/templates",
            "program": self.program,
        }
        return folders[owner] / name

    def put(self, owner: str, name: str, text: str) -> None:
        file = self.file(owner, name)
        write(file.parent, {file.name: text})

    def read(self, page: str = "index.html") -> str:
        return (self.site / "public" / page).read_text("utf-8")


@pytest.fixture
def layers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Layers]:
    made = Layers(tmp_path)
    made.put("package", "base.html", PACKAGED)
    made.put("site", "base.html", EXTENDING)
    monkeypatch.syspath_prepend(str(made.packages))
    with themed(made.program):
        yield made


@pytest.mark.usefixtures("accelerated")
def test_each_extends_the_one_below(layers: Layers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Quick code does it: nothing is left to Jinja's own."""
    monkeypatch.setattr("site_builder.building.render.Renderer.render_plain", None)
    assert run(layers.site).problems == ()
    for page in ("index.html", "about/index.html", "news/2024/visit/index.html", "404.html"):
        text = layers.read(page)
        assert text.index("PACKAGED") < text.index("<header") < text.index("</main>")
        assert text.index("</main>") < text.index("PACKAGE</p>") < text.index("OWN") < text.index("</footer>")
    assert "OWN" not in layers.read("former/index.html")


@pytest.mark.usefixtures("accelerated")
def test_plain_code_gives_the_same(layers: Layers, monkeypatch: pytest.MonkeyPatch) -> None:
    run(layers.site)
    fast = layers.read()
    monkeypatch.setattr("site_builder.building.render.is_accelerated", lambda: False)
    report = run(layers.site, clean=True)
    assert (report.problems, layers.read()) == ((), fast)


def add(text: str) -> Callable[[str], str]:
    return lambda before: before.replace("{% endblock %}", text + "{% endblock %}", 1)


# Whose template is edited, and whether pages that are not made of the frame are made anew too.
EDITS = {
    ("site", "base.html"): "pages",
    ("package", "base.html"): "pages",
    ("program", "base.html"): "pages",
    ("program", "macros.html"): "pages",
    ("program", "page.html"): "plain",
    ("package", "unused.html"): "none",
}


@pytest.mark.parametrize("where", EDITS)
def test_an_edit_of_any_layer_is_noticed(layers: Layers, where: tuple[str, str]) -> None:
    """Counted: an edit of the frame renders every page that has it, one of a kind of page its pages, others nothing."""
    layers.put("package", "unused.html", "{% block a %}{% endblock %}")
    first = run(layers.site)
    framed = [each for each in first.written_paths if each.endswith(".html") and "<footer" in layers.read(each)]
    assert run(layers.site).rendered == 0
    file = layers.file(*where)
    file.write_text(file.read_text("utf-8") + "{# #}\n", "utf-8")
    assert run(layers.site).rendered == {"pages": len(framed), "plain": 1, "none": 0}[EDITS[where]]
    assert len(framed) > 10


def test_a_layer_that_comes_and_goes(layers: Layers) -> None:
    """Site -> program while the package has no such template, and back."""
    run(layers.site)
    before = layers.read()
    layers.file("package", "base.html").unlink()
    layers.put("package", "static/harbour.css", "p { color: navy }")
    report = run(layers.site)
    assert "OWN" in layers.read()
    assert "PACKAGE" not in layers.read()
    assert any(each.startswith("assets/harbour") for each in report.written_paths)
    layers.put("package", "base.html", PACKAGED)
    run(layers.site)
    assert layers.read() == before


def test_a_copy_that_does_not_extend_leaves_the_others(layers: Layers) -> None:
    layers.put("site", "base.html", layers.file("program", "base.html").read_text("utf-8"))
    run(layers.site)
    assert "PACKAGE" not in layers.read()
    layers.put("package", "base.html", PACKAGED.replace("PACKAGED", "OTHER"))
    assert run(layers.site).rendered == 0


def test_a_package_file_is_taken_before_the_programs(layers: Layers) -> None:
    layers.put("package", "404.html", '{% extends "base.html" %}{% block main %}<h1>LOST</h1>{% endblock %}')
    run(layers.site)
    assert "LOST" in layers.read("404.html")
    assert "OWN" in layers.read("404.html")


WRONG = {
    "nothing below": (
        *("site", "more.html", "", '{% include "theme/more.html" %}'),
        *("templates/base.html", "there is no template theme/more.html"),
    ),
    "a syntax error of the package": (
        *("package", "list.html", "{% block %}", ""),
        *("harbour_theme/templates/list.html", "this template cannot be read"),
    ),
    "a mistake of the package": (
        *(
            "package",
            "page.html",
            '{% extends "theme/page.html" %}{% block main %}\n{{ page.titel }}{% endblock %}',
            "",
        ),
        *("harbour_theme/templates/page.html", 'there is no field "titel" here'),
    ),
    "a folder called theme": (
        *("site", "theme/more.html", "", ""),
        *("templates/theme/more.html", 'a template cannot lie in a folder "theme"'),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_at_its_file(layers: Layers, what: str) -> None:
    owner, name, text, used, path, words = WRONG[what]
    layers.put(owner, name, text)
    layers.put("site", "base.html", EXTENDING.replace("<p>OWN", f"{used}<p>OWN"))
    problems = run(layers.site).problems
    assert [each.path for each in problems] == [path]
    assert words in format_message(problems[0].message, problems[0].values, str)


def test_a_copy_of_an_earlier_frame_makes_the_same_pages(tmp_path: Path) -> None:
    """Before it had blocks for head and foot, the base template called two macros that wrote these elements whole."""
    site = write(tmp_path, {path: text for path, text in SITE.items() if "site.toml" not in path})
    write(site, {"content/site.toml": PLAIN_TOML})
    run(site)
    wanted = (site / "public/index.html").read_bytes()
    text = (find_default_theme() / "base.html").read_text("utf-8")
    start, end = text.index("{{ parts.opening"), text.index("{% block finder")
    foot = text.index("{% block footer %}"), text.index("{% block after_body")
    earlier = (
        f"{text[:start]}{{{{ parts.top(frame) -}}}}\n{text[end : foot[0]]}"
        f"{{{{ parts.bottom(frame, section, here) -}}}}\n{text[foot[1] :]}"
    ).replace("</header>\n{% endblock %}\n", "</header>\n")
    write(site, {"templates/base.html": earlier})
    report = run(site)
    assert (report.problems, report.rendered > 10, report.written) == ((), True, 0)
    assert (site / "public/index.html").read_bytes() == wanted
